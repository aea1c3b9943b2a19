#pragma once

#include "core/base/error.h"

#include <QByteArray>

namespace transom::session {

/// What a BlockFeeder sends: bytes, block by block. Blocks; used by one strand.
class BlockSource
{
public:
    virtual ~BlockSource() = default;
    /// The next block; empty at the end.
    virtual Result<QByteArray> read(qint64 most) = 0;
};

} // namespace transom::session
