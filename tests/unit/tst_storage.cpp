#include "core/accounts/audit.h"
#include "core/accounts/chat_history.h"
#include "core/accounts/quota.h"
#include "core/accounts/schema.h"
#include "core/accounts/settings.h"
#include "core/accounts/storage.h"
#include "core/accounts/users.h"

#include <QFile>
#include <QMetaEnum>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <sys/stat.h>
#include <thread>

using namespace transom;
using namespace transom::accounts;
using namespace Qt::StringLiterals;

namespace {

const security::ScramVerifier AVerifier{"salt", 600'000, QByteArray(32, 'c'), QByteArray(32, 's')};

NewUser newUser(const QString &name, qint64 quota = NoQuota)
{
    return {name, AVerifier, protocol::Permission::Chat, quota, true};
}

} // namespace

class StorageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void anEmptyFileBecomesADatabaseThatSurvivesReopening();
    void theFileAndItsCompanionsAreForTheirOwnerOnly();
    void aFileThatIsNoDatabaseGivesAClearErrorAndIsLeftAlone();
    void aDamagedDatabaseGivesAClearError();
    void aDatabaseOfAnotherProgramIsRefused();
    void aDatabaseOfANewerVersionIsRefused();
    void aMissingFolderIsAnError();
    void resultsArriveInTheThreadOfTheContextAndInOrder();
    void aContextThatIsGoneGetsNoResult();
    void tasksGivenBeforeTheEndAreCarriedOut();
    void aFailedTransactionLeavesNothing();
    void aBrokenStatementIsAnErrorAndTheNextOneWorks();
    void connectionsThatOpenAtOnceMigrateOnce();
    void twoConnectionsSeeEachOthersChanges();
    void writersOfTwoConnectionsWaitForEachOther();

    void userNamesAreUniqueInAnyCaseAndForm();
    void userNamesAreNeverPaths_data();
    void userNamesAreNeverPaths();
    void userNamesOfManyScriptsAreWelcome_data();
    void userNamesOfManyScriptsAreWelcome();
    void accountsAreStoredWholeAndChanged();
    void aNumberOfARemovedAccountIsNeverGivenAgain();

    void aQuotaIsKeptExactlyByEightThreadsRacing();
    void aQuotaIsKeptExactlyByTwoConnectionsRacing();
    void aQuotaOfFilesIsKeptBesideTheOneOfBytes();
    void aDatabaseOfTheFirstVersionKeepsItsAccountsAndLearnsToCountFiles();
    void reservationsAreReturnedAndTurnedIntoUse();
    void anAmountThatWouldOverflowIsRefused();
    void aLoweredQuotaRefusesMoreAndTakesNothingAway();

    void linesOfATargetAreNumberedWithoutGapsByThreadsRacing();
    void historyIsPagedFromTheNewestAndTextIsKeptAsItIs();
    void aConversationIsTheSameFromBothEnds();
    void conversationsAreListedNewestFirstWithTheirMarks();
    void roomsHaveMarksOfTheirOwnForEachUser();
    void aRemovedAccountLeavesItsConversationsToNobody();
    void aRoomThatWasNotMadeTakesNoLines();
    void roomNamesAreFolded();

    void auditEntriesAreEscapedFilteredAndPaged();
    void everyActionHasAName();
    void theServersSecretIsMadeOnceAndKept();

private:
    template<class Task>
    auto run(Task task)
    {
        return m_storage->runBlocking(std::move(task));
    }
    qint64 addUserId(const QString &name, qint64 quota = NoQuota)
    {
        const auto user = run([&](Database &database) { return addUser(database, newUser(name, quota)); });
        return user ? user->id : 0;
    }
    QuotaUsage usageOf(qint64 id)
    {
        return run([&](Database &database) { return quotaUsage(database, id); }).value_or(QuotaUsage{-2, -2, -2});
    }
    void reopen()
    {
        m_storage.reset();
        auto opened = Storage::open(m_file);
        QVERIFY2(opened, opened ? "" : qPrintable(describe(opened.error())));
        m_storage = *std::move(opened);
    }

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_file;
    std::unique_ptr<Storage> m_storage;
};

void StorageTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_file = m_home->filePath(u"server.db"_s);
    reopen();
}

void StorageTest::cleanup()
{
    m_storage.reset();
}

void StorageTest::anEmptyFileBecomesADatabaseThatSurvivesReopening()
{
    QVERIFY(addUserId(u"alice"_s) > 0);
    const auto version = run([](Database &database) { return database.row(u"PRAGMA user_version"_s); });
    QVERIFY(version && *version);
    QCOMPARE((*version)->first().toInt(), schema::migrations(schema::Sqlite).size());
    const auto mode = run([](Database &database) { return database.row(u"PRAGMA journal_mode"_s); });
    QCOMPARE((**mode).first().toString(), u"wal"_s);
    const auto sync = run([](Database &database) { return database.row(u"PRAGMA synchronous"_s); });
    QCOMPARE((**sync).first().toInt(), 2);
    reopen();
    const auto users = run([](Database &database) { return listUsers(database); });
    QVERIFY(users);
    QCOMPARE(users->size(), 1);
}

