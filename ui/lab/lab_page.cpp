#include "ui/lab/lab_page.h"

#include "ui/lab/check/check_shelf.h"
#include "ui/lab/dialects/dialects_shelf.h"
#include "ui/lab/experiments/experiments_shelf.h"
#include "ui/lab/script/script_shelf.h"
#include "ui/lab/workbench/workbench_shelf.h"

#include <QStackedWidget>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace transom::ui {

LabPage::LabPage(Backend &owner)
    : Page(owner, tr("Lab"), u"lab"_s)
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget)
{
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setAccessibleName(tr("What the lab has"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_tabs);
    column->addWidget(m_stack, 1);
    addShelf(new ExperimentsShelf(owner));
    addShelf(new DialectsShelf(owner));
    addShelf(new WorkbenchShelf(owner));
    addShelf(new ScriptShelf(owner));
    addShelf(new CheckShelf(owner));
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
}

void LabPage::addShelf(LabShelf *shelf)
{
    m_stack->addWidget(shelf);
    m_tabs->addTab(shelf->title());
    connect(shelf, &LabShelf::pageWanted, this, &LabPage::pageWanted);
}

LabShelf *LabPage::shelf(const QString &id) const
{
    return m_stack->findChild<LabShelf *>(id, Qt::FindDirectChildrenOnly);
}

void LabPage::open(const QString &subject)
{
    const qsizetype slash = subject.indexOf(u'/');
    LabShelf *wanted = shelf(slash < 0 ? subject : subject.first(slash));
    if (!wanted)
        return;
    m_tabs->setCurrentIndex(m_stack->indexOf(wanted));
    if (slash >= 0)
        wanted->open(subject.mid(slash + 1));
}

} // namespace transom::ui
