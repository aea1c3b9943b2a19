#include "core/inspect/capture_file.h"

#include "core/inspect/foreign_stream.h"
#include "core/inspect/frame_record.h"
#include "core/protocol/message_table.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <map>
#include <optional>

namespace transom::inspect {

namespace {

constexpr qint64 Farthest = qint64(1) << 60; ///< no time or offset of a file is beyond: differences of such are numbers still
constexpr qsizetype MostMarks = 10'000;
constexpr qsizetype MostText = 4'096;
constexpr qsizetype MostRemarks = 100;       ///< before one frame
constexpr size_t MostConversations = 256; ///< under way at once

qint64 integer(const QJsonValue &value, qint64 least, qint64 otherwise = 0)
{
    const qint64 number = value.toInteger(otherwise);
    return number < least || number > Farthest ? otherwise : number;
}

Flow flowOf(From from)
{
    return from == From::Client ? Flow::ToServer : Flow::ToClient;
}

/// One connection of the file.
struct Conversation
{
    quint32 stream = 0;
    bool ours = false; ///< saved here: its packets say what they are
    std::unique_ptr<ForeignStream> foreign;
    struct UnderWay
    {
        WatchedFrame frame;
        qint64 size = 0;
        qint64 have = 0;
        QByteArray bytes;
        std::optional<QString> mark;
    };
    std::optional<UnderWay> frames[2];
    QStringList remarks; ///< for the next frame
};

class Reading
{
public:
    Reading(QIODevice &device, StreamCapture &capture)
        : m_reader(device)
        , m_capture(capture)
    {}

    Result<ReadCapture> run()
    {
        bool any = false;
        for (;;) {
            auto packet = m_reader.next();
            if (!packet) {
                if (!any)
                    return tl::make_unexpected(packet.error());
                m_result.broken = {packet.error().code, QCoreApplication::translate("Inspect", "The file is not whole: what could be read of it is shown.")};
                break;
            }
            if (!*packet)
                break;
            any = true;
            if ((*packet)->udp)
                ++m_udp;
            else
                take(**packet);
        }
        for (auto &[number, conversation] : m_conversations)
            finish(conversation);
        m_result.skipped = m_reader.skipped() + m_udp;
        return m_result;
    }

private:
    void take(PcapngPacket &packet)
    {
        packet.timeNs = std::clamp<qint64>(packet.timeNs, 0, Farthest);
        QJsonObject data;
        for (const QString &comment : std::as_const(packet.comments)) {
            if (comment.startsWith(QLatin1String(CaptureDataPrefix)))
                data = QJsonDocument::fromJson(comment.mid(qstrlen(CaptureDataPrefix)).toUtf8()).object();
        }
        Conversation &conversation = conversationOf(packet, data);
        if (conversation.ours)
            return takeOurs(conversation, packet, data);
        if (data.contains(QLatin1String("injected")))
            takeInjected(conversation, packet, data);
        else if (packet.payload.isEmpty() && !packet.comments.isEmpty() && (packet.tcpFlags & 0x07) == 0 && conversation.remarks.size() < MostRemarks)
            conversation.remarks += packet.comments.first().left(MostText);
        const quint64 before = m_capture.lastNumber();
        conversation.foreign->segment(packet.from, packet.sequence, (packet.tcpFlags & 0x02) != 0, packet.payload, packet.length, packet.timeNs);
        if ((packet.tcpFlags & 0x01) != 0) { // FIN
            conversation.foreign->ended(packet.from, packet.sequence, packet.length, packet.timeNs);
            m_capture.endFlow(conversation.stream, flowOf(packet.from), packet.timeNs);
        }
        if (m_capture.lastNumber() > before && !conversation.remarks.isEmpty())
            mark(before + 1, std::exchange(conversation.remarks, {}).join(QLatin1String("; ")));
    }

