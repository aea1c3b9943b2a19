#include "core/inspect/frame_record.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace transom::inspect {

namespace {

constexpr int MostFields = 10'000;
constexpr int DeepestFields = 8;
constexpr qint64 Largest = qint64(1) << 40;

void writeFields(QDataStream &stream, const QList<FrameField> &fields, int depth)
{
    stream << static_cast<qint32>(depth < DeepestFields ? fields.size() : 0);
    if (depth >= DeepestFields)
        return;
    for (const FrameField &field : fields) {
        stream << field.name << field.value << field.range.from << field.range.to << static_cast<quint8>(field.part) << field.meaning;
        writeFields(stream, field.children, depth + 1);
    }
}

QList<FrameField> readFields(QDataStream &stream, int depth)
{
    qint32 count = 0;
    stream >> count;
    QList<FrameField> fields;
    for (qint32 i = 0; i < count && i < MostFields && depth < DeepestFields && stream.status() == QDataStream::Ok; ++i) {
        FrameField field;
        quint8 part = 0;
        stream >> field.name >> field.value >> field.range.from >> field.range.to >> part >> field.meaning;
        field.part = static_cast<Part>(std::min<quint8>(part, static_cast<quint8>(Part::Incomplete)));
        field.children = readFields(stream, depth + 1);
        fields.append(field);
    }
    return fields;
}

} // namespace

QByteArray frameExtra(const WatchedFrame &frame)
{
    if (!frame.isError() && !frame.decoded)
        return {};
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << static_cast<qint32>(frame.error.code) << frame.error.text << (frame.decoded != nullptr);
    if (const auto *decoded = frame.decoded.get()) {
        stream << decoded->name << decoded->summary << decoded->size << decoded->headerSize << decoded->missing;
        writeFields(stream, decoded->fields, 0);
    }
    return bytes;
}

void applyExtra(const QByteArray &bytes, WatchedFrame &frame)
{
    QDataStream stream(bytes);
    qint32 code = 0;
    bool decoded = false;
    stream >> code >> frame.error.text >> decoded;
    frame.error.code = static_cast<ErrorCode>(code);
    if (!decoded)
        return;
    auto foreign = std::make_shared<ForeignFrame>();
    stream >> foreign->name >> foreign->summary >> foreign->size >> foreign->headerSize >> foreign->missing;
    foreign->fields = readFields(stream, 0);
    if (stream.status() != QDataStream::Ok || foreign->size < 0 || foreign->size > Largest || foreign->headerSize < 0 || foreign->headerSize > foreign->size || foreign->missing < 0)
        return;
    frame.decoded = std::move(foreign);
}

FrameRecord toRecord(const WatchedFrame &frame, quint32 service, QByteArray &contents)
{
    FrameRecord record;
    record.offset = frame.offset;
    record.sentNs = frame.sentNs;
    record.receivedNs = frame.receivedNs;
    record.wallMs = frame.wallMs;
    record.contentsAt = static_cast<quint64>(contents.size());
    record.stream = frame.stream;
    record.channel = frame.header.channel.value;
    record.length = frame.header.length;
    record.service = service;
    record.type = frame.header.type;
    record.flags = frame.header.flags;
    record.flow = static_cast<quint8>(frame.flow);
    record.bits = static_cast<quint8>((frame.secret ? FrameRecord::Secret : 0) | (frame.forgotten ? FrameRecord::Forgotten : 0) | (frame.retired ? FrameRecord::Retired : 0));
    record.payloadSize = static_cast<quint32>(frame.payload.size());
    contents += frame.payload;
    const QByteArray extra = frameExtra(frame);
    record.extraSize = static_cast<quint32>(extra.size());
    contents += extra;
    return record;
}

WatchedFrame fromRecord(const FrameRecord &record, quint64 number, QByteArrayView contents)
{
    WatchedFrame frame;
    frame.number = number;
    frame.stream = record.stream;
    frame.flow = record.flow == 0 ? Flow::ToServer : Flow::ToClient;
    frame.offset = record.offset;
    frame.header = {record.length, record.type, record.flags, 0, {record.channel}};
    frame.secret = (record.bits & FrameRecord::Secret) != 0;
    frame.forgotten = (record.bits & FrameRecord::Forgotten) != 0;
    frame.retired = (record.bits & FrameRecord::Retired) != 0;
    frame.sentNs = record.sentNs;
    frame.receivedNs = record.receivedNs;
    frame.wallMs = record.wallMs;
    if (contents.size() < record.contentsSize())
        return frame;
    frame.payload = contents.first(static_cast<qsizetype>(record.payloadSize)).toByteArray();
    if (record.extraSize > 0)
        applyExtra(contents.sliced(static_cast<qsizetype>(record.payloadSize), static_cast<qsizetype>(record.extraSize)).toByteArray(), frame);
    return frame;
}

} // namespace transom::inspect
