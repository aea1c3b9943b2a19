#pragma once

#include "core/base/strand.h"
#include "ui/lab/experiments/experiment_run.h"
#include "ui/models/wire_recorder.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace transom::ui {

class Banner;
class ExperimentBook;
class KnobsPanel;
class LessonText;
class PredictPanel;
class RunPicture;
class RunsTable;
class ExperimentView;
class OwnScriptPanel;
class StepBox;

/// One experiment: predict, run, see, explain, vary, and try it oneself, down the left side; what is seen, large, at the right. It shows what the book has,
/// and what the last run of this window did. GUI thread.
class ExperimentPage : public QWidget
{
    Q_OBJECT

public:
    ExperimentPage(ExperimentBook &book, const QString &id, WireRecorder &window, QWidget *parent = nullptr);
    ~ExperimentPage() override;

    bool isRunning() const;
    ExperimentRun &run() { return *m_run; }
    RunPicture &picture() { return *m_picture; }
    /// Another tab beside ladder and calls, for what belongs to this experiment alone: the first, which is shown after a run.
    void addView(const QString &title, QWidget *view);
    /// Writes the hand-out beside the window's thread.
    void exportTo(const QString &path);

Q_SIGNALS:
    void runningChanged();

private:
    QWidget *makeHead();
    QWidget *makeSteps();
    void makeRunStep();
    void makeScriptStep();
    void start();
    void finished();
    void showBook();
    void showRunning();
    void clearPicture();
    void show(StepBox *step);
    void focusAfterRun(QWidget &next);

    ExperimentBook &m_book;
    const QString m_id;
    ExperimentRun *m_run;
    RunPicture *m_picture;
    ExperimentView *m_view = nullptr;       ///< what its runs show beside the calls
    QWidget *m_shownFirst = nullptr; ///< after a run; nullptr: the ladder
    bool m_readOn = false;           ///< the focus was among the steps when the run began
    Strand m_disk;
    QTimer m_progress;
    StepBox *m_steps[6];
    PredictPanel *m_predict;
    KnobsPanel *m_knobs;
    OwnScriptPanel *m_script = nullptr;
    LessonText *m_verdict;
    LessonText *m_explanation;
    RunsTable *m_runs;
    QPushButton *m_start;
    QPushButton *m_stop;
    QLabel *m_hint;
    QProgressBar *m_bar;
    Banner *m_trouble;
    Banner *m_saved;
    QScrollArea *m_scroll;
};

} // namespace transom::ui
