#include "core/transport/device_stream.h"

#include "core/base/clock.h"
#include "core/transport/lingering_close.h"
#include "core/transport/socket_statistics.h"

#include <QPointer>

#include <algorithm>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace transom::transport {

namespace {

constexpr int DroppedPerTurn = 32; ///< blocks

} // namespace

DeviceStream::DeviceStream(const StreamOptions &options)
    : m_options(options)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DeviceStream::timedOut);
}

DeviceStream::~DeviceStream()
{
    if (m_lingering >= 0)
        ::close(m_lingering);
}

void DeviceStream::startOpeningTimer(std::chrono::milliseconds timeout)
{
    m_timer.start(timeout);
}

qint64 DeviceStream::read(char *into, qint64 most)
{
    switch (m_phase) {
    case Phase::Open:
    {
        const qint64 length = std::max<qint64>(deviceRead(into, most), 0);
        m_read += length;
        return length;
    }
    case Phase::Ended: {
        const qint64 length = std::min<qint64>(most, m_leftover.size() - m_leftoverRead);
        std::memcpy(into, m_leftover.constData() + m_leftoverRead, static_cast<size_t>(length));
        m_leftoverRead += length;
        if (m_leftoverRead == m_leftover.size())
            note(SocketEnded);
        return length;
    }
    case Phase::Opening:
    case Phase::Draining:
    case Phase::Closed:
        break;
    }
    return 0;
}

void DeviceStream::write(QByteArrayView bytes)
{
    if (m_phase != Phase::Open)
        return;
    m_written += bytes.size(); // before it: a socket may send at once
    deviceWrite(bytes);
}

void DeviceStream::tellCall(const StreamCall &call) const
{
    if (m_watcher && call.length > 0)
        m_watcher(call);
}

void DeviceStream::noteSent(qint64 bytes)
{
    if (!m_watcher)
        return;
    const qint64 left = deviceQueued();
    tellCall({true, false, m_written - left - bytes, bytes, left, monotonicNs()});
}

void DeviceStream::noteReceived(qint64 available)
{
    const qint64 end = m_read + available;
    const qint64 begin = std::exchange(m_received, std::max(end, m_received));
    if (m_watcher)
        tellCall({false, false, begin, end - begin, waitingToBeRead(static_cast<int>(descriptor())).value_or(-1), monotonicNs()});
}

qint64 DeviceStream::bytesQueued() const
{
    return m_phase == Phase::Open || m_phase == Phase::Draining ? deviceQueued() : 0;
}

void DeviceStream::flush()
{
    if (m_phase == Phase::Open)
        deviceFlush();
}

void DeviceStream::close()
{
    switch (m_phase) {
    case Phase::Opening:
        return abort();
    case Phase::Open:
        m_phase = Phase::Draining;
        m_timer.start(m_options.closeTimeout);
        m_lingering = ::fcntl(static_cast<int>(descriptor()), F_DUPFD_CLOEXEC, 0); // -1: then without lingering
        deviceFlush();
        deviceDisconnect();
        return;
    case Phase::Ended:
        m_leftoverRead = m_leftover.size();
        return note(SocketEnded);
    case Phase::Draining:
    case Phase::Closed:
        return;
    }
}

void DeviceStream::abort()
{
    if (m_phase == Phase::Closed)
        return;
    m_leftoverRead = m_leftover.size();
    if (m_phase != Phase::Ended) {
        m_phase = Phase::Draining; // nothing more comes out of it
        if (m_lingering >= 0)
            ::close(std::exchange(m_lingering, -1));
        deviceAbort();
    }
    note(SocketEnded);
}

void DeviceStream::noteEnded(const Error &error)
{
    if (m_error.code == ErrorCode::None)
        m_error = error;
    note(SocketEnded);
}

void DeviceStream::note(Note what)
{
    m_notes |= what;
    if (!std::exchange(m_posted, true))
        QMetaObject::invokeMethod(this, &DeviceStream::tell, Qt::QueuedConnection);
}

void DeviceStream::tell()
{
    m_posted = false;
    const unsigned notes = std::exchange(m_notes, 0);
    const QPointer<DeviceStream> alive(this);
    if ((notes & Opened) != 0)
        tellOpened();
    if (alive && (notes & Readable) != 0)
        tellReadable();
    if (alive && (notes & Drained) != 0)
        tellDrained();
    if (alive && (notes & SocketEnded) != 0)
        tellEnded();
}

void DeviceStream::tellOpened()
{
    // The socket may have ended since; with something to read in it, it was open all the same.
    if (m_phase != Phase::Opening || m_error.code != ErrorCode::None)
        return;
    m_timer.stop();
    if (const Error error = checkOpened(); error.code != ErrorCode::None) {
        deviceAbort();
        return noteEnded(error);
    }
    m_phase = Phase::Open;
    note(Readable);
    Q_EMIT connected();
}

void DeviceStream::tellReadable()
{
    if (m_phase == Phase::Draining) {
        std::array<char, 16 * 1024> dropped;
        for (int i = 0; i < DroppedPerTurn; ++i) {
            if (!deviceHasInput() || deviceRead(dropped.data(), dropped.size()) <= 0)
                return;
        }
        noteReadable(); // the peer sends faster than this: it is somebody else's turn, and the timer's
    } else if (m_phase == Phase::Open && deviceHasInput()) {
        Q_EMIT readyRead();
    }
}

void DeviceStream::tellDrained()
{
    if (m_phase == Phase::Draining)
        m_timer.start(m_options.closeTimeout); // there is progress
    else if (m_phase == Phase::Open)
        Q_EMIT drained();
}

void DeviceStream::tellEnded()
{
    if (m_phase == Phase::Closed)
        return;
    if (m_phase == Phase::Draining && m_lingering >= 0)
        LingeringClose::start(std::exchange(m_lingering, -1), m_options.closeTimeout);
    if (m_phase == Phase::Open) {
        // Taken out of the socket now: Qt's may drop it when it is closed.
        std::array<char, 16 * 1024> block;
        while (deviceHasInput()) {
            const qint64 length = deviceRead(block.data(), block.size());
            if (length <= 0)
                break;
            m_leftover.append(block.data(), length);
        }
        m_phase = Phase::Ended;
        if (!m_leftover.isEmpty()) {
            m_timer.stop();
            const QPointer<DeviceStream> alive(this);
            Q_EMIT readyRead();
            if (alive)
                Q_EMIT drained(); // nothing is queued any more: who waits for that may go on reading
            return;
        }
    }
    if (m_phase == Phase::Ended && m_leftoverRead < m_leftover.size())
        return;
    finish();
}

void DeviceStream::finish()
{
    m_timer.stop();
    m_leftover.clear();
    m_leftoverRead = 0;
    m_phase = Phase::Closed;
    deviceAbort();
    Q_EMIT closed(m_error);
}

void DeviceStream::timedOut()
{
    if (m_phase == Phase::Opening)
        m_error = openingTimedOut();
    else if (m_phase == Phase::Draining && m_error.code == ErrorCode::None)
        m_error = {ErrorCode::ConnectionLost,
                   tr("%1 stopped reading; what was still to be sent is lost.").arg(info().peer)};
    abort();
}

} // namespace transom::transport
