#pragma once

#include "core/base/strand.h"
#include "core/session/channel.h"

#include <QObject>
#include <QPointer>

#include <deque>
#include <functional>

namespace transom::delivery {

/// Sends what a source gives as DATA on a channel, whichever side sends it: reads ahead on a strand, and sends as credit and the
/// short queue allow. In the channel's thread.
class DataFeeder : public QObject
{
    Q_OBJECT

public:
    /// Called on the strand with how much is wanted at most; nothing is the end.
    using Source = std::function<Result<QByteArray>(qint64 most)>;

    DataFeeder(session::Channel &channel, Source source, QObject *parent);
    void start();

Q_SIGNALS:
    void sent(qint64 bytes);
    /// The last block has been handed to the channel.
    void finished();
    void failed(const transom::Error &error);

private:
    void readAhead();
    void send();

    QPointer<session::Channel> m_channel;
    Source m_source;
    Strand m_strand;
    std::deque<QByteArray> m_blocks;
    int m_reading = 0;
    bool m_atEnd = false;
    bool m_done = false;
};

} // namespace transom::delivery
