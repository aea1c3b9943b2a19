#pragma once

#include "core/files/transfer.h"

#include <QList>
#include <QMap>

#include <atomic>

namespace transom::files {

enum class TransferDirection { Upload, Download };
enum class TransferState { Waiting, Running, Paused, Done, Failed, Cancelled };

/// What is to be moved.
struct TransferRequest
{
    TransferDirection direction = TransferDirection::Upload;
    QStringList sources;   ///< local paths, or remote ones
    QString target;        ///< folder on the other side
    QString conflict = QStringLiteral("fail");
};

using TransferId = qint64;

/// Everything to be shown about a transfer, taken at one moment.
struct TransferInfo
{
    TransferId id = 0;
    TransferRequest request;
    QString name;          ///< "report.pdf", or "12 items"
    TransferState state = TransferState::Waiting;
    Progress progress;
    Error error;
    QStringList skipped;
    QStringList failed;
    QString path;          ///< of a single file: where it is now

    bool isOver() const { return state == TransferState::Done || state == TransferState::Failed || state == TransferState::Cancelled; }
};

/// The transfers of a connection: three at a time, the others wait. What a lost connection has interrupted waits and starts again
/// by itself when the connection is back.
///
/// Lives in the link's thread. The methods may be called from any thread; the signals are emitted in its own.
class TransferQueue : public QObject
{
    Q_OBJECT

public:
    static constexpr int Together = 3;

    explicit TransferQueue(session::SessionLink &link);
    ~TransferQueue() override;

    TransferId add(const TransferRequest &request);
    void pause(TransferId id);
    void resume(TransferId id);
    void cancel(TransferId id);
    /// Again from the beginning, with another conflict policy where one is given.
    void retry(TransferId id, const QString &conflict = {});
    /// Takes a transfer that is over off the list.
    void remove(TransferId id);
    void pauseAll();
    void resumeAll();
    void removeFinished();
    /// All transfers announce themselves again, for a window that has just been opened.
    void announce();

Q_SIGNALS:
    void transferAdded(const transom::files::TransferInfo &info);
    void transferChanged(const transom::files::TransferInfo &info);
    void transferRemoved(qint64 id);

private:
    struct Entry
    {
        TransferInfo info;
        JobHandle<TransferJob> job;
        std::shared_ptr<TransferMemory> memory; ///< from one attempt to the next, while connections break
        bool interrupted = false;               ///< the connection went while it was running, and will return
    };

    void startMore();
    void start(Entry &entry);
    void ended(TransferId id, const JobResult &result);
    void setState(Entry &entry, TransferState state);

    session::SessionLink &m_link;
    QMap<TransferId, Entry> m_entries;
    std::atomic<TransferId> m_lastId = 0;
};

} // namespace transom::files

Q_DECLARE_METATYPE(transom::files::TransferInfo)
