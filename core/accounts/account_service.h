#pragma once

#include "core/accounts/sign_in_throttle.h"
#include "core/accounts/storage.h"
#include "core/accounts/users.h"
#include "core/security/secret.h"

#include <QHash>
#include <QObject>
#include <QThreadPool>

class QTimer;

namespace transom::accounts {

/// What a sign-in needs to know of a name.
struct SignInCredentials
{
    security::ScramVerifier verifier; ///< of an unknown name: a fake one that looks the same from outside
    User user;                        ///< of an unknown name: only `name`, as it was given
    bool known = false;
    qint64 waitMs = 0;                ///< refuse for so long (TooManyAttempts)
};

struct AccountRequest
{
    QString name;
    security::Secret password;
    protocol::Access access;
    qint64 quotaBytes = NoQuota;
    qint64 quotaFiles = NoQuota;
};

/// Fields that are to change.
struct AccountChange
{
    std::optional<protocol::Access> access;
    std::optional<qint64> quotaBytes;
    std::optional<bool> enabled;
    std::optional<security::Secret> password;
    std::optional<qint64> quotaFiles;
};

struct NewOwner
{
    User user;
    security::Secret password; ///< to be shown once
};

/// At least eight characters, at most 1,024 bytes, no control characters: BadArgument with a text for people otherwise.
/// Any thread.
Result<void> checkPassword(const security::Secret &password);
/// A verifier with a salt of its own and limits::ScramIterations, after checkPassword. Takes 0.14 s. Any thread.
Result<security::ScramVerifier> newVerifier(const security::Secret &password);

/// The accounts as the server uses them: asynchronous, with the delay after wrong passwords and with news for live
/// sessions. Lives in one thread (of a running event loop) where its signals are emitted; its methods may be called from any.
/// `done` is called in `context`'s thread unless `context` is gone. Passwords are derived on threads of its own; changes are
/// written to the audit trail.
///
/// Command-line tools that block use newVerifier() and the functions of users.h through Storage::runBlocking(); a server
/// that runs on the same database notices within two seconds.
class AccountService : public QObject
{
    Q_OBJECT

public:
    using CredentialsDone = std::function<void(Result<SignInCredentials>)>;
    using UserDone = std::function<void(Result<User>)>;

    /// Blocks for the first look at the database. `storage` must outlive the service.
    static Result<std::unique_ptr<AccountService>> create(Storage &storage);
    ~AccountService() override;

    Storage &storage() const { return m_storage; }

    /// For SCRAM. Whether the account is enabled (user.enabled) is to be told only to who has proven the password.
    void lookUp(const QString &name, QObject *context, CredentialsDone done);
    /// The outcome of a sign-in, for the audit trail and the delay: None for success, AuthenticationFailed for a wrong proof.
    /// An attempt that was refused because of the delay (TooManyAttempts) is not written down.
    void attempted(const QString &name, const QString &peer, ErrorCode outcome);

    void add(AccountRequest request, QObject *context, UserDone done);
    void change(const QString &name, AccountChange change, QObject *context, UserDone done);
    void remove(const QString &name, QObject *context, UserDone done);
    void list(QObject *context, std::function<void(Result<QList<User>>)> done);
    void hasAccounts(QObject *context, std::function<void(Result<bool>)> done);
    /// The first account, with every permission and a generated password. AlreadyExists where there is an account.
    void createOwner(const QString &name, QObject *context, std::function<void(Result<NewOwner>)> done);
    /// The same, blocking.
    Result<NewOwner> createOwnerBlocking(const QString &name);
    Result<bool> hasAccountsBlocking();

    /// Looks for changes by other processes now, not within two seconds.
    void refresh();

Q_SIGNALS:
    void accountAdded(const transom::accounts::User &user);
    /// Access, quota, password or whether it is enabled. Not its use of the quota.
    void accountChanged(const transom::accounts::User &user);
    void accountRemoved(qint64 id, const QString &name);

private:
    struct Snapshot
    {
        qint64 foreignChanges = 0;
        QList<User> users;
    };

    AccountService(Storage &storage, QByteArray serverSecret, const Snapshot &snapshot);
    static Result<Snapshot> takeSnapshot(Database &database);
    void poll();
    void apply(const Snapshot &snapshot);
    template<class T>
    std::function<void(Database &)> mutation(QObject *context, std::function<Result<T>(Database &)> task,
                                             std::function<void(Result<T>)> done);

    Storage &m_storage;
    const QByteArray m_serverSecret;
    SignInThrottle m_throttle;
    QHash<qint64, User> m_known; // own thread only
    qint64 m_foreignChanges = 0; // own thread only
    QTimer *m_poll = nullptr;
    QThreadPool m_derivations;   // last, so that it is waited for first
};

} // namespace transom::accounts
