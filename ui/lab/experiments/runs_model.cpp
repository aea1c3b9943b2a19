#include "ui/lab/experiments/runs_model.h"

#include "ui/lab/experiments/experiment_words.h"
#include "ui/theme/icons.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

namespace {

constexpr qsizetype MainNumbers = 5;

} // namespace

RunsModel::RunsModel(ExperimentBook &book, QString id, QObject *parent)
    : QAbstractTableModel(parent)
    , m_book(book)
    , m_id(std::move(id))
{
    connect(&book, &ExperimentBook::changed, this, [this](const QString &changed) {
        if (changed != m_id)
            return;
        beginResetModel();
        endResetModel();
    });
}

int RunsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_book.page(m_id)->runs.size());
}

int RunsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const ExperimentBook::Page &page = *m_book.page(m_id);
    const RunEntry &run = page.runs.at(page.runs.size() - 1 - index.row());
    if (role == Qt::DecorationRole && index.column() == OutcomeColumn)
        return run.predicted == run.result.outcome ? theme::icon(u"ok"_s, theme::Role::Good) : theme::icon(u"compare"_s, theme::Role::TextMuted);
    if (role == Qt::ToolTipRole) {
        const QString text = index.column() == NumbersColumn ? numbersText(*page.experiment, run.result, 100) : data(index, Qt::DisplayRole).toString();
        return u"<span>%1</span>"_s.arg(text.toHtmlEscaped());
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case KnobsColumn: return turnedKnobs(*page.experiment, run.knobs);
    case PredictedColumn: return markdownPlain(optionName(page.lesson, run.predicted));
    case OutcomeColumn: return markdownPlain(optionName(page.lesson, run.result.outcome));
    default: return numbersText(*page.experiment, run.result, MainNumbers).replace(u" · "_s, u"\n"_s);
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KnobsColumn: return tr("Settings");
    case PredictedColumn: return tr("You predicted");
    case OutcomeColumn: return tr("It showed");
    default: return tr("Numbers");
    }
}

} // namespace transom::ui
