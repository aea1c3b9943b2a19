#include "core/lab/socket/describe_call.h"

#include "core/base/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace transom::lab {

namespace {

using Call = CallRecord::Call;

constexpr qsizetype MostShown = 200;
constexpr qsizetype MostOfAPicture = 24; ///< of bytes that are no text: nobody reads escapes, and a file has a thousand lines of them

bool isNoText(const QByteArray &bytes)
{
    const auto strange = std::count_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\x1b'; });
    return strange * 20 > bytes.size();
}

QString quoted(const QByteArray &bytes)
{
    return u'"' + printable(bytes, isNoText(bytes) ? MostOfAPicture : MostShown) + u'"';
}

QString arguments(const CallRecord &call)
{
    const int asked = static_cast<int>(std::min<qint64>(call.asked, INT_MAX));
    switch (call.call) {
    case Call::Socket:
        return call.datagram ? QStringLiteral("SOCK_DGRAM") : QStringLiteral("SOCK_STREAM");
    case Call::Bind:
    case Call::Connect:
        return call.address;
    case Call::Listen:
    case Call::Receive:
        return QString::number(call.asked);
    case Call::Send:
        return QCoreApplication::translate("Lab", "%n byte(s)", nullptr, asked);
    case Call::Shutdown:
        return QStringLiteral("SHUT_WR");
    case Call::Accept:
    case Call::Close:
        return {};
    }
    return {};
}

QString outcome(const CallRecord &call)
{
    const int count = static_cast<int>(std::min<qint64>(call.result, INT_MAX));
    switch (call.call) {
    case Call::Socket:
        return QCoreApplication::translate("Lab", "returned descriptor %1").arg(call.result);
    case Call::Bind:
        return QCoreApplication::translate("Lab", "succeeded: the address is taken");
    case Call::Listen:
        return QCoreApplication::translate("Lab", "succeeded: %1 accepts connections from now on").arg(call.address);
    case Call::Accept:
        return QCoreApplication::translate("Lab", "returned descriptor %1, a connection from %2").arg(call.result).arg(call.address.isEmpty() ? QCoreApplication::translate("Lab", "an end without a name") : call.address);
    case Call::Connect:
        return call.datagram ? QCoreApplication::translate("Lab", "succeeded: datagrams go there from now on; nothing was sent for that") : QCoreApplication::translate("Lab", "succeeded: connected");
    case Call::Send:
        if (call.result < call.asked)
            return QCoreApplication::translate("Lab", "took only %n byte(s): the buffers are full; the rest needs another call", nullptr, count);
        return QCoreApplication::translate("Lab", "returned %n byte(s): %1", nullptr, count).arg(quoted(call.bytes));
    case Call::Receive:
        if (call.truncated)
            return QCoreApplication::translate("Lab", "returned %n byte(s), the rest of the datagram is lost: %1", nullptr, count).arg(quoted(call.bytes));
        if (call.result == 0 && !call.datagram)
            return QCoreApplication::translate("Lab", "returned 0 bytes: the other side has ended its direction; this is no error");
        return QCoreApplication::translate("Lab", "returned %n byte(s): %1", nullptr, count).arg(quoted(call.bytes));
    case Call::Shutdown:
        return QCoreApplication::translate("Lab", "succeeded: the other side reads an end of stream");
    case Call::Close:
        return QCoreApplication::translate("Lab", "succeeded");
    }
    return {};
}

} // namespace

QString callName(const CallRecord &call)
{
    switch (call.call) {
    case Call::Socket:
        return QStringLiteral("socket");
    case Call::Bind:
        return QStringLiteral("bind");
    case Call::Listen:
        return QStringLiteral("listen");
    case Call::Accept:
        return QStringLiteral("accept");
    case Call::Connect:
        return QStringLiteral("connect");
    case Call::Send:
        return call.datagram && !call.address.isEmpty() ? QStringLiteral("sendto") : QStringLiteral("send");
    case Call::Receive:
        return call.datagram ? QStringLiteral("recvfrom") : QStringLiteral("recv");
    case Call::Shutdown:
        return QStringLiteral("shutdown");
    case Call::Close:
        return QStringLiteral("close");
    }
    return {};
}

