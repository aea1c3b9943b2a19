#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QSslConfiguration>

class QSslCertificate;
class QSslKey;

namespace transom::transport {

/// Protocol name in TLS's ALPN extension (RFC 7301): both sides insist on it.
inline constexpr char AlpnName[] = "transom/1";

/// What a server needs for TLS: 1.3 only, ALPN, AES-128-GCM first. A value, cheap to copy; any thread.
class TlsServerConfig
{
public:
    /// Error: TlsFailed when one of the two is unreadable or they do not belong together.
    static Result<TlsServerConfig> fromPem(const QByteArray &certificate, const QByteArray &key);
    static Result<TlsServerConfig> from(const QSslCertificate &certificate, const QSslKey &key);

    const QSslConfiguration &configuration() const { return m_configuration; }
    /// See ByteStream::channelBinding().
    const QByteArray &channelBinding() const { return m_channelBinding; }

private:
    QSslConfiguration m_configuration;
    QByteArray m_channelBinding;
};

/// The client's: no certificate authority is asked. Who the server is, is decided above by its key's hash.
const QSslConfiguration &tlsClientConfiguration();

/// SHA-256 of the certificate's DER form.
QByteArray certificateHash(const QSslCertificate &certificate);
/// SHA-256 of the certificate's SubjectPublicKeyInfo; empty when it cannot be read.
QByteArray publicKeyHash(const QSslCertificate &certificate);

} // namespace transom::transport
