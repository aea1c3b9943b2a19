#include "ui/lab/check/check_shelf.h"

#include "ui/lab/check/check_settings.h"
#include "ui/lab/check/class_view.h"
#include "ui/lab/check/trial_choice.h"
#include "ui/lab/check/trial_details.h"
#include "ui/lab/form_words.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QProgressBar>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;
using Verdict = lab::TrialResult::Verdict;

namespace {

const QString PortArgument = u"{port}"_s;

QString droppedFile(const QMimeData *data)
{
    const auto urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

/// Rows without the style's focus frame: what is selected is what has the focus.
class FlatRows : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->state &= ~QStyle::State_HasFocus;
        option->showDecorationSelected = true;
    }
};

QLabel *captioned(QFormLayout *form, const QString &caption, QWidget *field)
{
    auto *label = makeLabel(caption, Type::Body, theme::Role::TextMuted);
    label->setWordWrap(false);
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    label->setBuddy(field);
    field->setAccessibleName(caption);
    form->addRow(label, field);
    return label;
}

} // namespace

CheckShelf::CheckShelf(Backend &owner)
    : LabShelf(owner, u"check"_s, tr("Check my program"))
    , m_dialect(new QComboBox)
    , m_role(new QComboBox)
    , m_how(new QComboBox)
    , m_program(new QLineEdit)
    , m_choose(makeButton(tr("Choose …"), u"file"_s))
    , m_arguments(new QLineEdit(PortArgument))
    , m_host(new QLineEdit(u"127.0.0.1"_s))
    , m_port(new QSpinBox)
    , m_choice(new TrialChoice)
    , m_run(makeButton(tr("Run the trials"), u"play"_s, true))
    , m_stop(makeButton(tr("Stop"), u"stop"_s))
    , m_class(makeButton(tr("Class list …"), u"users"_s))
    , m_progress(new QProgressBar)
    , m_summary(makeLabel({}, Type::Body, theme::Role::TextMuted))
    , m_banner(new Banner)
    , m_stack(new QStackedWidget)
    , m_left(new QStackedWidget)
    , m_list(new QListWidget)
    , m_classView(new ClassView)
    , m_details(new TrialDetails)
{
    setAcceptDrops(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap3);
    column->addWidget(makeForm());
    column->addWidget(m_banner);
    auto *empty = new EmptyState(u"lab"_s, tr("What does your program stand?"),
                                 tr("Choose a dialect, say whether your program is the server or the client, and drop its file here. Transom plays friendly and hostile peers against it, and tells you for each what happened and what usually causes it."));
    m_stack->addWidget(empty);
    m_stack->addWidget(makeResults());
    column->addWidget(m_stack, 1);
    connect(m_run, &QPushButton::clicked, this, &CheckShelf::run);
    connect(m_stop, &QPushButton::clicked, &m_runner, &CheckRunner::stop);
    connect(m_class, &QPushButton::clicked, this, &CheckShelf::runClass);
    connect(m_choose, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Choose your program"), {}, tr("Python programs (*.py);;All files (*)"));
        if (!path.isEmpty())
            setProgram(path);
    });
    for (QComboBox *box : {m_dialect, m_role, m_how})
        connect(box, &QComboBox::currentIndexChanged, this, &CheckShelf::showDialect);
    connect(m_choice, &TrialChoice::changed, this, &CheckShelf::updateForm);
    connect(m_program, &QLineEdit::textChanged, this, &CheckShelf::updateForm);
    connect(&m_runner, &CheckRunner::began, this, &CheckShelf::begin);
    connect(&m_runner, &CheckRunner::trialBegan, this, [this](const lab::TrialInfo *trial) { m_summary->setText(tr("Now: %1").arg(trial->titleText())); });
    connect(&m_runner, &CheckRunner::trialEnded, this, &CheckShelf::addResult);
    connect(&m_runner, &CheckRunner::studentsFound, this, [this](const QStringList &names) {
        m_classView->setNames(names);
        m_progress->setRange(0, static_cast<int>(names.size()));
    });
    connect(&m_runner, &CheckRunner::studentEnded, this, [this](int row, const lab::ClassTable::Row &results) {
        m_classView->setRow(row, results);
        m_progress->setValue(row + 1);
    });
    connect(&m_runner, &CheckRunner::failed, this, [this](const Error &error) { m_banner->showError(inFormWords(*options().dialect, lab::Role::Server, error)); }); // the settings are those of its server
    connect(&m_runner, &CheckRunner::finished, this, &CheckShelf::finish);
    connect(m_classView, &ClassView::resultChosen, this, [this](const lab::TrialResult &result) {
        m_details->showResult(result);
        m_details->show();
    });
    connect(m_list, &QListWidget::currentRowChanged, this, &CheckShelf::showSelected);
    showDialect();
}

