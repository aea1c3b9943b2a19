#include "ui/lab/workbench/workbench_shelf.h"

#include "ui/widgets/widgets.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

WorkbenchShelf::WorkbenchShelf(Backend &owner)
    : LabShelf(owner, u"workbench"_s, tr("Workbench"))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new EmptyState(u"lab"_s, tr("Workbench"), {}));
}

} // namespace transom::ui
