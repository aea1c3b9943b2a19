#include "core/transport/lingering_close.h"

#include <QSocketNotifier>
#include <QThread>
#include <QTimer>

#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace transom::transport {

void LingeringClose::start(int descriptor, std::chrono::milliseconds patience)
{
    if (::shutdown(descriptor, SHUT_WR) != 0) { // the peer was faster
        ::close(descriptor);
        return;
    }
    new LingeringClose(descriptor, patience); // destroys itself
}

LingeringClose::LingeringClose(int descriptor, std::chrono::milliseconds patience)
    : m_descriptor(descriptor)
{
    auto *notifier = new QSocketNotifier(descriptor, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &LingeringClose::drop);
    QTimer::singleShot(patience, this, &QObject::deleteLater);
    connect(QThread::currentThread(), &QThread::finished, this, &QObject::deleteLater);
}

LingeringClose::~LingeringClose()
{
    ::close(m_descriptor);
}

void LingeringClose::drop()
{
    std::array<char, 16 * 1024> buffer;
    for (int i = 0; i < 16; ++i) { // then it is somebody else's turn
        const ssize_t got = ::recv(m_descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got > 0 || (got < 0 && errno == EINTR))
            continue;
        if (got == 0 || errno != EAGAIN) {
            findChild<QSocketNotifier *>()->setEnabled(false);
            deleteLater();
        }
        return;
    }
}

} // namespace transom::transport