QWidget *CheckShelf::makeForm()
{
    m_dialect->setObjectName(u"check-dialect"_s);
    m_role->setObjectName(u"check-role"_s);
    m_how->setObjectName(u"check-how"_s);
    m_program->setObjectName(u"check-program"_s);
    m_choose->setObjectName(u"check-choose"_s);
    m_run->setObjectName(u"check-run"_s);
    m_stop->setObjectName(u"check-stop"_s);
    m_class->setObjectName(u"check-class-choose"_s);
    m_summary->setObjectName(u"check-summary"_s);
    for (const lab::Dialect &dialect : lab::dialects())
        m_dialect->addItem(u"%1 – %2"_s.arg(dialect.name(), dialect.titleText()), dialect.name());
    m_dialect->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_dialect->setMinimumContentsLength(20);
    m_role->addItems({tr("The server"), tr("The client")});
    m_how->addItems({tr("Start it here"), tr("It is started by hand")});
    m_program->setPlaceholderText(tr("A Python file, or a command line"));
    m_program->setClearButtonEnabled(true);
    m_arguments->setToolTip(plainToolTip(tr("{port}, {host}, {file} and {dir} are replaced. Leave it empty if your program knows its port by itself, and give that one below.")));
    m_port->setRange(0, 65535);
    m_port->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_port->setSpecialValueText(tr("any / the dialect's own"));
    auto *left = new QFormLayout;
    auto *right = new QFormLayout;
    for (QFormLayout *form : {left, right}) {
        form->setHorizontalSpacing(Gap3);
        form->setVerticalSpacing(Gap2);
        form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    }
    captioned(left, tr("Dialect"), m_dialect);
    captioned(left, tr("My program is"), m_role);
    captioned(left, tr("How"), m_how);
    auto *file = new QWidget;
    auto *fileRow = new QHBoxLayout(file);
    fileRow->setContentsMargins(0, 0, 0, 0);
    fileRow->setSpacing(Gap2);
    fileRow->addWidget(m_program, 1);
    fileRow->addWidget(m_choose);
    captioned(right, tr("Program"), file);
    m_program->setAccessibleName(tr("Program"));
    captioned(right, tr("Arguments"), m_arguments);
    auto *place = new QWidget;
    auto *placeRow = new QHBoxLayout(place);
    placeRow->setContentsMargins(0, 0, 0, 0);
    placeRow->setSpacing(Gap2);
    placeRow->addWidget(m_host, 1);
    placeRow->addWidget(m_port, 1);
    m_port->setAccessibleName(tr("Port"));
    captioned(right, tr("Address, port"), place);
    m_host->setAccessibleName(tr("Address"));
    m_settings = new CheckSettings(left, right, this);
    centreLabels(*left);
    centreLabels(*right);
    auto *whole = new QWidget;
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap3);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(Gap6);
    fields->addLayout(left, 2);
    fields->addLayout(right, 3);
    column->addLayout(fields);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Gap2);
    buttons->addWidget(m_run);
    buttons->addWidget(m_stop);
    buttons->addWidget(m_choice);
    buttons->addWidget(m_class);
    buttons->addSpacing(Gap3);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_progress->setAccessibleName(tr("Trials done"));
    buttons->addWidget(m_progress);
    buttons->addWidget(m_summary, 1);
    m_progress->hide();
    column->addLayout(buttons);
    return whole;
}

QWidget *CheckShelf::makeResults()
{
    m_list->setObjectName(u"check-trials"_s);
    m_list->setAccessibleName(tr("Trials"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new FlatRows(m_list));
    m_left->addWidget(m_list);
    m_left->addWidget(m_classView);
    auto *splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_left);
    splitter->addWidget(m_details);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({400, 600});
    return splitter;
}

void CheckShelf::showDialect()
{
    const lab::CheckOptions chosen = options();
    m_settings->show(*chosen.dialect, chosen.role, m_how->currentIndex() == 0);
    m_choice->show(*chosen.dialect, chosen.role);
    updateForm();
}

void CheckShelf::updateForm()
{
    const bool started = m_how->currentIndex() == 0;
    const bool running = m_runner.isRunning();
    for (QWidget *field : {static_cast<QWidget *>(m_program), static_cast<QWidget *>(m_choose), static_cast<QWidget *>(m_arguments)})
        field->setEnabled(started && !running);
    for (QWidget *field : {static_cast<QWidget *>(m_dialect), static_cast<QWidget *>(m_role), static_cast<QWidget *>(m_how), static_cast<QWidget *>(m_host), static_cast<QWidget *>(m_port)})
        field->setEnabled(!running);
    m_settings->setEnabled(!running);
    m_choice->setEnabled(!running);
    m_run->setEnabled(!running && m_choice->hasAny() && (!started || !m_program->text().trimmed().isEmpty()));
    m_class->setEnabled(!running && m_choice->hasAny());
    m_stop->setVisible(running);
}

void CheckShelf::open(const QString &subject)
{
    const int index = m_dialect->findData(subject);
    if (index >= 0 && !m_runner.isRunning())
        m_dialect->setCurrentIndex(index);
}