void StorageTest::theFileAndItsCompanionsAreForTheirOwnerOnly()
{
    QVERIFY(addUserId(u"alice"_s) > 0);
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(m_file + suffix).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, mode_t{0600});
    }
}

void StorageTest::aFileThatIsNoDatabaseGivesAClearErrorAndIsLeftAlone()
{
    const QString file = m_home->filePath(u"text.db"_s);
    const QByteArray content = QByteArray("This is a letter to my aunt.\n").repeated(200);
    QFile text(file);
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write(content) == content.size());
    text.close();
    const auto opened = Storage::open(file);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::InputOutput);
    QVERIFY(opened.error().text.contains(u"damaged"_s));
    QVERIFY(!opened.error().text.contains(m_home->path()));
    QVERIFY(text.open(QIODevice::ReadOnly));
    QCOMPARE(text.readAll(), content);
}

void StorageTest::aDamagedDatabaseGivesAClearError()
{
    for (int i = 0; i < 50; ++i)
        QVERIFY(addUserId(u"user%1"_s.arg(i)) > 0);
    m_storage.reset(); // writes everything back into the file
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() > 8 * 4096);
    QVERIFY(file.seek(4096)); // the header stays good
    const QByteArray noise(static_cast<int>(file.size()) - 4096, '\xa5');
    QCOMPARE(file.write(noise), noise.size());
    file.close();
    const auto opened = Storage::open(m_file);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::InputOutput);
    QVERIFY(opened.error().text.contains(u"damaged"_s));
}

void StorageTest::aDatabaseOfAnotherProgramIsRefused()
{
    QVERIFY(run([](Database &database) { return database.rows(u"PRAGMA application_id = 1"_s); }));
    m_storage.reset();
    const auto opened = Storage::open(m_file);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::BadArgument);
}

void StorageTest::aDatabaseOfANewerVersionIsRefused()
{
    QVERIFY(run([](Database &database) { return database.rows(u"PRAGMA user_version = 999"_s); }));
    m_storage.reset();
    const auto opened = Storage::open(m_file);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::VersionMismatch);
}

void StorageTest::aMissingFolderIsAnError()
{
    const auto opened = Storage::open(m_home->filePath(u"not/there.db"_s));
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::NotFound);
}

void StorageTest::resultsArriveInTheThreadOfTheContextAndInOrder()
{
    QObject context;
    QList<int> arrived;
    QThread *storageThread = nullptr;
    for (int i = 0; i < 100; ++i) {
        m_storage->run(
            &context,
            [i, &storageThread](Database &) {
                storageThread = QThread::currentThread();
                return i;
            },
            [&](int result) {
                QCOMPARE(QThread::currentThread(), context.thread());
                arrived += result;
            });
    }
    QTRY_COMPARE(arrived.size(), 100);
    QVERIFY(std::is_sorted(arrived.cbegin(), arrived.cend()));
    QVERIFY(storageThread && storageThread != QThread::currentThread());
    QCOMPARE(run([this](Database &) { return m_storage->runBlocking([](Database &) { return 7; }); }), 7); // within a task
}

void StorageTest::aContextThatIsGoneGetsNoResult()
{
    bool called = false;
    {
        QObject context;
        m_storage->run(&context, [](Database &) { return 1; }, [&](int) { called = true; });
        run([](Database &) { return 0; }); // by now the result is on its way
    }
    QObject later;
    bool arrived = false;
    m_storage->run(&later, [](Database &) { return 1; }, [&](int) { arrived = true; });
    QTRY_VERIFY(arrived);
    QVERIFY(!called);
}

void StorageTest::tasksGivenBeforeTheEndAreCarriedOut()
{
    for (int i = 0; i < 50; ++i)
        m_storage->post([i](Database &database) { (void)setSetting(database, u"key%1"_s.arg(i), QByteArray::number(i)); });
    reopen();
    QCOMPARE(run([](Database &database) { return setting(database, u"key49"_s); }).value_or(std::nullopt), QByteArray("49"));
}

void StorageTest::aFailedTransactionLeavesNothing()
{
    const auto result = run([](Database &database) {
        return database.inTransaction([&]() -> Result<int> {
            if (!setSetting(database, u"half"_s, "done") || !addUser(database, newUser(u"half"_s)))
                return 1;
            return fail(ErrorCode::Cancelled);
        });
    });
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    QCOMPARE(run([](Database &database) { return setting(database, u"half"_s); }).value_or(QByteArray("error")), std::nullopt);
    QVERIFY(!run([](Database &database) { return hasUsers(database); }).value_or(true));
}

void StorageTest::aBrokenStatementIsAnErrorAndTheNextOneWorks()
{
    const auto broken = run([](Database &database) { return database.run(u"SELEKT 1"_s); });
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, ErrorCode::Internal);
    const auto foreign = run([](Database &database) {
        return database.run(u"INSERT INTO chat_read_marks (user_id, target, seq) VALUES (1, '#x', 1)"_s);
    });
    QVERIFY(!foreign); // foreign keys are on
    QVERIFY(addUserId(u"alice"_s) > 0);
}

