#include "core/inspect/frame_filter.h"
#include "core/inspect/stream_capture.h"
#include "core/protocol/chat_messages.h"
#include "core/protocol/json_codec.h"
#include "core/protocol/session_messages.h"
#include "core/session/service_registry.h"
#include "tests/support/session_pair.h"

#include <QTest>

using namespace transom;
using namespace transom::inspect;
using namespace Qt::StringLiterals;
using protocol::MessageType;
using wire::Direction;

namespace {

wire::Frame frameOf(MessageType type, const QByteArray &payload, quint32 channel = 1)
{
    return {static_cast<quint8>(type), 0, ChannelId{channel}, payload};
}

void drainInto(CaptureRing &ring, StreamCapture &capture)
{
    for (bool more = true; more;) {
        const auto batch = ring.drain(1000);
        capture.noteDropped(batch.dropped);
        for (const CapturedEvent &event : batch.events)
            capture.add(event);
        more = batch.more;
    }
}

const SessionId Client{1};
const SessionId Server{2};

/// Both ends of one connection, as their taps would tell of it.
void beginBoth(CaptureRing &ring, qint64 sent = 0, qint64 received = 0)
{
    ring.began(Client, {false, u"127.0.0.1:5000"_s, u"127.0.0.1:7160"_s, sent, received});
    ring.began(Server, {true, u"[::ffff:127.0.0.1]:7160"_s, u"[::ffff:127.0.0.1]:5000"_s, received, sent});
}

} // namespace

