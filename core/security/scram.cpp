#include "core/security/scram.h"

#include "core/base/sha256.h"
#include "core/security/openssl_ptr.h"
#include "core/security/pbkdf2.h"

#include <QCoreApplication>
#include <QStringDecoder>

#include <openssl/crypto.h>
#include <openssl/hmac.h>

namespace transom::security {

namespace {

constexpr qsizetype HashBytes = 32;
constexpr qsizetype MostMessage = 2048; // bytes; a frame before sign-in holds 4 KiB
constexpr qsizetype MostName = 256;
constexpr qsizetype MostNonce = 256;
constexpr qsizetype MostSalt = 128;

unsigned char *bytesOf(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

const unsigned char *bytesOf(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

QByteArray hmac(QByteArrayView key, QByteArrayView message)
{
    QByteArray out(HashBytes, Qt::Uninitialized);
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytesOf(message), static_cast<size_t>(message.size()),
         bytesOf(out), nullptr);
    return out;
}

bool sameBytes(const QByteArray &one, const QByteArray &other)
{
    return one.size() == other.size()
        && CRYPTO_memcmp(one.constData(), other.constData(), static_cast<size_t>(one.size())) == 0;
}

QByteArray exclusiveOr(QByteArray one, const QByteArray &other)
{
    for (qsizetype i = 0; i < one.size(); ++i)
        one[i] = static_cast<char>(one[i] ^ other[i]);
    return one;
}

tl::unexpected<Error> nonsense()
{
    return fail(ErrorCode::BadMessage,
                QCoreApplication::translate("Security", "The other side sent a sign-in message that makes no sense."));
}

tl::unexpected<Error> outOfOrder()
{
    return fail(ErrorCode::WrongState, QCoreApplication::translate("Security", "The sign-in took its steps in the wrong order."));
}

tl::unexpected<Error> badText()
{
    return fail(ErrorCode::BadArgument,
                QCoreApplication::translate("Security", "The name or password holds characters that cannot be typed."));
}

/// Base64 in its one canonical form (RFC 5802: no white space, padded), so that no message has two spellings.
std::optional<QByteArray> fromBase64(QByteArrayView text)
{
    const QByteArray owned = text.toByteArray();
    auto result = QByteArray::fromBase64Encoding(owned, QByteArray::AbortOnBase64DecodingErrors);
    if (!result || result.decoded.isEmpty() || result.decoded.toBase64() != owned)
        return std::nullopt;
    return std::move(result.decoded);
}

/// RFC 5802: printable ASCII without the comma.
bool isNonce(QByteArrayView nonce)
{
    return !nonce.isEmpty() && nonce.size() <= MostNonce
        && std::all_of(nonce.begin(), nonce.end(), [](char c) { return c >= 0x21 && c <= 0x7e && c != ','; });
}

/// "x=value" of the attribute `name`, without its two first characters.
std::optional<QByteArray> attribute(const QByteArray &part, char name)
{
    if (part.size() < 2 || part[0] != name || part[1] != '=')
        return std::nullopt;
    return part.mid(2);
}

std::optional<QString> decodeUtf8(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(std::move(text));
}

std::optional<QByteArray> unescapeName(const QByteArray &escaped)
{
    QByteArray name;
    for (qsizetype i = 0; i < escaped.size(); ++i) {
        if (escaped[i] != '=') {
            name += escaped[i];
            continue;
        }
        const QByteArray code = escaped.mid(i + 1, 2);
        if (code == "2C")
            name += ',';
        else if (code == "3D")
            name += '=';
        else
            return std::nullopt;
        i += 2;
    }
    return name;
}

QByteArray escapeName(const QString &name)
{
    return name.toUtf8().replace("=", "=3D").replace(",", "=2C");
}

QByteArray makeNonce()
{
    return randomBytes(24).toBase64();
}

/// "c=" of a client's last message.
QByteArray bindingAttribute(const QByteArray &gs2Header, const ChannelBinding &binding)
{
    return "c=" + (gs2Header + binding.data()).toBase64();
}

} // namespace

Result<QString> prepareScramText(const QString &text)
{
    const QString normal = text.normalized(QString::NormalizationForm_KC);
    for (const char32_t c : normal.toUcs4()) {
        const auto category = QChar::category(c);
        if (category == QChar::Other_Control || category == QChar::Other_Surrogate || QChar::isNonCharacter(c) || c == 0xfffd)
            return badText();
    }
    return normal;
}

Result<QByteArray> saltedPassword(const Secret &password, const QByteArray &salt, int iterations)
{
    auto text = decodeUtf8(password.bytes());
    if (!text || iterations < 1 || salt.isEmpty())
        return badText();
    auto prepared = prepareScramText(*text);
    const Secret wipeText = Secret::take(*text);
    if (!prepared)
        return tl::make_unexpected(prepared.error());
    const Secret normal = Secret::take(*prepared);
    return pbkdf2(normal.bytes(), salt, iterations);
}

Result<ScramVerifier> makeVerifier(const Secret &password, const QByteArray &salt, int iterations)
{
    return saltedPassword(password, salt, iterations).map([&](const QByteArray &salted) {
        return makeVerifier(salted, salt, iterations);
    });
}

ScramVerifier makeVerifier(const QByteArray &saltedPassword, const QByteArray &salt, int iterations)
{
    return {salt, iterations, Sha256::of(hmac(saltedPassword, "Client Key")), hmac(saltedPassword, "Server Key")};
}

ScramVerifier fakeVerifier(const QByteArray &serverSecret, const QString &name, int iterations)
{
    return {hmac(serverSecret, name.toUtf8()).left(SaltBytes), iterations, randomBytes(HashBytes), randomBytes(HashBytes)};
}

Result<ChannelBinding> ChannelBinding::tlsServerEndPoint(const QByteArray &certificateDer)
{
    const auto certificate = certificateFromDer(bytesOf(certificateDer), static_cast<long>(certificateDer.size()));
    int digest = NID_undef;
    if (!certificate || X509_get_signature_info(certificate.get(), &digest, nullptr, nullptr, nullptr) != 1)
        return fail(ErrorCode::TlsFailed);
    // RFC 5929, section 4.1: the signature's own hash, but SHA-256 instead of MD5 and SHA-1.
    if (digest == NID_md5 || digest == NID_sha1)
        digest = NID_sha256;
    const EVP_MD *hash = EVP_get_digestbynid(digest);
    unsigned int size = 0;
    QByteArray data(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    if (!hash || X509_digest(certificate.get(), hash, bytesOf(data), &size) != 1)
        return fail(ErrorCode::TlsFailed);
    ChannelBinding binding;
    binding.m_data = data.left(size);
    return binding;
}

QByteArray ChannelBinding::gs2Header() const
{
    return isBound() ? QByteArrayLiteral("p=tls-server-end-point,,") : QByteArrayLiteral("n,,");
}

// ---- server

ScramServer::ScramServer(ChannelBinding binding, QByteArray nonce)
    : m_binding(std::move(binding))
    , m_nonce(nonce.isEmpty() ? makeNonce() : std::move(nonce))
{}

Result<QString> ScramServer::start(const QByteArray &clientFirst)
{
    if (m_state != State::Start) {
        m_state = State::Failed;
        return outOfOrder();
    }
    auto name = readFirst(clientFirst);
    m_state = name ? State::Challenge : State::Failed;
    return name;
}

Result<QString> ScramServer::readFirst(const QByteArray &clientFirst)
{
    if (clientFirst.size() > MostMessage)
        return nonsense();
    const QByteArray bindingFlag = m_binding.gs2Header().chopped(1); // "p=…," or "n,": anything else is a downgrade or another mechanism
    if (!clientFirst.startsWith(bindingFlag)) {
        return fail(ErrorCode::NotSecure,
                    m_binding.isBound()
                        ? QCoreApplication::translate("Security", "The sign-in is not bound to this encrypted connection; "
                                                                  "somebody may be in between.")
                        : QCoreApplication::translate("Security", "The sign-in asks to be bound to an encrypted connection, but this "
                                                                  "one is not encrypted."));
    }
    const qsizetype identityEnd = clientFirst.indexOf(',', bindingFlag.size());
    if (identityEnd < 0)
        return nonsense();
    const QByteArray identity = clientFirst.sliced(bindingFlag.size(), identityEnd - bindingFlag.size());
    m_gs2Header = clientFirst.left(identityEnd + 1);
    m_clientFirstBare = clientFirst.mid(identityEnd + 1);
    const auto parts = m_clientFirstBare.split(',');
    // A mandatory extension ("m=") would stand first and fail here, as the RFC wants. Optional ones may follow the nonce.
    if (parts.size() < 2)
        return nonsense();
    const auto escaped = attribute(parts[0], 'n');
    const auto nonce = attribute(parts[1], 'r');
    if (!escaped || escaped->size() > MostName || !nonce || !isNonce(*nonce))
        return nonsense();
    if (!identity.isEmpty() && identity != "a=" + *escaped) // nobody acts for somebody else here
        return nonsense();
    const auto name = unescapeName(*escaped);
    const auto text = name ? decodeUtf8(*name) : std::nullopt;
    if (!text || text->isEmpty())
        return nonsense();
    m_nonce.prepend(*nonce);
    auto prepared = prepareScramText(*text);
    if (!prepared)
        return nonsense();
    return prepared;
}

Result<QByteArray> ScramServer::challenge(const ScramVerifier &verifier)
{
    const bool usable = !verifier.salt.isEmpty() && verifier.iterations > 0 && verifier.storedKey.size() == HashBytes
        && verifier.serverKey.size() == HashBytes;
    if (m_state != State::Challenge || !usable) {
        m_state = State::Failed;
        return outOfOrder();
    }
    m_verifier = verifier;
    m_serverFirst = "r=" + m_nonce + ",s=" + verifier.salt.toBase64() + ",i=" + QByteArray::number(verifier.iterations);
    m_state = State::Finish;
    return m_serverFirst;
}

Result<QByteArray> ScramServer::finish(const QByteArray &clientFinal)
{
    if (m_state != State::Finish) {
        m_state = State::Failed;
        return outOfOrder();
    }
    auto answer = readFinal(clientFinal);
    m_state = answer ? State::Done : State::Failed;
    return answer;
}

Result<QByteArray> ScramServer::readFinal(const QByteArray &clientFinal)
{
    if (clientFinal.size() > MostMessage)
        return nonsense();
    const auto parts = clientFinal.split(',');
    if (parts.size() < 3)
        return nonsense();
    const auto nonce = attribute(parts[1], 'r');
    const auto proofText = attribute(parts.last(), 'p');
    const auto proof = proofText ? fromBase64(*proofText) : std::nullopt;
    if (!nonce || !sameBytes(*nonce, m_nonce) || !proof || proof->size() != HashBytes)
        return nonsense();
    if (!sameBytes(parts[0], bindingAttribute(m_gs2Header, m_binding))) {
        // Another certificate than ours at the client's end. The proof is not looked at: there is nothing to learn from it.
        return fail(ErrorCode::NotSecure,
                    QCoreApplication::translate("Security", "The sign-in belongs to another connection; somebody may be in between."));
    }
    const QByteArray withoutProof = clientFinal.chopped(parts.last().size() + 1);
    const QByteArray authMessage = m_clientFirstBare + ',' + m_serverFirst + ',' + withoutProof;
    const QByteArray clientKey = exclusiveOr(*proof, hmac(m_verifier.storedKey, authMessage));
    const bool proven = sameBytes(Sha256::of(clientKey), m_verifier.storedKey);
    const QByteArray answer = "v=" + hmac(m_verifier.serverKey, authMessage).toBase64();
    if (!proven)
        return fail(ErrorCode::AuthenticationFailed);
    return answer;
}

// ---- client

ScramClient::ScramClient(QString user, ChannelBinding binding, int minimumIterations, QByteArray nonce)
    : m_user(std::move(user))
    , m_binding(std::move(binding))
    , m_minimumIterations(minimumIterations)
    , m_nonce(nonce.isEmpty() ? makeNonce() : std::move(nonce))
{}

Result<QByteArray> ScramClient::first()
{
    if (m_state != State::First) {
        m_state = State::Failed;
        return outOfOrder();
    }
    const auto prepared = prepareScramText(m_user);
    const QByteArray name = prepared ? escapeName(*prepared) : QByteArray();
    if (name.isEmpty() || name.size() > MostName) {
        m_state = State::Failed;
        return badText();
    }
    m_clientFirstBare = "n=" + name + ",r=" + m_nonce;
    m_state = State::Read;
    return m_binding.gs2Header() + m_clientFirstBare;
}

Result<ScramChallenge> ScramClient::read(const QByteArray &serverFirst)
{
    if (m_state != State::Read) {
        m_state = State::Failed;
        return outOfOrder();
    }
    auto challenge = readChallenge(serverFirst);
    m_state = challenge ? State::Respond : State::Failed;
    return challenge;
}

Result<ScramChallenge> ScramClient::readChallenge(const QByteArray &serverFirst)
{
    if (serverFirst.size() > MostMessage)
        return nonsense();
    const auto parts = serverFirst.split(',');
    if (parts.size() < 3)
        return nonsense();
    const auto nonce = attribute(parts[0], 'r');
    const auto saltText = attribute(parts[1], 's');
    const auto iterationsText = attribute(parts[2], 'i');
    if (!nonce || !saltText || !iterationsText)
        return nonsense();
    const auto salt = fromBase64(*saltText);
    if (!salt || salt->size() > MostSalt)
        return nonsense();
    // The server must have added something of its own to our nonce, or an old exchange could be played again.
    if (!isNonce(*nonce) || !nonce->startsWith(m_nonce) || nonce->size() == m_nonce.size())
        return nonsense();
    bool isNumber = false;
    const int iterations = iterationsText->toInt(&isNumber);
    if (!isNumber || QByteArray::number(iterations) != *iterationsText)
        return nonsense();
    if (iterations < m_minimumIterations || iterations > limits::ScramLargestIterations) {
        return fail(ErrorCode::NotSecure,
                    QCoreApplication::translate("Security", "The server asks for a password proof of %1 rounds; between %2 and %3 "
                                                            "are safe. Nothing was sent.")
                        .arg(iterations)
                        .arg(m_minimumIterations)
                        .arg(limits::ScramLargestIterations));
    }
    m_fullNonce = *nonce;
    m_serverFirst = serverFirst;
    return ScramChallenge{*salt, iterations};
}

Result<QByteArray> ScramClient::respond(const QByteArray &saltedPassword)
{
    if (m_state != State::Respond || saltedPassword.size() != HashBytes) {
        m_state = State::Failed;
        return outOfOrder();
    }
    const QByteArray withoutProof = bindingAttribute(m_binding.gs2Header(), m_binding) + ",r=" + m_fullNonce;
    const QByteArray authMessage = m_clientFirstBare + ',' + m_serverFirst + ',' + withoutProof;
    const QByteArray clientKey = hmac(saltedPassword, "Client Key");
    const QByteArray proof = exclusiveOr(clientKey, hmac(Sha256::of(clientKey), authMessage));
    m_serverSignature = hmac(hmac(saltedPassword, "Server Key"), authMessage);
    m_state = State::Verify;
    return withoutProof + ",p=" + proof.toBase64();
}

Result<void> ScramClient::verify(const QByteArray &serverFinal)
{
    if (m_state != State::Verify) {
        m_state = State::Failed;
        return outOfOrder();
    }
    m_state = State::Failed;
    if (serverFinal.size() > MostMessage)
        return nonsense();
    if (serverFinal.startsWith("e="))
        return fail(ErrorCode::AuthenticationFailed);
    const auto signatureText = attribute(serverFinal.split(',').first(), 'v');
    const auto signature = signatureText ? fromBase64(*signatureText) : std::nullopt;
    if (!signature)
        return nonsense();
    if (!sameBytes(*signature, m_serverSignature))
        return fail(ErrorCode::BadServerProof);
    m_state = State::Done;
    return {};
}

} // namespace transom::security
