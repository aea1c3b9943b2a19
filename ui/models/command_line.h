#pragma once

#include "core/base/error.h"

#include <QStringList>

namespace transom::ui {

/// A mistake in a typed command line, with where it is.
struct CommandLineError
{
    QString text;
    qsizetype position = 0; ///< UTF-16 units from the start
};

/// Takes a command line apart into program and arguments by the quoting rules of the shell (POSIX.1-2017, 2.2 Quoting), and by
/// nothing else of it: no variables, no wildcards, no pipes. Blanks separate; '…' keeps everything; "…" keeps everything but
/// \" \\ \$ \` and a line continuation; \ outside of quotes keeps the next character.
tl::expected<QStringList, CommandLineError> splitCommandLine(QStringView line);

/// The shortest line from which splitCommandLine() makes `arguments` again.
QString joinCommandLine(const QStringList &arguments);

/// The first character outside of quotes that a shell would treat as its own (| > < & ; * ? $ `), or -1: a reason to tell
/// that it will be passed on as it stands.
qsizetype firstShellCharacter(QStringView line);

} // namespace transom::ui
