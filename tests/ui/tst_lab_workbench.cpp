#include "tests/ui/shown_window.h"
#include "ui/lab/lab_page.h"
#include "ui/lab/workbench/call_log.h"
#include "ui/lab/workbench/socket_card.h"
#include "ui/lab/workbench/workbench_shelf.h"
#include "ui/wire/wire_sources.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include <cerrno>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

/// The workbench as hands use it: real clicks, real sockets.
class TestLabWorkbench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        test::dress();
        m_served = std::make_unique<test::Served>();
        m_window = test::showWindow(m_served->owner());
        QVERIFY(m_window);
        m_page = qobject_cast<LabPage *>(m_window->page(u"lab"_s));
        QVERIFY(m_page);
        m_window->showPage(u"lab/workbench"_s);
        m_shelf = qobject_cast<WorkbenchShelf *>(m_page->shelf(u"workbench"_s));
        QVERIFY(m_shelf && m_shelf->isVisible());
        m_log = m_shelf->findChild<CallLogView *>();
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_served.reset();
    }

    void theEmptyBenchOffersAPairAndAClickMakesIt()
    {
        picture(u"workbench-1-empty"_s);
        click(u"bench-empty-pair"_s);
        QTRY_COMPARE(m_log->model()->rowCount(), 6);
        QCOMPARE(m_shelf->findChildren<SocketCard *>().size(), 3);
        QCOMPARE(state(1), u"LISTEN"_s);
        QCOMPARE(state(2), u"ESTABLISHED"_s);
        QCOMPARE(state(3), u"ESTABLISHED"_s);
        QCOMPARE(text(5, CallLogModel::Call), u"s3, address = s1.accept()"_s);
        QCOMPARE(text(5, CallLogModel::Result), u"s3"_s);
        picture(u"workbench-2-pair"_s);
    }

    void oneSendIsReadInTwoPiecesAndThenTheEnd()
    {
        clickCard(2);
        click(u"bench-call-sendall"_s);
        auto *data = m_shelf->findChild<QLineEdit *>(u"bench-data"_s);
        QVERIFY(data->isVisible());
        data->selectAll();
        QTest::keyClicks(data, u"hello"_s);
        QCOMPARE(m_shelf->findChild<QLabel *>(u"bench-preview"_s)->text(), u"s2.sendall(b\"hello\")"_s);
        QCOMPARE(lastAfterRun(), u"5"_s);
        clickCard(3);
        receive(4);
        QCOMPARE(lastAfterRun(), u"b\"hell\""_s);
        QVERIFY(meaning(m_log->model()->rowCount() - 1).size() > 10);
        QCOMPARE(lastAfterRun(), u"b\"o\""_s);
        clickCard(2);
        click(u"bench-call-shutdown"_s);
        QCOMPARE(lastAfterRun(), u"0"_s);
        QTRY_COMPARE(state(3), u"CLOSE_WAIT"_s);
        clickCard(3);
        receive(4);
        QCOMPARE(lastAfterRun(), u"b\"\""_s);
        picture(u"workbench-3-end"_s);
        // The same calls in the other language, and in words.
        click(u"bench-writing-2"_s);
        QCOMPARE(text(8, CallLogModel::Call), u"recv(s3, buffer, 4, 0);"_s);
        picture(u"workbench-4-c"_s);
        click(u"bench-writing-0"_s);
        QVERIFY(text(8, CallLogModel::Call).startsWith(u"s3"_s));
        click(u"bench-writing-1"_s);
        click(u"bench-copy"_s);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"s2.sendall(b\"hello\")\t5\t"_s));
    }

    void theWirePageHasTheBytes()
    {
        const auto &capture = m_served->owner().wire().capture();
        const auto ids = capture.streamIds();
        const auto found = std::find_if(ids.begin(), ids.end(), [&](quint32 id) { return capture.stream(id)->kind == inspect::WatchedStream::Kind::Lab; });
        QVERIFY(found != ids.end());
        const auto *stream = capture.stream(*found);
        const auto &flow = stream->flow(inspect::Flow::ToServer);
        QCOMPARE(flow.chunks.size(), 3U); // one send, two recv
        QCOMPARE(flow.end, 5);
        QVERIFY(stream->clientIsOurs && stream->serverIsOurs);
        m_window->showPage(u"wire"_s);
        picture(u"workbench-5-wire"_s);
        m_window->showPage(u"lab/workbench"_s);
    }

    void whatMakesNoSenseSaysWhyAndIsCalledAnyway()
    {
        clickCard(3);
        auto *accept = m_shelf->findChild<QToolButton *>(u"bench-call-accept"_s);
        QVERIFY(accept->toolTip().contains(u"EINVAL"_s));
        click(u"bench-call-accept"_s);
        auto *why = m_shelf->findChild<QLabel *>(u"bench-why"_s);
        QVERIFY(why->isVisible() && why->text().contains(u"EINVAL"_s));
        picture(u"workbench-6-anyway"_s);
        QCOMPARE(lastAfterRun(), u"EINVAL (22)"_s);
    }

    void aCallThatBlocksSaysSoAndIsInterrupted()
    {
        clickCard(1);
        click(u"bench-call-accept"_s);
        const int row = m_log->model()->rowCount();
        click(u"bench-run"_s);
        QTRY_COMPARE(m_log->model()->rowCount(), row + 1);
        auto *waits = m_shelf->findChild<QLabel *>(u"bench-waits-1"_s);
        QTRY_VERIFY(waits->isVisible() && waits->text().contains(u"accept"_s));
        // The window lives: another socket answers meanwhile.
        clickCard(3);
        click(u"bench-call-getpeername"_s);
        QCOMPARE(lastAfterRun(), m_shelf->bench().socket(2)->local.text());
        picture(u"workbench-7-blocked"_s);
        click(u"bench-interrupt-1"_s);
        QTRY_COMPARE(text(row, CallLogModel::Result), u"EINTR (4)"_s);
        QTRY_VERIFY(!waits->isVisible());
    }

    void closingKeepsTheCardAndClearTakesItOff()
    {
        for (const int socket : {2, 3}) {
            clickCard(socket);
            click(u"bench-call-close"_s);
            QCOMPARE(lastAfterRun(), u"0"_s);
        }
        QTRY_COMPARE(state(2), u"TIME_WAIT"_s);
        clickCard(3);
        click(u"bench-call-send"_s);
        QCOMPARE(lastAfterRun(), u"EBADF (9)"_s);
        picture(u"workbench-8-closed"_s);
        click(u"bench-remove-3"_s);
        QTRY_VERIFY(!m_shelf->bench().socket(3));
        click(u"bench-clear"_s);
        QTRY_COMPARE(m_log->model()->rowCount(), 0);
        QVERIFY(m_shelf->bench().socket(1) && !m_shelf->bench().socket(2));
        clickCard(1);
        click(u"bench-call-close"_s);
        click(u"bench-run"_s);
        QTRY_VERIFY(!m_shelf->bench().socket(1)->isOpen() && m_shelf->bench().socket(1)->running.isEmpty());
        click(u"bench-clear"_s);
        QTRY_VERIFY(m_shelf->findChild<QPushButton *>(u"bench-empty-pair"_s)->isVisible());
    }

    void aRecipeLeadsFromCallToCall()
    {
        click(u"bench-empty-echo"_s);
        auto *next = m_shelf->findChild<QPushButton *>(u"bench-recipe-next"_s);
        QTRY_VERIFY(next->isVisible());
        for (int call = 1; call <= 13; ++call) {
            QTRY_VERIFY(next->isVisible() && next->isEnabled());
            QTest::mouseClick(next, Qt::LeftButton);
            QTRY_COMPARE(m_log->model()->rowCount(), call);
            if (call == 8)
                picture(u"workbench-9-recipe"_s);
        }
        QTRY_VERIFY(!next->isVisible());
        for (int row = 0; row < 13; ++row)
            QTRY_COMPARE(m_log->model()->index(row, 0).data(CallLogModel::StateRole).toInt(), int(CallLogModel::State::Good));
        QCOMPARE(text(9, CallLogModel::Result), u"b\"hello\\n\""_s);
        picture(u"workbench-10-recipe-done"_s);
        click(u"bench-recipe-close"_s);
    }

    void everyKindOfSocketIsMadeFromTheMenu()
    {
        auto *make = m_shelf->findChild<QToolButton *>(u"bench-new"_s);
        QCOMPARE(make->menu()->actions().size(), 6);
        for (const int kind : {1, 4, 5}) {
            const int before = m_log->model()->rowCount();
            make->menu()->actions().at(kind)->trigger();
            QTRY_COMPARE(m_log->model()->rowCount(), before + 1);
        }
        QVERIFY(m_shelf->bench().sockets().last()->datagram);
    }

    void theLogIsWrittenAsAProgram()
    {
        QTemporaryDir folder;
        for (const QString &name : {u"calls.py"_s, u"calls.c"_s}) {
            const QString path = folder.filePath(name);
            m_shelf->exportTo(path);
            QTRY_VERIFY(QFile::exists(path));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(file.readAll().contains("SOCK_STREAM"));
        }
    }

