#pragma once

#include "ui/lab/experiments/experiment_book.h"

#include <QAbstractTableModel>

namespace transom::ui {

/// The runs of one experiment, newest first: what was turned, predicted and shown. GUI thread.
class RunsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { KnobsColumn, PredictedColumn, OutcomeColumn, NumbersColumn, ColumnCount };

    RunsModel(ExperimentBook &book, QString id, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ExperimentBook &m_book;
    const QString m_id;
};

} // namespace transom::ui
