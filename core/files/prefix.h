#pragma once

#include "core/base/sha256.h"
#include "core/protocol/file_messages.h"

#include <QMap>

#include <functional>

namespace transom::files {

/// The beginning of a file that one side has already, hashed once: what is to be compared before the rest is sent, and the states of
/// the hash from which it goes on. Blocks; used by one strand.
class Prefix
{
public:
    /// What is written below such a multiple is on the disk; what is above may be lost with the power.
    static constexpr qint64 Checkpoint = 64 * 1024 * 1024;
    /// More than so many are not looked at.
    static constexpr qsizetype Most = 8;

    Prefix() = default;
    /// Of a file of which `size` bytes are there: all of them, and the last checkpoint below.
    static Result<Prefix> upTo(int descriptor, qint64 size, const std::function<bool()> &stop = {});
    /// Of a file of `size` bytes at the places where the other side has stopped.
    static Result<Prefix> at(int descriptor, qint64 size, const QList<protocol::FilesPrefix> &theirs, const std::function<bool()> &stop = {});

    /// Longest first; none where nothing is there.
    QList<protocol::FilesPrefix> list() const;
    /// The longest that both have; 0: none.
    qint64 longestOf(const QList<protocol::FilesPrefix> &theirs) const;
    /// Whether it was among those asked about; 0 always is.
    bool knows(qint64 offset) const { return offset == 0 || m_states.contains(offset); }
    Sha256 stateAt(qint64 offset) const { return m_states.value(offset).state; }

private:
    struct State
    {
        Sha256 state;
        QString sha256;
    };

    static Result<Prefix> read(int descriptor, const QList<qint64> &offsets, const std::function<bool()> &stop);

    QMap<qint64, State> m_states;
};

} // namespace transom::files
