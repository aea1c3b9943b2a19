#include "ui/models/folder_model.h"

#include "core/base/text.h"
#include "ui/models/when.h"

#include <QDateTime>
#include <QLocale>
#include <QMimeData>

#include <algorithm>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

QString kindText(const FolderEntry &entry)
{
    switch (entry.kind) {
    case FolderEntry::Kind::Folder:
        return FolderModel::tr("folder");
    case FolderEntry::Kind::File:
        return FolderModel::tr("file");
    case FolderEntry::Kind::Link:
        return FolderModel::tr("link");
    case FolderEntry::Kind::Other:
        return FolderModel::tr("special file");
    }
    return {};
}

QString shortTime(qint64 ms)
{
    if (ms <= 0)
        return {};
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms);
    const QDate today = QDate::currentDate();
    if (time.date() == today)
        return FolderModel::tr("Today %1").arg(clockTime(ms));
    if (time.date() == today.addDays(-1))
        return FolderModel::tr("Yesterday %1").arg(clockTime(ms));
    return time.toString(u"yyyy-MM-dd HH:mm"_s);
}

} // namespace

QString joinPath(const QString &folder, const QString &name)
{
    return folder.endsWith(u'/') ? folder + name : folder + u'/' + name;
}

QString parentPath(const QString &path)
{
    const qsizetype slash = path.lastIndexOf(u'/', path.size() > 1 && path.endsWith(u'/') ? -2 : -1);
    return slash <= 0 ? u"/"_s : path.left(slash);
}

QString lastComponent(const QString &path)
{
    return path.section(u'/', -1, -1, QString::SectionSkipEmpty);
}

FolderModel::FolderModel(Side side, QObject *parent)
    : QAbstractTableModel(parent)
    , m_side(side)
{}

void FolderModel::setFolder(const QString &path, const QList<FolderEntry> &entries)
{
    if (path != m_path) {
        beginResetModel();
        m_path = path;
        m_entries = entries;
        endResetModel();
        return;
    }
    QHash<QString, FolderEntry> wanted;
    wanted.reserve(entries.size());
    for (const FolderEntry &entry : entries)
        wanted.insert(entry.name, entry);
    for (int row = static_cast<int>(m_entries.size()) - 1; row >= 0; --row) {
        const auto found = wanted.constFind(m_entries[row].name);
        if (found == wanted.cend()) {
            beginRemoveRows({}, row, row);
            m_entries.remove(row);
            endRemoveRows();
            continue;
        }
        if (*found != m_entries[row]) {
            m_entries[row] = *found;
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
        wanted.erase(found);
    }
    if (wanted.isEmpty())
        return;
    const int first = static_cast<int>(m_entries.size());
    beginInsertRows({}, first, first + static_cast<int>(wanted.size()) - 1);
    m_entries.append(wanted.values());
    endInsertRows();
}

int FolderModel::rowOf(const QString &name) const
{
    for (int row = 0; row < m_entries.size(); ++row) {
        if (m_entries[row].name == name)
            return row;
    }
    return -1;
}

QString FolderModel::pathOf(int row) const
{
    return joinPath(m_path, m_entries[row].name);
}

int FolderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int FolderModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FolderModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const FolderEntry &entry = m_entries[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Name:
            return printable(entry.name, 500);
        case Size:
            return entry.kind == FolderEntry::Kind::File ? formatBytes(entry.size) : QString();
        case Modified:
            return shortTime(entry.modified);
        default:
            return {};
        }
    case Qt::EditRole:
        return entry.name;
    case Qt::TextAlignmentRole:
        return index.column() == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (index.column() == Size && entry.kind == FolderEntry::Kind::File)
            return tr("%L1 bytes").arg(entry.size);
        if (index.column() == Modified && entry.modified > 0)
            return QLocale().toString(QDateTime::fromMSecsSinceEpoch(entry.modified), QLocale::LongFormat);
        return index.column() == Name ? printable(entry.name, 500) : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Name ? QVariant(tr("%1, %2").arg(printable(entry.name, 500), kindText(entry))) : data(index, Qt::DisplayRole);
    case KindRole:
        return static_cast<int>(entry.kind);
    case NameRole:
        return entry.name;
    case SizeRole:
        return entry.size;
    case ModifiedRole:
        return entry.modified;
    case SuffixRole: {
        const qsizetype dot = entry.name.lastIndexOf(u'.');
        return dot > 0 ? entry.name.mid(dot + 1).toLower() : QString();
    }
    default:
        return {};
    }
}

QVariant FolderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Size:
        return tr("Size");
    case Modified:
        return tr("Modified");
    default:
        return {};
    }
}

bool FolderModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || index.column() != Name)
        return false;
    const QString to = value.toString();
    const QString &from = m_entries[index.row()].name;
    if (to.isEmpty() || to == from)
        return false;
    Q_EMIT renameRequested(from, to);
    return true;
}

Qt::ItemFlags FolderModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled;
    const FolderEntry &entry = m_entries[index.row()];
    if (index.column() == Name && m_renameAllowed)
        flags |= Qt::ItemIsEditable;
    if (entry.kind == FolderEntry::Kind::Folder)
        flags |= Qt::ItemIsDropEnabled;
    else
        flags |= Qt::ItemNeverHasChildren;
    return flags;
}

QStringList FolderModel::mimeTypes() const
{
    return {m_side == Side::Local ? u"text/uri-list"_s : QString::fromLatin1(RemotePathsMimeType)};
}

QMimeData *FolderModel::mimeData(const QModelIndexList &indexes) const
{
    QStringList paths;
    for (const QModelIndex &index : indexes) {
        if (index.column() == Name)
            paths.append(pathOf(index.row()));
    }
    if (paths.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    if (m_side == Side::Remote) {
        data->setData(QString::fromLatin1(RemotePathsMimeType), paths.join(QChar(0)).toUtf8());
    } else {
        QList<QUrl> urls;
        for (const QString &path : std::as_const(paths))
            urls.append(QUrl::fromLocalFile(path));
        data->setUrls(urls);
    }
    return data;
}

FolderFilterModel::FolderFilterModel(QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_collator(nameCollator())
{
    setDynamicSortFilter(true);
}

void FolderFilterModel::setFilterText(const QString &text)
{
    m_filter = text;
    invalidateFilter();
}

bool FolderFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto *model = static_cast<const FolderModel *>(sourceModel());
    const FolderEntry &a = model->entry(left.row());
    const FolderEntry &b = model->entry(right.row());
    // Folders stay on top whichever way the column is sorted.
    const bool aFolder = a.kind == FolderEntry::Kind::Folder;
    const bool bFolder = b.kind == FolderEntry::Kind::Folder;
    if (aFolder != bFolder)
        return sortOrder() == Qt::AscendingOrder ? aFolder : bFolder;
    if (left.column() == FolderModel::Size && a.size != b.size && !aFolder)
        return a.size < b.size;
    if (left.column() == FolderModel::Modified && a.modified != b.modified)
        return a.modified < b.modified;
    const int order = m_collator.compare(a.name, b.name);
    return order != 0 ? order < 0 : a.name < b.name;
}

void FolderFilterModel::setShowHidden(bool show)
{
    m_showHidden = show;
    invalidateFilter();
}

bool FolderFilterModel::filterAcceptsRow(int row, const QModelIndex &) const
{
    const QString &name = static_cast<const FolderModel *>(sourceModel())->entry(row).name;
    if (!m_showHidden && name.startsWith(u'.'))
        return false;
    return m_filter.isEmpty() || name.contains(m_filter, Qt::CaseInsensitive);
}

} // namespace transom::ui
