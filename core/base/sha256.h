#pragma once

#include <QByteArray>
#include <QByteArrayView>

struct evp_md_ctx_st;

namespace transom {

/// SHA-256 (FIPS 180-4) by OpenSSL's EVP, which uses the processor's instructions: ten times QCryptographicHash on the
/// machines we measured. One thread at a time.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    /// A copy goes on from where the other stands.
    Sha256(const Sha256 &other);
    Sha256 &operator=(const Sha256 &other);
    Sha256(Sha256 &&other) noexcept;
    Sha256 &operator=(Sha256 &&other) noexcept;

    void add(QByteArrayView bytes);
    /// The 32 bytes; the object starts over.
    QByteArray finish();

    static QByteArray of(QByteArrayView bytes);

private:
    evp_md_ctx_st *m_context;
};

} // namespace transom
