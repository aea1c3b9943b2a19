#include "core/base/sha256.h"
#include "core/security/fingerprint.h"
#include "core/security/identity.h"
#include "core/security/secret.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace transom;
using namespace transom::security;
using namespace Qt::StringLiterals;

namespace {

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

class IdentityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewIdentityIsAnEcdsaCertificateThatQtCanUse();
    void theFirstStartMakesPrivateFilesAndTheNextFindsTheSameKey();
    void aSlashAtTheEndOfTheFolderMakesNoDifference();
    void programsThatStartAtOnceAgreeOnOneKey();
    void aKeyThatOthersCouldReadIsRefused();
    void aFolderThatOthersCanOpenIsRefused();
    void aLinkInPlaceOfTheKeyIsRefused();
    void aDamagedOrForeignKeyFileIsRefusedAndLeftAlone_data();
    void aDamagedOrForeignKeyFileIsRefusedAndLeftAlone();
    void aKeyOfAnotherCertificateIsRefused();
    void aCommonNameWithControlCharactersIsMadePrintable();
    void theKeyHashOfAPeersCertificateIsThatOfTheIdentity();
    void aFingerprintIsThirteenGroupsOfFour();
    void aFingerprintIsReadHoweverItIsTyped();
    void whatIsNoFingerprintIsRefused_data();
    void whatIsNoFingerprintIsRefused();
    void aGeneratedPasswordIsReadableAndNeverTheSame();
    void takingASecretEmptiesItsSource();
};

void IdentityTest::aNewIdentityIsAnEcdsaCertificateThatQtCanUse()
{
    const auto identity = Identity::generate(u"printer.example"_s);
    QVERIFY(identity);
    const QSslCertificate certificate(identity->certificatePem(), QSsl::Pem);
    QVERIFY(!certificate.isNull());
    QCOMPARE(certificate.toDer(), identity->certificateDer());
    QCOMPARE(certificate.subjectInfo(QSslCertificate::CommonName), QStringList{u"printer.example"_s});
    QVERIFY(certificate.isSelfSigned());
    QCOMPARE(certificate.publicKey().algorithm(), QSsl::Ec);
    QCOMPARE(certificate.publicKey().length(), 256);
    QVERIFY(certificate.effectiveDate() < QDateTime::currentDateTimeUtc());
    QVERIFY(certificate.expiryDate() > QDateTime::currentDateTimeUtc().addYears(19));
    const QSslKey key(identity->privateKeyPem(), QSsl::Ec, QSsl::Pem, QSsl::PrivateKey);
    QVERIFY(!key.isNull());
    QCOMPARE(identity->keyHash(), Sha256::of(certificate.publicKey().toDer()));
    const auto other = Identity::generate();
    QVERIFY(other);
    QVERIFY(other->keyHash() != identity->keyHash());
}

void IdentityTest::theFirstStartMakesPrivateFilesAndTheNextFindsTheSameKey()
{
    const QTemporaryDir home;
    const QString directory = home.filePath(u"a/b/key"_s);
    const auto before = Identity::load(directory);
    QVERIFY(!before);
    QCOMPARE(before.error().code, ErrorCode::NotFound);
    const mode_t old = ::umask(0);
    const auto made = Identity::loadOrCreate(directory, u"host"_s);
    ::umask(old);
    QVERIFY2(made, made ? "" : qPrintable(describe(made.error())));
    QCOMPARE(modeOf(directory), mode_t{0700});
    QCOMPARE(modeOf(directory + u"/identity.pem"_s), mode_t{0600});
    QCOMPARE(QDir(directory).entryList(QDir::Files | QDir::Hidden), QStringList{u"identity.pem"_s});
    const auto again = Identity::loadOrCreate(directory, u"host"_s);
    QVERIFY(again);
    QCOMPARE(again->keyHash(), made->keyHash());
    QCOMPARE(again->certificatePem(), made->certificatePem());
    QCOMPARE(again->privateKeyPem(), made->privateKeyPem());
}

void IdentityTest::aSlashAtTheEndOfTheFolderMakesNoDifference()
{
    const QTemporaryDir home;
    const auto made = Identity::loadOrCreate(home.filePath(u"new/key/"_s));
    QVERIFY2(made, made ? "" : qPrintable(describe(made.error())));
    QCOMPARE(modeOf(home.filePath(u"new/key"_s)), mode_t{0700});
}

