#include "core/lab/relay_pipe.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

namespace transom::lab {

namespace {

std::atomic<int> inUse = 0;

/// Empty ones, by thread: they are closed when it ends.
std::vector<std::unique_ptr<RelayPipe>> &idle()
{
    thread_local std::vector<std::unique_ptr<RelayPipe>> pipes;
    return pipes;
}

/// splice(2) knows no MSG_NOSIGNAL: a reader that has gone must not end the program.
class NoPipeSignal
{
public:
    NoPipeSignal()
    {
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
    }
    ~NoPipeSignal()
    {
        const int number = errno;
        if (number == EPIPE && !sigismember(&m_before, SIGPIPE)) { // this thread's own, and nobody else's business
            const timespec now{};
            ::sigtimedwait(&m_pipe, nullptr, &now);
        }
        ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
        errno = number;
    }
    Q_DISABLE_COPY_MOVE(NoPipeSignal)

private:
    sigset_t m_pipe;
    sigset_t m_before;
};

} // namespace

RelayPipe::~RelayPipe()
{
    --inUse;
}

std::unique_ptr<RelayPipe> RelayPipe::borrow()
{
    if (!idle().empty()) {
        auto pipe = std::move(idle().back());
        idle().pop_back();
        return pipe;
    }
    if (++inUse > MostInUse) {
        --inUse;
        return nullptr;
    }
    std::unique_ptr<RelayPipe> pipe(new RelayPipe); // counts itself out
    int ends[2];
    if (::pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0)
        return nullptr;
    pipe->m_read = Descriptor(ends[0]);
    pipe->m_write = Descriptor(ends[1]);
    ::fcntl(ends[1], F_SETPIPE_SZ, Capacity);
    pipe->m_capacity = std::max(::fcntl(ends[1], F_GETPIPE_SZ), 4096);
    return pipe;
}

void RelayPipe::giveBack(std::unique_ptr<RelayPipe> pipe)
{
    constexpr size_t MostIdle = 8;
    if (pipe && pipe->m_size == 0 && idle().size() < MostIdle)
        idle().push_back(std::move(pipe));
}

qint64 RelayPipe::fill(int socket, qint64 most)
{
    const ssize_t count = ::splice(socket, nullptr, m_write.get(), nullptr, static_cast<size_t>(most), SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
    if (count > 0)
        m_size += count;
    return count;
}

qint64 RelayPipe::pour(int socket)
{
    const NoPipeSignal quiet;
    const ssize_t count = ::splice(m_read.get(), nullptr, socket, nullptr, static_cast<size_t>(m_size), SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
    if (count > 0)
        m_size -= count;
    return count;
}

QByteArray RelayPipe::takeAll()
{
    QByteArray bytes(m_size, Qt::Uninitialized);
    qsizetype have = 0;
    while (have < bytes.size()) {
        const ssize_t count = ::read(m_read.get(), bytes.data() + have, static_cast<size_t>(bytes.size() - have));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break; // cannot be: so many bytes are in it
        have += count;
    }
    m_size = 0;
    bytes.truncate(have);
    return bytes;
}

} // namespace transom::lab
