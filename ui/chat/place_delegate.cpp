#include "ui/chat/place_delegate.h"

#include "ui/models/places_model.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace transom::ui {

using namespace theme;
using Kind = PlacesModel::Kind;

QSize PlaceDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool isSection = index.data(PlacesModel::KindRole).toInt() == static_cast<int>(Kind::Section);
    const int text = option.fontMetrics.height();
    return {0, isSection ? std::max(ListRowHeight, text + Gap4) : std::max(ListRowHeight, text + Gap3)};
}

void PlaceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const auto kind = static_cast<Kind>(index.data(PlacesModel::KindRole).toInt());
    const QString text = index.data().toString();
    if (kind == Kind::Section) {
        QFont small = font(Type::Caption);
        small.setWeight(QFont::DemiBold);
        painter->setFont(small);
        painter->setPen(color(Role::TextMuted));
        painter->drawText(option.rect.adjusted(Gap3, 0, -Gap2, -Gap1), Qt::AlignLeft | Qt::AlignBottom, text);
        painter->restore();
        return;
    }
    const QRect row = option.rect.adjusted(Gap1, 1, -Gap1, -1);
    const bool selected = option.state & QStyle::State_Selected;
    if (selected || option.state & QStyle::State_MouseOver) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(selected ? Role::Selection : Role::Hover));
        painter->drawRoundedRect(row, 6, 6);
    }
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setPen(QPen(color(Role::Accent), 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 6, 6);
    }
    const int unread = index.data(PlacesModel::UnreadRole).toInt();
    const bool present = kind == Kind::Room ? index.data(PlacesModel::JoinedRole).toBool() : index.data(PlacesModel::OnlineRole).toBool();
    const QRectF sign(row.left() + Gap2, row.center().y() - 7.5, 16, 16);
    if (kind == Kind::Room) {
        painter->setPen(color(Role::TextMuted));
        painter->setFont(option.font);
        painter->drawText(sign, Qt::AlignCenter, QStringLiteral("#"));
    } else {
        const QRectF dot = QRectF(0, 0, 9, 9).translated(sign.center() - QPointF(4.5, 4.5));
        painter->setPen(QPen(color(present ? Role::Good : Role::TextMuted), 1.5));
        painter->setBrush(present ? QBrush(color(Role::Good)) : QBrush(Qt::NoBrush));
        painter->drawEllipse(dot.adjusted(0.75, 0.75, -0.75, -0.75));
    }
    int right = row.right() - Gap2;
    if (unread > 0) {
        QFont badgeFont = font(Type::Caption);
        badgeFont.setWeight(QFont::DemiBold);
        const QString number = unread > 999 ? QStringLiteral("999+") : QString::number(unread);
        const QFontMetrics metrics(badgeFont);
        const int width = std::max(20, metrics.horizontalAdvance(number) + Gap3);
        const QRectF badge(right - width, row.center().y() - 9.5, width, 20);
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(Role::Accent));
        painter->drawRoundedRect(badge, 10, 10);
        painter->setPen(color(Role::AccentText));
        painter->setFont(badgeFont);
        painter->drawText(badge, Qt::AlignCenter, number);
        right -= width + Gap2;
    }
    QFont name = option.font;
    if (unread > 0)
        name.setWeight(QFont::DemiBold);
    painter->setFont(name);
    painter->setPen(color(present || unread > 0 || selected ? Role::Text : Role::TextMuted));
    const QRect place(row.left() + Gap8, row.top(), right - row.left() - Gap8, row.height());
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(name).elidedText(text, Qt::ElideMiddle, place.width()));
    painter->restore();
}

} // namespace transom::ui
