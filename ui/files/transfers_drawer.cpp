#include "ui/files/transfers_drawer.h"

#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QListView>
#include <QMenu>
#include <QMouseEvent>
#include <QProgressBar>
#include <QToolTip>
#include <QUrl>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using files::TransferQueue;
using files::TransferState;

namespace {

constexpr int MostRows = 4; ///< seen at once

} // namespace

TransfersDrawer::TransfersDrawer(Backend &backend, QWidget *parent)
    : QFrame(parent)
    , m_backend(backend)
    , m_icon(new QLabel)
    , m_text(makeLabel({}))
    , m_bar(new QProgressBar)
    , m_pause(makeToolButton(u"pause"_s, tr("Pause all")))
    , m_clear(makeToolButton(u"trash"_s, tr("Take what is finished off the list")))
    , m_toggle(makeToolButton(u"chevron-up"_s, tr("Show the transfers")))
    , m_list(new QListView)
{
    setProperty("drawer", true);
    setObjectName(u"transfers"_s);
    m_text->setWordWrap(false);
    m_text->setTextInteractionFlags(Qt::NoTextInteraction);
    m_text->setMinimumWidth(0);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_bar->setFixedWidth(200);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setAccessibleName(tr("Progress of all transfers"));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(Gap4, Gap1, Gap3, Gap1);
    line->setSpacing(Gap2);
    line->addWidget(m_icon);
    line->addWidget(m_text, 1);
    line->addWidget(m_bar);
    line->addWidget(m_pause);
    line->addWidget(m_clear);
    line->addWidget(m_toggle);
    m_list->setObjectName(u"transfer-list"_s);
    m_list->setProperty("plain", true);
    m_list->setAccessibleName(tr("Transfers"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new TransferDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QListView::NoEditTriggers);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->viewport()->installEventFilter(this);
    m_list->installEventFilter(this);
    m_list->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_list);

    auto &queue = backend.connection().transfers();
    connect(&queue, &TransferQueue::transferAdded, this, [this](const files::TransferInfo &info) { m_model.set(info); });
    connect(&queue, &TransferQueue::transferChanged, this, [this](const files::TransferInfo &info) { m_model.set(info); });
    connect(&queue, &TransferQueue::transferRemoved, this, [this](qint64 id) { m_model.remove(id); });
    connect(&m_model, &TransfersModel::totalChanged, this, &TransfersDrawer::showTotal);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &TransfersDrawer::showTotal);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &TransfersDrawer::showTotal);
    connect(m_toggle, &QToolButton::clicked, this, [this] { setOpen(!isOpen()); });
    connect(m_clear, &QToolButton::clicked, this, [this] { m_backend.connection().transfers().removeFinished(); });
    connect(m_pause, &QToolButton::clicked, this, [this] {
        const auto &total = m_model.total();
        if (total.running + total.waiting > 0)
            m_backend.connection().transfers().pauseAll();
        else
            m_backend.connection().transfers().resumeAll();
    });
    connect(m_list, &QListView::customContextMenuRequested, this, &TransfersDrawer::showMenu);
    queue.announce();
    showTotal();
}

bool TransfersDrawer::isOpen() const
{
    return !m_list->isHidden();
}

void TransfersDrawer::setOpen(bool open)
{
    m_list->setVisible(open);
    m_toggle->setIcon(theme::icon(open ? u"chevron-down"_s : u"chevron-up"_s));
    const QString text = open ? tr("Hide the transfers") : tr("Show the transfers");
    m_toggle->setToolTip(text);
    m_toggle->setAccessibleName(text);
    adjustHeight();
}

void TransfersDrawer::adjustHeight()
{
    const int rows = std::clamp(m_model.rowCount(), 1, MostRows);
    m_list->setFixedHeight(rows * m_list->itemDelegate()->sizeHint({}, {}).height() + 2);
}

