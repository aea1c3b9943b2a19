#include "core/security/known_peers.h"

#include "core/security/fingerprint.h"
#include "core/security/peer_name.h"
#include "core/security/private_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <optional>

namespace transom::security {

namespace {

std::optional<KnownPeer> readLine(const QByteArray &line)
{
    const QList<QByteArray> words = line.simplified().split(' ');
    if (words.size() < 2 || words.size() > 3 || words[0].startsWith('#'))
        return std::nullopt;
    const qsizetype colon = words[0].lastIndexOf(':');
    bool isNumber = false;
    const quint16 port = colon > 0 ? words[0].mid(colon + 1).toUShort(&isNumber) : quint16{0};
    const auto hash = parseFingerprint(QString::fromLatin1(words[1]));
    if (!isNumber || port == 0 || !hash)
        return std::nullopt;
    const QString written = QString::fromUtf8(words[0].left(colon));
    // An address with colons needs its brackets, or its last group would pass for the port.
    if (written.contains(u':') && !written.startsWith(u'['))
        return std::nullopt;
    const QString host = foldHost(written);
    if (host.isEmpty())
        return std::nullopt;
    const QDate since = words.size() > 2 ? QDate::fromString(QString::fromLatin1(words[2]), Qt::ISODate) : QDate();
    return KnownPeer{host, port, *hash, since};
}

bool isPeer(const std::optional<KnownPeer> &entry, const QString &foldedHost, quint16 port)
{
    return entry && entry->host == foldedHost && entry->port == port;
}

tl::unexpected<Error> noHost()
{
    return fail(ErrorCode::BadArgument, QCoreApplication::translate("Security", "This is not the name or address of a computer."));
}

/// Takes the peer's lines out and puts `line` in, unless that is empty.
Result<void> rewrite(const QString &file, const QString &foldedHost, quint16 port, const QByteArray &line)
{
    const QString label = QFileInfo(file).fileName();
    QDir().mkpath(QFileInfo(file).absolutePath()); // where that fails, the lock fails with the reason
    const FileLock lock(file);
    if (lock.error() != 0)
        return tl::make_unexpected(errorFromErrno(lock.error(), label));
    auto lines = readPrivateLines(file);
    if (!lines)
        return tl::make_unexpected(lines.error());
    QByteArray content;
    for (const QByteArray &kept : std::as_const(*lines)) {
        if (!isPeer(readLine(kept), foldedHost, port))
            content += kept + '\n';
    }
    if (!line.isEmpty())
        content += line + '\n';
    return writePrivateFile(file, content, Replace::Yes);
}

} // namespace

KnownPeers::KnownPeers(QString file)
    : m_file(std::move(file))
{}

Result<PeerTrust> KnownPeers::check(const QString &host, quint16 port, const QByteArray &keyHash) const
{
    const QString folded = foldHost(host);
    if (folded.isEmpty())
        return noHost();
    const auto lines = readPrivateLines(m_file);
    if (!lines)
        return tl::make_unexpected(lines.error());
    PeerTrust result;
    for (const QByteArray &line : *lines) {
        const auto entry = readLine(line);
        if (isPeer(entry, folded, port))
            result = {entry->keyHash == keyHash ? Trust::Trusted : Trust::Changed, entry->keyHash, entry->since};
    }
    return result;
}

Result<void> KnownPeers::trust(const QString &host, quint16 port, const QByteArray &keyHash) const
{
    const QString folded = foldHost(host);
    if (folded.isEmpty() || port == 0)
        return noHost();
    if (keyHash.size() != KeyHashBytes)
        return fail(ErrorCode::BadArgument);
    const QByteArray line = peerText(folded, port) + ' ' + formatFingerprint(keyHash).toLatin1() + ' '
        + QDate::currentDate().toString(Qt::ISODate).toLatin1();
    return rewrite(m_file, folded, port, line);
}

Result<void> KnownPeers::forget(const QString &host, quint16 port) const
{
    const QString folded = foldHost(host);
    return folded.isEmpty() ? Result<void>(noHost()) : rewrite(m_file, folded, port, {});
}

Result<QList<KnownPeer>> KnownPeers::list() const
{
    const auto lines = readPrivateLines(m_file);
    if (!lines)
        return tl::make_unexpected(lines.error());
    QList<KnownPeer> peers;
    for (const QByteArray &line : *lines) {
        const auto entry = readLine(line);
        if (!entry)
            continue;
        peers.removeIf([&](const KnownPeer &older) { return older.host == entry->host && older.port == entry->port; });
        peers += *entry;
    }
    return peers;
}

} // namespace transom::security
