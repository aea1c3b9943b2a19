#include "core/lab/experiment/distance.h"

namespace transom::lab {

namespace {

RelayOptions optionsFor(quint16 target, bool udp)
{
    RelayOptions options;
    options.udp = udp;
    options.targetHost = QStringLiteral("127.0.0.1");
    options.targetPort = target;
    options.keepBytes = false;
    return options;
}

} // namespace

Distance::Distance(quint16 target, bool udp)
    : m_relay(m_threads, optionsFor(target, udp), [this](const RelayEvent &event) {
        if (event.kind != RelayEvent::Kind::Injected)
            return;
        const std::lock_guard lock(m_mutex);
        ++m_injected[event.fault];
    })
{}

qint64 Distance::injected(FaultKind fault) const
{
    const std::lock_guard lock(m_mutex);
    return m_injected.value(fault);
}

} // namespace transom::lab
