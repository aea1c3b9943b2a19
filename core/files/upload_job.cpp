#include "core/files/upload_job.h"

#include "core/session/block_feeder.h"
#include "core/files/file_reader.h"
#include "core/files/tree_upload.h"
#include "core/files/file_names.h"
#include "core/files/file_request.h"
#include "core/files/small_file.h"

#include <QDir>
#include <QFile>
#include <QTimer>

#include <atomic>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr qsizetype DeepestTree = 200;
constexpr qint64 HashBlock = 1024 * 1024;
/// Longer than a silent peer is waited for.
constexpr int LongestWaitMs = 64'000;

Result<std::shared_ptr<FileReader>> openLocal(const QString &path)
{
    Descriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!file)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return FileReader::over(std::move(file));
}

QString linkTarget(const QString &path)
{
    QByteArray target(4096, Qt::Uninitialized);
    const ssize_t length = ::readlink(QFile::encodeName(path).constData(), target.data(), static_cast<size_t>(target.size()));
    return length > 0 ? QFile::decodeName(target.first(length)) : QString();
}

Result<FilesSum> sumOfLocal(const QString &path)
{
    auto reader = openLocal(path);
    if (!reader)
        return tl::make_unexpected(reader.error());
    for (;;) {
        auto block = (*reader)->read(HashBlock);
        if (!block)
            return tl::make_unexpected(block.error());
        if (block->isEmpty())
            return (*reader)->sum();
    }
}

} // namespace

/// One file: opened and read on a strand of its own, sent without waiting for ACCEPT.
class UploadJob::FileUpload : public Item
{
public:
    FileUpload(UploadJob &job, session::SessionLink &link, Source source, const TransferOptions &options, const QString &conflict, std::shared_ptr<RateLimit> limit)
        : Item(job)
        , m_job(job)
        , m_link(link)
        , m_source(std::move(source))
        , m_conflict(conflict)
        , m_resume(options.resume && (m_source.size >= ResumeFrom || (conflict == u"rename" && options.memory)))
        , m_stop(std::make_shared<std::atomic<bool>>(false))
        , m_limit(std::move(limit))
    {
        size = m_source.size;
        name = m_source.local;
        local = m_source.local;
        remote = m_source.remote;
        policy = conflict;
    }

    ~FileUpload() override { *m_stop = true; }
    const Source &source() const { return m_source; }

    void begin() override
    {
        m_session = m_link.session();
        start();
    }
    void pause() override
    {
        m_paused = true;
        if (m_feeder)
            m_feeder->pause();
    }
    void proceed() override
    {
        m_paused = false;
        if (m_feeder && m_ready)
            m_feeder->resume();
    }
    void cancel() override
    {
        *m_stop = true;
        if (m_channel)
            m_channel->cancel(); // `closed` follows when the server has cleaned up
        else
            end({ErrorCode::Cancelled, {}});
    }

private:
    void start()
    {
        m_strand.run([path = m_source.local] { return openLocal(path); }, this, [this](Result<std::shared_ptr<FileReader>> reader) {
            if (hasEnded())
                return;
            if (!reader)
                return end(reader.error());
            open(*reader);
        });
    }

    void open(const std::shared_ptr<FileReader> &reader)
    {
        if (hasEnded())
            return;
        // The session it has begun with, not one that has come meanwhile: the job ends with the session.
        if (!m_session || m_session != m_link.session())
            return end({ErrorCode::ConnectionLost, {}});
        const FileEntry &entry = reader->entry();
        m_channel = m_session->open(FilesPut{m_source.remote, entry.size, entry.modified, entry.mode, m_conflict, m_resume}, session::Priority::Bulk);
        if (!m_channel) {
            // Others have taken the channels while the file was being opened.
            connect(m_session, &session::ClientSession::channelFreed, this, [this, reader] { open(reader); },
                    Qt::SingleShotConnection);
            connect(m_session, &session::Session::closed, this, [this] { end({ErrorCode::ConnectionLost, {}}); });
            return;
        }
        if (m_resume)
            connect(m_channel, &session::Channel::accepted, this, [this, reader](const QJsonObject &result) { resumeFrom(reader, result); });
        connect(m_channel, &session::Channel::closed, this, [this](const Error &error, const QJsonObject &result) {
            m_channel = nullptr;
            if (!m_own.isEmpty())
                return end({}, m_own, false, m_ownSha256);
            if (m_error.code != ErrorCode::None)
                return end(m_error);
            if (error.code == ErrorCode::AlreadyExists && again)
                return compare(error);
            if (error.code == ErrorCode::InUse && m_resume && m_waitMs <= LongestWaitMs)
                return waitForOther();
            if (error.code != ErrorCode::None)
                return end(error);
            auto put = fromJson<FilesPutResult>(result);
            if (!put)
                return end(put.error());
            sent(m_source.size - m_sent);
            end({}, put->path, put->skipped, put->sha256);
        });
        m_feeder = new session::BlockFeeder(*m_channel, reader, this);
        m_feeder->setGate([limit = m_limit](qint64 bytes) { return limit->take(bytes); });
        connect(m_feeder, &session::BlockFeeder::sent, this, [this](qint64 bytes) {
            m_sent += bytes;
            sent(bytes);
        });
        connect(m_feeder, &session::BlockFeeder::finished, this, [this, reader] {
            if (m_channel)
                m_channel->end(reader->sum());
        });
        connect(m_feeder, &session::BlockFeeder::failed, this, [this](const Error &error) {
            m_error = error; // reported when the server has thrown away what it got
            if (m_channel)
                m_channel->cancel();
        });
        m_ready = !m_resume;
        if (!m_paused && m_ready)
            m_feeder->resume();
    }

