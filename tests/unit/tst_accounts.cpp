#include "core/accounts/account_service.h"
#include "core/accounts/audit.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace transom;
using namespace transom::accounts;
using namespace Qt::StringLiterals;

namespace {

using protocol::Permission;

security::Secret secret(const char *text)
{
    return security::Secret{QByteArrayView(text)};
}

/// Calls `start(done)` and waits for what done is given.
template<class T, class Start>
Result<T> waitFor(Start start)
{
    auto result = std::make_shared<std::optional<Result<T>>>();
    start([result](Result<T> given) { *result = std::move(given); });
    if (!QTest::qWaitFor([&] { return result->has_value(); }, 10'000))
        return fail(ErrorCode::TimedOut);
    return **result;
}

/// What a client and the server do with the credentials.
ErrorCode signIn(const SignInCredentials &credentials, const security::Secret &password)
{
    security::ScramClient client(u"alice"_s, security::ChannelBinding::unbound());
    security::ScramServer server(security::ChannelBinding::unbound());
    (void)server.start(*client.first());
    const auto challenge = client.read(*server.challenge(credentials.verifier));
    if (!challenge)
        return challenge.error().code;
    const auto answer = server.finish(*client.respond(*security::saltedPassword(password, challenge->salt, challenge->iterations)));
    return answer ? ErrorCode::None : answer.error().code;
}

} // namespace

class AccountsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void anAddedAccountSignsInWithItsPasswordOnly();
    void anUnknownNameLooksLikeAKnownOne();
    void aDisabledAccountStillGivesItsVerifier();
    void aPasswordThatIsTooShortIsRefused_data();
    void aPasswordThatIsTooShortIsRefused();
    void aTakenOrImpossibleNameIsRefused();
    void aNewPasswordReplacesTheOld();
    void changesArriveAsSignalsAndOnlyWhereSomethingChanged();
    void changesOfAnotherProgramAreNoticed();
    void anAccountThatIsRemovedAndMadeAnewIsAnother();
    void theOwnerIsMadeOnceWithAGeneratedPassword();
    void theOwnerIsMadeOnceHoweverManyAskAtOnce();
    void signInsAreWrittenToTheAuditTrail();
    void changesAreWrittenToTheAuditTrail();
    void lookingUpWorksFromAnotherThread();
    void endingWhilePasswordsAreDerivedIsSafe();
    void afterWrongPasswordsANameMustWaitLongerAndLonger();
    void aSuccessOrAnHourForgetsFailures();
    void aFloodOfNamesStaysBoundedAndForgetsTheMildest();
    void aWaitReachesWhoeverLooksUp();

private:
    Result<User> add(const QString &name, const char *password = "correct horse", protocol::Access access = Permission::Chat)
    {
        return waitFor<User>([&](auto done) { m_service->add({name, secret(password), access, NoQuota}, this, done); });
    }
    Result<User> change(const QString &name, const AccountChange &what)
    {
        return waitFor<User>([&](auto done) { m_service->change(name, what, this, done); });
    }
    SignInCredentials lookUp(const QString &name)
    {
        return waitFor<SignInCredentials>([&](auto done) { m_service->lookUp(name, this, done); }).value_or(SignInCredentials{});
    }
    QList<AuditEntry> audit()
    {
        return m_storage->runBlocking([](Database &database) { return auditPage(database, {}); }).value_or(QList<AuditEntry>{});
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Storage> m_storage;
    std::unique_ptr<AccountService> m_service;
};

void AccountsTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    auto storage = Storage::open(m_home->filePath(u"server.db"_s));
    QVERIFY(storage);
    m_storage = *std::move(storage);
    auto service = AccountService::create(*m_storage);
    QVERIFY(service);
    m_service = *std::move(service);
}

void AccountsTest::cleanup()
{
    m_service.reset();
    m_storage.reset();
}

void AccountsTest::anAddedAccountSignsInWithItsPasswordOnly()
{
    const auto added = add(u"Alice"_s);
    QVERIFY2(added, added ? "" : qPrintable(describe(added.error())));
    QCOMPARE(added->verifier.iterations, limits::ScramIterations);
    QCOMPARE(added->verifier.salt.size(), security::SaltBytes);
    const auto credentials = lookUp(u"aLICE"_s);
    QVERIFY(credentials.known);
    QCOMPARE(credentials.user, *added);
    QCOMPARE(credentials.waitMs, 0);
    QCOMPARE(signIn(credentials, secret("correct horse")), ErrorCode::None);
    QCOMPARE(signIn(credentials, secret("correct house")), ErrorCode::AuthenticationFailed);
    const auto other = add(u"bob"_s);
    QVERIFY(other);
    QVERIFY(other->verifier.salt != added->verifier.salt);
    QVERIFY(other->verifier.storedKey != added->verifier.storedKey); // though the password is the same
}

void AccountsTest::anUnknownNameLooksLikeAKnownOne()
{
    QVERIFY(add(u"alice"_s));
    const auto known = lookUp(u"alice"_s);
    const auto unknown = lookUp(u"Nobody"_s);
    QVERIFY(!unknown.known);
    QCOMPARE(unknown.user.id, 0);
    QCOMPARE(unknown.verifier.iterations, known.verifier.iterations);
    QCOMPARE(unknown.verifier.salt.size(), known.verifier.salt.size());
    QCOMPARE(unknown.verifier.storedKey.size(), known.verifier.storedKey.size());
    QCOMPARE(lookUp(u"nobody"_s).verifier.salt, unknown.verifier.salt); // as a known name's would, in any case
    QCOMPARE(signIn(unknown, secret("correct horse")), ErrorCode::AuthenticationFailed);
    // After a restart too: otherwise names that exist could be told by their salt staying the same.
    m_service.reset();
    m_service = *AccountService::create(*m_storage);
    QCOMPARE(lookUp(u"nobody"_s).verifier.salt, unknown.verifier.salt);
}

void AccountsTest::aDisabledAccountStillGivesItsVerifier()
{
    const auto added = add(u"alice"_s);
    QVERIFY(added);
    AccountChange off;
    off.enabled = false;
    QVERIFY(change(u"alice"_s, off));
    const auto credentials = lookUp(u"alice"_s);
    QVERIFY(credentials.known);
    QVERIFY(!credentials.user.enabled);
    QCOMPARE(credentials.verifier, added->verifier);
}

void AccountsTest::aPasswordThatIsTooShortIsRefused_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<bool>("good");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("seven") << QByteArray("1234567") << false;
    QTest::newRow("eight") << QByteArray("12345678") << true;
    QTest::newRow("four Chinese characters, twelve bytes") << u"\u5bc6\u7801\u5bc6\u7801"_s.toUtf8() << false;
    QTest::newRow("eight Chinese characters") << u"\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801\u5bc6\u7801"_s.toUtf8() << true;
    QTest::newRow("four beyond 16 bits") << u"\U00020bb7\U00020bb7\U00020bb7\U00020bb7"_s.toUtf8() << false;
    QTest::newRow("a control character") << QByteArray("1234567\n8") << false;
    QTest::newRow("no UTF-8") << QByteArray("12345678\xff") << false;
    QTest::newRow("endless") << QByteArray(1025, 'x') << false;
}

