#include "ui/files/transfers_drawer.h"

#include "core/base/text.h"
#include "core/files/transfer_queue.h"
#include "ui/files/conflict_bar.h"
#include "ui/files/transfer_details.h"
#include "ui/files/transfer_limits.h"
#include "ui/files/transfer_list.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QMenu>
#include <QMetaEnum>
#include <QMouseEvent>
#include <QProgressBar>
#include <QScrollBar>
#include <QTabBar>
#include <QUrl>

#include <algorithm>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using files::TransferQueue;
using files::TransferState;

namespace {

constexpr int MostRows = 6;     ///< seen at once
constexpr int DetailsRows = 5;  ///< of height, while the details are open
constexpr int DetailsWidth = 340;
constexpr int NarrowWithoutAmount = 820;
constexpr int FollowAfterMs = 600;

/// A number that changes: at the right of a place as wide as the widest.
QLabel *makeNumber(const QString &widest, Role role)
{
    auto *label = makeLabel({}, Type::Body, role);
    label->setWordWrap(false);
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setFixedWidth(label->fontMetrics().horizontalAdvance(widest));
    return label;
}

} // namespace

TransfersDrawer::TransfersDrawer(Backend &backend, QWidget *parent)
    : QFrame(parent)
    , m_backend(backend)
    , m_question(new ConflictBar)
    , m_trouble(new Banner)
    , m_line(new QFrame)
{
    setProperty("drawer", true);
    setObjectName(u"transfers"_s);
    m_section.setSourceModel(&m_model);
    m_line->setLayout(makeLine());
    m_body = makeBody();
    m_body->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_question);
    layout->addWidget(m_trouble);
    layout->addWidget(m_line);
    layout->addWidget(m_body);
    listenTo(queue());
    queue().announce();
    showTotal();
}

QLayout *TransfersDrawer::makeLine()
{
    m_icon = new QLabel;
    m_text = makeLabel({});
    m_text->setObjectName(u"transfers-text"_s);
    m_text->setWordWrap(false);
    m_text->setTextInteractionFlags(Qt::NoTextInteraction);
    m_text->setMinimumWidth(0);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    const QString size = u"888.8 MB"_s;
    m_amount = makeNumber(TransfersModel::tr("%1 of %2").arg(size, size + u'+') + u" · "_s + TransfersModel::tr("%1 of %n file(s)", nullptr, 8888).arg(8888), Role::TextMuted);
    m_rate = makeNumber(u"888.8 MB/s"_s, Role::Text);
    m_left = makeNumber(TransfersModel::tr("%1 left").arg(formatDuration(23 * 3'600'000 + 59 * 60'000)), Role::Text);
    m_bar = new QProgressBar;
    m_bar->setFixedWidth(160);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setAccessibleName(tr("Progress of all transfers"));
    m_pause = makeToolButton(u"pause"_s, tr("Pause all"));
    m_pause->setObjectName(u"transfers-pause"_s);
    m_toggle = makeToolButton(u"chevron-up"_s, tr("Show the transfers"));
    m_toggle->setObjectName(u"transfers-toggle"_s);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(Gap4, Gap1, Gap3, Gap1);
    line->setSpacing(Gap2);
    line->addWidget(m_icon);
    line->addWidget(m_text, 1);
    for (QWidget *each : std::initializer_list<QWidget *>{m_amount, m_rate, m_left, m_bar, m_pause, m_toggle})
        line->addWidget(each);
    connect(m_toggle, &QToolButton::clicked, this, [this] { setOpen(!isOpen()); });
    connect(m_pause, &QToolButton::clicked, this, [this] {
        const auto &total = m_model.total();
        if (total.running + total.waiting > 0)
            queue().pauseAll();
        else
            queue().resumeAll();
    });
    return line;
}

QWidget *TransfersDrawer::makeTools()
{
    m_tabs = new QTabBar;
    m_tabs->setObjectName(u"transfer-tabs"_s);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Now"));
    m_tabs->addTab(tr("History"));
    const auto make = [](const QString &icon, const QString &text, const QString &name) {
        auto *button = makeButton(text, icon);
        button->setObjectName(name);
        button->setFlat(true);
        return button;
    };
    m_pauseAll = make(u"pause"_s, tr("Pause all"), u"pause-all"_s);
    m_resumeAll = make(u"play"_s, tr("Go on with all"), u"resume-all"_s);
    m_retryFailed = make(u"refresh"_s, tr("Try failed ones again"), u"retry-failed"_s);
    m_clear = make(u"trash"_s, tr("Clear the history"), u"clear-history"_s);
    m_showLimits = make(u"settings"_s, tr("Limits"), u"show-limits"_s);
    m_showLimits->setToolTip(tr("How many transfers at once, and how fast"));
    m_showLimits->setCheckable(true);
    auto *tools = new QWidget;
    tools->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(Gap2, 0, Gap3, Gap1);
    row->setSpacing(Gap1);
    row->addWidget(m_tabs);
    row->addStretch();
    for (QPushButton *each : {m_pauseAll, m_resumeAll, m_retryFailed, m_clear, m_showLimits})
        row->addWidget(each);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) { setHistory(index == 1); });
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this] { m_follows = false; });
    m_followTimer.setSingleShot(true);
    m_followTimer.setInterval(FollowAfterMs);
    connect(&m_followTimer, &QTimer::timeout, this, &TransfersDrawer::follow);
    connect(m_pauseAll, &QPushButton::clicked, this, [this] { queue().pauseAll(); });
    connect(m_resumeAll, &QPushButton::clicked, this, [this] { queue().resumeAll(); });
    connect(m_retryFailed, &QPushButton::clicked, this, [this] { queue().retryFailed(); });
    connect(m_clear, &QPushButton::clicked, this, [this] { queue().removeFinished(); });
    connect(m_showLimits, &QPushButton::toggled, this, [this](bool on) { m_limits->setVisible(on); });
    return tools;
}

