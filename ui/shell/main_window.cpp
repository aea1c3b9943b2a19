#include "ui/shell/main_window.h"

#include "ui/chat/chat_page.h"
#include "ui/command/command_page.h"
#include "ui/connect/connect_page.h"
#include "ui/delivery/deliveries_page.h"
#include "ui/files/files_page.h"
#include "ui/files/transfers_drawer.h"
#include "ui/help/help_page.h"
#include "ui/lab/lab_page.h"
#include "ui/server/server_page.h"
#include "ui/shell/rail.h"
#include "ui/shell/session_bar.h"
#include "ui/theme/icons.h"
#include "ui/wire/wire_page.h"
#include "ui/wire/wire_strip.h"

#include <QCloseEvent>
#include <QShortcut>
#include <QStackedWidget>

namespace transom::ui {

MainWindow::MainWindow(Backend &backend)
    : m_backend(backend)
    , m_settings(backend.paths().state + QStringLiteral("/window.ini"), QSettings::IniFormat)
    , m_rail(new Rail)
    , m_stack(new QStackedWidget)
{
    setWindowTitle(QStringLiteral("Transom"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/transom.svg")));
    auto *central = new QWidget;
    auto *columns = new QHBoxLayout(central);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(m_rail);
    auto *rows = new QVBoxLayout;
    rows->setSpacing(0);
    auto *bar = new SessionBar(backend);
    rows->addWidget(bar);
    rows->addWidget(m_stack, 1);
    // Not that of the tallest page: the drawer below must not make the window taller than the screen.
    m_stack->setMinimumHeight(240);
    rows->addWidget(new TransfersDrawer(backend));
    auto *strip = new WireStrip(backend.wire());
    rows->addWidget(strip);
    connect(strip, &WireStrip::frameWanted, this, [this](quint64 number) { showPage(QStringLiteral("wire/%1").arg(number)); });
    columns->addLayout(rows, 1);
    setCentralWidget(central);

    addPage(new ConnectPage(backend), QStringLiteral("connect"));
    addPage(new ChatPage(backend), QStringLiteral("chat"));
    addPage(new CommandPage(backend), QStringLiteral("commands"));
    addPage(new FilesPage(backend), QStringLiteral("files"));
    addPage(new DeliveriesPage(backend), QStringLiteral("deliveries"));
    addPage(new WirePage(backend), QStringLiteral("wire"));
    addPage(new LabPage(backend), QStringLiteral("lab"));
    addPage(new ServerPage(backend), QStringLiteral("server"));
    addPage(new HelpPage(backend), QStringLiteral("help"));
    connect(m_rail, &Rail::currentChanged, this, [this](int index) { m_stack->setCurrentIndex(index); });
    connect(m_stack, &QStackedWidget::currentChanged, m_rail, &Rail::setCurrent);
    connect(bar, &SessionBar::connectWanted, this, [this] { showPage(QStringLiteral("connect")); });
    connect(&backend, &Backend::signInNeeded, this, [this] { showPage(QStringLiteral("connect")); });
    auto *help = new QShortcut(QKeySequence::HelpContents, this);
    connect(help, &QShortcut::activated, this, [this] { showPage(QStringLiteral("help")); });

    resize(1280, 800);
    restoreGeometry(m_settings.value(QStringLiteral("geometry")).toByteArray());
    m_rail->setCollapsed(m_settings.value(QStringLiteral("railCollapsed"), false).toBool());
    showPage(QStringLiteral("connect"));
    m_rail->focusCurrent();
}

MainWindow::~MainWindow() = default;

void MainWindow::addPage(Page *page, const QString &objectName)
{
    page->setObjectName(objectName);
    const int index = static_cast<int>(m_pages.size());
    m_pages.append(page);
    m_stack->addWidget(page);
    auto *button = m_rail->addEntry(page->iconName(), page->title());
    button->setObjectName(QStringLiteral("rail-") + objectName);
    connect(page, &Page::badgeChanged, button, &RailButton::setBadge);
    connect(page, &Page::pageWanted, this, &MainWindow::showPage);
    auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + index)), this);
    connect(shortcut, &QShortcut::activated, this, [this, index] { m_stack->setCurrentIndex(index); });
}

Page *MainWindow::page(const QString &objectName) const
{
    for (Page *page : m_pages) {
        if (page->objectName() == objectName)
            return page;
    }
    return nullptr;
}

void MainWindow::showPage(const QString &place)
{
    if (Page *wanted = page(place.section(u'/', 0, 0))) {
        m_stack->setCurrentWidget(wanted);
        m_rail->setCurrent(m_stack->currentIndex());
        if (const QString subject = place.section(u'/', 1); !subject.isEmpty())
            wanted->open(subject);
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setValue(QStringLiteral("geometry"), saveGeometry());
    m_settings.setValue(QStringLiteral("railCollapsed"), m_rail->isCollapsed());
    QMainWindow::closeEvent(event);
}

} // namespace transom::ui
