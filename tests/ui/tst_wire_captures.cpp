#include "core/chat/chat_client.h"
#include "core/files/transfer_queue.h"
#include "core/inspect/capture_file.h"
#include "tests/ui/shown_window.h"
#include "ui/wire/kernel_panel.h"
#include "ui/wire/relay_panel.h"
#include "ui/wire/replay_dialog.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/ribbon_view.h"
#include "ui/wire/series_plots.h"
#include "ui/wire/wire_page.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabBar>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTextBrowser>
#include <QScrollBar>
#include <QToolButton>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using inspect::Flow;

/// A session over TLS with its calls, what the kernel says of it, captures as files, and conversations held again: on real sockets.
class TestWireCaptures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // Whatever language it is run in, English is what is compared; pictures may be wanted in another one.
        if (qEnvironmentVariable("TRANSOM_PICTURES").isEmpty())
            qputenv("LANG", "C.UTF-8");
        test::dress();
        qputenv("TRANSOM_HOME", m_folder.path().toLocal8Bit());
        m_served = std::make_unique<test::Served>();
        m_window = test::showWindow(m_served->owner());
        QVERIFY(m_window);
        m_page = qobject_cast<WirePage *>(m_window->page(u"wire"_s));
        m_window->showPage(u"wire"_s);
        QVERIFY(m_served->start());
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *accepted = m_server.nextPendingConnection()) {
                connect(accepted, &QTcpSocket::readyRead, this, [this, accepted] {
                    while (accepted->canReadLine())
                        accepted->write(m_answer + accepted->readLine());
                });
            }
        });
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_served.reset();
    }

    void theCallsOfASessionOverTlsLieAboveTheBytesInTheirRecords()
    {
        auto &recorder = m_served->owner().wire();
        recorder.setContents(WireRecorder::Contents::All);
        recorder.setRecording(true);
        const auto bothEnds = [this] {
            const auto ids = rows().capture().streamIds();
            return std::any_of(ids.begin(), ids.end(), [this](quint32 id) { return rows().capture().stream(id)->clientIsOurs && rows().capture().stream(id)->serverIsOurs; });
        };
        QTRY_VERIFY(bothEnds()); // each is watched from its own thread
        // Two in one turn of the connection's thread: they leave together.
        client::Connection &connection = m_served->owner().connection();
        QMetaObject::invokeMethod(&connection, [&connection] {
            connection.chat().say(u"#lobby"_s, u"First line, said in one go"_s);
            connection.chat().say(u"#lobby"_s, u"and the second"_s);
        });
        QFile file(m_folder.filePath(u"upload.bin"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(700'000, 'u')) == 700'000);
        file.close();
        QTRY_VERIFY(rows().size() > 2);
        connection.transfers().add({files::TransferDirection::Upload, {file.fileName()}, u"/"_s, u"overwrite"_s});
        const auto uploaded = [this] {
            qint64 end = 0;
            for (const quint32 id : rows().capture().streamIds())
                end = std::max(end, rows().capture().stream(id)->flow(Flow::ToServer).end);
            return end;
        };
        QTRY_VERIFY_WITH_TIMEOUT(uploaded() > 700'000, 20'000);
        // What was said after both were watched.
        qsizetype said = 0;
        while (said < rows().size() && rows().at(said).header.type != static_cast<quint8>(protocol::MessageType::ChatSay))
            ++said;
        QVERIFY(said < rows().size());
        const auto *stream = rows().capture().stream(rows().at(said).stream);
        QVERIFY(stream);
        const auto lanes = ribbonLanes(*stream);
        QCOMPARE(lanes.size(), 3U);
        for (const RibbonLane &lane : lanes) {
            QVERIFY(lane.encrypted);
            QVERIFY(lane.name.contains(u"TLS"));
        }
        const inspect::WatchedFrame first = rows().at(said);
        // What each send had in its records follows upon what the one before had.
        qint64 end = -1;
        for (const LaneSpan &span : laneSpans(*stream, Flow::ToServer, RibbonLane::Kind::Send, {first.offset, uploaded()}, 10'000)) {
            QVERIFY2(end < 0 || span.range.from == end, qPrintable(QString::number(span.range.from)));
            QVERIFY(span.moved > span.range.size()); // records are more than what is in them
            end = span.range.to;
        }
        QTRY_VERIFY(!laneSpans(*stream, Flow::ToServer, RibbonLane::Kind::Receive, {first.offset, first.offset + 1}, 1).empty());
        const CallContents contents = callContents(rows().capture(), *stream, Flow::ToServer, first.offset);
        QVERIFY(contents.encrypted);
        QVERIFY(contents.moved > 0);
        QVERIFY(explainCall(contents).contains(u"TLS"));
        picture(u"session-1-upload"_s);
        rows().selectFrame(first.number);
        picture(u"session-2-chat"_s);
    }

    void theKernelIsAskedOnlyWhileSomebodyLooks()
    {
        QSignalSpy samples(&m_served->owner().connection(), &client::Connection::socketSampled);
        auto *sides = m_page->findChild<QTabBar *>(u"wire-sides"_s);
        auto *own = m_page->findChild<SeriesPlots *>(u"kernel-own"_s);
        auto *state = m_page->findChild<QLabel *>(u"kernel-state-own"_s);
        QVERIFY(samples.isEmpty());
        sides->setCurrentIndex(1);
        QTRY_VERIFY(samples.size() >= 5);
        QTRY_COMPARE(state->text(), u"ESTABLISHED"_s);
        QVERIFY(own->accessibleDescription().contains(u"ms"));
        // The server is on this computer: its socket is known, too.
        QTRY_COMPARE(m_page->findChild<QLabel *>(u"kernel-state-other"_s)->text(), u"ESTABLISHED"_s);
        picture(u"session-3-kernel"_s);
        // What is not told is not there, and no zero.
        auto *panel = m_page->findChild<KernelPanel *>();
        transport::SocketWatch::Sample unknown;
        panel->add(unknown);
        QVERIFY(state->text() != u"ESTABLISHED");
        QVERIFY(m_page->findChild<QLabel *>(u"kernel-state-other"_s)->text().isEmpty());
        sides->setCurrentIndex(0);
        QVERIFY(!panel->isVisible());
    }

    void aRecordingIsSavedAndOpenedAgainWithItsNotes()
    {
        auto &recorder = m_served->owner().wire();
        recorder.setRecording(false);
        const quint64 marked = rows().at(1).number;
        const QByteArray payload = rows().at(1).payload;
        rows().setNote(marked, u"the second message"_s);
        const qsizetype before = rows().size();
        const QString path = m_folder.filePath(u"talk.pcapng"_s);
        m_page->saveTo(path);
        QTRY_VERIFY(QFile::exists(path));
        m_page->openFile(path);
        QTRY_VERIFY(recorder.isShowingOpened());
        QTRY_COMPARE(rows().size(), before);
        QCOMPARE(rows().notes().size(), 1);
        QCOMPARE(rows().notes().first(), u"the second message"_s);
        QCOMPARE(rows().capture().frame(rows().notes().firstKey())->payload, payload);
        const auto *stream = rows().capture().stream(rows().at(0).stream);
        QVERIFY(!ribbonLanes(*stream).empty() && ribbonLanes(*stream)[0].encrypted);
        QVERIFY(m_page->findChild<QLabel *>(u"wire-numbers"_s)->text().contains(u"talk.pcapng"));
        rows().selectFrame(rows().notes().firstKey());
        picture(u"session-4-file"_s);
        QTest::mouseClick(m_page->findChild<QToolButton *>(u"wire-clear"_s), Qt::LeftButton);
        QVERIFY(!recorder.isShowingOpened());
        QCOMPARE(rows().size(), before); // what was recorded is still there
        QCOMPARE(rows().note(marked), u"the second message"_s);
    }

    void aFileWithMoreFramesThanAreShownSaysHowManyAreLeftOut()
    {
        const QString path = m_folder.filePath(u"long.pcapng"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        {
            inspect::CaptureFileWriter writer(file, u"test"_s);
            inspect::WatchedStream stream;
            stream.id = 1;
            stream.kind = inspect::WatchedStream::Kind::Lab;
            auto decoded = std::make_shared<inspect::ForeignFrame>();
            decoded->name = u"byte"_s;
            decoded->size = 1;
            for (int i = 0; i < 200'123; ++i) {
                inspect::WatchedFrame frame;
                frame.stream = 1;
                frame.offset = i;
                frame.payload = "x";
                frame.sentNs = i;
                frame.decoded = decoded;
                writer.add(frame, stream);
            }
        }
        file.close();
        m_page->openFile(path);
        auto *banner = m_page->findChild<Banner *>();
        QTRY_VERIFY_WITH_TIMEOUT(m_served->owner().wire().isShowingOpened(), 60'000);
        QVERIFY(banner->isVisibleTo(m_page));
        bool said = false;
        for (const auto *label : banner->findChildren<QLabel *>())
            said = said || label->text().contains(u"the first 123 are left out"_s);
        QVERIFY(said);
        picture(u"session-5-long"_s);
        QTest::mouseClick(m_page->findChild<QToolButton *>(u"wire-clear"_s), Qt::LeftButton);
        QVERIFY(!m_served->owner().wire().isShowingOpened());
    }

    void whatIsNoCaptureSaysSoAndChangesNothing()
    {
        const QString path = m_folder.filePath(u"no.pcapng"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("nothing of the kind") > 0);
        file.close();
        const qsizetype before = rows().size();
        m_page->openFile(path);
        QTRY_VERIFY(m_page->findChild<Banner *>()->isVisibleTo(m_page));
        QCOMPARE(rows().size(), before);
        QVERIFY(!m_served->owner().wire().isShowingOpened());
    }

    void aConversationIsHeldAgainAndTheFirstDifferenceIsShown()
    {
        RelayStation::Wanted wanted;
        wanted.targetHost = u"127.0.0.1"_s;
        wanted.targetPort = m_server.serverPort();
        const int id = m_page->relays().start(wanted);
        const auto *relay = m_page->relays().relay(id);
        QVERIFY(relay && relay->isRunning());
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, relay->listening.section(u':', -1).toUShort());
        QVERIFY(client.waitForConnected());
        client.write("one\n");
        QTRY_COMPARE(client.bytesAvailable(), 4);
        client.write("two\n");
        QTRY_COMPARE(client.bytesAvailable(), 8);
        client.disconnectFromHost();
        QTRY_VERIFY(m_page->relays().relay(id)->connections.size() == 1 && !m_page->relays().relay(id)->connections[0].open);
        rows().setStream(m_page->relays().relay(id)->connections[0].stream);
        m_page->findChild<QAction *>(u"wire-replay"_s)->trigger();
        auto *dialog = m_page->findChild<ReplayDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->findChild<QLineEdit *>(u"replay-target"_s)->text(), u"127.0.0.1:%1"_s.arg(m_server.serverPort()));
        QList<lab::ReplayResult> results;
        connect(dialog, &ReplayDialog::replayed, this, [&results](const lab::ReplayResult &result) { results += result; });
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"replay-start"_s), Qt::LeftButton);
        QTRY_COMPARE(results.size(), 1);
        QVERIFY(results[0].isSame());
        m_answer = "!";
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"replay-start"_s), Qt::LeftButton);
        QTRY_COMPARE(results.size(), 2);
        QVERIFY(results[1].difference.has_value());
        QCOMPARE(results[1].difference->offset, 0);
        QVERIFY(dialog->findChild<Banner *>()->text().contains(u'0'));
        m_window->grab(); // laid out
        picture(*dialog, u"session-5-replay"_s);
        dialog->close();
        // A name that a framing gave can be filtered by, and is offered.
        rows().setStream(0);
        m_page->relays().remove(id);
    }

    void aServerAndAClientThatKnowNothingOfUsAreSeenThroughARelay()
    {
        const QString python = QStandardPaths::findExecutable(u"python3"_s);
        const QString curl = QStandardPaths::findExecutable(u"curl"_s);
        if (python.isEmpty() || curl.isEmpty())
            QSKIP("python3 and curl are needed");
        QFile page(m_folder.filePath(u"www.txt"_s));
        QVERIFY(page.open(QIODevice::WriteOnly) && page.write("hello over HTTP\n") > 0);
        page.close();
        QProcess server;
        server.setWorkingDirectory(m_folder.path());
        server.start(python, {u"-u"_s, u"-m"_s, u"http.server"_s, u"--bind"_s, u"127.0.0.1"_s, u"0"_s});
        QVERIFY(server.waitForStarted());
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += server.readAllStandardOutput()).contains(") ..."), 10'000);
        RelayStation::Wanted wanted;
        wanted.targetHost = u"127.0.0.1"_s;
        wanted.targetPort = said.mid(said.indexOf("port ") + 5).split(' ').first().toUShort();
        QVERIFY(wanted.targetPort != 0);
        m_page->showRelay(true);
        const int id = m_page->relays().start(wanted);
        QProcess client;
        client.start(curl, {u"--silent"_s, u"http://%1/www.txt"_s.arg(m_page->relays().relay(id)->listening)});
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), QProcess::NotRunning, 10'000);
        QCOMPARE(client.readAllStandardOutput(), "hello over HTTP\n");
        QTRY_VERIFY(m_page->relays().relay(id)->connections.size() == 1 && !m_page->relays().relay(id)->connections[0].open);
        rows().setStream(m_page->relays().relay(id)->connections[0].stream);
        QTRY_VERIFY(rows().size() > 2);
        QVERIFY(rows().at(0).payload.startsWith("GET /www.txt"));
        picture(u"session-7-http"_s);
        rows().selectFrame(rows().numberAt(0));
        picture(u"session-8-http-get"_s);
        rows().select({});
        m_page->showRelay(false);
        m_page->relays().remove(id);
        server.kill();
        server.waitForFinished();
    }

    void helpOpensAtTheHeadingThatFits()
    {
        rows().selectFrame(rows().numberAt(rows().size() - 1));
        QTest::mouseClick(m_page->findChild<QToolButton *>(u"field-help"_s), Qt::LeftButton);
        auto *text = m_window->page(u"help"_s)->findChild<QTextBrowser *>();
        QVERIFY(text);
        const auto *frame = rows().capture().frame(rows().currentFrame());
        QVERIFY(frame->decoded); // of the relay
        QTRY_VERIFY(text->verticalScrollBar()->value() > 0);
        picture(u"session-6-help"_s);
    }

    void namesThatAFramingGaveAreOffered()
    {
        QVERIFY(inspect::filterCompletions(u"type:GRE"_s).isEmpty());
        QCOMPARE(inspect::filterCompletions(u"type:GRE"_s, {u"GREETING"_s}), QStringList{u"type:GREETING"_s});
    }

private:
    WireRows &rows() { return m_page->rows(); }
    void picture(const QString &name) { test::picture(*m_window, name); }
    void picture(QWidget &widget, const QString &name) { test::picture(widget, name); }

    QTemporaryDir m_folder;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<MainWindow> m_window;
    WirePage *m_page = nullptr;
    QTcpServer m_server;
    QByteArray m_answer;
};

QTEST_MAIN(TestWireCaptures)
#include "tst_wire_captures.moc"