QWidget *TransfersDrawer::makeBody()
{
    auto *tools = makeTools();
    m_limits = new TransferLimits;
    m_limits->hide();
    m_list = new TransferList;
    m_list->setModel(&m_section);
    m_empty = new EmptyState(u"transfers"_s, {}, {});
    m_details = new TransferDetails;
    m_details->setFixedWidth(DetailsWidth);
    m_details->hide();
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_list, 1);
    row->addWidget(m_empty, 1);
    row->addWidget(m_details);
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(tools);
    column->addWidget(m_limits);
    column->addLayout(row);
    connect(m_limits, &TransferLimits::changed, this, [this](const files::TransferSettings &settings) { queue().setSettings(settings); });
    connect(m_list, &TransferList::actionWanted, this, [this](int action, qint64 id) { act(static_cast<TransferDelegate::Action>(action), id); });
    connect(m_list, &TransferList::moveByWanted, this, &TransfersDrawer::move);
    connect(m_list, &TransferList::moveWanted, this, [this](const QList<qint64> &ids, qint64 before) {
        for (const qint64 id : ids) {
            if (id != before)
                queue().moveBefore(id, before);
        }
    });
    connect(m_list, &QWidget::customContextMenuRequested, this, &TransfersDrawer::showMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (m_details->isVisibleTo(this) && current.isValid())
            showDetails(current.data(TransfersModel::IdRole).toLongLong());
    });
    connect(m_details, &TransferDetails::closed, this, [this] { showDetails(0); });
    return body;
}

