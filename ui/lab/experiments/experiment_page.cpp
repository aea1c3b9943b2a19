#include "ui/lab/experiments/experiment_page.h"

#include "ui/lab/experiments/experiment_words.h"
#include "ui/lab/experiments/hand_out.h"
#include "ui/lab/experiments/knobs_panel.h"
#include "ui/lab/experiments/predict_panel.h"
#include "ui/lab/experiments/experiment_view.h"
#include "ui/lab/experiments/run_picture.h"
#include "ui/lab/experiments/runs_table.h"
#include "ui/lab/experiments/own_script_panel.h"
#include "ui/lab/experiments/step_box.h"
#include "ui/theme/paper.h"
#include "ui/widgets/widgets.h"

#include <QFileDialog>
#include <QLocale>
#include <QProgressBar>
#include <QSaveFile>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

enum Step { Predict, Run, See, Explain, Vary, Script };

} // namespace

ExperimentPage::ExperimentPage(ExperimentBook &book, const QString &id, WireRecorder &window, QWidget *parent)
    : QWidget(parent)
    , m_book(book)
    , m_id(id)
    , m_run(new ExperimentRun(this))
    , m_picture(new RunPicture(window))
    , m_predict(new PredictPanel(book, id))
    , m_knobs(new KnobsPanel(book, id))
    , m_verdict(new LessonText)
    , m_explanation(new LessonText)
    , m_runs(new RunsTable(book, id))
    , m_start(makeButton(tr("Run"), u"play"_s, true))
    , m_stop(makeButton(tr("Stop"), u"stop"_s))
    , m_hint(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_bar(new QProgressBar)
    , m_trouble(new Banner)
    , m_saved(new Banner)
    , m_scroll(new QScrollArea)
{
    setObjectName(u"experiment-"_s + id);
    m_picture->addTab(tr("Runs"), m_runs);
    // These are about how messages are told apart.
    m_picture->setGuessing(QStringList{u"cures"_s, u"product"_s}.contains(id));
    m_view = makeExperimentView(id);
    if (m_view)
        addView(m_view->title(), m_view);
    auto *across = new QSplitter;
    across->setChildrenCollapsible(false);
    across->setHandleWidth(Gap4);
    across->addWidget(makeSteps());
    across->addWidget(m_picture);
    across->setStretchFactor(1, 1);
    across->setSizes({360, 530});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap3);
    column->addWidget(makeHead());
    column->addWidget(m_saved);
    column->addWidget(across, 1);

    m_progress.setInterval(100);
    connect(&m_progress, &QTimer::timeout, this, &ExperimentPage::showRunning);
    connect(m_run, &ExperimentRun::finished, this, &ExperimentPage::finished);
    connect(m_run, &ExperimentRun::runningChanged, this, [this](bool running) {
        running ? m_progress.start() : m_progress.stop();
        showRunning();
        Q_EMIT runningChanged();
    });
    connect(&m_book, &ExperimentBook::changed, this, [this](const QString &changed) {
        if (changed == m_id)
            showBook();
    });
    connect(m_knobs, &KnobsPanel::runWanted, this, &ExperimentPage::start);
    connect(m_knobs, &KnobsPanel::compareWanted, this, [this] { m_picture->showTab(m_runs); });
    connect(m_knobs, &KnobsPanel::predictWanted, this, [this] {
        m_book.setAnswer(m_id, {});
        show(m_steps[Predict]);
        m_predict->focusAnswers();
    });
    clearPicture();
    m_steps[Predict]->setOpen(true);
    m_steps[Run]->setOpen(true);
    const bool done = m_book.isDone(id);
    m_steps[Explain]->setOpen(done);
    m_steps[Vary]->setOpen(done);
    showBook();
    showRunning();
}

ExperimentPage::~ExperimentPage() = default;

bool ExperimentPage::isRunning() const
{
    return m_run->isRunning() || (m_script && m_script->isRunning());
}

void ExperimentPage::addView(const QString &title, QWidget *view)
{
    m_picture->addTab(title, view, true);
    m_shownFirst = view;
}

void ExperimentPage::clearPicture()
{
    if (m_book.isDone(m_id))
        m_picture->clear(tr("Run it again to see it"), tr("What earlier runs measured is at the left; their calls are not kept."));
    else
        m_picture->clear(tr("Predict first, then run"), tr("The calls of the run are drawn here: which bytes each send handed over, and which each recv returned."));
}

QWidget *ExperimentPage::makeHead()
{
    const lab::Lesson &lesson = m_book.page(m_id)->lesson;
    auto *head = new QWidget;
    auto *grid = new QGridLayout(head);
    grid->setContentsMargins(Gap1, 0, 0, 0);
    grid->setHorizontalSpacing(Gap4);
    grid->setVerticalSpacing(Gap1);
    QLabel *title = makeLabel(lesson.title, Type::Title);
    title->setObjectName(u"experiment-title"_s);
    auto *save = makeButton(tr("Export as HTML …"), u"download"_s);
    save->setObjectName(u"experiment-export"_s);
    save->setToolTip(plainToolTip(tr("A hand-out: question, answer, what the run showed and why, with the pictures.")));
    grid->addWidget(title, 0, 0);
    grid->addWidget(save, 0, 1, Qt::AlignTop);
    grid->addWidget(new LessonText(lesson.about), 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    connect(save, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Export as HTML"), m_id + u".html"_s, tr("Web page (*.html)"));
        if (!path.isEmpty())
            exportTo(path);
    });
    return head;
}

