#include "core/lab/relay_script.h"

#include <QTest>

using namespace transom;
using namespace transom::lab;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Verb = RelayCommand::Verb;

class TestRelayScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFaultHasItsValueItsDirectionItsStreamAndItsMoment()
    {
        const auto delay = RelayCommand::parse(u"delay 100ms c>s"_s, false);
        QVERIFY(delay);
        QCOMPARE(delay->verb, Verb::Faults);
        QVERIFY(delay->has(From::Client) && !delay->has(From::Server));
        QCOMPARE(delay->faults, (Faults{.delay = 100ms}));
        const auto flip = RelayCommand::parse(u"flip from 4096 s>c #3 next"_s, false);
        QVERIFY(flip);
        QCOMPARE(flip->stream, 3U);
        QVERIFY(!flip->has(From::Client) && flip->has(From::Server));
        QCOMPARE(flip->faults, (Faults{.flip = 1, .fromByte = 4096, .once = true}));
        QCOMPARE(RelayCommand::parse(u"split 3 gap 20 after 2s"_s, false)->faults, (Faults{.split = 3, .splitGap = 20ms, .after = 2000ms}));
        QCOMPARE(RelayCommand::parse(u"rate 64K"_s, false)->faults.rate, 64'000);
        QCOMPARE(RelayCommand::parse(u"drop 25%"_s, true)->faults.loss, 0.25);
        QCOMPARE(RelayCommand::parse(u"reset from 10"_s, false)->faults, (Faults{.reset = true, .fromByte = 10}));
    }

    void resetAndHalfCloseWithoutAMomentAreNow()
    {
        const auto reset = RelayCommand::parse(u"reset 3"_s, false);
        QVERIFY(reset);
        QCOMPARE(reset->verb, Verb::Reset);
        QCOMPARE(reset->stream, 3U);
        QCOMPARE(RelayCommand::parse(u"half-close #2 c>s"_s, false)->verb, Verb::HalfClose);
    }

    void stepsHoldsFramingsAndTimeOutsAreRead()
    {
        QCOMPARE(RelayCommand::parse(u"hold c>s"_s, false)->verb, Verb::Hold);
        QCOMPARE(RelayCommand::parse(u"release"_s, false)->verb, Verb::Release);
        const auto step = RelayCommand::parse(u"step frame 4 s>c"_s, false);
        QVERIFY(step);
        QCOMPARE(step->verb, Verb::StepFrame);
        QCOMPARE(step->times, 4);
        QCOMPARE(RelayCommand::parse(u"step"_s, false)->verb, Verb::StepChunk);
        QCOMPARE(RelayCommand::parse(u"framing none/u32le"_s, false)->framings.text(), u"none/u32le"_s);
        const auto timeout = RelayCommand::parse(u"timeout client 1.5s"_s, false);
        QVERIFY(timeout);
        QVERIFY(timeout->has(From::Client) && !timeout->has(From::Server));
        QCOMPARE(timeout->timeout, 1500ms);
        QCOMPARE(RelayCommand::parse(u"clear delay s>c"_s, false)->kind, FaultKind::Delay);
        QCOMPARE(RelayCommand::parse(u"delay off"_s, false)->verb, Verb::Clear);
        QCOMPARE(RelayCommand::parse(u"clear"_s, false)->verb, Verb::ClearAll);
    }

    void whatIsNoCommandIsRefusedWithAReason_data()
    {
        QTest::addColumn<bool>("udp");
        for (const char *line : {"", "fly", "delay", "delay fast", "delay 2h", "delay 5ms 6ms", "delay -1", "split 0", "split 2 gap", "flip", "flip 2", "flip 0.1 from", "flip 0.1 from x", "drop 0.1",
                                 "hold hold", "hold #0", "hold #x", "hold c>s s>c", "reset now", "reset -3", "step 0", "step twice", "framing", "framing u33", "timeout 30s", "timeout client",
                                 "clear everything", "status all", "rate 99999999999999999999", "delay 1e99"})
            QTest::newRow(line) << false;
        for (const char *line : {"split 2", "merge 10ms", "reset next", "half-close"})
            QTest::newRow(line) << true;
    }
    void whatIsNoCommandIsRefusedWithAReason()
    {
        QFETCH(bool, udp);
        const auto command = RelayCommand::parse(QString::fromLatin1(QTest::currentDataTag()), udp);
        QVERIFY(!command);
        QCOMPARE(command.error().code, ErrorCode::BadArgument);
        QVERIFY(command.error().text.contains(u'.'));
    }

    void whatSomebodyTypesIsShownWithoutItsControlCharacters()
    {
        const auto command = RelayCommand::parse(u"\x1b[2J"_s, false);
        QVERIFY(!command);
        QVERIFY(!command.error().text.contains(u'\x1b'));
    }

    void laterFaultsReplaceOnlyWhatTheyName()
    {
        const Faults all = Faults{.delay = 5ms}.over(Faults{.delay = 1ms, .split = 3, .flip = 0.5});
        QCOMPARE(all, (Faults{.delay = 5ms, .split = 3, .flip = 0.5}));
        QCOMPARE(all.without(FaultKind::Split), (Faults{.delay = 5ms, .flip = 0.5}));
        QVERIFY(Faults().isNothing());
        QVERIFY((Faults{.fromByte = 3, .once = true}).isNothing());
        QVERIFY(!(Faults{.reset = true}).isNothing());
    }
};

QTEST_GUILESS_MAIN(TestRelayScript)
#include "tst_relay_script.moc"
