#include "core/files/download_job.h"

#include "core/files/conflict_probe.h"
#include "core/files/file_names.h"
#include "core/files/local_sink.h"
#include "core/files/paced_credit.h"

#include <QFile>
#include <QRandomGenerator>

#include <atomic>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files {

using namespace protocol;

namespace {

/// Large files that are told of before the first of them is fetched.
constexpr size_t MostFiles = 5'000'000;
/// So many characters of paths are asked for at once: each is at most six bytes of JSON, and all must fit into a message.
constexpr qsizetype PathsTogether = 8000;

Result<qint64> timeOf(const QString &folder)
{
    const Descriptor there(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!there)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return diskTime(there.get(), ".transom-" + QByteArray::number(QRandomGenerator::system()->generate64(), 16) + ".part");
}

} // namespace

/// One file: what arrives is written and hashed on a strand, and credit given back when it has been.
class DownloadJob::FileDownload : public Item
{
public:
    FileDownload(DownloadJob &job, session::SessionLink &link, Source source, const QString &base, const TransferOptions &options, const QString &conflict, std::shared_ptr<RateLimit> limit)
        : Item(job)
        , m_job(job)
        , m_link(link)
        , m_source(std::move(source))
        , m_credit(std::move(limit), this)
        , m_sink(std::make_shared<LocalSink>(base, m_source.folder, m_source.name, conflict))
        , m_stop(std::make_shared<std::atomic<bool>>(false))
        , m_resume(options.resume && m_source.size >= ResumeFrom)
    {
        size = m_source.size;
        name = m_source.remote;
        local = joinPath(base, (m_source.folder + QStringList(m_source.name)).join(u'/'));
        remote = m_source.remote;
        policy = conflict;
    }
    ~FileDownload() override
    {
        *m_stop = true;
        m_strand.post([sink = std::move(m_sink)]() mutable { sink.reset(); });
    }

    const Source &source() const { return m_source; }

    void begin() override
    {
        m_session = m_link.session();
        if (!m_resume)
            return open({});
        m_strand.run([sink = m_sink, stop = m_stop] { return sink->kept([stop] { return stop->load(); }); }, this, [this](Result<QList<FilesPrefix>> prefixes) {
            if (hasEnded() || m_error.code != ErrorCode::None)
                return; // cancelled: its end is on its way, and the sink is gone
            if (!prefixes)
                return end(prefixes.error());
            m_prefixes = *prefixes;
            const QString before = m_job.notedName(name);
            if (policy == u"rename" && !before.isEmpty() && prefixes->isEmpty())
                return lookForOwn(before);
            open(*prefixes);
        });
    }
    void pause() override { m_credit.pause(); }
    void proceed() override { m_credit.proceed(); }
    void cancel() override
    {
        *m_stop = true;
        if (m_sink)
            m_strand.post([sink = m_sink] { sink->forget(); });
        stop({ErrorCode::Cancelled, {}});
    }

private:
    /// Nothing is left of an attempt before: it may have been through when the program ended.
    void lookForOwn(const QString &before)
    {
        new ConflictProbe(m_link, before, m_source.remote, true, [this, before](const FileFacts &here, const FileFacts &there) {
            if (hasEnded() || m_error.code != ErrorCode::None)
                return;
            if (here.sha256.isEmpty() || here.sha256 != there.sha256)
                return open({});
            m_strand.post([sink = m_sink] { sink->forget(); });
            sent(m_source.size);
            end({}, before, false, here.sha256);
        }, this);
    }

