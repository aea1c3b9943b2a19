#include "core/files/paced_credit.h"

#include <QTimer>

namespace transom::files {

PacedCredit::PacedCredit(std::shared_ptr<RateLimit> limit, QObject *parent)
    : QObject(parent)
    , m_limit(std::move(limit))
{}

void PacedCredit::setChannel(session::Channel *channel)
{
    m_channel = channel;
    m_owed = 0;
}

void PacedCredit::dealtWith(qint64 bytes)
{
    m_limit->charge(bytes);
    m_owed += bytes;
    give();
}

void PacedCredit::proceed()
{
    m_paused = false;
    give();
}

void PacedCredit::give()
{
    if (m_paused || m_waiting || m_owed == 0 || !m_channel)
        return;
    if (const qint64 waitMs = m_limit->waitMs(); waitMs > 0) {
        m_waiting = true;
        QTimer::singleShot(static_cast<int>(waitMs), this, [this] {
            m_waiting = false;
            give();
        });
        return;
    }
    m_channel->consumed(std::exchange(m_owed, 0));
}

} // namespace transom::files
