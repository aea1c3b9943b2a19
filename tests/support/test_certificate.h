#pragma once

#include <QByteArray>

namespace transom::test {

/// A self-signed ECDSA P-256 certificate as a server makes one, fresh for each call.
struct TestCertificate
{
    QByteArray certificatePem;
    QByteArray keyPem;
    QByteArray certificateSha256; ///< of the DER form: `tls-server-end-point`
    QByteArray keySha256;         ///< of SubjectPublicKeyInfo
};

TestCertificate makeTestCertificate();

} // namespace transom::test
