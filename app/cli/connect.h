#pragma once

#include "app/cli/invocation.h"
#include "core/client/connection.h"
#include "core/security/kept_keys.h"

#include <QObject>

#include <functional>

namespace transom::cli {

/// Ends the program's event loop with a status, once.
using Finish = std::function<void(int status)>;

struct ConnectHow
{
    int failed = 0;         ///< the status instead of 3 and 4 where there is no connection (exec answers 255); 0: as usual
    bool reconnect = false; ///< a connection that breaks is made again; `body` is called once all the same
    bool byPassword = false; ///< not by what is kept: `login`
};

/// Connects and signs in, then hands the connection to `body`, which calls `finish` when it is through; waits for that
/// and for an orderly goodbye. What cannot be connected, or is lost, is said and gives the status of the contract.
int withConnection(const Invocation &invocation, const client::Endpoint &endpoint,
                   const std::function<void(client::Connection &, QObject *context, Finish)> &body, ConnectHow how = {});

/// What proves who somebody is: one of the two.
struct Credentials
{
    security::Secret password;
    security::SaltedKey key;
};

/// From --password-file, TRANSOM_PASSWORD, what `login` has kept, or a prompt on the terminal; never from the command line.
Result<Credentials> credentials(const Invocation &invocation, const client::Endpoint &endpoint, bool byPassword = false);

/// Asks on the terminal. BadArgument where there is none.
Result<QString> askOnTerminal(const QString &question, bool hidden);

/// Calls `handler` in the event loop for each SIGINT (and SIGTERM) from now until it is destroyed, which is done when all that is left is to
/// end: from then on they are ignored.
class InterruptHandler : public QObject
{
    Q_OBJECT

public:
    explicit InterruptHandler(std::function<void()> handler);
    ~InterruptHandler() override;

private:
    std::function<void()> m_handler;
};

} // namespace transom::cli
