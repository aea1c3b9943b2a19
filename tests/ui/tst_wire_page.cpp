#include "core/chat/chat_client.h"
#include "core/files/transfer_queue.h"
#include "tests/support/thread_time.h"
#include "tests/ui/shown_window.h"
#include "ui/models/command_runs_model.h"
#include "ui/wire/bytes_view.h"
#include "ui/wire/follow_view.h"
#include "ui/wire/frame_panel.h"
#include "ui/wire/ladder_view.h"
#include "ui/wire/ribbon_view.h"
#include "ui/wire/wire_page.h"
#include "ui/wire/wire_strip.h"

#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTreeView>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using protocol::MessageType;

/// The Wire page in the window, over the connection of a person to the server in this process.
class TestWirePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        test::dress();
        QVERIFY(m_home.isValid());
        qputenv("TRANSOM_HOME", m_home.path().toLocal8Bit());
        m_served = std::make_unique<test::Served>();
        m_window = test::showWindow(m_served->owner());
        QVERIFY(m_window);
        m_page = qobject_cast<WirePage *>(m_window->page(u"wire"_s));
        QVERIFY(m_page);
        m_window->showPage(u"wire"_s);
        m_ladder = m_page->findChild<LadderView *>();
        m_ribbon = m_page->findChild<RibbonView *>();
        m_bytes = m_page->findChild<BytesView *>();
        m_record = m_page->findChild<QPushButton *>(u"wire-record"_s);
        m_strip = m_window->findChild<WireStrip *>();
        picture(u"wire-1-not-connected"_s);
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_served.reset();
    }

    void nothingIsRecordedUntilItIsAskedFor()
    {
        QVERIFY(m_served->start());
        auto &recorder = m_served->owner().wire();
        QVERIFY(!recorder.isRecording());
        QVERIFY(!recorder.tap());
        picture(u"wire-2-off"_s);
        QTest::mouseClick(m_page->findChild<QPushButton *>(u"wire-empty-action"_s), Qt::LeftButton);
        QVERIFY(recorder.isRecording());
        QCOMPARE(recorder.capture().frameCount(), 0);
        QTest::mouseClick(m_record, Qt::LeftButton);
        QVERIFY(!recorder.isRecording());
        QTest::mouseClick(m_window->findChild<QPushButton *>(u"strip-record"_s), Qt::LeftButton);
        QVERIFY(recorder.isRecording());
    }

    void aLineOfChatIsSeenFromBothEndsOfTheConnection()
    {
        auto &chat = m_served->owner().connection().chat();
        say(chat, u"Hello from the test, 你好"_s);
        QTRY_VERIFY(find(MessageType::ChatSay) != 0);
        QTRY_VERIFY(find(MessageType::ChatLine) != 0);
        m_served->owner().wire().takeAll();
        const auto &line = *rows().capture().frame(find(MessageType::ChatSay));
        QVERIFY(line.sentNs > 0);
        QTRY_VERIFY(rows().capture().frame(line.number)->receivedNs >= line.sentNs);
        QVERIFY(line.payload.contains("Hello from the test"));
    }

    void secretsAreNeverInTheRecording()
    {
        std::unique_ptr<Backend> dave = m_served->enter(u"dave"_s, protocol::AllAccess);
        QVERIFY(dave);
        m_served->owner().wire().takeAll();
        int secrets = 0;
        for (quint64 number = rows().capture().firstNumber(); number <= rows().capture().lastNumber(); ++number) {
            const auto &frame = *rows().capture().frame(number);
            if (!frame.secret)
                continue;
            ++secrets;
            QCOMPARE(frame.payload.count('\0'), frame.payload.size());
        }
        // The server's side of another's sign-in is recorded, too, without what was proved.
        QCOMPARE(secrets, 3);
    }

    void aClickOnTheLadderShowsTheFrameEverywhere()
    {
        const quint64 number = find(MessageType::ChatSay);
        const qsizetype row = rows().rowOf(number);
        m_ladder->verticalScrollBar()->setValue(0);
        rows().selectFrame(number);
        rows().select({});
        QTest::mouseClick(m_ladder->viewport(), Qt::LeftButton, {}, m_ladder->rowRect(row).center());
        QCOMPARE(rows().currentFrame(), number);
        QVERIFY(m_bytes->selectedBytes().endsWith('}'));
        auto *tree = m_page->findChild<QTreeView *>(u"fields"_s);
        QCOMPARE(tree->model()->rowCount(), 2);
        QVERIFY(m_ladder->accessibleDescription().contains(u"CHAT_SAY"));
        picture(u"wire-3-chat"_s);
    }

    void aByteThatIsClickedIsTheSameByteInEveryView()
    {
        const auto &frame = *rows().capture().frame(rows().currentFrame());
        const qint64 index = wireBytes(frame).indexOf("Hello");
        QVERIFY(index > 0);
        auto *scroll = m_bytes->verticalScrollBar();
        scroll->setValue(static_cast<int>(index / m_bytes->perLine()));
        QTest::mouseClick(m_bytes->viewport(), Qt::LeftButton, {}, m_bytes->cellRect(index).center());
        QCOMPARE(rows().selection().range, (inspect::ByteRange{frame.offset + index, frame.offset + index + 1}));
        auto *tree = m_page->findChild<QTreeView *>(u"fields"_s);
        QCOMPARE(tree->currentIndex().siblingAtColumn(0).data().toString(), u"text"_s);
        QVERIFY(!m_page->findChild<QLabel *>(u"field-meaning"_s)->text().isEmpty());
        picture(u"wire-4-byte"_s);
        // The type's byte, from the tree.
        tree->setCurrentIndex(tree->model()->index(1, 0, tree->model()->index(0, 0)));
        QCOMPARE(rows().selection().range, (inspect::ByteRange{frame.offset + 4, frame.offset + 5}));
        m_bytes->setFocus();
        QTest::keyClick(m_bytes, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"20"_s);
        m_bytes->copyAs(ByteFormat::Python);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"b\" \""_s);
        // And from the ribbon: the four bytes of the length.
        rows().selectFrame(frame.number);
        m_ribbon->zoom(4 / m_ribbon->scale(), 0);
        m_ribbon->showSelection();
        QTest::mouseClick(m_ribbon, Qt::LeftButton, {}, m_ribbon->placeOf(frame.flow, frame.offset + 1));
        QCOMPARE(rows().selection().range, (inspect::ByteRange{frame.offset, frame.offset + 4}));
    }

    void theFilterLeavesWhatItSaysAndMistakesAreTold()
    {
        auto *filter = m_page->findChild<QLineEdit *>(u"wire-filter"_s);
        filter->setFocus();
        filter->setText(u"type:CHAT_SAY"_s);
        QTest::keyClick(filter, Qt::Key_Return);
        QTRY_COMPARE(rows().size(), 1);
        filter->setText(u"size>many"_s);
        QTest::keyClick(filter, Qt::Key_Return);
        QVERIFY(m_page->findChild<QLabel *>(u"wire-filter-state"_s)->text().contains(u"size>many"));
        QCOMPARE(rows().size(), 1);
        filter->clear();
        QTest::keyClick(filter, Qt::Key_Return);
        QTRY_COMPARE(rows().size(), rows().capture().frameCount());
    }

    void marksNotesAndSearch()
    {
        const quint64 number = find(MessageType::ChatSay);
        rows().selectFrame(number);
        m_ladder->setFocus();
        QTest::keyClick(m_ladder, Qt::Key_M);
        QVERIFY(rows().isMarked(number));
        QTest::keyClick(m_ladder, Qt::Key_N);
        auto *note = m_page->findChild<QLineEdit *>(u"frame-note"_s);
        QTRY_VERIFY(note->hasFocus());
        QTest::keyClicks(note, u"the line"_s);
        QTest::keyClick(note, Qt::Key_Return);
        QCOMPARE(rows().note(number), u"the line"_s);
        QTest::keyClick(m_ladder, Qt::Key_End);
        QVERIFY(rows().currentFrame() != number);
        QTest::keyClick(m_ladder, Qt::Key_BracketRight);
        QCOMPARE(rows().currentFrame(), number);
        QTest::keyClick(m_ladder, Qt::Key_End);
        auto *search = m_page->findChild<QLineEdit *>(u"wire-search"_s);
        search->setText(u"from the test"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(rows().currentFrame(), number);
    }

    void thePausedViewStandsStillWhileTrafficGoesOn()
    {
        auto *pause = m_page->findChild<QPushButton *>(u"wire-pause"_s);
        QTest::mouseClick(pause, Qt::LeftButton);
        const qsizetype before = rows().size();
        say(m_served->owner().connection().chat(), u"behind the curtain"_s);
        QTRY_VERIFY(rows().waiting() > 0);
        QCOMPARE(rows().size(), before);
        QTest::mouseClick(pause, Qt::LeftButton);
        QTRY_VERIFY(rows().size() > before);
    }

    void theStripOpensTheFrameThatIsClicked()
    {
        m_window->showPage(u"chat"_s);
        QTRY_VERIFY(m_strip->isVisible());
        say(m_served->owner().connection().chat(), u"across the strip"_s);
        m_strip->repaint();
        quint64 number = 0;
        QPoint place;
        const auto drawn = [&] {
            m_strip->repaint();
            for (int x = m_strip->width() - 20; x > 200 && number == 0; x -= 3) {
                const quint64 here = m_strip->frameAt({x, 10});
                if (here != 0 && rows().capture().frame(here)->payload.contains("across the strip"))
                    number = here, place = {x, 10};
            }
            return number != 0;
        };
        QTRY_VERIFY(drawn());
        picture(u"wire-5-strip"_s);
        QTest::mouseClick(m_strip, Qt::LeftButton, {}, place);
        QVERIFY(m_page->isVisible());
        QCOMPARE(rows().currentFrame(), number);
    }

    void theLadderIsSavedAndTheConversationRead()
    {
        const QString svg = m_home.filePath(u"ladder.svg"_s);
        const QString png = m_home.filePath(u"ladder.png"_s);
        const QString text = m_home.filePath(u"selection.txt"_s);
        for (const QString &path : {svg, png, text}) {
            m_page->exportTo(path);
            QTRY_VERIFY(QFile::exists(path));
        }
        QFile drawing(svg);
        QVERIFY(drawing.open(QIODevice::ReadOnly));
        QVERIFY(drawing.readAll().contains("CHAT_SAY"));
        QVERIFY(QImage(png).width() >= 1000);
        QFile words(text);
        QVERIFY(words.open(QIODevice::ReadOnly));
        QVERIFY(words.readAll().contains("across the strip"));
        m_page->findChild<QTabBar *>(u"wire-tabs"_s)->setCurrentIndex(1);
        QTRY_VERIFY(m_page->findChild<FollowView *>()->toPlainText().contains(u"behind the curtain"_s));
        picture(u"wire-6-follow"_s);
        m_page->findChild<QTabBar *>(u"wire-tabs"_s)->setCurrentIndex(0);
    }

    void aHundredThousandFramesStaySmooth()
    {
        auto &recorder = m_served->owner().wire();
        recorder.clear();
        auto &capture = recorder.sources();
        inspect::WatchedStream stream;
        stream.client = u"127.0.0.1:50000"_s;
        stream.server = u"127.0.0.1:7160"_s;
        stream.clientIsOurs = stream.serverIsOurs = true;
        const quint32 id = capture.addStream(stream);
        qint64 offsets[2] = {0, 0};
        qint64 now = 1'000'000'000;
        for (int i = 0; i < 100'000; ++i) {
            inspect::WatchedFrame frame;
            frame.stream = id;
            frame.flow = i % 3 == 0 ? inspect::Flow::ToClient : inspect::Flow::ToServer;
            const bool data = i % 10 != 0;
            frame.header = {data ? 65536U : 30U, static_cast<quint8>(data ? MessageType::Data : MessageType::ChatLine), 0, 0, ChannelId{data ? 3U : 1U}};
            frame.payload = data ? QByteArray() : QByteArray(R"({"from":"bob","text":"line"})");
            frame.offset = offsets[i % 3 == 0 ? 1 : 0];
            offsets[i % 3 == 0 ? 1 : 0] += frame.size();
            now += i % 1000 == 999 ? 400'000'000 : 50'000 * (i % 17);
            frame.sentNs = now;
            frame.receivedNs = now + 40'000 + i % 200'000;
            capture.addFrame(frame);
        }
        recorder.announce();
        QTRY_COMPARE(rows().size(), capture.frameCount());
        qint64 longest = 0;
        const auto turn = [&longest](const auto &act) {
            const qint64 before = test::threadTimeMs();
            act();
            QCoreApplication::processEvents();
            longest = std::max(longest, test::threadTimeMs() - before);
        };
        for (int i = 0; i < 40; ++i)
            turn([&] { m_ladder->verticalScrollBar()->setValue(m_ladder->verticalScrollBar()->maximum() / 40 * i); });
        for (int i = 0; i < 40; ++i)
            turn([&] { m_ribbon->zoom(0.7, 600); });
        for (int i = 0; i < 40; ++i)
            turn([&] { rows().selectFrame(rows().numberAt(i * 2000)); });
        turn([&] { rows().setFilter(u"line dir:client"_s); });
        QElapsedTimer whole;
        whole.start();
        while (rows().isFiltering() && whole.elapsed() < 20'000)
            turn([] {});
        qInfo("longest turn %lld ms, the filter took %lld ms", longest, whole.elapsed());
        QVERIFY(rows().size() > 3'000);
        QVERIFY2(longest < 150 * test::Slowness, qPrintable(u"a turn took %1 ms"_s.arg(longest)));
        rows().setFilter({});
        QTRY_COMPARE(rows().size(), capture.frameCount());
        rows().selectFrame(rows().numberAt(50'000));
        picture(u"wire-9-many"_s);
        capture.endStream(id, {});
        recorder.clear();
    }

    void anUploadIsSeenAndItsContentsAreLeftOut()
    {
        QFile file(m_home.filePath(u"large.bin"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 100; ++i)
            file.write(QByteArray(1'000'000, static_cast<char>('a' + i % 26)));
        file.close();
        m_window->showPage(u"wire"_s);
        auto &owner = m_served->owner();
        say(owner.connection().chat(), u"one line before the upload"_s);
        owner.connection().transfers().add({files::TransferDirection::Upload, {file.fileName()}, u"/"_s, u"overwrite"_s});
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(m_served->homeOfOwner() + u"/large.bin"_s).size() == 100'000'000, 60'000);
        QTRY_VERIFY(find(MessageType::Data) != 0);
        const auto &data = *rows().capture().frame(find(MessageType::Data));
        QVERIFY(data.payload.isEmpty());
        QVERIFY(data.header.length > 10'000);
        QCOMPARE(rows().capture().serviceOf(data), u"files.put"_s);
        rows().selectFrame(data.number);
        picture(u"wire-7-upload"_s);
        m_ribbon->zoom(0.02, 700);
        picture(u"wire-8-ribbon-far"_s);
    }

private:
    WireRows &rows() { return m_page->rows(); }
    static void say(chat::ChatClient &chat, const QString &text)
    {
        QMetaObject::invokeMethod(&chat, [&chat, text] { chat.say(u"#lobby"_s, text); });
    }
    quint64 find(MessageType type)
    {
        const auto &capture = rows().capture();
        for (quint64 number = capture.firstNumber(); number <= capture.lastNumber(); ++number) {
            if (capture.frame(number)->header.type == static_cast<quint8>(type) && !capture.frame(number)->isError())
                return number;
        }
        return 0;
    }
    void picture(const QString &name) { test::picture(*m_window, name); }

    QTemporaryDir m_home;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<MainWindow> m_window;
    WirePage *m_page = nullptr;
    LadderView *m_ladder = nullptr;
    RibbonView *m_ribbon = nullptr;
    BytesView *m_bytes = nullptr;
    QPushButton *m_record = nullptr;
    WireStrip *m_strip = nullptr;
};

QTEST_MAIN(TestWirePage)
#include "tst_wire_page.moc"
