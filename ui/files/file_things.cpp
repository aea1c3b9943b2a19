#include "ui/files/file_things.h"

#include <QMimeData>
#include <QUrl>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

/// What the file managers of GNOME and KDE agree on for "cut".
const QString GnomeType = u"x-special/gnome-copied-files"_s;
const QString KdeCutType = u"application/x-kde-cutselection"_s;
const QString CutType = u"application/x-transom-cut"_s;
const QString AccountType = u"application/x-transom-account"_s;

} // namespace

QMimeData *mimeOf(const FileThings &things)
{
    auto *mime = new QMimeData;
    mime->setText(things.paths.join(u'\n'));
    if (things.move)
        mime->setData(CutType, "1");
    if (things.side == FolderModel::Side::Remote) {
        mime->setData(QString::fromLatin1(RemotePathsMimeType), things.paths.join(QChar(0)).toUtf8());
        mime->setData(AccountType, things.account.toUtf8());
        return mime;
    }
    QList<QUrl> urls;
    QByteArray gnome = things.move ? "cut" : "copy";
    for (const QString &path : things.paths) {
        urls.append(QUrl::fromLocalFile(path));
        gnome += '\n' + urls.last().toEncoded();
    }
    mime->setUrls(urls);
    mime->setData(GnomeType, gnome);
    mime->setData(KdeCutType, things.move ? "1" : "0");
    return mime;
}

FileThings thingsIn(const QMimeData *mime)
{
    FileThings things;
    if (!mime)
        return things;
    const QString remote = QString::fromLatin1(RemotePathsMimeType);
    things.move = mime->data(CutType) == "1" || mime->data(KdeCutType) == "1" || mime->data(GnomeType).startsWith("cut");
    if (mime->hasFormat(remote)) {
        things.side = FolderModel::Side::Remote;
        things.paths = QString::fromUtf8(mime->data(remote)).split(QChar(0), Qt::SkipEmptyParts);
        things.account = QString::fromUtf8(mime->data(AccountType));
        return things;
    }
    const auto urls = mime->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            things.paths.append(url.toLocalFile());
    }
    // "/a/b/" from some file managers.
    for (QString &path : things.paths) {
        while (path.size() > 1 && path.endsWith(u'/'))
            path.chop(1);
    }
    return things;
}

FileThings fitting(FileThings things, FolderModel::Side side, const QString &folder)
{
    if (things.side == side)
        things.paths.removeIf([&](const QString &path) { return parentPath(path) == folder || path == folder || folder.startsWith(path + u'/'); });
    return things;
}

} // namespace transom::ui