void StorageTest::connectionsThatOpenAtOnceMigrateOnce()
{
    const QString file = m_home->filePath(u"fresh.db"_s);
    std::vector<Error> errors(6);
    std::vector<std::thread> programs;
    for (Error &error : errors) {
        programs.emplace_back([&error, file] {
            const auto opened = Storage::open(file);
            if (!opened)
                error = opened.error();
        });
    }
    for (std::thread &program : programs)
        program.join();
    for (const Error &error : errors)
        QVERIFY2(error.code == ErrorCode::None, qPrintable(describe(error)));
}

void StorageTest::twoConnectionsSeeEachOthersChanges()
{
    auto other = Storage::open(m_file);
    QVERIFY(other);
    const auto counter = [&] { return run([](Database &database) { return database.foreignChanges(); }).value_or(-1); };
    const qint64 before = counter();
    QVERIFY(addUserId(u"alice"_s) > 0);
    QCOMPARE(counter(), before); // its own changes do not count
    QVERIFY((*other)->runBlocking([](Database &database) { return addUser(database, newUser(u"bob"_s)); }));
    QVERIFY(counter() != before);
    QCOMPARE(run([](Database &database) { return listUsers(database); }).value_or(QList<User>{}).size(), 2);
}

void StorageTest::writersOfTwoConnectionsWaitForEachOther()
{
    auto other = Storage::open(m_file);
    QVERIFY(other);
    QVERIFY(run([](Database &database) { return setSetting(database, u"count"_s, "0"); }));
    const auto increment = [](Database &database) {
        return database.inTransaction([&]() -> Result<void> {
            const auto count = setting(database, u"count"_s);
            if (!count)
                return tl::make_unexpected(count.error());
            return setSetting(database, u"count"_s, QByteArray::number((*count)->toInt() + 1));
        });
    };
    std::atomic<int> failed = 0;
    const auto work = [&](Storage &storage) {
        for (int i = 0; i < 100; ++i) {
            if (!storage.runBlocking(increment))
                ++failed;
        }
    };
    std::thread one([&] { work(*m_storage); });
    std::thread two([&] { work(**other); });
    one.join();
    two.join();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(run([](Database &database) { return setting(database, u"count"_s); }).value_or(std::nullopt), QByteArray("200"));
}

void StorageTest::userNamesAreUniqueInAnyCaseAndForm()
{
    QVERIFY(addUserId(u"Andr\u00e9"_s) > 0);
    for (const QString &name : {u"andr\u00e9"_s, u"ANDRE\u0301"_s, u"Andre\u0301"_s}) {
        const auto again = run([&](Database &database) { return addUser(database, newUser(name)); });
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
        const auto found = run([&](Database &database) { return findUser(database, name); });
        QVERIFY(found && *found);
        QCOMPARE((*found)->name, u"Andr\u00e9"_s);
    }
    QCOMPARE(run([](Database &database) { return findUser(database, u"' OR 1=1 --"_s); }).value_or(User{}), std::nullopt);
}

void StorageTest::userNamesAreNeverPaths_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : {u""_s, u"."_s, u".."_s, u".hidden"_s, u"dot."_s, u"-option"_s, u"a/b"_s, u"a\\b"_s, u"../a"_s, u"a b"_s, u" a"_s,
                                u"a\nb"_s, u"a|b"_s, u"@a"_s, u"#a"_s, u"a:b"_s, u"a'b"_s, u"\u202eabc"_s, u"\u0301a"_s, u"con"_s, u"NUL.txt"_s,
                                u"Com1"_s, u"a\u2044b"_s, u"a\uff0fb"_s, QString(65, u'a'), QString(u"a\0b"_s)})
        QTest::newRow(qPrintable(u"%1"_s.arg(name.left(12).toHtmlEscaped()))) << name;
}

void StorageTest::userNamesAreNeverPaths()
{
    QFETCH(const QString, name);
    const auto added = run([&](Database &database) { return addUser(database, newUser(name)); });
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::BadName);
}

void StorageTest::userNamesOfManyScriptsAreWelcome_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("stored");
    QTest::newRow("ASCII") << u"Alice.B_c-9"_s << u"Alice.B_c-9"_s;
    QTest::newRow("one letter") << u"x"_s << u"x"_s;
    QTest::newRow("Chinese") << u"\u5f20\u4f1f"_s << u"\u5f20\u4f1f"_s;
    QTest::newRow("beyond 16 bits") << u"\U00020bb7\u91ce"_s << u"\U00020bb7\u91ce"_s;
    QTest::newRow("Hindi, with a mark at the end") << u"\u0930\u093e\u0927\u093e"_s << u"\u0930\u093e\u0927\u093e"_s;
    QTest::newRow("full width") << u"\uff21\uff22"_s << u"AB"_s;
    QTest::newRow("64 letters") << QString(64, u'a') << QString(64, u'a');
    QTest::newRow("nearly a device") << u"console"_s << u"console"_s;
}

void StorageTest::userNamesOfManyScriptsAreWelcome()
{
    QFETCH(const QString, name);
    QFETCH(const QString, stored);
    const auto added = run([&](Database &database) { return addUser(database, newUser(name)); });
    QVERIFY2(added, added ? "" : qPrintable(describe(added.error())));
    QCOMPARE(added->name, stored);
    QCOMPARE(*security::prepareScramText(added->name), added->name); // SCRAM leaves it as it is
}

