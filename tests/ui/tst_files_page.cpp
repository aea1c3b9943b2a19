#include "tests/ui/served_pages.h"
#include "ui/files/conflict_bar.h"
#include "ui/files/file_table.h"
#include "ui/files/files_page.h"
#include "ui/files/folder_pane.h"
#include "ui/files/question_bar.h"
#include "ui/files/transfers_drawer.h"
#include "ui/models/folder_model.h"
#include "ui/widgets/widgets.h"

#include <QCheckBox>
#include <QCryptographicHash>
#include <QDropEvent>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QToolButton>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

class TestFilesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        m_served = std::make_unique<test::Served>();
        m_page = std::make_unique<FilesPage>(m_served->owner());
        m_drawer = std::make_unique<TransfersDrawer>(m_served->owner());
        test::present(*m_page);
        m_local = m_page->findChild<FolderPane *>(u"local-pane"_s);
        m_remote = m_page->findChild<FolderPane *>(u"remote-pane"_s);
        QVERIFY(says(*m_remote, u"No server yet"_s));
        QVERIFY(m_served->start());
        QTRY_COMPARE(m_remote->path(), u"/"_s);
        QVERIFY(m_folder.isValid());
        for (const auto &[name, size] : {std::pair("letter.txt", 2000), std::pair("报告 最终版.pdf", 123'456), std::pair("picture.png", 50'000), std::pair("song 10.mp3", 9'000'000),
                                         std::pair("song 9.mp3", 7'000'000), std::pair("main.cpp", 4321), std::pair("archive.tar.gz", 345'678), std::pair(".hidden", 1)})
            write(m_folder.filePath(QString::fromUtf8(name)), QByteArray(size, 'x'));
        QDir(m_folder.path()).mkdir(u"Homework"_s);
        openLocal(m_folder.path());
    }
    void cleanupTestCase()
    {
        m_drawer.reset();
        m_page.reset();
        m_served.reset();
    }

    void aFileIsChosenAndUploadedWithTheButton()
    {
        auto *upload = m_page->findChild<QPushButton *>(u"upload"_s);
        QVERIFY(!upload->isEnabled());
        choose(*m_local, u"letter.txt"_s);
        QTRY_VERIFY(upload->isEnabled());
        QTest::mouseClick(upload, Qt::LeftButton);
        QTRY_VERIFY(m_remote->model().rowOf(u"letter.txt"_s) >= 0);
        QCOMPARE(read(m_served->homeOfOwner() + u"/letter.txt"_s), QByteArray(2000, 'x'));
    }

    void aFileDroppedFromTheDesktopIsUploadedAndThePaneShowsThatItMayBe()
    {
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(m_folder.filePath(u"报告 最终版.pdf"_s))});
        QVERIFY(drop(*m_remote, mime, m_remote->rect().center(), u"drop"_s));
        QTRY_VERIFY(m_remote->model().rowOf(u"报告 最终版.pdf"_s) >= 0);
        // What is not a file of this computer is not taken.
        QMimeData other;
        other.setUrls({QUrl(u"https://example.org/"_s)});
        QVERIFY(!drop(*m_remote, other, m_remote->rect().center()));
    }

    void folderIsMadeAndADropOnItGoesInside()
    {
        auto *make = m_page->findChild<QToolButton *>(u"remote-new-folder"_s);
        QTest::mouseClick(make, Qt::LeftButton);
        auto *name = m_page->findChild<QLineEdit *>(u"remote-folder-name"_s);
        QTRY_VERIFY(name->isVisible());
        QTest::keyClicks(name, u"inbox"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(m_remote->model().rowOf(u"inbox"_s) >= 0);
        QVERIFY(!name->isVisible());
        QTRY_VERIFY(holdsKeys(m_remote->table()));
        const QModelIndex row = rowOf(*m_remote, u"inbox"_s);
        const QPoint at = m_remote->table().viewport()->mapTo(m_remote, m_remote->table().visualRect(row).center());
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(m_folder.filePath(u"main.cpp"_s))});
        QVERIFY(drop(*m_remote, mime, at));
        QTRY_VERIFY(QFile::exists(m_served->homeOfOwner() + u"/inbox/main.cpp"_s));
    }

    void aFileOfTheServerIsDraggedToTheLocalPane()
    {
        const QString target = m_folder.filePath(u"Homework"_s);
        openLocal(target);
        const std::unique_ptr<QMimeData> mime(m_remote->table().model()->mimeData({rowOf(*m_remote, u"letter.txt"_s)}));
        QVERIFY(mime);
        QVERIFY(drop(*m_local, *mime, m_local->rect().center()));
        QTRY_VERIFY(m_local->model().rowOf(u"letter.txt"_s) >= 0);
        QCOMPARE(read(target + u"/letter.txt"_s), QByteArray(2000, 'x'));
        // Files of this computer are not dropped onto itself.
        QMimeData local;
        local.setUrls({QUrl::fromLocalFile(target + u"/letter.txt"_s)});
        QVERIFY(!drop(*m_local, local, m_local->rect().center()));
        openLocal(m_folder.path());
    }

    void whatIsThereAlreadyIsAskedAboutAndBothAreKept()
    {
        write(m_folder.filePath(u"letter.txt"_s), "another letter");
        m_local->refresh();
        QTRY_COMPARE(m_local->model().find(u"letter.txt"_s)->size, 14);
        choose(*m_local, u"letter.txt"_s);
        QTest::mouseClick(m_page->findChild<QPushButton *>(u"upload"_s), Qt::LeftButton);
        QTRY_VERIFY(m_remote->question().isVisible());
        QVERIFY(m_remote->question().text().contains(u"letter.txt"_s));
        QVERIFY(m_remote->question().text().contains(u"14 B"_s) && m_remote->question().text().contains(u"2.0 kB"_s));
        test::picture(*m_page, u"files-conflict"_s);
        QTest::mouseClick(m_remote->question().findChild<QPushButton *>(u"rename"_s), Qt::LeftButton);
        QTRY_COMPARE(QDir(m_served->homeOfOwner()).entryList({u"letter*"_s}, QDir::Files).size(), 2);
        QCOMPARE(read(m_served->homeOfOwner() + u"/letter.txt"_s), QByteArray(2000, 'x'));
        QTRY_COMPARE(m_drawer->model().total().active(), 0);
        // And overwritten, when that is the answer.
        QTest::mouseClick(m_page->findChild<QPushButton *>(u"upload"_s), Qt::LeftButton);
        QTRY_VERIFY(m_remote->question().isVisible());
        QTest::mouseClick(m_remote->question().findChild<QPushButton *>(u"overwrite"_s), Qt::LeftButton);
        QVERIFY(holdsKeys(m_remote->table()));
        QTRY_COMPARE(read(m_served->homeOfOwner() + u"/letter.txt"_s), QByteArray("another letter"));
    }

    void oneAnswerMayGoForAllOfThem()
    {
        choose(*m_local, u"letter.txt"_s);
        choose(*m_local, u"报告 最终版.pdf"_s, Qt::ControlModifier);
        QTest::mouseClick(m_page->findChild<QPushButton *>(u"upload"_s), Qt::LeftButton);
        QTRY_VERIFY(m_remote->question().isVisible());
        auto *all = m_remote->question().findChild<QCheckBox *>();
        QVERIFY(all->isVisible());
        QTest::keyClick(all, Qt::Key_Space);
        QVERIFY(all->isChecked());
        const int before = m_drawer->model().rowCount();
        QTest::mouseClick(m_remote->question().findChild<QPushButton *>(u"skip"_s), Qt::LeftButton);
        QVERIFY(!m_remote->question().isVisible());
        QCOMPARE(m_drawer->model().rowCount(), before);
    }

    void aNameIsChangedInPlaceWithF2()
    {
        choose(*m_remote, u"报告 最终版.pdf"_s);
        QTest::keyClick(&m_remote->table(), Qt::Key_F2);
        auto *editor = m_remote->table().findChild<QLineEdit *>();
        QTRY_VERIFY(editor && editor->isVisible());
        QTRY_COMPARE(editor->selectedText(), u"报告 最终版"_s);
        QTest::keyClicks(editor, u"report"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(m_remote->model().rowOf(u"report.pdf"_s) >= 0);
        QCOMPARE(m_remote->model().rowOf(u"报告 最终版.pdf"_s), -1);
        QVERIFY(QFile::exists(m_served->homeOfOwner() + u"/report.pdf"_s));
    }

    void removingAsksInPlaceAndNamesWhatGoes()
    {
        choose(*m_remote, u"report.pdf"_s);
        QTest::keyClick(&m_remote->table(), Qt::Key_Delete);
        QTRY_VERIFY(m_remote->question().isVisible());
        QVERIFY(m_remote->question().text().contains(u"report.pdf"_s));
        QTest::keyClick(&m_remote->question(), Qt::Key_Escape);
        QVERIFY(!m_remote->question().isVisible());
        QVERIFY(QFile::exists(m_served->homeOfOwner() + u"/report.pdf"_s));
        QTest::keyClick(&m_remote->table(), Qt::Key_Delete);
        // By keys alone: the harmless answer has the focus, the other one is a step before it, and Return presses either.
        QPointer<QPushButton> keep = m_remote->question().findChild<QPushButton *>(u"keep"_s);
        QTRY_VERIFY(holdsKeys(*keep));
        QTest::keyClick(keep, Qt::Key_Return);
        QVERIFY(!m_remote->question().isVisible());
        QTRY_VERIFY(holdsKeys(m_remote->table()));
        QTest::keyClick(&m_remote->table(), Qt::Key_Delete);
        QTest::keyClick(m_remote->question().findChild<QPushButton *>(u"remove"_s), Qt::Key_Return);
        QTRY_COMPARE(m_remote->model().rowOf(u"report.pdf"_s), -1);
        QVERIFY(!QFile::exists(m_served->homeOfOwner() + u"/report.pdf"_s));
    }

    void whatWasRemovedOnTheServerComesBackWithUndo()
    {
        write(m_served->homeOfOwner() + u"/keep me.txt"_s, "precious");
        QVERIFY(QDir().mkpath(m_served->homeOfOwner() + u"/keep folder"_s));
        write(m_served->homeOfOwner() + u"/keep folder/inside.txt"_s, "inside");
        m_remote->refresh();
        choose(*m_remote, u"keep me.txt"_s);
        choose(*m_remote, u"keep folder"_s, Qt::ControlModifier);
        QTest::keyClick(&m_remote->table(), Qt::Key_Delete);
        QTest::mouseClick(m_remote->question().findChild<QPushButton *>(u"remove"_s), Qt::LeftButton);
        QTRY_VERIFY(m_remote->banner().text().contains(u"recycle bin"_s));
        QTRY_COMPARE(m_remote->model().rowOf(u"keep me.txt"_s), -1);
        QVERIFY(!QFile::exists(m_served->homeOfOwner() + u"/keep me.txt"_s));
        // The looks at the folder that follow do not take the offer away: the one after the removal, and the next.
        QSignalSpy arranged(&m_remote->model(), &FolderModel::arranged);
        m_remote->refresh();
        QTRY_VERIFY(arranged.count() > 0 && !m_remote->isLoading());
        QVERIFY(m_remote->banner().text().contains(u"recycle bin"_s));
        test::picture(*m_page, u"files-undo"_s);
        auto *undo = m_remote->banner().findChild<QPushButton *>();
        QVERIFY(undo->isVisible());
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_COMPARE(read(m_served->homeOfOwner() + u"/keep me.txt"_s), QByteArray("precious"));
        QTRY_COMPARE(read(m_served->homeOfOwner() + u"/keep folder/inside.txt"_s), QByteArray("inside"));
        QTRY_VERIFY(m_remote->model().rowOf(u"keep me.txt"_s) >= 0 && m_remote->model().rowOf(u"keep folder"_s) >= 0);
        QTRY_VERIFY(m_remote->banner().isHidden());
    }

    void whatIsUndoneByKeyIsTheLastRemovalEvenFromAnEmptyFolder()
    {
        const QString alone = m_served->homeOfOwner() + u"/alone"_s;
        QVERIFY(QDir().mkpath(alone));
        write(alone + u"/only.txt"_s, "the only one");
        const QString before = m_remote->path();
        activate(); // shortcuts are for the active window
        m_remote->open(u"/alone"_s);
        QTRY_COMPARE(m_remote->path(), u"/alone"_s);
        choose(*m_remote, u"only.txt"_s);
        QTest::keyClick(&m_remote->table(), Qt::Key_Delete);
        QTest::keyClick(m_remote->question().findChild<QPushButton *>(u"remove"_s), Qt::Key_Return);
        // What stands in place of the rows has the keys now, not some button elsewhere.
        auto *instead = m_remote->findChild<QWidget *>(u"remote-instead"_s);
        QTRY_VERIFY(instead->isVisible() && m_remote->banner().text().contains(u"recycle bin"_s));
        QTRY_VERIFY(holdsKeys(*instead));
        QTest::keySequence(instead, QKeySequence::Undo);
        QTRY_COMPARE(read(alone + u"/only.txt"_s), QByteArray("the only one"));
        QTRY_VERIFY(m_remote->table().isVisible() && holdsKeys(m_remote->table()));
        // A second time nothing happens: it is undone already.
        QTest::keySequence(&m_remote->table(), QKeySequence::Undo);
        QVERIFY(QFile::remove(alone + u"/only.txt"_s));
        m_remote->refresh();
        QTRY_VERIFY(holdsKeys(*instead));
        QTest::keyClick(instead, Qt::Key_Backspace);
        QTRY_COMPARE(m_remote->path(), before);
        QVERIFY(QDir().rmdir(alone));
        m_remote->refresh();
        QTRY_COMPARE(m_remote->model().rowOf(u"alone"_s), -1);
    }

    void aRemovalThatFailsHalfWayTellsWhatHasGoneAndBringsThatBack()
    {
        write(m_served->homeOfOwner() + u"/half a.txt"_s, "a");
        write(m_served->homeOfOwner() + u"/half b.txt"_s, "b");
        m_remote->refresh();
        choose(*m_remote, u"half a.txt"_s);
        choose(*m_remote, u"half b.txt"_s, Qt::ControlModifier);
        QTest::keyClick(&m_remote->table(), Qt::Key_Delete);
        // Somebody else is faster.
        QVERIFY(QFile::rename(m_served->homeOfOwner() + u"/half b.txt"_s, m_served->homeOfOwner() + u"/elsewhere.txt"_s));
        QTest::mouseClick(m_remote->question().findChild<QPushButton *>(u"remove"_s), Qt::LeftButton);
        QTRY_VERIFY(m_remote->banner().text().contains(u"the rest is not"_s));
        QVERIFY(m_remote->banner().text().contains(u"“half b.txt” could not be removed"_s));
        QVERIFY(!QFile::exists(m_served->homeOfOwner() + u"/half a.txt"_s));
        test::picture(*m_page, u"files-half-removed"_s);
        auto *undo = m_remote->banner().findChild<QPushButton *>();
        QVERIFY(undo->isVisible());
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_COMPARE(read(m_served->homeOfOwner() + u"/half a.txt"_s), QByteArray("a"));
        QTRY_VERIFY(m_remote->model().rowOf(u"half a.txt"_s) >= 0);
        QVERIFY(QFile::remove(m_served->homeOfOwner() + u"/half a.txt"_s) && QFile::remove(m_served->homeOfOwner() + u"/elsewhere.txt"_s));
        m_remote->refresh();
        QTRY_COMPARE(m_remote->model().rowOf(u"half a.txt"_s), -1);
    }

    void lettersGoToTheNextNameThatBeginsWithThem()
    {
        auto &table = m_local->table();
        table.setFocus();
        QTest::keyClicks(&table, u"so"_s);
        QCOMPARE(m_local->selectedPaths(), QStringList{m_folder.filePath(u"song 9.mp3"_s)});
        QTRY_VERIFY(table.typed().isEmpty());
        QTest::keyClick(&table, Qt::Key_S);
        QCOMPARE(m_local->selectedPaths(), QStringList{m_folder.filePath(u"song 10.mp3"_s)});
        QTRY_VERIFY(table.typed().isEmpty());
        // Where no name begins so, those that hold it are filtered.
        QTest::keyClick(&table, Qt::Key_0);
        auto *filter = m_page->findChild<QLineEdit *>(u"local-filter"_s);
        QTRY_COMPARE(m_page->focusWidget(), filter);
        QTest::keyClicks(filter, u".m"_s);
        QTRY_COMPARE(m_local->table().model()->rowCount(), 1);
        QTest::keyClick(filter, Qt::Key_Escape);
        QVERIFY(m_local->table().model()->rowCount() > 5);
    }

    void theFilterShowsWhatHoldsItAndEscapeShowsEverythingAgain()
    {
        activate();
        m_local->table().setFocus();
        QTest::keyClick(&m_local->table(), Qt::Key_F, Qt::ControlModifier);
        auto *filter = m_page->findChild<QLineEdit *>(u"local-filter"_s);
        QTRY_COMPARE(m_page->focusWidget(), filter);
        QTest::keyClicks(filter, u"song"_s);
        QCOMPARE(m_local->table().model()->rowCount(), 2);
        QCOMPARE(m_local->table().model()->index(0, 0).data(FolderModel::NameRole).toString(), u"song 9.mp3"_s);
        QTest::keyClick(filter, Qt::Key_Escape);
        QVERIFY(m_local->table().model()->rowCount() > 5);
        QVERIFY(!rowOf(*m_local, u".hidden"_s).isValid());
    }

    void foldersAreEnteredAndLeftByKey()
    {
        choose(*m_remote, u"inbox"_s);
        QTest::keyClick(&m_remote->table(), Qt::Key_Return);
        QTRY_COMPARE(m_remote->path(), u"/inbox"_s);
        QVERIFY(m_remote->model().rowOf(u"main.cpp"_s) >= 0);
        QTest::keyClick(&m_remote->table(), Qt::Key_Backspace);
        QTRY_COMPARE(m_remote->path(), u"/"_s);
        // A folder that is not there says so, in its place.
        m_remote->open(u"/nowhere"_s);
        QTRY_VERIFY(says(*m_remote, u"cannot be shown"_s));
        auto *where = m_page->findChild<QWidget *>(u"remote-path"_s);
        const auto isNamed = [where](const QString &name) {
            const auto parts = where->findChildren<QAbstractButton *>();
            return std::any_of(parts.cbegin(), parts.cend(), [&](const QAbstractButton *part) { return part->isVisible() && part->text() == name; });
        };
        QTRY_VERIFY(isNamed(u"nowhere"_s));
        m_remote->open(u"/"_s);
        QTRY_VERIFY(m_remote->table().isVisible());
        QTRY_VERIFY(!isNamed(u"nowhere"_s));
    }

    void backAndForwardGoWhereOneHasBeenAndUpChoosesWhereOneCameFrom()
    {
        activate();
        openLocal(m_folder.filePath(u"Homework"_s));
        QTest::keyClick(&m_local->table(), Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE(m_local->path(), m_folder.path());
        QTRY_COMPARE(m_local->selectedPaths(), QStringList{m_folder.filePath(u"Homework"_s)});
        QTest::mouseClick(m_page->findChild<QToolButton *>(u"local-forward"_s), Qt::LeftButton);
        QTRY_COMPARE(m_local->path(), m_folder.filePath(u"Homework"_s));
        QTest::mouseClick(m_local->table().viewport(), Qt::BackButton, {}, QPoint(30, 60));
        QTRY_COMPARE(m_local->path(), m_folder.path());
        QVERIFY(m_page->findChild<QToolButton *>(u"local-forward"_s)->isEnabled());
        openLocal(m_folder.filePath(u"Homework"_s));
        QVERIFY(!m_page->findChild<QToolButton *>(u"local-forward"_s)->isEnabled());
        QTest::keyClick(&m_local->table(), Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(m_local->path(), m_folder.path());
        QCOMPARE(m_local->selectedPaths(), QStringList{m_folder.filePath(u"Homework"_s)});
        // A path can be typed.
        QTest::keyClick(&m_local->table(), Qt::Key_L, Qt::ControlModifier);
        auto *line = m_page->findChild<QWidget *>(u"local-path"_s)->findChild<QLineEdit *>();
        QTRY_VERIFY(line->isVisible());
        line->setText(m_folder.filePath(u"Homework"_s) + u'/');
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(m_local->path(), m_folder.filePath(u"Homework"_s));
        openLocal(m_folder.path());
    }

    void whatIsMadeElsewhereAppearsByItself()
    {
        write(m_folder.filePath(u"from elsewhere.txt"_s), "x");
        QTRY_VERIFY(m_local->model().rowOf(u"from elsewhere.txt"_s) >= 0);
        choose(*m_local, u"letter.txt"_s);
        QVERIFY(QFile::remove(m_folder.filePath(u"from elsewhere.txt"_s)));
        QTRY_COMPARE(m_local->model().rowOf(u"from elsewhere.txt"_s), -1);
        QCOMPARE(m_local->selectedPaths(), QStringList{m_folder.filePath(u"letter.txt"_s)});
        // On the server a small question now and then finds it out.
        write(m_served->homeOfOwner() + u"/by somebody else.txt"_s, "x");
        QTRY_VERIFY_WITH_TIMEOUT(m_remote->model().rowOf(u"by somebody else.txt"_s) >= 0, 40'000);
    }

    void copiedAndCutFilesArePasted()
    {
        const QString inside = m_folder.filePath(u"Homework/deep"_s);
        QVERIFY(QDir().mkpath(inside + u"/empty"_s));
        write(inside + u"/.dot"_s, "dot");
        write(m_folder.filePath(u"cut me.txt"_s), "cut");
        QTRY_VERIFY(m_local->model().rowOf(u"cut me.txt"_s) >= 0);
        // On this computer: copying beside the original keeps both; moving takes it away.
        choose(*m_local, u"main.cpp"_s);
        QTest::keyClick(&m_local->table(), Qt::Key_C, Qt::ControlModifier);
        QTest::keyClick(&m_local->table(), Qt::Key_V, Qt::ControlModifier);
        QTRY_VERIFY(m_local->model().rowOf(u"main (2).cpp"_s) >= 0);
        QCOMPARE(read(m_folder.filePath(u"main (2).cpp"_s)), read(m_folder.filePath(u"main.cpp"_s)));
        choose(*m_local, u"Homework"_s);
        QTest::keyClick(&m_local->table(), Qt::Key_C, Qt::ControlModifier);
        QTest::keyClick(&m_local->table(), Qt::Key_V, Qt::ControlModifier);
        QTRY_VERIFY(m_local->model().rowOf(u"Homework (2)"_s) >= 0);
        QTRY_VERIFY(QFileInfo(m_folder.filePath(u"Homework (2)/deep/empty"_s)).isDir());
        QTRY_COMPARE(read(m_folder.filePath(u"Homework (2)/deep/.dot"_s)), QByteArray("dot"));
        choose(*m_local, u"cut me.txt"_s);
        QTest::keyClick(&m_local->table(), Qt::Key_X, Qt::ControlModifier);
        QVERIFY(rowOf(*m_local, u"cut me.txt"_s).data(FolderModel::CutRole).toBool());
        openLocal(inside);
        QTest::keyClick(&m_local->table(), Qt::Key_V, Qt::ControlModifier);
        QTRY_VERIFY(m_local->model().rowOf(u"cut me.txt"_s) >= 0);
        QVERIFY(!QFile::exists(m_folder.filePath(u"cut me.txt"_s)));
        // To the server it is a transfer, and there it can be moved on.
        choose(*m_local, u"cut me.txt"_s);
        QTest::keyClick(&m_local->table(), Qt::Key_C, Qt::ControlModifier);
        QTest::keyClick(&m_remote->table(), Qt::Key_V, Qt::ControlModifier);
        QTRY_VERIFY(m_remote->model().rowOf(u"cut me.txt"_s) >= 0);
        choose(*m_remote, u"cut me.txt"_s);
        QTest::keyClick(&m_remote->table(), Qt::Key_X, Qt::ControlModifier);
        m_remote->open(u"/inbox"_s);
        QTRY_COMPARE(m_remote->path(), u"/inbox"_s);
        QTest::keyClick(&m_remote->table(), Qt::Key_V, Qt::ControlModifier);
        QTRY_VERIFY(QFile::exists(m_served->homeOfOwner() + u"/inbox/cut me.txt"_s));
        QVERIFY(!QFile::exists(m_served->homeOfOwner() + u"/cut me.txt"_s));
        m_remote->open(u"/"_s);
        QTRY_COMPARE(m_remote->path(), u"/"_s);
        openLocal(m_folder.path());
    }

    void removingFoldersCountsWhatIsInThem()
    {
        choose(*m_local, u"Homework"_s);
        choose(*m_local, u"letter.txt"_s, Qt::ControlModifier);
        QTest::keyClick(&m_local->table(), Qt::Key_Delete);
        QTRY_VERIFY(m_local->question().isVisible());
        QTRY_VERIFY(!m_local->question().text().contains(u"counting"_s));
        const QString text = m_local->question().text();
        QVERIFY(text.contains(u"“Homework”"_s) && text.contains(u"“letter.txt”"_s));
        // The letter, one that was downloaded, .dot and what was pasted; Homework, deep, empty.
        QVERIFY2(text.contains(u"4 file"_s) && text.contains(u"3 folder"_s), qPrintable(text));
        QTest::keyClick(&m_local->question(), Qt::Key_Escape);
        QVERIFY(QFile::exists(m_folder.filePath(u"letter.txt"_s)));
    }

    void filesDroppedOnAFolderOfTheirOwnSideAreCopiedThere()
    {
        const QModelIndex row = rowOf(*m_local, u"Homework"_s);
        const QPoint at = m_local->table().viewport()->mapTo(m_local, m_local->table().visualRect(row).center());
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(m_folder.filePath(u"picture.png"_s))});
        QVERIFY(drop(*m_local, mime, at));
        QTRY_COMPARE(read(m_folder.filePath(u"Homework/picture.png"_s)).size(), 50'000);
        QVERIFY(QFile::exists(m_folder.filePath(u"picture.png"_s)));
        // On the server they move.
        write(m_served->homeOfOwner() + u"/to move.txt"_s, "m");
        m_remote->refresh();
        QTRY_VERIFY(rowOf(*m_remote, u"to move.txt"_s).isValid());
        const std::unique_ptr<QMimeData> remote(m_remote->model().mimeData({rowOf(*m_remote, u"to move.txt"_s)}));
        QVERIFY(drop(*m_remote, *remote, m_remote->table().viewport()->mapTo(m_remote, m_remote->table().visualRect(rowOf(*m_remote, u"inbox"_s)).center())));
        QTRY_VERIFY(QFile::exists(m_served->homeOfOwner() + u"/inbox/to move.txt"_s));
        QTRY_VERIFY(!rowOf(*m_remote, u"to move.txt"_s).isValid());
    }

    void longNamesStayWithinTheirPlace()
    {
        const QString deep = m_folder.filePath(u"二〇二六年秋季学期计算机网络课程设计实验报告与源代码归档目录（最终版本）"_s);
        QVERIFY(QDir().mkpath(deep + u"/实验"_s));
        for (int i = 1; i < 8; ++i)
            write(deep + u"/第%1组—基于套接字的高级文件服务器的设计与实现—期末实验报告（含源代码、测试数据与答辩记录）.docx"_s.arg(i), QByteArray(i * 1000, 'x'));
        write(deep + u"/con.txt"_s, "x");
        QVERIFY(QFile::link(deep + u"/con.txt"_s, deep + u"/链接.txt"_s));
        openLocal(deep);
        QCOMPARE(m_local->model().rowCount(), 10);
        auto *path = m_page->findChild<QWidget *>(u"local-path"_s);
        for (const QToolButton *part : path->findChildren<QToolButton *>()) {
            if (part->isVisible())
                QVERIFY(part->mapTo(path, part->rect().topRight()).x() <= path->width());
        }
        choose(*m_local, u"con.txt"_s);
        QTest::mouseClick(m_page->findChild<QToolButton *>(u"show-properties"_s), Qt::LeftButton);
        m_local->table().setFocus();
        m_local->table().choose({m_local->model().entry(3).name});
        test::picture(*m_page, u"files-long-names"_s);
        QTest::mouseClick(m_page->findChild<QToolButton *>(u"properties-close"_s), Qt::LeftButton);
        m_remote->open(u"/nowhere"_s);
        m_local->table().selectAll();
        QTest::keyClick(&m_local->table(), Qt::Key_Delete);
        QTRY_VERIFY(says(*m_remote, u"cannot be shown"_s));
        test::picture(*m_page, u"files-remove"_s);
        QTest::keyClick(&m_local->question(), Qt::Key_Escape);
        m_remote->back();
        QTRY_COMPARE(m_remote->path(), u"/"_s);
        openLocal(m_folder.path());
    }

    void propertiesTellTheHashOnBothSidesAndCountFolders()
    {
        activate();
        const QByteArray expected = QCryptographicHash::hash(read(m_served->homeOfOwner() + u"/letter.txt"_s), QCryptographicHash::Sha256).toHex();
        auto *panel = m_page->findChild<QWidget *>(u"properties"_s);
        QVERIFY(!panel->isVisible());
        for (FolderPane *pane : {m_local, m_remote}) {
            choose(*pane, u"letter.txt"_s);
            pane->table().setFocus();
            if (!panel->isVisible())
                QTest::keyClick(&pane->table(), Qt::Key_Return, Qt::AltModifier);
            QTRY_VERIFY(panel->isVisible());
            auto *compute = panel->findChild<QPushButton *>(u"properties-compute"_s);
            QTRY_VERIFY(compute->isVisible());
            QTest::mouseClick(compute, Qt::LeftButton);
            auto *hash = panel->findChild<QLabel *>(u"properties-hash"_s);
            QTRY_VERIFY(hash->isVisible());
            QCOMPARE(hash->text().remove(QChar(0x200b)).toLatin1(), expected);
        }
        test::picture(*m_page, u"files-properties"_s);
        choose(*m_local, u"Homework"_s);
        m_local->table().setFocus();
        auto *count = panel->findChild<QPushButton *>(u"properties-count"_s);
        QTRY_VERIFY(count->isVisible());
        QTest::mouseClick(count, Qt::LeftButton);
        QTRY_VERIFY(says(*panel, u"in 3 folder"_s)); // itself, deep, empty
        QTest::keyClick(count, Qt::Key_Escape);
        QTRY_VERIFY(!panel->isVisible());
    }

    void bothSidesGoIntoFoldersTogether()
    {
        QVERIFY(QDir().mkpath(m_served->homeOfOwner() + u"/Homework"_s));
        m_remote->refresh();
        QTRY_VERIFY(m_remote->model().find(u"Homework"_s));
        auto *together = m_page->findChild<QToolButton *>(u"browse-together"_s);
        QTest::mouseClick(together, Qt::LeftButton);
        openLocal(m_folder.filePath(u"Homework"_s));
        QTRY_COMPARE(m_remote->path(), u"/Homework"_s);
        m_remote->up();
        QTRY_COMPARE(m_remote->path(), u"/"_s);
        QTRY_COMPARE(m_local->path(), m_folder.path());
        m_remote->open(u"/inbox"_s);
        QTRY_VERIFY(says(*m_local, u"no folder"_s));
        QCOMPARE(m_local->path(), m_folder.path());
        QTest::mouseClick(together, Qt::LeftButton);
        m_remote->open(u"/"_s);
        QTRY_COMPARE(m_remote->path(), u"/"_s);
        m_local->banner().hide();
    }

    void comparingMarksAndChoosesWhatTheOtherSideLacks()
    {
        auto *compare = m_page->findChild<QToolButton *>(u"compare"_s);
        QTest::mouseClick(compare, Qt::LeftButton);
        const auto mark = [](FolderPane &pane, const QString &name) { return static_cast<Mark>(rowOf(pane, name).data(FolderModel::MarkRole).toInt()); };
        QTRY_COMPARE(mark(*m_local, u"picture.png"_s), Mark::OnlyHere);
        QCOMPARE(mark(*m_local, u"song 9.mp3"_s), Mark::OnlyHere);
        QTRY_COMPARE(mark(*m_remote, u"inbox"_s), Mark::OnlyHere);
        QCOMPARE(mark(*m_local, u"letter.txt"_s), Mark::None);
        QCOMPARE(mark(*m_local, u"main.cpp"_s), Mark::OnlyHere);
        test::picture(*m_page, u"files-compare"_s);
        m_page->findChild<QAction *>(u"choose-upload"_s)->trigger();
        QVERIFY(m_local->selectedPaths().contains(m_folder.filePath(u"picture.png"_s)));
        QVERIFY(!m_local->selectedPaths().contains(m_folder.filePath(u"letter.txt"_s)));
        m_page->findChild<QAction *>(u"only-different"_s)->trigger();
        QTRY_VERIFY(!rowOf(*m_local, u"letter.txt"_s).isValid());
        QTest::mouseClick(compare, Qt::LeftButton);
        QTRY_VERIFY(rowOf(*m_local, u"letter.txt"_s).isValid());
        QCOMPARE(mark(*m_local, u"picture.png"_s), Mark::None);
        m_page->findChild<QAction *>(u"only-different"_s)->setChecked(false);
        compare->setChecked(false);
    }

    void namesTheServerCannotHaveAreAskedAboutBeforeAnythingMoves()
    {
        write(m_folder.filePath(u"nul.txt"_s), "x");
        QTRY_VERIFY(m_local->model().rowOf(u"nul.txt"_s) >= 0);
        choose(*m_local, u"nul.txt"_s);
        choose(*m_local, u"picture.png"_s, Qt::ControlModifier);
        QTest::mouseClick(m_page->findChild<QPushButton *>(u"upload"_s), Qt::LeftButton);
        QTRY_VERIFY(m_remote->question().isVisible());
        QVERIFY(m_remote->question().text().contains(u"nul.txt"_s));
        test::picture(*m_page, u"files-unfit"_s);
        QTest::mouseClick(m_remote->question().findChild<QPushButton *>(u"rest"_s), Qt::LeftButton);
        QTRY_VERIFY(m_remote->model().rowOf(u"picture.png"_s) >= 0);
        QVERIFY(!QFile::exists(m_served->homeOfOwner() + u"/nul.txt"_s));
        QVERIFY(QFile::remove(m_folder.filePath(u"nul.txt"_s)));
    }

    void columnsAreChosenAndKept()
    {
        auto *header = m_local->table().header();
        QVERIFY(m_local->table().isColumnHidden(FolderModel::Type));
        Q_EMIT header->customContextMenuRequested({10, 10});
        auto *menu = m_local->table().findChild<QMenu *>(u"columns"_s);
        QTRY_VERIFY(menu && menu->isVisible());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions()[FolderModel::Type - 1]).center());
        QVERIFY(!m_local->table().isColumnHidden(FolderModel::Type));
        m_local->table().sortByColumn(FolderModel::Size, Qt::DescendingOrder);
        QTest::keyClick(&m_local->table(), Qt::Key_H, Qt::ControlModifier);
        // Somebody opens the window again: everything is as it was.
        QTRY_VERIFY(QSettings(m_served->owner().paths().state + u"/files.ini"_s, QSettings::IniFormat).value(u"local-pane/columns"_s) == header->saveState());
        FilesPage again(m_served->owner());
        auto *pane = again.findChild<FolderPane *>(u"local-pane"_s);
        again.resize(1600, 700);
        again.show();
        QTRY_VERIFY(!pane->table().isColumnHidden(FolderModel::Type));
        QVERIFY(!pane->table().isColumnHidden(FolderModel::Permissions));
        QCOMPARE(pane->table().header()->sortIndicatorSection(), int(FolderModel::Size));
        QTRY_COMPARE(pane->path(), m_folder.path());
        m_local->table().setColumnHidden(FolderModel::Type, true);
        m_local->table().sortByColumn(FolderModel::Name, Qt::AscendingOrder);
    }

    void columnsSortByAClickOnTheirHeads()
    {
        auto *header = m_local->table().header();
        const int size = FolderModel::Size;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(header->sectionViewportPosition(size) + header->sectionSize(size) / 2, header->height() / 2));
        QCOMPARE(header->sortIndicatorSection(), size);
        const auto *model = m_local->table().model();
        QCOMPARE(model->index(0, 0).data(FolderModel::KindRole).toInt(), static_cast<int>(FolderEntry::Kind::Folder));
        qint64 before = -1;
        bool descending = header->sortIndicatorOrder() == Qt::DescendingOrder;
        for (int row = 1; row < model->rowCount(); ++row) {
            const qint64 bytes = model->index(row, 0).data(FolderModel::SizeRole).toLongLong();
            QVERIFY(row == 1 || (descending ? bytes <= before : bytes >= before));
            before = bytes;
        }
        m_local->table().sortByColumn(FolderModel::Name, Qt::AscendingOrder);
    }

    void theDrawerShowsTransfersAndTakesThemOffTheList()
    {
        m_drawer->resize(1132, 40);
        m_drawer->show();
        choose(*m_local, u"song 9.mp3"_s);
        QTest::mouseClick(m_page->findChild<QPushButton *>(u"upload"_s), Qt::LeftButton);
        QTRY_VERIFY(m_remote->model().rowOf(u"song 9.mp3"_s) >= 0);
        QTRY_VERIFY(!says(*m_drawer, u"under way"_s));
        auto *list = m_drawer->findChild<QListView *>(u"transfer-list"_s);
        QVERIFY(!m_drawer->isOpen());
        QTest::mouseClick(m_drawer.get(), Qt::LeftButton, {}, QPoint(200, 10));
        QVERIFY(m_drawer->isOpen());
        const int rows = m_drawer->model().rowCount();
        QVERIFY(rows > 0);
        const QModelIndex first = list->model()->index(0, 0);
        const auto buttons = TransferDelegate::buttons(*TransfersModel::of(first), list->visualRect(first));
        QCOMPARE(buttons.last().action, TransferDelegate::Action::Remove);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, buttons.last().rect.center());
        QTRY_COMPARE(m_drawer->model().rowCount(), rows - 1);
    }

    void aNameThatIsTakenInAFolderOutOfSightIsDecidedInTheDrawer()
    {
        const QPoint at = m_remote->table().viewport()->mapTo(m_remote, m_remote->table().visualRect(rowOf(*m_remote, u"inbox"_s)).center());
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(m_folder.filePath(u"main.cpp"_s))});
        QVERIFY(drop(*m_remote, mime, at));
        // Asked in the drawer, open or not, with both files side by side.
        QTRY_VERIFY(m_drawer->question().isVisible());
        QVERIFY(says(*m_drawer, u"main.cpp"_s));
        QVERIFY(says(*m_drawer, u"4.3 kB"_s));
        m_drawer->resize(1132, 300);
        test::picture(*m_drawer, u"drawer-conflict"_s);
        QTest::mouseClick(m_drawer->findChild<QPushButton *>(u"conflict-rename"_s), Qt::LeftButton);
        QTRY_COMPARE(QDir(m_served->homeOfOwner() + u"/inbox"_s).entryList({u"main*"_s}, QDir::Files).size(), 2);
        QVERIFY(!m_drawer->question().isVisible());
    }

    void whoMayOnlyReadIsToldAndCannotUpload()
    {
        std::unique_ptr<FilesPage> page;
        auto dave = m_served->enter(u"dave"_s, protocol::Permission::ReadFiles, [&page](Backend &backend) { page = std::make_unique<FilesPage>(backend); });
        QVERIFY(dave);
        test::present(*page);
        auto *remote = page->findChild<FolderPane *>(u"remote-pane"_s);
        QTRY_COMPARE(remote->path(), u"/"_s);
        QVERIFY(says(*remote, u"not change anything here"_s));
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(m_folder.filePath(u"main.cpp"_s))});
        QVERIFY(!drop(*remote, mime, remote->rect().center()));
        // Offline, what was seen stays to be seen.
        dave->disconnectFromServer();
        QTRY_VERIFY(says(*remote, u"Not connected"_s));
        page.reset();
    }

    void bothSidesLookGood()
    {
        m_page->activateWindow();
        choose(*m_local, u"song 9.mp3"_s);
        choose(*m_local, u"picture.png"_s, Qt::ControlModifier);
        QVERIFY(m_local->selectedPaths().size() == 2);
        test::picture(*m_page, u"files"_s);
    }

