#pragma once

#include "core/base/descriptor.h"
#include "core/session/block_source.h"

#include <atomic>
#include <memory>

namespace transom::files {

/// A descriptor of a pipe, a terminal or whatever else standard input and output may be: waits for it on a strand, and stop() wakes it from any
/// thread. Does not own the descriptor.
class Pipe : public session::BlockSource
{
public:
    explicit Pipe(int descriptor);

    /// What there is now, and at least a byte; empty at the end. Cancelled after stop().
    Result<QByteArray> read(qint64 most) override;
    /// All of it. Cancelled after stop(), and where nobody reads any more: then isBroken().
    Result<void> write(const QByteArray &bytes);
    void stop();
    bool isBroken() const { return m_broken; }

private:
    bool wait(short events);

    const int m_descriptor;
    Descriptor m_wake;
    std::atomic<bool> m_broken = false;
};

} // namespace transom::files
