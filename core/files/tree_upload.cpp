#include "core/files/tree_upload.h"

#include "core/files/file_reader.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <mutex>

namespace transom::files {

using namespace protocol;

/// Reads the files one after the other and makes records of them. What cannot be read gets none.
class TreeUpload::Source : public session::BlockSource
{
public:
    explicit Source(std::shared_ptr<const std::vector<Entry>> entries)
        : m_entries(std::move(entries))
    {}

    Result<QByteArray> read(qint64 most) override
    {
        while (m_next < m_entries->size() && m_buffer.size() < most)
            add(m_next++);
        const QByteArray block = m_buffer.first(std::min<qsizetype>(m_buffer.size(), most));
        m_buffer.remove(0, block.size());
        return block;
    }

    /// Which entry the record of that number was; any thread.
    qsizetype entryOf(qint64 record) const
    {
        const std::lock_guard held(m_mutex);
        return record >= 0 && record < static_cast<qint64>(m_sent.size()) ? m_sent[static_cast<size_t>(record)] : -1;
    }
    /// What could not be read since the last call; any thread.
    std::vector<std::pair<qsizetype, Error>> takeUnread()
    {
        const std::lock_guard held(m_mutex);
        return std::exchange(m_unread, {});
    }

private:
    void add(size_t index)
    {
        const Entry &entry = m_entries->at(index);
        FilesRecord record = entry.record;
        QByteArray contents;
        if (record.type == u"file") {
            auto read = readWhole(entry, record);
            const std::lock_guard held(m_mutex);
            if (!read) {
                m_unread.emplace_back(static_cast<qsizetype>(index), read.error());
                return;
            }
            contents = std::move(*read);
        }
        m_buffer += encodeRecord(record);
        m_buffer += contents;
        const std::lock_guard held(m_mutex);
        m_sent.push_back(static_cast<qsizetype>(index));
    }

    /// No more than was announced: the server has made room for so much.
    static Result<QByteArray> readWhole(const Entry &entry, FilesRecord &record)
    {
        Descriptor file(::open(QFile::encodeName(entry.local).constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
        if (!file)
            return tl::make_unexpected(errorFromErrno(errno, {}));
        auto reader = FileReader::over(std::move(file));
        if (!reader)
            return tl::make_unexpected(reader.error());
        const FileEntry &found = (*reader)->entry();
        if (found.size > entry.record.size)
            return fail(ErrorCode::FileChanged);
        QByteArray contents;
        for (;;) {
            auto block = (*reader)->read(LargestRecord);
            if (!block)
                return block;
            if (block->isEmpty())
                break;
            contents = contents.isEmpty() ? std::move(*block) : contents + *block;
        }
        record.size = found.size;
        record.modified = found.modified;
        record.mode = found.mode;
        record.sha256 = (*reader)->sum().sha256;
        record.contents = true;
        return contents;
    }

    const std::shared_ptr<const std::vector<Entry>> m_entries;
    size_t m_next = 0;
    QByteArray m_buffer;
    mutable std::mutex m_mutex;
    std::vector<qsizetype> m_sent;
    std::vector<std::pair<qsizetype, Error>> m_unread;
};

TreeUpload::TreeUpload(session::SessionLink &link, std::vector<Entry> entries, const QString &conflict, bool again, std::shared_ptr<RateLimit> limit,
                       QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_entries(std::make_shared<const std::vector<Entry>>(std::move(entries)))
    , m_limit(std::move(limit))
    , m_settled(m_entries->size())
{
    m_request.path = QStringLiteral("/");
    m_request.conflict = conflict;
    m_request.again = again;
    m_request.files = static_cast<qint64>(m_entries->size());
    for (const Entry &entry : *m_entries)
        m_request.bytes += entry.record.type == u"file" ? entry.record.size : 0;
}

TreeUpload::~TreeUpload() = default;

void TreeUpload::keepBeside(qint64 since)
{
    m_request.since = m_request.again ? since : 0;
    m_ready = false;
}

void TreeUpload::start()
{
    session::ClientSession *session = m_link.session();
    m_channel = session ? session->open(m_request, session::Priority::Bulk) : nullptr;
    if (!m_channel) {
        if (!session)
            return end({ErrorCode::ConnectionLost, {}});
        connect(session, &session::ClientSession::channelFreed, this, &TreeUpload::start, Qt::SingleShotConnection);
        connect(session, &session::Session::closed, this, [this] { end({ErrorCode::ConnectionLost, {}}); });
        return;
    }
    m_source = std::make_shared<Source>(m_entries);
    connect(m_channel, &session::Channel::message, this, &TreeUpload::receive);
    if (!m_ready)
        connect(m_channel, &session::Channel::accepted, this, &TreeUpload::accepted);
    connect(m_channel, &session::Channel::closed, this, [this](const Error &error, const QJsonObject &) {
        m_channel = nullptr;
        end(m_error.code != ErrorCode::None ? m_error : error);
    });
    m_feeder = new session::BlockFeeder(*m_channel, m_source, this);
    m_feeder->setGate([limit = m_limit](qint64 bytes) { return limit->take(bytes); });
    connect(m_feeder, &session::BlockFeeder::finished, this, [this] {
        settleUnread();
        if (m_channel)
            m_channel->end();
    });
    if (!m_paused && m_ready)
        m_feeder->resume();
}

void TreeUpload::accepted(const QJsonObject &result)
{
    auto start = fromJson<FilesPutTreeStart>(result);
    if (!start)
        return m_channel->violated(start.error());
    if (start->began > 0)
        Q_EMIT began(start->began);
    m_ready = true;
    if (!m_paused)
        m_feeder->resume();
}

void TreeUpload::pause()
{
    m_paused = true;
    if (m_feeder)
        m_feeder->pause();
}

void TreeUpload::proceed()
{
    m_paused = false;
    if (m_feeder && m_ready)
        m_feeder->resume();
}

void TreeUpload::cancel()
{
    if (m_channel)
        m_channel->cancel(); // `closed` follows
    else
        end({ErrorCode::Cancelled, {}});
}

void TreeUpload::receive(MessageType type, const QByteArray &payload)
{
    auto results = type == MessageType::FilesResults ? decode<FilesResults>(payload) : Result<FilesResults>(fail(ErrorCode::UnknownMessage));
    if (!results)
        return m_channel->violated(results.error());
    settleUnread();
    for (const FilesResult &result : std::as_const(results->results))
        settle(m_source->entryOf(result.index), receivedError(result.code, result.text, result.parts), result.path, result.skipped);
    // Whatever was not mentioned is simply there.
    while (m_done < results->done) {
        const qsizetype index = m_source->entryOf(m_done++);
        if (index < 0)
            return m_channel->violated({ErrorCode::BadMessage, QStringLiteral("More is done than was sent.")});
        settle(index, {});
    }
}

void TreeUpload::settle(qsizetype index, const Error &error, const QString &path, bool skipped)
{
    if (index < 0 || m_settled[static_cast<size_t>(index)])
        return;
    m_settled[static_cast<size_t>(index)] = true;
    Q_EMIT settled(index, error, path, skipped);
}

void TreeUpload::settleUnread()
{
    const auto unread = m_source->takeUnread();
    for (const auto &[index, error] : unread)
        settle(index, error);
}

void TreeUpload::end(const Error &error)
{
    if (m_feeder)
        m_feeder->pause();
    const Error why = error.code == ErrorCode::None ? Error{ErrorCode::Truncated, {}} : error;
    for (size_t i = 0; i < m_settled.size(); ++i)
        settle(static_cast<qsizetype>(i), why);
    Q_EMIT ended(error);
}

} // namespace transom::files
