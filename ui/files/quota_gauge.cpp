#include "ui/files/quota_gauge.h"

#include "core/base/text.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace transom::ui {

using namespace theme;

namespace {

constexpr int BarWidth = 96;
constexpr double NearlyFull = 0.9;

} // namespace

QuotaGauge::QuotaGauge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    hide();
}

void QuotaGauge::set(const protocol::FilesQuotaResult &quota)
{
    m_quota = quota;
    const qint64 used = std::max<qint64>(0, quota.used + quota.reserved);
    QStringList exact{tr("%L1 bytes used").arg(quota.used)};
    if (quota.reserved > 0)
        exact.append(tr("%L1 bytes reserved for uploads").arg(quota.reserved));
    if (quota.quota >= 0)
        exact.append(tr("%L1 bytes allowed").arg(quota.quota));
    if (quota.quotaFiles >= 0)
        exact.append(tr("%L1 of %L2 files and folders").arg(quota.files).arg(quota.quotaFiles));
    else if (quota.files > 0)
        exact.append(tr("Files and folders: %L1").arg(quota.files));
    if (quota.binFiles > 0)
        exact.append(tr("%1 of it in the recycle bin").arg(formatBytes(quota.bin)));
    if (quota.free >= 0)
        exact.append(tr("%1 free on the server's disk").arg(formatBytes(quota.free)));
    setToolTip(exact.join(u'\n'));
    if (quota.quota < 0)
        m_text = tr("%1 used").arg(formatBytes(used));
    else if (static_cast<double>(used) >= static_cast<double>(quota.quota) * NearlyFull)
        m_text = tr("Nearly full: %1 of %2").arg(formatBytes(used), formatBytes(quota.quota));
    else
        m_text = tr("%1 of %2").arg(formatBytes(used), formatBytes(quota.quota));
    setAccessibleName(tr("Room on the server: %1").arg(m_text));
    updateGeometry();
    show();
    update();
}

void QuotaGauge::clear()
{
    hide();
}

QSize QuotaGauge::sizeHint() const
{
    const QFontMetrics metrics(theme::font(Type::Caption));
    return {metrics.horizontalAdvance(m_text) + Gap2 + (m_quota.quota >= 0 ? BarWidth + Gap2 : 0), std::max(20, metrics.height())};
}

/// Where there is little room the number matters, and the bar goes.
QSize QuotaGauge::minimumSizeHint() const
{
    return sizeHint() - QSize(m_quota.quota >= 0 ? BarWidth + Gap2 : 0, 0);
}

void QuotaGauge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int left = 0;
    if (m_quota.quota >= 0 && width() >= sizeHint().width()) {
        const double used = m_quota.quota > 0 ? std::clamp(static_cast<double>(m_quota.used + m_quota.reserved) / static_cast<double>(m_quota.quota), 0.0, 1.0) : 1.0;
        const QRectF bar(0, height() / 2.0 - 3, BarWidth, 6);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Role::Line));
        painter.drawRoundedRect(bar, 3, 3);
        painter.setBrush(color(used >= NearlyFull ? Role::Bad : Role::Accent));
        if (used > 0)
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(6.0, bar.width() * used), bar.height()), 3, 3);
        left = BarWidth + Gap2;
    }
    painter.setPen(color(Role::TextMuted));
    painter.setFont(theme::font(Type::Caption));
    painter.drawText(rect().adjusted(left, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_text);
}

} // namespace transom::ui
