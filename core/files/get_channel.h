#pragma once

#include "core/base/strand.h"
#include "core/session/block_feeder.h"
#include "core/files/file_reader.h"
#include "core/files/file_service.h"
#include "core/session/channel.h"

#include <QObject>

#include <atomic>

namespace transom::files {

/// The server's side of files.get, in its session's I/O thread. A child of its channel.
class GetChannel : public QObject
{
    Q_OBJECT

public:
    GetChannel(session::Channel &channel, const FileServiceDeps &deps, const protocol::FilesGet &request);
    ~GetChannel() override;

private:
    session::Channel &m_channel;
    Strand m_strand;
    std::shared_ptr<std::atomic<bool>> m_stop;
};

} // namespace transom::files
