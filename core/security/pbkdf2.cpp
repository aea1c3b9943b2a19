#define OPENSSL_SUPPRESS_DEPRECATED // the block function has no other name

#include "core/security/pbkdf2.h"

#include <QtEndian>

#include <array>
#include <cstring>
#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace transom::security {

namespace {

using Block = std::array<unsigned char, SHA256_CBLOCK>;
using State = SHA256_CTX;

/// The state after the padded key: every HMAC with that key begins with it (RFC 2104).
State keyed(const Block &key, unsigned char pad)
{
    Block padded;
    for (size_t i = 0; i < padded.size(); ++i)
        padded[i] = key[i] ^ pad;
    State state;
    SHA256_Init(&state);
    SHA256_Update(&state, padded.data(), padded.size());
    OPENSSL_cleanse(padded.data(), padded.size());
    return state;
}

void putWords(const State &state, unsigned char *into)
{
    for (size_t i = 0; i < 8; ++i)
        qToBigEndian<quint32>(state.h[i], into + 4 * i);
}

/// 32 bytes after a keyed block, and the end of a message of 96 bytes (FIPS 180-4 5.1.1).
Block lastBlock()
{
    Block block{};
    block[SHA256_DIGEST_LENGTH] = 0x80;
    qToBigEndian<quint16>((SHA256_CBLOCK + SHA256_DIGEST_LENGTH) * 8, block.data() + SHA256_CBLOCK - 2);
    return block;
}

} // namespace

QByteArray pbkdf2(QByteArrayView password, QByteArrayView salt, int iterations)
{
    Block key{};
    if (password.size() > static_cast<qsizetype>(key.size()))
        SHA256(reinterpret_cast<const unsigned char *>(password.data()), static_cast<size_t>(password.size()), key.data());
    else if (!password.isEmpty())
        std::memcpy(key.data(), password.data(), static_cast<size_t>(password.size()));
    State inner = keyed(key, 0x36);
    State outer = keyed(key, 0x5c);

    // U1 is of the salt and the number of the block, the first; each further U of the one before.
    Block block = lastBlock();
    State state = inner;
    constexpr std::array<unsigned char, 4> First{0, 0, 0, 1};
    SHA256_Update(&state, salt.data(), static_cast<size_t>(salt.size()));
    SHA256_Update(&state, First.data(), First.size());
    SHA256_Final(block.data(), &state);
    state = outer;
    SHA256_Transform(&state, block.data());
    std::array<quint32, 8> sum;
    std::copy_n(state.h, sum.size(), sum.begin());
    for (int i = 1; i < iterations; ++i) {
        putWords(state, block.data());
        std::memcpy(state.h, inner.h, sizeof state.h);
        SHA256_Transform(&state, block.data());
        putWords(state, block.data());
        std::memcpy(state.h, outer.h, sizeof state.h);
        SHA256_Transform(&state, block.data());
        for (size_t word = 0; word < sum.size(); ++word)
            sum[word] ^= state.h[word];
    }

    QByteArray result(SHA256_DIGEST_LENGTH, Qt::Uninitialized);
    std::copy_n(sum.begin(), sum.size(), state.h);
    putWords(state, reinterpret_cast<unsigned char *>(result.data()));
    OPENSSL_cleanse(key.data(), key.size());
    OPENSSL_cleanse(block.data(), block.size());
    OPENSSL_cleanse(sum.data(), sizeof sum);
    for (State *secret : {&inner, &outer, &state})
        OPENSSL_cleanse(secret, sizeof *secret);
    return result;
}

} // namespace transom::security
