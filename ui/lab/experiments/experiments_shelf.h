#pragma once

#include "ui/lab/lab_shelf.h"

#include <QHash>

class QListWidget;
class QStackedWidget;

namespace transom::ui {

class ExperimentBook;
class ExperimentPage;

/// Experiments on real sockets: predict, run, see, explain, vary, and try it with a script of one's own. The list of them at the left, the one that
/// is chosen at the right; pages are made when they are first wanted.
class ExperimentsShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit ExperimentsShelf(Backend &backend);

    void open(const QString &subject) override;
    ExperimentBook &book() { return *m_book; }
    /// Made if it is not there; nullptr: there is no such experiment.
    ExperimentPage *page(const QString &id);

private:
    void showMarks();
    void showRunning();

    ExperimentBook *m_book;
    QListWidget *m_list;
    QStackedWidget *m_stack;
    QHash<QString, ExperimentPage *> m_pages;
};

} // namespace transom::ui
