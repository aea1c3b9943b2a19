#pragma once

#include "ui/lab/dialects/dialect_run.h"
#include "ui/lab/lab_shelf.h"

#include <QTimer>

#include <memory>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace transom::ui {

class Banner;
class CrowdView;
class DialectForm;
class DialectList;
class LabWire;
class RunView;
class WirePage;

/// The tutorials' protocols, as server or client, with the serving models.
class DialectsShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit DialectsShelf(Backend &backend);
    ~DialectsShelf() override;

    /// A dialect's id.
    void open(const QString &subject) override;
    RunView *currentRun() const;
    CrowdView *crowd() const { return m_crowd; }

private:
    QWidget *makeMiddle();
    QWidget *makeRuns();
    void showDialect(const lab::Dialect &dialect);
    void showButtons();
    void pressStart();
    void startBoth();
    void startCrowd();
    /// nullptr: it is told why not.
    DialectRun *start(const DialectRun::Wanted &wanted);
    DialectRun *runningServer() const;
    void fail(const DialectRun::Wanted &wanted, const Error &error);
    void offerPort();
    void addView(DialectRun &run);
    void remove(RunView *view);
    void tick();
    void showWire(int run);
    void showScript();
    LabWire &wire();
    WirePage *wirePage() const;
    void showTabs();

    DialectList *m_list = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_about = nullptr;
    DialectForm *m_form = nullptr;
    QPushButton *m_start = nullptr;
    QPushButton *m_both = nullptr;
    QPushButton *m_script = nullptr;
    QPushButton *m_crowdButton = nullptr;
    Banner *m_banner = nullptr;
    quint16 m_offered = 0;
    lab::Role m_offeredRole = lab::Role::Server;
    bool m_offeredBoth = false;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
    CrowdView *m_crowd = nullptr;
    QList<RunView *> m_views;
    std::unique_ptr<LabWire> m_wire;
    QTimer m_timer;
    int m_lastRun = 0;
    int m_crowdRun = 0;
};

} // namespace transom::ui
