#include "core/lab/workbench/bench_lines.h"

#include <algorithm>
#include <cstddef>
#include <sys/un.h>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

using Kind = BenchCall::Kind;

constexpr qsizetype MostShown = 60;
constexpr qsizetype LeastRepeated = 64;

bool isRepeated(const QByteArray &bytes)
{
    return bytes.size() >= LeastRepeated && bytes.count(bytes.front()) == bytes.size();
}

QString pythonEscaped(QByteArrayView bytes)
{
    QString text;
    for (const char each : bytes) {
        const auto byte = static_cast<uchar>(each);
        if (each == '\n')
            text += "\\n"_L1;
        else if (each == '\r')
            text += "\\r"_L1;
        else if (each == '\t')
            text += "\\t"_L1;
        else if (each == '"' || each == '\\')
            text += QString(u'\\') + QLatin1Char(each);
        else if (byte >= 0x20 && byte < 0x7f)
            text += QLatin1Char(each);
        else
            text += u"\\x%1"_s.arg(byte, 2, 16, QLatin1Char('0'));
    }
    return text;
}

QString cEscaped(QByteArrayView bytes)
{
    QString text;
    for (const char each : bytes) {
        const auto byte = static_cast<uchar>(each);
        if (each == '\n')
            text += "\\n"_L1;
        else if (each == '\r')
            text += "\\r"_L1;
        else if (each == '\t')
            text += "\\t"_L1;
        else if (each == '"' || each == '\\' || each == '?')
            text += QString(u'\\') + QLatin1Char(each); // "??/" would be a trigraph
        else if (byte >= 0x20 && byte < 0x7f)
            text += QLatin1Char(each);
        else
            text += u"\\%1"_s.arg(byte, 3, 8, QLatin1Char('0')); // three digits end by themselves, \x does not
    }
    return text;
}

QString nameOf(int socket)
{
    return u"s%1"_s.arg(socket);
}

QByteArray pathOf(const SocketAddress &address)
{
    constexpr size_t Head = offsetof(sockaddr_un, sun_path);
    if (address.size() <= Head)
        return {};
    const auto *bytes = static_cast<const char *>(static_cast<const void *>(address.data()));
    QByteArray path(bytes + Head, static_cast<qsizetype>(address.size() - Head));
    if (!path.startsWith('\0'))
        path.truncate(path.indexOf('\0') < 0 ? path.size() : path.indexOf('\0'));
    return path;
}

QString hostOf(const SocketAddress &address)
{
    return QHostAddress(address.data()).toString();
}

QString pythonAddress(const BenchCall &call, const BenchLineStyle &style)
{
    if (style.portable && call.addressOf != 0)
        return nameOf(call.addressOf) + ".getsockname()"_L1;
    if (!call.address.isUnix())
        return u"(\"%1\", %2)"_s.arg(hostOf(call.address)).arg(call.address.port());
    const QByteArray path = pathOf(call.address);
    return (path.startsWith('\0') ? u"b\""_s : u"\""_s) + pythonEscaped(path) + u'"';
}

QString inet6(const SocketAddress &address)
{
    const QHostAddress host(address.data());
    if (host == QHostAddress(QHostAddress::LocalHostIPv6))
        return u".sin6_addr = in6addr_loopback"_s;
    if (host == QHostAddress(QHostAddress::AnyIPv6))
        return u".sin6_addr = in6addr_any"_s;
    const Q_IPV6ADDR bytes = host.toIPv6Address();
    QString text = u".sin6_addr.s6_addr = {"_s;
    for (int i = 0; i < 16; ++i)
        text += (i > 0 ? u", "_s : QString()) + QString::number(bytes[i]);
    return text + u'}';
}

