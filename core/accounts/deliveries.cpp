#include "core/accounts/deliveries.h"

#include "core/accounts/groups.h"
#include "core/accounts/quota.h"
#include "core/accounts/users.h"
#include "core/base/text.h"
#include "core/protocol/delivery_digest.h"

#include <QSet>

#include <algorithm>

namespace transom::accounts {

using namespace protocol;

namespace {

constexpr qsizetype MostPeople = 2000;
constexpr qsizetype MostTitle = 120;
constexpr qsizetype MostNote = 2000;
constexpr int MostFiles = 20'000;
constexpr int MostDays = 60;
constexpr qint64 DayMs = 24 * 3600 * 1000;
constexpr qint64 MostBytes = qint64{1} << 50;

/// A null text would be stored as NULL.
QString text(const QString &value, qsizetype most = 4096)
{
    return value.isNull() ? QString(QLatin1String("")) : value.left(most);
}

Result<void> ran(const Result<int> &changed)
{
    return changed ? Result<void>() : Result<void>(tl::make_unexpected(changed.error()));
}

tl::unexpected<Error> noSuch()
{
    return fail(ErrorCode::NotFound, QT_TRANSLATE_NOOP("Error", "There is no such delivery, or it is not for you."));
}

/// A row of deliveries as far as its books need it.
struct Entry
{
    qint64 id = 0;
    QString kind;
    qint64 parentId = 0;
    qint64 ownerId = 0;
    QString state;
    qint64 untilMs = 0;
    qint64 graceMs = 0;
    bool refuseLate = false;
    qint64 most = 0;
    int keep = 0;
    int files = 0;
    qint64 bytes = 0;
    QString title;
    QString folder;

    bool isOver() const { return state != u"open"; }
    bool isLate(qint64 nowMs) const { return untilMs > 0 && nowMs > untilMs + graceMs; }
};

Result<Entry> entryOf(Database &database, qint64 id)
{
    auto row = database.row(QStringLiteral("SELECT id, kind, parent_id, owner_id, state, until_ms, grace_ms, refuse_late, most_bytes,"
                                           " keep_versions, files, bytes, title, folder FROM deliveries WHERE id = ?"), {id});
    if (!row)
        return tl::make_unexpected(row.error());
    if (!*row)
        return noSuch();
    const Row &r = **row;
    return Entry{r[0].toLongLong(), r[1].toString(), r[2].toLongLong(), r[3].toLongLong(), r[4].toString(), r[5].toLongLong(), r[6].toLongLong(),
                 r[7].toInt() != 0, r[8].toLongLong(), r[9].toInt(), r[10].toInt(), r[11].toLongLong(), r[12].toString(), r[13].toString()};
}

struct Addressees
{
    QList<qint64> users;
    QList<qint64> groups;
    QString text;
};

Result<Addressees> addresseesOf(Database &database, const QStringList &people, const QStringList &groups)
{
    if (people.size() + groups.size() > MostPeople)
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "These are too many people at once."));
    Addressees to;
    QStringList names;
    QSet<qint64> seen;
    const auto add = [&](const QString &name) -> Result<void> {
        auto user = findUser(database, name);
        if (!user)
            return tl::make_unexpected(user.error());
        if (!*user)
            return fail(ErrorCode::NoSuchUser, QT_TRANSLATE_NOOP("Error", "There is no account \"%1\"."), {printable(name, 80)});
        if ((*user)->enabled && !seen.contains((*user)->id)) {
            seen.insert((*user)->id);
            to.users.append((*user)->id);
        }
        return {};
    };
    for (const QString &name : groups) {
        auto group = findGroup(database, name);
        if (!group)
            return tl::make_unexpected(group.error());
        to.groups.append(group->id);
        names.append(group->name);
        for (const QString &member : std::as_const(group->members)) {
            if (auto added = add(member); !added)
                return tl::make_unexpected(added.error());
        }
    }
    for (const QString &name : people) {
        if (auto added = add(name); !added)
            return tl::make_unexpected(added.error());
        names.append(name);
    }
    if (to.users.isEmpty() && to.groups.isEmpty())
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "Choose who is to get it."));
    to.text = names.join(QStringLiteral(", "));
    return to;
}

