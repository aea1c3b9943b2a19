#include "core/security/known_peers.h"

#include "core/security/fingerprint.h"
#include "core/security/private_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QUrl>

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <unistd.h>

namespace transom::security {

namespace {

constexpr qint64 MostBytes = 4 * 1024 * 1024;

/// One form for every way to write the same host; empty for what is no host.
QString foldHost(const QString &host)
{
    QString name = host.trimmed();
    if (name.startsWith(u'[') && name.endsWith(u']'))
        name = name.mid(1, name.size() - 2);
    if (const QHostAddress address(name); !address.isNull())
        return address.toString();
    while (name.endsWith(u'.'))
        name.chop(1);
    const QString ascii = QString::fromLatin1(QUrl::toAce(name)).toLower();
    // toAce refuses names that no DNS would take but /etc/hosts does, such as those with an underscore.
    name = ascii.isEmpty() ? name.toCaseFolded() : ascii;
    const bool harmless = std::all_of(name.cbegin(), name.cend(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u'_';
    });
    return harmless && name.size() <= 255 ? name : QString();
}

QByteArray peerText(const QString &foldedHost, quint16 port)
{
    const QString text = foldedHost.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2");
    return text.arg(foldedHost).arg(port).toUtf8();
}

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

Result<QList<QByteArray>> readLines(const QString &file)
{
    auto content = readPrivateFile(file, MostBytes, false);
    if (!content && content.error().code == ErrorCode::NotFound)
        return QList<QByteArray>();
    if (!content)
        return tl::make_unexpected(content.error());
    QList<QByteArray> lines = content->split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

tl::unexpected<Error> noHost()
{
    return fail(ErrorCode::BadArgument, QCoreApplication::translate("Security", "This is not the name or address of a computer."));
}

/// Held while the file is read, changed and replaced. A file of its own: the other one is replaced under the lock.
class FileLock
{
public:
    explicit FileLock(const QString &file)
        : m_fd(::open(QFile::encodeName(file + QStringLiteral(".lock")).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600))
    {
        while (m_fd >= 0 && ::flock(m_fd, LOCK_EX) != 0) {
            if (errno == EINTR)
                continue;
            m_error = errno;
            break;
        }
        if (m_fd < 0)
            m_error = errno;
    }
    ~FileLock()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

    int error() const { return m_error; }

private:
    int m_fd;
    int m_error = 0;
};

/// Takes the peer's lines out and puts `line` in, unless that is empty.
Result<void> rewrite(const QString &file, const QString &foldedHost, quint16 port, const QByteArray &line)
{
    const QString label = QFileInfo(file).fileName();
    QDir().mkpath(QFileInfo(file).absolutePath()); // where that fails, the lock fails with the reason
    const FileLock lock(file);
    if (lock.error() != 0)
        return tl::make_unexpected(errorFromErrno(lock.error(), label));
    auto lines = readLines(file);
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
    const auto lines = readLines(m_file);
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
    const auto lines = readLines(m_file);
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