void TransfersDrawer::showTotal()
{
    const auto &total = m_model.total();
    setVisible(m_model.rowCount() > 0);
    m_text->setText(m_model.totalText());
    const bool active = total.active() > 0;
    m_icon->setPixmap(active             ? pixmap(u"transfers"_s, 20, Role::Accent)
                      : total.failed > 0 ? pixmap(u"warning"_s, 20, Role::Bad)
                                         : pixmap(u"ok"_s, 20, Role::Good));
    m_bar->setVisible(active);
    m_bar->setValue(total.of > 0 ? static_cast<int>(static_cast<double>(total.bytes) * 1000 / static_cast<double>(total.of)) : 0);
    const bool goesOn = total.running + total.waiting > 0;
    const QString text = goesOn ? tr("Pause all") : tr("Go on with all");
    m_pause->setVisible(active);
    m_pause->setIcon(theme::icon(goesOn ? u"pause"_s : u"play"_s));
    m_pause->setToolTip(text);
    m_pause->setAccessibleName(text);
    m_clear->setVisible(m_model.rowCount() > total.active());
    adjustHeight();
}

void TransfersDrawer::act(TransferDelegate::Action action, const QModelIndex &index)
{
    const files::TransferInfo *info = m_model.info(index);
    if (!info)
        return;
    auto &queue = m_backend.connection().transfers();
    switch (action) {
    case TransferDelegate::Action::Pause:
        return queue.pause(info->id);
    case TransferDelegate::Action::Resume:
        return queue.resume(info->id);
    case TransferDelegate::Action::Cancel:
        return queue.cancel(info->id);
    case TransferDelegate::Action::Retry:
        return queue.retry(info->id);
    case TransferDelegate::Action::Overwrite:
        return queue.retry(info->id, u"overwrite"_s);
    case TransferDelegate::Action::KeepBoth:
        return queue.retry(info->id, u"rename"_s);
    case TransferDelegate::Action::OpenFolder:
        QDesktopServices::openUrl(QUrl::fromLocalFile(info->request.target));
        return;
    case TransferDelegate::Action::Remove:
        return queue.remove(info->id);
    }
}

void TransfersDrawer::showMenu(const QPoint &position)
{
    const QPersistentModelIndex index = m_list->indexAt(position);
    const files::TransferInfo *info = m_model.info(index);
    if (!info)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto buttons = TransferDelegate::buttons(*info);
    for (const auto &button : buttons)
        menu->addAction(theme::icon(button.icon), button.text, this, [this, index, action = button.action] { act(action, index); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

bool TransfersDrawer::eventFilter(QObject *watched, QEvent *event)
{
    const auto buttonAt = [this](const QPoint &point) -> std::pair<QModelIndex, std::optional<TransferDelegate::Button>> {
        const QModelIndex index = m_list->indexAt(point);
        if (const files::TransferInfo *info = m_model.info(index)) {
            const auto buttons = TransferDelegate::buttons(*info, m_list->visualRect(index));
            for (const auto &button : buttons) {
                if (button.rect.contains(point))
                    return {index, button};
            }
        }
        return {index, std::nullopt};
    };
    if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const auto [index, button] = buttonAt(static_cast<QMouseEvent *>(event)->position().toPoint());
        if (button && static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton) {
            act(button->action, index);
            return true;
        }
    } else if (watched == m_list->viewport() && event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        if (const auto [index, button] = buttonAt(help->pos()); button) {
            QToolTip::showText(help->globalPos(), button->text, m_list);
            return true;
        }
    } else if (watched == m_list && event->type() == QEvent::KeyPress) {
        // Space and Enter do the first thing that makes sense, Delete the last.
        const int key = static_cast<QKeyEvent *>(event)->key();
        const files::TransferInfo *info = m_model.info(m_list->currentIndex());
        if (info && (key == Qt::Key_Space || key == Qt::Key_Return || key == Qt::Key_Delete)) {
            const auto buttons = TransferDelegate::buttons(*info);
            act(key == Qt::Key_Delete ? buttons.last().action : buttons.first().action, m_list->currentIndex());
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void TransfersDrawer::mousePressEvent(QMouseEvent *event)
{
    // The line as a whole opens and closes it.
    if (event->button() == Qt::LeftButton && event->position().y() < (isOpen() ? m_list->y() : height()))
        setOpen(!isOpen());
}

} // namespace transom::ui
