#include "ui/chat/conversation_view.h"

#include "ui/models/conversation_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QUrl>

#include <utility>

namespace transom::ui {

using namespace Qt::StringLiterals;

ConversationView::ConversationView(QWidget *parent)
    : QListView(parent)
    , m_delegate(new ConversationDelegate(this))
    , m_toEnd(makeToolButton(u"chevron-down"_s, tr("Go to the newest line")))
    , m_loading(makeLabel(tr("Loading earlier lines…"), theme::Type::Caption, theme::Role::TextMuted))
{
    setProperty("plain", true);
    setAccessibleName(tr("Conversation"));
    m_delegate->setSelection(&m_selection);
    setItemDelegate(m_delegate);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setUniformItemSizes(false);
    setMouseTracking(true);
    verticalScrollBar()->setSingleStep(24);
    m_toEnd->setParent(this);
    m_toEnd->setProperty("floating", true);
    m_toEnd->setAutoFillBackground(true);
    m_toEnd->hide();
    connect(m_toEnd, &QToolButton::clicked, this, &ConversationView::goToEnd);
    m_loading->setParent(this);
    m_loading->setAlignment(Qt::AlignCenter);
    m_loading->setWordWrap(false);
    m_loading->setAutoFillBackground(true);
    m_loading->setContentsMargins(theme::Gap3, theme::Gap1, theme::Gap3, theme::Gap1);
    m_loading->hide();
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &ConversationView::scrolled);
}

ConversationView::~ConversationView() = default;

void ConversationView::setConversation(ConversationModel *model)
{
    if (model == m_conversation)
        return;
    if (m_conversation)
        m_conversation->disconnect(this);
    m_conversation = model;
    m_selection = {};
    m_delegate->forget();
    m_stick = true;
    setModel(model);
    if (model) {
        connect(model, &QAbstractItemModel::rowsAboutToBeInserted, this, &ConversationView::notePlace);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &ConversationView::restorePlace);
    }
    scrolled();
}

bool ConversationView::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 8;
}

void ConversationView::goToEnd()
{
    m_stick = true;
    m_place = QModelIndex();
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void ConversationView::goToUnread()
{
    executeDelayedItemsLayout();
    const int row = m_conversation ? m_conversation->unreadMarkRow() : -1;
    if (row < 0)
        return goToEnd();
    scrollTo(m_conversation->index(row), PositionAtTop);
    m_stick = isAtEnd();
}

void ConversationView::setGreyed(bool greyed)
{
    m_delegate->setGreyed(greyed);
    viewport()->update();
}

void ConversationView::setLoading(bool loading)
{
    m_loading->setVisible(loading);
    placeOverlays();
}

/// Called before anything changes the rows' places; the layout that is there now is what one sees.
void ConversationView::notePlace()
{
    if (m_restoring)
        return;
    m_stick = isAtEnd();
    m_place = indexAt(QPoint(theme::Gap4, 4));
    for (int y = 12; !m_place.isValid() && y < viewport()->height(); y += 8)
        m_place = indexAt(QPoint(theme::Gap4, y));
    m_placeTop = m_place.isValid() ? visualRect(m_place).top() : 0;
}

void ConversationView::restorePlace()
{
    if (m_restoring)
        return;
    m_restoring = true;
    scheduleDelayedItemsLayout();
    executeDelayedItemsLayout();
    QScrollBar *bar = verticalScrollBar();
    if (m_stick)
        bar->setValue(bar->maximum());
    else if (m_place.isValid())
        bar->setValue(bar->value() + visualRect(m_place).top() - m_placeTop);
    m_restoring = false;
    scrolled();
}

void ConversationView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QListView::rowsInserted(parent, start, end);
    restorePlace();
}

void ConversationView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    notePlace();
    if (m_selection.anchor.isValid() && m_selection.cursor.isValid()) {
        const auto gone = [&](int row) { return row >= start && row <= end; };
        if (gone(m_selection.anchor.row()) || gone(m_selection.cursor.row()))
            m_selection = {};
    }
    QListView::rowsAboutToBeRemoved(parent, start, end);
}

void ConversationView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    notePlace();
    QListView::dataChanged(topLeft, bottomRight, roles);
    restorePlace();
}