    Conversation &conversationOf(const PcapngPacket &packet, const QJsonObject &data)
    {
        const auto known = m_conversations.find(packet.conversation);
        if (known != m_conversations.end())
            return known->second;
        if (m_conversations.size() >= MostConversations) {
            finish(m_conversations.begin()->second);
            m_conversations.erase(m_conversations.begin());
        }
        Conversation &made = m_conversations[packet.conversation];
        WatchedStream stream;
        stream.client = packet.client;
        stream.server = packet.server;
        stream.kind = WatchedStream::Kind::Relay;
        stream.serverIsOurs = true; // times were taken where bytes arrived
        stream.beganMs = packet.timeNs / 1'000'000;
        made.ours = data.contains(QLatin1String("stream"));
        if (made.ours) {
            const QString kind = data.value(QLatin1String("kind")).toString();
            stream.kind = kind == u"relay" ? WatchedStream::Kind::Relay : kind == u"lab" ? WatchedStream::Kind::Lab : WatchedStream::Kind::Session;
            stream.client = data.value(QLatin1String("client")).toString().left(MostText);
            stream.server = data.value(QLatin1String("server")).toString().left(MostText);
            stream.clientIsOurs = data.value(QLatin1String("clientIsOurs")).toBool();
            stream.serverIsOurs = data.value(QLatin1String("serverIsOurs")).toBool();
            stream.beganMs = integer(data.value(QLatin1String("began")), 0);
        }
        made.stream = m_capture.addStream(std::move(stream));
        if (!made.ours)
            made.foreign = std::make_unique<ForeignStream>(m_capture, made.stream);
        return made;
    }

    void takeOurs(Conversation &conversation, const PcapngPacket &packet, const QJsonObject &data)
    {
        auto &underWay = conversation.frames[static_cast<size_t>(packet.from)];
        if (data.contains(QLatin1String("at"))) {
            complete(conversation, underWay);
            begin(conversation, packet, data, underWay);
        } else if (data.contains(QLatin1String("calls"))) {
            takeCalls(conversation, data.value(QLatin1String("calls")).toArray());
        } else if (data.contains(QLatin1String("flowEnded"))) {
            m_capture.endFlow(conversation.stream, data.value(QLatin1String("flowEnded")).toInt() == 0 ? Flow::ToServer : Flow::ToClient, integer(data.value(QLatin1String("ns")), -1, -1));
        } else if (data.contains(QLatin1String("ended"))) {
            m_capture.endStream(conversation.stream, {static_cast<ErrorCode>(data.value(QLatin1String("ended")).toInt()), data.value(QLatin1String("text")).toString().left(MostText)});
        }
        if (!underWay)
            return;
        underWay->have += packet.length;
        // A frame has 256 KiB at most; a frame of another framing as much as one packet after the other brings, within reason.
        if (underWay->bytes.size() + packet.payload.size() <= (16 << 20))
            underWay->bytes += packet.payload;
        if (underWay->have >= underWay->size)
            complete(conversation, underWay);
    }

    void begin(const Conversation &conversation, const PcapngPacket &packet, const QJsonObject &data, std::optional<Conversation::UnderWay> &underWay)
    {
        underWay.emplace();
        WatchedFrame &frame = underWay->frame;
        frame.stream = conversation.stream;
        frame.flow = flowOf(packet.from);
        frame.offset = integer(data.value(QLatin1String("at")), 0);
        frame.sentNs = integer(data.value(QLatin1String("sent")), -1, -1);
        frame.receivedNs = integer(data.value(QLatin1String("received")), -1, -1);
        frame.wallMs = integer(data.value(QLatin1String("wall")), 0);
        frame.secret = data.value(QLatin1String("secret")).toBool();
        frame.forgotten = data.value(QLatin1String("forgotten")).toBool();
        if (const QString extra = data.value(QLatin1String("extra")).toString(); !extra.isEmpty())
            applyExtra(QByteArray::fromBase64(extra.toLatin1()), frame);
        if (data.contains(QLatin1String("mark")))
            underWay->mark = data.value(QLatin1String("mark")).toString().left(MostText);
        if (frame.decoded)
            underWay->size = frame.decoded->size;
        else if (!frame.isError() && packet.payload.size() >= wire::HeaderSize)
            underWay->size = wire::HeaderSize + static_cast<qint64>(wire::decodeHeader(packet.payload).length);
    }

