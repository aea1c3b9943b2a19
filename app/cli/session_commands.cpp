// trust, login, logout, ping: about the session itself.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "core/client/paths.h"
#include "core/security/fingerprint.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace transom::cli {

namespace {

/// The key that the server shows now: connects as nobody and goes no further than the key.
Result<client::ConnectionStatus> fetchKey(const client::Endpoint &endpoint)
{
    client::ConnectionOptions options;
    options.agent = QStringLiteral("transomctl " TRANSOM_VERSION);
    options.trustFile = client::Paths::standard().trustFile();
    options.reconnect = false;
    client::Connection connection(options);
    QEventLoop loop;
    client::ConnectionStatus shown;
    QObject::connect(&connection, &client::Connection::statusChanged, &loop, [&](const client::ConnectionStatus &status) {
        using client::ConnectionState;
        if (!status.keyHash.isEmpty() || status.state == ConnectionState::Failed) {
            if (shown.state == ConnectionState::Idle)
                shown = status;
            loop.quit();
        }
    });
    connection.open(endpoint, {});
    loop.exec();
    if (shown.keyHash.isEmpty())
        return tl::make_unexpected(shown.error);
    return shown;
}

struct Pings
{
    QList<double> milliseconds;
    int wanted = 4;
    int sent = 0;
};

} // namespace

int runTrust(const QStringList &words)
{
    Invocation invocation(QStringLiteral("trust"), QStringLiteral("HOST[:PORT] [--fingerprint F]"),
                          QStringLiteral("Pins a server's key. Without --fingerprint the key is shown, and pinned when you say that you have compared it."));
    invocation.parser().addOption({QStringLiteral("fingerprint"), QStringLiteral("Pin the key only if this is its fingerprint."), QStringLiteral("F")});
    if (!invocation.parse(words, 1, 1))
        return invocation.status();
    auto endpoint = invocation.endpoint(invocation.words().first(), nullptr, false);
    if (!endpoint)
        return invocation.wrongUsage(endpoint.error().text);
    QByteArray expected;
    if (invocation.isSet("fingerprint")) {
        auto parsed = security::parseFingerprint(invocation.value("fingerprint"));
        if (!parsed)
            return invocation.wrongUsage(describe(parsed.error()));
        expected = *parsed;
    }

    auto shown = fetchKey(*endpoint);
    if (!shown)
        return invocation.complain(shown.error());
    const QString fingerprint = security::formatFingerprint(shown->keyHash);
    const QString address = endpoint->address();
    if (!expected.isEmpty() && expected != shown->keyHash) {
        return invocation.complain({ErrorCode::PeerKeyChanged,
                                    QStringLiteral("%1 shows another key. Nothing was pinned.\n    expected: %2\n    shown:    %3")
                                            .arg(address, security::formatFingerprint(expected), fingerprint)});
    }
    if (expected.isEmpty() && !shown->trusted) {
        auto answer = askOnTerminal(QStringLiteral("The key of %1 has the fingerprint\n    %2\nDoes the server show the same? Type yes to trust it: ")
                                            .arg(address, fingerprint), false);
        if (!answer)
            return invocation.wrongUsage(QStringLiteral("There is no terminal to ask on: say --fingerprint %1 if that is the right one.").arg(fingerprint));
        if (*answer != u"yes")
            return invocation.complain({ErrorCode::PeerKeyUnknown, QStringLiteral("Not trusted.")});
    }
    const security::KnownPeers peers(client::Paths::standard().trustFile());
    if (auto written = peers.trust(endpoint->host, endpoint->port, shown->keyHash); !written)
        return invocation.complain(written.error());
    invocation.say(QStringLiteral("Trusted: %1 %2").arg(address, fingerprint));
    invocation.put({{QStringLiteral("trusted"), address}, {QStringLiteral("fingerprint"), fingerprint}});
    return Done;
}

