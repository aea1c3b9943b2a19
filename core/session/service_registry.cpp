#include "core/session/service_registry.h"

namespace transom::session {

void ServiceRegistry::add(const char *service, Handler handler)
{
    m_handlers.insert(QLatin1String(service), std::move(handler));
}

const ServiceRegistry::Handler *ServiceRegistry::find(const QString &service) const
{
    const auto found = m_handlers.constFind(service);
    return found == m_handlers.constEnd() ? nullptr : &*found;
}

} // namespace transom::session
