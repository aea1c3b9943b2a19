#include "tests/ui/shown_window.h"
#include "ui/lab/lab_page.h"
#include "ui/lab/script/script_panel.h"
#include "ui/lab/script/script_shelf.h"
#include "ui/lab/script/source_view.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/ribbon_view.h"
#include "ui/wire/wire_page.h"

#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QTabBar>
#include <QTableView>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTextBlock>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using inspect::Flow;

/// The shelf that runs Python programs, with the real Python and real sockets, by the hands of a person.
class TestLabScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"python3"_s).isEmpty())
            QSKIP("There is no python3 on this computer.");
        test::dress();
        m_served = std::make_unique<test::Served>();
        m_window = test::showWindow(m_served->owner());
        QVERIFY(m_window);
        m_page = qobject_cast<LabPage *>(m_window->page(u"lab"_s));
        m_window->showPage(u"lab"_s);
        m_page->open(u"script"_s);
        m_shelf = qobject_cast<ScriptShelf *>(m_page->shelf(u"script"_s));
        QVERIFY(m_shelf);
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_served.reset();
    }

    void theExamplesTalkAndOneRecvHasTwoSends()
    {
        picture(u"script-1-empty"_s);
        QTest::mouseClick(find<QPushButton>("script-example"), Qt::LeftButton);
        QTRY_COMPARE(programs()->count(), 2);
        picture(u"script-2-open"_s);
        // A port that nobody has.
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        const QString port = QString::number(free.serverPort());
        free.close();
        start(0, port);
        QTRY_VERIFY_WITH_TIMEOUT(panel(0)->program().output().toPlainText().contains(u"listening on port "_s + port), 20'000);
        start(1, port);
        QTRY_VERIFY_WITH_TIMEOUT(!panel(0)->program().isRunning() && !panel(1)->program().isRunning(), 20'000);
        QCOMPARE(panel(1)->program().ending().exitStatus, 0);
        QCOMPARE(panel(0)->program().ending().exitStatus, 0);
        QVERIFY(panel(1)->program().output().toPlainText().contains(u"the server says: got"_s));

        // One stream, with the calls of both programs.
        const auto *stream = rows().capture().stream(rows().stream());
        QVERIFY(stream);
        QCOMPARE(stream->kind, inspect::WatchedStream::Kind::Lab);
        QVERIFY(stream->server.endsWith(u':' + port));
        QVERIFY(!stream->open);
        const auto &chunks = stream->flow(Flow::ToServer).chunks;
        const auto is = [](inspect::WatchedChunk::Call call) { return [call](const inspect::WatchedChunk &chunk) { return chunk.call == call; }; };
        QCOMPARE(std::count_if(chunks.begin(), chunks.end(), is(inspect::WatchedChunk::Call::Send)), 3);
        QVERIFY(std::count_if(chunks.begin(), chunks.end(), is(inspect::WatchedChunk::Call::Receive)) >= 2);
        QCOMPARE(stream->flow(Flow::ToServer).end, 37);
        QVERIFY(rows().size() > 0);
        picture(u"script-3-run"_s);
    }

    void aCallThatIsClickedMarksItsLineAndItsBytes()
    {
        const int row = rowOfCall(u"send"_s, 1);
        QVERIFY(row >= 0);
        const lab::ProbeCall call = m_shelf->calls().at(row).call;
        table()->scrollTo(m_shelf->calls().index(row, 0));
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(m_shelf->calls().index(row, ScriptCallsModel::Call)).center());
        QCOMPARE(programs()->currentIndex(), 1); // the client
        QCOMPARE(panel(1)->source().marked(), call.line);
        QCOMPARE(call.code, u"client.send(b\"world\")"_s);
        QCOMPARE(rows().selection().range, (inspect::ByteRange{5, 10}));
        QCOMPARE(rows().selection().flow, Flow::ToServer);
        picture(u"script-4-call"_s);
    }

    void aLineThatIsClickedSelectsItsCalls()
    {
        QTest::mouseClick(programs(), Qt::LeftButton, {}, programs()->tabRect(0).center());
        SourceView &source = panel(0)->source();
        const int line = lineWith(source, u"conn.recv(1024)"_s);
        QVERIFY(line > 0);
        source.mark(line);
        QTest::mouseClick(source.viewport(), Qt::LeftButton, {}, source.lineRect(line).center());
        const auto selected = table()->selectionModel()->selectedRows();
        QVERIFY(selected.size() >= 3); // two with bytes at least, and the end
        for (const QModelIndex &each : selected)
            QCOMPARE(m_shelf->calls().at(each.row()).call.name, u"recv"_s);
        QCOMPARE(selected.size(), m_shelf->calls().rowsOfLine(panel(0)->program().path(), line).size());
    }

    void aRecvOnTheRibbonMarksTheLineThatCalledIt()
    {
        auto *ribbon = find<RibbonView>("script-ribbon");
        rows().select({});
        panel(1)->source().mark(0);
        panel(0)->source().mark(0);
        ribbon->repaint();
        // The frames' lane gives the frame; the calls' lanes lie above it: go up until a recv answers.
        const QPoint place = ribbon->placeOf(Flow::ToServer, 2);
        int recvLine = 0;
        for (int up = 0; up < 120 && recvLine == 0; up += 4) {
            QTest::mouseClick(ribbon, Qt::LeftButton, {}, place - QPoint(0, up));
            const QModelIndex current = table()->currentIndex();
            if (current.isValid() && m_shelf->calls().at(current.row()).call.name == u"recv"_s)
                recvLine = panel(0)->source().marked();
        }
        QCOMPARE(recvLine, lineWith(panel(0)->source(), u"conn.recv(1024)"_s));
    }

    void theWirePageHasTheStream()
    {
        auto *wire = qobject_cast<WirePage *>(m_window->page(u"wire"_s));
        QVERIFY(wire->rows().capture().stream(rows().stream()));
        QVERIFY(wire->rows().size() >= rows().size());
    }

    void aRelayIsPutInBetween()
    {
        QVERIFY(!find<QPushButton>("script-relay")->isVisible()); // nobody listens
        start(0, u"0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("script-relay")->isVisible(), 20'000);
        QTest::mouseClick(find<QPushButton>("script-relay"), Qt::LeftButton);
        auto *banner = m_shelf->findChild<Banner *>();
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), 20'000);
        auto &relays = qobject_cast<WirePage *>(m_window->page(u"wire"_s))->relays();
        QCOMPARE(relays.relays().size(), 1);
        const QString listening = relays.relays().first().listening;
        QVERIFY2(banner->text().contains(listening), qPrintable(banner->text()));
        picture(u"script-7-relay"_s);
        start(1, listening.section(u':', -1));
        QTRY_VERIFY_WITH_TIMEOUT(panel(0)->program().hasEnded() && panel(1)->program().hasEnded(), 20'000);
        QCOMPARE(panel(1)->program().ending().exitStatus, 0);
        QVERIFY(panel(1)->program().output().toPlainText().contains(u"the server says: got"_s));
        QCOMPARE(relays.relays().first().connections.size(), 1);
        relays.stop(relays.relays().firstKey());
        QVERIFY(!find<QPushButton>("script-relay")->isVisible());
    }

    void anExceptionStandsBelowItsLineWithWhatToDo()
    {
        const QString path = script(u"refused.py"_s, "import socket\n\nclient = socket.socket()\nclient.connect(('127.0.0.1', 1))\nprint('never')\n");
        drop(path);
        QTRY_COMPARE(programs()->count(), 3);
        start(2, {});
        QTRY_VERIFY_WITH_TIMEOUT(panel(2)->program().hasEnded(), 20'000);
        QCOMPARE(panel(2)->program().ending().exitStatus, 1);
        SourceView &source = panel(2)->source();
        QTRY_VERIFY(source.annotation(4).contains(u"ConnectionRefusedError: [Errno 111]"_s));
        if (!qEnvironmentVariable("LANG").startsWith(u"zh"))
            QVERIFY(source.annotation(4).contains(u"Nobody listens"_s));
        QCOMPARE(source.marked(), 4);
        QVERIFY(m_shelf->calls().rowsOfLine(path, 4).size() == 1);
        QVERIFY(m_shelf->calls().at(m_shelf->calls().rowsOfLine(path, 4).first()).call.failed());
        QVERIFY(!find<RibbonView>("script-ribbon")->isVisible()); // there was no connection
        picture(u"script-5-exception"_s);
        // Run again: it is there once, and the lines have their numbers still.
        start(2, {});
        QTRY_VERIFY_WITH_TIMEOUT(panel(2)->program().hasEnded(), 20'000);
        QTRY_COMPARE(source.annotation(4).count(u"ConnectionRefusedError"_s), 1);
        QCOMPARE(lineWith(source, u"print('never')"_s), 5);
    }

    void whatIsTypedIsReadAndStopEndsIt()
    {
        const QString path = script(u"asks.py"_s, "import sys, time\nname = input('who? ')\nprint('hello', name)\nsys.stderr.write('waiting\\n')\ntime.sleep(1000)\n");
        m_shelf->openFile(path);
        QTRY_COMPARE(programs()->count(), 4);
        start(3, u"one \"two three\""_s);
        ScriptPanel *asks = panel(3);
        const auto said = [asks] { return asks->program().output().toPlainText(); };
        QTRY_VERIFY_WITH_TIMEOUT(said().contains(u"who? "_s), 20'000);
        auto *input = asks->findChild<QLineEdit *>(u"script-input"_s);
        QTest::mouseClick(input, Qt::LeftButton);
        QTest::keyClicks(input, u"Ada"_s);
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(said().contains(u"hello Ada"_s) && said().contains(u"waiting"_s), 20'000);
        QTest::mouseClick(asks->findChild<QPushButton *>(u"script-run"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(asks->program().hasEnded(), 20'000);
        QVERIFY(asks->program().ending().stopped);
        QCOMPARE(asks->program().ending().signal, 15);
        picture(u"script-6-stopped"_s);
    }

    void aProgramThatTalksWithoutEndIsHeldAndStopped()
    {
        const QString path = script(u"endless.py"_s, "import socket\na, b = socket.socketpair()\nwhile True:\n    a.send(b'x')\n    b.recv(1)\n    print('y' * 1000)\n");
        m_shelf->openFile(path);
        QTRY_COMPARE(programs()->count(), 5);
        start(4, {});
        QTRY_VERIFY_WITH_TIMEOUT(m_shelf->calls().rowCount() > 3'000, 60'000);
        QTest::mouseClick(panel(4)->findChild<QPushButton *>(u"script-run"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel(4)->program().hasEnded(), 20'000);
        QVERIFY(static_cast<size_t>(m_shelf->calls().rowCount()) <= ScriptCallsModel::Most);
    }

    void aClosedTabEndsItsProgram()
    {
        start(3, {});
        QTRY_VERIFY_WITH_TIMEOUT(panel(3)->program().output().toPlainText().contains(u"who? "_s), 20'000);
        QTest::mouseClick(programs()->tabButton(3, QTabBar::RightSide), Qt::LeftButton);
        QTRY_COMPARE(programs()->count(), 4);
    }

private:
    template<class T>
    T *find(const char *name)
    {
        return m_shelf->findChild<T *>(QLatin1String(name));
    }
    QTabBar *programs() { return find<QTabBar>("script-programs") ? find<QTabBar>("script-programs") : &m_none; }
    QTableView *table() { return find<QTableView>("script-calls"); }
    WireRows &rows() { return *m_shelf->rows(); }
    ScriptPanel *panel(int index)
    {
        for (ScriptPanel *each : m_shelf->findChildren<ScriptPanel *>()) {
            if (programs()->tabText(index) == each->program().name())
                return each;
        }
        return nullptr;
    }
    void start(int index, const QString &arguments)
    {
        QTest::mouseClick(programs(), Qt::LeftButton, {}, programs()->tabRect(index).center());
        auto *line = panel(index)->findChild<QLineEdit *>(u"script-arguments"_s);
        line->clear();
        QTest::keyClicks(line, arguments);
        QTest::mouseClick(panel(index)->findChild<QPushButton *>(u"script-run"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel(index)->program().isRunning() || panel(index)->program().hasEnded(), 20'000);
    }
    int rowOfCall(const QString &name, int number)
    {
        for (int row = 0; row < m_shelf->calls().rowCount(); ++row) {
            const lab::ProbeCall &call = m_shelf->calls().at(row).call;
            if (call.name == name && call.file.endsWith(u"sticky_client.py"_s) && number-- == 0)
                return row;
        }
        return -1;
    }
    static int lineWith(const SourceView &source, const QString &text)
    {
        for (QTextBlock block = source.document()->begin(); block.isValid(); block = block.next()) {
            if (block.text().contains(text) && block.userState() > 0)
                return block.userState();
        }
        return -1;
    }
    QString script(const QString &name, const QByteArray &text)
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("No room for a script");
        return path;
    }
    void drop(const QString &path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_shelf, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_shelf, &event);
    }
    void picture(const QString &name) { test::picture(*m_window, name); }

    QTemporaryDir m_folder;
    QTabBar m_none;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<MainWindow> m_window;
    LabPage *m_page = nullptr;
    ScriptShelf *m_shelf = nullptr;
};

QTEST_MAIN(TestLabScript)
#include "tst_lab_script.moc"
