#include "ui/lab/check/check_shelf.h"

#include "ui/widgets/widgets.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

CheckShelf::CheckShelf(Backend &owner)
    : LabShelf(owner, u"check"_s, tr("Check my program"))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new EmptyState(u"lab"_s, tr("Check my program"), {}));
}

} // namespace transom::ui