Result<void> address(Database &database, qint64 id, const Addressees &to, const QString &state, qint64 nowMs)
{
    for (const qint64 user : to.users) {
        if (auto added = database.run(QStringLiteral("INSERT INTO delivery_people (delivery_id, user_id, state, changed_ms) VALUES (?, ?, ?, ?)"
                                                     " ON CONFLICT DO NOTHING"), {id, user, state, nowMs}); !added)
            return ran(added);
    }
    for (const qint64 group : to.groups) {
        if (auto added = database.run(QStringLiteral("INSERT INTO delivery_groups (delivery_id, group_id) VALUES (?, ?) ON CONFLICT DO NOTHING"),
                                      {id, group}); !added)
            return ran(added);
    }
    return {};
}

Result<qint64> insertedId(const Result<std::optional<Row>> &row)
{
    if (!row)
        return tl::make_unexpected(row.error());
    return *row ? Result<qint64>((*row)->at(0).toLongLong()) : Result<qint64>(fail(ErrorCode::Internal));
}

Result<void> checkAmounts(int files, qint64 bytes)
{
    if (files < 1 || bytes < 0 || bytes > MostBytes)
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "There is nothing in it."));
    if (files > MostFiles)
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "These are too many files at once. Pack them into an archive first."));
    return {};
}

/// Whether the hand-in is for the user: by name, or by a group they are in now.
Result<bool> isAsked(Database &database, qint64 userId, qint64 id)
{
    return database.row(QStringLiteral("SELECT 1 FROM delivery_people WHERE delivery_id = ? AND user_id = ?"
                                       " UNION SELECT 1 FROM delivery_groups d JOIN group_members m ON m.group_id = d.group_id"
                                       " WHERE d.delivery_id = ? AND m.user_id = ?"), {id, userId, id, userId})
        .map([](const std::optional<Row> &row) { return row.has_value(); });
}

Result<void> setState(Database &database, qint64 id, const QString &state)
{
    return ran(database.run(QStringLiteral("UPDATE deliveries SET state = ? WHERE id = ?"), {state, id}));
}

/// Who pays for its bytes.
Result<qint64> payerOf(Database &database, const Entry &entry)
{
    if (entry.kind != u"submission")
        return entry.ownerId;
    return entryOf(database, entry.parentId).map([](const Entry &parent) { return parent.ownerId; });
}

Result<void> dropFilling(Database &database, const Entry &entry)
{
    auto payer = payerOf(database, entry);
    if (!payer)
        return tl::make_unexpected(payer.error());
    if (auto released = releaseQuota(database, *payer, {entry.bytes, 0}); !released)
        return released;
    return ran(database.run(QStringLiteral("DELETE FROM deliveries WHERE id = ?"), {entry.id}));
}

/// An open delivery is over: the space is the owner's again.
Result<void> finishOpen(Database &database, const Entry &entry, const QString &state)
{
    if (entry.kind != u"handin") {
        if (auto adjusted = adjustUsed(database, entry.ownerId, {-entry.bytes, 0}); !adjusted)
            return adjusted;
    }
    return setState(database, entry.id, state);
}

/// What has been filled so far.
Result<std::pair<int, qint64>> filled(Database &database, qint64 id, bool wholeOnly)
{
    auto row = database.row(QStringLiteral("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM delivery_files WHERE delivery_id = ?")
                                    + (wholeOnly ? QStringLiteral(" AND whole = 1") : QString()), {id});
    if (!row || !*row)
        return tl::make_unexpected(row ? Error{ErrorCode::Internal, {}} : row.error());
    return std::pair((*row)->at(0).toInt(), (*row)->at(1).toLongLong());
}

Result<Entry> fillingOf(Database &database, qint64 userId, qint64 id)
{
    auto entry = entryOf(database, id);
    if (!entry)
        return entry;
    if (entry->ownerId != userId || entry->state != u"filling")
        return noSuch();
    return entry;
}

Result<void> checkComplete(Database &database, const Entry &entry)
{
    auto whole = filled(database, entry.id, true);
    if (!whole)
        return tl::make_unexpected(whole.error());
    if (whole->first != entry.files || whole->second != entry.bytes)
        return fail(ErrorCode::Truncated, QT_TRANSLATE_NOOP("Error", "%1 of %2 files arrived; nothing was delivered."), {QString::number(whole->first), QString::number(entry.files)});
    return {};
}

} // namespace

