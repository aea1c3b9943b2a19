#pragma once

#include "core/inspect/stream_capture.h"
#include "core/lab/probe/probe_report.h"

#include <QAbstractTableModel>

#include <deque>

namespace transom::ui {

/// The calls of the programs that have run, newest last; the oldest go when there are too many.
class ScriptCallsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Place, Call, Outcome, Columns };
    static constexpr size_t Most = 20'000;

    struct Row
    {
        lab::ProbeCall call;
        inspect::Selection bytes; ///< where they are in the recording; stream 0: nowhere
    };

    using QAbstractTableModel::QAbstractTableModel;

    void append(const QList<Row> &rows);
    void clear();
    const Row &at(int row) const { return m_rows[static_cast<size_t>(row)]; }
    quint64 dropped() const { return m_dropped; }
    /// Those of a line; of all files if `file` is empty.
    QList<int> rowsOfLine(const QString &file, int line) const;
    /// The call that has moved exactly these bytes, or else one that has moved the first of them: a recv before a send. -1: none.
    int rowOf(const inspect::Selection &bytes) const;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : Columns; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::deque<Row> m_rows;
    quint64 m_dropped = 0;
    qint64 m_originNs = -1;
};

} // namespace transom::ui
