#include "core/inspect/pcapng.h"
#include "core/inspect/secret_blanker.h"
#include "core/lab/relay_pcapng.h"
#include "core/protocol/message_table.h"

#include <QBuffer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace transom;
using namespace transom::inspect;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Noon = 1'700'000'000'123'456'789;
constexpr auto C = From::Client;
constexpr auto S = From::Server;

QList<PcapngPacket> packetsOf(const QByteArray &file)
{
    QBuffer buffer;
    buffer.setData(file);
    buffer.open(QIODevice::ReadOnly);
    PcapngReader reader(buffer);
    QList<PcapngPacket> packets;
    while (auto packet = reader.next()) {
        if (!*packet)
            return packets;
        packets += **packet;
    }
    return {};
}

/// A TCP conversation with everything there is, and a UDP one.
QByteArray example()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    PcapngWriter writer(buffer, u"test"_s);
    const quint64 tcp = writer.open({false, u"127.0.0.1:53422"_s, u"127.0.0.1:9000"_s}, Noon);
    writer.data(tcp, C, Noon + 1000, "hello", u"a remark, 备注"_s);
    writer.data(tcp, S, Noon + 2000, QByteArray(200'000, 'x'));
    writer.data(tcp, C, Noon + 3000, "cut", 70'000);
    writer.end(tcp, C, Noon + 4000);
    writer.data(tcp, S, Noon + 4500, "late");
    writer.end(tcp, S, Noon + 5000);
    const quint64 other = writer.open({false, u"192.168.0.9:53422"_s, u"127.0.0.1:9000"_s}, Noon + 6000);
    writer.note(other, C, Noon + 6500, u"look here"_s);
    writer.reset(other, S, Noon + 7000);
    const quint64 udp = writer.open({true, u"127.0.0.1:40000"_s, u"127.0.0.1:9999"_s}, Noon + 8000);
    writer.data(udp, C, Noon + 8000, "odd");
    writer.data(udp, S, Noon + 8100, "");
    return buffer.data();
}

QByteArray tshark(const QByteArray &file, const QStringList &arguments)
{
    QTemporaryDir directory;
    QFile saved(directory.filePath(u"capture.pcapng"_s));
    if (!saved.open(QIODevice::WriteOnly))
        return {};
    saved.write(file);
    saved.close();
    QProcess process;
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start(u"tshark"_s, QStringList{u"-n"_s, u"-r"_s, saved.fileName()} + arguments);
    process.waitForFinished(60'000);
    return process.readAllStandardOutput();
}

bool hasTshark()
{
    return !QStandardPaths::findExecutable(u"tshark"_s).isEmpty();
}

} // namespace

class TestPcapng : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadBack()
    {
        const auto packets = packetsOf(example());
        QByteArray said[2];
        qint64 length[2] = {0, 0};
        for (const PcapngPacket &packet : packets) {
            if (packet.conversation != 1)
                continue;
            // The sequence number less one is the offset in the stream.
            if (packet.length > 0)
                QCOMPARE(packet.sequence, static_cast<quint32>(length[static_cast<size_t>(packet.from)] + 1));
            said[static_cast<size_t>(packet.from)] += packet.payload;
            length[static_cast<size_t>(packet.from)] += packet.length;
        }
        QCOMPARE(said[0], QByteArray("hellocut"));
        QCOMPARE(length[0], 70'005);
        QCOMPARE(said[1], QByteArray(200'000, 'x') + "late");
        QCOMPARE(packets.first().timeNs, Noon);
        QVERIFY(packets.first().comments.first().contains(u"synthetic"));
        QCOMPARE(packets.at(3).comments, QStringList{u"a remark, 备注"_s});
        QCOMPARE(packets.at(3).client, u"10.0.0.1:53422"_s);
        QCOMPARE(packets.at(3).server, u"10.0.0.2:9000"_s);
        QCOMPARE(packets.last().conversation, 3U);
        QVERIFY(packets.last().udp);
        QCOMPARE(packets.last().from, S);
    }

    void tsharkSeesTheSameAndNothingMalformed()
    {
        if (!hasTshark())
            QSKIP("tshark is not installed");
        const QByteArray file = example();
        const QByteArray all = tshark(file, {u"-o"_s, u"tcp.check_checksum:TRUE"_s, u"-o"_s, u"udp.check_checksum:TRUE"_s, u"-o"_s, u"ip.check_checksum:TRUE"_s, u"-V"_s});
        QVERIFY(all.contains("10.0.0.1"));
        for (const char *bad : {"Malformed", "Bad checksum", "[incorrect", "previously unseen", "Retransmission", "Out-Of-Order", "Window is full", "Zero window"})
            QVERIFY2(!all.contains(bad), bad);
        QCOMPARE(tshark(file, {u"-Y"_s, u"tcp.checksum.status == 0 || ip.checksum.status == 0 || udp.checksum.status == 0"_s}), QByteArray());
        QVERIFY(tshark(file, {u"-q"_s, u"-z"_s, u"follow,tcp,ascii,0"_s}).contains("hello"));
        const QByteArray comments = tshark(file, {u"-T"_s, u"fields"_s, u"-e"_s, u"frame.comment"_s});
        QVERIFY(comments.contains("look here"));
        QVERIFY(comments.contains(u"备注"_s.toUtf8()));
        const QByteArray names = tshark(file, {u"-N"_s, u"n"_s, u"-T"_s, u"fields"_s, u"-e"_s, u"ip.src_host"_s});
        QVERIFY2(names.contains("client-127.0.0.1") && names.contains("server"), names.left(200).constData());
        QCOMPARE(tshark(file, {u"-q"_s, u"-z"_s, u"conv,tcp"_s}).count("<->"), 2);
    }

    void damagedFilesAreRefusedOrReadAsFarAsTheyGo()
    {
        const QByteArray file = example().left(4000);
        std::mt19937 random(3);
        for (int round = 0; round < 3000; ++round) {
            QByteArray damaged = file;
            for (int hit = 0; hit < 4; ++hit)
                damaged[static_cast<qsizetype>(random() % static_cast<size_t>(damaged.size()))] = static_cast<char>(random());
            damaged.truncate(static_cast<qsizetype>(random() % static_cast<size_t>(damaged.size())));
            for (const PcapngPacket &packet : packetsOf(damaged))
                QVERIFY(packet.payload.size() <= packet.length);
        }
        QBuffer empty;
        empty.open(QIODevice::ReadOnly);
        QVERIFY(!PcapngReader(empty).next());
    }

    void aSessionsTapBecomesAConversationThatTheDissectorReads()
    {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        PcapngWriter writer(buffer, u"test"_s);
        SessionPcapng session(writer, true, u"10.1.1.1:5555"_s, u"10.1.1.2:7160"_s);
        CaptureRing ring({.events = 100, .payloadPrefix = 100, .payloadBytes = 10'000});
        const auto frame = [&](wire::Direction direction, quint8 type, const QByteArray &payload, quint32 channel = 0) {
            ring.frame(SessionId{1}, direction, {type, 0, ChannelId{channel}, payload});
        };
        frame(wire::Direction::Sent, 0x01, R"({"protocol":"transom","versions":[1]})");
        frame(wire::Direction::Received, 0x01, R"({"protocol":"transom","versions":[1]})");
        frame(wire::Direction::Sent, 0x10, R"({"request":{"path":"/a.txt"},"service":"files.get"})", 1);
        frame(wire::Direction::Received, 0x13, QByteArray(100'000, 'd'), 1);
        frame(wire::Direction::Received, 0x15, R"({"code":0})", 1);
        frame(wire::Direction::Sent, 0x14, QByteArray::fromHex("00020000"), 1);
        for (const CapturedEvent &event : ring.drain(100).events)
            session.add(event);
        session.finish();
        const auto packets = packetsOf(buffer.data());
        QVERIFY(packets.at(3).comments.first().startsWith(u"HELLO"));
        if (!hasTshark())
            QSKIP("tshark is not installed");
        const QStringList lua{u"-X"_s, u"lua_script:"_s + QStringLiteral(TRANSOM_SOURCE_DIR "/resources/wireshark/transom.lua")};
        const QByteArray decoded = tshark(buffer.data(), lua + QStringList{u"-T"_s, u"fields"_s, u"-e"_s, u"transom.type"_s, u"-e"_s, u"transom.length"_s, u"-Y"_s, u"transom"_s});
        QVERIFY2(decoded.contains("0x01\t37") && decoded.contains("0x10\t51"), decoded.constData());
        const QByteArray all = tshark(buffer.data(), lua + QStringList{u"-V"_s});
        QVERIFY(all.contains("CREDIT"));
        QVERIFY(all.contains("files.get"));
        QVERIFY(!all.contains("Malformed"));
        QVERIFY(!all.contains("Lua Error"));
    }

    void theDissectorDecodesFramesHoweverTheyAreCut()
    {
        if (!hasTshark())
            QSKIP("tshark is not installed");
        QByteArray stream;
        for (int i = 0; i < 5; ++i)
            stream += wire::encodeFrame({0x01, 0, {}, R"({"protocol":"transom","number":)" + QByteArray::number(i) + "}"});
        for (const qsizetype cut : {1, 11, 12, 13, 45, 46, 47, 60, 150}) {
            QBuffer buffer;
            buffer.open(QIODevice::WriteOnly);
            PcapngWriter writer(buffer, u"test"_s);
            const quint64 number = writer.open({false, u"10.1.1.1:5555"_s, u"10.1.1.2:7160"_s}, Noon);
            for (qsizetype at = 0; at < stream.size(); at += cut)
                writer.data(number, C, Noon + at, QByteArrayView(stream).sliced(at, std::min(cut, stream.size() - at)));
            const QByteArray lines = tshark(buffer.data(), {u"-X"_s, u"lua_script:"_s + QStringLiteral(TRANSOM_SOURCE_DIR "/resources/wireshark/transom.lua"), u"-T"_s, u"fields"_s, u"-e"_s,
                                                            u"transom.length"_s, u"-Y"_s, u"transom"_s});
            QVERIFY2(lines.count("33") == 5, (QByteArray::number(cut) + ": " + lines).constData());
        }
    }

    void theDissectorsTableIsTheMessageTable()
    {
        QFile file(QStringLiteral(TRANSOM_SOURCE_DIR "/resources/wireshark/transom.lua"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString script = QString::fromUtf8(file.readAll());
        QString expected;
        static const char *const payloads[] = {"json", "raw", "opaque8", "count32", "none"};
        for (const auto &row : protocol::messageTable())
            expected += u"    [0x%1] = { name = \"%2\", payload = \"%3\", largest = %4, secret = %5 },\n"_s.arg(static_cast<int>(row.type), 2, 16, QLatin1Char('0'))
                                .arg(QLatin1String(row.name), QLatin1String(payloads[static_cast<int>(row.payload)])).arg(row.largest).arg(row.secret ? u"true"_s : u"false"_s);
        const qsizetype begin = script.indexOf(u"local messages = {\n"_s) + 19;
        const QString found = script.sliced(begin, script.indexOf(u"}\n\n"_s, begin) - begin);
        QVERIFY2(found == expected, qPrintable(u"resources/wireshark/transom.lua should have these lines:\n"_s + expected));
    }

    void secretsAreBlankedHoweverTheyAreCut()
    {
        const QByteArray hello = wire::encodeFrame({0x01, 0, {}, R"({"protocol":"transom"})"});
        const QByteArray proof = R"({"message":"c=biws,r=abc,p=hunter2"})";
        const QByteArray stream = hello + wire::encodeFrame({0x04, 0, {}, proof}) + wire::encodeFrame({0x07, 0, {}, "12345678"});
        QByteArray expected = stream;
        expected.replace(proof, QByteArray(proof.size(), '\0'));
        for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
            SecretBlanker blanker;
            const QByteArray first = blanker.blanked(C, stream.first(cut));
            QCOMPARE(first + blanker.blanked(C, stream.sliced(cut)), expected);
        }
        SecretBlanker other;
        QCOMPARE(other.blanked(C, "GET / HTTP/1.1\r\n\r\n"), QByteArray("GET / HTTP/1.1\r\n\r\n"));
    }

    void secretsStayBlankedWhereNotAllBytesWereKept()
    {
        const QByteArray hello = wire::encodeFrame({0x01, 0, {}, R"({"protocol":"transom"})"});
        const QByteArray stream = hello + wire::encodeFrame({0x04, 0, {}, R"({"message":"c=biws,r=abc,p=hunter2"})"});
        // Of each chunk only the first bytes, however many: the secret is in none of them.
        for (qsizetype chunk = 1; chunk <= stream.size(); ++chunk) {
            for (const qsizetype kept : {qsizetype(0), qsizetype(3), chunk / 2, chunk}) {
                SecretBlanker blanker;
                QByteArray shown;
                for (qsizetype at = 0; at < stream.size(); at += chunk) {
                    const QByteArray whole = stream.mid(at, chunk);
                    const QByteArray part = whole.first(std::min(kept, whole.size()));
                    shown += blanker.blanked(C, part) + QByteArray(whole.size() - part.size(), '?');
                    blanker.skipped(C, whole.size() - part.size());
                }
                for (qsizetype at = hello.size() + wire::HeaderSize; at < shown.size(); ++at)
                    QVERIFY(shown[at] == '\0' || shown[at] == '?');
            }
        }
        SecretBlanker other;
        QCOMPARE(other.blanked(C, "GET / HTTP/1.1\r\n"), QByteArray("GET / HTTP/1.1\r\n"));
        other.skipped(C, 1000);
        QCOMPARE(other.blanked(C, "Host: a\r\n"), QByteArray("Host: a\r\n"));
    }

    void aRelaysEventsBecomeACaptureWithItsFaultsAsComments()
    {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        PcapngWriter writer(buffer, u"test"_s);
        lab::RelayPcapng capture(writer, false, u"127.0.0.1:9000"_s);
        lab::RelayEvent event;
        event.stream = 1;
        event.wallMs = 1'700'000'000'000;
        event.monotonicNs = 5'000;
        event.kind = lab::RelayEvent::Kind::Opened;
        event.client = u"127.0.0.1:5000"_s;
        capture.add(event);
        event.kind = lab::RelayEvent::Kind::Read;
        event.bytes = "hello";
        event.length = 5;
        event.monotonicNs += 1'500;
        capture.add(event);
        event.kind = lab::RelayEvent::Kind::Injected;
        event.fault = lab::FaultKind::Delay;
        event.amount = 20'000'000;
        capture.add(event);
        event.kind = lab::RelayEvent::Kind::ResetRead;
        capture.add(event);
        const auto packets = packetsOf(buffer.data());
        QCOMPARE(packets.size(), 6);
        QCOMPARE(packets[3].payload, QByteArray("hello"));
        QCOMPARE(packets[3].timeNs - packets[0].timeNs, 1'500);
        QVERIFY(packets[4].comments.first().contains(u"20.0 ms"));
        QCOMPARE(packets[5].tcpFlags & 0x04, 0x04);
    }
};

QTEST_GUILESS_MAIN(TestPcapng)
#include "tst_pcapng.moc"