int runLogin(const QStringList &words)
{
    Invocation invocation(QStringLiteral("login"), QStringLiteral("transom://USER@HOST[:PORT]"),
                          QStringLiteral("Signs in by the password and keeps a key that is made of it, good for this server and user only, until the password is changed.\n"
                                         "Whoever can read your files can sign in by it then, as by a key of SSH without a passphrase."));
    if (!invocation.parse(words, 1, 1))
        return invocation.status();
    auto endpoint = invocation.endpoint(invocation.words().first());
    if (!endpoint)
        return invocation.wrongUsage(endpoint.error().text);
    return withConnection(invocation, *endpoint, [&](client::Connection &connection, QObject *, const Finish &finish) {
        const session::ClientSession *session = connection.link().session();
        if (!session)
            return finish(NotConnected);
        const QString file = client::Paths::standard().keptKeysFile();
        if (auto kept = security::KeptKeys(file).keep(endpoint->host, endpoint->port, endpoint->user, session->key()); !kept)
            return finish(invocation.complain(kept.error()));
        invocation.say(QStringLiteral("Kept: %1 signs in without a password now. \"transomctl logout %2\" forgets it.")
                               .arg(endpoint->display(), endpoint->toUrl().toString(QUrl::FullyEncoded)));
        invocation.put({{QStringLiteral("kept"), endpoint->display()}, {QStringLiteral("file"), file}});
        finish(Done);
    }, {.byPassword = true});
}

int runLogout(const QStringList &words)
{
    Invocation invocation(QStringLiteral("logout"), QStringLiteral("transom://USER@HOST[:PORT]"), QStringLiteral("Forgets a sign-in that \"transomctl login\" has kept."));
    if (!invocation.parse(words, 1, 1))
        return invocation.status();
    auto endpoint = invocation.endpoint(invocation.words().first());
    if (!endpoint)
        return invocation.wrongUsage(endpoint.error().text);
    const auto forgotten = security::KeptKeys(client::Paths::standard().keptKeysFile()).forget(endpoint->host, endpoint->port, endpoint->user);
    if (!forgotten)
        return invocation.complain(forgotten.error());
    if (!*forgotten)
        return invocation.complain({ErrorCode::NotFound, QStringLiteral("No sign-in of %1 is kept.").arg(endpoint->display())});
    invocation.say(QStringLiteral("Forgotten: %1.").arg(endpoint->display()));
    invocation.put({{QStringLiteral("forgotten"), endpoint->display()}});
    return Done;
}

int runPing(const QStringList &words)
{
    Invocation invocation(QStringLiteral("ping"), QStringLiteral("transom://USER@HOST[:PORT] [--count N]"),
                          QStringLiteral("Measures round trips of PING frames on an open, signed-in session."));
    invocation.parser().addOption({QStringLiteral("count"), QStringLiteral("How many (4)."), QStringLiteral("N"), QStringLiteral("4")});
    if (!invocation.parse(words, 1, 1))
        return invocation.status();
    auto endpoint = invocation.endpoint(invocation.words().first());
    if (!endpoint)
        return invocation.wrongUsage(endpoint.error().text);
    const int wanted = invocation.value("count").toInt();
    if (wanted < 1)
        return invocation.wrongUsage(QStringLiteral("--count takes a number from 1."));

    return withConnection(invocation, *endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        auto pings = std::make_shared<Pings>();
        pings->wanted = wanted;
        // More than ten in ten seconds is flooding by the protocol: the first few come quickly, the rest every second.
        const auto send = [&connection, pings] {
            if (connection.link().session() && pings->sent < pings->wanted) {
                ++pings->sent;
                connection.link().session()->ping();
            }
        };
        QObject::connect(&connection, &client::Connection::pong, context, [&invocation, context, pings, send, finish](qint64 ns) {
            const double ms = static_cast<double>(ns) / 1e6;
            pings->milliseconds.append(ms);
            const auto number = pings->milliseconds.size();
            invocation.say(QStringLiteral("%1: %2 ms").arg(number).arg(ms, 0, 'f', 3));
            invocation.put({{QStringLiteral("ping"), number}, {QStringLiteral("ms"), ms}});
            if (number < pings->wanted) {
                QTimer::singleShot(number < 4 ? 0 : 1100, context, send);
                return;
            }
            auto sorted = pings->milliseconds;
            std::sort(sorted.begin(), sorted.end());
            const double median = sorted[sorted.size() / 2];
            invocation.say(QStringLiteral("least %1 ms, median %2 ms, most %3 ms")
                                   .arg(sorted.first(), 0, 'f', 3).arg(median, 0, 'f', 3).arg(sorted.last(), 0, 'f', 3));
            invocation.put({{QStringLiteral("least"), sorted.first()}, {QStringLiteral("median"), median}, {QStringLiteral("most"), sorted.last()}});
            finish(Done);
        });
        send();
    });
}

} // namespace transom::cli
