#include "ui/lab/experiments/runs_table.h"

#include "ui/lab/experiments/runs_model.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

/// The style's own measure forgets the room that the style sheet takes at the sides.
class CellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *table = static_cast<const QTableView *>(option.widget);
        const int icon = index.column() == RunsModel::OutcomeColumn ? option.decorationSize.width() + Gap2 : 0;
        const int width = table->columnWidth(index.column()) - 2 * Gap3 - icon;
        const QRect text = option.fontMetrics.boundingRect(QRect(0, 0, std::max(40, width), 10'000), Qt::TextWordWrap, index.data().toString());
        return {0, text.height() + Gap4};
    }
};

} // namespace

RunsTable::RunsTable(ExperimentBook &book, const QString &id, QWidget *parent)
    : QTableView(parent)
{
    setObjectName(u"runs-table"_s);
    setAccessibleName(tr("Earlier runs"));
    setModel(new RunsModel(book, id, this));
    setItemDelegate(new CellDelegate(this));
    setShowGrid(false);
    setWordWrap(true);
    setTabKeyNavigation(false); // the key goes on from here, as from everything else
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(ListRowHeight);
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    horizontalHeader()->setHighlightSections(false);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &QTableView::resizeRowsToContents);
}

/// Numbers have a name beside them and need more room than the others.
void RunsTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    const int width = viewport()->width();
    int rest = width;
    for (const int column : {RunsModel::KnobsColumn, RunsModel::PredictedColumn, RunsModel::OutcomeColumn}) {
        const int room = std::max(width * 22 / 100, horizontalHeader()->sectionSizeHint(column));
        setColumnWidth(column, room);
        rest -= room;
    }
    setColumnWidth(RunsModel::NumbersColumn, std::max(rest, width / 5));
}

void RunsTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    paintHint(*viewport(), model()->rowCount() > 0 ? QString() : tr("Each run becomes a row here: what was set, what was predicted, what it showed."));
}

void paintHint(QWidget &viewport, const QString &text)
{
    if (text.isEmpty())
        return;
    QPainter painter(&viewport);
    painter.setFont(theme::font(Type::Body));
    painter.setPen(color(Role::TextMuted));
    painter.drawText(viewport.rect().adjusted(Gap6, Gap6, -Gap6, -Gap6), Qt::AlignCenter | Qt::TextWordWrap, text);
}

} // namespace transom::ui
