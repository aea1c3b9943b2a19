// The drawer with the transfers on a real server: pressed, typed at and dragged as people do.

#include "core/files/transfer_queue.h"
#include "tests/ui/served_pages.h"
#include "ui/files/conflict_bar.h"
#include "ui/files/transfer_details.h"
#include "ui/files/transfer_list.h"
#include "ui/files/transfers_drawer.h"

#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using files::TransferDirection;
using files::TransferPriority;
using files::TransferState;

class TestTransfersDrawer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        QVERIFY(m_folder.isValid());
        m_served = std::make_unique<test::Served>();
        m_drawer = std::make_unique<TransfersDrawer>(m_served->owner());
        QVERIFY(m_served->start());
        m_list = m_drawer->findChild<TransferList *>();
        m_drawer->setWindowFlag(Qt::Window);
    }
    void cleanupTestCase()
    {
        m_drawer.reset();
        m_served.reset();
    }

    void thereIsNoDrawerWhileThereIsNothingInIt()
    {
        QVERIFY(m_drawer->isHidden());
        add(u"first.txt"_s, 1000);
        QTRY_VERIFY(m_drawer->isVisible());
        test::present(*m_drawer);
        m_drawer->resize(1132, 40);
        QTRY_COMPARE(m_drawer->model().total().done, 1);
        QVERIFY(!m_drawer->isOpen());
        // Opened, it shows what there is: nothing under way, so the history; and the other side says why it is empty.
        QTest::mouseClick(child<QToolButton>(u"transfers-toggle"_s), Qt::LeftButton);
        QVERIFY(m_drawer->isOpen());
        auto *tabs = child<QTabBar>(u"transfer-tabs"_s);
        QCOMPARE(tabs->currentIndex(), 1);
        QCOMPARE(m_list->model()->rowCount(), 1);
        // Something begins that takes a while: it is seen going, and what has become of it, until somebody chooses a tab.
        write(u"slow.txt"_s, QByteArray(200'000, 's'));
        files::TransferRequest slow{TransferDirection::Upload, {m_folder.filePath(u"slow.txt"_s)}, u"/"_s, u"ask"_s};
        slow.limit = 20'000;
        const qint64 id = queue().add(slow);
        QTRY_COMPARE(tabs->currentIndex(), 0);
        queue().setLimit(id, 0);
        QTRY_COMPARE(stateOf(id), TransferState::Done);
        QTRY_COMPARE(tabs->currentIndex(), 1);
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
        QVERIFY(!m_list->isVisible());
        QVERIFY(says(u"Nothing under way"_s));
        test::picture(*m_drawer, u"drawer-empty"_s);
    }

    void twoHundredTransfersWaitInOrder()
    {
        // Nothing moves on while it is looked at.
        files::TransferSettings settings;
        settings.uploadLimit = 1;
        queue().setSettings(settings);
        for (int i = 0; i < 200; ++i)
            m_ids.append(add(i % 3 == 0 ? u"实验报告（第%1组）网络编程课程设计最终提交版本，含全部抓包数据与说明文档.pdf"_s.arg(i) : u"measurements %1.csv"_s.arg(i), 3'000'000 + i));
        QTRY_COMPARE(m_drawer->model().total().running, 3);
        QTRY_COMPARE(m_drawer->model().total().waiting, 197);
        QTRY_COMPARE(m_drawer->model().total().unmeasured, 0);
        QCOMPARE(m_drawer->model().total().of, 200 * 3'000'000 + 199 * 100);
        QVERIFY(says(u"3 under way, 197 waiting"_s));
        QTRY_COMPARE(idAt(199), m_ids[199]);
        QCOMPARE(m_list->model()->rowCount(), 200);
        QVERIFY(m_drawer->height() < 500);
    }

    void keysMoveWhatIsChosen()
    {
        choose(10);
        QTest::keyClick(m_list, Qt::Key_Up, Qt::ControlModifier);
        QTRY_COMPARE(idAt(9), m_ids[10]);
        QTest::keyClick(m_list, Qt::Key_Down, Qt::ControlModifier);
        QTRY_COMPARE(idAt(10), m_ids[10]);
        QTest::keyClick(m_list, Qt::Key_Home, Qt::ControlModifier);
        QTRY_COMPARE(idAt(0), m_ids[10]);
        QCOMPARE(m_list->selectedIds(), QList<qint64>{m_ids[10]});
        QTest::keyClick(m_list, Qt::Key_End, Qt::ControlModifier);
        QTRY_COMPARE(idAt(199), m_ids[10]);
    }

    void twoAreMovedTogetherAndKeepTheirOrder()
    {
        const qint64 first = idAt(4);
        const qint64 second = idAt(5);
        choose(4);
        choose(5, Qt::ControlModifier);
        QTest::keyClick(m_list, Qt::Key_Down, Qt::ControlModifier);
        QTRY_COMPARE(idAt(6), second);
        QCOMPARE(idAt(5), first);
        QTest::keyClick(m_list, Qt::Key_Up, Qt::ControlModifier);
        QTRY_COMPARE(idAt(4), first);
        QCOMPARE(idAt(5), second);
        QTest::keyClick(m_list, Qt::Key_Home, Qt::ControlModifier);
        QTRY_COMPARE(idAt(0), first);
        QCOMPARE(idAt(1), second);
    }

    void aRowIsDraggedToAnotherPlace()
    {
        m_list->scrollToTop();
        const qint64 moved = idAt(3);
        const qint64 below = idAt(1);
        const std::unique_ptr<QMimeData> mime(m_list->model()->mimeData({m_list->model()->index(3, 0)}));
        const QRect target = m_list->visualRect(m_list->model()->index(1, 0));
        const QPoint at(target.center().x(), target.top() + 4);
        QDragEnterEvent enter(at, Qt::MoveAction, mime.get(), Qt::LeftButton, {});
        QApplication::sendEvent(m_list->viewport(), &enter);
        QDragMoveEvent move(at, Qt::MoveAction, mime.get(), Qt::LeftButton, {});
        QApplication::sendEvent(m_list->viewport(), &move);
        QDropEvent drop(at, Qt::MoveAction, mime.get(), Qt::LeftButton, {});
        QApplication::sendEvent(m_list->viewport(), &drop);
        QVERIFY(drop.isAccepted());
        QTRY_COMPARE(idAt(1), moved);
        QCOMPARE(idAt(2), below);
    }

    void theMenuSetsPriorityAndLimit()
    {
        const qint64 id = idAt(100);
        choose(100);
        auto *menu = openMenu(100);
        QVERIFY(menu);
        auto *high = actionOf(menu, u"High"_s);
        QVERIFY(high);
        high->trigger();
        menu->close();
        QTRY_COMPARE(idAt(0), id);
        QCOMPARE(m_drawer->model().infoOf(id)->request.priority, TransferPriority::High);
        menu = openMenu(0);
        QVERIFY(menu);
        auto *limit = actionOf(menu, u"1.0 MB/s"_s);
        QVERIFY(limit);
        limit->trigger();
        menu->close();
        QTRY_COMPARE(m_drawer->model().infoOf(id)->request.limit, 1'000'000);
    }

    void spacePausesAndGoesOnAndDeleteCancels()
    {
        const qint64 id = idAt(50);
        choose(50);
        QTest::keyClick(m_list, Qt::Key_Space);
        QTRY_COMPARE(m_drawer->model().infoOf(id)->state, TransferState::Paused);
        QTest::keyClick(m_list, Qt::Key_Space);
        QTRY_COMPARE(m_drawer->model().infoOf(id)->state, TransferState::Waiting);
        QTest::keyClick(m_list, Qt::Key_Delete);
        QTRY_COMPARE(m_drawer->model().infoOf(id)->state, TransferState::Cancelled);
        QCOMPARE(m_list->model()->rowCount(), 199);
    }

    void aButtonInARowIsPressedWithoutChoosingTheRow()
    {
        m_list->clearSelection();
        m_list->scrollToTop();
        const QModelIndex row = m_list->model()->index(1, 0);
        const qint64 id = idAt(1);
        const auto buttons = TransferDelegate::buttons(*TransfersModel::of(row), m_list->visualRect(row));
        QCOMPARE(buttons.first().action, TransferDelegate::Action::Pause);
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, buttons.first().rect.center());
        QTRY_COMPARE(m_drawer->model().infoOf(id)->state, TransferState::Paused);
        QVERIFY(m_list->selectedIds().isEmpty());
    }

    void theKeysStayInTheDrawerWhileItHasNoRows()
    {
        auto *tabs = child<QTabBar>(u"transfer-tabs"_s);
        queue().pauseAll();
        QTRY_COMPARE(m_drawer->model().total().running, 0);
        const int there = m_list->model()->rowCount();
        m_list->setFocus();
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
        m_list->setFocus();
        queue().removeFinished();
        QTRY_VERIFY(!m_list->isVisible());
        QCOMPARE(m_drawer->window()->focusWidget(), tabs);
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
        QCOMPARE(m_list->model()->rowCount(), there);
        QCOMPARE(m_drawer->window()->focusWidget(), m_list);
        queue().resumeAll();
    }

    void limitsAreChangedInPlaceWhileTransfersRun()
    {
        QSignalSpy settings(&queue(), &files::TransferQueue::settingsChanged);
        QTest::mouseClick(child<QPushButton>(u"show-limits"_s), Qt::LeftButton);
        auto *parallel = child<QComboBox>(u"parallel"_s);
        QTRY_VERIFY(parallel->isVisible());
        QCOMPARE(parallel->currentText(), u"3"_s);
        parallel->setFocus();
        QTest::keyClick(parallel, Qt::Key_Down);
        QTest::keyClick(parallel, Qt::Key_Down);
        QTRY_COMPARE(m_drawer->model().total().running, 5);
        auto *upload = child<QComboBox>(u"upload-limit"_s)->lineEdit();
        const auto type = [upload](const QString &text) {
            upload->setFocus();
            upload->selectAll();
            QTest::keyClicks(upload, text);
            QTest::keyClick(upload, Qt::Key_Return);
        };
        type(u"as fast as you can"_s);
        QCOMPARE(upload->text(), u"1 B/s"_s);
        type(u"2.5 MB/s"_s);
        QTRY_VERIFY(!settings.isEmpty() && settings.last()[0].value<files::TransferSettings>().uploadLimit == 2'500'000);
        QTRY_VERIFY(m_drawer->model().total().rate > 100'000);
        QTRY_VERIFY(std::any_of(m_ids.cbegin(), m_ids.cend(), [this](qint64 id) {
            const auto *info = m_drawer->model().infoOf(id);
            return info && info->speeds.size() >= 5;
        }));
        m_list->scrollToTop();
        m_list->setCurrentIndex({});
        test::picture(*m_drawer, u"drawer-200"_s);
        type(u"1"_s);
        QTest::mouseClick(child<QPushButton>(u"show-limits"_s), Qt::LeftButton);
        QVERIFY(!parallel->isVisible());
    }

    void aFailureTellsWhyFileByFileAndCanBeTriedAgain()
    {
        write(u"good.txt"_s, "good");
        files::TransferRequest request;
        request.sources = {m_folder.filePath(u"good.txt"_s), m_folder.filePath(u"不存在的文件.txt"_s), m_folder.filePath(u"missing <b>two.txt"_s)};
        request.target = u"/"_s;
        request.conflict = u"ask"_s;
        request.priority = TransferPriority::High;
        files::TransferSettings settings;
        settings.parallel = 10;
        settings.uploadLimit = 0;
        queue().pauseAll();
        QTRY_COMPARE(m_drawer->model().total().running, 0);
        queue().setSettings(settings);
        const qint64 id = queue().add(request);
        QTRY_COMPARE(stateOf(id), TransferState::Failed);
        QVERIFY(says(u"1 failed"_s));
        m_drawer->setHistory(true);
        QCOMPARE(idAt(0), id);
        choose(0);
        QTest::keyClick(m_list, Qt::Key_Return);
        auto *details = m_drawer->findChild<TransferDetails *>();
        QTRY_VERIFY(details->isVisible());
        const QString notes = child<QPlainTextEdit>(u"details-notes"_s)->toPlainText();
        QVERIFY(notes.contains(u"不存在的文件.txt"_s) && notes.contains(u"missing <b>two.txt"_s));
        QTest::mouseClick(child<QToolButton>(u"details-copy"_s), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"good.txt"_s));
        test::picture(*m_drawer, u"drawer-failure"_s);
        auto *menu = openMenu(0);
        QVERIFY(menu);
        auto *copy = menu->findChild<QAction *>(u"CopyError"_s);
        QVERIFY(copy);
        copy->trigger();
        menu->close();
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"不存在的文件.txt"_s));
        QTest::mouseClick(child<QToolButton>(u"details-close"_s), Qt::LeftButton);
        QVERIFY(!details->isVisible());
        // The folder it comes from.
        QDesktopServices::setUrlHandler(u"file"_s, this, "openUrl");
        menu = openMenu(0);
        QVERIFY(menu);
        menu->findChild<QAction *>(u"OpenFolder"_s)->trigger();
        menu->close();
        QDesktopServices::unsetUrlHandler(u"file"_s);
        QCOMPARE(m_opened, QUrl::fromLocalFile(m_folder.path()));
        write(u"不存在的文件.txt"_s, "now it is there");
        write(u"missing <b>two.txt"_s, "and this");
        QTest::mouseClick(child<QPushButton>(u"retry-failed"_s), Qt::LeftButton);
        QTRY_COMPARE(stateOf(id), TransferState::Done);
        QVERIFY(QFile::exists(m_served->homeOfOwner() + u"/不存在的文件.txt"_s));
    }

    void whatChangedWhileItWasReadIsNotedInTheListAndInTheDetails()
    {
        write(u"log.txt"_s, QByteArray(1'000'000, 'a'));
        files::TransferRequest request{TransferDirection::Upload, {m_folder.filePath(u"log.txt"_s)}, u"/"_s, u"ask"_s};
        request.priority = TransferPriority::High;
        request.limit = 2'000'000;
        const qint64 id = queue().add(request);
        QTRY_VERIFY(m_drawer->model().infoOf(id) && m_drawer->model().infoOf(id)->progress.done > 100'000);
        // Somebody writes to it while it is on its way.
        QFile log(m_folder.filePath(u"log.txt"_s));
        QVERIFY(log.open(QIODevice::Append) && log.write("one more line") > 0);
        log.close();
        queue().setLimit(id, 0);
        QTRY_COMPARE(stateOf(id), TransferState::Done);
        QCOMPARE(read(u"/log.txt"_s), QByteArray(1'000'000, 'a') + "one more line");
        m_drawer->setHistory(true);
        QCOMPARE(idAt(0), id);
        QVERIFY(TransfersModel::status(*m_drawer->model().infoOf(id)).contains(u"changed meanwhile"_s));
        choose(0);
        QTest::keyClick(m_list, Qt::Key_Return);
        QTRY_VERIFY(m_drawer->findChild<TransferDetails *>()->isVisible());
        const QString notes = child<QPlainTextEdit>(u"details-notes"_s)->toPlainText();
        QVERIFY2(notes.contains(u"log.txt"_s) && notes.contains(u"read once more"_s), qPrintable(notes));
        test::picture(*m_drawer, u"drawer-read-again"_s);
        QTest::mouseClick(child<QToolButton>(u"details-close"_s), Qt::LeftButton);
    }

    void questionsAreAnsweredInPlaceOneByOneOrAllAtOnce()
    {
        QStringList names;
        for (int i = 0; i < 4; ++i) {
            names.append(u"课程讲义 第%1章 套接字.md"_s.arg(i));
            write(names.last(), "first");
        }
        const auto send = [&](const QString &conflict) {
            files::TransferRequest request;
            for (const QString &name : names)
                request.sources.append(m_folder.filePath(name));
            request.target = u"/"_s;
            request.conflict = conflict;
            return queue().add(request);
        };
        const qint64 before = send(u"overwrite"_s);
        QTRY_COMPARE(stateOf(before), TransferState::Done);
        for (const QString &name : names)
            write(name, "second, and longer");
        m_drawer->setOpen(false);
        const qint64 id = send(u"ask"_s);
        ConflictBar &bar = m_drawer->question();
        QTRY_COMPARE(bar.count(), 4);
        QVERIFY(bar.isVisible() && !m_drawer->isOpen());
        QVERIFY(says(u"3 more questions"_s) || says(u"3 more question"_s));
        QVERIFY(says(u"5 B"_s) && says(u"18 B"_s) && says(u"newer · larger"_s));
        m_drawer->setOpen(true);
        m_drawer->setHistory(false);
        test::picture(*m_drawer, u"drawer-question"_s);
        // One is skipped, one overwritten, the others are kept both.
        const QString skipped = m_drawer->question().current()->remote;
        QTest::keyClick(&bar, Qt::Key_Escape);
        QTRY_COMPARE(bar.count(), 3);
        const QString overwritten = bar.current()->remote;
        QTest::mouseClick(child<QPushButton>(u"conflict-overwrite"_s), Qt::LeftButton);
        QTRY_COMPARE(bar.count(), 2);
        auto *scope = child<QComboBox>(u"conflict-scope"_s);
        scope->setFocus();
        QTest::keyClick(scope, Qt::Key_Down);
        QCOMPARE(scope->currentIndex(), 1);
        QTest::mouseClick(child<QPushButton>(u"conflict-rename"_s), Qt::LeftButton);
        QTRY_COMPARE(stateOf(id), TransferState::Done);
        QVERIFY(!bar.isVisible());
        QCOMPARE(scope->currentIndex(), 0);
        QCOMPARE(read(skipped), QByteArray("first"));
        QCOMPARE(read(overwritten), QByteArray("second, and longer"));
        QCOMPARE(QDir(m_served->homeOfOwner()).entryList({u"课程讲义*"_s}, QDir::Files).size(), 6);
    }

    void allArePausedAndGoOnTogether()
    {
        files::TransferSettings settings;
        settings.uploadLimit = 1;
        queue().setSettings(settings);
        m_drawer->setHistory(false);
        QTest::mouseClick(child<QPushButton>(u"resume-all"_s), Qt::LeftButton);
        QTRY_COMPARE(m_drawer->model().total().paused, 0);
        QTest::mouseClick(child<QPushButton>(u"pause-all"_s), Qt::LeftButton);
        QTRY_COMPARE(m_drawer->model().total().running + m_drawer->model().total().waiting, 0);
        QTRY_VERIFY(says(u"paused"_s));
        queue().cancelAll();
        QTRY_COMPARE(m_drawer->model().unfinished(), 0);
        m_drawer->setHistory(true);
        QTest::mouseClick(child<QPushButton>(u"clear-history"_s), Qt::LeftButton);
        QTRY_COMPARE(m_drawer->model().rowCount(), 0);
        QTRY_VERIFY(m_drawer->isHidden());
    }

    void theListIsThereAgainAfterARestartAndWaitsForItsServer()
    {
        auto dave = m_served->enter(u"dave"_s, protocol::AllAccess);
        QVERIFY(dave);
        auto &his = dave->connection().transfers();
        files::TransferSettings settings;
        settings.uploadLimit = 1;
        his.setSettings(settings);
        write(u"thesis.pdf"_s, QByteArray(3'000'000, 'x'));
        his.add({TransferDirection::Upload, {m_folder.filePath(u"thesis.pdf"_s)}, u"/"_s, u"ask"_s});
        QSignalSpy changed(&his, &files::TransferQueue::transferChanged);
        QTRY_VERIFY(!changed.isEmpty());
        dave.reset();
        Backend later(m_served->pathsFor(u"dave"_s));
        TransfersDrawer drawer(later);
        test::present(drawer);
        QTRY_COMPARE(drawer.model().rowCount(), 1);
        QVERIFY(TransfersModel::status(*drawer.model().info(drawer.model().index(0))).startsWith(u"Waiting for dave@"_s));
        drawer.setOpen(true);
        drawer.resize(1132, 160);
        test::picture(drawer, u"drawer-restart"_s);
    }

    void aDamagedListIsSaidInPlace()
    {
        QFile file(m_served->pathsFor(u"eve"_s).transfersFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"format\":1,");
        file.close();
        Backend eve(m_served->pathsFor(u"eve"_s));
        TransfersDrawer drawer(eve);
        QTRY_VERIFY(drawer.isVisible());
        const auto labels = drawer.findChildren<QLabel *>(u"banner-text"_s);
        QVERIFY(std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) { return label->text().contains(u"transfers.json.bad"_s); }));
        const auto buttons = drawer.findChildren<QPushButton *>();
        const auto understood = std::find_if(buttons.cbegin(), buttons.cend(), [](const QPushButton *button) { return button->text() == u"Understood"_s; });
        QVERIFY(understood != buttons.cend());
        QTest::mouseClick(*understood, Qt::LeftButton);
        QVERIFY(drawer.isHidden());
    }