private:
    void click(const QString &name)
    {
        // A call's answer comes from a thread of its own, and what it makes after it.
        QWidget *widget = nullptr;
        QTRY_VERIFY2((widget = m_shelf->findChild<QWidget *>(name)) && widget->isVisible(), qPrintable(name));
        QTest::mouseClick(widget, Qt::LeftButton);
    }
    void clickCard(int socket) { click(u"bench-socket-%1"_s.arg(socket)); }
    void receive(int bytes)
    {
        click(u"bench-call-recv"_s);
        m_shelf->findChild<QSpinBox *>(u"bench-number"_s)->setValue(bytes);
    }
    /// Presses "Call", and the result of the new row when it is there.
    QString lastAfterRun()
    {
        const int row = m_log->model()->rowCount();
        click(u"bench-run"_s);
        (void)QTest::qWaitFor([&] {
            return m_log->model()->rowCount() > row && m_log->model()->index(row, 0).data(CallLogModel::StateRole).toInt() != int(CallLogModel::State::Waiting);
        });
        return text(row, CallLogModel::Result);
    }
    QString text(int row, int column) const { return m_log->model()->index(row, column).data().toString(); }
    QString meaning(int row) const { return m_log->model()->index(row, 0).data(CallLogModel::MeaningRole).toString(); }
    QString state(int socket) const
    {
        auto *label = m_shelf->findChild<QLabel *>(u"bench-state-%1"_s.arg(socket));
        return label ? label->text() : QString();
    }
    void picture(const QString &name) { test::picture(*m_window, name); }

    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<MainWindow> m_window;
    LabPage *m_page = nullptr;
    WorkbenchShelf *m_shelf = nullptr;
    CallLogView *m_log = nullptr;
};

QTEST_MAIN(TestLabWorkbench)
#include "tst_lab_workbench.moc"
