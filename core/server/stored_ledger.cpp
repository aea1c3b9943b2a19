#include "core/server/stored_ledger.h"

#include "core/base/clock.h"
#include "core/files/file_names.h"
#include "core/files/file_tree.h"
#include "core/files/raw_io.h"

#include <QSet>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::server {

using namespace protocol;
using accounts::Database;

namespace {

/// In the home of who collects; not translated, so that it stays the same folder whoever runs the server.
const QString HandIns = QStringLiteral("/Hand-ins");
constexpr int MostNumbered = 1000;
constexpr qint64 CopyBlock = 1024 * 1024;

/// From one file system to another.
Result<void> copyFile(int fromFolder, const QByteArray &fromName, int toFolder, const QByteArray &toName)
{
    const Descriptor from(::openat(fromFolder, fromName.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    const Descriptor to(::openat(toFolder, toName.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!from || !to)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    for (;;) {
        auto block = files::readBlock(from.get(), CopyBlock);
        if (!block)
            return tl::make_unexpected(block.error());
        if (block->isEmpty())
            break;
        if (auto written = files::writeAll(to.get(), *block); !written)
            return written;
    }
    if (::fsync(to.get()) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    ::unlinkat(fromFolder, fromName.constData(), 0);
    return {};
}

Result<void> placeFile(int spoolFolder, const DeliverFile &file, const files::PathJail::Parent &parent)
{
    const QByteArray number = delivery::Spool::fileName(file.number);
    if (::renameat2(spoolFolder, number.constData(), parent.folder.get(), parent.name.constData(), RENAME_NOREPLACE) != 0) {
        if (errno != EXDEV)
            return tl::make_unexpected(errorFromErrno(errno, {}));
        if (auto copied = copyFile(spoolFolder, number, parent.folder.get(), parent.name); !copied)
            return copied;
    }
    const Descriptor placed(::openat(parent.folder.get(), parent.name.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!placed)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return files::setAttributes(placed.get(), file.modified, (file.mode == 0 ? 0644 : file.mode & 0777) | 0600);
}

} // namespace

Result<void> StoredLedger::open(const QString &spoolPath)
{
    auto opened = delivery::Spool::open(spoolPath);
    if (!opened)
        return tl::make_unexpected(opened.error());
    m_spool.emplace(std::move(*opened));
    auto needed = m_storage.runBlocking([](Database &database) -> Result<QList<qint64>> {
        if (auto dropped = accounts::dropFillingDeliveries(database); !dropped)
            return tl::make_unexpected(dropped.error());
        return accounts::spooledDeliveries(database);
    });
    if (!needed)
        return tl::make_unexpected(needed.error());
    m_spool->sweep(*needed);
    return {};
}

Result<DeliverGroups> StoredLedger::groups()
{
    return m_storage.runBlocking([](Database &database) { return accounts::deliveryGroups(database); });
}

Result<QList<DeliverPerson>> StoredLedger::whom()
{
    return m_storage.runBlocking([](Database &database) { return accounts::deliveryWhom(database); });
}

Result<qint64> StoredLedger::send(qint64 userId, const DeliverSend &request)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::createDelivery(database, userId, request, wallClockMs()); });
}

Result<qint64> StoredLedger::collect(qint64 userId, const QString &user, const DeliverCollect &request)
{
    if (m_homeIsShared)
        return fail(ErrorCode::Unsupported, QT_TRANSLATE_NOOP("Error", "On this server everybody shares one folder, so everybody would see what is handed in. Run it with a home for each account."));
    QString title = request.title.trimmed();
    auto name = files::validName(title.replace(u'/', u'-').replace(u'\\', u'-').left(80));
    if (!name)
        return fail(ErrorCode::BadName, QT_TRANSLATE_NOOP("Error", "Give it a title that can be the name of a folder."));
    auto home = m_homes.toChange(user, userId);
    if (!home)
        return tl::make_unexpected(home.error());
    if (auto made = files::makeFolder(**home, HandIns, true, m_accounting, userId); !made)
        return tl::make_unexpected(made.error());
    QString folder;
    for (int number = 1; number <= MostNumbered && folder.isEmpty(); ++number) {
        const QString candidate = files::joinPath(HandIns, number == 1 ? *name : *name + QStringLiteral(" (%1)").arg(number));
        auto made = files::makeFolder(**home, candidate, false, m_accounting, userId);
        if (made)
            folder = candidate;
        else if (made.error().code != ErrorCode::AlreadyExists)
            return tl::make_unexpected(made.error());
    }
    if (folder.isEmpty())
        return fail(ErrorCode::AlreadyExists);
    DeliverCollect named = request;
    named.title = request.title.trimmed();
    auto id = m_storage.runBlocking([&](Database &database) { return accounts::createHandIn(database, userId, named, folder, wallClockMs()); });
    if (!id)
        (void)files::removePath(**home, folder, false, m_accounting, userId);
    return id;
}

Result<qint64> StoredLedger::handIn(qint64 userId, const DeliverHandIn &request)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::createSubmission(database, userId, request, wallClockMs()); });
}

