#pragma once

#include "core/base/strand.h"
#include "ui/models/folder_arrangement.h"

#include <QAbstractTableModel>
#include <QSet>

#include <atomic>

namespace transom::ui {

/// The entries of one folder as rows: those that the filter lets through, in order. Small folders are arranged at once, large ones on
/// the pool: the rows in sight stay until the new ones are ready. Renaming in place comes out as `renameRequested`: the model changes
/// only when the folder has.
class FolderModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Size, Modified, Type, Permissions, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< int, FolderEntry::Kind
        NameRole,                    ///< QString, as it is
        SizeRole,                    ///< qint64
        ModifiedRole,                ///< qint64
        SuffixRole,                  ///< QString, lower case, for the icon
        LinkRole,                    ///< bool
        MarkRole,                    ///< int, Mark
        UnfitRole,                   ///< bool: the name cannot exist on the other side
        CutRole,                     ///< bool: waits to be moved elsewhere
    };

    enum class Side { Local, Remote };

    /// Up to so many entries are arranged at once.
    static constexpr qsizetype AtOnce = 500;

    explicit FolderModel(Side side, QObject *parent = nullptr);
    ~FolderModel() override;

    Side side() const { return m_side; }
    /// Of the rows in sight.
    QString path() const { return m_now->listing->path; }
    const FolderListingPtr &listing() const { return m_now->listing; }
    /// Keeps the rows that are the same where that is possible, so that selections stay on a refresh of the same folder. `arranged` is
    /// emitted when it is in sight, which may be before this returns.
    void setFolder(const QString &path, const QList<FolderEntry> &entries) { setPages(path, {entries}); }
    void setPages(const QString &path, const QList<QList<FolderEntry>> &pages);
    void setRenameAllowed(bool allowed) { m_renameAllowed = allowed; }

    void sort(int column, Qt::SortOrder order) override;
    void setFilterText(const QString &text);
    void setShowHidden(bool show);
    bool showsHidden() const { return m_filter.hidden; }
    /// Marks what is otherwise on the other side; null: no marks.
    void compareWith(const FolderListingPtr &other, bool onlyMarked);
    /// These names are drawn as going.
    void setCut(const QSet<QString> &names);
    bool hasCut() const { return !m_cut.isEmpty(); }

    const FolderEntry &entry(int row) const { return m_now->listing->entries[m_rows[static_cast<std::size_t>(row)]]; }
    /// Everything that is there, in sight or not.
    const QList<FolderEntry> &entries() const { return m_now->listing->entries; }
    bool hasHidden() const { return m_now->hasHidden; }
    /// In sight or not; nullptr where there is none.
    const FolderEntry *find(const QString &name) const;
    /// -1 where it is not in sight.
    int rowOf(const QString &name) const;
    /// The next row from `from` on, round the end, whose name begins so; -1 where there is none.
    int rowBeginning(const QString &text, int from) const;
    QString pathOf(int row) const;
    Mark markOf(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction | Qt::MoveAction; }

Q_SIGNALS:
    void renameRequested(const QString &from, const QString &to);
    /// The rows are about to begin anew though the folder is the same: whoever has chosen some remembers them by name.
    void aboutToRearrange();
    /// What is in sight is as it should be, after whatever has changed.
    void arranged();

private:
    struct Made
    {
        FolderArrangementPtr arrangement;
        std::optional<FolderSteps> steps;
    };

    void rearrange();
    void show(Made made);
    void walk(const FolderArrangementPtr &next, const FolderSteps &steps);
    void nameChanged(int row);
    QString toolTip(const FolderEntry &entry, int column, Mark mark) const;

    const Side m_side;
    FolderArrangementPtr m_now;
    std::vector<int> m_rows;               ///< into the entries; m_now's, except in the middle of a change
    FolderOrder m_order;
    FolderFilter m_filter;
    QSet<QString> m_cut;
    bool m_renameAllowed = true;
    std::optional<QList<QList<FolderEntry>>> m_pages; ///< what has come and is not yet in sight
    QString m_pagesPath;
    int m_asked = 0;                       ///< answers to older questions are dropped
    std::shared_ptr<std::atomic<int>> m_latest;
    Strand m_pool;
};

} // namespace transom::ui
