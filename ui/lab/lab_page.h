#pragma once

#include "ui/shell/page.h"

class QStackedWidget;
class QTabBar;

namespace transom::ui {

class LabShelf;

/// The tutorials' protocols and experiments on real sockets, and the learner's own program between them: assembly only, each shelf is a folder
/// of its own.
class LabPage : public Page
{
    Q_OBJECT

public:
    explicit LabPage(Backend &backend);
    /// "experiments", "experiments/sticky", "dialects/upper", …
    void open(const QString &subject) override;
    LabShelf *shelf(const QString &id) const;

private:
    void addShelf(LabShelf *shelf);

    QTabBar *m_tabs;
    QStackedWidget *m_stack;
};

} // namespace transom::ui
