#pragma once

#include "ui/models/command_run.h"
#include "ui/shell/page.h"

class QListView;
class QPushButton;
class QStackedWidget;

namespace transom::ui {

class CommandBar;
class CommandRunsModel;
class EmptyState;
class RunPanel;

/// Commands on the server: a line to type one, the runs as cards, the chosen one at large.
class CommandPage : public Page
{
    Q_OBJECT

public:
    explicit CommandPage(Backend &backend);
    ~CommandPage() override;

protected:
    void showEvent(QShowEvent *event) override;

private:
    void run(const CommandRun::Request &request, const QStringList &argv);
    void runAgain(const CommandRun::Request &request);
    void updateState();
    void showCurrent();

    CommandRunsModel *m_runs;
    CommandBar *m_bar;
    QListView *m_list;
    RunPanel *m_panel;
    EmptyState *m_noRuns;
    EmptyState *m_nothing;
    QPushButton *m_connect;
    QPushButton *m_clear;
    QStackedWidget *m_body;
    QStackedWidget *m_stack;
};

} // namespace transom::ui
