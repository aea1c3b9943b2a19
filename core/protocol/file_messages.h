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

/// The beginning of a file that one side has already.
struct FilesPrefix
{
    qint64 offset = 0; ///< bytes
    QString sha256;    ///< of all bytes before it
    bool operator==(const FilesPrefix &) const = default;
    static constexpr auto fields() { return std::tuple{required("offset", &FilesPrefix::offset), required("sha256", &FilesPrefix::sha256)}; }
};

/// Request. ACCEPT's result is a FilesGetStart, DATA from its offset follow, END's result is a FilesSum of the whole file.
struct FilesGet
{
    static constexpr auto Service = "files.get";
    QString path;
    QList<FilesPrefix> prefixes; ///< what the client has already, at most 8
    static constexpr auto fields() { return std::tuple{required("path", &FilesGet::path), optional("prefixes", &FilesGet::prefixes)}; }
};

struct FilesGetStart
{
    QString name;        ///< the whole path
    qint64 size = 0;
    qint64 modified = 0;
    int mode = 0;
    qint64 offset = 0;   ///< of the first byte of DATA: that of the longest prefix that is the file's own, or 0
    static constexpr auto fields()
    {
        return std::tuple{required("name", &FilesGetStart::name), required("size", &FilesGetStart::size),
                          optional("modified", &FilesGetStart::modified), optional("mode", &FilesGetStart::mode),
                          optional("offset", &FilesGetStart::offset)};
    }
};

/// Request. The client sends exactly `size` bytes of DATA at once, without waiting for ACCEPT, then END with a FilesSum;
/// the server answers END with a FilesPutResult when the file is under its name and durable. With `resume` the client waits for
/// ACCEPT with a FilesPutStart, says by FILES_RESUME where it goes on, and sends the rest.
struct FilesPut
{
    static constexpr auto Service = "files.put";
    QString path;           ///< of the file itself; its folder must exist
    qint64 size = 0;        ///< -1: not known before the end (not with `resume`)
    qint64 modified = 0;    ///< 0: now
    int mode = 0;           ///< 0: 0644; never more than 0777
    QString conflict = QStringLiteral("fail"); ///< when there is a file already: fail, overwrite, rename, skip, newer
    bool resume = false;    ///< what an upload before has left is gone on with, and what this one leaves is kept
    static constexpr auto fields()
    {
        return std::tuple{required("path", &FilesPut::path), required("size", &FilesPut::size),
                          optional("modified", &FilesPut::modified), optional("mode", &FilesPut::mode),
                          optional("conflict", &FilesPut::conflict), optional("resume", &FilesPut::resume)};
    }
};

struct FilesPutStart
{
    QString path;
    QList<FilesPrefix> prefixes; ///< what the server has already, longest first
    static constexpr auto fields() { return std::tuple{required("path", &FilesPutStart::path), optional("prefixes", &FilesPutStart::prefixes)}; }
};

