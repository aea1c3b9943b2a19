#include "tests/support/thread_time.h"
#include "tests/ui/served_pages.h"
#include "ui/command/command_page.h"
#include "ui/command/output_view.h"
#include "ui/command/run_panel.h"
#include "ui/models/command_runs_model.h"

#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QStandardItemModel>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

class TestCommandPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        m_served = std::make_unique<test::Served>();
        m_page = std::make_unique<CommandPage>(m_served->owner());
        test::present(*m_page);
        m_line = m_page->findChild<QLineEdit *>(u"command"_s);
        m_run = m_page->findChild<QPushButton *>(u"run"_s);
        m_list = m_page->findChild<QListView *>(u"runs"_s);
        m_view = m_page->findChild<OutputView *>();
        QVERIFY(saysSomewhere(u"Connect to a server first"_s));
        QVERIFY(m_served->start());
        QTRY_VERIFY(m_line->isVisible());
        test::picture(*m_page, u"command-empty"_s);
    }
    void cleanupTestCase()
    {
        m_page.reset();
        m_served.reset();
    }

    void aTypedCommandRunsAndShowsBothOutputsAndItsStatus()
    {
        QVERIFY(type(u"sh -c 'echo out; echo err >&2; exit 3'"_s));
        QTRY_VERIFY(newest()->isOver());
        QCOMPARE(newest()->exitStatus(), 3);
        QVERIFY(text().contains(u"out\n"_s));
        QVERIFY(text().contains(u"err\n"_s));
        QTRY_VERIFY(saysSomewhere(u"Exit status 3"_s));
        QVERIFY(m_line->text().isEmpty());
        // Standard error is marked by more than its colour: something is drawn in the gutter.
        const OutputDocument &output = newest()->output();
        for (qint64 number = output.first(); number < output.end(); ++number) {
            if (output.line(number).text == u"err"_s)
                QVERIFY(output.line(number).isError);
        }
    }

    void aMistakeInTheQuotingIsToldAndNothingRuns()
    {
        const int runs = m_list->model()->rowCount();
        QTest::keyClicks(m_line, u"echo 'abc"_s);
        QVERIFY(!m_run->isEnabled());
        QVERIFY(saysSomewhere(u"Character 6"_s));
        QTest::keyClick(m_line, Qt::Key_Return);
        QCOMPARE(m_list->model()->rowCount(), runs);
        m_line->clear();
        QTest::keyClicks(m_line, u"ls | wc"_s);
        QVERIFY(saysSomewhere(u"choose Shell"_s));
        m_line->clear();
    }

    void theShellIsOfferedToWhoMayUseIt()
    {
        auto *mode = m_page->findChild<QComboBox *>();
        mode->setCurrentIndex(1);
        QVERIFY(type(u"printf 'a\\nb\\n' | wc -l"_s));
        QTRY_VERIFY(newest()->isOver());
        QVERIFY2(text().trimmed() == u"2"_s, qPrintable(text()));
        mode->setCurrentIndex(0);
    }

    void theHistoryIsWalkedWithTheArrowKeys()
    {
        QVERIFY(type(u"echo first"_s));
        QVERIFY(type(u"echo second"_s));
        QTest::keyClicks(m_line, u"draft"_s);
        QTest::keyClick(m_line, Qt::Key_Up);
        QCOMPARE(m_line->text(), u"echo second"_s);
        QTest::keyClick(m_line, Qt::Key_Up);
        QCOMPARE(m_line->text(), u"echo first"_s);
        QTest::keyClick(m_line, Qt::Key_Down);
        QTest::keyClick(m_line, Qt::Key_Down);
        QCOMPARE(m_line->text(), u"draft"_s);
        m_line->clear();
    }

    void inputIsSentLineByLineAndEnded()
    {
        QVERIFY(type(u"cat"_s));
        auto *input = lineEdit(u"A line for the command's input"_s);
        QTRY_VERIFY(input->isVisible());
        QTest::keyClicks(input, u"a line"_s);
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_COMPARE(text(), u"a line\n"_s);
        QTest::mouseClick(button(u"End input"_s), Qt::LeftButton);
        QTRY_VERIFY(newest()->isOver());
        QCOMPARE(newest()->exitStatus(), 0);
        QVERIFY(!input->isVisible());
    }

    void aCommandThatPrintsForEverLeavesTheWindowAliveAndStops()
    {
        QVERIFY(type(u"yes 'all work and no play'"_s));
        QTRY_VERIFY(newest()->received() > 500'000);
        // The event loop turns while output pours in: a slow turn would be a frozen window.
        QElapsedTimer whole;
        whole.start();
        qint64 longest = 0;
        while (whole.elapsed() < 1500) {
            const qint64 before = test::threadTimeMs();
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
            longest = std::max(longest, test::threadTimeMs() - before);
        }
        qInfo("longest turn %lld ms, %lld bytes shown", longest, newest()->received());
        QVERIFY2(longest < 250 * test::Slowness, qPrintable(u"a turn took %1 ms"_s.arg(longest)));
        QTest::mouseClick(button(u"Stop"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(newest()->isOver(), 20'000);
        QCOMPARE(newest()->signalName(), u"INT"_s);
        QVERIFY(newest()->output().end() - newest()->output().first() <= OutputDocument::MostLines);
    }

    void whatIsSearchedForIsFoundGoingRound()
    {
        QVERIFY(type(u"seq 1 500"_s));
        QTRY_VERIFY(newest()->isOver());
        QTest::keyClick(m_view, Qt::Key_F, Qt::ControlModifier);
        auto *search = lineEdit(u"Search in the output"_s);
        QTRY_VERIFY(search->isVisible());
        QTest::keyClicks(search, u"49"_s);
        QVERIFY(saysSomewhere(u"in 15 line(s)"_s) || saysSomewhere(u"in 15 lines"_s));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_view->selectedText(), u"49"_s);
        QVERIFY(!m_view->isAtEnd());
        QTest::keyClick(search, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_view->selectedText(), u"49"_s);
        QVERIFY2(m_view->verticalScrollBar()->value() > 300, "backwards from the first it went round to the last");
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(!search->isVisible());
    }

    void outputIsSelectedWithTheMouseAndCopied()
    {
        QVERIFY(type(u"printf 'one two\\nthree\\n'"_s));
        QTRY_VERIFY(newest()->isOver());
        QTRY_COMPARE(m_view->document(), &newest()->output());
        const QPoint start(26, 16);
        const QPoint end(400, 16 + 19);
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, start);
        QMouseEvent drag(QEvent::MouseMove, end, m_view->viewport()->mapToGlobal(end), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_view->viewport(), &drag);
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, end);
        QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"one two\nthree"_s);
    }

    void textInGbkIsReadAsGbk()
    {
        QComboBox *encoding = nullptr;
        const auto boxes = m_page->findChildren<QComboBox *>();
        for (QComboBox *box : boxes) {
            if (box->findText(u"GBK"_s) >= 0)
                encoding = box;
        }
        QVERIFY(encoding);
        encoding->setCurrentIndex(encoding->findText(u"GBK"_s));
        QVERIFY(type(u"printf '\\304\\343\\272\\303\\n'"_s));
        QTRY_VERIFY(newest()->isOver());
        QCOMPARE(text(), u"你好\n"_s);
        encoding->setCurrentIndex(0);
    }

    void aFinishedCommandRunsAgainAndAMissingOneSaysSo()
    {
        QVERIFY(type(u"echo again"_s));
        QTRY_VERIFY(newest()->isOver());
        const int runs = m_list->model()->rowCount();
        QTest::mouseClick(button(u"Run again"_s), Qt::LeftButton);
        QCOMPARE(m_list->model()->rowCount(), runs + 1);
        QTRY_VERIFY(newest()->isOver());
        QCOMPARE(text(), u"again\n"_s);
        QVERIFY(type(u"no-such-program-anywhere"_s));
        QTRY_VERIFY(newest()->isOver());
        QCOMPARE(newest()->error().code, ErrorCode::CommandNotFound);
        QTRY_VERIFY(saysSomewhere(describe(newest()->error())));
        test::picture(*m_page, u"command-failed"_s);
    }

    void coloursAreReadable()
    {
        QVERIFY(type(u"sh -c 'for i in 0 1 2 3 4 5 6 7; do printf \"\\033[3${i}mcolour $i\\033[0m \\033[9${i}mbright $i\\033[0m \\033[4${i}mon $i\\033[0m "
                     u"\\033[1;4mbold\\033[0m \\033[38;5;22mdark green\\033[0m 中文\\n\"; done; echo \"warning: 这是标准错误\" >&2; sleep 1; echo ready; exec cat'"_s));
        QTRY_VERIFY(text().contains(u"ready"_s));
        test::picture(*m_page, u"command"_s);
        QTest::mouseClick(button(u"Stop"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(newest()->isOver(), 20'000);
    }

    void whoMayNotRunCommandsIsToldWhoCanChangeThat()
    {
        std::unique_ptr<CommandPage> page;
        auto dave = m_served->enter(u"dave"_s, protocol::Permission::Chat, [&page](Backend &backend) { page = std::make_unique<CommandPage>(backend); });
        QVERIFY(dave);
        test::present(*page);
        QVERIFY(saysIn(*page, u"may not run commands here"_s));
        page.reset();
        std::unique_ptr<CommandPage> another;
        auto erin = m_served->enter(u"erin"_s, protocol::Permission::Command, [&another](Backend &backend) { another = std::make_unique<CommandPage>(backend); });
        QVERIFY(erin);
        auto *mode = another->findChild<QComboBox *>();
        QVERIFY(!qobject_cast<QStandardItemModel *>(mode->model())->item(1)->isEnabled());
        QVERIFY(mode->itemData(1, Qt::ToolTipRole).toString().contains(u"Whoever runs the server"_s));
        another.reset();
    }

private:
    bool type(const QString &line)
    {
        const int runs = m_list->model()->rowCount();
        m_line->setFocus();
        m_line->clear();
        // Keys exist for Latin characters only; the rest comes as from an input method.
        if (std::all_of(line.cbegin(), line.cend(), [](QChar c) { return c.unicode() < 0x80; }))
            QTest::keyClicks(m_line, line);
        else
            m_line->insert(line);
        QTest::keyClick(m_line, Qt::Key_Return);
        return m_list->model()->rowCount() == runs + 1;
    }
    CommandRun *newest() const
    {
        auto *model = qobject_cast<CommandRunsModel *>(m_list->model());
        return model->run(model->index(0));
    }
    QString text() const { return newest()->output().toPlainText(); }
    QPushButton *button(const QString &label) const
    {
        const auto buttons = m_page->findChildren<QPushButton *>();
        const auto found = std::find_if(buttons.cbegin(), buttons.cend(), [&](const QPushButton *each) { return each->text() == label && each->isVisible(); });
        return found == buttons.cend() ? nullptr : *found;
    }
    QLineEdit *lineEdit(const QString &name) const
    {
        const auto edits = m_page->findChildren<QLineEdit *>();
        const auto found = std::find_if(edits.cbegin(), edits.cend(), [&](const QLineEdit *each) { return each->accessibleName() == name; });
        return found == edits.cend() ? nullptr : *found;
    }
    static bool saysIn(const QWidget &widget, const QString &what)
    {
        const auto labels = widget.findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [&](const QLabel *label) { return label->isVisible() && label->text().contains(what); });
    }
    bool saysSomewhere(const QString &what) const { return saysIn(*m_page, what); }

    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<CommandPage> m_page;
    QLineEdit *m_line = nullptr;
    QPushButton *m_run = nullptr;
    QListView *m_list = nullptr;
    OutputView *m_view = nullptr;
};

QTEST_MAIN(TestCommandPage)
#include "tst_command_page.moc"
