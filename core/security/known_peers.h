#pragma once

#include "core/base/error.h"

#include <QDate>
#include <QList>

namespace transom::security {

enum class Trust {
    Unknown, ///< nothing is known of this host and port
    Trusted,
    Changed, ///< another key was trusted before: stop and say so
};

struct PeerTrust
{
    Trust trust = Trust::Unknown;
    QByteArray expected; ///< the key's hash that was trusted; empty for Unknown
    QDate since;         ///< when

    bool operator==(const PeerTrust &) const = default;
};

struct KnownPeer
{
    QString host; ///< as it is compared: lower case, ASCII form of international names, IPv6 without brackets
    quint16 port = 0;
    QByteArray keyHash;
    QDate since;

    bool operator==(const KnownPeer &) const = default;
};

/// The servers whose keys this person trusts: a text file, a line each: `host:port fingerprint date`. The file is read
/// anew for every question and, under a lock, for every change, so that several programs can share it. Lines that make
/// no sense are ignored and kept; of several lines for one peer the last counts. Replaced atomically, mode 0600.
/// Any thread; blocks on the disk for a moment.
class KnownPeers
{
public:
    explicit KnownPeers(QString file);

    Result<PeerTrust> check(const QString &host, quint16 port, const QByteArray &keyHash) const;
    /// Trusts this key from now on, instead of any other this peer had.
    Result<void> trust(const QString &host, quint16 port, const QByteArray &keyHash) const;
    Result<void> forget(const QString &host, quint16 port) const;
    Result<QList<KnownPeer>> list() const;

private:
    QString m_file;
};

} // namespace transom::security