    void open(const QList<FilesPrefix> &prefixes)
    {
        if (hasEnded() || m_error.code != ErrorCode::None)
            return;
        // The session it has begun with, not one that has come meanwhile: the job ends with the session.
        if (!m_session || m_session != m_link.session())
            return letGo({ErrorCode::ConnectionLost, {}});
        m_channel = m_session->open(FilesGet{m_source.remote, prefixes}, session::Priority::Bulk);
        if (!m_channel) {
            // Others have taken the channels while it was found out what there is.
            connect(m_session, &session::ClientSession::channelFreed, this, [this, prefixes] { open(prefixes); }, Qt::SingleShotConnection);
            connect(m_session, &session::Session::closed, this, [this] { stop({ErrorCode::ConnectionLost, {}}); }, Qt::SingleShotConnection);
            return;
        }
        m_credit.setChannel(m_channel);
        connect(m_channel, &session::Channel::accepted, this, &FileDownload::start);
        connect(m_channel, &session::Channel::data, this, &FileDownload::receive);
        connect(m_channel, &session::Channel::closed, this, &FileDownload::finish);
    }
    void start(const QJsonObject &result)
    {
        auto entry = fromJson<FilesGetStart>(result);
        if (!entry)
            return stop(entry.error());
        struct Begun
        {
            bool wanted = false;
            QString path;
        };
        m_strand.run([sink = m_sink, entry = *entry] { return sink->begin(entry).map([sink](bool wanted) { return Begun{wanted, wanted ? sink->pathSoFar() : QString()}; }); }, this,
                     [this, entry = *entry](const Result<Begun> &begun) {
            if (!begun)
                return stop(begun.error());
            if (begun->wanted && policy == u"rename")
                m_job.noteName(name, begun->path);
            if (begun->wanted)
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
            m_credit.dealtWith(length);
        });
    }

    void stop(const Error &error)
    {
        if (m_error.code == ErrorCode::None)
            m_error = error;
        if (m_channel)
            m_channel->cancel(); // finish() follows
        else
            letGo(m_error);
    }

    /// What holds the partial file goes first: the next attempt, or the answer to a question, may come at once.
    void letGo(const Error &error)
    {
        m_strand.run([sink = std::exchange(m_sink, nullptr)]() mutable { sink.reset(); }, this, [this, error] { end(error); });
    }

    void finish(const Error &error, const QJsonObject &result)
    {
        m_channel = nullptr;
        if (m_skipped)
            return end({}, {}, true);
        if (m_error.code != ErrorCode::None || error.code != ErrorCode::None)
            return letGo(m_error.code != ErrorCode::None ? m_error : error);
        auto sum = fromJson<FilesSum>(result);
        if (!sum)
            return letGo(sum.error());
        m_strand.run([sink = m_sink, sum = *sum] { return sink->finish(sum); }, this, [this, sum = *sum](Result<QString> path) {
            // A small file may have come whole before it was known that it is not wanted.
            if (m_skipped)
                end({}, {}, true);
            else if (m_error.code != ErrorCode::None)
                letGo(m_error);
            else if (!path)
                letGo(path.error());
            else
                end({}, *path, false, sum.sha256);
        });
    }

    DownloadJob &m_job;
    session::SessionLink &m_link;
    const Source m_source;
    PacedCredit m_credit;
    Strand m_strand;
    std::shared_ptr<LocalSink> m_sink; ///< touched by the strand's tasks only
    std::shared_ptr<std::atomic<bool>> m_stop;
    QList<FilesPrefix> m_prefixes;
    const bool m_resume;
    QPointer<session::ClientSession> m_session;
    QPointer<session::Channel> m_channel;
    Error m_error;
    bool m_skipped = false;
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
    // Things of one name from different folders cannot be told apart in one stream.
    QList<QStringList> together;
    qsizetype characters = PathsTogether;
    QSet<QString> names;
    for (const QString &remote : m_remotePaths) {
        auto components = splitPath(remote);
        if (!components) {
            note(remote, components.error(), true);
            continue;
        }
        const QString path = joinPath(*components);
        const QString name = components->isEmpty() ? QString() : components->last();
        if (names.contains(name) || name.isEmpty()) {
            m_waiting.append({path});
        } else {
            characters += path.size() + 3;
            if (characters > PathsTogether) {
                together.append(QStringList());
                characters = path.size() + 3;
            }
            together.last().append(path);
        }
        names.insert(name);
    }
    m_waiting = together + m_waiting;
    const bool again = m_options.memory && (m_options.memory->any || !m_options.memory->begun.isEmpty());
    m_since = putSince(again, firstConflict(), m_options.memory ? m_options.memory->since : 0);
    ready(0, 0);
    if (!keepsBeside() || m_options.memory->since > 0)
        return startTree();
    m_strand.run([folder = m_localFolder] { return timeOf(folder); }, this, [this](const Result<qint64> &now) {
        if (now) // what is wrong with the folder, its first file tells
            noteSince(*now);
        startTree();
    });
}

