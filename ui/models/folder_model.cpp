#include "ui/models/folder_model.h"

#include "core/base/text.h"
#include "core/files/file_names.h"
#include "ui/models/when.h"

#include <QDateTime>
#include <QLocale>
#include <QMimeData>
#include <QUrl>

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

QString typeText(const FolderEntry &entry)
{
    const QString suffix = entry.kind == FolderEntry::Kind::File ? suffixOf(entry.name) : QString();
    return suffix.isEmpty() || suffix.size() > 8 ? kindText(entry) : printable(suffix.toUpper(), 20);
}

QString markText(Mark mark)
{
    switch (mark) {
    case Mark::None:
        return {};
    case Mark::OnlyHere:
        return FolderModel::tr("Only on this side");
    case Mark::Newer:
        return FolderModel::tr("Newer than on the other side");
    case Mark::Older:
        return FolderModel::tr("Older than on the other side");
    case Mark::Different:
        return FolderModel::tr("Not the same as on the other side");
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

FolderModel::FolderModel(Side side, QObject *parent)
    : QAbstractTableModel(parent)
    , m_side(side)
    , m_now(arrange(makeListing({}, {}), {}, {}, nullptr))
    , m_latest(std::make_shared<std::atomic<int>>(0))
{}

FolderModel::~FolderModel()
{
    m_latest->store(-1);
}

void FolderModel::setPages(const QString &path, const QList<QList<FolderEntry>> &pages)
{
    m_pages = pages;
    m_pagesPath = path;
    rearrange();
}

void FolderModel::sort(int column, Qt::SortOrder order)
{
    const FolderOrder wanted{static_cast<FolderColumn>(std::clamp<int>(column, 0, ColumnCount - 1)), order == Qt::DescendingOrder};
    if (wanted == m_order)
        return;
    m_order = wanted;
    rearrange();
}

void FolderModel::setFilterText(const QString &text)
{
    if (std::exchange(m_filter.text, text) != text)
        rearrange();
}

void FolderModel::setShowHidden(bool show)
{
    if (std::exchange(m_filter.hidden, show) != show)
        rearrange();
}

void FolderModel::compareWith(const FolderListingPtr &other, bool onlyMarked)
{
    const bool narrowed = std::exchange(m_filter.onlyMarked, onlyMarked) != onlyMarked;
    if (std::exchange(m_filter.other, other) != other || narrowed)
        rearrange();
}

/// Everything is taken along to where it is worked on; the model itself is not touched from there.
void FolderModel::rearrange()
{
    const int asked = ++m_asked;
    m_latest->store(asked);
    qsizetype count = m_pages ? 0 : m_now->listing->entries.size();
    if (m_pages) {
        for (const auto &page : std::as_const(*m_pages))
            count += page.size();
    }
    auto work = [pages = m_pages, path = m_pagesPath, now = m_now, order = m_order, filter = m_filter, latest = m_latest, asked]() -> Made {
        if (latest->load() != asked)
            return {};
        Made made;
        const FolderListingPtr listing = pages ? makeListing(path, *pages) : now->listing;
        made.arrangement = arrange(listing, order, filter, now);
        if (listing->path == now->listing->path)
            made.steps = stepsBetween(*now, *made.arrangement);
        return made;
    };
    if (std::max(count, m_now->listing->entries.size()) <= AtOnce)
        return show(work());
    m_pool.run(std::move(work), this, [this, asked](Made made) {
        if (asked == m_asked && made.arrangement)
            show(std::move(made));
    });
}

void FolderModel::show(Made made)
{
    m_pages.reset();
    FolderArrangementPtr before = m_now;
    if (made.steps) {
        walk(made.arrangement, *made.steps);
    } else {
        if (made.arrangement->listing->path == before->listing->path)
            Q_EMIT aboutToRearrange();
        beginResetModel();
        m_now = std::move(made.arrangement);
        m_rows = m_now->rows;
        endResetModel();
    }
    // A hundred thousand names take their time to go, too.
    if (before->listing->entries.size() > AtOnce)
        m_pool.post([before = std::move(before)] {});
    Q_EMIT arranged();
}

/// From the rows of now to the next ones, step by step: what views have open, chosen and in sight stays.
void FolderModel::walk(const FolderArrangementPtr &next, const FolderSteps &steps)
{
    for (const int row : steps.removed) {
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    // The same names at the same places, out of the new listing.
    std::vector<int> rows;
    rows.reserve(next->rows.size());
    auto inserted = steps.inserted.cbegin();
    for (std::size_t row = 0; row < next->rows.size(); ++row) {
        if (inserted != steps.inserted.cend() && *inserted == static_cast<int>(row))
            ++inserted;
        else
            rows.push_back(next->rows[row]);
    }
    m_now = next;
    m_rows = std::move(rows);
    for (const int row : steps.inserted) {
        beginInsertRows({}, row, row);
        m_rows.insert(m_rows.begin() + row, next->rows[static_cast<std::size_t>(row)]);
        endInsertRows();
    }
    for (std::size_t i = 0; i < steps.changed.size();) {
        std::size_t end = i + 1;
        while (end < steps.changed.size() && steps.changed[end] == steps.changed[end - 1] + 1)
            ++end;
        Q_EMIT dataChanged(index(steps.changed[i], 0), index(steps.changed[end - 1], ColumnCount - 1));
        i = end;
    }
}

void FolderModel::setCut(const QSet<QString> &names)
{
    const QSet<QString> before = std::exchange(m_cut, names);
    for (const QString &name : before + names)
        nameChanged(rowOf(name));
}

void FolderModel::nameChanged(int row)
{
    if (row >= 0)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

const FolderEntry *FolderModel::find(const QString &name) const
{
    const auto found = m_now->listing->byName.constFind(name);
    return found == m_now->listing->byName.cend() ? nullptr : &m_now->listing->entries[*found];
}

int FolderModel::rowOf(const QString &name) const
{
    const auto found = m_now->listing->byName.constFind(name);
    return found == m_now->listing->byName.cend() ? -1 : m_now->rowOf[static_cast<std::size_t>(*found)];
}

int FolderModel::rowBeginning(const QString &text, int from) const
{
    const int count = rowCount();
    for (int i = 0; i < count; ++i) {
        const int row = (std::max(0, from) + i) % count;
        if (entry(row).name.startsWith(text, Qt::CaseInsensitive))
            return row;
    }
    return -1;
}

QString FolderModel::pathOf(int row) const
{
    return joinPath(path(), entry(row).name);
}

Mark FolderModel::markOf(int row) const
{
    return m_now->marks.empty() ? Mark::None : m_now->marks[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(row)])];
}

int FolderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FolderModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString FolderModel::toolTip(const FolderEntry &entry, int column, Mark mark) const
{
    if (column == Size)
        return entry.kind == FolderEntry::Kind::File ? tr("%L1 bytes").arg(entry.size) : QString();
    if (column == Modified)
        return entry.modified > 0 ? QLocale().toString(QDateTime::fromMSecsSinceEpoch(entry.modified), QLocale::LongFormat) : QString();
    if (column == Permissions)
        return entry.mode >= 0 ? u"%1 (%2)"_s.arg(modeText(entry.mode), QString::number(entry.mode, 8).rightJustified(3, u'0')) : QString();
    if (column != Name)
        return {};
    QString text = printable(entry.name, 500);
    if (m_side == Side::Local && !files::validName(entry.name))
        text += u'\n' + tr("This name cannot exist on the server. Rename it before it goes there.");
    if (mark != Mark::None)
        text += u'\n' + markText(mark);
    return text;
}

QVariant FolderModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const FolderEntry &entry = this->entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Name:
            return printable(entry.name, 500);
        case Size:
            return entry.kind == FolderEntry::Kind::File ? formatBytes(entry.size) : QString();
        case Modified:
            return shortTime(entry.modified);
        case Type:
            return typeText(entry);
        case Permissions:
            return modeText(entry.mode);
        default:
            return {};
        }
    case Qt::EditRole:
        return entry.name;
    case Qt::TextAlignmentRole:
        return index.column() == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return toolTip(entry, index.column(), markOf(index.row()));
    case Qt::AccessibleTextRole: {
        if (index.column() != Name)
            return data(index, Qt::DisplayRole);
        QStringList parts{printable(entry.name, 500), kindText(entry)};
        if (const Mark mark = markOf(index.row()); mark != Mark::None)
            parts.append(markText(mark));
        return parts.join(u", "_s);
    }
    case KindRole:
        return static_cast<int>(entry.kind);
    case NameRole:
        return entry.name;
    case SizeRole:
        return entry.size;
    case ModifiedRole:
        return entry.modified;
    case SuffixRole:
        return suffixOf(entry.name);
    case LinkRole:
        return entry.link;
    case MarkRole:
        return static_cast<int>(markOf(index.row()));
    case UnfitRole:
        return m_side == Side::Local && !files::validName(entry.name);
    case CutRole:
        return m_cut.contains(entry.name);
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
    case Type:
        return tr("Type");
    case Permissions:
        return tr("Permissions");
    default:
        return {};
    }
}

bool FolderModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || index.column() != Name)
        return false;
    const QString to = value.toString();
    const QString &from = entry(index.row()).name;
    if (to.isEmpty() || to == from)
        return false;
    Q_EMIT renameRequested(from, to);
    return true;
}

Qt::ItemFlags FolderModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    // ItemNeverHasChildren also spares the view a question for each row when it lays out a large folder.
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
    if (index.column() == Name && m_renameAllowed)
        flags |= Qt::ItemIsEditable;
    if (entry(index.row()).kind == FolderEntry::Kind::Folder)
        flags |= Qt::ItemIsDropEnabled;
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

} // namespace transom::ui