Result<delivery::Ledger::Slot> StoredLedger::addFile(qint64 userId, const DeliverPut &file)
{
    return m_storage.runBlocking([&](Database &database) -> Result<Slot> {
        auto number = database.relaxed([&] { return accounts::addDeliveryFile(database, userId, file); });
        if (!number)
            return tl::make_unexpected(number.error());
        auto item = accounts::deliveryItem(database, userId, file.id);
        if (!item)
            return tl::make_unexpected(item.error());
        return Slot{*number, item->parent, item->bytes};
    });
}

Result<void> StoredLedger::finishFile(qint64 id, int number, const QString &sha256)
{
    return m_storage.runBlocking([&](Database &database) {
        return database.relaxed([&] { return accounts::finishDeliveryFile(database, id, number, sha256); });
    });
}

Result<void> StoredLedger::seal(qint64 userId, qint64 id)
{
    // One sync for all files: durable before anybody is told that it is there.
    if (auto synced = m_spool->sync(); !synced)
        return synced;
    auto item = this->item(userId, id);
    if (!item)
        return tl::make_unexpected(item.error());
    if (item->kind != u"submission")
        return m_storage.runBlocking([&](Database &database) { return accounts::sealDelivery(database, userId, id, wallClockMs()); });
    auto submission = m_storage.runBlocking([&](Database &database) { return accounts::beginSealing(database, userId, id, wallClockMs()); });
    Result<void> done;
    if (!submission) {
        done = tl::make_unexpected(submission.error());
    } else {
        done = publish(*submission);
        if (done)
            done = m_storage.runBlocking([&](Database &database) { return accounts::finishSealing(database, *submission); });
    }
    if (!done && (submission || done.error().code != ErrorCode::NotFound))
        (void)close(userId, id);
    m_spool->remove(id);
    if (done)
        removeOldVersions(*submission);
    return done;
}

/// All of it appears at once, under its version's name.
Result<void> StoredLedger::publish(accounts::Submission &submission)
{
    auto home = m_homes.toChange(submission.collector, submission.collectorId);
    if (!home)
        return tl::make_unexpected(home.error());
    const QString person = files::joinPath(submission.folder, submission.user);
    const QString hidden = files::joinPath(person, QStringLiteral(".arriving-%1").arg(submission.id));
    if (auto made = files::makeFolder(**home, hidden, true, m_accounting, submission.collectorId); !made)
        return made;
    Space moved;
    auto placed = moveFiles(**home, submission, hidden, moved);
    const QString version = QStringLiteral("v%1").arg(submission.receipt.version);
    for (int number = 1; placed && number <= MostNumbered; ++number) {
        const QString final = files::joinPath(person, number == 1 ? version : version + QStringLiteral(" (%1)").arg(number));
        placed = files::renamePath(**home, hidden, final, false, m_accounting, submission.collectorId);
        if (placed)
            submission.receipt.folder = final;
        if (placed || placed.error().code != ErrorCode::AlreadyExists)
            break;
        placed = {};
    }
    if (placed && submission.receipt.folder.isEmpty())
        placed = fail(ErrorCode::AlreadyExists);
    if (!placed) {
        // Counted, so that removing it counts it out again.
        m_accounting.adjust(submission.collectorId, moved);
        (void)files::removePath(**home, hidden, true, m_accounting, submission.collectorId);
    } else if (auto folder = (*home)->jail().folder(*files::splitPath(person))) {
        ::syncfs(folder->get());
    }
    // Their bytes have been reserved, and become use when the hand-in is sealed; that they are files now is counted here.
    if (placed)
        m_accounting.adjust(submission.collectorId, {0, moved.files});
    return placed;
}

