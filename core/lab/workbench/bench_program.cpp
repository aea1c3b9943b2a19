#include "core/lab/workbench/bench_lines.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

using Kind = BenchCall::Kind;

constexpr qint64 BlockedNs = 50'000'000;

/// A call that waited has its place where it returned, all others where they began.
qint64 placeOf(const BenchEntry &entry)
{
    const Kind kind = entry.call.kind;
    const bool waitsForOthers = entry.call.receives() || kind == Kind::Accept || kind == Kind::Poll || entry.tookNs() > BlockedNs;
    return waitsForOthers ? entry.endedNs : entry.beganNs;
}

QList<BenchEntry> inOrder(const QList<BenchEntry> &log)
{
    QList<BenchEntry> entries = log;
    std::stable_sort(entries.begin(), entries.end(), [](const BenchEntry &a, const BenchEntry &b) {
        if (a.running != b.running)
            return b.running;
        return !a.running && placeOf(a) < placeOf(b);
    });
    return entries;
}

QString errorName(int error)
{
    const char *name = ::strerrorname_np(error);
    return name ? QString::fromLatin1(name) : QString::number(error);
}

/// Why an entry is no call of the program; empty: it is one.
QString whyLeftOut(const BenchEntry &entry)
{
    if (entry.running)
        return u"still waits"_s;
    return entry.interrupted && entry.outcome.error == EINTR ? u"was interrupted"_s : QString();
}

/// Hands take their time between two calls, programs do not: what only looks whether something is there would look too early.
bool looksOnly(const BenchEntry &entry)
{
    const Kind kind = entry.call.kind;
    return kind == Kind::Readable || kind == Kind::Unsent || (kind == Kind::Poll && entry.call.timeoutMs == 0) || (entry.nonBlocking && (entry.call.receives() || kind == Kind::Accept));
}

bool isWorthPrinting(const BenchCall &call)
{
    switch (call.kind) {
    case Kind::Socket:
    case Kind::Bind:
    case Kind::Listen:
    case Kind::Accept:
    case Kind::SendAll:
    case Kind::Shutdown:
    case Kind::Close:
    case Kind::SetOption:
    case Kind::SetBlocking:
        return false;
    default:
        return true;
    }
}

/// Sockets that were made before the log begins.
QList<int> strangers(const QList<BenchEntry> &entries)
{
    QList<int> made;
    QList<int> strange;
    for (const BenchEntry &entry : entries) {
        if (!whyLeftOut(entry).isEmpty())
            continue;
        for (const int used : {entry.call.socket, entry.call.addressOf}) {
            if (used != 0 && !made.contains(used) && !strange.contains(used))
                strange.append(used);
        }
        if (entry.outcome.made > 0)
            made.append(entry.outcome.made);
    }
    return strange;
}

QString pythonStatement(const BenchEntry &entry)
{
    const QString line = pythonLine(entry.call, entry.outcome.made, {true, true});
    if (!isWorthPrinting(entry.call))
        return line;
    return u"print(\"s"_s + QString::number(entry.call.socket) + u'.' + benchCallName(entry.call.kind) + ":\", "_L1 + line + u')';
}

} // namespace

QString pythonProgram(const QList<BenchEntry> &log)
{
    QString text = u"#!/usr/bin/env python3\n"
                   "\"\"\"The calls of a workbench, one after the other.\"\"\"\n"
                   "import fcntl\n"
                   "import select\n"
                   "import signal\n"
                   "import socket\n"
                   "import struct\n"
                   "import termios\n"
                   "import time\n"
                   "\n"
                   "signal.alarm(30)  # a call that waits for ever ends the program\n"
                   "\n"_s;
    const QList<BenchEntry> entries = inOrder(log);
    for (const int strange : strangers(entries))
        text += u"s%1 = socket.socket()  # it was made before the log begins\n"_s.arg(strange);
    for (const BenchEntry &entry : entries) {
        const QString leftOut = whyLeftOut(entry);
        if (!leftOut.isEmpty()) {
            text += u"# %1  (%2)\n"_s.arg(pythonLine(entry.call, entry.outcome.made), leftOut); // escaped: one line
            continue;
        }
        if (looksOnly(entry))
            text += "time.sleep(0.05)\n"_L1;
        const QString statement = pythonStatement(entry);
        if (entry.outcome.isOk() || entry.call.kind == Kind::Connect)
            text += statement + u'\n';
        else
            text += u"try:\n    %1\nexcept (OSError, ValueError) as error:  # it was %2\n    print(\"%3:\", error)\n"_s.arg(
                    statement, errorName(entry.outcome.error), u"s%1.%2"_s.arg(entry.call.socket).arg(benchCallName(entry.call.kind)));
    }
    return text;
}

