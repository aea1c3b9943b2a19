#include "core/base/text.h"
#include "core/inspect/capture_ring.h"
#include "core/inspect/describe_frame.h"
#include "core/protocol/chat_messages.h"
#include "core/protocol/file_messages.h"
#include "core/protocol/session_messages.h"
#include "core/session/service_registry.h"
#include "tests/support/session_pair.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace transom;
using namespace transom::inspect;
using namespace Qt::StringLiterals;
using protocol::MessageType;
using wire::Direction;

namespace {

wire::Frame dataFrame(const QByteArray &payload, quint32 channel = 1)
{
    return {static_cast<quint8>(MessageType::Data), 0, ChannelId{channel}, payload};
}

QString summary(MessageType type, const QByteArray &payload, quint8 flags = 0)
{
    return summarizeFrame({static_cast<quint32>(payload.size()), static_cast<quint8>(type), flags, 0, ChannelId{1}}, payload);
}

template<class T>
QString summary(const T &message)
{
    return summary(T::Type, protocol::encode(message));
}

} // namespace

class TestCaptureRing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsComeOutAsTheyWentInAndInTheirOrder()
    {
        CaptureRing ring;
        ring.frame(SessionId{7}, Direction::Sent, {static_cast<quint8>(MessageType::Data), wire::flag::StandardError, ChannelId{3}, "abc"});
        ring.refused(SessionId{8}, {ErrorCode::FrameTooLarge, u"too large"_s});
        const auto batch = ring.drain(10);
        QCOMPARE(batch.events.size(), 2);
        QCOMPARE(batch.dropped, 0U);
        QVERIFY(!batch.more);

        const CapturedEvent &frame = batch.events[0];
        QCOMPARE(frame.seq, 1U);
        QCOMPARE(frame.session, SessionId{7});
        QCOMPARE(frame.direction, Direction::Sent);
        QCOMPARE(frame.header, (wire::FrameHeader{3, 0x13, 1, 0, ChannelId{3}}));
        QCOMPARE(frame.payload, QByteArray("abc"));
        QVERIFY(!frame.isRefusal());
        QVERIFY(frame.wallMs > 1'500'000'000'000);

        const CapturedEvent &refusal = batch.events[1];
        QCOMPARE(refusal.seq, 2U);
        QCOMPARE(refusal.session, SessionId{8});
        QCOMPARE(refusal.refused, (Error{ErrorCode::FrameTooLarge, u"too large"_s}));
        QVERIFY(refusal.monotonicNs >= frame.monotonicNs);
        QVERIFY(ring.drain(10).events.isEmpty());
    }

    void whenItIsFullTheOldestGoAndAreCounted()
    {
        CaptureRing ring({.events = 4, .payloadPrefix = 100, .payloadBytes = 1000});
        for (int i = 0; i < 10; ++i)
            ring.frame(SessionId{1}, Direction::Received, dataFrame(QByteArray::number(i)));
        auto batch = ring.drain(3);
        QCOMPARE(batch.dropped, 6U);
        QCOMPARE(batch.events.size(), 3);
        QCOMPARE(batch.events.first().seq, 7U);
        QCOMPARE(batch.events.first().payload, QByteArray("6"));
        QVERIFY(batch.more);
        batch = ring.drain(3);
        QCOMPARE(batch.events.size(), 1);
        QCOMPARE(batch.dropped, 0U); // told once
        QCOMPARE(ring.droppedInAll(), 6U);
    }

    void onlyTheBeginningOfALongPayloadIsKept()
    {
        CaptureRing ring({.events = 4, .payloadPrefix = 16, .payloadBytes = 1000});
        const QByteArray payload(100'000, 'x');
        ring.frame(SessionId{1}, Direction::Received, dataFrame(payload));
        const auto event = ring.drain(1).events.first();
        QCOMPARE(event.header.length, 100'000U);
        QCOMPARE(event.payload, QByteArray(16, 'x'));
        QVERIFY(event.payload.capacity() < 1000); // a copy, not a part of the whole
    }

    void payloadsTogetherStayBelowTheirLimitHoweverManyEventsThereIsRoomFor()
    {
        CaptureRing ring({.events = 1000, .payloadPrefix = 100, .payloadBytes = 1000});
        for (int i = 0; i < 50; ++i)
            ring.frame(SessionId{1}, Direction::Received, dataFrame(QByteArray(100, 'x')));
        const auto batch = ring.drain(1000);
        QCOMPARE(batch.events.size(), 10);
        QCOMPARE(batch.dropped, 40U);
        // What was taken out no longer counts.
        for (int i = 0; i < 10; ++i)
            ring.frame(SessionId{1}, Direction::Received, dataFrame(QByteArray(100, 'x')));
        QCOMPARE(ring.drain(1000).events.size(), 10);
    }

    void writersAndAReaderInDifferentThreadsLoseNothingUncounted()
    {
        constexpr int Writers = 3;
        constexpr int Each = 20'000;
        CaptureRing ring({.events = 500, .payloadPrefix = 8, .payloadBytes = 10'000});
        std::atomic<int> running = Writers;
        std::vector<std::thread> writers;
        for (int w = 0; w < Writers; ++w) {
            writers.emplace_back([&ring, &running, w] {
                for (int i = 0; i < Each; ++i)
                    ring.frame(SessionId{static_cast<quint64>(w)}, Direction::Sent, dataFrame("12345678"));
                --running;
            });
        }
        quint64 taken = 0;
        quint64 dropped = 0;
        quint64 lastSeq = 0;
        bool ordered = true;
        for (bool last = false; !last;) {
            last = running == 0;
            for (bool more = true; more;) {
                const auto batch = ring.drain(100);
                taken += static_cast<quint64>(batch.events.size());
                dropped += batch.dropped;
                more = batch.more;
                for (const CapturedEvent &event : batch.events)
                    ordered = ordered && std::exchange(lastSeq, event.seq) < event.seq;
            }
        }
        for (std::thread &writer : writers)
            writer.join();
        QCOMPARE(taken + dropped, static_cast<quint64>(Writers * Each));
        QCOMPARE(dropped, ring.droppedInAll());
        QVERIFY(ordered);
    }

    void aSessionsWholeConversationIsSeenWithItsSecretsBlanked()
    {
        session::ServiceRegistry services;
        test::SessionPair pair(services, protocol::AllAccess, test::SessionPair::Start::Manually);
        auto ring = std::make_shared<CaptureRing>();
        pair.client().setTap(ring);
        QVERIFY(test::waitUntil([&] { return pair.client().state() == session::State::SignedIn; }));
        QStringList seen;
        const auto events = ring->drain(100).events;
        QCOMPARE(events.first().what, CapturedEvent::What::Began);
        QVERIFY(!events.first().start.isServer);
        QCOMPARE(events.first().start.sent, 0);
        for (const CapturedEvent &event : events.mid(1)) {
            QCOMPARE(event.what, CapturedEvent::What::Frame);
            const bool sent = event.direction == Direction::Sent;
            seen += (sent ? u"> "_s : u"< "_s) + frameName(event.header.type);
            if (protocol::findMessage(event.header.type)->secret) {
                QCOMPARE(event.payload, QByteArray(event.payload.size(), '\0'));
                QVERIFY(!event.payload.isEmpty());
            }
        }
        QCOMPARE(seen, (QStringList{u"> HELLO"_s, u"< HELLO"_s, u"> AUTH_START"_s, u"< AUTH_CHALLENGE"_s, u"> AUTH_RESPONSE"_s, u"< AUTH_DONE"_s}));
    }

    void everyMessageOfTheTableHasItsName()
    {
        for (const auto &row : protocol::messageTable())
            QCOMPARE(frameName(static_cast<quint8>(row.type)), QLatin1String(row.name));
        QCOMPARE(frameName(0xfe), u"0xfe"_s);
    }

    void aSummaryTellsWhatTheFrameIsAbout()
    {
        QCOMPARE(summary(protocol::Open{u"files.get"_s, protocol::toJson(protocol::FilesGet{u"/a b.txt"_s, {}})}), u"files.get path=/a b.txt"_s);
        QCOMPARE(summary(protocol::End{ErrorCode::IsADirectory, u"This is a folder."_s, {}}), u"403 IsADirectory: This is a folder."_s);
        QCOMPARE(summary(protocol::End{ErrorCode::None, {}, {{u"count"_s, 3}}}), u"0 None count=3"_s);
        QCOMPARE(summary(protocol::ChatSay{u"#lobby"_s, u"two\nlines"_s, 4}), u"ref=4 target=#lobby text="_s + printable(u"two\nlines"));
        QCOMPARE(summary(MessageType::Data, QByteArray(65536, 'x')), u"65536 bytes"_s);
        QCOMPARE(summary(MessageType::Data, "oops", wire::flag::StandardError), u"4 bytes of standard error"_s);
        QCOMPARE(summary(MessageType::Credit, QByteArray::fromHex("00020000")), u"131072 more bytes may be sent"_s);
        QCOMPARE(summary(MessageType::Ping, QByteArray::fromHex("00000000000000ff")), u"00000000000000ff"_s);
        QCOMPARE(summary(MessageType::Cancel, {}), QString());
        QVERIFY(summary(protocol::AuthResponse{u"c=biws,r=abc,p=secret"_s}).contains(u"secret"));
        QVERIFY(!summary(protocol::AuthResponse{u"c=biws,r=abc,p=hunter2"_s}).contains(u"hunter2"));
    }

    void aSummaryOfAnythingIsOnePrintableLineOfBoundedLength()
    {
        const QByteArray nasty = "{\"text\":\"" + QByteArray(3000, 'y') + "\",\"\\u001b[31m\":\"\\u202e\\r\\n\"}";
        for (const QByteArray &payload : {nasty, QByteArray("\x1b[2J\r\n\xff\xfe{", 9), QByteArray(), QByteArray("{\"code\":1e99}")}) {
            for (int type = 0; type < 256; ++type) {
                const auto header = wire::FrameHeader{static_cast<quint32>(payload.size()) + 10, static_cast<quint8>(type), 0xff, 0, ChannelId{1}};
                for (const auto &shown : {header, wire::FrameHeader{static_cast<quint32>(payload.size()), header.type, 0, 0, {}}}) {
                    const QString line = summarizeFrame(shown, payload);
                    QVERIFY2(line.size() <= 200, qPrintable(line));
                    for (const QChar c : line)
                        QVERIFY2(c.unicode() >= 0x20 && c.unicode() != 0x7f && c.unicode() != 0x202e, qPrintable(line));
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestCaptureRing)
#include "tst_capture_ring.moc"
