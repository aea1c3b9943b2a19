#include "core/client/delivery_send_job.h"

#include "core/files/file_names.h"
#include "core/files/file_reader.h"
#include "core/files/transfer.h"
#include "core/session/block_feeder.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QJsonArray>
#include <QHash>
#include <QSet>
#include <QDateTime>
#include <QTimer>

#include <atomic>
#include <cerrno>
#include <fcntl.h>

namespace transom::client {

using namespace protocol;

namespace {

constexpr qsizetype UploadsAtOnce = 6;
constexpr qsizetype MostFiles = 20'000;
/// What the server has of a file is asked for again so often while it has not noticed yet that the connection before has gone.
constexpr int TriesToGoOn = 10;
constexpr int TryAgainMs = 500;

/// The session is over; channels hear of it before the link does.
bool isBroken(ErrorCode code)
{
    return code == ErrorCode::ConnectionLost || code == ErrorCode::Truncated || code == ErrorCode::TimedOut || code == ErrorCode::ShuttingDown;
}

Result<std::shared_ptr<files::FileReader>> openLocal(const QString &path)
{
    Descriptor descriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!descriptor)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return files::FileReader::over(std::move(descriptor));
}

} // namespace

/// One file; deleted by the job.
class DeliverySendJob::Upload : public QObject
{
public:
    Upload(DeliverySendJob &job, Local local)
        : QObject(&job)
        , file(std::move(local))
        , m_job(job)
    {}

    bool open(session::ClientSession &session)
    {
        m_resume = file.begun && file.size >= files::ResumeFrom;
        const DeliverPut request{m_job.m_id, file.relative, file.folder, file.size, file.modified, file.mode, m_resume};
        m_channel = session.open(request, session::Priority::Bulk);
        if (!m_channel)
            return false;
        connect(m_channel, &session::Channel::closed, this, [this](const Error &error) { m_job.uploaded(this, m_error.code != ErrorCode::None ? m_error : error); });
        if (file.folder) {
            m_channel->end(DeliverSum{0, {}});
            return true;
        }
        if (m_resume)
            connect(m_channel, &session::Channel::accepted, this, &Upload::read);
        else
            read({});
        file.begun = true;
        return true;
    }
    void cancel()
    {
        *m_stop = true;
        if (m_channel)
            m_channel->cancel();
    }
    void hold(bool still)
    {
        if (m_feeder)
            still ? m_feeder->pause() : m_feeder->resume();
    }

    Local file;
    qint64 sent = 0;

private:
    /// From the beginning, or after what the server has, if that is this file's own.
    void read(const QJsonObject &accepted)
    {
        auto start = fromJson<DeliverPutStart>(accepted);
        if (!start)
            return fail(start.error());
        struct Opened
        {
            std::shared_ptr<files::FileReader> reader;
            qint64 offset = 0;
        };
        m_strand.run(
                [path = file.path, size = file.size, there = *start, stop = m_stop]() -> Result<Opened> {
                    auto reader = openLocal(path);
                    if (!reader)
                        return tl::make_unexpected(reader.error());
                    if ((*reader)->entry().size != size)
                        return transom::fail(ErrorCode::FileChanged);
                    if (there.offset <= 0)
                        return Opened{*reader, 0};
                    auto offset = (*reader)->startAfter({{there.offset, there.sha256}}, [stop] { return stop->load(); });
                    if (!offset)
                        return tl::make_unexpected(offset.error());
                    return Opened{*reader, *offset};
                },
                this, [this, there = start->offset](const Result<Opened> &opened) {
                    if (!opened)
                        return fail(opened.error());
                    if (opened->offset != there) {
                        file.begun = false; // what is there is another's beginning: all of it, from the start
                        return fail({ErrorCode::InUse, {}});
                    }
                    sent = there;
                    feed(opened->reader);
                });
    }
    void feed(const std::shared_ptr<files::FileReader> &reader)
    {
        if (!m_channel)
            return;
        m_feeder = new session::BlockFeeder(*m_channel, reader, this);
        if (m_job.m_limit)
            m_feeder->setGate([limit = m_job.m_limit](qint64 bytes) { return limit->take(bytes); });
        connect(m_feeder, &session::BlockFeeder::sent, this, [this](qint64 bytes) {
            sent += bytes;
            m_job.tell();
        });
        connect(m_feeder, &session::BlockFeeder::failed, this, &Upload::fail);
        connect(m_feeder, &session::BlockFeeder::finished, this, [this, reader] {
            const FilesSum sum = reader->sum();
            if (m_channel)
                m_channel->end(DeliverSum{sum.size, sum.sha256});
        });
        if (!m_job.m_held)
            m_feeder->resume();
    }
    void fail(const Error &error)
    {
        m_error = error;
        cancel(); // uploaded() follows
    }