void TransfersDrawer::listenTo(TransferQueue &queue)
{
    const auto set = [this](const files::TransferInfo &info) {
        m_model.set(info);
        if (info.id == m_details->shown() && m_details->isVisibleTo(this))
            m_details->set(info);
    };
    connect(&queue, &TransferQueue::transferAdded, this, set);
    connect(&queue, &TransferQueue::transferChanged, this, set);
    connect(&queue, &TransferQueue::transferRemoved, this, [this](qint64 id) {
        m_model.remove(id);
        if (id == m_details->shown())
            showDetails(0);
    });
    connect(&queue, &TransferQueue::orderChanged, this, [this](const QList<qint64> &ids) { m_model.setOrder(ids); });
    connect(&queue, &TransferQueue::settingsChanged, this, [this](const files::TransferSettings &settings) { m_limits->set(settings); });
    connect(&queue, &TransferQueue::conflictFound, m_question, &ConflictBar::add);
    connect(&queue, &TransferQueue::conflictSettled, m_question, &ConflictBar::remove);
    connect(&queue, &TransferQueue::troubled, this, [this](const Error &error) {
        m_trouble->showText(Banner::Kind::Warning, describe(error), tr("Understood"));
        showTotal();
    });
    connect(m_trouble, &Banner::actionTriggered, this, [this] {
        m_trouble->hide();
        showTotal();
    });
    connect(m_question, &ConflictBar::answered, &queue, &TransferQueue::answer, Qt::DirectConnection);
    connect(&m_model, &TransfersModel::totalChanged, this, &TransfersDrawer::showTotal);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &TransfersDrawer::showTotal);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &TransfersDrawer::showTotal);
}

bool TransfersDrawer::isOpen() const
{
    return !m_body->isHidden();
}

void TransfersDrawer::setOpen(bool open)
{
    // What there is to see first.
    if (open && !isOpen()) {
        setHistory(wantsHistory());
        m_follows = true;
    }
    m_body->setVisible(open);
    m_toggle->setIcon(theme::icon(open ? u"chevron-down"_s : u"chevron-up"_s));
    const QString text = open ? tr("Hide the transfers") : tr("Show the transfers");
    m_toggle->setToolTip(text);
    m_toggle->setAccessibleName(text);
    showTotal();
}

void TransfersDrawer::setHistory(bool history)
{
    m_follows = false;
    m_section.setHistory(history);
    m_tabs->setCurrentIndex(history ? 1 : 0);
    m_list->verticalScrollBar()->setValue(0);
    showRows();
}

void TransfersDrawer::adjustHeight()
{
    const bool details = m_details->isVisibleTo(this);
    const int least = details ? DetailsRows : m_section.rowCount() == 0 ? 3 : 1;
    // In a low window the page above keeps the larger part.
    const int fitting = std::clamp(window()->height() * 3 / 10 / TransferDelegate::rowHeight(), DetailsRows - 1, MostRows);
    const int height = std::clamp(m_section.rowCount(), std::min(least, fitting), fitting) * TransferDelegate::rowHeight() + 2;
    for (QWidget *each : std::initializer_list<QWidget *>{m_list, m_empty, m_details})
        each->setFixedHeight(height);
}

/// Whoever sends something wants to see it go, and then what became of it.
void TransfersDrawer::follow()
{
    if (!m_follows || m_section.showsHistory() == wantsHistory())
        return;
    setHistory(wantsHistory());
    m_follows = true;
}

void TransfersDrawer::showRows()
{
    if (m_follows && m_section.showsHistory() != wantsHistory() && !m_followTimer.isActive())
        m_followTimer.start();
    const bool history = m_section.showsHistory();
    const bool any = m_section.rowCount() > 0;
    // The keys stay in the drawer while there are no rows, and come back to them.
    if (!any && window()->focusWidget() == m_list) {
        m_tabs->setFocus();
        m_listHeldKeys = true;
    }
    m_list->setVisible(any);
    m_empty->setVisible(!any);
    if (any && std::exchange(m_listHeldKeys, false) && window()->focusWidget() == m_tabs)
        m_list->setFocus();
    if (history)
        m_empty->set(u"clock"_s, tr("Nothing finished yet"), tr("What has been transferred is listed here, with how it went."));
    else
        m_empty->set(u"transfers"_s, tr("Nothing under way"), tr("Choose files on the Files page, or drop them there. What is finished is under History."));
    const auto &total = m_model.total();
    const int finished = m_model.rowCount() - m_model.unfinished();
    m_tabs->setTabText(0, m_model.unfinished() > 0 ? tr("Now (%1)").arg(m_model.unfinished()) : tr("Now"));
    m_tabs->setTabText(1, finished > 0 ? tr("History (%1)").arg(finished) : tr("History"));
    m_pauseAll->setVisible(!history && total.running + total.waiting > 0);
    m_resumeAll->setVisible(!history && total.paused > 0);
    m_clear->setVisible(history && finished > 0);
    bool failed = false;
    for (int row = m_model.unfinished(); row < m_model.rowCount() && !failed; ++row)
        failed = m_model.info(m_model.index(row))->state == TransferState::Failed;
    m_retryFailed->setVisible(failed && (history || total.failed > 0));
    adjustHeight();
}

