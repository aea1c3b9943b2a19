#include "core/protocol/access.h"

#include <array>

namespace transom::protocol {

namespace {

struct Name
{
    Permission permission;
    const char *name;
};

constexpr std::array Names{
    Name{Permission::Chat, "chat"},       Name{Permission::ReadFiles, "files-read"}, Name{Permission::WriteFiles, "files-write"},
    Name{Permission::Command, "command"}, Name{Permission::Shell, "shell"},          Name{Permission::Admin, "admin"},
    Name{Permission::Distribute, "distribute"},
};

} // namespace

QStringList accessToNames(Access access)
{
    QStringList names;
    for (const Name &row : Names) {
        if (access.testFlag(row.permission))
            names += QLatin1String(row.name);
    }
    return names;
}

Access accessFromNames(const QStringList &names, QStringList *unknown)
{
    Access access;
    for (const QString &name : names) {
        if (name == u"files") {
            access |= Permission::ReadFiles;
            access |= Permission::WriteFiles;
            continue;
        }
        bool known = name == u"none";
        for (const Name &row : Names) {
            if (name == QLatin1String(row.name)) {
                access |= row.permission;
                known = true;
            }
        }
        if (!known && unknown)
            unknown->append(name);
    }
    return access;
}

} // namespace transom::protocol
