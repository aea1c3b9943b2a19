#include "core/command/command_request.h"

#include "core/base/limits.h"
#include "core/base/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <csignal>
#include <cstring>

using namespace Qt::StringLiterals;

namespace transom::command {

namespace {

constexpr int LargestTerminal = 10'000; ///< rows or columns
constexpr qsizetype TerminalTypeLength = 64;
constexpr qsizetype AuditLength = 500;

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

bool isTerminalType(const QString &type)
{
    return !type.isEmpty() && type.size() <= TerminalTypeLength && std::all_of(type.begin(), type.end(), [](QChar c) {
        return (c.unicode() < 0x80 && c.isLetterOrNumber()) || u"+-._"_s.contains(c);
    });
}

/// As one would type it in a shell, for people only.
QString quoted(const QString &argument)
{
    const bool plain = !argument.isEmpty() && std::all_of(argument.begin(), argument.end(), [](QChar c) {
        return c.isLetterOrNumber() || u"_-./:=,@%+"_s.contains(c);
    });
    return plain ? argument : u'\'' + QString(argument).replace(u'\'', "'\\''"_L1) + u'\'';
}

QByteArray variable(const char *name, const QString &value)
{
    return QByteArray(name) + '=' + value.toUtf8();
}

} // namespace

bool isTerminalSize(int rows, int columns)
{
    return rows >= 1 && columns >= 1 && rows <= LargestTerminal && columns <= LargestTerminal;
}

Result<void> checkRequest(const protocol::CommandRun &request, protocol::Access access)
{
    const bool isShell = !request.shell.isEmpty();
    if (isShell == !request.argv.isEmpty())
        return fail(ErrorCode::BadArgument, translate("Command", "Say either what to run with its arguments or a line for the shell."));
    if (!isShell && request.argv.first().isEmpty())
        return fail(ErrorCode::BadArgument, translate("Command", "The name of the program is missing."));
    const auto hasNul = [](const QString &text) { return text.contains(QChar(u'\0')); };
    if (hasNul(request.shell) || hasNul(request.directory) || std::any_of(request.argv.begin(), request.argv.end(), hasNul))
        return fail(ErrorCode::BadArgument, translate("Command", "A command cannot hold a NUL character."));
    if (request.directory.toUtf8().size() > limits::PathBytes)
        return fail(ErrorCode::BadName);
    if (request.timeLimit < 0)
        return fail(ErrorCode::BadArgument, translate("Command", "A time limit cannot be negative."));
    if (request.terminal && (!isTerminalSize(request.terminal->rows, request.terminal->columns) || !isTerminalType(request.terminal->type)))
        return fail(ErrorCode::BadArgument, translate("Command", "There is no such terminal: check its type and its size."));
    if (isShell && !access.testFlag(protocol::Permission::Shell))
        return fail(ErrorCode::PermissionDenied,
                    translate("Command", "Your account may run programs but not lines for the shell. Give the program and its arguments one by one."));
    return {};
}

SpawnRequest spawnRequest(const protocol::CommandRun &request, const CommandPlace &place, const session::Principal &principal,
                          const CommandLimits &limits)
{
    SpawnRequest spawn;
    if (request.shell.isEmpty()) {
        for (const QString &argument : request.argv)
            spawn.argv.append(argument.toUtf8());
    } else {
        spawn.argv = {"/bin/sh", "-c", request.shell.toUtf8()};
    }
    spawn.directory = place.directory.toUtf8();
    spawn.environment = {"PATH=" + spawn.searchPath,
                         variable("HOME", place.home),
                         variable("PWD", place.directory),
                         variable("USER", principal.user),
                         variable("LOGNAME", principal.user),
                         "SHELL=/bin/sh",
                         "LANG=C.UTF-8",
                         "LC_ALL=C.UTF-8"};
    if (request.terminal) {
        spawn.environment.append(variable("TERM", request.terminal->type));
        spawn.terminal = TerminalSize{request.terminal->rows, request.terminal->columns};
    }
    spawn.cpuSeconds = limits.cpuSeconds;
    spawn.largestFile = limits.largestFile;
    spawn.openFiles = limits.openFiles;
    return spawn;
}

QString commandLine(const protocol::CommandRun &request)
{
    if (!request.shell.isEmpty())
        return printable(QStringView(request.shell), AuditLength);
    QStringList words;
    for (const QString &argument : request.argv)
        words.append(quoted(argument));
    return printable(QStringView(words.join(u' ')), AuditLength);
}

QString signalName(int number)
{
    if (const char *name = sigabbrev_np(number))
        return QString::fromLatin1(name);
    if (number >= SIGRTMIN && number <= SIGRTMAX)
        return u"RTMIN+%1"_s.arg(number - SIGRTMIN);
    return u"SIG%1"_s.arg(number);
}

int signalFromName(const QString &name)
{
    for (const int number : {SIGINT, SIGTERM, SIGKILL, SIGHUP, SIGQUIT}) {
        if (name == QLatin1String(sigabbrev_np(number)))
            return number;
    }
    return 0;
}

} // namespace transom::command