QString describeCall(const CallRecord &call)
{
    const QString name = QStringLiteral("%1(%2)").arg(callName(call), arguments(call));
    if (call.result < 0 && call.error == EINPROGRESS)
        return QCoreApplication::translate("Lab", "%1 is under way (EINPROGRESS): this socket does not wait for it").arg(name);
    if (call.result < 0)
        return QCoreApplication::translate("Lab", "%1 failed: %2").arg(name, describeErrno(call.error));
    QString text = QStringLiteral("%1 %2").arg(name, outcome(call));
    if (call.datagram && !call.address.isEmpty() && (call.call == Call::Send || call.call == Call::Receive))
        text += call.call == Call::Send ? QCoreApplication::translate("Lab", " (to %1)").arg(call.address) : QCoreApplication::translate("Lab", " (from %1)").arg(call.address);
    return text;
}

QString describeErrno(int error)
{
    switch (error) {
    case EAGAIN:
        return QStringLiteral("EAGAIN (%1)").arg(QCoreApplication::translate("Lab", "not now: it would have to wait"));
    case EINPROGRESS:
        return QStringLiteral("EINPROGRESS (%1)").arg(QCoreApplication::translate("Lab", "no failure: the connection is being made"));
    case ECONNRESET:
        return QStringLiteral("ECONNRESET (%1)").arg(QCoreApplication::translate("Lab", "the other side has reset the connection"));
    case EPIPE:
        return QStringLiteral("EPIPE (%1)").arg(QCoreApplication::translate("Lab", "nobody reads at the other end any more"));
    case ECONNREFUSED:
        return QStringLiteral("ECONNREFUSED (%1)").arg(QCoreApplication::translate("Lab", "nothing listens there"));
    case EMSGSIZE:
        return QStringLiteral("EMSGSIZE (%1)").arg(QCoreApplication::translate("Lab", "too large for one datagram: UDP takes 65,507 bytes at most"));
    case EADDRINUSE:
        return QStringLiteral("EADDRINUSE (%1)").arg(QCoreApplication::translate("Lab", "somebody else has this address"));
    case EACCES:
        return QStringLiteral("EACCES (%1)").arg(QCoreApplication::translate("Lab", "not allowed"));
    case ETIMEDOUT:
        return QStringLiteral("ETIMEDOUT (%1)").arg(QCoreApplication::translate("Lab", "no answer in time"));
    default:
        break;
    }
    const char *name = ::strerrorname_np(error);
    return QStringLiteral("%1 (%2)").arg(name ? QString::fromLatin1(name) : QString::number(error), QString::fromLocal8Bit(::strerror(error)));
}

Error socketError(int error, const QString &where)
{
    switch (error) {
    case EADDRINUSE:
        return {ErrorCode::AddressInUse, QCoreApplication::translate("Lab", "Something already listens at %1. End it, or choose another port.").arg(where)};
    case EADDRNOTAVAIL:
        return {ErrorCode::BadArgument, QCoreApplication::translate("Lab", "%1 is not an address of this computer. Choose 127.0.0.1 or one of its own.").arg(where)};
    case EACCES:
    case EPERM:
        return {ErrorCode::PermissionDenied, QCoreApplication::translate("Lab", "The system does not allow %1. Choose a port above 1023, or a folder of your own.").arg(where)};
    case ECONNREFUSED:
    case ENOENT:
        return {ErrorCode::ConnectionRefused, QCoreApplication::translate("Lab", "Nothing listens at %1. Start the server first, and check the port.").arg(where)};
    case ETIMEDOUT:
        return {ErrorCode::TimedOut, QCoreApplication::translate("Lab", "%1 does not answer. Check the address, and that no firewall is in the way.").arg(where)};
    case ENETUNREACH:
    case EHOSTUNREACH:
        return {ErrorCode::NetworkUnreachable, QCoreApplication::translate("Lab", "%1 cannot be reached from here. Check the address and this computer's network.").arg(where)};
    case ECONNRESET:
    case EPIPE:
        return {ErrorCode::ConnectionLost, QCoreApplication::translate("Lab", "%1 has reset the connection: it closed while bytes were still on their way to it.").arg(where)};
    case EMSGSIZE:
        return {ErrorCode::BadArgument, QCoreApplication::translate("Lab", "Too large for one datagram: UDP takes 65,507 bytes at most. Send less at once.")};
    default:
        return {ErrorCode::Internal, QCoreApplication::translate("Lab", "The system refused the call for %1: %2. Try another address.").arg(where, describeErrno(error))};
    }
}

} // namespace transom::lab
