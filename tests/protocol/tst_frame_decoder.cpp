#include "core/base/limits.h"
#include "core/protocol/message_table.h"
#include "core/wire/frame_decoder.h"

#include <QRandomGenerator>
#include <QTest>

using namespace transom;
using namespace transom::wire;

namespace {

FrameDecoder tolerant()
{
    return FrameDecoder([](const FrameHeader &header) -> Result<void> {
        if (header.length > limits::DataPayload)
            return fail(ErrorCode::FrameTooLarge);
        return {};
    });
}

struct Outcome
{
    QList<Frame> frames;
    ErrorCode error = ErrorCode::None;

    bool operator==(const Outcome &) const = default;
};

/// Everything that comes of `bytes` when they arrive in pieces that end at `cuts`.
Outcome decode(FrameDecoder decoder, QByteArrayView bytes, QList<qsizetype> cuts)
{
    Outcome outcome;
    cuts.append(bytes.size());
    qsizetype from = 0;
    for (const qsizetype to : std::as_const(cuts)) {
        QByteArrayView piece = bytes.sliced(from, to - from);
        from = to;
        for (;;) {
            auto step = decoder.next(piece);
            if (auto *frame = std::get_if<Frame>(&step)) {
                outcome.frames.append(*frame);
            } else {
                if (auto *error = std::get_if<Error>(&step))
                    outcome.error = error->code;
                break;
            }
        }
    }
    return outcome;
}

QList<Frame> someFrames()
{
    return {
            {0x01, 0, ChannelId{0}, "{}"},
            {0x13, flag::StandardError, ChannelId{1}, QByteArray(300, 'x')},
            {0x16, 0, ChannelId{0xffffffff}, {}},
            {0x13, 0, ChannelId{7}, QByteArray::fromHex("0000000000000000000000000000")},
    };
}

QByteArray bytesOf(const QList<Frame> &frames)
{
    QByteArray bytes;
    for (const Frame &frame : frames)
        bytes += encodeFrame(frame);
    return bytes;
}

} // namespace

class TestFrameDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHeaderIsTwelveBytesBigEndian()
    {
        const auto bytes = encodeHeader({0x01020304, 0x05, 0x06, 0, ChannelId{0x0a0b0c0d}});
        QCOMPARE(QByteArray(bytes.data(), HeaderSize), QByteArray::fromHex("010203040506" "0000" "0a0b0c0d"));
        QCOMPARE(decodeHeader(QByteArrayView(bytes.data(), HeaderSize)), (FrameHeader{0x01020304, 0x05, 0x06, 0, ChannelId{0x0a0b0c0d}}));
    }

    void framesAreTheSameWhereverTheBytesAreCut()
    {
        const auto frames = someFrames();
        const QByteArray bytes = bytesOf(frames);
        for (qsizetype cut = 0; cut <= bytes.size(); ++cut)
            QCOMPARE(decode(tolerant(), bytes, {cut}), (Outcome{frames, ErrorCode::None}));
    }

    void framesAreTheSameByteByByte()
    {
        const auto frames = someFrames();
        const QByteArray bytes = bytesOf(frames);
        QList<qsizetype> cuts;
        for (qsizetype i = 1; i < bytes.size(); ++i)
            cuts.append(i);
        QCOMPARE(decode(tolerant(), bytes, cuts), (Outcome{frames, ErrorCode::None}));
    }

    void anIncompleteFrameSaysHowMuchIsMissing()
    {
        FrameDecoder decoder = tolerant();
        const QByteArray bytes = encodeFrame({0x13, 0, ChannelId{1}, QByteArray(100, 'x')});
        QByteArrayView header(bytes.constData(), 5);
        QCOMPARE(std::get<FrameDecoder::NeedMore>(decoder.next(header)).bytes, 7);
        QByteArrayView rest(bytes.constData() + 5, 17);
        QCOMPARE(std::get<FrameDecoder::NeedMore>(decoder.next(rest)).bytes, 90);
        QCOMPARE(decoder.partialBytes(), 22);
    }

    void theRestOfALargeFrameMayBePutWhereItBelongs()
    {
        FrameDecoder decoder = tolerant();
        QByteArray payload(100'000, Qt::Uninitialized);
        for (qsizetype i = 0; i < payload.size(); ++i)
            payload[i] = static_cast<char>(i * 31 + i / 257);
        const Frame large{0x13, 0, ChannelId{1}, payload};
        const QByteArray bytes = encodeFrame(large);
        QVERIFY(decoder.room().empty()); // between frames
        QByteArrayView beginning = QByteArrayView(bytes).first(HeaderSize + 100);
        decoder.next(beginning);
        QVERIFY(decoder.room().empty()); // not before there is something of it
        QByteArrayView more = QByteArrayView(bytes).sliced(HeaderSize + 100, 20'000);
        decoder.next(more);
        qsizetype at = HeaderSize + 20'100;
        QByteArrayView nothing;
        for (const qsizetype length : {0, 1, 13'000}) {
            const auto room = decoder.room();
            QCOMPARE(static_cast<qsizetype>(room.size()), bytes.size() - at);
            std::copy_n(bytes.constData() + at, length, room.data());
            decoder.filled(length);
            at += length;
            QCOMPARE(decoder.partialBytes(), at);
            QCOMPARE(std::get<FrameDecoder::NeedMore>(decoder.next(nothing)).bytes, bytes.size() - at);
        }
        // All that is missing, in one go.
        const auto room = decoder.room();
        std::copy_n(bytes.constData() + bytes.size() - static_cast<qsizetype>(room.size()), room.size(), room.data());
        decoder.filled(static_cast<qsizetype>(room.size()));
        QCOMPARE(std::get<Frame>(decoder.next(nothing)), large);
        QVERIFY(decoder.room().empty());
        QCOMPARE(decoder.partialBytes(), 0);
    }

    void aFrameAboveTheLimitIsRefusedFromItsHeaderAlone()
    {
        for (const quint32 length : {limits::DataPayload + 1, 0x7fffffffU, 0x80000000U, 0xffffffffU}) {
            const auto header = encodeHeader({length, 0x13, 0, 0, ChannelId{1}});
            QCOMPARE(decode(tolerant(), QByteArrayView(header.data(), HeaderSize), {}).error, ErrorCode::FrameTooLarge);
        }
    }

    void afterAnErrorNothingIsDecodedAnyMore()
    {
        FrameDecoder decoder = tolerant();
        const auto bad = encodeHeader({0xffffffff, 0x13, 0, 0, ChannelId{1}});
        QByteArrayView first(bad.data(), HeaderSize);
        QVERIFY(std::holds_alternative<Error>(decoder.next(first)));
        const QByteArray good = encodeFrame({0x13, 0, ChannelId{1}, "fine"});
        QByteArrayView second(good);
        QVERIFY(std::holds_alternative<Error>(decoder.next(second)));
    }

    void aReservedFieldThatIsNotZeroIsAnError()
    {
        const auto header = encodeHeader({0, 0x16, 0, 1, ChannelId{1}});
        QCOMPARE(decode(tolerant(), QByteArrayView(header.data(), HeaderSize), {}).error, ErrorCode::BadFrame);
    }

    void mutilatedBytesEndInFramesOrAnErrorAndTheSameOnesAtEveryCut()
    {
        QRandomGenerator random(20260101);
        const QByteArray whole = bytesOf(someFrames());
        for (int round = 0; round < 2000; ++round) {
            QByteArray bytes = whole;
            const int flips = 1 + static_cast<int>(random.bounded(4));
            for (int i = 0; i < flips; ++i)
                bytes[random.bounded(static_cast<int>(bytes.size()))] = static_cast<char>(random.bounded(256));
            bytes.truncate(random.bounded(static_cast<int>(bytes.size()) + 1));
            const Outcome expected = decode(tolerant(), bytes, {});
            QList<qsizetype> cuts;
            for (qsizetype at = 0; (at += 1 + random.bounded(40)) < bytes.size();)
                cuts.append(at);
            QCOMPARE(decode(tolerant(), bytes, cuts), expected);
        }
    }

    void theTableRefusesWhatItsRowsForbid()
    {
        using protocol::MessageType;
        using protocol::Phase;
        const auto code = [](MessageType type, quint32 length, quint32 channel, bool fromServer, Phase phase) {
            const auto checked = protocol::checkHeader({length, static_cast<quint8>(type), 0, 0, ChannelId{channel}}, fromServer, phase);
            return checked ? ErrorCode::None : checked.error().code;
        };
        QCOMPARE(code(MessageType::Data, limits::DataPayload, 1, false, Phase::SignedIn), ErrorCode::None);
        QCOMPARE(code(MessageType::Data, limits::DataPayload + 1, 1, false, Phase::SignedIn), ErrorCode::FrameTooLarge);
        QCOMPARE(code(MessageType::Data, 1, 0, false, Phase::SignedIn), ErrorCode::BadFrame);
        QCOMPARE(code(MessageType::Data, 1, 1, false, Phase::SigningIn), ErrorCode::WrongState);
        QCOMPARE(code(MessageType::Open, 10, 1, true, Phase::SignedIn), ErrorCode::WrongDirection);
        QCOMPARE(code(MessageType::Accept, 10, 1, false, Phase::SignedIn), ErrorCode::WrongDirection);
        QCOMPARE(code(MessageType::Credit, 3, 1, false, Phase::SignedIn), ErrorCode::BadFrame);
        QCOMPARE(code(MessageType::Ping, 7, 0, false, Phase::SignedIn), ErrorCode::BadFrame);
        QCOMPARE(code(MessageType::Goodbye, 10, 0, true, Phase::Greeting), ErrorCode::None);
        QCOMPARE(code(MessageType::Hello, limits::HandshakePayload + 1, 0, false, Phase::Greeting), ErrorCode::FrameTooLarge);
    }

    void everyRowOfTheTableIsConsistent()
    {
        QSet<quint8> types;
        QSet<QByteArray> names;
        for (const auto &row : protocol::messageTable()) {
            QVERIFY2(!types.contains(static_cast<quint8>(row.type)), row.name);
            QVERIFY2(!names.contains(row.name), row.name);
            types.insert(static_cast<quint8>(row.type));
            names.insert(row.name);
            QVERIFY2(row.largest <= limits::DataPayload, row.name);
            QVERIFY2(row.scope == protocol::Scope::Channel || !row.countsAsCredit, row.name);
            QVERIFY2(!row.countsAsCredit || row.largest <= limits::InitialCredit, row.name);
            QVERIFY2(row.access == protocol::Permission(0) || row.sender != protocol::Sender::Server, row.name);
            QCOMPARE(protocol::findMessage(static_cast<quint8>(row.type)), &row);
        }
    }
};

QTEST_GUILESS_MAIN(TestFrameDecoder)
#include "tst_frame_decoder.moc"
