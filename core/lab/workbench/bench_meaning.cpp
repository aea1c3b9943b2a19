#include "core/lab/workbench/bench_meaning.h"

#include "core/lab/socket/describe_call.h"
#include "core/lab/workbench/bench_lines.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <numeric>
#include <cstring>
#include <poll.h>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

using Kind = BenchCall::Kind;

int plural(qint64 count)
{
    return static_cast<int>(std::clamp<qint64>(count, 0, INT_MAX));
}

QString errorName(int error)
{
    const char *name = ::strerrorname_np(error);
    return u"%1 (%2)"_s.arg(name ? QString::fromLatin1(name) : u"errno"_s).arg(error);
}

QString addressText(const SocketAddress &address)
{
    const QString text = address.text();
    return text.isEmpty() ? QCoreApplication::translate("Lab", "an end without a name") : text;
}

QStringList eventNames(int events)
{
    QStringList names;
    for (const auto &[bit, name] : {std::pair{POLLIN, u"POLLIN"_s}, {POLLOUT, u"POLLOUT"_s}, {POLLERR, u"POLLERR"_s}, {POLLHUP, u"POLLHUP"_s}, {POLLNVAL, u"POLLNVAL"_s}}) {
        if (events & bit)
            names.append(name);
    }
    return names;
}

QString again(const BenchEntry &entry)
{
    const bool timed = !entry.nonBlocking;
    switch (entry.call.kind) {
    case Kind::Accept:
        return timed ? QCoreApplication::translate("Lab", "Nobody has connected within its time-out.") : QCoreApplication::translate("Lab", "Nobody waits to be accepted, and this socket does not block.");
    case Kind::Send:
    case Kind::SendAll:
    case Kind::SendTo:
        return timed ? QCoreApplication::translate("Lab", "There was no room within its time-out: the other side does not read.") : QCoreApplication::translate("Lab", "The send buffer and the other side's receive buffer are full; wait until poll says POLLOUT.");
    case Kind::Connect:
        return QCoreApplication::translate("Lab", "No answer within its time-out; the kernel goes on trying.");
    default:
        return timed ? QCoreApplication::translate("Lab", "Nothing has come within its time-out.") : QCoreApplication::translate("Lab", "Nothing has come yet, and this socket does not block: try again when poll says POLLIN.");
    }
}

QString invalid(const BenchCall &call)
{
    switch (call.kind) {
    case Kind::Bind:
        return QCoreApplication::translate("Lab", "It has an address already, or the address is of another family.");
    case Kind::Accept:
        return QCoreApplication::translate("Lab", "It does not listen: only after listen() does the kernel make connections for it.");
    case Kind::Listen:
        return QCoreApplication::translate("Lab", "It is connected, or has no name: it cannot listen.");
    default:
        return QCoreApplication::translate("Lab", "The kernel does not take this argument for this socket.");
    }
}

/// What the error means for this call; describeErrno() says the rest.
QString errorMeaning(const BenchEntry &entry)
{
    const BenchCall &call = entry.call;
    switch (entry.outcome.error) {
    case EAGAIN:
        return again(entry);
    case EINTR:
        return call.kind == Kind::Connect ? QCoreApplication::translate("Lab", "A signal has interrupted the wait; the kernel goes on connecting.")
                                          : QCoreApplication::translate("Lab", "A signal has interrupted the wait. (Python would call it again by itself.)");
    case EINPROGRESS:
        return QCoreApplication::translate("Lab", "No failure: the connection is being made. When poll says POLLOUT, call connect again or ask for its error.");
    case EALREADY:
        return QCoreApplication::translate("Lab", "An earlier connect is still under way.");
    case EISCONN:
        return QCoreApplication::translate("Lab", "It is connected already: a stream has one other end for life.");
    case ENOTCONN:
        return QCoreApplication::translate("Lab", "It is not connected to anybody.");
    case EDESTADDRREQ:
        return QCoreApplication::translate("Lab", "It has no fixed other end: say where to, with sendto, or connect it first.");
    case ECONNREFUSED:
        return entry.datagram ? QCoreApplication::translate("Lab", "Nobody has this port: an earlier datagram was sent back, and this call is told.") : QCoreApplication::translate("Lab", "Nobody listens there: the other computer has answered with a reset.");
    case ECONNRESET:
        return QCoreApplication::translate("Lab", "The other side has thrown the connection away: it closed with bytes unread, or is gone.");
    case EPIPE:
        return QCoreApplication::translate("Lab", "Nobody can read it any more: this half is shut down or the connection is over. (Without MSG_NOSIGNAL it would be SIGPIPE.)");
    case EADDRINUSE:
        return call.kind == Kind::Bind || call.kind == Kind::Listen ? QCoreApplication::translate("Lab", "Somebody has this address, or a connection of it is still in TIME_WAIT: SO_REUSEADDR helps against the latter only.")
                                                                    : QCoreApplication::translate("Lab", "There is no free address for this.");
    case EADDRNOTAVAIL:
        return QCoreApplication::translate("Lab", "This is no address of this computer.");
    case EACCES:
        return call.kind == Kind::SendTo || call.kind == Kind::Connect ? QCoreApplication::translate("Lab", "Not allowed: sending to everybody needs SO_BROADCAST.") : QCoreApplication::translate("Lab", "Not allowed: ports below 1024 are for administrators.");
    case EMSGSIZE:
        return QCoreApplication::translate("Lab", "Too large for one datagram: UDP takes 65,507 bytes at most, and nothing was sent.");
    case EBADF:
        return QCoreApplication::translate("Lab", "There is no such descriptor: the socket is closed.");
    case EINVAL:
        return invalid(call);
    case EOPNOTSUPP:
        return QCoreApplication::translate("Lab", "This kind of socket has no such call.");
    case ENOPROTOOPT:
        return QCoreApplication::translate("Lab", "This kind of socket has no such option.");
    case EAFNOSUPPORT:
        return QCoreApplication::translate("Lab", "The address is of another family than the socket.");
    case ETIMEDOUT:
        return QCoreApplication::translate("Lab", "No answer, however often the kernel has tried.");
    case ENOENT:
        return QCoreApplication::translate("Lab", "There is no socket with this path.");
    default:
        return describeErrno(entry.outcome.error);
    }
}

