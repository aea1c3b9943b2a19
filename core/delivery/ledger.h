#pragma once

#include "core/protocol/delivery_messages.h"

#include <optional>
#include <utility>

namespace transom::delivery {

/// The books of what is sent, handed out and handed in, whoever keeps them. `userId` is who asks; what they may not see is
/// NotFound. Called on the disk pool; blocks; several threads at once.
class Ledger
{
public:
    struct Slot
    {
        int number = 0;
        qint64 handIn = 0;  ///< of what is handed in; otherwise 0
        qint64 total = 0;   ///< bytes of all its files
    };

    virtual ~Ledger() = default;

    virtual Result<protocol::DeliverGroups> groups() = 0;
    virtual Result<QList<protocol::DeliverPerson>> whom() = 0;

    virtual Result<qint64> send(qint64 userId, const protocol::DeliverSend &request) = 0;
    virtual Result<qint64> collect(qint64 userId, const QString &user, const protocol::DeliverCollect &request) = 0;
    virtual Result<qint64> handIn(qint64 userId, const protocol::DeliverHandIn &request) = 0;
    virtual Result<Slot> addFile(qint64 userId, const protocol::DeliverPut &file) = 0;
    virtual Result<void> finishFile(qint64 id, int number, const QString &sha256) = 0;
    /// Everything is there: it is open, or in the folder of who collects, and on the disk.
    virtual Result<void> seal(qint64 userId, qint64 id) = 0;

    virtual Result<QList<protocol::DeliverItem>> items(qint64 userId) = 0;
    virtual Result<protocol::DeliverItem> item(qint64 userId, qint64 id) = 0;
    /// `onlyUser` not empty: only that one.
    virtual Result<QList<protocol::DeliverPerson>> people(qint64 userId, qint64 id, const QString &onlyUser) = 0;
    virtual Result<QList<protocol::DeliverFile>> files(qint64 userId, qint64 id) = 0;
    virtual Result<std::optional<protocol::DeliverReceipt>> receipt(qint64 userId, qint64 id) = 0;

    virtual Result<protocol::DeliverFile> takeFile(qint64 userId, qint64 id, int number) = 0;
    /// True, here and in close(): the files are not needed any more.
    virtual Result<bool> answer(qint64 userId, const protocol::DeliverAnswer &answer) = 0;
    virtual Result<bool> close(qint64 userId, qint64 id) = 0;
    virtual Result<QList<qint64>> expire() = 0;
    /// Who it is from, then those it is for: number and name.
    virtual Result<QList<std::pair<qint64, QString>>> audience(qint64 id) = 0;
};

} // namespace transom::delivery