    /// The server says what it has; what of it is this file's own need not go again.
    void resumeFrom(const std::shared_ptr<FileReader> &reader, const QJsonObject &result)
    {
        auto start = fromJson<FilesPutStart>(result);
        if (!start) {
            m_error = start.error();
            return m_channel->cancel();
        }
        if (m_conflict != u"rename")
            return goOn(reader, *start);
        // Nothing is left of an attempt before, and the name that it was to get is taken: it may have been through, and its answer lost.
        const QString before = m_job.notedName(name);
        if (!before.isEmpty() && before != start->path && start->prefixes.isEmpty())
            return lookForOwn(reader, *start, before);
        m_job.noteName(name, start->path);
        goOn(reader, *start);
    }

    void lookForOwn(const std::shared_ptr<FileReader> &reader, const FilesPutStart &start, const QString &before)
    {
        auto *request = new FileRequest(m_link, FilesStat{before, true});
        connect(request, &FileRequest::finished, this, [this, reader, start, before](const Error &error, const QJsonObject &result) {
            auto there = error.code == ErrorCode::None ? fromJson<FileEntry>(result) : Result<FileEntry>(tl::make_unexpected(error));
            const QString hash = there ? there->sha256 : QString();
            m_strand.run([path = m_source.local] { return sumOfLocal(path); }, this, [this, reader, start, before, hash](const Result<FilesSum> &sum) {
                if (!m_channel || m_error.code != ErrorCode::None)
                    return;
                if (!sum || sum->sha256 != hash) {
                    m_job.noteName(name, start.path);
                    return goOn(reader, start);
                }
                sent(m_source.size - m_sent);
                m_own = before;
                m_ownSha256 = hash;
                m_channel->cancel();
            });
        });
        request->start();
    }

    void goOn(const std::shared_ptr<FileReader> &reader, const FilesPutStart &start)
    {
        m_strand.run([reader, prefixes = start.prefixes, stop = m_stop] { return reader->startAfter(prefixes, [stop] { return stop->load(); }); }, this,
                     [this, had = !start.prefixes.isEmpty()](Result<qint64> offset) {
                         if (!m_channel || m_error.code != ErrorCode::None)
                             return;
                         if (!offset) {
                             m_error = offset.error();
                             return m_channel->cancel();
                         }
                         m_channel->send(FilesResume{*offset});
                         m_sent = *offset;
                         resumed(*offset, had && *offset == 0);
                         m_ready = true;
                         if (!m_paused)
                             m_feeder->resume();
                     });
    }

    /// After a break the server may still wait for the session that is gone, and keeps the file for it.
    void waitForOther()
    {
        delete std::exchange(m_feeder, nullptr);
        QTimer::singleShot(m_waitMs, this, [this] {
            if (!hasEnded())
                start();
        });
        m_waitMs *= 2;
    }

    /// There is a file of that name, and an attempt before this one may have put it there: the same bytes are no conflict.
    void compare(const Error &refusal)
    {
        delete std::exchange(m_feeder, nullptr);
        auto *request = new FileRequest(m_link, FilesStat{m_source.remote, true});
        connect(request, &FileRequest::finished, this, [this, refusal](const Error &error, const QJsonObject &result) {
            if (hasEnded())
                return;
            auto there = error.code == ErrorCode::None ? fromJson<FileEntry>(result) : Result<FileEntry>(tl::make_unexpected(error));
            if (!there || there->sha256.isEmpty())
                return end(refusal);
            m_strand.run([path = m_source.local] { return sumOfLocal(path); }, this, [this, refusal, hash = there->sha256](Result<FilesSum> sum) {
                if (hasEnded())
                    return;
                if (!sum || sum->sha256 != hash)
                    return end(refusal);
                sent(m_source.size - m_sent);
                end({}, m_source.remote, false, hash);
            });
        });
        request->start();
    }