QString receivedMeaning(const BenchEntry &entry)
{
    const BenchOutcome &outcome = entry.outcome;
    if (outcome.truncated)
        return QCoreApplication::translate("Lab", "The datagram did not fit: the rest of it is lost for ever.");
    if (outcome.result == 0 && entry.call.size == 0)
        return QCoreApplication::translate("Lab", "Nothing was asked for, nothing was given.");
    if (outcome.result == 0)
        return entry.datagram ? QCoreApplication::translate("Lab", "A datagram of no bytes: also a message.") : QCoreApplication::translate("Lab", "No error: the other side has ended its direction, and everything it sent has been read.");
    if (entry.datagram)
        return QCoreApplication::translate("Lab", "One datagram, whole, from %1.").arg(addressText(outcome.address));
    if (outcome.result == entry.call.size && outcome.left > 0)
        return QCoreApplication::translate("Lab", "As much as was asked for; %n byte(s) still wait in the queue.", nullptr, plural(outcome.left));
    if (outcome.result == entry.call.size)
        return QCoreApplication::translate("Lab", "As much as was asked for.");
    return QCoreApplication::translate("Lab", "All that was there: recv waits for the first byte only, never for the number you give.");
}

QString sentMeaning(const BenchEntry &entry)
{
    const qint64 asked = entry.call.bytes.size();
    if (entry.datagram)
        return QCoreApplication::translate("Lab", "One datagram has left. Whether it arrives, nobody says.");
    if (entry.outcome.result < asked)
        return QCoreApplication::translate("Lab", "Only a part: the buffers are full, and the other %n byte(s) need another call.", nullptr, plural(asked - entry.outcome.result));
    if (entry.call.kind == Kind::SendAll && entry.outcome.parts.size() > 1)
        return QCoreApplication::translate("Lab", "All of it, in %n call(s) of send.", nullptr, plural(entry.outcome.parts.size()));
    return QCoreApplication::translate("Lab", "The kernel has them all. That is not yet arrived, let alone read.");
}

QString shutdownMeaning(int how)
{
    switch (how) {
    case 0:
        return QCoreApplication::translate("Lab", "It receives no more. The other side is not told.");
    case 1:
        return QCoreApplication::translate("Lab", "It sends no more: the other side reads an end of stream, and may still answer.");
    default:
        return QCoreApplication::translate("Lab", "It neither sends nor receives any more.");
    }
}

