#include "core/lab/relay_lane.h"
#include "core/lab/relay_log.h"
#include "core/lab/relay_state.h"

#include <QTest>

using namespace transom;
using namespace transom::lab;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Ms = 1'000'000;

struct Injected
{
    FaultKind fault;
    qint64 offset;
    qint64 length;
    qint64 amount;
    bool operator==(const Injected &) const = default;
};

/// A lane with its reports, and a clock that the test turns.
struct Bench
{
    explicit Bench(RelayLane::Options options = {})
        : lane(options, [this](FaultKind fault, qint64 offset, qint64 length, qint64 amount) { injected.append({fault, offset, length, amount}); })
    {}

    /// What may be sent now, as pieces.
    QByteArrayList take()
    {
        QByteArrayList pieces;
        while (auto out = lane.next(now)) {
            pieces += out->end == RelayLane::End::Orderly ? QByteArray("<end>") : out->end == RelayLane::End::Reset ? QByteArray("<reset>") : out->bytes.toByteArray();
            lane.written(out->bytes.size(), now);
        }
        return pieces;
    }
    void push(const QByteArray &bytes) { lane.push(bytes, now); }
    QByteArrayList takeAt(qint64 ms)
    {
        now = ms * Ms;
        return take();
    }

    QList<Injected> injected;
    RelayLane lane;
    qint64 now = 0;
};

RelayLane::Options datagrams(quint64 seed = 1)
{
    RelayLane::Options options;
    options.datagrams = true;
    options.seed = seed;
    return options;
}

using Pieces = QByteArrayList;

} // namespace

