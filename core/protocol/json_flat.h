#pragma once

#include "core/protocol/json_codec.h"

/// A quicker way for messages that are flat and come by the ten thousand, such as the heads of small files' records: the text is written and read
/// without a tree of values in between. What is written, every JSON parser reads; what is not of the plainest form is not read here but left to
/// decode(), which also finds the words for what is wrong. Pure; any thread.
namespace transom::protocol {

namespace detail {

void appendJsonString(QByteArray &text, QStringView value);

template<class T>
void appendJsonValue(QByteArray &text, const T &value)
{
    if constexpr (std::is_same_v<T, bool>) {
        text += value ? "true" : "false";
    } else if constexpr (std::is_same_v<T, ErrorCode>) {
        text += QByteArray::number(static_cast<qint64>(value));
    } else if constexpr (std::is_integral_v<T>) {
        text += QByteArray::number(value);
    } else if constexpr (std::is_same_v<T, QString>) {
        appendJsonString(text, value);
    } else {
        static_assert(std::is_same_v<T, QStringList>, "No flat message: use encode().");
        text += '[';
        for (qsizetype i = 0; i < value.size(); ++i) {
            if (i > 0)
                text += ',';
            appendJsonString(text, value[i]);
        }
        text += ']';
    }
}

/// Goes through one object of strings, whole numbers, true and false.
class FlatReader
{
public:
    explicit FlatReader(QByteArrayView text)
        : m_text(text)
    {}

    bool begin() { return take('{'); }
    /// The next member's name, or empty at the end; an error where it is something else.
    bool name(QByteArrayView &name);
    bool isAtEnd();

    bool read(QString &value);
    bool read(bool &value);
    bool read(qint64 &value);
    template<class T>
        requires std::is_integral_v<T>
    bool read(T &value)
    {
        qint64 number = 0;
        if (!read(number) || number < std::numeric_limits<T>::min() || (sizeof(T) < sizeof(qint64) && number > static_cast<qint64>(std::numeric_limits<T>::max())))
            return false;
        value = static_cast<T>(number);
        return true;
    }
    bool read(ErrorCode &) { return false; } // rare: what could not be read
    bool read(QStringList &) { return false; }

private:
    void skipSpace();
    bool take(char wanted);
    bool string(QByteArrayView &value);

    const QByteArrayView m_text;
    qsizetype m_at = 0;
    bool m_first = true;
};

} // namespace detail

template<Message T>
QByteArray encodeFlat(const T &message)
{
    static const T defaults{};
    QByteArray text;
    text.reserve(256);
    text += '{';
    std::apply(
            [&](const auto &...field) {
                const auto put = [&](const auto &f) {
                    if (!f.isRequired && message.*(f.member) == defaults.*(f.member))
                        return;
                    text += text.size() > 1 ? ",\"" : "\"";
                    text += f.name;
                    text += "\":";
                    detail::appendJsonValue(text, message.*(f.member));
                };
                (put(field), ...);
            },
            T::fields());
    text += '}';
    return text;
}

/// Nothing where decode() has to look at it; otherwise what decode() would have said.
template<Message T>
std::optional<T> decodeFlat(QByteArrayView text)
{
    T message{};
    detail::FlatReader reader(text);
    if (!reader.begin())
        return std::nullopt;
    quint32 seen = 0;
    QByteArrayView name;
    while (!reader.isAtEnd()) {
        if (!reader.name(name))
            return std::nullopt;
        bool isRead = false;
        quint32 bit = 1;
        std::apply(
                [&](const auto &...field) {
                    const auto take = [&](const auto &f) {
                        if (!isRead && !(seen & bit) && name == QByteArrayView(f.name)) {
                            isRead = reader.read(message.*(f.member));
                            seen |= bit;
                        }
                        bit <<= 1;
                    };
                    (take(field), ...);
                },
                T::fields());
        if (!isRead)
            return std::nullopt; // unknown, twice, or of another type
    }
    bool isWhole = true;
    quint32 bit = 1;
    std::apply(
            [&](const auto &...field) {
                static_assert(sizeof...(field) <= 32);
                ((isWhole = isWhole && (!field.isRequired || (seen & bit)), bit <<= 1), ...);
            },
            T::fields());
    return isWhole ? std::optional(std::move(message)) : std::nullopt;
}

} // namespace transom::protocol
