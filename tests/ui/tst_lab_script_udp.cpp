#include "tests/ui/shown_window.h"
#include "ui/lab/lab_page.h"
#include "ui/lab/script/script_panel.h"
#include "ui/lab/script/script_shelf.h"
#include "ui/lab/script/source_view.h"
#include "ui/wire/ribbon_view.h"
#include "ui/models/wire_rows.h"

#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QUdpSocket>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using inspect::Flow;
using Call = inspect::WatchedChunk::Call;

/// Python programs that talk by datagrams: with the real Python, real sockets, and the hands of a person.
class TestLabScriptUdp : public QObject
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
        m_window->showPage(u"lab/script"_s);
        m_shelf = m_window->findChild<ScriptShelf *>();
        QVERIFY(m_shelf && m_shelf->isVisible());
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_served.reset();
    }

    void eachDatagramOfBothProgramsIsOnTheRibbon()
    {
        // The server reads the second one with room for four bytes only; nobody reads the last one.
        m_shelf->openFile(script(u"udp_server.py"_s, "import socket, sys\n"
                                                     "server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                                                     "server.bind(('', int(sys.argv[1])))\n"
                                                     "print('ready', flush=True)\n"
                                                     "data, peer = server.recvfrom(1024)\n"
                                                     "server.sendto(b'first ' + data, peer)\n"
                                                     "short, peer = server.recvfrom(4)\n"
                                                     "server.sendto(b'second ' + short, peer)\n"
                                                     "server.recvfrom(1024)\n"));
        m_shelf->openFile(script(u"udp_client.py"_s, "import socket, sys\n"
                                                     "client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                                                     "there = ('localhost', int(sys.argv[1]))\n"
                                                     "client.sendto(b'hello', there)\n"
                                                     "print(client.recvfrom(1024)[0].decode())\n"
                                                     "client.sendto(b'much too long', there)\n"
                                                     "print(client.recvfrom(1024)[0].decode())\n"
                                                     "client.sendto(b'bye', there)\n"));
        QTRY_COMPARE(programs()->count(), 2);
        QUdpSocket free;
        QVERIFY(free.bind(QHostAddress::LocalHost));
        const QString port = QString::number(free.localPort());
        free.close();
        start(0, port);
        QTRY_VERIFY_WITH_TIMEOUT(panel(0)->program().output().toPlainText().contains(u"ready"_s), 20'000);
        start(1, port);
        QTRY_VERIFY_WITH_TIMEOUT(!panel(0)->program().isRunning() && !panel(1)->program().isRunning(), 20'000);
        QCOMPARE(panel(0)->program().ending().exitStatus, 0);
        QVERIFY(panel(1)->program().output().toPlainText().contains(u"second much"_s));

        const auto *stream = rows().capture().stream(rows().stream());
        QVERIFY(stream);
        QCOMPARE(stream->server, u"127.0.0.1:"_s + port);
        QCOMPARE(callsOf(Flow::ToServer), u"send 0-5, recv 0-5, send 5-18, recv 5-9, send 18-21, recv 18-21"_s);
        QCOMPARE(callsOf(Flow::ToClient), u"send 0-11, recv 0-11, send 11-22, recv 11-22"_s);
        // Each is a frame of its own: on the ladder, with when it was read.
        QCOMPARE(rows().size(), 5);
        test::picture(*m_window, u"script-udp-1"_s);
    }

    void aRecvfromOnTheRibbonMarksItsLine()
    {
        auto *ribbon = m_shelf->findChild<RibbonView *>(u"script-ribbon"_s);
        QVERIFY(ribbon->isVisible());
        for (const auto &[offset, text] : {std::pair{2, u"recvfrom(1024)"_s}, std::pair{6, u"recvfrom(4)"_s}}) {
            rows().select({});
            panel(0)->source().mark(0);
            ribbon->repaint();
            const QPoint place = ribbon->placeOf(Flow::ToServer, offset);
            int line = 0;
            // The frames' lane gives the frame; the calls' lanes lie above it: go up until a recvfrom answers.
            for (int up = 0; up < 120 && line == 0; up += 4) {
                QTest::mouseClick(ribbon, Qt::LeftButton, {}, place - QPoint(0, up));
                const QModelIndex current = table()->currentIndex();
                if (current.isValid() && m_shelf->calls().at(current.row()).call.name == u"recvfrom"_s)
                    line = panel(0)->source().marked();
            }
            QCOMPARE(line, lineWith(panel(0)->source(), text));
        }
        // And the ribbon's sentence does not take a datagram for a piece of a stream.
        QVERIFY2(ribbon->lesson().contains(u"The rest of it is lost"_s), qPrintable(ribbon->lesson()));
        test::picture(*m_window, u"script-udp-2"_s);
    }

    void aCallThatIsClickedMarksItsBytes()
    {
        for (int row = 0; row < m_shelf->calls().rowCount(); ++row) {
            const ScriptCallsModel::Row shown = m_shelf->calls().at(row);
            if (!shown.call.movesBytes())
                continue;
            table()->scrollTo(m_shelf->calls().index(row, 0));
            QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(m_shelf->calls().index(row, ScriptCallsModel::Call)).center());
            QCOMPARE(rows().selection(), shown.bytes);
            QCOMPARE(shown.bytes.range.size(), shown.call.size);
        }
    }

private:
    QTabBar *programs() { return m_shelf->findChild<QTabBar *>(u"script-programs"_s) ? m_shelf->findChild<QTabBar *>(u"script-programs"_s) : &m_none; }
    QTableView *table() { return m_shelf->findChild<QTableView *>(u"script-calls"_s); }
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
        QTest::keyClicks(panel(index)->findChild<QLineEdit *>(u"script-arguments"_s), arguments);
        QTest::mouseClick(panel(index)->findChild<QPushButton *>(u"script-run"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel(index)->program().isRunning() || panel(index)->program().hasEnded(), 20'000);
    }
    /// The calls of a direction by their places.
    QString callsOf(Flow flow)
    {
        auto chunks = rows().capture().stream(rows().stream())->flow(flow).chunks;
        std::stable_sort(chunks.begin(), chunks.end(), [](const auto &one, const auto &other) { return one.range.from != other.range.from ? one.range.from < other.range.from : one.call == Call::Send && other.call != Call::Send; });
        QStringList texts;
        for (const auto &chunk : chunks)
            texts.append(u"%1 %2-%3"_s.arg(chunk.call == Call::Send ? u"send"_s : u"recv"_s).arg(chunk.range.from).arg(chunk.range.to));
        return texts.join(u", "_s);
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
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("No room for a script");
        return file.fileName();
    }

    QTemporaryDir m_folder;
    QTabBar m_none;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<MainWindow> m_window;
    ScriptShelf *m_shelf = nullptr;
};

QTEST_MAIN(TestLabScriptUdp)
#include "tst_lab_script_udp.moc"
