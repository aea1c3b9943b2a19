#pragma once

#include "ui/models/folder_entry.h"

#include <QHash>
#include <QList>

#include <memory>
#include <optional>
#include <vector>

/// How a folder's entries become rows. Everything here is immutable once made and pure: a folder of 100,000 is sorted on the pool while
/// the window goes on. Any thread.
namespace transom::ui {

enum class FolderColumn { Name, Size, Modified, Type, Permissions };

/// What a folder holds, in the order in which it came.
struct FolderListing
{
    QString path;
    QList<FolderEntry> entries;
    QHash<QString, int> byName;
};
using FolderListingPtr = std::shared_ptr<const FolderListing>;

FolderListingPtr makeListing(const QString &path, const QList<QList<FolderEntry>> &pages);

/// What comparing with the folder on the other side says about an entry.
enum class Mark : quint8 { None, OnlyHere, Newer, Older, Different };

struct FolderOrder
{
    FolderColumn column = FolderColumn::Name;
    bool descending = false;

    bool operator==(const FolderOrder &) const = default;
};

struct FolderFilter
{
    QString text;           ///< names hold it, in whatever case
    bool hidden = false;    ///< names that begin with a dot, too
    FolderListingPtr other; ///< what to compare with; null: nothing
    bool onlyMarked = false;
};

struct FolderArrangement
{
    FolderListingPtr listing;
    FolderOrder order;
    std::shared_ptr<const std::vector<int>> sorted; ///< all entries in order
    std::vector<int> rows;                          ///< the entries in sight
    std::vector<int> rowOf;                         ///< by entry; -1: out of sight
    std::vector<Mark> marks;                        ///< by entry; empty where nothing is compared
    bool hasHidden = false;
};
using FolderArrangementPtr = std::shared_ptr<const FolderArrangement>;

/// Folders first whichever way the column is sorted, names as people count ("file 9" before "file 10"). `before`: an arrangement of the
/// same listing spares the sorting if the order is the same; may be null.
FolderArrangementPtr arrange(const FolderListingPtr &listing, const FolderOrder &order, const FolderFilter &filter, const FolderArrangementPtr &before);

/// The steps from one arrangement of a folder to the next, so that a view can keep its place.
struct FolderSteps
{
    std::vector<int> removed;  ///< rows of the old one, last first
    std::vector<int> inserted; ///< rows of the new one, first first
    std::vector<int> changed;  ///< rows of the new one
};
/// Nothing where there are so many, or rows that have changed places, that beginning anew is better.
std::optional<FolderSteps> stepsBetween(const FolderArrangement &from, const FolderArrangement &to);

/// "tar.gz" has the suffix "gz"; ".profile" has none. Lower case.
QString suffixOf(const QString &name);

} // namespace transom::ui
