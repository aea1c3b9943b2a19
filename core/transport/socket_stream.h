#pragma once

#include "core/base/error.h"
#include "core/transport/byte_stream.h"
#include "core/transport/device_stream.h"
#include "core/transport/tls_config.h"

#include <memory>

namespace transom::transport {

// Streams over sockets. Each lives in the thread that makes it, which needs an event loop; the functions never
// block and never fail: whatever goes wrong comes as `closed` in a later turn of the loop, with a text that names the
// other side and says what to do.
//
//   ConnectionRefused, HostNotFound, NetworkUnreachable, TimedOut   no connection
//   TlsFailed       the other side does not speak TLS 1.3
//   NotTransom      server: the peer sent something else than TLS (it is told so, if it speaks HTTP), or no ALPN
//                   `transom/1`; client: the server agreed to TLS, but not to `transom/1`
//   ConnectionLost  the connection broke, or the server left during the handshake
//
// With TLS, an end that the peer has not announced by close_notify (RFC 8446 6.1) is ConnectionLost. Without TLS, Qt
// does not tell a reset from an orderly end: a session that ends without GOODBYE was cut.

/// A client's stream to `host` (name or address, without brackets), encrypted. Any certificate is accepted: compare
/// peerKeyHash() before anything secret is sent.
std::unique_ptr<ByteStream> connectToHostByTls(const QString &host, quint16 port, const StreamOptions &options = {});
/// The same in plaintext.
std::unique_ptr<ByteStream> connectToHost(const QString &host, quint16 port, const StreamOptions &options = {});
/// To a Unix-domain socket.
std::unique_ptr<ByteStream> connectToLocal(const QString &path, const StreamOptions &options = {});

/// A server's stream over an accepted TCP descriptor, which is taken over in every case.
std::unique_ptr<ByteStream> acceptTls(qintptr descriptor, const TlsServerConfig &config,
                                      const StreamOptions &options = {});
std::unique_ptr<ByteStream> acceptPlaintext(qintptr descriptor, const StreamOptions &options = {});
/// The same for a Unix-domain descriptor.
std::unique_ptr<ByteStream> acceptLocal(qintptr descriptor, const StreamOptions &options = {});

} // namespace transom::transport