/// The pointer and the size, as two arguments.
QString cAddress(const BenchCall &call, const BenchLineStyle &style)
{
    const SocketAddress &address = call.address;
    if (style.portable && call.addressOf != 0)
        return u"(struct sockaddr *)name_of(%1), name_size"_s.arg(nameOf(call.addressOf));
    if (address.isUnix()) {
        const QByteArray path = pathOf(address);
        const QString name = u"(struct sockaddr *)&(struct sockaddr_un){.sun_family = AF_UNIX, .sun_path = \"%1\"}, "_s.arg(cEscaped(path));
        return path.startsWith('\0') ? name + u"offsetof(struct sockaddr_un, sun_path) + %1"_s.arg(path.size()) : name + "sizeof(struct sockaddr_un)"_L1;
    }
    if (address.family() == AF_INET)
        return u"(struct sockaddr *)&(struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(%1), .sin_addr.s_addr = inet_addr(\"%2\")}, sizeof(struct sockaddr_in)"_s
                .arg(address.port())
                .arg(hostOf(address));
    return u"(struct sockaddr *)&(struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(%1), %2}, sizeof(struct sockaddr_in6)"_s.arg(address.port()).arg(inet6(address));
}

/// The bytes and their number, as two arguments.
QString cData(const QByteArray &bytes, bool whole)
{
    if (isRepeated(bytes))
        return u"memset(malloc(%1), %2, %1), %1"_s.arg(bytes.size()).arg(static_cast<uchar>(bytes.front()));
    return cBytes(bytes, whole) + u", %1"_s.arg(bytes.size());
}

QString pythonOption(const BenchCall &call)
{
    const BenchOptionInfo &info = benchOption(call.option);
    const QString head = u"%1.setsockopt(socket.%2, socket.%3, "_s.arg(nameOf(call.socket), QLatin1StringView(info.levelName), QLatin1StringView(info.name));
    if (info.value == BenchOptionInfo::Value::Linger)
        return head + u"struct.pack(\"ii\", %1, %2))"_s.arg(call.on ? 1 : 0).arg(call.value);
    if (info.value == BenchOptionInfo::Value::Time)
        return head + u"struct.pack(\"ll\", %1, %2))"_s.arg(call.value / 1000).arg(call.value % 1000 * 1000);
    return head + u"%1)"_s.arg(call.value);
}

QString pythonGetOption(const BenchCall &call)
{
    const BenchOptionInfo &info = benchOption(call.option);
    const QString head = u"%1.getsockopt(socket.%2, socket.%3"_s.arg(nameOf(call.socket), QLatin1StringView(info.levelName), QLatin1StringView(info.name));
    if (info.value == BenchOptionInfo::Value::Linger)
        return u"struct.unpack(\"ii\", %1, 8))"_s.arg(head);
    if (info.value == BenchOptionInfo::Value::Time)
        return u"struct.unpack(\"ll\", %1, 16))"_s.arg(head);
    return head + u')';
}

QString cOption(const BenchCall &call)
{
    const BenchOptionInfo &info = benchOption(call.option);
    const QString head = u"setsockopt(%1, %2, %3, "_s.arg(nameOf(call.socket), QLatin1StringView(info.levelName), QLatin1StringView(info.name));
    if (info.value == BenchOptionInfo::Value::Linger)
        return head + u"&(struct linger){%1, %2}, sizeof(struct linger))"_s.arg(call.on ? 1 : 0).arg(call.value);
    if (info.value == BenchOptionInfo::Value::Time)
        return head + u"&(struct timeval){%1, %2}, sizeof(struct timeval))"_s.arg(call.value / 1000).arg(call.value % 1000 * 1000);
    return head + u"&(int){%1}, sizeof(int))"_s.arg(call.value);
}

QString cGetOption(const BenchCall &call)
{
    const BenchOptionInfo &info = benchOption(call.option);
    const QString type = info.value == BenchOptionInfo::Value::Linger ? u"struct linger"_s : info.value == BenchOptionInfo::Value::Time ? u"struct timeval"_s : u"int"_s;
    const QString place = type == "int"_L1 ? u"&value"_s : u"&(%1){0}"_s.arg(type);
    return u"getsockopt(%1, %2, %3, %4, &(socklen_t){sizeof(%5)})"_s.arg(nameOf(call.socket), QLatin1StringView(info.levelName), QLatin1StringView(info.name), place, type);
}

