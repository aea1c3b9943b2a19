#include "core/files/stream_jobs.h"

#include "core/session/block_feeder.h"

namespace transom::files {

using namespace protocol;

/// What passes, with its SHA-256.
struct StreamUpload::Hashed : session::BlockSource
{
    explicit Hashed(std::shared_ptr<Pipe> input)
        : pipe(std::move(input))
    {}
    Result<QByteArray> read(qint64 most) override
    {
        auto block = pipe->read(most);
        if (block) {
            hash.add(*block);
            size += block->size();
        }
        return block;
    }

    std::shared_ptr<Pipe> pipe;
    Sha256 hash;
    qint64 size = 0;
};

StreamUpload::StreamUpload(session::SessionLink &link, std::shared_ptr<Pipe> input, QString remotePath, QString conflict, qint64 limit)
    : m_link(link)
    , m_input(std::move(input))
    , m_source(std::make_shared<Hashed>(m_input))
    , m_remotePath(std::move(remotePath))
    , m_conflict(std::move(conflict))
    , m_limit(std::make_shared<RateLimit>(limit))
{
    moveToThread(link.thread());
}

void StreamUpload::doStart()
{
    session::ClientSession *session = m_link.session();
    m_channel = session ? session->open(FilesPut{m_remotePath, -1, 0, 0, m_conflict, false}, session::Priority::Bulk) : nullptr;
    if (!m_channel)
        return finish(Error{ErrorCode::ConnectionLost, {}});
    report(0, -1);
    connect(m_channel, &session::Channel::closed, this, &StreamUpload::ended);
    m_feeder = new session::BlockFeeder(*m_channel, m_source, this);
    m_feeder->setGate([limit = m_limit](qint64 bytes) { return limit->take(bytes); });
    connect(m_feeder, &session::BlockFeeder::sent, this, [this](qint64 bytes) {
        m_sent += bytes;
        report(m_sent, -1);
    });
    connect(m_feeder, &session::BlockFeeder::finished, this, [this] {
        if (m_channel)
            m_channel->end(FilesSum{m_source->size, QString::fromLatin1(m_source->hash.finish().toHex())});
    });
    connect(m_feeder, &session::BlockFeeder::failed, this, [this](const Error &error) {
        if (m_error.code == ErrorCode::None)
            m_error = error;
        if (m_channel)
            m_channel->cancel(); // reported when the server has thrown away what it got
    });
    // It waits for the answer: where there is such a file already, nothing is taken out of the pipe.
    connect(m_channel, &session::Channel::accepted, m_feeder, &session::BlockFeeder::resume);
}

void StreamUpload::doCancel()
{
    if (m_error.code == ErrorCode::None)
        m_error = {ErrorCode::Cancelled, {}};
    m_input->stop();
    if (m_channel)
        m_channel->cancel();
    else
        finish(m_error);
}

void StreamUpload::doSuspend()
{
    if (m_feeder)
        m_feeder->pause();
}

void StreamUpload::doResume()
{
    if (m_feeder)
        m_feeder->resume();
}

void StreamUpload::ended(const Error &error, const QJsonObject &result)
{
    m_channel = nullptr;
    m_input->stop();
    if (m_error.code != ErrorCode::None || error.code != ErrorCode::None)
        return finish(m_error.code != ErrorCode::None ? m_error : error);
    auto put = fromJson<FilesPutResult>(result);
    if (!put)
        return finish(put.error());
    QStringList skipped;
    if (put->skipped)
        skipped.append(QStringLiteral("%1: %2").arg(m_remotePath, describe(ErrorCode::AlreadyExists)));
    finish({{}, {{QStringLiteral("files"), put->skipped ? 0 : 1}, {QStringLiteral("bytes"), m_sent}, {QStringLiteral("skipped"), skipped},
                 {QStringLiteral("path"), put->path}, {QStringLiteral("sha256"), put->sha256}}});
}

StreamDownload::StreamDownload(session::SessionLink &link, QStringList remotePaths, std::shared_ptr<Pipe> output, qint64 limit)
    : m_link(link)
    , m_paths(std::move(remotePaths))
    , m_output(std::move(output))
    , m_credit(std::make_shared<RateLimit>(limit), this)
{
    moveToThread(link.thread());
}

void StreamDownload::doStart()
{
    reportItems(0, m_paths.size(), m_paths.value(0));
    next();
}

void StreamDownload::next()
{
    if (m_paths.isEmpty())
        return end({});
    m_path = m_paths.takeFirst();
    m_hash = std::make_shared<Sha256>();
    m_size = m_received = 0;
    session::ClientSession *session = m_link.session();
    m_channel = session ? session->open(FilesGet{m_path, {}}, session::Priority::Bulk) : nullptr;
    if (!m_channel)
        return end({ErrorCode::ConnectionLost, {}});
    m_credit.setChannel(m_channel);
    connect(m_channel, &session::Channel::accepted, this, [this](const QJsonObject &result) {
        auto entry = fromJson<FilesGetStart>(result);
        if (!entry || entry->offset != 0)
            return stop(entry ? Error{ErrorCode::BadMessage, {}} : entry.error());
        m_size = entry->size;
        m_total += m_size;
        report(m_done, m_total);
    });
    connect(m_channel, &session::Channel::data, this, [this](const QByteArray &bytes) { receive(bytes); });
    connect(m_channel, &session::Channel::closed, this, &StreamDownload::ended);
}

void StreamDownload::receive(const QByteArray &bytes)
{
    if (m_error.code != ErrorCode::None)
        return;
    m_received += bytes.size();
    if (m_received > m_size)
        return stop(sentence(ErrorCode::Truncated, QT_TRANSLATE_NOOP("Error", "The server sent more of %1 than it had announced."), {m_path}));
    m_strand.run([output = m_output, hash = m_hash, bytes] {
        hash->add(bytes);
        return output->write(bytes);
    }, this, [this, length = bytes.size()](const Result<void> &done) {
        if (m_error.code != ErrorCode::None)
            return;
        if (!done)
            return stop(done.error());
        m_done += length;
        report(m_done, m_total);
        m_credit.dealtWith(length);
    });
}

void StreamDownload::doCancel()
{
    m_output->stop();
    stop({ErrorCode::Cancelled, {}});
}

void StreamDownload::stop(const Error &error)
{
    if (m_error.code == ErrorCode::None)
        m_error = error;
    if (m_channel)
        m_channel->cancel(); // ended() follows
    else
        end(m_error);
}

void StreamDownload::ended(const Error &error, const QJsonObject &result)
{
    m_channel = nullptr;
    if (m_error.code != ErrorCode::None || error.code != ErrorCode::None)
        return end(m_error.code != ErrorCode::None ? m_error : error);
    auto sum = fromJson<FilesSum>(result);
    if (!sum)
        return end(sum.error());
    m_strand.run([hash = m_hash] { return QString::fromLatin1(hash->finish().toHex()); }, this, [this, sum = *sum](const QString &sha256) {
        if (m_error.code != ErrorCode::None)
            return end(m_error);
        if (m_received != m_size || sum.size != m_received)
            return end({ErrorCode::Truncated, {}});
        if (sum.sha256 != sha256)
            return end(sentence(ErrorCode::HashMismatch, QT_TRANSLATE_NOOP("Error", "%1 arrived damaged, and what was written of it is wrong. Get it again."), {m_path}));
        m_sha256 = sha256;
        ++m_files;
        reportItems(m_files, m_files + m_paths.size(), m_path);
        next();
    });
}

void StreamDownload::end(const Error &error)
{
    QVariantMap details{{QStringLiteral("files"), m_files}, {QStringLiteral("bytes"), m_done}, {QStringLiteral("brokenPipe"), m_output->isBroken()}};
    if (m_files == 1)
        details.insert(QStringLiteral("sha256"), m_sha256);
    finish({error, details});
}

} // namespace transom::files
