#include "core/files/tree_download.h"

#include <QTimer>

namespace transom::files {

using namespace protocol;

TreeDownload::TreeDownload(session::SessionLink &link, FilesGetTree request, LocalTreeWriter writer, std::shared_ptr<RateLimit> limit, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_request(std::move(request))
    , m_credit(std::move(limit), this)
    , m_writer(std::make_shared<LocalTreeWriter>(std::move(writer)))
{}

TreeDownload::~TreeDownload()
{
    m_strand.post([writer = std::move(m_writer)]() mutable { writer.reset(); });
}

void TreeDownload::start()
{
    session::ClientSession *session = m_link.session();
    m_channel = session ? session->open(m_request, session::Priority::Bulk) : nullptr;
    if (!m_channel) {
        if (!session)
            return end({ErrorCode::ConnectionLost, {}});
        connect(session, &session::ClientSession::channelFreed, this, &TreeDownload::start, Qt::SingleShotConnection);
        connect(session, &session::Session::closed, this, [this] { end({ErrorCode::ConnectionLost, {}}); });
        return;
    }
    m_credit.setChannel(m_channel);
    connect(m_channel, &session::Channel::accepted, this, [this](const QJsonObject &result) {
        auto total = fromJson<FilesTreeTotal>(result);
        if (!total)
            return m_channel->violated(total.error());
        Q_EMIT begun(*total);
    });
    connect(m_channel, &session::Channel::data, this, &TreeDownload::receive);
    connect(m_channel, &session::Channel::closed, this, &TreeDownload::finish);
}

void TreeDownload::receive(const QByteArray &bytes)
{
    if (m_error.code != ErrorCode::None)
        return;
    m_strand.run([writer = m_writer, bytes] { return writer->add(bytes); }, this,
                 [this, length = bytes.size()](const Result<QList<LocalTreeWriter::Outcome>> &outcomes) {
                     if (m_error.code != ErrorCode::None || m_ended)
                         return;
                     if (!outcomes) {
                         m_error = outcomes.error();
                         return m_channel ? m_channel->cancel() : end(m_error);
                     }
                     for (const LocalTreeWriter::Outcome &outcome : *outcomes)
                         Q_EMIT arrived(outcome);
                     m_credit.dealtWith(length);
                 });
}

void TreeDownload::cancel()
{
    if (m_error.code == ErrorCode::None)
        m_error = {ErrorCode::Cancelled, {}};
    if (m_channel)
        m_channel->cancel(); // `closed` follows
    else
        end(m_error);
}

void TreeDownload::finish(const Error &error)
{
    m_channel = nullptr;
    if (m_error.code != ErrorCode::None || error.code != ErrorCode::None)
        return end(m_error.code != ErrorCode::None ? m_error : error);
    // After all that is still to be written.
    m_strand.run([writer = m_writer] { return writer->isBetweenRecords(); }, this, [this](bool isWhole) {
        end(isWhole ? m_error : Error{ErrorCode::Truncated, {}});
    });
}

void TreeDownload::end(const Error &error)
{
    if (!std::exchange(m_ended, true))
        Q_EMIT ended(error);
}

} // namespace transom::files
