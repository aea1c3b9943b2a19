#include "ui/lab/workbench/workbench_shelf.h"

#include "core/base/strand.h"
#include "core/base/text.h"
#include "core/lab/workbench/bench_recipes.h"
#include "ui/lab/workbench/bench_wire.h"
#include "ui/lab/workbench/call_log.h"
#include "ui/lab/workbench/call_panel.h"
#include "ui/lab/workbench/recipe_bar.h"
#include "ui/lab/workbench/socket_card.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QButtonGroup>
#include <QFileDialog>
#include <QMenu>
#include <QSaveFile>
#include <QScrollArea>
#include <QStackedWidget>
#include <QThreadPool>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace transom::ui {

using namespace theme;
using lab::BenchFamily;

namespace {

constexpr int LeftWidth = 316;

QToolButton *menuButton(const QString &text, const QString &icon, const QString &name)
{
    auto *button = new QToolButton;
    button->setText(text);
    button->setIcon(theme::icon(icon));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMinimumHeight(ControlHeight);
    button->setObjectName(name);
    button->setMenu(new QMenu(button));
    return button;
}

} // namespace

WorkbenchShelf::WorkbenchShelf(Backend &owner)
    : LabShelf(owner, u"workbench"_s, tr("Workbench"))
    , m_banner(new Banner)
    , m_stack(new QStackedWidget)
{
    auto *empty = new EmptyState(u"lab"_s, tr("A workbench for sockets"),
                                 tr("Make real sockets and call everything they can do, one call at a time: bind, listen, connect, accept, send, recv, shutdown, close. Each call shows what it returned, what "
                                    "that means, and the line of Python or C that does the same."));
    auto *pair = empty->addAction(tr("Make a connected pair"), u"link"_s, true);
    pair->setObjectName(u"bench-empty-pair"_s);
    auto *echo = empty->addAction(tr("Echo server in six calls"), u"play"_s);
    echo->setObjectName(u"bench-empty-echo"_s);
    auto *work = new QWidget;
    auto *columns = new QHBoxLayout(work);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(Gap4);
    columns->addWidget(makeLeft());
    columns->addWidget(makeRight(), 1);
    m_stack->addWidget(empty);
    m_stack->addWidget(work);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap3);
    column->addWidget(makeTools());
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    new BenchWire(m_bench, *this);
    connect(pair, &QPushButton::clicked, this, &WorkbenchShelf::makePair);
    connect(echo, &QPushButton::clicked, this, [this] { beginRecipe(u"echo"_s); });
    connect(&m_bench, &lab::Workbench::socketsChanged, this, &WorkbenchShelf::showSockets);
    connect(&m_bench, &lab::Workbench::entryAdded, this, [this](quint64 number) {
        const lab::BenchEntry *entry = m_bench.entry(number);
        if (entry && entry->call.kind == lab::BenchCall::Kind::Socket && entry->outcome.error != 0)
            m_banner->showError(errorFromErrno(entry->outcome.error, {}));
    });
    connect(m_calls, &CallPanel::troubled, m_banner, [this](const Error &error) { m_banner->showError(error); });
    connect(m_recipe, &RecipeBar::touched, this, &WorkbenchShelf::choose);
    // The kernel does not say when a queue or a state changes: it is asked while somebody looks.
    m_timer.setInterval(250ms);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!isVisible())
            return;
        m_bench.refresh();
        for (SocketCard *card : std::as_const(m_cards)) {
            const lab::BenchSocket *socket = m_bench.socket(card->socket());
            if (socket && !socket->running.isEmpty())
                card->show(m_bench, card->socket() == m_chosen); // its seconds
        }
    });
    m_timer.start();
    showSockets();
}

WorkbenchShelf::~WorkbenchShelf()
{
    m_bench.disconnect();
}

