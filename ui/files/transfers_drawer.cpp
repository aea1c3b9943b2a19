#include "ui/files/transfers_drawer.h"

#include "core/base/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QProgressBar>
#include <QStyledItemDelegate>
#include <QUrl>

namespace transom::ui {

using namespace theme;
using files::TransferState;

namespace {

constexpr int ListHeight = 220;

/// A transfer: direction, name, progress, and in words how far it is or why it failed.
class TransferDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {100, 52}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect rect = option.rect.adjusted(Gap2, 2, -Gap2, -2);
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(color(option.state.testFlag(QStyle::State_Selected) ? Role::Selection : Role::Hover));
            painter->drawRoundedRect(rect, 6, 6);
        }
        const auto state = static_cast<TransferState>(index.data(TransfersModel::StateRole).toInt());
        const bool up = index.data(TransfersModel::DirectionRole).toInt() == static_cast<int>(files::TransferDirection::Upload);
        const Role role = state == TransferState::Failed ? Role::Bad : state == TransferState::Done ? Role::Good : Role::Accent;
        painter->drawPixmap(rect.left() + Gap2, rect.top() + 6, pixmap(up ? QStringLiteral("upload") : QStringLiteral("download"), 18, role));
        const QRect text = rect.adjusted(Gap2 + 28, 3, -Gap3, -3);
        painter->setPen(color(Role::Text));
        painter->drawText(text, Qt::AlignLeft | Qt::AlignTop, painter->fontMetrics().elidedText(index.data(TransfersModel::NameRole).toString(), Qt::ElideMiddle, text.width() / 2));
        painter->setPen(state == TransferState::Failed ? color(Role::Bad) : color(Role::TextMuted));
        painter->drawText(text, Qt::AlignRight | Qt::AlignTop, painter->fontMetrics().elidedText(index.data(TransfersModel::StatusRole).toString(), Qt::ElideRight, text.width() / 2 - Gap3));
        const double fraction = state == TransferState::Done ? 1 : index.data(TransfersModel::FractionRole).toDouble();
        const QRectF bar(text.left(), text.bottom() - 10, text.width(), 5);
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(Role::Hover));
        painter->drawRoundedRect(bar, 2.5, 2.5);
        painter->setBrush(color(role));
        if (fraction > 0)
            painter->drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * std::min(fraction, 1.0), bar.height())), 2.5, 2.5);
        painter->restore();
    }
};

} // namespace

TransfersDrawer::TransfersDrawer(Backend &backend)
    : m_backend(backend)
    , m_text(makeLabel({}, Type::Body, Role::TextMuted))
    , m_bar(new QProgressBar)
    , m_toggle(makeToolButton(QStringLiteral("chevron-up"), tr("Show the transfers")))
    , m_clear(makeToolButton(QStringLiteral("trash"), tr("Take what is finished off the list")))
    , m_list(new QListView)
{
    setProperty("drawer", true);
    setObjectName(QStringLiteral("transfers"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(Gap4, Gap1, Gap3, Gap1);
    line->setSpacing(Gap3);
    m_text->setWordWrap(false);
    m_bar->setFixedWidth(220);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setAccessibleName(tr("Progress of all transfers"));
    line->addWidget(m_text, 1);
    line->addWidget(m_bar);
    line->addWidget(m_clear);
    line->addWidget(m_toggle);
    layout->addLayout(line);
    m_list->setProperty("plain", true);
    m_list->setAccessibleName(tr("Transfers"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new TransferDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setFixedHeight(ListHeight);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->hide();
    layout->addWidget(m_list);
    auto &queue = backend.connection().transfers();
    connect(&queue, &files::TransferQueue::transferAdded, this, [this](const files::TransferInfo &info) { m_model.set(info); });
    connect(&queue, &files::TransferQueue::transferChanged, this, [this](const files::TransferInfo &info) { m_model.set(info); });
    connect(&queue, &files::TransferQueue::transferRemoved, this, [this](qint64 id) { m_model.remove(id); });
    connect(&m_model, &TransfersModel::totalChanged, this, &TransfersDrawer::update);
    connect(m_toggle, &QToolButton::clicked, this, [this] {
        m_list->setVisible(!m_list->isVisible());
        m_toggle->setIcon(theme::icon(m_list->isVisible() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-up")));
    });
    connect(m_clear, &QToolButton::clicked, this, [this] { m_backend.connection().transfers().removeFinished(); });
    connect(m_list, &QListView::customContextMenuRequested, this, [this](const QPoint &position) { showMenu(m_list->indexAt(position), m_list->viewport()->mapToGlobal(position)); });
    connect(m_list, &QListView::doubleClicked, this, [this](const QModelIndex &index) { showMenu(index, QCursor::pos()); });
    update();
}

void TransfersDrawer::update()
{
    const auto &total = m_model.total();
    setVisible(m_model.rowCount() > 0);
    m_text->setText(m_model.totalText());
    m_bar->setVisible(total.active() > 0);
    m_bar->setValue(total.of > 0 ? static_cast<int>(static_cast<double>(total.bytes) * 1000 / static_cast<double>(total.of)) : 0);
}

void TransfersDrawer::showMenu(const QModelIndex &index, const QPoint &position)
{
    const files::TransferInfo *info = index.isValid() ? m_model.info(index) : nullptr;
    if (!info)
        return;
    auto &queue = m_backend.connection().transfers();
    const qint64 id = info->id;
    QMenu menu;
    const auto add = [&](const QString &icon, const QString &text, auto handler) { menu.addAction(theme::icon(icon), text, this, handler); };
    if (info->state == TransferState::Running || info->state == TransferState::Waiting)
        add(QStringLiteral("pause"), tr("Pause"), [&queue, id] { queue.pause(id); });
    if (info->state == TransferState::Paused)
        add(QStringLiteral("play"), tr("Go on"), [&queue, id] { queue.resume(id); });
    if (!info->isOver())
        add(QStringLiteral("stop"), tr("Cancel"), [&queue, id] { queue.cancel(id); });
    if (info->state == TransferState::Failed || info->state == TransferState::Cancelled)
        add(QStringLiteral("refresh"), tr("Try again"), [&queue, id] { queue.retry(id); });
    if (info->error.code == ErrorCode::AlreadyExists) {
        add(QStringLiteral("copy"), tr("Keep both"), [&queue, id] { queue.retry(id, QStringLiteral("rename")); });
        add(QStringLiteral("warning"), tr("Overwrite what is there"), [&queue, id] { queue.retry(id, QStringLiteral("overwrite")); });
    }
    if (info->state == TransferState::Done && info->request.direction == files::TransferDirection::Download)
        add(QStringLiteral("folder"), tr("Open the folder"), [target = info->request.target] { QDesktopServices::openUrl(QUrl::fromLocalFile(target)); });
    if (info->isOver())
        add(QStringLiteral("trash"), tr("Take it off the list"), [&queue, id] { queue.remove(id); });
    menu.exec(position);
}

} // namespace transom::ui
