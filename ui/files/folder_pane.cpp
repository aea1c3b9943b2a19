#include "ui/files/folder_pane.h"

#include "core/base/text.h"
#include "ui/files/breadcrumb.h"
#include "ui/files/drop_overlay.h"
#include "ui/files/file_table.h"
#include "ui/files/folder_measure.h"
#include "ui/files/folder_source.h"
#include "ui/files/path_bar.h"
#include "ui/files/question_bar.h"
#include "ui/files/work_bar.h"
#include "ui/widgets/widgets.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QShortcut>
#include <QStackedWidget>

namespace transom::ui {

using namespace Qt::StringLiterals;
using theme::Gap1;
using theme::Gap2;
using theme::Gap3;

namespace {

constexpr int RefreshAfterMs = 250;
/// A folder that takes long to read is not read again all the time, however much happens in it.
constexpr qint64 RestTimes = 2;
constexpr qint64 LongestRestMs = 15'000;
constexpr int SlowAfterMs = 400;
constexpr int TitleHeight = 36;
/// A folder as large as this is shown while it comes: with so many entries first, then each time it has grown fourfold.
constexpr qsizetype ShowFirstAt = 2000;
constexpr qsizetype ShowAgainTimes = 4;

} // namespace

FolderPane::FolderPane(FolderSource &source, const QString &name, const QString &title, const QString &rootIcon, const QString &rootText)
    : m_source(source)
    , m_model(source.side())
    , m_bar(new PathBar(name, rootIcon, rootText))
    , m_banner(new Banner)
    , m_question(new QuestionBar)
    , m_work(new WorkBar)
    , m_table(new FileTable(m_model))
    , m_empty(new EmptyState(u"folder"_s, {}, {}))
    , m_emptyAction(m_empty->addAction(tr("Connect"), u"connect"_s, true))
    , m_emptyUp(m_empty->addAction(tr("To the folder above"), u"up"_s))
    , m_emptyStop(m_empty->addAction(tr("Stop"), u"close"_s))
    , m_stack(new QStackedWidget)
    , m_footer(new ElidedLabel)
    , m_overlay(new DropOverlay(this))
    , m_measure(new FolderMeasure(source, this))
{
    setObjectName(name + u"-pane"_s);
    setAcceptDrops(true);
    setMinimumWidth(320);
    m_emptyAction->hide();
    m_emptyUp->hide();
    m_emptyStop->hide();
    m_emptyStop->setObjectName(name + u"-stop"_s);
    m_empty->setObjectName(name + u"-instead"_s);
    m_empty->setFocusPolicy(Qt::StrongFocus);
    m_empty->installEventFilter(this);
    m_footer->setFont(theme::font(theme::Type::Caption));
    QPalette muted = m_footer->palette();
    muted.setColor(QPalette::WindowText, theme::color(theme::Role::TextMuted));
    m_footer->setPalette(muted);
    m_footer->setObjectName(name + u"-status"_s);
    m_footer->setMinimumWidth(m_footer->fontMetrics().horizontalAdvance(tr("%Ln item(s)", nullptr, 9999))); // the picture of the quota gives way first
    m_table->setObjectName(name + u"-table"_s);
    m_table->setAccessibleName(side() == FolderModel::Side::Local ? tr("Files on this computer") : tr("Files on the server"));
    makeBars(name, title);
    layOut();
    makeTableActions();
    makeShortcuts();

    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(RefreshAfterMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, [this] {
        // Not under somebody's hands.
        if (m_table->isEditing() || m_table->isDragging() || m_loading)
            return m_refreshTimer.start();
        // Where a folder cannot be shown its reason stays, and goes when the folder can be.
        go(m_error.code != ErrorCode::None ? m_wantedPath : m_path, m_way);
    });
    m_slowTimer.setSingleShot(true);
    m_slowTimer.setInterval(SlowAfterMs);
    connect(&m_slowTimer, &QTimer::timeout, this, &FolderPane::showState);
    connect(&m_source, &FolderSource::changed, this, [this](const QString &path) {
        if (path == m_path)
            refresh();
    });
    connect(&m_model, &FolderModel::arranged, this, &FolderPane::arranged);
    connect(m_emptyUp, &QPushButton::clicked, this, &FolderPane::up);
    connect(m_emptyStop, &QPushButton::clicked, this, &FolderPane::stopLoading);
    // The card's other parts must not take a drop away from the pane.
    m_table->viewport()->setAcceptDrops(false);
    m_search->setAcceptDrops(false);
}

FolderPane::~FolderPane()
{
    if (m_stopListing)
        m_stopListing();
}

void FolderPane::makeBars(const QString &name, const QString &title)
{
    m_search = new QLineEdit;
    m_search->setObjectName(name + u"-filter"_s);
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setAccessibleName(tr("Show only names that hold this"));
    m_search->setToolTip(tr("Show only names that hold this (Ctrl+F)"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(160);
    m_search->installEventFilter(this);
    auto *heading = makeLabel(title, theme::Type::Heading);
    heading->setWordWrap(false);
    m_titleRow = new QHBoxLayout;
    m_titleRow->setSpacing(Gap2);
    m_titleRow->addStrut(TitleHeight); // the same on both sides, whatever else is in it
    m_titleRow->addWidget(heading);
    m_titleRow->addStretch(1);
    m_titleRow->addWidget(m_search);

    m_newFolderBar = new QWidget;
    m_newFolderName = new QLineEdit;
    m_newFolderName->setObjectName(name + u"-folder-name"_s);
    m_newFolderName->setPlaceholderText(tr("Name of the new folder"));
    m_newFolderName->setAccessibleName(tr("Name of the new folder"));
    m_newFolderName->installEventFilter(this);
    auto *make = makeButton(tr("Make folder"), {}, true);
    auto *cancel = makeButton(tr("Cancel"));
    auto *row = new QHBoxLayout(m_newFolderBar);
    row->setContentsMargins(Gap2, 0, Gap2, Gap2);
    row->setSpacing(Gap2);
    row->addWidget(m_newFolderName, 1);
    row->addWidget(make);
    row->addWidget(cancel);
    m_newFolderBar->hide();

    connect(m_bar, &PathBar::backWanted, this, &FolderPane::back);
    connect(m_bar, &PathBar::forwardWanted, this, &FolderPane::forward);
    connect(m_bar, &PathBar::upWanted, this, &FolderPane::up);
    connect(m_bar, &PathBar::refreshWanted, this, [this] { go(m_wantedPath, m_way); });
    connect(m_bar, &PathBar::newFolderWanted, this, &FolderPane::startNewFolder);
    connect(&m_bar->path(), &Breadcrumb::pathChosen, this, [this](const QString &path) {
        open(path);
        takeFocus();
    });
    connect(m_search, &QLineEdit::textChanged, &m_model, &FolderModel::setFilterText);
    connect(make, &QPushButton::clicked, this, &FolderPane::makeFolder);
    connect(m_newFolderName, &QLineEdit::returnPressed, this, &FolderPane::makeFolder);
    connect(cancel, &QPushButton::clicked, this, [this] {
        m_newFolderBar->hide();
        takeFocus();
    });
}

void FolderPane::layOut()
{
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_card = new QFrame;
    m_card->setProperty("card", true);
    auto *cardLayout = new QVBoxLayout(m_card);
    cardLayout->setContentsMargins(1, Gap1, 1, 1);
    cardLayout->setSpacing(0);
    cardLayout->addWidget(m_bar);
    cardLayout->addWidget(m_newFolderBar);
    auto *notes = new QVBoxLayout;
    notes->setContentsMargins(Gap2, 0, Gap2, 0);
    notes->setSpacing(Gap2);
    notes->addWidget(m_banner);
    connect(m_banner, &Banner::actionTriggered, this, &FolderPane::undo);
    notes->addWidget(m_question);
    notes->addWidget(m_work);
    cardLayout->addLayout(notes);
    cardLayout->addWidget(m_stack, 1);
    m_actions = new QHBoxLayout;
    m_actions->setSpacing(Gap3);
    m_actions->addWidget(m_footer, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap2);
    layout->addLayout(m_titleRow);
    layout->addWidget(m_card, 1);
    layout->addLayout(m_actions);
}

void FolderPane::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto handler) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, handler);
    };
    add(QKeySequence(Qt::Key_F5), [this] { go(m_wantedPath, m_way); });
    add(QKeySequence(Qt::ALT | Qt::Key_Up), [this] { up(); });
    add(QKeySequence(Qt::ALT | Qt::Key_Left), [this] { back(); });
    add(QKeySequence(Qt::ALT | Qt::Key_Right), [this] { forward(); });
    add(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), [this] { startNewFolder(); });
    add(QKeySequence(QKeySequence::Undo), [this] { undo(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { m_bar->path().edit(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_H), [this] { showHidden(!m_model.showsHidden()); });
    add(QKeySequence(Qt::ALT | Qt::Key_Return), [this] { Q_EMIT propertiesWanted(); });
}

void FolderPane::go(const QString &path, Way way)
{
    if (path.isEmpty() || (!m_unavailable.isEmpty() && !m_keepRows))
        return;
    if (m_stopListing)
        m_stopListing();
    m_wantedPath = path;
    m_way = way;
    m_loading = true;
    m_allHasCome = false;
    m_pages.clear();
    m_comeCount = 0;
    m_showAt = ShowFirstAt;
    m_slowTimer.start();
    m_listTime.start();
    const int listing = ++m_listing;
    m_stopListing = m_source.list(path, this, [this, listing](const QList<FolderEntry> &entries) {
        if (listing == m_listing)
            came(entries);
    }, [this, listing](const Result<void> &result) {
        if (listing == m_listing)
            ended(result);
    });
}

/// Back to the folder that one was in, which has not been left.
void FolderPane::stopLoading()
{
    if (!m_loading || m_path.isEmpty())
        return;
    // Some of it may be on its way into the rows already.
    if (m_comeCount >= ShowFirstAt)
        return go(m_path, Way::Follow);
    if (m_stopListing)
        std::exchange(m_stopListing, {})();
    ++m_listing;
    m_slowTimer.stop();
    m_pages.clear();
    m_loading = false;
    m_toChoose.clear();
    m_fallback.clear();
    m_error = {};
    m_wantedPath = m_path;
    m_bar->path().setPath(m_path);
    showState();
}

void FolderPane::back()
{
    // What has not come yet was not entered.
    if (m_loading && m_path != m_wantedPath && !m_path.isEmpty() && m_stack->currentWidget() == m_empty && m_error.code == ErrorCode::None)
        return stopLoading();
    // From a folder that could not be opened, to where one was.
    if (m_error.code != ErrorCode::None)
        return go(m_path, Way::Go);
    step(-1, Way::Back);
}

void FolderPane::forward()
{
    step(1, Way::Forward);
}

/// The folder one comes from is chosen where it is to be seen, as on the way up.
void FolderPane::step(int steps, Way way)
{
    const QString to = m_history.at(steps);
    m_toChoose = !to.isEmpty() && parentPath(m_path) == to && m_path != to ? QStringList{lastComponent(m_path)} : QStringList();
    go(to, way);
}

void FolderPane::up()
{
    const QString from = m_wantedPath;
    if (from == u"/")
        return;
    m_toChoose = {lastComponent(from)};
    open(parentPath(from));
}

void FolderPane::refresh()
{
    if (!m_path.isEmpty() && !m_refreshTimer.isActive() && m_unavailable.isEmpty())
        m_refreshTimer.start();
}

void FolderPane::came(const QList<FolderEntry> &entries)
{
    m_pages.append(entries);
    m_comeCount += entries.size();
    const bool growing = m_path != m_wantedPath || m_model.entries().size() * 2 < m_comeCount;
    if (growing && m_comeCount >= m_showAt) {
        m_showAt = m_comeCount * ShowAgainTimes;
        m_model.setPages(m_wantedPath, m_pages);
    }
    showFooter();
}

void FolderPane::ended(const Result<void> &result)
{
    m_slowTimer.stop();
    m_stopListing = {};
    if (!result) {
        m_loading = false;
        m_pages.clear();
        if (!m_fallback.isEmpty())
            return go(std::exchange(m_fallback, {}), Way::Go);
        m_error = result.error();
        m_bar->path().setPath(m_wantedPath);
        return showState();
    }
    m_refreshTimer.setInterval(static_cast<int>(std::clamp<qint64>(m_listTime.elapsed() * RestTimes, RefreshAfterMs, LongestRestMs)));
    m_allHasCome = true;
    m_fallback.clear();
    if (std::exchange(m_error, {}).code != ErrorCode::None)
        m_bar->path().setPath(m_wantedPath); // back where one was: no folder is entered, but the bar still names the other one
    if (m_path != m_wantedPath && !m_search->text().isEmpty())
        m_search->clear();
    m_model.setPages(m_wantedPath, std::exchange(m_pages, {}));
}

/// The model has something else in sight: another folder, more of it, or the same in another order.
void FolderPane::arranged()
{
    const bool moved = m_model.path() == m_wantedPath && m_path != m_wantedPath;
    if (m_allHasCome && m_model.path() == m_wantedPath)
        m_loading = false;
    if (moved) {
        m_path = m_wantedPath;
        m_error = {};
        m_bar->path().setPath(m_path);
        m_newFolderBar->hide();
        m_table->scrollToTop();
        switch (m_way) {
        case Way::Back:
            m_history.step(-1);
            break;
        case Way::Forward:
            m_history.step(1);
            break;
        case Way::Go:
        case Way::Follow:
            m_history.go(m_path);
            break;
        }
    }
    showState();
    if (!m_toChoose.isEmpty() && m_allHasCome) {
        m_table->choose(m_toChoose);
        if (const int row = m_model.rowOf(m_toChoose.first()); row >= 0) {
            m_table->selectionModel()->setCurrentIndex(m_model.index(row, 0), QItemSelectionModel::NoUpdate);
            m_table->scrollTo(m_model.index(row, 0));
        }
        m_toChoose.clear();
    } else if (moved && m_model.rowCount() > 0) {
        m_table->selectionModel()->setCurrentIndex(m_model.index(0, 0), QItemSelectionModel::NoUpdate);
    }
    if (m_allHasCome)
        m_source.watch(m_path);
    if (moved)
        Q_EMIT entered(m_path, m_way);
    Q_EMIT selectionChanged();
}

bool FolderPane::hasSelection() const
{
    return m_stack->currentIndex() == 0 && m_table->selectionModel()->hasSelection();
}

QStringList FolderPane::selectedPaths() const
{
    return m_stack->currentIndex() == 0 ? m_table->chosenPaths() : QStringList();
}

void FolderPane::setWritable(bool writable, const QString &whyNot)
{
    m_writable = writable;
    m_whyNotWritable = whyNot;
    m_model.setRenameAllowed(writable);
    m_bar->setMaking(isWritable(), whyNot);
}

void FolderPane::setUnavailable(const QString &icon, const QString &title, const QString &text, bool keepRows)
{
    const bool was = !m_unavailable.isEmpty();
    m_unavailable = title;
    m_keepRows = keepRows && !m_path.isEmpty();
    if (!title.isEmpty()) {
        m_empty->set(icon, title, text);
        m_emptyAction->hide();
        m_emptyUp->hide();
        m_emptyStop->hide();
        m_newFolderBar->hide();
        m_undo = nullptr;
        ++m_listing;
        m_loading = false;
        m_slowTimer.stop();
        m_refreshTimer.stop();
    } else if (was) {
        m_error = {};
    }
    setWritable(m_writable, m_whyNotWritable);
    showState();
}

void FolderPane::activate(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const QString path = m_model.pathOf(index.row());
    if (m_model.entry(index.row()).kind == FolderEntry::Kind::Folder)
        open(path);
    else
        Q_EMIT transferWanted({path});
}

void FolderPane::showHidden(bool show)
{
    if (m_model.showsHidden() == show)
        return;
    m_model.setShowHidden(show);
    Q_EMIT hiddenShown(show);
}

void FolderPane::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::BackButton)
        back();
    else if (event->button() == Qt::ForwardButton)
        forward();
    else
        QWidget::mousePressEvent(event);
}

bool FolderPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_empty && event->type() == QEvent::FocusIn)
        Q_EMIT focused();
    // What keys do in a folder they do in one without rows, too: paste, go up.
    if (watched == m_empty && event->type() == QEvent::KeyPress && m_unavailable.isEmpty()) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape && m_emptyStop->isVisible()) {
            stopLoading();
            return true;
        }
        if (key->key() == Qt::Key_Backspace || key->matches(QKeySequence::Paste))
            return QCoreApplication::sendEvent(m_table, event);
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (watched == m_search && key == Qt::Key_Escape) {
            m_search->clear();
            takeFocus();
            return true;
        }
        if (watched == m_search && (key == Qt::Key_Down || key == Qt::Key_Return)) {
            takeFocus();
            if (m_table->chosenCount() == 0 && m_model.rowCount() > 0)
                m_table->setCurrentIndex(m_model.index(0, 0));
            return true;
        }
        if (watched == m_newFolderName && key == Qt::Key_Escape) {
            m_newFolderBar->hide();
            takeFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace transom::ui