void CheckShelf::setProgram(const QString &path)
{
    m_how->setCurrentIndex(0);
    m_program->setText(path);
}

lab::CheckOptions CheckShelf::options() const
{
    lab::CheckOptions options;
    options.dialect = lab::dialectById(m_dialect->currentData().toString());
    options.role = m_role->currentIndex() == 0 ? lab::Role::Server : lab::Role::Client;
    options.host = m_host->text().trimmed();
    options.port = static_cast<quint16>(m_port->value());
    return options;
}

void CheckShelf::run()
{
    lab::CheckOptions wanted = options();
    m_settings->read(wanted);
    wanted.only = m_choice->only();
    if (m_how->currentIndex() == 0) {
        const QString program = m_program->text().trimmed();
        // A file as it was chosen, blanks and all; anything else is a command line.
        if (program.endsWith(".py"_L1))
            wanted.program = QStringList{u"python3"_s, program};
        else
            wanted.program = lab::wordsOfCommandLine(program);
        wanted.program += lab::wordsOfCommandLine(m_arguments->text());
    }
    m_forClass = false;
    m_banner->hide();
    m_runner.start(wanted);
    updateForm();
}

void CheckShelf::runClass()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose the folder that holds a file or a folder for each student"));
    if (folder.isEmpty())
        return;
    lab::CheckOptions wanted = options();
    m_settings->read(wanted);
    wanted.only = m_choice->only();
    // Unless somebody has said what all of them are told, each is told its port where it looks for one.
    if (m_arguments->text().trimmed() != PortArgument)
        wanted.program = QStringList{u"python3"_s, u"{program}"_s} + lab::wordsOfCommandLine(m_arguments->text());
    m_forClass = true;
    m_banner->hide();
    m_runner.startClass(wanted, folder);
    updateForm();
}

void CheckShelf::begin(const QList<const lab::TrialInfo *> &columns)
{
    m_columns = columns;
    m_results.clear();
    m_list->clear();
    m_stack->setCurrentIndex(1);
    m_left->setCurrentIndex(m_forClass ? 1 : 0);
    m_progress->setRange(0, static_cast<int>(columns.size()));
    m_progress->setValue(0);
    m_progress->show();
    m_summary->clear();
    Q_EMIT activityChanged(1);
    if (m_forClass) {
        m_summary->setText(tr("The class is being tried, one program after the other."));
        m_details->hide();
        return m_classView->begin(columns);
    }
    m_details->show();
    for (const lab::TrialInfo *trial : columns) {
        auto *item = new QListWidgetItem(icon(u"clock"_s, theme::Role::TextMuted), trial->titleText(), m_list);
        item->setSizeHint(QSize(0, ListRowHeight));
    }
    m_list->setCurrentRow(0);
}

void CheckShelf::addResult(const lab::TrialResult &result)
{
    m_results.append(result);
    m_progress->setValue(static_cast<int>(m_results.size()));
    const int row = static_cast<int>(m_columns.indexOf(result.trial));
    if (QListWidgetItem *item = m_list->item(row)) {
        item->setIcon(icon(verdictIcon(result.verdict), verdictRole(result.verdict)));
        item->setText(tr("%1 – %2", "a trial, and what became of it").arg(result.trial->titleText(), lab::verdictText(result.verdict)));
        item->setToolTip(plainToolTip(result.happened));
    }
    const bool first = result.verdict == Verdict::Failed && std::count_if(m_results.begin(), m_results.end(), [](const lab::TrialResult &one) { return one.verdict == Verdict::Failed; }) == 1;
    if (first)
        m_list->setCurrentRow(row); // the first failure is what one wants to read
    if (m_list->currentRow() == row)
        showSelected();
}

void CheckShelf::showSelected()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_columns.size())
        return;
    for (const lab::TrialResult &result : m_results) {
        if (result.trial == m_columns[row])
            return m_details->showResult(result);
    }
    m_details->showTrial(*m_columns[row]);
}

void CheckShelf::finish()
{
    m_progress->hide();
    Q_EMIT activityChanged(0);
    updateForm();
    if (m_forClass)
        return m_summary->setText(tr("Press a cell to see what happened."));
    const auto count = [this](Verdict verdict) { return std::count_if(m_results.begin(), m_results.end(), [verdict](const lab::TrialResult &result) { return result.verdict == verdict; }); };
    if (m_results.size() < m_columns.size())
        m_summary->setText(tr("Stopped after %1 of %2 trials.").arg(m_results.size()).arg(m_columns.size()));
    else
        m_summary->setText(tr("%1 passed, %2 failed, %3 not tried").arg(count(Verdict::Passed)).arg(count(Verdict::Failed)).arg(count(Verdict::NotTried)));
}

void CheckShelf::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_runner.isRunning() && !droppedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void CheckShelf::dropEvent(QDropEvent *event)
{
    if (const QString path = droppedFile(event->mimeData()); !path.isEmpty()) {
        setProgram(path);
        event->acceptProposedAction();
    }
}

} // namespace transom::ui
