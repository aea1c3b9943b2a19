#include "core/protocol/json.h"

#include "core/base/limits.h"

#include <QJsonDocument>
#include <QStringDecoder>

namespace transom::protocol {

namespace {

/// The deepest nesting of brackets outside strings.
int nesting(QByteArrayView text)
{
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

bool isUtf8(QByteArrayView text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder.decode(text);
    return !decoder.hasError();
}

/// Qt drops a byte order mark that a string begins with, unless it is written as an escape; there it is a character like any other, and files have such names.
/// A quote with the mark behind it begins a string, or is a part of one.
QByteArray withMarksEscaped(const QByteArray &json)
{
    static const QByteArray mark("\"\xef\xbb\xbf");
    return json.contains(mark) ? QByteArray(json).replace(mark, "\"\\ufeff") : json;
}

} // namespace

Result<QJsonObject> parseObject(QByteArrayView payload)
{
    if (payload.empty())
        return QJsonObject();
    if (nesting(payload) > limits::JsonDepth)
        return fail(ErrorCode::BadMessage, QStringLiteral("JSON nested more than %1 levels deep.").arg(limits::JsonDepth));
    if (!isUtf8(payload))
        return fail(ErrorCode::BadMessage, QStringLiteral("JSON that is not valid UTF-8."));
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(withMarksEscaped(QByteArray::fromRawData(payload.data(), payload.size())), &error);
    if (error.error != QJsonParseError::NoError)
        return fail(ErrorCode::BadMessage, QStringLiteral("No valid JSON: %1 at byte %2.").arg(error.errorString()).arg(error.offset));
    if (!document.isObject())
        return fail(ErrorCode::BadMessage, QStringLiteral("JSON that is not an object."));
    return document.object();
}

QByteArray writeObject(const QJsonObject &object)
{
    return withMarksEscaped(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace transom::protocol