void AccountsTest::aPasswordThatIsTooShortIsRefused()
{
    QFETCH(const QByteArray, password);
    QFETCH(const bool, good);
    const auto added = add(u"alice"_s, password.constData());
    QCOMPARE(added.has_value(), good);
    if (!good)
        QCOMPARE(added.error().code, ErrorCode::BadArgument);
    QCOMPARE(m_service->hasAccountsBlocking().value_or(!good), good);
}

void AccountsTest::aTakenOrImpossibleNameIsRefused()
{
    QVERIFY(add(u"alice"_s));
    const auto again = add(u"ALICE"_s);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
    const auto path = add(u"../alice"_s);
    QVERIFY(!path);
    QCOMPARE(path.error().code, ErrorCode::BadName);
    const auto nobody = change(u"nobody"_s, {});
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, ErrorCode::NoSuchUser);
    const auto gone = waitFor<User>([&](auto done) { m_service->remove(u"nobody"_s, this, done); });
    QVERIFY(!gone);
    QCOMPARE(gone.error().code, ErrorCode::NoSuchUser);
    QCOMPARE(waitFor<QList<User>>([&](auto done) { m_service->list(this, done); }).value_or(QList<User>{}).size(), 1);
}

void AccountsTest::aNewPasswordReplacesTheOld()
{
    const auto added = add(u"alice"_s);
    QVERIFY(added);
    QSignalSpy changed(m_service.get(), &AccountService::accountChanged);
    AccountChange what;
    what.password = secret("battery staple");
    QVERIFY(change(u"Alice"_s, what));
    QCOMPARE(changed.size(), 1);
    const auto credentials = lookUp(u"alice"_s);
    QVERIFY(credentials.verifier.salt != added->verifier.salt);
    QCOMPARE(signIn(credentials, secret("battery staple")), ErrorCode::None);
    QCOMPARE(signIn(credentials, secret("correct horse")), ErrorCode::AuthenticationFailed);
    what.password = secret("short");
    what.enabled = false;
    QVERIFY(!change(u"alice"_s, what));
    QCOMPARE(lookUp(u"alice"_s).user, credentials.user); // all or nothing
}