Result<void> StoredLedger::moveFiles(const files::Home &home, const accounts::Submission &submission, const QString &folder, Space &moved)
{
    Descriptor spoolFolder;
    QSet<QString> made;
    for (const DeliverFile &file : submission.files) {
        const QString path = files::joinPath(folder, file.path);
        const QString above = file.folder ? path : path.section(u'/', 0, -2);
        if (!made.contains(above)) {
            if (auto folderMade = files::makeFolder(home, above, true, m_accounting, submission.collectorId); !folderMade)
                return folderMade;
            made.insert(above);
        }
        if (file.folder)
            continue;
        if (!spoolFolder) {
            auto opened = m_spool->folder(submission.id);
            if (!opened)
                return tl::make_unexpected(opened.error());
            spoolFolder = std::move(*opened);
        }
        auto components = files::splitPath(path);
        if (!components)
            return tl::make_unexpected(components.error());
        auto parent = home.jail().parent(*components);
        if (!parent)
            return tl::make_unexpected(parent.error());
        if (auto placed = placeFile(spoolFolder.get(), file, *parent); !placed)
            return placed;
        moved += Space{file.size, 1};
    }
    return {};
}

void StoredLedger::removeOldVersions(const accounts::Submission &submission)
{
    if (submission.keep <= 0)
        return;
    auto home = m_homes.toChange(submission.collector, submission.collectorId);
    for (int version = submission.receipt.version - submission.keep; home && version > 0; --version) {
        const QString folder = files::joinPath(files::joinPath(submission.folder, submission.user), QStringLiteral("v%1").arg(version));
        if (!files::removePath(**home, folder, true, m_accounting, submission.collectorId))
            break; // the ones before it have gone already
    }
}

Result<QList<DeliverItem>> StoredLedger::items(qint64 userId)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::deliveryItems(database, userId); });
}

Result<DeliverItem> StoredLedger::item(qint64 userId, qint64 id)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::deliveryItem(database, userId, id); });
}

Result<QList<DeliverPerson>> StoredLedger::people(qint64 userId, qint64 id, const QString &onlyUser)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::deliveryPeople(database, userId, id, onlyUser); });
}

Result<QList<DeliverFile>> StoredLedger::files(qint64 userId, qint64 id)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::deliveryFiles(database, userId, id); });
}

Result<std::optional<DeliverReceipt>> StoredLedger::receipt(qint64 userId, qint64 id)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::deliveryReceipt(database, userId, id); });
}

Result<DeliverFile> StoredLedger::takeFile(qint64 userId, qint64 id, int number)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::takeDeliveryFile(database, userId, id, number, wallClockMs()); });
}

Result<bool> StoredLedger::answer(qint64 userId, const DeliverAnswer &answer)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::answerDelivery(database, userId, answer, wallClockMs()); });
}

Result<bool> StoredLedger::close(qint64 userId, qint64 id)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::closeDelivery(database, userId, id); });
}

Result<QList<qint64>> StoredLedger::expire()
{
    return m_storage.runBlocking([](Database &database) { return accounts::expireDeliveries(database, wallClockMs()); });
}

Result<QList<std::pair<qint64, QString>>> StoredLedger::audience(qint64 id)
{
    return m_storage.runBlocking([&](Database &database) { return accounts::deliveryAudience(database, id); });
}

} // namespace transom::server
