#include "ui/files/folder_pane.h"

#include "core/base/text.h"
#include "ui/files/breadcrumb.h"
#include "ui/files/drop_overlay.h"
#include "ui/files/folder_delegate.h"
#include "ui/files/folder_source.h"
#include "ui/files/question_bar.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QShortcut>
#include <QStackedWidget>

namespace transom::ui {

using namespace Qt::StringLiterals;
using theme::Gap1;
using theme::Gap2;
using theme::Gap3;

namespace {

constexpr int RefreshAfterMs = 250;
constexpr int SlowAfterMs = 400;

} // namespace

// FileTable ---------------------------------------------------------------------------------------------------------

FileTable::FileTable()
{
    setItemDelegate(new FolderDelegate(this));
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(false); // drawRow() marks the row, and only for the keyboard
    setSelectionMode(ExtendedSelection);
    setEditTriggers(EditKeyPressed);
    setDragDropMode(DragOnly);
    setDefaultDropAction(Qt::CopyAction);
    setMouseTracking(true);
    setIconSize({20, 20});
    setVerticalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setProperty("plain", true);
}

void FileTable::keyPressEvent(QKeyEvent *event)
{
    if (state() == EditingState)
        return QTreeView::keyPressEvent(event);
    if (event->key() == Qt::Key_Backspace)
        return Q_EMIT upWanted();
    if (event->key() == Qt::Key_Delete)
        return Q_EMIT removeWanted();
    if (event == QKeySequence::Copy || event == QKeySequence::SelectAll)
        return QTreeView::keyPressEvent(event);
    const QString text = event->text();
    if (!text.isEmpty() && text[0].isPrint() && text[0] != u' ' && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return Q_EMIT typed(text);
    QTreeView::keyPressEvent(event);
}

void FileTable::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QTreeView::drawRow(painter, option, index);
    if (hasFocus() && index.row() == currentIndex().row() && selectionModel()->hasSelection() && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setPen(theme::color(theme::Role::Accent));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

// FolderPane --------------------------------------------------------------------------------------------------------

FolderPane::FolderPane(FolderSource &source, const QString &name, const QString &title, const QString &rootIcon, const QString &rootText)
    : m_source(source)
    , m_model(source.side())
    , m_breadcrumb(new Breadcrumb(rootIcon, rootText))
    , m_banner(new Banner)
    , m_question(new QuestionBar)
    , m_table(new FileTable)
    , m_empty(new EmptyState(u"folder"_s, {}, {}))
    , m_emptyAction(m_empty->addAction(tr("Connect"), u"connect"_s, true))
    , m_stack(new QStackedWidget)
    , m_footer(makeLabel({}, theme::Type::Caption, theme::Role::TextMuted))
    , m_overlay(new DropOverlay(this))
{
    setObjectName(name + u"-pane"_s);
    setAcceptDrops(true);
    setMinimumWidth(320);
    m_filter.setSourceModel(&m_model);
    m_emptyAction->hide();
    m_breadcrumb->setObjectName(name + u"-path"_s);
    m_footer->setWordWrap(false);
    makeBars(name, title);
    makeTable(name);
    makeShortcuts();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);

    auto *card = new QFrame;
    card->setProperty("card", true);
    m_card = card;
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(1, Gap1, 1, 1);
    cardLayout->setSpacing(0);
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(Gap2, 0, Gap2, Gap1);
    tools->setSpacing(2);
    tools->addWidget(m_up);
    tools->addWidget(m_breadcrumb, 1);
    tools->addWidget(m_newFolder);
    tools->addWidget(m_refresh);
    cardLayout->addLayout(tools);
    cardLayout->addWidget(m_newFolderBar);
    auto *notes = new QVBoxLayout;
    notes->setContentsMargins(Gap2, 0, Gap2, 0);
    notes->setSpacing(Gap2);
    notes->addWidget(m_banner);
    notes->addWidget(m_question);
    cardLayout->addLayout(notes);
    cardLayout->addWidget(m_stack, 1);
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(Gap3);
    m_actions = bottom;
    bottom->addWidget(m_footer, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap2);
    layout->addLayout(m_titleRow);
    layout->addWidget(card, 1);
    layout->addLayout(bottom);

    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(RefreshAfterMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, [this] { open(m_wantedPath); });
    m_slowTimer.setSingleShot(true);
    m_slowTimer.setInterval(SlowAfterMs);
    connect(&m_slowTimer, &QTimer::timeout, this, &FolderPane::showState);
    connect(m_question, &QuestionBar::answered, this, &FolderPane::answered);
    connect(&m_model, &FolderModel::renameRequested, this, &FolderPane::rename);
    // The card's other parts must not take a drop away from the pane.
    m_table->viewport()->setAcceptDrops(false);
    m_search->setAcceptDrops(false);
}

void FolderPane::makeBars(const QString &name, const QString &title)
{
    m_up = makeToolButton(u"up"_s, tr("Up to the folder above (Backspace)"));
    m_refresh = makeToolButton(u"refresh"_s, tr("Look again (F5)"));
    m_newFolder = makeToolButton(u"folder-new"_s, tr("Make a folder (Ctrl+Shift+N)"));
    m_up->setObjectName(name + u"-up"_s);
    m_newFolder->setObjectName(name + u"-new-folder"_s);
    m_search = new QLineEdit;
    m_search->setObjectName(name + u"-filter"_s);
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setAccessibleName(tr("Show only names that hold this"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(160);
    m_search->installEventFilter(this);
    auto *heading = makeLabel(title, theme::Type::Heading);
    heading->setWordWrap(false);
    m_titleRow = new QHBoxLayout;
    m_titleRow->setSpacing(Gap3);
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

    connect(m_up, &QToolButton::clicked, this, [this] { open(parentPath(m_wantedPath)); });
    connect(m_refresh, &QToolButton::clicked, this, [this] { open(m_wantedPath); });
    connect(m_newFolder, &QToolButton::clicked, this, &FolderPane::newFolder);
    connect(m_breadcrumb, &Breadcrumb::pathChosen, this, &FolderPane::open);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.setFilterText(text);
        showState();
    });
    const auto finish = [this] {
        const QString folder = m_newFolderName->text().trimmed();
        if (folder.isEmpty())
            return;
        m_newFolderBar->hide();
        m_source.makeFolder(joinPath(m_path, folder), this, afterwards(folder));
    };
    connect(make, &QPushButton::clicked, this, finish);
    connect(m_newFolderName, &QLineEdit::returnPressed, this, finish);
    connect(cancel, &QPushButton::clicked, m_newFolderBar, &QWidget::hide);
}

void FolderPane::makeTable(const QString &name)
{
    m_table->setObjectName(name + u"-table"_s);
    m_table->setAccessibleName(m_model.side() == FolderModel::Side::Local ? tr("Files on this computer") : tr("Files on the server"));
    m_table->setModel(&m_filter);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(FolderModel::Name, Qt::AscendingOrder);
    QHeaderView *header = m_table->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(FolderModel::Name, QHeaderView::Stretch);
    header->setSectionResizeMode(FolderModel::Size, QHeaderView::Fixed);
    header->setSectionResizeMode(FolderModel::Modified, QHeaderView::Fixed);
    const QFontMetrics metrics(theme::font(theme::Type::Body));
    m_table->setColumnWidth(FolderModel::Size, metrics.horizontalAdvance(u"9999.9 MB"_s) + theme::Gap6);
    m_table->setColumnWidth(FolderModel::Modified, metrics.horizontalAdvance(u"Yesterday 12:59"_s) + theme::Gap6);
    connect(m_table, &FileTable::activated, this, &FolderPane::activate);
    connect(m_table, &FileTable::upWanted, this, [this] { open(parentPath(m_wantedPath)); });
    connect(m_table, &FileTable::removeWanted, this, &FolderPane::askToRemove);
    connect(m_table, &FileTable::customContextMenuRequested, this, &FolderPane::showMenu);
    connect(m_table, &FileTable::typed, this, [this](const QString &text) {
        m_search->setFocus();
        m_search->setText(m_search->text() + text);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        showFooter();
        Q_EMIT selectionChanged();
    });
}

void FolderPane::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto handler) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, handler);
    };
    add(QKeySequence(Qt::Key_F5), [this] { open(m_wantedPath); });
    add(QKeySequence(Qt::ALT | Qt::Key_Up), [this] { open(parentPath(m_wantedPath)); });
    add(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), [this] { newFolder(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { m_breadcrumb->edit(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_F), [this] { m_search->setFocus(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_H), [this] { showHidden(!m_filter.showsHidden()); });
}

void FolderPane::open(const QString &path)
{
    if (path.isEmpty() || (!m_unavailable.isEmpty() && !m_keepRows))
        return;
    m_wantedPath = path;
    m_loading = true;
    m_slowTimer.start();
    const int listing = ++m_listing;
    m_source.list(path, this, [this, path, listing](Result<QList<FolderEntry>> entries) {
        if (listing != m_listing)
            return;
        m_loading = false;
        m_slowTimer.stop();
        m_error = {};
        m_breadcrumb->setPath(path);
        if (!entries) {
            m_error = entries.error();
            return showState();
        }
        const bool moved = m_path != path;
        m_path = path;
        if (moved)
            m_search->clear();
        m_model.setFolder(path, *entries);
        showState();
        if (!m_toSelect.isEmpty())
            select(std::exchange(m_toSelect, {}));
        Q_EMIT opened(path);
        Q_EMIT selectionChanged();
    });
}

void FolderPane::refresh()
{
    if (!m_wantedPath.isEmpty() && !m_refreshTimer.isActive())
        m_refreshTimer.start();
}

void FolderPane::select(const QString &name)
{
    const int row = m_model.rowOf(name);
    if (row < 0)
        return;
    const QModelIndex index = m_filter.mapFromSource(m_model.index(row, 0));
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
}

QStringList FolderPane::selectedPaths() const
{
    QStringList paths;
    if (m_stack->currentIndex() != 0)
        return paths;
    const auto rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        paths.append(m_model.pathOf(m_filter.mapToSource(row).row()));
    return paths;
}

void FolderPane::setWritable(bool writable, const QString &whyNot)
{
    m_writable = writable;
    m_whyNotWritable = whyNot;
    m_model.setRenameAllowed(writable);
    m_newFolder->setEnabled(writable && m_unavailable.isEmpty());
    m_newFolder->setToolTip(writable ? tr("Make a folder (Ctrl+Shift+N)") : whyNot);
}

void FolderPane::setUnavailable(const QString &icon, const QString &title, const QString &text, bool keepRows)
{
    const bool was = !m_unavailable.isEmpty();
    m_unavailable = title;
    m_keepRows = keepRows && !m_path.isEmpty();
    if (!title.isEmpty()) {
        m_empty->set(icon, title, text);
        m_emptyAction->hide();
        ++m_listing;
        m_loading = false;
        m_slowTimer.stop();
    } else if (was) {
        m_error = {};
    }
    setWritable(m_writable, m_whyNotWritable);
    showState();
}

/// Which of rows, nothing, loading or a reason is to be seen.
void FolderPane::showState()
{
    const bool available = m_unavailable.isEmpty();
    for (QWidget *each : {static_cast<QWidget *>(m_up), static_cast<QWidget *>(m_refresh), static_cast<QWidget *>(m_breadcrumb)})
        each->setEnabled(available);
    m_up->setEnabled(available && m_wantedPath != u"/"_s);
    m_table->setEnabled(available);
    if (!available && m_keepRows) {
        m_stack->setCurrentIndex(0);
    } else if (!available) {
        m_stack->setCurrentIndex(1);
    } else if (m_error.code != ErrorCode::None) {
        m_empty->set(u"error"_s, tr("This folder cannot be shown"), describe(m_error));
        m_emptyAction->hide();
        m_stack->setCurrentIndex(1);
    } else if (m_loading && (m_path.isEmpty() || m_path != m_wantedPath) && !m_slowTimer.isActive()) {
        m_empty->set(u"clock"_s, tr("Loading…"), m_wantedPath);
        m_emptyAction->hide();
        m_stack->setCurrentIndex(1);
    } else if (!m_loading && m_filter.rowCount() == 0) {
        const qsizetype all = m_model.rowCount();
        m_emptyAction->hide();
        if (!m_search->text().isEmpty())
            m_empty->set(u"search"_s, tr("No name here holds “%1”").arg(m_search->text()), tr("Clear the filter to see everything (Esc)."));
        else if (all > 0)
            m_empty->set(u"eye-off"_s, tr("Only hidden files"), tr("Press Ctrl+H to show names that begin with a dot."));
        else if (m_model.side() == FolderModel::Side::Remote)
            m_empty->set(u"upload"_s, tr("Nothing here yet"),
                         m_writable ? tr("Drop files here from anywhere, or choose them at the left and press Upload.") : m_whyNotWritable);
        else
            m_empty->set(u"folder"_s, tr("This folder is empty"), tr("Drop files of the server here to download them."));
        m_stack->setCurrentIndex(1);
    } else if (!m_loading || m_path == m_wantedPath) {
        m_stack->setCurrentIndex(0);
    }
    showFooter();
}

void FolderPane::showFooter()
{
    if (m_path.isEmpty() || !m_unavailable.isEmpty() || m_error.code != ErrorCode::None)
        return m_footer->setText({});
    const auto rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty() || m_stack->currentIndex() != 0)
        return m_footer->setText(tr("%n item(s)", nullptr, m_filter.rowCount()));
    qint64 bytes = 0;
    bool folders = false;
    for (const QModelIndex &row : rows) {
        const FolderEntry &entry = m_model.entry(m_filter.mapToSource(row).row());
        folders = folders || entry.kind == FolderEntry::Kind::Folder;
        if (entry.kind == FolderEntry::Kind::File)
            bytes += entry.size;
    }
    const QString chosen = tr("%n chosen", nullptr, static_cast<int>(rows.size()));
    m_footer->setText(folders ? chosen : tr("%1, %2").arg(chosen, formatBytes(bytes)));
}

void FolderPane::activate(const QModelIndex &index)
{
    const int row = m_filter.mapToSource(index).row();
    if (row < 0)
        return;
    const QString path = m_model.pathOf(row);
    if (m_model.entry(row).kind == FolderEntry::Kind::Folder)
        open(path);
    else
        Q_EMIT transferWanted({path});
}

/// What every change in the folder ends with: a look at it, or the reason why nothing changed.
std::function<void(Result<void>)> FolderPane::afterwards(const QString &selectName)
{
    return [this, selectName](const Result<void> &result) {
        if (result) {
            m_banner->hide();
            m_toSelect = selectName;
        } else {
            m_banner->showError(result.error());
        }
        open(m_wantedPath);
    };
}

void FolderPane::newFolder()
{
    if (!m_newFolder->isEnabled() || m_path.isEmpty())
        return;
    m_newFolderName->clear();
    m_newFolderBar->show();
    m_newFolderName->setFocus();
}

void FolderPane::rename(const QString &from, const QString &to)
{
    if (m_writable)
        m_source.rename(joinPath(m_path, from), joinPath(m_path, to), this, afterwards(to));
}

void FolderPane::askToRemove()
{
    m_toRemove = selectedPaths();
    if (m_toRemove.isEmpty())
        return;
    if (!m_writable) {
        m_banner->showText(Banner::Kind::Warning, m_whyNotWritable);
        return;
    }
    constexpr qsizetype Named = 3;
    QStringList names;
    for (const QString &path : m_toRemove.mid(0, Named))
        names.append(u"“"_s + printable(lastComponent(path), 60) + u"”"_s);
    QString what = names.join(u", "_s);
    if (m_toRemove.size() > Named)
        what += u' ' + tr("and %n more", nullptr, static_cast<int>(m_toRemove.size() - Named));
    m_question->ask(m_source.removalText().arg(what), {{u"remove"_s, m_source.removalVerb(), true}, {u"keep"_s, tr("Keep"), false}});
}

void FolderPane::answered(const QString &id)
{
    if (id == u"remove"_s && !m_toRemove.isEmpty())
        m_source.remove(std::exchange(m_toRemove, {}), this, afterwards());
    else if (id == u"keep"_s)
        m_toRemove.clear();
    m_table->setFocus();
}

void FolderPane::showHidden(bool show)
{
    m_filter.setShowHidden(show);
    showState();
}

void FolderPane::showMenu(const QPoint &position)
{
    const QModelIndex index = m_table->indexAt(position);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QStringList paths = selectedPaths();
    if (index.isValid() && !paths.isEmpty()) {
        const bool local = m_model.side() == FolderModel::Side::Local;
        menu->addAction(theme::icon(local ? u"upload"_s : u"download"_s), local ? tr("Upload") : tr("Download"), this,
                        [this, paths] { Q_EMIT transferWanted(paths); });
        menu->addSeparator();
        QAction *renameAction = menu->addAction(theme::icon(u"rename"_s), tr("Rename"), this, [this] { m_table->edit(m_table->currentIndex().siblingAtColumn(0)); });
        renameAction->setShortcut(Qt::Key_F2);
        renameAction->setEnabled(m_writable && paths.size() == 1);
        QAction *removeAction = menu->addAction(theme::icon(u"trash"_s), m_source.removalVerb(), this, &FolderPane::askToRemove);
        removeAction->setShortcut(Qt::Key_Delete);
        removeAction->setEnabled(m_writable);
        menu->addAction(theme::icon(u"copy"_s), tr("Copy the path"), this, [paths] { QGuiApplication::clipboard()->setText(paths.join(u'\n')); });
        menu->addSeparator();
    }
    menu->addAction(theme::icon(u"folder-new"_s), tr("Make a folder"), this, &FolderPane::newFolder)->setEnabled(m_newFolder->isEnabled());
    QAction *hidden = menu->addAction(tr("Show hidden files"), this, &FolderPane::showHidden);
    hidden->setShortcut(Qt::CTRL | Qt::Key_H);
    hidden->setCheckable(true);
    hidden->setChecked(m_filter.showsHidden());
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

bool FolderPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (watched == m_search && key == Qt::Key_Escape) {
            m_search->clear();
            m_table->setFocus();
            return true;
        }
        if (watched == m_search && (key == Qt::Key_Down || key == Qt::Key_Return)) {
            m_table->setFocus();
            if (!m_table->selectionModel()->hasSelection() && m_filter.rowCount() > 0)
                m_table->setCurrentIndex(m_filter.index(0, 0));
            return true;
        }
        if (watched == m_newFolderName && key == Qt::Key_Escape) {
            m_newFolderBar->hide();
            m_table->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

// Drops -------------------------------------------------------------------------------------------------------------

QStringList FolderPane::acceptable(const QMimeData *mime) const
{
    QStringList paths;
    if (!m_unavailable.isEmpty() || m_path.isEmpty() || !m_writable)
        return paths;
    if (m_model.side() == FolderModel::Side::Remote) {
        const auto urls = mime->urls();
        for (const QUrl &url : urls) {
            if (url.isLocalFile())
                paths.append(url.toLocalFile());
        }
    } else {
        const QString type = QString::fromLatin1(RemotePathsMimeType);
        if (mime->hasFormat(type))
            paths = QString::fromUtf8(mime->data(type)).split(QChar(0), Qt::SkipEmptyParts);
    }
    return paths;
}

QString FolderPane::dropFolder(const QPoint &position, QRect *row) const
{
    const QPoint inTable = m_table->viewport()->mapFrom(this, position);
    if (m_stack->currentIndex() == 0 && m_table->viewport()->rect().contains(inTable)) {
        const QModelIndex index = m_table->indexAt(inTable);
        const int sourceRow = m_filter.mapToSource(index).row();
        if (sourceRow >= 0 && m_model.entry(sourceRow).kind == FolderEntry::Kind::Folder) {
            if (row) {
                QRect line = m_table->visualRect(index);
                line.setLeft(0);
                line.setRight(m_table->viewport()->width() - 1);
                *row = line.translated(m_table->viewport()->mapTo(this, QPoint(0, 0)));
            }
            return m_model.pathOf(sourceRow);
        }
    }
    return m_path;
}

void FolderPane::dragEnterEvent(QDragEnterEvent *event)
{
    if (acceptable(event->mimeData()).isEmpty())
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void FolderPane::dragMoveEvent(QDragMoveEvent *event)
{
    const QStringList paths = acceptable(event->mimeData());
    if (paths.isEmpty())
        return event->ignore();
    QRect row;
    const bool local = m_model.side() == FolderModel::Side::Local;
    QString folder = printable(dropFolder(event->position().toPoint(), &row), 200);
    if (!local && folder == u"/")
        folder = tr("your home");
    const int count = static_cast<int>(paths.size());
    m_overlay->showFor(local ? tr("Download %n item(s) to %1", nullptr, count).arg(folder) : tr("Upload %n item(s) to %1", nullptr, count).arg(folder), m_card->geometry(), row);
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void FolderPane::dragLeaveEvent(QDragLeaveEvent *event)
{
    m_overlay->hide();
    QWidget::dragLeaveEvent(event);
}

void FolderPane::dropEvent(QDropEvent *event)
{
    m_overlay->hide();
    const QStringList paths = acceptable(event->mimeData());
    if (paths.isEmpty())
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT dropped(paths, dropFolder(event->position().toPoint()));
}

} // namespace transom::ui
