#include "core/server/listeners.h"

#include <algorithm>
#include <unistd.h>

namespace transom::server {

Listeners::Listeners(Handler handler)
    : m_handler(std::move(handler))
{}

Listeners::~Listeners() = default;

Result<QString> Listeners::open(const ListenAddress &address)
{
    if (!m_hasAccounts && !address.isLoopback()) {
        m_waiting.append(address);
        return fail(ErrorCode::PermissionDenied,
                    QStringLiteral("%1 is opened as soon as there is an account; until then only this computer is served.").arg(address.toString()));
    }
    Entry entry{address, std::make_unique<transport::Acceptor>([this, address](const transport::Accepted &connection) { accepted(connection, address); })};
    auto listening = address.host.startsWith(u'/') ? entry.acceptor->listenLocal(address.host)
                                                   : entry.acceptor->listen(QHostAddress(address.host), address.port);
    if (!listening)
        return tl::make_unexpected(listening.error());
    const QString text = entry.acceptor->text();
    m_entries.push_back(std::move(entry));
    Q_EMIT opened(text);
    return text;
}

void Listeners::close(const ListenAddress &address)
{
    const auto same = [&](const ListenAddress &other) { return other.host == address.host && (address.port == 0 || other.port == address.port); };
    m_waiting.removeIf(same);
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        const bool matches = same(entry->wanted) || (entry->acceptor->text() == address.toString());
        if (!matches) {
            ++entry;
            continue;
        }
        const QString text = entry->acceptor->text();
        entry = m_entries.erase(entry);
        Q_EMIT closed(text);
    }
}

void Listeners::closeAll()
{
    m_waiting.clear();
    const QStringList gone = texts();
    m_entries.clear();
    for (const QString &text : gone)
        Q_EMIT closed(text);
}

void Listeners::setHasAccounts(bool hasAccounts)
{
    if (std::exchange(m_hasAccounts, hasAccounts) == hasAccounts)
        return;
    if (hasAccounts) {
        const auto waiting = std::exchange(m_waiting, {});
        for (const ListenAddress &address : waiting) {
            if (auto result = open(address); !result)
                Q_EMIT openFailed(address.toString(), result.error());
        }
        return;
    }
    // The last account is gone: back to this computer only.
    for (size_t i = m_entries.size(); i-- > 0;) {
        if (m_entries[i].wanted.isLoopback())
            continue;
        m_waiting.append(m_entries[i].wanted);
        const QString text = m_entries[i].acceptor->text();
        m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(i));
        Q_EMIT closed(text);
    }
}

bool Listeners::isPublic() const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [](const Entry &entry) { return !entry.wanted.isLoopback(); });
}

QStringList Listeners::texts() const
{
    QStringList list;
    for (const Entry &entry : m_entries)
        list.append(entry.acceptor->text());
    return list;
}

quint16 Listeners::port() const
{
    for (const Entry &entry : m_entries) {
        if (entry.acceptor->port() != 0)
            return entry.acceptor->port();
    }
    return 0;
}

void Listeners::accepted(const transport::Accepted &connection, const ListenAddress &at)
{
    if (!m_limiter.acquire(connection.peer)) {
        ::close(static_cast<int>(connection.descriptor));
        return;
    }
    const QHostAddress peer = connection.peer;
    m_handler({connection, at.plaintext, at.host.startsWith(u'/')}, [this, peer] {
        QMetaObject::invokeMethod(this, [this, peer] { m_limiter.release(peer); }, Qt::QueuedConnection);
    });
}

} // namespace transom::server