QString pythonPoll(const BenchCall &call)
{
    const QString name = nameOf(call.socket);
    if (call.timeoutMs == 0)
        return u"select.select([%1], [%1], [], 0)"_s.arg(name);
    return call.timeoutMs < 0 ? u"select.select([%1], [], [])"_s.arg(name) : u"select.select([%1], [], [], %2)"_s.arg(name).arg(call.timeoutMs / 1000.0);
}

constexpr const char *HowNames[] = {"SHUT_RD", "SHUT_WR", "SHUT_RDWR"};

QLatin1StringView howName(int how)
{
    return QLatin1StringView(HowNames[std::clamp(how, 0, 2)]);
}

constexpr const char *FamilyNames[] = {"AF_INET", "AF_INET6", "AF_UNIX"};

QLatin1StringView familyName(BenchFamily family)
{
    return QLatin1StringView(FamilyNames[static_cast<size_t>(family)]);
}

QString newName(int made)
{
    return made > 0 ? nameOf(made) : u"s"_s;
}

} // namespace

QString pythonBytes(const QByteArray &bytes, bool whole)
{
    if (isRepeated(bytes))
        return u"b\"%1\" * %2"_s.arg(pythonEscaped(QByteArrayView(bytes).first(1))).arg(bytes.size());
    if (whole || bytes.size() <= MostShown)
        return u"b\"%1\""_s.arg(pythonEscaped(bytes));
    return u"b\"%1…\""_s.arg(pythonEscaped(QByteArrayView(bytes).first(MostShown)));
}

QString cBytes(const QByteArray &bytes, bool whole)
{
    if (whole || bytes.size() <= MostShown)
        return u"\"%1\""_s.arg(cEscaped(bytes));
    return u"\"%1…\""_s.arg(cEscaped(QByteArrayView(bytes).first(MostShown)));
}

QString pythonLine(const BenchCall &call, int made, const BenchLineStyle &style)
{
    const QString s = nameOf(call.socket);
    switch (call.kind) {
    case Kind::Socket:
        return u"%1 = socket.socket(socket.%2, socket.%3)"_s.arg(newName(made), familyName(call.family), call.datagram ? u"SOCK_DGRAM"_s : u"SOCK_STREAM"_s);
    case Kind::Bind:
        return u"%1.bind(%2)"_s.arg(s, pythonAddress(call, style));
    case Kind::Listen:
        return u"%1.listen(%2)"_s.arg(s).arg(call.backlog);
    case Kind::Connect:
        return u"%1.connect_ex(%2)"_s.arg(s, pythonAddress(call, style));
    case Kind::Accept:
        return u"%1, address = %2.accept()"_s.arg(newName(made), s);
    case Kind::Send:
    case Kind::SendAll:
        return u"%1.%2(%3)"_s.arg(s, benchCallName(call.kind), pythonBytes(call.bytes, style.whole));
    case Kind::SendTo:
        return u"%1.sendto(%2, %3)"_s.arg(s, pythonBytes(call.bytes, style.whole), pythonAddress(call, style));
    case Kind::Receive:
    case Kind::ReceiveFrom:
        return u"%1.%2(%3)"_s.arg(s, benchCallName(call.kind)).arg(call.size);
    case Kind::Shutdown:
        return u"%1.shutdown(socket.%2)"_s.arg(s, howName(call.how));
    case Kind::Close:
        return s + ".close()"_L1;
    case Kind::SetOption:
        return pythonOption(call);
    case Kind::GetOption:
        return pythonGetOption(call);
    case Kind::SetBlocking:
        return u"%1.setblocking(%2)"_s.arg(s, call.on ? u"True"_s : u"False"_s);
    case Kind::LocalName:
    case Kind::PeerName:
        return u"%1.%2()"_s.arg(s, benchCallName(call.kind));
    case Kind::Poll:
        return pythonPoll(call);
    case Kind::Readable:
        return u"struct.unpack(\"i\", fcntl.ioctl(%1, termios.FIONREAD, bytes(4)))[0]"_s.arg(s);
    case Kind::Unsent:
        return u"struct.unpack(\"i\", fcntl.ioctl(%1, termios.TIOCOUTQ, bytes(4)))[0]"_s.arg(s);
    }
    return {};
}