Result<qint64> createDelivery(Database &database, qint64 userId, const DeliverSend &request, qint64 nowMs)
{
    return database.inTransaction([&]() -> Result<qint64> {
        if (auto checked = checkAmounts(request.files, request.bytes); !checked)
            return tl::make_unexpected(checked.error());
        if (request.days < 1 || request.days > MostDays)
            return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "It can be kept for 1 to 60 days."));
        auto to = addresseesOf(database, request.people, request.groups);
        if (!to)
            return tl::make_unexpected(to.error());
        if (to->users.isEmpty())
            return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "There is nobody in this group."));
        if (auto reserved = reserveQuota(database, userId, {request.bytes, 0}); !reserved)
            return tl::make_unexpected(reserved.error());
        auto id = insertedId(database.row(
                QStringLiteral("INSERT INTO deliveries (kind, owner_id, title, note, addressed, state, created_ms, until_ms, auto_take, files, bytes)"
                               " VALUES (?, ?, ?, ?, ?, 'filling', ?, ?, ?, ?, ?) RETURNING id"),
                {request.handout ? QStringLiteral("handout") : QStringLiteral("send"), userId, text(request.title, MostTitle), text(request.note, MostNote),
                 text(to->text, 1000), nowMs, nowMs + request.days * DayMs, request.take ? 1 : 0, request.files, request.bytes}));
        if (!id)
            return id;
        // Nobody is offered what is still filling: the people see it once it is open.
        if (auto addressed = address(database, *id, {to->users, {}, {}}, QStringLiteral("offered"), nowMs); !addressed)
            return tl::make_unexpected(addressed.error());
        return id;
    });
}

Result<qint64> createHandIn(Database &database, qint64 userId, const DeliverCollect &request, const QString &folder, qint64 nowMs)
{
    return database.inTransaction([&]() -> Result<qint64> {
        if (request.until < 0 || request.grace < 0 || request.most < 0 || request.keep < 0 || request.grace > 365 * DayMs)
            return fail(ErrorCode::BadArgument);
        if (request.until > 0 && request.until <= nowMs)
            return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "The deadline is already over. Choose a later one."));
        auto to = addresseesOf(database, request.people, request.groups);
        if (!to)
            return tl::make_unexpected(to.error());
        auto id = insertedId(database.row(
                QStringLiteral("INSERT INTO deliveries (kind, owner_id, title, note, addressed, state, created_ms, until_ms, grace_ms, refuse_late,"
                               " most_bytes, keep_versions, folder) VALUES ('handin', ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
                {userId, text(request.title, MostTitle), text(request.note, MostNote), text(to->text, 1000), nowMs, request.until, request.grace,
                 request.refuseLate ? 1 : 0, request.most, request.keep, text(folder)}));
        if (!id)
            return id;
        if (auto addressed = address(database, *id, *to, QStringLiteral("missing"), nowMs); !addressed)
            return tl::make_unexpected(addressed.error());
        return id;
    });
}

Result<qint64> createSubmission(Database &database, qint64 userId, const DeliverHandIn &request, qint64 nowMs)
{
    return database.inTransaction([&]() -> Result<qint64> {
        if (auto checked = checkAmounts(request.files, request.bytes); !checked)
            return tl::make_unexpected(checked.error());
        auto handIn = entryOf(database, request.id);
        auto asked = handIn ? isAsked(database, userId, request.id) : Result<bool>(false);
        if (!handIn || !asked)
            return tl::make_unexpected((handIn ? Result<void>(tl::make_unexpected(asked.error())) : Result<void>(tl::make_unexpected(handIn.error()))).error());
        if (handIn->kind != u"handin" || !*asked)
            return noSuch();
        if (handIn->isOver())
            return fail(ErrorCode::PermissionDenied, QT_TRANSLATE_NOOP("Error", "This hand-in is closed. Ask who collects it."));
        if (handIn->refuseLate && handIn->isLate(nowMs))
            return fail(ErrorCode::PermissionDenied, QT_TRANSLATE_NOOP("Error", "The deadline is over, and nothing is taken late. Ask who collects it."));
        if (handIn->most > 0 && request.bytes > handIn->most)
            return fail(ErrorCode::QuotaExceeded, QT_TRANSLATE_NOOP("Error", "At most %1 may be handed in, and this is %2."), {formatBytes(handIn->most), formatBytes(request.bytes)});
        if (auto reserved = reserveQuota(database, handIn->ownerId, {request.bytes, 0}); !reserved) {
            if (reserved.error().code == ErrorCode::QuotaExceeded)
                return fail(ErrorCode::QuotaExceeded, QT_TRANSLATE_NOOP("Error", "Who collects this has no room left for it. Tell them."));
            return tl::make_unexpected(reserved.error());
        }
        return insertedId(database.row(
                QStringLiteral("INSERT INTO deliveries (kind, parent_id, owner_id, title, note, addressed, state, created_ms, until_ms, files, bytes)"
                               " VALUES ('submission', ?, ?, ?, '', '', 'filling', ?, 0, ?, ?) RETURNING id"),
                {request.id, userId, text(handIn->title), nowMs, request.files, request.bytes}));
    });
}