struct FilesResume
{
    static constexpr auto Type = MessageType::FilesResume;
    qint64 offset = 0; ///< one of the prefixes' or 0: what the server has above it is thrown away
    static constexpr auto fields() { return std::tuple{required("offset", &FilesResume::offset)}; }
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

/// What stands before each thing in the DATA of files.get-tree and files.put-tree: four bytes with the length of this (big-endian,
/// at most limits::RecordHead), this, and then, where `contents` says so, the file's bytes.
struct FilesRecord
{
    QString path;          ///< below the folder where the tree goes, without a '/' in front
    QString type;          ///< "file", "directory", "link"; "other" is told of and never made
    qint64 size = 0;
    qint64 modified = 0;
    int mode = 0;
    QString target;        ///< of a link, as readlink(2) has it
    QString sha256;        ///< of a file's contents: where they follow, or where it was asked for
    bool contents = false; ///< `size` bytes follow
    ErrorCode code = ErrorCode::None; ///< why this one cannot be had (files.get-tree)
    QString text;
    QStringList parts = {};     ///< of `text`, as in Error
    static constexpr auto fields()
    {
        return std::tuple{required("path", &FilesRecord::path), required("type", &FilesRecord::type), optional("size", &FilesRecord::size),
                          optional("modified", &FilesRecord::modified), optional("mode", &FilesRecord::mode),
                          optional("target", &FilesRecord::target), optional("sha256", &FilesRecord::sha256),
                          optional("contents", &FilesRecord::contents), optional("code", &FilesRecord::code),
                          optional("text", &FilesRecord::text), optional("parts", &FilesRecord::parts)};
    }
};

/// Request. ACCEPT's result is a FilesTreeTotal, records follow as DATA, folders before what is in them, END's result is a FilesTreeTotal of
/// what was sent.
struct FilesGetTree
{
    static constexpr auto Service = "files.get-tree";
    QStringList paths;          ///< files and folders; each comes under its last component, and "/" under none
    qint64 contentsUpTo = 0;    ///< bytes: contents of files up to that size follow; of larger ones only the head
    bool hash = false;          ///< the SHA-256 of those whose contents do not follow, too
    bool recursive = true;      ///< otherwise a folder is an error
    static constexpr auto fields()
    {
        return std::tuple{required("paths", &FilesGetTree::paths), optional("contentsUpTo", &FilesGetTree::contentsUpTo),
                          optional("hash", &FilesGetTree::hash), optional("recursive", &FilesGetTree::recursive)};
    }
};

struct FilesTreeTotal
{
    qint64 files = 0; ///< and links, without folders
    qint64 bytes = 0; ///< of all files, those among them whose contents do not follow
    static constexpr auto fields() { return std::tuple{required("files", &FilesTreeTotal::files), required("bytes", &FilesTreeTotal::bytes)}; }
};

/// Request. Records follow at once as DATA, without waiting for ACCEPT, all files with their contents; then END. FILES_RESULTS come as they are dealt
/// with, and END with a FilesTreeTotal when all that was made is durable.
struct FilesPutTree
{
    static constexpr auto Service = "files.put-tree";
    QString path;       ///< of the folder where the tree goes; it must exist
    qint64 files = 0;   ///< at most so many records, and so many bytes of contents: they are reserved
    qint64 bytes = 0;
    QString conflict = QStringLiteral("fail");
    bool again = false; ///< what is there already with the same bytes is no conflict: an attempt before may have put it there
    qint64 since = 0;   ///< with `again` and "rename": `began` of the first attempt. What has been there for longer is not of it, whatever its bytes
    static constexpr auto fields()
    {
        return std::tuple{required("path", &FilesPutTree::path), required("files", &FilesPutTree::files), required("bytes", &FilesPutTree::bytes),
                          optional("conflict", &FilesPutTree::conflict), optional("again", &FilesPutTree::again), optional("since", &FilesPutTree::since)};
    }
};

/// ACCEPT's result.
struct FilesPutTreeStart
{
    qint64 began = 0; ///< with "rename": when, by the server's disk, in microseconds since 1970
    static constexpr auto fields() { return std::tuple{optional("began", &FilesPutTreeStart::began)}; }
};

/// What became of one record.
struct FilesResult
{
    qint64 index = 0;                 ///< of the record, from 0
    ErrorCode code = ErrorCode::None;
    QString text;
    QString path;                     ///< where it is, if it is not where it was to be
    bool skipped = false;
    QStringList parts = {};                ///< of `text`, as in Error
    bool operator==(const FilesResult &) const = default;
    static constexpr auto fields()
    {
        return std::tuple{required("index", &FilesResult::index), optional("code", &FilesResult::code), optional("text", &FilesResult::text),
                          optional("path", &FilesResult::path), optional("skipped", &FilesResult::skipped),
                          optional("parts", &FilesResult::parts)};
    }
};

struct FilesResults
{
    static constexpr auto Type = MessageType::FilesResults;
    qint64 done = 0;            ///< records dealt with so far
    QList<FilesResult> results; ///< of those among them that are not simply made
    static constexpr auto fields() { return std::tuple{required("done", &FilesResults::done), optional("results", &FilesResults::results)}; }
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
