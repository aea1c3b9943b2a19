#include "ui/models/folder_model.h"
#include "ui/models/transfers_model.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using Kind = FolderEntry::Kind;

class TestModelsFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldersComeFirstAndNamesAreSortedAsPeopleCount()
    {
        FolderModel model(FolderModel::Side::Remote);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFolder(u"/"_s, {{u"file 10"_s, Kind::File, 5, 100}, {u"File 9"_s, Kind::File, 50, 50}, {u"zoo"_s, Kind::Folder, 0, 10}, {u"报告"_s, Kind::File, 1, 1}});
        model.sort(FolderModel::Name, Qt::AscendingOrder);
        QCOMPARE(names(model), (QStringList{u"zoo"_s, u"File 9"_s, u"file 10"_s, u"报告"_s}));
        model.sort(FolderModel::Name, Qt::DescendingOrder);
        QCOMPARE(names(model), (QStringList{u"zoo"_s, u"报告"_s, u"file 10"_s, u"File 9"_s}));
        model.sort(FolderModel::Size, Qt::DescendingOrder);
        QCOMPARE(names(model), (QStringList{u"zoo"_s, u"File 9"_s, u"file 10"_s, u"报告"_s}));
        model.sort(FolderModel::Modified, Qt::AscendingOrder);
        QCOMPARE(names(model), (QStringList{u"zoo"_s, u"报告"_s, u"File 9"_s, u"file 10"_s}));
        model.setFilterText(u"FILE"_s);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.find(u"zoo"_s));
        QCOMPARE(model.rowOf(u"zoo"_s), -1);
    }

    void eachColumnSorts_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QStringList>("order");
        QTest::newRow("type") << int(FolderModel::Type) << QStringList{u"b"_s, u"a.cpp"_s, u"c.txt"_s};
        QTest::newRow("permissions") << int(FolderModel::Permissions) << QStringList{u"c.txt"_s, u"a.cpp"_s, u"b"_s};
        QTest::newRow("size") << int(FolderModel::Size) << QStringList{u"b"_s, u"c.txt"_s, u"a.cpp"_s};
    }
    void eachColumnSorts()
    {
        QFETCH(int, column);
        QFETCH(QStringList, order);
        FolderModel model(FolderModel::Side::Local);
        model.setFolder(u"/"_s, {{u"a.cpp"_s, Kind::File, 30, 1, 0644}, {u"b"_s, Kind::File, 10, 1, 0755}, {u"c.txt"_s, Kind::File, 20, 1, 0600}});
        model.sort(column, Qt::AscendingOrder);
        QCOMPARE(names(model), order);
        std::reverse(order.begin(), order.end());
        model.sort(column, Qt::DescendingOrder);
        QCOMPARE(names(model), order);
        QCOMPARE(model.index(model.rowOf(u"b"_s), FolderModel::Permissions).data().toString(), u"rwxr-xr-x"_s);
    }

    void aRandomSeriesOfChangesAlwaysShowsWhatIsThere()
    {
        FolderModel model(FolderModel::Side::Remote);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            QList<FolderEntry> entries;
            for (int i = 0; i < 40; ++i) {
                if (random.bounded(3) > 0)
                    entries.append({u"n%1"_s.arg(i), i % 7 ? Kind::File : Kind::Folder, random.bounded(5), random.bounded(3)});
            }
            std::shuffle(entries.begin(), entries.end(), random);
            model.setFolder(u"/"_s, entries);
            if (round % 10 == 0)
                model.sort(random.bounded(int(FolderModel::ColumnCount)), random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder);
            if (round % 15 == 0)
                model.setFilterText(random.bounded(2) ? u"1"_s : QString());
            QSet<QString> expected;
            for (const FolderEntry &entry : std::as_const(entries))
                expected.insert(entry.name);
            for (int row = 0; row < model.rowCount(); ++row) {
                QVERIFY(expected.contains(model.entry(row).name));
                QCOMPARE(model.rowOf(model.entry(row).name), row);
                QVERIFY(entries.contains(model.entry(row)));
            }
        }
        model.setFilterText({});
        QCOMPARE(model.rowCount(), model.entries().size());
    }

    void aLargeFolderIsArrangedOffTheGuiThreadAndComesInBatches()
    {
        FolderModel model(FolderModel::Side::Remote);
        QSignalSpy arranged(&model, &FolderModel::arranged);
        QList<FolderEntry> first;
        for (int i = 0; i < 3000; ++i)
            first.append({u"file %1"_s.arg(i), Kind::File, i, i});
        model.setPages(u"/big"_s, {first});
        QCOMPARE(model.rowCount(), 0); // not yet: the pool is at it
        QTRY_COMPARE(model.rowCount(), 3000);
        QList<FolderEntry> second;
        for (int i = 3000; i < 9000; ++i)
            second.append({u"file %1"_s.arg(i), Kind::File, i, i});
        QSignalSpy again(&model, &FolderModel::aboutToRearrange);
        model.setPages(u"/big"_s, {first, second});
        model.sort(FolderModel::Size, Qt::DescendingOrder); // overtakes
        QTRY_COMPARE(model.rowCount(), 9000);
        QCOMPARE(model.entry(0).name, u"file 8999"_s);
        QCOMPARE(again.size(), 1);
        QCOMPARE(model.rowBeginning(u"FILE 77"_s, 0), model.rowOf(u"file 7799"_s));
        model.setFilterText(u"file 899"_s);
        QTRY_COMPARE(model.rowCount(), 11);
    }

    void comparingMarksWhatIsOtherwise()
    {
        FolderModel here(FolderModel::Side::Local);
        FolderModel there(FolderModel::Side::Remote);
        here.setFolder(u"/a"_s, {{u"same"_s, Kind::File, 5, 100'000}, {u"new"_s, Kind::File, 5, 900'000}, {u"old"_s, Kind::File, 5, 100}, {u"only"_s, Kind::File, 1, 1},
                                 {u"size"_s, Kind::File, 1, 100'000}, {u"dir"_s, Kind::Folder, 0, 5}});
        there.setFolder(u"/"_s, {{u"same"_s, Kind::File, 5, 101'000}, {u"new"_s, Kind::File, 5, 100'000}, {u"old"_s, Kind::File, 5, 100'000}, {u"size"_s, Kind::File, 2, 100'000},
                                 {u"dir"_s, Kind::Folder, 0, 99'999'999}});
        here.compareWith(there.listing(), false);
        const auto mark = [&](const QString &name) { return here.markOf(here.rowOf(name)); };
        QCOMPARE(mark(u"same"_s), Mark::None);
        QCOMPARE(mark(u"new"_s), Mark::Newer);
        QCOMPARE(mark(u"old"_s), Mark::Older);
        QCOMPARE(mark(u"only"_s), Mark::OnlyHere);
        QCOMPARE(mark(u"size"_s), Mark::Different);
        QCOMPARE(mark(u"dir"_s), Mark::None);
        here.compareWith(there.listing(), true);
        QCOMPARE(here.rowCount(), 4);
        here.compareWith(nullptr, false);
        QCOMPARE(here.rowCount(), 6);
        QCOMPARE(mark(u"only"_s), Mark::None);
    }

    void aNameTheServerCannotHaveIsShownAsSuch()
    {
        FolderModel local(FolderModel::Side::Local);
        local.setFolder(u"/"_s, {{u"con.txt"_s, Kind::File, 1, 1}, {u"good.txt"_s, Kind::File, 1, 1}});
        QVERIFY(local.index(local.rowOf(u"con.txt"_s), 0).data(FolderModel::UnfitRole).toBool());
        QVERIFY(!local.index(local.rowOf(u"good.txt"_s), 0).data(FolderModel::UnfitRole).toBool());
    }

    void aRefreshKeepsTheRowsThatAreStillThere()
    {
        FolderModel model(FolderModel::Side::Remote);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFolder(u"/a"_s, {{u"one"_s, Kind::File, 1, 1}, {u"two"_s, Kind::File, 2, 2}});
        const QPersistentModelIndex two = model.index(model.rowOf(u"two"_s), 0);
        QSignalSpy reset(&model, &FolderModel::modelReset);
        model.setFolder(u"/a"_s, {{u"two"_s, Kind::File, 22, 3}, {u"three"_s, Kind::File, 3, 3}});
        QCOMPARE(reset.size(), 0);
        QVERIFY(two.isValid());
        QCOMPARE(two.data(FolderModel::SizeRole).toLongLong(), 22);
        QCOMPARE(model.rowOf(u"one"_s), -1);
        model.setFolder(u"/b"_s, {});
        QCOMPARE(reset.size(), 1);
    }

    void renamingAsksAndDoesNotChangeTheModel()
    {
        FolderModel model(FolderModel::Side::Remote);
        model.setFolder(u"/"_s, {{u"old"_s, Kind::File, 1, 1}});
        QSignalSpy asked(&model, &FolderModel::renameRequested);
        QVERIFY(model.setData(model.index(0, 0), u"new"_s, Qt::EditRole));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), u"old"_s);
        QCOMPARE(asked[0][1].toString(), u"new"_s);
        QCOMPARE(model.entry(0).name, u"old"_s);
        QVERIFY(!model.setData(model.index(0, 0), u"old"_s, Qt::EditRole));
    }

    void whatIsDraggedTellsItsSide()
    {
        FolderModel remote(FolderModel::Side::Remote);
        remote.setFolder(u"/a"_s, {{u"x y"_s, Kind::File, 1, 1}, {u"z"_s, Kind::File, 1, 1}});
        const std::unique_ptr<QMimeData> paths(remote.mimeData({remote.index(0, 0), remote.index(0, 1), remote.index(1, 0)}));
        QCOMPARE(paths->data(QString::fromLatin1(RemotePathsMimeType)), QByteArray("/a/x y\0/a/z", 11));
        FolderModel local(FolderModel::Side::Local);
        local.setFolder(u"/tmp"_s, {{u"x"_s, Kind::File, 1, 1}});
        const std::unique_ptr<QMimeData> urls(local.mimeData({local.index(0, 0)}));
        QCOMPARE(urls->urls(), QList<QUrl>{QUrl::fromLocalFile(u"/tmp/x"_s)});
    }

    void pathsAreJoinedAndTakenApart()
    {
        QCOMPARE(joinPath(u"/"_s, u"a"_s), u"/a"_s);
        QCOMPARE(joinPath(u"/a"_s, u"b"_s), u"/a/b"_s);
        QCOMPARE(parentPath(u"/a/b"_s), u"/a"_s);
        QCOMPARE(parentPath(u"/a/"_s), u"/"_s);
        QCOMPARE(parentPath(u"/"_s), u"/"_s);
        QCOMPARE(lastComponent(u"/a/b/"_s), u"b"_s);
    }

    void hostileNamesAreShownEscapedButKept()
    {
        FolderModel model(FolderModel::Side::Remote);
        const QString name = u"gpj\u202e.exe"_s;
        model.setFolder(u"/"_s, {{name, Kind::File, 1, 1}});
        QVERIFY(!model.index(0, 0).data().toString().contains(QChar(0x202e)));
        QCOMPARE(model.index(0, 0).data(FolderModel::NameRole).toString(), name);
    }

    void transfersAddUpToOneLine()
    {
        TransfersModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy done(&model, &TransfersModel::transferDone);
        QCOMPARE(model.totalText(), u"No transfers"_s);
        model.set(transfer(1, files::TransferState::Running, 25, 100, 25));
        model.set(transfer(2, files::TransferState::Waiting, 0, 100, 0));
        QCOMPARE(model.total().active(), 2);
        QCOMPARE(model.total().bytes, 25);
        QCOMPARE(model.total().of, 200);
        QCOMPARE(model.total().leftMs, 7000);
        QCOMPARE(model.index(0).data(TransfersModel::IdRole).toLongLong(), 1);
        QCOMPARE(model.index(0).data(TransfersModel::FractionRole).toDouble(), 0.25);
        QCOMPARE(model.index(0).data(TransfersModel::AmountRole).toString(), u"25 B of 100 B"_s);
        QCOMPARE(model.index(0).data(TransfersModel::RateRole).toString(), u"25 B/s"_s);
        model.set(transfer(1, files::TransferState::Done, 100, 100, 0));
        model.set(transfer(1, files::TransferState::Done, 100, 100, 0));
        QCOMPARE(done.size(), 1);
        // What is done goes on counting until all is: the sum never runs backwards.
        QCOMPARE(model.total().bytes, 100);
        QCOMPARE(model.total().of, 200);
        QCOMPARE(model.index(0).data(TransfersModel::IdRole).toLongLong(), 2);
        model.set(transfer(2, files::TransferState::Failed, 0, -1, 0));
        QCOMPARE(model.total().active(), 0);
        QVERIFY(model.totalText().contains(u"1 failed"_s));
        // The next list begins from nothing.
        model.set(transfer(3, files::TransferState::Waiting, 0, -1, 0));
        QCOMPARE(model.total().failed, 0);
        QCOMPARE(model.total().of, 0);
        QCOMPARE(model.total().unmeasured, 1);
        model.set(transfer(4, files::TransferState::Waiting, 0, 1000, 0));
        QVERIFY(model.totalAmount().contains(u"1.0 kB+"_s));
        for (qint64 id = 4; id > 0; --id)
            model.remove(id);
        QCOMPARE(model.rowCount(), 0);
    }

    void unfinishedTransfersFollowTheirOrderAndFinishedOnesComeNewestFirst()
    {
        TransfersModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        TransfersSection now;
        TransfersSection history;
        now.setSourceModel(&model);
        history.setSourceModel(&model);
        history.setHistory(true);
        for (qint64 id = 1; id <= 4; ++id)
            model.set(transfer(id, files::TransferState::Waiting, 0, 10, 0));
        const QPersistentModelIndex second = model.index(1);
        model.setOrder({4, 3, 2, 1});
        QCOMPARE(ids(now), (QList<qint64>{4, 3, 2, 1}));
        QCOMPARE(second.data(TransfersModel::IdRole).toLongLong(), 2);
        files::TransferInfo info = transfer(3, files::TransferState::Done, 10, 10, 0);
        info.endedMs = 100;
        model.set(info);
        info = transfer(1, files::TransferState::Failed, 10, 10, 0);
        info.endedMs = 200;
        model.set(info);
        QCOMPARE(ids(now), (QList<qint64>{4, 2}));
        QCOMPARE(ids(history), (QList<qint64>{1, 3}));
        QCOMPARE(TransfersModel::of(history.index(0, 0))->id, 1);
        // Tried again, it is among the others.
        model.set(transfer(1, files::TransferState::Waiting, 0, 10, 0));
        model.setOrder({1, 4, 2});
        QCOMPARE(ids(now), (QList<qint64>{1, 4, 2}));
        QCOMPARE(ids(history), QList<qint64>{3});
        QVERIFY(now.flags(now.index(0, 0)).testFlag(Qt::ItemIsDragEnabled));
        QVERIFY(!history.flags(history.index(0, 0)).testFlag(Qt::ItemIsDragEnabled));
        const std::unique_ptr<QMimeData> mime(now.mimeData({now.index(0, 0), now.index(2, 0)}));
        QCOMPARE(TransfersModel::idsIn(*mime), (QList<qint64>{1, 2}));
        mime->setData(QString::fromLatin1(TransfersModel::MimeType), "7,what,");
        QCOMPARE(TransfersModel::idsIn(*mime), QList<qint64>{7});
    }

    void whatBelongsToAnotherServerOrAsksSaysSo()
    {
        files::TransferInfo info = transfer(1, files::TransferState::Waiting, 0, 10, 0);
        info.place = {u"lab:7160"_s, u"ali\u202ece"_s};
        info.here = false;
        QVERIFY(TransfersModel::status(info).contains(u"@lab:7160"_s));
        QVERIFY(!TransfersModel::status(info).contains(QChar(0x202e)));
        TransfersModel model;
        model.set(info);
        QCOMPARE(model.totalText(), u"1 waiting for their server"_s);
        info.here = true;
        info.state = files::TransferState::Running;
        info.questions = 2;
        model.set(info);
        QCOMPARE(TransfersModel::status(info), u"Waiting for your answer"_s);
        QVERIFY(model.totalText().startsWith(u"1 waiting for your answer"_s));
    }

private:
    static files::TransferInfo transfer(qint64 id, files::TransferState state, qint64 done, qint64 total, double rate)
    {
        files::TransferInfo info;
        info.id = id;
        info.name = u"file"_s;
        info.state = state;
        info.progress.done = done;
        info.progress.total = total;
        info.progress.rate = rate;
        return info;
    }
    static QList<qint64> ids(const QAbstractItemModel &model)
    {
        QList<qint64> list;
        for (int row = 0; row < model.rowCount(); ++row)
            list.append(model.index(row, 0).data(TransfersModel::IdRole).toLongLong());
        return list;
    }
    static QStringList names(const QAbstractItemModel &model)
    {
        QStringList list;
        for (int row = 0; row < model.rowCount(); ++row)
            list.append(model.index(row, 0).data(FolderModel::NameRole).toString());
        return list;
    }
};

QTEST_GUILESS_MAIN(TestModelsFiles)
#include "tst_models_files.moc"