QWidget *ExperimentPage::makeSteps()
{
    const lab::Lesson &lesson = m_book.page(m_id)->lesson;

    const QString names[] = {tr("Predict"), tr("Run"), tr("See"), tr("Explain"), tr("Vary"), tr("With your own script")};
    const QString ids[] = {u"step-predict"_s, u"step-run"_s, u"step-see"_s, u"step-explain"_s, u"step-vary"_s, u"step-script"_s};
    auto *steps = new QWidget;
    auto *column = new QVBoxLayout(steps);
    column->setContentsMargins(0, 0, Gap1, 0);
    column->setSpacing(Gap1);
    m_verdict->setObjectName(u"verdict"_s);
    m_explanation->setObjectName(u"explanation"_s);
    // Each with what is in it before the next: that is the order in which the Tab key goes.
    for (int step = Predict; step <= Script; ++step) {
        m_steps[step] = new StepBox(step + 1, names[step], ids[step]);
        column->addWidget(m_steps[step]);
        connect(&m_steps[step]->head(), &QAbstractButton::clicked, this, [this, step](bool open) {
            if (open)
                show(m_steps[step]);
        });
        QVBoxLayout *body = m_steps[step]->body();
        switch (step) {
        case Predict:
            body->addWidget(m_predict);
            break;
        case Run:
            makeRunStep();
            break;
        case See:
            body->addWidget(new LessonText(lesson.see));
            break;
        case Explain:
            body->addWidget(m_verdict);
            body->addWidget(m_explanation);
            break;
        case Vary:
            body->addWidget(m_knobs);
            break;
        case Script:
            makeScriptStep();
            break;
        }
    }
    column->addStretch(1);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setMinimumWidth(340);
    m_scroll->setWidget(steps);
    return m_scroll;
}

void ExperimentPage::makeRunStep()
{
    m_start->setObjectName(u"experiment-run"_s);
    m_stop->setObjectName(u"experiment-stop"_s);
    m_hint->setObjectName(u"experiment-hint"_s);
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(Gap2);
    row->addWidget(m_start);
    row->addWidget(m_stop);
    row->addStretch(1);
    QVBoxLayout *body = m_steps[Run]->body();
    body->addLayout(row);
    body->addWidget(m_bar);
    body->addWidget(m_hint);
    body->addWidget(m_trouble);
    connect(m_start, &QPushButton::clicked, this, &ExperimentPage::start);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_run->stop();
        showRunning();
    });
}

void ExperimentPage::makeScriptStep()
{
    const lab::Lesson &lesson = m_book.page(m_id)->lesson;
    m_steps[Script]->setVisible(!lesson.script.isEmpty());
    if (lesson.script.isEmpty())
        return;
    m_script = new OwnScriptPanel(lesson);
    m_steps[Script]->body()->addWidget(m_script);
    connect(m_script, &OwnScriptPanel::started, this, [this] {
        if (m_view)
            m_view->clear();
        m_picture->clear(tr("Now your program"), tr("Start it in a terminal. What Transom sends to it and receives from it is drawn here."));
    });
    connect(m_script, &OwnScriptPanel::called, m_picture, &RunPicture::add);
    connect(m_script, &OwnScriptPanel::ended, m_picture, &RunPicture::finish);
    connect(m_script, &OwnScriptPanel::runningChanged, this, [this] {
        showRunning();
        Q_EMIT runningChanged();
    });
}

void ExperimentPage::start()
{
    const ExperimentBook::Page &page = *m_book.page(m_id);
    if (isRunning() || m_book.answer(m_id).isEmpty())
        return;
    m_trouble->hide();
    m_readOn = window()->focusWidget() && m_scroll->isAncestorOf(window()->focusWidget());
    if (m_view)
        m_view->clear();
    m_picture->clear(tr("The experiment runs"), tr("Its calls are drawn as soon as it is over."));
    QHash<QString, QString> knobs;
    for (const auto &[knob, value] : page.knobs.asKeyValueRange())
        knobs.insert(knob, value);
    m_run->start(*page.experiment, knobs);
}

