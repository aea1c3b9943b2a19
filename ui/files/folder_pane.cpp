#include "ui/files/folder_pane.h"

#include "core/base/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QDragEnterEvent>
#include <QHeaderView>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QShortcut>
#include <QStyledItemDelegate>

namespace transom::ui {

using namespace theme;

namespace {

/// Adds the icon of the kind to a name.
class NameDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() != FolderModel::Name)
            return;
        const auto kind = static_cast<FolderEntry::Kind>(index.data(FolderModel::KindRole).toInt());
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = kind == FolderEntry::Kind::Folder ? theme::icon(QStringLiteral("folder"), Role::Accent)
                : kind == FolderEntry::Kind::Link        ? theme::icon(QStringLiteral("link"), Role::TextMuted)
                                                         : theme::icon(QStringLiteral("file"), Role::TextMuted);
        option->decorationSize = {20, 20};
        option->textElideMode = Qt::ElideMiddle;
    }
};

} // namespace

FileTable::FileTable()
{
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSortingEnabled(true);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(EditKeyPressed);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDragDropMode(DragDrop);
    setDropIndicatorShown(false);
    setItemDelegate(new NameDelegate(this));
    setIconSize({20, 20});
}

void FileTable::dragEnterEvent(QDragEnterEvent *event)
{
    if (!event->mimeData()->hasFormat(m_accepted) || event->source() == this)
        return event->ignore();
    m_hovered = true;
    viewport()->update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void FileTable::dragMoveEvent(QDragMoveEvent *event)
{
    event->setAccepted(m_hovered);
}

void FileTable::dragLeaveEvent(QDragLeaveEvent *)
{
    m_hovered = false;
    viewport()->update();
}

void FileTable::dropEvent(QDropEvent *event)
{
    m_hovered = false;
    viewport()->update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT dropped(event->mimeData());
}

void FileTable::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (!m_hovered)
        return;
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color(Role::Accent), 2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(3, 3, -3, -3), 6, 6);
    painter.setFont(theme::font(Type::Heading));
    painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("Drop here"));
}

FolderPane::FolderPane(FolderModel::Side side, const QString &title)
    : m_model(side)
    , m_path(new QLineEdit)
    , m_search(new QLineEdit)
    , m_table(new FileTable)
    , m_banner(new Banner)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(QStringLiteral("folder"), {}, {}))
    , m_footer(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_actions(new QHBoxLayout)
    , m_newFolder(new QWidget)
    , m_newFolderName(new QLineEdit)
{
    const bool remote = side == FolderModel::Side::Remote;
    const QString name = remote ? QStringLiteral("remote") : QStringLiteral("local");
    m_table->setObjectName(name + QStringLiteral("-table"));
    m_path->setObjectName(name + QStringLiteral("-path"));
    m_table->setAccessibleName(title);
    m_path->setAccessibleName(tr("Folder"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap2);
    m_actions->setSpacing(Gap2);
    m_actions->addWidget(makeLabel(title, Type::Heading), 1);
    layout->addLayout(m_actions);
    auto *bar = new QHBoxLayout;
    bar->setSpacing(Gap1);
    auto *up = makeToolButton(QStringLiteral("up"), tr("Folder above"));
    auto *refresh = makeToolButton(QStringLiteral("refresh"), tr("Refresh (F5)"));
    auto *newFolder = makeToolButton(QStringLiteral("plus"), tr("New folder"));
    auto *rename = makeToolButton(QStringLiteral("rename"), tr("Rename (F2)"));
    auto *remove = makeToolButton(QStringLiteral("trash"), tr("Remove (Delete)"));
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(120);
    bar->addWidget(up);
    bar->addWidget(m_path, 1);
    bar->addWidget(m_search);
    for (QToolButton *button : {refresh, newFolder, rename, remove})
        bar->addWidget(button);
    layout->addLayout(bar);
    auto *newFolderLayout = new QHBoxLayout(m_newFolder);
    newFolderLayout->setContentsMargins(0, 0, 0, 0);
    m_newFolderName->setPlaceholderText(tr("Name of the new folder"));
    m_newFolderName->setObjectName(name + QStringLiteral("-new-folder"));
    auto *make = makeButton(tr("Make it"), QStringLiteral("folder"), true);
    newFolderLayout->addWidget(m_newFolderName, 1);
    newFolderLayout->addWidget(make);
    m_newFolder->hide();
    layout->addWidget(m_newFolder);
    layout->addWidget(m_banner);
    m_filter.setSourceModel(&m_model);
    m_table->setModel(&m_filter);
    m_table->sortByColumn(FolderModel::Name, Qt::AscendingOrder);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(FolderModel::Name, QHeaderView::Stretch);
    m_table->setColumnWidth(FolderModel::Size, 86);
    m_table->setColumnWidth(FolderModel::Modified, 132);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_footer);

    connect(up, &QToolButton::clicked, this, [this] { Q_EMIT pathWanted(parentPath(m_model.path())); });
    connect(refresh, &QToolButton::clicked, this, &FolderPane::refreshWanted);
    connect(newFolder, &QToolButton::clicked, this, &FolderPane::askForFolder);
    connect(rename, &QToolButton::clicked, this, [this] {
        const QModelIndex current = m_table->currentIndex();
        if (current.isValid())
            m_table->edit(current.siblingAtColumn(FolderModel::Name));
    });
    connect(remove, &QToolButton::clicked, this, &FolderPane::askToRemove);
    const auto makeIt = [this] {
        const QString folder = m_newFolderName->text().trimmed();
        m_newFolder->hide();
        m_newFolderName->clear();
        if (!folder.isEmpty())
            Q_EMIT folderWanted(folder);
    };
    connect(make, &QPushButton::clicked, this, makeIt);
    connect(m_newFolderName, &QLineEdit::returnPressed, this, makeIt);
    connect(m_path, &QLineEdit::returnPressed, this, [this] { Q_EMIT pathWanted(m_path->text()); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) { m_filter.setFilterText(text); });
    connect(m_table, &QTreeView::doubleClicked, this, &FolderPane::activate);
    connect(m_table, &FileTable::dropped, this, &FolderPane::dropped);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &FolderPane::selectionChanged);
    connect(&m_model, &FolderModel::renameRequested, this, &FolderPane::renameWanted);
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        if (m_toRemove.isEmpty())
            return bannerTriggered();
        m_banner->hide();
        Q_EMIT removeWanted(std::exchange(m_toRemove, {}));
    });
    const auto key = [this](const QKeySequence &sequence, auto handler) {
        auto *shortcut = new QShortcut(sequence, m_table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, handler);
    };
    key(QKeySequence::Refresh, [this] { Q_EMIT refreshWanted(); });
    key(QKeySequence::Delete, [this] { askToRemove(); });
    key(Qt::Key_Backspace, [this] { Q_EMIT pathWanted(parentPath(m_model.path())); });
    key(Qt::Key_Return, [this] { activate(m_table->currentIndex()); });
}

