#include "ui/models/command_line.h"

#include <QCoreApplication>

#include <algorithm>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\n';
}

bool isPlain(QChar c)
{
    return c.isLetterOrNumber() || c.unicode() > 0x7f || u"_-./:=,+@%"_s.contains(c);
}

} // namespace

tl::expected<QStringList, CommandLineError> splitCommandLine(QStringView line)
{
    QStringList arguments;
    QString word;
    bool inWord = false;
    qsizetype i = 0;
    while (i < line.size()) {
        const QChar c = line[i];
        if (isBlank(c)) {
            if (inWord)
                arguments.append(std::exchange(word, {}));
            inWord = false;
            ++i;
            continue;
        }
        inWord = true;
        if (c == u'\'') {
            const qsizetype end = line.indexOf(u'\'', i + 1);
            if (end < 0)
                return tl::make_unexpected(CommandLineError{translate("CommandLine", "This single quote is never closed."), i});
            word += line.sliced(i + 1, end - i - 1);
            i = end + 1;
        } else if (c == u'"') {
            const qsizetype start = i++;
            while (i < line.size() && line[i] != u'"') {
                if (line[i] == u'\\' && i + 1 < line.size() && u"\"\\$`\n"_s.contains(line[i + 1])) {
                    ++i;
                    if (line[i] == u'\n') {
                        ++i;
                        continue;
                    }
                }
                word += line[i++];
            }
            if (i == line.size())
                return tl::make_unexpected(CommandLineError{translate("CommandLine", "This double quote is never closed."), start});
            ++i;
        } else if (c == u'\\') {
            if (i + 1 == line.size())
                return tl::make_unexpected(CommandLineError{translate("CommandLine", "Nothing follows the backslash at the end."), i});
            if (line[i + 1] != u'\n')
                word += line[i + 1];
            i += 2;
        } else {
            word += c;
            ++i;
        }
    }
    if (inWord)
        arguments.append(word);
    return arguments;
}

QString joinCommandLine(const QStringList &arguments)
{
    QStringList quoted;
    for (const QString &argument : arguments) {
        if (!argument.isEmpty() && std::all_of(argument.cbegin(), argument.cend(), isPlain)) {
            quoted.append(argument);
            continue;
        }
        QString inner = argument;
        inner.replace(u'\'', u"'\\''"_s);
        quoted.append(u'\'' + inner + u'\'');
    }
    return quoted.join(u' ');
}

qsizetype firstShellCharacter(QStringView line)
{
    static const QString special = u"|><&;*?$`"_s;
    QChar quote;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (c == u'\\' && quote != u'\'') {
            ++i;
        } else if (!quote.isNull()) {
            if (c == quote)
                quote = {};
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (special.contains(c)) {
            return i;
        }
    }
    return -1;
}

} // namespace transom::ui
