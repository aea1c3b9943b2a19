#pragma once

#include "core/lab/check/trial.h"
#include "ui/lab/check/check_runner.h"
#include "ui/lab/lab_shelf.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QSplitter;
class QStackedWidget;

namespace transom::ui {

class Banner;
class CheckSettings;
class ClassView;
class TrialChoice;
class TrialDetails;

/// Plays hostile peers against a program and says what it did not stand.
class CheckShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit CheckShelf(Backend &backend);
    /// A dialect's id.
    void open(const QString &subject) override;
    void setProgram(const QString &path);

private:
    QWidget *makeForm();
    QWidget *makeResults();
    void showDialect();
    void updateForm();
    lab::CheckOptions options() const;
    void run();
    void runClass();
    void begin(const QList<const lab::TrialInfo *> &columns);
    void addResult(const lab::TrialResult &result);
    void showSelected();
    void finish();
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

    CheckRunner m_runner;
    QComboBox *m_dialect;
    QComboBox *m_role;
    QComboBox *m_how;
    QLineEdit *m_program;
    QPushButton *m_choose;
    QLineEdit *m_arguments;
    QLineEdit *m_host;
    QSpinBox *m_port;
    CheckSettings *m_settings = nullptr;
    TrialChoice *m_choice;
    QPushButton *m_run;
    QPushButton *m_stop;
    QPushButton *m_class;
    QProgressBar *m_progress;
    QLabel *m_summary;
    Banner *m_banner;
    QStackedWidget *m_stack;
    QStackedWidget *m_left;
    QListWidget *m_list;
    ClassView *m_classView;
    TrialDetails *m_details;
    QList<const lab::TrialInfo *> m_columns;
    QList<lab::TrialResult> m_results;
    bool m_forClass = false;
};

} // namespace transom::ui
