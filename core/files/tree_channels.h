#pragma once

#include "core/base/strand.h"
#include "core/files/file_service.h"
#include "core/files/tree_writer.h"
#include "core/session/channel.h"

#include <QObject>

#include <atomic>

namespace transom::files {

/// The server's side of files.get-tree, in its session's I/O thread. A child of its channel.
class GetTreeChannel : public QObject
{
    Q_OBJECT

public:
    GetTreeChannel(session::Channel &channel, const FileServiceDeps &deps, const protocol::FilesGetTree &request);
    ~GetTreeChannel() override;

private:
    session::Channel &m_channel;
    Strand m_strand;
    std::shared_ptr<std::atomic<bool>> m_stop;
};

/// The server's side of files.put-tree.
class PutTreeChannel : public QObject
{
    Q_OBJECT

public:
    PutTreeChannel(session::Channel &channel, const FileServiceDeps &deps, const protocol::FilesPutTree &request);
    ~PutTreeChannel() override;

private:
    void receive(const QByteArray &bytes);
    void finish();
    void giveUp(const Error &error);
    void audit(ErrorCode outcome);

    session::Channel &m_channel;
    const FileServiceDeps m_deps;
    const protocol::FilesPutTree m_request;
    Strand m_strand;
    std::shared_ptr<TreeWriter> m_writer; ///< touched by the strand's tasks only
    qint64 m_done = 0;
    bool m_failed = false;
};

} // namespace transom::files
