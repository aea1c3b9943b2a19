// Both sides of SCRAM against a peer that says anything: nobody signs in without the password, and no server proves what it
// does not know. The parts of an input are separated by 0xff.

#include "core/base/sha256.h"
#include "core/security/scram.h"
#include "tests/fuzz/fuzz.h"

using namespace transom;
using namespace transom::security;

namespace {

const QByteArray Salt("0123456789abcdef");
const QByteArray ClientNonce("fyko+d2lbbFgONRv9qkxdawL");
const QByteArray ServerNonce("3rfcNHYJY1ZVvWVs7j");
constexpr int Iterations = 4096;
const QByteArray Salted(32, 'k'); // stands for the PBKDF2 of the password, which would only be slow

void server(QByteArrayView input)
{
    ScramServer server(input.size() % 2 == 0 ? ChannelBinding::unbound() : *ChannelBinding::tlsServerEndPointHash(QByteArray(32, 'c')), ServerNonce);
    const auto name = server.start(fuzz::takePart(input).toByteArray());
    if (!name) {
        MUST(!server.challenge(makeVerifier(Salted, Salt, Iterations)));
        return;
    }
    for (const QChar c : *name)
        MUST(c.unicode() >= 0x20 && c.unicode() != 0x7f);
    MUST(server.challenge(makeVerifier(Salted, Salt, Iterations)));
    // 32 bytes of proof cannot be guessed.
    MUST(!server.finish(fuzz::takePart(input).toByteArray()));
    MUST(!server.finish(fuzz::takePart(input).toByteArray()));
}

void client(QByteArrayView input)
{
    ScramClient client(QStringLiteral("alice"), ChannelBinding::unbound(), Iterations, ClientNonce);
    MUST(client.first());
    const auto challenge = client.read(fuzz::takePart(input).toByteArray());
    if (!challenge) {
        MUST(!client.respond(Salted));
        return;
    }
    MUST(challenge->iterations >= Iterations && challenge->iterations <= limits::ScramLargestIterations);
    MUST(!challenge->salt.isEmpty());
    MUST(client.respond(Salted));
    MUST(!client.verify(fuzz::takePart(input).toByteArray()));
    MUST(!client.verify(fuzz::takePart(input).toByteArray()));
}

/// What the field `name` ("p=") holds, decoded: base64 leaves bits unused, and later versions may add fields behind it.
QByteArray valueOf(const QByteArray &message, const char *name)
{
    const qsizetype at = message.startsWith(name) ? 0 : message.lastIndexOf(QByteArray(",") + name) + 1;
    const QByteArray value = message.mid(at + 2);
    return QByteArray::fromBase64(value.first(value.indexOf(',') < 0 ? value.size() : value.indexOf(',')));
}

/// An honest pair, with one message replaced where the input says so: agreement only if nothing was changed.
void tampered(QByteArrayView input)
{
    const int which = input.isEmpty() ? 0 : input[0] & 3;
    const QByteArray other = input.isEmpty() ? QByteArray() : input.sliced(1).toByteArray();
    ScramClient client(QStringLiteral("alice"), ChannelBinding::unbound(), Iterations, ClientNonce);
    ScramServer server(ChannelBinding::unbound(), ServerNonce);
    bool changed = false;
    const auto onTheWay = [&](int number, const QByteArray &message) {
        if (number != which)
            return message;
        changed = message != other;
        return other;
    };
    const auto name = server.start(onTheWay(0, *client.first()));
    if (!name)
        return;
    const auto challenge = server.challenge(makeVerifier(Salted, Salt, Iterations));
    MUST(challenge);
    if (!client.read(onTheWay(1, *challenge)))
        return;
    const auto response = client.respond(Salted);
    MUST(response);
    const auto final = server.finish(onTheWay(2, *response));
    if (!final)
        return;
    // The server was satisfied: then what both have signed is the same, and the proof is the one that was made.
    MUST(!changed || which >= 2);
    MUST(which != 2 || (other.first(other.lastIndexOf(",p=")) == response->first(response->lastIndexOf(",p=")) && valueOf(other, "p=") == valueOf(*response, "p=")));
    const bool verified = client.verify(onTheWay(3, *final)).has_value();
    MUST(!verified || which != 3 || valueOf(other, "v=") == valueOf(*final, "v="));
    MUST(verified || which == 3);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView input = fuzz::view(data + 1, size - 1);
    switch (data[0] % 4) {
    case 0:
        server(input);
        break;
    case 1:
        client(input);
        break;
    case 2:
        tampered(input);
        break;
    default:
        if (const auto text = prepareScramText(QString::fromUtf8(input)))
            MUST(prepareScramText(*text).value_or(QString()) == *text);
    }
    return 0;
}
