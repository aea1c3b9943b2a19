#pragma once

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/client/endpoint.h"

#include <QCommandLineParser>
#include <QJsonObject>

#include <functional>
#include <memory>

namespace transom::cli {

/// The contract with scripts.
enum ExitStatus {
    Done = 0,
    Failed = 1,
    WrongUsage = 2,
    NotConnected = 3,
    Refused = 4,      ///< authentication or trust
    Interrupted = 5,  ///< can be resumed
    BrokenPipe = 141, ///< nobody reads standard output any more: the program ends by SIGPIPE, as any filter does
    ExecFailed = 255, ///< of `exec`, whose other statuses are the command's
};

ExitStatus exitStatusFor(const Error &error);

/// What the words on the command line ask for, and how results are to be said.
class Invocation
{
public:
    /// Adds the options that every command has: --json, --quiet, --progress, --password-file.
    Invocation(QString command, QString synopsis, QString summary);

    QCommandLineParser &parser() { return m_parser; }
    /// False: wrong usage has been said, or --help shown; leave with status().
    bool parse(const QStringList &words, int leastPositional, int mostPositional);
    int status() const { return m_status; }

    const QStringList &words() const { return m_words; }
    bool isSet(const char *option) const { return m_parser.isSet(QLatin1String(option)); }
    QString value(const char *option) const { return m_parser.value(QLatin1String(option)); }
    QStringList values(const char *option) const { return m_parser.values(QLatin1String(option)); }
    bool json() const { return m_parser.isSet(QStringLiteral("json")); }
    bool quiet() const { return m_parser.isSet(QStringLiteral("quiet")); }
    bool progress() const;

    /// "transom://…" that names a user; WrongUsage is said otherwise.
    Result<client::Endpoint> endpoint(const QString &url, QString *path = nullptr, bool needsUser = true) const;

    /// Standard output carries a file: objects of --json go to standard error, and prose nowhere.
    void keepStandardOutput() { m_outputTaken = true; }

    // Saying things ---------------------------------------------------------------------------------------------------
    /// A line of prose on standard output, not with --json or --quiet.
    void say(const QString &line) const;
    /// An object of --json.
    void put(const QJsonObject &object) const;
    /// On standard error, always; with --json as an object too.
    int complain(const Error &error) const;
    int wrongUsage(const QString &why) const;

private:
    QString m_command;
    QString m_synopsis;
    QCommandLineParser m_parser;
    QStringList m_words;
    int m_status = Done;
    bool m_outputTaken = false;
};

/// A progress line on standard error that overwrites itself.
class ProgressLine
{
public:
    explicit ProgressLine(bool enabled)
        : m_enabled(enabled)
    {}
    ~ProgressLine() { clear(); }
    void show(const QString &name, const Progress &progress);
    void clear();

private:
    bool m_enabled;
    bool m_shown = false;
};

} // namespace transom::cli
