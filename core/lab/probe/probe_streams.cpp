#include "core/lab/probe/probe_streams.h"

#include "core/base/clock.h"

using namespace Qt::StringLiterals;

namespace transom::lab {

QString probePort(const QString &address)
{
    return address.mid(address.lastIndexOf(u':') + 1);
}

QString probePlainAddress(QString address)
{
    const qsizetype bracket = address.indexOf(u']');
    if (!address.startsWith("[::ffff:"_L1) || bracket < 0)
        return address;
    return address.mid(8, bracket - 8) + address.mid(bracket + 1);
}

qint64 probeWallMs(qint64 atNs)
{
    return wallClockMs() - (monotonicNs() - atNs) / 1'000'000;
}

} // namespace transom::lab
