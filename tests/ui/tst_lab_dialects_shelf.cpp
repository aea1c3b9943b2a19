#include "tests/ui/shown_window.h"
#include "ui/lab/dialects/crowd_view.h"
#include "ui/lab/dialects/dialects_shelf.h"
#include "ui/lab/dialects/event_log.h"
#include "ui/lab/dialects/run_view.h"
#include "ui/lab/dialects/script_dialog.h"
#include "ui/lab/lab_page.h"
#include "ui/wire/wire_page.h"
#include "ui/widgets/widgets.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSet>
#include <QSpinBox>
#include <QTabBar>
#include <QTcpServer>
#include <QTcpSocket>
#include <QToolButton>
#include <QTreeWidget>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

/// The Dialects shelf of the window, with the hands of somebody who learns: over real sockets.
class TestLabDialectsShelf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        test::dress();
        m_served = std::make_unique<test::Served>();
    }
    void init()
    {
        m_window = test::showWindow(m_served->owner());
        QVERIFY(m_window);
        m_window->showPage(u"lab/dialects"_s);
        m_shelf = m_window->findChild<DialectsShelf *>();
        QVERIFY(m_shelf && m_shelf->isVisible());
    }
    void cleanup() { m_window.reset(); }
    void cleanupTestCase() { m_served.reset(); }

    void theListHasAllDialectsAndFindsWhatIsTyped()
    {
        auto *list = find<QTreeWidget>("dialects-list");
        int count = 0;
        for (int group = 0; group < list->topLevelItemCount(); ++group)
            count += list->topLevelItem(group)->childCount();
        QCOMPARE(count, static_cast<int>(lab::dialects().size()));
        QTest::keyClicks(find<QLineEdit>("dialects-filter"), u"hmac"_s);
        int shown = 0;
        for (int group = 0; group < list->topLevelItemCount(); ++group) {
            for (int row = 0; row < list->topLevelItem(group)->childCount(); ++row)
                shown += list->topLevelItem(group)->child(row)->isHidden() ? 0 : 1;
        }
        QCOMPARE(shown, 1);
        QVERIFY(find<QLabel>("dialect-title")->text().contains(u"hmac"_s));
        QVERIFY(find<QLineEdit>("dialect-key"));
        picture(u"dialects-1-hmac"_s);
    }

    void aLineToTheUpperServerComesBackInCapitals()
    {
        m_shelf->open(u"upper"_s);
        find<QSpinBox>("dialect-port")->setValue(0);
        click("dialect-start");
        RunView *server = m_shelf->currentRun();
        QVERIFY(server && server->run().isServer());
        QVERIFY(server->run().port() > 0);
        QVERIFY(!server->findChild<QLineEdit *>(u"run-line"_s)->isVisible());
        click("dialect-both"); // the server is there
        RunView *client = m_shelf->currentRun();
        QVERIFY(client && !client->run().isServer());
        auto *line = client->findChild<QLineEdit *>(u"run-line"_s);
        QTRY_COMPARE(client->run().linesWanted(), 1);
        QTest::keyClicks(line, u"hello "_s);
        line->insert(u"你好"_s); // as an input method does
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(client->conversation()->toPlainText().contains(u"HELLO 你好"_s));
        QTRY_VERIFY(server->conversation()->toPlainText().contains(u"hello 你好"_s));
        QVERIFY(client->calls()->toPlainText().contains(u"recv"_s));
        QVERIFY(line->text().isEmpty());
        picture(u"dialects-2-upper"_s);

        // And on the wire: one stream with both ends, its sends and its recvs.
        QTest::mouseClick(client->findChild<QPushButton *>(u"run-wire"_s), Qt::LeftButton);
        auto *wire = qobject_cast<WirePage *>(m_window->page(u"wire"_s));
        QVERIFY(wire->isVisible());
        const auto *stream = wire->rows().capture().stream(wire->rows().stream());
        QVERIFY(stream);
        QVERIFY(stream->clientIsOurs && stream->serverIsOurs);
        const auto &chunks = stream->flow(inspect::Flow::ToServer).chunks;
        QCOMPARE(static_cast<int>(chunks.size()), 2); // one send, one recv of the same bytes
        QCOMPARE(chunks[0].range.size(), 12);
        QVERIFY(chunks[0].range == chunks[1].range);
        QVERIFY(wire->rows().size() >= 2);
        picture(u"dialects-3-wire"_s);

        m_window->showPage(u"lab/dialects"_s);
        click("dialect-start"); // the switch is on
        QTRY_VERIFY(!server->run().isRunning());
        find<QTabBar>("dialect-runs")->setCurrentIndex(2);
        QTest::mouseClick(client->findChild<QPushButton *>(u"run-stop"_s), Qt::LeftButton);
        QTRY_VERIFY(!client->run().isRunning());
        QVERIFY(!line->isEnabled());
        QTest::mouseClick(client->findChild<QPushButton *>(u"run-stop"_s), Qt::LeftButton); // and away
        QTRY_COMPARE(find<QTabBar>("dialect-runs")->count(), 2);
    }

    void aSilentClientIsToldOfAndCanBeSentAway()
    {
        m_shelf->open(u"exec-ready"_s);
        find<QSpinBox>("dialect-port")->setValue(0);
        click("dialect-start");
        RunView *server = m_shelf->currentRun();
        auto *away = server->findChild<QToolButton *>(u"run-send-away"_s);
        QVERIFY(away->isVisible() && !away->isEnabled()); // nobody is there
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, server->run().port());
        QTRY_VERIFY(away->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(server->conversation()->toPlainText().contains(u"Nothing has come from the client for 5 s; the connection stays. Waited for: a command."_s), 20'000);
        QVERIFY(server->calls()->toPlainText().contains(u"Waited for: a command."_s));
        QCOMPARE(client.state(), QAbstractSocket::ConnectedState);
        QTest::mouseClick(away, Qt::LeftButton);
        auto *menu = server->findChild<QMenu *>(u"run-send-away-menu"_s);
        QVERIFY(menu);
        QTRY_VERIFY(menu->isVisible());
        QCOMPARE(menu->actions().size(), 1);
        QVERIFY2(menu->actions().first()->text().endsWith(u"silent"_s), qPrintable(menu->actions().first()->text()));
        picture(u"dialects-13-silent"_s);
        if (!qEnvironmentVariable("TRANSOM_PICTURES").isEmpty())
            test::picture(*menu, u"dialects-14-send-away"_s);
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().first()).center());
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QTRY_VERIFY(!away->isEnabled());
        QVERIFY(server->run().isRunning());
    }

    void aLineThatNobodyWaitsForIsKept()
    {
        m_shelf->open(u"chat-turns"_s);
        find<QSpinBox>("dialect-port")->setValue(0);
        click("dialect-both");
        RunView *client = m_shelf->currentRun();
        QVERIFY(client);
        auto *line = client->findChild<QLineEdit *>(u"run-line"_s);
        QTRY_COMPARE(client->run().linesWanted(), 1);
        QTest::keyClicks(line, u"one"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(client->run().linesWanted(), 0);
        QTest::keyClicks(line, u"two"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(client->run().linesKept(), 1);
        find<QTabBar>("dialect-runs")->setCurrentIndex(1);
        RunView *server = m_shelf->currentRun();
        QVERIFY(server->run().isServer());
        auto *answer = server->findChild<QLineEdit *>(u"run-line"_s);
        QTest::keyClicks(answer, u"good day"_s);
        QTest::mouseClick(server->findChild<QPushButton *>(u"run-send"_s), Qt::LeftButton);
        QTRY_COMPARE(client->run().linesKept(), 0);
        QTRY_VERIFY(server->conversation()->toPlainText().contains(u"client:two"_s));
    }

    void aPortInUseIsNamedAndAFreeOneOffered()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        m_shelf->open(u"echo"_s);
        find<QSpinBox>("dialect-port")->setValue(taken.serverPort());
        click("dialect-start");
        auto *banner = find<Banner>("dialect-banner");
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains(QString::number(taken.serverPort())));
        QVERIFY(!m_shelf->currentRun());
        picture(u"dialects-4-port"_s);
        const auto buttons = banner->findChildren<QPushButton *>();
        QPushButton *use = nullptr;
        for (QPushButton *each : buttons)
            use = each->isVisible() && !each->text().isEmpty() ? each : use;
        QVERIFY(use);
        QTest::mouseClick(use, Qt::LeftButton);
        QTRY_VERIFY(m_shelf->currentRun());
        QVERIFY(m_shelf->currentRun()->run().isRunning());
        QVERIFY(m_shelf->currentRun()->run().port() > taken.serverPort());
    }

    void whoeverFindsNobodyThereIsToldAndCanStartAServer()
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        const quint16 port = gone.serverPort();
        gone.close();
        m_shelf->open(u"upper"_s);
        find<QTabBar>("dialect-role")->setCurrentIndex(1);
        find<QSpinBox>("dialect-port")->setValue(port);
        click("dialect-start");
        RunView *client = m_shelf->currentRun();
        QVERIFY(client);
        QTRY_VERIFY(!client->run().isRunning());
        QCOMPARE(client->run().error().code, ErrorCode::ConnectionRefused);
        auto *banner = client->findChild<Banner *>();
        QVERIFY(banner->isVisible());
        picture(u"dialects-5-nobody"_s);
        Q_EMIT banner->actionTriggered();
        QVERIFY(m_shelf->currentRun()->run().isServer());
        QCOMPARE(m_shelf->currentRun()->run().port(), port);
    }

    void commandsBeyondThisComputerNeedTheBox()
    {
        m_shelf->open(u"exec-raw"_s);
        find<QLineEdit>("dialect-host")->setText(u"0.0.0.0"_s);
        find<QSpinBox>("dialect-port")->setValue(0);
        click("dialect-start");
        QVERIFY(!m_shelf->currentRun());
        QVERIFY(find<Banner>("dialect-banner")->isVisible());
        picture(u"dialects-6-exec"_s);
        auto *box = find<QCheckBox>("dialect-anybody");
        auto *meaning = find<QLabel>("dialect-meaning");
        const QString before = meaning->text();
        QTest::mouseClick(box, Qt::LeftButton, {}, {8, box->height() / 2});
        QVERIFY(box->isChecked());
        QVERIFY(meaning->text() != before);
        picture(u"dialects-7-exec-box"_s);
        click("dialect-start");
        QVERIFY(m_shelf->currentRun());
        QVERIFY(m_shelf->currentRun()->run().isRunning());
        QVERIFY(m_shelf->currentRun()->run().address().startsWith(u"0.0.0.0"_s));
        click("dialect-start");
    }

    void aClientWithoutAFileIsToldWhichFieldIsMissing()
    {
        m_shelf->open(u"put-json"_s);
        click("dialect-both");
        QVERIFY(find<Banner>("dialect-banner")->isVisible());
        QVERIFY(!find<Banner>("dialect-banner")->text().contains(u"--"_s));
        QVERIFY(find<QLineEdit>("dialect-file")->isVisible());
        QVERIFY(!m_shelf->currentRun());
    }

    void clientsAtOnceWaitForEachOtherOnlyWhereOneIsServedAtATime()
    {
        m_shelf->open(u"upper"_s);
        find<QSpinBox>("dialect-port")->setValue(0);
        find<QLineEdit>("dialect-work")->setText(u"60"_s);
        const auto run = [&](const QString &model) {
            auto *models = find<QComboBox>("dialect-model");
            models->setCurrentIndex(models->findData(static_cast<int>(lab::Serving::fromText(model)->model)));
            click("crowd-go");
        };
        const auto done = [&] {
            const auto &clients = m_shelf->crowd()->chart()->clients();
            return !m_shelf->crowd()->isRunning() && !clients.isEmpty() && std::all_of(clients.cbegin(), clients.cend(), [](const ServedClient &each) { return each.answered && each.finished > 0; });
        };
        find<QTabBar>("dialect-runs")->setCurrentIndex(0);
        run(u"one"_s);
        picture(u"dialects-8-crowd-live"_s);
        QTRY_VERIFY(done());
        find<QTabBar>("dialect-runs")->setCurrentIndex(0);
        picture(u"dialects-9-crowd-one"_s);
        QCOMPARE(mostAtOnce(), 1);
        QCOMPARE(handlers(), 1);
        click("dialect-start");
        QTRY_VERIFY(m_shelf->findChild<QPushButton *>(u"dialect-start"_s)->text() != tr("Stop server"));
        run(u"thread"_s);
        QTRY_VERIFY(done());
        find<QTabBar>("dialect-runs")->setCurrentIndex(0);
        picture(u"dialects-10-crowd-thread"_s);
        QVERIFY(mostAtOnce() > 1);
        QCOMPARE(handlers(), 10);
        QVERIFY(find<QLabel>("crowd-summary")->text().contains(u"10"_s));
    }

    void whoeverComesAfterTheLastIsTurnedAway()
    {
        m_shelf->open(u"upper"_s);
        find<QSpinBox>("dialect-port")->setValue(0);
        find<QLineEdit>("dialect-work")->setText(u"30"_s);
        find<QSpinBox>("dialect-stop-after")->setValue(3);
        find<QSpinBox>("crowd-clients")->setValue(30);
        find<QTabBar>("dialect-runs")->setCurrentIndex(0);
        click("crowd-go");
        QTRY_VERIFY(!m_shelf->crowd()->isRunning());
        const auto &clients = m_shelf->crowd()->chart()->clients();
        QCOMPARE(clients.size(), 30);
        QCOMPARE(std::count_if(clients.cbegin(), clients.cend(), [](const ServedClient &each) { return each.answered; }), 3);
        QCOMPARE(std::count_if(clients.cbegin(), clients.cend(), [](const ServedClient &each) { return each.refused; }), 27);
        find<QTabBar>("dialect-runs")->setCurrentIndex(0);
        picture(u"dialects-11-crowd-refused"_s);
    }

    void theProgramForTheOtherEndHasTheAddressOfThisOne()
    {
        m_shelf->open(u"exec-struct"_s);
        find<QSpinBox>("dialect-port")->setValue(4711);
        click("dialect-script");
        auto *dialog = m_shelf->findChild<ScriptDialog *>();
        QVERIFY(dialog);
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        QVERIFY(dialog->script().contains(u"PORT = 4711\n"_s));
        QVERIFY(dialog->script().contains(u"create_connection"_s)); // a client, because a server is here
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"script-copy"_s), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), dialog->script());
        if (!qEnvironmentVariable("TRANSOM_PICTURES").isEmpty())
            test::picture(*dialog, u"dialects-12-script"_s);
        dialog->close();
        for (const lab::Dialect &dialect : lab::dialects()) {
            for (const lab::Role role : {lab::Role::Server, lab::Role::Client})
                QVERIFY2(pythonScript(dialect, role, u"127.0.0.1"_s, 4711).contains(u"PORT = 4711\n"_s), dialect.id);
        }
    }

