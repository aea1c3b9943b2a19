#include "core/lab/socket/native_socket.h"
#include "tests/ui/shown_window.h"
#include "ui/lab/experiments/call_feed.h"
#include "ui/lab/experiments/calls_model.h"
#include "ui/lab/experiments/experiment_book.h"
#include "ui/lab/experiments/experiment_page.h"
#include "ui/lab/experiments/experiments_shelf.h"
#include "ui/lab/experiments/lesson_text.h"
#include "ui/lab/experiments/run_picture.h"
#include "ui/lab/experiments/step_box.h"
#include "ui/lab/lab_page.h"
#include "ui/models/wire_text.h"
#include "ui/wire/ribbon_lanes.h"
#include "ui/wire/ribbon_view.h"
#include "ui/wire/wire_page.h"

#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTcpServer>
#include <QTcpSocket>
#include <QToolButton>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

/// The experiments of the Lab page, as a learner goes through them: real clicks, real sockets.
class TestLabExperiments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_chinese = test::dress();
        QVERIFY(m_folder.isValid());
        m_served = std::make_unique<test::Served>();
        openWindow();
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_served.reset();
    }

    void everyExperimentWithALessonIsInTheListAndNoneIsDoneAtFirst()
    {
        auto *list = m_shelf->findChild<QListWidget *>(u"experiments-list"_s);
        QVERIFY(list);
        QCOMPARE(list->count(), m_shelf->book().pages().size());
        QVERIFY(list->count() >= 11);
        for (int row = 0; row < list->count(); ++row) {
            const auto &entry = m_shelf->book().pages().at(row);
            QCOMPARE(list->item(row)->text(), entry.lesson.title);
            QVERIFY(!m_shelf->book().isDone(entry.experiment->id));
        }
    }

    void nothingRunsBeforeSomebodyHasPredicted()
    {
        choose(u"sticky"_s);
        QVERIFY(!button("experiment-run")->isEnabled());
        QVERIFY(find<QLabel>("experiment-hint")->isVisible());
        picture(u"sticky-1-question"_s);
        QTest::mouseClick(find<QRadioButton>("option-two"), Qt::LeftButton);
        QVERIFY(button("experiment-run")->isEnabled());
        QCOMPARE(m_shelf->book().answer(u"sticky"_s), u"two"_s);
        QVERIFY(!find<QLabel>("experiment-hint")->isVisible());
    }

    void theWordsOfAnAnswerCanBeClickedAsWellAsItsButton()
    {
        const auto *row = find<QRadioButton>("option-cut");
        LessonText *beside = nullptr;
        const auto texts = page().findChildren<LessonText *>();
        for (LessonText *text : texts) {
            if (text->mapTo(&page(), QPoint()).y() == row->mapTo(&page(), QPoint()).y() && text->isVisible())
                beside = text;
        }
        QVERIFY(beside);
        QTest::mouseClick(beside->viewport(), Qt::LeftButton, {}, QPoint(4, 6));
        QCOMPARE(m_shelf->book().answer(u"sticky"_s), u"cut"_s);
        QTest::mouseClick(find<QRadioButton>("option-two"), Qt::LeftButton);
    }

    void aRunShowsWhatWasPredictedWhatCameOfItAndWhatWasMeasured()
    {
        QVERIFY(runIt());
        const RunEntry &run = m_shelf->book().page(u"sticky"_s)->runs.constLast();
        QCOMPARE(run.predicted, u"two"_s);
        QCOMPARE(run.result.outcome, u"one"_s); // the reader is busy for 50 ms
        const QString verdict = find<LessonText>("verdict")->toPlainText();
        const lab::Lesson &lesson = m_shelf->book().page(u"sticky"_s)->lesson;
        QVERIFY2(verdict.contains(markdownPlain(lesson.optionText(u"two"_s))), qPrintable(verdict));
        QVERIFY2(verdict.contains(markdownPlain(lesson.optionText(u"one"_s))), qPrintable(verdict));
        const QString explanation = find<LessonText>("explanation")->toPlainText();
        QVERIFY2(explanation.contains(run.result.measured.value(u"sizes"_s).toText()), qPrintable(explanation));
        QVERIFY(!explanation.contains(u'{'));
        // The calls of this very run, in words and on the ribbon.
        auto &calls = page().picture().calls();
        QStringList words;
        for (int row = 0; row < calls.rowCount(); ++row)
            words += calls.index(row, CallsModel::CallColumn).data().toString();
        QVERIFY2(words.join(u'\n').contains(u"\"helloworld\""_s), qPrintable(words.join(u'\n')));
        const auto &rows = page().picture().rows();
        QVERIFY(rows.size() > 0);
        QCOMPARE(rows.currentFrame(), rows.numberAt(0)); // from the beginning
        QCOMPARE(wireTitle(rows.at(2)), u"shutdown"_s);  // the client's end is an arrow, too
        const auto *stream = rows.capture().stream(rows.stream());
        QVERIFY(stream);
        QCOMPARE(stream->flow(inspect::Flow::ToServer).chunks.size(), 3U); // two sends, one recv
        QVERIFY(!stream->client.isEmpty());
        QVERIFY(!stream->server.isEmpty());
        QVERIFY(page().picture().ribbon().isVisible());
        picture(u"sticky-2-run"_s);
    }

    void aReaderThatIsBackBeforeTheWriterStillReadsAfterIt()
    {
        const auto call = [](lab::CallRecord::Call what, qint64 offset, qint64 bytes, qint64 at) {
            lab::CallRecord record;
            record.call = what;
            record.stream = 1;
            record.toServer = true;
            record.offset = offset;
            record.result = bytes;
            record.monotonicNs = at;
            return record;
        };
        using Call = lab::CallRecord::Call;
        const auto collector = std::make_shared<CallCollector>();
        collector->add(call(Call::Receive, 0, 4, 100));
        collector->add(call(Call::Send, 0, 9, 130)); // it returned late
        collector->add(call(Call::Receive, 4, 5, 140));
        collector->add(call(Call::Send, 9, 3, 150));
        const auto calls = collector->take();
        QStringList order;
        for (const lab::CallRecord &each : calls)
            order += u"%1 %2 %3"_s.arg(each.call == Call::Send ? u"send"_s : u"recv"_s).arg(each.offset).arg(each.monotonicNs);
        QCOMPARE(order, QStringList({u"send 0 100"_s, u"recv 0 100"_s, u"recv 4 140"_s, u"send 9 150"_s}));
    }

    void anOutcomeThatNoOptionNamesIsNoneOfThese()
    {
        ExperimentBook book{QString()};
        book.setAnswer(u"goodbye"_s, u"eof"_s);
        lab::ExperimentResult odd;
        odd.outcome = u"something else"_s;
        book.addRun(u"goodbye"_s, odd);
        ExperimentPage alone(book, u"goodbye"_s, m_served->owner().wire());
        QVERIFY(alone.findChild<LessonText *>(u"verdict"_s)->toPlainText().contains(QCoreApplication::translate("Experiment", "none of these")));
    }

    void aTurnedKnobAsksAgainAndBothRunsStandSideBySide()
    {
        auto *size = find<QComboBox>("knob-recv_size");
        choose(*size, u"4"_s);
        QCOMPARE(m_shelf->book().page(u"sticky"_s)->knobs.value(u"recv_size"_s), u"4"_s);
        QVERIFY(find<QPushButton>("predict-again")->isVisible());
        QCOMPARE(m_shelf->book().answer(u"sticky"_s), u"two"_s); // what was answered goes along
        QTest::mouseClick(button("predict-again"), Qt::LeftButton);
        QVERIFY(m_shelf->book().answer(u"sticky"_s).isEmpty());
        QVERIFY(!button("experiment-run")->isEnabled());
        QVERIFY(!button("run-again")->isEnabled());
        QTest::mouseClick(find<QRadioButton>("option-cut"), Qt::LeftButton);
        QVERIFY(runIt("run-again"));
        const auto &runs = m_shelf->book().page(u"sticky"_s)->runs;
        QCOMPARE(runs.size(), 2);
        QCOMPARE(runs.constLast().result.outcome, u"cut"_s);
        QCOMPARE(runs.constLast().predicted, u"cut"_s);
        QTest::mouseClick(button("compare-runs"), Qt::LeftButton);
        auto *table = find<QTableView>("runs-table");
        QTRY_VERIFY(table->isVisible());
        QCOMPARE(table->model()->rowCount(), 2);
        QVERIFY(table->model()->index(0, 0).data().toString().contains(u"4"_s)); // newest first
        QVERIFY(table->model()->index(1, 0).data().toString() != table->model()->index(0, 0).data().toString());
        picture(u"sticky-3-runs"_s);
    }

    void freeTextGoesIntoARun()
    {
        choose(u"characters"_s);
        auto *text = find<QComboBox>("knob-text");
        QVERIFY(text->isEditable());
        QTest::mouseClick(find<StepHead>("step-vary-head"), Qt::LeftButton);
        text->lineEdit()->setFocus();
        text->lineEdit()->selectAll();
        QTest::keyClicks(text->lineEdit(), u"plain"_s);
        QTest::keyClick(text->lineEdit(), Qt::Key_Return);
        QTest::mouseClick(find<QRadioButton>("option-whole"), Qt::LeftButton);
        QVERIFY(runIt());
        const RunEntry &run = m_shelf->book().page(u"characters"_s)->runs.constLast();
        QCOMPARE(run.knobs.value(u"text"_s), u"plain"_s);
        QCOMPARE(run.result.measured.value(u"bytes"_s).value.toLongLong(), 5);
        QCOMPARE(run.result.outcome, u"whole"_s);
    }

    void datagramsThatNobodyReadStayArrowsIntoTheAir()
    {
        choose(u"udp"_s);
        QTest::mouseClick(find<QRadioButton>("option-unsure"), Qt::LeftButton);
        QVERIFY(runIt());
        const RunEntry &run = m_shelf->book().page(u"udp"_s)->runs.constLast();
        QCOMPARE(run.predicted, ExperimentBook::Unsure);
        const auto &rows = page().picture().rows();
        QCOMPARE(rows.size(), run.result.measured.value(u"sent"_s).value.toLongLong());
        qsizetype read = 0;
        for (qsizetype row = 0; row < rows.size(); ++row)
            read += rows.at(row).receivedNs >= 0;
        QCOMPARE(read, run.result.measured.value(u"received"_s).value.toLongLong());
        QVERIFY(read < rows.size());
        const auto lanes = ribbonLanes(*rows.capture().stream(rows.stream()));
        QCOMPARE(lanes.size(), 2U); // send, and recv although it came after all of these
        picture(u"udp"_s);
    }

    void aRunThatIsStoppedMeasuresNothingAndSaysSo()
    {
        choose(u"cures"_s);
        QTest::mouseClick(find<StepHead>("step-vary-head"), Qt::LeftButton);
        choose(*find<QComboBox>("knob-rtt_ms"), u"100"_s);
        choose(*find<QComboBox>("knob-messages"), u"30"_s);
        QTest::mouseClick(find<QRadioButton>("option-tenfold"), Qt::LeftButton);
        QSignalSpy activity(m_shelf, &LabShelf::activityChanged);
        QTest::mouseClick(button("experiment-run"), Qt::LeftButton);
        QVERIFY(page().run().isRunning());
        QCOMPARE(activity.constLast().constFirst().toInt(), 1);
        QVERIFY(!find<QComboBox>("knob-rtt_ms")->isEnabled());
        QTRY_VERIFY(page().run().callCount() > 0);
        QTRY_VERIFY(button("experiment-stop")->isVisible());
        picture(u"cures-running"_s);
        QTest::mouseClick(button("experiment-stop"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!page().run().isRunning(), 10'000);
        QVERIFY(m_shelf->book().page(u"cures"_s)->runs.isEmpty());
        QVERIFY(!m_shelf->book().isDone(u"cures"_s));
        QVERIFY(button("experiment-run")->isEnabled());
        QCOMPARE(activity.constLast().constFirst().toInt(), 0);
        const auto banners = page().findChildren<QLabel *>(u"banner-text"_s);
        QVERIFY(std::any_of(banners.begin(), banners.end(), [](const QLabel *text) { return text->isVisible() && !text->text().isEmpty(); }));
        choose(*find<QComboBox>("knob-rtt_ms"), u"10"_s);
        choose(*find<QComboBox>("knob-messages"), u"10"_s);
    }

    void aPageThatGoesWhileItsExperimentRunsStopsIt()
    {
        ExperimentBook book{QString()};
        book.setKnob(u"cures"_s, u"rtt_ms"_s, u"100"_s);
        book.setKnob(u"cures"_s, u"messages"_s, u"30"_s);
        book.setAnswer(u"cures"_s, ExperimentBook::Unsure);
        auto alone = std::make_unique<ExperimentPage>(book, u"cures"_s, m_served->owner().wire());
        QTest::mouseClick(alone->findChild<QPushButton *>(u"experiment-run"_s), Qt::LeftButton);
        QTRY_VERIFY(alone->run().callCount() > 0);
        QElapsedTimer time;
        time.start();
        alone.reset();
        QVERIFY2(time.elapsed() < 5'000, qPrintable(QString::number(time.elapsed())));
        QVERIFY(!book.isDone(u"cures"_s));
    }

    void aHandOutIsOneFileWithPicturesAndAsksForNothingFromAnywhere()
    {
        choose(u"sticky"_s);
        const QString path = m_folder.filePath(u"sticky.html"_s);
        page().exportTo(path);
        QTRY_VERIFY(QFile::exists(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString html = QString::fromUtf8(file.readAll());
        QVERIFY(html.endsWith(u"</html>\n"_s));
        QVERIFY(html.count(u"src=\"data:image/png;base64,"_s) == 2);
        QVERIFY(!html.contains(u"http:"_s) && !html.contains(u"https:"_s) && !html.contains(u"<script"_s) && !html.contains(u"@import"_s) && !html.contains(u"url("_s));
        QCOMPARE(html.count(u"src="_s), 2);
        QVERIFY(html.contains(u"<code>helloworld</code>"_s));
        const auto *entry = m_shelf->book().page(u"sticky"_s);
        QVERIFY(html.contains(entry->lesson.title.toHtmlEscaped()));
        QVERIFY(html.contains(entry->runs.constLast().result.measured.value(u"sizes"_s).toText()));
        static const QRegularExpression image(u"base64,([^\"]+)\""_s);
        for (auto found = image.globalMatch(html); found.hasNext();) {
            const QImage png = QImage::fromData(QByteArray::fromBase64(found.next().captured(1).toLatin1()), "PNG");
            QVERIFY(!png.isNull());
            QVERIFY(png.width() >= 1000); // a page wide, whatever the window is
        }
        if (const QString folder = qEnvironmentVariable("TRANSOM_PICTURES"); !folder.isEmpty())
            QFile::copy(path, folder + u"/sticky.html"_s);
    }

    void whileTheWindowRecordsARunIsOnTheWirePageToo()
    {
        choose(u"goodbye"_s);
        auto &wire = qobject_cast<WirePage *>(m_window->page(u"wire"_s))->rows();
        const auto before = wire.capture().streamIds().size();
        m_served->owner().wire().setRecording(true);
        QTest::mouseClick(find<QRadioButton>("option-eof"), Qt::LeftButton);
        QVERIFY(runIt());
        m_served->owner().wire().setRecording(false);
        QVERIFY(wire.capture().streamIds().size() > before);
        const auto *stream = wire.capture().stream(wire.capture().streamIds().constLast());
        QCOMPARE(stream->kind, inspect::WatchedStream::Kind::Lab);
        QVERIFY(!stream->open);
        QVERIFY(stream->flow(inspect::Flow::ToServer).end > 0);
    }

    void aResetIsACrossOnTheLadderAndAnEndOfStreamIsNot()
    {
        choose(u"goodbye"_s);
        const auto crosses = [this] {
            const auto &rows = page().picture().rows();
            int count = 0;
            for (qsizetype row = 0; row < rows.size(); ++row)
                count += rows.at(row).isError();
            return count;
        };
        QTest::mouseClick(find<QRadioButton>("option-eof"), Qt::LeftButton);
        QVERIFY(runIt());
        QCOMPARE(m_shelf->book().page(u"goodbye"_s)->runs.constLast().result.outcome, u"eof"_s);
        QCOMPARE(crosses(), 0);
        choose(*find<QComboBox>("knob-way"), u"reset"_s);
        QVERIFY(runIt("run-again"));
        QCOMPARE(m_shelf->book().page(u"goodbye"_s)->runs.constLast().result.outcome, u"error"_s);
        QCOMPARE(crosses(), 1);
        picture(u"goodbye-reset"_s);
        choose(*find<QComboBox>("knob-way"), u"close"_s);
    }

    void aProgramOnThePortMeetsTransomAsItsClient()
    {
        choose(u"sticky"_s);
        QTest::mouseClick(find<StepHead>("step-script-head"), Qt::LeftButton);
        const QString program = find<QPlainTextEdit>("script-program")->toPlainText();
        static const QRegularExpression bind(u"bind\\(\\(\"127\\.0\\.0\\.1\", (\\d+)\\)\\)"_s);
        const quint16 port = bind.match(program).captured(1).toUShort();
        QVERIFY2(port > 0, qPrintable(program));
        QTest::mouseClick(button("script-copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), program);
        QTest::mouseClick(button("script-start"), Qt::LeftButton); // before the program: it waits
        QTcpServer server;
        QByteArray heard;
        QVERIFY(server.listen(QHostAddress::LocalHost, port));
        QTRY_VERIFY(server.hasPendingConnections());
        QTcpSocket *peer = server.nextPendingConnection();
        QTRY_COMPARE(peer->bytesAvailable(), 10);
        QCOMPARE(peer->readAll(), "helloworld");
        peer->disconnectFromHost();
        QTRY_VERIFY(!page().isRunning());
        QVERIFY(page().picture().calls().rowCount() > 3);
        picture(u"sticky-4-script"_s);
    }

    void aProgramThatIsAClientMeetsTransomAsItsServer()
    {
        choose(u"secret"_s);
        QTest::mouseClick(find<StepHead>("step-script-head"), Qt::LeftButton);
        const QString program = find<QPlainTextEdit>("script-program")->toPlainText();
        QTest::mouseClick(button("script-start"), Qt::LeftButton);
        static const QRegularExpression connecting(u"\"127\\.0\\.0\\.1\", (\\d+)"_s);
        const quint16 port = connecting.match(program).captured(1).toUShort();
        QVERIFY(port > 0);
        QTcpSocket client;
        const auto connected = [&] {
            client.abort();
            client.connectToHost(QHostAddress::LocalHost, port);
            return client.waitForConnected(500);
        };
        QVERIFY(QTest::qWaitFor(connected, 10'000));
        QTRY_VERIFY(client.bytesAvailable() > 0);
        client.readAll(); // the challenge
        client.write(QByteArray(16, 'x'));
        QTRY_VERIFY(client.bytesAvailable() > 0);
        client.disconnectFromHost();
        QTRY_VERIFY_WITH_TIMEOUT(!page().isRunning(), 10'000); // once
        QVERIFY(page().picture().calls().rowCount() > 1);
    }

    void waitingForAProgramCanBeStopped()
    {
        choose(u"slow"_s);
        QTest::mouseClick(find<StepHead>("step-script-head"), Qt::LeftButton);
        QTest::mouseClick(button("script-start"), Qt::LeftButton);
        QVERIFY(page().isRunning());
        QTest::mouseClick(button("script-start"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!page().isRunning(), 5'000);
    }

    void theFourUploadsStandSideBySideAndEachHasItsConnections()
    {
        choose(u"product"_s);
        auto *table = find<QScrollArea>("uploads-view");
        QVERIFY(table);
        QTest::mouseClick(find<QRadioButton>("option-one"), Qt::LeftButton);
        QVERIFY(runIt());
        QTRY_VERIFY(table->isVisible()); // it is what one wants to see
        const auto marks = [table](const char *name) { return table->widget()->findChildren<QLabel *>(QLatin1String(name)).size(); };
        QCOMPARE(marks("came-through"), 1);
        QCOMPARE(marks("did-not"), 3);
        QVERIFY(table->widget()->findChild<QWidget *>(u"upload-transom"_s)->findChild<QLabel *>(u"came-through"_s));
        picture(u"product-1-break"_s);
        auto *streams = page().picture().findChild<QComboBox *>(u"run-streams"_s);
        QCOMPARE(streams->count(), 1 + 4 * 2);
        page().picture().showTab(page().picture().findChild<QWidget *>(u"run-calls"_s));
        auto *tabs = page().picture().findChild<QTabBar *>(u"run-tabs"_s);
        for (int index = 1; index < streams->count(); ++index) {
            streams->setCurrentIndex(index);
            Q_EMIT streams->activated(index);
            tabs->setCurrentIndex(0);
            QVERIFY(page().picture().rows().size() > 2);
            picture(u"product-2-stream-%1"_s.arg(index));
        }
        // Transom's own is cut into its own frames.
        QStringList titles;
        for (qsizetype row = 0; row < page().picture().rows().size(); ++row)
            titles.append(wireTitle(page().picture().rows().at(row)));
        QVERIFY2(titles.contains(u"FILES_RESUME"_s), qPrintable(titles.join(u' ')));
        for (const QString &disaster : {u"name"_s, u"disk"_s, u"flip"_s}) {
            choose(*find<QComboBox>("knob-disaster"), disaster);
            QVERIFY(runIt("run-again"));
            QTRY_VERIFY(table->isVisible());
            QCOMPARE(marks("came-through"), disaster == "flip"_L1 ? 1 : 3);
            picture(u"product-3-"_s + disaster);
        }
        page().picture().showTab(find<QTableView>("runs-table"));
        picture(u"product-4-runs"_s);
        choose(*find<QComboBox>("knob-disaster"), u"break"_s);
    }

    void whatWasDoneIsThereAfterARestart()
    {
        const auto runs = m_shelf->book().page(u"sticky"_s)->runs.size();
        const QString explained = explanationOfPage(u"sticky"_s);
        QVERIFY(runs >= 2);
        QVERIFY(!explained.isEmpty());
        choose(u"goodbye"_s);
        m_window.reset();
        openWindow();
        QCOMPARE(m_shelf->findChild<QListWidget *>(u"experiments-list"_s)->currentItem()->text(), m_shelf->book().page(u"goodbye"_s)->lesson.title);
        QVERIFY(m_shelf->book().isDone(u"sticky"_s));
        const auto *entry = m_shelf->book().page(u"sticky"_s);
        QCOMPARE(entry->runs.size(), runs);
        QCOMPARE(entry->knobs.value(u"recv_size"_s), u"4"_s);
        QCOMPARE(explanationOfPage(u"sticky"_s), explained);
        QCOMPARE(m_shelf->book().page(u"characters"_s)->knobs.value(u"text"_s), u"plain"_s);
        picture(u"restart"_s);
    }

    void settingsOfAnotherVersionThatAreNoMoreAreLeftOut()
    {
        QTemporaryDir state;
        {
            QSettings settings(state.filePath(u"experiments.ini"_s), QSettings::IniFormat);
            settings.setValue(u"sticky"_s, u"{\"knobs\":{\"recv_size\":\"99\",\"gone\":\"1\",\"nodelay\":\"on\"},\"runs\":[{\"measured\":{\"bytes\":[77,5],\"sizes\":\"bad\"}},3],\"answers\":7}"_s);
            settings.setValue(u"udp"_s, u"no JSON"_s);
        }
        const ExperimentBook book(state.path());
        QCOMPARE(book.page(u"sticky"_s)->knobs.value(u"recv_size"_s), u"1024"_s);
        QCOMPARE(book.page(u"sticky"_s)->knobs.value(u"nodelay"_s), u"on"_s);
        QVERIFY(!book.page(u"sticky"_s)->knobs.contains(u"gone"_s));
        QVERIFY(book.page(u"udp"_s)->runs.isEmpty());
    }

private:
    void openWindow()
    {
        m_window = test::showWindow(m_served->owner());
        QVERIFY(m_window);
        m_window->showPage(u"lab"_s);
        m_shelf = qobject_cast<ExperimentsShelf *>(qobject_cast<LabPage *>(m_window->page(u"lab"_s))->shelf(u"experiments"_s));
        QVERIFY(m_shelf);
    }
    ExperimentPage &page() { return *m_shelf->page(m_id); }
    template<class Widget>
    Widget *find(const char *name)
    {
        return page().findChild<Widget *>(QLatin1String(name));
    }
    QPushButton *button(const char *name) { return find<QPushButton>(name); }
    void choose(const QString &id)
    {
        m_id = id;
        m_window->showPage(u"lab/experiments/"_s + id);
        QTRY_VERIFY(page().isVisible());
    }
    static void choose(QComboBox &box, const QString &value)
    {
        box.setFocus();
        box.setCurrentIndex(box.findData(value));
        Q_EMIT box.activated(box.currentIndex());
    }
    bool runIt(const char *name = "experiment-run")
    {
        const auto before = m_shelf->book().page(m_id)->runs.size();
        QTest::mouseClick(button(name), Qt::LeftButton);
        return page().run().isRunning() && QTest::qWaitFor([&] { return !page().run().isRunning(); }, 60'000) && m_shelf->book().page(m_id)->runs.size() == before + 1;
    }
    QString explanationOfPage(const QString &id)
    {
        choose(id);
        return find<LessonText>("explanation")->toPlainText();
    }
    void picture(const QString &name) { test::picture(*m_window, name); }

    QTemporaryDir m_folder;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<MainWindow> m_window;
    ExperimentsShelf *m_shelf = nullptr;
    QString m_id;
    bool m_chinese = false;
};

QTEST_MAIN(TestLabExperiments)
#include "tst_lab_experiments.moc"