QString cProgram(const QList<BenchEntry> &log)
{
    qint64 buffer = 1;
    for (const BenchEntry &entry : log)
        buffer = std::max(buffer, entry.call.receives() ? entry.call.size : 0);
    QString text = u"/* The calls of a workbench, one after the other.  gcc -o calls calls.c && ./calls */\n"
                   "#define _GNU_SOURCE\n"
                   "#include <arpa/inet.h>\n"
                   "#include <errno.h>\n"
                   "#include <fcntl.h>\n"
                   "#include <linux/sockios.h>\n"
                   "#include <netinet/in.h>\n"
                   "#include <netinet/tcp.h>\n"
                   "#include <poll.h>\n"
                   "#include <signal.h>\n"
                   "#include <stddef.h>\n"
                   "#include <stdio.h>\n"
                   "#include <stdlib.h>\n"
                   "#include <string.h>\n"
                   "#include <sys/ioctl.h>\n"
                   "#include <sys/socket.h>\n"
                   "#include <sys/time.h>\n"
                   "#include <sys/un.h>\n"
                   "#include <unistd.h>\n"
                   "\n"
                   "char buffer[%1];\n"
                   "struct sockaddr_storage address;\n"
                   "socklen_t name_size;\n"
                   "int value;\n"
                   "\n"
                   "/* Says what a call has returned, and returns it. */\n"
                   "long said(const char *call, long result)\n"
                   "{\n"
                   "    if (result < 0)\n"
                   "        printf(\"%s: %ld, %s\\n\", call, result, strerror(errno));\n"
                   "    else\n"
                   "        printf(\"%s: %ld\\n\", call, result);\n"
                   "    return result;\n"
                   "}\n"
                   "\n"
                   "/* The address of one of our sockets; its size is in name_size. */\n"
                   "void *name_of(int s)\n"
                   "{\n"
                   "    static struct sockaddr_storage name;\n"
                   "    name_size = sizeof name;\n"
                   "    getsockname(s, (struct sockaddr *)&name, &name_size);\n"
                   "    return &name;\n"
                   "}\n"
                   "\n"
                   "/* What Python calls sendall. */\n"
                   "long send_all(int s, const char *bytes, size_t count)\n"
                   "{\n"
                   "    size_t done = 0;\n"
                   "    while (done < count) {\n"
                   "        ssize_t sent = send(s, bytes + done, count - done, 0);\n"
                   "        if (sent < 0)\n"
                   "            return -1;\n"
                   "        done += sent;\n"
                   "    }\n"
                   "    return done;\n"
                   "}\n"
                   "\n"
                   "int main(void)\n"
                   "{\n"
                   "    signal(SIGPIPE, SIG_IGN); /* EPIPE instead */\n"
                   "    alarm(30);                /* a call that waits for ever ends the program */\n"
                   "\n"_s;
    text.replace("%1"_L1, QString::number(buffer));
    const QList<BenchEntry> entries = inOrder(log);
    for (const int strange : strangers(entries))
        text += u"    int s%1 = -1; /* it was made before the log begins */\n"_s.arg(strange);
    for (const BenchEntry &entry : entries) {
        const BenchCall &call = entry.call;
        const QString leftOut = whyLeftOut(entry);
        if (!leftOut.isEmpty()) {
            // Without the arguments: bytes may hold what ends a comment.
            text += u"    /* %1 on s%2 %3 */\n"_s.arg(benchCallName(call.kind)).arg(call.socket).arg(leftOut);
            continue;
        }
        if (looksOnly(entry))
            text += "    usleep(50000);\n"_L1;
        const bool makes = entry.outcome.made > 0;
        // What an argument of said() asks for must be there before the size of it is read: an order that C does not promise.
        if (call.addressOf != 0)
            text += u"    name_of(s%1);\n"_s.arg(call.addressOf);
        const QString name = call.kind == Kind::Socket ? u"socket"_s : u"s%1 %2"_s.arg(call.socket).arg(benchCallName(call.kind));
        text += u"    %1said(\"%2\", %3);\n"_s.arg(makes ? u"int s%1 = "_s.arg(entry.outcome.made) : QString(), name, cExpression(call, {true, true}));
    }
    return text + "    return 0;\n}\n"_L1;
}

} // namespace transom::lab
