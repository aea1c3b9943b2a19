// discover: which servers answer nearby.

#include "app/cli/commands.h"
#include "app/cli/invocation.h"
#include "core/base/text.h"
#include "core/client/endpoint.h"
#include "core/security/fingerprint.h"
#include "core/transport/discovery.h"

#include <QEventLoop>

namespace transom::cli {

int runDiscover(const QStringList &words)
{
    Invocation invocation(QStringLiteral("discover"), QStringLiteral("[--seconds N]"),
                          QStringLiteral("Searches the networks of this computer for servers. What they call themselves is a claim: compare fingerprints."));
    invocation.parser().addOption({QStringLiteral("seconds"), QStringLiteral("Search so long (3)."), QStringLiteral("N"), QStringLiteral("3")});
    if (!invocation.parse(words, 0, 0))
        return invocation.status();
    const int seconds = invocation.value("seconds").toInt();
    if (seconds < 1 || seconds > 3600)
        return invocation.wrongUsage(QStringLiteral("--seconds takes a number from 1 to 3600."));

    transport::Discovery discovery;
    QEventLoop loop;
    int found = 0;
    QObject::connect(&discovery, &transport::Discovery::found, &loop, [&](const transport::FoundServer &server) {
        ++found;
        client::Endpoint endpoint;
        endpoint.host = server.address.toString();
        endpoint.port = server.port;
        const QString fingerprint = security::formatFingerprint(server.keyHash);
        invocation.say(QStringLiteral("%1\t%2\t%3").arg(endpoint.address(), printable(server.name), fingerprint));
        invocation.put({{QStringLiteral("address"), endpoint.address()}, {QStringLiteral("name"), server.name}, {QStringLiteral("fingerprint"), fingerprint}});
    });
    QObject::connect(&discovery, &transport::Discovery::finished, &loop, &QEventLoop::quit);
    discovery.search(std::chrono::seconds(seconds));
    loop.exec();
    if (found == 0)
        invocation.say(QStringLiteral("No server has answered. Servers answer only when they listen beyond their own computer and a firewall lets UDP port 7160 through."));
    return Done;
}

} // namespace transom::cli
