#include "core/lab/check/class_check.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

using Verdict = TrialResult::Verdict;

QString programIn(const QDir &folder, Role role)
{
    for (const QString &name : {role == Role::Server ? u"server.py"_s : u"client.py"_s, u"main.py"_s}) {
        if (folder.exists(name))
            return folder.absoluteFilePath(name);
    }
    const QStringList all = folder.entryList({u"*.py"_s}, QDir::Files, QDir::Name);
    for (const QString &name : all) {
        if (name.contains(role == Role::Server ? "server"_L1 : "client"_L1, Qt::CaseInsensitive))
            return folder.absoluteFilePath(name);
    }
    return all.size() == 1 ? folder.absoluteFilePath(all.first()) : QString();
}

/// A name in a table that a spreadsheet opens: it must not be taken for a formula.
QString cell(QString text)
{
    if (!text.isEmpty() && u"=+-@\t\r"_s.contains(text.front()))
        text.prepend(u'\'');
    if (text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r'))
        text = u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    return text;
}

} // namespace

Result<QList<Student>> findStudents(const QString &folder, Role role)
{
    const QDir root(folder);
    if (folder.isEmpty() || !root.exists())
        return fail(ErrorCode::NotFound, QCoreApplication::translate("Lab", "The folder “%1” is not there. Choose the one that holds a file or a folder for each student.").arg(printable(folder)));
    QList<Student> students;
    const QFileInfoList entries = root.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo &entry : entries) {
        if (entry.isDir() && !entry.fileName().startsWith("__"_L1))
            students.append({entry.fileName(), programIn(QDir(entry.filePath()), role)});
        else if (entry.isFile() && entry.suffix() == u"py")
            students.append({entry.completeBaseName(), entry.absoluteFilePath()});
    }
    if (students.isEmpty())
        return fail(ErrorCode::NotFound, QCoreApplication::translate("Lab", "“%1” holds no programs. It needs a Python file or a folder for each student.").arg(printable(folder)));
    return students;
}

CheckOptions optionsFor(CheckOptions options, const Student &student)
{
    const bool mayTell = options.program.isEmpty();
    if (mayTell)
        options.program = QStringList{u"python3"_s, u"{program}"_s};
    // One that looks at its command line is told the port; tutorials write it into the program, and there it stays.
    QFile file(student.program);
    if (mayTell && file.open(QIODevice::ReadOnly) && file.read(1'000'000).contains("argv"))
        options.program.append(u"{port}"_s);
    for (QString &word : options.program)
        word.replace("{program}"_L1, student.program);
    return options;
}

bool ClassTable::allPassed() const
{
    return std::all_of(rows.begin(), rows.end(), [](const Row &row) {
        return !row.results.isEmpty() && std::none_of(row.results.begin(), row.results.end(), [](const TrialResult &result) { return result.verdict == Verdict::Failed; })
                && std::any_of(row.results.begin(), row.results.end(), [](const TrialResult &result) { return result.verdict == Verdict::Passed; });
    });
}

QString ClassTable::csvHeader(const QList<const TrialInfo *> &columns)
{
    QString text = u"name"_s;
    for (const TrialInfo *trial : columns)
        text += u',' + QLatin1String(trial->id);
    return text + "\r\n"_L1;
}

QString ClassTable::csvRow(const Row &row, const QList<const TrialInfo *> &columns)
{
    QString text = cell(row.name);
    for (const TrialInfo *trial : columns) {
        text += u',';
        for (const TrialResult &result : row.results) {
            if (result.trial == trial)
                text += QLatin1String(verdictName(result.verdict));
        }
    }
    return text + "\r\n"_L1;
}

QString ClassTable::toCsv(const QList<const TrialInfo *> &columns) const
{
    QString text = csvHeader(columns);
    for (const Row &row : rows)
        text += csvRow(row, columns);
    return text;
}

QString classLine(const ClassTable::Row &row)
{
    if (row.results.isEmpty())
        return u"%1 %2"_s.arg(printable(row.name), -20).arg(QCoreApplication::translate("Lab", "There is no program that could be started."));
    QStringList failed;
    int passed = 0;
    for (const TrialResult &result : row.results) {
        passed += result.verdict == Verdict::Passed;
        if (result.verdict == Verdict::Failed)
            failed.append(QLatin1String(result.trial->id));
    }
    QString line = u"%1 %2"_s.arg(printable(row.name), -20).arg(QCoreApplication::translate("Lab", "%1 of %2 passed").arg(passed).arg(row.results.size()));
    if (!failed.isEmpty())
        line += QCoreApplication::translate("Lab", "; failed: %1").arg(failed.join(", "_L1));
    return line;
}

} // namespace transom::lab
