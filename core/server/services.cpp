#include "core/server/services.h"

#include "core/accounts/chat_history.h"
#include "core/accounts/deliveries.h"
#include "core/accounts/users.h"
#include "core/base/clock.h"
#include "core/base/strand.h"
#include "core/chat/chat_hub.h"
#include "core/chat/chat_service.h"
#include "core/command/command_service.h"
#include "core/delivery/delivery_service.h"
#include "core/files/file_names.h"
#include "core/files/file_service.h"
#include "core/files/prefix.h"
#include "core/server/reconcile.h"
#include "core/server/stored_accounting.h"
#include "core/server/stored_ledger.h"

#include <QThread>
#include <QTimer>

#include <atomic>

namespace transom::server {

namespace {

using accounts::Database;

constexpr qint64 DayMs = 24ll * 60 * 60 * 1000;

/// The chat's memory, kept in the accounts' database.
class StoredHistory : public chat::HistoryStore
{
public:
    explicit StoredHistory(accounts::Storage &storage)
        : m_storage(storage)
    {}

    void overview(qint64 userId, const QString &user, QObject *context, Done<chat::Overview> done) override
    {
        Q_UNUSED(user);
        m_storage.run(context, [userId](Database &database) -> Result<chat::Overview> {
            auto rooms = accounts::rooms(database, userId);
            if (!rooms)
                return tl::make_unexpected(rooms.error());
            auto conversations = accounts::conversations(database, userId);
            if (!conversations)
                return tl::make_unexpected(conversations.error());
            chat::Overview overview;
            for (const auto &room : std::as_const(*rooms))
                overview.rooms.append({room.target, room.lastSeq, room.readSeq, false});
            for (const auto &talk : std::as_const(*conversations))
                overview.conversations.append({u'@' + talk.peer, talk.lastSeq, talk.readSeq, false});
            return overview;
        }, std::move(done));
    }

    void openRoom(qint64 userId, const QString &room, QObject *context, Done<protocol::ChatRoomInfo> done) override
    {
        m_storage.run(context, [userId, room](Database &database) -> Result<protocol::ChatRoomInfo> {
            auto name = accounts::validRoomName(room);
            if (!name)
                return tl::make_unexpected(name.error());
            if (auto made = accounts::ensureRoom(database, *name); !made)
                return tl::make_unexpected(made.error());
            auto last = accounts::lastSeq(database, *name);
            auto read = accounts::readMark(database, userId, *name);
            if (!last || !read)
                return tl::make_unexpected((last ? read : last).error());
            return protocol::ChatRoomInfo{*name, *last, *read, false};
        }, std::move(done));
    }

    void findUser(const QString &name, QObject *context, Done<QString> done) override
    {
        m_storage.run(context, [name](Database &database) -> Result<QString> {
            auto user = accounts::findUser(database, name);
            if (!user)
                return tl::make_unexpected(user.error());
            if (!*user)
                return fail(ErrorCode::NoSuchUser);
            return (*user)->name;
        }, std::move(done));
    }

    void append(const QString &key, const protocol::ChatLine &line, QObject *context, Done<qint64> done) override
    {
        m_storage.run(context, [key, line](Database &database) {
            return accounts::appendEntry(database, key, {0, line.from, line.time, line.text, line.ref});
        }, std::move(done));
    }

    void page(const QString &key, qint64 before, int limit, QObject *context, Done<chat::Page> done) override
    {
        m_storage.run(context, [key, before, limit](Database &database) -> Result<chat::Page> {
            auto entries = accounts::chatPage(database, key, before, limit);
            if (!entries)
                return tl::make_unexpected(entries.error());
            chat::Page page;
            page.more = entries->more;
            for (const auto &entry : std::as_const(entries->entries))
                page.lines.append({{}, entry.seq, entry.from, entry.timeMs, entry.text, 0});
            return page;
        }, std::move(done));
    }

    void markRead(qint64 userId, const QString &key, qint64 seq) override
    {
        m_storage.post([userId, key, seq](Database &database) { (void)accounts::markRead(database, userId, key, seq); });
    }

