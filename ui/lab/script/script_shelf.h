#pragma once

#include "core/base/strand.h"
#include "core/lab/probe/probe_capture.h"
#include "core/lab/probe/script_event.h"
#include "ui/lab/lab_shelf.h"
#include "ui/lab/script/script_calls_model.h"

#include <QPointer>
#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTableView;

namespace transom::ui {

class Banner;
class RelayStation;
class DropOverlay;
class EmptyState;
class ScriptPanel;
class WireRows;
class WireSources;

/// Runs Python programs and shows each of their socket calls: beside its line, in a table, and on the ribbon of its connection. Their connections are in the
/// recording of the Wire page, too.
class ScriptShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit ScriptShelf(Backend &backend);
    ~ScriptShelf() override;
    /// The path of a Python file, or "example".
    void open(const QString &subject) override;

    void openFile(const QString &path);
    void openExamples();
    WireRows *rows() const { return m_rows; }
    ScriptCallsModel &calls() { return *m_calls; }

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeBody();
    QWidget *makeTools();
    QWidget *makeCalls();
    void connectViews();
    void askForFile();
    void addProgram(const QString &path, const QString &source);
    void closeProgram(int index);
    ScriptPanel *panel(int index) const;
    int indexOf(const QString &file) const;
    void run(ScriptPanel *panel);
    void startOver();
    void take();
    void tell(ScriptPanel *from, const lab::ScriptEvent &event);
    void addCalls(QList<lab::ProbeCall> calls);
    void putRelay();
    void showRelay();
    void showCall(int row);
    void showLine(ScriptPanel *panel, int line);
    void showSelection();
    void updateState();

    EmptyState *m_empty;
    QStackedWidget *m_stack;
    Banner *m_banner;
    QTabBar *m_programs = nullptr;
    QStackedWidget *m_panels = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_numbers = nullptr;
    QWidget *m_connection = nullptr; ///< its stream and ribbon
    ScriptCallsModel *m_calls;
    DropOverlay *m_drop;
    WireSources *m_sources = nullptr; ///< the Wire page's, where there is one
    WireRows *m_rows = nullptr;
    QPointer<RelayStation> m_relays;  ///< likewise
    QPushButton *m_relay = nullptr;
    QString m_listening;              ///< where a program of this run has begun to listen last
    int m_askedRelay = 0;             ///< that has been asked for and is still to be told of
    std::unique_ptr<lab::ProbeCapture> m_capture;
    QHash<QString, QHash<int, int>> m_counts; ///< calls by file and line
    QTimer m_timer;
    Strand m_disk;
    bool m_linking = false; ///< one view shows what another has selected
};

} // namespace transom::ui
