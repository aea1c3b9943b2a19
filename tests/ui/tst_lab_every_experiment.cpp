#include "core/lab/experiment/traces.h"
#include "tests/ui/shown_window.h"
#include "ui/lab/dialects/serving_chart.h"
#include "ui/lab/experiments/experiment_book.h"
#include "ui/lab/experiments/experiment_page.h"
#include "ui/lab/experiments/experiment_words.h"
#include "ui/lab/experiments/experiments_shelf.h"
#include "ui/lab/experiments/lesson_text.h"
#include "ui/lab/experiments/queue_chart.h"
#include "ui/lab/experiments/run_picture.h"
#include "ui/lab/experiments/step_box.h"
#include "ui/lab/lab_page.h"
#include "ui/wire/ladder_view.h"

#include <QComboBox>
#include <QLabel>
#include <QLayout>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

/// Each experiment there is, from the question to the hand-out, with the keyboard alone. TRANSOM_PICTURES=DIR writes a picture of each stage; LANG, TRANSOM_THEME and
/// QT_SCALE_FACTOR say in which language, colours and size.
class TestLabEveryExperiment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        test::dress();
        m_served = std::make_unique<test::Served>();
        m_window = test::showWindow(m_served->owner());
        QVERIFY(m_window);
        m_window->showPage(u"lab"_s);
        m_shelf = qobject_cast<ExperimentsShelf *>(qobject_cast<LabPage *>(m_window->page(u"lab"_s))->shelf(u"experiments"_s));
        QVERIFY(m_shelf);
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_served.reset();
    }

    void fromTheQuestionToTheHandOutWithTheKeyboardAlone_data()
    {
        QTest::addColumn<QString>("id");
        for (const auto &page : m_shelf->book().pages())
            QTest::newRow(qPrintable(page.experiment->id)) << page.experiment->id;
    }
    void fromTheQuestionToTheHandOutWithTheKeyboardAlone()
    {
        QFETCH(QString, id);
        m_id = id;
        auto *list = m_shelf->findChild<QListWidget *>(u"experiments-list"_s);
        list->setFocus(Qt::TabFocusReason);
        QTest::keyClick(list, Qt::Key_Home);
        for (int row = 0; m_shelf->book().pages().at(row).experiment->id != id; ++row)
            QTest::keyClick(list, Qt::Key_Down);
        QTRY_VERIFY(page().isVisible());
        picture(u"1-question"_s);
        page().picture().showTab(find<QTableView>("runs-table"));
        picture(u"1-no-runs"_s);
        page().picture().showTab(page().picture().findChild<LadderView *>()->parentWidget());

        QVERIFY(tabTo([](const QWidget *widget) { return widget->objectName().startsWith("option-"_L1); }));
        const lab::Lesson &lesson = m_shelf->book().page(id)->lesson;
        const QString first = lesson.options.constFirst().id;
        QCOMPARE(QApplication::focusWidget()->objectName(), QString(u"option-"_s + first));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(m_shelf->book().answer(id), first);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down); // arrows go on from there
        QCOMPARE(m_shelf->book().answer(id), lesson.options.at(1).id);
        QVERIFY(isSeen(QApplication::focusWidget()));
        picture(u"2-predicted"_s);

        QVERIFY(tabTo("experiment-run"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(waitForRun(1));
        // Where one reads on.
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(&find<StepBox>("step-see")->head()));
        QTRY_VERIFY(isSeen(QApplication::focusWidget()));
        QVERIFY(find<LessonText>("verdict")->isVisible());
        QVERIFY(list->currentItem()->data(Qt::AccessibleTextRole).toString() != list->currentItem()->text()); // done is said, too
        const QString explanation = find<LessonText>("explanation")->toPlainText();
        static const QRegularExpression placeholder(u"\\{[a-z_]+\\}"_s);
        QVERIFY2(!explanation.contains(placeholder), qPrintable(explanation));
        picture(u"3-run"_s);
        showStep("step-explain");
        picture(u"4-explained"_s);

        page().picture().showTab(page().picture().findChild<QTableView *>(u"run-calls"_s));
        settle();
        picture(u"5-calls"_s);
        const lab::Knob &knob = m_shelf->book().page(id)->experiment->knobs.front();
        QVERIFY(tabTo(qPrintable(u"knob-"_s + knob.id)));
        QVERIFY(isSeen(QApplication::focusWidget()));
        if (!knob.free) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
            QCOMPARE(m_shelf->book().page(id)->knobs.value(knob.id), knob.values.at(1));
            settle();
        }
        QVERIFY(tabTo("run-again"));
        QVERIFY(isSeen(QApplication::focusWidget()));
        picture(u"6-varied"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(waitForRun(2));
        settle();
        QVERIFY(tabTo("compare-runs"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(find<QTableView>("runs-table")->isVisible());
        picture(u"7-compared"_s);
        QVERIFY(tabTo("step-script-head"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(find<QWidget>("script-program")->isVisible());
        picture(u"8-script"_s);
        exported(id);
    }

    void everyKnobAndNumberHasANameForPeople()
    {
        const auto spelled = [](const QString &id) { return QString(id).replace(u'_', u' '); };
        for (const lab::Experiment &experiment : lab::experiments()) {
            for (const QString &name : experiment.measured)
                QVERIFY2(measuredName(name) != spelled(name), qPrintable(experiment.id + u' ' + name));
            for (const lab::Knob &knob : experiment.knobs)
                QVERIFY2(knobName(knob.id) != spelled(knob.id), qPrintable(experiment.id + u' ' + knob.id));
        }
    }

    void aLessonNamesValuesAsItsKnobDoes()
    {
        for (const auto &page : m_shelf->book().pages()) {
            for (const lab::Knob &knob : page.experiment->knobs) {
                const QString text = page.lesson.vary.value(knob.id);
                for (const QString &value : knob.values) {
                    if (knobValueName(knob, value) != value)
                        QVERIFY2(!text.contains(u"`%1`:"_s.arg(value)) && !text.contains(u"`%1`："_s.arg(value)), qPrintable(page.experiment->id + u' ' + value));
                }
            }
        }
    }

    void aChartOfTheClientsStandsBesideTheCallsOfTheServer()
    {
        m_id = u"serving"_s;
        const auto *chart = page().findChild<ServingChart *>();
        QVERIFY(chart);
        QCOMPARE(chart->clients().size(), 10);
        // The second run's: three were served, then it was over.
        QCOMPARE(m_shelf->book().page(m_id)->runs.constLast().knobs.value(u"model"_s), u"one:3"_s);
        const auto count = [&](auto member) { return std::count_if(chart->clients().begin(), chart->clients().end(), member); };
        QCOMPARE(count([](const ServedClient &client) { return client.accepted > 0 && client.finished >= client.accepted && client.answered; }), 3);
        QCOMPARE(count([](const ServedClient &client) { return client.refused; }), 7);
    }

    void theQueuesOfASlowReaderFillAndNothingGetsLostInThem()
    {
        m_id = u"slow"_s;
        const auto *chart = page().findChild<QueueChart *>();
        QVERIFY(chart);
        const auto &samples = chart->samples();
        QVERIFY(samples.size() > 5);
        QVERIFY(std::is_sorted(samples.begin(), samples.end(), [](const lab::QueueSample &one, const lab::QueueSample &other) { return one.atNs < other.atNs; }));
        const auto &last = samples.constLast();
        QCOMPARE(last.outQueue + last.inQueue, last.accepted); // nobody reads
        QVERIFY(last.inQueue > 0);
        QVERIFY(chart->words(last).contains(QLocale().toString(last.accepted)));
    }

private:
    ExperimentPage &page() { return *m_shelf->page(m_id); }
    template<class Widget>
    Widget *find(const char *name)
    {
        return page().findChild<Widget *>(QLatin1String(name));
    }

    /// As somebody without a mouse gets there.
    bool tabTo(const std::function<bool(const QWidget *)> &wanted)
    {
        for (int tabs = 0; tabs < 60; ++tabs) {
            QWidget *here = QApplication::focusWidget();
            if (!here)
                return false;
            if (wanted(here))
                return true;
            QTest::keyClick(here, Qt::Key_Tab);
        }
        return false;
    }
    bool tabTo(const char *name)
    {
        const QString wanted = QLatin1String(name);
        return tabTo([&](const QWidget *widget) { return widget->objectName() == wanted; });
    }
    static bool isSeen(const QWidget *widget)
    {
        return widget->visibleRegion().boundingRect().height() >= std::min(widget->height(), 20);
    }
    bool waitForRun(qsizetype runs)
    {
        return QTest::qWaitFor([&] { return m_shelf->book().page(m_id)->runs.size() == runs && !page().isRunning(); }, 60'000);
    }
    /// Texts that have just become visible are measured in several rounds; nobody's fingers are faster.
    void settle()
    {
        const QWidget *steps = find<StepBox>("step-see")->parentWidget();
        for (int same = 0, before = -1; same < 3; same = steps->height() == before ? same + 1 : 0) {
            before = steps->height();
            QCoreApplication::processEvents();
            steps->layout()->activate();
            QCoreApplication::processEvents();
        }
    }
    void showStep(const char *name)
    {
        auto *box = find<StepBox>(name);
        for (QWidget *up = box; up; up = up->parentWidget()) {
            if (auto *scroll = qobject_cast<QScrollArea *>(up))
                scroll->verticalScrollBar()->setValue(box->y());
        }
    }
    void picture(const QString &stage) { test::picture(*m_window, u"every-%1-%2"_s.arg(m_id, stage)); }

    void exported(const QString &id)
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(id + u".html"_s);
        page().exportTo(path);
        QTRY_VERIFY(QFile::exists(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString html = QString::fromUtf8(file.readAll());
        QVERIFY(html.endsWith("</html>\n"_L1));
        QCOMPARE(html.contains("data:image/png"_L1), !page().picture().isEmpty());
        if (const QString pictures = qEnvironmentVariable("TRANSOM_PICTURES"); !pictures.isEmpty()) {
            QFile::remove(pictures + u"/every-"_s + id + u".html"_s);
            QFile::copy(path, pictures + u"/every-"_s + id + u".html"_s);
        }
    }

    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<MainWindow> m_window;
    ExperimentsShelf *m_shelf = nullptr;
    QString m_id;
};

QTEST_MAIN(TestLabEveryExperiment)
#include "tst_lab_every_experiment.moc"
