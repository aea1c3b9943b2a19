#pragma once

#include "core/base/error.h"
#include "ui/models/folder_model.h"

#include <QStackedWidget>
#include <QTreeView>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace transom::ui {

class Banner;
class ElidedLabel;
class EmptyState;

/// A table of files into which others can be dropped.
class FileTable : public QTreeView
{
    Q_OBJECT

public:
    FileTable();
    /// Which kind of drag is taken: paths of the server, or files of this computer.
    void setAcceptedMimeType(const QString &type) { m_accepted = type; }

Q_SIGNALS:
    void dropped(const QMimeData *data);

private:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

    QString m_accepted;
    bool m_hovered = false;
};

/// One side of the Files page: where one is, what is there, and what can be done with it. Whoever owns the pane does it.
class FolderPane : public QWidget
{
    Q_OBJECT

public:
    FolderPane(FolderModel::Side side, const QString &title);

    FolderModel &model() { return m_model; }
    FileTable &table() { return *m_table; }
    QHBoxLayout *actions() { return m_actions; }
    QStringList selectedPaths() const;
    void setPath(const QString &path, const QList<FolderEntry> &entries);
    void showLoading();
    void showError(const Error &error);
    void showBanner(const QString &text, const QString &action);
    void showNothing(const QString &icon, const QString &title, const QString &text);
    void setFooter(const QString &text);
    void askForFolder();

Q_SIGNALS:
    void pathWanted(const QString &path);
    void refreshWanted();
    void folderWanted(const QString &name);
    void renameWanted(const QString &from, const QString &to);
    void removeWanted(const QStringList &paths);
    void transferWanted(const QStringList &paths);
    void dropped(const QMimeData *data);
    void selectionChanged();
    void bannerTriggered();

private:
    void activate(const QModelIndex &index);
    void askToRemove();

    FolderModel m_model;
    FolderFilterModel m_filter;
    QLineEdit *m_path;
    QLineEdit *m_search;
    FileTable *m_table;
    Banner *m_banner;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QLabel *m_footer;
    QHBoxLayout *m_actions;
    QWidget *m_newFolder;
    QLineEdit *m_newFolderName;
    QStringList m_toRemove;
};

} // namespace transom::ui
