#include "ui/chat/composer.h"

#include "core/base/limits.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QVBoxLayout>

#include <cmath>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostLines = 8;
constexpr int Frame = 12; ///< padding and border, top and bottom, as the theme has them
constexpr double CounterFrom = 0.8; ///< of the limit

} // namespace

Composer::Composer(QWidget *parent)
    : QFrame(parent)
    , m_edit(new QPlainTextEdit)
    , m_note(makeLabel({}, theme::Type::Caption, theme::Role::TextMuted))
    , m_send(makeButton(tr("Send"), u"send"_s, true))
{
    m_edit->setObjectName(u"composer"_s);
    m_edit->setAccessibleName(tr("Message"));
    m_edit->setTabChangesFocus(true);
    m_edit->document()->setDocumentMargin(1);
    m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_edit->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_edit->installEventFilter(this);
    m_send->setObjectName(u"send"_s);
    m_send->setAccessibleName(tr("Send message"));
    m_note->hide();
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::Gap2);
    row->addWidget(m_edit, 1);
    row->addWidget(m_send, 0, Qt::AlignBottom);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::Gap4, theme::Gap2, theme::Gap4, theme::Gap3);
    layout->setSpacing(theme::Gap1);
    layout->addLayout(row);
    layout->addWidget(m_note);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::textChanged);
    connect(m_send, &QPushButton::clicked, this, &Composer::send);
    setFocusProxy(m_edit);
    textChanged();
}

QString Composer::text() const
{
    return m_edit->toPlainText();
}

void Composer::setText(const QString &text)
{
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
}

void Composer::insert(const QString &text)
{
    m_edit->setFocus();
    m_edit->insertPlainText(text);
}

void Composer::setPlace(const QString &name)
{
    m_edit->setPlaceholderText(name.isEmpty() ? QString() : tr("Message to %1").arg(name));
}

void Composer::setBlocked(const QString &reason)
{
    m_blocked = reason;
    textChanged();
}

void Composer::clear()
{
    m_edit->clear();
}

void Composer::textChanged()
{
    const QString written = text();
    const qsizetype bytes = written.toUtf8().size();
    m_tooLong = bytes > limits::ChatText;
    QString note = m_blocked;
    theme::Role role = theme::Role::TextMuted;
    if (m_tooLong) {
        note = tr("%L1 bytes too many: the limit is %L2. Send it as a file instead.").arg(bytes - limits::ChatText).arg(limits::ChatText);
        role = theme::Role::Bad;
    } else if (static_cast<double>(bytes) > limits::ChatText * CounterFrom) {
        note = tr("%L1 of %L2 bytes").arg(bytes).arg(limits::ChatText);
    }
    QPalette palette = m_note->palette();
    palette.setColor(QPalette::WindowText, theme::color(role));
    m_note->setPalette(palette);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_send->setEnabled(!written.trimmed().isEmpty() && !m_tooLong && m_blocked.isEmpty());
    m_send->setToolTip(m_blocked);
    adjustHeight();
}

void Composer::send()
{
    if (!m_send->isEnabled())
        return;
    const QString written = text();
    m_edit->clear();
    Q_EMIT sendWanted(written);
}

void Composer::adjustHeight()
{
    int lines = 0;
    for (QTextBlock block = m_edit->document()->firstBlock(); block.isValid() && lines < MostLines; block = block.next())
        lines += std::max(1, block.layout()->lineCount());
    lines = std::clamp(lines, 1, MostLines);
    const qreal line = std::max<qreal>(QFontMetricsF(m_edit->font()).lineSpacing(), m_edit->document()->firstBlock().layout()->lineCount() > 0
                                               ? m_edit->document()->firstBlock().layout()->lineAt(0).height() : 0);
    const int margins = static_cast<int>(2 * m_edit->document()->documentMargin()) + Frame;
    const int height = std::max(m_send->sizeHint().height(), static_cast<int>(std::ceil(lines * line)) + margins);
    m_edit->setVerticalScrollBarPolicy(lines == MostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (m_edit->height() != height || m_edit->minimumHeight() != height)
        m_edit->setFixedHeight(height);
}

void Composer::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    adjustHeight();
}

void Composer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(theme::color(theme::Role::Line));
    painter.drawLine(0, 0, width(), 0);
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            if (key->modifiers() & Qt::ShiftModifier)
                m_edit->insertPlainText(u"\n"_s);
            else
                send();
            return true;
        }
        if (key->key() == Qt::Key_PageUp && text().isEmpty()) {
            Q_EMIT pageUpWanted();
            return true;
        }
    }
    if (watched == m_edit && event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(this, &Composer::adjustHeight, Qt::QueuedConnection);
    return QFrame::eventFilter(watched, event);
}

} // namespace transom::ui