void ConversationView::resizeEvent(QResizeEvent *event)
{
    notePlace();
    // As if the scroll bar were always there: its coming and going shall not change a line's breaks.
    m_delegate->setWidth(width() - verticalScrollBar()->sizeHint().width());
    QListView::resizeEvent(event);
    restorePlace();
    placeOverlays();
}

void ConversationView::showEvent(QShowEvent *event)
{
    QListView::showEvent(event);
    scrolled();
}

void ConversationView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        m_delegate->forget();
        scheduleDelayedItemsLayout();
    }
}

void ConversationView::scrollContentsBy(int dx, int dy)
{
    QListView::scrollContentsBy(dx, dy);
    scrolled();
}

void ConversationView::scrolled()
{
    if (m_restoring)
        return;
    const bool atEnd = isAtEnd();
    m_toEnd->setVisible(!atEnd);
    if (std::exchange(m_wasAtEnd, atEnd) != atEnd)
        Q_EMIT atEndChanged(atEnd);
    if (m_conversation && isVisible() && verticalScrollBar()->value() < 200 && m_conversation->hasMore())
        Q_EMIT olderWanted();
    placeOverlays();
}

void ConversationView::placeOverlays()
{
    m_toEnd->resize(36, 36);
    m_toEnd->move(viewport()->width() - 36 - theme::Gap4, viewport()->height() - 36 - theme::Gap3);
    m_toEnd->raise();
    m_loading->adjustSize();
    m_loading->move((viewport()->width() - m_loading->width()) / 2, theme::Gap1);
    m_loading->raise();
}

QPoint ConversationView::inRow(const QModelIndex &index, const QPoint &point) const
{
    return point - visualRect(index).topLeft();
}

ConversationView::Spot ConversationView::spotAt(const QPoint &point, bool anywhere) const
{
    QModelIndex index = indexAt(QPoint(theme::Gap4, point.y()));
    if (!index.isValid() && anywhere && model() && model()->rowCount() > 0)
        index = model()->index(point.y() < 0 ? std::max(0, indexAt(QPoint(theme::Gap4, 0)).row()) : model()->rowCount() - 1, 0);
    if (!index.isValid())
        return {};
    return {index, m_delegate->textPosition(index, inRow(index, point), anywhere)};
}

void ConversationView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->position().toPoint();
    const QModelIndex index = indexAt(point);
    if (index.isValid()) {
        const auto &layout = m_delegate->layout(index);
        const qint64 ref = index.data(ConversationModel::RefRole).toLongLong();
        if (layout.retry.contains(inRow(index, point)))
            return Q_EMIT retryWanted(ref);
        if (layout.edit.contains(inRow(index, point)))
            return Q_EMIT editWanted(ref);
    }
    const Spot spot = spotAt(point, true);
    const bool extends = event->modifiers() & Qt::ShiftModifier && m_selection.anchor.isValid();
    if (spot.index.isValid()) {
        if (!extends) {
            m_selection.anchor = spot.index;
            m_selection.anchorAt = spot.at;
        }
        m_selection.cursor = spot.index;
        m_selection.cursorAt = spot.at;
        m_selecting = true;
    }
    viewport()->update();
}

void ConversationView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (m_selecting && event->buttons() & Qt::LeftButton) {
        if (point.y() < 0)
            verticalScrollBar()->setValue(verticalScrollBar()->value() - 24);
        else if (point.y() > viewport()->height())
            verticalScrollBar()->setValue(verticalScrollBar()->value() + 24);
        const Spot spot = spotAt(point, true);
        if (spot.index.isValid()) {
            m_selection.cursor = spot.index;
            m_selection.cursorAt = spot.at;
            viewport()->update();
        }
        return;
    }
    const QModelIndex index = indexAt(point);
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (index.isValid()) {
        const auto &layout = m_delegate->layout(index);
        const QPoint inside = inRow(index, point);
        if (layout.retry.contains(inside) || layout.edit.contains(inside))
            shape = Qt::PointingHandCursor;
        else if (layout.bubble.contains(inside))
            shape = Qt::IBeamCursor;
        setToolTip(layout.bubble.contains(inside)
                           ? QLocale().toString(QDateTime::fromMSecsSinceEpoch(index.data(ConversationModel::TimeRole).toLongLong()), QLocale::LongFormat)
                           : QString());
    }
    viewport()->setCursor(shape);
}

