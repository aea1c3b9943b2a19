#include "core/files/transfer_queue.h"

#include "core/files/download_job.h"
#include "core/files/upload_job.h"

#include <algorithm>

namespace transom::files {

TransferQueue::TransferQueue(session::SessionLink &link)
    : m_link(link)
{
    qRegisterMetaType<TransferInfo>();
    connect(&m_link, &session::SessionLink::available, this, &TransferQueue::startMore);
    connect(&m_link, &session::SessionLink::lost, this, [this](const Error &, bool willReturn) {
        for (Entry &entry : m_entries)
            entry.interrupted = willReturn && entry.job;
    });
}

TransferQueue::~TransferQueue()
{
    for (Entry &entry : m_entries) {
        if (entry.job)
            entry.job->disconnect(this);
    }
}

TransferId TransferQueue::add(const TransferRequest &request)
{
    const TransferId id = ++m_lastId;
    QMetaObject::invokeMethod(this, [this, id, request] {
        Entry &entry = m_entries[id];
        entry.info.id = id;
        entry.info.request = request;
        entry.info.name = request.sources.size() == 1 ? request.sources.first().section(u'/', -1) : tr("%n item(s)", nullptr, static_cast<int>(request.sources.size()));
        Q_EMIT transferAdded(entry.info);
        startMore();
    });
    return id;
}

void TransferQueue::pause(TransferId id)
{
    QMetaObject::invokeMethod(this, [this, id] {
        const auto entry = m_entries.find(id);
        if (entry == m_entries.end() || entry->info.isOver())
            return;
        if (entry->job)
            entry->job->suspend();
        setState(*entry, TransferState::Paused);
        startMore();
    });
}

void TransferQueue::resume(TransferId id)
{
    QMetaObject::invokeMethod(this, [this, id] {
        const auto entry = m_entries.find(id);
        if (entry == m_entries.end() || entry->info.state != TransferState::Paused)
            return;
        if (entry->job) {
            entry->job->resume();
            setState(*entry, TransferState::Running);
        } else {
            setState(*entry, TransferState::Waiting);
            startMore();
        }
    });
}

void TransferQueue::cancel(TransferId id)
{
    QMetaObject::invokeMethod(this, [this, id] {
        const auto entry = m_entries.find(id);
        if (entry == m_entries.end() || entry->info.isOver())
            return;
        if (entry->job)
            return entry->job->cancel(); // ended() follows
        entry->info.error = {ErrorCode::Cancelled, {}};
        setState(*entry, TransferState::Cancelled);
    });
}

void TransferQueue::retry(TransferId id, const QString &conflict)
{
    QMetaObject::invokeMethod(this, [this, id, conflict] {
        const auto entry = m_entries.find(id);
        if (entry == m_entries.end() || !entry->info.isOver())
            return;
        if (!conflict.isEmpty())
            entry->info.request.conflict = conflict;
        entry->info.error = {};
        entry->info.progress = {};
        entry->memory.reset();
        setState(*entry, TransferState::Waiting);
        startMore();
    });
}

void TransferQueue::remove(TransferId id)
{
    QMetaObject::invokeMethod(this, [this, id] {
        const auto entry = m_entries.find(id);
        if (entry == m_entries.end() || !entry->info.isOver())
            return;
        m_entries.erase(entry);
        Q_EMIT transferRemoved(id);
    });
}

void TransferQueue::pauseAll()
{
    QMetaObject::invokeMethod(this, [this] {
        for (const TransferId id : m_entries.keys())
            pause(id);
    });
}

void TransferQueue::resumeAll()
{
    QMetaObject::invokeMethod(this, [this] {
        for (const TransferId id : m_entries.keys())
            resume(id);
    });
}

void TransferQueue::removeFinished()
{
    QMetaObject::invokeMethod(this, [this] {
        for (const TransferId id : m_entries.keys())
            remove(id);
    });
}

void TransferQueue::announce()
{
    QMetaObject::invokeMethod(this, [this] {
        for (const Entry &entry : std::as_const(m_entries))
            Q_EMIT transferAdded(entry.info);
    });
}

void TransferQueue::startMore()
{
    if (!m_link.session())
        return;
    auto running = std::count_if(m_entries.cbegin(), m_entries.cend(), [](const Entry &entry) { return entry.info.state == TransferState::Running; });
    for (Entry &entry : m_entries) {
        if (running >= Together)
            return;
        if (entry.info.state == TransferState::Waiting && !entry.job) {
            start(entry);
            ++running;
        }
    }
}

void TransferQueue::start(Entry &entry)
{
    const TransferRequest &request = entry.info.request;
    TransferOptions options;
    options.conflict = request.conflict;
    if (!entry.memory)
        entry.memory = std::make_shared<TransferMemory>();
    options.memory = entry.memory;
    entry.interrupted = false;
    if (request.direction == TransferDirection::Upload)
        entry.job = makeJob<UploadJob>(m_link, request.sources, request.target, options);
    else
        entry.job = makeJob<DownloadJob>(m_link, request.sources, request.target, options);
    const TransferId id = entry.info.id;
    connect(entry.job.get(), &Job::progressChanged, this, [this, id](const Progress &progress) {
        if (const auto found = m_entries.find(id); found != m_entries.end()) {
            found->info.progress = progress;
            Q_EMIT transferChanged(found->info);
        }
    });
    // Queued: the job is done with its own affairs by then, and may be let go of.
    connect(entry.job.get(), &Job::finished, this, [this, id](const JobResult &result) { ended(id, result); }, Qt::QueuedConnection);
    setState(entry, TransferState::Running);
    entry.job->start();
}

void TransferQueue::ended(TransferId id, const JobResult &result)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end())
        return;
    entry->job.reset();
    entry->info.skipped = result.details.value(QStringLiteral("skipped")).toStringList();
    entry->info.failed = result.details.value(QStringLiteral("failed")).toStringList();
    entry->info.path = result.details.value(QStringLiteral("path")).toString();
    entry->info.error = result.error;
    // A new connection may be there already.
    const bool lost = std::exchange(entry->interrupted, false) && result.error.code != ErrorCode::Cancelled && !result.ok();
    if (lost) {
        entry->info.progress = {};
        // What a person has paused waits for that person.
        setState(*entry, entry->info.state == TransferState::Paused ? TransferState::Paused : TransferState::Waiting);
    } else {
        entry->memory.reset();
        setState(*entry, result.ok() ? TransferState::Done
                         : result.error.code == ErrorCode::Cancelled ? TransferState::Cancelled
                                                                     : TransferState::Failed);
    }
    startMore();
}

void TransferQueue::setState(Entry &entry, TransferState state)
{
    entry.info.state = state;
    Q_EMIT transferChanged(entry.info);
}

} // namespace transom::files
