#pragma once

#include "core/base/strand.h"
#include "ui/models/command_run.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace transom::ui {

class Banner;
class ElidedLabel;
class OutputView;

/// One run at large: its state, its output with search, a line for its input, and what can be done with it.
class RunPanel : public QWidget
{
    Q_OBJECT

public:
    explicit RunPanel(QWidget *parent = nullptr);

    void setRun(CommandRun *run);
    CommandRun *run() const { return m_run; }
    void setCanRun(bool can);
    void openSearch();

Q_SIGNALS:
    void againWanted(const transom::ui::CommandRun::Request &request);
    void editWanted(const transom::ui::CommandRun::Request &request);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeSearch();
    QWidget *makeInput();
    void refresh();
    void search(bool backwards);
    void searchChanged();
    void closeSearch();
    void copyAll();
    void save();
    void sendLine();

    QPointer<CommandRun> m_run;
    QLabel *m_icon = nullptr;
    QLabel *m_state = nullptr;
    ElidedLabel *m_command = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_again = nullptr;
    QToolButton *m_copy = nullptr;
    QToolButton *m_save = nullptr;
    Banner *m_banner = nullptr;
    QLabel *m_dropped = nullptr;
    OutputView *m_view = nullptr;
    QWidget *m_searchBar = nullptr;
    QLineEdit *m_searchText = nullptr;
    QLabel *m_searchCount = nullptr;
    QWidget *m_inputBar = nullptr;
    QLineEdit *m_input = nullptr;
    QTimer m_tick;
    Strand m_disk;
    bool m_canRun = false;
};

} // namespace transom::ui
