#pragma once

#include "core/lab/experiment/bench.h"

/// The same file on four ways, each in the same kind of trouble: what the experiment "product" is made of.
namespace transom::lab {

enum class Disaster : quint8 { Break, Name, Disk, Flip };

inline constexpr qint64 UploadSize = 2 * 1024 * 1024;
/// How the file calls itself when its name is the trouble.
inline constexpr auto ClimbingName = "../../escape.txt";

struct UploadTask
{
    Disaster disaster = Disaster::Break;
    QByteArray content;
    QString source; ///< a file with these bytes
    QString root;   ///< of this way alone: whatever it stores, by right or by mistake, lies below
};

/// What the sender has learnt about its upload.
struct UploadHeard
{
    enum class Kind : quint8 {
        Nothing, ///< it takes it for done
        Failure, ///< a call has failed: that something went wrong, but not what
        Words,   ///< the other side has said what
    };

    Kind kind = Kind::Nothing;
    QString text; ///< fit to show
};

/// What lies in the folder afterwards.
struct LeftBehind
{
    enum class State : quint8 { Nothing, Whole, Part, Wrong, Outside };

    State state = State::Nothing;
    QString name;
    qint64 bytes = 0;
    qint64 wrongBits = 0;
};

struct UploadReport
{
    UploadHeard heard;
    LeftBehind left;
    qint64 sent = 0;     ///< bytes of the sender that the line has passed on, over all its connections
    qint64 sentLast = 0; ///< over the last of them
    int connections = 0;
};

/// Compares what is under its final name with `content`: files whose name begins with a dot are on their way still. Outside: a file of the climbing name
/// is below `root`, but not in `folder`.
LeftBehind lookAt(const QString &root, const QString &folder, const QByteArray &content);
/// The words of a program that may write no file above half an upload: its write fails with EFBIG, as that on a full disk does with ENOSPC. It is
/// what somebody without any rights can do to a process (setrlimit(2), RLIMIT_FSIZE).
QStringList withLittleRoom(const QStringList &words);

/// A sender of a few lines, as a tutorial has it, and Transom's server of that dialect. `dialect`: put-size, put-json or put-struct.
Result<UploadReport> uploadByDialect(ExperimentBench &bench, const QString &dialect, const UploadTask &task);
/// `transomctl put --resume` and a transomd with a home of its own, without TLS, so that what happens on the way reaches their protocol.
Result<UploadReport> uploadByTransom(ExperimentBench &bench, const UploadTask &task);

} // namespace transom::lab
