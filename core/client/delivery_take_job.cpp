#include "core/client/delivery_take_job.h"

#include "core/files/file_names.h"
#include "core/files/file_reader.h"
#include "core/files/local_sink.h"
#include "core/files/path_jail.h"
#include "core/files/transfer.h"
#include "core/protocol/delivery_digest.h"

#include <QDir>
#include <QFile>
#include <QPointer>

#include <QTimer>

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::client {

using namespace protocol;

namespace {

constexpr qsizetype DownloadsAtOnce = 4;
constexpr qint64 HashBlock = 1024 * 1024;

/// The session is over; channels hear of it before the link does.
bool isBroken(ErrorCode code)
{
    return code == ErrorCode::ConnectionLost || code == ErrorCode::Truncated || code == ErrorCode::TimedOut || code == ErrorCode::ShuttingDown;
}

/// Whether it is here already, byte for byte.
bool isHere(const QString &base, const QStringList &components, const DeliverFile &file)
{
    auto jail = files::PathJail::open(base);
    auto descriptor = jail ? jail->file(components) : Result<Descriptor>(fail(ErrorCode::NotFound));
    auto reader = descriptor ? files::FileReader::over(std::move(*descriptor)) : Result<std::shared_ptr<files::FileReader>>(fail(ErrorCode::NotFound));
    if (!reader || (*reader)->entry().size != file.size)
        return false;
    for (;;) {
        auto block = (*reader)->read(HashBlock);
        if (!block)
            return false;
        if (block->isEmpty())
            return (*reader)->sum().sha256 == file.sha256;
    }
}

/// Folders below the base, none of them through a link.
Result<void> makeFolders(const QString &base, const QStringList &components)
{
    auto jail = files::PathJail::open(base);
    if (!jail)
        return tl::make_unexpected(jail.error());
    for (qsizetype depth = 1; depth <= components.size(); ++depth) {
        auto parent = jail->parent(components.first(depth));
        if (!parent)
            return tl::make_unexpected(parent.error());
        if (::mkdirat(parent->folder.get(), parent->name.constData(), 0755) != 0 && errno != EEXIST)
            return tl::make_unexpected(errorFromErrno(errno, {}));
    }
    return {};
}

} // namespace

/// One file; deleted by the job.
class DeliveryTakeJob::Download : public QObject
{
public:
    Download(DeliveryTakeJob &job, DeliverFile what)
        : QObject(&job)
        , file(std::move(what))
        , m_job(job)
    {}
    ~Download() override
    {
        *m_stop = true;
        m_strand.post([sink = std::move(m_sink)]() mutable { sink.reset(); });
    }

    void begin()
    {
        const QStringList components = files::splitPath(u'/' + file.path).value_or(QStringList()); // checked by the job
        m_sink = std::make_shared<files::LocalSink>(m_job.m_folder, components.first(components.size() - 1), components.last(), QStringLiteral("rename"));
        m_strand.run(
                [base = m_job.m_folder, components, what = file, sink = m_sink, stop = m_stop]() -> Result<Here> {
                    if (isHere(base, components, what))
                        return Here{true, {}};
                    if (auto made = makeFolders(base, components.first(components.size() - 1)); !made)
                        return tl::make_unexpected(made.error());
                    if (what.size < files::ResumeFrom)
                        return Here{};
                    auto kept = sink->kept([stop] { return stop->load(); });
                    // Another file of that name is on its way into the same folder: this one begins at its beginning.
                    if (!kept && kept.error().code != ErrorCode::InUse)
                        return tl::make_unexpected(kept.error());
                    return Here{false, kept.value_or(QList<FilesPrefix>())};
                },
                this, [this](const Result<Here> &here) {
                    if (!here)
                        return end(here.error());
                    if (here->whole) {
                        received = file.size;
                        return end({});
                    }
                    m_prefixes = here->prefixes;
                    fetch();
                });
    }
    /// What has arrived is kept for another time, unless `forget`.
    void cancel(bool forget)
    {
        *m_stop = true;
        if (forget)
            m_strand.post([sink = m_sink] { sink->forget(); });
        if (m_channel)
            m_channel->cancel();
    }
    /// The server goes on as fast as credit comes back: here a pause and a limit take hold.
    void giveCredit()
    {
        if (m_job.m_held || m_waiting || m_owed == 0 || !m_channel)
            return;
        if (const qint64 waitMs = m_job.m_limit ? m_job.m_limit->waitMs() : 0; waitMs > 0) {
            m_waiting = true;
            QTimer::singleShot(static_cast<int>(waitMs), this, [this] {
                m_waiting = false;
                giveCredit();
            });
            return;
        }
        m_channel->consumed(std::exchange(m_owed, 0));
    }

    const DeliverFile file;
    qint64 received = 0;

private:
    struct Here
    {
        bool whole = false;
        QList<FilesPrefix> prefixes; ///< of what an attempt before has left
    };

    void fetch()
    {
        session::ClientSession *session = m_job.m_link.session();
        m_channel = session ? session->open(DeliverGet{m_job.m_id, file.number, m_prefixes}, session::Priority::Bulk) : nullptr;
        if (!m_channel && session) {
            connect(session, &session::ClientSession::channelFreed, this, &Download::fetch, Qt::SingleShotConnection);
            return;
        }
        if (!m_channel)
            return end({ErrorCode::ConnectionLost, {}});
        connect(m_channel, &session::Channel::accepted, this, &Download::start);
        connect(m_channel, &session::Channel::data, this, &Download::receive);
        connect(m_channel, &session::Channel::closed, this, [this](const Error &error) {
            if (m_error.code != ErrorCode::None)
                return end(m_error);
            if (error.code != ErrorCode::None)
                return end(error);
            // Against what the list said at first, not against what came along with the bytes.
            m_strand.run([sink = m_sink, sum = FilesSum{file.size, file.sha256}] { return sink->finish(sum); }, this, [this](Result<QString> path) {
                end(path ? Error() : path.error());
            });
        });
    }
    void start(const QJsonObject &result)
    {
        auto there = fromJson<DeliverFile>(result);
        if (!there)
            return stop(there.error());
        received = there->offset;
        m_job.tell();
        m_strand.run([sink = m_sink, entry = FilesGetStart{file.path, file.size, file.modified, file.mode, there->offset}] { return sink->begin(entry); },
                     this, [this](Result<bool> begun) {
                         if (!begun)
                             stop(begun.error());
                     });
    }
    void receive(const QByteArray &bytes)
    {
        if (m_error.code != ErrorCode::None)
            return;
        received += bytes.size();
        m_job.tell();
        if (received > file.size)
            return stop({ErrorCode::HashMismatch, {}});
        m_strand.run([sink = m_sink, bytes] { return sink->write(bytes); }, this, [this, length = bytes.size()](Result<void> written) {
            if (!written)
                return stop(written.error());
            if (m_job.m_limit)
                m_job.m_limit->charge(length);
            m_owed += length;
            giveCredit();
        });
    }
    void stop(const Error &error)
    {
        if (m_error.code != ErrorCode::None)
            return;
        m_error = error;
        cancel(false); // `closed` follows
    }
    void end(const Error &error)
    {
        if (!std::exchange(m_ended, true))
            m_job.downloaded(this, error);
    }

    DeliveryTakeJob &m_job;
    QPointer<session::Channel> m_channel;
    std::shared_ptr<files::LocalSink> m_sink;
    std::shared_ptr<std::atomic<bool>> m_stop = std::make_shared<std::atomic<bool>>(false);
    QList<FilesPrefix> m_prefixes;
    Strand m_strand;
    Error m_error;
    qint64 m_owed = 0;
    bool m_waiting = false;
    bool m_ended = false;
};

DeliveryTakeJob::DeliveryTakeJob(session::SessionLink &link, qint64 id, QString folder)
    : m_link(link)
    , m_id(id)
    , m_folder(std::move(folder))
{
    moveToThread(link.thread());
}

DeliveryTakeJob::~DeliveryTakeJob() = default;

void DeliveryTakeJob::doStart()
{
    connect(&m_link, &session::SessionLink::lost, this, [this](const Error &reason, bool willReturn) {
        if (!m_over && !willReturn)
            giveUp(reason.code == ErrorCode::None ? Error{ErrorCode::Cancelled, {}} : reason);
    });
    connect(&m_link, &session::SessionLink::available, this, [this] {
        if (m_over)
            return;
        m_answering = false;
        if (m_files.isEmpty())
            return look();
        fill();
    });
    look();
}

void DeliveryTakeJob::doCancel()
{
    giveUp({ErrorCode::Cancelled, {}});
}

void DeliveryTakeJob::doSuspend()
{
    m_held = true;
}

void DeliveryTakeJob::doResume()
{
    m_held = false;
    for (Download *download : std::as_const(m_running))
        download->giveCredit();
    fill();
}

void DeliveryTakeJob::look()
{
    session::ClientSession *session = m_link.session();
    session::Channel *channel = session ? session->open(DeliverShow{m_id}) : nullptr;
    if (!channel && session) {
        connect(session, &session::ClientSession::channelFreed, this, [this] {
            if (!m_over)
                look();
        }, Qt::SingleShotConnection);
        return;
    }
    if (!channel)
        return giveUp({ErrorCode::ConnectionLost, {}});
    m_files.clear();
    connect(channel, &session::Channel::message, this, [this, channel](MessageType type, const QByteArray &payload) {
        if (type != MessageType::DeliverFiles)
            return;
        if (auto page = decode<DeliverFiles>(payload))
            m_files += page->files;
        else
            channel->violated(page.error());
    });
    connect(channel, &session::Channel::closed, this, [this](const Error &error, const QJsonObject &result) {
        if (m_over)
            return;
        auto shown = error.code == ErrorCode::None ? fromJson<DeliverShown>(result) : Result<DeliverShown>(tl::make_unexpected(error));
        if (!shown) {
            m_files.clear();
            return isBroken(error.code) ? void() : giveUp(shown.error());
        }
        if (shown->item.kind == u"handin" || shown->item.state != u"open")
            return giveUp({ErrorCode::NotFound, QStringLiteral(QT_TRANSLATE_NOOP("Error", "It is no longer there: it was withdrawn, or its time is over."))});
        prepare();
    });
}

/// Names of a peer: all of them are looked at before anything is written.
void DeliveryTakeJob::prepare()
{
    QList<QStringList> folders;
    for (const DeliverFile &file : std::as_const(m_files)) {
        auto components = files::splitPath(u'/' + file.path);
        if (!components || components->isEmpty() || file.size < 0)
            return giveUp(components ? Error{ErrorCode::BadName, {}} : components.error());
        if (file.folder) {
            folders.append(*components);
        } else {
            m_waiting.push_back(file);
            m_total += file.size;
        }
    }
    tell();
    m_strand.run(
            [base = m_folder, folders]() -> Result<void> {
                if (!QDir().mkpath(base))
                    return fail(ErrorCode::LocalAccessDenied, QT_TRANSLATE_NOOP("Error", "The folder cannot be made. Choose another."));
                for (const QStringList &folder : folders) {
                    if (auto made = makeFolders(base, folder); !made)
                        return made;
                }
                return {};
            },
            this, [this](Result<void> made) {
                if (m_over)
                    return;
                if (!made)
                    return giveUp(made.error());
                m_listed = true;
                fill();
            });
}

void DeliveryTakeJob::fill()
{
    if (m_held || !m_listed)
        return;
    while (!m_over && !m_waiting.empty() && m_running.size() < DownloadsAtOnce && m_link.session()) {
        auto *download = new Download(*this, m_waiting.front());
        m_waiting.pop_front();
        m_running.append(download);
        download->begin();
    }
    if (!m_over && m_waiting.empty() && m_running.isEmpty() && m_link.session() && !std::exchange(m_answering, true))
        answer(QStringLiteral("done"), {}, {});
}

void DeliveryTakeJob::downloaded(Download *download, const Error &error)
{
    m_running.removeOne(download);
    download->deleteLater();
    if (m_over)
        return;
    if (error.code == ErrorCode::None) {
        m_done += download->file.size;
        ++m_filesDone;
        tell();
        return fill();
    }
    if (isBroken(error.code)) {
        m_waiting.push_front(download->file);
        return;
    }
    giveUp({error.code, QStringLiteral("%1: %2").arg(download->file.path, describe(error))});
}

/// Tells the server what has become of it, and ends with the result.
void DeliveryTakeJob::answer(const QString &word, const QString &reason, const Error &result)
{
    const bool isDone = word == u"done";
    session::ClientSession *session = m_link.session();
    session::Channel *channel = session ? session->open(DeliverAnswer{m_id, word, reason, isDone ? deliveryDigest(m_files) : QString()}) : nullptr;
    const QVariantMap details{{QStringLiteral("folder"), m_folder}, {QStringLiteral("files"), m_filesDone},
                              {QStringLiteral("first"), m_files.isEmpty() ? QString() : m_folder + u'/' + m_files.first().path.section(u'/', 0, 0)}};
    if (!isDone || !channel) {
        m_over = true;
        return finish(JobResult{isDone ? Error{ErrorCode::ConnectionLost, {}} : result, details});
    }
    connect(channel, &session::Channel::closed, this, [this, details](const Error &error) {
        if (m_over || isBroken(error.code))
            return; // said again on the next session
        m_over = true;
        finish(JobResult{error, details});
    });
}

void DeliveryTakeJob::giveUp(const Error &error)
{
    if (m_over)
        return;
    m_over = true;
    const auto running = std::exchange(m_running, {});
    for (Download *download : running)
        download->cancel(error.code == ErrorCode::Cancelled);
    // It was only interrupted: nothing that they should know of whom it is from.
    if (isBroken(error.code) || !m_link.session())
        return finish(JobResult{error, {}});
    answer(QStringLiteral("failed"), describe(error), error);
}

void DeliveryTakeJob::tell()
{
    qint64 done = m_done;
    for (const Download *download : std::as_const(m_running))
        done += download->received;
    report(done, m_total);
    reportItems(m_filesDone, static_cast<qint64>(m_files.size()), m_running.isEmpty() ? QString() : m_running.first()->file.path);
}

} // namespace transom::client