    void complete(Conversation &conversation, std::optional<Conversation::UnderWay> &underWay)
    {
        if (!underWay)
            return;
        Conversation::UnderWay done = std::move(*underWay);
        underWay.reset();
        WatchedFrame &frame = done.frame;
        const bool isHeader = !frame.isError() && !frame.decoded;
        if (isHeader && done.bytes.size() < wire::HeaderSize)
            return;
        if (isHeader) {
            frame.header = wire::decodeHeader(done.bytes);
            const qint64 length = frame.header.length;
            frame.payload = done.bytes.mid(wire::HeaderSize, static_cast<qsizetype>(std::min<qint64>(length, done.bytes.size())));
            const protocol::MessageRow *row = protocol::findMessage(frame.header.type);
            frame.secret = frame.secret || (row && row->secret);
        } else if (frame.decoded) {
            frame.payload = done.bytes.left(static_cast<qsizetype>(std::min<qint64>(frame.decoded->size, done.bytes.size())));
        }
        if (frame.secret)
            frame.payload.fill('\0');
        if (const quint64 number = m_capture.addFrame(std::move(frame)); number != 0 && done.mark)
            mark(number, *done.mark);
        Q_UNUSED(conversation)
    }

    void takeCalls(const Conversation &conversation, const QJsonArray &calls)
    {
        for (const QJsonValue each : calls) {
            const QJsonArray call = each.toArray();
            WatchedChunk chunk;
            chunk.call = call.at(1).toBool() ? WatchedChunk::Call::Send : WatchedChunk::Call::Receive;
            chunk.range = {integer(call.at(3), 0), integer(call.at(4), 0)};
            chunk.atNs = integer(call.at(5), 0);
            chunk.injected = call.at(6).toBool();
            chunk.left = integer(call.at(7), -1, -1);
            chunk.plain = {integer(call.at(8), 0), integer(call.at(9), 0)};
            const Flow flow = call.at(0).toInt() == 0 ? Flow::ToServer : Flow::ToClient;
            if (call.at(2).toBool())
                m_capture.addEncryptedChunk(conversation.stream, flow, chunk);
            else
                m_capture.addChunk(conversation.stream, flow, chunk);
        }
    }

    /// What a relay was asked to do to the bytes.
    void takeInjected(Conversation &conversation, const PcapngPacket &packet, const QJsonObject &data)
    {
        const QJsonObject injected = data.value(QLatin1String("injected")).toObject();
        WatchedChunk chunk;
        chunk.injected = true;
        chunk.range.from = integer(injected.value(QLatin1String("at")), 0);
        chunk.range.to = chunk.range.from + std::max<qint64>(1, integer(injected.value(QLatin1String("length")), 0));
        chunk.atNs = packet.timeNs;
        m_capture.addChunk(conversation.stream, flowOf(packet.from), chunk);
        if (!packet.comments.isEmpty() && conversation.remarks.size() < MostRemarks)
            conversation.remarks += packet.comments.first().left(MostText);
    }

    void finish(Conversation &conversation)
    {
        for (auto &underWay : conversation.frames)
            complete(conversation, underWay);
        if (!conversation.foreign)
            return;
        conversation.foreign->finish();
        m_capture.endStream(conversation.stream, {});
        m_result.missing += conversation.foreign->missing();
        if (!conversation.remarks.isEmpty() && m_capture.frameCount() > 0)
            mark(m_capture.lastNumber(), std::exchange(conversation.remarks, {}).join(QLatin1String("; ")));
    }

    void mark(quint64 number, const QString &note)
    {
        if (m_result.marks.size() < MostMarks)
            m_result.marks.insert(number, note);
    }

    PcapngReader m_reader;
    StreamCapture &m_capture;
    std::map<quint64, Conversation> m_conversations;
    ReadCapture m_result;
    quint64 m_udp = 0;
};

} // namespace

Result<ReadCapture> readCapture(QIODevice &device, StreamCapture &capture)
{
    auto read = Reading(device, capture).run();
    if (read)
        read->frames = capture.lastNumber();
    return read;
}

} // namespace transom::inspect
