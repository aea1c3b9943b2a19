#include "core/lab/workbench/bench_execute.h"

#include "core/base/clock.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace transom::lab {

namespace {

using Kind = BenchCall::Kind;

BenchOutcome outcomeOf(qint64 result)
{
    BenchOutcome outcome;
    outcome.result = result;
    outcome.error = result < 0 ? errno : 0;
    return outcome;
}

int familyNumber(BenchFamily family)
{
    return family == BenchFamily::IPv4 ? AF_INET : family == BenchFamily::IPv6 ? AF_INET6 : AF_UNIX;
}

BenchOutcome acceptOn(int descriptor)
{
    SocketAddress peer;
    socklen_t size = SocketAddress::Most;
    BenchOutcome outcome = outcomeOf(::accept4(descriptor, peer.data(), &size, SOCK_CLOEXEC));
    if (outcome.isOk()) {
        peer.resize(size);
        outcome.address = peer;
    }
    return outcome;
}

qint64 sendOnce(int descriptor, const BenchCall &call, qsizetype from)
{
    const bool to = call.kind == Kind::SendTo;
    return ::sendto(descriptor, call.bytes.constData() + from, static_cast<size_t>(call.bytes.size() - from), MSG_NOSIGNAL, to ? call.address.data() : nullptr, to ? call.address.size() : 0);
}

BenchOutcome sendAllOf(int descriptor, const BenchCall &call, const std::atomic<bool> &stop)
{
    BenchOutcome outcome;
    qsizetype done = 0;
    do {
        if (stop) {
            outcome.error = EINTR;
            break;
        }
        const qint64 count = sendOnce(descriptor, call, done);
        if (count < 0) {
            outcome.error = errno;
            break;
        }
        outcome.parts.append({count, monotonicNs()});
        done += static_cast<qsizetype>(count);
    } while (done < call.bytes.size());
    outcome.result = outcome.error != 0 ? -1 : done;
    return outcome;
}

BenchOutcome receiveFrom(int descriptor, const BenchCall &call)
{
    QByteArray buffer(static_cast<qsizetype>(call.size), Qt::Uninitialized);
    SocketAddress from;
    iovec part{buffer.data(), static_cast<size_t>(call.size)};
    msghdr message{};
    message.msg_name = from.data();
    message.msg_namelen = SocketAddress::Most;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    BenchOutcome outcome = outcomeOf(::recvmsg(descriptor, &message, 0));
    if (!outcome.isOk())
        return outcome;
    outcome.bytes = QByteArray(buffer.constData(), static_cast<qsizetype>(outcome.result)); // what is kept shall not keep a whole buffer
    outcome.truncated = (message.msg_flags & MSG_TRUNC) != 0;
    if (message.msg_namelen > 0) {
        from.resize(message.msg_namelen);
        outcome.address = from;
    }
    int left = 0;
    if (::ioctl(descriptor, FIONREAD, &left) == 0)
        outcome.left = left;
    return outcome;
}

BenchOutcome setOption(int descriptor, const BenchCall &call)
{
    const BenchOptionInfo &info = benchOption(call.option);
    switch (info.value) {
    case BenchOptionInfo::Value::Linger: {
        const linger value{call.on ? 1 : 0, static_cast<int>(call.value)};
        return outcomeOf(::setsockopt(descriptor, info.level, info.number, &value, sizeof value));
    }
    case BenchOptionInfo::Value::Time: {
        const timeval value{call.value / 1000, static_cast<suseconds_t>(call.value % 1000 * 1000)};
        return outcomeOf(::setsockopt(descriptor, info.level, info.number, &value, sizeof value));
    }
    case BenchOptionInfo::Value::Switch:
    case BenchOptionInfo::Value::Number:
        break;
    }
    const int value = static_cast<int>(call.value);
    return outcomeOf(::setsockopt(descriptor, info.level, info.number, &value, sizeof value));
}

BenchOutcome getOption(int descriptor, const BenchCall &call)
{
    const BenchOptionInfo &info = benchOption(call.option);
    BenchOutcome outcome;
    if (info.value == BenchOptionInfo::Value::Linger) {
        linger value{};
        socklen_t size = sizeof value;
        outcome = outcomeOf(::getsockopt(descriptor, info.level, info.number, &value, &size));
        outcome.on = value.l_onoff != 0;
        outcome.value = value.l_linger;
    } else if (info.value == BenchOptionInfo::Value::Time) {
        timeval value{};
        socklen_t size = sizeof value;
        outcome = outcomeOf(::getsockopt(descriptor, info.level, info.number, &value, &size));
        outcome.value = value.tv_sec * 1000 + value.tv_usec / 1000;
    } else {
        int value = 0;
        socklen_t size = sizeof value;
        outcome = outcomeOf(::getsockopt(descriptor, info.level, info.number, &value, &size));
        outcome.value = value;
    }
    return outcome;
}

BenchOutcome setBlocking(int descriptor, bool blocks)
{
    const int flags = ::fcntl(descriptor, F_GETFL);
    if (flags < 0)
        return outcomeOf(-1);
    return outcomeOf(::fcntl(descriptor, F_SETFL, blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}

BenchOutcome nameOf(int descriptor, bool peer)
{
    SocketAddress address;
    socklen_t size = SocketAddress::Most;
    BenchOutcome outcome = outcomeOf(peer ? ::getpeername(descriptor, address.data(), &size) : ::getsockname(descriptor, address.data(), &size));
    if (outcome.isOk()) {
        address.resize(size);
        outcome.address = address;
    }
    return outcome;
}

BenchOutcome pollOn(int descriptor, int timeoutMs)
{
    // poll(2) passes over negative descriptors in silence; a program would wonder.
    if (descriptor < 0) {
        errno = EBADF;
        return outcomeOf(-1);
    }
    pollfd watched{descriptor, POLLIN | POLLOUT, 0};
    // Almost every socket can be written: to wait for that would be to wait for nothing.
    if (timeoutMs != 0)
        watched.events = POLLIN;
    BenchOutcome outcome = outcomeOf(::poll(&watched, 1, timeoutMs));
    outcome.events = watched.revents;
    return outcome;
}

BenchOutcome count(int descriptor, unsigned long request)
{
    int value = 0;
    BenchOutcome outcome = outcomeOf(::ioctl(descriptor, request, &value));
    outcome.value = value;
    return outcome;
}

} // namespace

BenchOutcome executeBenchCall(int descriptor, const BenchCall &call, const std::atomic<bool> &stop)
{
    switch (call.kind) {
    case Kind::Socket:
        return outcomeOf(::socket(familyNumber(call.family), (call.datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0));
    case Kind::Bind:
        return outcomeOf(::bind(descriptor, call.address.data(), call.address.size()));
    case Kind::Listen:
        return outcomeOf(::listen(descriptor, call.backlog));
    case Kind::Connect:
        return outcomeOf(::connect(descriptor, call.address.data(), call.address.size()));
    case Kind::Accept:
        return acceptOn(descriptor);
    case Kind::Send:
    case Kind::SendTo:
        return outcomeOf(sendOnce(descriptor, call, 0));
    case Kind::SendAll:
        return sendAllOf(descriptor, call, stop);
    case Kind::Receive:
    case Kind::ReceiveFrom:
        return receiveFrom(descriptor, call);
    case Kind::Shutdown:
        return outcomeOf(::shutdown(descriptor, call.how));
    case Kind::Close:
        return outcomeOf(::close(descriptor));
    case Kind::SetOption:
        return setOption(descriptor, call);
    case Kind::GetOption:
        return getOption(descriptor, call);
    case Kind::SetBlocking:
        return setBlocking(descriptor, call.on);
    case Kind::LocalName:
        return nameOf(descriptor, false);
    case Kind::PeerName:
        return nameOf(descriptor, true);
    case Kind::Poll:
        return pollOn(descriptor, call.timeoutMs);
    case Kind::Readable:
        return count(descriptor, FIONREAD);
    case Kind::Unsent:
        return count(descriptor, SIOCOUTQ);
    }
    return {};
}

int benchSignal()
{
    static const int number = [] {
        const int chosen = SIGRTMIN + 7;
        struct sigaction action{};
        action.sa_handler = [](int) {}; // without SA_RESTART: what waits returns EINTR
        sigemptyset(&action.sa_mask);
        ::sigaction(chosen, &action, nullptr);
        return chosen;
    }();
    return number;
}

} // namespace transom::lab