QWidget *WorkbenchShelf::makeTools()
{
    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Gap2);
    QToolButton *make = menuButton(tr("New socket"), u"plus"_s, u"bench-new"_s);
    struct Kind
    {
        QString text;
        BenchFamily family;
        bool datagram;
    };
    for (const Kind &kind : {Kind{tr("TCP (IPv4, stream)"), BenchFamily::IPv4, false}, Kind{tr("UDP (IPv4, datagrams)"), BenchFamily::IPv4, true}, Kind{tr("TCP (IPv6, stream)"), BenchFamily::IPv6, false},
                             Kind{tr("UDP (IPv6, datagrams)"), BenchFamily::IPv6, true}, Kind{tr("Unix, stream"), BenchFamily::Unix, false}, Kind{tr("Unix, datagrams"), BenchFamily::Unix, true}})
        connect(make->menu()->addAction(kind.text), &QAction::triggered, this, [this, kind] { newSocket(kind.family, kind.datagram); });
    auto *pair = makeButton(tr("Make a connected pair"), u"link"_s);
    pair->setObjectName(u"bench-pair"_s);
    connect(pair, &QPushButton::clicked, this, &WorkbenchShelf::makePair);
    QToolButton *recipes = menuButton(tr("Recipes"), u"file-text"_s, u"bench-recipes"_s);
    for (const lab::BenchRecipe &recipe : lab::benchRecipes()) {
        QAction *action = recipes->menu()->addAction(recipe.title);
        action->setObjectName(u"bench-recipe-"_s + recipe.id);
        action->setToolTip(recipe.about);
        connect(action, &QAction::triggered, this, [this, id = recipe.id] { beginRecipe(id); });
    }
    recipes->menu()->setToolTipsVisible(true);
    m_export = menuButton(tr("Export"), u"download"_s, u"bench-export"_s);
    connect(m_export->menu()->addAction(tr("As a Python program …")), &QAction::triggered, this, [this] { askForFile(false); });
    connect(m_export->menu()->addAction(tr("As a C program …")), &QAction::triggered, this, [this] { askForFile(true); });
    m_clear = makeToolButton(u"trash"_s, tr("Clear the log, and take closed sockets off"));
    m_clear->setObjectName(u"bench-clear"_s);
    connect(m_clear, &QToolButton::clicked, this, [this] { m_bench.clear(); });
    row->addWidget(make);
    row->addWidget(pair);
    row->addWidget(recipes);
    row->addStretch();
    row->addWidget(m_export);
    row->addWidget(m_clear);
    return tools;
}

QWidget *WorkbenchShelf::makeLeft()
{
    auto *inner = new QWidget;
    m_list = new QVBoxLayout(inner);
    m_list->setContentsMargins(0, 0, Gap1, 0);
    m_list->setSpacing(Gap2);
    m_list->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFixedWidth(LeftWidth);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QWidget *WorkbenchShelf::makeRight()
{
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap3);
    m_recipe = new RecipeBar(m_bench);
    m_calls = new CallPanel(m_bench);
    auto *card = new Card;
    card->content()->setContentsMargins(Gap3, Gap2, Gap3, Gap3);
    card->content()->addWidget(m_calls);
    m_model = new CallLogModel(m_bench);
    m_model->setParent(this);
    m_log = new CallLogView(*m_model);
    auto *head = new QHBoxLayout;
    head->setSpacing(Gap1);
    head->addWidget(makeLabel(tr("Calls"), Type::Heading), 1);
    auto *group = new QButtonGroup(this);
    for (const auto &[writing, text] : {std::pair{CallLogModel::Writing::Words, tr("In words")}, {CallLogModel::Writing::Python, u"Python"_s}, {CallLogModel::Writing::C, u"C"_s}}) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setMinimumHeight(28);
        button->setChecked(writing == m_model->writing());
        button->setObjectName(u"bench-writing-%1"_s.arg(int(writing)));
        group->addButton(button, int(writing));
        head->addWidget(button);
    }
    connect(group, &QButtonGroup::idClicked, this, &WorkbenchShelf::showWriting);
    auto *copy = makeToolButton(u"copy"_s, tr("Copy the chosen calls, or all of them"));
    copy->setObjectName(u"bench-copy"_s);
    connect(copy, &QToolButton::clicked, m_log, &CallLogView::copy);
    head->addWidget(copy);
    column->addWidget(m_recipe);
    column->addWidget(card);
    column->addLayout(head);
    column->addWidget(m_log, 1);
    return right;
}

