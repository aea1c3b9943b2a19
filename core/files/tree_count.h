#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "core/base/space.h"

#include <QSet>

#include <functional>
#include <utility>

struct stat;

namespace transom::files {

/// Adds up what is below folders, however deep: a few descriptors are held, and no more stack than for a flat one. Links are counted and never
/// followed; a file with several names counts once. Blocks on the disk; one thread.
class TreeCount
{
public:
    explicit TreeCount(std::function<bool()> stop = {});

    /// What the name stands for, with all that is in it. Nothing where it is gone.
    Result<void> add(int folder, const char *name);
    /// What is in the folder, not itself. FileChanged where folders were moved about meanwhile, Cancelled where `stop` said so.
    Result<void> addBelow(Descriptor folder);

    Space space() const { return m_space; }

private:
    struct Level;
    Result<void> enter(int folder, std::vector<Level> &levels);
    void addEntry(const struct stat &status);

    std::function<bool()> m_stop;
    Space m_space;
    QSet<std::pair<quint64, quint64>> m_seen; ///< device and number of files with several names
};

} // namespace transom::files
