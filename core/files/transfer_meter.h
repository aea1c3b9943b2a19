#pragma once

#include <QList>
#include <QtGlobal>

#include <deque>

namespace transom::files {

/// The speed of a transfer as it is shown: the mean over a sliding window of five seconds, so that one late block does not make the
/// number jump and a stall is seen as zero after five seconds; the time left follows from it. And a minute of speeds, one for each
/// second, for a picture. Fed every TickMs while the transfer runs.
class TransferMeter
{
public:
    static constexpr int TickMs = 250;
    static constexpr int WindowMs = 5000;
    static constexpr int Seconds = 60;

    /// Begins or goes on: what lies before, such as a pause, does not count. Times are of the monotonic clock, in milliseconds.
    void begin(qint64 done, qint64 nowMs);
    void tick(qint64 done, qint64 nowMs);
    /// So many of the bytes that tick() is told of from now on did not go: they were there already.
    void skip(qint64 bytes) { m_skipped += bytes; }
    double rate() const;
    /// -1: not known.
    qint64 leftMs(qint64 done, qint64 total) const;
    const QList<double> &speeds() const { return m_speeds; }

private:
    struct Point
    {
        qint64 ms = 0;
        qint64 moved = 0; ///< bytes since begin(), never falling
    };

    std::deque<Point> m_points;
    QList<double> m_speeds;
    Point m_second;      ///< where the second that is not over yet began
    qint64 m_last = 0;
    qint64 m_moved = 0;
    qint64 m_skipped = 0; ///< told of, and not seen in a tick yet
};

} // namespace transom::files