void WorkbenchShelf::showWriting(int writing)
{
    m_model->setWriting(static_cast<CallLogModel::Writing>(writing));
    if (m_model->writing() != CallLogModel::Writing::Words)
        m_calls->setLanguage(m_model->writing() == CallLogModel::Writing::C ? lab::BenchLanguage::C : lab::BenchLanguage::Python);
}

void WorkbenchShelf::makePair()
{
    const QList<int> made = m_bench.makePair();
    if (made.isEmpty())
        m_banner->showText(Banner::Kind::Error, tr("The pair could not be made. The last line of the log says why; close some sockets and try again."));
    else
        choose(made[1]);
}

void WorkbenchShelf::newSocket(BenchFamily family, bool datagram)
{
    lab::BenchCall call;
    call.family = family;
    call.datagram = datagram;
    const lab::BenchEntry *entry = m_bench.entry(m_bench.call(call));
    if (!entry)
        m_banner->showText(Banner::Kind::Error, tr("That is as many sockets as the workbench holds. Close some, and clear."));
    else if (entry->outcome.made > 0)
        choose(entry->outcome.made);
}

void WorkbenchShelf::beginRecipe(const QString &id)
{
    for (const lab::BenchRecipe &recipe : lab::benchRecipes()) {
        if (recipe.id == id) {
            m_recipe->begin(recipe);
            showSockets();
        }
    }
}

void WorkbenchShelf::open(const QString &subject)
{
    if (subject == "pair"_L1)
        makePair();
    else
        beginRecipe(subject);
}

void WorkbenchShelf::choose(int socket)
{
    m_chosen = socket;
    m_calls->setSocket(socket);
    showSockets();
}

void WorkbenchShelf::showSockets()
{
    const QList<const lab::BenchSocket *> sockets = m_bench.sockets();
    int waiting = 0;
    for (auto it = m_cards.begin(); it != m_cards.end();) {
        if (m_bench.socket(it.key())) {
            ++it;
            continue;
        }
        it.value()->hide();
        it.value()->deleteLater();
        it = m_cards.erase(it);
    }
    if (!m_bench.socket(m_chosen))
        m_chosen = sockets.isEmpty() ? 0 : sockets.last()->number;
    for (const lab::BenchSocket *socket : sockets) {
        SocketCard *&card = m_cards[socket->number];
        if (!card) {
            const int number = socket->number;
            card = new SocketCard(number);
            m_list->insertWidget(m_list->count() - 1, card);
            connect(card, &SocketCard::pressed, this, [this, number] { choose(number); });
            connect(card, &SocketCard::interruptWanted, this, [this](quint64 entry) { m_bench.interrupt(entry); });
            connect(card, &SocketCard::removeWanted, this, [this, number] { m_bench.remove(number); });
        }
        card->show(m_bench, socket->number == m_chosen);
        waiting += static_cast<int>(socket->running.size());
    }
    m_calls->setSocket(m_chosen);
    m_calls->refresh();
    m_stack->setCurrentIndex(sockets.isEmpty() && m_bench.log().isEmpty() && !m_recipe->isUnderWay() ? 0 : 1);
    m_export->setEnabled(!m_bench.log().isEmpty());
    m_clear->setEnabled(!m_bench.log().isEmpty());
    Q_EMIT activityChanged(waiting);
}

void WorkbenchShelf::askForFile(bool c)
{
    auto *dialog = new QFileDialog(this, tr("Export the calls"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(c ? u"c"_s : u"py"_s);
    dialog->selectFile(c ? u"calls.c"_s : u"calls.py"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &WorkbenchShelf::exportTo);
    dialog->open();
}

void WorkbenchShelf::exportTo(const QString &path)
{
    const auto back = Strand::guardFor(this);
    QThreadPool::globalInstance()->start([this, back, path, log = m_bench.log()] {
        const QByteArray text = (path.endsWith(".c"_L1) ? lab::cProgram(log) : lab::pythonProgram(log)).toUtf8();
        QSaveFile file(path);
        const bool done = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
        back([this, path, done] {
            if (done)
                m_banner->showText(Banner::Kind::Good, tr("The calls are in %1.").arg(printable(path)));
            else
                m_banner->showText(Banner::Kind::Error, tr("%1 cannot be written. Choose another place.").arg(printable(path)));
        });
    });
}

} // namespace transom::ui