class TestStreamCapture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothEndsOfAConnectionAreOneStreamWithBothTimes()
    {
        CaptureRing ring;
        StreamCapture capture;
        beginBoth(ring);
        ring.frame(Client, Direction::Sent, frameOf(MessageType::ChatSay, "{}"));
        ring.frame(Client, Direction::Sent, frameOf(MessageType::Data, "12345"));
        ring.frame(Server, Direction::Received, frameOf(MessageType::ChatSay, "{}"));
        ring.frame(Server, Direction::Sent, frameOf(MessageType::ChatLine, "{ }"));
        ring.frame(Client, Direction::Received, frameOf(MessageType::ChatLine, "{ }"));
        drainInto(ring, capture);
        QCOMPARE(capture.streamIds(), QList<quint32>{1});
        QCOMPARE(capture.frameCount(), 3);
        const WatchedFrame &say = *capture.frame(1);
        QCOMPARE(say.flow, Flow::ToServer);
        QVERIFY(say.sentNs > 0 && say.receivedNs >= say.sentNs);
        const WatchedFrame &data = *capture.frame(2);
        QCOMPARE(data.range(), (ByteRange{14, 31}));
        QCOMPARE(data.receivedNs, -1);
        const WatchedFrame &line = *capture.frame(3);
        QCOMPARE(line.flow, Flow::ToClient);
        QCOMPARE(line.offset, 0);
        QVERIFY(line.receivedNs >= line.sentNs);
        QCOMPARE(capture.frameAt(1, Flow::ToServer, 13), &say);
        QCOMPARE(capture.frameAt(1, Flow::ToServer, 14), &data);
        QCOMPARE(capture.frameAt(1, Flow::ToServer, 31), nullptr);
    }

    void endsThatAreListenedToAtDifferentMomentsStillMeet()
    {
        CaptureRing ring;
        StreamCapture capture;
        ring.began(Client, {false, u"127.0.0.1:5000"_s, u"127.0.0.1:7160"_s, 1000, 0});
        ring.frame(Client, Direction::Sent, frameOf(MessageType::Data, QByteArray(88, 'a')));
        ring.began(Server, {true, u"127.0.0.1:7160"_s, u"127.0.0.1:5000"_s, 0, 1100});
        ring.frame(Client, Direction::Sent, frameOf(MessageType::Data, "b"));
        ring.frame(Server, Direction::Received, frameOf(MessageType::Data, "b"));
        drainInto(ring, capture);
        QCOMPARE(capture.frameCount(), 2);
        QCOMPARE(capture.frame(1)->receivedNs, -1);
        QVERIFY(capture.frame(2)->receivedNs > 0);
        QCOMPARE(capture.frame(2)->offset, 1100);
    }

    void aRealSessionIsSeenFromBothEnds()
    {
        session::ServiceRegistry services;
        test::SessionPair pair(services, protocol::AllAccess, test::SessionPair::Start::Manually);
        auto ring = std::make_shared<CaptureRing>();
        pair.client().setTap(ring);
        QVERIFY(test::waitUntil([&] { return pair.client().state() == session::State::SignedIn; }));
        pair.client().ping();
        QVERIFY(test::waitUntil([&] { return pair.client().stats().roundTripNs >= 0; }));
        StreamCapture capture;
        drainInto(*ring, capture);
        QCOMPARE(capture.streamIds().size(), 1);
        const WatchedStream *stream = capture.stream(1);
        QVERIFY(stream->clientIsOurs && !stream->serverIsOurs);
        // Without a gap from the first byte to the last, in both directions.
        for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
            qint64 at = 0;
            for (const quint64 number : stream->flow(flow).frames) {
                QCOMPARE(capture.frame(number)->offset, at);
                at = capture.frame(number)->range().to;
            }
            QCOMPARE(at, stream->flow(flow).end);
        }
        QCOMPARE(static_cast<quint64>(stream->flow(Flow::ToServer).end), pair.client().stats().bytesOut);
    }

    void aTapThatComesLateKnowsWhichByteItHears()
    {
        session::ServiceRegistry services;
        test::SessionPair pair(services, protocol::AllAccess, test::SessionPair::Start::Manually);
        QVERIFY(test::waitUntil([&] { return pair.client().state() == session::State::SignedIn; }));
        const auto sent = static_cast<qint64>(pair.client().stats().bytesOut);
        auto ring = std::make_shared<CaptureRing>();
        pair.client().setTap(ring);
        pair.client().ping();
        const auto events = ring->drain(10).events;
        QCOMPARE(events.size(), 2);
        QCOMPARE(events[0].start.sent, sent);
        QCOMPARE(events[1].offset, sent);
    }

    void memoryIsBoundedAndWhatGoesIsCounted()
    {
        StreamCapture capture({.frames = 10, .payloadBytes = 30, .chunks = 2, .streams = 5});
        const quint32 id = capture.addStream({});
        for (int i = 0; i < 25; ++i) {
            WatchedFrame frame;
            frame.stream = id;
            frame.offset = i * 22;
            frame.header = {10, 0x13, 0, 0, ChannelId{1}};
            frame.payload = QByteArray(10, 'x');
            frame.sentNs = i;
            capture.addFrame(frame);
        }
        QCOMPARE(capture.frameCount(), 10);
        QCOMPARE(capture.dropped(), 15U);
        QCOMPARE(capture.firstNumber(), 16U);
        QVERIFY(capture.payloadBytes() <= 30);
        QVERIFY(capture.frame(16)->forgotten);
        QVERIFY(!capture.frame(25)->forgotten);
        QVERIFY(capture.contentsDropped() >= 7);
        QCOMPARE(capture.frame(15), nullptr);
        QCOMPARE(capture.stream(id)->flow(Flow::ToServer).frames.size(), 10U);
        for (int i = 0; i < 3; ++i)
            capture.addChunk(id, Flow::ToServer, {{i, i + 1}, i, WatchedChunk::Call::Receive, false});
        QCOMPARE(capture.stream(id)->flow(Flow::ToServer).chunks.size(), 2U);
        capture.clear();
        QCOMPARE(capture.frameCount(), 0);
        QCOMPARE(capture.dropped(), 0U);
        QVERIFY(capture.stream(id));
    }

    void headersOnlyAndWithoutDataKeepWhatTheySay()
    {
        CaptureRing headers({.payloadPrefix = 0});
        headers.frame(Client, Direction::Sent, frameOf(MessageType::ChatSay, "{}"));
        QCOMPARE(headers.drain(1).events.first().payload, QByteArray());
        CaptureRing noData({.data = false});
        noData.frame(Client, Direction::Sent, frameOf(MessageType::Data, "secret file"));
        noData.frame(Client, Direction::Sent, frameOf(MessageType::ChatSay, "{}"));
        const auto events = noData.drain(2).events;
        QCOMPARE(events[0].payload, QByteArray());
        QCOMPARE(events[0].header.length, 11U);
        QCOMPARE(events[1].payload, QByteArray("{}"));
        QCOMPARE(events[1].offset, 23);
    }

    void aBeginningIsNotLostWhenTheRingOverflows()
    {
        CaptureRing ring({.events = 3});
        beginBoth(ring);
        for (int i = 0; i < 20; ++i)
            ring.frame(Client, Direction::Sent, frameOf(MessageType::Data, "x"));
        StreamCapture capture;
        drainInto(ring, capture);
        QCOMPARE(capture.streamIds().size(), 1);
        QVERIFY(capture.stream(1)->serverIsOurs);
        QCOMPARE(capture.dropped(), 17U);
        QCOMPARE(capture.frame(capture.firstNumber())->offset, 17 * 13);
    }

    void theBellRingsOnceForEachTimeSomethingIsThereAfterNothing()
    {
        int rung = 0;
        CaptureRing ring({.arrived = [&rung] { ++rung; }});
        for (int i = 0; i < 5; ++i)
            ring.frame(Client, Direction::Sent, frameOf(MessageType::Data, "x"));
        QCOMPARE(rung, 1);
        (void)ring.drain(100);
        ring.frame(Client, Direction::Sent, frameOf(MessageType::Data, "x"));
        QCOMPARE(rung, 2);
    }

    void everyFieldLiesWhereItSaysItDoes()
    {
        const QByteArray payload = protocol::encode(protocol::ChatSay{u"#lobby"_s, u"two \"words\" 你好"_s, 4});
        const wire::Frame frame = frameOf(MessageType::ChatSay, payload, 3);
        const QByteArray bytes = wire::encodeFrame(frame);
        const auto fields = frameFields(wire::decodeHeader(bytes), payload);
        QCOMPARE(fields.size(), 2);
        QCOMPARE(fields[0].children.size(), 5);
        qint64 at = 0;
        for (const FrameField &field : fields[0].children) {
            QCOMPARE(field.range.from, at);
            at = field.range.to;
            QVERIFY(!field.meaning.isEmpty());
        }
        QCOMPARE(at, wire::HeaderSize);
        QCOMPARE(fields[1].children.size(), 3);
        for (const FrameField &field : fields[1].children) {
            const QByteArray piece = bytes.mid(field.range.from, field.range.size());
            QVERIFY2(piece.startsWith('"' + field.name.toUtf8() + "\":"), piece.constData());
            QVERIFY(!field.meaning.isEmpty());
        }
        const qint64 inText = bytes.indexOf("words");
        QCOMPARE(fieldAt(fields, inText).size(), 2);
        QCOMPARE(fields[1].children[fieldAt(fields, inText)[1]].name, u"text"_s);
        QCOMPARE(fieldAt(fields, 5), (QList<int>{0, 2}));
        QCOMPARE(fieldAt(fields, 100'000), QList<int>());
    }

    void payloadsCutAnywhereAreReadAsFarAsTheyGo()
    {
        const QByteArray payload = R"({"service":"files.put","request":{"path":"/a","list":[1,{"b":[true,null]},"x"]},"n":-1.5e3})";
        for (qsizetype cut = 0; cut <= payload.size(); ++cut) {
            const auto fields = frameFields({static_cast<quint32>(payload.size()), 0x10, 0, 0, ChannelId{1}}, QByteArrayView(payload).first(cut));
            QVERIFY(fields.size() >= 2);
            for (const FrameField &field : fields[1].children)
                QVERIFY(field.range.to <= wire::HeaderSize + cut);
            QCOMPARE(fields.last().part == Part::Incomplete, cut < payload.size());
        }
        const auto whole = jsonFields(payload, 0, u"OPEN"_s);
        QCOMPARE(whole.size(), 3);
        QCOMPARE(whole[1].children[1].children.size(), 3);
        // Nested past all reason, and no JSON at all.
        (void)jsonFields(QByteArray("{\"a\":").repeated(10'000), 0, {});
        QCOMPARE(jsonFields("hello", 0, {}).size(), 0);
        QCOMPARE(jsonFields("{\"a\\", 0, {}).size(), 0);
    }

    void secretsHaveNoFields()
    {
        const auto fields = frameFields({3, static_cast<quint8>(MessageType::AuthResponse), 0, 0, ChannelId{}}, QByteArray("\0\0\0", 3));
        QCOMPARE(fields.size(), 2);
        QVERIFY(fields[1].children.isEmpty());
        QVERIFY(fields[1].value.contains(u"secret"));
    }

    void filtersFindWhatTheySay_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QList<quint64>>("numbers");
        const auto row = [](const char *filter, QList<quint64> numbers) { QTest::newRow(filter) << QString::fromUtf8(filter) << numbers; };
        row("", {1, 2, 3, 4, 5});
        row("type:CHAT_SAY", {2});
        row("type:chat", {2, 3});
        row("-type:chat", {1, 4, 5});
        row("dir:client", {3});
        row("dir:server channel:1", {1, 2});
        row("channel:2", {4, 5});
        row("service:chat", {1, 2, 3});
        row("size>100", {4});
        row("size>=1k", {4});
        row("hello", {2, 3});
        row("\"hello you\"", {2, 3});
        row("text:HELLO dir:server", {2});
        row("type:data or type:open", {1, 4});
        row("time>=0", {1, 2, 3, 4, 5});
        row("time>1000", {});
        row("took>=0", {2});
        row("is:error", {5});
        row("is:marked", {3});
        row("is:secret", {});
        row("peer:127.0.0.1 stream:1 -channel>1", {1, 2, 3});
        row("peer:10.0.0.1", {});
    }
    void filtersFindWhatTheySay()
    {
        QFETCH(QString, filter);
        QFETCH(QList<quint64>, numbers);
        CaptureRing ring;
        StreamCapture capture;
        beginBoth(ring);
        ring.frame(Client, Direction::Sent, frameOf(MessageType::Open, R"({"service":"chat"})"));
        ring.frame(Client, Direction::Sent, frameOf(MessageType::ChatSay, R"({"text":"Hello you"})"));
        ring.frame(Server, Direction::Sent, frameOf(MessageType::ChatLine, R"({"text":"hello you"})"));
        ring.frame(Client, Direction::Sent, frameOf(MessageType::Data, QByteArray(1000, 'x'), 2));
        ring.frame(Client, Direction::Sent, frameOf(MessageType::End, R"({"code":403})", 2));
        // The server has read the second, not the first.
        drainInto(ring, capture);
        auto received = CapturedEvent{};
        received.session = Server;
        received.direction = Direction::Received;
        received.header = capture.frame(2)->header;
        received.offset = capture.frame(2)->offset;
        received.monotonicNs = capture.frame(2)->sentNs + 1000;
        QCOMPARE(capture.add(received), 2U);
        const auto parsed = FrameFilter::parse(filter);
        QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().text));
        QList<quint64> found;
        for (quint64 number = capture.firstNumber(); number <= capture.lastNumber(); ++number) {
            if (parsed->matches(*capture.frame(number), capture, capture.frame(1)->atNs(), number == 3))
                found.append(number);
        }
        QCOMPARE(found, numbers);
    }

    void whatIsNoFilterIsSaidWithTheWord_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char *each : {"size>many", "channel:x", "dir:left", "is:odd", "or type:data", "type>3", "time:"})
            QTest::newRow(each) << QString::fromUtf8(each);
    }
    void whatIsNoFilterIsSaidWithTheWord()
    {
        QFETCH(QString, filter);
        const auto parsed = FrameFilter::parse(filter);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::BadArgument);
        QVERIFY(parsed.error().text.contains(filter.section(u' ', 0, 0)));
    }

    void completionsEndWhatWasBegun()
    {
        QCOMPARE(filterCompletions(u"dir"_s), (QStringList{u"dir:server"_s, u"dir:client"_s}));
        QVERIFY(filterCompletions(u"size>3 type:CHAT_S"_s).contains(u"type:CHAT_SAY"_s));
        QVERIFY(filterCompletions(u"-type:chat_s"_s).contains(u"-type:CHAT_SAY"_s));
        QVERIFY(filterCompletions(u"service:files.p"_s).contains(u"service:files.put"_s));
        QVERIFY(filterCompletions({}).isEmpty());
        // Everything that is offered can be understood once it is filled in.
        for (const QString &each : filterCompletions(u"t"_s) + filterCompletions(u"s"_s) + filterCompletions(u"i"_s) + filterCompletions(u"type:"_s))
            QVERIFY(FrameFilter::parse(each.endsWith(u':') || each.endsWith(u'>') ? each + u'1' : each).has_value());
    }

    void aRelaysStreamIsHeldLikeAnyOther()
    {
        StreamCapture capture;
        WatchedStream relay;
        relay.kind = WatchedStream::Kind::Relay;
        relay.client = u"127.0.0.1:4000"_s;
        const quint32 id = capture.addStream(relay);
        capture.addChunk(id, Flow::ToClient, {{0, 7}, 5, WatchedChunk::Call::Receive, false});
        auto decoded = std::make_shared<ForeignFrame>();
        decoded->name = u"LINE"_s;
        decoded->size = 4;
        WatchedFrame frame;
        frame.stream = id;
        frame.flow = Flow::ToClient;
        frame.payload = "abc\n";
        frame.decoded = decoded;
        frame.receivedNs = 5;
        QCOMPARE(capture.addFrame(frame), 1U);
        QCOMPARE(capture.frameAt(id, Flow::ToClient, 3)->decoded->name, u"LINE"_s);
        QCOMPARE(capture.stream(id)->flow(Flow::ToClient).end, 7);
        QVERIFY(FrameFilter::parse(u"type:line"_s)->matches(*capture.frame(1), capture, 0, false));
        capture.endStream(id, {ErrorCode::ConnectionLost, {}});
        QVERIFY(!capture.stream(id)->open);
        QCOMPARE(capture.addFrame({}), 0U);
    }
};

QTEST_GUILESS_MAIN(TestStreamCapture)
#include "tst_stream_capture.moc"
