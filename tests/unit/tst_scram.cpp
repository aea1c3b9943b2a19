#include "core/base/clock.h"
#include "core/base/sha256.h"
#include "core/security/identity.h"
#include "core/security/pbkdf2.h"
#include "core/security/scram.h"

#include <QMessageAuthenticationCode>
#include <QTest>

#include <openssl/evp.h>

using namespace transom;
using namespace transom::security;
using namespace Qt::StringLiterals;

namespace {

constexpr int FewIterations = 4096; // of RFC 7677's example; only tests take so few

Secret secret(const char *text)
{
    return Secret{QByteArrayView(text)};
}

ChannelBinding boundTo(char c)
{
    return *ChannelBinding::tlsServerEndPointHash(QByteArray(32, c));
}

/// One exchange with a hand on the wire.
struct Exchange
{
    ChannelBinding clientBinding = boundTo('x');
    ChannelBinding serverBinding = boundTo('x');
    QString user = u"alice"_s;
    Secret password = secret("correct horse");
    ScramVerifier verifier;
    std::function<void(int, QByteArray &)> tamper = [](int, QByteArray &) {};

    bool serverAccepted = false;
    QString serverSaw;
    Error serverError;
    Error clientError;

    /// Both sides believe each other.
    bool run()
    {
        ScramClient client(user, clientBinding, FewIterations);
        ScramServer server(serverBinding);
        auto message = client.first();
        if (!message)
            return clientFailed(message.error());
        tamper(0, *message);
        auto name = server.start(*message);
        if (!name)
            return serverFailed(name.error());
        serverSaw = *name;
        message = server.challenge(verifier);
        if (!message)
            return serverFailed(message.error());
        tamper(1, *message);
        const auto challenge = client.read(*message);
        if (!challenge)
            return clientFailed(challenge.error());
        message = client.respond(saltedOf(*challenge));
        tamper(2, *message);
        message = server.finish(*message);
        if (!message)
            return serverFailed(message.error());
        serverAccepted = true;
        tamper(3, *message);
        const auto verified = client.verify(*message);
        return verified ? true : clientFailed(verified.error());
    }

private:
    QByteArray saltedOf(const ScramChallenge &challenge)
    {
        // Thousands of exchanges with the one salt: derived once.
        static QHash<QByteArray, QByteArray> cache;
        const QByteArray key = password.bytes().toByteArray() + '\n' + challenge.salt + QByteArray::number(challenge.iterations);
        auto found = cache.find(key);
        if (found == cache.end())
            found = cache.insert(key, *saltedPassword(password, challenge.salt, std::min(challenge.iterations, FewIterations)));
        return *found;
    }
    bool clientFailed(const Error &error)
    {
        clientError = error;
        return false;
    }
    bool serverFailed(const Error &error)
    {
        serverError = error;
        return false;
    }
};

const ScramVerifier &aliceVerifier()
{
    static const ScramVerifier verifier = *makeVerifier(secret("correct horse"), "0123456789abcdef", FewIterations);
    return verifier;
}

Exchange aliceExchange()
{
    Exchange exchange;
    exchange.verifier = aliceVerifier();
    return exchange;
}

} // namespace

class ScramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theExampleOfRfc7677IsReproducedByteForByte();
    void theRightPasswordSignsInBoundAndUnbound();
    void aWrongPasswordIsRefusedByTheServer();
    void aServerThatDoesNotKnowTheVerifierIsFoundOut();
    void anExchangeRelayedFromAnotherCertificateIsRefused();
    void aDowngradeOfTheChannelBindingIsRefused_data();
    void aDowngradeOfTheChannelBindingIsRefused();
    void everyMessageMutilatedAtEveryByteNeverSignsIn_data();
    void everyMessageMutilatedAtEveryByteNeverSignsIn();
    void aTruncatedMessageNeverSignsIn_data() { everyMessageMutilatedAtEveryByteNeverSignsIn_data(); }
    void aTruncatedMessageNeverSignsIn();
    void onesOwnNameAsIdentityIsAccepted();
    void nonsenseFromAClientIsRefused_data();
    void nonsenseFromAClientIsRefused();
    void nonsenseFromAServerIsRefused_data();
    void nonsenseFromAServerIsRefused();
    void namesWithCommasAndEqualSignsSurviveTheirEscaping();
    void namesAndPasswordsAreComparedInNfkc();
    void controlCharactersAreRefusedInNamesAndPasswords();
    void anUnknownNameGetsTheSameSaltEachTimeAndNeverSignsIn();
    void stepsInTheWrongOrderFailAndSpoilTheExchange();
    void aCachedSaltedPasswordGivesTheSameVerifier();
    void saltedPasswordsAreThoseOfAnotherImplementation();
    void sixHundredThousandRoundsAreTheLeastByDefault();
    void theBindingIsTheHashThatTheCertificateIsSignedWith();
};

