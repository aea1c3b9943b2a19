#pragma once

#include "ui/lab/script/script_program.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace transom::ui {

class OutputView;
class SourceView;

/// One program: its arguments, its text, what it says, and a line to type for it. GUI thread.
class ScriptPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ScriptPanel(ScriptProgram *program, QWidget *parent = nullptr);

    ScriptProgram &program() { return *m_program; }
    SourceView &source() { return *m_source; }
    QStringList arguments() const;

Q_SIGNALS:
    void runWanted();

private:
    QWidget *makeTools();
    QWidget *makeOutput();
    void showState();

    ScriptProgram *m_program;
    SourceView *m_source;
    OutputView *m_output;
    QLineEdit *m_arguments;
    QPushButton *m_run;
    QLabel *m_state;
    QLineEdit *m_input;
    QToolButton *m_endInput;
};

} // namespace transom::ui
