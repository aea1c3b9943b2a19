#pragma once

#include "core/base/error.h"
#include "core/base/job.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace transom::files {

enum class TransferDirection { Upload, Download };
enum class TransferState { Waiting, Running, Paused, Done, Failed, Cancelled };
enum class TransferPriority { Low, Normal, High };
/// How far an answer to a question reaches.
enum class AnswerScope { File, Transfer, All };

/// The conflict policies of a queued transfer: those of PROTOCOL.md and two that are decided on this side. "ask": a person
/// decides, file by file. "resume": a file of the same size and time is taken for done, any other is replaced.
inline const QStringList QueuePolicies{QStringLiteral("ask"),  QStringLiteral("overwrite"), QStringLiteral("skip"), QStringLiteral("rename"),
                                       QStringLiteral("newer"), QStringLiteral("resume"),    QStringLiteral("fail")};

/// Where a transfer belongs: it runs only on a session with that server as that user.
struct TransferPlace
{
    QString server; ///< "host:port"
    QString user;

    bool isEmpty() const { return server.isEmpty(); }
    bool operator==(const TransferPlace &) const = default;
};

/// What is to be moved.
struct TransferRequest
{
    TransferDirection direction = TransferDirection::Upload;
    QStringList sources;   ///< local paths, or remote ones
    QString target;        ///< folder on the other side
    QString conflict = QStringLiteral("fail");
    TransferPriority priority = TransferPriority::Normal;
    qint64 limit = 0;      ///< bytes per second; 0: none of its own
    bool resume = false;   ///< go on with what an attempt before has left
    qint64 expected = -1;  ///< bytes, where the one who asks knows it already
    /// Not empty: work of another service, in the words of whoever does it (TransferQueue::setErrands()). For people it says its
    /// "kind", its "title", and "with" whom it has to do.
    QJsonObject errand{};

    bool operator==(const TransferRequest &) const = default;
};

using TransferId = qint64;

/// Everything to be shown about a transfer, taken at one moment.
struct TransferInfo
{
    TransferId id = 0;
    TransferRequest request;
    QString name;          ///< "report.pdf", or "12 items"
    TransferState state = TransferState::Waiting;
    Progress progress;     ///< rate and time left: see TransferMeter
    Error error;
    QStringList skipped;
    QStringList failed;
    QStringList startedOver; ///< what a beginning was there of, but has changed since: it went from its beginning
    QStringList triedAgain;  ///< what changed while it was read, and was read once more
    QString path;          ///< of a single file: where it is now
    QString sha256;        ///< of a single file
    TransferPlace place;
    bool here = true;      ///< the place is the one that is connected, or was last
    int questions = 0;     ///< waiting for a person
    qint64 addedMs = 0;    ///< wall clock
    qint64 endedMs = 0;    ///< wall clock; 0: it is not over
    qint64 activeMs = 0;   ///< how long it has been running
    QList<double> speeds;  ///< bytes per second in each of the last 60 seconds, oldest first

    bool isErrand() const { return !request.errand.isEmpty(); }
    bool isOver() const { return state == TransferState::Done || state == TransferState::Failed || state == TransferState::Cancelled; }
    /// Bytes per second over the time it was running; 0: not known.
    double averageRate() const { return activeMs > 0 ? static_cast<double>(progress.done) * 1000 / static_cast<double>(activeMs) : 0; }
};

/// What holds for all transfers; may be changed while they run.
struct TransferSettings
{
    static constexpr int MostParallel = 10;

    int parallel = 3;         ///< 1 … MostParallel
    qint64 uploadLimit = 0;   ///< bytes per second of all uploads together; 0: none
    qint64 downloadLimit = 0;

    bool operator==(const TransferSettings &) const = default;
};

/// Size and time of a file on one side; -1: not known.
struct FileFacts
{
    qint64 size = -1;
    qint64 modified = -1; ///< ms since 1970
    QString sha256;       ///< only where it was asked for
};

/// There is something of that name already.
struct TransferConflict
{
    qint64 id = 0;
    TransferId transfer = 0;
    TransferDirection direction = TransferDirection::Upload;
    QString local;
    QString remote;
    FileFacts here;  ///< of the local file
    FileFacts there; ///< of the server's
};

} // namespace transom::files

Q_DECLARE_METATYPE(transom::files::TransferInfo)
Q_DECLARE_METATYPE(transom::files::TransferSettings)
Q_DECLARE_METATYPE(transom::files::TransferConflict)