QString cExpression(const BenchCall &call, const BenchLineStyle &style)
{
    const QString s = nameOf(call.socket);
    switch (call.kind) {
    case Kind::Socket:
        return u"socket(%1, %2, 0)"_s.arg(familyName(call.family), call.datagram ? u"SOCK_DGRAM"_s : u"SOCK_STREAM"_s);
    case Kind::Bind:
        return u"bind(%1, %2)"_s.arg(s, cAddress(call, style));
    case Kind::Listen:
        return u"listen(%1, %2)"_s.arg(s).arg(call.backlog);
    case Kind::Connect:
        return u"connect(%1, %2)"_s.arg(s, cAddress(call, style));
    case Kind::Accept:
        return u"accept(%1, NULL, NULL)"_s.arg(s);
    case Kind::Send:
        return u"send(%1, %2, 0)"_s.arg(s, cData(call.bytes, style.whole));
    case Kind::SendAll:
        return u"send_all(%1, %2)"_s.arg(s, cData(call.bytes, style.whole));
    case Kind::SendTo:
        return u"sendto(%1, %2, 0, %3)"_s.arg(s, cData(call.bytes, style.whole), cAddress(call, style));
    case Kind::Receive:
        return u"recv(%1, buffer, %2, 0)"_s.arg(s).arg(call.size);
    case Kind::ReceiveFrom:
        return u"recvfrom(%1, buffer, %2, 0, (struct sockaddr *)&address, &(socklen_t){sizeof address})"_s.arg(s).arg(call.size);
    case Kind::Shutdown:
        return u"shutdown(%1, %2)"_s.arg(s, howName(call.how));
    case Kind::Close:
        return u"close(%1)"_s.arg(s);
    case Kind::SetOption:
        return cOption(call);
    case Kind::GetOption:
        return cGetOption(call);
    case Kind::SetBlocking:
        return u"fcntl(%1, F_SETFL, fcntl(%1, F_GETFL) %2 O_NONBLOCK)"_s.arg(s, call.on ? u"& ~"_s : u"|"_s);
    case Kind::LocalName:
    case Kind::PeerName:
        return u"%1(%2, (struct sockaddr *)&address, &(socklen_t){sizeof address})"_s.arg(benchCallName(call.kind), s);
    case Kind::Poll:
        return u"poll(&(struct pollfd){%1, %2, 0}, 1, %3)"_s.arg(s, call.timeoutMs == 0 ? u"POLLIN | POLLOUT"_s : u"POLLIN"_s).arg(call.timeoutMs);
    case Kind::Readable:
    case Kind::Unsent:
        return u"ioctl(%1, %2, &value)"_s.arg(s, benchCallName(call.kind));
    }
    return {};
}

QString cLine(const BenchCall &call, int made, const BenchLineStyle &style)
{
    if (call.kind == Kind::SendAll && !style.portable) {
        // Python's sendall() is a loop in C.
        const QString bytes = isRepeated(call.bytes) ? u"data"_s : cBytes(call.bytes, style.whole);
        return u"for (ssize_t n, at = 0; at < %1 && (n = send(%2, %3 + at, %1 - at, 0)) >= 0; at += n) {}"_s.arg(call.bytes.size()).arg(nameOf(call.socket), bytes);
    }
    const QString expression = cExpression(call, style) + u';';
    return call.kind == Kind::Socket || call.kind == Kind::Accept ? u"int %1 = %2"_s.arg(newName(made), expression) : expression;
}

QString benchLine(BenchLanguage language, const BenchCall &call, int made)
{
    return language == BenchLanguage::Python ? pythonLine(call, made) : cLine(call, made);
}

} // namespace transom::lab