Result<int> addDeliveryFile(Database &database, qint64 userId, const DeliverPut &file)
{
    return database.inTransaction([&]() -> Result<int> {
        auto entry = fillingOf(database, userId, file.id);
        if (!entry)
            return tl::make_unexpected(entry.error());
        if (file.size < 0 || (file.folder && file.size > 0))
            return fail(ErrorCode::BadArgument);
        // One that did not arrive in full gives way: a connection broke, and here it comes again.
        auto there = database.row(QStringLiteral("SELECT whole, number, size FROM delivery_files WHERE delivery_id = ? AND path = ?"), {file.id, file.path});
        if (!there)
            return tl::make_unexpected(there.error());
        if (*there && (*there)->at(0).toInt() != 0)
            return fail(ErrorCode::AlreadyExists);
        // What has arrived of it is under its number.
        if (*there && file.resume && (*there)->at(2).toLongLong() == file.size)
            return (*there)->at(1).toInt();
        auto gone = database.run(QStringLiteral("DELETE FROM delivery_files WHERE delivery_id = ? AND path = ? AND whole = 0"), {file.id, file.path});
        if (!gone)
            return tl::make_unexpected(gone.error());
        auto already = filled(database, file.id, false);
        if (!already)
            return tl::make_unexpected(already.error());
        if (already->first + 1 > entry->files || file.size > entry->bytes - already->second)
            return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "More was sent than was announced."));
        auto next = database.row(QStringLiteral("SELECT COALESCE(MAX(number), 0) + 1 FROM delivery_files WHERE delivery_id = ?"), {file.id});
        if (!next || !*next)
            return tl::make_unexpected(next ? Error{ErrorCode::Internal, {}} : next.error());
        const int number = (*next)->at(0).toInt();
        auto added = database.run(QStringLiteral("INSERT INTO delivery_files (delivery_id, number, path, folder, size, modified_ms, mode, sha256, whole)"
                                                 " VALUES (?, ?, ?, ?, ?, ?, ?, '', ?)"),
                                  {file.id, number, file.path, file.folder ? 1 : 0, file.size, file.modified, file.mode & 0777, file.folder ? 1 : 0});
        return added ? Result<int>(number) : Result<int>(tl::make_unexpected(added.error()));
    });
}

Result<void> finishDeliveryFile(Database &database, qint64 id, int number, const QString &sha256)
{
    auto changed = database.run(QStringLiteral("UPDATE delivery_files SET whole = 1, sha256 = ? WHERE delivery_id = ? AND number = ? AND whole = 0"),
                                {sha256, id, number});
    if (changed && *changed != 1)
        return noSuch(); // withdrawn meanwhile, or sent again by another connection
    return ran(changed);
}

Result<void> sealDelivery(Database &database, qint64 userId, qint64 id, qint64 nowMs)
{
    return database.inTransaction([&]() -> Result<void> {
        auto entry = fillingOf(database, userId, id);
        if (!entry)
            return tl::make_unexpected(entry.error());
        if (auto complete = checkComplete(database, *entry); !complete)
            return complete;
        if (auto committed = commitQuota(database, entry->ownerId, {entry->bytes, 0}, {entry->bytes, 0}); !committed)
            return committed;
        auto files = deliveryFiles(database, userId, id);
        if (!files)
            return tl::make_unexpected(files.error());
        return ran(database.run(QStringLiteral("UPDATE deliveries SET state = 'open', sealed_ms = ?, sha256 = ? WHERE id = ?"),
                                {nowMs, deliveryDigest(*files), id}));
    });
}

