#pragma once

#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/security/secret.h"

#include <QByteArray>
#include <QString>

/// SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677) as state machines without I/O: strings in, strings out.
///
/// One deviation: instead of SASLprep (RFC 4013) names and passwords are normalised to NFKC, and refused where they hold
/// control characters or are no valid Unicode. What SASLprep would map to nothing (the soft hyphen and its like) stays,
/// and its checks of direction and of unassigned code points are not made. ASCII, and text as people type it, is the same in both.
namespace transom::security {

inline constexpr QLatin1String ScramSha256{"SCRAM-SHA-256"};
inline constexpr QLatin1String ScramSha256Plus{"SCRAM-SHA-256-PLUS"};

inline constexpr int SaltBytes = 16; ///< of new verifiers and of fake ones

/// What a server keeps of a password. Knowing it lets nobody sign in, but lets one guess passwords offline.
struct ScramVerifier
{
    QByteArray salt;
    int iterations = 0;
    QByteArray storedKey; ///< H(HMAC(SaltedPassword, "Client Key"))
    QByteArray serverKey; ///< HMAC(SaltedPassword, "Server Key")

    bool operator==(const ScramVerifier &) const = default;
};

/// NFKC, without control characters; BadArgument otherwise. Any thread.
Result<QString> prepareScramText(const QString &text);

/// PBKDF2-HMAC-SHA-256 of the prepared password: 0.14 s for 600,000 iterations. Call it off the I/O and GUI threads,
/// and keep the result for the same salt and iterations. Any thread.
Result<QByteArray> saltedPassword(const Secret &password, const QByteArray &salt, int iterations);

/// The same time, from a password.
Result<ScramVerifier> makeVerifier(const Secret &password, const QByteArray &salt, int iterations);
/// At once, from a salted password.
ScramVerifier makeVerifier(const QByteArray &saltedPassword, const QByteArray &salt, int iterations);

/// What a server answers for a name it does not know: always the same salt for the same name, the usual iterations, and
/// keys that no password fits. `name` must be folded as the look-up folds it.
ScramVerifier fakeVerifier(const QByteArray &serverSecret, const QString &name,
                           int iterations = limits::ScramIterations);

/// What ties an exchange to its TLS connection, so that nobody in the middle can pass it on.
class ChannelBinding
{
public:
    /// `p=tls-server-end-point` (RFC 5929): the hash of the server's certificate. Fails for a certificate that cannot be
    /// read or whose signature has no hash.
    static Result<ChannelBinding> tlsServerEndPoint(const QByteArray &certificateDer);
    /// The same from the 32 bytes that a stream has computed already; BadArgument where it has none.
    static Result<ChannelBinding> tlsServerEndPointHash(const QByteArray &hash)
    {
        if (hash.size() != 32)
            return fail(ErrorCode::BadArgument, QStringLiteral("There is no certificate to bind to."));
        ChannelBinding binding;
        binding.m_data = hash;
        return binding;
    }
    /// `n,,`: none. Only for the lab and for loopback, chosen by a person: whoever is in the middle can listen and relay.
    static ChannelBinding unbound() { return {}; }

    bool isBound() const { return !m_data.isEmpty(); }
    const QByteArray &data() const { return m_data; }
    QByteArray gs2Header() const;
    QLatin1String mechanism() const { return isBound() ? ScramSha256Plus : ScramSha256; }

private:
    QByteArray m_data;
};

/// The server's side of one exchange:
///   start(client-first) → the name → look the account up → challenge(verifier) → server-first
///   → finish(client-final) → server-final, or AuthenticationFailed.
/// The first error ends the exchange. What comes from the peer may be anything. One thread at a time.
class ScramServer
{
public:
    /// `nonce` is for test vectors; empty means random.
    explicit ScramServer(ChannelBinding binding, QByteArray nonce = {});

    /// The prepared name from the client's first message. An authorisation identity ("a=") other than the name itself is refused.
    Result<QString> start(const QByteArray &clientFirst);
    Result<QByteArray> challenge(const ScramVerifier &verifier);
    /// The server's signature, to be sent with the good news. AuthenticationFailed: the proof is wrong. BadMessage: nonsense.
    Result<QByteArray> finish(const QByteArray &clientFinal);

private:
    enum class State { Start, Challenge, Finish, Done, Failed };

    Result<QString> readFirst(const QByteArray &clientFirst);
    Result<QByteArray> readFinal(const QByteArray &clientFinal);

    ChannelBinding m_binding;
    QByteArray m_nonce;
    QByteArray m_gs2Header;
    QByteArray m_clientFirstBare;
    QByteArray m_serverFirst;
    ScramVerifier m_verifier;
    State m_state = State::Start;
};

struct ScramChallenge
{
    QByteArray salt;
    int iterations = 0;
};

/// The client's side of one exchange:
///   first() → client-first; read(server-first) → salt and iterations → derive or reuse the salted password
///   → respond(salted password) → client-final; verify(server-final) before anything the server says is believed.
/// The first error ends the exchange. What comes from the peer may be anything. One thread at a time.
class ScramClient
{
public:
    /// `minimumIterations` is lower, and `nonce` given, only for test vectors.
    ScramClient(QString user, ChannelBinding binding, int minimumIterations = limits::ScramIterations,
                QByteArray nonce = {});

    Result<QByteArray> first();
    /// Refuses a foreign nonce, and fewer iterations than the minimum (a server that wants to guess cheaply) or more than
    /// ten million (one that wants to keep the client busy).
    Result<ScramChallenge> read(const QByteArray &serverFirst);
    /// `saltedPassword` is good for the salt and iterations that read() returned.
    Result<QByteArray> respond(const QByteArray &saltedPassword);
    /// BadServerProof: this server does not know the account's verifier, it only pretended to check the password.
    Result<void> verify(const QByteArray &serverFinal);

private:
    enum class State { First, Read, Respond, Verify, Done, Failed };

    Result<ScramChallenge> readChallenge(const QByteArray &serverFirst);

    QString m_user;
    ChannelBinding m_binding;
    int m_minimumIterations;
    QByteArray m_nonce;
    QByteArray m_clientFirstBare;
    QByteArray m_serverFirst;
    QByteArray m_fullNonce;
    QByteArray m_serverSignature;
    State m_state = State::First;
};

} // namespace transom::security
