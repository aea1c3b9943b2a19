#include "ui/files/file_table.h"

#include "core/base/text.h"
#include "ui/files/folder_delegate.h"
#include "ui/theme/icons.h"

#include <QDrag>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <numeric>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int TypedForMs = 1000;
/// The room a name gets at least; other columns give way for it, in this order.
constexpr int LeastName = 200;
constexpr FolderModel::Column GiveWay[] = {FolderModel::Permissions, FolderModel::Type, FolderModel::Modified};

} // namespace

FileTable::FileTable(FolderModel &model)
    : m_folder(model)
{
    setModel(&model);
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
    makeColumns();
    m_typedTimer.setSingleShot(true);
    m_typedTimer.setInterval(TypedForMs);
    connect(&m_typedTimer, &QTimer::timeout, this, [this] { m_typed.clear(); });
    connect(&model, &FolderModel::aboutToRearrange, this, &FileTable::remember);
    connect(&model, &FolderModel::arranged, this, &FileTable::recall);
}

void FileTable::makeColumns()
{
    setSortingEnabled(true);
    sortByColumn(FolderModel::Name, Qt::AscendingOrder);
    QHeaderView *heads = header();
    heads->setProperty("tight", true); // the titles stand over the delegate's text
    heads->setStretchLastSection(false);
    heads->setMinimumSectionSize(48);
    heads->setSectionResizeMode(QHeaderView::Interactive);
    heads->setSectionResizeMode(FolderModel::Name, QHeaderView::Stretch);
    heads->setSectionsMovable(false);
    heads->setContextMenuPolicy(Qt::CustomContextMenu);
    const QFontMetrics metrics(theme::font(theme::Type::Body));
    setColumnWidth(FolderModel::Size, metrics.horizontalAdvance(u"999.9 MB"_s) + theme::Gap4);
    setColumnWidth(FolderModel::Modified, metrics.horizontalAdvance(u"Yesterday 12:59"_s) + theme::Gap4);
    setColumnWidth(FolderModel::Type, metrics.horizontalAdvance(u"special file"_s) + theme::Gap6);
    QFont bold = theme::font(theme::Type::Body);
    bold.setWeight(QFont::DemiBold);
    const int title = QFontMetrics(bold).horizontalAdvance(m_folder.headerData(FolderModel::Permissions, Qt::Horizontal, Qt::DisplayRole).toString());
    setColumnWidth(FolderModel::Permissions, std::max(title + theme::Gap6, metrics.horizontalAdvance(u"rwxrwxrwx"_s) + theme::Gap4));
    setColumnHidden(FolderModel::Type, true);
    connect(heads, &QHeaderView::customContextMenuRequested, this, &FileTable::showColumnMenu);
}

void FileTable::showColumnMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"columns"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = FolderModel::Size; column < FolderModel::ColumnCount; ++column) {
        QAction *action = menu->addAction(m_folder.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column) || m_crowdedOut.contains(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_crowdedOut.remove(column);
            setColumnHidden(column, !shown);
            if (!shown)
                makeRoom();
        });
    }
    menu->popup(header()->mapToGlobal(position));
}

void FileTable::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        makeRoom();
}

void FileTable::makeRoom()
{
    for (const int column : std::exchange(m_crowdedOut, {}))
        setColumnHidden(column, false);
    for (const int column : GiveWay) {
        int others = 0;
        for (int each = FolderModel::Size; each < FolderModel::ColumnCount; ++each)
            others += isColumnHidden(each) ? 0 : columnWidth(each);
        if (viewport()->width() - others >= LeastName)
            return;
        if (isColumnHidden(column))
            continue;
        m_crowdedOut.insert(column);
        setColumnHidden(column, true);
    }
}

QStringList FileTable::crowdedOut() const
{
    QStringList columns;
    for (const int column : m_crowdedOut)
        columns.append(QString::number(column));
    return columns;
}

