#include "ui/lab/dialects/dialects_shelf.h"

#include "ui/lab/dialects/crowd_view.h"
#include "ui/lab/dialects/dialect_form.h"
#include "ui/lab/dialects/dialect_list.h"
#include "ui/lab/dialects/lab_wire.h"
#include "ui/lab/dialects/run_view.h"
#include "ui/lab/dialects/script_dialog.h"
#include "ui/lab/dialects/wanted_place.h"
#include "ui/lab/form_words.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/wire_page.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>

#include <algorithm>

namespace transom::ui {

using namespace Qt::StringLiterals;
using namespace theme;
using LabRole = lab::Role;

namespace {

constexpr auto TickEvery = std::chrono::milliseconds(33);
constexpr qsizetype MostRuns = 12;
// Of each run in a tick. What a flood has more of is forgotten by its log, and counted.
constexpr qsizetype ManyEvents = 300;
constexpr qsizetype FewEvents = 20;

} // namespace

DialectsShelf::DialectsShelf(Backend &owner)
    : LabShelf(owner, u"dialects"_s, tr("Dialects"))
{
    auto *across = new QSplitter;
    across->setChildrenCollapsible(false);
    across->setHandleWidth(Gap4);
    m_list = new DialectList;
    connect(m_list, &DialectList::chosen, this, [this](const lab::Dialect *dialect) { showDialect(*dialect); });
    across->addWidget(m_list);
    auto *work = new QSplitter;
    work->setChildrenCollapsible(false);
    work->setHandleWidth(Gap4);
    work->addWidget(makeMiddle());
    work->addWidget(makeRuns());
    work->setStretchFactor(1, 1);
    work->setSizes({316, 560});
    auto *right = new QWidget;
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(Gap2);
    rightColumn->addWidget(m_banner);
    rightColumn->addWidget(work, 1);
    across->addWidget(right);
    across->setStretchFactor(1, 1);
    across->setSizes({212, 892});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(across);
    m_timer.setInterval(TickEvery);
    connect(&m_timer, &QTimer::timeout, this, &DialectsShelf::tick);
    open(QLatin1String(lab::dialects().front().id));
}

DialectsShelf::~DialectsShelf()
{
    m_timer.stop();
    // Views first: they hear of their runs. What ends here tells nobody.
    qDeleteAll(m_views);
    m_views.clear();
    qDeleteAll(findChildren<DialectRun *>(QString(), Qt::FindDirectChildrenOnly));
}

QWidget *DialectsShelf::makeMiddle()
{
    m_title = makeLabel({}, Type::Heading);
    m_title->setObjectName(u"dialect-title"_s);
    m_about = makeLabel({}, Type::Body, Role::TextMuted);
    m_about->setObjectName(u"dialect-about"_s);
    m_form = new DialectForm;
    m_banner = new Banner;
    m_banner->setObjectName(u"dialect-banner"_s);
    m_start = makeButton({}, u"play"_s, true);
    m_start->setObjectName(u"dialect-start"_s);
    m_both = makeButton(tr("Start both"), u"together"_s);
    m_both->setObjectName(u"dialect-both"_s);
    m_both->setToolTip(plainToolTip(tr("The server, and a client that connects to it")));
    m_crowdButton = makeButton(tr("Several clients at once"), u"users"_s);
    m_crowdButton->setObjectName(u"dialect-crowd"_s);
    m_script = makeButton(tr("Python for the other end"), u"file-code"_s);
    m_script->setObjectName(u"dialect-script"_s);
    m_script->setToolTip(plainToolTip(tr("A short program that speaks this dialect at the other end, to copy and to change")));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Gap2);
    buttons->addWidget(m_start, 1);
    buttons->addWidget(m_both, 1);

    auto *inside = new QWidget;
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, Gap2, 0);
    column->setSpacing(Gap3);
    column->addWidget(m_form);
    column->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);

    auto *box = new QWidget;
    box->setMinimumWidth(300);
    auto *outer = new QVBoxLayout(box);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(Gap2);
    outer->addWidget(m_title);
    outer->addWidget(m_about);
    outer->addWidget(scroll, 1);
    outer->addLayout(buttons);
    outer->addWidget(m_crowdButton);
    outer->addWidget(m_script);
    connect(m_start, &QPushButton::clicked, this, &DialectsShelf::pressStart);
    connect(m_both, &QPushButton::clicked, this, &DialectsShelf::startBoth);
    connect(m_crowdButton, &QPushButton::clicked, this, [this] { m_tabs->setCurrentIndex(0); });
    connect(m_script, &QPushButton::clicked, this, &DialectsShelf::showScript);
    connect(m_form, &DialectForm::changed, this, [this] {
        m_banner->hide();
        showButtons();
    });
    connect(m_banner, &Banner::actionTriggered, this, &DialectsShelf::offerPort);
    return box;
}

