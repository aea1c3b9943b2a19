// What the shelf is made of, and what can be dropped on it.

#include "ui/lab/script/script_shelf.h"

#include "ui/files/drop_overlay.h"
#include "ui/lab/script/script_panel.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/ladder_view.h"
#include "ui/wire/ribbon_view.h"
#include "ui/wire/stream_bar.h"
#include "ui/wire/wire_page.h"

#include <QDragEnterEvent>
#include <QHeaderView>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

QString droppedScript(const QMimeData *data)
{
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile() && url.toLocalFile().endsWith(".py"_L1))
            return url.toLocalFile();
    }
    return {};
}

} // namespace

void ScriptShelf::makeBody()
{
    if (m_rows)
        return;
    // What goes over the wire is on the Wire page, which may cut it otherwise.
    auto *wire = window()->findChild<WirePage *>();
    m_sources = wire ? &wire->sources() : new WireSources(backend().wire(), this);
    m_rows = new WireRows(backend().wire(), this);
    m_relays = wire ? &wire->relays() : nullptr;
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    column->addWidget(makeTools());
    m_panels = new QStackedWidget;
    auto *across = new QSplitter;
    across->setChildrenCollapsible(false);
    across->setHandleWidth(Gap3);
    m_panels->setMinimumWidth(320);
    across->addWidget(m_panels);
    across->addWidget(makeCalls());
    across->setStretchFactor(0, 1);
    across->setStretchFactor(1, 1);
    across->setSizes({500, 560});
    column->addWidget(across, 1);
    m_connection = new QWidget;
    auto *below = new QVBoxLayout(m_connection);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(Gap2);
    auto *streams = new StreamBar(*m_rows, *m_sources);
    streams->layout()->setContentsMargins(0, 0, 0, 0);
    below->addWidget(streams);
    auto *ribbon = new RibbonView(*m_rows);
    ribbon->setObjectName(u"script-ribbon"_s);
    below->addWidget(ribbon);
    column->addWidget(m_connection);
    m_stack->addWidget(body);
    startOver();
    connectViews();
}

QWidget *ScriptShelf::makeTools()
{
    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Gap2);
    m_programs = new QTabBar;
    m_programs->setObjectName(u"script-programs"_s);
    m_programs->setAccessibleName(tr("The programs"));
    m_programs->setDrawBase(false);
    m_programs->setExpanding(false);
    m_programs->setElideMode(Qt::ElideMiddle);
    m_relay = makeButton(tr("Put a relay in between"), u"link"_s);
    m_relay->setObjectName(u"script-relay"_s);
    m_relay->setToolTip(plainToolTip(tr("Starts a relay to the port at which your program listens. On the Wire page it can slow down, cut and disturb what passes.")));
    m_relay->hide(); // until one listens
    connect(m_relay, &QPushButton::clicked, this, &ScriptShelf::putRelay);
    QPushButton *choose = makeButton(tr("Choose a Python file"), u"folder"_s);
    choose->setObjectName(u"script-choose-more"_s);
    connect(choose, &QPushButton::clicked, this, &ScriptShelf::askForFile);
    QToolButton *help = makeToolButton(u"help"_s, tr("What all this is"));
    connect(help, &QToolButton::clicked, this, [this] { Q_EMIT pageWanted(u"help/07f-script"_s); });
    row->addWidget(m_programs, 1);
    row->addWidget(m_relay);
    row->addWidget(choose);
    row->addWidget(help);
    return tools;
}

QWidget *ScriptShelf::makeCalls()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap1);
    auto *tabs = new QTabBar;
    tabs->setObjectName(u"script-views"_s);
    tabs->setDrawBase(false);
    tabs->setExpanding(false);
    tabs->addTab(tr("Calls"));
    tabs->addTab(tr("Ladder"));
    m_numbers = makeLabel({}, Type::Caption, Role::TextMuted);
    m_numbers->setObjectName(u"script-numbers"_s);
    m_numbers->setWordWrap(false);
    auto *row = new QHBoxLayout;
    row->addWidget(tabs, 1);
    row->addWidget(m_numbers);
    m_table = new QTableView;
    m_table->setObjectName(u"script-calls"_s);
    m_table->setAccessibleName(tr("Calls"));
    m_table->setModel(m_calls);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(RowHeight);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setColumnWidth(ScriptCallsModel::Time, 80);
    m_table->setColumnWidth(ScriptCallsModel::Place, 152);
    m_table->setColumnWidth(ScriptCallsModel::Call, 144);
    auto *views = new QStackedWidget;
    views->addWidget(m_table);
    views->addWidget(new LadderView(*m_rows));
    connect(tabs, &QTabBar::currentChanged, views, &QStackedWidget::setCurrentIndex);
    column->addLayout(row);
    column->addWidget(views, 1);
    box->setMinimumWidth(360);
    return box;
}

void ScriptShelf::connectViews()
{
    connect(m_programs, &QTabBar::currentChanged, m_panels, &QStackedWidget::setCurrentIndex);
    connect(m_sources, &WireSources::cutAnew, m_rows, &WireRows::cutAnew);
    connect(m_rows, &WireRows::selectionChanged, this, &ScriptShelf::showSelection);
    if (m_relays)
        connect(m_relays, &RelayStation::changed, this, &ScriptShelf::showRelay);
    connect(m_banner, &Banner::actionTriggered, this, [this] { Q_EMIT pageWanted(u"wire"_s); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        if (!m_linking && current.isValid())
            showCall(current.row());
    });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) { showCall(index.row()); });
}

// Drops ----------------------------------------------------------------------------------------------------------------------

void ScriptShelf::dragEnterEvent(QDragEnterEvent *event)
{
    if (droppedScript(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_drop->showFor(tr("Open this Python file"), rect(), {});
}

void ScriptShelf::dragLeaveEvent(QDragLeaveEvent *)
{
    m_drop->hide();
}

void ScriptShelf::dropEvent(QDropEvent *event)
{
    m_drop->hide();
    event->acceptProposedAction();
    openFile(droppedScript(event->mimeData()));
}

} // namespace transom::ui
