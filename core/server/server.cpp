#include "core/server/server.h"

#include "core/accounts/quota.h"
#include "core/base/clock.h"
#include "core/base/strand.h"
#include "core/base/text.h"
#include "core/server/account_authenticator.h"
#include "core/server/admin_service.h"
#include "core/server/data_lock.h"
#include "core/server/listeners.h"
#include "core/server/services.h"
#include "core/server/session_host.h"
#include "core/transport/descriptor_limit.h"
#include "core/transport/discovery.h"
#include "core/transport/io_threads.h"
#include "core/transport/socket_stream.h"

#include <QDir>
#include <QSysInfo>
#include <QTimer>

#include <algorithm>
#include <sys/stat.h>

namespace transom::server {

namespace {

constexpr auto StopPatience = std::chrono::seconds(5);
constexpr auto UpkeepEvery = std::chrono::hours(1);

QString madePrivate(const QString &directory)
{
    if (!QDir(directory).exists() && QDir().mkpath(directory))
        ::chmod(QFile::encodeName(directory).constData(), 0700);
    return directory;
}

} // namespace

struct Server::Private
{
    explicit Private(Server &server, ServerOptions serverOptions)
        : q(server)
        , options(std::move(serverOptions))
    {}

    Result<void> open();
    void makeHosts();
    QStringList listenFirst();
    void adopt(const Listeners::Connection &connection, std::function<void()> release);
    void forEachHost(const std::function<void(SessionHost &)> &call);
    void sessionsOf(size_t host, const QList<SessionInfo> &sessions);
    QList<SessionInfo> allSessions() const;
    void publishUsers();
    void accountsChanged();
    void announce();
    void audit(accounts::AuditEntry entry);
    void stopped();
    void tearDown();

