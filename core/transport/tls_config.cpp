#include "core/transport/tls_config.h"

#include "core/base/sha256.h"

#include <QCoreApplication>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslDiffieHellmanParameters>
#include <QSslKey>
#include <QSslSocket>

#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace transom::transport {

namespace {

struct Free
{
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(unsigned char *memory) const { OPENSSL_free(memory); }
};

std::unique_ptr<X509, Free> parse(const QByteArray &der)
{
    const auto *bytes = static_cast<const unsigned char *>(static_cast<const void *>(der.constData()));
    return std::unique_ptr<X509, Free>(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
}

bool belongTogether(const QByteArray &certificateDer, const QByteArray &keyDer)
{
    const auto certificate = parse(certificateDer);
    const auto *bytes = static_cast<const unsigned char *>(static_cast<const void *>(keyDer.constData()));
    const std::unique_ptr<EVP_PKEY, Free> key(d2i_AutoPrivateKey(nullptr, &bytes, static_cast<long>(keyDer.size())));
    return certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
}

QSslConfiguration commonConfiguration()
{
    QSslConfiguration configuration;
    configuration.setProtocol(QSsl::TlsV1_3);
    configuration.setAllowedNextProtocols({QByteArray(AlpnName)});
    configuration.setCiphers({QSslCipher(QStringLiteral("TLS_AES_128_GCM_SHA256")),
                              QSslCipher(QStringLiteral("TLS_CHACHA20_POLY1305_SHA256")),
                              QSslCipher(QStringLiteral("TLS_AES_256_GCM_SHA384"))});
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    // Set, though empty: otherwise every connection loads the system's authorities.
    configuration.setCaCertificates({});
    // Sessions are not resumed: each proves the key anew.
    configuration.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    configuration.setSslOption(QSsl::SslOptionDisableSessionSharing, true);
    configuration.setSslOption(QSsl::SslOptionDisableSessionPersistence, true);
    return configuration;
}

} // namespace

Result<TlsServerConfig> TlsServerConfig::fromPem(const QByteArray &certificate, const QByteArray &key)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        const QSslKey candidate(key, algorithm, QSsl::Pem);
        if (!candidate.isNull())
            return from(QSslCertificate(certificate, QSsl::Pem), candidate);
    }
    return from(QSslCertificate(certificate, QSsl::Pem), QSslKey());
}

Result<TlsServerConfig> TlsServerConfig::from(const QSslCertificate &certificate, const QSslKey &key)
{
    if (certificate.isNull() || key.isNull() || !belongTogether(certificate.toDer(), key.toDer())) {
        return fail(ErrorCode::TlsFailed,
                    QCoreApplication::translate("Transport",
                                                "The server's certificate and key cannot be used together. Remove "
                                                "both to have new ones made; people must then trust the new key."));
    }
    TlsServerConfig result;
    result.m_configuration = commonConfiguration();
    result.m_configuration.setLocalCertificate(certificate);
    result.m_configuration.setPrivateKey(key);
    // TLS 1.3 has groups of its own; Qt's default parameters are too small for the system's security level.
    result.m_configuration.setDiffieHellmanParameters(QSslDiffieHellmanParameters());
    result.m_channelBinding = certificateHash(certificate);
    return result;
}

const QSslConfiguration &tlsClientConfiguration()
{
    static const QSslConfiguration configuration = commonConfiguration();
    return configuration;
}

QByteArray certificateHash(const QSslCertificate &certificate)
{
    return Sha256::of(certificate.toDer());
}

QByteArray publicKeyHash(const QSslCertificate &certificate)
{
    const auto parsed = parse(certificate.toDer());
    if (!parsed)
        return {};
    unsigned char *der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(parsed.get()), &der);
    const std::unique_ptr<unsigned char, Free> owner(der);
    return size > 0 ? Sha256::of(QByteArrayView(der, size)) : QByteArray();
}

} // namespace transom::transport
