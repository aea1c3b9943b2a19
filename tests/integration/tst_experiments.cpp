#include "core/lab/experiment/bench.h"
#include "core/lab/experiment/experiment.h"
#include "core/lab/experiment/upload_ways.h"
#include "core/lab/lesson/lesson.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <mutex>
#include <thread>

using namespace transom;
using namespace transom::lab;
using namespace Qt::StringLiterals;

using Knobs = QHash<QString, QString>;

class TestExperiments : public QObject
{
    Q_OBJECT

    static Knobs knobsOf(const Experiment &experiment, const Knobs &turned)
    {
        Knobs knobs;
        for (const Knob &knob : experiment.knobs)
            knobs.insert(knob.id, turned.value(knob.id, knob.values.constFirst()));
        return knobs;
    }

    struct Run
    {
        Result<ExperimentResult> result;
        std::vector<CallRecord> calls;
        qint64 milliseconds = 0;
    };

    /// Each setting is run once, however many tests ask what came of it: some take seconds.
    const Run &run(const QString &id, const Knobs &turned = {})
    {
        const Knobs knobs = knobsOf(*experimentById(id), turned);
        QString key = id;
        for (const Knob &knob : experimentById(id)->knobs)
            key += u' ' + knobs.value(knob.id);
        auto known = m_runs.find(key);
        if (known == m_runs.end())
            known = m_runs.emplace(key, runAnew(id, knobs)).first;
        return known->second;
    }

    static Run runAnew(const QString &id, const Knobs &knobs)
    {
        const Experiment *experiment = experimentById(id);
        std::mutex mutex;
        std::vector<CallRecord> calls;
        ExperimentBench bench(knobs, [&](const CallRecord &call) {
            const std::lock_guard lock(mutex);
            calls.push_back(call);
        });
        QElapsedTimer clock;
        clock.start();
        auto result = experiment->run(bench);
        return {std::move(result), std::move(calls), clock.elapsed()};
    }

    static Lesson lessonOf(const QString &id)
    {
        QFile file(QStringLiteral(TRANSOM_SOURCE_DIR "/resources/lessons/en/") + id + u".md"_s);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return Lesson::parse(id, QString::fromUtf8(file.readAll())).value_or(Lesson());
    }

    static QStringList sorted(QStringList names)
    {
        names.sort();
        return names;
    }

    static QString textOf(const Run &done, const QString &name) { return done.result->measured.value(name).value.toString(); }
    static QString product(const char *what, const char *way) { return QLatin1String(what) + u'_' + QLatin1String(way); }
    static constexpr const char *Tutorials[] = {"put_size", "put_json", "put_struct"};

private Q_SLOTS:
    void anExperimentAndItsLessonFitTogether_data()
    {
        QTest::addColumn<QString>("id");
        for (const Experiment &experiment : experiments())
            QTest::newRow(qPrintable(experiment.id)) << experiment.id;
    }
    void anExperimentAndItsLessonFitTogether()
    {
        QFETCH(QString, id);
        const Experiment &experiment = *experimentById(id);
        const Lesson lesson = lessonOf(id);
        QVERIFY(!lesson.title.isEmpty());
        for (const Lesson::Option &option : lesson.options)
            QVERIFY2(experiment.outcomes.contains(option.id), qPrintable(option.id));
        QStringList knobs;
        for (const Knob &knob : experiment.knobs)
            knobs.append(knob.id);
        QCOMPARE(sorted(lesson.vary.keys()), sorted(knobs));
        for (const QString &name : lesson.measuredNames())
            QVERIFY2(experiment.measured.contains(name), qPrintable(name));
    }

