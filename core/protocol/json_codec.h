#pragma once

#include "core/base/error.h"
#include "core/protocol/json.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <limits>
#include <optional>
#include <tuple>
#include <type_traits>

/// One codec for every JSON message: a message is a struct with a static `fields()` that lists its members.
///
///     struct Say {
///         QString target;
///         qint64 ref = 0;
///         static constexpr auto fields() { return std::tuple{required("target", &Say::target), optional("ref", &Say::ref)}; }
///     };
///
/// Decoding is strict about what it knows (a missing required field, a wrong type, an integer out of range: BadMessage,
/// naming the field) and ignores fields it does not know, so that later versions can add some.
namespace transom::protocol {

template<class Owner, class Value>
struct Field
{
    const char *name;
    Value Owner::*member;
    bool isRequired;
};

template<class Owner, class Value>
constexpr Field<Owner, Value> required(const char *name, Value Owner::*member)
{
    return {name, member, true};
}

/// Left out when it has its default value; keeps its default when it is missing.
template<class Owner, class Value>
constexpr Field<Owner, Value> optional(const char *name, Value Owner::*member)
{
    return {name, member, false};
}

template<class T>
concept Message = requires { T::fields(); };

template<Message T>
QJsonObject toJson(const T &message);
template<Message T>
Result<T> fromJson(const QJsonObject &object);

namespace detail {

template<class T>
struct IsList : std::false_type
{};
template<class T>
struct IsList<QList<T>> : std::true_type
{};
template<class T>
struct IsOptional : std::false_type
{};
template<class T>
struct IsOptional<std::optional<T>> : std::true_type
{};

template<class T>
QJsonValue encodeValue(const T &value)
{
    if constexpr (std::is_same_v<T, ErrorCode>) {
        return static_cast<qint64>(value);
    } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, QString> || std::is_same_v<T, QJsonObject>) {
        return value;
    } else if constexpr (std::is_integral_v<T>) {
        return static_cast<qint64>(value);
    } else if constexpr (IsOptional<T>::value) {
        return value ? encodeValue(*value) : QJsonValue(QJsonValue::Null);
    } else if constexpr (IsList<T>::value) {
        QJsonArray array;
        for (const auto &item : value)
            array.append(encodeValue(item));
        return array;
    } else {
        return toJson(value);
    }
}

/// Null when decoded; otherwise what should have been there.
template<class T>
std::optional<QString> decodeValue(const QJsonValue &json, T &value)
{
    if constexpr (std::is_same_v<T, ErrorCode>) {
        if (!json.isDouble())
            return QStringLiteral("an error code");
        value = errorCodeFromNumber(json.toInteger(-1));
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!json.isBool())
            return QStringLiteral("true or false");
        value = json.toBool();
    } else if constexpr (std::is_same_v<T, QString>) {
        if (!json.isString())
            return QStringLiteral("a string");
        value = json.toString();
    } else if constexpr (std::is_same_v<T, QJsonObject>) {
        if (!json.isObject())
            return QStringLiteral("an object");
        value = json.toObject();
    } else if constexpr (std::is_integral_v<T>) {
        // toInteger gives the default for what is no integer: two defaults tell that apart from a number equal to one.
        const qint64 number = json.toInteger(0);
        if (!json.isDouble() || json.toInteger(1) != number || number < std::numeric_limits<T>::min()
            || (sizeof(T) < sizeof(qint64) && number > static_cast<qint64>(std::numeric_limits<T>::max())))
            return QStringLiteral("an integer in range");
        value = static_cast<T>(number);
    } else if constexpr (IsOptional<T>::value) {
        if (json.isNull()) {
            value.reset();
            return std::nullopt;
        }
        typename T::value_type inner{};
        if (auto wanted = decodeValue(json, inner))
            return wanted;
        value = std::move(inner);
    } else if constexpr (IsList<T>::value) {
        if (!json.isArray())
            return QStringLiteral("a list");
        const QJsonArray array = json.toArray();
        value.clear();
        value.reserve(array.size());
        for (const QJsonValue item : array) {
            typename T::value_type element{};
            if (auto wanted = decodeValue(item, element))
                return QStringLiteral("a list of which each item is %1").arg(*wanted);
            value.append(std::move(element));
        }
    } else {
        if (!json.isObject())
            return QStringLiteral("an object");
        auto inner = fromJson<T>(json.toObject());
        if (!inner)
            return QStringLiteral("an object with: %1").arg(inner.error().text);
        value = std::move(*inner);
    }
    return std::nullopt;
}

} // namespace detail

template<Message T>
QJsonObject toJson(const T &message)
{
    QJsonObject object;
    const T defaults{};
    std::apply(
            [&](const auto &...field) {
                [[maybe_unused]] const auto put = [&](const auto &f) {
                    if (f.isRequired || !(message.*(f.member) == defaults.*(f.member)))
                        object.insert(QLatin1String(f.name), detail::encodeValue(message.*(f.member)));
                };
                (put(field), ...);
            },
            T::fields());
    return object;
}

template<Message T>
Result<T> fromJson(const QJsonObject &object)
{
    T message{};
    std::optional<Error> error;
    std::apply(
            [&](const auto &...field) {
                [[maybe_unused]] const auto take = [&](const auto &f) {
                    if (error)
                        return;
                    const auto found = object.constFind(QLatin1String(f.name));
                    if (found == object.constEnd()) {
                        if (f.isRequired)
                            error = Error{ErrorCode::BadMessage, QStringLiteral("The field \"%1\" is missing.").arg(QLatin1String(f.name))};
                    } else if (auto wanted = detail::decodeValue(*found, message.*(f.member))) {
                        error = Error{ErrorCode::BadMessage,
                                      QStringLiteral("The field \"%1\" is not %2.").arg(QLatin1String(f.name), *wanted)};
                    }
                };
                (take(field), ...);
            },
            T::fields());
    if (error)
        return tl::make_unexpected(*error);
    return message;
}

/// The payload of a message.
template<Message T>
QByteArray encode(const T &message)
{
    return writeObject(toJson(message));
}

template<Message T>
Result<T> decode(QByteArrayView payload)
{
    auto object = parseObject(payload);
    if (!object)
        return tl::make_unexpected(object.error());
    return fromJson<T>(*object);
}

} // namespace transom::protocol
