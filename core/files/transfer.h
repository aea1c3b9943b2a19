#pragma once

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/files/rate_limit.h"
#include "core/files/transfer_info.h"
#include "core/protocol/file_messages.h"
#include "core/session/session_link.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <deque>
#include <functional>
#include <memory>

namespace transom::files {

/// What to do when there is something of that name already; the names of PROTOCOL.md.
inline const QStringList ConflictPolicies{QStringLiteral("fail"), QStringLiteral("overwrite"), QStringLiteral("rename"), QStringLiteral("skip"),
                                          QStringLiteral("newer")};

/// Files of that size and more are gone on with; smaller ones are sent again sooner than it is found out what is there.
inline constexpr qint64 ResumeFrom = 1024 * 1024;

/// What one attempt leaves to the next, when a connection breaks in the middle: names of the sources. In the link's thread only.
struct TransferMemory
{
    QSet<QString> done;
    QSet<QString> begun; ///< may be whole on the other side all the same: the answer can have been lost
    /// Of what is kept beside what is there already: the name that it was to get when it was begun. Something there now was put there by us,
    /// or by somebody just then; the same bytes under the name that it only asked for are what it was to be kept beside.
    QHash<QString, QString> names;
    /// When the first attempt began to put small files beside what was there: by the disk they go to, in microseconds since 1970. 0: not known.
    qint64 since = 0;
    std::function<void()> noted; ///< there is a name or a time more, worth keeping before its bytes go
    bool any = false;    ///< more than these may be there: the program ended in the middle, and what it knew last went with it
};

struct TransferOptions
{
    QString conflict = QStringLiteral("fail");
    bool recursive = true;      ///< folders, too
    qint64 limit = 0;           ///< bytes per second; 0: none
    bool resume = false;        ///< large files go on where an attempt before has stopped, and are kept for another one
    int above = 0;              ///< folders above the sources that are transferred, too: links may lead there, and a source that is a link stays one
    int parallel = 32;          ///< small files at once; large ones go one by one
    std::shared_ptr<TransferMemory> memory; ///< null: every attempt begins from nothing
    std::shared_ptr<RateLimit> shared;      ///< a limit together with other jobs of the link's thread; null: none
    /// For the policy "ask": calls back, now or later or never, with "overwrite", "rename", "skip" or "newer". In the link's thread.
    std::function<void(const TransferConflict &conflict, std::function<void(const QString &policy)> answer)> decide;
};

/// A file or folder that was left out or could not be transferred, and why.
struct TransferNote
{
    QString name;
    Error error;
};

/// What uploads and downloads of files and whole trees have in common: a list of files, some of them under way at once, one
/// failing without stopping the rest. Lives in the link's thread.
///
/// Details of the result: "files" (int, transferred), "skipped" (QStringList: "name: why"), "failed" (QStringList), "path"
/// (QString, of a single file: the name it got), "sha256" (QString, of a single file), "bytes" (qint64), "resumedBytes" (qint64: those among them
/// that the other side had already), "startedOver" (QStringList: what could not be gone on with, because it has changed since), "triedAgain" (QStringList: what
/// changed while it was read, and was read once more). The error is that of the first file that failed.
class TransferJob : public Job
{
    Q_OBJECT

public:
    ~TransferJob() override;

    /// Any thread; takes effect at once. Bytes per second; 0: none.
    void setLimit(qint64 bytesPerSecond);

Q_SIGNALS:
    /// So many of the bytes that are reported as done need not go: they are no speed.
    void skipped(qint64 bytes);

protected:
    /// One file on its way. Deleted, later, once it has called end().
    class Item : public QObject
    {
    public:
        explicit Item(TransferJob &job)
            : m_job(job)
        {}
        virtual void begin() = 0;
        virtual void pause() = 0;
        virtual void proceed() = 0;
        virtual void cancel() = 0;

        qint64 size = 0;
        QString name;
        QString local;         ///< both ends of it, for a question
        QString remote;
        bool again = false;    ///< an earlier attempt had begun it
        bool repeated = false; ///< what is there already has been decided about
        QString policy;        ///< what is done where there is one already
        int changes = 0;       ///< so often it has changed while it was read

        qint64 counted() const { return m_counted; }