void DownloadJob::startTree()
{
    if (m_cancelled || m_waiting.isEmpty()) {
        m_waiting.clear();
        startMore();
        return finishIfDone();
    }
    const QStringList paths = m_waiting.takeFirst();
    m_remoteParts.clear();
    for (const QString &path : paths)
        m_remoteParts.insert(m_name.isEmpty() ? path.section(u'/', -1) : m_name, path);
    LocalTreeWriter writer(m_localFolder, m_name, firstConflict(), m_since, m_options.above);
    FilesGetTree request;
    request.paths = paths;
    request.contentsUpTo = SmallFile;
    request.recursive = m_options.recursive;
    m_tree = new TreeDownload(m_link, request, std::move(writer), m_limit, this);
    if (m_suspended)
        m_tree->pause();
    connect(m_tree, &TreeDownload::begun, this, [this](const FilesTreeTotal &total) { setTotals(filesTotal() + total.files, bytesTotal() + total.bytes); });
    connect(m_tree, &TreeDownload::arrived, this, &DownloadJob::arrived);
    connect(m_tree, &TreeDownload::ended, this, &DownloadJob::treeEnded);
    m_tree->start();
}

QString DownloadJob::remoteOf(const QString &path) const
{
    const QString first = path.section(u'/', 0, 0);
    const auto found = m_remoteParts.constFind(m_name.isEmpty() ? first : m_name);
    return found == m_remoteParts.constEnd() ? u'/' + path : path.contains(u'/') ? joinPath(*found, path.section(u'/', 1)) : *found;
}

void DownloadJob::arrived(const LocalTreeWriter::Outcome &outcome)
{
    const FilesRecord &record = outcome.record;
    const QString remote = remoteOf(record.path);
    if (record.type == u"directory") {
        if (outcome.error.code != ErrorCode::None)
            note(remote, outcome.error, true);
        return;
    }
    if (record.type == u"file")
        return arrivedFile(outcome);
    if (record.type == u"link" && outcome.error.code == ErrorCode::None)
        return batchMade(remote, 0, outcome.path, {});
    Error error = outcome.error;
    if (error.code == ErrorCode::IsADirectory && !m_options.recursive)
        error.text = tr("It is a folder. Say --recursive to download it.");
    else if (error.code == ErrorCode::OutsideHome && record.type == u"link")
        error = {ErrorCode::SpecialFile, tr("It is a link that leads out of the folder.")};
    batchFailed(remote, 0, error, record.code != ErrorCode::None || error.code == ErrorCode::BadName);
}

void DownloadJob::arrivedFile(const LocalTreeWriter::Outcome &outcome)
{
    const FilesRecord &record = outcome.record;
    const QString remote = remoteOf(record.path);
    if (outcome.components.isEmpty() || m_files.size() >= MostFiles)
        return batchFailed(remote, record.size, outcome.error, true);
    Source source{remote, outcome.components.first(outcome.components.size() - 1), outcome.components.last(), record.size};
    if (outcome.later) {
        m_files.push_back(std::move(source));
        return startMore();
    }
    if (TransferMemory *memory = m_options.memory.get())
        memory->begun.insert(remote);
    if (isDone(remote) || (outcome.error.code == ErrorCode::None && !outcome.skipped))
        return batchMade(remote, record.size, outcome.path, record.sha256);
    batchEnded(new FileDownload(*this, m_link, std::move(source), m_localFolder, m_options, firstConflict(), m_limit), outcome.error, outcome.path, outcome.skipped);
}

void DownloadJob::treeEnded(const Error &error)
{
    std::exchange(m_tree, nullptr)->deleteLater();
    if (error.code != ErrorCode::None && !m_cancelled)
        note(m_remotePaths.value(0), error, true);
    startTree();
}

void DownloadJob::pauseBatch()
{
    m_suspended = true;
    if (m_tree)
        m_tree->pause();
}

void DownloadJob::proceedBatch()
{
    m_suspended = false;
    if (m_tree)
        m_tree->proceed();
}

void DownloadJob::cancelBatch()
{
    m_waiting.clear();
    if (m_tree)
        m_tree->cancel();
}

TransferJob::Item *DownloadJob::nextItem()
{
    if (m_files.empty())
        return nullptr;
    Source source = std::move(m_files.front());
    m_files.pop_front();
    const QString conflict = conflictFor(source.remote);
    return new FileDownload(*this, m_link, std::move(source), m_localFolder, m_options, conflict, m_limit);
}

TransferJob::Item *DownloadJob::repeat(const Item &item, const QString &conflict)
{
    return new FileDownload(*this, m_link, static_cast<const FileDownload &>(item).source(), m_localFolder, m_options, conflict, m_limit);
}

} // namespace transom::files
