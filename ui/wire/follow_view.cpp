#include "ui/wire/follow_view.h"

#include "ui/wire/wire_look.h"

#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBlock>

namespace transom::ui {

using namespace theme;

namespace {

/// The frame a block belongs to.
class FrameData : public QTextBlockUserData
{
public:
    explicit FrameData(quint64 frameNumber)
        : number(frameNumber)
    {}
    const quint64 number;
};

} // namespace

FollowView::FollowView(WireRows &rows, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_rows(rows)
{
    setObjectName(QStringLiteral("follow"));
    setAccessibleName(tr("The conversation as text"));
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    setMaximumBlockCount(60'000);
    setFont(theme::font(Type::Fixed));
    setPlaceholderText(tr("No frame passes the filter."));
    connect(&rows, &WireRows::rowsChanged, this, &FollowView::append);
    connect(&rows, &WireRows::rowsReset, this, [this] { m_stale = true; });
    connect(&rows, &WireRows::selectionChanged, this, &FollowView::showCurrent);
    connect(&rows, &WireRows::hoverChanged, this, &FollowView::showPointed);
    viewport()->setMouseTracking(true);
}

void FollowView::setEncoding(ByteText encoding)
{
    m_encoding = encoding;
    m_stale = true;
    append();
}

void FollowView::showEvent(QShowEvent *event)
{
    QPlainTextEdit::showEvent(event);
    append();
    showCurrent();
}

void FollowView::rewrite()
{
    clear();
    m_written = 0;
    m_stale = false;
}

void FollowView::append()
{
    if (!isVisible())
        return;
    const bool atEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    if (m_stale)
        rewrite();
    const qsizetype first = std::max(m_rows.rowAfter(m_written + 1), m_rows.size() - MostFrames);
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    for (qsizetype row = first; row < m_rows.size(); ++row) {
        if (!m_rows.isAtHand(row))
            break; // it is on the disk; rowsChanged() follows
        const auto &frame = m_rows.at(row);
        QTextCharFormat head;
        head.setForeground(kindColor(wireKind(frame)));
        head.setFontWeight(QFont::DemiBold);
        QTextCharFormat body;
        body.setForeground(color(Role::Text));
        const bool toServer = frame.flow == inspect::Flow::ToServer;
        if (!document()->isEmpty())
            cursor.insertBlock();
        const int from = cursor.blockNumber();
        cursor.insertText(QStringLiteral("%1 %2  %3 s").arg(toServer ? QStringLiteral("→") : QStringLiteral("←"), wireTitle(frame)).arg(static_cast<double>(frame.atNs() - m_rows.originNs()) / 1e9, 0, 'f', 3), head);
        cursor.insertText(u'\n' + wireConversation(frame, m_rows.capture(), m_encoding), body);
        for (QTextBlock block = document()->findBlockByNumber(from); block.isValid(); block = block.next()) {
            block.setUserData(new FrameData(frame.number));
            QTextCursor at(block);
            QTextBlockFormat format;
            format.setLeftMargin(toServer ? 0 : Gap8);
            at.setBlockFormat(format);
        }
        m_written = frame.number;
    }
    cursor.endEditBlock();
    if (atEnd)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void FollowView::showCurrent()
{
    if (!isVisible())
        return;
    QList<QTextEdit::ExtraSelection> marks;
    int firstBlock = -1;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const auto *owner = static_cast<FrameData *>(block.userData());
        if (!owner || owner->number != m_rows.currentFrame() || owner->number == 0)
            continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        mark.format.setBackground(color(Role::Selection));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(mark);
        firstBlock = firstBlock < 0 ? block.blockNumber() : firstBlock;
    }
    m_marks = marks;
    showPointed();
    if (firstBlock >= 0 && !m_choosing)
        verticalScrollBar()->setValue(std::max(0, firstBlock - 3));
}

/// Only what is on the screen is looked at: the pointer moves often.
void FollowView::showPointed()
{
    if (!isVisible())
        return;
    QList<QTextEdit::ExtraSelection> marks = m_marks;
    const quint64 pointed = m_rows.hoveredFrame();
    int looked = 0;
    for (QTextBlock block = firstVisibleBlock(); block.isValid() && pointed != 0 && looked < 200; block = block.next(), ++looked) {
        const auto *owner = static_cast<FrameData *>(block.userData());
        if (!owner || owner->number != pointed || pointed == m_rows.currentFrame())
            continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        mark.format.setBackground(color(Role::Hover));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(mark);
    }
    setExtraSelections(marks);
}

void FollowView::mouseMoveEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseMoveEvent(event);
    const auto *owner = static_cast<FrameData *>(cursorForPosition(event->pos()).block().userData());
    const auto *frame = owner ? m_rows.capture().frame(owner->number) : nullptr;
    m_rows.hover(frame ? inspect::Selection{frame->stream, frame->flow, frame->range()} : inspect::Selection{});
}

void FollowView::leaveEvent(QEvent *event)
{
    m_rows.hover({});
    QPlainTextEdit::leaveEvent(event);
}

void FollowView::mousePressEvent(QMouseEvent *event)
{
    QPlainTextEdit::mousePressEvent(event);
    const QTextBlock block = cursorForPosition(event->pos()).block();
    if (const auto *owner = static_cast<FrameData *>(block.userData())) {
        m_choosing = true;
        m_rows.selectFrame(owner->number);
        m_choosing = false;
    }
}

} // namespace transom::ui
