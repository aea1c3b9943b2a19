#include "core/session/block_feeder.h"

#include <QTimer>

namespace transom::session {

namespace {

/// Read, or being read, ahead of what is sent.
constexpr int BlocksAhead = 3;

} // namespace

BlockFeeder::BlockFeeder(Channel &channel, std::shared_ptr<BlockSource> source, QObject *parent)
    : QObject(parent)
    , m_channel(&channel)
    , m_source(std::move(source))
{
    connect(&channel, &Channel::writable, this, &BlockFeeder::send);
}

void BlockFeeder::resume()
{
    m_paused = false;
    readAhead();
    send();
}

void BlockFeeder::readAhead()
{
    while (!m_paused && !m_atEnd && !m_done && m_channel && m_reading + static_cast<int>(m_blocks.size()) < BlocksAhead) {
        ++m_reading;
        m_strand.run([source = m_source, most = m_channel->preferredDataSize()] { return source->read(most); }, this,
                     [this](Result<QByteArray> block) {
                         --m_reading;
                         if (m_done)
                             return;
                         if (!block) {
                             m_done = true;
                             Q_EMIT failed(block.error());
                             return;
                         }
                         if (block->isEmpty())
                             m_atEnd = true;
                         else
                             m_blocks.push_back(std::move(*block));
                         send();
                     });
    }
}

void BlockFeeder::send()
{
    while (!m_paused && !m_done && !m_waiting && m_channel && !m_blocks.empty() && m_channel->sendable() > 0) {
        QByteArray &front = m_blocks.front();
        const qsizetype length = std::min<qsizetype>(front.size(), m_channel->sendable());
        if (m_gate) {
            if (const qint64 waitMs = m_gate(length); waitMs > 0) {
                m_waiting = true;
                QTimer::singleShot(static_cast<int>(waitMs), this, [this] {
                    m_waiting = false;
                    send();
                });
                return;
            }
        }
        if (length == front.size()) {
            const QByteArray block = std::move(front);
            m_blocks.pop_front();
            m_channel->sendData(block);
        } else {
            m_channel->sendData(front.first(length));
            front.remove(0, length);
        }
        Q_EMIT sent(length);
    }
    readAhead();
    if (m_atEnd && m_blocks.empty() && m_reading == 0 && !std::exchange(m_done, true))
        Q_EMIT finished();
}

} // namespace transom::session
