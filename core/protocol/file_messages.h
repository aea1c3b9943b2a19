#pragma once

#include "core/protocol/json_codec.h"
#include "core/protocol/message_table.h"

/// The messages of the services "files.*". Paths are absolute, separated by '/', and "/" is the user's own home: what a
/// user cannot name does not exist for them. Times are milliseconds since 1970, modes the lowest nine bits of st_mode.
namespace transom::protocol {

struct FileEntry
{
    QString name;   ///< in a listing the last component; in files.stat the whole path
    QString type;   ///< "file", "directory", "link", "other"
    qint64 size = 0;
    qint64 modified = 0;
    int mode = 0;
    QString sha256; ///< lower-case hex; only where it was asked for
    bool operator==(const FileEntry &) const = default;
    static constexpr auto fields()
    {
        return std::tuple{required("name", &FileEntry::name), required("type", &FileEntry::type), optional("size", &FileEntry::size),
                          optional("modified", &FileEntry::modified), optional("mode", &FileEntry::mode),
                          optional("sha256", &FileEntry::sha256)};
    }
};

/// Request; FILES_ENTRIES follow, then END with {"count":n}.
struct FilesList
{
    static constexpr auto Service = "files.list";
    QString path;
    static constexpr auto fields() { return std::tuple{required("path", &FilesList::path)}; }
};

struct FilesEntries
{
    static constexpr auto Type = MessageType::FilesEntries;
    QList<FileEntry> entries;
    static constexpr auto fields() { return std::tuple{required("entries", &FilesEntries::entries)}; }
};

/// Request; END's result is a FileEntry.
struct FilesStat
{
    static constexpr auto Service = "files.stat";
    QString path;
    bool hash = false;
    static constexpr auto fields() { return std::tuple{required("path", &FilesStat::path), optional("hash", &FilesStat::hash)}; }
};

/// Request without fields; END's result is a FilesQuotaResult.
struct FilesQuota
{
    static constexpr auto Service = "files.quota";
    static constexpr auto fields() { return std::tuple{}; }
};

struct FilesQuotaResult
{
    qint64 quota = -1;       ///< bytes; -1: no limit
    qint64 used = 0;         ///< bytes, those in the bin and of partial files among them
    qint64 reserved = 0;     ///< bytes, by uploads that are under way
    qint64 free = -1;        ///< bytes on the server's disk; -1: not known
    qint64 quotaFiles = -1;  ///< files, folders and links; -1: no limit
    qint64 files = 0;        ///< of them, those in the bin among them
    qint64 reservedFiles = 0;
    qint64 bin = 0;          ///< bytes in the recycle bin
    qint64 binFiles = 0;
    static constexpr auto fields()
    {
        return std::tuple{required("quota", &FilesQuotaResult::quota), required("used", &FilesQuotaResult::used),
                          optional("reserved", &FilesQuotaResult::reserved), optional("free", &FilesQuotaResult::free),
                          optional("quotaFiles", &FilesQuotaResult::quotaFiles), optional("files", &FilesQuotaResult::files),
                          optional("reservedFiles", &FilesQuotaResult::reservedFiles), optional("bin", &FilesQuotaResult::bin),
                          optional("binFiles", &FilesQuotaResult::binFiles)};
    }
};

/// Request. ACCEPT's result is a FileEntry, DATA follow, END's result is a FilesSum of the whole file.
struct FilesGet
{
    static constexpr auto Service = "files.get";
    QString path;
    static constexpr auto fields() { return std::tuple{required("path", &FilesGet::path)}; }
};

/// Request. The client sends exactly `size` bytes of DATA at once, without waiting for ACCEPT, then END with a FilesSum;
/// the server answers END with a FilesPutResult when the file is under its name and durable.
struct FilesPut
{
    static constexpr auto Service = "files.put";
    QString path;           ///< of the file itself; its folder must exist
    qint64 size = 0;
    qint64 modified = 0;    ///< 0: now
    int mode = 0;           ///< 0: 0644; never more than 0777
    QString conflict = QStringLiteral("fail"); ///< when there is a file already: fail, overwrite, rename, skip, newer
    static constexpr auto fields()
    {
        return std::tuple{required("path", &FilesPut::path), required("size", &FilesPut::size),
                          optional("modified", &FilesPut::modified), optional("mode", &FilesPut::mode),
                          optional("conflict", &FilesPut::conflict)};
    }
};

struct FilesSum
{
    qint64 size = 0;
    QString sha256; ///< lower-case hex
    static constexpr auto fields() { return std::tuple{required("size", &FilesSum::size), required("sha256", &FilesSum::sha256)}; }
};

struct FilesPutResult
{
    QString path;   ///< the name it has now: with conflict "rename" it may be another
    QString sha256;
    bool skipped = false; ///< conflict "skip" or "newer" left what was there
    static constexpr auto fields()
    {
        return std::tuple{required("path", &FilesPutResult::path), optional("sha256", &FilesPutResult::sha256),
                          optional("skipped", &FilesPutResult::skipped)};
    }
};

struct FilesMkdir
{
    static constexpr auto Service = "files.mkdir";
    QString path;
    bool parents = false; ///< make missing parents too, and no error if it exists
    static constexpr auto fields() { return std::tuple{required("path", &FilesMkdir::path), optional("parents", &FilesMkdir::parents)}; }
};

struct FilesRename
{
    static constexpr auto Service = "files.rename";
    QString from;
    QString to;
    bool overwrite = false;
    static constexpr auto fields()
    {
        return std::tuple{required("from", &FilesRename::from), required("to", &FilesRename::to),
                          optional("overwrite", &FilesRename::overwrite)};
    }
};

/// Request; END's result is a FilesRemoveResult.
struct FilesRemove
{
    static constexpr auto Service = "files.remove";
    QString path;
    bool recursive = false;
    bool permanent = false; ///< gone at once, not into the recycle bin
    static constexpr auto fields()
    {
        return std::tuple{required("path", &FilesRemove::path), optional("recursive", &FilesRemove::recursive),
                          optional("permanent", &FilesRemove::permanent)};
    }
};

struct FilesRemoveResult
{
    QString id; ///< of the entry in the recycle bin; empty: it is gone for good
    static constexpr auto fields() { return std::tuple{optional("id", &FilesRemoveResult::id)}; }
};

/// What one removal has put into the recycle bin.
struct FilesBinEntry
{
    QString id;            ///< rises with the time of removal
    QString path;          ///< where it was; empty where it is `damaged`
    QString type;          ///< as in FileEntry
    qint64 size = 0;       ///< bytes, with all that is in it
    qint64 files = 0;      ///< files, folders and links, itself among them
    qint64 removed = 0;    ///< when
    QString by;            ///< the account that removed it
    bool damaged = false;  ///< nobody knows any more where it was: it is restored under a name made up, or under `to`
    bool operator==(const FilesBinEntry &) const = default;
    static constexpr auto fields()
    {
        return std::tuple{required("id", &FilesBinEntry::id), optional("path", &FilesBinEntry::path), required("type", &FilesBinEntry::type),
                          optional("size", &FilesBinEntry::size), optional("files", &FilesBinEntry::files),
                          optional("removed", &FilesBinEntry::removed), optional("by", &FilesBinEntry::by),
                          optional("damaged", &FilesBinEntry::damaged)};
    }
};

/// Request without fields; FILES_BIN_ENTRIES follow, newest first, then END with {"count":n}.
struct FilesBinList
{
    static constexpr auto Service = "files.bin.list";
    static constexpr auto fields() { return std::tuple{}; }
};

struct FilesBinEntries
{
    static constexpr auto Type = MessageType::FilesBinEntries;
    QList<FilesBinEntry> entries;
    static constexpr auto fields() { return std::tuple{required("entries", &FilesBinEntries::entries)}; }
};

/// Request; END's result is a FilesBinRestoreResult. Folders that are missing above it are made.
struct FilesBinRestore
{
    static constexpr auto Service = "files.bin.restore";
    QString id;
    QString to;                                ///< a whole path; empty: where it was
    QString conflict = QStringLiteral("fail"); ///< when something is there already: fail, rename
    static constexpr auto fields()
    {
        return std::tuple{required("id", &FilesBinRestore::id), optional("to", &FilesBinRestore::to),
                          optional("conflict", &FilesBinRestore::conflict)};
    }
};

struct FilesBinRestoreResult
{
    QString path; ///< where it is now
    static constexpr auto fields() { return std::tuple{required("path", &FilesBinRestoreResult::path)}; }
};

/// Request, either with `id` or with `all`; END's result is a FilesBinPurgeResult.
struct FilesBinPurge
{
    static constexpr auto Service = "files.bin.purge";
    QString id;
    bool all = false;
    static constexpr auto fields() { return std::tuple{optional("id", &FilesBinPurge::id), optional("all", &FilesBinPurge::all)}; }
};

struct FilesBinPurgeResult
{
    qint64 bytes = 0; ///< what the quota got back
    qint64 files = 0;
    static constexpr auto fields()
    {
        return std::tuple{optional("bytes", &FilesBinPurgeResult::bytes), optional("files", &FilesBinPurgeResult::files)};
    }
};

} // namespace transom::protocol
