#include "ui/models/ladder_layout.h"
#include "ui/models/wire_rows.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace transom;
using namespace transom::ui;
using namespace transom::inspect;
using namespace Qt::StringLiterals;

namespace {

constexpr quint64 Count = 60'000;

/// A recorder with room for a thousand frames in memory, and what it is asked about beyond them.
struct Recorded
{
    explicit Recorded(const QString &folder)
        : recorder(nullptr, options(folder), {.frames = 1'000, .payloadBytes = 1 << 20})
    {}

    static CaptureStore::Options options(const QString &folder)
    {
        CaptureStore::Options made;
        made.directory = folder;
        return made;
    }

    void add(quint64 count)
    {
        if (stream == 0)
            stream = recorder.sources().addStream({});
        for (quint64 i = 0; i < count; ++i) {
            const auto number = static_cast<qint64>(++added);
            WatchedFrame frame;
            frame.stream = stream;
            frame.offset = number * 30;
            frame.payload = "frame " + QByteArray::number(number);
            frame.header.length = static_cast<quint32>(frame.payload.size());
            frame.header.type = number % 100 == 0 ? 0x20 : 0x13; // CHAT_SAY, DATA
            frame.header.channel = ChannelId{1};
            // Every 1,000th frame comes half a second late: a break in the ladder.
            frame.sentNs = number * 10'000 + number / 1'000 * 500'000'000;
            recorder.sources().addFrame(frame);
            while (recorder.store()->isBusy())
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        recorder.announce();
    }

    WireRecorder recorder;
    quint32 stream = 0;
    quint64 added = 0;
};

} // namespace

/// The rows of a recording that has outgrown its memory.
class TestWireStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowIsThereAndComesWhenItIsLookedAt()
    {
        Recorded recorded(m_folder.path());
        WireRows rows(recorded.recorder);
        recorded.add(Count);
        QTRY_COMPARE(rows.size(), static_cast<qsizetype>(Count));
        for (const qsizetype row : {0, 777, 30'000, static_cast<int>(Count) - 1}) {
            QTRY_COMPARE(rows.at(row).payload, "frame " + QByteArray::number(row + 1));
            QCOMPARE(rows.at(row).number, static_cast<quint64>(row + 1));
            QCOMPARE(rows.rowOf(static_cast<quint64>(row + 1)), row);
        }
    }

    void aFilterFindsRowsOnTheDiskAndInMemoryAlike()
    {
        Recorded recorded(m_folder.path());
        WireRows rows(recorded.recorder);
        recorded.add(Count);
        QVERIFY(rows.setFilter(u"type:CHAT_SAY"_s));
        QVERIFY(rows.isFiltering());
        QTRY_VERIFY(!rows.isFiltering());
        QCOMPARE(rows.size(), static_cast<qsizetype>(Count / 100));
        for (qsizetype row = 0; row < rows.size(); ++row)
            QCOMPARE(rows.numberAt(row), static_cast<quint64>(row + 1) * 100);
        recorded.add(1'000); // while it is filtered
        QTRY_COMPARE(rows.size(), static_cast<qsizetype>(Count / 100 + 10));
        QVERIFY(rows.setFilter(u"text:\"frame 4242\""_s));
        QTRY_VERIFY(!rows.isFiltering());
        QCOMPARE(rows.size(), 11); // and 42420 to 42429
        QVERIFY(rows.setFilter(QString()));
        QTRY_COMPARE(rows.size(), static_cast<qsizetype>(Count + 1'000));
    }

    void theLadderIsTheSameWhetherRowsCameOneByOneOrFromTheDisk()
    {
        Recorded recorded(m_folder.path());
        WireRows rows(recorded.recorder);
        LadderLayout live({});
        connect(&rows, &WireRows::rowsChanged, this, [&](qsizetype gone) { live.update(rows, gone); });
        recorded.add(Count);
        QTRY_COMPARE(live.size(), static_cast<qsizetype>(Count));
        LadderLayout later({});
        connect(&rows, &WireRows::rowsReset, this, [&] { later.clear(); });
        connect(&rows, &WireRows::rowsChanged, this, [&](qsizetype gone) { later.update(rows, gone); });
        rows.setFilter(u"size>0"_s); // all of them
        QTRY_COMPARE(rows.size(), static_cast<qsizetype>(Count));
        QTRY_COMPARE(later.size(), live.size());
        QCOMPARE(later.height(), live.height());
        for (qsizetype row = 0; row < live.size(); row += 131) {
            QCOMPARE(later.top(row), live.top(row));
            QCOMPARE(live.rowAt(live.top(row)), row);
            QCOMPARE(live.hasBreak(row), (row + 1) % 1'000 == 0);
        }
        QVERIFY(live.hasBreak(999));
        QCOMPARE(live.rowAt(live.height() + 1), live.size());
    }

    void whatIsOnTheDiskIsSelectedAndFound()
    {
        Recorded recorded(m_folder.path());
        WireRows rows(recorded.recorder);
        recorded.add(Count);
        QTRY_COMPARE(rows.size(), static_cast<qsizetype>(Count));
        rows.selectFrame(12'345);
        QTRY_COMPARE(rows.currentFrame(), 12'345);
        const auto range = recorded.recorder.capture().frame(12'345)->range();
        rows.select({recorded.stream, Flow::ToServer, {range.from + 2, range.from + 4}});
        QCOMPARE(rows.currentFrame(), 12'345);
        QVERIFY(rows.findNext(u"frame 23456"_s, false));
        QTRY_COMPARE(rows.currentFrame(), 23'456);
        QVERIFY(rows.findNext(u"frame 12000"_s, true));
        QTRY_COMPARE(rows.currentFrame(), 12'000);
        QVERIFY(rows.findNext(u"frame 59999"_s, true)); // round the end
        QTRY_COMPARE(rows.currentFrame(), 59'999);
        rows.selectFrame(5);
        QTRY_COMPARE(rows.currentFrame(), 5);
        rows.setNote(5, u"remarkable"_s);
        QVERIFY(rows.setFilter(u"is:marked"_s));
        QTRY_VERIFY(!rows.isFiltering());
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.numberAt(0), 5);
    }

    void clearingForgetsTheDiskToo()
    {
        Recorded recorded(m_folder.path());
        WireRows rows(recorded.recorder);
        recorded.add(5'000);
        recorded.recorder.clear();
        QCOMPARE(rows.size(), 0);
        QCOMPARE(recorded.recorder.store()->diskBytes(), 0);
        recorded.stream = 0;
        recorded.add(3'000);
        QTRY_COMPARE(rows.size(), 3'000);
        QTRY_COMPARE(rows.at(0).payload, "frame 5001");
    }

    void anOpenedCaptureTakesTheRecordingsPlaceForAWhile()
    {
        Recorded recorded(m_folder.path());
        WireRows rows(recorded.recorder);
        recorded.add(10);
        auto opened = std::make_shared<StreamCapture>();
        WatchedFrame frame;
        frame.stream = opened->addStream({});
        opened->addFrame(frame);
        opened->addFrame(frame);
        recorded.recorder.showOpened(opened);
        QCOMPARE(rows.size(), 2);
        recorded.recorder.showOpened(nullptr);
        QCOMPARE(rows.size(), 10);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestWireStore)
#include "tst_wire_store.moc"