Result<Submission> beginSealing(Database &database, qint64 userId, qint64 id, qint64 nowMs)
{
    return database.inTransaction([&]() -> Result<Submission> {
        auto entry = fillingOf(database, userId, id);
        if (!entry)
            return tl::make_unexpected(entry.error());
        if (entry->kind != u"submission")
            return noSuch();
        auto handIn = entryOf(database, entry->parentId);
        if (!handIn)
            return tl::make_unexpected(handIn.error());
        // What was begun before it was closed is still taken; what comes too late is not, by the moment at which it is all there.
        if (handIn->refuseLate && handIn->isLate(nowMs))
            return fail(ErrorCode::PermissionDenied, QT_TRANSLATE_NOOP("Error", "The deadline passed before everything was there, and nothing is taken late. Ask who collects it."));
        if (auto complete = checkComplete(database, *entry); !complete)
            return tl::make_unexpected(complete.error());
        auto files = deliveryFiles(database, userId, id);
        auto user = findUser(database, userId);
        auto collector = findUser(database, handIn->ownerId);
        auto last = database.row(QStringLiteral("SELECT COALESCE(MAX(version), 0) FROM deliveries WHERE parent_id = ? AND owner_id = ?"), {handIn->id, userId});
        if (!files || !user || !collector || !last || !*user || !*collector || !*last)
            return fail(ErrorCode::Internal);
        Submission submission;
        submission.id = id;
        submission.userId = userId;
        submission.user = (*user)->name;
        submission.collectorId = handIn->ownerId;
        submission.collector = (*collector)->name;
        submission.folder = handIn->folder;
        submission.keep = handIn->keep;
        submission.files = *files;
        const int version = (*last)->at(0).toInt() + 1;
        const int count = static_cast<int>(std::count_if(files->begin(), files->end(), [](const DeliverFile &file) { return !file.folder; }));
        submission.receipt = {id, handIn->id, handIn->title, (*user)->name, (*collector)->name, version, handIn->isLate(nowMs), nowMs, handIn->untilMs,
                              count, entry->bytes, deliveryDigest(*files), {}};
        auto taken = database.run(QStringLiteral("UPDATE deliveries SET version = ?, state = 'sealing' WHERE id = ?"), {version, id});
        return taken ? Result<Submission>(submission) : Result<Submission>(tl::make_unexpected(taken.error()));
    });
}

Result<void> finishSealing(Database &database, const Submission &submission)
{
    const DeliverReceipt &receipt = submission.receipt;
    return database.inTransaction([&]() -> Result<void> {
        if (auto committed = commitQuota(database, submission.collectorId, {receipt.bytes, 0}, {receipt.bytes, 0}); !committed)
            return committed;
        return ran(database.run(QStringLiteral("UPDATE deliveries SET state = 'done', sealed_ms = ?, sha256 = ?, late = ?, folder = ? WHERE id = ?"),
                                {receipt.time, receipt.sha256, receipt.late ? 1 : 0, text(receipt.folder), submission.id}));
    });
}

Result<DeliverFile> takeDeliveryFile(Database &database, qint64 userId, qint64 id, int number, qint64 nowMs)
{
    return database.inTransaction([&]() -> Result<DeliverFile> {
        auto entry = entryOf(database, id);
        if (!entry)
            return tl::make_unexpected(entry.error());
        auto person = database.row(QStringLiteral("SELECT state FROM delivery_people WHERE delivery_id = ? AND user_id = ?"), {id, userId});
        if (!person)
            return tl::make_unexpected(person.error());
        if (!*person || entry->kind == u"handin" || entry->state == u"filling")
            return noSuch();
        if (entry->isOver())
            return fail(ErrorCode::NotFound, QT_TRANSLATE_NOOP("Error", "It is no longer there: it was withdrawn, or its time is over."));
        auto row = database.row(QStringLiteral("SELECT number, path, folder, size, modified_ms, mode, sha256 FROM delivery_files"
                                               " WHERE delivery_id = ? AND number = ? AND folder = 0"), {id, number});
        if (!row)
            return tl::make_unexpected(row.error());
        if (!*row)
            return fail(ErrorCode::NotFound);
        if ((*person)->at(0).toString() != u"taking") {
            auto taking = database.run(QStringLiteral("UPDATE delivery_people SET state = 'taking', reason = '', changed_ms = ?"
                                                      " WHERE delivery_id = ? AND user_id = ?"), {nowMs, id, userId});
            if (!taking)
                return tl::make_unexpected(taking.error());
        }
        const Row &r = **row;
        return DeliverFile{r[0].toInt(), r[1].toString(), false, r[3].toLongLong(), r[4].toLongLong(), r[5].toInt(), r[6].toString()};
    });
}