void AccountsTest::changesArriveAsSignalsAndOnlyWhereSomethingChanged()
{
    QSignalSpy added(m_service.get(), &AccountService::accountAdded);
    QSignalSpy changed(m_service.get(), &AccountService::accountChanged);
    QSignalSpy removed(m_service.get(), &AccountService::accountRemoved);
    const auto alice = add(u"alice"_s);
    QVERIFY(alice);
    QCOMPARE(added.size(), 1); // before the caller is told
    AccountChange what;
    what.access = Permission::Chat | Permission::Command;
    what.quotaBytes = 5000;
    const auto after = change(u"alice"_s, what);
    QVERIFY(after);
    QCOMPARE(after->access, *what.access);
    QCOMPARE(after->quotaBytes, 5000);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].value<User>(), *after);
    QVERIFY(change(u"alice"_s, what)); // as it is already
    QCOMPARE(changed.size(), 1);
    QVERIFY(waitFor<User>([&](auto done) { m_service->remove(u"Alice"_s, this, done); }));
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed[0][0].toLongLong(), alice->id);
    QCOMPARE(removed[0][1].toString(), u"alice"_s);
    QCOMPARE(added.size(), 1);
    QVERIFY(!waitFor<bool>([&](auto done) { m_service->hasAccounts(this, done); }).value_or(true));
}

void AccountsTest::changesOfAnotherProgramAreNoticed()
{
    const auto alice = add(u"alice"_s);
    QVERIFY(alice);
    QSignalSpy changed(m_service.get(), &AccountService::accountChanged);
    auto other = Storage::open(m_home->filePath(u"server.db"_s));
    QVERIFY(other);
    QVERIFY((*other)->runBlocking([&](Database &database) { return setUserEnabled(database, alice->id, false); }));
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 10'000); // by its own looking, without refresh()
    QVERIFY(!changed[0][0].value<User>().enabled);
    QSignalSpy removed(m_service.get(), &AccountService::accountRemoved);
    QVERIFY((*other)->runBlocking([&](Database &database) { return removeUser(database, alice->id); }));
    m_service->refresh();
    QTRY_COMPARE(removed.size(), 1);
}

void AccountsTest::anAccountThatIsRemovedAndMadeAnewIsAnother()
{
    const auto alice = add(u"alice"_s);
    QVERIFY(alice);
    QSignalSpy removed(m_service.get(), &AccountService::accountRemoved);
    QSignalSpy added(m_service.get(), &AccountService::accountAdded);
    // Behind the service's back, so that both are seen at once.
    QVERIFY(m_storage->runBlocking([&](Database &database) -> Result<User> {
        if (auto gone = removeUser(database, alice->id); !gone)
            return gone;
        return addUser(database, {u"alice"_s, alice->verifier, alice->access, NoQuota, true});
    }));
    m_service->refresh();
    QTRY_COMPARE(added.size(), 1);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed[0][0].toLongLong(), alice->id);
    QVERIFY(added[0][0].value<User>().id != alice->id);
}

