#pragma once

#include "core/server/server.h"
#include "core/transport/acceptor.h"
#include "core/transport/source_limiter.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace transom::server {

/// The listening sockets of a server, and the rule that nothing beyond this computer is served before there is an account:
/// until then such addresses wait. Lives in the server's thread.
class Listeners : public QObject
{
    Q_OBJECT

public:
    struct Connection
    {
        transport::Accepted accepted;
        bool plaintext = false;
        bool local = false;
    };
    /// Takes over the descriptor. `release` must be called, in any thread, once the session has signed in or ended.
    using Handler = std::function<void(const Connection &connection, std::function<void()> release)>;

    explicit Listeners(Handler handler);
    ~Listeners() override;

    /// The address really bound. Errors: AddressInUse, BadArgument, …; PermissionDenied: it waits for the first account.
    Result<QString> open(const ListenAddress &address);
    void close(const ListenAddress &address);
    void closeAll();
    void setHasAccounts(bool hasAccounts);
    /// Addresses beyond this computer that are open.
    bool isPublic() const;
    QStringList texts() const;
    /// The port of the first TCP socket; 0: none.
    quint16 port() const;

Q_SIGNALS:
    void opened(const QString &address);
    void openFailed(const QString &address, const transom::Error &error);
    void closed(const QString &address);

private:
    struct Entry
    {
        ListenAddress wanted;
        std::unique_ptr<transport::Acceptor> acceptor;
    };

    void accepted(const transport::Accepted &connection, const ListenAddress &at);

    Handler m_handler;
    transport::SourceLimiter m_limiter;
    std::vector<Entry> m_entries;
    QList<ListenAddress> m_waiting;
    bool m_hasAccounts = false;
};

} // namespace transom::server