void ScramTest::theExampleOfRfc7677IsReproducedByteForByte()
{
    const QByteArray clientFirst = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    const QByteArray serverFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    const QByteArray clientFinal = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    const QByteArray serverFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    const QByteArray salt = QByteArray::fromBase64("W22ZaJ0SNY7soEsUEjb6gQ==");
    ScramClient client(u"user"_s, ChannelBinding::unbound(), FewIterations, "rOprNGfwEbeRWgbNEkqO");
    ScramServer server(ChannelBinding::unbound(), "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    QCOMPARE(client.first().value_or("failed"), clientFirst);
    QCOMPARE(server.start(clientFirst).value_or(u"failed"_s), u"user"_s);
    const auto verifier = makeVerifier(secret("pencil"), salt, FewIterations);
    QVERIFY(verifier);
    QCOMPARE(server.challenge(*verifier).value_or("failed"), serverFirst);
    const auto challenge = client.read(serverFirst);
    QVERIFY(challenge);
    QCOMPARE(challenge->salt, salt);
    QCOMPARE(challenge->iterations, FewIterations);
    const auto salted = saltedPassword(secret("pencil"), challenge->salt, challenge->iterations);
    QVERIFY(salted);
    QCOMPARE(client.respond(*salted).value_or("failed"), clientFinal);
    QCOMPARE(server.finish(clientFinal).value_or("failed"), serverFinal);
    QVERIFY(client.verify(serverFinal));
}

void ScramTest::theRightPasswordSignsInBoundAndUnbound()
{
    Exchange bound = aliceExchange();
    QVERIFY(bound.run());
    QCOMPARE(bound.serverSaw, u"alice"_s);
    Exchange unbound = aliceExchange();
    unbound.clientBinding = unbound.serverBinding = ChannelBinding::unbound();
    QVERIFY(unbound.run());
    QCOMPARE(boundTo('x').mechanism(), ScramSha256Plus);
    QCOMPARE(ChannelBinding::unbound().mechanism(), ScramSha256);
}

void ScramTest::aWrongPasswordIsRefusedByTheServer()
{
    Exchange exchange = aliceExchange();
    exchange.password = secret("correct house");
    QVERIFY(!exchange.run());
    QCOMPARE(exchange.serverError.code, ErrorCode::AuthenticationFailed);
}

void ScramTest::aServerThatDoesNotKnowTheVerifierIsFoundOut()
{
    // It knows salt and iterations, accepts whatever proof comes, and makes its signature up.
    Exchange exchange = aliceExchange();
    exchange.tamper = [](int step, QByteArray &message) {
        if (step == 3)
            message = "v=" + QByteArray(32, 'z').toBase64();
    };
    QVERIFY(!exchange.run());
    QCOMPARE(exchange.clientError.code, ErrorCode::BadServerProof);
}

void ScramTest::anExchangeRelayedFromAnotherCertificateIsRefused()
{
    Exchange exchange = aliceExchange();
    exchange.clientBinding = boundTo('y');
    QVERIFY(!exchange.run());
    QCOMPARE(exchange.serverError.code, ErrorCode::NotSecure);
}

void ScramTest::aDowngradeOfTheChannelBindingIsRefused_data()
{
    QTest::addColumn<bool>("serverBound");
    QTest::addColumn<QByteArray>("clientFirst");
    QTest::newRow("none") << true << QByteArray("n,,n=alice,r=abc");
    QTest::newRow("client could, thinks the server cannot") << true << QByteArray("y,,n=alice,r=abc");
    QTest::newRow("another kind of binding") << true << QByteArray("p=tls-unique,,n=alice,r=abc");
    QTest::newRow("a longer name of a kind") << true << QByteArray("p=tls-server-end-pointed,,n=alice,r=abc");
    QTest::newRow("bound on an open line") << false << QByteArray("p=tls-server-end-point,,n=alice,r=abc");
    QTest::newRow("y on an open line") << false << QByteArray("y,,n=alice,r=abc");
}

void ScramTest::aDowngradeOfTheChannelBindingIsRefused()
{
    QFETCH(const bool, serverBound);
    QFETCH(const QByteArray, clientFirst);
    ScramServer server(serverBound ? boundTo('x') : ChannelBinding::unbound());
    const auto name = server.start(clientFirst);
    QVERIFY(!name);
    QCOMPARE(name.error().code, ErrorCode::NotSecure);
    QVERIFY(!server.challenge(aliceVerifier()));
}

void ScramTest::everyMessageMutilatedAtEveryByteNeverSignsIn_data()
{
    QTest::addColumn<int>("step");
    QTest::newRow("client first") << 0;
    QTest::newRow("server first") << 1;
    QTest::newRow("client final") << 2;
    QTest::newRow("server final") << 3;
}

void ScramTest::everyMessageMutilatedAtEveryByteNeverSignsIn()
{
    QFETCH(const int, step);
    qsizetype length = 1;
    int tried = 0;
    for (qsizetype position = 0; position < length; ++position) {
        for (int change = 1; change < 256; change = change < 8 ? change + 1 : change * 2 - 3) {
            Exchange exchange = aliceExchange();
            exchange.tamper = [&](int at, QByteArray &message) {
                if (at != step)
                    return;
                length = message.size();
                message[position] = static_cast<char>(message[position] ^ change);
            };
            const bool signedIn = exchange.run();
            QVERIFY2(!signedIn, qPrintable(u"byte %1 xor %2"_s.arg(position).arg(change)));
            if (step < 3)
                QVERIFY2(!exchange.serverAccepted, qPrintable(u"byte %1 xor %2"_s.arg(position).arg(change)));
            ++tried;
        }
    }
    QVERIFY(tried > 400);
}

void ScramTest::aTruncatedMessageNeverSignsIn()
{
    QFETCH(const int, step);
    qsizetype length = 1;
    for (qsizetype keep = 0; keep < length; ++keep) {
        Exchange exchange = aliceExchange();
        exchange.tamper = [&](int at, QByteArray &message) {
            if (at != step)
                return;
            length = message.size();
            message.truncate(keep);
        };
        QVERIFY2(!exchange.run(), qPrintable(QString::number(keep)));
    }
    QVERIFY(length > 30);
}

void ScramTest::onesOwnNameAsIdentityIsAccepted()
{
    ScramServer server(boundTo('x'), "SERVER");
    const QByteArray header = "p=tls-server-end-point,a=ali=2Cce,";
    const QByteArray bare = "n=ali=2Cce,r=abc";
    QCOMPARE(server.start(header + bare).value_or(QString()), u"ali,ce"_s);
    const auto challenge = server.challenge(aliceVerifier());
    QVERIFY(challenge);
    // A client's proof by hand, over the header as it was sent.
    const auto salted = *saltedPassword(secret("correct horse"), aliceVerifier().salt, FewIterations);
    const QByteArray withoutProof = "c=" + (header + QByteArray(32, 'x')).toBase64() + ",r=abcSERVER";
    const auto sign = [](const QByteArray &key, const QByteArray &message) {
        return QMessageAuthenticationCode::hash(message, key, QCryptographicHash::Sha256);
    };
    QByteArray proof = sign(salted, "Client Key");
    const QByteArray signature = sign(Sha256::of(proof), bare + ',' + *challenge + ',' + withoutProof);
    for (qsizetype i = 0; i < proof.size(); ++i)
        proof[i] = static_cast<char>(proof[i] ^ signature[i]);
    QVERIFY(server.finish(withoutProof + ",p=" + proof.toBase64()));
}

void ScramTest::nonsenseFromAClientIsRefused_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("final");
    const QByteArray header = "p=tls-server-end-point,,";
    const QByteArray first = header + "n=alice,r=abc";
    const QByteArray binding = "c=" + (header + QByteArray(32, 'x')).toBase64();
    const QByteArray proof = ",p=" + QByteArray(32, 'p').toBase64();
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("an identity to act for") << QByteArray("p=tls-server-end-point,a=bob,n=alice,r=abc") << QByteArray();
    QTest::newRow("an identity that is empty") << QByteArray("p=tls-server-end-point,a=,n=alice,r=abc") << QByteArray();
    QTest::newRow("text in place of an identity") << QByteArray("p=tls-server-end-point,alice,n=alice,r=abc") << QByteArray();
    QTest::newRow("nothing after the binding") << QByteArray("p=tls-server-end-point,") << QByteArray();
    QTest::newRow("a mandatory extension") << header + "m=x,n=alice,r=abc" << QByteArray();
    QTest::newRow("no nonce") << header + "n=alice" << QByteArray();
    QTest::newRow("an empty nonce") << header + "n=alice,r=" << QByteArray();
    QTest::newRow("a nonce with a space") << header + "n=alice,r=a b" << QByteArray();
    QTest::newRow("an empty name") << header + "n=,r=abc" << QByteArray();
    QTest::newRow("an unknown escape") << header + "n=al=20ice,r=abc" << QByteArray();
    QTest::newRow("an unfinished escape") << header + "n=alice=2,r=abc" << QByteArray();
    QTest::newRow("a lower-case escape") << header + "n=alice=2c,r=abc" << QByteArray();
    QTest::newRow("no UTF-8") << header + "n=al\xff" "ice,r=abc" << QByteArray();
    QTest::newRow("a NUL in the name") << header + QByteArray("n=al\0ce,r=abc", 13) << QByteArray();
    QTest::newRow("a name too long") << header + "n=" + QByteArray(300, 'a') + ",r=abc" << QByteArray();
    QTest::newRow("a nonce too long") << header + "n=alice,r=" + QByteArray(300, 'a') << QByteArray();
    QTest::newRow("a message too long") << first + ",x=" + QByteArray(4000, 'a') << QByteArray();
    QTest::newRow("another nonce") << first << binding + ",r=abcdefg" + proof;
    QTest::newRow("only the client's nonce") << first << binding + ",r=abc" + proof;
    QTest::newRow("no proof") << first << binding + ",r=abcSERVER";
    QTest::newRow("an empty proof") << first << binding + ",r=abcSERVER,p=";
    QTest::newRow("a short proof") << first << binding + ",r=abcSERVER,p=" + QByteArray(31, 'p').toBase64();
    QTest::newRow("a long proof") << first << binding + ",r=abcSERVER,p=" + QByteArray(33, 'p').toBase64();
    QTest::newRow("a proof that is no base64") << first << binding + ",r=abcSERVER,p=!!!!";
    QTest::newRow("a proof with a line break") << first << binding + ",r=abcSERVER" + proof.chopped(4) + "\n" + proof.right(4);
    QTest::newRow("text after the proof") << first << binding + ",r=abcSERVER" + proof + ",x=y";
    QTest::newRow("a final too long") << first << binding + ",r=abcSERVER,x=" + QByteArray(4000, 'a') + proof;
    QTest::newRow("a binding of zeros") << first << "c=" + (header + QByteArray(32, '\0')).toBase64() + ",r=abcSERVER" + proof;
    QTest::newRow("an unbound binding") << first << "c=biws,r=abcSERVER" + proof;
    QTest::newRow("everything right but the proof") << first << binding + ",r=abcSERVER" + proof;
}