class TestRelayLane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutFaultsChunksPassAsTheyCameAndAtOnce()
    {
        Bench bench;
        bench.push("one");
        bench.push("two");
        bench.lane.pushEnd(RelayLane::End::Orderly, 0);
        QCOMPARE(bench.take(), (Pieces{"one", "two", "<end>"}));
        QVERIFY(bench.injected.isEmpty());
        QCOMPARE(bench.lane.waiting(), 0);
        QVERIFY(!bench.lane.nextDue());
    }

    void aPartialWriteLeavesTheRest()
    {
        Bench bench;
        bench.push("hello");
        bench.lane.written(2, 0);
        const auto out = bench.lane.next(0);
        QCOMPARE(out->bytes.toByteArray(), QByteArray("llo"));
        QCOMPARE(out->offset, 2);
        QVERIFY(out->changed);
        QCOMPARE(bench.lane.waiting(), 3);
    }

    void delayMovesEveryChunkAndTheEndBehindThemByAsMuch()
    {
        Bench bench;
        bench.lane.setFaults({.delay = 100ms}, 0);
        bench.push("a");
        bench.now = 30 * Ms;
        bench.push("b");
        bench.lane.pushEnd(RelayLane::End::Orderly, bench.now);
        QCOMPARE(bench.takeAt(99), Pieces{});
        QCOMPARE(*bench.lane.nextDue(), 100 * Ms);
        QCOMPARE(bench.takeAt(100), Pieces{"a"});
        QCOMPARE(bench.takeAt(129), Pieces{});
        QCOMPARE(bench.takeAt(130), (Pieces{"b", "<end>"}));
        QCOMPARE(bench.injected, (QList<Injected>{{FaultKind::Delay, 0, 1, 100 * Ms}, {FaultKind::Delay, 1, 1, 100 * Ms}}));
    }

    void jitterKeepsTheOrderOfAStreamAndIsTheSameForTheSameSeed()
    {
        QList<Injected> first;
        for (int round = 0; round < 2; ++round) {
            Bench bench;
            bench.lane.setFaults({.jitter = 50ms}, 0);
            Pieces sent;
            for (int i = 0; i < 50; ++i) {
                sent += QByteArray::number(i);
                bench.push(sent.last());
            }
            QVERIFY(bench.takeAt(10).size() < 50);
            bench.now = 0;
            Bench again;
            again.lane.setFaults({.jitter = 50ms}, 0);
            for (const QByteArray &piece : sent)
                again.push(piece);
            QCOMPARE(again.takeAt(50), sent);
            QCOMPARE(bench.injected, again.injected);
            if (round == 0)
                first = bench.injected;
            QCOMPARE(bench.injected, first);
        }
    }

    void aRateSpreadsTheBytesOverTheTime()
    {
        Bench bench;
        bench.lane.setFaults({.rate = 1000}, 0);
        bench.push(QByteArray(500, 'x'));
        qsizetype sent = 0;
        for (int ms = 0; ms < 250; ++ms) {
            for (const QByteArray &piece : bench.takeAt(ms))
                sent += piece.size();
        }
        QVERIFY2(sent >= 240 && sent <= 270, qPrintable(QString::number(sent)));
        for (int ms = 250; ms < 500; ++ms) {
            for (const QByteArray &piece : bench.takeAt(ms))
                sent += piece.size();
        }
        QCOMPARE(sent, 500);
    }

    void splitGivesPiecesOfTheSizeWithTheirGaps()
    {
        Bench bench;
        bench.lane.setFaults({.split = 2}, 0);
        bench.push("hello");
        QCOMPARE(bench.take(), (Pieces{"he", "ll", "o"}));
        bench.lane.setFaults({.split = 2, .splitGap = 10ms}, 0);
        bench.push("hello");
        QCOMPARE(bench.takeAt(0), Pieces{"he"});
        QCOMPARE(bench.takeAt(9), Pieces{});
        QCOMPARE(bench.takeAt(10), Pieces{"ll"});
        QCOMPARE(bench.takeAt(20), Pieces{"o"});
    }

    void mergeMakesOnePieceOfWhatComesWithinTheTime()
    {
        Bench bench;
        bench.lane.setFaults({.merge = 20ms}, 0);
        bench.push("a");
        bench.now = 10 * Ms;
        bench.push("b");
        QCOMPARE(bench.takeAt(19), Pieces{});
        QCOMPARE(bench.takeAt(20), Pieces{"ab"});
        bench.push("c");
        QCOMPARE(bench.takeAt(40), Pieces{"c"});
        QCOMPARE(bench.injected.size(), 3);
    }

    void aStallStopsWhatWaitsAndWhatComesAndEnds()
    {
        Bench bench;
        bench.push("before");
        bench.lane.setFaults({.stall = 100ms}, 0);
        bench.push("after");
        QCOMPARE(bench.takeAt(99), Pieces{});
        QCOMPARE(bench.takeAt(100), (Pieces{"before", "after"}));
        bench.push("later");
        QCOMPARE(bench.take(), Pieces{"later"});
    }

    void aFaultForTheNextChunkIsForThatAlone()
    {
        Bench bench;
        bench.lane.setFaults({.split = 1}, 0);
        bench.lane.setNextFaults({.delay = 10ms}, 0);
        bench.push("ab");
        QCOMPARE(bench.take(), Pieces{});
        QCOMPARE(bench.takeAt(10), Pieces{"ab"});
        bench.push("cd");
        QCOMPARE(bench.take(), (Pieces{"c", "d"}));
        QCOMPARE(bench.injected, (QList<Injected>{{FaultKind::Delay, 0, 2, 10 * Ms}, {FaultKind::Split, 2, 2, 1}}));
    }

    void aFlipInvertsExactlyOneBitAndSaysWhich()
    {
        Bench bench;
        bench.lane.setNextFaults({.flip = 1}, 0);
        bench.push("skipped not");
        const QByteArray sent = bench.take().first();
        QCOMPARE(bench.injected.size(), 1);
        const auto [fault, offset, length, bit] = bench.injected.first();
        QCOMPARE(fault, FaultKind::Flip);
        QByteArray mended = sent;
        mended[offset] = static_cast<char>(mended[offset] ^ (1 << (bit % 8)));
        QCOMPARE(mended, QByteArray("skipped not"));
        QVERIFY(sent != mended);
    }

    void aFlipLeavesTheBytesThatTheReadReportedAlone()
    {
        Bench bench;
        const QByteArray reported = "reported";
        bench.lane.setNextFaults({.flip = 1}, 0);
        bench.push(reported);
        QVERIFY(bench.take().first() != "reported");
        QCOMPARE(reported, QByteArray("reported"));
    }

    void aResetComesInsteadOfTheChunkAndAHalfCloseAfterIt()
    {
        Bench reset;
        reset.push("first");
        reset.lane.setNextFaults({.reset = true}, 0);
        reset.push("second");
        reset.push("third");
        QCOMPARE(reset.take(), (Pieces{"first", "<reset>"}));
        Bench half;
        half.lane.setNextFaults({.halfClose = true}, 0);
        half.push("last");
        half.push("dropped");
        QCOMPARE(half.take(), (Pieces{"last", "<end>"}));
        QCOMPARE(half.lane.waiting(), 0);
        QCOMPARE(half.injected.last(), (Injected{FaultKind::HalfClose, 4, 7, 0}));
    }

    void aFaultBeginsExactlyAtItsByteHoweverTheBytesAreCut()
    {
        for (const QByteArrayList &chunks : {QByteArrayList{"0123456789"}, QByteArrayList{"01234", "56789"}, QByteArrayList{"012", "3456789"}, QByteArrayList{"0123", "4", "56789"}}) {
            Bench bench;
            bench.lane.setFaults({.split = 2, .fromByte = 5}, 0);
            for (const QByteArray &chunk : chunks)
                bench.push(chunk);
            const Pieces pieces = bench.take();
            QCOMPARE(pieces.join(), QByteArray("0123456789"));
            QCOMPARE(pieces.last(3), (Pieces{"56", "78", "9"}));
            QCOMPARE(bench.injected, (QList<Injected>{{FaultKind::Split, 5, 5, 2}}));
        }
    }

    void aFaultBeginsAfterItsTimeAndLeavesWhatCameBeforeAlone()
    {
        Bench bench;
        bench.lane.setFaults({.delay = 10ms, .after = 100ms}, 0);
        bench.push("early");
        QCOMPARE(bench.take(), Pieces{"early"});
        bench.now = 100 * Ms;
        bench.push("late");
        QCOMPARE(bench.take(), Pieces{});
        QCOMPARE(bench.takeAt(110), Pieces{"late"});
    }

    void severalFaultsHaveEachTheirOwnBeginning()
    {
        Bench bench;
        bench.lane.addFaults({.split = 1, .fromByte = 2}, 0);
        bench.lane.addFaults({.split = 3, .fromByte = 4}, 0);
        bench.lane.addFaults({.delay = 5ms, .fromByte = 7}, 0);
        bench.push("0123456789");
        QCOMPARE(bench.take(), (Pieces{"01", "2", "3", "456"}));
        QCOMPARE(bench.takeAt(5), Pieces{"789"});
        bench.lane.clearFault(FaultKind::Split, bench.now);
        bench.push("abc");
        QCOMPARE(bench.takeAt(10), Pieces{"abc"});
    }

    void aResetAndAHalfCloseAtAByteLetWhatIsBeforeItThrough()
    {
        Bench reset;
        reset.lane.setFaults({.reset = true, .fromByte = 3}, 0);
        reset.push("abcdef");
        QCOMPARE(reset.take(), (Pieces{"abc", "<reset>"}));
        QCOMPARE(reset.injected, (QList<Injected>{{FaultKind::Reset, 3, 3, 0}}));
        Bench half;
        half.lane.setFaults({.halfClose = true, .fromByte = 3}, 0);
        half.push("ab");
        half.push("cdef");
        half.push("more");
        QCOMPARE(half.take(), (Pieces{"ab", "c", "<end>"}));
        QCOMPARE(half.lane.waiting(), 0);
    }

    void aResetAHalfCloseAndAStallComeAtTheirTimeWithoutAnyChunk()
    {
        Bench bench;
        bench.lane.setFaults({.reset = true, .after = 50ms}, 0);
        QCOMPARE(*bench.lane.nextDue(), 50 * Ms);
        bench.lane.tick(49 * Ms);
        QCOMPARE(bench.takeAt(49), Pieces{});
        bench.lane.tick(50 * Ms);
        QCOMPARE(bench.takeAt(50), Pieces{"<reset>"});
        Bench half;
        half.lane.setFaults({.halfClose = true, .after = 50ms}, 0);
        half.lane.tick(50 * Ms);
        QCOMPARE(half.takeAt(50), Pieces{"<end>"});
        QVERIFY(!half.lane.nextDue());
        Bench stall;
        stall.lane.setFaults({.stall = 20ms, .after = 50ms}, 0);
        stall.lane.tick(50 * Ms);
        stall.now = 51 * Ms;
        stall.push("x");
        QCOMPARE(stall.takeAt(69), Pieces{});
        QCOMPARE(stall.takeAt(70), Pieces{"x"});
    }

    void aStallAtAByteLetsWhatIsBeforeItThrough()
    {
        Bench bench;
        bench.lane.setFaults({.stall = 20ms, .fromByte = 2}, 0);
        bench.push("abcd");
        QCOMPARE(bench.take(), Pieces{"ab"});
        bench.push("ef");
        QCOMPARE(bench.takeAt(19), Pieces{});
        QCOMPARE(bench.takeAt(20), (Pieces{"cd", "ef"}));
        bench.push("gh");
        QCOMPARE(bench.take(), Pieces{"gh"});
    }

    void onceIsForTheFirstChunkThatMayHaveIt()
    {
        Bench bench;
        bench.lane.addFaults({.split = 1, .fromByte = 4, .once = true}, 0);
        bench.push("abc");
        bench.push("def");
        bench.push("ghi");
        QCOMPARE(bench.take(), (Pieces{"abc", "d", "e", "f", "ghi"}));
    }

    void everyFaultOfAStreamAndOfDatagramsIsReported()
    {
        const QList<std::pair<Faults, FaultKind>> ofStreams{
                {{.delay = 1ms}, FaultKind::Delay}, {{.jitter = 1000ms}, FaultKind::Delay}, {{.rate = 1000}, FaultKind::Rate}, {{.split = 1}, FaultKind::Split}, {{.merge = 1ms}, FaultKind::Merge},
                {{.stall = 1ms}, FaultKind::Stall}, {{.reset = true}, FaultKind::Reset}, {{.halfClose = true}, FaultKind::HalfClose}, {{.flip = 1}, FaultKind::Flip}};
        const QList<std::pair<Faults, FaultKind>> ofDatagrams{
                {{.delay = 1ms}, FaultKind::Delay}, {{.jitter = 1000ms}, FaultKind::Delay}, {{.rate = 1000}, FaultKind::Rate}, {{.stall = 1ms}, FaultKind::Stall}, {{.flip = 1}, FaultKind::Flip},
                {{.loss = 1}, FaultKind::Loss}, {{.duplicate = 1}, FaultKind::Duplicate}, {{.reorder = 1}, FaultKind::Reorder}};
        for (const auto &[list, options] : {std::pair(ofStreams, RelayLane::Options()), std::pair(ofDatagrams, datagrams())}) {
            for (const auto &[faults, kind] : list) {
                for (const bool once : {false, true}) {
                    Bench bench(options);
                    bench.push("before");
                    Faults later = faults;
                    later.fromByte = 6;
                    later.once = once;
                    bench.lane.addFaults(later, 0);
                    bench.push("bytes");
                    bench.take();
                    QVERIFY2(!bench.injected.isEmpty() && bench.injected.first().fault == kind, qPrintable(QString::number(static_cast<int>(kind))));
                    QVERIFY(bench.injected.first().offset >= 6);
                }
            }
        }
    }

    void bytesThatPassedByComeBackInTheirPlace()
    {
        Bench bench;
        QVERIFY(bench.lane.isPlain(0));
        bench.lane.passedBy(10);
        bench.lane.bringBack("6789", 0);
        QVERIFY(!bench.lane.isPlain(0));
        bench.lane.setFaults({.split = 1}, 0);
        bench.push("ab");
        QCOMPARE(bench.lane.next(0)->offset, 6);
        QCOMPARE(bench.take(), (Pieces{"6789", "a", "b"}));
        QCOMPARE(bench.injected, (QList<Injected>{{FaultKind::Split, 10, 2, 1}}));
    }

    void whatWasHeldSaysForHowLong()
    {
        Bench bench;
        bench.lane.setHold(true, 0);
        bench.push("abc");
        bench.now = 70 * Ms;
        bench.lane.stepChunk(bench.now);
        QCOMPARE(bench.take(), Pieces{"abc"});
        QCOMPARE(bench.injected, (QList<Injected>{{FaultKind::Hold, 0, 3, 70 * Ms}}));
    }

    void aFramingThatIsChosenLaterBeginsWithWhatIsHeld()
    {
        Bench bench;
        bench.push("no frame of any kind");
        bench.take();
        bench.lane.setHold(true, 0);
        bench.push("one\ntwo\nth");
        bench.lane.setFraming(*inspect::Framing::fromText(u"newline"_s));
        QCOMPARE(bench.lane.heldFrames(), 2);
        QCOMPARE(bench.lane.missing(), 1);
        bench.lane.stepFrame(0);
        QCOMPARE(bench.take(), Pieces{"one\n"});
        bench.lane.stepFrame(0);
        QCOMPARE(bench.take(), Pieces{"two\n"});
        bench.push("ree\n");
        bench.lane.stepFrame(0);
        QCOMPARE(bench.take(), (Pieces{"th", "ree\n"}));
    }

    void patienceIsWhatIsLeftOfTheTimeOutWhileSomethingIsHeld()
    {
        RelayStreamState state;
        state.timeouts[static_cast<size_t>(From::Client)] = 30s;
        QVERIFY(!state.patience(From::Client, 0));
        state.sides[static_cast<size_t>(From::Server)].heldChunks = 1;
        state.sides[static_cast<size_t>(From::Client)].lastReadNs = 5'000 * Ms;
        QCOMPARE(state.patience(From::Client, 12'000 * Ms).value(), 23s);
        QVERIFY(!state.patience(From::Server, 0));
        state.timeoutsFromProtocol = true;
        QCOMPARE(state.patience(From::Client, 12'000 * Ms).value(), 18s);
    }

    void whatIsHeldWaitsAndStepsOneChunkAtATime()
    {
        Bench bench;
        bench.lane.setHold(true, 0);
        bench.push("a");
        bench.push("b");
        bench.push("c");
        bench.lane.pushEnd(RelayLane::End::Orderly, 0);
        QCOMPARE(bench.take(), Pieces{});
        QCOMPARE(bench.lane.held(), 3);
        bench.lane.stepChunk(0);
        QCOMPARE(bench.take(), Pieces{"a"});
        bench.lane.setHold(false, 0);
        QCOMPARE(bench.take(), (Pieces{"b", "c", "<end>"}));
        QCOMPARE(bench.lane.held(), 0);
        bench.lane.stepChunk(0);
    }

    void manySmallChunksTakeTheRoomOfLargeOnes()
    {
        Bench bench;
        bench.lane.setHold(true, 0);
        for (size_t i = 0; i < RelayLane::MostChunks; ++i) {
            QVERIFY(bench.lane.room() > 0);
            bench.push("x");
        }
        QCOMPARE(bench.lane.room(), 0);
        bench.lane.stepChunk(0);
        QCOMPARE(bench.take(), Pieces{"x"});
        QVERIFY(bench.lane.room() > 0);
    }

    void aStepOfAFramePassesExactlyThatFrameHoweverItWasRead()
    {
        RelayLane::Options options;
        options.framing = *inspect::Framing::fromText(u"newline"_s);
        Bench bench(options);
        bench.lane.setHold(true, 0);
        bench.push("one\ntw");
        bench.push("o\nthree\n");
        bench.push("fo");
        bench.lane.stepFrame(0);
        QCOMPARE(bench.take(), Pieces{"one\n"});
        bench.lane.stepFrame(0);
        QCOMPARE(bench.take(), (Pieces{"tw", "o\n"}));
        bench.lane.stepFrame(0);
        QCOMPARE(bench.take(), Pieces{"three\n"});
        // Not there yet: it goes when it is.
        bench.lane.stepFrame(0);
        QCOMPARE(bench.take(), Pieces{});
        bench.push("ur\nfive\n");
        QCOMPARE(bench.take(), (Pieces{"fo", "ur\n"}));
        QCOMPARE(bench.lane.held(), 5);
    }

    void aFrameLargerThanTheRoomStillSteps()
    {
        RelayLane::Options options;
        options.framing = *inspect::Framing::fromText(u"newline"_s);
        options.limit = 4;
        Bench bench(options);
        bench.lane.setHold(true, 0);
        bench.lane.stepFrame(0);
        bench.push("1234");
        QCOMPARE(bench.lane.room(), 0);
        QCOMPARE(bench.take(), Pieces{"1234"});
        QCOMPARE(bench.lane.room(), 4);
        bench.push("5\n6");
        QCOMPARE(bench.take(), Pieces{"5\n"});
    }

    void lostDatagramsAreAsManyAsAskedForAndTheSameForTheSameSeed()
    {
        const auto arrive = [](quint64 seed) {
            Bench bench(datagrams(seed));
            bench.lane.setFaults({.loss = 0.25}, 0);
            Pieces got;
            for (int i = 0; i < 1000; ++i) {
                bench.push(QByteArray::number(i));
                got += bench.take();
            }
            return got;
        };
        const Pieces first = arrive(1);
        QVERIFY2(first.size() > 700 && first.size() < 800, qPrintable(QString::number(first.size())));
        QCOMPARE(arrive(1), first);
        QVERIFY(arrive(2) != first);
    }

    void duplicatesComeTwiceAndReorderedOnesAfterTheNext()
    {
        Bench bench(datagrams());
        bench.lane.setNextFaults({.duplicate = 1}, 0);
        bench.push("a");
        QCOMPARE(bench.take(), (Pieces{"a", "a"}));
        bench.lane.setNextFaults({.reorder = 1}, 0);
        bench.push("first");
        QCOMPARE(bench.take(), Pieces{});
        bench.push("second");
        bench.now += 1;
        QCOMPARE(bench.take(), (Pieces{"second", "first"}));
        bench.lane.setNextFaults({.reorder = 1}, 0);
        bench.push("alone");
        QCOMPARE(bench.takeAt(99), Pieces{});
        QCOMPARE(bench.takeAt(101), Pieces{"alone"});
        QCOMPARE(bench.lane.waiting(), 0);
    }

    void anEmptyDatagramIsADatagram()
    {
        Bench bench(datagrams());
        bench.push("");
        QCOMPARE(bench.take(), Pieces{""});
        QVERIFY(!bench.lane.nextDue());
    }

    void theLogIsBoundedAndCountsWhatItDrops()
    {
        RelayLog log({.events = 3, .bytes = 100});
        const auto sink = log.sink();
        for (quint64 i = 1; i <= 5; ++i) {
            RelayEvent event;
            event.seq = i;
            sink(event);
        }
        auto batch = log.drain(2);
        QCOMPARE(batch.dropped, 2U);
        QCOMPARE(batch.events.first().seq, 3U);
        QVERIFY(batch.more);
        RelayEvent large;
        large.bytes = QByteArray(101, 'x');
        sink(large);
        QCOMPARE(log.drain(10).dropped, 2U);
    }
};

QTEST_GUILESS_MAIN(TestRelayLane)
#include "tst_relay_lane.moc"
