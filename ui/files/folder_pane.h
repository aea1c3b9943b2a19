#pragma once

#include "core/base/error.h"
#include "ui/models/folder_model.h"

#include <QPointer>
#include <QTimer>
#include <QTreeView>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMimeData;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace transom::ui {

class Banner;
class Breadcrumb;
class DropOverlay;
class EmptyState;
class FolderSource;
class QuestionBar;

/// The rows of a folder. What is typed goes to the filter.
class FileTable : public QTreeView
{
    Q_OBJECT

public:
    FileTable();

Q_SIGNALS:
    void typed(const QString &text);
    void upWanted();
    void removeWanted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// One side of the Files page: where one is, what is there, and everything that can be done with it there. Takes drops of the other
/// side's things anywhere on itself; the page carries them over.
class FolderPane : public QWidget
{
    Q_OBJECT

public:
    /// `source` must outlive the pane. `name` ("local") begins the object names of the parts.
    FolderPane(FolderSource &source, const QString &name, const QString &title, const QString &rootIcon, const QString &rootText);

    const QString &path() const { return m_path; }
    /// Asks for a folder; the pane shows it when it has come.
    void open(const QString &path);
    /// Again, soon; many calls are one.
    void refresh();
    QStringList selectedPaths() const;
    const FolderModel &model() const { return m_model; }
    FileTable &table() { return *m_table; }
    Banner &banner() { return *m_banner; }
    QuestionBar &question() { return *m_question; }
    /// At the right end of the bottom line, and below the title.
    QHBoxLayout *actions() { return m_actions; }
    QHBoxLayout *titleRow() { return m_titleRow; }

    /// Making, renaming, removing, dropping into it.
    void setWritable(bool writable, const QString &whyNot = {});
    /// Instead of rows, as long as `title` is not empty. Rows that are there stay, greyed, with `keepRows`.
    void setUnavailable(const QString &icon, const QString &title, const QString &text, bool keepRows = false);
    QPushButton *unavailableAction() { return m_emptyAction; }

Q_SIGNALS:
    void selectionChanged();
    /// Files that were activated.
    void transferWanted(const QStringList &paths);
    void dropped(const QStringList &paths, const QString &targetFolder);
    void opened(const QString &path);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeBars(const QString &name, const QString &title);
    void makeTable(const QString &name);
    void makeShortcuts();
    void activate(const QModelIndex &index);
    void newFolder();
    void rename(const QString &from, const QString &to);
    void askToRemove();
    void answered(const QString &id);
    void showState();
    void showMenu(const QPoint &position);
    void showFooter();
    void showHidden(bool show);
    QStringList acceptable(const QMimeData *mime) const;
    QString dropFolder(const QPoint &position, QRect *row = nullptr) const;
    void select(const QString &name);
    std::function<void(Result<void>)> afterwards(const QString &selectName = {});

    FolderSource &m_source;
    FolderModel m_model;
    FolderFilterModel m_filter;
    QString m_path;           ///< of what is shown
    QString m_wantedPath;     ///< of what has been asked for last
    QString m_toSelect;
    QStringList m_toRemove;
    Error m_error;            ///< why the wanted folder is not shown
    int m_listing = 0;        ///< answers to older questions are ignored
    bool m_loading = false;
    bool m_writable = true;
    QString m_whyNotWritable;
    QString m_unavailable;
    bool m_keepRows = false;

    Breadcrumb *m_breadcrumb;
    QHBoxLayout *m_titleRow = nullptr;
    QHBoxLayout *m_actions = nullptr;
    QToolButton *m_up = nullptr;
    QToolButton *m_refresh = nullptr;
    QToolButton *m_newFolder = nullptr;
    QLineEdit *m_search = nullptr;
    QWidget *m_newFolderBar = nullptr;
    QLineEdit *m_newFolderName = nullptr;
    Banner *m_banner;
    QuestionBar *m_question;
    FileTable *m_table;
    EmptyState *m_empty;
    QPushButton *m_emptyAction;
    QStackedWidget *m_stack;
    QWidget *m_card = nullptr;
    QLabel *m_footer;
    DropOverlay *m_overlay;
    QTimer m_refreshTimer;
    QTimer m_slowTimer;       ///< a folder that does not come at once is told about
};

} // namespace transom::ui