void ScramTest::nonsenseFromAClientIsRefused()
{
    QFETCH(const QByteArray, first);
    QFETCH(const QByteArray, final);
    ScramServer server(boundTo('x'), "SERVER");
    const auto name = server.start(first);
    if (final.isEmpty()) {
        QVERIFY(!name);
        return;
    }
    QCOMPARE(name.value_or(QString()), u"alice"_s);
    QVERIFY(server.challenge(aliceVerifier()));
    QVERIFY(!server.finish(final));
    QVERIFY(!server.finish(final)); // no second try on the same exchange
}

void ScramTest::nonsenseFromAServerIsRefused_data()
{
    QTest::addColumn<QByteArray>("serverFirst");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("empty") << QByteArray() << ErrorCode::BadMessage;
    QTest::newRow("another nonce") << QByteArray("r=xyz123,s=c2FsdA==,i=4096") << ErrorCode::BadMessage;
    QTest::newRow("nothing added to the nonce") << QByteArray("r=abc,s=c2FsdA==,i=4096") << ErrorCode::BadMessage;
    QTest::newRow("an extension that is mandatory") << QByteArray("m=1,r=abc123,s=c2FsdA==,i=4096") << ErrorCode::BadMessage;
    QTest::newRow("no salt") << QByteArray("r=abc123,s=,i=4096") << ErrorCode::BadMessage;
    QTest::newRow("a salt that is no base64") << QByteArray("r=abc123,s=c2Fsd,i=4096") << ErrorCode::BadMessage;
    QTest::newRow("an endless salt") << "r=abc123,s=" + QByteArray(600, 's').toBase64() + ",i=4096" << ErrorCode::BadMessage;
    QTest::newRow("iterations that are no number") << QByteArray("r=abc123,s=c2FsdA==,i=many") << ErrorCode::BadMessage;
    QTest::newRow("iterations with a sign") << QByteArray("r=abc123,s=c2FsdA==,i=+4096") << ErrorCode::BadMessage;
    QTest::newRow("iterations beyond 32 bits") << QByteArray("r=abc123,s=c2FsdA==,i=4294971392") << ErrorCode::BadMessage;
    QTest::newRow("too few iterations") << QByteArray("r=abc123,s=c2FsdA==,i=4095") << ErrorCode::NotSecure;
    QTest::newRow("negative iterations") << QByteArray("r=abc123,s=c2FsdA==,i=-1") << ErrorCode::NotSecure;
    QTest::newRow("too many iterations") << QByteArray("r=abc123,s=c2FsdA==,i=10000001") << ErrorCode::NotSecure;
}