void AccountsTest::theOwnerIsMadeOnceWithAGeneratedPassword()
{
    QVERIFY(!m_service->hasAccountsBlocking().value_or(true));
    const auto owner = waitFor<NewOwner>([&](auto done) { m_service->createOwner(u"owner"_s, this, done); });
    QVERIFY(owner);
    QCOMPARE(owner->user.access, protocol::AllAccess);
    QVERIFY(m_service->hasAccountsBlocking().value_or(false));
    QCOMPARE(signIn(lookUp(u"owner"_s), owner->password), ErrorCode::None);
    const auto second = waitFor<NewOwner>([&](auto done) { m_service->createOwner(u"second"_s, this, done); });
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::AlreadyExists);
    const auto third = m_service->createOwnerBlocking(u"third"_s);
    QVERIFY(!third);
    QCOMPARE(third.error().code, ErrorCode::AlreadyExists);
}

void AccountsTest::theOwnerIsMadeOnceHoweverManyAskAtOnce()
{
    int made = 0;
    int refused = 0;
    for (int i = 0; i < 4; ++i)
        m_service->createOwner(u"owner%1"_s.arg(i), this, [&](const Result<NewOwner> &owner) { ++(owner ? made : refused); });
    QTRY_COMPARE(made + refused, 4);
    QCOMPARE(made, 1);
}

void AccountsTest::signInsAreWrittenToTheAuditTrail()
{
    QVERIFY(add(u"alice"_s));
    m_service->attempted(u"alice"_s, u"192.0.2.1:5"_s, ErrorCode::None);
    m_service->attempted(u"ali\nce"_s, u"192.0.2.1:6"_s, ErrorCode::AuthenticationFailed);
    m_service->attempted(u"alice"_s, u"192.0.2.1:7"_s, ErrorCode::AccountDisabled);
    m_service->attempted(u"alice"_s, u"192.0.2.1:8"_s, ErrorCode::TooManyAttempts);
    const auto entries = audit();
    QCOMPARE(entries.size(), 4); // with the account's making
    QCOMPARE(entries[0].action, AuditAction::SignInFailed);
    QCOMPARE(entries[0].outcome, ErrorCode::AccountDisabled);
    QCOMPARE(entries[1].user, u"ali\\u{0a}ce"_s);
    QCOMPARE(entries[1].outcome, ErrorCode::AuthenticationFailed);
    QCOMPARE(entries[2].action, AuditAction::SignIn);
    QCOMPARE(entries[2].peer, u"192.0.2.1:5"_s);
}

void AccountsTest::changesAreWrittenToTheAuditTrail()
{
    QVERIFY(add(u"alice"_s));
    AccountChange what;
    what.access = Permission::Chat | Permission::Admin;
    what.enabled = false;
    what.password = secret("battery staple");
    QVERIFY(change(u"alice"_s, what));
    QVERIFY(waitFor<User>([&](auto done) { m_service->remove(u"alice"_s, this, done); }));
    QVERIFY(!change(u"alice"_s, what));
    const auto entries = audit();
    QCOMPARE(entries.size(), 3);
    QCOMPARE(entries[0].detail, u"removed"_s);
    QCOMPARE(entries[1].detail, u"access=chat,admin disabled password"_s);
    QCOMPARE(entries[2].detail, u"added"_s);
    for (const AuditEntry &entry : entries) {
        QCOMPARE(entry.action, AuditAction::AccountChange);
        QCOMPARE(entry.subject, u"alice"_s);
    }
}

