#include "ui/lab/script/script_calls_model.h"

#include "core/base/text.h"
#include "core/lab/probe/describe_probe_call.h"
#include "ui/theme/theme.h"
#include "ui/widgets/widgets.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

using lab::ProbeCall;

void ScriptCallsModel::append(const QList<Row> &rows)
{
    if (rows.isEmpty())
        return;
    if (m_originNs < 0)
        m_originNs = rows.first().call.startNs;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
    if (m_rows.size() > Most) {
        const auto excess = m_rows.size() - Most;
        beginRemoveRows({}, 0, static_cast<int>(excess) - 1);
        m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(excess));
        m_dropped += excess;
        endRemoveRows();
    }
}

void ScriptCallsModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_dropped = 0;
    m_originNs = -1;
    endResetModel();
}

QList<int> ScriptCallsModel::rowsOfLine(const QString &file, int line) const
{
    QList<int> found;
    for (size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].call.line == line && (file.isEmpty() || m_rows[i].call.file == file))
            found.append(static_cast<int>(i));
    }
    return found;
}

int ScriptCallsModel::rowOf(const inspect::Selection &bytes) const
{
    int best = -1;
    int bestRank = 0;
    for (size_t i = 0; i < m_rows.size() && !bytes.range.isEmpty(); ++i) {
        const Row &row = m_rows[i];
        if (row.bytes.stream != bytes.stream || row.bytes.flow != bytes.flow || !row.bytes.range.touches({bytes.range.from, bytes.range.from + 1}))
            continue;
        const int rank = (row.bytes.range == bytes.range ? 3 : 1) + (row.call.direction == ProbeCall::Direction::In ? 1 : 0);
        if (rank > bestRank) {
            bestRank = rank;
            best = static_cast<int>(i);
        }
    }
    return best;
}

QVariant ScriptCallsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Place:
        return tr("Line");
    case Call:
        return tr("Call");
    default:
        return tr("What came of it");
    }
}

QVariant ScriptCallsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ProbeCall &call = at(index.row()).call;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Time:
            return u"%1 ms"_s.arg(static_cast<double>(call.endNs - m_originNs) / 1e6, 0, 'f', 1);
        case Place:
            return lab::probeCallPlace(call.file, call.line);
        case Call:
            return lab::probeCallName(call);
        default: {
            const QString duration = lab::probeCallDuration(call);
            return duration.isEmpty() ? lab::probeCallOutcome(call) : u"%1  (%2)"_s.arg(lab::probeCallOutcome(call), duration);
        }
        }
    case Qt::ToolTipRole: {
        QStringList parts{printable(QStringView(call.code), 200), lab::probeCallOutcome(call),
                          tr("Process %1, thread %2, descriptor %3").arg(call.pid).arg(printable(QStringView(call.thread), 60)).arg(call.descriptor)};
        if (!call.local.isEmpty())
            parts.append(u"%1 → %2"_s.arg(printable(QStringView(call.local), 80), call.peer.isEmpty() ? u"?"_s : printable(QStringView(call.peer), 80)));
        return plainToolTip(parts.join(u'\n'));
    }
    case Qt::FontRole:
        return index.column() == Call ? theme::font(theme::Type::Fixed) : QVariant();
    case Qt::ForegroundRole:
        if (call.failed() && index.column() == Outcome)
            return theme::color(theme::Role::Bad);
        return index.column() == Time ? theme::color(theme::Role::TextMuted) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Time ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

} // namespace transom::ui