    UploadJob &m_job;
    session::SessionLink &m_link;
    const Source m_source;
    const QString m_conflict;
    const bool m_resume;
    std::shared_ptr<std::atomic<bool>> m_stop;
    std::shared_ptr<RateLimit> m_limit;
    Strand m_strand;
    QPointer<session::ClientSession> m_session;
    QPointer<session::Channel> m_channel;
    session::BlockFeeder *m_feeder = nullptr;
    Error m_error;
    QString m_own; ///< where an attempt before has put it
    QString m_ownSha256;
    qint64 m_sent = 0;
    int m_waitMs = 500;
    bool m_paused = false;
    bool m_ready = false; ///< nothing is to be found out any more before bytes may go
};

UploadJob::UploadJob(session::SessionLink &link, QStringList localPaths, QString remoteFolder, TransferOptions options, QString name)
    : TransferJob(link, std::move(options))
    , m_localPaths(std::move(localPaths))
    , m_remoteFolder(std::move(remoteFolder))
    , m_name(std::move(name))
{}

UploadJob::~UploadJob() = default;

void UploadJob::prepare()
{
    m_strand.run([locals = m_localPaths, folder = m_remoteFolder, name = m_name, recursive = m_options.recursive, above = m_options.above] {
        return plan(locals, folder, name, recursive, above);
    }, this, [this](Plan plan) { begin(std::move(plan)); });
}

void UploadJob::begin(Plan plan)
{
    for (const TransferNote &skipped : std::as_const(plan.skipped))
        note(skipped.name, skipped.error, false);
    for (const TransferNote &failed : std::as_const(plan.failed))
        note(failed.name, failed.error, true);
    // One file alone is no tree.
    if (plan.together.size() == 1 && plan.together.front().record.type == u"file") {
        const TreeUpload::Entry &only = plan.together.front();
        plan.files.push_front({only.local, u'/' + only.record.path, only.record.size});
        plan.together.clear();
        plan.togetherFiles = 0;
    }
    m_files = std::move(plan.files);
    m_treeToCome = !plan.together.empty();
    ready(static_cast<qint64>(m_files.size()) + plan.togetherFiles, plan.bytes);
    if (std::exchange(m_treeToCome, false))
        startTree(std::move(plan.together));
}

void UploadJob::startTree(std::vector<TreeUpload::Entry> entries)
{
    if (m_cancelled)
        return finishIfDone();
    bool again = false;
    std::vector<TreeUpload::Entry> wanted;
    for (TreeUpload::Entry &entry : entries) {
        const bool isFolder = entry.record.type == u"directory";
        if (!isFolder && isDone(entry.local)) {
            batchMade(entry.local, entry.record.size, {}, {});
            continue;
        }
        m_foldersToMake += isFolder ? 1 : 0;
        if (TransferMemory *memory = m_options.memory.get(); memory && !isFolder) {
            again = again || memory->any || memory->begun.contains(entry.local);
            memory->begun.insert(entry.local);
        }
        wanted.push_back(std::move(entry));
    }
    if (wanted.empty())
        return finishIfDone();
    m_tree = new TreeUpload(m_link, std::move(wanted), firstConflict(), again, m_limit, this);
    if (keepsBeside())
        m_tree->keepBeside(m_options.memory->since);
    connect(m_tree, &TreeUpload::began, this, &UploadJob::noteSince);
    connect(m_tree, &TreeUpload::settled, this, &UploadJob::settled);
    connect(m_tree, &TreeUpload::ended, this, [this](const Error &error) {
        std::exchange(m_tree, nullptr)->deleteLater();
        m_foldersToMake = 0;
        if (error.code != ErrorCode::None && error.code != ErrorCode::Cancelled && !m_cancelled)
            note(m_remoteFolder, error, true);
        startMore();
        finishIfDone();
    });
    m_tree->start();
}

void UploadJob::settled(qsizetype index, const Error &error, const QString &path, bool skipped)
{
    const TreeUpload::Entry &entry = m_tree->entry(index);
    const FilesRecord &record = entry.record;
    const QString remote = u'/' + record.path;
    if (record.type == u"directory") {
        if (error.code != ErrorCode::None && !m_cancelled)
            note(remote, error, true);
        if (--m_foldersToMake == 0)
            startMore();
        return;
    }
    if (m_cancelled && error.code != ErrorCode::None)
        return; // it has not been dealt with, and may be later
    if (error.code == ErrorCode::None && !skipped)
        return batchMade(entry.local, record.size, path.isEmpty() ? remote : path, {});
    if (record.type == u"link")
        return batchFailed(entry.local, 0, error, error.code != ErrorCode::OutsideHome);
    batchEnded(new FileUpload(*this, m_link, {entry.local, remote, record.size}, m_options, firstConflict(), m_limit), error, path, skipped);
}

