#pragma once

#include <QAbstractTableModel>
#include <QCollator>
#include <QSortFilterProxyModel>
#include <QUrl>

namespace transom::ui {

/// One thing in a folder, on this computer or on the server.
struct FolderEntry
{
    enum class Kind { Folder, File, Link, Other };
    QString name;
    Kind kind = Kind::File;
    qint64 size = 0;
    qint64 modified = 0; ///< milliseconds since 1970; 0: not known

    bool operator==(const FolderEntry &) const = default;
};

/// What the rows of a pane look like as data while they are dragged: paths on the server travel under this type, files of this
/// computer as text/uri-list like everywhere.
inline constexpr auto RemotePathsMimeType = "application/x-transom-remote-paths";

/// The entries of one folder. Renaming in place comes out as `renameRequested`: the model changes only when the folder has.
class FolderModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Size, Modified, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< int, FolderEntry::Kind
        NameRole,                    ///< QString, as it is
        SizeRole,                    ///< qint64
        ModifiedRole,                ///< qint64
        SuffixRole,                  ///< QString, lower case, for the icon
    };

    enum class Side { Local, Remote };

    explicit FolderModel(Side side, QObject *parent = nullptr);

    Side side() const { return m_side; }
    const QString &path() const { return m_path; }
    /// Keeps the rows that are the same, so that selections stay on a refresh of the same folder.
    void setFolder(const QString &path, const QList<FolderEntry> &entries);
    void setRenameAllowed(bool allowed) { m_renameAllowed = allowed; }
    const FolderEntry &entry(int row) const { return m_entries[row]; }
    const QList<FolderEntry> &entries() const { return m_entries; }
    int rowOf(const QString &name) const;
    QString pathOf(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

Q_SIGNALS:
    void renameRequested(const QString &from, const QString &to);

private:
    const Side m_side;
    QString m_path;
    QList<FolderEntry> m_entries;
    bool m_renameAllowed = true;
};

/// Folders first, names as people count ("file 9" before "file 10"), and only what holds the filter's text.
class FolderFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit FolderFilterModel(QObject *parent = nullptr);

    void setFilterText(const QString &text);
    const QString &filterText() const { return m_filter; }
    /// Names that begin with a dot.
    void setShowHidden(bool show);
    bool showsHidden() const { return m_showHidden; }

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QCollator m_collator;
    QString m_filter;
    bool m_showHidden = false;
};

/// "/a/b" and "c" make "/a/b/c".
QString joinPath(const QString &folder, const QString &name);
/// "/a/b" has the parent "/a"; "/" has itself.
QString parentPath(const QString &path);
QString lastComponent(const QString &path);

} // namespace transom::ui