    DeliverySendJob &m_job;
    QPointer<session::Channel> m_channel;
    QPointer<session::BlockFeeder> m_feeder;
    std::shared_ptr<std::atomic<bool>> m_stop = std::make_shared<std::atomic<bool>>(false);
    Strand m_strand;
    Error m_error;
    bool m_resume = false;
};

DeliverySendJob::DeliverySendJob(session::SessionLink &link, QStringList paths, DeliverSend request)
    : DeliverySendJob(link, std::move(paths), 0, std::move(request))
{}

DeliverySendJob::DeliverySendJob(session::SessionLink &link, QStringList paths, qint64 handIn)
    : DeliverySendJob(link, std::move(paths), handIn, DeliverSend{})
{}

DeliverySendJob::DeliverySendJob(session::SessionLink &link, QStringList paths, qint64 handIn, DeliverSend request)
    : m_link(link)
    , m_paths(std::move(paths))
    , m_handIn(handIn)
    , m_request(std::move(request))
{
    moveToThread(link.thread());
}

DeliverySendJob::~DeliverySendJob() = default;

void DeliverySendJob::doStart()
{
    connect(&m_link, &session::SessionLink::lost, this, &DeliverySendJob::sessionLost);
    connect(&m_link, &session::SessionLink::available, this, &DeliverySendJob::sessionBack);
    m_strand.run([paths = m_paths] { return look(paths); }, this, [this](Result<Found> found) {
        if (m_over)
            return;
        if (!found)
            return giveUp(found.error());
        m_found = std::move(*found);
        if (m_found.entries.isEmpty())
            return giveUp({ErrorCode::BadArgument, QStringLiteral(QT_TRANSLATE_NOOP("Error", "There is nothing in it that can be sent."))});
        m_id > 0 ? takeUp() : announce();
    });
}

void DeliverySendJob::doCancel()
{
    giveUp({ErrorCode::Cancelled, {}});
}

void DeliverySendJob::doSuspend()
{
    m_held = true;
    for (Upload *upload : std::as_const(m_running))
        upload->hold(true);
}

void DeliverySendJob::doResume()
{
    m_held = false;
    for (Upload *upload : std::as_const(m_running))
        upload->hold(false);
    if (m_id > 0)
        fill();
}

