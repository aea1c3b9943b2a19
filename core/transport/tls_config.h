#pragma once

#include "core/base/error.h"

#include <QByteArray>

#include <memory>

struct ssl_ctx_st;

namespace transom::transport {

/// Protocol name in TLS's ALPN extension (RFC 7301): both sides insist on it.
inline constexpr char AlpnName[] = "transom/1";

/// OpenSSL's settings for many connections; any thread.
using TlsContext = std::shared_ptr<ssl_ctx_st>;

/// What a server needs for TLS: 1.3 only, ALPN, AES-128-GCM first. A value, cheap to copy; any thread.
class TlsServerConfig
{
public:
    /// Error: TlsFailed when one of the two is unreadable or they do not belong together.
    static Result<TlsServerConfig> fromPem(const QByteArray &certificate, const QByteArray &key);

    const TlsContext &context() const { return m_context; }
    /// See ByteStream::channelBinding().
    const QByteArray &channelBinding() const { return m_channelBinding; }

private:
    TlsContext m_context;
    QByteArray m_channelBinding;
};

/// The client's: no certificate authority is asked. Who the server is, is decided above by its key's hash. Null when
/// OpenSSL does not offer what is needed.
const TlsContext &tlsClientContext();

} // namespace transom::transport
