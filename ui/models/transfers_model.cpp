#include "ui/models/transfers_model.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace transom::ui {

using namespace Qt::StringLiterals;
using files::TransferDirection;
using files::TransferInfo;
using files::TransferState;

TransfersModel::TransfersModel(QObject *parent)
    : QAbstractListModel(parent)
{}

void TransfersModel::set(const TransferInfo &info)
{
    const auto found = std::find_if(m_transfers.begin(), m_transfers.end(), [&](const TransferInfo &each) { return each.id == info.id; });
    if (found == m_transfers.end()) {
        const auto place = std::find_if(m_transfers.cbegin(), m_transfers.cend(), [&](const TransferInfo &each) { return each.id < info.id; });
        const int row = static_cast<int>(place - m_transfers.cbegin());
        beginInsertRows({}, row, row);
        m_transfers.insert(place, info);
        endInsertRows();
    } else {
        const bool becameDone = info.state == TransferState::Done && found->state != TransferState::Done;
        *found = info;
        const QModelIndex changed = index(static_cast<int>(found - m_transfers.begin()));
        Q_EMIT dataChanged(changed, changed);
        if (becameDone)
            Q_EMIT transferDone(info);
    }
    updateTotal();
}

void TransfersModel::remove(qint64 id)
{
    for (int row = 0; row < m_transfers.size(); ++row) {
        if (m_transfers[row].id != id)
            continue;
        beginRemoveRows({}, row, row);
        m_transfers.remove(row);
        endRemoveRows();
        updateTotal();
        return;
    }
}

void TransfersModel::clear()
{
    beginResetModel();
    m_transfers.clear();
    endResetModel();
    updateTotal();
}

const TransferInfo *TransfersModel::info(const QModelIndex &index) const
{
    return index.isValid() ? &m_transfers[index.row()] : nullptr;
}

void TransfersModel::updateTotal()
{
    Total total;
    for (const TransferInfo &info : std::as_const(m_transfers)) {
        switch (info.state) {
        case TransferState::Waiting:
            ++total.waiting;
            break;
        case TransferState::Running:
            ++total.running;
            total.rate += info.progress.rate;
            break;
        case TransferState::Paused:
            ++total.paused;
            break;
        case TransferState::Failed:
            ++total.failed;
            break;
        case TransferState::Done:
            ++total.done;
            break;
        case TransferState::Cancelled:
            break;
        }
        if (info.isOver())
            continue;
        total.bytes += info.progress.done;
        if (info.progress.total < 0)
            total.of = -1;
        else if (total.of >= 0)
            total.of += info.progress.total;
    }
    if (total.of > 0 && total.rate > 1)
        total.leftMs = std::llround(static_cast<double>(total.of - total.bytes) / total.rate * 1000);
    if (total == m_total)
        return;
    m_total = total;
    Q_EMIT totalChanged();
}

QString TransfersModel::totalText() const
{
    QStringList parts;
    if (m_total.running > 0)
        parts.append(tr("%n under way", nullptr, m_total.running));
    if (m_total.waiting > 0)
        parts.append(tr("%n waiting", nullptr, m_total.waiting));
    if (m_total.paused > 0)
        parts.append(tr("%n paused", nullptr, m_total.paused));
    if (m_total.failed > 0)
        parts.append(tr("%n failed", nullptr, m_total.failed));
    if (m_total.active() == 0 && m_total.done > 0)
        parts.append(tr("%n done", nullptr, m_total.done));
    if (parts.isEmpty())
        return tr("No transfers");
    QString text = parts.join(u", "_s);
    if (m_total.running > 0) {
        text += u" · "_s + formatRate(m_total.rate);
        if (m_total.leftMs >= 0)
            text += u" · "_s + tr("%1 left").arg(formatDuration(m_total.leftMs));
    }
    return text;
}

QString TransfersModel::status(const TransferInfo &info)
{
    const Progress &progress = info.progress;
    QString amount;
    if (progress.total >= 0)
        amount = tr("%1 of %2").arg(formatBytes(progress.done), formatBytes(progress.total));
    else if (progress.done > 0)
        amount = formatBytes(progress.done);
    if (progress.itemsTotal > 1)
        amount += (amount.isEmpty() ? QString() : u" · "_s) + tr("%1 of %n file(s)", nullptr, static_cast<int>(progress.itemsTotal)).arg(progress.itemsDone);
    const auto with = [&amount](const QString &word) { return amount.isEmpty() ? word : word + u" · "_s + amount; };
    switch (info.state) {
    case TransferState::Waiting:
        return tr("Waiting");
    case TransferState::Paused:
        return with(tr("Paused"));
    case TransferState::Cancelled:
        return tr("Cancelled");
    case TransferState::Failed: {
        QString text = describe(info.error);
        if (info.failed.size() > 1)
            text = tr("%n file(s) failed. ", nullptr, static_cast<int>(info.failed.size())) + text;
        return text;
    }
    case TransferState::Done: {
        const QString size = progress.done > 0 || progress.total == 0 ? formatBytes(std::max<qint64>(progress.done, 0)) : QString();
        QString text = size.isEmpty() ? tr("Done") : tr("Done · %1").arg(size);
        if (!info.skipped.isEmpty())
            text += u" · "_s + tr("%n left out", nullptr, static_cast<int>(info.skipped.size()));
        return text;
    }
    case TransferState::Running:
        break;
    }
    if (amount.isEmpty())
        return tr("Starting");
    if (progress.rate > 0)
        amount += u" · "_s + formatRate(progress.rate);
    if (progress.leftMs >= 0 && progress.total > progress.done)
        amount += u" · "_s + tr("%1 left").arg(formatDuration(progress.leftMs));
    return amount;
}

int TransfersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_transfers.size());
}

QVariant TransfersModel::data(const QModelIndex &index, int role) const
{
    const TransferInfo *each = info(index);
    if (!each)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return printable(each->name, 500);
    case Qt::ToolTipRole: {
        QStringList lines{data(index, NameRole).toString(), status(*each)};
        for (const QStringList &list : {each->failed, each->skipped}) {
            for (const QString &note : list.mid(0, 10))
                lines.append(printable(note, 300));
        }
        return lines.join(u'\n');
    }
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(data(index, NameRole).toString(),
                                    each->request.direction == TransferDirection::Upload ? tr("upload") : tr("download"), status(*each));
    case IdRole:
        return each->id;
    case StateRole:
        return static_cast<int>(each->state);
    case DirectionRole:
        return static_cast<int>(each->request.direction);
    case DoneRole:
        return each->progress.done;
    case TotalRole:
        return each->progress.total;
    case StatusRole:
        return status(*each);
    case FractionRole:
        if (each->state == TransferState::Done)
            return 1.0;
        if (each->progress.total <= 0)
            return each->progress.total == 0 ? 0.0 : -1.0;
        return std::clamp(static_cast<double>(each->progress.done) / static_cast<double>(each->progress.total), 0.0, 1.0);
    default:
        return {};
    }
}

} // namespace transom::ui
