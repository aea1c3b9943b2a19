#include "core/files/download_job.h"

#include "core/files/file_names.h"
#include "core/files/file_request.h"
#include "core/files/local_sink.h"
#include "core/files/path_jail.h"

#include <QTimer>

#include <atomic>

#include <sys/stat.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr int DeepestTree = 200;
constexpr int QuestionsTogether = 16;
constexpr size_t MostFiles = 5'000'000;

} // namespace

/// One file: what arrives is written and hashed on a strand, and credit given back when it has been.
class DownloadJob::FileDownload : public Item
{
public:
    FileDownload(DownloadJob &job, session::SessionLink &link, Source source, const QString &base, const TransferOptions &options, const QString &conflict, std::shared_ptr<RateLimit> limit)
        : Item(job)
        , m_link(link)
        , m_source(std::move(source))
        , m_limit(std::move(limit))
        , m_sink(std::make_shared<LocalSink>(base, m_source.folder, m_source.name, conflict))
        , m_stop(std::make_shared<std::atomic<bool>>(false))
        , m_resume(options.resume && m_source.size >= ResumeFrom)
    {
        size = m_source.size;
        name = m_source.remote;
        local = joinPath(base, (m_source.folder + QStringList(m_source.name)).join(u'/'));
        remote = m_source.remote;
    }
    ~FileDownload() override
    {
        *m_stop = true;
        m_strand.post([sink = std::move(m_sink)]() mutable { sink.reset(); });
    }

    const Source &source() const { return m_source; }

    void begin() override
    {
        if (!m_resume)
            return open({});
        m_strand.run([sink = m_sink, stop = m_stop] { return sink->kept([stop] { return stop->load(); }); }, this, [this](Result<QList<FilesPrefix>> prefixes) {
            if (hasEnded())
                return;
            if (!prefixes)
                return end(prefixes.error());
            m_prefixes = *prefixes;
            open(*prefixes);
        });
    }
    void pause() override { m_paused = true; }
    void proceed() override
    {
        m_paused = false;
        giveCredit();
    }
    void cancel() override
    {
        *m_stop = true;
        m_strand.post([sink = m_sink] { sink->forget(); });
        stop({ErrorCode::Cancelled, {}});
    }

private:
    void open(const QList<FilesPrefix> &prefixes)
    {
        session::ClientSession *session = m_link.session();
        m_channel = session ? session->open(FilesGet{m_source.remote, prefixes}, session::Priority::Bulk) : nullptr;
        if (!m_channel)
            return end({ErrorCode::ConnectionLost, {}});
        connect(m_channel, &session::Channel::accepted, this, &FileDownload::start);
        connect(m_channel, &session::Channel::data, this, &FileDownload::receive);
        connect(m_channel, &session::Channel::closed, this, &FileDownload::finish);
    }
    void start(const QJsonObject &result)
    {
        auto entry = fromJson<FilesGetStart>(result);
        if (!entry)
            return stop(entry.error());
        m_strand.run([sink = m_sink, entry = *entry] { return sink->begin(entry); }, this, [this, entry = *entry](Result<bool> begun) {
            if (!begun)
                return stop(begun.error());
            if (*begun)
                return resumed(entry.offset, entry.offset == 0 && !m_prefixes.isEmpty());
            m_skipped = true;
            if (m_channel)
                m_channel->cancel();
        });
    }

    void receive(const QByteArray &bytes)
    {
        if (m_error.code != ErrorCode::None || m_skipped)
            return;
        m_strand.run([sink = m_sink, bytes] { return sink->write(bytes); }, this, [this, length = bytes.size()](Result<void> written) {
            if (m_error.code != ErrorCode::None || m_skipped)
                return;
            if (!written)
                return stop(written.error());
            sent(length);
            m_limit->charge(length);
            m_owed += length;
            giveCredit();
        });
    }

    /// The server goes on as fast as credit comes back: here a pause and a limit take hold.
    void giveCredit()
    {
        if (m_paused || m_waiting || m_owed == 0 || !m_channel)
            return;
        if (const qint64 waitMs = m_limit->waitMs(); waitMs > 0) {
            m_waiting = true;
            QTimer::singleShot(static_cast<int>(waitMs), this, [this] {
                m_waiting = false;
                giveCredit();
            });
            return;
        }
        m_channel->consumed(std::exchange(m_owed, 0));
    }

    void stop(const Error &error)
    {
        if (m_error.code == ErrorCode::None)
            m_error = error;
        if (m_channel)
            m_channel->cancel(); // finish() follows
        else
            end(m_error);
    }

    void finish(const Error &error, const QJsonObject &result)
    {
        m_channel = nullptr;
        if (m_skipped)
            return end({}, {}, true);
        if (m_error.code != ErrorCode::None || error.code != ErrorCode::None)
            return end(m_error.code != ErrorCode::None ? m_error : error);
        auto sum = fromJson<FilesSum>(result);
        if (!sum)
            return end(sum.error());
        m_strand.run([sink = m_sink, sum = *sum] { return sink->finish(sum); }, this, [this, sum = *sum](Result<QString> path) {
            // A small file may have come whole before it was known that it is not wanted.
            if (m_skipped)
                end({}, {}, true);
            else if (m_error.code != ErrorCode::None)
                end(m_error);
            else if (!path)
                end(path.error());
            else
                end({}, *path, false, sum.sha256);
        });
    }