private:
    template<class Widget>
    Widget *find(const char *name) const
    {
        return m_shelf->findChild<Widget *>(QLatin1String(name));
    }
    void click(const char *name) const
    {
        auto *button = find<QPushButton>(name);
        QVERIFY2(button && button->isVisible() && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    int handlers() const
    {
        QSet<std::pair<qint64, qint64>> all;
        for (const ServedClient &each : m_shelf->crowd()->chart()->clients())
            all.insert({each.process, each.thread});
        return static_cast<int>(all.size());
    }
    int mostAtOnce() const
    {
        const auto &clients = m_shelf->crowd()->chart()->clients();
        int most = 0;
        for (const ServedClient &one : clients)
            most = std::max(most, static_cast<int>(std::count_if(clients.cbegin(), clients.cend(), [&](const ServedClient &other) { return other.accepted <= one.accepted && one.accepted < other.finished; })));
        return most;
    }
    void picture(const QString &name) const
    {
        if (!qEnvironmentVariable("TRANSOM_PICTURES").isEmpty())
            test::picture(*m_window, name);
    }

    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<MainWindow> m_window;
    DialectsShelf *m_shelf = nullptr;
};

QTEST_MAIN(TestLabDialectsShelf)
#include "tst_lab_dialects_shelf.moc"