void TransfersDrawer::showTotal()
{
    const auto &total = m_model.total();
    setVisible(m_model.rowCount() > 0 || !m_trouble->isHidden());
    const bool active = total.active() > 0;
    m_text->setText(m_model.totalText());
    m_text->setToolTip(plainToolTip(m_model.totalText() + u'\n' + m_model.totalAmount()));
    m_icon->setPixmap(total.asking > 0   ? pixmap(u"help"_s, 20, Role::Warn)
                      : total.failed > 0 ? pixmap(u"warning"_s, 20, Role::Bad)
                      : active           ? pixmap(u"transfers"_s, 20, Role::Accent)
                      : total.done > 0   ? pixmap(u"ok"_s, 20, Role::Good)
                                         : pixmap(u"transfers"_s, 20, Role::TextMuted));
    m_amount->setText(m_model.totalAmount());
    m_amount->setVisible(active && width() >= NarrowWithoutAmount);
    m_rate->setText(total.running > 0 ? formatRate(total.rate) : QString());
    m_left->setText(total.leftMs >= 0 ? TransfersModel::tr("%1 left").arg(formatDuration(total.leftMs)) : QString());
    m_rate->setVisible(total.running > 0);
    m_left->setVisible(total.running > 0);
    m_bar->setVisible(active);
    m_bar->setValue(total.of > 0 ? static_cast<int>(static_cast<double>(total.bytes) * 1000 / static_cast<double>(total.of)) : 0);
    const bool goesOn = total.running + total.waiting > 0;
    const QString text = goesOn ? tr("Pause all") : tr("Go on with all");
    m_pause->setVisible(active && !isOpen());
    m_pause->setIcon(theme::icon(goesOn ? u"pause"_s : u"play"_s));
    m_pause->setToolTip(text);
    m_pause->setAccessibleName(text);
    showRows();
}

void TransfersDrawer::showDetails(qint64 id)
{
    const files::TransferInfo *info = m_model.infoOf(id);
    m_details->setVisible(info != nullptr);
    if (info)
        m_details->set(*info);
    adjustHeight();
}

void TransfersDrawer::act(TransferDelegate::Action action, qint64 id)
{
    const files::TransferInfo *info = m_model.infoOf(id);
    if (!info)
        return;
    switch (action) {
    case TransferDelegate::Action::Pause:
        return queue().pause(id);
    case TransferDelegate::Action::Resume:
        return queue().resume(id);
    case TransferDelegate::Action::Cancel:
        return queue().cancel(id);
    case TransferDelegate::Action::Retry:
        return queue().retry(id);
    case TransferDelegate::Action::Overwrite:
        return queue().retry(id, u"overwrite"_s);
    case TransferDelegate::Action::KeepBoth:
        return queue().retry(id, u"rename"_s);
    case TransferDelegate::Action::OpenFolder:
        return openFolder(*info);
    case TransferDelegate::Action::CopyError:
        return copyError(*info);
    case TransferDelegate::Action::Details:
        return showDetails(id);
    case TransferDelegate::Action::Remove:
        return queue().remove(id);
    }
}

void TransfersDrawer::openFolder(const files::TransferInfo &info)
{
    const QString folder = info.request.direction == files::TransferDirection::Download ? info.request.target : info.request.sources.value(0).section(u'/', 0, -2);
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder.isEmpty() ? u"/"_s : folder));
}

