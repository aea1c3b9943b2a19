#include "core/lab/experiment/runs.h"
#include "core/lab/experiment/upload_ways.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <bit>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

const QStringList Ways{u"put-size"_s, u"put-json"_s, u"put-struct"_s, u"transom"_s};

Disaster disasterOf(const QString &name)
{
    if (name == "name"_L1)
        return Disaster::Name;
    if (name == "disk"_L1)
        return Disaster::Disk;
    return name == "flip"_L1 ? Disaster::Flip : Disaster::Break;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void compare(const QByteArray &there, const QByteArray &content, LeftBehind &left)
{
    left.bytes = there.size();
    if (there.size() != content.size()) {
        left.state = LeftBehind::State::Part;
        return;
    }
    for (qsizetype at = 0; at < there.size(); ++at)
        left.wrongBits += std::popcount(static_cast<quint8>(there[at] ^ content[at]));
    left.state = left.wrongBits == 0 ? LeftBehind::State::Whole : LeftBehind::State::Wrong;
}

/// Whether an upload has come through, and why that is said.
struct Verdict
{
    bool through = false;
    QString why;
};

QString howItHeard(const UploadHeard &heard)
{
    switch (heard.kind) {
    case UploadHeard::Kind::Words: return QCoreApplication::translate("Lab", "the sender was told why");
    case UploadHeard::Kind::Failure: return QCoreApplication::translate("Lab", "the sender only saw its connection fail");
    case UploadHeard::Kind::Nothing: break;
    }
    return QCoreApplication::translate("Lab", "the sender takes it for done");
}

/// It came back after the break; if it began anew, all of the file went again.
Verdict afterBreak(const UploadReport &report)
{
    const bool wentOn = report.connections > 1 && report.sentLast < UploadSize;
    if (report.left.state != LeftBehind::State::Whole)
        return {false, QCoreApplication::translate("Lab", "there is no whole file")};
    if (!wentOn)
        return {false, QCoreApplication::translate("Lab", "the file is whole, but only because all of it was sent once more")};
    return {true, QCoreApplication::translate("Lab", "it went on where it had stopped, and the file is whole")};
}

Verdict afterClimbing(const UploadReport &report)
{
    if (report.left.state == LeftBehind::State::Outside)
        return {false, QCoreApplication::translate("Lab", "it wrote outside its folder")};
    if (report.left.state == LeftBehind::State::Whole)
        return {true, QCoreApplication::translate("Lab", "no name travels: the file is in the folder, as “%1”").arg(report.left.name)};
    const bool told = report.heard.kind == UploadHeard::Kind::Words;
    return {told && report.left.state == LeftBehind::State::Nothing, QCoreApplication::translate("Lab", "nothing was stored, and %1").arg(howItHeard(report.heard))};
}

Verdict afterFullDisk(const UploadReport &report)
{
    if (report.left.state == LeftBehind::State::Whole)
        return {true, QCoreApplication::translate("Lab", "the file is whole all the same")};
    if (report.left.state != LeftBehind::State::Nothing)
        return {false, QCoreApplication::translate("Lab", "a broken file lies under the final name, and %1").arg(howItHeard(report.heard))};
    return {report.heard.kind == UploadHeard::Kind::Words, QCoreApplication::translate("Lab", "nothing half lies there, and %1").arg(howItHeard(report.heard))};
}

Verdict afterFlip(const UploadReport &report)
{
    if (report.left.state == LeftBehind::State::Whole)
        return {true, QCoreApplication::translate("Lab", "it was noticed and mended: the file is whole")};
    if (report.left.state != LeftBehind::State::Nothing)
        return {false, QCoreApplication::translate("Lab", "the damaged file was stored, and %1").arg(howItHeard(report.heard))};
    return {report.heard.kind != UploadHeard::Kind::Nothing, QCoreApplication::translate("Lab", "it was noticed: nothing was stored, and %1").arg(howItHeard(report.heard))};
}

Verdict verdictOf(Disaster disaster, const UploadReport &report)
{
    switch (disaster) {
    case Disaster::Break: return afterBreak(report);
    case Disaster::Name: return afterClimbing(report);
    case Disaster::Disk: return afterFullDisk(report);
    case Disaster::Flip: break;
    }
    return afterFlip(report);
}

QString leftText(const LeftBehind &left)
{
    const int wrong = static_cast<int>(std::min<qint64>(left.wrongBits, INT_MAX));
    switch (left.state) {
    case LeftBehind::State::Nothing: return QCoreApplication::translate("Lab", "nothing");
    case LeftBehind::State::Whole: return QCoreApplication::translate("Lab", "“%1”, whole").arg(left.name);
    case LeftBehind::State::Part: return QCoreApplication::translate("Lab", "“%1”, %2 of %3 bytes").arg(left.name).arg(left.bytes).arg(UploadSize);
    case LeftBehind::State::Wrong: return QCoreApplication::translate("Lab", "“%1”, with %n wrong bit(s)", nullptr, wrong).arg(left.name);
    case LeftBehind::State::Outside: return QCoreApplication::translate("Lab", "“%1”, outside the folder").arg(left.name);
    }
    return {};
}

QString heardText(const UploadReport &report)
{
    switch (report.heard.kind) {
    case UploadHeard::Kind::Words: return u"“%1”"_s.arg(report.heard.text);
    case UploadHeard::Kind::Failure: return report.heard.text;
    case UploadHeard::Kind::Nothing: break;
    }
    if (report.connections > 1)
        return QCoreApplication::translate("Lab", "nothing: it has connected again by itself");
    return QCoreApplication::translate("Lab", "nothing: all its calls succeeded");
}

QString outcomeOf(qsizetype survivors)
{
    if (survivors == 0)
        return u"none"_s;
    if (survivors == Ways.size())
        return u"all"_s;
    return survivors == 1 ? u"one"_s : u"some"_s;
}

QString keyOf(QString way)
{
    return way.replace(u'-', u'_');
}

/// Nothing in it comes twice, so that what is missing or moved shows.
QByteArray someContent()
{
    QByteArray content(UploadSize, Qt::Uninitialized);
    QRandomGenerator random(1);
    random.generate(reinterpret_cast<quint32 *>(content.data()), reinterpret_cast<quint32 *>(content.data() + content.size()));
    return content;
}

} // namespace

