#include "core/security/kept_keys.h"

#include "core/security/peer_name.h"
#include "core/security/private_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace transom::security {

namespace {

/// The first two words of a line; empty for what is no server or nobody.
QByteArray ownerText(const QString &host, quint16 port, const QString &user)
{
    const QString folded = foldHost(host);
    return folded.isEmpty() || port == 0 || user.isEmpty() ? QByteArray() : peerText(folded, port) + ' ' + QUrl::toPercentEncoding(user);
}

tl::unexpected<Error> nobody()
{
    return fail(ErrorCode::BadArgument, QCoreApplication::translate("Security", "A sign-in can be kept for a user of a server that has a name or an address."));
}

bool isOf(const QByteArray &line, const QByteArray &owner)
{
    return line.startsWith(owner) && line.size() > owner.size() && line[owner.size()] == ' ';
}

std::optional<SaltedKey> readKey(const QByteArray &words)
{
    const QList<QByteArray> parts = words.simplified().split(' ');
    if (parts.size() != 3)
        return std::nullopt;
    const SaltedKey key{QByteArray::fromBase64(parts[1]), parts[0].toInt(), QByteArray::fromBase64(parts[2])};
    return key.iterations > 0 && !key.salt.isEmpty() && !key.isEmpty() ? std::optional(key) : std::nullopt;
}

} // namespace

KeptKeys::KeptKeys(QString file)
    : m_file(std::move(file))
{}

Result<std::optional<SaltedKey>> KeptKeys::find(const QString &host, quint16 port, const QString &user) const
{
    const QByteArray owner = ownerText(host, port, user);
    if (owner.isEmpty())
        return std::nullopt;
    const auto lines = readPrivateLines(m_file, true);
    if (!lines)
        return tl::make_unexpected(lines.error());
    for (const QByteArray &line : *lines) {
        if (isOf(line, owner)) {
            if (auto key = readKey(line.sliced(owner.size())))
                return key;
        }
    }
    return std::nullopt;
}

Result<void> KeptKeys::keep(const QString &host, quint16 port, const QString &user, const SaltedKey &key) const
{
    const QByteArray owner = ownerText(host, port, user);
    if (owner.isEmpty())
        return nobody();
    if (key.isEmpty() || key.salt.isEmpty() || key.iterations < 1)
        return fail(ErrorCode::BadArgument);
    const QByteArray line = owner + ' ' + QByteArray::number(key.iterations) + ' ' + key.salt.toBase64() + ' ' + key.saltedPassword.toBase64();
    const auto written = rewrite(owner, line);
    return written ? Result<void>() : tl::make_unexpected(written.error());
}

Result<bool> KeptKeys::forget(const QString &host, quint16 port, const QString &user) const
{
    const QByteArray owner = ownerText(host, port, user);
    return owner.isEmpty() ? Result<bool>(false) : rewrite(owner, {});
}

/// Takes the owner's lines out, and says whether there were any; puts `line` in, unless that is empty.
Result<bool> KeptKeys::rewrite(const QByteArray &owner, const QByteArray &line) const
{
    QDir().mkpath(QFileInfo(m_file).absolutePath()); // where that fails, the lock fails with the reason
    const FileLock lock(m_file);
    if (lock.error() != 0)
        return tl::make_unexpected(errorFromErrno(lock.error(), QFileInfo(m_file).fileName()));
    auto lines = readPrivateLines(m_file);
    if (!lines)
        return tl::make_unexpected(lines.error());
    const auto removed = lines->removeIf([&](const QByteArray &kept) { return isOf(kept, owner); });
    if (!line.isEmpty())
        lines->append(line);
    else if (removed == 0)
        return false;
    QByteArray content;
    for (const QByteArray &kept : std::as_const(*lines))
        content += kept + '\n';
    if (auto written = writePrivateFile(m_file, content, Replace::Yes); !written)
        return tl::make_unexpected(written.error());
    return removed > 0;
}

} // namespace transom::security
