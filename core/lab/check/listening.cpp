#include "core/lab/check/listening.h"

#include <QDir>
#include <QFile>
#include <QSet>

#include <functional>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

/// Each socket of the kernel's tables that takes connections, or datagrams; until `found` says so.
bool anyListener(bool datagram, const std::function<bool(quint16 port, const QByteArray &inode)> &found)
{
    const QStringList tables = datagram ? QStringList{u"/proc/net/udp"_s, u"/proc/net/udp6"_s} : QStringList{u"/proc/net/tcp"_s, u"/proc/net/tcp6"_s};
    for (const QString &name : tables) {
        QFile table(name);
        if (!table.open(QIODevice::ReadOnly))
            continue;
        const QList<QByteArray> lines = table.readAll().split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.size() > 9 && (datagram || fields[3] == "0A") && found(fields[1].mid(fields[1].indexOf(':') + 1).toUShort(nullptr, 16), fields[9]))
                return true;
        }
    }
    return false;
}

} // namespace

bool isPortTaken(quint16 port, bool datagram)
{
    return anyListener(datagram, [port](quint16 each, const QByteArray &) { return each == port; });
}

quint16 listeningPort(pid_t process, bool datagram)
{
    QSet<QByteArray> own;
    const QDir descriptors(u"/proc/%1/fd"_s.arg(process));
    const QStringList names = descriptors.entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        // Such a link is no path: "socket:[4711]"
        char target[64] = {};
        const ssize_t size = ::readlink(QFile::encodeName(descriptors.filePath(name)).constData(), target, sizeof target - 1);
        const QByteArray text(target, std::max<ssize_t>(size, 0));
        if (text.startsWith("socket:["))
            own.insert(text.mid(8, text.size() - 9));
    }
    quint16 result = 0;
    if (!own.isEmpty())
        anyListener(datagram, [&](quint16 port, const QByteArray &inode) {
            if (own.contains(inode))
                result = port;
            return result != 0;
        });
    return result;
}

} // namespace transom::lab
