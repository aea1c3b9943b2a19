#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

/// Owners for libcrypto's objects; for this module's .cpp files.
namespace transom::security {

template<auto Free>
struct OpenSslDeleter
{
    template<class T>
    void operator()(T *object) const
    {
        Free(object);
    }
};

using BioPtr = std::unique_ptr<BIO, OpenSslDeleter<&BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, OpenSslDeleter<&EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, OpenSslDeleter<&X509_free>>;

/// nullptr where the bytes are not exactly one certificate.
inline CertificatePtr certificateFromDer(const unsigned char *data, long size)
{
    const unsigned char *position = data;
    CertificatePtr certificate(d2i_X509(nullptr, &position, size));
    return certificate && position == data + size ? std::move(certificate) : nullptr;
}

} // namespace transom::security
