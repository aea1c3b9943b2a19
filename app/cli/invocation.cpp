#include "app/cli/invocation.h"

#include "core/base/text.h"
#include "core/protocol/json.h"

#include <QTextStream>

#include <cstdio>
#include <unistd.h>

namespace transom::cli {

namespace {

void print(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

ExitStatus exitStatusFor(const Error &error)
{
    const int number = static_cast<int>(error.code);
    if (error.code == ErrorCode::None)
        return Done;
    if (error.code == ErrorCode::Cancelled || error.code == ErrorCode::Interrupted)
        return Interrupted;
    if (error.code == ErrorCode::PermissionDenied)
        return Failed;
    if (number >= 200 && number < 300)
        return Refused;
    if ((number >= 300 && number < 400) || error.code == ErrorCode::NotTransom || error.code == ErrorCode::VersionMismatch)
        return NotConnected;
    return Failed;
}

Invocation::Invocation(QString command, QString synopsis, QString summary)
    : m_command(std::move(command))
    , m_synopsis(std::move(synopsis))
{
    m_parser.setApplicationDescription(summary);
    m_parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    m_parser.addOptions({
            {{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this help.")},
            {QStringLiteral("json"), QStringLiteral("One JSON object a line instead of prose.")},
            {QStringLiteral("quiet"), QStringLiteral("Say nothing but errors.")},
            {QStringLiteral("progress"), QStringLiteral("Show progress even when standard error is no terminal.")},
            {QStringLiteral("password-file"), QStringLiteral("Read the password from the first line of FILE."), QStringLiteral("FILE")},
    });
}

bool Invocation::parse(const QStringList &words, int leastPositional, int mostPositional)
{
    if (!m_parser.parse(words)) {
        m_status = wrongUsage(m_parser.errorText());
        return false;
    }
    if (m_parser.isSet(QStringLiteral("help"))) {
        QString help = QStringLiteral("Usage: transomctl %1 %2\n%3\n\n").arg(m_command, m_synopsis, m_parser.applicationDescription());
        const QString text = m_parser.helpText();
        help += text.mid(text.indexOf(QStringLiteral("Options:")));
        print(stdout, help.toUtf8());
        m_status = Done;
        return false;
    }
    m_words = m_parser.positionalArguments();
    if (m_words.size() < leastPositional || (mostPositional >= 0 && m_words.size() > mostPositional)) {
        m_status = wrongUsage(m_words.size() < leastPositional ? QStringLiteral("Something is missing.")
                                                               : QStringLiteral("\"%1\" is too much.").arg(m_words.at(mostPositional)));
        return false;
    }
    return true;
}

bool Invocation::progress() const
{
    return m_parser.isSet(QStringLiteral("progress")) || (!quiet() && !json() && ::isatty(STDERR_FILENO) != 0);
}

Result<client::Endpoint> Invocation::endpoint(const QString &url, QString *path, bool needsUser) const
{
    auto endpoint = client::Endpoint::parse(url, path);
    if (endpoint && needsUser && endpoint->user.isEmpty())
        return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" names no user: write transom://USER@%2/.").arg(printable(url), endpoint->address()));
    return endpoint;
}

void Invocation::say(const QString &line) const
{
    if (!json() && !quiet() && !m_outputTaken)
        print(stdout, line.toUtf8() + '\n');
}

void Invocation::put(const QJsonObject &object) const
{
    if (json())
        print(m_outputTaken ? stderr : stdout, protocol::writeObject(object) + '\n');
}

int Invocation::complain(const Error &error) const
{
    put({{QStringLiteral("error"), static_cast<int>(error.code)}, {QStringLiteral("text"), describe(error)}});
    print(stderr, QStringLiteral("transomctl %1: %2\n").arg(m_command, describe(error)).toUtf8());
    return exitStatusFor(error);
}

int Invocation::wrongUsage(const QString &why) const
{
    print(stderr, QStringLiteral("transomctl %1: %2\nUsage: transomctl %1 %3\nMore: transomctl %1 --help\n").arg(m_command, why, m_synopsis).toUtf8());
    return WrongUsage;
}

void ProgressLine::show(const QString &name, const Progress &progress)
{
    if (!m_enabled)
        return;
    QString line = name;
    if (progress.itemsTotal > 1 || progress.itemsDone > 1)
        line += QStringLiteral("  %1/%2").arg(progress.itemsDone).arg(progress.itemsTotal < 0 ? QStringLiteral("?") : QString::number(progress.itemsTotal));
    if (progress.total > 0)
        line += QStringLiteral("  %1%").arg(std::min<qint64>(progress.done * 100 / progress.total, 100), 3);
    line += QStringLiteral("  %1  %2").arg(formatBytes(progress.done), formatRate(progress.rate));
    if (progress.leftMs >= 0 && progress.done < progress.total)
        line += QStringLiteral("  %1").arg(formatDuration(progress.leftMs));
    print(stderr, "\r\033[K" + line.toUtf8());
    m_shown = true;
}

void ProgressLine::clear()
{
    if (std::exchange(m_shown, false))
        print(stderr, "\r\033[K");
}

} // namespace transom::cli