QString optionMeaning(const BenchEntry &entry)
{
    const bool set = entry.call.kind == Kind::SetOption;
    switch (entry.call.option) {
    case BenchOption::ReuseAddress:
        return set ? QCoreApplication::translate("Lab", "Counts at bind: a port in TIME_WAIT may then be taken. One that somebody listens on may not.") : QCoreApplication::translate("Lab", "Whether bind may take a port that is in TIME_WAIT.");
    case BenchOption::ReusePort:
        return QCoreApplication::translate("Lab", "Several sockets that all have it may share one port; the kernel deals the connections out.");
    case BenchOption::NoDelay:
        return QCoreApplication::translate("Lab", "Nagle's algorithm: off (1) sends small pieces at once. It does not keep messages apart.");
    case BenchOption::Cork:
        return QCoreApplication::translate("Lab", "Corked (1), only full segments leave; uncorking sends the rest.");
    case BenchOption::KeepAlive:
        return QCoreApplication::translate("Lab", "The kernel asks a silent other side whether it is still there: after two hours, unless told otherwise.");
    case BenchOption::Linger:
        return QCoreApplication::translate("Lab", "What close does with bytes not yet sent: wait so many seconds; with 0 it throws them away and sends a reset.");
    case BenchOption::SendBuffer:
    case BenchOption::ReceiveBuffer:
        return set ? QCoreApplication::translate("Lab", "The kernel takes twice as much, for its own book-keeping: get it and see.") : QCoreApplication::translate("Lab", "Bytes, doubled by the kernel for its own book-keeping.");
    case BenchOption::ReceiveTimeout:
    case BenchOption::SendTimeout:
        return QCoreApplication::translate("Lab", "In milliseconds; a call that waits longer returns EAGAIN. 0: it waits for ever.");
    case BenchOption::Broadcast:
        return QCoreApplication::translate("Lab", "Whether datagrams may go to everybody (255.255.255.255).");
    case BenchOption::V6Only:
        return QCoreApplication::translate("Lab", "On (1): no IPv4 connections on this IPv6 socket. Counts before bind.");
    }
    return {};
}

QString successMeaning(const BenchEntry &entry)
{
    const BenchCall &call = entry.call;
    const BenchOutcome &outcome = entry.outcome;
    switch (call.kind) {
    case Kind::Socket:
        return QCoreApplication::translate("Lab", "A descriptor, number %1 in this process: no address, no connection yet.").arg(outcome.result);
    case Kind::Bind:
        return call.address.port() == 0 && !call.address.isUnix() ? QCoreApplication::translate("Lab", "Port 0 lets the kernel choose one that is free: see getsockname.") : QCoreApplication::translate("Lab", "The address is taken.");
    case Kind::Listen:
        return QCoreApplication::translate("Lab", "From now on the kernel makes connections by itself, and %n may wait to be accepted.", nullptr, plural(call.backlog));
    case Kind::Connect:
        return entry.datagram ? QCoreApplication::translate("Lab", "No byte was sent: the address is remembered, and datagrams of others are dropped.") : QCoreApplication::translate("Lab", "Connected: the other side's kernel has agreed, perhaps before its program accepts.");
    case Kind::Accept:
        return QCoreApplication::translate("Lab", "A new socket for the connection from %1; the listener goes on listening.").arg(addressText(outcome.address));
    case Kind::Send:
    case Kind::SendAll:
    case Kind::SendTo:
        return sentMeaning(entry);
    case Kind::Receive:
    case Kind::ReceiveFrom:
        return receivedMeaning(entry);
    case Kind::Shutdown:
        return shutdownMeaning(call.how);
    case Kind::Close:
        return QCoreApplication::translate("Lab", "What was sent is still delivered; but unread bytes, if any, made it a reset.");
    case Kind::SetOption:
    case Kind::GetOption:
        return optionMeaning(entry);
    case Kind::SetBlocking:
        return call.on ? QCoreApplication::translate("Lab", "Calls wait from now on.") : QCoreApplication::translate("Lab", "Calls that would wait return EAGAIN from now on.");
    case Kind::LocalName:
        return QCoreApplication::translate("Lab", "Its own address.");
    case Kind::PeerName:
        return QCoreApplication::translate("Lab", "The address of the other end.");
    case Kind::Poll:
        return outcome.events == 0 ? QCoreApplication::translate("Lab", "Neither readable nor writable within the time.")
                : outcome.events & POLLIN ? QCoreApplication::translate("Lab", "A recv or accept would not wait; that may also mean an end of stream or an error.")
                : outcome.events & (POLLHUP | POLLERR) ? QCoreApplication::translate("Lab", "It is over, or was never connected.") : QCoreApplication::translate("Lab", "A send would not wait; there is nothing to read.");
    case Kind::Readable:
        return QCoreApplication::translate("Lab", "Bytes that have arrived and wait for recv; of UDP the next datagram's.");
    case Kind::Unsent:
        return QCoreApplication::translate("Lab", "Bytes that send has taken and the other side's kernel has not acknowledged.");
    }
    return {};
}

} // namespace