QStringList FolderPane::selectedPaths() const
{
    QStringList paths;
    const auto rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        paths.append(m_model.pathOf(m_filter.mapToSource(row).row()));
    return paths;
}

void FolderPane::setPath(const QString &path, const QList<FolderEntry> &entries)
{
    m_path->setText(path);
    m_model.setFolder(path, entries);
    m_stack->setCurrentIndex(0);
    if (m_toRemove.isEmpty())
        m_banner->hide();
}

void FolderPane::showLoading()
{
    m_footer->setText(tr("Loading …"));
}

void FolderPane::showError(const Error &error)
{
    m_toRemove.clear();
    m_banner->showError(error);
}

void FolderPane::showBanner(const QString &text, const QString &action)
{
    m_toRemove.clear();
    m_banner->showText(Banner::Kind::Warning, text, action);
}

void FolderPane::showNothing(const QString &icon, const QString &title, const QString &text)
{
    m_empty->set(icon, title, text);
    m_stack->setCurrentIndex(1);
}

void FolderPane::setFooter(const QString &text)
{
    m_footer->setText(text);
}

void FolderPane::askForFolder()
{
    m_newFolder->show();
    m_newFolderName->setFocus();
}

void FolderPane::activate(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const int row = m_filter.mapToSource(index).row();
    if (m_model.entry(row).kind == FolderEntry::Kind::Folder)
        Q_EMIT pathWanted(m_model.pathOf(row));
    else if (m_model.entry(row).kind == FolderEntry::Kind::File)
        Q_EMIT transferWanted({m_model.pathOf(row)});
}

void FolderPane::askToRemove()
{
    const QStringList paths = selectedPaths();
    if (paths.isEmpty())
        return;
    QStringList names;
    for (const QString &path : paths.first(std::min<qsizetype>(paths.size(), 3)))
        names.append(printable(lastComponent(path), 60));
    m_toRemove = paths;
    const QString what = paths.size() > 3 ? tr("%1 and %n more", nullptr, static_cast<int>(paths.size() - 3)).arg(names.join(QStringLiteral(", "))) : names.join(QStringLiteral(", "));
    m_banner->showText(Banner::Kind::Warning, tr("Remove %1 for good? Folders go with all that is in them.").arg(what), tr("Remove"));
}

} // namespace transom::ui
