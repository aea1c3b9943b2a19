#pragma once

#include "core/accounts/users.h"
#include "core/server/server.h"
#include "core/session/server_session.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>

namespace transom::server {

/// The sessions of one I/O thread. Lives in that thread; everything else posts to it.
class SessionHost : public QObject
{
    Q_OBJECT

public:
    explicit SessionHost(session::ServerConfig config);
    ~SessionHost() override;

    void adopt(std::unique_ptr<transport::ByteStream> stream, std::function<void()> released);
    void accountChanged(const accounts::User &user);
    void accountRemoved(qint64 userId);
    void disconnectSession(SessionId id, const Error &reason);
    /// Says goodbye to everybody; `empty` when the last has gone.
    void leaveAll(const Error &reason);
    /// Of every session that is here and that comes; null takes it away.
    void setTap(const std::shared_ptr<wire::Tap> &tap);
    int count() const { return static_cast<int>(m_entries.size()); }

Q_SIGNALS:
    void sessionsChanged(const QList<transom::server::SessionInfo> &sessions);
    void signedOut(const transom::server::SessionInfo &session, const transom::Error &reason);
    void empty();

private:
    struct Entry
    {
        session::ServerSession *session = nullptr;
        std::function<void()> release; ///< of its place among those not yet signed in; empty once called
        quint64 lastIn = 0;
        quint64 lastOut = 0;
        double rateIn = 0;
        double rateOut = 0;
    };

    SessionInfo describeEntry(const Entry &entry) const;
    void publish();
    void publishSoon();
    void measure();

    session::ServerConfig m_config;
    QHash<SessionId, Entry> m_entries;
    std::shared_ptr<wire::Tap> m_tap;
    QTimer m_measure;
    qint64 m_measuredNs = 0;
    bool m_publishScheduled = false;
    bool m_leaving = false;
};

} // namespace transom::server
