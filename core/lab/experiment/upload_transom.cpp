#include "core/lab/experiment/upload_line.h"

#include "core/lab/check/checked_program.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

using ms = std::chrono::milliseconds;
constexpr ms ProgramPatience{60'000};
constexpr ms Turn{5};
constexpr auto User = "learner";

/// The words of a program that ends when its standard input does: also where this one does not come to ending it.
QStringList tiedToUs(const QStringList &words)
{
    return QStringList{u"/bin/sh"_s, u"-c"_s, u"exec 3<&0; (read -r end <&3; kill $$) & exec \"$0\" \"$@\" 3<&-"_s} + words;
}

/// Transom's programs with a home that nobody else has.
class Programs
{
public:
    Programs(ExperimentBench &bench, const QString &home)
        : m_bench(bench)
        , m_home(home)
    {}

    /// Error: there is no room for the password.
    Result<void> makePassword()
    {
        quint64 words[2];
        QRandomGenerator::system()->fillRange(words);
        QFile file(passwordFile());
        const QByteArray line = QByteArray::number(words[0], 36) + QByteArray::number(words[1], 36) + '\n';
        if (!QDir().mkpath(m_home) || !file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(line) != line.size())
            return fail(ErrorCode::InputOutput);
        return {};
    }
    QString passwordFile() const { return m_home + u"/password"_s; }

    /// Ends by itself, with what is typed.
    Result<std::unique_ptr<CheckedProgram>> start(const QString &program, const QStringList &arguments, const QByteArray &input = {}) const
    {
        auto start = wordsOf(program, arguments);
        if (!start)
            return tl::unexpected(start.error());
        start->input = input;
        return CheckedProgram::start(*start);
    }
    /// Ends with us at the latest.
    Result<std::unique_ptr<CheckedProgram>> startTied(const QString &program, const QStringList &arguments, bool littleRoom = false) const
    {
        auto start = wordsOf(program, arguments);
        if (!start)
            return tl::unexpected(start.error());
        start->words = tiedToUs(littleRoom ? withLittleRoom(start->words) : start->words);
        start->inputEnds = false;
        return CheckedProgram::start(*start);
    }
    Result<void> addUser() const
    {
        auto adding = start(u"transomd"_s, {u"user"_s, u"add"_s, QString::fromLatin1(User), u"--allow"_s, u"files"_s, u"--password-file"_s, passwordFile()});
        if (!adding)
            return tl::unexpected(adding.error());
        if (!(*adding)->waitForEnd(ProgramPatience, m_bench.stopToken()) || (*adding)->exitStatus() != 0)
            return failed(**adding);
        return {};
    }
    /// Once it listens.
    Result<std::unique_ptr<CheckedProgram>> serve(bool littleRoom, quint16 &port) const
    {
        auto server = startTied(u"transomd"_s, {u"--listen"_s, u"plain:127.0.0.1:0"_s, u"--no-discovery"_s, u"--keep-free"_s, u"0"_s, u"--io-threads"_s, u"1"_s}, littleRoom);
        if (!server)
            return server;
        const auto until = std::chrono::steady_clock::now() + ProgramPatience;
        while (!(*server)->output().contains('\n') && (*server)->isRunning() && std::chrono::steady_clock::now() < until && !m_bench.isStopped())
            m_bench.pause(Turn);
        const QList<QByteArray> said = (*server)->output().split('\n').constFirst().split(' '); // "listening 127.0.0.1:7160 fingerprint …"
        port = said.value(1).mid(said.value(1).lastIndexOf(':') + 1).toUShort();
        if (said.constFirst() != "listening" || port == 0)
            return failed(**server);
        return server;
    }
    tl::unexpected<Error> failed(const CheckedProgram &program) const
    {
        if (m_bench.isStopped())
            return tl::unexpected(Error{ErrorCode::Cancelled, {}});
        return tl::unexpected(Error{ErrorCode::Internal, QCoreApplication::translate("Lab", "Transom's own server could not be started for this experiment: %1").arg(QString::fromUtf8(program.output()).simplified())});
    }

private:
    Result<CheckedProgram::Start> wordsOf(const QString &program, const QStringList &arguments) const
    {
        const QString path = QCoreApplication::applicationDirPath() + u'/' + program;
        if (!QFile::exists(path))
            return fail(ErrorCode::NotFound, QCoreApplication::translate("Lab", "“%1” is not there. Check that transomctl and transomd are installed beside this program.").arg(path));
        CheckedProgram::Start start;
        start.words = QStringList{u"env"_s, u"TRANSOM_HOME="_s + m_home, path} + arguments;
        start.directory = m_home;
        return start;
    }

    ExperimentBench &m_bench;
    const QString m_home;
};

QStringList putWords(const Programs &programs, const UploadTask &task, quint16 port)
{
    const QString place = u"transom+plain://%1@127.0.0.1:%2/"_s.arg(QString::fromLatin1(User)).arg(port);
    QStringList words{u"put"_s, u"--json"_s, u"--password-file"_s, programs.passwordFile()};
    if (task.disaster == Disaster::Name) // as it is: not as a path of the address, which would be put in order first
        return words + QStringList{u"-"_s, place + QString::fromLatin1(QUrl::toPercentEncoding(QString::fromLatin1(ClimbingName)))};
    return words + QStringList{u"--resume"_s, task.source, place};
}

/// The error that the program tells as a line of JSON, in the user's language.
UploadHeard heardFrom(const CheckedProgram &program)
{
    if (program.exitStatus() == 0)
        return {};
    const QList<QByteArray> lines = program.output().split('\n');
    for (const QByteArray &line : lines) {
        const QJsonObject said = QJsonDocument::fromJson(line).object();
        const ErrorCode code = errorCodeFromNumber(said.value(u"error").toInt());
        if (said.contains(u"error"))
            return {UploadHeard::Kind::Words, describe({code, {}})};
    }
    return {UploadHeard::Kind::Failure, QString::fromUtf8(program.output()).simplified()};
}

} // namespace

