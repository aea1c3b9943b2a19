#include "ui/lab/experiments/experiments_shelf.h"

#include "ui/lab/experiments/experiment_book.h"
#include "ui/lab/experiments/experiment_delegate.h"
#include "ui/lab/experiments/experiment_page.h"
#include "ui/lab/experiments/uploads_view.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr int ListWidth = 196;

} // namespace

ExperimentsShelf::ExperimentsShelf(Backend &owner)
    : LabShelf(owner, u"experiments"_s, tr("Experiments"))
    , m_book(new ExperimentBook(owner.paths().state, this))
    , m_list(new QListWidget)
    , m_stack(new QStackedWidget)
{
    m_list->setObjectName(u"experiments-list"_s);
    m_list->setAccessibleName(title());
    m_list->setProperty("plain", true);
    m_list->setFixedWidth(ListWidth);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setItemDelegate(new ExperimentDelegate(m_list));
    for (const ExperimentBook::Page &page : m_book->pages()) {
        auto *item = new QListWidgetItem(page.lesson.title, m_list);
        item->setData(ExperimentDelegate::IdRole, page.experiment->id);
    }
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Gap4);
    row->addWidget(m_list);
    row->addWidget(m_stack, 1);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem *item) {
        if (!item)
            return;
        const QString id = item->data(ExperimentDelegate::IdRole).toString();
        m_stack->setCurrentWidget(page(id));
        m_book->setOpened(id);
    });
    connect(m_book, &ExperimentBook::changed, this, &ExperimentsShelf::showMarks);
    showMarks();
    // Where one was the last time.
    const QString opened = m_book->opened();
    m_list->setCurrentRow(0);
    open(opened);
}

ExperimentPage *ExperimentsShelf::page(const QString &id)
{
    if (ExperimentPage *made = m_pages.value(id))
        return made;
    if (!m_book->page(id))
        return nullptr;
    auto *page = new ExperimentPage(*m_book, id, backend().wire());
    if (id == "product"_L1)
        page->addView(tr("Table"), new UploadsView(*m_book));
    m_pages.insert(id, page);
    m_stack->addWidget(page);
    connect(page, &ExperimentPage::runningChanged, this, &ExperimentsShelf::showRunning);
    return page;
}

void ExperimentsShelf::open(const QString &subject)
{
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(ExperimentDelegate::IdRole).toString() == subject)
            m_list->setCurrentRow(row);
    }
}

void ExperimentsShelf::showMarks()
{
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem *item = m_list->item(row);
        const bool done = m_book->isDone(item->data(ExperimentDelegate::IdRole).toString());
        item->setData(ExperimentDelegate::DoneRole, done);
        item->setData(Qt::AccessibleTextRole, done ? tr("%1, done").arg(item->text()) : tr("%1, not done yet").arg(item->text()));
    }
}

void ExperimentsShelf::showRunning()
{
    int running = 0;
    for (const auto &[id, page] : m_pages.asKeyValueRange())
        running += page->isRunning();
    for (int row = 0; row < m_list->count(); ++row) {
        const ExperimentPage *page = m_pages.value(m_list->item(row)->data(ExperimentDelegate::IdRole).toString());
        m_list->item(row)->setData(ExperimentDelegate::RunningRole, page && page->isRunning());
    }
    Q_EMIT activityChanged(running);
}

} // namespace transom::ui
