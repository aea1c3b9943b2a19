// How a TransferQueue is kept from one run to the next, and what it finds out about what waits.

#include "core/files/transfer_queue.h"

#include "core/base/clock.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QTimer>

#include <algorithm>
#include <future>

namespace transom::files {

namespace {

constexpr int SaveSoonMs = 200;
constexpr int SaveLaterMs = 3000;
/// At the end the last list is waited for, but not on a disk that hangs.
constexpr auto LastSave = std::chrono::seconds(3);
constexpr qint64 MostMeasured = 200'000;

struct Amount
{
    qint64 bytes = 0;
    qint64 files = 0;
};

/// Nothing where it is too much to be counted beforehand. As UploadJob has it: links that were named are followed, others not.
std::optional<Amount> amountOf(const QStringList &paths)
{
    Amount amount;
    qint64 seen = 0;
    const auto add = [&amount](const QFileInfo &info) {
        if (!info.isFile())
            return;
        amount.bytes += info.size();
        ++amount.files;
    };
    for (const QString &path : paths) {
        const QFileInfo info(path);
        if (!info.isDir()) {
            add(info);
            continue;
        }
        QDirIterator each(path, QDir::Files | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            each.next();
            if (++seen > MostMeasured)
                return std::nullopt;
            if (const QFileInfo found = each.fileInfo(); !found.isSymLink())
                add(found);
        }
    }
    return amount;
}

} // namespace

TransferQueue::~TransferQueue()
{
    for (Entry &entry : m_entries) {
        if (entry.job)
            entry.job->disconnect(this);
    }
    if (!m_store || !m_loaded)
        return;
    auto written = std::make_shared<std::promise<void>>();
    auto waited = written->get_future();
    m_disk.post([store = std::move(m_store), queue = snapshot(), written]() mutable {
        (void)store->save(queue);
        store.reset(); // and the lock with it
        written->set_value();
    });
    (void)waited.wait_for(LastSave);
}

void TransferQueue::keepIn(const QString &file)
{
    QMetaObject::invokeMethod(this, [this, file] {
        if (m_store)
            return;
        m_store = std::make_shared<TransferStore>(file);
        m_disk.run([store = m_store] { return store->load(); }, this, [this](TransferStore::Loaded loaded) { this->loaded(std::move(loaded)); });
    });
}

void TransferQueue::loaded(TransferStore::Loaded loaded)
{
    m_loaded = true;
    // Before what has been added meanwhile.
    const auto newer = std::exchange(m_order, {});
    if (!m_settingsTouched) {
        m_settings = loaded.queue.settings;
        m_uploadLimit->setRate(m_settings.uploadLimit);
        m_downloadLimit->setRate(m_settings.downloadLimit);
    }
    Q_EMIT settingsChanged(m_settings);
    for (auto *list : {&loaded.queue.history, &loaded.queue.queue}) {
        for (StoredTransfer &each : *list)
            takeStored(std::move(each));
    }
    for (const TransferId id : newer)
        insertIntoOrder(m_entries[id]);
    orderHasChanged();
    if (loaded.trouble.code != ErrorCode::None)
        trouble(loaded.trouble);
    startMore();
    saveAfter(Urgency::Soon);
}

void TransferQueue::takeStored(StoredTransfer stored)
{
    const TransferId id = ++m_lastId;
    Entry &entry = m_entries[id];
    entry.info = std::move(stored.info);
    entry.info.id = id;
    entry.info.here = entry.info.place == m_place;
    if (entry.info.isOver()) {
        Q_EMIT transferAdded(entry.info);
        return;
    }
    if (entry.info.state == TransferState::Running)
        entry.info.state = TransferState::Waiting;
    entry.begun = stored.begun;
    if (stored.begun) {
        entry.memory = newMemory();
        entry.memory->names = stored.names;
        entry.memory->since = stored.since;
        entry.memory->done = QSet<QString>(stored.done.cbegin(), stored.done.cend());
        entry.memory->any = true;
        entry.info.request.resume = true;
    }
    insertIntoOrder(entry);
    Q_EMIT transferAdded(entry.info);
    if (entry.info.progress.total < 0)
        measure(entry);
}

/// So that the time left is that of the whole list.
void TransferQueue::measure(const Entry &waiting)
{
    if (waiting.info.request.direction != TransferDirection::Upload || waiting.info.progress.total >= 0)
        return;
    m_survey.run([paths = waiting.info.request.sources] { return amountOf(paths); }, this, [this, id = waiting.info.id](std::optional<Amount> amount) {
        Entry *entry = find(id);
        if (!entry || !amount || entry->job || entry->info.isOver() || entry->info.progress.total >= 0)
            return;
        entry->info.progress.total = amount->bytes;
        entry->info.progress.itemsTotal = amount->files;
        Q_EMIT transferChanged(entry->info);
    });
}

void TransferQueue::saveAfter(Urgency urgency)
{
    if (!m_store || !m_loaded)
        return;
    const int delay = urgency == Urgency::Soon ? SaveSoonMs : SaveLaterMs;
    if (!m_saver->isActive() || m_saver->remainingTime() > delay)
        m_saver->start(delay);
}

void TransferQueue::save()
{
    if (m_disk.pending() > 0)
        return saveAfter(Urgency::Soon); // a slow disk gets the newest list, not all of them
    m_disk.run([store = m_store, queue = snapshot()] { return store->save(queue); }, this, [this](const Result<void> &saved) {
        if (std::exchange(m_saveFailed, !saved) != m_saveFailed && !saved)
            trouble(saved.error());
    });
}

void TransferQueue::trouble(const Error &error)
{
    m_trouble = error;
    Q_EMIT troubled(error);
}

StoredQueue TransferQueue::snapshot() const
{
    StoredQueue queue;
    queue.settings = m_settings;
    for (const TransferId id : m_order) {
        if (queue.queue.size() < TransferStore::MostQueued)
            queue.queue.append(stored(m_entries[id]));
    }
    for (const Entry &entry : m_entries) {
        if (entry.info.isOver())
            queue.history.append(stored(entry));
    }
    std::stable_sort(queue.history.begin(), queue.history.end(), [](const StoredTransfer &a, const StoredTransfer &b) { return a.info.endedMs < b.info.endedMs; });
    return queue;
}

StoredTransfer TransferQueue::stored(const Entry &entry) const
{
    StoredTransfer stored{entry.info, entry.begun, {}, {}};
    if (entry.memory && !entry.info.isOver() && entry.memory->done.size() <= TransferStore::MostDone)
        stored.done = entry.memory->done.values();
    if (entry.memory && !entry.info.isOver() && entry.memory->names.size() <= TransferStore::MostDone)
        stored.names = entry.memory->names;
    if (entry.memory && !entry.info.isOver())
        stored.since = entry.memory->since;
    return stored;
}

} // namespace transom::files
