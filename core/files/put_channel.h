#pragma once

#include "core/base/strand.h"
#include "core/files/file_service.h"
#include "core/files/upload.h"
#include "core/session/channel.h"

#include <QObject>

#include <memory>

namespace transom::files {

/// The server's side of files.put, in its session's I/O thread: what arrives is handed to a strand in order, and credit is
/// given back when it has been written. A child of its channel.
class PutChannel : public QObject
{
    Q_OBJECT

public:
    PutChannel(session::Channel &channel, const FileServiceDeps &deps, const protocol::FilesPut &request);
    ~PutChannel() override;

private:
    void resume(protocol::MessageType type, const QByteArray &payload);
    void receive(const QByteArray &bytes);
    void finish(const QJsonObject &sum);
    void giveUp(const Error &error);
    void audit(ErrorCode outcome);

    session::Channel &m_channel;
    const FileServiceDeps m_deps;
    const protocol::FilesPut m_request;
    Strand m_strand;
    std::shared_ptr<Upload> m_upload; ///< touched by the strand's tasks only
    qint64 m_received = 0;
    bool m_begun = false;
    bool m_resumed = false;
    bool m_skipped = false;
    bool m_failed = false;
};

} // namespace transom::files
