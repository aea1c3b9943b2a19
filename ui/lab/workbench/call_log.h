#pragma once

#include "core/lab/workbench/bench_lines.h"
#include "core/lab/workbench/workbench.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace transom::ui {

/// The calls of a workbench, a row each. GUI thread.
class CallLogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Call, Result, Took, Columns };
    enum Role { MeaningRole = Qt::UserRole, StateRole, EntryRole };
    /// As lines are written.
    enum class Writing { Words, Python, C };
    enum class State { Good, Bad, Waiting, Later };

    explicit CallLogModel(lab::Workbench &bench);
    void setWriting(Writing writing);
    Writing writing() const { return m_writing; }
    QString line(const lab::BenchEntry &entry) const;
    /// A row as it is copied: line, result, meaning.
    QString textOf(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void renew();

    lab::Workbench &m_bench;
    QList<quint64> m_numbers;
    qint64 m_firstNs = 0;
    Writing m_writing = Writing::Python;
};

class CallLogView : public QTableView
{
    Q_OBJECT

public:
    explicit CallLogView(CallLogModel &model);
    void copy();

private:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

    CallLogModel &m_calls;
};

} // namespace transom::ui
