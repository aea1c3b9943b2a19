#include "core/delivery/delivery_hub.h"

#include "core/base/clock.h"

namespace transom::delivery {

using namespace protocol;

namespace {

constexpr qint64 TellEveryMs = 200;

} // namespace

DeliveryHub::WatcherId DeliveryHub::watch(qint64 userId, const QString &user, Listener listener)
{
    const std::lock_guard lock(m_mutex);
    m_watchers.insert(++m_last, {userId, user, std::move(listener)});
    return m_last;
}

void DeliveryHub::unwatch(WatcherId watcher)
{
    const std::lock_guard lock(m_mutex);
    m_watchers.remove(watcher);
}

bool DeliveryHub::isHere(const QString &user) const
{
    const std::lock_guard lock(m_mutex);
    for (const Watcher &watcher : m_watchers) {
        if (watcher.user == user)
            return true;
    }
    return false;
}

void DeliveryHub::changed(qint64 delivery, const QString &person)
{
    m_strand.post([this, delivery, person] { tell(delivery, person); });
}

void DeliveryHub::tell(qint64 delivery, const QString &person)
{
    const auto audience = m_ledger.audience(delivery);
    if (!audience || audience->isEmpty())
        return;
    const qint64 owner = audience->first().first;
    QSet<qint64> concerned{owner};
    for (const auto &[id, name] : *audience) {
        if (person.isEmpty() || name == person)
            concerned.insert(id);
    }
    QHash<qint64, QList<Listener>> listeners;
    {
        const std::lock_guard lock(m_mutex);
        for (const Watcher &watcher : std::as_const(m_watchers)) {
            if (concerned.contains(watcher.userId))
                listeners[watcher.userId].append(watcher.listener);
        }
    }
    for (auto it = listeners.cbegin(); it != listeners.cend(); ++it) {
        auto item = m_ledger.item(it.key(), delivery);
        if (!item)
            continue; // still filling, or gone
        DeliverChanged message{*item, {}};
        if (it.key() == owner && !person.isEmpty()) {
            message.people = m_ledger.people(owner, delivery, person).value_or(QList<DeliverPerson>());
            addProgress(delivery, message.people);
        }
        for (const Listener &listener : it.value())
            listener(message);
    }
}

void DeliveryHub::progress(qint64 delivery, const QString &person, qint64 bytes, qint64 total)
{
    const qint64 now = monotonicMs();
    {
        const std::lock_guard lock(m_mutex);
        Amount &amount = m_progress[{delivery, person}];
        amount.bytes += bytes;
        amount.total = total;
        if (now - amount.toldMs < TellEveryMs)
            return;
        amount.toldMs = now;
    }
    changed(delivery, person);
}

void DeliveryHub::clearProgress(qint64 delivery, const QString &person)
{
    const std::lock_guard lock(m_mutex);
    m_progress.remove({delivery, person});
}

void DeliveryHub::addProgress(qint64 delivery, QList<DeliverPerson> &people) const
{
    const std::lock_guard lock(m_mutex);
    for (DeliverPerson &person : people) {
        const auto found = m_progress.constFind({delivery, person.user});
        if (found == m_progress.constEnd())
            continue;
        if (found->total > 0) {
            person.state = QStringLiteral("sending");
            person.total = found->total;
            person.bytes = std::min(found->bytes, found->total);
        } else if (person.state == u"taking") {
            person.bytes = found->bytes;
        }
    }
}

} // namespace transom::delivery
