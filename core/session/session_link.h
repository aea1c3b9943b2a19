#pragma once

#include "core/session/client_session.h"

#include <QObject>
#include <QPointer>

namespace transom::session {

/// The client session that is in force now, if there is one. Sessions come and go with reconnects; services of the client
/// side hold on to the link instead. Lives in the I/O thread of its sessions, like everything that uses it.
class SessionLink : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// nullptr while there is no signed-in session.
    ClientSession *session() const { return m_session; }
    /// For whoever makes the sessions: the session has signed in.
    void set(ClientSession *session)
    {
        m_session = session;
        Q_EMIT available();
    }
    /// For whoever makes the sessions: the session is gone. `willReturn`: another attempt follows by itself.
    void clear(const Error &reason, bool willReturn)
    {
        m_session = nullptr;
        Q_EMIT lost(reason, willReturn);
    }

Q_SIGNALS:
    void available();
    void lost(const transom::Error &reason, bool willReturn);

private:
    QPointer<ClientSession> m_session;
};

} // namespace transom::session
