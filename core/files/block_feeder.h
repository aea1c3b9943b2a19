#pragma once

#include "core/base/strand.h"
#include "core/files/block_source.h"
#include "core/files/rate_limit.h"
#include "core/session/channel.h"

#include <QObject>
#include <QPointer>

#include <deque>
#include <memory>

namespace transom::files {

/// Sends a file, or the records of many, as DATA on a channel, whichever side sends it: reads and hashes ahead on a strand, two blocks at a time, and
/// sends as credit and the short queue allow. In the channel's thread.
class BlockFeeder : public QObject
{
    Q_OBJECT

public:
    BlockFeeder(session::Channel &channel, std::shared_ptr<BlockSource> source, QObject *parent);

    /// Starts, and goes on after pause(). What has been read stays in order.
    void resume();
    void pause() { m_paused = true; }
    /// Shared by several transfers; null for none.
    void setLimit(std::shared_ptr<RateLimit> limit) { m_limit = std::move(limit); }

Q_SIGNALS:
    void sent(qint64 bytes);
    /// The last block has been handed to the channel.
    void finished();
    void failed(const transom::Error &error);

private:
    void readAhead();
    void send();

    QPointer<session::Channel> m_channel;
    std::shared_ptr<BlockSource> m_source;
    Strand m_strand;
    std::deque<QByteArray> m_blocks;
    std::shared_ptr<RateLimit> m_limit;
    int m_reading = 0;
    bool m_paused = true;
    bool m_atEnd = false;
    bool m_done = false;
    bool m_waiting = false;
};

} // namespace transom::files
