#include "tests/support/test_certificate.h"

#include <QCryptographicHash>
#include <QtGlobal>

#include <memory>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace transom::test {

namespace {

struct Free
{
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(BIO *bio) const { BIO_free(bio); }
};

QByteArray takeAll(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, size);
}

/// The DER form written by one of OpenSSL's i2d functions, hashed by another implementation than the one under test.
template<class Encode> QByteArray sha256OfDer(Encode encode)
{
    unsigned char *der = nullptr;
    const int size = encode(&der);
    Q_ASSERT(size > 0);
    const QByteArray bytes(static_cast<const char *>(static_cast<const void *>(der)), size);
    OPENSSL_free(der);
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

} // namespace

TestCertificate makeTestCertificate()
{
    const std::unique_ptr<EVP_PKEY, Free> key(EVP_EC_gen("P-256"));
    const std::unique_ptr<X509, Free> certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME *name = X509_get_subject_name(certificate.get());
    const unsigned char commonName[] = "Transom test";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, commonName, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
        qFatal("The test certificate could not be signed");

    TestCertificate result;
    const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate.get());
    result.certificatePem = takeAll(bio.get());
    BIO_reset(bio.get());
    PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    result.keyPem = takeAll(bio.get());
    result.certificateSha256 = sha256OfDer([&](unsigned char **der) { return i2d_X509(certificate.get(), der); });
    result.keySha256 = sha256OfDer([&](unsigned char **der) { return i2d_PUBKEY(key.get(), der); });
    return result;
}

} // namespace transom::test
