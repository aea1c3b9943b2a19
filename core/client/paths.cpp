#include "core/client/paths.h"

#include <QDir>
#include <QStandardPaths>

#include <sys/stat.h>

namespace transom::client {

namespace {

QString madePrivate(const QString &directory)
{
    if (!QDir(directory).exists()) {
        QDir().mkpath(directory);
        ::chmod(directory.toLocal8Bit().constData(), 0700);
    }
    return directory;
}

QString xdg(const char *variable, const QString &fallback)
{
    const QString set = qEnvironmentVariable(variable);
    return (set.startsWith(u'/') ? set : QDir::homePath() + u'/' + fallback) + QStringLiteral("/transom");
}

} // namespace

Paths Paths::standard()
{
    if (const QString home = qEnvironmentVariable("TRANSOM_HOME"); !home.isEmpty()) {
        const QString root = QDir(home).absolutePath();
        return {madePrivate(root + QStringLiteral("/config")), madePrivate(root + QStringLiteral("/data")),
                madePrivate(root + QStringLiteral("/state"))};
    }
    return {madePrivate(xdg("XDG_CONFIG_HOME", QStringLiteral(".config"))),
            madePrivate(xdg("XDG_DATA_HOME", QStringLiteral(".local/share"))),
            madePrivate(xdg("XDG_STATE_HOME", QStringLiteral(".local/state")))};
}

QString Paths::downloads() const
{
    if (!qEnvironmentVariable("TRANSOM_HOME").isEmpty()) {
        const QString folder = QDir(data).absoluteFilePath(QStringLiteral("downloads"));
        QDir().mkpath(folder);
        return folder;
    }
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    return folder.isEmpty() ? QDir::homePath() : folder;
}

} // namespace transom::client