void FileTable::showCrowdedOut(const QStringList &columns)
{
    for (const QString &column : columns) {
        if (const int each = column.toInt(); each > FolderModel::Name && each < FolderModel::ColumnCount)
            setColumnHidden(each, false);
    }
    m_crowdedOut.clear();
    makeRoom();
}

std::vector<int> FileTable::chosenRows() const
{
    std::vector<std::pair<int, int>> ranges;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        if (range.left() == 0)
            ranges.emplace_back(range.top(), range.bottom());
    }
    std::sort(ranges.begin(), ranges.end());
    std::vector<int> rows;
    for (const auto &[top, bottom] : ranges) {
        const int first = rows.empty() ? top : std::max(top, rows.back() + 1);
        const std::size_t before = rows.size();
        if (first > bottom)
            continue;
        rows.resize(before + static_cast<std::size_t>(bottom - first + 1));
        std::iota(rows.begin() + static_cast<std::ptrdiff_t>(before), rows.end(), first);
    }
    return rows;
}

int FileTable::chosenCount() const
{
    return static_cast<int>(chosenRows().size());
}

QStringList FileTable::chosenPaths() const
{
    QStringList paths;
    for (const int row : chosenRows())
        paths.append(m_folder.pathOf(row));
    return paths;
}

void FileTable::choose(const QStringList &names)
{
    std::vector<int> rows;
    for (const QString &name : names) {
        if (const int row = m_folder.rowOf(name); row >= 0)
            rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end());
    QItemSelection selection;
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1)
            ++end;
        selection.append(QItemSelectionRange(m_folder.index(rows[i], 0), m_folder.index(rows[end - 1], FolderModel::ColumnCount - 1)));
        i = end;
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void FileTable::chooseMarked()
{
    QStringList names;
    for (int row = 0; row < m_folder.rowCount(); ++row) {
        const Mark mark = m_folder.markOf(row);
        if (mark != Mark::None && mark != Mark::Older)
            names.append(m_folder.entry(row).name);
    }
    choose(names);
    if (!names.isEmpty())
        scrollTo(m_folder.index(m_folder.rowOf(names.first()), 0));
    setFocus();
}

void FileTable::remember()
{
    Remembered now;
    const std::vector<int> rows = chosenRows();
    now.all = !rows.empty() && static_cast<int>(rows.size()) == m_folder.rowCount();
    if (!now.all) {
        for (const int row : rows)
            now.chosen.insert(m_folder.entry(row).name);
    }
    if (currentIndex().isValid())
        now.current = m_folder.entry(currentIndex().row()).name;
    if (const QModelIndex top = indexAt({0, 0}); top.isValid() && verticalScrollBar() && verticalScrollBar()->value() > 0)
        now.top = m_folder.entry(top.row()).name;
    m_remembered = now;
}

void FileTable::recall()
{
    if (!m_remembered)
        return;
    const Remembered before = *std::exchange(m_remembered, std::nullopt);
    if (before.all)
        selectAll();
    else if (!before.chosen.isEmpty())
        choose(before.chosen.values());
    if (const int row = m_folder.rowOf(before.current); row >= 0)
        selectionModel()->setCurrentIndex(m_folder.index(row, 0), QItemSelectionModel::NoUpdate);
    if (const int row = m_folder.rowOf(before.top); row >= 0)
        scrollTo(m_folder.index(row, 0), PositionAtTop);
}

void FileTable::keyboardSearch(const QString &text)
{
    const bool first = m_typed.isEmpty();
    m_typed += text;
    m_typedTimer.start();
    // The same letter again goes on to the next name that begins with it.
    const bool repeated = m_typed.size() > 1 && m_typed.count(m_typed[0], Qt::CaseInsensitive) == m_typed.size();
    const QString wanted = repeated ? m_typed.left(1) : m_typed;
    const int from = currentIndex().isValid() ? currentIndex().row() + (first || repeated ? 1 : 0) : 0;
    const int row = m_folder.rowBeginning(wanted, from);
    if (row >= 0) {
        const QModelIndex index = m_folder.index(row, 0);
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        return scrollTo(index);
    }
    // No name begins so: perhaps one holds it.
    Q_EMIT filterWanted(std::exchange(m_typed, {}));
}

