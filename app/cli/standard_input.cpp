#include "app/cli/standard_input.h"

#include <chrono>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace transom::cli {

namespace {

constexpr qsizetype Block = 64 * 1024;

} // namespace

StandardInput::StandardInput()
    : m_room(std::make_shared<std::counting_semaphore<2>>(2))
{
    [[maybe_unused]] const int made = ::pipe2(m_stopPipe, O_CLOEXEC);
}

StandardInput::~StandardInput()
{
    if (m_thread.joinable()) {
        [[maybe_unused]] const auto written = ::write(m_stopPipe[1], "x", 1);
        m_thread.join();
    }
    ::close(m_stopPipe[0]);
    ::close(m_stopPipe[1]);
}

void StandardInput::start()
{
    m_thread = std::thread([this] { work(); });
}

void StandardInput::done(qint64 bytes)
{
    m_doneBytes += bytes;
    while (!m_blocks.isEmpty() && m_doneBytes >= m_blocks.first()) {
        m_doneBytes -= m_blocks.takeFirst();
        m_room->release();
    }
}

void StandardInput::work()
{
    for (;;) {
        // The room is waited for with a way out: nobody releases it any more once the owner wants to go.
        while (!m_room->try_acquire_for(std::chrono::milliseconds(100))) {
            pollfd stop{m_stopPipe[0], POLLIN, 0};
            if (::poll(&stop, 1, 0) > 0)
                return;
        }
        pollfd waiting[2] = {{STDIN_FILENO, POLLIN, 0}, {m_stopPipe[0], POLLIN, 0}};
        while (::poll(waiting, 2, -1) < 0 && errno == EINTR) {
        }
        if (waiting[1].revents != 0)
            return;
        QByteArray block(Block, Qt::Uninitialized);
        const ssize_t length = ::read(STDIN_FILENO, block.data(), static_cast<size_t>(block.size()));
        if (length < 0 && (errno == EINTR || errno == EAGAIN)) {
            m_room->release();
            continue;
        }
        if (length <= 0) {
            QMetaObject::invokeMethod(this, &StandardInput::ended, Qt::QueuedConnection);
            return;
        }
        block.resize(length);
        QMetaObject::invokeMethod(this, [this, block] {
            m_blocks.append(block.size());
            Q_EMIT bytes(block);
        }, Qt::QueuedConnection);
    }
}

} // namespace transom::cli
