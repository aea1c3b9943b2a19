#pragma once

#include <QHash>
#include <QJsonObject>
#include <QString>

#include <functional>

namespace transom::session {

class Channel;

/// The services a server offers, by the name in OPEN. Filled before the first session, read-only afterwards; handlers are
/// called in the session's I/O thread, several at a time in several threads. Access has been checked before the call.
class ServiceRegistry
{
public:
    /// Must accept() or fail() the channel, now or later. A handler object it makes should be a child of the channel.
    using Handler = std::function<void(Channel &channel, const QJsonObject &request)>;

    void add(const char *service, Handler handler);
    const Handler *find(const QString &service) const;

private:
    QHash<QString, Handler> m_handlers;
};

} // namespace transom::session
