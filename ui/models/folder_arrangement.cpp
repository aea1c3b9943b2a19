#include "ui/models/folder_arrangement.h"

#include "ui/models/when.h"

#include <QCollator>

#include <algorithm>
#include <numeric>

namespace transom::ui {

namespace {

constexpr std::size_t MostSteps = 200;
/// Clocks and file systems differ: FAT counts in steps of two seconds.
constexpr qint64 SameTimeMs = 2000;

/// What is compared again and again, worked out once for each entry.
struct Keys
{
    std::vector<QCollatorSortKey> names;
    std::vector<QString> texts;    ///< Type only
    std::vector<qint64> numbers;   ///< all but Name and Type
};

Keys keysFor(const QList<FolderEntry> &entries, FolderColumn column)
{
    const QCollator collator = nameCollator();
    Keys keys;
    keys.names.reserve(static_cast<std::size_t>(entries.size()));
    for (const FolderEntry &entry : entries) {
        keys.names.push_back(collator.sortKey(entry.name));
        if (column == FolderColumn::Size)
            keys.numbers.push_back(entry.kind == FolderEntry::Kind::Folder ? 0 : entry.size);
        else if (column == FolderColumn::Modified)
            keys.numbers.push_back(entry.modified);
        else if (column == FolderColumn::Permissions)
            keys.numbers.push_back(entry.mode);
        else if (column == FolderColumn::Type)
            keys.texts.push_back(suffixOf(entry.name));
    }
    return keys;
}

std::vector<int> sortedRows(const QList<FolderEntry> &entries, const FolderOrder &order)
{
    const Keys keys = keysFor(entries, order.column);
    std::vector<int> rows(static_cast<std::size_t>(entries.size()));
    std::iota(rows.begin(), rows.end(), 0);
    std::sort(rows.begin(), rows.end(), [&](int left, int right) {
        const FolderEntry &a = entries[left];
        const FolderEntry &b = entries[right];
        const bool aFolder = a.kind == FolderEntry::Kind::Folder;
        if (aFolder != (b.kind == FolderEntry::Kind::Folder))
            return aFolder;
        const auto l = static_cast<std::size_t>(left);
        const auto r = static_cast<std::size_t>(right);
        if (!keys.numbers.empty() && keys.numbers[l] != keys.numbers[r])
            return order.descending ? keys.numbers[l] > keys.numbers[r] : keys.numbers[l] < keys.numbers[r];
        if (!keys.texts.empty() && keys.texts[l] != keys.texts[r])
            return order.descending ? keys.texts[l] > keys.texts[r] : keys.texts[l] < keys.texts[r];
        int by = keys.names[l].compare(keys.names[r]);
        if (by == 0)
            by = a.name.compare(b.name);
        return order.descending && order.column == FolderColumn::Name ? by > 0 : by < 0;
    });
    return rows;
}

Mark compare(const FolderEntry &here, const FolderListing &other)
{
    const auto found = other.byName.constFind(here.name);
    if (found == other.byName.cend())
        return Mark::OnlyHere;
    const FolderEntry &there = other.entries[*found];
    if (here.kind != there.kind)
        return Mark::Different;
    if (here.kind != FolderEntry::Kind::File)
        return Mark::None;
    if (here.modified > 0 && there.modified > 0 && std::abs(here.modified - there.modified) > SameTimeMs)
        return here.modified > there.modified ? Mark::Newer : Mark::Older;
    return here.size == there.size ? Mark::None : Mark::Different;
}

} // namespace

QString joinPath(const QString &folder, const QString &name)
{
    return folder.endsWith(u'/') ? folder + name : folder + u'/' + name;
}

QString parentPath(const QString &path)
{
    const qsizetype slash = path.lastIndexOf(u'/', path.size() > 1 && path.endsWith(u'/') ? -2 : -1);
    return slash <= 0 ? QStringLiteral("/") : path.left(slash);
}

QString lastComponent(const QString &path)
{
    return path.section(u'/', -1, -1, QString::SectionSkipEmpty);
}

QString modeText(int mode)
{
    if (mode < 0)
        return {};
    QString text(9, u'-');
    for (int bit = 0; bit < 9; ++bit) {
        if (mode & (0400 >> bit))
            text[bit] = QLatin1Char("rwx"[bit % 3]);
    }
    return text;
}

QString suffixOf(const QString &name)
{
    const qsizetype dot = name.lastIndexOf(u'.');
    return dot > 0 ? name.mid(dot + 1).toLower() : QString();
}

FolderListingPtr makeListing(const QString &path, const QList<QList<FolderEntry>> &pages)
{
    auto listing = std::make_shared<FolderListing>();
    listing->path = path;
    qsizetype count = 0;
    for (const auto &page : pages)
        count += page.size();
    listing->entries.reserve(count);
    listing->byName.reserve(count);
    for (const auto &page : pages) {
        for (const FolderEntry &entry : page) {
            // A name that comes twice would be two rows that nobody could tell apart.
            if (listing->byName.contains(entry.name))
                continue;
            listing->byName.insert(entry.name, static_cast<int>(listing->entries.size()));
            listing->entries.append(entry);
        }
    }
    return listing;
}

FolderArrangementPtr arrange(const FolderListingPtr &listing, const FolderOrder &order, const FolderFilter &filter, const FolderArrangementPtr &before)
{
    auto made = std::make_shared<FolderArrangement>();
    made->listing = listing;
    made->order = order;
    if (before && before->listing == listing && before->order == order)
        made->sorted = before->sorted;
    else
        made->sorted = std::make_shared<const std::vector<int>>(sortedRows(listing->entries, order));
    const auto count = static_cast<std::size_t>(listing->entries.size());
    made->rowOf.assign(count, -1);
    made->rows.reserve(count);
    if (filter.other)
        made->marks.assign(count, Mark::None);
    for (const int each : *made->sorted) {
        const FolderEntry &entry = listing->entries[each];
        if (filter.other)
            made->marks[static_cast<std::size_t>(each)] = compare(entry, *filter.other);
        const bool dotted = entry.name.startsWith(u'.');
        made->hasHidden = made->hasHidden || dotted;
        if ((dotted && !filter.hidden) || (!filter.text.isEmpty() && !entry.name.contains(filter.text, Qt::CaseInsensitive)))
            continue;
        if (filter.onlyMarked && filter.other && made->marks[static_cast<std::size_t>(each)] == Mark::None)
            continue;
        made->rowOf[static_cast<std::size_t>(each)] = static_cast<int>(made->rows.size());
        made->rows.push_back(each);
    }
    return made;
}

std::optional<FolderSteps> stepsBetween(const FolderArrangement &from, const FolderArrangement &to)
{
    FolderSteps steps;
    std::vector<bool> kept(to.rows.size(), false);
    int last = -1;
    for (std::size_t row = 0; row < from.rows.size(); ++row) {
        const FolderEntry &entry = from.listing->entries[from.rows[row]];
        const auto found = to.listing->byName.constFind(entry.name);
        const int now = found == to.listing->byName.cend() ? -1 : to.rowOf[static_cast<std::size_t>(*found)];
        if (now < 0) {
            steps.removed.push_back(static_cast<int>(row));
            if (steps.removed.size() > MostSteps)
                return std::nullopt;
            continue;
        }
        if (now < last)
            return std::nullopt;
        last = now;
        kept[static_cast<std::size_t>(now)] = true;
        const Mark before = from.marks.empty() ? Mark::None : from.marks[static_cast<std::size_t>(from.rows[row])];
        const Mark after = to.marks.empty() ? Mark::None : to.marks[static_cast<std::size_t>(*found)];
        if (before != after || to.listing->entries[*found] != entry)
            steps.changed.push_back(now);
    }
    for (std::size_t row = 0; row < to.rows.size(); ++row) {
        if (!kept[row])
            steps.inserted.push_back(static_cast<int>(row));
        if (steps.inserted.size() + steps.removed.size() > MostSteps)
            return std::nullopt;
    }
    std::reverse(steps.removed.begin(), steps.removed.end());
    return steps;
}

} // namespace transom::ui
