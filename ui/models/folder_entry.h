#pragma once

#include <QString>

namespace transom::ui {

/// One thing in a folder, on this computer or on the server.
struct FolderEntry
{
    enum class Kind { Folder, File, Link, Other };
    QString name;
    Kind kind = Kind::File; ///< of what a link leads to, where that is known
    qint64 size = 0;
    qint64 modified = 0;    ///< milliseconds since 1970; 0: not known
    int mode = -1;          ///< the lowest nine bits of st_mode; -1: not known
    bool link = false;      ///< symbolic, whatever it leads to

    bool operator==(const FolderEntry &) const = default;
};

/// What the rows of a pane look like as data while they are dragged: paths on the server travel under this type, files of this
/// computer as text/uri-list like everywhere.
inline constexpr auto RemotePathsMimeType = "application/x-transom-remote-paths";

/// "/a/b" and "c" make "/a/b/c".
QString joinPath(const QString &folder, const QString &name);
/// "/a/b" has the parent "/a"; "/" has itself.
QString parentPath(const QString &path);
QString lastComponent(const QString &path);
/// "rw-r--r--"; empty where it is not known.
QString modeText(int mode);

} // namespace transom::ui