void FileTable::keyPressEvent(QKeyEvent *event)
{
    if (state() == EditingState)
        return QTreeView::keyPressEvent(event);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() & Qt::ControlModifier)
        return Q_EMIT transferWanted();
    if (enter && event->modifiers() & Qt::AltModifier)
        return event->ignore();
    if (event->key() == Qt::Key_Backspace)
        return Q_EMIT upWanted();
    if (event->key() == Qt::Key_Delete)
        return Q_EMIT removeWanted();
    if (event == QKeySequence::Cut)
        return Q_EMIT cutWanted();
    if (event == QKeySequence::Copy)
        return Q_EMIT copyWanted();
    if (event == QKeySequence::Paste)
        return Q_EMIT pasteWanted();
    // Where nothing is chosen yet the first step chooses where one is.
    if ((event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) && !event->modifiers() && !selectionModel()->hasSelection() && currentIndex().isValid())
        return selectionModel()->setCurrentIndex(currentIndex(), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    const QString text = event->text();
    if (text == u"/" && m_typed.isEmpty())
        return Q_EMIT filterWanted({});
    const bool printableText = !text.isEmpty() && text[0].isPrint() && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (printableText && (text[0] != u' ' || !m_typed.isEmpty()))
        return keyboardSearch(text);
    QTreeView::keyPressEvent(event);
}

void FileTable::focusInEvent(QFocusEvent *event)
{
    QTreeView::focusInEvent(event);
    Q_EMIT focused();
}

void FileTable::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::BackButton || event->button() == Qt::ForwardButton)
        return event->ignore();
    // Beside the rows: nothing is chosen any more.
    if (event->button() == Qt::LeftButton && !event->modifiers() && !indexAt(event->position().toPoint()).isValid())
        clearSelection();
    QTreeView::mousePressEvent(event);
}

/// What goes with the pointer says what it is and how much of it, instead of a picture of rows.
void FileTable::startDrag(Qt::DropActions actions)
{
    const std::vector<int> rows = chosenRows();
    if (rows.empty())
        return;
    QModelIndexList indexes;
    indexes.reserve(static_cast<qsizetype>(rows.size()));
    for (const int row : rows)
        indexes.append(m_folder.index(row, 0));
    auto *drag = new QDrag(this);
    drag->setMimeData(m_folder.mimeData(indexes));
    const FolderEntry &first = m_folder.entry(rows.front());
    const QString text = rows.size() == 1 ? printable(first.name, 60) : tr("%n item(s)", nullptr, static_cast<int>(rows.size()));
    const QFont font = theme::font(theme::Type::Body);
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(text, Qt::ElideMiddle, 240);
    const QSize size(metrics.horizontalAdvance(shown) + 52, metrics.height() + theme::Gap3);
    QPixmap pixmap(size * devicePixelRatioF());
    pixmap.setDevicePixelRatio(devicePixelRatioF());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme::color(theme::Role::Accent));
    painter.setBrush(theme::color(theme::Role::SurfaceRaised));
    painter.drawRoundedRect(QRectF(QPointF(0, 0), size).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.drawPixmap(QPoint(theme::Gap2, (size.height() - 20) / 2),
                       theme::pixmap(first.kind == FolderEntry::Kind::Folder ? u"folder"_s : u"file"_s, 20, theme::Role::Accent));
    painter.setPen(theme::color(theme::Role::Text));
    painter.setFont(font);
    painter.drawText(QRect(36, 0, size.width() - 40, size.height()), Qt::AlignVCenter, shown);
    painter.end();
    drag->setPixmap(pixmap);
    drag->setHotSpot({-theme::Gap3, -theme::Gap1});
    drag->exec(actions, Qt::CopyAction);
}

void FileTable::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QTreeView::drawRow(painter, option, index);
    if (hasFocus() && index.row() == currentIndex().row() && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setPen(theme::color(theme::Role::Accent));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

} // namespace transom::ui
