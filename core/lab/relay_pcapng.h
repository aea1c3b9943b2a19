#pragma once

#include "core/inspect/pcapng.h"
#include "core/inspect/secret_blanker.h"
#include "core/lab/relay_event.h"

#include <QHash>

#include <memory>

namespace transom::lab {

/// Writes a relay's events as a capture: the chunks as they were read, faults and errors as comments, secrets as zeros. One thread.
class RelayPcapng
{
public:
    /// `target`: "127.0.0.1:9000".
    RelayPcapng(inspect::PcapngWriter &writer, bool udp, const QString &target);
    void add(const RelayEvent &event);

private:
    struct Stream
    {
        quint64 conversation = 0;
        inspect::SecretBlanker secrets;
    };

    inspect::PcapngWriter &m_writer;
    const bool m_udp;
    const QString m_target;
    QHash<quint64, std::shared_ptr<Stream>> m_streams;
    qint64 m_monotonicToWall = 0; ///< so that times keep the precision of the one and the date of the other
};

/// "delay 20.0 ms", "bit 12 flipped": what an injected event did, translated.
QString describeFault(const RelayEvent &event);

} // namespace transom::lab
