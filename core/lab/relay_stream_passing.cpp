// The way of large chunks that are only to be passed on: socket, pipe, socket.

#include "core/base/clock.h"
#include "core/lab/relay_stream.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace transom::lab {

namespace {

/// Less than that in one read, and copying costs less than a pipe.
constexpr qint64 Small = 8 * 1024;

} // namespace

qint64 RelayStream::passing(From from) const
{
    const auto &pipe = m_legs[static_cast<size_t>(from)].pipe;
    return pipe ? pipe->size() : 0;
}

/// The first bytes of what a read will give, for the event. As recv(2).
qint64 RelayStream::peek(From from, qint64 most, QByteArray &bytes)
{
    bytes.resize(std::min(most, m_shared->keep));
    const ssize_t count = ::recv(leg(from).socket.get(), bytes.data(), static_cast<size_t>(bytes.size()), MSG_PEEK);
    bytes.truncate(std::max<ssize_t>(count, 0));
    return count;
}

/// As readOnce(), into the pipe.
bool RelayStream::readPassing(From from)
{
    Leg &side = leg(from);
    const qint64 room = std::min(lane(from).room(), side.pipe->capacity()) - passing(from);
    qint64 most = std::min<qint64>(room, m_shared->readSize);
    QByteArray bytes;
    if (most > 0 && m_shared->keep > 0) {
        const qint64 seen = peek(from, most, bytes);
        const int number = errno;
        if (seen == 0)
            endRead(from);
        else if (seen < 0)
            readFailed(from, number);
        if (seen <= 0)
            return seen == 0 || number == EINTR;
        if (m_shared->keep >= most)
            most = seen; // all that is passed has been seen
    }
    const qint64 count = most > 0 ? side.pipe->fill(side.socket.get(), most) : -1;
    const int number = most > 0 ? errno : EAGAIN;
    if (count == 0)
        endRead(from);
    if (count == 0 || (count < 0 && number == EINTR))
        return true;
    if (count < 0) {
        // The socket has nothing, or the pipe no slot: while bytes are in it, pump() will come here again.
        if (number == EAGAIN && passing(from) > 0)
            side.readable->setEnabled(false);
        readFailed(from, number);
        return false;
    }
    side.busy = count >= Small;
    qint64 &arrived = m_arrived[static_cast<size_t>(from)];
    if (bytes.size() > count)
        bytes.truncate(count);
    emitRead(from, arrived, bytes, count);
    arrived += count;
    lane(from).passedBy(count);
    return true;
}

/// False: the socket takes no more now.
bool RelayStream::pour(From from)
{
    Leg &to = leg(otherSide(from));
    while (passing(from) > 0 && !m_finished) {
        const qint64 offset = m_arrived[static_cast<size_t>(from)] - passing(from);
        const qint64 count = leg(from).pipe->pour(to.socket.get());
        const int number = errno;
        if (count > 0) {
            emitWritten(from, offset, count);
        } else if (count < 0 && number == EAGAIN) {
            to.writable->setEnabled(true);
            return false;
        } else if (number != EINTR) {
            broken(otherSide(from), count == 0 ? EPIPE : number);
            return false;
        }
    }
    return true;
}

void RelayStream::collect(From from)
{
    if (passing(from) == 0)
        return;
    lane(from).bringBack(leg(from).pipe->takeAll(), monotonicNs());
    RelayPipe::giveBack(std::move(leg(from).pipe));
}

} // namespace transom::lab
