#include "ui/theme/icons.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace transom::ui::theme {

namespace {

QPixmap render(const QString &name, int size, double ratio, const QColor &color, int room = 0)
{
    const QString key = QStringLiteral("transom/%1/%2/%3/%4/%5").arg(name).arg(size).arg(ratio).arg(color.rgba()).arg(room);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    svg.replace("currentColor", color.name().toLatin1());
    QSvgRenderer renderer(svg);
    pixmap = QPixmap(QSize(size + room, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter, QRectF(0, 0, size, size));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace

QPixmap pixmap(const QString &name, int size, Role role)
{
    return render(name, size, qGuiApp->devicePixelRatio(), color(role));
}

QIcon icon(const QString &name, Role role, int room)
{
    QIcon icon;
    for (const double ratio : {1.0, 2.0}) {
        const QPixmap normal = render(name, 20, ratio, color(role), room);
        if (normal.isNull())
            return {};
        icon.addPixmap(normal);
        icon.addPixmap(render(name, 20, ratio, color(Role::TextMuted), room), QIcon::Disabled);
    }
    return icon;
}

QStringList iconNames()
{
    QStringList names;
    const auto files = QDir(QStringLiteral(":/icons")).entryList();
    for (const QString &file : files)
        names.append(file.chopped(4));
    return names;
}

} // namespace transom::ui::theme
