#include "core/security/identity.h"

#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/security/openssl_ptr.h"
#include "core/security/private_file.h"
#include "core/security/secret.h"

#include <QCoreApplication>
#include <QSysInfo>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace transom::security {

namespace {

constexpr qint64 MostPem = 64 * 1024;
constexpr qsizetype MostCommonName = 64; // RFC 5280, ub-common-name
constexpr long SecondsPerDay = 86'400;

tl::unexpected<Error> cannotMake()
{
    ERR_clear_error();
    return fail(ErrorCode::Internal, QCoreApplication::translate("Security", "The key could not be made."));
}

tl::unexpected<Error> cannotRead()
{
    ERR_clear_error();
    return fail(ErrorCode::InputOutput,
                QCoreApplication::translate("Security", "The file identity.pem holds no usable key and certificate. Restore it from a "
                                                        "copy, or remove it: a new key is made, and everybody has to trust it anew."));
}

QByteArray contentOf(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return QByteArray(data, size);
}

QByteArray derOf(X509 *certificate)
{
    unsigned char *der = nullptr;
    const int size = i2d_X509(certificate, &der);
    const QByteArray bytes(reinterpret_cast<const char *>(der), std::max(size, 0));
    OPENSSL_free(der);
    return bytes;
}

QByteArray keyHashOf(X509 *certificate)
{
    unsigned char *der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0)
        return {};
    const QByteArray hash = Sha256::of(QByteArrayView(reinterpret_cast<const char *>(der), size));
    OPENSSL_free(der);
    return hash;
}

CertificatePtr makeCertificate(EVP_PKEY *key, const QString &commonName)
{
    CertificatePtr certificate(X509_new());
    if (!certificate)
        return nullptr;
    QByteArray serial = randomBytes(16);
    serial[0] = static_cast<char>((serial[0] & 0x3f) | 0x40); // positive and of full length
    const std::unique_ptr<BIGNUM, OpenSslDeleter<&BN_free>> number(
        BN_bin2bn(reinterpret_cast<const unsigned char *>(serial.constData()), static_cast<int>(serial.size()), nullptr));
    const QByteArray name = printable(QStringView(commonName), MostCommonName / 4).toUtf8().left(MostCommonName);
    X509_NAME *subject = X509_get_subject_name(certificate.get());
    // A day back, for clocks that are late.
    const bool made = number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()))
        && X509_set_version(certificate.get(), X509_VERSION_3) == 1
        && X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -SecondsPerDay)
        && X509_time_adj_ex(X509_getm_notAfter(certificate.get()), 20 * 365 + 5, 0, nullptr)
        && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(name.constData()),
                                      static_cast<int>(name.size()), -1, 0)
            == 1
        && X509_set_issuer_name(certificate.get(), subject) == 1 && X509_set_pubkey(certificate.get(), key) == 1;
    if (!made)
        return nullptr;
    const std::unique_ptr<X509_EXTENSION, OpenSslDeleter<&X509_EXTENSION_free>> constraints(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:FALSE"));
    if (!constraints || X509_add_ext(certificate.get(), constraints.get(), -1) != 1
        || X509_sign(certificate.get(), key, EVP_sha256()) == 0)
        return nullptr;
    return certificate;
}

} // namespace

Result<Identity> Identity::generate(const QString &commonName)
{
    QString name = commonName.isEmpty() ? QSysInfo::machineHostName() : commonName;
    if (name.isEmpty())
        name = QStringLiteral("Transom");
    const KeyPtr key(EVP_EC_gen("P-256"));
    const CertificatePtr certificate = key ? makeCertificate(key.get(), name) : nullptr;
    const BioPtr out(BIO_new(BIO_s_secmem()));
    if (!certificate || !out || PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1
        || PEM_write_bio_X509(out.get(), certificate.get()) != 1)
        return cannotMake();
    return fromPem(contentOf(out.get()));
}

Result<Identity> Identity::fromPem(const QByteArray &pem)
{
    const auto open = [&pem] { return BioPtr(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size()))); };
    const BioPtr keyIn = open();
    // Without this callback OpenSSL asks the terminal for the password of an encrypted key.
    const auto noPassword = [](char *, int, int, void *) { return -1; };
    const KeyPtr key(PEM_read_bio_PrivateKey(keyIn.get(), nullptr, noPassword, nullptr));
    const BioPtr certificateIn = open();
    const CertificatePtr certificate(PEM_read_bio_X509(certificateIn.get(), nullptr, nullptr, nullptr));
    if (!key || !certificate || X509_check_private_key(certificate.get(), key.get()) != 1)
        return cannotRead();
    const BioPtr keyOut(BIO_new(BIO_s_secmem()));
    const BioPtr certificateOut(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_PKCS8PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1
        || PEM_write_bio_X509(certificateOut.get(), certificate.get()) != 1)
        return cannotRead();
    Identity identity;
    identity.m_privateKeyPem = contentOf(keyOut.get());
    identity.m_certificatePem = contentOf(certificateOut.get());
    identity.m_certificateDer = derOf(certificate.get());
    identity.m_keyHash = keyHashOf(certificate.get());
    if (identity.m_keyHash.isEmpty())
        return cannotRead();
    return identity;
}

Result<Identity> Identity::load(const QString &directory)
{
    return readPrivateFile(directory + QStringLiteral("/identity.pem"), MostPem, true).and_then([](const QByteArray &pem) {
        return fromPem(pem);
    });
}

Result<Identity> Identity::loadOrCreate(const QString &directory, const QString &commonName)
{
    if (auto ready = ensurePrivateDirectory(directory); !ready)
        return tl::make_unexpected(ready.error());
    auto loaded = load(directory);
    if (loaded || loaded.error().code != ErrorCode::NotFound)
        return loaded;
    auto made = generate(commonName);
    if (!made)
        return made;
    const auto written = writePrivateFile(directory + QStringLiteral("/identity.pem"), made->privateKeyPem() + made->certificatePem(),
                                          Replace::No);
    if (written)
        return made;
    if (written.error().code == ErrorCode::AlreadyExists) // another program was faster
        return load(directory);
    return tl::make_unexpected(written.error());
}

Result<QByteArray> keyHashOfCertificate(const QByteArray &certificateDer)
{
    const auto certificate = certificateFromDer(reinterpret_cast<const unsigned char *>(certificateDer.constData()),
                                                static_cast<long>(certificateDer.size()));
    const QByteArray hash = certificate ? keyHashOf(certificate.get()) : QByteArray();
    ERR_clear_error();
    if (hash.isEmpty())
        return fail(ErrorCode::TlsFailed);
    return hash;
}

} // namespace transom::security