void TransfersDrawer::copyError(const files::TransferInfo &info)
{
    QStringList lines{printable(info.name, 500) + u": "_s + printable(describe(info.error), 2000)};
    for (const QString &each : info.failed)
        lines.append(printable(each, 4000));
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

/// Several keep their order among themselves.
void TransfersDrawer::move(const QList<qint64> &ids, int places)
{
    QList<qint64> order = ids;
    // Downwards the last goes first, so that none of them jumps over another.
    if (places == 1 || places < -1)
        std::reverse(order.begin(), order.end());
    for (const qint64 id : std::as_const(order))
        queue().moveBy(id, places);
}

void TransfersDrawer::addPriorities(QMenu &menu, const QList<qint64> &ids)
{
    auto *priorities = menu.addMenu(tr("Priority"));
    for (const auto &[priority, text] : {std::pair(files::TransferPriority::High, tr("High")), std::pair(files::TransferPriority::Normal, tr("Normal")),
                                         std::pair(files::TransferPriority::Low, tr("Low"))}) {
        auto *action = priorities->addAction(text, this, [this, ids, priority = priority] {
            for (const qint64 id : ids)
                queue().setPriority(id, priority);
        });
        action->setCheckable(true);
        const files::TransferInfo *info = m_model.infoOf(ids.first());
        action->setChecked(info && info->request.priority == priority);
    }
    auto *order = menu.addMenu(tr("Move"));
    constexpr int Far = 1'000'000;
    for (const auto &[places, text, keys] : {std::tuple(-Far, tr("To the top"), Qt::Key_Home), std::tuple(-1, tr("Up"), Qt::Key_Up), std::tuple(1, tr("Down"), Qt::Key_Down),
                                             std::tuple(Far, tr("To the bottom"), Qt::Key_End)}) {
        auto *action = order->addAction(text, this, [this, ids, places = places] { move(ids, places); });
        action->setShortcut(QKeySequence(Qt::CTRL | keys));
        action->setShortcutContext(Qt::WidgetShortcut); // the list has them; here they are only to be read
    }
}

void TransfersDrawer::addLimits(QMenu &menu, const QList<qint64> &ids)
{
    auto *limits = menu.addMenu(tr("Limit"));
    const files::TransferInfo *info = m_model.infoOf(ids.first());
    const auto presets = TransferLimits::presets();
    for (const qint64 each : presets) {
        auto *action = limits->addAction(TransferLimits::text(each), this, [this, ids, each] {
            for (const qint64 id : ids)
                queue().setLimit(id, each);
        });
        action->setCheckable(true);
        action->setChecked(info && info->request.limit == each);
    }
}

void TransfersDrawer::showMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position);
    const files::TransferInfo *info = TransfersModel::of(index);
    if (!info)
        return;
    // What is selected goes together, if it is one of them that was pointed at.
    QList<qint64> ids = m_list->selectedIds();
    if (!ids.contains(info->id))
        ids = {info->id};
    auto *menu = new QMenu(this);
    menu->setObjectName(u"transfer-menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto entries = TransferDelegate::menu(*info);
    for (const auto &entry : entries) {
        const bool single = entry.action == TransferDelegate::Action::Details || entry.action == TransferDelegate::Action::OpenFolder || entry.action == TransferDelegate::Action::CopyError;
        auto *action = menu->addAction(theme::icon(entry.icon), entry.text, this, [this, ids = single ? QList<qint64>{info->id} : ids, action = entry.action] {
            for (const qint64 id : ids)
                act(action, id);
        });
        action->setObjectName(QString::fromLatin1(QMetaEnum::fromType<TransferDelegate::Action>().valueToKey(static_cast<int>(entry.action))));
    }
    if (!info->isOver()) {
        menu->addSeparator();
        addPriorities(*menu, ids);
        addLimits(*menu, ids);
    }
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void TransfersDrawer::mousePressEvent(QMouseEvent *event)
{
    // The line as a whole opens and closes it.
    if (event->button() == Qt::LeftButton && m_line->geometry().contains(event->position().toPoint()))
        setOpen(!isOpen());
}

void TransfersDrawer::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    m_amount->setVisible(m_model.total().active() > 0 && width() >= NarrowWithoutAmount);
}

} // namespace transom::ui
