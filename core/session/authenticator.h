#pragma once

#include "core/base/error.h"
#include "core/protocol/access.h"
#include "core/security/scram.h"

#include <QObject>

#include <functional>

namespace transom::session {

/// Who is at the other end of a signed-in session.
struct Principal
{
    qint64 userId = 0;
    QString user;
    protocol::Access access;

    bool operator==(const Principal &) const = default;
};

struct Credentials
{
    security::ScramVerifier verifier; ///< of an unknown user: a fake one that looks the same from outside
    Principal principal;
    bool known = false;
    bool enabled = true;
    qint64 waitMs = 0;                ///< after failures: refuse for so long
};

/// Where a server session learns about accounts. Called in the session's I/O thread; must not block.
class Authenticator
{
public:
    virtual ~Authenticator() = default;
    /// Calls `done` once, in `context`'s thread, unless `context` is gone.
    virtual void lookUp(const QString &user, QObject *context, std::function<void(Result<Credentials>)> done) = 0;
    /// The outcome of an attempt, for the audit trail and the delay after failures.
    virtual void attempted(const QString &user, const QString &peer, ErrorCode outcome) = 0;
};

} // namespace transom::session
