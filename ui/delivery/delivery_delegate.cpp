#include "ui/delivery/delivery_delegate.h"

#include "ui/models/deliveries_model.h"
#include "ui/models/delivery_people_model.h"
#include "ui/theme/icons.h"

#include <QPainter>

namespace transom::ui {

using namespace theme;

namespace {

void drawBar(QPainter &painter, const QRectF &bar, double fraction, Role role)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::Line));
    painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2);
    painter.setBrush(color(role));
    if (fraction > 0)
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(bar.height(), bar.width() * fraction), bar.height()), bar.height() / 2, bar.height() / 2);
}

} // namespace

QSize DeliveryDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, QFontMetrics(font(Type::Body)).height() + 2 * QFontMetrics(font(Type::Caption)).height() + Gap6 + Gap2};
}

void DeliveryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state & QStyle::State_Selected;
    const QRectF card = QRectF(option.rect).adjusted(0.5, 2.5, -0.5, -2.5);
    painter->setPen(QPen(color(selected ? Role::Accent : Role::Line), 1));
    painter->setBrush(color(selected ? Role::Selection : option.state & QStyle::State_MouseOver ? Role::Hover : Role::SurfaceRaised));
    painter->drawRoundedRect(card, 6, 6);
    const int mood = index.data(DeliveriesModel::ToneRole).toInt();
    const Role role = mood == 1 ? Role::Accent : mood == 2 ? Role::Good : mood == 3 ? Role::Bad : Role::TextMuted;
    const QRect inner = card.toRect().adjusted(Gap3, Gap2, -Gap3, -Gap2);
    painter->drawPixmap(inner.left(), inner.top() + 1, pixmap(index.data(DeliveriesModel::IconRole).toString(), 20, role));
    const QRect text = inner.adjusted(20 + Gap3, 0, 0, 0);
    QFont body = font(Type::Body);
    body.setWeight(mood == 1 ? QFont::DemiBold : QFont::Normal);
    const QFont caption = font(Type::Caption);
    const int first = QFontMetrics(body).height() + 2;
    const int second = QFontMetrics(caption).height() + 2;
    painter->setFont(body);
    painter->setPen(color(mood == 4 ? Role::TextMuted : Role::Text));
    painter->drawText(QRect(text.left(), text.top(), text.width(), first), Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(body).elidedText(index.data(DeliveriesModel::TitleRole).toString(), Qt::ElideMiddle, text.width()));
    painter->setFont(caption);
    painter->setPen(color(Role::TextMuted));
    painter->drawText(QRect(text.left(), text.top() + first, text.width(), second), Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(caption).elidedText(index.data(DeliveriesModel::WhoRole).toString(), Qt::ElideRight, text.width()));
    const double fraction = index.data(DeliveriesModel::FractionRole).toDouble();
    const int barWidth = fraction < 0 ? 0 : 72;
    const QRect line(text.left(), text.top() + first + second, text.width(), second);
    painter->setPen(color(role));
    painter->drawText(line.adjusted(0, 0, -barWidth - (barWidth ? Gap2 : 0), 0), Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(caption).elidedText(index.data(DeliveriesModel::StatusRole).toString(), Qt::ElideRight, line.width() - barWidth - Gap2));
    if (barWidth > 0)
        drawBar(*painter, QRectF(line.right() - barWidth, line.center().y() - 2, barWidth, 5), fraction, mood == 2 ? Role::Good : Role::Accent);
    painter->restore();
}

void PersonStateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString words = index.data().toString();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, color(Role::Selection));
    static constexpr std::array roles{Role::TextMuted, Role::Accent, Role::Good, Role::Bad, Role::TextMuted, Role::Warn};
    const Role role = roles.at(static_cast<size_t>(index.data(DeliveryPeopleModel::ToneRole).toInt()));
    const QRect inner = option.rect.adjusted(Gap2, 0, -Gap2, 0);
    painter->drawPixmap(inner.left(), inner.center().y() - 8, pixmap(index.data(DeliveryPeopleModel::IconRole).toString(), 18, role));
    const double fraction = index.data(DeliveryPeopleModel::FractionRole).toDouble();
    const int barWidth = fraction < 0 ? 0 : std::min(120, inner.width() / 3);
    const QRect text = inner.adjusted(18 + Gap2, 0, -barWidth - (barWidth ? Gap2 : 0), 0);
    painter->setPen(color(role == Role::TextMuted ? Role::TextMuted : role));
    painter->setFont(font(Type::Body));
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(font(Type::Body)).elidedText(words, Qt::ElideRight, text.width()));
    if (barWidth > 0)
        drawBar(*painter, QRectF(inner.right() - barWidth, inner.center().y() - 3, barWidth, 6), fraction, Role::Accent);
    painter->restore();
}

} // namespace transom::ui
