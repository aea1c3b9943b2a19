#pragma once

#include "core/base/strand.h"
#include "core/delivery/ledger.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>
#include <memory>
#include <mutex>

namespace transom::delivery {

/// Tells those who watch what changes among their deliveries, and knows how far each transfer is. Any thread.
class DeliveryHub
{
public:
    using WatcherId = quint64;
    using Listener = std::function<void(const protocol::DeliverChanged &)>;

    /// The ledger must outlive the hub and all work that it has begun.
    explicit DeliveryHub(Ledger &ledger)
        : m_ledger(ledger)
    {}

    /// The listener is called on the disk pool.
    WatcherId watch(qint64 userId, const QString &user, Listener listener);
    void unwatch(WatcherId watcher);
    /// Whether somebody would hear of a delivery now.
    bool isHere(const QString &user) const;

    /// Something has changed: everybody concerned who watches is told. `person` not empty: only they and who it is from, and the
    /// latter learns what has become of it for them.
    void changed(qint64 delivery, const QString &person = {});

    /// Bytes that went to, or came from, a person; those who it is from hear of it a few times a second. `total` is that of what
    /// is handed in.
    void progress(qint64 delivery, const QString &person, qint64 bytes, qint64 total = 0);
    void clearProgress(qint64 delivery, const QString &person);
    /// Puts in how far each of them is.
    void addProgress(qint64 delivery, QList<protocol::DeliverPerson> &people) const;

private:
    struct Watcher
    {
        qint64 userId = 0;
        QString user;
        Listener listener;
    };
    struct Amount
    {
        qint64 bytes = 0;
        qint64 total = 0;
        qint64 toldMs = 0;
    };
    using Key = std::pair<qint64, QString>;

    void tell(qint64 delivery, const QString &person);

    Ledger &m_ledger;
    mutable std::mutex m_mutex;
    QHash<WatcherId, Watcher> m_watchers;
    QHash<Key, Amount> m_progress;
    WatcherId m_last = 0;
    Strand m_strand; ///< in order: what is told last is what is so
};

} // namespace transom::delivery
