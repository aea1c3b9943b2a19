#include "core/files/file_request.h"

#include "core/files/bin_entry.h"
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
        if (auto taken = takePage(type, payload); !taken)
            m_channel->violated(taken.error());
    });
    connect(m_channel, &session::Channel::closed, this, &FileRequest::finish);
}

/// A server's names are as hostile as anybody's.
Result<void> FileRequest::takePage(MessageType type, const QByteArray &payload)
{
    if (type == MessageType::FilesEntries) {
        auto entries = decode<FilesEntries>(payload);
        if (!entries)
            return tl::make_unexpected(entries.error());
        entries->entries.removeIf([](const FileEntry &entry) { return !validName(entry.name); });
        Q_EMIT page(entries->entries);
        return {};
    }
    if (type != MessageType::FilesBinEntries)
        return fail(ErrorCode::WrongState);
    auto entries = decode<FilesBinEntries>(payload);
    if (!entries)
        return tl::make_unexpected(entries.error());
    entries->entries.removeIf([](const FilesBinEntry &entry) { return !bin::isId(entry.id) || !(entry.damaged || splitPath(entry.path)); });
    Q_EMIT binPage(entries->entries);
    return {};
}

void FileRequest::finish(const Error &error, const QJsonObject &result)
{
    if (std::exchange(m_finished, true))
        return;
    Q_EMIT finished(error, result);
    deleteLater();
}

} // namespace transom::files