public Q_SLOTS:
    void openUrl(const QUrl &url) { m_opened = url; }

private:
    files::TransferQueue &queue() { return m_served->owner().connection().transfers(); }
    qint64 add(const QString &name, qsizetype size)
    {
        write(name, QByteArray(size, 'x'));
        return queue().add({TransferDirection::Upload, {m_folder.filePath(name)}, u"/"_s, u"ask"_s});
    }
    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArray read(const QString &remote) const
    {
        QFile file(m_served->homeOfOwner() + remote);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    TransferState stateOf(qint64 id)
    {
        const auto *info = m_drawer->model().infoOf(id);
        return info ? info->state : TransferState::Waiting;
    }
    qint64 idAt(int row) const { return m_list->model()->index(row, 0).data(TransfersModel::IdRole).toLongLong(); }
    void choose(int row, Qt::KeyboardModifiers modifiers = {})
    {
        const QModelIndex index = m_list->model()->index(row, 0);
        m_list->scrollTo(index);
        m_list->setFocus();
        const QRect rect = m_list->visualRect(index);
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, modifiers, QPoint(rect.left() + 80, rect.center().y()));
        QVERIFY(m_list->selectionModel()->isSelected(index));
    }
    QMenu *openMenu(int row)
    {
        const QModelIndex index = m_list->model()->index(row, 0);
        m_list->scrollTo(index);
        const QPoint at = m_list->visualRect(index).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, m_list->viewport()->mapToGlobal(at));
        QApplication::sendEvent(m_list->viewport(), &event);
        const auto menus = m_drawer->findChildren<QMenu *>(u"transfer-menu"_s);
        return menus.isEmpty() ? nullptr : menus.last();
    }
    static QAction *actionOf(QMenu *menu, const QString &text)
    {
        for (QAction *action : menu->actions()) {
            if (action->text() == text)
                return action;
            if (QAction *below = action->menu() ? actionOf(action->menu(), text) : nullptr)
                return below;
        }
        return nullptr;
    }
    template<class T>
    T *child(const QString &name) const
    {
        return m_drawer->findChild<T *>(name);
    }
    bool says(const QString &what) const
    {
        const auto labels = m_drawer->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [&](const QLabel *label) { return label->isVisible() && label->text().contains(what); });
    }

    QTemporaryDir m_folder;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<TransfersDrawer> m_drawer;
    TransferList *m_list = nullptr;
    QList<qint64> m_ids;
    QUrl m_opened;
};

QTEST_MAIN(TestTransfersDrawer)
#include "tst_transfers_drawer.moc"
