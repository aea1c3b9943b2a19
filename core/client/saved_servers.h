#pragma once

#include "core/client/endpoint.h"

#include <QList>

namespace transom::client {

/// The servers a person has used, newest first, in a small JSON file; never a password. Not thread-safe.
class SavedServers
{
public:
    struct Entry
    {
        Endpoint endpoint;
        QString label;        ///< empty: endpoint.display()
        qint64 lastUsedMs = 0;
    };

    explicit SavedServers(QString file);

    const QList<Entry> &entries() const { return m_entries; }
    /// Adds it or moves it to the front; writes the file atomically.
    Result<void> remember(const Endpoint &endpoint, const QString &label = {});
    Result<void> forget(const Endpoint &endpoint);

private:
    Result<void> write() const;

    QString m_file;
    QList<Entry> m_entries;
};

} // namespace transom::client