void ConversationView::mouseReleaseEvent(QMouseEvent *)
{
    m_selecting = false;
    if (!m_selection.isEmpty() && QGuiApplication::clipboard()->supportsSelection())
        QGuiApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
}

void ConversationView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Spot spot = spotAt(event->position().toPoint(), false);
    if (!spot.index.isValid() || spot.at < 0)
        return;
    const QString text = spot.index.data(ConversationModel::TextRole).toString();
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(spot.at);
    const qsizetype start = finder.isAtBoundary() && finder.boundaryReasons() & QTextBoundaryFinder::StartOfItem ? spot.at
                                                                                                                  : std::max<qsizetype>(0, finder.toPreviousBoundary());
    finder.setPosition(spot.at);
    const qsizetype end = finder.toNextBoundary();
    m_selection = {spot.index, spot.index, static_cast<int>(start), static_cast<int>(end < 0 ? text.size() : end)};
    viewport()->update();
}

QString ConversationView::selectedText() const
{
    if (m_selection.isEmpty())
        return {};
    const int first = std::min(m_selection.anchor.row(), m_selection.cursor.row());
    const int last = std::max(m_selection.anchor.row(), m_selection.cursor.row());
    QStringList lines;
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = model()->index(row, 0);
        const QString text = index.data(ConversationModel::TextRole).toString();
        const auto [start, length] = m_selection.within(row, static_cast<int>(text.size()));
        if (first == last)
            return text.mid(start, length);
        const QString who = index.data(ConversationModel::FromRole).toString();
        const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(index.data(ConversationModel::TimeRole).toLongLong()), QLocale::ShortFormat);
        lines.append(u"[%1] "_s.arg(when) + (who.isEmpty() ? QString() : QString(who + u": "_s)) + text.mid(start, length));
    }
    return lines.join(u'\n');
}

void ConversationView::selectAll()
{
    if (!model() || model()->rowCount() == 0)
        return;
    const QModelIndex last = model()->index(model()->rowCount() - 1, 0);
    m_selection = {model()->index(0, 0), last, 0, static_cast<int>(last.data(ConversationModel::TextRole).toString().size())};
    viewport()->update();
}

void ConversationView::copy() const
{
    QString text = selectedText();
    if (text.isEmpty())
        text = currentIndex().data(ConversationModel::TextRole).toString();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void ConversationView::keyPressEvent(QKeyEvent *event)
{
    if (event == QKeySequence::Copy)
        return copy();
    if (event == QKeySequence::SelectAll)
        return selectAll();
    const QModelIndex current = currentIndex();
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        && current.data(ConversationModel::DeliveryRole).toInt() == static_cast<int>(ConversationModel::Delivery::Refused))
        return Q_EMIT retryWanted(current.data(ConversationModel::RefRole).toLongLong());
    // Keyboard search in a conversation helps nobody: what is typed is meant for the composer.
    const QString text = event->text();
    if (!text.isEmpty() && text[0].isPrint() && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return Q_EMIT typed(text);
    QListView::keyPressEvent(event);
}

void ConversationView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString selected = selectedText();
    QAction *copySelection = menu->addAction(theme::icon(u"copy"_s), tr("Copy"), this, &ConversationView::copy);
    copySelection->setEnabled(!selected.isEmpty());
    if (index.isValid()) {
        const QString text = index.data(ConversationModel::TextRole).toString();
        menu->addAction(tr("Copy this message"), this, [text] { QGuiApplication::clipboard()->setText(text); });
        const QString link = m_delegate->linkAt(index, inRow(index, event->pos()));
        if (!link.isEmpty()) {
            menu->addSeparator();
            menu->addAction(tr("Copy link address"), this, [link] { QGuiApplication::clipboard()->setText(link); });
            menu->addAction(theme::icon(u"link"_s), tr("Open link in the browser"), this, [link] { QDesktopServices::openUrl(QUrl(link)); });
        }
    }
    menu->addSeparator();
    menu->addAction(tr("Select all"), this, &ConversationView::selectAll);
    menu->popup(event->globalPos());
}

} // namespace transom::ui
