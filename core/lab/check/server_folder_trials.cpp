// Uploads that mean harm, and what is in the folder afterwards.

#include "core/lab/check/server_talk.h"
#include "core/lab/check/server_trials.h"
#include "core/lab/check/store_folder.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace transom::lab {

namespace {

Finding noFolder()
{
    return Trouble{QCoreApplication::translate("Lab", "Nobody said where the program stores what it receives: give the folder."), {}, true};
}

} // namespace

Finding shortBody(CheckStage &stage)
{
    const QString folder = stage.directory();
    if (folder.isEmpty())
        return noFolder();
    const QStringList before = storedFiles(stage);
    Manner manner;
    manner.body = QByteArray(4000, 'x');
    {
        ServerTalk bad(stage, manner);
        if (Finding trouble = bad.open())
            return trouble;
        if (Finding trouble = bad.runUntil("say:body"_L1))
            return trouble;
        if (Finding trouble = bad.send(manner.body.first(1500)))
            return trouble;
        stage.bench().pause(100ms);
        bad.close();
    }
    stage.bench().pause(300ms);
    for (const QString &name : storedFiles(stage)) {
        if (before.contains(name) || name.contains(u"part"_s) || QFileInfo(name).fileName().startsWith(u'.') || name.endsWith(".tmp"_L1))
            continue;
        QFile half(QDir(folder).filePath(name));
        const qint64 size = half.size();
        half.remove(); // ours: it was not there before
        return Trouble{QCoreApplication::translate("Lab", "“%1” is there with %2 of the 4000 bytes, as if it were whole.").arg(printable(name)).arg(size), {}, false};
    }
    return stillServes(stage);
}

Finding escape(CheckStage &stage)
{
    if (stage.directory().isEmpty())
        return noFolder();
    const QString folder = learnStoreFolder(stage);
    Manner manner;
    manner.name = "../transom-check-escape-" + QByteArray::number(QCoreApplication::applicationPid()) + ".txt";
    const QString outside = QDir(folder).absoluteFilePath(QString::fromLatin1(manner.name));
    const QString inside = QDir(folder).filePath(QString::fromLatin1(manner.name.mid(3)));
    {
        ServerTalk bad(stage, manner);
        if (Finding trouble = bad.open())
            return trouble;
        bad.runUntil("stored"_L1); // it may refuse at any point: what it does not do is the question
        bad.readQuietly(300ms, 60ms);
        bad.close();
    }
    stage.bench().pause(100ms);
    QFile::remove(inside);
    if (QFile::remove(outside))
        return Trouble{QCoreApplication::translate("Lab", "The file was written outside the folder, as %1.").arg(printable(QDir::cleanPath(outside))), {}, false};
    return stillServes(stage);
}

Finding existing(CheckStage &stage)
{
    if (stage.directory().isEmpty())
        return noFolder();
    const QString folder = learnStoreFolder(stage);
    Manner manner;
    manner.name = "transom-check-existing.txt";
    manner.body = "new and short\n";
    const QByteArray old = "this was here before, and it is longer\n";
    QFile file(QDir(folder).filePath(QString::fromLatin1(manner.name)));
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write(old) != old.size())
        return Trouble{QCoreApplication::translate("Lab", "No file could be put into the folder beforehand."), {}, true};
    file.close();
    {
        ServerTalk second(stage, manner);
        if (Finding trouble = second.open())
            return trouble;
        if (!second.runUntil("stored"_L1)) // a refusal is as good
            second.readQuietly(200ms, 60ms);
        second.close();
    }
    stage.bench().pause(150ms);
    QByteArray now;
    if (file.open(QIODevice::ReadOnly))
        now = file.read(64 * 1024); // a program may have put anything there, of any size
    file.remove();
    if (now != old && now != manner.body)
        return Trouble{QCoreApplication::translate("Lab", "The file is neither the old one nor the new one: %1.").arg(quotedBytes(now)), {}, false};
    return stillServes(stage);
}

} // namespace transom::lab
