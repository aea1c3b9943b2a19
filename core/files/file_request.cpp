#include "core/files/file_request.h"

#include "core/files/file_names.h"

#include <QThread>

#include <algorithm>

namespace transom::files {

using namespace protocol;

FileRequest::FileRequest(session::SessionLink &link, QString service, QJsonObject request)
    : m_link(link)
    , m_service(std::move(service))
    , m_request(std::move(request))
{}

void FileRequest::start()
{
    moveToThread(m_link.thread());
    QMetaObject::invokeMethod(this, &FileRequest::open);
}

void FileRequest::cancel()
{
    if (m_channel)
        m_channel->cancel();
    else
        finish({ErrorCode::Cancelled, {}}, {}); // still waiting for a channel
}

void FileRequest::open()
{
    if (m_finished)
        return;
    session::ClientSession *session = m_link.session();
    if (!session)
        return finish({ErrorCode::ConnectionLost, {}}, {});
    m_channel = session->open(m_service, m_request);
    if (!m_channel) {
        // As many channels as allowed are busy with transfers: as soon as one is free.
        connect(session, &session::ClientSession::channelFreed, this, &FileRequest::open, Qt::SingleShotConnection);
        connect(session, &session::Session::closed, this, [this](const Error &reason) { finish(reason, {}); }, Qt::SingleShotConnection);
        return;
    }
    connect(m_channel, &session::Channel::message, this, [this](MessageType type, const QByteArray &payload) {
        auto entries = type == MessageType::FilesEntries ? decode<FilesEntries>(payload) : Result<FilesEntries>(fail(ErrorCode::WrongState));
        if (!entries)
            return m_channel->violated(entries.error());
        // A server's names are as hostile as anybody's.
        entries->entries.removeIf([](const FileEntry &entry) { return !validName(entry.name); });
        Q_EMIT page(entries->entries);
    });
    connect(m_channel, &session::Channel::closed, this, &FileRequest::finish);
}

void FileRequest::finish(const Error &error, const QJsonObject &result)
{
    if (std::exchange(m_finished, true))
        return;
    Q_EMIT finished(error, result);
    deleteLater();
}

} // namespace transom::files
