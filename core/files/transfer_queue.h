#pragma once

#include "core/base/strand.h"
#include "core/files/transfer.h"
#include "core/files/transfer_meter.h"
#include "core/files/transfer_store.h"

#include <QHash>
#include <QMap>

#include <atomic>

class QTimer;

namespace transom::files {

/// The transfers of a person: some at a time, in the order of the list, the others wait; kept in a file from one run to the next.
/// Each belongs to a server and a user and runs only on a session of both. What a lost connection has interrupted waits and
/// starts again by itself when the connection is back.
///
/// The list is ordered by priority and then as people have moved things about. Whoever is moved past a transfer of another
/// priority takes that priority: the order that is seen is the order that holds.
///
/// Lives in the link's thread. The methods may be called from any thread; the signals are emitted in its own.
class TransferQueue : public QObject
{
    Q_OBJECT

public:
    static constexpr int Together = 3; ///< unless the settings say otherwise
    static constexpr int MostHistory = static_cast<int>(TransferStore::MostHistory);

    explicit TransferQueue(session::SessionLink &link);
    ~TransferQueue() override;

    /// Makes the job of a request with an `errand`, which is work of another service that is to be seen in this list; null where it
    /// makes no sense. Once, before anything is added. Such a job starts as soon as there is a session, beside those that go some at a time,
    /// and goes on by itself after a broken connection. It keeps to `limit`. What it gives to `keep` is in the request's errand as "begun" when it is
    /// begun again, also by another run of the program; not when it is tried again after it has failed.
    using Keep = std::function<void(const QJsonValue &begun)>;
    using Errands = std::function<JobPtr(const TransferRequest &request, const std::shared_ptr<RateLimit> &limit, const Keep &keep)>;
    static constexpr QLatin1String Begun{"begun"};
    void setErrands(Errands errands) { m_errands = std::move(errands); }
    /// Once: reads what an earlier run has left in the file and writes there from now on.
    void keepIn(const QString &file);
    /// Who is at the other end from now on; before the link becomes available.
    void setPlace(const TransferPlace &place);

    TransferId add(const TransferRequest &request);
    void pause(TransferId id);
    void resume(TransferId id);
    void cancel(TransferId id);
    /// Again, with another conflict policy where one is given; of what has failed only that which is missing.
    void retry(TransferId id, const QString &conflict = {});
    /// Takes a transfer that is over off the list.
    void remove(TransferId id);
    void pauseAll();
    void resumeAll();
    void cancelAll();
    void retryFailed();
    void removeFinished();

    void setPriority(TransferId id, TransferPriority priority);
    /// To the place that `before` has now; 0: to the end.
    void moveBefore(TransferId id, TransferId before);
    /// By so many places up (negative) or down; further than the ends is the end.
    void moveBy(TransferId id, int places);
    /// Bytes per second for this transfer; 0: no limit of its own. Takes effect at once.
    void setLimit(TransferId id, qint64 bytesPerSecond);
    /// Takes effect at once; transfers beyond a smaller number wait again.
    void setSettings(const TransferSettings &settings);

    /// An answer to conflictFound(): "overwrite", "rename", "skip", "newer" or "resume". One that comes too late is nothing.
    void answer(qint64 conflict, const QString &policy, AnswerScope scope = AnswerScope::File);

    /// Everything is announced again, for a window that has just been opened.
    void announce();

Q_SIGNALS:
    void transferAdded(const transom::files::TransferInfo &info);
    void transferChanged(const transom::files::TransferInfo &info);
    void transferRemoved(qint64 id);
    /// The unfinished ones, first that which goes first.
    void orderChanged(const QList<qint64> &ids);
    void settingsChanged(const transom::files::TransferSettings &settings);
    /// What was no transfer of files is over, with what its job says about it; the state follows in transferChanged().
    void errandEnded(const transom::files::TransferInfo &info, const transom::JobResult &result);
    /// A person is asked; the file waits, the others of the transfer go on.
    void conflictFound(const transom::files::TransferConflict &conflict);
    /// It has been answered, or needs no answer any more.
    void conflictSettled(qint64 id);
    /// Something about the list itself, such as a file that could not be read: once, when it happens, and when everything is announced.
    void troubled(const transom::Error &error);

private:
    struct Entry
    {
        TransferInfo info;
        JobPtr job;
        std::shared_ptr<RateLimit> limit; ///< of an errand
        std::shared_ptr<TransferMemory> memory; ///< from one attempt to the next, while connections break
        TransferMeter meter;
        qint64 runningSinceMs = 0;              ///< monotonic; 0: it is not running
        bool interrupted = false;               ///< the connection went while it was running
        bool begun = false;
        bool surveyed = false;                  ///< the server has been asked how much it will be
    };
    struct Question
    {
        TransferConflict conflict;
        std::function<void(const QString &)> answer;
    };

    Entry *find(TransferId id);
    void startMore();
    void putBackSurplus();
    void start(Entry &entry);
    JobPtr makeTransfer(Entry &entry);
    JobPtr makeErrand(Entry &entry);
    std::shared_ptr<TransferMemory> newMemory();
    void sessionBack();
    void ended(TransferId id, const JobResult &result);
    void progressed(TransferId id, const Progress &progress);
    void setState(Entry &entry, TransferState state);
    void finish(Entry &entry, TransferState state);
    void again(Entry &entry, const QString &conflict);
    void removeNow(TransferId id);
    void prune();
    void measure(const Entry &waiting);
    void surveyMore();
    void surveyed(TransferId id, const protocol::FilesTreeTotal &amount);
    void tick();

    void insertIntoOrder(const Entry &entry);
    void moveTo(TransferId id, qsizetype index);
    void orderHasChanged();

    void ask(TransferId id, TransferConflict conflict, std::function<void(const QString &)> answer);
    void settle(const QList<qint64> &questions, const QString &policy);
    void dropQuestions(TransferId id);

    enum class Urgency { Soon, Later };
    void loaded(TransferStore::Loaded loaded);
    void takeStored(StoredTransfer stored);
    void saveAfter(Urgency urgency);
    void trouble(const Error &error);
    void save();
    StoredQueue snapshot() const;
    StoredTransfer stored(const Entry &entry) const;

    session::SessionLink &m_link;
    Errands m_errands;
    QMap<TransferId, Entry> m_entries;
    QList<TransferId> m_order; ///< unfinished ones
    std::atomic<TransferId> m_lastId = 0;
    TransferPlace m_place;
    TransferSettings m_settings;
    std::shared_ptr<RateLimit> m_uploadLimit;
    std::shared_ptr<RateLimit> m_downloadLimit;
    QMap<qint64, Question> m_questions;
    qint64 m_lastQuestion = 0;
    int m_surveys = 0; ///< questions to the server under way
    QTimer *m_ticker;
    QTimer *m_saver;
    Strand m_disk;
    Strand m_survey;
    std::shared_ptr<TransferStore> m_store; ///< used by m_disk's tasks only
    Error m_trouble; ///< the latest, for windows that come later
    bool m_orderAnnounced = true;
    bool m_loaded = false;
    bool m_settingsTouched = false;
    bool m_saveFailed = false;
};

} // namespace transom::files
