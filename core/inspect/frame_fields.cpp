#include "core/inspect/frame_fields.h"

#include "core/base/text.h"
#include "core/inspect/describe_frame.h"
#include "core/inspect/field_meaning.h"
#include "core/protocol/message_table.h"

#include <QCoreApplication>
#include <QStringList>
#include <QtEndian>

#include <algorithm>
#include <optional>

namespace transom::inspect {

namespace {

constexpr qsizetype LongestValue = 120;
constexpr int MostDepth = 16;
/// A list of thousands is read in the bytes, not in a tree.
constexpr qsizetype MostChildren = 500;

/// Reads JSON for the places of its parts. It trusts nothing: any text may end anywhere, and what is no JSON ends the reading.
class JsonPlaces
{
public:
    JsonPlaces(QByteArrayView text, qint64 base, QString message)
        : m_text(text)
        , m_base(base)
        , m_message(std::move(message))
    {}

    QList<FrameField> members()
    {
        QList<FrameField> fields;
        blanks();
        if (peek() == '{')
            object(fields, 0);
        return fields;
    }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void blanks()
    {
        while (m_at < m_text.size() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r'))
            ++m_at;
    }
    bool take(char wanted)
    {
        blanks();
        if (peek() != wanted)
            return false;
        ++m_at;
        return true;
    }

    /// The bytes between the quotes.
    std::optional<QByteArrayView> text()
    {
        if (!take('"'))
            return {};
        const qsizetype from = m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"')
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        if (m_at >= m_text.size())
            return {};
        return m_text.sliced(from, m_at++ - from);
    }

    bool object(QList<FrameField> &fields, int depth)
    {
        if (depth >= MostDepth || !take('{'))
            return false;
        if (take('}'))
            return true;
        do {
            blanks();
            const qsizetype from = m_at;
            const auto key = text();
            if (!key || !take(':'))
                return false;
            FrameField field;
            field.name = printable(*key, LongestValue);
            field.meaning = fieldMeaning(m_message, field.name);
            const bool whole = value(field, depth);
            field.range = {m_base + from, m_base + m_at};
            if (fields.size() < MostChildren)
                fields.append(field);
            if (!whole)
                return false;
        } while (take(','));
        return take('}');
    }

    bool list(FrameField &field, int depth)
    {
        if (depth >= MostDepth || !take('['))
            return false;
        qint64 count = 0;
        if (!take(']')) {
            do {
                blanks();
                const qsizetype from = m_at;
                FrameField item;
                item.name = QStringLiteral("[%1]").arg(count);
                item.meaning = QCoreApplication::translate("Inspect", "One entry of a list; entries count from 0.");
                const bool whole = value(item, depth);
                item.range = {m_base + from, m_base + m_at};
                if (field.children.size() < MostChildren)
                    field.children.append(item);
                if (!whole)
                    return false;
                ++count;
            } while (take(','));
            if (!take(']'))
                return false;
        }
        field.value = QCoreApplication::translate("Inspect", "list of %1").arg(count);
        return true;
    }

    bool value(FrameField &field, int depth)
    {
        blanks();
        if (peek() == '{') {
            field.value = QStringLiteral("{…}");
            const bool whole = object(field.children, depth + 1);
            if (whole && field.children.isEmpty())
                field.value = QStringLiteral("{}");
            return whole;
        }
        if (peek() == '[')
            return list(field, depth + 1);
        if (peek() == '"') {
            const qsizetype from = m_at;
            const auto content = text();
            if (!content) {
                field.value = printable(m_text.sliced(from), LongestValue) + u'…';
                m_at = m_text.size();
                return false;
            }
            field.value = printable(*content, LongestValue);
            return true;
        }
        const qsizetype from = m_at;
        while (m_at < m_text.size() && !QByteArrayView(",]} \t\r\n").contains(m_text[m_at]))
            ++m_at;
        field.value = printable(m_text.sliced(from, m_at - from), LongestValue);
        return m_at > from;
    }

    QByteArrayView m_text;
    const qint64 m_base;
    const QString m_message;
    qsizetype m_at = 0;
};

FrameField field(const QString &name, const QString &value, ByteRange range, Part part, const QString &meaning)
{
    return {name, value, range, part, meaning, {}};
}

QString flagsText(quint8 flags)
{
    QStringList words;
    if (flags & wire::flag::StandardError)
        words += QCoreApplication::translate("Inspect", "standard error");
    if (flags & wire::flag::Critical)
        words += QCoreApplication::translate("Inspect", "critical");
    const QString hex = QStringLiteral("0x%1").arg(flags, 2, 16, QLatin1Char('0'));
    return words.isEmpty() ? hex : hex + u' ' + words.join(QStringLiteral(", "));
}

FrameField headerFields(const wire::FrameHeader &header)
{
    FrameField top = field(QCoreApplication::translate("Inspect", "Header"), QCoreApplication::translate("Inspect", "%1 bytes").arg(wire::HeaderSize), {0, wire::HeaderSize}, Part::Header,
                           QCoreApplication::translate("Inspect", "Every frame begins with these 12 bytes, so that a receiver knows how much to read before it reads on."));
    top.children = {
            field(QStringLiteral("length"), QString::number(header.length), {0, 4}, Part::Length,
                  QCoreApplication::translate("Inspect", "How many bytes of payload follow the header: 32 bits, big-endian. The 12 bytes of the header are not counted.")),
            field(QStringLiteral("type"), QStringLiteral("0x%1 %2").arg(header.type, 2, 16, QLatin1Char('0')).arg(frameName(header.type)), {4, 5}, Part::Header, messageMeaning(header.type)),
            field(QStringLiteral("flags"), flagsText(header.flags), {5, 6}, Part::Header,
                  QCoreApplication::translate("Inspect", "Bit 0 marks output as standard error; bit 7 says that whoever does not know the type must end the session.")),
            field(QStringLiteral("reserved"), QString::number(header.reserved), {6, 8}, Part::Header, QCoreApplication::translate("Inspect", "Always 0 in this version; anything else is an error.")),
            field(QStringLiteral("channel"), QString::number(header.channel.value), {8, 12}, Part::Header,
                  header.channel.value == 0 ? QCoreApplication::translate("Inspect", "0: the frame is about the session itself.") : QCoreApplication::translate("Inspect", "Which of the conversations on this connection the frame belongs to."))};
    return top;
}

QString payloadValue(const wire::FrameHeader &header, const protocol::MessageRow *row, QByteArrayView payload)
{
    if (row && row->payload == protocol::Payload::Count32 && payload.size() >= 4)
        return QCoreApplication::translate("Inspect", "%1 more bytes may be sent").arg(qFromBigEndian<quint32>(payload.data()));
    return QCoreApplication::translate("Inspect", "%1 bytes").arg(header.length);
}

QString payloadMeaning(const protocol::MessageRow *row)
{
    if (!row)
        return QCoreApplication::translate("Inspect", "This version does not know the type, so it cannot say what these bytes mean.");
    if (row->secret)
        return QCoreApplication::translate("Inspect", "Part of signing in. A recording never holds it: the bytes are shown as zeros.");
    switch (row->payload) {
    case protocol::Payload::Json:
        return QCoreApplication::translate("Inspect", "One JSON object in UTF-8.");
    case protocol::Payload::Raw:
        return QCoreApplication::translate("Inspect", "Raw bytes, exactly as the file or the program has them.");
    case protocol::Payload::Opaque8:
        return QCoreApplication::translate("Inspect", "8 bytes of the sender's choice; the answer brings them back, which tells how long the way is.");
    case protocol::Payload::Count32:
        return QCoreApplication::translate("Inspect", "A number, 32 bits, big-endian.");
    case protocol::Payload::None:
        break;
    }
    return {};
}

} // namespace

QList<FrameField> jsonFields(QByteArrayView payload, qint64 base, const QString &message)
{
    return JsonPlaces(payload, base, message).members();
}

QList<FrameField> frameFields(const wire::FrameHeader &header, QByteArrayView payload)
{
    QList<FrameField> fields{headerFields(header)};
    if (header.length == 0)
        return fields;
    const protocol::MessageRow *row = protocol::findMessage(header.type);
    const ByteRange all{wire::HeaderSize, wire::HeaderSize + static_cast<qint64>(header.length)};
    FrameField body = field(QCoreApplication::translate("Inspect", "Payload"), row && row->secret ? QCoreApplication::translate("Inspect", "%1 bytes, secret").arg(header.length) : payloadValue(header, row, payload), all, Part::Body, payloadMeaning(row));
    if (row && !row->secret && row->payload == protocol::Payload::Json)
        body.children = jsonFields(payload, wire::HeaderSize, frameName(header.type));
    fields.append(body);
    if (payload.size() < static_cast<qsizetype>(header.length))
        fields.append(field(QCoreApplication::translate("Inspect", "Not kept"), QCoreApplication::translate("Inspect", "%1 bytes").arg(static_cast<qint64>(header.length) - payload.size()), {wire::HeaderSize + payload.size(), all.to},
                            Part::Incomplete, QCoreApplication::translate("Inspect", "These bytes crossed the wire and were not recorded.")));
    return fields;
}

QList<int> fieldAt(const QList<FrameField> &fields, qint64 offset)
{
    // The last that fits: what is more exact comes after what holds it.
    for (qsizetype i = fields.size() - 1; i >= 0; --i) {
        if (!fields[i].range.contains(offset))
            continue;
        QList<int> path{static_cast<int>(i)};
        path += fieldAt(fields[i].children, offset);
        return path;
    }
    return {};
}

} // namespace transom::inspect