    Server &q;
    ServerOptions options;
    State state = State::Stopped;
    Descriptor dataLock;
    std::unique_ptr<accounts::Storage> storage;
    std::unique_ptr<accounts::AccountService> accounts;
    std::unique_ptr<AccountAuthenticator> authenticator;
    std::optional<security::Identity> identity;
    std::optional<transport::TlsServerConfig> tls;
    std::unique_ptr<Services> services;
    Strand rosterWork;
    session::ServiceRegistry registry;
    std::unique_ptr<Listeners> listeners;
    std::unique_ptr<transport::IoThreads> threads;
    std::vector<SessionHost *> hosts; ///< one for each I/O thread; deleted there
    std::vector<QList<SessionInfo>> sessions;
    std::shared_ptr<wire::Tap> tap; ///< of every session; null: nobody listens
    std::unique_ptr<transport::Announcer> announcer;
    size_t nextHost = 0;
    int hostsLeaving = 0;
    QTimer stopTimer;
    QTimer upkeepTimer;
};

Server::Server(ServerOptions options)
    : d(std::make_unique<Private>(*this, std::move(options)))
{
    qRegisterMetaType<QList<SessionInfo>>();
    qRegisterMetaType<QList<accounts::User>>();
    qRegisterMetaType<accounts::AuditEntry>();
    qRegisterMetaType<Error>();
    // The timer goes with the server when it is moved to its thread.
    d->stopTimer.setParent(this);
    d->stopTimer.setSingleShot(true);
    connect(&d->stopTimer, &QTimer::timeout, this, [this] { d->stopped(); });
    d->upkeepTimer.setParent(this);
    connect(&d->upkeepTimer, &QTimer::timeout, this, [this] { d->services->startUpkeep(); });
}

Server::~Server()
{
    d->stopTimer.setParent(nullptr);
    d->upkeepTimer.setParent(nullptr);
    d->tearDown();
}

void Server::start()
{
    QMetaObject::invokeMethod(this, [this] {
        if (d->state != State::Stopped)
            return;
        Q_EMIT stateChanged(d->state = State::Starting);
        if (auto opened = d->open(); !opened) {
            d->tearDown();
            Q_EMIT stateChanged(d->state = State::Stopped);
            Q_EMIT failed(opened.error());
            return;
        }
        const QStringList addresses = d->listenFirst();
        if (d->state != State::Starting)
            return; // listenFirst() has failed and said so
        Q_EMIT stateChanged(d->state = State::Running);
        d->services->startUpkeep();
        d->upkeepTimer.start(UpkeepEvery);
        Q_EMIT started(addresses, d->identity->keyHash());
        connect(d->listeners.get(), &Listeners::opened, this, [this](const QString &address) {
            d->announce();
            Q_EMIT listening(address);
        });
        d->announce();
        d->publishUsers();
        accounts::AuditEntry entry;
        entry.action = accounts::AuditAction::ServerStart;
        entry.subject = addresses.join(u' ');
        d->audit(entry);
    });
}

void Server::stop()
{
    QMetaObject::invokeMethod(this, [this] {
        if (d->state != State::Running)
            return;
        Q_EMIT stateChanged(d->state = State::Stopping);
        accounts::AuditEntry entry;
        entry.action = accounts::AuditAction::ServerStop;
        d->audit(entry);
        d->announcer.reset();
        d->listeners->closeAll();
        d->hostsLeaving = static_cast<int>(d->hosts.size());
        d->stopTimer.start(StopPatience);
        d->forEachHost([](SessionHost &host) { host.leaveAll({ErrorCode::ShuttingDown, {}, 3000}); });
    });
}

void Server::listen(const ListenAddress &address)
{
    QMetaObject::invokeMethod(this, [this, address] {
        if (d->state != State::Running)
            return;
        if (auto opened = d->listeners->open(address); !opened)
            Q_EMIT listenFailed(address.toString(), opened.error());
    });
}

void Server::stopListening(const ListenAddress &address)
{
    QMetaObject::invokeMethod(this, [this, address] {
        if (d->listeners)
            d->listeners->close(address);
        d->announce();
    });
}

void Server::disconnectSession(SessionId id, const QString &reason)
{
    QMetaObject::invokeMethod(this, [this, id, reason] {
        accounts::AuditEntry entry;
        entry.action = accounts::AuditAction::Disconnect;
        for (const SessionInfo &session : d->allSessions()) {
            if (session.id == id) {
                entry.subject = session.user;
                entry.peer = session.peer;
            }
        }
        entry.detail = reason;
        d->audit(entry);
        d->forEachHost([id, reason](SessionHost &host) { host.disconnectSession(id, {ErrorCode::Disconnected, reason}); });
    });
}

void Server::setTap(std::shared_ptr<wire::Tap> tap)
{
    QMetaObject::invokeMethod(this, [this, tap = std::move(tap)] {
        d->tap = tap;
        d->forEachHost([tap](SessionHost &host) { host.setTap(tap); });
    });
}

void Server::refreshUsers()
{
    QMetaObject::invokeMethod(this, [this] { d->publishUsers(); });
}

void Server::notify(const QString &user, const QString &text)
{
    QMetaObject::invokeMethod(this, [this, user, text] {
        if (d->services)
            d->services->notify(user, text);
    });
}

accounts::AccountService &Server::accounts()
{
    return *d->accounts;
}

void Server::planRoster(const QByteArray &file, const accounts::RosterOptions &options, QObject *context, std::function<void(Result<accounts::RosterPlan>)> done)
{
    QMetaObject::invokeMethod(this, [this, file, options, context = QPointer<QObject>(context), done = std::move(done)] {
        if (!d->storage || !context)
            return;
        d->rosterWork.run([storage = d->storage.get(), file, options]() -> Result<accounts::RosterPlan> {
            auto rows = accounts::parseRoster(file);
            if (!rows)
                return tl::make_unexpected(rows.error());
            return storage->runBlocking([&](accounts::Database &database) { return accounts::planRoster(database, *rows, options); });
        }, context, done);
    });
}

void Server::importRoster(const QByteArray &file, const accounts::RosterOptions &options, QObject *context, std::function<void(Result<accounts::RosterOutcome>)> done)
{
    QMetaObject::invokeMethod(this, [this, file, options, context = QPointer<QObject>(context), done = std::move(done)] {
        if (!d->storage || !context)
            return;
        d->rosterWork.run([storage = d->storage.get(), accounts = d->accounts.get(), file, options]() -> Result<accounts::RosterOutcome> {
            auto rows = accounts::parseRoster(file);
            if (!rows)
                return tl::make_unexpected(rows.error());
            auto outcome = accounts::importRoster(*storage, *rows, options);
            accounts->refresh();
            return outcome;
        }, context, done);
    });
}

QByteArray Server::keyHash() const
{
    return d->identity ? d->identity->keyHash() : QByteArray();
}

void Server::auditPage(const accounts::AuditFilter &filter, QObject *context, std::function<void(Result<QList<accounts::AuditEntry>>)> done)
{
    QMetaObject::invokeMethod(this, [this, filter, context = QPointer<QObject>(context), done = std::move(done)] {
        if (d->storage && context)
            d->storage->run(context, [filter](accounts::Database &database) { return accounts::auditPage(database, filter); }, done);
    });
}

// Private -------------------------------------------------------------------------------------------------------------

Result<void> Server::Private::open()
{
    transport::raiseDescriptorLimit();
    madePrivate(options.dataDirectory);
    if (options.homesDirectory.isEmpty())
        options.homesDirectory = options.dataDirectory + QStringLiteral("/homes");
    madePrivate(options.homesDirectory);
    if (options.name.isEmpty())
        options.name = QSysInfo::machineHostName();

    auto locked = lockData(options.dataDirectory);
    if (!locked)
        return tl::make_unexpected(locked.error());
    dataLock = std::move(*locked);
    auto opened = accounts::Storage::open(options.dataDirectory + QStringLiteral("/server.db"));
    if (!opened)
        return tl::make_unexpected(opened.error());
    storage = std::move(*opened);
    if (auto cleared = storage->runBlocking([](accounts::Database &database) { return accounts::clearReservations(database); }); !cleared)
        return cleared;
    auto service = accounts::AccountService::create(*storage);
    if (!service)
        return tl::make_unexpected(service.error());
    accounts = std::move(*service);
    auto key = security::Identity::loadOrCreate(options.dataDirectory + QStringLiteral("/key"), options.name);
    if (!key)
        return tl::make_unexpected(key.error());
    identity = *key;
    auto config = transport::TlsServerConfig::fromPem(identity->certificatePem(), identity->privateKeyPem());
    if (!config)
        return tl::make_unexpected(config.error());
    tls = *config;

    authenticator = std::make_unique<AccountAuthenticator>(*accounts);
    services = std::make_unique<Services>(options, *storage, [this](const accounts::AuditEntry &entry) { audit(entry); });
    if (auto ready = services->open(); !ready)
        return ready;
    registry = {};
    services->registerAll(registry);
    registerAdmin(registry, {
            [this](QObject *context, std::function<void(QList<SessionInfo>)> done) {
                QMetaObject::invokeMethod(&q, [this, context = QPointer<QObject>(context), done = std::move(done)] {
                    // The channel lives in its own thread; it may be gone by the time the answer gets there.
                    if (context)
                        QMetaObject::invokeMethod(context, [done, list = allSessions()] { done(list); }, Qt::QueuedConnection);
                });
            },
            [this](SessionId id, const QString &by) { q.disconnectSession(id, QStringLiteral("Ended by %1.").arg(by)); },
    });

    const bool hasAccounts = accounts->hasAccountsBlocking().value_or(false);
    listeners = std::make_unique<Listeners>([this](const Listeners::Connection &connection, std::function<void()> release) {
        adopt(connection, std::move(release));
    });
    listeners->setHasAccounts(hasAccounts);
    QObject::connect(listeners.get(), &Listeners::openFailed, &q, &Server::listenFailed);
    QObject::connect(listeners.get(), &Listeners::closed, &q, &Server::stoppedListening);
    for (const auto signal : {&accounts::AccountService::accountAdded, &accounts::AccountService::accountChanged})
        QObject::connect(accounts.get(), signal, &q, [this](const accounts::User &user) {
            forEachHost([user](SessionHost &host) { host.accountChanged(user); });
            accountsChanged();
        });
    QObject::connect(accounts.get(), &accounts::AccountService::accountRemoved, &q, [this](qint64 id) {
        forEachHost([id](SessionHost &host) { host.accountRemoved(id); });
        accountsChanged();
    });
    makeHosts();
    return {};
}

void Server::Private::makeHosts()
{
    const int count = options.ioThreads > 0 ? options.ioThreads : transport::IoThreads::defaultCount();
    threads = std::make_unique<transport::IoThreads>(count);
    sessions.assign(static_cast<size_t>(threads->count()), {});
    const session::ServerConfig config{options.agent, options.name, authenticator.get(), &registry};
    for (int i = 0; i < threads->count(); ++i) {
        auto *host = new SessionHost(config);
        host->setTap(tap);
        host->moveToThread(threads->context(i)->thread());
        const auto index = static_cast<size_t>(i);
        QObject::connect(host, &SessionHost::sessionsChanged, &q, [this, index](const QList<SessionInfo> &list) { sessionsOf(index, list); });
        QObject::connect(host, &SessionHost::signedOut, &q, [this](const SessionInfo &session, const Error &reason) {
            accounts::AuditEntry entry;
            entry.action = accounts::AuditAction::SignOut;
            entry.user = session.user;
            entry.peer = session.peer;
            entry.outcome = reason.code;
            audit(entry);
        });
        QObject::connect(host, &SessionHost::empty, &q, [this] {
            if (--hostsLeaving == 0 && state == State::Stopping)
                stopped();
        });
        hosts.push_back(host);
    }
}

QStringList Server::Private::listenFirst()
{
    const bool asked = !options.listen.isEmpty();
    QList<ListenAddress> wanted = options.listen;
    if (!asked)
        wanted = {{QStringLiteral("127.0.0.1"), limits::DefaultPort}, {QStringLiteral("::1"), limits::DefaultPort}};
    const bool hasAccounts = accounts->hasAccountsBlocking().value_or(false);
    if (!asked && hasAccounts)
        wanted = {{QStringLiteral("::"), limits::DefaultPort}};
    Error error;
    for (const ListenAddress &address : std::as_const(wanted)) {
        auto opened = listeners->open(address);
        if (opened)
            continue;
        // What waits for an account is not a failure; nor is a computer without IPv6, unless it was asked for.
        if (opened.error().code == ErrorCode::PermissionDenied && !address.isLoopback())
            Q_EMIT q.listenFailed(address.toString(), opened.error());
        else if (asked || !address.host.contains(u':'))
            error = opened.error();
    }
    if (!asked && hasAccounts && listeners->texts().isEmpty()) {
        if (auto opened = listeners->open({QStringLiteral("0.0.0.0"), limits::DefaultPort}); !opened)
            error = opened.error();
    }
    if (error.code != ErrorCode::None || (listeners->texts().isEmpty() && wanted.isEmpty())) {
        tearDown();
        state = State::Stopped;
        Q_EMIT q.stateChanged(state);
        Q_EMIT q.failed(error);
        return {};
    }
    return listeners->texts();
}

void Server::Private::adopt(const Listeners::Connection &connection, std::function<void()> release)
{
    SessionHost *host = hosts[nextHost++ % hosts.size()];
    const qintptr descriptor = connection.accepted.descriptor;
    QMetaObject::invokeMethod(host, [host, descriptor, connection, config = *tls, release = std::move(release)] {
        auto stream = connection.local       ? transport::acceptLocal(descriptor)
                : connection.plaintext ? transport::acceptPlaintext(descriptor)
                                       : transport::acceptTls(descriptor, config);
        host->adopt(std::move(stream), release);
    }, Qt::QueuedConnection);
}

void Server::Private::forEachHost(const std::function<void(SessionHost &)> &call)
{
    for (SessionHost *host : hosts)
        QMetaObject::invokeMethod(host, [host, call] { call(*host); }, Qt::QueuedConnection);
}

void Server::Private::sessionsOf(size_t host, const QList<SessionInfo> &list)
{
    if (host >= sessions.size())
        return;
    sessions[host] = list;
    Q_EMIT q.sessionsChanged(allSessions());
}

QList<SessionInfo> Server::Private::allSessions() const
{
    QList<SessionInfo> all;
    for (const auto &list : sessions)
        all += list;
    std::sort(all.begin(), all.end(), [](const SessionInfo &a, const SessionInfo &b) { return a.id < b.id; });
    return all;
}

void Server::Private::accountsChanged()
{
    const bool had = listeners->isPublic();
    listeners->setHasAccounts(accounts->hasAccountsBlocking().value_or(false));
    if (options.listen.isEmpty() && !had && !options.staysLocal && accounts->hasAccountsBlocking().value_or(false)) {
        // The default: loopback until there is an account, then everywhere on the same port.
        listeners->close({QStringLiteral("127.0.0.1"), limits::DefaultPort});
        listeners->close({QStringLiteral("::1"), limits::DefaultPort});
        if (auto opened = listeners->open({QStringLiteral("::"), limits::DefaultPort}); !opened)
            Q_EMIT q.listenFailed(QStringLiteral("[::]:%1").arg(limits::DefaultPort), opened.error());
    }
    announce();
    publishUsers();
}

void Server::Private::publishUsers()
{
    if (!accounts)
        return;
    accounts->list(&q, [this](Result<QList<accounts::User>> users) {
        if (users)
            Q_EMIT q.usersChanged(*users);
    });
}

void Server::Private::announce()
{
    const bool wanted = state == State::Running && options.discoverable && listeners && listeners->isPublic();
    if (wanted == (announcer != nullptr))
        return;
    announcer.reset();
    if (wanted) {
        announcer = std::make_unique<transport::Announcer>(options.name, listeners->port(), identity->keyHash());
        // A port that is taken by another program only means that searches do not find us.
        (void)announcer->start();
    }
}

void Server::Private::audit(accounts::AuditEntry entry)
{
    if (entry.timeMs == 0)
        entry.timeMs = wallClockMs();
    // From any thread: storage is a thread of its own.
    storage->post([this, entry](accounts::Database &database) {
        (void)accounts::appendAudit(database, entry); // the driver's complaint is in the log; serving goes on
        Q_EMIT q.audited(entry);
    });
}

void Server::Private::stopped()
{
    if (state != State::Stopping)
        return;
    stopTimer.stop();
    tearDown();
    state = State::Stopped;
    Q_EMIT q.stateChanged(state);
    Q_EMIT q.stopped();
}

void Server::Private::tearDown()
{
    announcer.reset();
    upkeepTimer.stop();
    if (services)
        services->stopUpkeep();
    if (listeners)
        listeners->closeAll();
    for (SessionHost *host : hosts)
        QMetaObject::invokeMethod(host, [host] { delete host; }, Qt::QueuedConnection);
    hosts.clear();
    threads.reset(); // runs what was posted, then joins
    Strand::waitForAll();
    sessions.clear();
    listeners.reset();
    services.reset();
    authenticator.reset();
    accounts.reset();
    storage.reset();
    dataLock.reset();
    tls.reset();
}

} // namespace transom::server
