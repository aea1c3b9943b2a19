#pragma once

#include "core/accounts/database.h"
#include "core/protocol/delivery_messages.h"

/// What is handed out, sent and handed in: the books, without the bytes. Functions over Database: storage thread only. `userId` is
/// who asks; what they may not see is NotFound. Times are milliseconds since 1970.
///
/// Deliveries begin as "filling" with the space reserved (of who sends; of who collects, for what is handed in), become "open" and
/// counted as used when they are sealed, and give the space back when they are "done", "closed" or "expired".
namespace transom::accounts {

/// Groups that may be sent to.
Result<protocol::DeliverGroups> deliveryGroups(Database &database);
/// Everybody who may be sent to: enabled accounts, all as "away".
Result<QList<protocol::DeliverPerson>> deliveryWhom(Database &database);

Result<qint64> createDelivery(Database &database, qint64 userId, const protocol::DeliverSend &request, qint64 nowMs);
/// `folder`: where it gathers in the owner's home.
Result<qint64> createHandIn(Database &database, qint64 userId, const protocol::DeliverCollect &request, const QString &folder, qint64 nowMs);
Result<qint64> createSubmission(Database &database, qint64 userId, const protocol::DeliverHandIn &request, qint64 nowMs);

/// The number that the file gets. AlreadyExists where one of that path is whole.
Result<int> addDeliveryFile(Database &database, qint64 userId, const protocol::DeliverPut &file);
Result<void> finishDeliveryFile(Database &database, qint64 id, int number, const QString &sha256);
/// Truncated where something is missing.
Result<void> sealDelivery(Database &database, qint64 userId, qint64 id, qint64 nowMs);

/// A submission of which everything is there and that is about to be put into the collector's home.
struct Submission
{
    qint64 id = 0;
    qint64 userId = 0;
    QString user;
    qint64 collectorId = 0;
    QString collector;
    QString folder; ///< of the hand-in
    int keep = 0;
    protocol::DeliverReceipt receipt;
    QList<protocol::DeliverFile> files;
};
/// Takes the next version for it. PermissionDenied where it is late and may not be.
Result<Submission> beginSealing(Database &database, qint64 userId, qint64 id, qint64 nowMs);
Result<void> finishSealing(Database &database, const Submission &submission);

/// Newest first; at most 500.
Result<QList<protocol::DeliverItem>> deliveryItems(Database &database, qint64 userId);
Result<protocol::DeliverItem> deliveryItem(Database &database, qint64 userId, qint64 id);
/// Only to who it is from (or who collects, of a submission's): others get nobody.
Result<QList<protocol::DeliverPerson>> deliveryPeople(Database &database, qint64 userId, qint64 id, const QString &onlyUser = {});
Result<QList<protocol::DeliverFile>> deliveryFiles(Database &database, qint64 userId, qint64 id);
Result<std::optional<protocol::DeliverReceipt>> deliveryReceipt(Database &database, qint64 userId, qint64 id);

/// A file that may be fetched now; from then on the person is "taking" it.
Result<protocol::DeliverFile> takeDeliveryFile(Database &database, qint64 userId, qint64 id, int number, qint64 nowMs);
/// True: everybody has answered, and the files are not needed any more.
Result<bool> answerDelivery(Database &database, qint64 userId, const protocol::DeliverAnswer &answer, qint64 nowMs);
/// By who it is from: withdraws, or closes a hand-in; drops what is still filling. True: its files are not needed any more.
Result<bool> closeDelivery(Database &database, qint64 userId, qint64 id);
/// What is past its time, and what has been filling for a day: the numbers of those whose files are not needed any more.
Result<QList<qint64>> expireDeliveries(Database &database, qint64 nowMs);

/// Those concerned: who it is from, then everybody it is for.
Result<QList<std::pair<qint64, QString>>> deliveryAudience(Database &database, qint64 id);

/// At the start, when nothing is under way: what was filling is dropped.
Result<void> dropFillingDeliveries(Database &database);
/// The numbers of the deliveries whose files are needed.
Result<QList<qint64>> spooledDeliveries(Database &database);
/// What they take of the user's quota.
Result<qint64> spooledBytes(Database &database, qint64 userId);

} // namespace transom::accounts