void ScramTest::nonsenseFromAServerIsRefused()
{
    QFETCH(const QByteArray, serverFirst);
    QFETCH(const ErrorCode, code);
    ScramClient client(u"alice"_s, boundTo('x'), FewIterations, "abc");
    QVERIFY(client.first());
    const auto challenge = client.read(serverFirst);
    QVERIFY(!challenge);
    QCOMPARE(challenge.error().code, code);
    QVERIFY(!client.respond(QByteArray(32, 'k')));
}

void ScramTest::namesWithCommasAndEqualSignsSurviveTheirEscaping()
{
    Exchange exchange = aliceExchange();
    exchange.user = u"a,b=c,=2C"_s;
    QByteArray sent;
    exchange.tamper = [&](int step, QByteArray &message) {
        if (step == 0)
            sent = message;
    };
    QVERIFY(exchange.run());
    QCOMPARE(exchange.serverSaw, u"a,b=c,=2C"_s);
    QVERIFY(sent.contains("n=a=2Cb=3Dc=2C=3D2C,r="));
}

void ScramTest::namesAndPasswordsAreComparedInNfkc()
{
    Exchange exchange;
    exchange.user = u"李\uFF41"_s; // a full-width a
    exchange.verifier = *makeVerifier(Secret::fromText(u"caf\u00e9 \u2163 geheim"_s), "salt", FewIterations);
    exchange.password = Secret::fromText(u"cafe\u0301 IV geheim"_s);
    QVERIFY(exchange.run());
    QCOMPARE(exchange.serverSaw, u"李a"_s);
}

