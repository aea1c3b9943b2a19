#pragma once

#include "core/lab/socket/call_record.h"

#include <QAbstractTableModel>
#include <QList>

namespace transom::ui {

/// The calls of a run, each in words. GUI thread.
class CallsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeColumn, EndColumn, CallColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void add(const QList<lab::CallRecord> &calls);
    const QList<lab::CallRecord> &calls() const { return m_calls; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<lab::CallRecord> m_calls;
    bool m_several = false; ///< connections: each line says which
};

} // namespace transom::ui
