#include "ui/lab/experiments/calls_model.h"

#include "core/lab/socket/describe_call.h"
#include "ui/models/wire_text.h"
#include "ui/theme/theme.h"

#include <cerrno>

namespace transom::ui {

void CallsModel::clear()
{
    beginResetModel();
    m_calls.clear();
    m_several = false;
    endResetModel();
}

void CallsModel::add(const QList<lab::CallRecord> &calls)
{
    if (calls.isEmpty())
        return;
    const int first = static_cast<int>(m_calls.size());
    beginInsertRows({}, first, first + static_cast<int>(calls.size()) - 1);
    m_calls += calls;
    endInsertRows();
    for (const lab::CallRecord &call : calls)
        m_several |= call.stream > 1;
}

int CallsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_calls.size());
}

int CallsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CallsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const lab::CallRecord &call = m_calls.at(index.row());
    if (role == Qt::TextAlignmentRole && index.column() == TimeColumn)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    // "Not yet" is what sockets that do not block say all the time, and no fault.
    const bool notYet = call.error == EINPROGRESS || call.error == EAGAIN;
    if (role == Qt::ForegroundRole && call.result < 0 && index.column() == CallColumn)
        return theme::color(notYet ? theme::Role::TextMuted : theme::Role::Bad);
    if (role == Qt::ToolTipRole && index.column() == CallColumn)
        return QStringLiteral("<span>%1</span>").arg(lab::describeCall(call).toHtmlEscaped());
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case TimeColumn:
        return wireSpan(call.monotonicNs - m_calls.constFirst().monotonicNs);
    case EndColumn: {
        const QString end = call.server ? tr("server") : tr("client");
        return m_several && call.stream > 0 ? tr("%1 of %2").arg(end).arg(call.stream) : end;
    }
    case CallColumn:
        return lab::describeCall(call);
    default:
        return {};
    }
}

QVariant CallsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == TimeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn: return tr("Time");
    case EndColumn: return tr("Who");
    default: return tr("Call");
    }
}

} // namespace transom::ui