    session::SessionLink &m_link;
    const Source m_source;
    std::shared_ptr<RateLimit> m_limit;
    Strand m_strand;
    std::shared_ptr<LocalSink> m_sink; ///< touched by the strand's tasks only
    std::shared_ptr<std::atomic<bool>> m_stop;
    QList<FilesPrefix> m_prefixes;
    const bool m_resume;
    QPointer<session::Channel> m_channel;
    Error m_error;
    qint64 m_owed = 0;
    bool m_skipped = false;
    bool m_paused = false;
    bool m_waiting = false;
};

DownloadJob::DownloadJob(session::SessionLink &link, QStringList remotePaths, QString localFolder, TransferOptions options, QString name)
    : TransferJob(link, std::move(options))
    , m_remotePaths(std::move(remotePaths))
    , m_localFolder(std::move(localFolder))
    , m_name(std::move(name))
{}

DownloadJob::~DownloadJob() = default;

void DownloadJob::prepare()
{
    m_asked = 1; // this call itself
    for (const QString &remote : m_remotePaths)
        ask(remote);
    answered();
}

void DownloadJob::ask(const QString &remote)
{
    auto components = splitPath(remote);
    if (!components)
        return note(remote, components.error(), true);
    ++m_asked;
    auto *request = new FileRequest(m_link, FilesStat{joinPath(*components), false});
    connect(request, &FileRequest::finished, this, [this, remote, components = *components](const Error &error, const QJsonObject &result) {
        auto entry = error.code == ErrorCode::None ? fromJson<FileEntry>(result) : Result<FileEntry>(tl::make_unexpected(error));
        if (!entry) {
            note(remote, entry.error(), true);
        } else if (components.isEmpty()) {
            // The home itself: what is in it, without a folder around.
            m_toList.push_back({QStringLiteral("/"), {}, 0});
        } else if (entry->type == u"directory" && !m_options.recursive) {
            note(remote, {ErrorCode::IsADirectory, tr("It is a folder. Say --recursive to download it.")}, true);
        } else {
            add(*entry, joinPath(components), {}, m_name.isEmpty() ? components.last() : m_name, 0);
        }
        answered();
    });
    request->start();
}

void DownloadJob::add(const FileEntry &entry, const QString &remote, const QStringList &folder, const QString &name, int depth)
{
    if (entry.type == u"directory") {
        const QStringList local = folder + QStringList(name);
        m_folders.append(local);
        if (depth < DeepestTree)
            m_toList.push_back({remote, local, depth + 1});
        else
            note(remote, {ErrorCode::Unsupported, tr("The folders are nested too deeply.")}, true);
    } else if (entry.type != u"file") {
        note(remote, {ErrorCode::SpecialFile, entry.type == u"link" ? tr("It is a link; links are not followed.") : QString()}, false);
    } else if (entry.size < 0 || m_files.size() >= MostFiles) {
        note(remote, {ErrorCode::BadMessage, {}}, true);
    } else {
        m_files.push_back({remote, folder, name, entry.size});
        m_bytes += entry.size;
    }
}

void DownloadJob::listFolder(const QString &remote, const QStringList &local, int depth)
{
    ++m_asked;
    auto *request = new FileRequest(m_link, FilesList{remote});
    connect(request, &FileRequest::page, this, [this, remote, local, depth](const QList<FileEntry> &entries) {
        // The names have passed validName().
        for (const FileEntry &entry : entries)
            add(entry, joinPath(remote, entry.name), local, entry.name, depth);
    });
    connect(request, &FileRequest::finished, this, [this, remote](const Error &error) {
        if (error.code != ErrorCode::None)
            note(remote, error, true);
        answered();
    });
    request->start();
}

void DownloadJob::answered()
{
    --m_asked;
    while (!m_toList.empty() && m_asked < QuestionsTogether && !m_cancelled) {
        const Folder folder = std::move(m_toList.front());
        m_toList.pop_front();
        listFolder(folder.remote, folder.local, folder.depth);
    }
    if (m_asked == 0 && state() != JobState::Finished)
        makeFolders();
}

void DownloadJob::makeFolders()
{
    m_strand.run(
            [base = m_localFolder, folders = m_folders] {
                QList<TransferNote> failed;
                if (folders.isEmpty())
                    return failed;
                const auto jail = PathJail::open(base);
                if (!jail) {
                    failed.append({base, jail.error()});
                    return failed;
                }
                for (const QStringList &folder : folders) {
                    const auto parent = jail->parent(folder);
                    if (parent && ::mkdirat(parent->folder.get(), parent->name.constData(), 0755) == 0)
                        continue;
                    // A link to a folder, put where a folder of the tree should be, would lead out of it: it is no folder here.
                    if (const auto there = jail->folder(folder); !there)
                        failed.append({joinPath(base, folder.join(u'/')), there.error()});
                }
                return failed;
            },
            this, [this](const QList<TransferNote> &failed) {
                for (const TransferNote &folder : failed)
                    note(folder.name, folder.error, true);
                ready(static_cast<qint64>(m_files.size()), m_bytes);
            });
}

TransferJob::Item *DownloadJob::nextItem()
{
    if (m_files.empty())
        return nullptr;
    Source source = std::move(m_files.front());
    m_files.pop_front();
    return new FileDownload(*this, m_link, std::move(source), m_localFolder, m_options, firstConflict(), m_limit);
}

TransferJob::Item *DownloadJob::repeat(const Item &item, const QString &conflict)
{
    return new FileDownload(*this, m_link, static_cast<const FileDownload &>(item).source(), m_localFolder, m_options, conflict, m_limit);
}

} // namespace transom::files
