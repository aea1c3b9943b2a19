#include "ui/command/command_page.h"

#include "ui/command/command_bar.h"
#include "ui/command/run_delegate.h"
#include "ui/command/run_panel.h"
#include "ui/models/command_line.h"
#include "ui/models/command_runs_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QHBoxLayout>
#include <QListView>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

namespace transom::ui {

using namespace Qt::StringLiterals;
using client::ConnectionState;

CommandPage::CommandPage(Backend &owner)
    : Page(owner, tr("Commands"), u"command"_s)
    , m_runs(new CommandRunsModel(this))
    , m_bar(new CommandBar)
    , m_list(new QListView)
    , m_panel(new RunPanel)
    , m_noRuns(new EmptyState(u"command"_s, tr("Run a command on the server"),
                              tr("Type a program and its arguments above. Its output appears here as it comes, and you can stop it at any time.")))
    , m_nothing(new EmptyState(u"command"_s, {}, {}))
    , m_body(new QStackedWidget)
    , m_stack(new QStackedWidget)
{
    m_list->setObjectName(u"runs"_s);
    m_list->setModel(m_runs);
    m_list->setItemDelegate(new RunDelegate(m_list));
    m_list->setProperty("plain", true);
    m_list->setAccessibleName(tr("Commands that were run"));
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QListView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_clear = makeButton(tr("Remove finished"), u"trash"_s);
    auto *side = new QWidget;
    side->setMinimumWidth(220);
    auto *sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(0, theme::Gap2, 0, theme::Gap2);
    sideLayout->addWidget(m_list, 1);
    auto *clearRow = new QHBoxLayout;
    clearRow->setContentsMargins(theme::Gap2, 0, theme::Gap2, 0);
    clearRow->addWidget(m_clear);
    sideLayout->addLayout(clearRow);
    auto *splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(side);
    splitter->addWidget(m_panel);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({280, 800});
    for (const QString &example : {u"uname -a"_s, u"df -h"_s, u"ls -l"_s}) {
        auto *button = m_noRuns->addAction(example);
        button->setFont(theme::font(theme::Type::Fixed));
        connect(button, &QPushButton::clicked, m_bar, [this, example] { m_bar->setLine(example); });
    }
    m_body->addWidget(m_noRuns);
    m_body->addWidget(splitter);
    m_connect = m_nothing->addAction(tr("Connect"), u"connect"_s, true);
    connect(m_connect, &QPushButton::clicked, this, [this] { Q_EMIT pageWanted(u"connect"_s); });

    auto *working = new QWidget;
    auto *workingLayout = new QVBoxLayout(working);
    workingLayout->setContentsMargins(0, 0, 0, 0);
    workingLayout->setSpacing(0);
    workingLayout->addWidget(m_bar);
    workingLayout->addWidget(m_body, 1);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(working);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(m_bar, &CommandBar::runWanted, this, &CommandPage::run);
    connect(m_panel, &RunPanel::againWanted, this, &CommandPage::runAgain);
    connect(m_panel, &RunPanel::editWanted, m_bar, &CommandBar::fill);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CommandPage::showCurrent);
    connect(m_clear, &QPushButton::clicked, m_runs, &CommandRunsModel::removeFinished);
    connect(m_runs, &CommandRunsModel::runningCountChanged, this, &Page::badgeChanged);
    connect(m_runs, &CommandRunsModel::runningCountChanged, this, &CommandPage::updateState);
    connect(m_runs, &QAbstractItemModel::rowsRemoved, this, &CommandPage::showCurrent);
    connect(&owner, &Backend::statusChanged, this, &CommandPage::updateState);
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] {
        if (m_panel->run())
            m_panel->openSearch();
    });
    updateState();
}

CommandPage::~CommandPage() = default;

void CommandPage::run(const CommandRun::Request &request, const QStringList &argv)
{
    protocol::CommandRun wanted;
    if (request.shell)
        wanted.shell = request.line;
    else
        wanted.argv = argv;
    wanted.directory = request.directory;
    wanted.timeLimit = request.timeLimit;
    auto job = makeJob<command::CommandJob>(backend().connection().link(), wanted);
    CommandRun *added = m_runs->add(std::make_unique<CommandRun>(request, std::move(job)));
    m_list->setCurrentIndex(m_runs->indexOf(added));
    m_list->scrollToTop();
    added->start();
    updateState();
}

void CommandPage::runAgain(const CommandRun::Request &request)
{
    QStringList argv;
    if (!request.shell)
        argv = splitCommandLine(request.line).value_or(QStringList());
    run(request, argv);
}

void CommandPage::showCurrent()
{
    m_panel->setRun(m_runs->run(m_list->currentIndex()));
    updateState();
}

void CommandPage::updateState()
{
    const auto &status = backend().status();
    const bool online = status.state == ConnectionState::Online;
    const bool busy = status.state == ConnectionState::Connecting || status.state == ConnectionState::SigningIn;
    const bool may = status.access.testFlag(protocol::Permission::Command);
    const bool hasRuns = m_runs->rowCount() > 0;
    m_clear->setVisible(m_runs->rowCount() > m_runs->runningCount());
    m_body->setCurrentIndex(hasRuns ? 1 : 0);
    if (online)
        m_bar->setAccess(status.access);
    m_bar->setBlocked(online && may ? QString()
                      : online      ? tr("Your account may not run commands here.")
                      : busy        ? tr("Connecting…")
                                    : tr("Not connected. Commands can be run when you are."));
    m_panel->setCanRun(online && may);
    if (hasRuns || (online && may)) {
        m_stack->setCurrentIndex(1);
        return;
    }
    m_stack->setCurrentIndex(0);
    m_connect->setVisible(!online && !busy);
    if (online)
        m_nothing->set(u"lock"_s, tr("You may not run commands here"),
                       tr("Commands are off until an account is allowed to run them. Whoever runs this server can allow %1, on the Server page or with "
                          "\"transomd user set\".")
                               .arg(status.user));
    else if (busy)
        m_nothing->set(u"command"_s, tr("Connecting…"), tr("Commands can be run in a moment."));
    else
        m_nothing->set(u"command"_s, tr("Run commands on another computer"),
                       tr("Output, colours, input and exit status as if you sat there. Connect to a server first, or try it on this computer."));
}

void CommandPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_stack->currentIndex() == 1)
        m_bar->setFocus();
}

} // namespace transom::ui