QWidget *DialectsShelf::makeRuns()
{
    m_tabs = new QTabBar;
    m_tabs->setObjectName(u"dialect-runs"_s);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideRight);
    m_tabs->setAccessibleName(tr("What runs"));
    m_stack = new QStackedWidget;
    m_crowd = new CrowdView;
    m_tabs->addTab(theme::icon(u"users"_s), tr("Clients at once"));
    m_stack->addWidget(m_crowd);
    connect(m_crowd, &CrowdView::serverWanted, this, &DialectsShelf::startCrowd);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    auto *box = new QWidget;
    box->setMinimumWidth(380);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(m_stack, 1);
    return box;
}

void DialectsShelf::open(const QString &subject)
{
    m_list->choose(subject);
}

void DialectsShelf::showDialect(const lab::Dialect &dialect)
{
    m_title->setText(u"%1  ·  %2"_s.arg(dialect.titleText(), dialect.name()));
    m_about->setText(tr("Server: %1").arg(dialect.serverText()) + QChar(QChar::LineSeparator) + tr("Client: %1").arg(dialect.clientText()));
    m_form->showDialect(dialect);
    m_banner->hide();
    showButtons();
}

DialectRun *DialectsShelf::runningServer() const
{
    for (const RunView *view : m_views) {
        DialectRun &run = view->run();
        if (run.isRunning() && run.isServer() && run.wanted().dialect == m_form->dialect())
            return &run;
    }
    return nullptr;
}

void DialectsShelf::showButtons()
{
    const bool server = m_form->role() == LabRole::Server;
    const bool on = server && runningServer();
    m_start->setText(on ? tr("Stop server") : server ? tr("Start server") : tr("Connect client"));
    m_start->setIcon(theme::icon(on ? u"stop"_s : u"play"_s, Role::AccentText));
    m_crowdButton->setVisible(m_form->dialect() && CrowdView::fits(*m_form->dialect()));
    m_both->setText(runningServer() ? tr("Connect to it") : tr("Start both"));
}

void DialectsShelf::pressStart()
{
    m_banner->hide();
    m_offeredBoth = false;
    DialectRun *running = runningServer();
    if (m_form->role() == LabRole::Server && running)
        return running->stop();
    start(m_form->wanted());
}

void DialectsShelf::startBoth()
{
    m_banner->hide();
    m_offeredBoth = true;
    DialectRun::Wanted client = m_form->wantedFor(LabRole::Client);
    if (auto checked = lab::Parameters::make(*client.dialect, client.role, client.given); !checked) {
        m_form->setRole(LabRole::Client); // where the field is
        return fail(client, checked.error());
    }
    DialectRun *server = runningServer();
    if (!server)
        server = start(m_form->wantedFor(LabRole::Server));
    if (!server)
        return;
    client.host = connectableHost(server->wanted().host);
    client.port = server->port();
    client.unixPath = server->wanted().unixPath;
    start(client);
}

void DialectsShelf::startCrowd()
{
    DialectRun *server = runningServer();
    if (!server && !CrowdView::fits(*m_form->dialect()))
        return m_crowd->showProblem({ErrorCode::BadArgument, tr("This dialect's server does not answer by itself. Choose a stream dialect such as “upper”.")});
    m_banner->hide();
    m_offeredBoth = false;
    if (!server)
        server = start(m_form->wantedFor(LabRole::Server));
    m_tabs->setCurrentIndex(0);
    if (!server)
        return;
    m_crowdRun = ++m_lastRun;
    m_crowd->start(*server);
    m_timer.start();
}

DialectRun *DialectsShelf::start(const DialectRun::Wanted &wanted)
{
    wire(); // it hears of the streams from their beginning
    auto *run = new DialectRun(++m_lastRun, wanted, this);
    if (const auto started = run->start(); !started) {
        fail(wanted, started.error());
        delete run;
        return nullptr;
    }
    connect(run, &DialectRun::happened, this, [this, run](const QList<lab::LabEvent> &events) {
        if (m_wire)
            m_wire->add(run->id(), run->isServer(), run->wanted().dialect->datagram, events);
    });
    connect(run, &DialectRun::stateChanged, this, &DialectsShelf::showTabs);
    addView(*run);
    m_timer.start();
    return run;
}