    protected:
        void sent(qint64 bytes)
        {
            m_counted += bytes;
            m_job.itemSent(*this, bytes);
        }
        /// So many bytes need not go; where there was something, but of another file, it all does.
        void resumed(qint64 bytes, bool startedOver)
        {
            m_counted += bytes;
            m_job.itemResumed(*this, bytes, startedOver);
        }
        /// The first call counts.
        void end(const Error &error, const QString &path = {}, bool skipped = false, const QString &sha256 = {})
        {
            if (!std::exchange(m_ended, true))
                m_job.itemEnded(this, error, path, skipped, sha256);
        }
        bool hasEnded() const { return m_ended; }

    private:
        TransferJob &m_job;
        qint64 m_counted = 0;
        bool m_ended = false;
    };

    TransferJob(session::SessionLink &link, TransferOptions options);

    void doStart() override;
    void doCancel() override;
    void doSuspend() override;
    void doResume() override;

    /// Find out what is to be done; then call ready(), or finish().
    virtual void prepare() = 0;
    /// The next file, or nullptr when none is left. May be called again later.
    virtual Item *nextItem() = 0;
    /// The same file once more, under another policy. The item is one of nextItem()'s.
    virtual Item *repeat(const Item &item, const QString &conflict) = 0;
    virtual qint64 nextSize() const = 0;
    /// Whether nextItem() has something still.
    virtual bool hasMore() const = 0;
    /// Many small ones that go together, beside the items.
    virtual bool hasBatch() const = 0;
    virtual void pauseBatch() = 0;
    virtual void proceedBatch() = 0;
    virtual void cancelBatch() = 0;

    /// One of a batch is there.
    void batchMade(const QString &name, qint64 size, const QString &path, const QString &sha256);
    /// One of a batch is not, or was not to be: `item`, never begun, stands for it in all that follows.
    void batchEnded(Item *item, const Error &error, const QString &path, bool skipped);
    /// One of a batch that nobody can try again.
    void batchFailed(const QString &name, qint64 size, const Error &error, bool failed);
    /// There are more or fewer than was said.
    void setTotals(qint64 files, qint64 bytes);
    bool isDone(const QString &name) const { return m_options.memory && m_options.memory->done.contains(name); }
    qint64 filesTotal() const { return m_filesTotal; }
    qint64 bytesTotal() const { return m_total; }

    void ready(qint64 files, qint64 bytes);
    void startMore();
    void itemSent(const Item &item, qint64 bytes);
    void itemResumed(const Item &item, qint64 bytes, bool startedOver);
    /// Exactly once for each item.
    void itemEnded(Item *item, const Error &error, const QString &path, bool skipped, const QString &sha256);
    void note(const QString &name, const Error &error, bool failed);
    /// What a file is tried with first: "fail" where a conflict is decided on this side.
    QString firstConflict() const;
    /// The same for a file that an attempt before may have begun beside another.
    QString conflictFor(const QString &name) const;
    void noteName(const QString &name, const QString &path);
    /// The first one counts.
    void noteSince(qint64 since);
    /// Small files are kept beside what is there, and there may be another attempt.
    bool keepsBeside() const { return m_options.memory && firstConflict() == u"rename"; }
    QString notedName(const QString &name) const { return m_options.memory ? m_options.memory->names.value(name) : QString(); }

    session::SessionLink &m_link;
    const TransferOptions m_options;
    std::shared_ptr<RateLimit> m_limit;
    bool m_cancelled = false;

    void finishIfDone();

private:
    bool mayBegin();
    Item *takeNext();
    void count(qint64 bytes);
    bool canSettle(const Item &item) const;
    void lookInto(Item *item);
    void tryAgain(Item *item);
    void settle(Item *item, const FileFacts &here, const FileFacts &there);
    void settled(Item *item, const QString &policy);
    void dropOpen();

    QSet<Item *> m_active;
    QSet<Item *> m_open;          ///< there is something of their name, and nobody has decided yet; or it was changing, and waits a moment
    std::deque<Item *> m_repeats; ///< to be begun again
    qint64 m_activeBytes = 0;
    qint64 m_files = 0;
    qint64 m_filesTotal = 0;
    qint64 m_done = 0;
    qint64 m_total = 0;
    qint64 m_transferred = 0;
    qint64 m_resumedBytes = 0;
    QStringList m_startedOver;
    QStringList m_triedAgain;
    QStringList m_skipped;
    QStringList m_failed;
    Error m_firstError;
    QString m_path;
    QString m_sha256;
    bool m_ready = false;
    bool m_waiting = false; ///< for the limit
};

} // namespace transom::files