void StorageTest::accountsAreStoredWholeAndChanged()
{
    NewUser request = newUser(u"alice"_s, 1000);
    request.access = protocol::Permission::Chat | protocol::Permission::Shell;
    const auto added = run([&](Database &database) { return addUser(database, request); });
    QVERIFY(added);
    QCOMPARE(added->access, request.access);
    QCOMPARE(added->quotaBytes, 1000);
    QCOMPARE(added->verifier, AVerifier);
    QVERIFY(added->enabled);
    QVERIFY(added->createdMs > 1'700'000'000'000);
    const qint64 id = added->id;
    const security::ScramVerifier other{"other", 700'000, QByteArray(32, '1'), QByteArray(32, '2')};
    QVERIFY(run([&](Database &database) { return setUserAccess(database, id, {}); }));
    QVERIFY(run([&](Database &database) { return setUserQuota(database, id, NoQuota); }));
    QVERIFY(run([&](Database &database) { return setUserEnabled(database, id, false); }));
    QVERIFY(run([&](Database &database) { return setUserVerifier(database, id, other); }));
    reopen();
    User expected = *added;
    expected.access = {};
    expected.quotaBytes = NoQuota;
    expected.enabled = false;
    expected.verifier = other;
    QCOMPARE(run([&](Database &database) { return findUser(database, id); }).value_or(std::nullopt), expected);
    const auto nobody = run([&](Database &database) { return setUserEnabled(database, id + 1, true); });
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, ErrorCode::NoSuchUser);
}

void StorageTest::aNumberOfARemovedAccountIsNeverGivenAgain()
{
    const qint64 first = addUserId(u"alice"_s);
    QVERIFY(run([&](Database &database) { return removeUser(database, first); }));
    QVERIFY(addUserId(u"alice"_s) > first);
    const auto again = run([&](Database &database) { return removeUser(database, first); });
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::NoSuchUser);
}

void StorageTest::aQuotaIsKeptExactlyByEightThreadsRacing()
{
    constexpr qint64 Quota = 100'000;
    const qint64 id = addUserId(u"alice"_s, Quota);
    std::atomic<qint64> granted = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> uploads;
    for (int thread = 0; thread < 8; ++thread) {
        uploads.emplace_back([&, thread] {
            for (int i = 0; i < 100; ++i) {
                const qint64 bytes = 97 + (thread * 31 + i * 17) % 400;
                const auto taken = run([&](Database &database) { return reserveQuota(database, id, Space{bytes, 0}); });
                if (taken)
                    granted += bytes;
                else if (taken.error().code == ErrorCode::QuotaExceeded)
                    ++refused;
            }
        });
    }
    for (std::thread &upload : uploads)
        upload.join();
    QVERIFY(refused > 0);
    QVERIFY(granted <= Quota);
    QVERIFY(granted > Quota - 497); // something was refused, and the largest asked for 496
    QCOMPARE(usageOf(id), (QuotaUsage{Quota, 0, granted}));
    QVERIFY(run([&](Database &database) { return reserveQuota(database, id, Space{Quota - granted, 0}); })); // exactly full
    QVERIFY(!run([&](Database &database) { return reserveQuota(database, id, Space{1, 0}); }));
    QVERIFY(run([&](Database &database) { return reserveQuota(database, id, Space{0, 0}); }));
}

void StorageTest::aQuotaIsKeptExactlyByTwoConnectionsRacing()
{
    const qint64 id = addUserId(u"alice"_s, 100);
    auto other = Storage::open(m_file);
    QVERIFY(other);
    std::atomic<int> granted = 0;
    std::atomic<int> odd = 0;
    const auto work = [&](Storage &storage) {
        for (int i = 0; i < 80; ++i) {
            const auto taken = storage.runBlocking([&](Database &database) { return reserveQuota(database, id, Space{1, 0}); });
            if (taken)
                ++granted;
            else if (taken.error().code != ErrorCode::QuotaExceeded)
                ++odd;
        }
    };
    std::thread one([&] { work(*m_storage); });
    std::thread two([&] { work(**other); });
    one.join();
    two.join();
    QCOMPARE(odd.load(), 0);
    QCOMPARE(granted.load(), 100);
}