void AccountsTest::lookingUpWorksFromAnotherThread()
{
    QVERIFY(add(u"alice"_s));
    QThread thread;
    QObject context;
    context.moveToThread(&thread);
    std::atomic<int> found = 0;
    std::atomic<int> elsewhere = 0;
    QObject::connect(&thread, &QThread::started, &context, [&] {
        for (int i = 0; i < 20; ++i) {
            m_service->lookUp(u"alice"_s, &context, [&](const Result<SignInCredentials> &credentials) {
                found += credentials && credentials->known ? 1 : 0;
                elsewhere += QThread::currentThread() == &thread ? 0 : 1;
                if (found == 20)
                    thread.quit();
            });
        }
    }, Qt::DirectConnection);
    thread.start();
    QVERIFY(thread.wait(10'000));
    QCOMPARE(found.load(), 20);
    QCOMPARE(elsewhere.load(), 0);
}

void AccountsTest::endingWhilePasswordsAreDerivedIsSafe()
{
    int done = 0;
    for (int i = 0; i < 4; ++i)
        m_service->add({u"user%1"_s.arg(i), secret("correct horse"), Permission::Chat, NoQuota}, this, [&](const Result<User> &) { ++done; });
    m_service.reset();
    QCOMPARE(m_storage->runBlocking([](Database &database) { return listUsers(database); }).value_or(QList<User>{}).size(), 4);
    QTRY_COMPARE(done, 4);
}

void AccountsTest::afterWrongPasswordsANameMustWaitLongerAndLonger()
{
    SignInThrottle throttle;
    qint64 now = 1'000'000;
    const auto fails = [&] {
        throttle.failed(u"alice"_s, now);
        return throttle.waitMs(u"alice"_s, now);
    };
    QCOMPARE(throttle.waitMs(u"alice"_s, now), 0);
    QList<qint64> waits;
    for (int i = 0; i < 15; ++i) {
        waits += fails();
        now += waits.last();
        QCOMPARE(throttle.waitMs(u"alice"_s, now), 0); // and then may try again: never locked out for good
    }
    QCOMPARE(waits, (QList<qint64>{0, 0, 1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 300000, 300000, 300000, 300000}));
    for (int i = 0; i < 100; ++i)
        QCOMPARE(fails(), 300000);
    QCOMPARE(throttle.waitMs(u"bob"_s, now), 0);
    QCOMPARE(throttle.waitMs(u"alice"_s, now + 100'000), 200'000);
}

void AccountsTest::aSuccessOrAnHourForgetsFailures()
{
    SignInThrottle throttle;
    for (int i = 0; i < 5; ++i)
        throttle.failed(u"alice"_s, i);
    QVERIFY(throttle.waitMs(u"alice"_s, 5) > 0);
    throttle.succeeded(u"alice"_s);
    QCOMPARE(throttle.waitMs(u"alice"_s, 5), 0);
    QCOMPARE(throttle.size(), 0);
    for (int i = 0; i < 5; ++i)
        throttle.failed(u"alice"_s, i);
    throttle.failed(u"alice"_s, 4 + SignInThrottle::ForgetAfterMs);
    QCOMPARE(throttle.waitMs(u"alice"_s, 4 + SignInThrottle::ForgetAfterMs), 0); // counts as the first
}

void AccountsTest::aFloodOfNamesStaysBoundedAndForgetsTheMildest()
{
    SignInThrottle throttle;
    for (int i = 0; i < 10; ++i)
        throttle.failed(u"alice"_s, 0);
    for (int i = 0; i < SignInThrottle::MostNames + 50; ++i)
        throttle.failed(u"made-up-%1"_s.arg(i), 10 + i);
    QCOMPARE(throttle.size(), SignInThrottle::MostNames);
    QVERIFY(throttle.waitMs(u"alice"_s, 1000) > 0);
}

void AccountsTest::aWaitReachesWhoeverLooksUp()
{
    QVERIFY(add(u"alice"_s));
    for (const QString &name : {u"alice"_s, u"nobody"_s}) { // the same for both
        for (int i = 0; i < 4; ++i)
            m_service->attempted(name, u"192.0.2.1:5"_s, ErrorCode::AuthenticationFailed);
        const qint64 wait = lookUp(name.toUpper()).waitMs;
        QVERIFY2(wait > 1000 && wait <= 2000, qPrintable(QString::number(wait)));
        m_service->attempted(name, u"192.0.2.1:5"_s, ErrorCode::TooManyAttempts); // being refused is no failure of its own
        QVERIFY(lookUp(name).waitMs <= wait);
    }
    m_service->attempted(u"Alice"_s, u"192.0.2.1:5"_s, ErrorCode::None);
    QCOMPARE(lookUp(u"alice"_s).waitMs, 0);
}

QTEST_GUILESS_MAIN(AccountsTest)
#include "tst_accounts.moc"
