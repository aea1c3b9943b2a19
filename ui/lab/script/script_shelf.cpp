#include "ui/lab/script/script_shelf.h"

#include "ui/widgets/widgets.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

ScriptShelf::ScriptShelf(Backend &owner)
    : LabShelf(owner, u"script"_s, tr("Run my script"))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new EmptyState(u"lab"_s, tr("Run my script"), {}));
}

} // namespace transom::ui
