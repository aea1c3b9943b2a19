#include "core/accounts/deliveries.h"
#include "core/accounts/groups.h"
#include "core/accounts/quota.h"
#include "core/accounts/roster_import.h"
#include "core/accounts/users.h"
#include "core/delivery/receipt.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace transom;
using namespace transom::accounts;
using namespace transom::protocol;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Now = 1'700'000'000'000;
constexpr qint64 Minute = 60'000;

class Books
{
public:
    template<class Task>
    auto run(Task task)
    {
        if constexpr (std::is_void_v<std::invoke_result_t<Task, Database &>>)
            storage->runBlocking([&](Database &database) {
                task(database);
                return true;
            });
        else
            return storage->runBlocking(task);
    }
    Books()
        : storage(std::move(*Storage::open(folder.filePath(u"db"_s))))
    {
        run([this](Database &database) {
            for (const QString &name : {u"teacher"_s, u"amy"_s, u"ben"_s})
                ids.insert(name, addUser(database, {name, {"salt", 600'000, "stored", "server"}, AllAccess, 1000, true})->id);
            const qint64 group = *ensureGroup(database, u"3b"_s);
            (void)addToGroup(database, group, ids[u"amy"_s]);
        });
    }
    QuotaUsage quota(const QString &name)
    {
        return *run([&](Database &database) { return quotaUsage(database, ids[name]); });
    }
    qint64 handIn(const DeliverCollect &request)
    {
        return *run([&](Database &database) { return createHandIn(database, ids[u"teacher"_s], request, u"/Hand-ins/x"_s, Now); });
    }
    Result<Submission> submit(const QString &who, qint64 handIn, qint64 atMs, qint64 bytes = 10)
    {
        return run([&](Database &database) -> Result<Submission> {
            auto id = createSubmission(database, ids[who], {handIn, 1, bytes}, atMs);
            if (!id)
                return tl::make_unexpected(id.error());
            auto number = addDeliveryFile(database, ids[who], {*id, u"essay"_s, false, bytes, 0, 0});
            if (!number)
                return tl::make_unexpected(number.error());
            if (auto whole = finishDeliveryFile(database, *id, *number, QString(64, u'a')); !whole)
                return tl::make_unexpected(whole.error());
            auto submission = beginSealing(database, ids[who], *id, atMs);
            if (submission) {
                if (auto sealed = finishSealing(database, *submission); !sealed)
                    return tl::make_unexpected(sealed.error());
            }
            return submission;
        });
    }

    QTemporaryDir folder;
    std::unique_ptr<Storage> storage;
    QHash<QString, qint64> ids;
};

} // namespace

class TestDeliveries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lateIsMarkedAfterTheGraceAndRefusedWhereTheTeacherSaysSo()
    {
        Books books;
        DeliverCollect request;
        request.title = u"x"_s;
        request.groups = {u"3b"_s};
        request.until = Now + 10 * Minute;
        request.grace = 5 * Minute;
        const qint64 lenient = books.handIn(request);
        QVERIFY(!books.submit(u"amy"_s, lenient, Now)->receipt.late);
        QVERIFY(!books.submit(u"amy"_s, lenient, Now + 15 * Minute)->receipt.late);
        const auto late = books.submit(u"amy"_s, lenient, Now + 15 * Minute + 1);
        QVERIFY(late->receipt.late);
        QCOMPARE(late->receipt.version, 3);
        request.refuseLate = true;
        const qint64 strict = books.handIn(request);
        QVERIFY(books.submit(u"amy"_s, strict, Now + 15 * Minute));
        QCOMPARE(books.submit(u"amy"_s, strict, Now + 15 * Minute + 1).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(books.quota(u"teacher"_s).usedBytes, 40);
        QCOMPARE(books.quota(u"teacher"_s).reservedBytes, 0);
        QCOMPARE(books.quota(u"amy"_s).usedBytes, 0);
    }

    void onlyWhoIsAskedMayHandInAndANewMemberOfTheGroupIsAsked()
    {
        Books books;
        DeliverCollect request;
        request.title = u"x"_s;
        request.groups = {u"3b"_s};
        const qint64 id = books.handIn(request);
        QCOMPARE(books.submit(u"ben"_s, id, Now).error().code, ErrorCode::NotFound);
        books.run([&](Database &database) { (void)addToGroup(database, *ensureGroup(database, u"3B"_s), books.ids[u"ben"_s]); });
        QVERIFY(books.submit(u"ben"_s, id, Now));
        request.most = 5;
        QCOMPARE(books.submit(u"amy"_s, books.handIn(request), Now).error().code, ErrorCode::QuotaExceeded);
    }

    void theSpaceOfASendIsReservedThenUsedThenFreeAgain()
    {
        Books books;
        DeliverSend request;
        request.people = {u"amy"_s, u"ben"_s};
        request.files = 1;
        request.bytes = 600;
        const qint64 teacher = books.ids[u"teacher"_s];
        const auto id = books.run([&](Database &database) { return createDelivery(database, teacher, request, Now); });
        QVERIFY(id);
        QCOMPARE(books.quota(u"teacher"_s).reservedBytes, 600);
        QCOMPARE(books.run([&](Database &database) { return createDelivery(database, teacher, request, Now); }).error().code, ErrorCode::QuotaExceeded);
        // More than was announced, and sealing what is not there, are refused.
        QCOMPARE(books.run([&](Database &database) { return addDeliveryFile(database, teacher, {*id, u"a"_s, false, 601, 0, 0}); }).error().code, ErrorCode::BadArgument);
        QCOMPARE(books.run([&](Database &database) { return sealDelivery(database, teacher, *id, Now); }).error().code, ErrorCode::Truncated);
        books.run([&](Database &database) {
            (void)finishDeliveryFile(database, *id, *addDeliveryFile(database, teacher, {*id, u"a"_s, false, 600, 0, 0}), QString(64, u'a'));
        });
        // Nobody sees it before it is sealed.
        QCOMPARE(books.run([&](Database &database) { return deliveryItems(database, books.ids[u"amy"_s]); })->size(), 0);
        QVERIFY(books.run([&](Database &database) { return sealDelivery(database, teacher, *id, Now); }));
        QCOMPARE(books.quota(u"teacher"_s).reservedBytes, 0);
        QCOMPARE(books.quota(u"teacher"_s).usedBytes, 600);
        const auto item = books.run([&](Database &database) { return deliveryItem(database, books.ids[u"amy"_s], *id); });
        QCOMPARE(item->my, u"offered"_s);
        QVERIFY(item->to.isEmpty());
        // A claim to have it with other hashes is no proof.
        QCOMPARE(*books.run([&](Database &database) { return answerDelivery(database, books.ids[u"amy"_s], {*id, u"done"_s, {}, u"wrong"_s}, Now); }), false);
        QCOMPARE(books.run([&](Database &database) { return deliveryPeople(database, teacher, *id); })->first().state, u"failed"_s);
        QCOMPARE(*books.run([&](Database &database) { return answerDelivery(database, books.ids[u"amy"_s], {*id, u"declined"_s, {}, {}}, Now); }), false);
        QCOMPARE(*books.run([&](Database &database) { return answerDelivery(database, books.ids[u"ben"_s], {*id, u"declined"_s, {}, {}}, Now); }), true);
        QCOMPARE(books.quota(u"teacher"_s).usedBytes, 0);
    }

    void whatNobodyTakesExpiresAndGivesItsSpaceBack()
    {
        Books books;
        DeliverSend request;
        request.people = {u"amy"_s};
        request.files = 1;
        request.days = 2;
        const qint64 teacher = books.ids[u"teacher"_s];
        const qint64 id = *books.run([&](Database &database) { return createDelivery(database, teacher, request, Now); });
        books.run([&](Database &database) {
            (void)addDeliveryFile(database, teacher, {id, u"folder"_s, true, 0, 0, 0});
            (void)sealDelivery(database, teacher, id, Now);
        });
        constexpr qint64 Day = 24 * 60 * Minute;
        QCOMPARE(books.run([&](Database &database) { return expireDeliveries(database, Now + 2 * Day); })->size(), 0);
        QCOMPARE(*books.run([&](Database &database) { return expireDeliveries(database, Now + 2 * Day + 1); }), QList<qint64>{id});
        QCOMPARE(books.run([&](Database &database) { return deliveryItem(database, books.ids[u"amy"_s], id); })->state, u"expired"_s);
    }

    void rostersAreReadAsSpreadsheetsWriteThem_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QString text = u"name,display name,groups,password\r\namy,\"Li, Amy \"\"A\"\"\",3b;choir,\r\n张三,张 三,3b,long enough\r\n"_s;
        QTest::newRow("UTF-8") << text.toUtf8();
        QTest::newRow("UTF-8 with a mark") << QByteArray("\xef\xbb\xbf" + text.toUtf8());
        QTest::newRow("newlines only") << text.toUtf8().replace("\r\n", "\n");
        QTest::newRow("no heading") << text.mid(text.indexOf(u'\n') + 1).toUtf8();
        QTest::newRow("other order") << u"groups,name,password,display name\n3b;choir,amy,,\"Li, Amy \"\"A\"\"\"\n3b,张三,long enough,张 三"_s.toUtf8();
        QTest::newRow("semicolons") << u"name;display name;groups;password\namy;\"Li, Amy \"\"A\"\"\";3b|choir;\n张三;张 三;3b;long enough\n"_s.toUtf8();
        QTest::newRow("GBK") << QByteArray("name,display name,groups,password\namy,\"Li, Amy \"\"A\"\"\",3b;choir,\n\xd5\xc5\xc8\xfd,\xd5\xc5 \xc8\xfd,3b,long enough\n");
    }
    void rostersAreReadAsSpreadsheetsWriteThem()
    {
        QFETCH(QByteArray, bytes);
        const auto rows = parseRoster(bytes);
        QVERIFY2(rows, rows ? "" : qPrintable(rows.error().text));
        QCOMPARE(rows->size(), 2);
        QCOMPARE(rows->at(0).name, u"amy"_s);
        QCOMPARE(rows->at(0).displayName, u"Li, Amy \"A\""_s);
        QCOMPARE(rows->at(0).groups, (QStringList{u"3b"_s, u"choir"_s}));
        QCOMPARE(rows->at(1).name, u"张三"_s);
        QCOMPARE(rows->at(1).displayName, u"张 三"_s);
        QCOMPARE(rows->at(1).password, u"long enough"_s);
    }

    void whatIsWrittenAsCsvIsReadAsTheSame()
    {
        const QByteArray csv = csvRecord({u"amy"_s, u"a \"b\", c"_s, u"3b"_s, u"1,2\"3456789"_s});
        const auto rows = parseRoster(csv);
        QVERIFY(rows);
        QCOMPARE(rows->first().displayName, u"a \"b\", c"_s);
        QCOMPARE(rows->first().password, u"1,2\"3456789"_s);
    }

    void anImportAgainChangesGroupsAndNothingElse()
    {
        Books books;
        RosterOptions options;
        options.access = {};
        const auto outcome = importRoster(*books.storage, *parseRoster("amy,,4a\ncara,,4a;3b\n"), options);
        QVERIFY(outcome);
        QCOMPARE(outcome->made.size(), 1);
        QCOMPARE(outcome->plan.newGroups, QStringList{u"4a"_s});
        const auto groups = *books.run([](Database &database) { return listGroups(database); });
        QCOMPARE(groups.size(), 2);
        QCOMPARE(groups[0].members, QStringList{u"cara"_s}); // 3b: amy left it
        QCOMPARE(groups[1].members, (QStringList{u"amy"_s, u"cara"_s}));
        const auto amy = *books.run([](Database &database) { return findUser(database, u"amy"_s); });
        QCOMPARE(amy->verifier.storedKey, QByteArray("stored"));
        QCOMPARE(amy->access, AllAccess);
        const auto cara = *books.run([](Database &database) { return findUser(database, u"cara"_s); });
        QCOMPARE(cara->access, Access());
        const auto again = importRoster(*books.storage, *parseRoster("amy,,4a\ncara,,4a;3b\n"), options);
        QVERIFY(again->made.isEmpty());
        QCOMPARE(again->plan.changedAccounts(), 0);
    }

    void aReceiptSaysAllOfItAndHoldsNoSurprises()
    {
        const DeliverReceipt receipt{12, 9, u"Homework \u202e3/\n"_s, u"amy"_s, u"teacher"_s, 2, true, Now, Now - Minute, 1, 99, QString(64, u'c'), {}};
        const QList<DeliverFile> files{{1, u"essay.txt"_s, false, 99, 0, 0, QString(64, u'a')}};
        const QString text = delivery::receiptText(receipt, files, u"127.0.0.1:7160"_s);
        for (const QString &part : {u"amy"_s, u"teacher"_s, u"2023-11-14 22:13:20 UTC, late"_s, u"99 bytes"_s, QString(64, u'c'), QString(64, u'a') + u"  essay.txt"_s})
            QVERIFY2(text.contains(part), qPrintable(part));
        QVERIFY(!text.contains(QChar(0x202e)));
        QVERIFY(!delivery::receiptFileName(receipt).contains(u'/'));
        const auto json = QJsonDocument::fromJson(delivery::receiptJson(receipt, files, u"s"_s)).object();
        QCOMPARE(json.value(u"version"_s).toInt(), 2);
        QCOMPARE(json.value(u"list"_s).toArray().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestDeliveries)
#include "tst_deliveries.moc"
