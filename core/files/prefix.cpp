#include "core/files/prefix.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr qint64 Block = 1024 * 1024;

} // namespace

Result<Prefix> Prefix::upTo(int descriptor, qint64 size, const std::function<bool()> &stop)
{
    const qint64 checkpoint = size / Checkpoint * Checkpoint;
    return read(descriptor, checkpoint < size ? QList<qint64>{checkpoint, size} : QList<qint64>{size}, stop);
}

Result<Prefix> Prefix::at(int descriptor, qint64 size, const QList<FilesPrefix> &theirs, const std::function<bool()> &stop)
{
    QList<qint64> offsets;
    for (const FilesPrefix &prefix : theirs.first(std::min(theirs.size(), Most))) {
        if (prefix.offset > 0 && prefix.offset <= size)
            offsets.append(prefix.offset);
    }
    std::sort(offsets.begin(), offsets.end());
    return read(descriptor, offsets, stop);
}

Result<Prefix> Prefix::read(int descriptor, const QList<qint64> &offsets, const std::function<bool()> &stop)
{
    Prefix prefix;
    Sha256 hash;
    QByteArray block(Block, Qt::Uninitialized);
    qint64 at = 0;
    for (const qint64 offset : offsets) {
        while (at < offset) {
            if (stop && stop())
                return fail(ErrorCode::Cancelled);
            const ssize_t length = ::pread(descriptor, block.data(), static_cast<size_t>(std::min(Block, offset - at)), at);
            if (length < 0 && errno == EINTR)
                continue;
            if (length < 0)
                return tl::make_unexpected(errorFromErrno(errno, {}));
            if (length == 0)
                return prefix; // shorter than it was a moment ago
            hash.add(QByteArrayView(block.constData(), length));
            at += length;
        }
        if (offset > 0) {
            Sha256 copy = hash;
            prefix.m_states.insert(offset, {hash, QString::fromLatin1(copy.finish().toHex())});
        }
    }
    return prefix;
}

QList<FilesPrefix> Prefix::list() const
{
    QList<FilesPrefix> found;
    for (auto state = m_states.constBegin(); state != m_states.constEnd(); ++state)
        found.prepend({state.key(), state->sha256});
    return found;
}

qint64 Prefix::longestOf(const QList<FilesPrefix> &theirs) const
{
    qint64 longest = 0;
    for (const FilesPrefix &prefix : theirs) {
        const auto state = m_states.constFind(prefix.offset);
        if (state != m_states.constEnd() && state->sha256 == prefix.sha256)
            longest = std::max(longest, prefix.offset);
    }
    return longest;
}

} // namespace transom::files
