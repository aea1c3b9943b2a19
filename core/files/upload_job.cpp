#include "core/files/upload_job.h"

#include "core/files/block_feeder.h"
#include "core/files/file_names.h"
#include "core/files/file_request.h"

#include <QDir>
#include <QFile>
#include <QTimer>

#include <atomic>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr int DeepestTree = 200;
constexpr int FoldersTogether = 16;
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
        , m_link(link)
        , m_source(std::move(source))
        , m_conflict(conflict)
        , m_resume(options.resume && m_source.size >= ResumeFrom)
        , m_stop(std::make_shared<std::atomic<bool>>(false))
        , m_limit(std::move(limit))
    {
        size = m_source.size;
        name = m_source.local;
        local = m_source.local;
        remote = m_source.remote;
    }

    ~FileUpload() override { *m_stop = true; }
    const Source &source() const { return m_source; }

    void begin() override
    {
        m_session = m_link.session();
        // What may be there from an attempt before is compared first, not put beside it under another name.
        start(again && m_conflict == u"rename" ? QStringLiteral("fail") : m_conflict);
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
    void start(const QString &conflict)
    {
        m_strand.run([path = m_source.local] { return openLocal(path); }, this, [this, conflict](Result<std::shared_ptr<FileReader>> reader) {
            if (hasEnded())
                return;
            if (!reader)
                return end(reader.error());
            open(*reader, conflict);
        });
    }

    void open(const std::shared_ptr<FileReader> &reader, const QString &conflict)
    {
        if (hasEnded())
            return;
        // The session it has begun with, not one that has come meanwhile: the job ends with the session.
        if (!m_session || m_session != m_link.session())
            return end({ErrorCode::ConnectionLost, {}});
        const FileEntry &entry = reader->entry();
        m_channel = m_session->open(FilesPut{m_source.remote, entry.size, entry.modified, entry.mode, conflict, m_resume}, session::Priority::Bulk);
        if (!m_channel) {
            // Others have taken the channels while the file was being opened.
            connect(m_session, &session::ClientSession::channelFreed, this, [this, reader, conflict] { open(reader, conflict); },
                    Qt::SingleShotConnection);
            connect(m_session, &session::Session::closed, this, [this] { end({ErrorCode::ConnectionLost, {}}); });
            return;
        }
        if (m_resume)
            connect(m_channel, &session::Channel::accepted, this, [this, reader](const QJsonObject &result) { resumeFrom(reader, result); });
        connect(m_channel, &session::Channel::closed, this, [this, conflict](const Error &error, const QJsonObject &result) {
            m_channel = nullptr;
            if (m_error.code != ErrorCode::None)
                return end(m_error);
            if (error.code == ErrorCode::AlreadyExists && again)
                return compare(error, conflict);
            if (error.code == ErrorCode::InUse && m_resume && m_waitMs <= LongestWaitMs)
                return waitForOther(conflict);
            if (error.code != ErrorCode::None)
                return end(error);
            auto put = fromJson<FilesPutResult>(result);
            if (!put)
                return end(put.error());
            sent(m_source.size - m_sent);
            end({}, put->path, put->skipped, put->sha256);
        });
        m_feeder = new BlockFeeder(*m_channel, reader, this);
        m_feeder->setLimit(m_limit);
        connect(m_feeder, &BlockFeeder::sent, this, [this](qint64 bytes) {
            m_sent += bytes;
            sent(bytes);
        });
        connect(m_feeder, &BlockFeeder::finished, this, [this](const FilesSum &sum) {
            if (m_channel)
                m_channel->end(sum);
        });
        connect(m_feeder, &BlockFeeder::failed, this, [this](const Error &error) {
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
        m_strand.run([reader, prefixes = start->prefixes, stop = m_stop] { return reader->startAfter(prefixes, [stop] { return stop->load(); }); }, this,
                     [this, had = !start->prefixes.isEmpty()](Result<qint64> offset) {
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
    void waitForOther(const QString &conflict)
    {
        delete std::exchange(m_feeder, nullptr);
        QTimer::singleShot(m_waitMs, this, [this, conflict] {
            if (!hasEnded())
                start(conflict);
        });
        m_waitMs *= 2;
    }

    /// There is a file of that name, and an attempt before this one may have put it there: the same bytes are no conflict.
    void compare(const Error &refusal, const QString &conflict)
    {
        delete std::exchange(m_feeder, nullptr);
        auto *request = new FileRequest(m_link, FilesStat{m_source.remote, true});
        connect(request, &FileRequest::finished, this, [this, refusal, conflict](const Error &error, const QJsonObject &result) {
            if (hasEnded())
                return;
            auto there = error.code == ErrorCode::None ? fromJson<FileEntry>(result) : Result<FileEntry>(tl::make_unexpected(error));
            if (!there || there->sha256.isEmpty())
                return differs(refusal, conflict);
            m_strand.run([path = m_source.local] { return sumOfLocal(path); }, this, [this, refusal, conflict, hash = there->sha256](Result<FilesSum> sum) {
                if (hasEnded())
                    return;
                if (!sum || sum->sha256 != hash)
                    return differs(refusal, conflict);
                sent(m_source.size - m_sent);
                end({}, m_source.remote, false, hash);
            });
        });
        request->start();
    }

    void differs(const Error &refusal, const QString &conflict)
    {
        if (conflict == m_conflict)
            return end(refusal);
        again = false;
        sent(-std::exchange(m_sent, 0)); // from the beginning, under another name
        start(m_conflict);
    }

    session::SessionLink &m_link;
    const Source m_source;
    const QString m_conflict;
    const bool m_resume;
    std::shared_ptr<std::atomic<bool>> m_stop;
    std::shared_ptr<RateLimit> m_limit;
    Strand m_strand;
    QPointer<session::ClientSession> m_session;
    QPointer<session::Channel> m_channel;
    BlockFeeder *m_feeder = nullptr;
    Error m_error;
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
    m_strand.run([locals = m_localPaths, folder = m_remoteFolder, name = m_name, recursive = m_options.recursive] {
        return plan(locals, folder, name, recursive);
    }, this, [this](Plan plan) {
        for (const TransferNote &skipped : std::as_const(plan.skipped))
            note(skipped.name, skipped.error, false);
        for (const TransferNote &failed : std::as_const(plan.failed))
            note(failed.name, failed.error, true);
        m_files = std::move(plan.files);
        m_folders = plan.folders;
        m_bytes = plan.bytes;
        makeFolders();
    });
}

UploadJob::Plan UploadJob::plan(const QStringList &localPaths, const QString &remoteFolder, const QString &name, bool recursive)
{
    Plan plan;
    for (const QString &local : localPaths) {
        const QString clean = QDir::cleanPath(local);
        struct stat status{};
        // A link that the person has named is followed; links found in folders are not.
        if (::stat(QFile::encodeName(clean).constData(), &status) != 0) {
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
            planFolder(clean, joinPath(remoteFolder, *valid), plan, 0);
        } else if (S_ISREG(status.st_mode)) {
            plan.files.push_back({clean, joinPath(remoteFolder, *valid), status.st_size});
            plan.bytes += status.st_size;
        } else {
            plan.failed.append({local, {ErrorCode::SpecialFile, {}}});
        }
    }
    return plan;
}

void UploadJob::planFolder(const QString &local, const QString &remote, Plan &plan, int depth)
{
    plan.folders.append(remote);
    if (depth > DeepestTree) {
        plan.failed.append({local, {ErrorCode::Unsupported, tr("The folders are nested too deeply.")}});
        return;
    }
    const QDir folder(local);
    const auto names = folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &entry : names) {
        const QString path = local + u'/' + entry;
        struct stat status{};
        if (::lstat(QFile::encodeName(path).constData(), &status) != 0) {
            plan.failed.append({path, errorFromErrno(errno, {})});
            continue;
        }
        auto name = validName(entry);
        if (!name)
            plan.failed.append({path, name.error()});
        else if (S_ISLNK(status.st_mode))
            plan.skipped.append({path, {ErrorCode::SpecialFile, tr("It is a link; links are not followed.")}});
        else if (S_ISDIR(status.st_mode))
            planFolder(path, joinPath(remote, *name), plan, depth + 1);
        else if (!S_ISREG(status.st_mode))
            plan.skipped.append({path, {ErrorCode::SpecialFile, {}}});
        else {
            plan.files.push_back({path, joinPath(remote, *name), status.st_size});
            plan.bytes += status.st_size;
        }
    }
}

void UploadJob::makeFolders()
{
    // Side by side: each makes the parents it misses.
    while (!m_folders.isEmpty() && m_foldersUnderWay < FoldersTogether && !m_cancelled) {
        const QString path = m_folders.takeFirst();
        auto *request = new FileRequest(m_link, FilesMkdir{path, true});
        ++m_foldersUnderWay;
        connect(request, &FileRequest::finished, this, [this, path](const Error &error) {
            --m_foldersUnderWay;
            if (error.code != ErrorCode::None)
                note(path, error, true);
            makeFolders();
        });
        request->start();
    }
    if (m_folders.isEmpty() && m_foldersUnderWay == 0)
        ready(static_cast<qint64>(m_files.size()), m_bytes);
}

TransferJob::Item *UploadJob::nextItem()
{
    if (m_files.empty())
        return nullptr;
    Source source = std::move(m_files.front());
    m_files.pop_front();
    return new FileUpload(*this, m_link, std::move(source), m_options, firstConflict(), m_limit);
}

TransferJob::Item *UploadJob::repeat(const Item &item, const QString &conflict)
{
    return new FileUpload(*this, m_link, static_cast<const FileUpload &>(item).source(), m_options, conflict, m_limit);
}

} // namespace transom::files