Result<bool> answerDelivery(Database &database, qint64 userId, const DeliverAnswer &answer, qint64 nowMs)
{
    return database.inTransaction([&]() -> Result<bool> {
        auto entry = entryOf(database, answer.id);
        if (!entry)
            return tl::make_unexpected(entry.error());
        auto person = database.row(QStringLiteral("SELECT state FROM delivery_people WHERE delivery_id = ? AND user_id = ?"), {answer.id, userId});
        if (!person)
            return tl::make_unexpected(person.error());
        if (!*person || entry->kind == u"handin" || entry->state == u"filling")
            return noSuch();
        if (answer.answer != u"seen" && answer.answer != u"declined" && answer.answer != u"failed" && answer.answer != u"done")
            return fail(ErrorCode::BadArgument);
        const QString before = (*person)->at(0).toString();
        if (entry->isOver() || (answer.answer == u"seen" && before != u"offered"))
            return false;
        QString state = answer.answer;
        QString reason = printable(answer.reason, 300);
        if (state == u"done") {
            auto expected = database.row(QStringLiteral("SELECT sha256 FROM deliveries WHERE id = ?"), {answer.id});
            if (!expected)
                return tl::make_unexpected(expected.error());
            if (!*expected || (*expected)->at(0).toString() != answer.sha256) {
                state = QStringLiteral("failed");
                reason = QStringLiteral("What arrived there is not what was sent.");
            }
        }
        auto changed = database.run(QStringLiteral("UPDATE delivery_people SET state = ?, reason = ?, changed_ms = ? WHERE delivery_id = ? AND user_id = ?"),
                                    {state, text(reason), nowMs, answer.id, userId});
        if (!changed)
            return tl::make_unexpected(changed.error());
        auto waiting = database.row(QStringLiteral("SELECT COUNT(*) FROM delivery_people WHERE delivery_id = ? AND state NOT IN ('done', 'declined')"), {answer.id});
        if (!waiting || !*waiting)
            return tl::make_unexpected(waiting ? Error{ErrorCode::Internal, {}} : waiting.error());
        if ((*waiting)->at(0).toInt() > 0)
            return false;
        auto done = finishOpen(database, *entry, QStringLiteral("done"));
        return done ? Result<bool>(true) : Result<bool>(tl::make_unexpected(done.error()));
    });
}

Result<bool> closeDelivery(Database &database, qint64 userId, qint64 id)
{
    return database.inTransaction([&]() -> Result<bool> {
        auto entry = entryOf(database, id);
        if (!entry)
            return tl::make_unexpected(entry.error());
        if (entry->ownerId != userId)
            return noSuch();
        Result<void> closed;
        if (entry->state == u"filling" || entry->state == u"sealing")
            closed = dropFilling(database, *entry);
        else if (entry->state == u"open")
            closed = finishOpen(database, *entry, QStringLiteral("closed"));
        else
            return false;
        return closed ? Result<bool>(entry->kind != u"handin") : Result<bool>(tl::make_unexpected(closed.error()));
    });
}

Result<QList<qint64>> expireDeliveries(Database &database, qint64 nowMs)
{
    return database.inTransaction([&]() -> Result<QList<qint64>> {
        auto rows = database.rows(QStringLiteral("SELECT id FROM deliveries WHERE (state = 'open' AND kind <> 'handin' AND until_ms < ?)"
                                                 " OR (state = 'filling' AND created_ms < ?)"), {nowMs, nowMs - DayMs});
        if (!rows)
            return tl::make_unexpected(rows.error());
        QList<qint64> over;
        for (const Row &row : *rows) {
            auto entry = entryOf(database, row[0].toLongLong());
            if (!entry)
                return tl::make_unexpected(entry.error());
            auto done = entry->state == u"filling" ? dropFilling(database, *entry) : finishOpen(database, *entry, QStringLiteral("expired"));
            if (!done)
                return tl::make_unexpected(done.error());
            over.append(entry->id);
        }
        return over;
    });
}

Result<void> dropFillingDeliveries(Database &database)
{
    return ran(database.run(QStringLiteral("DELETE FROM deliveries WHERE state IN ('filling', 'sealing')")));
}

Result<QList<qint64>> spooledDeliveries(Database &database)
{
    return database.rows(QStringLiteral("SELECT id FROM deliveries WHERE kind <> 'handin' AND state IN ('open', 'filling', 'sealing')")).map([](const QList<Row> &rows) {
        QList<qint64> ids;
        for (const Row &row : rows)
            ids.append(row[0].toLongLong());
        return ids;
    });
}

Result<qint64> spooledBytes(Database &database, qint64 userId)
{
    return database.row(QStringLiteral("SELECT COALESCE(SUM(bytes), 0) FROM deliveries WHERE owner_id = ? AND state = 'open' AND kind IN ('send', 'handout')"), {userId})
        .map([](const std::optional<Row> &row) { return row ? row->at(0).toLongLong() : 0; });
}

} // namespace transom::accounts
