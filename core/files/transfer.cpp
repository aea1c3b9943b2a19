#include "core/files/transfer.h"

#include "core/files/conflict_probe.h"

#include <QThread>
#include <QTimer>

namespace transom::files {

namespace {

/// While so many bytes are under way no further file is begun: large files go one after the other, small ones together.
constexpr qint64 BytesTogether = 16 * 1024 * 1024;
constexpr qsizetype MostNotes = 1000;
/// Questions that may be open before no further file is begun.
constexpr qsizetype MostOpen = 200;
/// What is changed while it is read gets so many further chances, after a moment and a longer moment.
constexpr int MostChanges = 2;
constexpr int MomentMs = 300;
/// From this size on the progress of a single file is worth a line.
constexpr qint64 LargeFile = 1024 * 1024;

} // namespace

TransferJob::TransferJob(session::SessionLink &link, TransferOptions options)
    : m_link(link)
    , m_options(std::move(options))
    , m_limit(std::make_shared<RateLimit>(m_options.limit))
{
    m_limit->setShared(m_options.shared);
    // A job's deletion is posted: what its disk had still to say may come when the link has gone.
    connect(&link, &QObject::destroyed, this, [this] { m_cancelled = true; }, Qt::DirectConnection);
    moveToThread(link.thread());
}

TransferJob::~TransferJob()
{
    qDeleteAll(std::exchange(m_active, {}));
    qDeleteAll(std::exchange(m_open, {}));
    qDeleteAll(std::exchange(m_repeats, {}));
}

void TransferJob::setLimit(qint64 bytesPerSecond)
{
    QMetaObject::invokeMethod(this, [this, bytesPerSecond] { m_limit->setRate(bytesPerSecond); });
}

void TransferJob::doStart()
{
    session::ClientSession *session = m_link.session();
    if (!session)
        return finish(Error{ErrorCode::ConnectionLost, {}});
    connect(session, &session::ClientSession::channelFreed, this, &TransferJob::startMore);
    connect(session, &session::Session::closed, this, [this](const Error &reason) {
        if (m_firstError.code == ErrorCode::None)
            m_firstError = reason.code == ErrorCode::None ? Error{ErrorCode::Disconnected, {}} : reason;
        m_cancelled = true;
        dropOpen();
        // Items under way learn of it by their channels; what has not begun never will.
        QMetaObject::invokeMethod(this, &TransferJob::finishIfDone, Qt::QueuedConnection);
    });
    prepare();
}

void TransferJob::doCancel()
{
    m_cancelled = true;
    if (m_firstError.code == ErrorCode::None)
        m_firstError = {ErrorCode::Cancelled, {}};
    dropOpen();
    const auto active = m_active;
    for (Item *item : active)
        item->cancel();
    cancelBatch();
    finishIfDone();
}

void TransferJob::doSuspend()
{
    for (Item *item : std::as_const(m_active))
        item->pause();
    pauseBatch();
}

void TransferJob::doResume()
{
    const auto active = m_active;
    for (Item *item : active)
        item->proceed();
    proceedBatch();
    startMore();
}

void TransferJob::ready(qint64 files, qint64 bytes)
{
    m_ready = true;
    m_filesTotal = files;
    m_total = bytes;
    report(0, bytes);
    reportItems(0, files, {});
    startMore();
    finishIfDone();
}

bool TransferJob::mayBegin()
{
    const session::ClientSession *session = m_link.session();
    if (!session || session->freeChannels() <= 1 || m_active.size() >= m_options.parallel || m_open.size() >= MostOpen
        || (!m_active.isEmpty() && m_activeBytes + (m_repeats.empty() ? nextSize() : m_repeats.front()->size) > BytesTogether))
        return false;
    // A small file comes within the first credit and is held back by nothing else.
    if (const qint64 waitMs = m_limit->waitMs(); waitMs > 0) {
        if (!std::exchange(m_waiting, true)) {
            QTimer::singleShot(static_cast<int>(waitMs), this, [this] {
                m_waiting = false;
                startMore();
            });
        }
        return false;
    }
    return true;
}

void TransferJob::startMore()
{
    if (!m_ready || m_cancelled || state() != JobState::Running)
        return;
    while (mayBegin()) {
        Item *item = takeNext();
        if (!item)
            break;
        if (TransferMemory *memory = m_options.memory.get()) {
            if (memory->done.contains(item->name)) {
                ++m_files;
                ++m_transferred;
                Q_EMIT skipped(item->size);
                count(item->size);
                reportItems(m_files, m_filesTotal, item->name);
                delete item;
                continue;
            }
            item->again = !item->repeated && memory->begun.contains(item->name);
            memory->begun.insert(item->name);
        }
        m_active.insert(item);
        m_activeBytes += item->size;
        reportItems(m_files, m_filesTotal, item->name);
        item->begin();
    }
    finishIfDone();
}

TransferJob::Item *TransferJob::takeNext()
{
    if (m_repeats.empty())
        return nextItem();
    Item *item = m_repeats.front();
    m_repeats.pop_front();
    return item;
}

void TransferJob::count(qint64 bytes)
{
    m_done += bytes;
    report(m_done, m_total);
}

void TransferJob::itemResumed(const Item &item, qint64 bytes, bool startedOver)
{
    m_resumedBytes += bytes;
    Q_EMIT skipped(bytes);
    if (startedOver && m_startedOver.size() < MostNotes)
        m_startedOver.append(item.name);
    itemSent(item, bytes);
}

void TransferJob::itemSent(const Item &item, qint64 bytes)
{
    if (item.size >= LargeFile)
        reportCurrent(item.name, item.counted(), item.size);
    count(bytes);
}

void TransferJob::itemEnded(Item *item, const Error &error, const QString &path, bool skipped, const QString &sha256)
{
    if (!m_active.remove(item))
        return;
    m_activeBytes -= item->size;
    if (error.code == ErrorCode::AlreadyExists && canSettle(*item))
        return lookInto(item);
    if (error.code == ErrorCode::FileChanged && !m_cancelled && item->changes < MostChanges)
        return tryAgain(item);
    ++m_files;
    if (error.code != ErrorCode::None) {
        if (error.code != ErrorCode::Cancelled || !m_cancelled)
            note(item->name, error, true);
    } else if (skipped) {
        note(item->name, {ErrorCode::AlreadyExists, {}}, false);
    } else {
        ++m_transferred;
        m_path = path;
        m_sha256 = sha256;
        if (m_options.memory)
            m_options.memory->done.insert(item->name);
    }
    item->deleteLater();
    reportItems(m_files, m_filesTotal, item->name);
    startMore();
    finishIfDone();
}

void TransferJob::batchMade(const QString &name, qint64 size, const QString &path, const QString &sha256)
{
    ++m_files;
    ++m_transferred;
    m_path = path;
    m_sha256 = sha256;
    if (m_options.memory)
        m_options.memory->done.insert(name);
    count(size);
    reportItems(m_files, m_filesTotal, name);
}

void TransferJob::batchEnded(Item *item, const Error &error, const QString &path, bool skipped)
{
    m_active.insert(item);
    m_activeBytes += item->size;
    itemEnded(item, error, path, skipped, {});
}

void TransferJob::batchFailed(const QString &name, qint64 size, const Error &error, bool failed)
{
    ++m_files;
    note(name, error, failed);
    count(size);
    reportItems(m_files, m_filesTotal, name);
}

void TransferJob::setTotals(qint64 files, qint64 bytes)
{
    m_filesTotal = files;
    m_total = bytes;
    report(m_done, m_total);
    reportItems(m_files, m_filesTotal, {});
}

QString TransferJob::firstConflict() const
{
    const QString &policy = m_options.conflict;
    const bool compares = m_options.memory && m_options.memory->any && policy == u"overwrite";
    return policy == u"ask" || policy == u"resume" || compares ? QStringLiteral("fail") : policy;
}

QString TransferJob::conflictFor(const QString &name) const
{
    return notedName(name).isEmpty() ? firstConflict() : QStringLiteral("rename");
}

void TransferJob::noteName(const QString &name, const QString &path)
{
    TransferMemory *memory = m_options.memory.get();
    if (!memory || memory->names.value(name) == path)
        return;
    memory->names.insert(name, path);
    if (memory->noted)
        memory->noted();
}

void TransferJob::noteSince(qint64 since)
{
    TransferMemory *memory = m_options.memory.get();
    if (!memory || memory->since > 0)
        return;
    memory->since = since;
    if (memory->noted)
        memory->noted();
}

bool TransferJob::canSettle(const Item &item) const
{
    if (m_cancelled || item.repeated)
        return false;
    const QString &policy = m_options.conflict;
    return (policy == u"ask" && m_options.decide) || policy == u"resume" || (m_options.memory && m_options.memory->any);
}

/// Nothing of it holds a channel or a file while a person thinks.
void TransferJob::lookInto(Item *item)
{
    count(-item->counted());
    m_open.insert(item);
    new ConflictProbe(m_link, item->local, item->remote, m_options.memory && m_options.memory->any,
                      [this, item](const FileFacts &here, const FileFacts &there) {
                          if (m_open.contains(item))
                              settle(item, here, there);
                      }, item);
    startMore();
}

/// Whoever writes it may be through soon. Nothing of what was read has got its name anywhere.
void TransferJob::tryAgain(Item *item)
{
    count(-item->counted());
    if (!m_triedAgain.contains(item->name) && m_triedAgain.size() < MostNotes)
        m_triedAgain.append(item->name);
    m_open.insert(item);
    QTimer::singleShot(MomentMs << (2 * item->changes), item, [this, item] {
        if (!m_open.remove(item))
            return;
        Item *next = repeat(*item, item->policy);
        next->repeated = item->repeated;
        next->changes = item->changes + 1;
        m_repeats.push_back(next);
        item->deleteLater();
        startMore();
    });
    startMore();
}

void TransferJob::settle(Item *item, const FileFacts &here, const FileFacts &there)
{
    const QString &policy = m_options.conflict;
    if (!here.sha256.isEmpty() && here.sha256 == there.sha256) {
        // An attempt before has put it there.
        m_open.remove(item);
        ++m_files;
        ++m_transferred;
        m_path = item->remote;
        m_sha256 = here.sha256;
        m_options.memory->done.insert(item->name);
        Q_EMIT skipped(item->size);
        count(item->size);
        reportItems(m_files, m_filesTotal, item->name);
        item->deleteLater();
        startMore();
        return finishIfDone();
    }
    if (policy == u"resume")
        return settled(item, here.size >= 0 && here.size == there.size && here.modified == there.modified ? QStringLiteral("skip") : QStringLiteral("overwrite"));
    if (policy != u"ask" || !m_options.decide)
        return settled(item, policy);
    m_options.decide({0, 0, TransferDirection::Upload, item->local, item->remote, here, there},
                     [job = QPointer<TransferJob>(this), item = QPointer<Item>(item)](const QString &answer) {
                         if (job && item && job->m_open.contains(item))
                             job->settled(item, answer);
                     });
}

void TransferJob::settled(Item *item, const QString &policy)
{
    m_open.remove(item);
    item->deleteLater();
    if (policy == u"skip" || policy == u"fail") {
        ++m_files;
        note(item->name, {ErrorCode::AlreadyExists, {}}, policy == u"fail");
        count(item->size);
        reportItems(m_files, m_filesTotal, item->name);
    } else {
        Item *next = repeat(*item, policy);
        next->repeated = true;
        m_repeats.push_back(next);
    }
    startMore();
    finishIfDone();
}

void TransferJob::dropOpen()
{
    for (Item *item : std::exchange(m_open, {}))
        item->deleteLater();
    for (Item *item : std::exchange(m_repeats, {}))
        item->deleteLater();
}

void TransferJob::note(const QString &name, const Error &error, bool failed)
{
    QStringList &list = failed ? m_failed : m_skipped;
    if (list.size() < MostNotes)
        list.append(QStringLiteral("%1: %2").arg(name, describe(error)));
    if (failed && m_firstError.code == ErrorCode::None)
        m_firstError = error;
}

void TransferJob::finishIfDone()
{
    if (state() == JobState::Finished || !m_active.isEmpty() || hasBatch() || (!m_ready && !m_cancelled))
        return;
    if (!m_cancelled && (hasMore() || !m_open.isEmpty() || !m_repeats.empty()))
        return;
    JobResult result;
    result.error = m_firstError;
    result.details = {{QStringLiteral("files"), m_transferred}, {QStringLiteral("skipped"), m_skipped}, {QStringLiteral("failed"), m_failed},
                      {QStringLiteral("bytes"), m_done},
                      {QStringLiteral("resumedBytes"), m_resumedBytes},
                      {QStringLiteral("startedOver"), m_startedOver},
                      {QStringLiteral("triedAgain"), m_triedAgain}};
    if (m_filesTotal == 1) {
        result.details.insert(QStringLiteral("path"), m_path);
        result.details.insert(QStringLiteral("sha256"), m_sha256);
    }
    if (m_failed.size() > 1 && !m_cancelled)
        result.error.text = tr("%1 files could not be transferred. First: %2").arg(m_failed.size()).arg(m_failed.first());
    finish(result);
}

} // namespace transom::files
