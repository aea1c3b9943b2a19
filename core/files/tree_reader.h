#pragma once

#include "core/session/block_source.h"
#include "core/files/record_stream.h"
#include "core/files/tree_walk.h"

#include <memory>

namespace transom::files {

/// What files.get-tree sends: everything that was asked for as records, small files with their contents. Blocks; used by one strand.
class TreeReader : public session::BlockSource
{
public:
    TreeReader(std::shared_ptr<Home> home, const protocol::FilesGetTree &request, std::function<bool()> stop);

    Result<QByteArray> read(qint64 most) override;
    /// What has been sent so far.
    const protocol::FilesTreeTotal &total() const { return m_total; }

private:
    void add(TreeWalk::Found &found);

    const std::shared_ptr<Home> m_home;
    const qint64 m_contentsUpTo;
    const bool m_hash;
    const std::function<bool()> m_stop;
    TreeWalk m_walk;
    QByteArray m_buffer;
    protocol::FilesTreeTotal m_total;
    bool m_atEnd = false;
};

} // namespace transom::files