void ExperimentPage::finished()
{
    const Result<lab::ExperimentResult> &result = m_run->result();
    m_picture->add(m_run->takeCalls());
    m_picture->finish(m_run->dropped());
    if (!result) {
        if (m_picture->isEmpty())
            m_picture->clear(tr("There is nothing to see"), tr("The run ended before its first call. Run it again."));
        if (result.error().code == ErrorCode::Cancelled)
            m_trouble->showText(Banner::Kind::Info, tr("Stopped. What it had done by then is at the right; nothing was measured."));
        else
            m_trouble->showError(result.error());
        focusAfterRun(*m_start);
        return;
    }
    if (m_view)
        m_view->show(*result);
    if (m_shownFirst)
        m_picture->showTab(m_shownFirst);
    m_book.addRun(m_id, *result);
    m_steps[Predict]->setOpen(false);
    m_steps[See]->setOpen(true);
    m_steps[Explain]->setOpen(true);
    m_steps[Vary]->setOpen(true);
    show(m_steps[See]);
    focusAfterRun(m_steps[See]->head());
}

/// The button that was pressed has gone or was disabled meanwhile, and the focus with it.
void ExperimentPage::focusAfterRun(QWidget &next)
{
    const QWidget *focus = window()->focusWidget();
    if (std::exchange(m_readOn, false) && isVisible() && (!focus || isAncestorOf(focus)))
        next.setFocus(Qt::OtherFocusReason);
}

void ExperimentPage::showBook()
{
    const ExperimentBook::Page &page = *m_book.page(m_id);
    const QString answer = m_book.answer(m_id);
    const bool done = !page.runs.isEmpty();
    m_predict->showAnswer();
    m_knobs->showKnobs();
    m_steps[Predict]->head().setDone(!answer.isEmpty());
    m_steps[Predict]->head().setSummary(answer.isEmpty() ? QString() : markdownPlain(optionName(page.lesson, answer)));
    m_steps[Run]->head().setDone(done);
    m_steps[Run]->head().setSummary(turnedKnobs(*page.experiment, page.knobs));
    m_steps[See]->head().setDone(done && !m_picture->isEmpty());
    m_steps[Explain]->head().setDone(done);
    m_steps[Vary]->head().setDone(page.runs.size() > 1);
    m_steps[Vary]->head().setSummary(done ? tr("%n run(s)", nullptr, static_cast<int>(page.runs.size())) : QString());
    m_verdict->setVisible(done);
    if (!done) {
        m_steps[Explain]->head().setSummary({});
        m_explanation->setLesson(tr("Run the experiment first. It explains what it has measured, not what a book says."));
    } else {
        const RunEntry &run = page.runs.constLast();
        m_steps[Explain]->head().setSummary(markdownPlain(optionName(page.lesson, run.result.outcome)));
        m_verdict->setLesson(u"**"_s + tr("What came of it") + u"**\n\n"_s + verdictOf(page.lesson, run));
        m_explanation->setLesson(explanationOf(page.lesson, run.result));
    }
    showRunning();
}

void ExperimentPage::showRunning()
{
    const bool running = m_run->isRunning();
    const bool busy = isRunning();
    const bool answered = !m_book.answer(m_id).isEmpty();
    m_stop->setVisible(running);
    m_stop->setEnabled(running && !m_run->isStopping());
    if (running && m_start->hasFocus())
        m_stop->setFocus();
    m_start->setVisible(!running);
    m_start->setEnabled(answered && !busy);
    m_bar->setVisible(running);
    m_predict->setRunning(busy);
    m_knobs->setRunning(busy);
    if (running)
        m_hint->setText(m_run->isStopping() ? tr("Stopping …") : tr("%n call(s) so far", nullptr, static_cast<int>(m_run->callCount())));
    else if (!answered)
        m_hint->setText(tr("Choose an answer first; “I don't know yet” is one, too."));
    m_hint->setVisible(running || !answered);
}

void ExperimentPage::show(StepBox *step)
{
    step->setOpen(true);
    // Heights are known once the layout has had its turn.
    QTimer::singleShot(0, step, [this, step] {
        m_scroll->widget()->layout()->activate();
        m_scroll->verticalScrollBar()->setValue(step->y());
    });
}

void ExperimentPage::exportTo(const QString &path)
{
    m_saved->hide();
    HandOut paper = handOutOf(*m_book.page(m_id));
    const OnPaper light;
    if (m_view) {
        if (const QImage chart = m_view->image(RunPicture::ImageScale); !chart.isNull())
            paper.pictures.append({m_view->caption(), chart, RunPicture::ImageScale});
    }
    if (!m_picture->isEmpty()) {
        paper.pictures.append({tr("The bytes: what each call moved"), m_picture->ribbonImage(), RunPicture::ImageScale});
        paper.pictures.append({tr("The ladder: client at left, server at right, time downward"), m_picture->ladderImage(), RunPicture::ImageScale});
    }
    m_disk.run(
            [path, paper] {
                const QByteArray html = toHtml(paper);
                QSaveFile file(path);
                return file.open(QIODevice::WriteOnly) && file.write(html) == html.size() && file.commit() ? QString() : file.errorString();
            },
            this, [this, path](const QString &error) {
                if (error.isEmpty())
                    m_saved->showText(Banner::Kind::Good, tr("Saved as %1.").arg(path));
                else
                    m_saved->showText(Banner::Kind::Error, tr("%1 could not be written: %2. Choose another folder.").arg(path, error));
            });
}

} // namespace transom::ui
