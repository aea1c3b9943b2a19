#include "core/inspect/describe_frame.h"

#include "core/base/text.h"
#include "core/protocol/json.h"
#include "core/protocol/message_table.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QMetaEnum>
#include <QStringList>
#include <QtEndian>

#include <algorithm>

namespace transom::inspect {

using protocol::MessageType;

namespace {

constexpr qsizetype LongestValue = 60;
constexpr qsizetype LongestLine = 200;

/// "403 IsADirectory"; the number alone where this version does not know it.
QString codeText(qint64 number)
{
    const char *name = nullptr;
    if (number >= 0 && number <= 0xffff)
        name = QMetaEnum::fromType<ErrorCode>().valueToKey(static_cast<int>(number));
    return name ? QStringLiteral("%1 %2").arg(number).arg(QLatin1String(name)) : QString::number(number);
}

QString valueText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double:
        return QString::number(value.toInteger());
    case QJsonValue::String:
        return printable(value.toString(), LongestValue);
    case QJsonValue::Array: {
        const QJsonArray list = value.toArray();
        const bool plain = std::all_of(list.begin(), list.end(), [](const QJsonValue &item) { return !item.isObject() && !item.isArray(); });
        if (!plain || list.size() > 8)
            return QStringLiteral("[%1]").arg(list.size());
        QStringList items;
        for (const QJsonValue item : list)
            items += valueText(item);
        return printable(u'[' + items.join(u' ') + u']', LongestValue);
    }
    case QJsonValue::Object:
        return QStringLiteral("{…}");
    default:
        return QStringLiteral("null");
    }
}

/// "path=/a.txt size=5"
QString fieldsText(const QJsonObject &object)
{
    QStringList fields;
    for (auto field = object.begin(); field != object.end(); ++field) {
        if (field.key() == u"code" && field->isDouble())
            fields += QStringLiteral("code=%1").arg(codeText(field->toInteger()));
        else
            fields += QStringLiteral("%1=%2").arg(printable(field.key(), LongestValue), valueText(*field));
    }
    return fields.join(u' ');
}

QString objectText(MessageType type, const QJsonObject &object)
{
    switch (type) {
    case MessageType::Open: {
        const QString request = fieldsText(object.value(QLatin1String("request")).toObject());
        return QStringLiteral("%1 %2").arg(valueText(object.value(QLatin1String("service"))), request).trimmed();
    }
    case MessageType::Accept:
        return fieldsText(object.value(QLatin1String("result")).toObject());
    case MessageType::Reject:
    case MessageType::End:
    case MessageType::Goodbye:
    case MessageType::AuthFailed: {
        QString line = codeText(object.value(QLatin1String("code")).toInteger());
        if (const QString text = object.value(QLatin1String("text")).toString(); !text.isEmpty())
            line += QStringLiteral(": ") + printable(text, LongestValue);
        if (const QString result = fieldsText(object.value(QLatin1String("result")).toObject()); !result.isEmpty())
            line += u' ' + result;
        return line;
    }
    default:
        return fieldsText(object);
    }
}

QString jsonText(const wire::FrameHeader &header, MessageType type, QByteArrayView payload)
{
    if (payload.size() == static_cast<qsizetype>(header.length)) {
        if (auto object = protocol::parseObject(payload))
            return objectText(type, *object);
    }
    // Cut off, or no JSON at all: the bytes themselves.
    return printable(payload, LongestLine);
}

QString lineOf(const wire::FrameHeader &header, QByteArrayView payload)
{
    const protocol::MessageRow *row = protocol::findMessage(header.type);
    if (!row)
        return QCoreApplication::translate("Inspect", "%1 bytes of an unknown type").arg(header.length);
    if (row->secret)
        return QCoreApplication::translate("Inspect", "%1 bytes, secret").arg(header.length);
    switch (row->payload) {
    case protocol::Payload::Json:
        return jsonText(header, row->type, payload);
    case protocol::Payload::Raw:
        return (header.flags & wire::flag::StandardError ? QCoreApplication::translate("Inspect", "%1 bytes of standard error") : QCoreApplication::translate("Inspect", "%1 bytes")).arg(header.length);
    case protocol::Payload::Count32:
        return payload.size() < 4 ? QString() : QCoreApplication::translate("Inspect", "%1 more bytes may be sent").arg(qFromBigEndian<quint32>(payload.data()));
    case protocol::Payload::Opaque8:
        return QLatin1String(payload.first(std::min<qsizetype>(payload.size(), 8)).toByteArray().toHex());
    case protocol::Payload::None:
        break;
    }
    return {};
}

} // namespace

QString frameName(quint8 type)
{
    if (const protocol::MessageRow *row = protocol::findMessage(type))
        return QLatin1String(row->name);
    return QStringLiteral("0x%1").arg(type, 2, 16, QLatin1Char('0'));
}

QString summarizeFrame(const wire::FrameHeader &header, QByteArrayView payload)
{
    QString line = lineOf(header, payload);
    if (line.size() > LongestLine) {
        line.truncate(LongestLine - 1);
        if (line.back().isHighSurrogate())
            line.chop(1);
        line += u'…';
    }
    return line;
}

} // namespace transom::inspect
