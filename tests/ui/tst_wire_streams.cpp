#include "core/inspect/pcapng.h"
#include "tests/ui/shown_window.h"
#include "ui/wire/bytes_view.h"
#include "ui/wire/frame_panel.h"
#include "ui/wire/framing_menu.h"
#include "ui/wire/ladder_view.h"
#include "ui/wire/relay_panel.h"
#include "ui/wire/ribbon_view.h"
#include "ui/wire/series_plots.h"
#include "ui/wire/wire_page.h"

#include <QBuffer>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTcpServer>
#include <QTcpSocket>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>
#include <QUdpSocket>
#include <QtEndian>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using inspect::Flow;

namespace {

QByteArray message(const QByteArray &text)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(static_cast<quint32>(text.size()), bytes.data());
    return bytes + text;
}

} // namespace

/// Streams of others on the Wire page: the demonstration, and what relays of the window pass on, over real sockets.
class TestWireStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        test::dress();
        m_served = std::make_unique<test::Served>();
        m_window = test::showWindow(m_served->owner());
        QVERIFY(m_window);
        m_page = qobject_cast<WirePage *>(m_window->page(u"wire"_s));
        m_window->showPage(u"wire"_s);
        m_ribbon = m_page->findChild<RibbonView *>();
        m_bytes = m_page->findChild<BytesView *>();
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *accepted = m_server.nextPendingConnection()) {
                m_accepted = accepted;
                connect(accepted, &QTcpSocket::readyRead, this, [this, accepted] { m_heard += accepted->readAll(); });
            }
        });
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_served.reset();
    }

    void theEmptyPageShowsTwoSendsAndOneRecvOnRealSockets()
    {
        picture(u"streams-1-empty"_s);
        QTest::mouseClick(button("wire-empty-demo"), Qt::LeftButton);
        QTRY_VERIFY(rows().stream() != 0);
        const auto *stream = rows().capture().stream(rows().stream());
        QVERIFY(stream);
        QCOMPARE(stream->kind, inspect::WatchedStream::Kind::Lab);
        QCOMPARE(rows().size(), 4); // first, second, the one in two pieces, the answer
        const auto lanes = ribbonLanes(*stream);
        QCOMPARE(lanes.size(), 3);
        QCOMPARE(lanes[1].kind, RibbonLane::Kind::Queue);
        QCOMPARE(lanes[1].provenance, Provenance::Kernel);
        const auto sends = laneSpans(*stream, Flow::ToServer, RibbonLane::Kind::Send, {0, 1000}, 100);
        const auto received = laneSpans(*stream, Flow::ToServer, RibbonLane::Kind::Receive, {0, 1000}, 100);
        QCOMPARE(sends.size(), 4);
        QCOMPARE(received.size(), 3);
        QCOMPARE(received[0].range, (inspect::ByteRange{0, sends[1].range.to})); // both sends
        const auto waited = laneSpans(*stream, Flow::ToServer, RibbonLane::Kind::Queue, {0, 1}, 10);
        QCOMPARE(waited.size(), 1);
        QCOMPARE(waited[0].range, received[0].range);
        const CallContents contents = callContents(rows().capture(), *stream, Flow::ToServer, 0);
        QCOMPARE(contents.whole, 2);
        QCOMPARE(contents.sends, 2);
        QCOMPARE(contents.pieces, 0);
        QVERIFY(m_ribbon->lesson().contains(QString::number(received[0].range.size())));
        picture(u"streams-2-demo"_s);
    }

    void aByteUnderThePointerIsShownByEveryView()
    {
        const auto &second = rows().at(1);
        m_ribbon->repaint();
        const QPoint place = m_ribbon->placeOf(Flow::ToServer, second.offset + 1);
        QTest::mouseMove(m_ribbon, place);
        QTRY_COMPARE(rows().hoveredFrame(), second.number);
        QVERIFY(rows().hovered().range.contains(second.offset + 1));
        QCOMPARE(rows().currentFrame(), 0U);
        // Nothing is selected: the bytes and the fields are those of what is pointed at.
        QCOMPARE(m_bytes->selectedBytes(), second.payload);
        auto *tree = m_page->findChild<QTreeView *>(u"fields"_s);
        QCOMPARE(tree->model()->rowCount(), 2);
        QVERIFY(!m_page->findChild<QLabel *>(u"field-meaning"_s)->text().isEmpty());
        QTest::mouseClick(m_ribbon, Qt::LeftButton, {}, place);
        QCOMPARE(rows().currentFrame(), second.number);
        QCOMPARE(rows().selection().range.from, second.offset);
        picture(u"streams-3-selected"_s);
        // A call is a range of bytes like any other: the one recv reaches over both messages.
        const QPoint above(place.x(), place.y() - 13 - 16 / 2 - 2);
        QTest::mouseClick(m_ribbon, Qt::LeftButton, {}, above);
        QCOMPARE(rows().selection().range, (inspect::ByteRange{0, second.offset + second.size()}));
        rows().select({});
        rows().hover({});
    }

    void theFramingIsGuessedWithItsReasonAndAnotherIsChosen()
    {
        const quint32 stream = rows().stream();
        auto *framing = m_page->findChild<QToolButton *>(u"wire-framing"_s);
        QVERIFY(framing->isEnabled());
        QVERIFY(!m_page->findChild<QLabel *>(u"wire-framing-reason"_s)->text().isEmpty());
        QCOMPARE(m_page->sources().framed(stream)->framings().fromClient.kind, inspect::Framing::Kind::LengthPrefix);
        inspect::Framing fixed;
        fixed.kind = inspect::Framing::Kind::None;
        action(u"framing-"_s + fixed.text())->trigger();
        QTRY_COMPARE(rows().size(), 5); // as they were handed over: four sends and an answer
        QVERIFY(m_page->sources().framed(stream)->chosen().has_value());
        action(u"framing-guess"_s)->trigger();
        QTRY_COMPARE(rows().size(), 4);
        QVERIFY(!m_page->sources().framed(stream)->chosen().has_value());
    }

    void delimitersAreTypedWithEscapes()
    {
        QCOMPARE(bytesFromEscapes(u"\\r\\n"_s), std::optional(QByteArray("\r\n")));
        QCOMPARE(bytesFromEscapes(u"\\x00END\\\\"_s), std::optional(QByteArray("\0END\\", 5)));
        QVERIFY(!bytesFromEscapes(u"\\q"_s));
        QVERIFY(!bytesFromEscapes(u"\\xzz"_s));
        QVERIFY(!bytesFromEscapes({}));
    }

    void aRelayIsStartedFromThePageAndItsStreamIsSeen()
    {
        QTest::mouseClick(button("wire-relay"), Qt::LeftButton);
        auto *panel = m_page->findChild<RelayPanel *>();
        QVERIFY(panel->isVisible());
        auto *host = m_page->findChild<QLineEdit *>(u"relay-target-host"_s);
        host->setFocus();
        host->selectAll();
        QTest::keyClicks(host, u"127.0.0.1"_s);
        m_page->findChild<QSpinBox *>(u"relay-target-port"_s)->setValue(m_server.serverPort());
        QTest::mouseClick(button("relay-start"), Qt::LeftButton);
        QTRY_COMPARE(m_page->relays().relays().size(), 1);
        QVERIFY(relay().isRunning());
        picture(u"streams-4-relay"_s);
        m_client.connectToHost(QHostAddress::LocalHost, relay().listening.section(u':', -1).toUShort());
        QTRY_COMPARE(relay().connections.size(), 1);
        QTRY_VERIFY(m_accepted);
        auto *list = m_page->findChild<QTreeWidget *>(u"relay-list"_s);
        QTRY_COMPARE(list->topLevelItem(0)->childCount(), 1);
        list->setCurrentItem(list->topLevelItem(0)->child(0));
        QCOMPARE(rows().stream(), relay().connections[0].stream);
        m_client.write(message("through the relay") + message("and again"));
        QTRY_COMPARE(m_heard, message("through the relay") + message("and again"));
        m_accepted->write(message("thank you"));
        QTRY_COMPARE(rows().size(), 3);
        QTRY_VERIFY(rows().at(0).receivedNs >= rows().at(0).sentNs);
        QCOMPARE(rows().at(2).flow, Flow::ToClient);
        QVERIFY(m_ribbon->lesson().contains(QString::number(message("through the relay").size() + message("and again").size())));
        picture(u"streams-5-through"_s);
    }

    void whatIsHeldWaitsUntilItIsSteppedAndSaysWhatAFrameNeeds()
    {
        m_heard.clear();
        QTest::mouseClick(button("relay-hold"), Qt::LeftButton);
        QVERIFY(relay().connections[0].of(lab::From::Client).hold);
        bool settled = false;
        m_page->relays().whenSettled(relay().id, this, [&settled] { settled = true; });
        QTRY_VERIFY(settled);
        const QByteArray held = message("held back");
        const qsizetype before = rows().size();
        m_client.write(held.first(6));
        QTRY_COMPARE(rows().size(), before + 1);
        QCOMPARE(rows().at(before).decoded->missing, held.size() - 6);
        QTRY_COMPARE(relay().connections[0].waiting(lab::From::Client), 6);
        QVERIFY(m_heard.isEmpty());
        QTRY_VERIFY(!m_page->findChild<QLabel *>(u"relay-held"_s)->text().isEmpty());
        picture(u"streams-6-held"_s);
        QTest::mouseClick(button("relay-step-chunk"), Qt::LeftButton);
        QTRY_COMPARE(m_heard, held.first(6));
        QCOMPARE(rows().at(before).receivedNs, -1); // not all of it
        m_client.write(held.mid(6));
        QTRY_COMPARE(rows().at(before).decoded->missing, 0);
        QCOMPARE(m_heard, held.first(6));
        QTest::mouseClick(button("relay-hold"), Qt::LeftButton); // release
        QTRY_COMPARE(m_heard, held);
        QTRY_VERIFY(rows().at(before).receivedNs > 0);
    }

    void framesThatEndWithTheOtherSidesTurnAreNoSteps()
    {
        QTest::mouseClick(button("relay-hold"), Qt::LeftButton);
        QTRY_VERIFY(button("relay-step-frame")->isEnabled());
        action(u"framing-ascii-ack"_s)->trigger();
        QTRY_VERIFY(!button("relay-step-frame")->isEnabled());
        QVERIFY(button("relay-step-chunk")->isEnabled());
        QVERIFY(button("relay-step-frame")->toolTip().contains(u"the other side has had its turn"_s));
        action(u"framing-guess"_s)->trigger();
        QTRY_VERIFY(button("relay-step-frame")->isEnabled());
        QVERIFY(button("relay-step-frame")->toolTip().isEmpty());
        QTest::mouseClick(button("relay-hold"), Qt::LeftButton); // release
    }

    void aSplitIsLabelledInjectedOnTheRibbon()
    {
        m_heard.clear();
        m_page->findChild<QSpinBox *>(u"relay-split"_s)->setValue(5);
        bool settled = false;
        m_page->relays().whenSettled(relay().id, this, [&settled] { settled = true; });
        QTRY_VERIFY(settled); // the relay works in a thread of its own
        const auto *stream = rows().capture().stream(rows().stream());
        const qint64 from = stream->flow(Flow::ToServer).end;
        const QByteArray cut = message("cut into pieces");
        m_client.write(cut);
        QTRY_COMPARE(m_heard, cut);
        const auto sent = [&] { return laneSpans(*stream, Flow::ToServer, RibbonLane::Kind::Send, {from, from + cut.size()}, 100); };
        QTRY_COMPARE(static_cast<qsizetype>(sent().size()), (cut.size() + 4) / 5);
        const auto pieces = sent();
        QVERIFY(std::all_of(pieces.begin(), pieces.end() - 1, [](const LaneSpan &span) { return span.injected && span.range.size() == 5; }));
        QCOMPARE(laneSpans(*stream, Flow::ToServer, RibbonLane::Kind::Receive, {from, from + cut.size()}, 100).size(), 1);
        picture(u"streams-7-split"_s);
        m_page->findChild<QSpinBox *>(u"relay-split"_s)->setValue(0);
    }

    void whatIsSeenIsSavedForWireshark()
    {
        const QString path = m_folder.filePath(u"streams.pcapng"_s);
        const QString svg = m_folder.filePath(u"ribbon.svg"_s);
        m_page->exportTo(path);
        m_page->exportTo(svg, Export::Ribbon);
        QTRY_VERIFY(QFile::exists(path) && QFile::exists(svg));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        inspect::PcapngReader reader(file);
        QByteArray fromClient;
        for (auto packet = reader.next(); packet && *packet; packet = reader.next()) {
            if ((*packet)->from == inspect::From::Client)
                fromClient += (*packet)->payload;
        }
        QVERIFY(fromClient.startsWith(message("through the relay") + message("and again") + message("held back")));
        QFile drawing(svg);
        QVERIFY(drawing.open(QIODevice::ReadOnly));
        QVERIFY(drawing.readAll().contains("<svg"));
    }

    void aResetIsARowAndTheRelayIsStopped()
    {
        QSignalSpy broken(&m_client, &QTcpSocket::errorOccurred);
        QTest::mouseClick(button("relay-reset"), Qt::LeftButton);
        QTRY_VERIFY(!broken.isEmpty());
        QTRY_VERIFY(!relay().connections[0].open);
        QTRY_COMPARE(rows().at(rows().size() - 1).decoded->name, u"RST"_s);
        const quint16 port = relay().listening.section(u':', -1).toUShort();
        QTest::mouseClick(button("relay-stop"), Qt::LeftButton);
        QVERIFY(!relay().isRunning());
        QTcpSocket late;
        late.connectToHost(QHostAddress::LocalHost, port);
        QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
    }

    void datagramsAreRelayedAndWhatIsLostNeverArrives()
    {
        QUdpSocket server;
        QVERIFY(server.bind(QHostAddress::LocalHost));
        RelayStation::Wanted wanted;
        wanted.udp = true;
        wanted.targetHost = u"127.0.0.1"_s;
        wanted.targetPort = server.localPort();
        const int id = m_page->relays().start(wanted);
        QVERIFY(m_page->relays().relay(id)->isRunning());
        const quint16 port = m_page->relays().relay(id)->listening.section(u':', -1).toUShort();
        QUdpSocket client;
        client.writeDatagram("hello", QHostAddress::LocalHost, port);
        QTRY_COMPARE(server.pendingDatagramSize(), 5);
        QTRY_COMPARE(m_page->relays().relay(id)->connections.size(), 1);
        const quint32 stream = m_page->relays().relay(id)->connections[0].stream;
        rows().setStream(stream);
        QTRY_COMPARE(rows().size(), 1);
        QTRY_VERIFY(rows().at(0).receivedNs > 0);
        lab::Faults all;
        all.loss = 1;
        m_page->relays().setFaults(id, 0, lab::From::Client, all);
        bool settled = false;
        m_page->relays().whenSettled(id, this, [&settled] { settled = true; });
        QTRY_VERIFY(settled);
        client.writeDatagram("lost", QHostAddress::LocalHost, port);
        QTRY_COMPARE(rows().size(), 2);
        QCOMPARE(rows().at(1).receivedNs, -1);
        m_page->relays().remove(id);
        QVERIFY(!m_page->relays().relay(id));
    }

    void aRelayThatCannotListenSaysWhy()
    {
        RelayStation::Wanted wanted;
        wanted.targetHost = u"127.0.0.1"_s;
        wanted.targetPort = 1;
        wanted.listenPort = m_server.serverPort(); // somebody is there
        const int id = m_page->relays().start(wanted);
        QVERIFY(!m_page->relays().relay(id)->isRunning());
        QCOMPARE(m_page->relays().relay(id)->error.code, ErrorCode::AddressInUse);
        m_page->relays().remove(id);
    }

    void theKernelsNumbersAreDrawnAndWhereThereAreNoneItSaysSo()
    {
        SeriesPlots plots;
        QVERIFY(!plots.accessibleDescription().isEmpty());
        plots.setSeries({{u"rtt"_s, u"The time to the other end and back."_s, u"µs"_s, {10, std::nullopt, 30, 20}}, {u"unacked"_s, {}, u"segments"_s, {0, 0}}});
        QVERIFY(plots.accessibleDescription().contains(u"20 µs"));
        plots.resize(plots.sizeHint());
        const QImage drawn = plots.grab().toImage();
        const QRgb accent = theme::color(theme::Role::Accent).rgb();
        bool line = false;
        for (int y = 0; y < drawn.height() / 2 && !line; ++y) {
            for (int x = drawn.width() / 2; x < drawn.width() && !line; ++x)
                line = drawn.pixel(x, y) == accent;
        }
        QVERIFY(line);
        plots.setUnavailable(u"This system does not tell."_s);
        QCOMPARE(plots.accessibleDescription(), u"This system does not tell."_s);
    }

private:
    WireRows &rows() { return m_page->rows(); }
    const RelayStation::Entry &relay() { return m_page->relays().relays().first(); }
    QPushButton *button(const char *name) { return m_page->findChild<QPushButton *>(QLatin1String(name)); }
    QAction *action(const QString &name)
    {
        auto *found = m_page->findChild<QAction *>(name);
        return found ? found : new QAction(this);
    }
    void picture(const QString &name) { test::picture(*m_window, name); }

    QTemporaryDir m_folder;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<MainWindow> m_window;
    WirePage *m_page = nullptr;
    RibbonView *m_ribbon = nullptr;
    BytesView *m_bytes = nullptr;
    QTcpServer m_server;
    QTcpSocket *m_accepted = nullptr;
    QTcpSocket m_client;
    QByteArray m_heard;
};

QTEST_MAIN(TestWireStreams)
#include "tst_wire_streams.moc"
