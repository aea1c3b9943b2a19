#include "core/lab/experiment/runs.h"

#include "core/security/scram.h"

#include <QMessageAuthenticationCode>
#include <QRandomGenerator>
#include <QSet>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

const QByteArray Key("secret");

/// How one side convinces the other, on a connection that somebody may listen to.
class Scheme
{
public:
    virtual ~Scheme() = default;
    /// What the listener has heard of one sign-in: the server's challenge and the client's answer to it.
    struct Heard
    {
        QByteArray challenge;
        QByteArray answer;
    };
    virtual Result<Heard> signIn(ExperimentBench &bench, NativeSocket &client, NativeSocket &server) = 0;
    /// Without the key. True: it was let in.
    virtual Result<bool> replay(ExperimentBench &bench, NativeSocket &client, NativeSocket &server, const QHash<QByteArray, QByteArray> &heard) = 0;
};

Result<QByteArray> across(ExperimentBench &bench, NativeSocket &from, NativeSocket &to, const QByteArray &bytes)
{
    if (auto sent = bench.sendAll(from, bytes); !sent)
        return tl::unexpected(sent.error());
    return bench.receiveExactly(to, bytes.size());
}

/// The server says whether it lets somebody in.
Result<bool> judged(ExperimentBench &bench, NativeSocket &server, NativeSocket &client, bool letIn)
{
    const auto verdict = across(bench, server, client, letIn ? "welcome" : "denied");
    return verdict ? Result<bool>(letIn) : tl::unexpected(verdict.error());
}

/// The tutorials' HMAC-MD5 over a challenge; only the challenge differs.
class Digest : public Scheme
{
public:
    explicit Digest(bool nonce)
        : m_nonce(nonce)
    {}

    Result<Heard> signIn(ExperimentBench &bench, NativeSocket &client, NativeSocket &server) override
    {
        const auto challenge = across(bench, server, client, newChallenge());
        if (!challenge)
            return tl::unexpected(challenge.error());
        const auto answer = across(bench, client, server, proof(*challenge));
        if (!answer)
            return tl::unexpected(answer.error());
        if (const auto good = judged(bench, server, client, *answer == proof(*challenge)); !good)
            return tl::unexpected(good.error());
        return Heard{*challenge, *answer};
    }

    Result<bool> replay(ExperimentBench &bench, NativeSocket &client, NativeSocket &server, const QHash<QByteArray, QByteArray> &heard) override
    {
        const auto challenge = across(bench, server, client, newChallenge());
        if (!challenge)
            return tl::unexpected(challenge.error());
        // What it has not heard it can only make up.
        const auto answer = across(bench, client, server, heard.value(*challenge, QByteArray(16, '?')));
        if (!answer)
            return tl::unexpected(answer.error());
        return judged(bench, server, client, *answer == proof(*challenge));
    }

private:
    QByteArray newChallenge() const
    {
        QRandomGenerator &random = *QRandomGenerator::system();
        if (!m_nonce)
            return QByteArray::number(random.bounded(100));
        QByteArray nonce(16, Qt::Uninitialized);
        for (char &byte : nonce)
            byte = static_cast<char>(random.bounded(256));
        return nonce.toHex();
    }

    static QByteArray proof(const QByteArray &challenge) { return QMessageAuthenticationCode::hash(challenge, Key, QCryptographicHash::Md5); }

    const bool m_nonce;
};

/// RFC 7677. The listener says again what a client has said, word by word.
class Scram : public Scheme
{
public:
    static constexpr int Iterations = 4096; // the least that RFC 7677 allows: this is about the exchange

    Scram()
        : m_salted(*security::saltedPassword(security::Secret(Key), QByteArray(16, 's'), Iterations))
        , m_verifier(security::makeVerifier(m_salted, QByteArray(16, 's'), Iterations))
    {}

