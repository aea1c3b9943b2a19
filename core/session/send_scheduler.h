#pragma once

#include "core/session/channel.h"

#include <QList>

namespace transom::session {

/// Decides which channel's frame goes next: interactive channels before bulk ones, round robin among equals. Bulk waits
/// while more than limits::SendQueue bytes are still in user space, so that a chat line never stands behind megabytes;
/// interactive frames get a little more room than bulk.
class SendScheduler
{
public:
    void add(Channel *channel);
    void remove(Channel *channel);
    /// The next channel that has a frame it may send now; nullptr: none, or the queue is long enough.
    Channel *next(qint64 queuedInStream);

private:
    Channel *nextOf(QList<Channel *> &channels);

    QList<Channel *> m_interactive;
    QList<Channel *> m_bulk;
};

} // namespace transom::session