void StorageTest::aQuotaOfFilesIsKeptBesideTheOneOfBytes()
{
    const qint64 id = addUserId(u"alice"_s, 1000);
    QVERIFY(run([&](Database &database) { return setUserFilesQuota(database, id, 10); }));
    const auto codeOf = [&](Space space) {
        const auto taken = run([&](Database &database) { return reserveQuota(database, id, space); });
        return taken ? ErrorCode::None : taken.error().code;
    };
    QCOMPARE(codeOf({0, 11}), ErrorCode::QuotaExceeded);
    QCOMPARE(codeOf({1001, 1}), ErrorCode::QuotaExceeded);
    QCOMPARE(usageOf(id), (QuotaUsage{1000, 0, 0, 10, 0, 0})); // neither half of what was refused is taken
    QCOMPARE(codeOf({100, 9}), ErrorCode::None);
    QCOMPARE(codeOf({1, 2}), ErrorCode::QuotaExceeded);
    QCOMPARE(codeOf({0, -1}), ErrorCode::BadArgument);
    QCOMPARE(codeOf({0, std::numeric_limits<qint64>::max()}), ErrorCode::QuotaExceeded);
    QVERIFY(run([&](Database &database) { return commitQuota(database, id, {100, 9}, {90, 8}); }));
    QCOMPARE(usageOf(id), (QuotaUsage{1000, 90, 0, 10, 8, 0}));
    QCOMPARE(codeOf({1, 2}), ErrorCode::None);
    QVERIFY(run([](Database &database) { return clearReservations(database); }));
    QVERIFY(run([&](Database &database) { return adjustUsed(database, id, {-1000, -1000}); }));
    QCOMPARE(usageOf(id), (QuotaUsage{1000, 0, 0, 10, 0, 0}));
    QVERIFY(run([&](Database &database) { return setUsed(database, id, {5, 6}); }));
    const auto user = run([&](Database &database) { return findUser(database, id); });
    QVERIFY(user && *user);
    QCOMPARE((*user)->quotaFiles, 10);
    QCOMPARE((*user)->usedFiles, 6);
    QVERIFY(run([&](Database &database) { return setUserFilesQuota(database, id, NoQuota); }));
    QCOMPARE(codeOf({0, 1'000'000}), ErrorCode::None);
}

void StorageTest::aDatabaseOfTheFirstVersionKeepsItsAccountsAndLearnsToCountFiles()
{
    const qint64 id = addUserId(u"alice"_s, 1000);
    QVERIFY(run([&](Database &database) { return setUsed(database, id, {700, 7}); }));
    // Back to what the first version made.
    QVERIFY(run([](Database &database) -> Result<void> {
        for (const QString &column : {u"quota_files"_s, u"used_files"_s, u"reserved_files"_s}) {
            if (auto dropped = database.run(u"ALTER TABLE users DROP COLUMN "_s + column); !dropped)
                return tl::make_unexpected(dropped.error());
        }
        for (const QString &table : {u"delivery_groups"_s, u"delivery_people"_s, u"delivery_files"_s, u"deliveries"_s, u"display_names"_s, u"group_members"_s, u"groups"_s}) {
            if (auto dropped = database.run(u"DROP TABLE "_s + table); !dropped)
                return tl::make_unexpected(dropped.error());
        }
        const auto set = database.rows(u"PRAGMA user_version = 1"_s);
        return set ? Result<void>() : tl::make_unexpected(set.error());
    }));
    reopen();
    QCOMPARE(usageOf(id), (QuotaUsage{1000, 700, 0, -1, 0, 0}));
    QVERIFY(run([&](Database &database) { return reserveQuota(database, id, {300, 5}); }));
    QCOMPARE(usageOf(id).reservedFiles, 5);
}

void StorageTest::reservationsAreReturnedAndTurnedIntoUse()
{
    const qint64 id = addUserId(u"alice"_s, 1000);
    const auto does = [&](auto function, auto... amounts) {
        return run([&](Database &database) { return function(database, id, amounts...); }).has_value();
    };
    QVERIFY(does(reserveQuota, Space{600, 0}));
    QVERIFY(!does(reserveQuota, Space{401, 0}));
    QVERIFY(does(releaseQuota, Space{100, 0}));
    QCOMPARE(usageOf(id), (QuotaUsage{1000, 0, 500}));
    QCOMPARE(usageOf(id).freeBytes(), 500);
    QVERIFY(does(commitQuota, Space{500, 0}, Space{450, 0}));
    QCOMPARE(usageOf(id), (QuotaUsage{1000, 450, 0}));
    QVERIFY(does(commitQuota, Space{0, 0}, Space{-50, 0})); // a smaller file has replaced a larger one
    QVERIFY(does(adjustUsed, Space{-100, 0}));
    QCOMPARE(usageOf(id), (QuotaUsage{1000, 300, 0}));
    QVERIFY(does(adjustUsed, Space{-500, 0})); // never below nothing
    QVERIFY(does(releaseQuota, Space{500, 0}));
    QCOMPARE(usageOf(id), (QuotaUsage{1000, 0, 0}));
    QVERIFY(does(setUsed, Space{999, 0}));
    QVERIFY(!does(reserveQuota, Space{2, 0}));
    QVERIFY(does(reserveQuota, Space{1, 0}));
    QVERIFY(run([](Database &database) { return clearReservations(database); }));
    QCOMPARE(usageOf(id), (QuotaUsage{1000, 999, 0}));
    const auto nobody = run([&](Database &database) { return reserveQuota(database, id + 1, Space{1, 0}); });
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, ErrorCode::NoSuchUser);
}

