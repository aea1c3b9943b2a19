#include "core/lab/workbench/bench_lines.h"
#include "core/lab/workbench/bench_meaning.h"
#include "core/lab/workbench/bench_recipes.h"
#include "core/lab/workbench/workbench.h"

#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <poll.h>

using namespace transom;
using namespace transom::lab;
using namespace Qt::StringLiterals;
using Kind = BenchCall::Kind;

/// Real sockets of this computer, each call by itself, with the errors that learners meet.
class TestWorkbench : public QObject
{
    Q_OBJECT

private:
    static BenchCall on(int socket, Kind kind)
    {
        BenchCall call;
        call.kind = kind;
        call.socket = socket;
        return call;
    }
    static BenchCall send(int socket, const QByteArray &bytes, Kind kind = Kind::Send)
    {
        BenchCall call = on(socket, kind);
        call.bytes = bytes;
        return call;
    }
    static BenchCall receive(int socket, qint64 size, Kind kind = Kind::Receive)
    {
        BenchCall call = on(socket, kind);
        call.size = size;
        return call;
    }
    static BenchCall to(int socket, Kind kind, const SocketAddress &address, const QByteArray &bytes = {})
    {
        BenchCall call = send(socket, bytes, kind);
        call.address = address;
        return call;
    }
    static BenchCall option(int socket, BenchOption option, qint64 value)
    {
        BenchCall call = on(socket, Kind::SetOption);
        call.option = option;
        call.value = value;
        return call;
    }
    /// The outcome, when it is there.
    static BenchEntry done(Workbench &bench, const BenchCall &call)
    {
        const quint64 number = bench.call(call);
        (void)QTest::qWaitFor([&] { return bench.entry(number) && !bench.entry(number)->running; }, 10'000);
        return bench.entry(number) ? *bench.entry(number) : BenchEntry{};
    }
    static int error(Workbench &bench, const BenchCall &call) { return done(bench, call).outcome.error; }
    static int make(Workbench &bench, bool datagram = false, BenchFamily family = BenchFamily::IPv4)
    {
        BenchCall call;
        call.datagram = datagram;
        call.family = family;
        return done(bench, call).outcome.made;
    }
    static SocketAddress loopback(quint16 port = 0) { return {QHostAddress(QHostAddress::LocalHost), port}; }
    static int boundDatagram(Workbench &bench)
    {
        const int made = make(bench, true);
        return error(bench, to(made, Kind::Bind, loopback())) == 0 ? made : 0;
    }
    static BenchCall blocking(int socket, bool blocks)
    {
        BenchCall call = on(socket, Kind::SetBlocking);
        call.on = blocks;
        return call;
    }
    static QString stateNow(Workbench &bench, int socket)
    {
        bench.refresh();
        return bench.socket(socket)->stateText();
    }
    static bool isWaiting(const Workbench &bench, quint64 number) { return bench.entry(number) && bench.entry(number)->running; }

private Q_SLOTS:
    void aPairIsSixCallsAndThreeSockets_data()
    {
        QTest::addColumn<int>("family");
        QTest::newRow("IPv4") << int(BenchFamily::IPv4);
        QTest::newRow("IPv6") << int(BenchFamily::IPv6);
        QTest::newRow("Unix") << int(BenchFamily::Unix);
    }
    void aPairIsSixCallsAndThreeSockets()
    {
        QFETCH(int, family);
        Workbench bench;
        const QList<int> pair = bench.makePair(static_cast<BenchFamily>(family));
        if (pair.isEmpty() && family == int(BenchFamily::IPv6))
            QSKIP("this computer has no IPv6");
        QCOMPARE(pair, (QList<int>{1, 2, 3}));
        QCOMPARE(bench.log().size(), 6);
        QVERIFY(bench.socket(1)->listening);
        QVERIFY(bench.socket(2)->connected && bench.socket(3)->connected);
        QCOMPARE(bench.socket(2)->partner, 3);
        QCOMPARE(bench.socket(3)->partner, 2);
        QCOMPARE(bench.socket(3)->acceptedBy, 1);
        QCOMPARE(done(bench, send(2, "hello", Kind::SendAll)).outcome.result, 5);
        QCOMPARE(*bench.socket(3)->inQueue, 5);
        QCOMPARE(done(bench, receive(3, 4)).outcome.bytes, "hell"_ba);
        const BenchEntry rest = done(bench, receive(3, 4));
        QCOMPARE(rest.outcome.bytes, "o"_ba);
        QCOMPARE(rest.outcome.left, 0);
        QCOMPARE(error(bench, on(2, Kind::Shutdown)), 0);
        if (family != int(BenchFamily::Unix)) {
            QTRY_COMPARE(stateNow(bench, 2), u"FIN_WAIT2"_s);
            QTRY_COMPARE(stateNow(bench, 3), u"CLOSE_WAIT"_s);
        }
        const BenchEntry end = done(bench, receive(3, 4));
        QCOMPARE(end.outcome.result, 0);
        QCOMPARE(end.outcome.error, 0);
        QCOMPARE(error(bench, on(3, Kind::Close)), 0);
        QVERIFY(!bench.socket(3)->isOpen());
    }

    void addressesThatAreTakenAndEndsThatAreNotThere()
    {
        Workbench bench;
        QVERIFY(!bench.makePair().isEmpty());
        const SocketAddress taken = bench.socket(1)->local;
        const int other = make(bench);
        QCOMPARE(error(bench, to(other, Kind::Bind, taken)), EADDRINUSE);
        QCOMPARE(error(bench, option(other, BenchOption::ReuseAddress, 1)), 0);
        QCOMPARE(error(bench, to(other, Kind::Bind, taken)), EADDRINUSE);
        QCOMPARE(error(bench, on(1, Kind::Close)), 0);
        QCOMPARE(error(bench, to(make(bench), Kind::Connect, taken)), ECONNREFUSED);
        QCOMPARE(error(bench, to(2, Kind::Connect, taken)), EISCONN);
        QCOMPARE(error(bench, send(other, "x")), EPIPE); // Linux says so of a stream that was never connected
        QCOMPARE(error(bench, receive(other, 10)), ENOTCONN);
        QCOMPARE(error(bench, on(other, Kind::PeerName)), ENOTCONN);
        QCOMPARE(error(bench, on(other, Kind::Shutdown)), ENOTCONN);
        QCOMPARE(error(bench, on(other, Kind::Accept)), EINVAL);
        QCOMPARE(error(bench, on(1, Kind::LocalName)), EBADF);
        QCOMPARE(error(bench, on(1, Kind::Close)), EBADF);
        QCOMPARE(error(bench, on(1, Kind::Poll)), EBADF);
        QCOMPARE(error(bench, on(make(bench, true), Kind::Listen)), EOPNOTSUPP);
    }

    void buffersGetFullAndCallsSaySo()
    {
        Workbench bench;
        QVERIFY(!bench.makePair().isEmpty());
        QCOMPARE(error(bench, blocking(2, false)), 0);
        QVERIFY(!bench.socket(2)->blocking);
        const QByteArray much(8 * 1024 * 1024, 'x');
        const BenchEntry part = done(bench, send(2, much));
        QVERIFY(part.outcome.result > 0 && part.outcome.result < much.size());
        qint64 taken = part.outcome.result;
        for (int i = 0; i < 100; ++i) {
            const BenchEntry more = done(bench, send(2, much));
            if (more.outcome.error == EAGAIN)
                break;
            taken += more.outcome.result;
        }
        QCOMPARE(error(bench, send(2, much)), EAGAIN);
        // For a moment bytes are in both: arrived, and not acknowledged yet.
        QTRY_COMPARE(done(bench, on(2, Kind::Unsent)).outcome.value + done(bench, on(3, Kind::Readable)).outcome.value, taken);
        QCOMPARE(done(bench, on(2, Kind::Poll)).outcome.events & POLLOUT, 0);
        const BenchEntry all = done(bench, send(2, much, Kind::SendAll));
        QCOMPARE(all.outcome.error, EAGAIN);
        QCOMPARE(error(bench, receive(2, 10)), EAGAIN);
    }

    void aResetIsToldOnceAndThenThePipeIsBroken()
    {
        Workbench bench;
        QVERIFY(!bench.makePair().isEmpty());
        QCOMPARE(error(bench, send(2, "unread")), 0);
        QTRY_COMPARE(bench.socket(3)->inQueue.value_or(0), 6);
        QCOMPARE(error(bench, on(3, Kind::Close)), 0); // with bytes unread
        QCOMPARE(error(bench, receive(2, 10)), ECONNRESET);
        QCOMPARE(error(bench, send(2, "x")), EPIPE);
        QVERIFY(!bench.makePair().isEmpty());
        QCOMPARE(error(bench, on(5, Kind::Shutdown)), 0);
        QCOMPARE(error(bench, send(5, "x")), EPIPE);
        QCOMPARE(whyNot(*bench.socket(5), Kind::Send).contains(u"EPIPE"_s), true);
    }

    void lingerZeroClosesWithAReset()
    {
        Workbench bench;
        QVERIFY(!bench.makePair().isEmpty());
        QCOMPARE(error(bench, option(2, BenchOption::Linger, 0)), 0);
        const BenchEntry set = done(bench, [] {
            BenchCall call = on(2, Kind::GetOption);
            call.option = BenchOption::Linger;
            return call;
        }());
        QVERIFY(set.outcome.on);
        QCOMPARE(error(bench, on(2, Kind::Close)), 0);
        QCOMPARE(error(bench, receive(3, 10)), ECONNRESET);
    }

    void whoClosesFirstKeepsTimeWait()
    {
        Workbench bench;
        QVERIFY(!bench.makePair().isEmpty());
        QCOMPARE(error(bench, on(2, Kind::Close)), 0);
        QCOMPARE(error(bench, on(3, Kind::Close)), 0);
        QTRY_COMPARE(stateNow(bench, 2), u"TIME_WAIT"_s);
        QTRY_VERIFY(stateNow(bench, 3) != stateNow(bench, 2) && !bench.socket(3)->tcpState);
    }

    void datagramsAreWholeCutOrTooLarge()
    {
        Workbench bench;
        const int receiver = boundDatagram(bench);
        QCOMPARE(receiver, 1);
        const int sender = make(bench, true);
        const SocketAddress there = bench.socket(receiver)->local;
        QCOMPARE(error(bench, send(sender, "x")), EDESTADDRREQ);
        QCOMPARE(done(bench, to(sender, Kind::SendTo, there, "hello")).outcome.result, 5);
        QCOMPARE(done(bench, to(sender, Kind::SendTo, there, "world")).outcome.result, 5);
        const BenchEntry cut = done(bench, receive(receiver, 4, Kind::ReceiveFrom));
        QVERIFY(cut.outcome.truncated);
        QCOMPARE(cut.outcome.bytes, "hell"_ba);
        QCOMPARE(done(bench, receive(receiver, 1024, Kind::ReceiveFrom)).outcome.bytes, "world"_ba);
        QCOMPARE(error(bench, to(sender, Kind::SendTo, there, QByteArray(65'508, 'x'))), EMSGSIZE);
        QCOMPARE(error(bench, to(sender, Kind::SendTo, there, QByteArray(65'507, 'x'))), 0);
        QCOMPARE(error(bench, to(sender, Kind::SendTo, SocketAddress(QHostAddress(u"255.255.255.255"_s), there.port()), "x")), EACCES);
        QCOMPARE(error(bench, to(sender, Kind::Connect, there)), 0);
        QCOMPARE(error(bench, on(receiver, Kind::Close)), 0);
        QCOMPARE(error(bench, send(sender, "x")), 0);
        QCOMPARE(error(bench, send(sender, "x")), ECONNREFUSED); // of the datagram before
    }

    void aCallThatWaitsIsInterrupted()
    {
        Workbench bench;
        QVERIFY(!bench.makePair().isEmpty());
        const quint64 waiting = bench.call(receive(3, 10));
        const quint64 accepting = bench.call(on(1, Kind::Accept));
        QVERIFY(isWaiting(bench, waiting) && isWaiting(bench, accepting));
        QCOMPARE(bench.socket(3)->running, QList<quint64>{waiting});
        // The other half works meanwhile: the call blocks only itself.
        QCOMPARE(done(bench, send(3, "while")).outcome.result, 5);
        QVERIFY(isWaiting(bench, waiting));
        bench.interrupt(waiting);
        QTRY_VERIFY(!isWaiting(bench, waiting));
        QCOMPARE(bench.entry(waiting)->outcome.error, EINTR);
        QVERIFY(bench.entry(waiting)->interrupted);
        bench.interrupt(accepting);
        QTRY_VERIFY(!isWaiting(bench, accepting));
        QCOMPARE(bench.entry(accepting)->outcome.error, EINTR);
        // shutdown wakes it, too: with an end of stream.
        const quint64 again = bench.call(receive(3, 10));
        BenchCall both = on(3, Kind::Shutdown);
        both.how = 2;
        QCOMPARE(error(bench, both), 0);
        QTRY_VERIFY(!isWaiting(bench, again));
        QCOMPARE(bench.entry(again)->outcome.result, 0);
    }

    void aSendThatWaitsSaysHowMuchHadGone()
    {
        Workbench bench;
        QVERIFY(!bench.makePair().isEmpty());
        const quint64 waiting = bench.call(send(2, QByteArray(Workbench::MostBytes, 'x'), Kind::SendAll));
        QTRY_VERIFY(bench.socket(3)->inQueue.value_or(0) > 100'000 || (bench.refresh(), false));
        bench.interrupt(waiting);
        QTRY_VERIFY(!isWaiting(bench, waiting));
        QVERIFY(!bench.entry(waiting)->outcome.isOk());
        QVERIFY(bench.entry(waiting)->interrupted);
    }

    void aTimeOutOfItsOwnEndsAWait()
    {
        Workbench bench;
        QVERIFY(!bench.makePair().isEmpty());
        QCOMPARE(error(bench, option(3, BenchOption::ReceiveTimeout, 30)), 0);
        const BenchEntry entry = done(bench, receive(3, 10));
        QCOMPARE(entry.outcome.error, EAGAIN);
        QVERIFY(entry.tookNs() >= 25'000'000);
    }

    void aBenchThatGoesInterruptsWhatWaits()
    {
        auto bench = std::make_unique<Workbench>();
        QVERIFY(!bench->makePair().isEmpty());
        QVERIFY(bench->call(receive(3, 10)) && bench->call(receive(2, 10)) && bench->call(on(1, Kind::Accept)));
        bench.reset(); // would hang otherwise
    }

    void optionsAreSetAndAskedFor_data()
    {
        QTest::addColumn<int>("number");
        for (const BenchOptionInfo &info : benchOptions())
            QTest::newRow(info.name) << int(info.option);
    }
    void optionsAreSetAndAskedFor()
    {
        QFETCH(int, number);
        const auto wanted = static_cast<BenchOption>(number);
        Workbench bench;
        const int made = make(bench, wanted == BenchOption::Broadcast, wanted == BenchOption::V6Only ? BenchFamily::IPv6 : BenchFamily::IPv4);
        if (made == 0)
            QSKIP("this computer has no IPv6");
        const bool isSize = benchOption(wanted).value == BenchOptionInfo::Value::Number;
        const bool isTime = benchOption(wanted).value == BenchOptionInfo::Value::Time;
        const qint64 value = isSize ? 20'000 : isTime ? 400 : 1;
        QCOMPARE(error(bench, option(made, wanted, value)), 0);
        BenchCall get = on(made, Kind::GetOption);
        get.option = wanted;
        QCOMPARE(done(bench, get).outcome.value, isSize ? 2 * value : value);
    }

    void theWireHearsBothEndsOfOneStream()
    {
        Workbench bench;
        QList<CallRecord> records;
        connect(&bench, &Workbench::moved, this, [&](const CallRecord &record) { records.append(record); });
        QVERIFY(!bench.makePair().isEmpty());
        QCOMPARE(error(bench, send(2, "hello")), 0);
        QCOMPARE(error(bench, send(2, "world")), 0);
        QCOMPARE(error(bench, receive(3, 4)), 0);
        QCOMPARE(error(bench, receive(3, 100)), 0);
        QCOMPARE(error(bench, send(3, "back")), 0);
        QCOMPARE(records.size(), 5);
        for (const CallRecord &record : std::as_const(records))
            QCOMPARE(record.stream, 1U);
        QCOMPARE(records[1].offset, 5);
        QCOMPARE(records[3].offset, 4);
        QVERIFY(records[2].toServer && records[2].server);
        QVERIFY(!records[4].toServer && records[4].server);
        const auto *stream = bench.streams().stream(1);
        QVERIFY(stream && stream->clientIsOurs && stream->serverIsOurs);
        QCOMPARE(stream->server, bench.socket(1)->local.text());
    }

    void recipesComeToTheEndThatTheyTellOf_data()
    {
        QTest::addColumn<int>("index");
        const auto recipes = benchRecipes();
        for (int i = 0; i < recipes.size(); ++i)
            QTest::newRow(qPrintable(recipes[i].id)) << i;
    }
    void recipesComeToTheEndThatTheyTellOf()
    {
        QFETCH(int, index);
        const BenchRecipe recipe = benchRecipes()[index];
        Workbench bench;
        for (const BenchRecipe::Step &step : recipe.steps) {
            BenchCall call = step.call;
            if (call.addressOf != 0)
                call.address = bench.socket(call.addressOf)->local;
            call.addressOf = 0;
            QVERIFY(!step.sentence.isEmpty());
            const BenchEntry entry = done(bench, call);
            QVERIFY2(!entry.running && entry.number != 0, qPrintable(step.sentence));
            const bool fails = step.sentence.contains(u"EADDRINUSE"_s) || step.sentence.contains(u"EAGAIN"_s);
            QVERIFY2(entry.outcome.isOk() != fails || recipe.id == u"full"_s, qPrintable(step.sentence + benchMeaning(entry)));
        }
        if (recipe.id == u"goodbye"_s)
            QTRY_COMPARE(stateNow(bench, 2), u"TIME_WAIT"_s);
    }

    void theLogIsAProgramOfPythonAndOneOfC()
    {
        Workbench bench;
        QVERIFY(!bench.makePair().isEmpty());
        const quint64 waiting = bench.call(receive(3, 100));
        const QByteArray hard("a \"quoted\" ?\?/ %1 %2 \\ \n\0\x01" "1z \xe4\xbd\xa0\0end", 36);
        QVERIFY(hard.endsWith(QByteArray("\0end", 4)));
        QCOMPARE(error(bench, send(2, hard, Kind::SendAll)), 0);
        QTRY_VERIFY(!isWaiting(bench, waiting));
        QCOMPARE(error(bench, send(3, QByteArray(1000, 'x'))), 0);
        QCOMPARE(error(bench, receive(2, 1000)), 0);
        QCOMPARE(error(bench, receive(make(bench), 10)), ENOTCONN);
        QCOMPARE(error(bench, option(2, BenchOption::NoDelay, 1)), 0);
        QCOMPARE(error(bench, option(2, BenchOption::ReceiveTimeout, 1500)), 0);
        QCOMPARE(error(bench, option(2, BenchOption::Linger, 0)), 0);
        for (const BenchOption each : {BenchOption::Linger, BenchOption::SendTimeout, BenchOption::SendBuffer}) {
            BenchCall get = on(2, Kind::GetOption);
            get.option = each;
            QCOMPARE(error(bench, get), 0);
        }
        QCOMPARE(error(bench, blocking(3, false)), 0);
        QCOMPARE(error(bench, receive(3, 10)), EAGAIN);
        for (const Kind kind : {Kind::Poll, Kind::Readable, Kind::Unsent, Kind::LocalName, Kind::PeerName, Kind::Shutdown})
            QCOMPARE(error(bench, on(2, kind)), 0);
        const int receiver = boundDatagram(bench);
        QCOMPARE(error(bench, to(make(bench, true), Kind::SendTo, bench.socket(receiver)->local, "datagram")), 0);
        QCOMPARE(error(bench, receive(receiver, 4, Kind::ReceiveFrom)), 0);
        const int name = make(bench, false, BenchFamily::Unix);
        QCOMPARE(error(bench, to(name, Kind::Bind, *SocketAddress::forUnix(u"@transom-bench-%1"_s.arg(QCoreApplication::applicationPid())))), 0);
        QCOMPARE(error(bench, on(name, Kind::Close)), 0);
        const int six = make(bench, false, BenchFamily::IPv6);
        if (six != 0)
            (void)error(bench, to(six, Kind::Bind, SocketAddress(QHostAddress(QHostAddress::LocalHostIPv6), 0)));
        bench.call(on(1, Kind::Accept)); // waits still
        QCOMPARE(error(bench, on(2, Kind::Close)), 0);

        QTemporaryDir folder;
        const auto write = [&](const QString &fileName, const QString &text) {
            QFile file(folder.filePath(fileName));
            return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) > 0;
        };
        const auto run = [&](const QString &program, const QStringList &arguments, QByteArray &output) {
            QProcess process;
            process.setProcessChannelMode(QProcess::MergedChannels);
            process.setWorkingDirectory(folder.path());
            process.start(program, arguments);
            process.waitForFinished(60'000);
            output = process.readAll();
            return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        };
        QVERIFY(write(u"calls.py"_s, pythonProgram(bench.log())) && write(u"calls.c"_s, cProgram(bench.log())));
        QByteArray output;
        const QString python = QStandardPaths::findExecutable(u"python3"_s);
        if (!python.isEmpty()) {
            QVERIFY2(run(python, {u"calls.py"_s}, output) == 0, output.constData());
            QVERIFY2(output.contains("s3.recv: b'a \"quoted\" ?\?/ %1 %2 \\\\ \\n\\x00\\x011z \\xe4\\xbd\\xa0\\x00end'"), output.constData());
            QVERIFY2(output.contains("s3.recv: [Errno 11]"), output.constData());
        }
        const QString compiler = QStandardPaths::findExecutable(u"gcc"_s);
        if (compiler.isEmpty())
            QSKIP("there is no C compiler here");
        QVERIFY2(run(compiler, {u"-std=gnu11"_s, u"-Wall"_s, u"-Werror"_s, u"-o"_s, u"calls"_s, u"calls.c"_s}, output) == 0, output.constData());
        QVERIFY2(run(folder.filePath(u"calls"_s), {}, output) == 0, output.constData());
        QVERIFY2(output.contains("s3 recv: " + QByteArray::number(hard.size())), output.constData());
    }
};

QTEST_GUILESS_MAIN(TestWorkbench)
#include "tst_workbench.moc"