void ScramTest::controlCharactersAreRefusedInNamesAndPasswords()
{
    ScramClient client(u"al\tice"_s, boundTo('x'));
    const auto first = client.first();
    QVERIFY(!first);
    QCOMPARE(first.error().code, ErrorCode::BadArgument);
    QVERIFY(!saltedPassword(secret("pass\nword"), "salt", 1));
    QVERIFY(!saltedPassword(secret("pass\xffword"), "salt", 1));
    QVERIFY(saltedPassword(secret("password"), "salt", 1));
}

void ScramTest::anUnknownNameGetsTheSameSaltEachTimeAndNeverSignsIn()
{
    const QByteArray serverSecret(32, 's');
    const auto fake = fakeVerifier(serverSecret, u"nobody"_s, FewIterations);
    const auto again = fakeVerifier(serverSecret, u"nobody"_s, FewIterations);
    QCOMPARE(again.salt, fake.salt);
    QCOMPARE(fake.salt.size(), SaltBytes);
    QCOMPARE(fake.iterations, aliceVerifier().iterations);
    QVERIFY(fakeVerifier(serverSecret, u"somebody"_s).salt != fake.salt);
    QVERIFY(fakeVerifier(QByteArray(32, 't'), u"nobody"_s).salt != fake.salt);
    QVERIFY(again.storedKey != fake.storedKey);

    Exchange exchange;
    exchange.user = u"nobody"_s;
    exchange.verifier = fake;
    QVERIFY(!exchange.run());
    Exchange wrong = aliceExchange();
    wrong.password = secret("wrong password");
    QVERIFY(!wrong.run());
    QCOMPARE(exchange.serverError, wrong.serverError); // nothing tells the two apart
}