void StorageTest::anAmountThatWouldOverflowIsRefused()
{
    const qint64 most = std::numeric_limits<qint64>::max();
    const qint64 id = addUserId(u"alice"_s); // no quota at all
    const auto codeOf = [&](qint64 bytes) {
        const auto taken = run([&](Database &database) { return reserveQuota(database, id, Space{bytes, 0}); });
        return taken ? ErrorCode::None : taken.error().code;
    };
    QCOMPARE(codeOf(most), ErrorCode::QuotaExceeded);
    QCOMPARE(codeOf(-1), ErrorCode::BadArgument);
    QCOMPARE(codeOf(qint64{1} << 60), ErrorCode::None);
    QCOMPARE(codeOf(qint64{1} << 60), ErrorCode::None);
    QCOMPARE(codeOf(qint64{1} << 60), ErrorCode::QuotaExceeded);
    QCOMPARE(codeOf(1), ErrorCode::QuotaExceeded);
    QCOMPARE(usageOf(id), (QuotaUsage{-1, 0, qint64{1} << 61}));
    QVERIFY(!run([&](Database &database) { return adjustUsed(database, id, Space{most, 0}); }));
    QVERIFY(!run([&](Database &database) { return setUsed(database, id, Space{-1, 0}); }));
    const qint64 rich = addUserId(u"rich"_s, most);
    QVERIFY(run([&](Database &database) { return reserveQuota(database, rich, Space{5, 0}); }));
}

void StorageTest::aLoweredQuotaRefusesMoreAndTakesNothingAway()
{
    const qint64 id = addUserId(u"alice"_s, 1000);
    QVERIFY(run([&](Database &database) { return setUsed(database, id, Space{800, 0}); }));
    QVERIFY(run([&](Database &database) { return setUserQuota(database, id, 500); }));
    QVERIFY(!run([&](Database &database) { return reserveQuota(database, id, Space{1, 0}); }));
    QCOMPARE(usageOf(id), (QuotaUsage{500, 800, 0}));
    QCOMPARE(usageOf(id).freeBytes(), 0);
    QVERIFY(run([&](Database &database) { return setUserQuota(database, id, NoQuota); }));
    QCOMPARE(usageOf(id).freeBytes(), -1);
    QVERIFY(run([&](Database &database) { return reserveQuota(database, id, Space{1'000'000, 0}); }));
}

void StorageTest::linesOfATargetAreNumberedWithoutGapsByThreadsRacing()
{
    auto other = Storage::open(m_file);
    QVERIFY(other);
    QVERIFY(run([](Database &database) { return ensureRoom(database, u"#lobby"_s); }));
    std::mutex mutex;
    QList<qint64> numbers;
    const auto say = [&](Storage &storage) {
        for (int i = 0; i < 50; ++i) {
            const auto seq = storage.runBlocking([&](Database &database) { return appendEntry(database, u"#lobby"_s, {0, u"a"_s, i, u"hi"_s, 0}); });
            const std::lock_guard lock(mutex);
            numbers += seq.value_or(-1);
        }
    };
    std::vector<std::thread> people;
    for (int i = 0; i < 4; ++i)
        people.emplace_back([&, i] { say(i % 2 ? *m_storage : **other); });
    for (std::thread &person : people)
        person.join();
    std::sort(numbers.begin(), numbers.end());
    QCOMPARE(numbers.size(), 200);
    for (qsizetype i = 0; i < numbers.size(); ++i)
        QCOMPARE(numbers[i], i + 1);
    QCOMPARE(run([](Database &database) { return lastSeq(database, u"#lobby"_s); }).value_or(-1), 200);
}

void StorageTest::historyIsPagedFromTheNewestAndTextIsKeptAsItIs()
{
    const QString text = u"two\nlines\t'; DROP TABLE users; -- \u4f60\u597d \U0001f600 \0 end"_s;
    QVERIFY(run([](Database &database) { return ensureRoom(database, u"#lobby"_s); }));
    for (int i = 1; i <= 10; ++i)
        QCOMPARE(run([&](Database &database) { return appendEntry(database, u"#lobby"_s, {0, u"alice"_s, 1000 + i, text, i * 7}); }).value_or(-1), i);
    const auto page = [&](qint64 before, int limit) {
        return run([&](Database &database) { return chatPage(database, u"#lobby"_s, before, limit); }).value_or(ChatEntryPage{});
    };
    const auto newest = page(0, 4);
    QVERIFY(newest.more);
    QCOMPARE(newest.entries.size(), 4);
    QCOMPARE(newest.entries.first(), (ChatEntry{7, u"alice"_s, 1007, text, 49}));
    QCOMPARE(newest.entries.last().seq, 10);
    QVERIFY(page(7, 4).more);
    QCOMPARE(page(7, 4).entries.first().seq, 3);
    const auto oldest = page(3, 4);
    QVERIFY(!oldest.more);
    QCOMPARE(oldest.entries.size(), 2);
    QVERIFY(!page(0, 10).more);
    QVERIFY(page(0, 0).more);
    QVERIFY(page(1, 10).entries.isEmpty());
    QVERIFY(page(-5, 10).entries.size() == 10);
    QVERIFY(page(0, -1).entries.isEmpty());
    const auto empty = run([&](Database &database) { return appendEntry(database, u"#lobby"_s, {0, u"a"_s, 1, {}, 0}); });
    QVERIFY(empty);
    QVERIFY(run([](Database &database) { return chatPage(database, u"#nowhere"_s, 0, 10); }).value_or(ChatEntryPage{}).entries.isEmpty());
}