void IdentityTest::programsThatStartAtOnceAgreeOnOneKey()
{
    const QTemporaryDir home;
    const QString directory = home.filePath(u"key"_s);
    std::vector<QByteArray> hashes(8);
    std::vector<std::thread> programs;
    for (QByteArray &hash : hashes)
        programs.emplace_back([&hash, directory] { hash = Identity::loadOrCreate(directory).map(&Identity::keyHash).value_or("failed"); });
    for (std::thread &program : programs)
        program.join();
    const auto kept = Identity::load(directory);
    QVERIFY(kept);
    for (const QByteArray &hash : hashes)
        QCOMPARE(hash, kept->keyHash());
    QCOMPARE(QDir(directory).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void IdentityTest::aKeyThatOthersCouldReadIsRefused()
{
    const QTemporaryDir home;
    const QString directory = home.filePath(u"key"_s);
    QVERIFY(Identity::loadOrCreate(directory));
    const QByteArray file = QFile::encodeName(directory + u"/identity.pem"_s);
    for (const mode_t mode : {0640U, 0604U, 0620U}) {
        QCOMPARE(::chmod(file.constData(), mode), 0);
        const auto loaded = Identity::loadOrCreate(directory);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::LocalAccessDenied);
        QVERIFY(loaded.error().text.contains(u"chmod 600"_s));
        QVERIFY(!loaded.error().text.contains(home.path()));
    }
    QCOMPARE(::chmod(file.constData(), 0600), 0);
    QVERIFY(Identity::loadOrCreate(directory));
}

void IdentityTest::aFolderThatOthersCanOpenIsRefused()
{
    const QTemporaryDir home;
    const QString directory = home.filePath(u"key"_s);
    QVERIFY(QDir().mkpath(directory));
    QCOMPARE(::chmod(QFile::encodeName(directory).constData(), 0755), 0);
    const auto loaded = Identity::loadOrCreate(directory);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::LocalAccessDenied);
    QVERIFY(loaded.error().text.contains(u"chmod 700"_s));
    QVERIFY(QDir(directory).isEmpty());
}

void IdentityTest::aLinkInPlaceOfTheKeyIsRefused()
{
    const QTemporaryDir home;
    const QString real = home.filePath(u"real"_s);
    const QString directory = home.filePath(u"key"_s);
    QVERIFY(Identity::loadOrCreate(real));
    QVERIFY(QDir().mkdir(directory));
    QCOMPARE(::chmod(QFile::encodeName(directory).constData(), 0700), 0);
    QVERIFY(QFile::link(real + u"/identity.pem"_s, directory + u"/identity.pem"_s));
    const auto loaded = Identity::loadOrCreate(directory);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::LocalAccessDenied);
}

void IdentityTest::aDamagedOrForeignKeyFileIsRefusedAndLeftAlone_data()
{
    QTest::addColumn<QByteArray>("content");
    const auto identity = Identity::generate(u"host"_s);
    QVERIFY(identity);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("only the certificate") << identity->certificatePem();
    QTest::newRow("only the key") << identity->privateKeyPem();
    QTest::newRow("cut off") << (identity->privateKeyPem() + identity->certificatePem()).chopped(200);
    QTest::newRow("too large") << QByteArray(1024 * 1024, 'x');
    // An encrypted key must not make OpenSSL ask the terminal.
    QTest::newRow("an encrypted key") << "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGjMF8GCSqGSIb3DQEFDTBS\n-----END ENCRYPTED PRIVATE KEY-----\n"
            + identity->certificatePem();
}

void IdentityTest::aDamagedOrForeignKeyFileIsRefusedAndLeftAlone()
{
    QFETCH(const QByteArray, content);
    const QTemporaryDir home;
    const QString directory = home.filePath(u"key"_s);
    QVERIFY(QDir().mkdir(directory));
    QCOMPARE(::chmod(QFile::encodeName(directory).constData(), 0700), 0);
    QFile file(directory + u"/identity.pem"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    const auto loaded = Identity::loadOrCreate(directory);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::InputOutput);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content);
}

void IdentityTest::aKeyOfAnotherCertificateIsRefused()
{
    const auto one = Identity::generate();
    const auto other = Identity::generate();
    QVERIFY(one && other);
    QVERIFY(Identity::fromPem(one->certificatePem() + one->privateKeyPem())); // in either order
    QVERIFY(!Identity::fromPem(one->privateKeyPem() + other->certificatePem()));
}

void IdentityTest::aCommonNameWithControlCharactersIsMadePrintable()
{
    const auto identity = Identity::generate(u"evil\nname \u202e"_s + QString(300, u'x'));
    QVERIFY(identity);
    const QSslCertificate certificate(identity->certificatePem(), QSsl::Pem);
    const QString name = certificate.subjectInfo(QSslCertificate::CommonName).value(0);
    QVERIFY2(name.startsWith(u"evil\\u{0a}name"_s), qPrintable(name));
    QVERIFY(name.toUtf8().size() <= 64);
}