void ScramTest::stepsInTheWrongOrderFailAndSpoilTheExchange()
{
    ScramServer server(boundTo('x'));
    QVERIFY(!server.finish("c=biws,r=abc,p=xyz"));
    QVERIFY(!server.start("p=tls-server-end-point,,n=alice,r=abc"));

    ScramServer twice(boundTo('x'));
    QVERIFY(twice.start("p=tls-server-end-point,,n=alice,r=abc"));
    QVERIFY(!twice.start("p=tls-server-end-point,,n=bob,r=abc"));
    QVERIFY(!twice.challenge(aliceVerifier()));

    ScramServer empty(boundTo('x'));
    QVERIFY(empty.start("p=tls-server-end-point,,n=alice,r=abc"));
    QVERIFY(!empty.challenge({}));

    ScramClient client(u"alice"_s, boundTo('x'), FewIterations);
    QVERIFY(!client.verify("v=" + QByteArray(32, 'v').toBase64())); // "you are in" before anything was asked
    QVERIFY(!client.first());
}

void ScramTest::aCachedSaltedPasswordGivesTheSameVerifier()
{
    const auto salted = saltedPassword(secret("correct horse"), "0123456789abcdef", FewIterations);
    QVERIFY(salted);
    QCOMPARE(makeVerifier(*salted, "0123456789abcdef", FewIterations), aliceVerifier());
}

void ScramTest::saltedPasswordsAreThoseOfAnotherImplementation()
{
    // Around the length of a block, where keys are hashed first, and the salts that end a block early or late.
    for (const int length : {0, 1, 31, 63, 64, 65, 128, 1000}) {
        for (const int iterations : {1, 2, 3, 257}) {
            const QByteArray password(length, 'p');
            const QByteArray salt(length / 2 + 1, 's');
            QByteArray expected(32, Qt::Uninitialized);
            QCOMPARE(PKCS5_PBKDF2_HMAC(password.constData(), length, reinterpret_cast<const unsigned char *>(salt.constData()), static_cast<int>(salt.size()),
                                       iterations, EVP_sha256(), 32, reinterpret_cast<unsigned char *>(expected.data())),
                     1);
            QCOMPARE(pbkdf2(password, salt, iterations).toHex(), expected.toHex());
        }
    }
}

void ScramTest::sixHundredThousandRoundsAreTheLeastByDefault()
{
    ScramClient client(u"alice"_s, boundTo('x'), limits::ScramIterations, "abc");
    QVERIFY(client.first());
    const auto challenge = client.read("r=abc123,s=c2FsdA==,i=599999");
    QVERIFY(!challenge);
    QCOMPARE(challenge.error().code, ErrorCode::NotSecure);
    ScramClient other(u"alice"_s, boundTo('x'));
    const auto first = other.first();
    QVERIFY(first);
    const QByteArray nonce = first->mid(first->indexOf("r=") + 2);
    QVERIFY(nonce.size() >= 32);
    QVERIFY(other.read("r=" + nonce + "123,s=c2FsdA==,i=600000"));

    const qint64 started = monotonicMs();
    QVERIFY(saltedPassword(secret("correct horse"), "salt", limits::ScramIterations));
    qInfo("600,000 iterations: %lld ms", monotonicMs() - started);
}

void ScramTest::theBindingIsTheHashThatTheCertificateIsSignedWith()
{
    const auto identity = Identity::generate(u"test"_s);
    QVERIFY(identity);
    const auto binding = ChannelBinding::tlsServerEndPoint(identity->certificateDer());
    QVERIFY(binding);
    QCOMPARE(binding->data(), Sha256::of(identity->certificateDer()));
    QCOMPARE(binding->gs2Header(), QByteArray("p=tls-server-end-point,,"));
    QVERIFY(!ChannelBinding::tlsServerEndPoint("no certificate"));
    QVERIFY(!ChannelBinding::tlsServerEndPoint(identity->certificateDer() + 'x'));
    QVERIFY(!ChannelBinding::tlsServerEndPointHash({}));
}

QTEST_GUILESS_MAIN(ScramTest)
#include "tst_scram.moc"