void StorageTest::aConversationIsTheSameFromBothEnds()
{
    QCOMPARE(conversationKey(u"Bob"_s, u"alice"_s), u"@alice|bob"_s);
    QCOMPARE(conversationKey(u"ALICE"_s, u"bob"_s), u"@alice|bob"_s);
    QCOMPARE(conversationKey(u"alice"_s, u"alice"_s), u"@alice|alice"_s);
    const auto members = conversationMembers(u"@alice|bob"_s);
    QVERIFY(members);
    QCOMPARE(*members, std::pair(u"alice"_s, u"bob"_s));
    for (const QString &key : {u"#lobby"_s, u"@alice"_s, u"@|bob"_s, u"@alice|"_s, u""_s})
        QVERIFY(!conversationMembers(key));
}

void StorageTest::conversationsAreListedNewestFirstWithTheirMarks()
{
    const qint64 alice = addUserId(u"Alice"_s);
    const qint64 bob = addUserId(u"Bob"_s);
    addUserId(u"carol"_s);
    const auto say = [&](const QString &from, const QString &to, qint64 time) {
        return run([&](Database &database) { return appendEntry(database, conversationKey(from, to), {0, from, time, u"hi"_s, 0}); }).value_or(-1);
    };
    QCOMPARE(say(u"Alice"_s, u"Bob"_s, 1), 1);
    QCOMPARE(say(u"carol"_s, u"Alice"_s, 2), 1);
    QCOMPARE(say(u"Bob"_s, u"Alice"_s, 3), 2);
    QCOMPARE(say(u"Bob"_s, u"Bob"_s, 4), 1); // a note to himself
    QVERIFY(run([&](Database &database) { return markRead(database, alice, u"@alice|bob"_s, 1); }));
    const auto of = [&](qint64 id) { return run([&](Database &database) { return conversations(database, id); }).value_or(QList<TargetState>{}); };
    QCOMPARE(of(alice), (QList<TargetState>{{u"@alice|bob"_s, u"Bob"_s, 2, 1}, {u"@alice|carol"_s, u"carol"_s, 1, 0}}));
    QCOMPARE(of(bob), (QList<TargetState>{{u"@bob|bob"_s, u"Bob"_s, 1, 0}, {u"@alice|bob"_s, u"Alice"_s, 2, 0}}));
    QVERIFY(of(bob + 100).isEmpty());
}

void StorageTest::roomsHaveMarksOfTheirOwnForEachUser()
{
    const qint64 alice = addUserId(u"alice"_s);
    const qint64 bob = addUserId(u"bob"_s);
    for (const QString &room : {u"#lobby"_s, u"#b"_s, u"#lobby"_s})
        QVERIFY(run([&](Database &database) { return ensureRoom(database, room); }));
    for (int i = 0; i < 5; ++i)
        QVERIFY(run([](Database &database) { return appendEntry(database, u"#lobby"_s, {0, u"alice"_s, 1, u"x"_s, 0}); }));
    QVERIFY(run([](Database &database) { return appendEntry(database, conversationKey(u"alice"_s, u"bob"_s), {0, u"alice"_s, 1, u"x"_s, 0}); }));
    const auto mark = [&](qint64 user, qint64 seq) {
        return run([&](Database &database) { return markRead(database, user, u"#lobby"_s, seq); }).has_value();
    };
    const auto marked = [&](qint64 user) { return run([&](Database &database) { return readMark(database, user, u"#lobby"_s); }).value_or(-1); };
    QVERIFY(mark(alice, 3));
    QVERIFY(mark(alice, 2));
    QCOMPARE(marked(alice), 3); // never back
    QVERIFY(mark(alice, 1'000'000));
    QCOMPARE(marked(alice), 5); // never beyond the last line
    QCOMPARE(marked(bob), 0);
    QVERIFY(mark(bob + 100, 1)); // nobody: nothing happens
    QVERIFY(run([&](Database &database) { return markRead(database, bob, u"#nowhere"_s, 1); }));
    QCOMPARE(run([&](Database &database) { return rooms(database, alice); }).value_or(QList<TargetState>{}),
             (QList<TargetState>{{u"#b"_s, {}, 0, 0}, {u"#lobby"_s, {}, 5, 5}}));
}

void StorageTest::aRemovedAccountLeavesItsConversationsToNobody()
{
    addUserId(u"alice"_s);
    const qint64 bob = addUserId(u"bob"_s);
    const QString key = conversationKey(u"alice"_s, u"bob"_s);
    QVERIFY(run([&](Database &database) { return appendEntry(database, key, {0, u"bob"_s, 1, u"a secret"_s, 0}); }));
    QVERIFY(run([&](Database &database) { return ensureRoom(database, u"#lobby"_s); }));
    QVERIFY(run([&](Database &database) { return appendEntry(database, u"#lobby"_s, {0, u"bob"_s, 1, u"hello"_s, 0}); }));
    QVERIFY(run([&](Database &database) { return removeUser(database, bob); }));
    const qint64 newBob = addUserId(u"bob"_s);
    QVERIFY(run([&](Database &database) { return conversations(database, newBob); }).value_or(QList<TargetState>{{}}).isEmpty());
    QVERIFY(run([&](Database &database) { return chatPage(database, key, 0, 10); }).value_or(ChatEntryPage{{{}}, true}).entries.isEmpty());
    QCOMPARE(run([&](Database &database) { return chatPage(database, u"#lobby"_s, 0, 10); }).value_or(ChatEntryPage{}).entries.size(), 1);
    QCOMPARE(run([&](Database &database) { return appendEntry(database, key, {0, u"bob"_s, 2, u"hi"_s, 0}); }).value_or(-1), 1);
}

