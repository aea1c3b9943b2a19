#pragma once

#include "core/base/sha256.h"
#include "core/files/accounting.h"
#include "core/files/home.h"
#include "core/protocol/file_messages.h"

#include <memory>
#include <optional>

namespace transom::files {

/// One file on its way into a home: begin, write…, then finish or (by destruction) nothing. Until finish() has succeeded
/// nothing of it is to be seen under its name, and whatever was there before is untouched. Blocks; used by one strand.
class Upload
{
public:
    Upload(Homes &homes, Accounting &accounting, qint64 userId, QString user, protocol::FilesPut request);
    ~Upload();
    Upload(const Upload &) = delete;
    Upload &operator=(const Upload &) = delete;

    /// Reserves the space and makes the partial file. What the file will be called so far; nothing where the policy says that
    /// what is there stays.
    Result<std::optional<protocol::FileEntry>> begin();
    Result<void> write(const QByteArray &bytes);
    /// Checks size and hash, makes the file durable and gives it its name.
    Result<protocol::FilesPutResult> finish(const protocol::FilesSum &sum);

private:
    Result<void> decide();
    Result<void> openPartial();
    Result<QByteArray> publish();
    void discard();

    Homes &m_homes;
    Accounting &m_accounting;
    qint64 m_userId;
    QString m_user;
    protocol::FilesPut m_request;
    QStringList m_components;
    QString m_lockedPath;
    std::shared_ptr<Home> m_home;
    PathJail::Parent m_parent;
    std::optional<Reservation> m_reservation;
    DiskSpace::Promise m_disk;
    Descriptor m_partials;
    QByteArray m_partialName;
    Descriptor m_file;
    Sha256 m_hash;
    qint64 m_written = 0;
    Space m_freed; ///< by the file that this one has replaced
    bool m_mayReplace = false;
    bool m_skipped = false;
};

} // namespace transom::files
