#pragma once

#include "core/base/error.h"
#include "ui/files/file_things.h"
#include "ui/files/folder_history.h"
#include "ui/files/folder_source.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <functional>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QMimeData;
class QPushButton;
class QStackedWidget;

namespace transom::ui {

class Banner;
class DropOverlay;
class ElidedLabel;
class EmptyState;
class FileTable;
class FolderMeasure;
class FolderSource;
class PathBar;
class QuestionBar;
class WorkBar;

/// One side of the Files page: where one is, what is there, and everything that can be done with it there. What goes to or comes from
/// the other side, or is brought by drag or clipboard, the page carries.
class FolderPane : public QWidget
{
    Q_OBJECT

public:
    enum class Way { Go, Back, Forward, Follow };

    /// `source` must outlive the pane. `name` ("local") begins the object names of the parts.
    FolderPane(FolderSource &source, const QString &name, const QString &title, const QString &rootIcon, const QString &rootText);
    ~FolderPane() override;

    const QString &path() const { return m_path; }
    /// Asks for a folder; the pane shows it when it has come, a large one as it comes.
    void open(const QString &path) { go(path, Way::Go); }
    /// The same because the other side has moved: `entered` says so.
    void follow(const QString &path) { go(path, Way::Follow); }
    void back();
    void forward();
    void up();
    /// Again, soon; many calls are one. What is being typed or dragged is not disturbed.
    void refresh();
    /// Forgets where one has been.
    void forgetWay() { m_history.clear(); }
    /// What to do instead when the next folder that is asked for cannot be opened.
    void fallBackTo(const QString &path) { m_fallback = path; }
    QStringList selectedPaths() const;
    bool hasSelection() const;
    /// The names that are chosen when the folder is next looked at.
    void chooseNext(const QStringList &names) { m_toChoose = names; }
    bool isLoading() const { return m_loading; }
    const FolderModel &model() const { return m_model; }
    FolderModel &model() { return m_model; }
    FolderModel::Side side() const { return m_model.side(); }
    FolderSource &source() const { return m_source; }
    FileTable &table() { return *m_table; }
    /// The rows, or what stands in their place: the keys of the pane work in both.
    void takeFocus(Qt::FocusReason reason = Qt::OtherFocusReason);
    Banner &banner() { return *m_banner; }
    QuestionBar &question() { return *m_question; }
    WorkBar &work() { return *m_work; }
    /// At the right end of the bottom line, and of the title.
    QHBoxLayout *actions() { return m_actions; }
    QHBoxLayout *titleRow() { return m_titleRow; }

    /// Making, renaming, removing, dropping into it.
    void setWritable(bool writable, const QString &whyNot = {});
    bool isWritable() const { return m_writable && m_unavailable.isEmpty(); }
    /// Instead of rows, as long as `title` is not empty. Rows that are there stay, greyed, with `keepRows`.
    void setUnavailable(const QString &icon, const QString &title, const QString &text, bool keepRows = false);
    QPushButton *unavailableAction() { return m_emptyAction; }
    /// Whose files these are, for what is cut and copied here.
    void setAccount(const QString &account) { m_account = account; }
    void showHidden(bool show);

Q_SIGNALS:
    void selectionChanged();
    /// To the other side: files that were activated, or what is chosen.
    void transferWanted(const QStringList &paths);
    void downloadToWanted(const QStringList &paths);
    /// Dropped or pasted here.
    void brought(const transom::ui::FileThings &things, const QString &folder);
    void entered(const QString &path, transom::ui::FolderPane::Way way);
    /// Something was made, renamed or removed here.
    void changed();
    void hiddenShown(bool shown);
    void propertiesWanted();
    void focused();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    // folder_pane.cpp
    void makeBars(const QString &name, const QString &title);
    void layOut();
    void makeShortcuts();
    void go(const QString &path, Way way);
    void came(const QList<FolderEntry> &entries);
    void ended(const Result<void> &result);
    void arranged();
    void activate(const QModelIndex &index);
    // folder_pane_state.cpp
    void showState();
    void stopLoading();
    void step(int steps, Way way);
    void turnTo(QWidget *shown);
    void showNothing();
    void showFooter();
    // folder_pane_actions.cpp
    void makeTableActions();
    void startNewFolder();
    void makeFolder();
    void rename(const QString &from, const QString &to);
    void askToRemove();
    void askRemoval();
    void answered(const QString &id);
    void undo();
    void showRemoved(const QStringList &asked, const FolderSource::Removal &removal);
    QStringList addressesOf(const QStringList &paths) const;
    void toClipboard(bool move);
    void paste();
    FileThings pasteable() const;
    void showMenu(const QPoint &position);
    void addItemActions(QMenu &menu, const QStringList &paths);
    std::function<void(Result<void>)> afterwards(const QString &selectName = {});
    // folder_pane_drops.cpp
    FileThings droppable(const QDropEvent &event, const QString &folder) const;
    QString dropFolder(const QPoint &position, QRect *row = nullptr) const;
    QString dropText(const FileThings &things, const QString &folder) const;

    FolderSource &m_source;
    FolderModel m_model;
    FolderHistory m_history;
    QString m_path;           ///< of what is shown
    QString m_wantedPath;     ///< of what has been asked for last
    Way m_way = Way::Go;
    QString m_fallback;
    QStringList m_toChoose;
    FolderSource::Undo m_undo; ///< of the last removal, while the banner offers it
    QStringList m_toRemove;
    Error m_error;            ///< why the wanted folder is not shown
    int m_listing = 0;        ///< answers to older questions are ignored
    std::function<void()> m_stopListing;
    QList<QList<FolderEntry>> m_pages; ///< of the listing that is coming
    qsizetype m_comeCount = 0;
    qsizetype m_showAt = 0;   ///< entries of a large folder with which it is shown next
    bool m_loading = false;
    bool m_allHasCome = true;
    bool m_writable = true;
    QString m_whyNotWritable;
    QString m_unavailable;
    bool m_keepRows = false;
    QString m_account;

    PathBar *m_bar;
    QHBoxLayout *m_titleRow = nullptr;
    QHBoxLayout *m_actions = nullptr;
    QLineEdit *m_search = nullptr;
    QWidget *m_newFolderBar = nullptr;
    QLineEdit *m_newFolderName = nullptr;
    Banner *m_banner;
    QuestionBar *m_question;
    WorkBar *m_work;
    FileTable *m_table;
    EmptyState *m_empty;
    QPushButton *m_emptyAction;
    QPushButton *m_emptyUp;
    QPushButton *m_emptyStop;
    QStackedWidget *m_stack;
    QWidget *m_card = nullptr;
    ElidedLabel *m_footer;
    DropOverlay *m_overlay;
    FolderMeasure *m_measure; ///< of the folders a question to remove is about
    QTimer m_refreshTimer;
    QElapsedTimer m_listTime;
    QTimer m_slowTimer;       ///< a folder that does not come at once is told about
};

} // namespace transom::ui