LeftBehind lookAt(const QString &root, const QString &folder, const QByteArray &content)
{
    LeftBehind left;
    const QString climbing = QFileInfo(QString::fromLatin1(ClimbingName)).fileName();
    for (QDirIterator all(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); all.hasNext();) {
        const QFileInfo file(all.next());
        const bool inside = file.absolutePath() == QFileInfo(folder).absoluteFilePath();
        if (!inside && file.fileName() == climbing)
            return {LeftBehind::State::Outside, file.fileName(), file.size(), 0};
        if (!inside || file.fileName().startsWith(u'.'))
            continue;
        left.name = file.fileName();
        compare(contentOf(file.absoluteFilePath()), content, left);
    }
    return left;
}

QStringList withLittleRoom(const QStringList &words)
{
    // The unit of ulimit -f is 512 bytes (POSIX). Without the trap the process would be killed by SIGXFSZ instead of being told.
    return QStringList{u"/bin/sh"_s, u"-c"_s, u"trap '' XFSZ; ulimit -f %1; exec \"$0\" \"$@\""_s.arg(UploadSize / 2 / 512)} + words;
}

QStringList productNames()
{
    // Where there is room for a few only, it is for the first.
    QStringList names{u"survivors"_s};
    for (const char *what : {"sent_", "through_", "result_", "told_", "left_"}) {
        for (const QString &way : Ways)
            names.append(QLatin1String(what) + keyOf(way));
    }
    return names + QStringList{u"size"_s};
}

Result<ExperimentResult> runProduct(ExperimentBench &bench)
{
    const QTemporaryDir place;
    UploadTask task{disasterOf(bench.text(u"disaster"_s)), someContent(), place.filePath(u"upload.bin"_s), {}};
    QFile source(task.source);
    if (!place.isValid() || !source.open(QIODevice::WriteOnly) || source.write(task.content) != task.content.size() || !source.flush())
        return fail(ErrorCode::InputOutput);
    ExperimentResult result;
    qsizetype survivors = 0;
    for (const QString &way : Ways) {
        task.root = place.filePath(way);
        const auto report = way == "transom"_L1 ? uploadByTransom(bench, task) : uploadByDialect(bench, way, task);
        if (!report)
            return tl::unexpected(report.error());
        if (bench.isStopped())
            return fail(ErrorCode::Cancelled);
        const Verdict verdict = verdictOf(task.disaster, *report);
        survivors += verdict.through;
        const QString key = keyOf(way);
        result.measured.insert(u"result_"_s + key, Measured::text((verdict.through ? QCoreApplication::translate("Lab", "came through: %1") : QCoreApplication::translate("Lab", "did not come through: %1")).arg(verdict.why)));
        result.measured.insert(u"told_"_s + key, Measured::text(heardText(*report)));
        result.measured.insert(u"left_"_s + key, Measured::text(leftText(report->left)));
        result.measured.insert(u"sent_"_s + key, Measured::bytes(report->sent));
        result.measured.insert(u"through_"_s + key, Measured::count(verdict.through));
    }
    result.measured.insert(u"size"_s, Measured::bytes(UploadSize));
    result.measured.insert(u"survivors"_s, Measured::count(survivors));
    result.outcome = outcomeOf(survivors);
    return result;
}

} // namespace transom::lab
