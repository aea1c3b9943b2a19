#pragma once

#include "core/inspect/framed_stream.h"
#include "ui/models/wire_recorder.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace transom::ui {

/// Streams of the recording that come as bytes, not as frames, with the framing each is cut by: a relay's connections, the demonstration. GUI thread.
class WireSources : public QObject
{
    Q_OBJECT

public:
    explicit WireSources(WireRecorder &recorder, QObject *parent = nullptr);

    /// The stream's id.
    quint32 add(inspect::WatchedStream stream, bool datagrams);
    /// nullptr: its frames are known without a framing, or it is gone.
    inspect::FramedStream *framed(quint32 stream) const { return m_framed.value(stream).get(); }
    /// Nothing: it is guessed.
    void choose(quint32 stream, const std::optional<inspect::Framings> &framings);
    inspect::StreamCapture &capture() { return m_recorder.sources(); }
    /// Something has been added: views are told, and of streams that were cut anew.
    void announce();
    /// Two messages in one recv on sockets of this computer.
    void runDemo();
    bool isDemoRunning() const { return m_demoRunning; }

Q_SIGNALS:
    /// There are other streams, or another framing.
    void streamsChanged();
    void cutAnew(quint32 stream);
    void demoDone(quint32 stream, const transom::Error &error);

private:
    void forgetClosed();

    WireRecorder &m_recorder;
    QHash<quint32, std::shared_ptr<inspect::FramedStream>> m_framed;
    bool m_demoRunning = false;
};

} // namespace transom::ui
