#pragma once

#include "core/lab/workbench/workbench.h"
#include "ui/lab/lab_shelf.h"

#include <QMap>
#include <QTimer>

class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace transom::ui {

class Banner;
class CallLogModel;
class CallLogView;
class CallPanel;
class EmptyState;
class RecipeBar;
class SocketCard;

/// The socket's whole vocabulary by hand, call by call: sockets at the left, the calls of the chosen one and the log of all at the right.
class WorkbenchShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit WorkbenchShelf(Backend &backend);
    ~WorkbenchShelf() override;
    lab::Workbench &bench() { return m_bench; }
    /// "pair", or the id of a recipe.
    void open(const QString &subject) override;
    /// Writes the log as a program: Python, or C where the name ends so.
    void exportTo(const QString &path);

private:
    QWidget *makeTools();
    QWidget *makeLeft();
    QWidget *makeRight();
    void makePair();
    void newSocket(lab::BenchFamily family, bool datagram);
    void beginRecipe(const QString &id);
    void choose(int socket);
    void showSockets();
    void showWriting(int writing);
    void askForFile(bool c);

    lab::Workbench m_bench;
    QTimer m_timer;
    int m_chosen = 0;
    QMap<int, SocketCard *> m_cards;
    Banner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr;
    QVBoxLayout *m_list = nullptr;
    RecipeBar *m_recipe = nullptr;
    CallPanel *m_calls = nullptr;
    CallLogModel *m_model = nullptr;
    CallLogView *m_log = nullptr;
    QToolButton *m_export = nullptr;
    QToolButton *m_clear = nullptr;
};

} // namespace transom::ui
