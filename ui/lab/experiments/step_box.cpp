#include "ui/lab/experiments/step_box.h"

#include "ui/theme/icons.h"

#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr int Badge = 22;

} // namespace

StepHead::StepHead(int number, const QString &title, QWidget *parent)
    : QAbstractButton(parent)
    , m_number(number)
{
    setText(title);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StepHead::setDone(bool done)
{
    m_done = done;
    update();
}

void StepHead::setSummary(const QString &summary)
{
    m_summary = summary;
    setAccessibleDescription(summary);
    setToolTip(summary.isEmpty() ? QString() : u"<span>%1</span>"_s.arg(summary.toHtmlEscaped()));
    update();
}

QSize StepHead::sizeHint() const
{
    return {200, std::max(ListRowHeight, QFontMetrics(theme::font(Type::Heading)).height() + Gap2)};
}

void StepHead::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void StepHead::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void StepHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    // Who uses the keyboard wants to see where it is, others do not.
    const bool focused = hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange);
    if (underMouse() || focused) {
        painter.setPen(focused ? QPen(color(Role::Accent), 1) : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? QBrush(color(Role::Hover)) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    const QRectF badge(Gap1, (height() - Badge) / 2.0, Badge, Badge);
    painter.setPen(QPen(color(m_done || isChecked() ? Role::Accent : Role::TextMuted), 1.5));
    painter.setBrush(m_done ? QBrush(color(Role::Accent)) : QBrush(Qt::NoBrush));
    painter.drawEllipse(badge.adjusted(0.75, 0.75, -0.75, -0.75));
    if (m_done) {
        painter.setPen(QPen(color(Role::AccentText), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF middle = badge.center();
        painter.drawPolyline(QPolygonF{middle + QPointF(-4, 0.5), middle + QPointF(-1, 3.5), middle + QPointF(4.5, -3)});
    } else {
        QFont number = theme::font(Type::Caption);
        number.setWeight(QFont::DemiBold);
        painter.setFont(number);
        painter.setPen(color(isChecked() ? Role::Accent : Role::TextMuted));
        painter.drawText(badge, Qt::AlignCenter, QString::number(m_number));
    }
    QFont heading = theme::font(Type::Heading);
    painter.setFont(heading);
    painter.setPen(color(Role::Text));
    int x = Gap1 + Badge + Gap2;
    const int end = width() - 16 - Gap2;
    const int wide = QFontMetrics(heading).horizontalAdvance(text());
    painter.drawText(QRect(x, 0, end - x, height()), Qt::AlignLeft | Qt::AlignVCenter, text());
    x += wide + Gap3;
    if (!m_summary.isEmpty() && end - x > 40) {
        const QFont caption = theme::font(Type::Caption);
        painter.setFont(caption);
        painter.setPen(color(Role::TextMuted));
        painter.drawText(QRect(x, 0, end - x - Gap1, height()), Qt::AlignRight | Qt::AlignVCenter, QFontMetrics(caption).elidedText(m_summary, Qt::ElideRight, end - x - Gap1));
    }
    painter.drawPixmap(QPointF(end, (height() - 16) / 2.0), pixmap(isChecked() ? u"chevron-down"_s : u"chevron-right"_s, 16, Role::TextMuted));
}

StepBox::StepBox(int number, const QString &title, const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_head(new StepHead(number, title))
    , m_body(new QWidget)
    , m_layout(new QVBoxLayout(m_body))
{
    setObjectName(objectName);
    m_head->setObjectName(objectName + u"-head"_s);
    m_layout->setContentsMargins(Gap1 + Badge + Gap2, Gap1, Gap2, Gap4);
    m_layout->setSpacing(Gap2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_body);
    m_body->hide();
    connect(m_head, &QAbstractButton::toggled, m_body, &QWidget::setVisible);
}

void StepBox::setOpen(bool open)
{
    m_head->setChecked(open);
}

} // namespace transom::ui
