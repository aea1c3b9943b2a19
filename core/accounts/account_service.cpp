#include "core/accounts/account_service.h"

#include "core/accounts/audit.h"
#include "core/accounts/settings.h"
#include "core/base/clock.h"

#include <QCoreApplication>
#include <QTimer>

namespace transom::accounts {

namespace {

constexpr auto PollEvery = std::chrono::seconds(2);
constexpr qsizetype FewestCharacters = 8;
constexpr qsizetype MostPasswordBytes = 1024;

/// Differences that a live session must hear of.
bool looksTheSame(const User &one, const User &other)
{
    return one.name == other.name && one.access == other.access && one.quotaBytes == other.quotaBytes && one.quotaFiles == other.quotaFiles
        && one.enabled == other.enabled && one.verifier == other.verifier;
}

Result<User> noSuchUser()
{
    return fail(ErrorCode::NoSuchUser);
}

Result<User> applyChange(Database &database, const QString &name, const AccountChange &change,
                         const std::optional<security::ScramVerifier> &verifier)
{
    return database.inTransaction([&]() -> Result<User> {
        const auto user = findUser(database, name);
        if (!user)
            return tl::make_unexpected(user.error());
        if (!*user)
            return noSuchUser();
        const qint64 id = (*user)->id;
        Result<void> done;
        if (change.access)
            done = setUserAccess(database, id, *change.access);
        if (done && change.quotaBytes)
            done = setUserQuota(database, id, *change.quotaBytes);
        if (done && change.quotaFiles)
            done = setUserFilesQuota(database, id, *change.quotaFiles);
        if (done && change.enabled)
            done = setUserEnabled(database, id, *change.enabled);
        if (done && verifier)
            done = setUserVerifier(database, id, *verifier);
        if (!done)
            return tl::make_unexpected(done.error());
        return findUser(database, id).and_then([](const std::optional<User> &changed) {
            return changed ? Result<User>(*changed) : noSuchUser();
        });
    });
}

/// By the server's operator: in the window or on the command line of its own machine.
void noteChange(Database &database, const QString &account, const QString &detail)
{
    AuditEntry entry;
    entry.action = AuditAction::AccountChange;
    entry.subject = account;
    entry.detail = detail;
    (void)appendAudit(database, entry); // a failure is in the log; the change has been made
}

QString describeChange(const AccountChange &change, bool password)
{
    QStringList parts;
    if (change.access)
        parts += QStringLiteral("access=") + protocol::accessToNames(*change.access).join(u',');
    if (change.quotaBytes)
        parts += QStringLiteral("quota=%1").arg(*change.quotaBytes);
    if (change.quotaFiles)
        parts += QStringLiteral("quota-files=%1").arg(*change.quotaFiles);
    if (change.enabled)
        parts += *change.enabled ? QStringLiteral("enabled") : QStringLiteral("disabled");
    if (password)
        parts += QStringLiteral("password");
    return parts.join(u' ');
}

Result<User> addOwner(Database &database, const QString &name, const security::ScramVerifier &verifier)
{
    auto owner = database.inTransaction([&]() -> Result<User> {
        const auto taken = hasUsers(database);
        if (!taken)
            return tl::make_unexpected(taken.error());
        if (*taken)
            return fail(ErrorCode::AlreadyExists, QCoreApplication::translate("Accounts", "This server has accounts already."));
        return addUser(database, {name, verifier, protocol::AllAccess, NoQuota, true});
    });
    if (owner)
        noteChange(database, owner->name, QStringLiteral("added as owner"));
    return owner;
}

} // namespace

Result<void> checkPassword(const security::Secret &password)
{
    QString text = QString::fromUtf8(password.bytes());
    auto prepared = security::prepareScramText(text);
    const auto wipeText = security::Secret::take(text);
    if (!prepared)
        return tl::make_unexpected(prepared.error());
    const bool longEnough = prepared->toUcs4().size() >= FewestCharacters;
    const auto wipePrepared = security::Secret::take(*prepared);
    if (!longEnough)
        return fail(ErrorCode::BadArgument, QCoreApplication::translate("Accounts", "A password needs at least eight characters."));
    if (password.bytes().size() > MostPasswordBytes)
        return fail(ErrorCode::BadArgument, QCoreApplication::translate("Accounts", "This password is too long."));
    return {};
}

Result<security::ScramVerifier> newVerifier(const security::Secret &password)
{
    if (auto good = checkPassword(password); !good)
        return tl::make_unexpected(good.error());
    return security::makeVerifier(password, security::randomBytes(security::SaltBytes), limits::ScramIterations);
}

Result<std::unique_ptr<AccountService>> AccountService::create(Storage &storage)
{
    struct Start
    {
        QByteArray secret;
        Snapshot snapshot;
    };
    auto start = storage.runBlocking([](Database &database) -> Result<Start> {
        auto secret = serverSecret(database);
        if (!secret)
            return tl::make_unexpected(secret.error());
        auto snapshot = takeSnapshot(database);
        if (!snapshot)
            return tl::make_unexpected(snapshot.error());
        return Start{*secret, *snapshot};
    });
    if (!start)
        return tl::make_unexpected(start.error());
    return std::unique_ptr<AccountService>(new AccountService(storage, start->secret, start->snapshot));
}

AccountService::AccountService(Storage &storage, QByteArray serverSecret, const Snapshot &snapshot)
    : m_storage(storage)
    , m_serverSecret(std::move(serverSecret))
    , m_foreignChanges(snapshot.foreignChanges)
    , m_poll(new QTimer(this))
{
    for (const User &user : snapshot.users)
        m_known.insert(user.id, user);
    connect(m_poll, &QTimer::timeout, this, &AccountService::poll);
    m_poll->start(PollEvery);
}

AccountService::~AccountService() = default;

Result<AccountService::Snapshot> AccountService::takeSnapshot(Database &database)
{
    // The counter first: what changes in between is then seen again rather than missed.
    const auto counter = database.foreignChanges();
    if (!counter)
        return tl::make_unexpected(counter.error());
    return listUsers(database).map([&](const QList<User> &users) { return Snapshot{*counter, users}; });
}

void AccountService::lookUp(const QString &name, QObject *context, CredentialsDone done)
{
    const QString folded = foldUserName(name);
    const qint64 wait = m_throttle.waitMs(folded, monotonicMs());
    m_storage.run(
        context,
        [name, folded, wait, secret = m_serverSecret](Database &database) -> Result<SignInCredentials> {
            auto user = findUser(database, name);
            if (!user)
                return tl::make_unexpected(user.error());
            SignInCredentials credentials;
            credentials.waitMs = wait;
            credentials.known = user->has_value();
            // Made for known names too, so that both take the same time.
            credentials.verifier = security::fakeVerifier(secret, folded);
            credentials.user.name = name;
            if (*user) {
                credentials.user = **user;
                credentials.verifier = (*user)->verifier;
            }
            return credentials;
        },
        std::move(done));
}

void AccountService::attempted(const QString &name, const QString &peer, ErrorCode outcome)
{
    if (outcome == ErrorCode::TooManyAttempts)
        return;
    const QString folded = foldUserName(name);
    if (outcome == ErrorCode::None)
        m_throttle.succeeded(folded);
    else if (outcome == ErrorCode::AuthenticationFailed)
        m_throttle.failed(folded, monotonicMs());
    AuditEntry entry;
    entry.timeMs = wallClockMs();
    entry.user = name;
    entry.peer = peer;
    entry.action = outcome == ErrorCode::None ? AuditAction::SignIn : AuditAction::SignInFailed;
    entry.outcome = outcome;
    m_storage.post([entry](Database &database) {
        (void)appendAudit(database, entry); // a failure is in the log; signing in does not depend on it
    });
}

template<class T>
std::function<void(Database &)> AccountService::mutation(QObject *context, std::function<Result<T>(Database &)> task,
                                                         std::function<void(Result<T>)> done)
{
    return [this, tell = Strand::guardFor(this), answer = Strand::guardFor(context), task = std::move(task),
            done = std::move(done)](Database &database) {
        auto result = std::make_shared<Result<T>>(task(database));
        if (*result) {
            if (auto snapshot = takeSnapshot(database))
                tell([this, snapshot = *snapshot] { apply(snapshot); });
        }
        answer([done, result] { done(std::move(*result)); });
    };
}

void AccountService::add(AccountRequest request, QObject *context, UserDone done)
{
    auto verifier = std::make_shared<Result<security::ScramVerifier>>();
    auto store = mutation<User>(
        context,
        [verifier, name = request.name, access = request.access, quota = request.quotaBytes, quotaFiles = request.quotaFiles](Database &database) -> Result<User> {
            if (!*verifier)
                return tl::make_unexpected(verifier->error());
            auto user = addUser(database, {name, **verifier, access, quota, true, quotaFiles});
            if (user)
                noteChange(database, user->name, QStringLiteral("added"));
            return user;
        },
        std::move(done));
    m_derivations.start([this, verifier, password = std::move(request.password), store = std::move(store)] {
        *verifier = newVerifier(password);
        m_storage.post(store);
    });
}

void AccountService::change(const QString &name, AccountChange change, QObject *context, UserDone done)
{
    auto verifier = std::make_shared<Result<std::optional<security::ScramVerifier>>>();
    const auto password = std::exchange(change.password, std::nullopt);
    auto store = mutation<User>(
        context,
        [verifier, name, change](Database &database) -> Result<User> {
            if (!*verifier)
                return tl::make_unexpected(verifier->error());
            auto user = applyChange(database, name, change, **verifier);
            if (user)
                noteChange(database, user->name, describeChange(change, (*verifier)->has_value()));
            return user;
        },
        std::move(done));
    if (!password) {
        m_storage.post(std::move(store));
        return;
    }
    m_derivations.start([this, verifier, password = *password, store = std::move(store)] {
        *verifier = newVerifier(password).map([](const security::ScramVerifier &made) { return std::optional(made); });
        m_storage.post(store);
    });
}

void AccountService::remove(const QString &name, QObject *context, UserDone done)
{
    m_storage.post(mutation<User>(
        context,
        [name](Database &database) -> Result<User> {
            const auto user = findUser(database, name);
            if (!user)
                return tl::make_unexpected(user.error());
            if (!*user)
                return noSuchUser();
            auto removed = removeUser(database, (*user)->id);
            if (removed)
                noteChange(database, removed->name, QStringLiteral("removed"));
            return removed;
        },
        std::move(done)));
}

void AccountService::list(QObject *context, std::function<void(Result<QList<User>>)> done)
{
    m_storage.run(context, [](Database &database) { return listUsers(database); }, std::move(done));
}

void AccountService::hasAccounts(QObject *context, std::function<void(Result<bool>)> done)
{
    m_storage.run(context, [](Database &database) { return hasUsers(database); }, std::move(done));
}

void AccountService::createOwner(const QString &name, QObject *context, std::function<void(Result<NewOwner>)> done)
{
    auto verifier = std::make_shared<Result<security::ScramVerifier>>();
    const security::Secret password = security::generatePassword();
    auto store = mutation<NewOwner>(
        context,
        [verifier, name, password](Database &database) -> Result<NewOwner> {
            if (!*verifier)
                return tl::make_unexpected(verifier->error());
            return addOwner(database, name, **verifier).map([&](const User &user) { return NewOwner{user, password}; });
        },
        std::move(done));
    m_derivations.start([this, verifier, password, store = std::move(store)] {
        *verifier = newVerifier(password);
        m_storage.post(store);
    });
}

Result<NewOwner> AccountService::createOwnerBlocking(const QString &name)
{
    const security::Secret password = security::generatePassword();
    const auto verifier = newVerifier(password);
    if (!verifier)
        return tl::make_unexpected(verifier.error());
    auto owner = m_storage.runBlocking([&](Database &database) { return addOwner(database, name, *verifier); });
    refresh();
    return owner.map([&](const User &user) { return NewOwner{user, password}; });
}

Result<bool> AccountService::hasAccountsBlocking()
{
    return m_storage.runBlocking([](Database &database) { return hasUsers(database); });
}

void AccountService::refresh()
{
    m_storage.run(
        this, [](Database &database) { return takeSnapshot(database); },
        [this](const Result<Snapshot> &snapshot) {
            if (snapshot)
                apply(*snapshot);
        });
}

void AccountService::poll()
{
    m_storage.run(
        this, [](Database &database) { return database.foreignChanges(); },
        [this](const Result<qint64> &counter) {
            if (counter && *counter != m_foreignChanges)
                refresh();
        });
}

void AccountService::apply(const Snapshot &snapshot)
{
    m_foreignChanges = snapshot.foreignChanges;
    const QHash<qint64, User> before = m_known;
    m_known.clear();
    for (const User &user : snapshot.users)
        m_known.insert(user.id, user);
    // Removals first: a name may have gone from one account to another.
    for (const User &user : before) {
        if (!m_known.contains(user.id))
            Q_EMIT accountRemoved(user.id, user.name);
    }
    for (const User &user : snapshot.users) {
        const auto old = before.constFind(user.id);
        if (old == before.constEnd())
            Q_EMIT accountAdded(user);
        else if (!looksTheSame(*old, user))
            Q_EMIT accountChanged(user);
    }
}

} // namespace transom::accounts
