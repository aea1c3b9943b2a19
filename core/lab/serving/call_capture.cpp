#include "core/lab/serving/call_capture.h"

namespace transom::lab {

void CallCapture::add(const LabEvent &event)
{
    using Call = CallRecord::Call;
    const CallRecord &call = event.call;
    if (event.kind != LabEvent::Kind::Call || event.stream == 0)
        return;
    if (!m_streams.contains(event.stream)) {
        inspect::WatchedStream stream;
        stream.kind = inspect::WatchedStream::Kind::Lab;
        (call.server ? stream.client : stream.server) = call.address;
        stream.clientIsOurs = !call.server;
        stream.serverIsOurs = call.server;
        stream.beganMs = event.wallMs;
        m_streams.insert(event.stream, m_capture.addStream(stream));
    }
    const quint32 stream = m_streams.value(event.stream);
    if (call.movedBytes()) {
        inspect::WatchedChunk chunk;
        chunk.range = {call.offset, call.offset + call.result};
        chunk.atNs = call.monotonicNs;
        chunk.call = call.call == Call::Send ? inspect::WatchedChunk::Call::Send : inspect::WatchedChunk::Call::Receive;
        m_capture.addChunk(stream, call.toServer ? inspect::Flow::ToServer : inspect::Flow::ToClient, chunk);
    } else if (call.call == Call::Close) {
        m_capture.endStream(stream, event.error);
        m_streams.remove(event.stream);
    }
}

} // namespace transom::lab