    void everyKnobCanBeTurnedToEachOfItsValues_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("knob");
        QTest::addColumn<QString>("value");
        for (const Experiment &experiment : experiments()) {
            for (const Knob &knob : experiment.knobs) {
                for (const QString &value : knob.values)
                    QTest::addRow("%s %s %s", qPrintable(experiment.id), qPrintable(knob.id), qPrintable(value)) << experiment.id << knob.id << value;
            }
        }
    }
    void everyKnobCanBeTurnedToEachOfItsValues()
    {
        QFETCH(QString, id);
        QFETCH(QString, knob);
        QFETCH(QString, value);
        const Run &done = run(id, {{knob, value}});
        QVERIFY2(done.result, done.result ? "" : qPrintable(describe(done.result.error())));
        const Experiment &experiment = *experimentById(id);
        QVERIFY2(experiment.outcomes.contains(done.result->outcome), qPrintable(done.result->outcome));
        QCOMPARE(sorted(done.result->measured.keys()), sorted(experiment.measured));
        QVERIFY(!done.calls.empty());
    }

    void whatALessonClaimsIsSoOnThisComputer_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<Knobs>("knobs");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("two sends, one recv") << u"sticky"_s << Knobs() << u"one"_s;
        QTest::newRow("a long pause and a quick reader") << u"sticky"_s << Knobs{{u"pause_ms"_s, u"200"_s}, {u"wait_ms"_s, u"0"_s}} << u"two"_s;
        QTest::newRow("a small recv cuts") << u"sticky"_s << Knobs{{u"recv_size"_s, u"4"_s}} << u"cut"_s;
        QTest::newRow("no delay makes no messages") << u"sticky"_s << Knobs{{u"nodelay"_s, u"on"_s}} << u"one"_s;
        QTest::newRow("waiting costs round trips") << u"cures"_s << Knobs{{u"rtt_ms"_s, u"100"_s}} << u"tenfold"_s;
        QTest::newRow("a full buffer drops") << u"udp"_s << Knobs() << u"some"_s;
        QTest::newRow("too large a datagram") << u"udp"_s << Knobs{{u"size"_s, u"65508"_s}} << u"none"_s;
        QTest::newRow("a relay that loses") << u"udp"_s << Knobs{{u"loss"_s, u"30"_s}, {u"buffer"_s, u"default"_s}} << u"some"_s;
        QTest::newRow("a few into a large buffer") << u"udp"_s << Knobs{{u"datagrams"_s, u"50"_s}, {u"buffer"_s, u"default"_s}} << u"all"_s;
        QTest::newRow("one at a time") << u"serving"_s << Knobs() << u"turns"_s;
        QTest::newRow("three, then no more") << u"serving"_s << Knobs{{u"model"_s, u"one:3"_s}} << u"refused"_s;
        QTest::newRow("a thread each") << u"serving"_s << Knobs{{u"model"_s, u"thread"_s}} << u"together"_s;
        QTest::newRow("a process each") << u"serving"_s << Knobs{{u"model"_s, u"process"_s}} << u"together"_s;
        QTest::newRow("one event loop") << u"serving"_s << Knobs{{u"model"_s, u"loop"_s}} << u"together"_s;
        QTest::newRow("a character is cut") << u"characters"_s << Knobs() << u"cut"_s;
        QTest::newRow("three bytes a character") << u"characters"_s << Knobs{{u"recv_size"_s, u"3"_s}} << u"whole"_s;
        QTest::newRow("two bytes a character in GBK") << u"characters"_s << Knobs{{u"encoding"_s, u"gbk"_s}} << u"whole"_s;
        QTest::newRow("ASCII is never cut") << u"characters"_s << Knobs{{u"text"_s, u"hello"_s}, {u"recv_size"_s, u"1"_s}} << u"whole"_s;
        QTest::newRow("the server closed first") << u"port"_s << Knobs() << u"refused"_s;
        QTest::newRow("the client closed first") << u"port"_s << Knobs{{u"first"_s, u"client"_s}} << u"bound"_s;
        QTest::newRow("with SO_REUSEADDR") << u"port"_s << Knobs{{u"reuse"_s, u"on"_s}} << u"bound"_s;
        QTest::newRow("still listening") << u"port"_s << Knobs{{u"reuse"_s, u"on"_s}, {u"listener"_s, u"still-open"_s}} << u"refused"_s;
        QTest::newRow("close") << u"goodbye"_s << Knobs() << u"eof"_s;
        QTest::newRow("half-close") << u"goodbye"_s << Knobs{{u"way"_s, u"half-close"_s}} << u"eof"_s;
        QTest::newRow("unread bytes") << u"goodbye"_s << Knobs{{u"way"_s, u"unread"_s}} << u"error"_s;
        QTest::newRow("reset") << u"goodbye"_s << Knobs{{u"way"_s, u"reset"_s}} << u"error"_s;
        QTest::newRow("vanished") << u"goodbye"_s << Knobs{{u"way"_s, u"vanish"_s}} << u"nothing"_s;
        QTest::newRow("nobody reads") << u"slow"_s << Knobs{{u"size_mib"_s, u"16"_s}} << u"part"_s;
        QTest::newRow("small buffers") << u"slow"_s << Knobs{{u"size_mib"_s, u"16"_s}, {u"sndbuf"_s, u"4096"_s}, {u"rcvbuf"_s, u"4096"_s}} << u"little"_s;
        QTest::newRow("challenges that come again") << u"secret"_s << Knobs{{u"watched"_s, u"1000"_s}} << u"most"_s;
        QTest::newRow("challenges that never come again") << u"secret"_s << Knobs{{u"scheme"_s, u"nonce"_s}} << u"none"_s;
        QTest::newRow("one recv for a long output") << u"rest"_s << Knobs() << u"rest"_s;
        QTest::newRow("one recv for a short output") << u"rest"_s << Knobs{{u"lines"_s, u"10"_s}} << u"answer"_s;
        QTest::newRow("a larger recv") << u"rest"_s << Knobs{{u"recv_size"_s, u"65536"_s}} << u"answer"_s;
        QTest::newRow("Ready and a length") << u"rest"_s << Knobs{{u"dialect"_s, u"exec-ready"_s}} << u"answer"_s;
        QTest::newRow("a length and ok") << u"rest"_s << Knobs{{u"dialect"_s, u"exec-length-ack"_s}} << u"answer"_s;
        QTest::newRow("four bytes of length") << u"rest"_s << Knobs{{u"dialect"_s, u"exec-struct"_s}} << u"answer"_s;
        QTest::newRow("a connection that breaks") << u"product"_s << Knobs() << u"one"_s;
        QTest::newRow("a name that climbs out") << u"product"_s << Knobs{{u"disaster"_s, u"name"_s}} << u"some"_s;
        QTest::newRow("a disk that is full") << u"product"_s << Knobs{{u"disaster"_s, u"disk"_s}} << u"some"_s;
        QTest::newRow("a bit that flips") << u"product"_s << Knobs{{u"disaster"_s, u"flip"_s}} << u"one"_s;
        QTest::newRow("SCRAM") << u"secret"_s << Knobs{{u"scheme"_s, u"scram"_s}} << u"none"_s;
    }
    void whatALessonClaimsIsSoOnThisComputer()
    {
        QFETCH(QString, id);
        QFETCH(Knobs, knobs);
        QFETCH(QString, outcome);
        const Run &done = run(id, knobs);
        QVERIFY2(done.result, done.result ? "" : qPrintable(describe(done.result.error())));
        QStringList values;
        for (auto it = done.result->measured.cbegin(); it != done.result->measured.cend(); ++it)
            values.append(it.key() + u'=' + it->toText());
        QVERIFY2(done.result->outcome == outcome, qPrintable(done.result->outcome + u": "_s + values.join(u' ')));
    }

    void whoIsServedInTurnsWaitsForAllBefore()
    {
        const Run &done = run(u"serving"_s, {{u"clients"_s, u"10"_s}, {u"work_ms"_s, u"20"_s}});
        QVERIFY(done.result);
        const auto number = [&](const char *name) { return done.result->measured.value(QLatin1String(name)).value.toDouble(); };
        QCOMPARE(number("served"), 10.0);
        QCOMPARE(number("handlers"), 1.0);
        QVERIFY(number("first_wait_ms") < number("last_wait_ms"));
        QVERIFY(number("last_wait_ms") >= 9 * 20);
        QVERIFY(number("total_ms") >= 10 * 20);
        // The kernel had connected all of them before the server accepted the second.
        int connected = 0;
        for (const CallRecord &call : done.calls) {
            if (call.call == CallRecord::Call::Accept && call.stream == 2)
                break;
            connected += call.call == CallRecord::Call::Connect ? 1 : 0;
        }
        QVERIFY(connected >= 10);
    }

    void eachModelShowsItsHandlers()
    {
        const auto handlers = [this](const QString &model) {
            const Run &done = run(u"serving"_s, {{u"model"_s, model}, {u"work_ms"_s, u"100"_s}, {u"clients"_s, u"2"_s}});
            return done.result ? done.result->measured.value(u"handlers"_s).value.toInt() : -1;
        };
        QCOMPARE(handlers(u"loop"_s), 1);
        QCOMPARE(handlers(u"thread"_s), 2);
        QCOMPARE(handlers(u"process"_s), 2);
    }

    void whatTheFirstCommandLeavesIsWhatTheSecondShows()
    {
        const Run &done = run(u"rest"_s);
        QVERIFY(done.result);
        const auto value = [&](const char *name) { return done.result->measured.value(QLatin1String(name)).value; };
        QCOMPARE(value("output").toInt(), 3893);
        QCOMPARE(value("shown").toInt(), 1024);
        QCOMPARE(value("left").toInt(), 3893 - 1024);
        QVERIFY(value("second").toString() != u"done");
    }

    void aThousandSignInsAreNotHeldUpByAcknowledgements()
    {
        // 40 ms for each: nobody waits for that in front of a window.
        const Run &done = run(u"secret"_s, {{u"watched"_s, u"1000"_s}});
        QVERIFY(done.result);
        QVERIFY2(done.milliseconds < 20'000, qPrintable(QString::number(done.milliseconds)));
    }

    void afterABreakOnlyTransomSendsLessThanTheWholeFileAgain()
    {
        const Run &done = run(u"product"_s);
        QVERIFY2(done.result, done.result ? "" : qPrintable(describe(done.result.error())));
        const qint64 size = done.result->measured.value(u"size"_s).value.toLongLong();
        for (const char *way : Tutorials) {
            // Half of it went before the break, and all of it after.
            const qint64 sent = done.result->measured.value(product("sent", way)).value.toLongLong();
            QVERIFY2(sent >= size * 3 / 2 && sent < size * 3 / 2 + 1000, qPrintable(QString::number(sent)));
            QVERIFY2(textOf(done, product("told", way)).contains(u"ECONNRESET"_s) || textOf(done, product("told", way)).contains(u"EPIPE"_s), way);
            QVERIFY(textOf(done, product("left", way)).contains(u"whole"_s));
        }
        const qint64 sent = done.result->measured.value(u"sent_transom"_s).value.toLongLong();
        QVERIFY2(sent >= size && sent < size * 3 / 2, qPrintable(QString::number(sent)));
        QVERIFY(textOf(done, u"left_transom"_s).contains(u"whole"_s));
        QVERIFY(textOf(done, u"told_transom"_s).contains(u"by itself"_s));
        // Two connections of each, and all eight are among the calls.
        QSet<quint64> streams;
        for (const CallRecord &call : done.calls)
            streams.insert(call.stream);
        streams.remove(0);
        QCOMPARE(streams.size(), 8);
    }

    void aNameThatClimbsOutReachesEachServerThatTakesNamesAndNoneFollowsIt()
    {
        const Run &done = run(u"product"_s, {{u"disaster"_s, u"name"_s}});
        QVERIFY2(done.result, done.result ? "" : qPrintable(describe(done.result.error())));
        QSet<quint64> heard;
        for (const CallRecord &call : done.calls) {
            if (call.call == CallRecord::Call::Receive && call.server && call.bytes.contains("../../escape.txt"))
                heard.insert(call.stream);
        }
        QCOMPARE(heard.size(), 3); // with put-size no name travels
        for (const char *way : {"put_json", "put_struct", "transom"})
            QCOMPARE(textOf(done, product("left", way)), u"nothing"_s);
        QVERIFY(textOf(done, u"left_put_size"_s).contains(u"recv1.jpg"_s));
        QVERIFY(textOf(done, u"told_put_json"_s).contains(u"leave the folder"_s));
        QVERIFY(textOf(done, u"told_transom"_s).contains(u"leaves the home folder"_s));
        QVERIFY(textOf(done, u"told_put_struct"_s).startsWith(u"nothing"_s));
    }

    void onAFullDiskNoneLeavesHalfAFileAndTheDialectWithoutAnswersTellsNothing()
    {
        const Run &done = run(u"product"_s, {{u"disaster"_s, u"disk"_s}});
        QVERIFY2(done.result, done.result ? "" : qPrintable(describe(done.result.error())));
        for (const char *way : {"put_size", "put_json", "put_struct", "transom"})
            QCOMPARE(textOf(done, product("left", way)), u"nothing"_s);
        for (const char *way : {"put_size", "put_json", "transom"})
            QVERIFY2(textOf(done, product("told", way)).contains(u"disk"_s), qPrintable(textOf(done, product("told", way))));
        QVERIFY(!textOf(done, u"told_put_struct"_s).contains(u"disk"_s));
    }

    void aFlippedBitIsStoredByAllThatCompareNothing()
    {
        const Run &done = run(u"product"_s, {{u"disaster"_s, u"flip"_s}});
        QVERIFY2(done.result, done.result ? "" : qPrintable(describe(done.result.error())));
        for (const char *way : Tutorials) {
            QVERIFY2(textOf(done, product("left", way)).contains(u"with 1 wrong bit"_s), qPrintable(textOf(done, product("left", way))));
            QVERIFY(textOf(done, product("told", way)).startsWith(u"nothing"_s));
        }
        QCOMPARE(textOf(done, u"left_transom"_s), u"nothing"_s);
        QVERIFY(textOf(done, u"told_transom"_s).contains(u"damaged"_s));
    }

    void whatIsLeftOfAnUploadIsToldApart()
    {
        QTemporaryDir root;
        const QString folder = root.filePath(u"a/b"_s);
        QVERIFY(QDir().mkpath(folder));
        const auto write = [](const QString &path, const QByteArray &content) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
        };
        const QByteArray content(1000, 'c');
        QCOMPARE(lookAt(root.path(), folder, content).state, LeftBehind::State::Nothing);
        QVERIFY(write(folder + u"/.f.part"_s, content));
        QCOMPARE(lookAt(root.path(), folder, content).state, LeftBehind::State::Nothing);
        QVERIFY(write(folder + u"/f"_s, content.first(500)));
        QCOMPARE(lookAt(root.path(), folder, content).state, LeftBehind::State::Part);
        QVERIFY(write(folder + u"/f"_s, content));
        QCOMPARE(lookAt(root.path(), folder, content).state, LeftBehind::State::Whole);
        QByteArray wrong = content;
        wrong[400] = static_cast<char>(wrong[400] ^ 0x11);
        QVERIFY(write(folder + u"/f"_s, wrong));
        QCOMPARE(lookAt(root.path(), folder, content).state, LeftBehind::State::Wrong);
        QCOMPARE(lookAt(root.path(), folder, content).wrongBits, 2);
        QVERIFY(write(root.filePath(u"escape.txt"_s), content));
        QCOMPARE(lookAt(root.path(), folder, content).state, LeftBehind::State::Outside);
    }

    void onlyTheCuresThatSayALengthOrAnEndSurviveEveryCut()
    {
        const Run &done = run(u"cures"_s, {{u"rtt_ms"_s, u"0"_s}, {u"messages"_s, u"3"_s}});
        QVERIFY(done.result);
        const auto number = [&](const char *name) { return done.result->measured.value(QLatin1String(name)).value.toInt(); };
        QCOMPARE(number("wrong_wait"), number("cuts_wait"));
        QVERIFY(number("wrong_ack") > 0);
        QVERIFY(number("wrong_ack") < number("cuts_ack"));
        for (const char *name : {"wrong_length", "wrong_json", "wrong_delimiter"})
            QCOMPARE(number(name), 0);
        QVERIFY(number("cuts_json") > 40);
        QCOMPARE(number("extra_length"), 3 * 4);
        QCOMPARE(number("extra_delimiter"), 3);
        QCOMPARE(number("extra_wait"), 3 * 2);
    }

    void aHalfCloseLeavesTheOtherDirectionOpen()
    {
        const Run &done = run(u"goodbye"_s, {{u"way"_s, u"half-close"_s}});
        QVERIFY(done.result);
        QCOMPARE(done.result->measured.value(u"replied"_s).value.toInt(), 10);
        QCOMPARE(done.result->measured.value(u"client_state"_s).toText(), u"FIN_WAIT2"_s);
        QCOMPARE(done.result->measured.value(u"server_state"_s).toText(), u"CLOSE_WAIT"_s);
    }

    void whatSendHasTakenLiesInTheTwoQueues()
    {
        const Run &done = run(u"slow"_s, {{u"size_mib"_s, u"16"_s}});
        QVERIFY(done.result);
        const auto number = [&](const char *name) { return done.result->measured.value(QLatin1String(name)).value.toLongLong(); };
        QCOMPARE(number("out_queue") + number("in_queue"), number("accepted"));
    }

    void aRecordedRunHasBothEndsOfEveryByte()
    {
        const Run &done = run(u"sticky"_s);
        QVERIFY(done.result);
        QByteArray sent;
        QByteArray received;
        for (const CallRecord &call : done.calls) {
            if (call.call == CallRecord::Call::Send)
                sent += call.bytes;
            else if (call.call == CallRecord::Call::Receive)
                received += call.bytes;
        }
        QCOMPARE(sent, QByteArray("helloworld"));
        QCOMPARE(received, sent);
    }

    void aConnectionThatNobodyHasRoomForIsNone()
    {
        ExperimentBench bench({}, {});
        const auto listener = bench.listener({}, 0); // room for one
        QVERIFY(listener);
        const auto first = bench.connect(listener->localAddress(), 1);
        QVERIFY(first);
        const auto second = bench.connect(listener->localAddress(), 2, {}, ExperimentBench::ms(100));
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::TimedOut);
    }

    void aStoppedRunEndsSoon()
    {
        std::stop_source stop;
        const Experiment *experiment = experimentById(u"sticky"_s);
        ExperimentBench bench(knobsOf(*experiment, {{u"pause_ms"_s, u"3600000"_s}, {u"wait_ms"_s, u"3600000"_s}}), {}, stop.get_token());
        std::jthread stopper([&] { stop.request_stop(); });
        (void)experiment->run(bench); // returns at all
        QVERIFY(bench.isStopped());
    }

    void anUploadThatIsStoppedLeavesNoProgramBehind()
    {
        std::stop_source stop;
        const Experiment *experiment = experimentById(u"product"_s);
        std::atomic<bool> four = false;
        ExperimentBench bench(knobsOf(*experiment, {}), [&](const CallRecord &call) {
            // The fourth way has begun: its server and its client are running.
            if (call.stream >= 7 && !four.exchange(true))
                stop.request_stop();
        }, stop.get_token());
        const auto result = experiment->run(bench);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
        QVERIFY(four);
        const QString children = u"/proc/self/task/%1/children"_s.arg(QCoreApplication::applicationPid()); // proc(5)
        QFile file(children);
        if (file.open(QIODevice::ReadOnly))
            QCOMPARE(file.readAll(), QByteArray());
    }

private:
    std::map<QString, Run> m_runs; ///< by experiment and settings
};

QTEST_GUILESS_MAIN(TestExperiments)
#include "tst_experiments.moc"