    QString conversationKey(const QString &one, const QString &other) const override { return accounts::conversationKey(one, other); }
    Result<QString> foldRoom(const QString &room) const override { return accounts::validRoomName(room); }

private:
    accounts::Storage &m_storage;
};

/// Deliveries are kept for days: to the quarter of an hour is exact enough.
constexpr auto ExpireEvery = std::chrono::minutes(15);

accounts::AuditAction actionOf(delivery::DeliveryAction action)
{
    return action == delivery::DeliveryAction::Taken ? accounts::AuditAction::FileRead : accounts::AuditAction::FileWrite;
}

QString detailOf(delivery::DeliveryAction action)
{
    switch (action) {
    case delivery::DeliveryAction::Sent:
        return QStringLiteral("sent");
    case delivery::DeliveryAction::HandedOut:
        return QStringLiteral("handed out");
    case delivery::DeliveryAction::Collecting:
        return QStringLiteral("hand-in opened");
    case delivery::DeliveryAction::HandedIn:
        return QStringLiteral("handed in");
    case delivery::DeliveryAction::Taken:
        return QStringLiteral("delivery taken");
    case delivery::DeliveryAction::Declined:
        return QStringLiteral("delivery declined");
    case delivery::DeliveryAction::Closed:
        return QStringLiteral("delivery closed");
    }
    return {};
}

accounts::AuditAction actionOf(files::FileAction action)
{
    switch (action) {
    case files::FileAction::Read:
        return accounts::AuditAction::FileRead;
    case files::FileAction::Written:
        return accounts::AuditAction::FileWrite;
    case files::FileAction::Removed:
    case files::FileAction::Binned:
    case files::FileAction::Purged:
        return accounts::AuditAction::FileRemove;
    case files::FileAction::Renamed:
    case files::FileAction::Restored:
        return accounts::AuditAction::FileRename;
    case files::FileAction::FolderMade:
        return accounts::AuditAction::MakeFolder;
    }
    return accounts::AuditAction::Other;
}

/// Told apart in the audit trail, where the action is one of a few.
QString detailOf(files::FileAction action)
{
    switch (action) {
    case files::FileAction::Binned:
        return QStringLiteral("to the recycle bin");
    case files::FileAction::Purged:
        return QStringLiteral("from the recycle bin, for good");
    case files::FileAction::Restored:
        return QStringLiteral("from the recycle bin");
    default:
        return {};
    }
}

} // namespace

struct Services::Private
{
    Private(const ServerOptions &options, accounts::Storage &storage, std::function<void(const accounts::AuditEntry &)> auditor)
        : history(storage)
        , accounting(storage)
        , store(storage)
        , hub(history)
        , homes(options.homesDirectory, options.sharedDirectory, options.freeFloor)
        , deliveries(storage, homes, accounting, !options.sharedDirectory.isEmpty())
        , deliveryHub(deliveries)
        , spoolPath(options.dataDirectory + QStringLiteral("/spool"))
        , audit(std::move(auditor))
        , timeLimit(options.commandTimeLimit)
        , binDays(options.binDays)
        , shared(!options.sharedDirectory.isEmpty())
    {
        // Everybody's files in one home: whose they are, the disk does not tell.
        if (shared)
            return;
        homes.setReconciler([this](const QString &, qint64 userId, const files::Home &home) {
            const auto done = reconcile(store, userId, home, [this] { return ending.load(); });
            return done || done.error().code != ErrorCode::Cancelled; // what cannot be counted now is not counted at every upload
        });
    }

    /// On the disk pool.
    void keepUp(const QString &user, qint64 userId)
    {
        if (ending)
            return;
        auto home = homes.toChange(user, userId);
        if (!home || binDays <= 0)
            return;
        Space freed;
        (void)(*home)->bin().purgeBefore(wallClockMs() - binDays * DayMs, freed); // what could not go is tried again at the next round
        if (!freed.isNothing())
            accounting.adjust(userId, -freed);
    }

    /// The folder of a path below a user's home, as a path of this computer. It is resolved in the jail first; a command could go
    /// anywhere afterwards, so a race here gives nobody anything.
    Result<QString> folderOf(const QString &user, const QString &path)
    {
        auto base = homes.pathOf(user);
        if (!base || path.isEmpty() || path == u"/")
            return base;
        auto components = files::splitPath(path.startsWith(u'/') ? path : u'/' + path);
        if (!components)
            return tl::make_unexpected(components.error());
        auto home = homes.of(user);
        if (!home)
            return tl::make_unexpected(home.error());
        if (auto folder = (*home)->jail().folder(*components); !folder)
            return tl::make_unexpected(folder.error());
        return *base + files::joinPath(*components);
    }

