#include "core/session/send_scheduler.h"

#include "core/base/limits.h"

namespace transom::session {

void SendScheduler::add(Channel *channel)
{
    (channel->m_priority == Priority::Interactive ? m_interactive : m_bulk).append(channel);
}

void SendScheduler::remove(Channel *channel)
{
    m_interactive.removeOne(channel);
    m_bulk.removeOne(channel);
}

namespace {

/// Room for interactive frames behind the largest bulk frame; beyond it they wait too, so that a flood of output has an end.
constexpr qint64 InteractiveQueue = limits::DataPayload + 2 * limits::SendQueue;

} // namespace

Channel *SendScheduler::next(qint64 queuedInStream)
{
    if (queuedInStream >= InteractiveQueue)
        return nullptr;
    if (Channel *channel = nextOf(m_interactive))
        return channel;
    return queuedInStream < limits::SendQueue ? nextOf(m_bulk) : nullptr;
}

Channel *SendScheduler::nextOf(QList<Channel *> &channels)
{
    for (qsizetype i = 0; i < channels.size(); ++i) {
        if (channels[i]->hasSendableFrame()) {
            // To the back of its queue: round robin.
            Channel *channel = channels.takeAt(i);
            channels.append(channel);
            return channel;
        }
    }
    return nullptr;
}

} // namespace transom::session
