#include "core/files/pipe.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::files {

Pipe::Pipe(int descriptor)
    : m_descriptor(descriptor)
    , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{}

void Pipe::stop()
{
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake.get(), &one, sizeof one);
}

/// False: it is not wanted any more.
bool Pipe::wait(short events)
{
    pollfd waiting[2] = {{m_descriptor, events, 0}, {m_wake.get(), POLLIN, 0}};
    while (::poll(waiting, 2, -1) < 0) {
        if (errno != EINTR)
            return false;
    }
    return waiting[1].revents == 0;
}

Result<QByteArray> Pipe::read(qint64 most)
{
    QByteArray block(static_cast<qsizetype>(most), Qt::Uninitialized);
    for (;;) {
        if (!wait(POLLIN))
            return fail(ErrorCode::Cancelled);
        const ssize_t length = ::read(m_descriptor, block.data(), static_cast<size_t>(block.size()));
        if (length >= 0) {
            block.resize(length);
            return block;
        }
        if (errno != EINTR && errno != EAGAIN)
            return tl::make_unexpected(errorFromErrno(errno, {}));
    }
}

Result<void> Pipe::write(const QByteArray &bytes)
{
    struct stat status{};
    const bool isFile = ::fstat(m_descriptor, &status) == 0 && S_ISREG(status.st_mode);
    qsizetype written = 0;
    while (written < bytes.size()) {
        if (!wait(POLLOUT))
            return fail(ErrorCode::Cancelled);
        // A pipe that can be written to takes so much without blocking (pipe(7)), and stop() is heard again soon.
        const qsizetype most = isFile ? bytes.size() - written : std::min<qsizetype>(bytes.size() - written, PIPE_BUF);
        const ssize_t length = ::write(m_descriptor, bytes.constData() + written, static_cast<size_t>(most));
        if (length >= 0) {
            written += length;
        } else if (errno == EPIPE) {
            m_broken = true;
            return fail(ErrorCode::Cancelled);
        } else if (errno != EINTR && errno != EAGAIN) {
            return tl::make_unexpected(errorFromErrno(errno, {}));
        }
    }
    return {};
}

} // namespace transom::files