private:
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void activate()
    {
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_local->table().setFocus();
    }
    void openLocal(const QString &path)
    {
        m_local->open(path);
        QTRY_COMPARE(m_local->path(), path);
    }
    /// The drawer is a window of its own here, and may be the active one.
    bool holdsKeys(const QWidget &widget) const { return m_page->focusWidget() == &widget; }
    static QModelIndex rowOf(FolderPane &pane, const QString &name)
    {
        const auto *model = pane.table().model();
        const auto found = model->match(model->index(0, 0), FolderModel::NameRole, name, 1, Qt::MatchExactly);
        return found.isEmpty() ? QModelIndex() : found.first();
    }
    static void choose(FolderPane &pane, const QString &name, Qt::KeyboardModifiers modifiers = {})
    {
        QTRY_VERIFY(rowOf(pane, name).isValid() && pane.table().isVisible());
        const QModelIndex row = rowOf(pane, name);
        pane.table().scrollTo(row);
        QTest::mouseClick(pane.table().viewport(), Qt::LeftButton, modifiers, pane.table().visualRect(row).center());
        QVERIFY(pane.table().selectionModel()->isSelected(row));
    }
    /// The events of a drag as the system sends them; false where it is not taken.
    bool drop(FolderPane &pane, const QMimeData &mime, const QPoint &at, const QString &name = {})
    {
        QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
        enter.ignore();
        QApplication::sendEvent(&pane, &enter);
        if (!enter.isAccepted())
            return false;
        QDragMoveEvent move(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
        move.ignore();
        QApplication::sendEvent(&pane, &move);
        if (!name.isEmpty())
            test::picture(*m_page, u"files-"_s + name);
        QDropEvent event(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
        event.ignore();
        QApplication::sendEvent(&pane, &event);
        return move.isAccepted() && event.isAccepted();
    }
    static bool says(const QWidget &widget, const QString &what)
    {
        const auto labels = widget.findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [&](const QLabel *label) { return label->isVisible() && label->text().contains(what); });
    }

    QTemporaryDir m_folder;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<FilesPage> m_page;
    std::unique_ptr<TransfersDrawer> m_drawer;
    FolderPane *m_local = nullptr;
    FolderPane *m_remote = nullptr;
};

QTEST_MAIN(TestFilesPage)
#include "tst_files_page.moc"