void DialectsShelf::fail(const DialectRun::Wanted &wanted, const Error &error)
{
    if (error.code == ErrorCode::AddressInUse && wanted.unixPath.isEmpty()) {
        m_offered = freePortAfter(wanted);
        m_offeredRole = wanted.role;
        return m_banner->showText(Banner::Kind::Error, tr("Port %1 is in use already.").arg(wanted.port), m_offered ? tr("Use port %1").arg(m_offered) : QString());
    }
    const bool needsBox = wanted.isServer() && wanted.dialect->serverExecutes && !wanted.forAnybody && !QHostAddress(wanted.host).isLoopback();
    if (error.code == ErrorCode::PermissionDenied && needsBox) {
        m_form->focusPermission();
        return m_banner->showText(Banner::Kind::Error, tr("This dialect runs commands for whoever connects. Listen at 127.0.0.1, or tick “Let other computers in, too” if that is what you want."));
    }
    m_banner->showError(inFormWords(*wanted.dialect, wanted.role, error));
}

void DialectsShelf::offerPort()
{
    const bool both = m_offeredBoth;
    m_form->setRole(m_offeredRole);
    m_form->setPort(m_offered);
    both ? startBoth() : pressStart();
}

void DialectsShelf::addView(DialectRun &run)
{
    if (m_views.size() >= MostRuns) {
        const auto over = std::find_if(m_views.cbegin(), m_views.cend(), [](const RunView *view) { return !view->run().isRunning(); });
        if (over != m_views.cend())
            remove(*over);
    }
    auto *view = new RunView(run);
    m_views.append(view);
    m_stack->addWidget(view);
    m_tabs->addTab(run.title());
    connect(view, &RunView::wireWanted, this, [this, &run] { showWire(run.id()); });
    connect(view, &RunView::removeWanted, this, [this, view] { remove(view); });
    connect(view, &RunView::serverWanted, this, [this, &run] {
        DialectRun::Wanted wanted = m_form->wanted();
        open(run.wanted().dialect->name());
        wanted = m_form->wantedFor(LabRole::Server);
        wanted.host = run.wanted().host;
        wanted.port = run.wanted().port;
        wanted.unixPath = run.wanted().unixPath;
        start(wanted);
    });
    showTabs();
    m_tabs->setCurrentIndex(m_tabs->count() - 1);
}

void DialectsShelf::remove(RunView *view)
{
    const int at = static_cast<int>(m_views.indexOf(view));
    m_views.removeAt(at);
    m_stack->removeWidget(view);
    m_tabs->removeTab(at + 1);
    m_stack->setCurrentIndex(m_tabs->currentIndex());
    view->hide();
    view->run().deleteLater();
    view->deleteLater(); // its button was pressed
}

void DialectsShelf::showTabs()
{
    int running = 0;
    for (qsizetype i = 0; i < m_views.size(); ++i) {
        const DialectRun &run = m_views[i]->run();
        running += run.isRunning() ? 1 : 0;
        m_tabs->setTabIcon(static_cast<int>(i) + 1, theme::icon(run.isRunning() ? u"play"_s : u"stop"_s, run.isRunning() ? Role::Good : Role::TextMuted));
        m_tabs->setTabToolTip(static_cast<int>(i) + 1, plainToolTip(run.isRunning() ? tr("Running: %1").arg(run.address()) : tr("Ended: %1").arg(run.address())));
    }
    showButtons();
    Q_EMIT activityChanged(running);
}

RunView *DialectsShelf::currentRun() const
{
    return qobject_cast<RunView *>(m_stack->currentWidget());
}

void DialectsShelf::tick()
{
    bool running = m_crowd->isRunning();
    const QList<RunView *> views = m_views;
    for (const RunView *view : views) {
        running = running || view->run().isRunning();
        view->run().drain(wire().isBehind() ? FewEvents : ManyEvents);
    }
    if (const QList<lab::LabEvent> events = m_crowd->drain(); !events.isEmpty())
        wire().add(m_crowdRun, false, false, events);
    wire().takeOver();
    if (!running && wire().isIdle())
        m_timer.stop();
}

WirePage *DialectsShelf::wirePage() const
{
    return window()->findChild<WirePage *>();
}

LabWire &DialectsShelf::wire()
{
    if (!m_wire) {
        WirePage *page = wirePage();
        m_wire = std::make_unique<LabWire>(page ? page->sources() : *new WireSources(backend().wire(), this));
    }
    return *m_wire;
}

void DialectsShelf::showWire(int run)
{
    wire().takeOver(true);
    if (WirePage *page = wirePage())
        page->rows().setStream(wire().streamOf(run));
    Q_EMIT pageWanted(u"wire"_s);
}

void DialectsShelf::showScript()
{
    const DialectRun::Wanted wanted = m_form->wanted();
    const DialectRun *server = runningServer();
    const quint16 port = server && wanted.isServer() ? server->port() : wanted.port;
    auto *dialog = new ScriptDialog(*wanted.dialect, wanted.isServer() ? LabRole::Client : LabRole::Server, connectableHost(wanted.host), port, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace transom::ui
