// hmac: a challenge of two digits at most, answered with HMAC-MD5. Weak on purpose: the lesson is the shape.

#include "core/lab/dialect/line_client.h"
#include "core/lab/dialect/makers.h"

#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <openssl/crypto.h>

namespace transom::lab {

namespace {

constexpr qsizetype DigestSize = 16;
// What crosses the wire is the dialect's and in its language, whatever the user's is.
const QByteArray Accepted = QByteArrayLiteral("验证成功");
const QByteArray Denied = QByteArrayLiteral("验证失败");

QByteArray digest(const Parameters &parameters, QByteArrayView challenge)
{
    return QMessageAuthenticationCode::hash(challenge.toByteArray(), parameters.text("key").toUtf8(), QCryptographicHash::Md5);
}

class HmacServer final : public Conversation
{
public:
    using Conversation::Conversation;
    void opened() override
    {
        m_challenge = QByteArray::number(QRandomGenerator::system()->bounded(100));
        send(m_challenge);
        readUpTo(DigestSize);
    }
    void received(QByteArrayView bytes, const QString &) override
    {
        if (m_answer.isEmpty() && bytes == "q") {
            said(bytes);
            return leave(QStringLiteral("left"));
        }
        m_answer += bytes;
        if (m_answer.size() < DigestSize)
            return readUpTo(DigestSize - m_answer.size());
        const QByteArray answer = std::exchange(m_answer, {});
        const QByteArray expected = digest(parameters(), m_challenge);
        ++m_tries;
        if (CRYPTO_memcmp(answer.constData(), expected.constData(), static_cast<size_t>(DigestSize)) == 0) {
            info(QCoreApplication::translate("Lab", "The digest is right."));
            send(Accepted);
            return leave(QStringLiteral("accepted"));
        }
        problem(QCoreApplication::translate("Lab", "The digest is wrong."));
        send(Denied);
        readUpTo(DigestSize);
    }
    void ended() override
    {
        const int had = static_cast<int>(m_answer.size());
        if (had > 0)
            problem(QCoreApplication::translate("Lab", "The connection ended after %n of the 16 bytes of a digest.", nullptr, had));
        leave(m_tries > 0 ? QStringLiteral("denied") : QStringLiteral("no answer"));
    }

    QString awaits() const override
    {
        const int missing = static_cast<int>(DigestSize - m_answer.size());
        return QCoreApplication::translate("Lab", "%n of the 16 bytes of the digest", nullptr, missing);
    }

private:
    void leave(const QString &verdict)
    {
        act(LogLine{QStringLiteral("%1 after %2 answers").arg(verdict).arg(m_tries)});
        finish();
    }

    QByteArray m_challenge;
    QByteArray m_answer;
    int m_tries = 0;
};

class HmacClient final : public Conversation
{
public:
    using Conversation::Conversation;
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        if (!std::exchange(m_answered, true)) {
            send(digest(parameters(), bytes));
            return readChunk();
        }
        if (bytes.startsWith(Accepted))
            return finish();
        if (bytes.startsWith(Denied))
            send("q");
        giveUp(ErrorCode::AuthenticationFailed, QCoreApplication::translate("Lab", "The server did not accept the digest. Check that both sides have the same key."));
    }
    void ended() override
    {
        giveUp(ErrorCode::Truncated, m_answered ? QCoreApplication::translate("Lab", "The server has ended the connection without a verdict.") : QCoreApplication::translate("Lab", "The server has ended the connection without a challenge."));
    }
    QString awaits() const override { return m_answered ? QCoreApplication::translate("Lab", "the verdict on the digest") : QCoreApplication::translate("Lab", "a number, with which the server asks"); }

private:
    bool m_answered = false;
};

} // namespace

std::unique_ptr<Conversation> makeHmac(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return std::make_unique<HmacClient>(parameters);
    return std::make_unique<HmacServer>(parameters);
}

} // namespace transom::lab