void IdentityTest::theKeyHashOfAPeersCertificateIsThatOfTheIdentity()
{
    const auto identity = Identity::generate();
    QVERIFY(identity);
    QCOMPARE(keyHashOfCertificate(identity->certificateDer()).value_or("failed"), identity->keyHash());
    QVERIFY(!keyHashOfCertificate({}));
    QVERIFY(!keyHashOfCertificate(identity->certificateDer().chopped(1)));
    QVERIFY(!keyHashOfCertificate(identity->certificateDer() + '\0'));
}

void IdentityTest::aFingerprintIsThirteenGroupsOfFour()
{
    // RFC 4648's base32 of "foobar…" padded to 32 bytes, computed with Python's base64.b32encode.
    const QByteArray hash = "foobarfoobarfoobarfoobarfoobarfo";
    QCOMPARE(formatFingerprint(hash), u"MZXW-6YTB-OJTG-633C-MFZG-M33P-MJQX-EZTP-N5RG-C4TG-N5XW-EYLS-MZXQ"_s);
    QCOMPARE(shortFingerprint(hash), u"MZXW-6YTB-OJTG-633C"_s);
    QCOMPARE(formatFingerprint("short"), QString());
}

void IdentityTest::aFingerprintIsReadHoweverItIsTyped()
{
    for (int i = 0; i < 200; ++i) {
        const QByteArray hash = randomBytes(32);
        const QString text = formatFingerprint(hash);
        QCOMPARE(text.size(), 13 * 4 + 12);
        QCOMPARE(parseFingerprint(text).value_or("failed"), hash);
        QCOMPARE(parseFingerprint(text.toLower()).value_or("failed"), hash);
        QCOMPARE(parseFingerprint(QString(text).remove(u'-')).value_or("failed"), hash);
        QCOMPARE(parseFingerprint(u"  "_s + QString(text).replace(u'-', u" - "_s) + u"\n"_s).value_or("failed"), hash);
    }
}

void IdentityTest::whatIsNoFingerprintIsRefused_data()
{
    QTest::addColumn<QString>("text");
    const QString good = formatFingerprint(QByteArray(32, '\0'));
    QTest::newRow("empty") << QString();
    QTest::newRow("only dashes") << u"-----"_s;
    QTest::newRow("a character short") << good.chopped(1);
    QTest::newRow("a character more") << QString(good + u'A');
    QTest::newRow("a one, which is no letter of base32") << QString(u'1' + good.mid(1));
    QTest::newRow("a letter that looks like an A") << QString(u'\u0410' + good.mid(1));
    QTest::newRow("bits beyond the hash") << QString(good.chopped(1) + u'B');
    QTest::newRow("the short form") << good.left(19);
}

void IdentityTest::whatIsNoFingerprintIsRefused()
{
    QFETCH(const QString, text);
    const auto hash = parseFingerprint(text);
    QVERIFY(!hash);
    QCOMPARE(hash.error().code, ErrorCode::BadArgument);
}

void IdentityTest::aGeneratedPasswordIsReadableAndNeverTheSame()
{
    QSet<QByteArray> seen;
    QSet<char> letters;
    for (int i = 0; i < 500; ++i) {
        const Secret password = generatePassword();
        const QByteArray text = password.bytes().toByteArray();
        QCOMPARE(text.size(), 19);
        for (qsizetype at = 0; at < text.size(); ++at) {
            QCOMPARE(text[at] == '-', at % 5 == 4);
            if (text[at] != '-')
                letters.insert(text[at]);
        }
        seen.insert(text);
    }
    QCOMPARE(seen.size(), 500);
    QCOMPARE(letters.size(), 31); // 16 of 31: 79 bits
    for (const char confusing : {'0', 'o', '1', 'l', 'i'})
        QVERIFY(!letters.contains(confusing));
}

void IdentityTest::takingASecretEmptiesItsSource()
{
    QByteArray bytes = "geheim";
    const Secret fromBytes = Secret::take(bytes);
    QVERIFY(bytes.isEmpty());
    QString text = u"geh\u00e9im"_s;
    text.detach();
    Secret fromText = Secret::take(text);
    QVERIFY(text.isEmpty());
    QCOMPARE(fromText.bytes().toByteArray(), u"geh\u00e9im"_s.toUtf8());
    Secret copy = fromBytes;
    QCOMPARE(copy.bytes().toByteArray(), QByteArray("geheim"));
    copy = std::move(fromText);
    QCOMPARE(copy.bytes().toByteArray(), u"geh\u00e9im"_s.toUtf8());
    copy.clear();
    QVERIFY(copy.isEmpty());
    QCOMPARE(fromBytes.bytes().size(), 6);
}

QTEST_GUILESS_MAIN(IdentityTest)
#include "tst_identity.moc"
