#include "core/inspect/capture_file.h"
#include "core/inspect/capture_store.h"
#include "core/inspect/tcp_reassembly.h"
#include "core/lab/relay_pcapng.h"
#include "core/protocol/message_table.h"

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <random>

using namespace transom;
using namespace transom::inspect;
using namespace Qt::StringLiterals;
using protocol::MessageType;

namespace {

constexpr qint64 Noon = 1'700'000'000'000;

WatchedFrame message(quint32 stream, Flow flow, qint64 offset, MessageType type, const QByteArray &payload, qint64 sent, qint64 received)
{
    WatchedFrame frame;
    frame.stream = stream;
    frame.flow = flow;
    frame.offset = offset;
    frame.header = {static_cast<quint32>(payload.size()), static_cast<quint8>(type), 0, 0, ChannelId{3}};
    frame.payload = payload;
    frame.sentNs = sent;
    frame.receivedNs = received;
    frame.wallMs = Noon + std::max(sent, received) / 1'000'000;
    return frame;
}

/// Two streams with everything there is.
std::unique_ptr<StreamCapture> example()
{
    auto capture = std::make_unique<StreamCapture>();
    WatchedStream stream;
    stream.client = u"127.0.0.1:53422"_s;
    stream.server = u"[2001:db8::7]:7160"_s;
    stream.clientIsOurs = stream.serverIsOurs = true;
    stream.beganMs = Noon;
    const quint32 one = capture->addStream(stream);
    stream.client = u"10.1.2.3:4000"_s;
    stream.clientIsOurs = false;
    const quint32 other = capture->addStream(stream);
    capture->addFrame(message(one, Flow::ToServer, 512, MessageType::ChatSay, "{\"text\":\"早上好\"}", 5'000'001, 5'100'003));
    capture->addFrame(message(other, Flow::ToClient, 0, MessageType::Data, QByteArray(200'000, 'd'), -1, 6'000'000));
    WatchedFrame secret = message(one, Flow::ToServer, 700, MessageType::AuthResponse, QByteArray(90, '\0'), 7'000'000, -1);
    secret.secret = true;
    capture->addFrame(secret);
    WatchedFrame cut = message(one, Flow::ToClient, 0, MessageType::Data, "begin", -1, 8'000'000);
    cut.header.length = 150'000;
    capture->addFrame(cut);
    WatchedFrame forgotten = message(other, Flow::ToServer, 90, MessageType::Data, {}, -1, 9'000'000);
    forgotten.header.length = 70'000;
    forgotten.forgotten = true;
    capture->addFrame(forgotten);
    WatchedFrame refused = message(other, Flow::ToServer, 80'000, MessageType::Data, {}, -1, 10'000'000);
    refused.header = {};
    refused.error = {ErrorCode::FrameTooLarge, u"too large"_s};
    capture->addFrame(refused);
    WatchedFrame foreign = message(one, Flow::ToClient, 150'012, MessageType::Data, "GET / HTTP", 11'000'000, 11'500'000);
    foreign.header = {};
    auto decoded = std::make_shared<ForeignFrame>();
    decoded->name = u"line"_s;
    decoded->summary = u"GET"_s;
    decoded->size = 10;
    decoded->fields = {{u"method"_s, u"GET"_s, {0, 3}, Part::Header, {}, {}}};
    foreign.decoded = decoded;
    capture->addFrame(foreign);
    capture->addChunk(one, Flow::ToServer, {{512, 540}, 5'000'500, WatchedChunk::Call::Send, false, 17});
    capture->addChunk(one, Flow::ToServer, {{512, 520}, 5'000'900, WatchedChunk::Call::Receive, true, -1});
    capture->addEncryptedChunk(one, Flow::ToClient, {{0, 4096}, 8'000'900, WatchedChunk::Call::Receive, false, 0});
    capture->endStream(other, {ErrorCode::ConnectionLost, u"cut"_s});
    return capture;
}

QByteArray saved(const StreamCapture &capture, const QMap<quint64, QString> &marks)
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"a.pcapng"_s);
    if (!saveCapture(snapshotOf(capture, nullptr, marks), path, u"test"_s))
        return {};
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<ReadCapture> read(QByteArray file, StreamCapture &capture)
{
    QBuffer buffer(&file);
    buffer.open(QIODevice::ReadOnly);
    return readCapture(buffer, capture);
}

void append(QByteArray &bytes, std::initializer_list<int> values)
{
    for (const int value : values)
        bytes += static_cast<char>(value);
}

template<class T>
QByteArray big(T value)
{
    QByteArray bytes(sizeof value, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}
template<class T>
QByteArray little(T value)
{
    QByteArray bytes(sizeof value, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

QByteArray tcp(quint16 from, quint16 to, quint32 sequence, int flags, const QByteArray &payload)
{
    QByteArray segment = big<quint16>(from) + big<quint16>(to) + big<quint32>(sequence) + big<quint32>(0);
    append(segment, {0x50, flags, 0xff, 0xff, 0, 0, 0, 0});
    return segment + payload;
}

QByteArray ipv4(const QByteArray &segment, bool answer)
{
    QByteArray ip;
    append(ip, {0x45, 0});
    ip += big<quint16>(static_cast<quint16>(20 + segment.size())) + big<quint32>(0x4000);
    append(ip, {64, 6, 0, 0, 192, 168, 0, answer ? 2 : 1, 192, 168, 0, answer ? 1 : 2});
    return ip + segment;
}

QByteArray ipv6(const QByteArray &segment, bool answer)
{
    QByteArray ip;
    append(ip, {0x60, 0, 0, 0});
    ip += big<quint16>(static_cast<quint16>(8 + segment.size()));
    append(ip, {0, 64}); // options for hops before TCP
    const QByteArray one = QByteArray(15, '\0') + '\x01';
    const QByteArray two = QByteArray(15, '\0') + '\x02';
    ip += answer ? two + one : one + two;
    append(ip, {6, 0, 1, 4, 0, 0, 0, 0});
    return ip + segment;
}

/// A connection as tcpdump writes it: segments out of order, sent again, and with one of Ethernet's paddings.
QByteArray pcap(int link, bool nanoseconds = false, bool bigEndian = false)
{
    const auto u32 = [&](quint32 value) { return bigEndian ? big(value) : little(value); };
    const auto u16 = [&](quint16 value) { return bigEndian ? big(value) : little(value); };
    QByteArray file = u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4) + u16(2) + u16(4) + u32(0) + u32(0) + u32(65535) + u32(static_cast<quint32>(link));
    quint32 time = 0;
    const auto packet = [&](bool answer, quint32 sequence, int flags, const QByteArray &payload) {
        const QByteArray segment = answer ? tcp(9000, 5555, sequence, flags, payload) : tcp(5555, 9000, sequence, flags, payload);
        QByteArray bytes = link == 229 ? ipv6(segment, answer) : ipv4(segment, answer);
        if (link == 1)
            bytes = QByteArray(12, 'm') + big<quint16>(0x8100) + big<quint16>(7) + big<quint16>(0x0800) + bytes + QByteArray(6, '\0');
        else if (link == 0)
            bytes = little<quint32>(2) + bytes;
        else if (link == 113)
            bytes = QByteArray(14, '\0') + big<quint16>(0x0800) + bytes;
        file += u32(1'000) + u32(++time) + u32(static_cast<quint32>(bytes.size())) + u32(static_cast<quint32>(bytes.size())) + bytes;
    };
    packet(false, 0xfffffff0, 0x02, {});
    packet(true, 700, 0x12, {});
    packet(false, 0xfffffff1, 0x18, "hello one\nhe");
    packet(false, 0xfffffff1 + 12 + 6, 0x18, "two\n");      // early, and beyond 2^32
    packet(false, 0xfffffff1 + 12, 0x18, "llo ab");          // late
    packet(false, 0xfffffff1, 0x18, "hello one\n");         // sent again
    packet(true, 701, 0x18, "good day\n");
    packet(false, 0xfffffff1 + 22, 0x11, {});
    return file;
}

} // namespace

class TestCaptureFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSavedComesBackAsItWas()
    {
        const auto before = example();
        const QMap<quint64, QString> marks{{1, u"here it begins, 从这里"_s}, {4, QString()}};
        StreamCapture after;
        const auto result = read(saved(*before, marks), after);
        QVERIFY(result);
        QCOMPARE(result->broken.code, ErrorCode::None);
        QCOMPARE(result->marks, marks);
        QCOMPARE(after.frameCount(), before->frameCount());
        for (quint64 number = 1; number <= before->lastNumber(); ++number) {
            const WatchedFrame &one = *before->frame(number);
            const WatchedFrame &other = *after.frame(number);
            QCOMPARE(other.stream, one.stream);
            QCOMPARE(other.flow, one.flow);
            QCOMPARE(other.offset, one.offset);
            QVERIFY(other.header == one.header);
            QCOMPARE(other.payload, one.payload);
            QCOMPARE(other.secret, one.secret);
            QCOMPARE(other.forgotten, one.forgotten);
            QCOMPARE(other.sentNs, one.sentNs);
            QCOMPARE(other.receivedNs, one.receivedNs);
            QCOMPARE(other.wallMs, one.wallMs);
            QCOMPARE(other.error.code, one.error.code);
            QCOMPARE(other.error.text, one.error.text);
            QCOMPARE(other.decoded != nullptr, one.decoded != nullptr);
            if (one.decoded) {
                QCOMPARE(other.decoded->name, one.decoded->name);
                QCOMPARE(other.decoded->size, one.decoded->size);
                QCOMPARE(other.decoded->fields.size(), one.decoded->fields.size());
            }
        }
        QCOMPARE(after.streamIds(), before->streamIds());
        for (const quint32 id : before->streamIds()) {
            const WatchedStream &one = *before->stream(id);
            const WatchedStream &other = *after.stream(id);
            QCOMPARE(other.client, one.client);
            QCOMPARE(other.server, one.server);
            QCOMPARE(other.clientIsOurs, one.clientIsOurs);
            QCOMPARE(other.serverIsOurs, one.serverIsOurs);
            QCOMPARE(other.open, one.open);
            QCOMPARE(other.ending.code, one.ending.code);
            QCOMPARE(other.beganMs, one.beganMs);
            for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
                const auto same = [](const std::deque<WatchedChunk> &left, const std::deque<WatchedChunk> &right) {
                    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const WatchedChunk &a, const WatchedChunk &b) {
                        return a.range == b.range && a.atNs == b.atNs && a.call == b.call && a.injected == b.injected && a.left == b.left;
                    });
                };
                QVERIFY(same(one.flow(flow).chunks, other.flow(flow).chunks));
                QVERIFY(same(one.flow(flow).encrypted, other.flow(flow).encrypted));
            }
        }
    }

    void framesOfAStoreAreSavedWithThem()
    {
        QTemporaryDir folder;
        CaptureStore::Options options;
        options.directory = folder.path();
        CaptureStore store(options);
        StreamCapture capture({.frames = 100, .payloadBytes = 1 << 20});
        capture.setStore(&store);
        const quint32 stream = capture.addStream({});
        for (int i = 0; i < 3'000; ++i)
            capture.addFrame(message(stream, Flow::ToServer, i * 20, MessageType::Data, QByteArray::number(i), i * 1'000, -1));
        store.flush();
        QTRY_COMPARE(store.writtenEnd(), store.endNumber());
        const QString path = folder.filePath(u"all.pcapng"_s);
        QVERIFY(saveCapture(snapshotOf(capture, &store), path, u"test"_s));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        StreamCapture after;
        QVERIFY(readCapture(file, after));
        QCOMPARE(after.frameCount(), 3'000);
        QCOMPARE(after.frame(1)->payload, "0");
        QCOMPARE(after.frame(3'000)->payload, "2999");
    }

    void secretsAreZerosEvenIfSomebodyForgotThem()
    {
        StreamCapture capture;
        const quint32 stream = capture.addStream({});
        WatchedFrame frame = message(stream, Flow::ToServer, 0, MessageType::AuthResponse, "proof-of-the-password", 1, -1);
        frame.secret = true;
        capture.addFrame(frame);
        QVERIFY(!saved(capture, {}).contains("proof-of-the-password"));
    }

    void aFolderThatIsNotThereIsSaid()
    {
        const auto result = saveCapture(snapshotOf(*example()), u"/nowhere/a.pcapng"_s, u"test"_s);
        QVERIFY(!result);
        QVERIFY(result.error().text.contains(u"another folder"_s));
    }

    void segmentsAreToldInOrderOnceAndWithTheirGaps()
    {
        TcpReassembly order;
        QVERIFY(order.add(100, true, {}, 0, 1).isEmpty());
        auto pieces = order.add(101, false, "abc", 3, 2);
        QCOMPARE(pieces.size(), 1);
        QCOMPARE(pieces[0].bytes, "abc");
        QVERIFY(order.add(107, false, "ghi", 3, 3).isEmpty());
        QVERIFY(order.add(101, false, "abc", 3, 4).isEmpty());
        pieces = order.add(103, false, "cdefg", 5, 5); // overlaps both
        QCOMPARE(pieces.size(), 2);
        QCOMPARE(pieces[0].bytes + pieces[1].bytes, "defghi");
        QVERIFY(order.add(120, false, "xyz", 3, 6).isEmpty());
        pieces = order.finish();
        QCOMPARE(pieces.size(), 1);
        QCOMPARE(pieces[0].missing, 10);
        QCOMPARE(pieces[0].offset, 19);
        // What never comes is given up, and memory stays bounded.
        TcpReassembly other;
        other.add(0, false, "a", 1, 0);
        qint64 told = 0;
        const QByteArray block(60'000, 'b');
        for (quint32 i = 0; i < 200; ++i) {
            for (const auto &piece : other.add(1'000 + i * 60'000, false, block, block.size(), 0))
                told += piece.bytes.size();
        }
        QVERIFY(told > 200 * 60'000 - TcpReassembly::MostWaiting - 60'000);
    }

    void capturesOfOthersAreReadWhateverTheyWereCapturedOn_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("client");
        QTest::newRow("raw") << pcap(101) << u"192.168.0.1:5555"_s;
        QTest::newRow("Ethernet with a VLAN, nanoseconds") << pcap(1, true) << u"192.168.0.1:5555"_s;
        QTest::newRow("loopback of BSD, big-endian") << pcap(0, false, true) << u"192.168.0.1:5555"_s;
        QTest::newRow("Linux cooked") << pcap(113) << u"192.168.0.1:5555"_s;
        QTest::newRow("IPv6 with options") << pcap(229) << u"[::1]:5555"_s;
    }
    void capturesOfOthersAreReadWhateverTheyWereCapturedOn()
    {
        QFETCH(const QByteArray, file);
        QFETCH(const QString, client);
        StreamCapture capture;
        const auto result = read(file, capture);
        QVERIFY(result);
        QCOMPARE(result->missing, 0);
        QCOMPARE(result->skipped, 0);
        QCOMPARE(capture.streamIds().size(), 1);
        QCOMPARE(capture.stream(1)->client, client);
        QByteArray said;
        QByteArray answered;
        QStringList lines;
        for (quint64 number = 1; number <= capture.lastNumber(); ++number) {
            const WatchedFrame &frame = *capture.frame(number);
            (frame.flow == Flow::ToServer ? said : answered) += frame.payload;
            QCOMPARE(frame.size(), frame.payload.size());
        }
        QCOMPARE(said, "hello one\nhello abtwo\n");
        QCOMPARE(answered, "good day\n");
        QCOMPARE(capture.frameCount(), 3); // cut at their line ends, as they are framed
        QVERIFY(!capture.stream(1)->flow(Flow::ToServer).chunks.empty());
    }

    void aPlainSessionInACaptureOfOthersIsReadAsFrames()
    {
        const QByteArray hello = wire::encodeFrame({static_cast<quint8>(MessageType::Hello), 0, {}, "{}"});
        const QByteArray proof = wire::encodeFrame({static_cast<quint8>(MessageType::AuthResponse), 0, {}, "a-proof"});
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        PcapngWriter writer(buffer, u"test"_s);
        const quint64 conversation = writer.open({false, u"127.0.0.1:1"_s, u"127.0.0.1:2"_s}, Noon);
        writer.data(conversation, From::Client, Noon, hello + proof.left(5));
        writer.data(conversation, From::Client, Noon, proof.mid(5));
        StreamCapture capture;
        QVERIFY(read(buffer.data(), capture));
        QCOMPARE(capture.frameCount(), 2);
        QVERIFY(!capture.frame(1)->decoded);
        QCOMPARE(capture.frame(1)->header.type, static_cast<quint8>(MessageType::Hello));
        QVERIFY(capture.frame(2)->secret);
        QCOMPARE(capture.frame(2)->payload, QByteArray(7, '\0'));
    }

    void whatARelayInjectedComesBackAsInjected()
    {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        PcapngWriter writer(buffer, u"transomctl relay"_s);
        lab::RelayPcapng relay(writer, false, u"127.0.0.1:9000"_s);
        lab::RelayEvent event;
        event.kind = lab::RelayEvent::Kind::Opened;
        event.stream = 1;
        event.client = u"127.0.0.1:1"_s;
        event.wallMs = Noon;
        relay.add(event);
        event.kind = lab::RelayEvent::Kind::Injected;
        event.fault = lab::FaultKind::Split;
        event.amount = 2;
        event.offset = 3;
        event.length = 4;
        relay.add(event);
        event.kind = lab::RelayEvent::Kind::Read;
        event.offset = 0;
        event.bytes = "some text\n";
        event.length = event.bytes.size();
        relay.add(event);
        StreamCapture capture;
        const auto result = read(buffer.data(), capture);
        QVERIFY(result);
        QVERIFY(capture.frameCount() >= 1);
        QCOMPARE(result->marks.size(), 1);
        QVERIFY(result->marks.first().contains(u"injected at offset 3"_s));
        const auto &chunks = capture.stream(1)->flow(Flow::ToServer).chunks;
        const auto injected = std::find_if(chunks.begin(), chunks.end(), [](const WatchedChunk &chunk) { return chunk.injected; });
        QVERIFY(injected != chunks.end());
        QVERIFY(injected->range == (ByteRange{3, 7}));
    }

    void filesThatBreakOffAreReadAsFarAsTheyGo()
    {
        for (const QByteArray &file : {saved(*example(), {{1, u"x"_s}}), pcap(1)}) {
            qsizetype most = 0;
            for (qsizetype size = 0; size < file.size(); size += size < 4'000 ? 1 : 997) {
                StreamCapture capture;
                const auto result = read(file.first(size), capture);
                if (result)
                    most = std::max(most, capture.frameCount());
                QVERIFY(capture.frameCount() >= 0);
            }
            QVERIFY(most > 0);
        }
        StreamCapture none;
        QVERIFY(!read("this is no capture at all, but long enough to look like a header", none));
        QVERIFY(!read({}, none));
    }

    void mutilatedFilesDoNoHarm()
    {
        std::mt19937 random(11);
        for (const QByteArray &file : {saved(*example(), {{1, u"x"_s}}), pcap(1), pcap(229)}) {
            const qsizetype head = std::min<qsizetype>(file.size(), 6'000);
            for (int round = 0; round < 300; ++round) {
                QByteArray hurt = file.first(head);
                for (int i = 0; i < 1 + round % 12; ++i)
                    hurt[static_cast<qsizetype>(random() % static_cast<quint32>(head))] = static_cast<char>(random());
                StreamCapture capture;
                const auto result = read(hurt, capture);
                for (quint64 number = 1; number <= capture.lastNumber(); ++number) {
                    const WatchedFrame &frame = *capture.frame(number);
                    QVERIFY(frame.offset >= 0);
                    QVERIFY(frame.size() >= 0);
                    QVERIFY(frame.atNs() >= -1);
                    QVERIFY(frame.payload.size() <= frame.size());
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestCaptureFile)
#include "tst_capture_file.moc"
