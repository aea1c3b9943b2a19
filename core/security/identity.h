#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QString>

namespace transom::security {

/// A server's key and certificate: ECDSA P-256, self-signed with SHA-256 (RFC 5929 leaves tls-server-end-point undefined
/// for signatures without a hash, so not Ed25519), good for 20 years. People trust the key, not the names or dates in
/// the certificate. A value; any thread.
class Identity
{
public:
    /// A new key, kept in memory only.
    static Result<Identity> generate(const QString &commonName = {});
    /// The key in `directory`, made on first use: directory 0700, file "identity.pem" 0600. A directory or file that belongs to
    /// somebody else or that others can open is refused, not repaired: the key may have been read. Blocks on the disk.
    static Result<Identity> loadOrCreate(const QString &directory, const QString &commonName = {});
    /// NotFound where there is none.
    static Result<Identity> load(const QString &directory);
    static Result<Identity> fromPem(const QByteArray &pem);

    const QByteArray &certificatePem() const { return m_certificatePem; }
    const QByteArray &certificateDer() const { return m_certificateDer; }
    /// PKCS #8, not encrypted.
    const QByteArray &privateKeyPem() const { return m_privateKeyPem; }
    /// What people compare and what clients pin: SHA-256 of the SubjectPublicKeyInfo (DER).
    const QByteArray &keyHash() const { return m_keyHash; }

private:
    QByteArray m_certificatePem;
    QByteArray m_certificateDer;
    QByteArray m_privateKeyPem;
    QByteArray m_keyHash;
};

/// The same hash from a certificate as a peer sent it (`QSslCertificate::toDer()`). Any thread.
Result<QByteArray> keyHashOfCertificate(const QByteArray &certificateDer);

} // namespace transom::security