void UploadJob::pauseBatch()
{
    if (m_tree)
        m_tree->pause();
}

void UploadJob::proceedBatch()
{
    if (m_tree)
        m_tree->proceed();
}

void UploadJob::cancelBatch()
{
    if (m_tree)
        m_tree->cancel();
}

UploadJob::Plan UploadJob::plan(const QStringList &localPaths, const QString &remoteFolder, const QString &name, bool recursive, int above)
{
    Plan plan;
    plan.above = above;
    for (const QString &local : localPaths) {
        const QString clean = QDir::cleanPath(local);
        struct stat status{};
        // A link that the person has named is followed; links found in folders are not.
        if ((above > 0 ? ::lstat : ::stat)(QFile::encodeName(clean).constData(), &status) != 0) {
            plan.failed.append({local, errorFromErrno(errno, {})});
            continue;
        }
        auto valid = validName(name.isEmpty() ? clean.section(u'/', -1) : name);
        if (!valid) {
            plan.failed.append({local, valid.error()});
        } else if (S_ISDIR(status.st_mode)) {
            if (!recursive) {
                plan.failed.append({local, {ErrorCode::IsADirectory, tr("It is a folder. Say --recursive to upload it.")}});
                continue;
            }
            planFolder(clean, joinPath(remoteFolder, *valid), status, {}, plan);
        } else if (S_ISREG(status.st_mode)) {
            planFile(clean, joinPath(remoteFolder, *valid), status, plan);
        } else if (S_ISLNK(status.st_mode)) {
            --plan.above; // it is in the folder that is not its own
            planLink(clean, joinPath(remoteFolder, *valid), {}, plan);
            ++plan.above;
        } else {
            plan.failed.append({local, {ErrorCode::SpecialFile, {}}});
        }
    }
    return plan;
}

void UploadJob::planFile(const QString &local, const QString &remote, const struct stat &status, Plan &plan)
{
    plan.bytes += status.st_size;
    if (status.st_size > SmallFile)
        return plan.files.push_back({local, remote, status.st_size});
    FilesRecord record;
    record.path = remote.mid(1);
    record.type = QStringLiteral("file");
    record.size = status.st_size;
    plan.together.push_back({local, record});
    ++plan.togetherFiles;
}

/// `below`: where it is, seen from the folder that was named.
void UploadJob::planFolder(const QString &local, const QString &remote, const struct stat &status, const QStringList &below, Plan &plan)
{
    FilesRecord self;
    self.path = remote.mid(1);
    self.type = QStringLiteral("directory");
    self.mode = static_cast<int>(status.st_mode & 0777);
    plan.together.push_back({local, self});
    if (below.size() > DeepestTree) {
        plan.failed.append({local, {ErrorCode::Unsupported, tr("The folders are nested too deeply.")}});
        return;
    }
    const QDir folder(local);
    const auto names = folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &entry : names) {
        const QString path = local + u'/' + entry;
        struct stat found{};
        if (::lstat(QFile::encodeName(path).constData(), &found) != 0) {
            plan.failed.append({path, errorFromErrno(errno, {})});
            continue;
        }
        auto name = validName(entry);
        if (!name)
            plan.failed.append({path, name.error()});
        else if (S_ISLNK(found.st_mode))
            planLink(path, joinPath(remote, *name), below, plan);
        else if (S_ISDIR(found.st_mode))
            planFolder(path, joinPath(remote, *name), found, below + QStringList(*name), plan);
        else if (!S_ISREG(found.st_mode))
            plan.skipped.append({path, {ErrorCode::SpecialFile, {}}});
        else
            planFile(path, joinPath(remote, *name), found, plan);
    }
}

/// A link stays one where it leads to something that is uploaded with it.
void UploadJob::planLink(const QString &local, const QString &remote, const QStringList &below, Plan &plan)
{
    FilesRecord record;
    record.path = remote.mid(1);
    record.type = QStringLiteral("link");
    record.target = linkTarget(local);
    if (!staysInside(below, record.target, plan.above)) {
        plan.skipped.append({local, {ErrorCode::SpecialFile, tr("It is a link that leads out of the folder.")}});
        return;
    }
    plan.together.push_back({local, record});
    ++plan.togetherFiles;
}

TransferJob::Item *UploadJob::nextItem()
{
    if (m_files.empty() || m_treeToCome || m_foldersToMake > 0)
        return nullptr;
    Source source = std::move(m_files.front());
    m_files.pop_front();
    const QString conflict = conflictFor(source.local);
    return new FileUpload(*this, m_link, std::move(source), m_options, conflict, m_limit);
}

TransferJob::Item *UploadJob::repeat(const Item &item, const QString &conflict)
{
    return new FileUpload(*this, m_link, static_cast<const FileUpload &>(item).source(), m_options, conflict, m_limit);
}

} // namespace transom::files
