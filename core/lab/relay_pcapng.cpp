#include "core/lab/relay_pcapng.h"

#include "core/base/text.h"
#include "core/inspect/capture_file.h"

#include <QCoreApplication>

namespace transom::lab {

namespace {

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

/// For programs that open the file; see core/inspect/capture_file.h.
QByteArray injectedData(const RelayEvent &event)
{
    return inspect::CaptureDataPrefix + QByteArray("{\"injected\":{\"at\":") + QByteArray::number(event.offset) + ",\"length\":" + QByteArray::number(event.length) + "}}";
}

QString milliseconds(qint64 ns)
{
    return QString::number(static_cast<double>(ns) / 1e6, 'f', 1);
}

} // namespace

QString describeFault(const RelayEvent &event)
{
    switch (event.fault) {
    case FaultKind::Delay:
        return translate("RelayTexts", "delayed by %1 ms").arg(milliseconds(event.amount));
    case FaultKind::Rate:
        return translate("RelayTexts", "limited to %1").arg(formatRate(static_cast<double>(event.amount)));
    case FaultKind::Split:
        return translate("RelayTexts", "split into pieces of %1 bytes").arg(event.amount);
    case FaultKind::Merge:
        return translate("RelayTexts", "merged with what comes within %1 ms").arg(milliseconds(event.amount));
    case FaultKind::Stall:
        return translate("RelayTexts", "stalled for %1 ms").arg(milliseconds(event.amount));
    case FaultKind::Reset:
        return translate("RelayTexts", "connection reset");
    case FaultKind::HalfClose:
        return event.length > 0 ? translate("RelayTexts", "dropped after the end") : translate("RelayTexts", "direction ended");
    case FaultKind::Flip:
        return translate("RelayTexts", "bit %1 of the stream inverted").arg(event.amount);
    case FaultKind::Loss:
        return translate("RelayTexts", "datagram lost");
    case FaultKind::Duplicate:
        return translate("RelayTexts", "datagram sent twice");
    case FaultKind::Reorder:
        return translate("RelayTexts", "datagram put behind the next one");
    case FaultKind::Hold:
        return translate("RelayTexts", "held for %1 ms").arg(milliseconds(event.amount));
    case FaultKind::None:
        break;
    }
    return {};
}

RelayPcapng::RelayPcapng(inspect::PcapngWriter &writer, bool udp, const QString &target)
    : m_writer(writer)
    , m_udp(udp)
    , m_target(target)
{}

void RelayPcapng::add(const RelayEvent &event)
{
    using Kind = RelayEvent::Kind;
    if (m_monotonicToWall == 0)
        m_monotonicToWall = event.wallMs * 1'000'000 - event.monotonicNs;
    const qint64 time = event.monotonicNs + m_monotonicToWall;
    if (event.kind == Kind::Opened) {
        auto stream = std::make_shared<Stream>();
        stream->conversation = m_writer.open({m_udp, event.client, m_target}, time, translate("RelayTexts", "relay stream %1").arg(event.stream));
        m_streams.insert(event.stream, stream);
        return;
    }
    const auto stream = m_streams.value(event.stream);
    if (!stream)
        return;
    switch (event.kind) {
    case Kind::Read:
        m_writer.data(stream->conversation, event.from, time, stream->secrets.blanked(event.from, event.bytes), event.length);
        if (event.bytes.size() < event.length)
            stream->secrets.skipped(event.from, event.length - event.bytes.size());
        break;
    case Kind::EndRead:
        m_writer.end(stream->conversation, event.from, time);
        break;
    case Kind::ResetRead:
        m_writer.reset(stream->conversation, event.from, time);
        break;
    case Kind::ResetWritten:
        m_writer.reset(stream->conversation, event.from, time, translate("RelayTexts", "reset by the relay"));
        break;
    case Kind::Injected:
        m_writer.note(stream->conversation, event.from, time, translate("RelayTexts", "injected at offset %1: %2").arg(event.offset).arg(describeFault(event)), injectedData(event));
        break;
    case Kind::Dropped:
        m_writer.note(stream->conversation, event.from, time, event.error.code != ErrorCode::None ? describe(event.error) : translate("RelayTexts", "%1 bytes at offset %2 could not be passed on").arg(event.length).arg(event.offset));
        break;
    case Kind::ConnectFailed:
    case Kind::PeerError:
        m_writer.note(stream->conversation, event.from, time, describe(event.error));
        break;
    case Kind::Closed:
        m_streams.remove(event.stream);
        break;
    default:
        break;
    }
}

} // namespace transom::lab
