// What is kept of the list of transfers, and what becomes of a file that somebody or something has spoiled.

#include "core/files/transfer_meter.h"
#include "core/files/transfer_store.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <sys/stat.h>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;

namespace {

StoredTransfer example(TransferState state)
{
    StoredTransfer stored;
    TransferInfo &info = stored.info;
    info.request = {TransferDirection::Download, {u"/报告 最终版.pdf"_s, u"/b"_s}, u"/home/x/下载"_s, u"ask"_s, TransferPriority::High, 12'345, true, 99};
    info.name = u"报告"_s;
    info.state = state;
    info.place = {u"[::1]:7160"_s, u"alice"_s};
    info.progress.done = 5'000'000'000;
    info.progress.total = 6'000'000'000;
    info.progress.itemsDone = 1;
    info.progress.itemsTotal = 2;
    info.addedMs = 1'700'000'000'000;
    info.activeMs = 61'000;
    stored.begun = true;
    if (info.isOver()) {
        info.endedMs = 1'700'000'100'000;
        info.error = {ErrorCode::QuotaExceeded, u"Full."_s};
        info.failed = {u"/b: Full."_s};
        info.path = u"/home/x/下载/b"_s;
        info.sha256 = QString(64, u'a');
    } else {
        stored.done = {u"/b"_s};
        stored.names = {{u"/b"_s, u"/home/x/下载/b (1)"_s}};
        stored.since = 1'800'000'000'123'456;
    }
    return stored;
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestTransferStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSavedIsLoadedAgainWhole()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"transfers.json"_s);
        {
            TransferStore store(path);
            QCOMPARE(store.load().trouble.code, ErrorCode::None);
            QVERIFY(store.save({{7, 1'000'000, 2'000'000}, {example(TransferState::Paused), example(TransferState::Running)}, {example(TransferState::Failed)}}));
        }
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        TransferStore store(path);
        const auto loaded = store.load();
        QCOMPARE(loaded.trouble.code, ErrorCode::None);
        QCOMPARE(loaded.queue.settings, (TransferSettings{7, 1'000'000, 2'000'000}));
        QCOMPARE(loaded.queue.queue.size(), 2);
        const StoredTransfer first = loaded.queue.queue.first();
        const StoredTransfer expected = example(TransferState::Paused);
        QCOMPARE(first.info.request, expected.info.request);
        QCOMPARE(first.info.state, TransferState::Paused);
        QCOMPARE(first.info.place, expected.info.place);
        QCOMPARE(first.info.progress, expected.info.progress);
        QCOMPARE(first.done, expected.done);
        QCOMPARE(first.names, expected.names);
        QCOMPARE(first.since, expected.since);
        QVERIFY(first.begun);
        QCOMPARE(loaded.queue.history.size(), 1);
        const TransferInfo over = loaded.queue.history.first().info;
        QCOMPARE(over.error, (Error{ErrorCode::QuotaExceeded, u"Full."_s}));
        QCOMPARE(over.failed, QStringList{u"/b: Full."_s});
        QCOMPARE(over.endedMs, 1'700'000'100'000);
        QCOMPARE(over.activeMs, 61'000);
        QCOMPARE(over.sha256, QString(64, u'a'));
    }

    void nothingThereIsAnEmptyListAndNoTrouble()
    {
        QTemporaryDir folder;
        TransferStore store(folder.filePath(u"transfers.json"_s));
        const auto loaded = store.load();
        QCOMPARE(loaded.trouble.code, ErrorCode::None);
        QVERIFY(loaded.queue.queue.isEmpty());
        QCOMPARE(loaded.queue.settings, TransferSettings{});
    }

    void aSpoiledFileIsPutAsideAndTheListBeginsEmpty_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QJsonObject good = TransferStore::toJson({{}, {example(TransferState::Waiting)}, {example(TransferState::Done)}});
        QVERIFY(TransferStore::fromJson(good));
        const auto bytes = [](const QJsonObject &object) { return QJsonDocument(object).toJson(); };
        const auto with = [&](const char *list, const QString &key, const QJsonValue &value) {
            QJsonObject changed = good;
            QJsonArray array = changed[QLatin1String(list)].toArray();
            QJsonObject transfer = array[0].toObject();
            transfer[key] = value;
            array[0] = transfer;
            changed[QLatin1String(list)] = array;
            return bytes(changed);
        };
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut in the middle") << bytes(good).first(bytes(good).size() / 2);
        QTest::newRow("zeros after a crash") << QByteArray(4096, '\0');
        QTest::newRow("not an object") << QByteArray("[1,2]");
        QTest::newRow("a later format") << bytes({{u"format"_s, 2}});
        QTest::newRow("no format") << bytes({{u"queue"_s, QJsonArray()}});
        QTest::newRow("a relative source") << with("queue", u"sources"_s, QJsonArray{u"../x"_s});
        QTest::newRow("a relative target") << with("queue", u"target"_s, u"x"_s);
        QTest::newRow("no sources") << with("queue", u"sources"_s, QJsonArray());
        QTest::newRow("sources that are no texts") << with("queue", u"sources"_s, QJsonArray{QJsonObject{{u"a"_s, 1}}});
        QTest::newRow("a zero in a path") << with("queue", u"sources"_s, QJsonArray{QString(u"/a"_s + QChar(0) + u"b"_s)});
        QTest::newRow("a path without end") << with("queue", u"target"_s, QString(u'/' + QString(100'000, u'x')));
        QTest::newRow("an unknown policy") << with("queue", u"conflict"_s, u"format the disk"_s);
        QTest::newRow("an unknown state") << with("queue", u"state"_s, u"happy"_s);
        QTest::newRow("finished, but in the queue") << with("queue", u"state"_s, u"done"_s);
        QTest::newRow("unfinished, but in the history") << with("history", u"state"_s, u"running"_s);
        QTest::newRow("a negative size") << with("queue", u"bytes"_s, -5);
        QTest::newRow("a size above all") << with("queue", u"size"_s, 1e300);
        QTest::newRow("half a byte") << with("queue", u"limit"_s, 0.5);
        QTest::newRow("a text for a number") << with("queue", u"added"_s, u"now"_s);
        QTest::newRow("a number for a flag") << with("queue", u"resume"_s, 1);
        QTest::newRow("a hundred at once") << bytes({{u"format"_s, 1}, {u"settings"_s, QJsonObject{{u"parallel"_s, 100}}}});
        QJsonArray many;
        for (qsizetype i = 0; i <= TransferStore::MostHistory; ++i)
            many.append(good["history"_L1].toArray()[0]);
        QTest::newRow("too much history") << bytes({{u"format"_s, 1}, {u"history"_s, many}});
        QTest::newRow("nested without end") << QByteArray(100'000, '[');
    }
    void aSpoiledFileIsPutAsideAndTheListBeginsEmpty()
    {
        QFETCH(const QByteArray, content);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"transfers.json"_s);
        write(path, content);
        TransferStore store(path);
        const auto loaded = store.load();
        QCOMPARE(loaded.trouble.code, ErrorCode::BadMessage);
        QVERIFY(loaded.trouble.text.contains(u"transfers.json.bad"_s));
        QVERIFY(loaded.queue.queue.isEmpty() && loaded.queue.history.isEmpty());
        QFile bad(store.badFile());
        QVERIFY(bad.open(QIODevice::ReadOnly));
        QCOMPARE(bad.readAll(), content);
        // It can be used at once, and the bad one stays.
        QVERIFY(store.save({{}, {example(TransferState::Waiting)}, {}}));
        QVERIFY(QFile::exists(path) && QFile::exists(store.badFile()));
    }

    void aPipeInItsPlaceIsNotReadFrom()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"transfers.json"_s);
        QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
        TransferStore store(path);
        QCOMPARE(store.load().trouble.code, ErrorCode::BadMessage);
        QVERIFY(store.save({}));
    }

    void aSecondProgramNeitherReadsNorWritesIt()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"transfers.json"_s);
        TransferStore first(path);
        (void)first.load();
        QVERIFY(first.save({{}, {example(TransferState::Waiting)}, {}}));
        TransferStore second(path);
        const auto loaded = second.load();
        QCOMPARE(loaded.trouble.code, ErrorCode::InUse);
        QVERIFY(loaded.queue.queue.isEmpty());
        QVERIFY(second.save({}));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("waiting"));
    }

    void whatAServerMakesUpDoesNotCostTheList()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"transfers.json"_s);
        StoredTransfer waiting = example(TransferState::Waiting);
        waiting.names = {{u"/a"_s, u"no path"_s}, {u"/b"_s, u"/b (1)"_s}, {u"/c"_s, u"/"_s + QString(100'000, u'c')}, {u"/d"_s, u"/d\0"_s}};
        waiting.since = std::numeric_limits<qint64>::max();
        waiting.info.progress.total = -1'000;
        waiting.info.progress.itemsTotal = std::numeric_limits<qint64>::max();
        StoredTransfer over = example(TransferState::Failed);
        over.info.path = u"/x\0y"_s;
        over.info.sha256 = QString(1000, u'a');
        over.info.error.text = u"with\0in"_s;
        over.info.failed = {QString(100'000, u'n'), u"\0"_s, u"a\0b"_s};
        {
            TransferStore store(path);
            (void)store.load();
            QVERIFY(store.save({{}, {waiting}, {over}}));
        }
        TransferStore store(path);
        const auto loaded = store.load();
        QCOMPARE(loaded.trouble.code, ErrorCode::None);
        QCOMPARE(loaded.queue.queue.size(), 1);
        QCOMPARE(loaded.queue.queue.first().names, (QHash<QString, QString>{{u"/b"_s, u"/b (1)"_s}}));
        QCOMPARE(loaded.queue.queue.first().since, 0);
        QCOMPARE(loaded.queue.history.size(), 1);
        QCOMPARE(loaded.queue.history.first().info.path, QString());
        QCOMPARE(loaded.queue.history.first().info.failed.size(), 2);
    }

    void whatWasThereAlreadyIsNoSpeed()
    {
        TransferMeter meter;
        meter.begin(0, 0);
        meter.skip(50'000'000);
        // It may be seen in more than one tick.
        meter.tick(30'000'000, 250);
        meter.tick(50'250'000, 500);
        for (int i = 3; i <= 20; ++i)
            meter.tick(50'250'000 + (i - 2) * 250'000, i * TransferMeter::TickMs);
        QVERIFY2(std::abs(meter.rate() - 1'000'000) < 60'000, qPrintable(QString::number(meter.rate())));
        QVERIFY(*std::max_element(meter.speeds().cbegin(), meter.speeds().cend()) < 1'100'000);
    }

    void theSpeedIsTheMeanOfFiveSecondsAndAStallIsSeen()
    {
        TransferMeter meter;
        qint64 now = 1000;
        qint64 done = 500; // from before: does not count
        meter.begin(done, now);
        QCOMPARE(meter.rate(), 0.0);
        for (int i = 0; i < 40; ++i)
            meter.tick(done += 250, now += 250);
        QCOMPARE(meter.rate(), 1000.0);
        QCOMPARE(meter.speeds().size(), 10);
        QCOMPARE(meter.speeds().last(), 1000.0);
        QCOMPARE(meter.leftMs(done, done + 2000), 2000);
        QCOMPARE(meter.leftMs(done, -1), -1);
        for (int i = 0; i < 20; ++i)
            meter.tick(done, now += 250);
        QCOMPARE(meter.rate(), 0.0);
        QCOMPARE(meter.leftMs(done, done + 2000), -1);
        QCOMPARE(meter.speeds().last(), 0.0);
        // Starting over is no speed, and what comes then is.
        meter.tick(done = 0, now += 250);
        QCOMPARE(meter.rate(), 0.0);
        meter.tick(done += 5000, now += 250);
        QCOMPARE(meter.rate(), 1000.0);
        for (int i = 0; i < 1000; ++i)
            meter.tick(done += 1, now += 250);
        QCOMPARE(meter.speeds().size(), TransferMeter::Seconds);
        // A pause does not count either.
        meter.begin(done, now += 3'600'000);
        meter.tick(done += 250, now += 250);
        QCOMPARE(meter.rate(), 1000.0);
    }
};

QTEST_GUILESS_MAIN(TestTransferStore)
#include "tst_transfer_store.moc"