/// Links are not followed, and what is no file or folder stays behind; both are told of.
Result<DeliverySendJob::Found> DeliverySendJob::look(const QStringList &paths)
{
    Found found;
    QSet<QString> tops;
    const auto add = [&](const QFileInfo &info, const QString &relative) -> Result<void> {
        if (info.isSymLink() || (!info.isFile() && !info.isDir())) {
            found.skipped.append(relative);
            return {};
        }
        if (auto valid = files::splitPath(u'/' + relative); !valid)
            return tl::make_unexpected(valid.error());
        if (found.entries.size() >= MostFiles)
            return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "These are too many files at once. Pack them into an archive first."));
        const int permissions = info.isExecutable() ? 0755 : 0644;
        found.entries.append({info.absoluteFilePath(), relative, info.isDir(), info.isDir() ? 0 : info.size(), info.lastModified().toMSecsSinceEpoch(), permissions});
        found.bytes += info.isDir() ? 0 : info.size();
        return {};
    };
    for (const QString &path : paths) {
        const QFileInfo top(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
        if (!top.exists())
            return fail(ErrorCode::NotFound, QStringLiteral("There is no \"%1\".").arg(top.fileName()));
        const QString name = top.fileName().normalized(QString::NormalizationForm_C);
        if (tops.contains(name))
            return fail(ErrorCode::BadArgument, QStringLiteral("Two of them are called \"%1\". Rename one, or send them one after the other.").arg(name));
        tops.insert(name);
        if (auto added = add(top, name); !added)
            return tl::make_unexpected(added.error());
        if (!top.isDir() || top.isSymLink())
            continue;
        QDirIterator walk(top.filePath(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        const QDir base(top.filePath());
        while (walk.hasNext()) {
            walk.next();
            const QString relative = name + u'/' + base.relativeFilePath(walk.filePath()).normalized(QString::NormalizationForm_C);
            if (auto added = add(walk.fileInfo(), relative); !added)
                return tl::make_unexpected(added.error());
        }
    }
    return found;
}

/// A question of this job; its answer counts only while the job goes on. A connection that is lost is sessionLost()'s matter.
template<class Then>
void DeliverySendJob::ask(const QString &service, const QJsonObject &request, Then then)
{
    session::ClientSession *session = m_link.session();
    if (!session)
        return giveUp({ErrorCode::ConnectionLost, {}});
    session::Channel *channel = session->open(service, request);
    if (!channel) {
        connect(session, &session::ClientSession::channelFreed, this, [this, service, request, then] {
            if (!m_over)
                ask(service, request, then);
        }, Qt::SingleShotConnection);
        return;
    }
    connect(channel, &session::Channel::message, this, [this, channel](MessageType type, const QByteArray &payload) {
        if (type == MessageType::DeliverFiles) {
            if (auto page = decode<DeliverFiles>(payload))
                m_receiptFiles += page->files;
            else
                channel->violated(page.error());
        }
    });
    connect(channel, &session::Channel::closed, this, [this, then](const Error &error, const QJsonObject &result) {
        if (m_over)
            return;
        if (error.code == ErrorCode::None)
            return then(result);
        if (isBroken(error.code))
            return; // it comes back, or sessionLost() has said that it does not
        giveUp(error);
    });
}

void DeliverySendJob::announce()
{
    m_id = 0;
    m_done = 0;
    m_filesDone = 0;
    m_sealing = false;
    m_waiting.assign(m_found.entries.begin(), m_found.entries.end());
    const int count = static_cast<int>(m_found.entries.size());
    tell();
    const auto begun = [this](const QJsonObject &result) {
        auto answer = fromJson<DeliverBegun>(result);
        if (!answer)
            return giveUp(answer.error());
        m_id = answer->id;
        Q_EMIT announced(m_id);
        fill();
    };
    if (m_handIn > 0)
        return ask(QLatin1String(DeliverHandIn::Service), toJson(DeliverHandIn{m_handIn, count, m_found.bytes}), begun);
    m_request.files = count;
    m_request.bytes = m_found.bytes;
    ask(QLatin1String(DeliverSend::Service), toJson(m_request), begun);
}

void DeliverySendJob::fill()
{
    if (m_held)
        return;
    while (!m_over && !m_waiting.empty() && m_running.size() < UploadsAtOnce) {
        session::ClientSession *session = m_link.session();
        if (!session)
            return;
        auto *upload = new Upload(*this, m_waiting.front());
        if (!upload->open(*session)) {
            delete upload;
            if (m_running.isEmpty())
                connect(session, &session::ClientSession::channelFreed, this, &DeliverySendJob::fill, Qt::SingleShotConnection);
            return;
        }
        m_waiting.pop_front();
        m_running.append(upload);
    }
    if (!m_over && m_waiting.empty() && m_running.isEmpty() && !std::exchange(m_sealing, true))
        seal();
}

void DeliverySendJob::uploaded(Upload *upload, const Error &error)
{
    m_running.removeOne(upload);
    upload->deleteLater();
    if (m_over)
        return;
    // Already there: its answer was lost with the connection.
    if (error.code == ErrorCode::None || error.code == ErrorCode::AlreadyExists) {
        m_done += upload->file.size;
        ++m_filesDone;
        tell();
        return fill();
    }
    if (isBroken(error.code)) {
        m_waiting.push_front(upload->file);
        return;
    }
    if (error.code == ErrorCode::InUse && ++m_triesToGoOn <= TriesToGoOn) {
        Local file = upload->file;
        file.begun = file.begun && m_triesToGoOn < TriesToGoOn; // enough of waiting: all of it, from the start
        m_waiting.push_back(file);
        QTimer::singleShot(file.begun ? TryAgainMs : 0, this, &DeliverySendJob::fill);
        return;
    }
    Error named = error;
    if (error.code != ErrorCode::Cancelled)
        named.text = QStringLiteral("%1: %2").arg(upload->file.relative, describe(error));
    giveUp(named);
}

void DeliverySendJob::seal()
{
    ask(QLatin1String(DeliverSeal::Service), toJson(DeliverSeal{m_id}), [this](const QJsonObject &sealed) {
        if (m_handIn > 0)
            return fetchReceipt(sealed);
        m_over = true;
        finish(JobResult{{}, {{QStringLiteral("id"), m_id}, {QStringLiteral("item"), sealed.value(QLatin1String("item")).toObject()}, {QStringLiteral("skipped"), m_found.skipped}}});
    });
}

/// The files as the server has them, not as we believe to have sent them.
void DeliverySendJob::fetchReceipt(const QJsonObject &sealed)
{
    m_receiptFiles.clear();
    ask(QLatin1String(DeliverShow::Service), toJson(DeliverShow{m_id}), [this, sealed](const QJsonObject &) {
        m_over = true;
        finish(JobResult{{}, {{QStringLiteral("id"), m_id}, {QStringLiteral("item"), sealed.value(QLatin1String("item")).toObject()},
                              {QStringLiteral("receipt"), sealed.value(QLatin1String("receipt")).toObject()},
                              {QStringLiteral("files"), toJson(DeliverFiles{m_receiptFiles}).value(QLatin1String("files")).toArray()},
                              {QStringLiteral("skipped"), m_found.skipped}}});
    });
}

void DeliverySendJob::sessionLost(const Error &reason, bool willReturn)
{
    if (!m_over && !willReturn)
        giveUp(reason.code == ErrorCode::None ? Error{ErrorCode::Cancelled, {}} : reason);
}

void DeliverySendJob::sessionBack()
{
    if (m_over || m_found.entries.isEmpty())
        return;
    m_id > 0 ? takeUp() : announce();
}

/// Asked whether what was begun is still there: a server that was started anew has dropped it, or it was sealed already.
void DeliverySendJob::takeUp()
{
    session::ClientSession *session = m_link.session();
    if (m_over || !session)
        return; // sessionBack() follows
    session::Channel *channel = session->open(DeliverShow{m_id});
    if (!channel) {
        connect(session, &session::ClientSession::channelFreed, this, &DeliverySendJob::takeUp, Qt::SingleShotConnection);
        return;
    }
    auto there = std::make_shared<QList<DeliverFile>>();
    connect(channel, &session::Channel::message, this, [channel, there](MessageType type, const QByteArray &payload) {
        if (type != MessageType::DeliverFiles)
            return;
        if (auto page = decode<DeliverFiles>(payload))
            *there += page->files;
        else
            channel->violated(page.error());
    });
    connect(channel, &session::Channel::closed, this, [this, there](const Error &error, const QJsonObject &result) {
        if (m_over || isBroken(error.code))
            return;
        auto shown = error.code == ErrorCode::None ? fromJson<DeliverShown>(result) : Result<DeliverShown>(tl::make_unexpected(error));
        if (!shown)
            return error.code == ErrorCode::NotFound ? announce() : giveUp(shown.error());
        takenUp(*shown, *there, result);
    });
}

void DeliverySendJob::takenUp(const DeliverShown &shown, const QList<DeliverFile> &there, const QJsonObject &result)
{
    const QString state = shown.item.state;
    const bool wasFromBefore = std::exchange(m_isFromBefore, false);
    if (wasFromBefore && state != u"filling" && state != u"sealing" && state != u"open" && state != u"done")
        return announce(); // withdrawn, or its time is over
    if (state == u"filling") {
        m_sealing = false;
        if (wasFromBefore && !goOnAfter(shown.item, there)) {
            m_link.session()->open(DeliverClose{m_id});
            return announce();
        }
        return fill();
    }
    if (m_handIn > 0)
        return fetchReceipt(result);
    m_over = true;
    finish(JobResult{{}, {{QStringLiteral("id"), m_id}, {QStringLiteral("item"), result.value(QLatin1String("item")).toObject()}, {QStringLiteral("skipped"), m_found.skipped}}});
}

/// What an earlier run has sent need not go again, as long as all is what it was then.
bool DeliverySendJob::goOnAfter(const DeliverItem &item, const QList<DeliverFile> &there)
{
    QHash<QString, DeliverFile> known;
    for (const DeliverFile &file : there)
        known.insert(file.path, file);
    std::deque<Local> waiting;
    qint64 done = 0;
    qint64 filesDone = 0;
    for (Local local : std::as_const(m_found.entries)) {
        const auto file = known.constFind(local.relative);
        if (file == known.constEnd()) {
            waiting.push_back(local);
            continue;
        }
        if (file->folder != local.folder || file->size != local.size || (!local.folder && file->modified != local.modified))
            return false;
        if (file->folder || !file->sha256.isEmpty()) {
            done += local.size;
            ++filesDone;
        } else {
            local.begun = true;
            waiting.push_back(local);
        }
        known.remove(local.relative);
    }
    if (!known.isEmpty() || item.files != m_found.entries.size() || item.bytes != m_found.bytes)
        return false;
    m_waiting = std::move(waiting);
    m_done = done;
    m_filesDone = filesDone;
    tell();
    return true;
}

void DeliverySendJob::giveUp(const Error &error)
{
    if (std::exchange(m_over, true))
        return;
    const auto running = std::exchange(m_running, {});
    for (Upload *upload : running)
        upload->cancel();
    // What was begun is nobody's any more.
    if (session::ClientSession *session = m_id > 0 ? m_link.session() : nullptr)
        session->open(DeliverClose{m_id});
    finish(JobResult{error, {{QStringLiteral("skipped"), m_found.skipped}}});
}

void DeliverySendJob::tell()
{
    qint64 done = m_done;
    for (const Upload *upload : std::as_const(m_running))
        done += upload->sent;
    report(done, m_found.bytes);
    reportItems(m_filesDone, m_found.entries.size(), m_running.isEmpty() ? QString() : m_running.first()->file.relative);
}

} // namespace transom::client
