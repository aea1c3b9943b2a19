#include "core/transport/tls_config.h"

#include "core/base/sha256.h"

#include <QCoreApplication>

#include <cstring>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace transom::transport {

namespace {

/// Taken from the socket at once; records are decrypted where they lie in it.
constexpr size_t ReadAhead = 256 * 1024;

struct Free
{
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(unsigned char *memory) const { OPENSSL_free(memory); }
};

std::unique_ptr<BIO, Free> reading(const QByteArray &pem)
{
    return std::unique_ptr<BIO, Free>(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
}

/// A key that wants a password is not asked for one: it cannot be used.
int noPassword(char *, int, int, void *)
{
    return 0;
}

int chooseProtocol(SSL *, const unsigned char **chosen, unsigned char *length, const unsigned char *offered, unsigned int offeredLength, void *)
{
    constexpr size_t OurLength = sizeof AlpnName - 1;
    for (unsigned int at = 0; at < offeredLength; at += 1 + offered[at]) {
        if (offered[at] == OurLength && at + 1 + OurLength <= offeredLength && std::memcmp(offered + at + 1, AlpnName, OurLength) == 0) {
            *chosen = offered + at + 1;
            *length = OurLength;
            return SSL_TLSEXT_ERR_OK;
        }
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL; // no_application_protocol
}

TlsContext commonContext(const SSL_METHOD *method)
{
    TlsContext context(SSL_CTX_new(method), SSL_CTX_free);
    if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) != 1
        || SSL_CTX_set_ciphersuites(context.get(), "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384") != 1)
        return {};
    // Sessions are not resumed: each proves the key anew.
    SSL_CTX_set_num_tickets(context.get(), 0);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    // Buffers go when they are empty: most sessions are idle.
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context.get(), 1);
    SSL_CTX_set_default_read_buffer_len(context.get(), ReadAhead);
    return context;
}

} // namespace

Result<TlsServerConfig> TlsServerConfig::fromPem(const QByteArray &certificatePem, const QByteArray &keyPem)
{
    const auto certificateText = reading(certificatePem);
    const auto keyText = reading(keyPem);
    const std::unique_ptr<X509, Free> certificate(PEM_read_bio_X509(certificateText.get(), nullptr, noPassword, nullptr));
    const std::unique_ptr<EVP_PKEY, Free> key(PEM_read_bio_PrivateKey(keyText.get(), nullptr, noPassword, nullptr));
    TlsContext context = certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1 ? commonContext(TLS_server_method()) : TlsContext();
    if (!context || SSL_CTX_use_certificate(context.get(), certificate.get()) != 1 || SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
        return fail(ErrorCode::TlsFailed,
                    QCoreApplication::translate("Transport",
                                                "The server's certificate and key cannot be used together. Remove "
                                                "both to have new ones made; people must then trust the new key."));
    }
    SSL_CTX_set_alpn_select_cb(context.get(), chooseProtocol, nullptr);
    unsigned char *der = nullptr;
    const int size = i2d_X509(certificate.get(), &der);
    const std::unique_ptr<unsigned char, Free> owner(der);
    TlsServerConfig result;
    result.m_context = std::move(context);
    result.m_channelBinding = Sha256::of(QByteArrayView(der, std::max(size, 0)));
    return result;
}

const TlsContext &tlsClientContext()
{
    static const TlsContext context = [] {
        TlsContext made = commonContext(TLS_client_method());
        const QByteArray protocols = char(sizeof AlpnName - 1) + QByteArray(AlpnName);
        // Unlike the rest of OpenSSL it answers 0 for success.
        if (made && SSL_CTX_set_alpn_protos(made.get(), reinterpret_cast<const unsigned char *>(protocols.constData()), static_cast<unsigned>(protocols.size())) != 0)
            made.reset();
        return made;
    }();
    return context;
}

} // namespace transom::transport