void StorageTest::aRoomThatWasNotMadeTakesNoLines()
{
    for (const QString &target : {u"#nowhere"_s, u""_s, u"@alice"_s, u"lobby"_s}) {
        const auto said = run([&](Database &database) { return appendEntry(database, target, {0, u"alice"_s, 1, u"x"_s, 0}); });
        QVERIFY(!said);
        QCOMPARE(said.error().code, ErrorCode::NoSuchRoom);
    }
    QCOMPARE(run([](Database &database) { return lastSeq(database, u"@alice"_s); }).value_or(-1), 0);
}

void StorageTest::roomNamesAreFolded()
{
    QCOMPARE(validRoomName(u"#Lobby"_s).value_or(QString()), u"#lobby"_s);
    QCOMPARE(validRoomName(u"#\u4f1a\u8bae-1"_s).value_or(QString()), u"#\u4f1a\u8bae-1"_s);
    for (const QString &name : {u"lobby"_s, u"#"_s, u"##a"_s, u"#a b"_s, u"#a|b"_s, u"#../a"_s, QString()})
        QVERIFY(!validRoomName(name));
}

void StorageTest::auditEntriesAreEscapedFilteredAndPaged()
{
    const auto append = [&](const AuditEntry &entry) { return run([&](Database &database) { return appendAudit(database, entry); }).has_value(); };
    QVERIFY(append({0, 100, u"alice"_s, u"192.0.2.1:5000"_s, AuditAction::SignIn, {}, ErrorCode::None, {}}));
    QVERIFY(append({0, 200, u"alice"_s, u"192.0.2.1:5000"_s, AuditAction::FileWrite, u"evil\nalice signed out\u202e"_s, ErrorCode::QuotaExceeded,
                    QString(5000, u'x')}));
    QVERIFY(append({0, 300, u"bob"_s, u"[::1]:5000"_s, AuditAction::SignInFailed, {}, ErrorCode::AuthenticationFailed, {}}));
    QVERIFY(append({0, 0, u"bob"_s, {}, AuditAction::CommandEnd, u"ls"_s, ErrorCode::None, u"status 0"_s}));
    const auto page = [&](const AuditFilter &filter) {
        return run([&](Database &database) { return auditPage(database, filter); }).value_or(QList<AuditEntry>{});
    };
    const auto all = page({});
    QCOMPARE(all.size(), 4);
    QVERIFY(all[0].id > all[3].id); // newest first
    QVERIFY(all[0].timeMs > 1'700'000'000'000); // now
    QCOMPARE(all[2].subject, u"evil\\u{0a}alice signed out\\u{202e}"_s);
    QCOMPARE(all[2].detail.size(), 1025);
    QCOMPARE(all[2].outcome, ErrorCode::QuotaExceeded);
    QCOMPARE(all[2].action, AuditAction::FileWrite);
    QCOMPARE(all[3].peer, u"192.0.2.1:5000"_s);

    AuditFilter filter;
    filter.user = u"bob"_s;
    QCOMPARE(page(filter).size(), 2);
    filter.failuresOnly = true;
    QCOMPARE(page(filter).size(), 1);
    QCOMPARE(page(filter).first().action, AuditAction::SignInFailed);
    filter = {};
    filter.action = AuditAction::SignIn;
    QCOMPARE(page(filter).size(), 1);
    filter = {};
    filter.fromMs = 200;
    filter.untilMs = 300;
    QCOMPARE(page(filter).size(), 1);
    filter = {};
    filter.limit = 3;
    QCOMPARE(page(filter).size(), 3);
    filter.beforeId = page(filter).last().id;
    QCOMPARE(page(filter).size(), 1);
    filter = {};
    filter.limit = -1;
    QVERIFY(page(filter).isEmpty());
}

void StorageTest::everyActionHasAName()
{
    const QMetaEnum actions = QMetaEnum::fromType<AuditAction>();
    QSet<QString> names;
    for (int i = 0; i < actions.keyCount(); ++i)
        names.insert(auditActionName(static_cast<AuditAction>(actions.value(i))));
    QCOMPARE(names.size(), actions.keyCount());
}

void StorageTest::theServersSecretIsMadeOnceAndKept()
{
    const auto secret = [&] { return run([](Database &database) { return serverSecret(database); }).value_or(QByteArray()); };
    const QByteArray first = secret();
    QCOMPARE(first.size(), 32);
    QCOMPARE(secret(), first);
    reopen();
    QCOMPARE(secret(), first);
}

QTEST_GUILESS_MAIN(StorageTest)
#include "tst_storage.moc"
