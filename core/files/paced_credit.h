#pragma once

#include "core/files/rate_limit.h"
#include "core/session/channel.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace transom::files {

/// Gives a server back the credit of what has been dealt with. It goes on as fast as credit comes: here a pause and a limit take hold. In the
/// channel's thread.
class PacedCredit : public QObject
{
public:
    PacedCredit(std::shared_ptr<RateLimit> limit, QObject *parent);

    /// What is owed on another channel is forgotten.
    void setChannel(session::Channel *channel);
    void dealtWith(qint64 bytes);
    void pause() { m_paused = true; }
    void proceed();

private:
    void give();

    std::shared_ptr<RateLimit> m_limit;
    QPointer<session::Channel> m_channel;
    qint64 m_owed = 0;
    bool m_paused = false;
    bool m_waiting = false;
};

} // namespace transom::files
