#include "core/files/put_channel.h"

#include "core/files/raw_io.h"
#include "core/session/session.h"

namespace transom::files {

using namespace protocol;

PutChannel::PutChannel(session::Channel &channel, const FileServiceDeps &deps, const FilesPut &request)
    : QObject(&channel)
    , m_channel(channel)
    , m_deps(deps)
    , m_request(request)
{
    if (request.size < 0 && (request.size != Upload::UnknownSize || request.resume)) {
        channel.fail({ErrorCode::BadArgument, QStringLiteral(QT_TRANSLATE_NOOP("Error", "A file cannot have that size."))});
        m_failed = true;
        return;
    }
    const auto &principal = channel.session().principal();
    m_upload = std::make_shared<Upload>(*deps.homes, *deps.accounting, principal.userId, principal.user, request);
    connect(&channel, &session::Channel::data, this, &PutChannel::receive);
    connect(&channel, &session::Channel::message, this, [this](MessageType type, const QByteArray &payload) { resume(type, payload); });
    connect(&channel, &session::Channel::inputEnded, this, [this](const Error &, const QJsonObject &sum) { finish(sum); });
    connect(&channel, &session::Channel::cancelled, this, [this] {
        m_failed = true;
        // The answer comes when nothing is left of it.
        m_strand.run([upload = std::exchange(m_upload, nullptr)]() mutable {
            if (upload)
                upload->forget();
            upload.reset();
        }, this,
                     [this] { m_channel.fail({ErrorCode::Cancelled, {}}); });
    });
    m_strand.run([upload = m_upload] { return upload->begin(); }, this, [this](Result<std::optional<FilesPutStart>> begun) {
        if (m_failed)
            return;
        if (!begun)
            return giveUp(begun.error());
        if (*begun) {
            m_begun = true;
            return m_channel.accept(**begun);
        }
        m_skipped = true;
        m_channel.end(FilesPutResult{m_request.path, {}, true});
    });
}

PutChannel::~PutChannel()
{
    // On the disk pool, and after what is still to be written: closing and removing may block.
    if (m_upload)
        m_strand.post([upload = std::move(m_upload)]() mutable { upload.reset(); });
}

void PutChannel::resume(MessageType type, const QByteArray &payload)
{
    const auto message = type == MessageType::FilesResume ? decode<FilesResume>(payload) : Result<FilesResume>(transom::fail(ErrorCode::WrongState));
    if (!message)
        return m_channel.violated(message.error());
    if (m_failed || m_skipped)
        return;
    if (!m_request.resume || !m_begun || std::exchange(m_resumed, true))
        return m_channel.violated({ErrorCode::WrongState, QStringLiteral("FILES_RESUME where none belongs.")});
    m_received = message->offset;
    m_strand.run([upload = m_upload, offset = message->offset] { return upload->resumeAt(offset); }, this, [this](Result<void> done) {
        if (!done && !m_failed)
            giveUp(done.error());
    });
}

void PutChannel::receive(const QByteArray &bytes)
{
    if (m_failed || m_skipped)
        return;
    if (m_request.resume && !m_resumed)
        return m_channel.violated({ErrorCode::WrongState, QStringLiteral("DATA before FILES_RESUME.")});
    m_received += bytes.size();
    if (m_received < 0 || (m_request.size != Upload::UnknownSize && m_received > m_request.size))
        return giveUp({ErrorCode::BadArgument, QStringLiteral(QT_TRANSLATE_NOOP("Error", "More was sent than was announced; nothing was kept."))});
    m_strand.run([upload = m_upload, bytes] { return upload->write(bytes); }, this, [this, length = bytes.size()](Result<void> written) {
        if (m_failed || m_skipped)
            return;
        if (!written)
            return giveUp(written.error());
        m_channel.consumed(length);
    });
}

void PutChannel::finish(const QJsonObject &json)
{
    if (m_failed || m_skipped)
        return;
    auto sum = fromJson<FilesSum>(json);
    if (!sum)
        return giveUp({ErrorCode::BadArgument, sum.error().text});
    m_strand.run([upload = m_upload, sum = *sum] { return upload->finish(sum); }, this, [this](Result<FilesPutResult> result) {
        if (m_failed || m_skipped)
            return;
        if (!result)
            return giveUp(result.error());
        audit(ErrorCode::None);
        m_channel.end(*result);
    });
}

void PutChannel::giveUp(const Error &error)
{
    if (std::exchange(m_failed, true))
        return;
    audit(error.code);
    if (m_upload)
        m_strand.post([upload = std::exchange(m_upload, nullptr)]() mutable { upload.reset(); });
    m_channel.fail(onServersDisk(error, m_request.resume && m_begun));
}

void PutChannel::audit(ErrorCode outcome)
{
    const auto &session = m_channel.session();
    m_deps.audit(FileAction::Written, session.principal().user, session.streamInfo().peer, m_request.path, outcome);
}

} // namespace transom::files
