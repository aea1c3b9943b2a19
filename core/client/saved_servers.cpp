#include "core/client/saved_servers.h"

#include "core/base/clock.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

namespace transom::client {

namespace {

constexpr qsizetype MostEntries = 50;

} // namespace

SavedServers::SavedServers(QString file)
    : m_file(std::move(file))
{
    QFile in(m_file);
    if (!in.open(QIODevice::ReadOnly))
        return;
    const QJsonArray list = QJsonDocument::fromJson(in.read(1024 * 1024)).array();
    for (const QJsonValue value : list) {
        const QJsonObject object = value.toObject();
        auto endpoint = Endpoint::parse(object[QLatin1String("url")].toString());
        if (endpoint)
            m_entries.append({*endpoint, object[QLatin1String("label")].toString(), object[QLatin1String("lastUsed")].toInteger()});
    }
}

Result<void> SavedServers::remember(const Endpoint &endpoint, const QString &label)
{
    Entry entry{endpoint, label, wallClockMs()};
    for (const Entry &known : std::as_const(m_entries)) {
        if (known.endpoint == endpoint && label.isEmpty())
            entry.label = known.label;
    }
    m_entries.removeIf([&](const Entry &known) { return known.endpoint == endpoint; });
    m_entries.prepend(entry);
    if (m_entries.size() > MostEntries)
        m_entries.resize(MostEntries);
    return write();
}

Result<void> SavedServers::forget(const Endpoint &endpoint)
{
    m_entries.removeIf([&](const Entry &known) { return known.endpoint == endpoint; });
    return write();
}

Result<void> SavedServers::write() const
{
    QJsonArray list;
    for (const Entry &entry : m_entries) {
        list.append(QJsonObject{{QStringLiteral("url"), entry.endpoint.toUrl().toString(QUrl::FullyEncoded)},
                                {QStringLiteral("label"), entry.label},
                                {QStringLiteral("lastUsed"), entry.lastUsedMs}});
    }
    QSaveFile out(m_file);
    if (!out.open(QIODevice::WriteOnly) || out.write(QJsonDocument(list).toJson()) < 0 || !out.commit())
        return fail(ErrorCode::InputOutput, QStringLiteral("The list of servers could not be saved: %1.").arg(out.errorString()));
    return {};
}

} // namespace transom::client
