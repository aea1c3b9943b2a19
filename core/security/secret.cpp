#include "core/security/secret.h"

#include <QStringEncoder>

#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace transom::security {

Secret::Secret(QByteArrayView utf8)
    : m_bytes(utf8.begin(), utf8.end())
{}

Secret::~Secret()
{
    clear();
}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        clear();
        m_bytes = other.m_bytes;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        clear();
        m_bytes.swap(other.m_bytes);
    }
    return *this;
}

void Secret::clear()
{
    if (!m_bytes.empty())
        OPENSSL_cleanse(m_bytes.data(), m_bytes.size());
    m_bytes.clear();
}

Secret Secret::take(QByteArray &utf8)
{
    Secret secret{QByteArrayView(utf8)};
    if (utf8.isDetached())
        OPENSSL_cleanse(utf8.data(), static_cast<size_t>(utf8.size()));
    utf8.clear();
    return secret;
}

Secret Secret::take(QString &text)
{
    Secret secret = fromText(text);
    if (text.isDetached())
        OPENSSL_cleanse(text.data(), static_cast<size_t>(text.size()) * sizeof(QChar));
    text.clear();
    return secret;
}

Secret Secret::fromText(QStringView text)
{
    QStringEncoder encoder(QStringEncoder::Utf8);
    Secret secret;
    secret.m_bytes.resize(static_cast<size_t>(encoder.requiredSpace(text.size())));
    const char *end = encoder.appendToBuffer(secret.m_bytes.data(), text);
    secret.m_bytes.resize(static_cast<size_t>(end - secret.m_bytes.data()));
    return secret;
}

Secret generatePassword()
{
    static constexpr std::string_view alphabet = "23456789abcdefghjkmnpqrstuvwxyz"; // without 0 o 1 l i
    static_assert(alphabet.size() == 31);
    static constexpr int characters = 16;
    QByteArray password;
    password.reserve(characters + 3);
    for (int made = 0; made < characters;) {
        const QByteArray byte = randomBytes(1);
        const auto value = static_cast<unsigned char>(byte[0]);
        if (value >= 248) // 8 × 31: the rest would favour some letters
            continue;
        if (made > 0 && made % 4 == 0)
            password += '-';
        password += alphabet[value % alphabet.size()];
        ++made;
    }
    return Secret::take(password);
}

QByteArray randomBytes(int count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    // Without random numbers nothing here is safe, and there is nothing a caller could do instead.
    if (RAND_bytes(reinterpret_cast<unsigned char *>(bytes.data()), count) != 1)
        qFatal("The system gives no random numbers.");
    return bytes;
}

} // namespace transom::security
