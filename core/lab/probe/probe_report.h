#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace transom::lab {

/// One call of a Python program on one of its sockets, as resources/probe/transom_probe.py has told it. All of it is the program's word: nothing here
/// has been seen by Transom itself.
struct ProbeCall
{
    enum class Direction : quint8 { None, In, Out };

    qint64 pid = 0;
    QString thread;
    qint64 socket = 0;       ///< the program's count; the same number in a forked child is the same socket
    int descriptor = -1;
    QString kind;            ///< "tcp", "tcp6", "udp", "udp6", "unix", "unixgram", "other"
    QString name;            ///< of the call: "recv"
    QJsonArray arguments;
    QJsonValue result;
    QString errorName;       ///< "ECONNRESET"; empty: it has not failed
    int errorNumber = 0;     ///< errno; 0: the exception had none
    QString errorText;
    Direction direction = Direction::None;
    qint64 offset = -1;      ///< of the first byte among those of its direction of its socket; -1: it moves no bytes
    qint64 size = 0;
    bool hasData = false;
    QByteArray data;         ///< its first bytes
    qint64 startNs = 0;      ///< CLOCK_MONOTONIC of this computer
    qint64 endNs = 0;
    QString file;
    int line = 0;            ///< from 1; 0: not known
    QString code;
    QString local;           ///< "127.0.0.1:9000", "[::1]:9000", or a path; empty: not known
    QString peer;
    QString other;           ///< of a datagram: who has sent it, or is to get it; empty: the peer
    qint64 acceptedSocket = 0; ///< of accept: the new socket's number

    bool failed() const { return !errorName.isEmpty(); }
    bool movesBytes() const { return direction != Direction::None; }
    bool isDatagram() const { return kind.startsWith(QLatin1String("udp")) || kind == QLatin1String("unixgram"); }
};

/// An exception that nobody has caught.
struct ProbeException
{
    qint64 pid = 0;
    QString thread;          ///< empty: the main one, which ends the program
    QString name;            ///< "ConnectionRefusedError"
    int number = 0;          ///< errno, where it has one
    QString text;
    QString file;
    int line = 0;
    QString code;
    qint64 atNs = 0;

    /// As the last line of the traceback says it.
    QString sentence() const { return text.isEmpty() ? name : name + QStringLiteral(": ") + text; }
};

/// A process has begun to report.
struct ProbeStart
{
    qint64 pid = 0;
    QString program;
    QString python;
};

/// Something has come that is no report; `line` is its beginning, fit to be shown.
struct ProbeNonsense
{
    QString line;
    bool tooLong = false;
};

/// One line of a reporting process: exactly one of them.
struct ProbeReport
{
    std::optional<ProbeCall> call;
    std::optional<ProbeException> exception;
    std::optional<ProbeStart> start;
    std::optional<ProbeNonsense> nonsense;
};

/// Cuts what one process writes into reports. Whatever comes is bounded and checked: the program that is watched could write here itself. Pure.
class ProbeReader
{
public:
    static constexpr qsizetype LongestLine = 64 * 1024;

    QList<ProbeReport> read(QByteArrayView bytes);
    /// The stream has ended; what has no line's end by now is no report.
    QList<ProbeReport> finish();
    quint64 nonsenseCount() const { return m_nonsense; }

private:
    ProbeReport reportOf(QByteArrayView line);
    ProbeReport nonsense(QByteArrayView line, bool tooLong);

    QByteArray m_rest;
    bool m_skipping = false; ///< the rest of a line that was too long
    quint64 m_nonsense = 0;
};

/// An address as a report has it, ["127.0.0.1", 9000] or a path, in Transom's form; empty where it is neither.
QString probeAddress(const QJsonValue &value);

} // namespace transom::lab
