#include "ui/lab/experiments/experiments_shelf.h"

#include "ui/widgets/widgets.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

ExperimentsShelf::ExperimentsShelf(Backend &owner)
    : LabShelf(owner, u"experiments"_s, tr("Experiments"))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new EmptyState(u"lab"_s, tr("Experiments"), {}));
}

} // namespace transom::ui
