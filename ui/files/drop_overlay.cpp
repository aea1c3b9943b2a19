#include "ui/files/drop_overlay.h"

#include "ui/theme/icons.h"

#include <QPainter>

namespace transom::ui {

using namespace theme;

DropOverlay::DropOverlay(QWidget *parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    hide();
}

void DropOverlay::showFor(const QString &text, const QRect &area, const QRect &row)
{
    m_text = text;
    m_row = row.isValid() ? row.translated(-area.topLeft()) : QRect();
    setGeometry(area);
    show();
    raise();
    update();
}

void DropOverlay::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor tint = color(Role::Accent);
    tint.setAlphaF(0.08F);
    const QRectF frame = m_row.isValid() ? QRectF(m_row).adjusted(1, 1, -1, -1) : QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(QPen(color(Role::Accent), 2, Qt::DashLine));
    painter.setBrush(tint);
    painter.drawRoundedRect(frame, 6, 6);
    QFont font = theme::font(Type::Body);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const int width = std::min(QFontMetrics(font).horizontalAdvance(m_text) + 56, this->width() - Gap4);
    const int height = QFontMetrics(font).height() + Gap4;
    const QRect pill((this->width() - width) / 2, this->height() - height - Gap8 * 2, width, height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::Accent));
    painter.drawRoundedRect(pill, height / 2.0, height / 2.0);
    painter.drawPixmap(QPoint(pill.left() + Gap4, pill.center().y() - 9), pixmap(QStringLiteral("plus"), 20, Role::AccentText));
    painter.setPen(color(Role::AccentText));
    painter.drawText(pill.adjusted(40, 0, -Gap3, 0), Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(font).elidedText(m_text, Qt::ElideMiddle, pill.width() - 52));
}

} // namespace transom::ui
