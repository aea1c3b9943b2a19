#include "core/base/clock.h"
#include "core/lab/probe/describe_probe_call.h"
#include "core/lab/probe/probe_capture.h"
#include "core/lab/probe/probe_report.h"

#include <QJsonDocument>
#include <QTest>

using namespace transom;
using namespace transom::lab;
using namespace Qt::StringLiterals;
using inspect::Flow;

namespace {

QJsonObject call(const QString &name, qint64 socket = 1)
{
    return {{u"event"_s, u"call"_s}, {u"pid"_s, 7}, {u"thread"_s, u"MainThread"_s}, {u"socket"_s, socket}, {u"fd"_s, 4}, {u"kind"_s, u"tcp"_s}, {u"call"_s, name}, {u"arguments"_s, QJsonArray{1024}},
            {u"file"_s, u"/home/me/server.py"_s}, {u"line"_s, 9}, {u"code"_s, u"data = conn.recv(1024)"_s}, {u"start"_s, 171}, {u"end"_s, 172}};
}

QJsonObject moves(const QString &name, const QByteArray &data, qint64 offset, bool out, bool client)
{
    QJsonObject object = call(name, client ? 1 : 2);
    object[u"direction"_s] = out ? u"out"_s : u"in"_s;
    object[u"offset"_s] = offset;
    object[u"size"_s] = object[u"result"_s] = data.size();
    object[u"data"_s] = QString::fromLatin1(data.toHex());
    const QJsonArray one{u"127.0.0.1"_s, 40312};
    const QJsonArray other{u"127.0.0.1"_s, 9000};
    object[u"local"_s] = client ? one : other;
    object[u"peer"_s] = client ? other : one;
    return object;
}

QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

ProbeCall read(const QJsonObject &object)
{
    const auto reports = ProbeReader().read(lineOf(object));
    return reports.size() == 1 && reports[0].call ? *reports[0].call : ProbeCall{};
}

/// A capture with what cuts its streams.
struct Recorded
{
    inspect::StreamCapture capture;
    std::map<quint32, std::unique_ptr<inspect::FramedStream>> framed;
    ProbeCapture calls{capture, {[this](const inspect::WatchedStream &stream, bool datagrams) {
                                     const quint32 id = capture.addStream(stream);
                                     framed[id] = std::make_unique<inspect::FramedStream>(capture, id, datagrams);
                                     return id;
                                 },
                                 [this](quint32 id) { return framed.contains(id) ? framed[id].get() : nullptr; }}};

    inspect::Selection add(const QJsonObject &object) { return calls.add(read(object)); }
    QByteArray bytes(quint32 stream, Flow flow) const
    {
        QByteArray all;
        for (quint64 number = capture.firstNumber(); number <= capture.lastNumber(); ++number) {
            const auto *frame = capture.frame(number);
            if (frame && frame->stream == stream && frame->flow == flow && !frame->retired)
                all += frame->payload;
        }
        return all;
    }
};

} // namespace

class TestProbeReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReportIsReadWhole()
    {
        const ProbeCall told = read(moves(u"recv"_s, "hello", 5, false, false));
        QCOMPARE(told.name, u"recv"_s);
        QCOMPARE(told.pid, 7);
        QCOMPARE(told.line, 9);
        QCOMPARE(told.offset, 5);
        QCOMPARE(told.data, QByteArray("hello"));
        QCOMPARE(told.direction, ProbeCall::Direction::In);
        QCOMPARE(told.local, u"127.0.0.1:9000"_s);
        QCOMPARE(told.peer, u"127.0.0.1:40312"_s);
        QCOMPARE(probeCallName(told), u"recv(1024)"_s);
        QVERIFY(probeCallOutcome(told).contains(u"\"hello\""_s));
        QCOMPARE(probeCallPlace(told.file, told.line), u"server.py:9"_s);
        QCOMPARE(probeAddress(QJsonArray{u"::1"_s, 80}), u"[::1]:80"_s);
    }

    void bytesBehindAHoleWaitForItHoweverMany()
    {
        Recorded recorded;
        QByteArray all(10'000, '\0');
        for (qsizetype i = 0; i < all.size(); ++i)
            all[i] = static_cast<char>('a' + i % 26);
        inspect::Selection place;
        for (qsizetype i = 1; i < all.size(); ++i)
            place = recorded.add(moves(u"send"_s, all.mid(i, 1), i, true, true));
        QCOMPARE(recorded.bytes(place.stream, Flow::ToServer), QByteArray());
        recorded.add(moves(u"send"_s, all.first(3), 0, true, true)); // two of them once more
        QCOMPARE(recorded.bytes(place.stream, Flow::ToServer), all);
    }

    void bytesThatComeOneByOneGiveTheSameReports()
    {
        QByteArray all;
        for (int i = 0; i < 20; ++i)
            all += lineOf(moves(u"send"_s, QByteArray(i, 'x'), i, true, true));
        all += lineOf({{u"event"_s, u"exception"_s}, {u"pid"_s, 7}, {u"error"_s, QJsonObject{{u"name"_s, u"struct.error"_s}, {u"text"_s, u"unpack"_s}}}, {u"file"_s, u"/a.py"_s}, {u"line"_s, 3}, {u"end"_s, 9}});
        ProbeReader reader;
        QList<ProbeReport> reports;
        for (const char byte : all)
            reports += reader.read(QByteArrayView(&byte, 1));
        QCOMPARE(reports.size(), 21);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(reports[i].call.value().size, i);
        QCOMPARE(reports[20].exception.value().sentence(), u"struct.error: unpack"_s);
        QVERIFY(exceptionHint(*reports[20].exception).contains(u"recv(n)"_s));
        QCOMPARE(reader.nonsenseCount(), 0U);
        QVERIFY(reader.finish().isEmpty());
    }

    void whatIsNoReportIsCountedAndNotBelieved_data()
    {
        QTest::addColumn<QByteArray>("line");
        const auto with = [](const QString &key, const QJsonValue &value) {
            QJsonObject object = moves(u"recv"_s, "hello", 0, false, false);
            object[key] = value;
            return lineOf(object);
        };
        QTest::newRow("no JSON") << QByteArray("hello\n");
        QTest::newRow("an array") << QByteArray("[1]\n");
        QTest::newRow("another event") << QByteArray("{\"event\":\"more\"}\n");
        QTest::newRow("nothing in it") << QByteArray("{\"event\":\"call\"}\n");
        QTest::newRow("a negative offset") << with(u"offset"_s, -1);
        QTest::newRow("an offset that overflows") << with(u"offset"_s, 9.2e18);
        QTest::newRow("a fraction") << with(u"size"_s, 4.5);
        QTest::newRow("more data than bytes") << with(u"size"_s, 3);
        QTest::newRow("data that is no hex") << with(u"data"_s, u"68zz6c6c6f"_s);
        QTest::newRow("half a byte") << with(u"data"_s, u"68656"_s);
        QTest::newRow("an end before the start") << with(u"end"_s, 1);
        QTest::newRow("text for a number") << with(u"line"_s, u"9"_s);
        QTest::newRow("a line beyond reason") << with(u"line"_s, 4e10);
        QTest::newRow("a direction of its own") << with(u"direction"_s, u"up"_s);
        QTest::newRow("an error without a name") << with(u"error"_s, QJsonObject{});
        QTest::newRow("nested deep") << QByteArray(60'000, '[') + '\n';
        QTest::newRow("control characters") << QByteArray("\x1b[2J\xff\n");
    }
    void whatIsNoReportIsCountedAndNotBelieved()
    {
        QFETCH(QByteArray, line);
        ProbeReader reader;
        const auto reports = reader.read(line + lineOf(call(u"listen"_s)));
        QCOMPARE(reports.size(), 2);
        QVERIFY(reports[0].nonsense);
        QVERIFY(!reports[0].call && !reports[0].exception && !reports[0].start);
        QVERIFY(reports[0].nonsense->line.size() < 200);
        QVERIFY(!reports[0].nonsense->line.contains(QChar(0x1b)));
        QVERIFY(reports[1].call);
        QCOMPARE(reader.nonsenseCount(), 1U);
    }

    void aLineWithoutEndIsDroppedAndTheNextIsRead()
    {
        ProbeReader reader;
        qsizetype told = 0;
        for (int i = 0; i < 1'000; ++i)
            told += reader.read(QByteArray(10'000, 'x')).size();
        QCOMPARE(told, 1);
        QCOMPARE(reader.read('\n' + lineOf(call(u"listen"_s))).size(), 1);
        QCOMPARE(reader.nonsenseCount(), 1U);
        QVERIFY(reader.read("{\"event\"").isEmpty());
        QCOMPARE(reader.finish().size(), 1);
    }

    void everyPrefixAndEveryChangedByteIsSurvived()
    {
        const QByteArray line = lineOf(moves(u"recv"_s, "hello", 0, false, false));
        for (qsizetype i = 0; i < line.size(); ++i) {
            QCOMPARE(ProbeReader().read(line.first(i) + '\n').size(), i == 0 ? 0 : 1);
            for (const char other : {'\0', '"', '{', '9', '\xff', '-'}) {
                QByteArray changed = line;
                changed[i] = other;
                Recorded recorded;
                for (const ProbeReport &report : ProbeReader().read(changed)) {
                    if (report.call)
                        recorded.calls.add(*report.call);
                }
            }
        }
    }

    void bothEndsOfAConnectionAreOneStream()
    {
        Recorded recorded;
        const auto first = recorded.add(moves(u"send"_s, "hello", 0, true, true));
        recorded.add(moves(u"send"_s, "world", 5, true, true));
        const auto both = recorded.add(moves(u"recv"_s, "helloworld", 0, false, false));
        const auto answer = recorded.add(moves(u"send"_s, "ok", 0, true, false));
        QVERIFY(first.stream != 0);
        QCOMPARE(both.stream, first.stream);
        QCOMPARE(answer.stream, first.stream);
        QCOMPARE(recorded.capture.streamIds().size(), 1);
        QCOMPARE(both.flow, Flow::ToServer);
        QCOMPARE(answer.flow, Flow::ToClient);
        QCOMPARE(both.range, (inspect::ByteRange{0, 10}));
        const auto *stream = recorded.capture.stream(first.stream);
        QCOMPARE(stream->client, u"127.0.0.1:40312"_s); // who has the port that is not well known
        QCOMPARE(stream->flow(Flow::ToServer).chunks.size(), 3U);
        QCOMPARE(recorded.bytes(first.stream, Flow::ToServer), QByteArray("helloworld"));
        QCOMPARE(recorded.bytes(first.stream, Flow::ToClient), QByteArray("ok"));
    }

    void bytesThatOneEndHasKeptShortComeFromTheOther()
    {
        Recorded recorded;
        QJsonObject large = moves(u"sendall"_s, "0123", 0, true, true);
        large[u"size"_s] = 12; // its first four bytes only
        const quint32 stream = recorded.add(moves(u"recv"_s, "89ab", 8, false, false)).stream; // out of order, too
        recorded.add(large);
        QCOMPARE(recorded.bytes(stream, Flow::ToServer), QByteArray("0123"));
        recorded.add(moves(u"recv"_s, "01234567", 0, false, false));
        QCOMPARE(recorded.bytes(stream, Flow::ToServer), QByteArray("0123456789ab"));
    }

    void aConnectionWithALabServerIsJoinedWithItsStream()
    {
        Recorded recorded;
        inspect::WatchedStream lab;
        lab.kind = inspect::WatchedStream::Kind::Lab;
        lab.client = u"127.0.0.1:40312"_s;
        lab.serverIsOurs = true;
        const quint32 id = recorded.capture.addStream(lab);
        QCOMPARE(recorded.add(moves(u"send"_s, "hello", 0, true, true)).stream, id);
        QCOMPARE(recorded.capture.stream(id)->flow(Flow::ToServer).chunks.size(), 1U);
        QVERIFY(recorded.bytes(id, Flow::ToServer).isEmpty()); // its own side tells the frames
    }

    void datagramsAreJoinedWithTheirOtherEndInWhicheverOrderTheyAreTold()
    {
        const auto datagram = [](const QString &name, const QByteArray &data, bool out, bool client) {
            QJsonObject object = moves(name, data, 0, out, client);
            object[u"kind"_s] = u"udp"_s;
            object.remove(u"peer"_s);
            // Bound to no address in particular: what the other end calls it is another matter.
            object[u"local"_s] = client ? QJsonArray{u"0.0.0.0"_s, 40312} : QJsonArray{u"0.0.0.0"_s, 9000};
            object[u"with"_s] = client ? QJsonArray{u"127.0.0.1"_s, 9000} : QJsonArray{u"127.0.0.1"_s, 40312};
            return object;
        };
        Recorded recorded;
        QJsonObject bound = call(u"bind"_s, 2);
        bound[u"kind"_s] = u"udp"_s;
        bound[u"local"_s] = QJsonArray{u"0.0.0.0"_s, 9000};
        recorded.add(bound);
        const auto early = recorded.add(datagram(u"recvfrom"_s, "one", false, false));
        QVERIFY(early.stream != 0);
        QCOMPARE(early.flow, Flow::ToServer);
        QCOMPARE(recorded.add(datagram(u"sendto"_s, "one", true, true)), early);
        const auto lost = recorded.add(datagram(u"sendto"_s, "lost", true, true));
        const auto late = recorded.add(datagram(u"sendto"_s, "three of it", true, true));
        const auto cut = recorded.add(datagram(u"recvfrom"_s, "three", false, false));
        QCOMPARE(lost.range, (inspect::ByteRange{3, 7}));
        QCOMPARE(late.range, (inspect::ByteRange{7, 18}));
        QCOMPARE(cut.range, (inspect::ByteRange{7, 12}));
        QCOMPARE(recorded.add(datagram(u"recvfrom"_s, {}, false, false)).stream, early.stream); // an empty one
        QCOMPARE(recorded.capture.streamIds().size(), 1);
        const auto *stream = recorded.capture.stream(early.stream);
        QCOMPARE(stream->server, u"127.0.0.1:9000"_s);
        QCOMPARE(stream->client, u"127.0.0.1:40312"_s);
        int unread = 0;
        for (quint64 number = recorded.capture.firstNumber(); number <= recorded.capture.lastNumber(); ++number)
            unread += recorded.capture.frame(number)->receivedNs < 0 ? 1 : 0;
        QCOMPARE(unread, 1); // the lost one
        recorded.calls.finish();
        QVERIFY(!recorded.capture.stream(early.stream)->open);
    }

    void theTenUsualExceptionsHaveAHint_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("hinted");
        QTest::newRow("refused") << u"ConnectionRefusedError"_s << u"[Errno 111] Connection refused"_s << true;
        QTest::newRow("in use") << u"OSError"_s << u"[Errno 98] Address already in use"_s << true;
        QTest::newRow("another OSError") << u"OSError"_s << u"[Errno 9] Bad file descriptor"_s << false;
        QTest::newRow("pipe") << u"BrokenPipeError"_s << u"[Errno 32] Broken pipe"_s << true;
        QTest::newRow("reset") << u"ConnectionResetError"_s << u"[Errno 104] Connection reset by peer"_s << true;
        QTest::newRow("decode") << u"UnicodeDecodeError"_s << u"'utf-8' codec can't decode bytes"_s << true;
        QTest::newRow("str") << u"TypeError"_s << u"a bytes-like object is required, not 'str'"_s << true;
        QTest::newRow("another TypeError") << u"TypeError"_s << u"f() takes 0 positional arguments but 1 was given"_s << false;
        QTest::newRow("struct") << u"struct.error"_s << u"unpack requires a buffer of 4 bytes"_s << true;
        QTest::newRow("json") << u"json.decoder.JSONDecodeError"_s << u"Extra data: line 1 column 9 (char 8)"_s << true;
        QTest::newRow("timeout") << u"TimeoutError"_s << u"timed out"_s << true;
        QTest::newRow("blocking") << u"BlockingIOError"_s << u"[Errno 11] Resource temporarily unavailable"_s << true;
        QTest::newRow("another") << u"ValueError"_s << u"x"_s << false;
    }
    void theTenUsualExceptionsHaveAHint()
    {
        QFETCH(QString, name);
        QFETCH(QString, text);
        ProbeException exception;
        exception.name = name;
        exception.text = text;
        QTEST(!exceptionHint(exception).isEmpty(), "hinted");
    }
};

QTEST_GUILESS_MAIN(TestProbeReport)
#include "tst_probe_report.moc"
