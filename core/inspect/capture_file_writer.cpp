#include "core/inspect/capture_file.h"

#include "core/inspect/capture_store.h"
#include "core/inspect/describe_frame.h"
#include "core/inspect/frame_record.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

namespace transom::inspect {

namespace {

constexpr qsizetype CallsInPacket = 400;
constexpr quint64 PageFrames = 4'096;
constexpr qint64 PageBytes = 512 << 20; ///< one frame has 256 KiB at most, but a page need not

QByteArray dataOf(const QJsonObject &object)
{
    return CaptureDataPrefix + QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString kindName(WatchedStream::Kind kind)
{
    return kind == WatchedStream::Kind::Relay ? QStringLiteral("relay") : kind == WatchedStream::Kind::Lab ? QStringLiteral("lab") : QStringLiteral("session");
}

From fromOf(Flow flow)
{
    return flow == Flow::ToServer ? From::Client : From::Server;
}

} // namespace

CaptureFileWriter::CaptureFileWriter(QIODevice &device, const QString &source)
    : m_writer(device, source)
{}

qint64 CaptureFileWriter::wallNs(const WatchedFrame &frame)
{
    // The precision of the one clock, the date of the other.
    if (m_monotonicToWall == 0)
        m_monotonicToWall = frame.wallMs * 1'000'000 - frame.atNs();
    m_lastNs = std::max<qint64>(m_lastNs, frame.atNs() + m_monotonicToWall);
    return m_lastNs;
}

quint64 CaptureFileWriter::conversationOf(const WatchedStream &stream, qint64 timeNs)
{
    const auto known = m_conversations.constFind(stream.id);
    if (known != m_conversations.constEnd())
        return *known;
    const QJsonObject data{{QStringLiteral("stream"), static_cast<qint64>(stream.id)}, {QStringLiteral("kind"), kindName(stream.kind)},
                           {QStringLiteral("client"), stream.client},                  {QStringLiteral("server"), stream.server},
                           {QStringLiteral("clientIsOurs"), stream.clientIsOurs},      {QStringLiteral("serverIsOurs"), stream.serverIsOurs},
                           {QStringLiteral("began"), stream.beganMs}};
    const quint64 conversation = m_writer.open({false, stream.client, stream.server}, timeNs, {}, dataOf(data));
    m_conversations.insert(stream.id, conversation);
    return conversation;
}

void CaptureFileWriter::add(const WatchedFrame &frame, const WatchedStream &stream, const QString *mark)
{
    const qint64 time = wallNs(frame);
    const quint64 conversation = conversationOf(stream, time);
    QJsonObject data{{QStringLiteral("at"), frame.offset}, {QStringLiteral("sent"), frame.sentNs}, {QStringLiteral("received"), frame.receivedNs}, {QStringLiteral("wall"), frame.wallMs}};
    if (frame.secret)
        data.insert(QStringLiteral("secret"), true);
    if (frame.forgotten)
        data.insert(QStringLiteral("forgotten"), true);
    if (mark)
        data.insert(QStringLiteral("mark"), mark->left(2'000));
    if (const QByteArray extra = frameExtra(frame); !extra.isEmpty() && extra.size() < 32'000) // a comment has 64 KiB at most
        data.insert(QStringLiteral("extra"), QString::fromLatin1(extra.toBase64()));
    if (frame.isError())
        return m_writer.note(conversation, fromOf(frame.flow), time, QStringLiteral("refused: ") + describe(frame.error), dataOf(data));
    QByteArray bytes;
    if (!frame.decoded) {
        const auto header = wire::encodeHeader(frame.header);
        bytes = QByteArray(header.data(), wire::HeaderSize);
    }
    bytes += frame.secret ? QByteArray(frame.payload.size(), '\0') : frame.payload;
    const QString text = frame.decoded ? frame.decoded->name + u' ' + frame.decoded->summary
                                       : QStringLiteral("%1 %2").arg(frameName(frame.header.type), summarizeFrame(frame.header, frame.payload));
    m_writer.data(conversation, fromOf(frame.flow), time, bytes, frame.size(), mark && !mark->isEmpty() ? text.trimmed() + QStringLiteral(" — ") + *mark : text.trimmed(), dataOf(data));
}

void CaptureFileWriter::writeCalls(quint64 conversation, const WatchedStream &stream)
{
    QJsonArray calls;
    const auto flush = [&] {
        if (calls.isEmpty())
            return;
        const QString text = QStringLiteral("%1 calls that moved the bytes").arg(calls.size());
        m_writer.note(conversation, From::Client, m_lastNs, text, dataOf({{QStringLiteral("calls"), std::exchange(calls, {})}}));
    };
    for (int flow = 0; flow < Flows; ++flow) {
        const auto &state = stream.flows[static_cast<size_t>(flow)];
        for (const auto *chunks : {&state.chunks, &state.encrypted}) {
            for (const WatchedChunk &chunk : *chunks) {
                QJsonArray call{flow, chunk.call == WatchedChunk::Call::Send, chunks == &state.encrypted, chunk.range.from, chunk.range.to, chunk.atNs, chunk.injected, chunk.left};
                if (chunks == &state.encrypted) {
                    call.append(chunk.plain.from);
                    call.append(chunk.plain.to);
                }
                calls.append(call);
                if (calls.size() >= CallsInPacket)
                    flush();
            }
        }
    }
    flush();
}

void CaptureFileWriter::finish(const WatchedStream &stream)
{
    const auto conversation = m_conversations.constFind(stream.id);
    if (conversation == m_conversations.constEnd())
        return;
    writeCalls(*conversation, stream);
    for (int flow = 0; flow < Flows; ++flow) {
        if (const qint64 ended = stream.flows[static_cast<size_t>(flow)].endedNs; ended >= 0)
            m_writer.note(*conversation, fromOf(static_cast<Flow>(flow)), m_lastNs, QStringLiteral("this direction ended before"), dataOf({{QStringLiteral("flowEnded"), flow}, {QStringLiteral("ns"), ended}}));
    }
    if (stream.open)
        return;
    m_writer.note(*conversation, From::Client, m_lastNs, stream.ending.code == ErrorCode::None ? QStringLiteral("ended") : QStringLiteral("ended: ") + describe(stream.ending),
                  dataOf({{QStringLiteral("ended"), static_cast<int>(stream.ending.code)}, {QStringLiteral("text"), stream.ending.text}}));
    m_writer.end(*conversation, From::Client, m_lastNs);
    m_writer.end(*conversation, From::Server, m_lastNs);
}

CaptureSnapshot snapshotOf(const StreamCapture &capture, CaptureStore *store, const QMap<quint64, QString> &marks)
{
    CaptureSnapshot snapshot;
    for (quint64 number = capture.firstInMemory(); number <= capture.lastNumber(); ++number)
        snapshot.frames.push_back(*capture.frame(number));
    for (const quint32 id : capture.streamIds()) {
        WatchedStream stream = *capture.stream(id);
        for (auto &flow : stream.flows)
            flow.frames.clear();
        snapshot.streams.append(std::move(stream));
    }
    if (store && store->size() > 0) {
        store->flush();
        snapshot.files = store->files();
        snapshot.firstStored = store->firstNumber();
        snapshot.endStored = store->endNumber();
        snapshot.retired = store->retired();
    }
    snapshot.marks = marks;
    return snapshot;
}

Result<void> saveCapture(const CaptureSnapshot &snapshot, const QString &path, const QString &source, const std::function<bool(const WatchedFrame &)> &only)
{
    QSaveFile file(path);
    const auto failed = [&file] {
        return fail(ErrorCode::InputOutput, QCoreApplication::translate("Inspect", "The capture could not be written: %1. Choose another folder.").arg(file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    CaptureFileWriter writer(file, source);
    QHash<quint32, const WatchedStream *> streams;
    for (const WatchedStream &stream : snapshot.streams)
        streams.insert(stream.id, &stream);
    const auto add = [&](const WatchedFrame &frame) {
        if (frame.retired || frame.number < snapshot.retired.value(frame.stream) || (only && !only(frame)))
            return;
        WatchedStream unknown;
        unknown.id = frame.stream;
        const WatchedStream *stream = streams.value(frame.stream, &unknown);
        const auto mark = snapshot.marks.constFind(frame.number);
        writer.add(frame, *stream, mark == snapshot.marks.constEnd() ? nullptr : &*mark);
    };
    for (quint64 number = snapshot.firstStored; snapshot.files && number < snapshot.endStored;) {
        const auto page = snapshot.files->frames(number, std::min(PageFrames, snapshot.endStored - number), PageBytes);
        if (page.isEmpty())
            break;
        for (const WatchedFrame &frame : page)
            add(frame);
        number += static_cast<quint64>(page.size());
    }
    for (const WatchedFrame &frame : snapshot.frames)
        add(frame);
    for (const WatchedStream &stream : snapshot.streams)
        writer.finish(stream);
    return file.error() == QFileDevice::NoError && file.commit() ? Result<void>() : failed();
}

} // namespace transom::inspect
