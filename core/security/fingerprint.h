#pragma once

#include "core/base/error.h"

#include <QByteArrayView>

/// The hash of a public key (32 bytes, SHA-256) in a form that two people can compare, on the telephone if need be:
/// base32 (RFC 4648, upper case, without padding) in 13 groups of four, "ABCD-2345-…". Any thread.
namespace transom::security {

inline constexpr qsizetype KeyHashBytes = 32;

/// An empty text where `keyHash` is not 32 bytes.
QString formatFingerprint(QByteArrayView keyHash);
/// The first four groups (80 bits): to recognise a key at a glance, not to trust one.
QString shortFingerprint(QByteArrayView keyHash);
/// Takes any case, and spaces or dashes anywhere. The 32 bytes, or BadArgument.
Result<QByteArray> parseFingerprint(QStringView text);

} // namespace transom::security
