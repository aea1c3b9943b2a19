// One side of a SCRAM-SHA-256 exchange (unbound) on standard input and output, base64 lines, for test_scram_gsasl.py:
//   scram_peer client USER PASSWORD     scram_peer server PASSWORD
// Exit status 0: both sides have proven themselves. Passwords on a command line are for this test only.

#include "core/security/scram.h"

#include <QTextStream>

#include <cstdio>

using namespace transom;
using namespace transom::security;

namespace {

constexpr int Iterations = 4096; // gsasl's own default

QByteArray receive()
{
    static QTextStream in(stdin);
    return QByteArray::fromBase64(in.readLine().toLatin1());
}

void send(const QByteArray &message)
{
    std::puts(message.toBase64().constData());
    std::fflush(stdout);
}

template<class T>
bool failed(const Result<T> &result)
{
    if (result)
        return false;
    std::fprintf(stderr, "%s\n", qPrintable(describe(result.error())));
    return true;
}

int client(const QString &user, const Secret &password)
{
    ScramClient scram(user, ChannelBinding::unbound(), Iterations);
    const auto first = scram.first();
    if (failed(first))
        return 1;
    send(*first);
    const auto challenge = scram.read(receive());
    if (failed(challenge))
        return 1;
    const auto salted = saltedPassword(password, challenge->salt, challenge->iterations);
    if (failed(salted))
        return 1;
    const auto last = scram.respond(*salted);
    if (failed(last))
        return 1;
    send(*last);
    return failed(scram.verify(receive())) ? 1 : 0;
}

int server(const Secret &password)
{
    ScramServer scram(ChannelBinding::unbound());
    const auto user = scram.start(receive());
    const auto verifier = makeVerifier(password, randomBytes(SaltBytes), Iterations);
    if (failed(user) || failed(verifier))
        return 1;
    const auto challenge = scram.challenge(*verifier);
    if (failed(challenge))
        return 1;
    send(*challenge);
    const auto last = scram.finish(receive());
    if (failed(last))
        return 1;
    send(*last);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QByteArrayView role(argc > 1 ? argv[1] : "");
    if (role == "client" && argc == 4)
        return client(QString::fromUtf8(argv[2]), Secret{QByteArrayView(argv[3])});
    if (role == "server" && argc == 3)
        return server(Secret{QByteArrayView(argv[2])});
    return 2;
}