    StoredHistory history;
    StoredAccounting accounting;
    accounts::Storage &store;
    chat::ChatHub hub;
    files::Homes homes;
    StoredLedger deliveries;
    delivery::DeliveryHub deliveryHub;
    QString spoolPath;
    Strand expiry;
    QTimer expireTimer;
    std::function<void(const accounts::AuditEntry &)> audit;
    int timeLimit;
    int binDays;
    bool shared;
    std::atomic<bool> ending = false;
    Strand upkeep;
};

Services::Services(const ServerOptions &options, accounts::Storage &storage, std::function<void(const accounts::AuditEntry &)> audit)
    : d(std::make_unique<Private>(options, storage, std::move(audit)))
{
    storage.post([](Database &database) { (void)accounts::ensureRoom(database, QStringLiteral("#lobby")); });
}

void Services::startUpkeep()
{
    d->upkeep.post([d = d.get()] {
        const auto users = d->store.runBlocking([](Database &database) { return accounts::listUsers(database); });
        if (!users)
            return;
        // One after the other, and each a task of its own, so that a strand that waits for the pool gets its turn between them.
        for (const auto &user : *users) {
            d->upkeep.post([d, name = user.name, id = user.id] { d->keepUp(name, id); });
            if (d->shared)
                break; // there is one bin
        }
    });
}

void Services::stopUpkeep()
{
    d->ending = true;
}

Services::~Services() = default;

Result<void> Services::open()
{
    auto opened = d->deliveries.open(d->spoolPath);
    if (!opened)
        return opened;
    const auto expire = [d = d.get()] {
        d->expiry.post([d] {
            const auto over = d->deliveries.expire();
            for (const qint64 id : over.value_or(QList<qint64>())) {
                d->deliveries.spool().remove(id);
                d->deliveryHub.changed(id);
            }
        });
    };
    QObject::connect(&d->expireTimer, &QTimer::timeout, &d->expireTimer, expire);
    d->expireTimer.start(ExpireEvery);
    expire();
    return {};
}

void Services::registerAll(session::ServiceRegistry &registry)
{
    chat::registerChat(registry, d->hub);
    files::registerFiles(registry, {&d->homes, &d->accounting,
                                    [d = d.get()](files::FileAction action, const QString &user, const QString &peer, const QString &subject, ErrorCode outcome) {
                                        accounts::AuditEntry entry;
                                        entry.user = user;
                                        entry.peer = peer;
                                        entry.action = actionOf(action);
                                        entry.subject = subject;
                                        entry.outcome = outcome;
                                        entry.detail = detailOf(action);
                                        d->audit(entry);
                                    }});
    delivery::DeliveryDeps deliveries;
    deliveries.ledger = &d->deliveries;
    deliveries.hub = &d->deliveryHub;
    deliveries.spool = &d->deliveries.spool();
    deliveries.checkPath = [](const QString &path) -> Result<QString> {
        auto components = files::splitPath(u'/' + path);
        if (!components)
            return tl::make_unexpected(components.error());
        if (components->isEmpty())
            return fail(ErrorCode::BadName);
        return components->join(u'/');
    };
    deliveries.longestPrefix = [](int descriptor, qint64 size, const QList<protocol::FilesPrefix> &prefixes) -> Result<qint64> {
        auto own = files::Prefix::at(descriptor, size, prefixes);
        return own ? Result<qint64>(own->longestOf(prefixes)) : Result<qint64>(tl::make_unexpected(own.error()));
    };
    deliveries.audit = [d = d.get()](delivery::DeliveryAction action, const QString &user, const QString &peer, const QString &subject, ErrorCode outcome) {
        accounts::AuditEntry entry;
        entry.user = user;
        entry.peer = peer;
        entry.action = actionOf(action);
        entry.subject = subject;
        entry.outcome = outcome;
        entry.detail = detailOf(action);
        d->audit(entry);
    };
    delivery::registerDelivery(registry, deliveries);
    const auto audited = [d = d.get()](const command::CommandRecord &record, accounts::AuditAction action, ErrorCode outcome, const QString &detail) {
        accounts::AuditEntry entry;
        entry.user = record.principal.user;
        entry.peer = record.peer;
        entry.action = action;
        entry.subject = record.commandLine;
        entry.outcome = outcome;
        entry.detail = detail;
        d->audit(entry);
    };
    command::CommandDeps commands;
    commands.limits.timeLimit = d->timeLimit;
    commands.place = [d = d.get()](const session::Principal &principal, const QString &directory) -> Result<command::CommandPlace> {
        const auto home = d->homes.pathOf(principal.user);
        if (!home)
            return tl::make_unexpected(home.error());
        const auto folder = d->folderOf(principal.user, directory);
        if (!folder)
            return tl::make_unexpected(folder.error());
        return command::CommandPlace{*home, *folder};
    };
    commands.starting = [audited](const command::CommandRecord &record) {
        audited(record, accounts::AuditAction::CommandStart, ErrorCode::None, record.isShell ? QStringLiteral("shell") : QString());
    };
    commands.ended = [audited](const command::CommandRecord &record, const command::CommandOutcome &outcome) {
        const QString how = outcome.end.signal.isEmpty() ? QStringLiteral("status %1").arg(outcome.end.exitStatus)
                                                         : QStringLiteral("signal %1").arg(outcome.end.signal);
        audited(record, accounts::AuditAction::CommandEnd, outcome.error.code, outcome.error.code == ErrorCode::None ? how : QString());
    };
    command::registerCommands(registry, commands);
}

void Services::notify(const QString &user, const QString &text)
{
    d->hub.notify(user, text);
}

} // namespace transom::server
