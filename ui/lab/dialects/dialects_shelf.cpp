#include "ui/lab/dialects/dialects_shelf.h"

#include "ui/widgets/widgets.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

DialectsShelf::DialectsShelf(Backend &owner)
    : LabShelf(owner, u"dialects"_s, tr("Dialects"))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new EmptyState(u"lab"_s, tr("Dialects"), {}));
}

} // namespace transom::ui
