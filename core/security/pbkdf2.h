#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace transom::security {

/// PBKDF2 with HMAC-SHA-256 (RFC 8018 5.2), one block of 32 bytes: SCRAM's Hi(). The same as OpenSSL's PKCS5_PBKDF2_HMAC in a third of the
/// time, which is what signing in takes: a guesser does not use the slow one either.
QByteArray pbkdf2(QByteArrayView password, QByteArrayView salt, int iterations);

} // namespace transom::security
