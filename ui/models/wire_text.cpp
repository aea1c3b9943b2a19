#include "ui/models/wire_text.h"

#include "core/base/text.h"
#include "core/command/text_decoder.h"
#include "core/inspect/describe_frame.h"
#include "core/protocol/json.h"
#include "core/protocol/message_table.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace transom::ui {

using inspect::Flow;
using inspect::WatchedFrame;

namespace {

constexpr qsizetype MostConversation = 2'000;

command::TextEncoding encodingOf(ByteText encoding)
{
    return encoding == ByteText::Gbk ? command::TextEncoding::Gb18030 : command::TextEncoding::Utf8;
}

bool isPrintable(char32_t c)
{
    return c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) && c != 0xfffd && QChar::isPrint(c);
}

QString unprintableAway(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        if (c == '\n' || c == '\t')
            clean += QChar(static_cast<char16_t>(c));
        else if (c != '\r')
            clean += isPrintable(c) ? QString::fromUcs4(&c, 1) : QStringLiteral("·");
    }
    return clean;
}

QString hexOf(const QByteArray &bytes, const char *before, const char *between, int perLine, const char *lineEnd)
{
    QString text;
    text.reserve(bytes.size() * 4);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (i > 0)
            text += QLatin1String(i % perLine == 0 ? lineEnd : between);
        text += QLatin1String(before) + QString::fromLatin1(bytes.mid(i, 1).toHex());
    }
    return text;
}

QString pythonOf(const QByteArray &bytes)
{
    QString text = QStringLiteral("b\"");
    for (const char c : bytes) {
        if (c == '"' || c == '\\')
            text += QStringLiteral("\\%1").arg(QLatin1Char(c));
        else if (c == '\n')
            text += QStringLiteral("\\n");
        else if (c >= 0x20 && c < 0x7f)
            text += QLatin1Char(c);
        else
            text += QStringLiteral("\\x") + QString::fromLatin1(QByteArray(1, c).toHex());
    }
    return text + u'"';
}

} // namespace

WireKind wireKind(const WatchedFrame &frame)
{
    if (frame.isError())
        return WireKind::Error;
    if (frame.decoded)
        return WireKind::Other;
    using enum protocol::MessageType;
    const quint8 type = frame.header.type;
    if (type == static_cast<quint8>(Data))
        return WireKind::Data;
    if (type < static_cast<quint8>(Open))
        return WireKind::Session;
    if (type < static_cast<quint8>(ChatSay))
        return WireKind::Channel;
    const protocol::MessageRow *row = protocol::findMessage(type);
    const QLatin1String service(row ? row->service : "");
    return service == QLatin1String("chat") ? WireKind::Chat : service == QLatin1String("command") ? WireKind::Command : service == QLatin1String("files") ? WireKind::Files
            : service == QLatin1String("deliver") ? WireKind::Deliver : WireKind::Other;
}

QString wireKindName(WireKind kind)
{
    switch (kind) {
    case WireKind::Session:
        return QCoreApplication::translate("Wire", "Session");
    case WireKind::Channel:
        return QCoreApplication::translate("Wire", "Channel");
    case WireKind::Chat:
        return QCoreApplication::translate("Wire", "Chat");
    case WireKind::Command:
        return QCoreApplication::translate("Wire", "Command");
    case WireKind::Files:
        return QCoreApplication::translate("Wire", "Files");
    case WireKind::Deliver:
        return QCoreApplication::translate("Wire", "Delivery");
    case WireKind::Data:
        return QCoreApplication::translate("Wire", "Data");
    case WireKind::Error:
        return QCoreApplication::translate("Wire", "Refused");
    case WireKind::Other:
        break;
    }
    return QCoreApplication::translate("Wire", "Other");
}

QString wireTitle(const WatchedFrame &frame)
{
    return frame.decoded ? frame.decoded->name : frame.isError() ? QCoreApplication::translate("Wire", "not a frame") : inspect::frameName(frame.header.type);
}

QString wireSummary(const WatchedFrame &frame, const inspect::StreamCapture &capture)
{
    if (frame.isError())
        return describe(frame.error);
    if (frame.decoded)
        return frame.decoded->summary;
    QStringList parts;
    if (frame.header.channel.value != 0) {
        const QString service = capture.serviceOf(frame);
        const bool says = frame.header.type == static_cast<quint8>(protocol::MessageType::Open) && !frame.payload.isEmpty();
        parts += QStringLiteral("#%1").arg(frame.header.channel.value) + (service.isEmpty() || says ? QString() : u' ' + printable(service, 40));
    }
    const protocol::MessageRow *row = protocol::findMessage(frame.header.type);
    const bool isJson = row && row->payload == protocol::Payload::Json && !row->secret;
    if (isJson && frame.payload.isEmpty() && frame.header.length > 0)
        parts += QCoreApplication::translate("Wire", "%1 bytes, not kept").arg(frame.header.length);
    else if (const QString text = inspect::summarizeFrame(frame.header, frame.payload); !text.isEmpty())
        parts += text;
    return parts.join(QStringLiteral("  "));
}