    Result<Heard> signIn(ExperimentBench &bench, NativeSocket &client, NativeSocket &server) override
    {
        security::ScramClient prover(u"learner"_s, security::ChannelBinding::unbound(), Iterations);
        security::ScramServer verifier(security::ChannelBinding::unbound());
        const auto first = prover.first();
        if (!first)
            return tl::unexpected(first.error());
        const auto challenge = challenged(bench, client, server, verifier, *first);
        if (!challenge)
            return tl::unexpected(challenge.error());
        const auto asked = prover.read(*challenge);
        if (!asked)
            return tl::unexpected(asked.error());
        const auto answer = prover.respond(m_salted);
        if (!answer)
            return tl::unexpected(answer.error());
        if (const auto good = answered(bench, client, server, verifier, *answer); !good || !*good)
            return good ? fail(ErrorCode::Internal) : tl::unexpected(good.error());
        m_first = *first;
        m_answers.append(*answer);
        return Heard{*challenge, *answer};
    }

    Result<bool> replay(ExperimentBench &bench, NativeSocket &client, NativeSocket &server, const QHash<QByteArray, QByteArray> &) override
    {
        security::ScramServer verifier(security::ChannelBinding::unbound());
        if (const auto challenge = challenged(bench, client, server, verifier, m_first); !challenge)
            return tl::unexpected(challenge.error());
        return answered(bench, client, server, verifier, m_answers.constLast());
    }

private:
    Result<QByteArray> challenged(ExperimentBench &bench, NativeSocket &client, NativeSocket &server, security::ScramServer &verifier, const QByteArray &first)
    {
        const auto came = across(bench, client, server, first);
        if (!came)
            return tl::unexpected(came.error());
        if (const auto name = verifier.start(*came); !name)
            return tl::unexpected(name.error());
        const auto challenge = verifier.challenge(m_verifier);
        if (!challenge)
            return tl::unexpected(challenge.error());
        return across(bench, server, client, *challenge);
    }

    static Result<bool> answered(ExperimentBench &bench, NativeSocket &client, NativeSocket &server, security::ScramServer &verifier, const QByteArray &answer)
    {
        const auto came = across(bench, client, server, answer);
        if (!came)
            return tl::unexpected(came.error());
        return judged(bench, server, client, verifier.finish(*came).has_value());
    }

    const QByteArray m_salted;
    const security::ScramVerifier m_verifier;
    QByteArray m_first;
    QByteArrayList m_answers;
};

std::unique_ptr<Scheme> schemeOf(const QString &name)
{
    if (name == "scram"_L1)
        return std::make_unique<Scram>();
    return std::make_unique<Digest>(name == "nonce"_L1);
}

} // namespace

Result<ExperimentResult> runSecret(ExperimentBench &bench)
{
    const auto scheme = schemeOf(bench.text(u"scheme"_s));
    const int watched = bench.number(u"watched"_s);
    constexpr int Attempts = 100;
    // One connection carries all sign-ins, another all attempts: a connection for each would only leave a thousand ports in TIME_WAIT.
    auto ends = bench.connected();
    if (!ends)
        return tl::unexpected(ends.error());
    auto impostor = bench.connected();
    if (!impostor)
        return tl::unexpected(impostor.error());
    // The next challenge follows the verdict on the last: a thousand times 40 ms would be spent on waiting.
    for (const NativeSocket *server : {&ends->server, &impostor->server})
        ExperimentBench::sendAtOnce(*server);
    QHash<QByteArray, QByteArray> heard;
    for (int i = 0; i < watched && !bench.isStopped(); ++i) {
        const auto one = scheme->signIn(bench, ends->client, ends->server);
        if (!one)
            return tl::unexpected(one.error());
        heard.insert(one->challenge, one->answer);
    }
    int accepted = 0;
    for (int i = 0; i < Attempts && !bench.isStopped(); ++i) {
        const auto letIn = scheme->replay(bench, impostor->client, impostor->server, heard);
        if (!letIn)
            return tl::unexpected(letIn.error());
        accepted += *letIn;
    }
    ExperimentResult result;
    result.outcome = accepted == 0 ? u"none"_s : accepted * 2 < Attempts ? u"some"_s : u"most"_s;
    result.measured = {{u"watched"_s, Measured::count(watched)},
                       {u"distinct"_s, Measured::count(heard.size())},
                       {u"attempts"_s, Measured::count(Attempts)},
                       {u"accepted"_s, Measured::count(accepted)}};
    return result;
}

} // namespace transom::lab
