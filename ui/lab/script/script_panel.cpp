#include "ui/lab/script/script_panel.h"

#include "ui/command/output_view.h"
#include "ui/lab/script/source_view.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QProcess>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

ScriptPanel::ScriptPanel(ScriptProgram *program, QWidget *parent)
    : QWidget(parent)
    , m_program(program)
    , m_source(new SourceView)
    , m_output(new OutputView)
{
    program->setParent(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    column->addWidget(makeTools());
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(Gap2);
    m_source->setMinimumHeight(100);
    split->addWidget(m_source);
    split->addWidget(makeOutput());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setSizes({300, 130});
    column->addWidget(split, 1);
    connect(program, &ScriptProgram::stateChanged, this, &ScriptPanel::showState);
    showState();
}

QWidget *ScriptPanel::makeTools()
{
    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Gap2);
    m_run = makeButton({}, {}, true);
    m_run->setObjectName(u"script-run"_s);
    m_arguments = new QLineEdit;
    m_arguments->setObjectName(u"script-arguments"_s);
    m_arguments->setPlaceholderText(tr("Arguments"));
    m_arguments->setAccessibleName(tr("Arguments"));
    m_arguments->setToolTip(plainToolTip(tr("What the program finds in sys.argv, separated by spaces; “in quotes” where one has spaces.")));
    m_state = makeLabel({}, Type::Body, Role::TextMuted);
    m_state->setObjectName(u"script-state"_s);
    m_state->setWordWrap(false);
    row->addWidget(m_run);
    row->addWidget(m_arguments, 1);
    row->addWidget(m_state);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_program->isRunning())
            m_program->stop();
        else
            Q_EMIT runWanted();
    });
    connect(m_arguments, &QLineEdit::returnPressed, this, [this] {
        if (!m_program->isRunning())
            Q_EMIT runWanted();
    });
    return tools;
}

QWidget *ScriptPanel::makeOutput()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap1);
    m_output->setObjectName(u"script-output"_s);
    m_output->setAccessibleName(tr("What the program says"));
    m_output->setDocument(&m_program->output());
    m_output->setMinimumHeight(60);
    column->addWidget(m_output, 1);
    auto *row = new QHBoxLayout;
    row->setSpacing(Gap2);
    m_input = new QLineEdit;
    m_input->setObjectName(u"script-input"_s);
    m_input->setPlaceholderText(tr("A line for input()"));
    m_input->setAccessibleName(tr("A line for the program's standard input"));
    m_endInput = makeToolButton(u"ok"_s, tr("End the input (Ctrl+D)"));
    m_endInput->setObjectName(u"script-end-input"_s);
    row->addWidget(m_input, 1);
    row->addWidget(m_endInput);
    column->addLayout(row);
    connect(m_input, &QLineEdit::returnPressed, this, [this] {
        if (m_program->type(m_input->text()))
            m_input->clear();
    });
    connect(m_endInput, &QToolButton::clicked, m_program, &ScriptProgram::endInput);
    m_endInput->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_D));
    return box;
}

QStringList ScriptPanel::arguments() const
{
    return QProcess::splitCommand(m_arguments->text());
}

void ScriptPanel::showState()
{
    const bool running = m_program->isRunning();
    m_run->setText(running ? tr("Stop") : tr("Run"));
    m_run->setIcon(theme::icon(running ? u"stop"_s : u"play"_s, Role::AccentText));
    m_arguments->setEnabled(!running);
    m_input->setEnabled(running);
    m_endInput->setEnabled(running);
    const lab::ScriptEvent &ending = m_program->ending();
    if (running)
        m_state->setText(tr("Running"));
    else if (!m_program->hasEnded() || ending.error.code != ErrorCode::None)
        m_state->clear();
    else if (ending.stopped)
        m_state->setText(tr("Stopped"));
    else
        m_state->setText(ending.signal > 0 ? tr("Ended by signal %1").arg(ending.signal) : tr("Ended with status %1").arg(ending.exitStatus));
}

} // namespace transom::ui
