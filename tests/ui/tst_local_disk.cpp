#include "ui/files/folder_source.h"
#include "ui/files/local_disk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <memory>
#include <unistd.h>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

/// Copying and moving on this computer.
class TestLocalDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath(u"from/deep/empty"_s));
        QVERIFY(QDir(m_folder->path()).mkpath(u"to"_s));
        write(u"from/deep/.dot"_s, "dot");
        write(u"from/file"_s, "content");
    }

    void aTreeIsCopiedWithTimesPermissionsLinksAndEmptyFolders()
    {
        QCOMPARE(::symlink("file", QFile::encodeName(at(u"from/link"_s)).constData()), 0);
        QCOMPARE(::mkfifo(QFile::encodeName(at(u"from/pipe"_s)).constData(), 0600), 0);
        QCOMPARE(::chmod(QFile::encodeName(at(u"from/file"_s)).constData(), 0750), 0);
        const timespec times[2] = {{1'000'000, 0}, {1'234'567, 0}};
        QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(at(u"from/file"_s)).constData(), times, 0), 0);
        QStringList left;
        disk::CarryProgress progress;
        QVERIFY(disk::carry({{at(u"from"_s)}, at(u"to"_s), false, disk::Conflict::Fail}, progress, left));
        QCOMPARE(read(u"to/from/file"_s), QByteArray("content"));
        QCOMPARE(read(u"to/from/deep/.dot"_s), QByteArray("dot"));
        QVERIFY(QFileInfo(at(u"to/from/deep/empty"_s)).isDir());
        QCOMPARE(disk::look(at(u"to/from/file"_s))->mode, 0750);
        QCOMPARE(disk::look(at(u"to/from/file"_s))->modified, 1'234'567'000);
        char target[16] = {};
        QCOMPARE(::readlink(QFile::encodeName(at(u"to/from/link"_s)).constData(), target, sizeof target), 4);
        QCOMPARE(QByteArray(target), QByteArray("file"));
        QCOMPARE(left, QStringList{at(u"from/pipe"_s)});
        QVERIFY(!QFileInfo::exists(at(u"to/from/pipe"_s)));
        QCOMPARE(progress.done.load(), 10);
        QCOMPARE(progress.total.load(), 10);
    }

    void whatIsThereIsNotTouchedUnlessSomebodySaidSo()
    {
        write(u"to/file"_s, "mine");
        QStringList left;
        disk::CarryProgress progress;
        const auto refused = disk::carry({{at(u"from/file"_s)}, at(u"to"_s), false, disk::Conflict::Fail}, progress, left);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::AlreadyExists);
        QVERIFY(disk::carry({{at(u"from/file"_s)}, at(u"to"_s), false, disk::Conflict::Skip}, progress, left));
        QCOMPARE(read(u"to/file"_s), QByteArray("mine"));
        QVERIFY(disk::carry({{at(u"from/file"_s)}, at(u"to"_s), false, disk::Conflict::Rename}, progress, left));
        QCOMPARE(read(u"to/file"_s), QByteArray("mine"));
        QCOMPARE(read(u"to/file (2)"_s), QByteArray("content"));
        QVERIFY(disk::carry({{at(u"from/file"_s)}, at(u"to"_s), true, disk::Conflict::Overwrite}, progress, left));
        QCOMPARE(read(u"to/file"_s), QByteArray("content"));
        QVERIFY(!QFileInfo::exists(at(u"from/file"_s)));
    }

    void nothingThatHappensBetweenReadingAFolderAndWatchingItIsMissed()
    {
        const QString path = at(u"to"_s);
        const timespec longAgo[2] = {{1'000'000, 0}, {1'000'000, 0}};
        QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), longAgo, 0), 0);
        LocalFolders folders;
        QSignalSpy changed(&folders, &FolderSource::changed);
        QVERIFY(isRead(folders, path));
        write(u"to/between"_s, "x");
        folders.watch(path);
        QTRY_VERIFY(changed.count() > 0);
        QCOMPARE(changed.first().first().toString(), path);
    }

    void watchingAgainLosesNothing()
    {
        const QString path = at(u"to"_s);
        LocalFolders folders;
        QSignalSpy changed(&folders, &FolderSource::changed);
        QVERIFY(isRead(folders, path));
        folders.watch(path);
        for (int i = 0; i < 20; ++i) {
            changed.clear();
            write(u"to/file %1"_s.arg(i), "x");
            folders.watch(path);
            QTRY_VERIFY2(changed.count() > 0, qPrintable(QString::number(i)));
        }
    }

    void aFolderCannotGoIntoItself()
    {
        QStringList left;
        for (const bool move : {false, true}) {
            disk::CarryProgress progress;
            QVERIFY(!disk::carry({{at(u"from"_s)}, at(u"from/deep"_s), move, disk::Conflict::Fail}, progress, left));
            QVERIFY(!disk::carry({{at(u"from"_s)}, at(u"from"_s), move, disk::Conflict::Fail}, progress, left));
        }
        QCOMPARE(read(u"from/file"_s), QByteArray("content"));
        QVERIFY(!QFileInfo::exists(at(u"from/deep/from"_s)));
    }

    void whatIsStoppedLeavesNoHalfFileAndTheOriginal()
    {
        QStringList left;
        disk::CarryProgress progress;
        progress.stop = true;
        const auto stopped = disk::carry({{at(u"from/file"_s)}, at(u"to"_s), true, disk::Conflict::Fail}, progress, left);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(QDir(at(u"to"_s)).isEmpty());
        QCOMPARE(read(u"from/file"_s), QByteArray("content"));
    }

    void aFolderIsReadInPagesWithLinksAsWhatTheyLeadTo()
    {
        for (int i = 0; i < 4500; ++i)
            write(u"to/%1"_s.arg(i), {});
        QCOMPARE(::symlink("../from", QFile::encodeName(at(u"to/way"_s)).constData()), 0);
        QCOMPARE(::symlink("nowhere", QFile::encodeName(at(u"to/broken"_s)).constData()), 0);
        disk::FolderReader reader(at(u"to"_s));
        QHash<QString, FolderEntry> all;
        int pages = 0;
        for (auto page = reader.next(); page && !page->isEmpty(); page = reader.next(), ++pages) {
            for (const FolderEntry &entry : *page)
                all.insert(entry.name, entry);
        }
        QCOMPARE(all.size(), 4502);
        QCOMPARE(pages, 3);
        QVERIFY(all[u"way"_s].link && all[u"way"_s].kind == FolderEntry::Kind::Folder);
        QVERIFY(all[u"broken"_s].link && all[u"broken"_s].kind == FolderEntry::Kind::Link);
        QCOMPARE(disk::FolderReader(at(u"gone"_s)).next().error().code, ErrorCode::NotFound);
    }

private:
    static bool isRead(LocalFolders &folders, const QString &path)
    {
        bool read = false;
        folders.list(path, &folders, [](const QList<FolderEntry> &) {}, [&read](const Result<void> &result) { read = result.has_value(); });
        return QTest::qWaitFor([&read] { return read; }, 20'000);
    }
    QString at(const QString &path) const { return m_folder->filePath(path); }
    void write(const QString &path, const QByteArray &bytes) const
    {
        QFile file(at(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArray read(const QString &path) const
    {
        QFile file(at(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestLocalDisk)
#include "tst_local_disk.moc"
