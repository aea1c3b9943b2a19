#pragma once

#include <QString>

namespace transom::client {

/// Where the programs keep things: under TRANSOM_HOME when it is set, otherwise under the XDG directories. Directories are
/// made on demand with mode 0700.
struct Paths
{
    QString config; ///< settings, trusted keys, saved servers
    QString data;   ///< a server's database, key and homes
    QString state;  ///< window layout, logs, queues

    static Paths standard();
    QString trustFile() const { return config + QStringLiteral("/known_servers"); }
    QString keptKeysFile() const { return config + QStringLiteral("/sign_ins"); }
    QString savedServersFile() const { return config + QStringLiteral("/servers.json"); }
    QString transfersFile() const { return state + QStringLiteral("/transfers.json"); }
    QString serverData() const { return data + QStringLiteral("/server"); }
    QString downloads() const;
};

} // namespace transom::client
