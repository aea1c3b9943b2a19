#pragma once

#include "core/base/strand.h"
#include "core/session/block_source.h"
#include "core/session/channel.h"

#include <QObject>
#include <QPointer>

#include <deque>
#include <functional>
#include <memory>

namespace transom::session {

/// Sends a file, or the records of many, as DATA on a channel, whichever side sends it: reads and hashes ahead on a strand, two blocks at a time, and
/// sends as credit and the short queue allow. In the channel's thread.
class BlockFeeder : public QObject
{
    Q_OBJECT

public:
    BlockFeeder(Channel &channel, std::shared_ptr<BlockSource> source, QObject *parent);

    /// Starts, and goes on after pause(). What has been read stays in order.
    void resume();
    void pause() { m_paused = true; }
    /// Asked before so many bytes are sent: 0 lets them pass, and anything else is how many milliseconds to wait before asking again.
    using Gate = std::function<qint64(qint64 bytes)>;
    void setGate(Gate gate) { m_gate = std::move(gate); }

Q_SIGNALS:
    void sent(qint64 bytes);
    /// The last block has been handed to the channel.
    void finished();
    void failed(const transom::Error &error);

private:
    void readAhead();
    void send();

    QPointer<Channel> m_channel;
    std::shared_ptr<BlockSource> m_source;
    Strand m_strand;
    std::deque<QByteArray> m_blocks;
    Gate m_gate;
    int m_reading = 0;
    bool m_paused = true;
    bool m_atEnd = false;
    bool m_done = false;
    bool m_waiting = false;
};

} // namespace transom::session
