#include "ui/lab/check/class_view.h"

#include "ui/lab/check/trial_details.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QSaveFile>
#include <QTableWidget>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;
using Verdict = lab::TrialResult::Verdict;

ClassView::ClassView(QWidget *parent)
    : QWidget(parent)
    , m_table(new QTableWidget)
    , m_summary(makeLabel({}, Type::Body, theme::Role::TextMuted))
    , m_export(makeButton(tr("Save table …"), u"download"_s))
    , m_banner(new Banner)
{
    m_table->setObjectName(u"check-class"_s);
    m_table->setAccessibleName(tr("The class: a row for each program, a column for each trial"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->setDefaultSectionSize(RowHeight);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_export->setObjectName(u"check-export"_s);
    auto *top = new QHBoxLayout;
    top->addWidget(m_summary, 1);
    top->addWidget(m_export);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    column->addLayout(top);
    column->addWidget(m_banner);
    column->addWidget(m_table, 1);
    connect(m_export, &QPushButton::clicked, this, &ClassView::exportTable);
    connect(m_table, &QTableWidget::cellClicked, this, &ClassView::choose);
}

void ClassView::begin(const QList<const lab::TrialInfo *> &columns)
{
    m_columns = columns;
    m_results = {};
    m_banner->hide();
    m_export->setEnabled(false);
    m_table->clear();
    m_table->setRowCount(0);
    m_table->setColumnCount(static_cast<int>(columns.size()));
    for (int i = 0; i < columns.size(); ++i)
        m_table->setHorizontalHeaderItem(i, new QTableWidgetItem(columns[i]->titleText()));
}

void ClassView::setNames(const QStringList &names)
{
    m_table->setRowCount(static_cast<int>(names.size()));
    m_table->setVerticalHeaderLabels(names);
    m_summary->setText(tr("%n program(s)", nullptr, static_cast<int>(names.size())));
}

void ClassView::setRow(int row, const lab::ClassTable::Row &results)
{
    m_results.rows.append(results);
    m_export->setEnabled(true);
    if (results.results.isEmpty() && !m_columns.isEmpty())
        m_table->setItem(row, 0, new QTableWidgetItem(tr("nothing to start")));
    for (const lab::TrialResult &result : results.results) {
        auto *item = new QTableWidgetItem(icon(verdictIcon(result.verdict), verdictRole(result.verdict)), lab::verdictText(result.verdict));
        item->setToolTip(plainToolTip(result.happened));
        m_table->setItem(row, static_cast<int>(m_columns.indexOf(result.trial)), item);
    }
}

void ClassView::choose(int row, int column)
{
    if (row >= m_results.rows.size() || column >= m_columns.size())
        return;
    for (const lab::TrialResult &result : m_results.rows[row].results) {
        if (result.trial == m_columns[column])
            Q_EMIT resultChosen(result);
    }
}

void ClassView::exportTable()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the table"), u"class.csv"_s, tr("Tables (*.csv)"));
    if (path.isEmpty())
        return;
    m_strand.run(
            [path, bytes = m_results.toCsv(m_columns).toUtf8()] {
                QSaveFile file(path);
                return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
            },
            this, [this, path](bool saved) {
                if (saved)
                    m_banner->showText(Banner::Kind::Good, tr("The table is saved as %1.").arg(path));
                else
                    m_banner->showText(Banner::Kind::Error, tr("The table could not be saved. Choose another folder."));
            });
}

} // namespace transom::ui