Result<UploadReport> uploadByTransom(ExperimentBench &bench, const UploadTask &task)
{
    Programs programs(bench, task.root);
    if (auto made = programs.makePassword(); !made)
        return tl::unexpected(made.error());
    if (auto added = programs.addUser(); !added)
        return tl::unexpected(added.error());
    quint16 port = 0;
    auto server = programs.serve(task.disaster == Disaster::Disk, port);
    if (!server)
        return tl::unexpected(server.error());
    UploadLine line(bench, port, task.disaster, true);
    if (auto started = line.start(); !started)
        return tl::unexpected(started.error());
    const QStringList words = putWords(programs, task, line.port());
    auto client = task.disaster == Disaster::Name ? programs.start(u"transomctl"_s, words, task.content) : programs.startTied(u"transomctl"_s, words);
    if (!client)
        return tl::unexpected(client.error());
    const auto until = std::chrono::steady_clock::now() + ProgramPatience;
    bool mended = false;
    while (!(*client)->waitForEnd(Turn, bench.stopToken())) {
        // It comes back by itself, after a second.
        if (line.hasStruck() && !std::exchange(mended, true))
            line.mend();
        if (bench.isStopped())
            return fail(ErrorCode::Cancelled);
        if (std::chrono::steady_clock::now() > until)
            return fail(ErrorCode::TimedOut);
    }
    UploadReport report;
    report.heard = heardFrom(**client);
    line.count(report);
    if ((task.disaster == Disaster::Break || task.disaster == Disaster::Flip) && !line.hasStruck())
        return fail(ErrorCode::Internal, report.heard.text);
    report.left = lookAt(task.root, task.root + u"/data/server/homes/"_s + QString::fromLatin1(User), task.content);
    return report;
}

} // namespace transom::lab
