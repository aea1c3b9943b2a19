#include "ui/shell/rail.h"

#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QButtonGroup>
#include <QPainter>

namespace transom::ui {

using namespace theme;

namespace {

constexpr int WideRail = 148;
constexpr int NarrowRail = 56;

} // namespace

RailButton::RailButton(const QString &icon, const QString &text)
{
    setIcon(theme::icon(icon));
    setIconSize({20, 20});
    setText(QStringLiteral("  ") + text);
    setToolTip(text);
    setAccessibleName(text);
    setCheckable(true);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(40);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
}

void RailButton::setBadge(int count)
{
    m_badge = count;
    setAccessibleDescription(count > 0 ? tr("%n new", nullptr, count) : QString());
    update();
}

void RailButton::paintEvent(QPaintEvent *event)
{
    QToolButton::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Role::Accent));
        painter.drawRoundedRect(QRectF(0, 8, 3, height() - 16), 1.5, 1.5);
    }
    if (m_badge <= 0)
        return;
    const QString text = m_badge > 99 ? QStringLiteral("99+") : QString::number(m_badge);
    painter.setFont(theme::font(Type::Caption));
    const int textWidth = painter.fontMetrics().horizontalAdvance(text);
    const QRectF badge(width() - textWidth - 18, (toolButtonStyle() == Qt::ToolButtonIconOnly) ? 2 : height() / 2.0 - 9, textWidth + 12, 18);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::Accent));
    painter.drawRoundedRect(badge, 9, 9);
    painter.setPen(color(Role::AccentText));
    painter.drawText(badge, Qt::AlignCenter, text);
}

Rail::Rail()
    : m_layout(new QVBoxLayout(this))
    , m_group(new QButtonGroup(this))
    , m_collapse(makeToolButton(QStringLiteral("chevron-left"), tr("Show or hide the names of the pages")))
{
    setProperty("rail", true);
    setFixedWidth(WideRail);
    m_layout->setContentsMargins(Gap2, Gap3, Gap2, Gap3);
    m_layout->setSpacing(Gap1);
    m_layout->addStretch();
    m_layout->addWidget(m_collapse, 0, Qt::AlignLeft);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &Rail::currentChanged);
    connect(m_collapse, &QToolButton::clicked, this, [this] { setCollapsed(!m_collapsed); });
}

RailButton *Rail::addEntry(const QString &icon, const QString &text)
{
    auto *button = new RailButton(icon, text);
    const int index = static_cast<int>(m_group->buttons().size());
    m_group->addButton(button, index);
    m_layout->insertWidget(index, button);
    setTabOrder(button, m_collapse);
    return button;
}

void Rail::setCurrent(int index)
{
    if (auto *button = m_group->button(index))
        button->setChecked(true);
}

void Rail::focusCurrent()
{
    if (auto *button = m_group->checkedButton())
        button->setFocus();
}

void Rail::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    setFixedWidth(collapsed ? NarrowRail : WideRail);
    m_collapse->setIcon(theme::icon(collapsed ? QStringLiteral("chevron-right") : QStringLiteral("chevron-left")));
    const auto buttons = m_group->buttons();
    for (QAbstractButton *button : buttons)
        qobject_cast<QToolButton *>(button)->setToolButtonStyle(collapsed ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

} // namespace transom::ui
