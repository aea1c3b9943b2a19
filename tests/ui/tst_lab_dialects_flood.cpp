#include "tests/support/raw_peer.h"
#include "tests/ui/served_pages.h"
#include "ui/lab/dialects/dialects_shelf.h"
#include "ui/lab/dialects/event_log.h"
#include "ui/lab/dialects/run_view.h"

#include <QElapsedTimer>
#include <QPushButton>
#include <QSpinBox>

#include <thread>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool Sanitized = true;
#else
constexpr bool Sanitized = false;
#endif

} // namespace

/// The window stays alive, whatever comes in from the network.
class TestLabDialectsFlood : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }

    void aFloodDoesNotFreezeTheWindow_data()
    {
        QTest::addColumn<QString>("id");
        QTest::newRow("a stream") << u"upper"_s;
        QTest::newRow("datagrams") << u"udp-ok"_s;
    }
    void aFloodDoesNotFreezeTheWindow()
    {
        QFETCH(QString, id);
        test::Served served;
        DialectsShelf shelf(served.owner());
        test::present(shelf);
        shelf.open(id);
        shelf.findChild<QSpinBox *>(u"dialect-port"_s)->setValue(0);
        QTest::mouseClick(shelf.findChild<QPushButton *>(u"dialect-start"_s), Qt::LeftButton);
        RunView *view = shelf.currentRun();
        QVERIFY(view && view->run().isRunning());
        const quint16 port = view->run().port();
        std::jthread enemy([port, datagrams = id.startsWith(u"udp")](const std::stop_token &stop) {
            test::RawPeer peer = test::RawPeer::connected(port, datagrams);
            const QByteArray block(datagrams ? 1000 : 16 * 1024, 'a');
            while (!stop.stop_requested()) {
                if (datagrams)
                    peer.datagram(block);
                else
                    peer.send(block, 50);
                peer.receive(0); // or the server waits for us
            }
        });
        QTRY_VERIFY(view->conversation()->toPlainText().contains(u"aaaa"_s));
        QElapsedTimer whole;
        QElapsedTimer turn;
        qint64 longest = 0;
        int turns = 0;
        whole.start();
        while (whole.elapsed() < 3'000) {
            turn.start();
            QTest::qWait(1);
            longest = std::max(longest, turn.elapsed());
            ++turns;
        }
        QVERIFY(turns > (Sanitized ? 0 : 3));
        // Seconds where it is not looked after, a tenth of one where it is; a busy machine makes it more.
        constexpr qint64 Most = Sanitized ? 10'000 : 1'000;
        QVERIFY2(longest < Most, qPrintable(QString::number(longest)));
        // A click is obeyed while it goes on.
        turn.start();
        QTest::mouseClick(view->findChild<QPushButton *>(u"run-stop"_s), Qt::LeftButton);
        QVERIFY(!view->run().isRunning());
        QVERIFY2(turn.elapsed() < 3'000, qPrintable(QString::number(turn.elapsed())));
    }
};

QTEST_MAIN(TestLabDialectsFlood)
#include "tst_lab_dialects_flood.moc"