QList<inspect::FrameField> wireFields(const WatchedFrame &frame)
{
    return frame.decoded ? frame.decoded->fields : frame.isError() ? QList<inspect::FrameField>() : inspect::frameFields(frame.header, frame.payload);
}

QString wireSpan(qint64 nanoseconds)
{
    const bool negative = nanoseconds < 0;
    const double ns = static_cast<double>(negative ? -nanoseconds : nanoseconds);
    const auto figures = [](double value) { return QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0); };
    const QString text = ns < 999.5e3 ? figures(ns / 1e3) + QStringLiteral(" µs") : ns < 999.5e6 ? figures(ns / 1e6) + QStringLiteral(" ms") : figures(ns / 1e9) + QStringLiteral(" s");
    return negative ? u'−' + text : text;
}

QString wireFlow(Flow flow)
{
    return flow == Flow::ToServer ? QCoreApplication::translate("Wire", "to the server") : QCoreApplication::translate("Wire", "to the client");
}

QByteArray wireBytes(const WatchedFrame &frame)
{
    if (frame.decoded)
        return frame.payload;
    if (frame.isError())
        return {};
    const auto header = wire::encodeHeader(frame.header);
    return QByteArray(header.data(), wire::HeaderSize) + frame.payload;
}

QString wireDecode(const QByteArray &bytes, ByteText encoding)
{
    command::TextDecoder decoder(encodingOf(encoding));
    const QString text = decoder.decode(bytes);
    return unprintableAway(text + decoder.finish());
}

QStringList wireCells(const QByteArray &bytes, ByteText encoding)
{
    QStringList cells;
    cells.reserve(bytes.size());
    command::TextDecoder decoder(encodingOf(encoding));
    qsizetype start = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const QString out = decoder.decode(QByteArrayView(bytes).sliced(i, 1));
        cells += QString();
        if (out.isEmpty())
            continue; // a character that goes on
        // A broken character gives what stands for it, and perhaps the good one that broke it.
        const auto codes = out.toUcs4();
        const bool broken = codes.size() > 1;
        for (qsizetype at = start; at < i && broken; ++at)
            cells[at] = QStringLiteral("·");
        const char32_t last = codes.isEmpty() ? U'\xfffd' : codes.last();
        cells[broken ? i : start] = isPrintable(last) ? QString::fromUcs4(&last, 1) : QStringLiteral("·");
        if (!broken && !isPrintable(last))
            for (qsizetype at = start; at <= i; ++at)
                cells[at] = QStringLiteral("·");
        start = i + 1;
    }
    for (; start < bytes.size(); ++start)
        cells[start] = QStringLiteral("·");
    return cells;
}

QString formatWireBytes(const QByteArray &bytes, ByteFormat format, ByteText encoding)
{
    switch (format) {
    case ByteFormat::Hex:
        return hexOf(bytes, "", " ", 16, "\n");
    case ByteFormat::Text:
        return wireDecode(bytes, encoding);
    case ByteFormat::CArray:
        return QStringLiteral("const unsigned char bytes[%1] = {\n    %2\n};").arg(bytes.size()).arg(hexOf(bytes, "0x", ", ", 12, ",\n    "));
    case ByteFormat::Python:
        return pythonOf(bytes);
    }
    return {};
}

QString wireConversation(const WatchedFrame &frame, const inspect::StreamCapture &capture, ByteText encoding)
{
    const protocol::MessageRow *row = frame.decoded || frame.isError() ? nullptr : protocol::findMessage(frame.header.type);
    if (row && (row->secret || frame.payload.isEmpty()))
        return wireSummary(frame, capture);
    if (row && row->payload == protocol::Payload::Json) {
        if (const auto object = protocol::parseObject(frame.payload))
            return unprintableAway(QString::fromUtf8(QJsonDocument(*object).toJson(QJsonDocument::Indented)).trimmed());
    }
    if (!frame.decoded && (!row || row->payload != protocol::Payload::Raw))
        return wireSummary(frame, capture);
    const QByteArray said = frame.decoded ? frame.payload.mid(frame.decoded->headerSize) : frame.payload;
    if (frame.decoded && said.isEmpty())
        return wireSummary(frame, capture);
    QString text = wireDecode(said.left(MostConversation), encoding);
    if (said.size() > MostConversation)
        text += u'\n' + QCoreApplication::translate("Wire", "… and %1 bytes more").arg(said.size() - MostConversation);
    return text;
}

} // namespace transom::ui
