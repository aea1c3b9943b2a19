#include "core/files/transfer_queue.h"

#include "core/base/clock.h"
#include "core/files/download_job.h"
#include "core/files/upload_job.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>

namespace transom::files {

namespace {

/// Losses after which the same transfer can go on as soon as somebody is signed in again. What the server has refused for good, such
/// as a message it could not read, would only happen again.
bool isInterruption(const Error &reason)
{
    return reason.code == ErrorCode::None || reason.code == ErrorCode::Disconnected || isRetryable(reason.code);
}

} // namespace

TransferQueue::TransferQueue(session::SessionLink &link)
    : m_link(link)
    , m_uploadLimit(std::make_shared<RateLimit>(0))
    , m_downloadLimit(std::make_shared<RateLimit>(0))
    , m_ticker(new QTimer(this))
    , m_saver(new QTimer(this))
{
    qRegisterMetaType<TransferInfo>();
    qRegisterMetaType<TransferSettings>();
    qRegisterMetaType<TransferConflict>();
    m_saver->setSingleShot(true);
    connect(m_saver, &QTimer::timeout, this, &TransferQueue::save);
    connect(m_ticker, &QTimer::timeout, this, &TransferQueue::tick);
    connect(&m_link, &session::SessionLink::available, this, &TransferQueue::sessionBack);
    connect(&m_link, &session::SessionLink::lost, this, [this](const Error &reason, bool willReturn) {
        for (Entry &entry : m_entries) {
            entry.interrupted = entry.job && (willReturn || isInterruption(reason));
            if (entry.interrupted && entry.info.isErrand() && entry.info.state == TransferState::Running)
                setState(entry, TransferState::Waiting);
        }
    });
}

TransferQueue::Entry *TransferQueue::find(TransferId id)
{
    const auto entry = m_entries.find(id);
    return entry == m_entries.end() ? nullptr : &*entry;
}

void TransferQueue::setPlace(const TransferPlace &place)
{
    QMetaObject::invokeMethod(this, [this, place] {
        m_place = place;
        for (Entry &entry : m_entries) {
            // Where it was means nothing any more to what is over.
            const bool before = std::exchange(entry.info.here, entry.info.place == m_place);
            if (before != entry.info.here && !entry.info.isOver())
                Q_EMIT transferChanged(entry.info);
        }
    });
}

TransferId TransferQueue::add(const TransferRequest &request)
{
    const TransferId id = ++m_lastId;
    QMetaObject::invokeMethod(this, [this, id, request] {
        Entry &entry = m_entries[id];
        entry.info.id = id;
        entry.info.request = request;
        entry.info.place = m_place;
        entry.info.addedMs = wallClockMs();
        entry.info.name = request.errand.value(QLatin1String("title")).toString();
        if (entry.info.name.isEmpty())
            entry.info.name = request.sources.size() == 1 ? request.sources.first().section(u'/', -1) : tr("%n item(s)", nullptr, static_cast<int>(request.sources.size()));
        entry.info.progress.total = request.expected;
        insertIntoOrder(entry);
        Q_EMIT transferAdded(entry.info);
        startMore();
        // What goes at once finds out itself.
        if (entry.info.state == TransferState::Waiting)
            measure(entry);
        saveAfter(Urgency::Soon);
    });
    return id;
}

void TransferQueue::pause(TransferId id)
{
    QMetaObject::invokeMethod(this, [this, id] {
        Entry *entry = find(id);
        if (!entry || entry->info.isOver() || entry->info.state == TransferState::Paused)
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
        Entry *entry = find(id);
        if (!entry || entry->info.state != TransferState::Paused)
            return;
        setState(*entry, TransferState::Waiting);
        startMore();
    });
}

void TransferQueue::cancel(TransferId id)
{
    QMetaObject::invokeMethod(this, [this, id] {
        Entry *entry = find(id);
        if (!entry || entry->info.isOver())
            return;
        if (entry->job)
            return entry->job->cancel(); // ended() follows
        entry->info.error = {ErrorCode::Cancelled, {}};
        finish(*entry, TransferState::Cancelled);
    });
}

void TransferQueue::retry(TransferId id, const QString &conflict)
{
    QMetaObject::invokeMethod(this, [this, id, conflict] {
        if (Entry *entry = find(id); entry && entry->info.isOver()) {
            again(*entry, conflict);
            startMore();
        }
    });
}

void TransferQueue::again(Entry &entry, const QString &conflict)
{
    TransferInfo &info = entry.info;
    if (!conflict.isEmpty())
        info.request.conflict = conflict;
    if (info.state != TransferState::Failed)
        entry.memory.reset();
    else if (entry.memory && !conflict.isEmpty())
        entry.memory->names.clear(); // asked for by another answer
    info.request.errand.remove(Begun);
    info.request.resume = info.state != TransferState::Done;
    info.error = {};
    info.progress = {};
    info.progress.total = info.request.expected;
    info.skipped.clear();
    info.failed.clear();
    info.startedOver.clear();
    info.triedAgain.clear();
    info.speeds.clear();
    info.activeMs = 0;
    info.endedMs = 0;
    entry.meter = {};
    insertIntoOrder(entry);
    setState(entry, TransferState::Waiting);
}

void TransferQueue::remove(TransferId id)
{
    QMetaObject::invokeMethod(this, [this, id] {
        if (const Entry *entry = find(id); entry && entry->info.isOver())
            removeNow(id);
    });
}

void TransferQueue::removeNow(TransferId id)
{
    m_entries.remove(id);
    Q_EMIT transferRemoved(id);
    saveAfter(Urgency::Soon);
}

void TransferQueue::pauseAll()
{
    QMetaObject::invokeMethod(this, [this] {
        // From the end, so that none of them begins because one before it has made room.
        const auto order = m_order;
        std::for_each(order.crbegin(), order.crend(), [this](TransferId id) { pause(id); });
    });
}

void TransferQueue::resumeAll()
{
    QMetaObject::invokeMethod(this, [this] {
        const auto order = m_order;
        for (const TransferId id : order)
            resume(id);
    });
}

void TransferQueue::cancelAll()
{
    QMetaObject::invokeMethod(this, [this] {
        const auto order = m_order;
        std::for_each(order.crbegin(), order.crend(), [this](TransferId id) { cancel(id); });
    });
}

void TransferQueue::retryFailed()
{
    QMetaObject::invokeMethod(this, [this] {
        for (Entry &entry : m_entries) {
            if (entry.info.state == TransferState::Failed)
                again(entry, {});
        }
        startMore();
    });
}

void TransferQueue::removeFinished()
{
    QMetaObject::invokeMethod(this, [this] {
        for (const TransferId id : m_entries.keys())
            remove(id);
    });
}

void TransferQueue::setLimit(TransferId id, qint64 bytesPerSecond)
{
    QMetaObject::invokeMethod(this, [this, id, bytesPerSecond] {
        Entry *entry = find(id);
        if (!entry || bytesPerSecond < 0)
            return;
        entry->info.request.limit = bytesPerSecond;
        if (auto *job = qobject_cast<TransferJob *>(entry->job.get()))
            job->setLimit(bytesPerSecond);
        else if (entry->limit)
            entry->limit->setRate(bytesPerSecond);
        Q_EMIT transferChanged(entry->info);
        saveAfter(Urgency::Soon);
    });
}

void TransferQueue::setSettings(const TransferSettings &settings)
{
    QMetaObject::invokeMethod(this, [this, settings] {
        m_settings.parallel = std::clamp(settings.parallel, 1, TransferSettings::MostParallel);
        m_settings.uploadLimit = std::max<qint64>(settings.uploadLimit, 0);
        m_settings.downloadLimit = std::max<qint64>(settings.downloadLimit, 0);
        m_settingsTouched = true;
        m_uploadLimit->setRate(m_settings.uploadLimit);
        m_downloadLimit->setRate(m_settings.downloadLimit);
        Q_EMIT settingsChanged(m_settings);
        putBackSurplus();
        startMore();
        saveAfter(Urgency::Soon);
    });
}

void TransferQueue::announce()
{
    QMetaObject::invokeMethod(this, [this] {
        for (const Entry &entry : std::as_const(m_entries))
            Q_EMIT transferAdded(entry.info);
        Q_EMIT orderChanged(m_order);
        Q_EMIT settingsChanged(m_settings);
        for (const Question &question : std::as_const(m_questions))
            Q_EMIT conflictFound(question.conflict);
        if (m_trouble.code != ErrorCode::None)
            Q_EMIT troubled(m_trouble);
    });
}

void TransferQueue::startMore()
{
    if (!m_link.session())
        return;
    auto running = std::count_if(m_entries.cbegin(), m_entries.cend(), [](const Entry &entry) { return entry.info.state == TransferState::Running && !entry.info.isErrand(); });
    const auto order = m_order; // what starts may end at once
    for (const TransferId id : order) {
        Entry *entry = find(id);
        if (!entry || entry->info.state != TransferState::Waiting || !entry->info.here)
            continue;
        const bool counts = !entry->info.isErrand();
        if (counts && running >= m_settings.parallel)
            continue;
        if (entry->job) {
            if (entry->interrupted)
                continue; // it is about to end, and begins anew then
            entry->job->resume();
            setState(*entry, TransferState::Running);
        } else {
            start(*entry);
        }
        running += counts ? 1 : 0;
    }
    surveyMore();
}

/// More run than may: the last ones hold still where they are.
void TransferQueue::putBackSurplus()
{
    int running = 0;
    for (const TransferId id : std::as_const(m_order)) {
        Entry &entry = m_entries[id];
        if (entry.info.state != TransferState::Running || entry.info.isErrand() || ++running <= m_settings.parallel)
            continue;
        entry.job->suspend();
        setState(entry, TransferState::Waiting);
    }
}

/// What goes on by itself has only to be shown so.
void TransferQueue::sessionBack()
{
    for (Entry &entry : m_entries) {
        if (entry.info.isErrand() && entry.job && entry.job->state() != JobState::Finished)
            entry.interrupted = false;
    }
    startMore();
}

JobPtr TransferQueue::makeErrand(Entry &entry)
{
    const TransferRequest &request = entry.info.request;
    entry.limit = std::make_shared<RateLimit>(request.limit);
    entry.limit->setShared(request.direction == TransferDirection::Upload ? m_uploadLimit : m_downloadLimit);
    if (!m_errands)
        return nullptr;
    return m_errands(request, entry.limit, [queue = QPointer(this), id = entry.info.id](const QJsonValue &begun) {
        if (Entry *kept = queue ? queue->find(id) : nullptr) {
            kept->info.request.errand.insert(Begun, begun);
            queue->saveAfter(Urgency::Soon);
        }
    });
}

std::shared_ptr<TransferMemory> TransferQueue::newMemory()
{
    auto memory = std::make_shared<TransferMemory>();
    // A job's deletion is posted: it may note a name when the queue has gone.
    memory->noted = [queue = QPointer(this)] {
        if (queue)
            queue->saveAfter(Urgency::Soon);
    };
    return memory;
}

JobPtr TransferQueue::makeTransfer(Entry &entry)
{
    const TransferRequest &request = entry.info.request;
    const TransferId id = entry.info.id;
    const bool up = request.direction == TransferDirection::Upload;
    if (!entry.memory)
        entry.memory = newMemory();
    TransferOptions options;
    options.resume = true; // what a break leaves is worth keeping from the first attempt on
    options.conflict = request.conflict;
    options.limit = request.limit;
    options.memory = entry.memory;
    options.shared = up ? m_uploadLimit : m_downloadLimit;
    options.decide = [this, id](const TransferConflict &conflict, std::function<void(const QString &)> answer) { ask(id, conflict, std::move(answer)); };
    if (up)
        return makeJob<UploadJob>(m_link, request.sources, request.target, options);
    return makeJob<DownloadJob>(m_link, request.sources, request.target, options);
}

void TransferQueue::start(Entry &entry)
{
    const TransferId id = entry.info.id;
    entry.interrupted = false;
    entry.begun = true;
    entry.job = entry.info.isErrand() ? makeErrand(entry) : makeTransfer(entry);
    if (!entry.job) {
        entry.info.error = {ErrorCode::Unsupported, {}};
        return finish(entry, TransferState::Failed);
    }
    connect(entry.job.get(), &Job::progressChanged, this, [this, id](const Progress &progress) { progressed(id, progress); });
    if (const auto *transfer = qobject_cast<TransferJob *>(entry.job.get())) {
        connect(transfer, &TransferJob::skipped, this, [this, id](qint64 bytes) {
            if (Entry *skipping = find(id))
                skipping->meter.skip(bytes);
        });
    }
    // Queued: the job is done with its own affairs by then, and may be let go of.
    connect(entry.job.get(), &Job::finished, this, [this, id](const JobResult &result) { ended(id, result); }, Qt::QueuedConnection);
    setState(entry, TransferState::Running);
    const auto job = entry.job;
    job->start();
}

void TransferQueue::progressed(TransferId id, const Progress &progress)
{
    Entry *entry = find(id);
    if (!entry)
        return;
    const Progress before = std::exchange(entry->info.progress, progress);
    Progress &now = entry->info.progress;
    if (now.total < 0)
        now.total = before.total; // as measured beforehand, until the job knows better
    // The speed is the meter's, once it has one.
    now.rate = before.rate > 0 || !entry->info.speeds.isEmpty() ? before.rate : progress.rate;
    now.leftMs = now.rate > 1 && now.total >= now.done ? static_cast<qint64>(static_cast<double>(now.total - now.done) * 1000 / now.rate) : -1;
    Q_EMIT transferChanged(entry->info);
    saveAfter(Urgency::Later);
}

void TransferQueue::tick()
{
    const qint64 now = monotonicMs();
    bool any = false;
    for (Entry &entry : m_entries) {
        if (entry.info.state != TransferState::Running)
            continue;
        any = true;
        Progress &progress = entry.info.progress;
        entry.meter.tick(progress.done, now);
        entry.info.activeMs += now - std::exchange(entry.runningSinceMs, now);
        entry.info.speeds = entry.meter.speeds();
        progress.rate = entry.meter.rate();
        progress.leftMs = entry.meter.leftMs(progress.done, progress.total);
        Q_EMIT transferChanged(entry.info);
    }
    if (!any)
        m_ticker->stop();
}

void TransferQueue::ended(TransferId id, const JobResult &result)
{
    Entry *entry = find(id);
    if (!entry)
        return;
    entry->job.reset();
    dropQuestions(id);
    TransferInfo &info = entry->info;
    info.skipped = result.details.value(QStringLiteral("skipped")).toStringList();
    info.failed = result.details.value(QStringLiteral("failed")).toStringList();
    info.startedOver = result.details.value(QStringLiteral("startedOver")).toStringList();
    info.triedAgain = result.details.value(QStringLiteral("triedAgain")).toStringList();
    info.path = result.details.value(QStringLiteral("path")).toString();
    info.sha256 = result.details.value(QStringLiteral("sha256")).toString();
    info.error = result.error;
    // A new connection may be there already.
    const bool lost = std::exchange(entry->interrupted, false) && result.error.code != ErrorCode::Cancelled && !result.ok();
    if (lost) {
        const qint64 total = info.progress.total;
        info.progress = {};
        // Nothing may only mean that it had not got round to looking.
        info.progress.total = total > 0 ? total : -1;
        // What the break has cut off is no failure of its own: it goes on.
        info.failed.clear();
        info.error = {};
        entry->surveyed = false;
        info.request.resume = true;
        // What a person has paused waits for that person.
        setState(*entry, info.state == TransferState::Paused ? TransferState::Paused : TransferState::Waiting);
    } else {
        if (result.ok() || result.error.code == ErrorCode::Cancelled)
            entry->memory.reset();
        if (info.isErrand())
            Q_EMIT errandEnded(info, result);
        finish(*entry, result.ok() ? TransferState::Done
                       : result.error.code == ErrorCode::Cancelled ? TransferState::Cancelled
                                                                   : TransferState::Failed);
    }
    startMore();
}

void TransferQueue::finish(Entry &entry, TransferState state)
{
    m_order.removeOne(entry.info.id);
    orderHasChanged();
    entry.info.endedMs = wallClockMs();
    entry.info.progress.leftMs = -1;
    setState(entry, state);
    prune();
}

void TransferQueue::prune()
{
    QList<TransferId> over;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.info.isOver())
            over.append(entry.info.id);
    }
    if (over.size() <= MostHistory)
        return;
    std::sort(over.begin(), over.end(), [this](TransferId a, TransferId b) { return m_entries[a].info.endedMs < m_entries[b].info.endedMs; });
    for (const TransferId id : over.first(over.size() - MostHistory))
        removeNow(id);
}

void TransferQueue::setState(Entry &entry, TransferState state)
{
    const qint64 now = monotonicMs();
    if (entry.info.state == TransferState::Running && entry.runningSinceMs != 0)
        entry.info.activeMs += now - std::exchange(entry.runningSinceMs, 0);
    if (state == TransferState::Running) {
        entry.runningSinceMs = now;
        entry.meter.begin(entry.info.progress.done, now);
        if (!m_ticker->isActive())
            m_ticker->start(TransferMeter::TickMs);
    } else {
        entry.info.progress.rate = 0;
        entry.info.progress.leftMs = -1;
    }
    entry.info.state = state;
    Q_EMIT transferChanged(entry.info);
    saveAfter(Urgency::Soon);
}

} // namespace transom::files