QString benchWords(const BenchCall &call, int made)
{
    const QString s = u"s%1"_s.arg(call.socket);
    switch (call.kind) {
    case Kind::Socket:
        return made > 0 ? QCoreApplication::translate("Lab", "make a socket, s%1").arg(made) : QCoreApplication::translate("Lab", "make a socket");
    case Kind::Bind:
        return QCoreApplication::translate("Lab", "%1: take the address %2").arg(s, addressText(call.address));
    case Kind::Listen:
        return QCoreApplication::translate("Lab", "%1: listen, backlog %2").arg(s).arg(call.backlog);
    case Kind::Connect:
        return QCoreApplication::translate("Lab", "%1: connect to %2").arg(s, addressText(call.address));
    case Kind::Accept:
        return made > 0 ? QCoreApplication::translate("Lab", "%1: accept a connection, s%2").arg(s).arg(made) : QCoreApplication::translate("Lab", "%1: accept a connection").arg(s);
    case Kind::Send:
        return QCoreApplication::translate("Lab", "%1: send %n byte(s)", nullptr, plural(call.bytes.size())).arg(s);
    case Kind::SendAll:
        return QCoreApplication::translate("Lab", "%1: send all of %n byte(s)", nullptr, plural(call.bytes.size())).arg(s);
    case Kind::SendTo:
        return QCoreApplication::translate("Lab", "%1: send %n byte(s) to %2", nullptr, plural(call.bytes.size())).arg(s, addressText(call.address));
    case Kind::Receive:
        return QCoreApplication::translate("Lab", "%1: receive up to %n byte(s)", nullptr, plural(call.size)).arg(s);
    case Kind::ReceiveFrom:
        return QCoreApplication::translate("Lab", "%1: receive up to %n byte(s) and see from whom", nullptr, plural(call.size)).arg(s);
    case Kind::Shutdown:
        return call.how == 0 ? QCoreApplication::translate("Lab", "%1: receive no more").arg(s) : call.how == 1 ? QCoreApplication::translate("Lab", "%1: send no more").arg(s) : QCoreApplication::translate("Lab", "%1: neither send nor receive any more").arg(s);
    case Kind::Close:
        return QCoreApplication::translate("Lab", "%1: close").arg(s);
    case Kind::SetOption:
        return QCoreApplication::translate("Lab", "%1: set %2 to %3").arg(s, QLatin1StringView(benchOption(call.option).name)).arg(call.value);
    case Kind::GetOption:
        return QCoreApplication::translate("Lab", "%1: ask for %2").arg(s, QLatin1StringView(benchOption(call.option).name));
    case Kind::SetBlocking:
        return call.on ? QCoreApplication::translate("Lab", "%1: let calls wait").arg(s) : QCoreApplication::translate("Lab", "%1: let no call wait").arg(s);
    case Kind::LocalName:
        return QCoreApplication::translate("Lab", "%1: ask for its own address").arg(s);
    case Kind::PeerName:
        return QCoreApplication::translate("Lab", "%1: ask for the other end's address").arg(s);
    case Kind::Poll:
        return QCoreApplication::translate("Lab", "%1: ask what would not wait").arg(s);
    case Kind::Readable:
        return QCoreApplication::translate("Lab", "%1: ask how much waits to be read").arg(s);
    case Kind::Unsent:
        return QCoreApplication::translate("Lab", "%1: ask how much is not acknowledged").arg(s);
    }
    return {};
}

QString benchResult(const BenchEntry &entry)
{
    const BenchOutcome &outcome = entry.outcome;
    if (entry.running)
        return QCoreApplication::translate("Lab", "waits …");
    if (!outcome.isOk())
        return errorName(outcome.error);
    switch (entry.call.kind) {
    case Kind::Socket:
    case Kind::Accept:
        return u"s%1"_s.arg(outcome.made);
    case Kind::Receive:
    case Kind::ReceiveFrom:
        return pythonBytes(outcome.bytes, false);
    case Kind::LocalName:
    case Kind::PeerName:
        return addressText(outcome.address);
    case Kind::Poll:
        return outcome.events == 0 ? u"0"_s : eventNames(outcome.events).join(" | "_L1);
    case Kind::GetOption:
        return benchOption(entry.call.option).value == BenchOptionInfo::Value::Linger ? u"%1, %2 s"_s.arg(outcome.on ? 1 : 0).arg(outcome.value) : QString::number(outcome.value);
    case Kind::Readable:
    case Kind::Unsent:
        return QString::number(outcome.value);
    default:
        return QString::number(outcome.result);
    }
}

QString benchMeaning(const BenchEntry &entry)
{
    if (entry.running)
        return entry.interrupted ? QCoreApplication::translate("Lab", "Being interrupted …") : QCoreApplication::translate("Lab", "It blocks: the call has not returned yet.");
    if (entry.outcome.isOk())
        return successMeaning(entry);
    const QString meaning = errorMeaning(entry);
    const qint64 gone = entry.call.kind == Kind::SendAll && !entry.outcome.parts.isEmpty()
            ? std::accumulate(entry.outcome.parts.begin(), entry.outcome.parts.end(), qint64(0), [](qint64 sum, const BenchOutcome::Part &part) { return sum + part.bytes; })
            : 0;
    return gone > 0 ? meaning + u' ' + QCoreApplication::translate("Lab", "%n byte(s) had gone before.", nullptr, plural(gone)) : meaning;
}

} // namespace transom::lab
