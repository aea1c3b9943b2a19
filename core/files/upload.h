#pragma once

#include "core/base/sha256.h"
#include "core/files/accounting.h"
#include "core/files/home.h"
#include "core/files/prefix.h"
#include "core/protocol/file_messages.h"

#include <memory>
#include <optional>

namespace transom::files {

/// One file on its way into a home: begin, resumeAt where the request has `resume`, write…, then finish or (by destruction) nothing. Until
/// finish() has succeeded nothing of it is to be seen under its name, and whatever was there before is untouched. What an upload with
/// `resume` has written stays, counted in the quota, for the next one to the same name. Blocks; used by one strand.
class Upload
{
public:
    Upload(Homes &homes, Accounting &accounting, qint64 userId, QString user, protocol::FilesPut request);
    ~Upload();
    Upload(const Upload &) = delete;
    Upload &operator=(const Upload &) = delete;

    /// `size` of the request where nobody knows it before the end: the space is reserved step by step.
    static constexpr qint64 UnknownSize = -1;

    /// Reserves the space and makes the partial file. What the file will be called so far; nothing where the policy says that
    /// what is there stays.
    Result<std::optional<protocol::FilesPutStart>> begin();
    /// Goes on from there: one of the places that begin() has told of, or 0.
    Result<void> resumeAt(qint64 offset);
    Result<void> write(const QByteArray &bytes);
    /// Checks size and hash, makes the file durable and gives it its name.
    Result<protocol::FilesPutResult> finish(const protocol::FilesSum &sum);
    /// Nobody will go on with it: nothing is kept.
    void forget() { m_keep = false; }

private:
    Result<void> decide();
    Result<void> openPartial();
    Result<void> openKept();
    Result<void> reserve();
    bool reserveStep(qint64 bytes);
    Result<void> reserveMore(qint64 bytes);
    Result<QByteArray> publish();
    QString nameSoFar() const;
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
    Prefix m_prefix;    ///< what an upload before has left
    Sha256 m_hash;
    qint64 m_written = 0;
    qint64 m_room = 0;  ///< how long the file may become with what has been reserved
    Space m_counted;    ///< in the quota already, of what is kept
    bool m_keep = false;
    Space m_freed; ///< by the file that this one has replaced
    bool m_mayReplace = false;
    bool m_skipped = false;
};

} // namespace transom::files
