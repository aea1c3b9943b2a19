#pragma once

#include <QByteArrayView>
#include <QString>

namespace transom {

/// Bytes of a peer made fit for a log line or a label: printable ASCII and valid UTF-8 stay, everything else becomes
/// \xNN, and after `most` bytes it is cut with an ellipsis.
QString printable(QByteArrayView bytes, qsizetype most = 200);
/// The same for text: control and bidirectional-override characters become \u{NN}.
QString printable(QStringView text, qsizetype most = 200);

/// "12.4 MB", in powers of 1000 as file managers show them.
QString formatBytes(qint64 bytes);
/// "12.4 MB/s".
QString formatRate(double bytesPerSecond);
/// "3 min left" style durations without the "left": "8 s", "3 min", "1 h 20 min".
QString formatDuration(qint64 milliseconds);
/// "12.3 ms", "0.04 ms": two digits at least, whatever the distance.
QString formatRoundTrip(qint64 nanoseconds);

/// Parses "10G", "512 MiB", "1000": units of 1000 (K, M, G, T) or 1024 (KiB, MiB, …). -1 for what is no size.
qint64 parseBytes(const QString &text);

} // namespace transom
