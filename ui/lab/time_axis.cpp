#include "ui/lab/time_axis.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace transom::ui {

qint64 timeTick(qint64 span)
{
    const double rough = static_cast<double>(span) / 6;
    const double power = std::pow(10, std::floor(std::log10(std::max(rough, 1.0))));
    for (const double step : {1.0, 2.0, 5.0, 10.0}) {
        if (step * power >= rough)
            return static_cast<qint64>(step * power);
    }
    return static_cast<qint64>(10 * power);
}

QString timeTickText(qint64 time, qint64 tick)
{
    const QLocale locale;
    if (tick >= 500'000'000)
        return QCoreApplication::translate("Lab", "%1 s").arg(locale.toString(static_cast<double>(time) / 1e9, 'f', tick % 1'000'000'000 == 0 ? 0 : 1));
    return QCoreApplication::translate("Lab", "%1 ms").arg(locale.toString(static_cast<double>(time) / 1e6, 'f', tick >= 1'000'000 ? 0 : tick >= 100'000 ? 1 : 2));
}

} // namespace transom::ui
