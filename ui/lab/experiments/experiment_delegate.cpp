#include "ui/lab/experiments/experiment_delegate.h"

#include "ui/theme/icons.h"

#include <QAbstractItemView>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr int Icon = 20;
constexpr int Lead = Gap2 + Icon + Gap2;

} // namespace

QSize ExperimentDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = view ? view->viewport()->width() : 200;
    const QRect text = QFontMetrics(theme::font(Type::Body)).boundingRect(QRect(0, 0, width - Lead - Gap2, 1000), Qt::TextWordWrap, index.data().toString());
    return {0, std::max(ListRowHeight, text.height() + Gap4)};
}

void ExperimentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state & QStyle::State_Selected;
    if (selected || (option.state & QStyle::State_MouseOver)) {
        painter->setPen((option.state & QStyle::State_HasFocus) && selected ? QPen(color(Role::Accent), 1) : QPen(Qt::NoPen));
        painter->setBrush(color(selected ? Role::Selection : Role::Hover));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5), 6, 6);
    }
    const bool running = index.data(RunningRole).toBool();
    const bool done = index.data(DoneRole).toBool();
    const QPixmap mark = running ? pixmap(u"play"_s, Icon, Role::Accent) : done ? pixmap(u"ok"_s, Icon, Role::Good) : pixmap(u"help"_s, Icon, Role::TextMuted);
    painter->drawPixmap(QPointF(option.rect.left() + Gap2, option.rect.top() + (option.rect.height() - Icon) / 2.0), mark);
    painter->setFont(theme::font(Type::Body));
    painter->setPen(color(Role::Text));
    painter->drawText(option.rect.adjusted(Lead, 0, -Gap2, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, index.data().toString());
    painter->restore();
}

} // namespace transom::ui
