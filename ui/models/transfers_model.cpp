#include "ui/models/transfers_model.h"

#include "core/base/text.h"
#include "ui/models/when.h"

#include <QAbstractProxyModel>
#include <QByteArrayList>
#include <QMimeData>

#include <algorithm>
#include <cmath>
#include <memory>

namespace transom::ui {

using namespace Qt::StringLiterals;
using files::TransferDirection;
using files::TransferInfo;
using files::TransferState;

TransfersModel::TransfersModel(QObject *parent)
    : QAbstractListModel(parent)
{}

qsizetype TransfersModel::rowOf(qint64 id) const
{
    const auto found = std::find_if(m_transfers.cbegin(), m_transfers.cend(), [id](const TransferInfo &each) { return each.id == id; });
    return found == m_transfers.cend() ? -1 : found - m_transfers.cbegin();
}

/// Unfinished ones go to the end of theirs, until they are told otherwise; finished ones by the time of their end.
qsizetype TransfersModel::placeFor(const TransferInfo &info) const
{
    if (!info.isOver())
        return m_unfinished;
    const auto place = std::find_if(m_transfers.cbegin() + m_unfinished, m_transfers.cend(),
                                    [&](const TransferInfo &each) { return each.endedMs < info.endedMs || (each.endedMs == info.endedMs && each.id < info.id); });
    return place - m_transfers.cbegin();
}

void TransfersModel::insert(const TransferInfo &info)
{
    const auto row = placeFor(info);
    beginInsertRows({}, static_cast<int>(row), static_cast<int>(row));
    m_transfers.insert(row, info);
    m_unfinished += info.isOver() ? 0 : 1;
    endInsertRows();
}

void TransfersModel::takeOut(qsizetype row)
{
    beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
    m_unfinished -= row < m_unfinished ? 1 : 0;
    m_transfers.remove(row);
    endRemoveRows();
}

void TransfersModel::set(const TransferInfo &info)
{
    const auto row = rowOf(info.id);
    if (row < 0) {
        insert(info);
        return updateTotal();
    }
    const TransferState before = m_transfers[row].state;
    const bool ended = info.isOver() && row < m_unfinished;
    if (ended)
        m_batch.insert(info.id, {info.progress.done, std::max<qint64>(info.progress.itemsDone, 0)});
    else if (!info.isOver())
        m_batch.remove(info.id);
    if (info.isOver() == (row >= m_unfinished)) {
        m_transfers[row] = info;
        const QModelIndex changed = index(static_cast<int>(row));
        Q_EMIT dataChanged(changed, changed);
    } else {
        takeOut(row);
        insert(info);
    }
    if (info.state == TransferState::Done && before != TransferState::Done)
        Q_EMIT transferDone(info);
    updateTotal();
}

void TransfersModel::setOrder(const QList<qint64> &ids)
{
    QHash<qint64, qsizetype> place;
    for (qsizetype i = 0; i < ids.size(); ++i)
        place.insert(ids[i], i);
    const auto rank = [&](const TransferInfo &info) { return place.value(info.id, ids.size()); };
    const auto first = m_transfers.cbegin();
    if (std::is_sorted(first, first + m_unfinished, [&](const TransferInfo &a, const TransferInfo &b) { return rank(a) < rank(b); }))
        return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QList<qint64> idsBefore;
    for (const QModelIndex &each : before)
        idsBefore.append(m_transfers[each.row()].id);
    std::stable_sort(m_transfers.begin(), m_transfers.begin() + m_unfinished, [&](const TransferInfo &a, const TransferInfo &b) { return rank(a) < rank(b); });
    QModelIndexList after;
    for (const qint64 id : std::as_const(idsBefore))
        after.append(index(static_cast<int>(rowOf(id))));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void TransfersModel::remove(qint64 id)
{
    if (const auto row = rowOf(id); row >= 0) {
        takeOut(row);
        m_batch.remove(id);
        updateTotal();
    }
}

void TransfersModel::clear()
{
    beginResetModel();
    m_transfers.clear();
    m_batch.clear();
    m_unfinished = 0;
    endResetModel();
    updateTotal();
}

const TransferInfo *TransfersModel::info(const QModelIndex &index) const
{
    return index.isValid() ? &m_transfers[index.row()] : nullptr;
}

const TransferInfo *TransfersModel::infoOf(qint64 id) const
{
    const auto row = rowOf(id);
    return row < 0 ? nullptr : &m_transfers[row];
}

const TransferInfo *TransfersModel::of(QModelIndex index)
{
    while (const auto *proxy = qobject_cast<const QAbstractProxyModel *>(index.model()))
        index = proxy->mapToSource(index);
    const auto *model = qobject_cast<const TransfersModel *>(index.model());
    return model ? model->info(index) : nullptr;
}

void TransfersModel::updateTotal()
{
    // A list that has been worked off is no longer counted once another begins.
    if (m_total.active() == 0 && m_unfinished > 0)
        m_batch.clear();
    Total total;
    for (const TransferInfo &info : std::as_const(m_transfers)) {
        switch (info.state) {
        case TransferState::Waiting:
            ++total.waiting;
            total.elsewhere += info.here ? 0 : 1;
            break;
        case TransferState::Running:
            ++total.running;
            total.rate += info.progress.rate;
            break;
        case TransferState::Paused:
            ++total.paused;
            break;
        case TransferState::Failed:
            total.failed += m_batch.contains(info.id) ? 1 : 0;
            break;
        case TransferState::Done:
            total.done += m_batch.contains(info.id) ? 1 : 0;
            break;
        case TransferState::Cancelled:
            break;
        }
        if (info.isOver())
            continue;
        total.asking += info.questions > 0 ? 1 : 0;
        total.files += info.progress.itemsDone;
        total.filesOf += std::max<qint64>(info.progress.itemsTotal, info.request.sources.size());
        if (info.progress.total < 0) {
            ++total.unmeasured;
        } else {
            total.bytes += info.progress.done;
            total.of += info.progress.total;
        }
    }
    for (const Part &part : std::as_const(m_batch)) {
        total.bytes += part.bytes;
        total.of += part.bytes;
        total.files += part.files;
        total.filesOf += part.files;
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
    if (m_total.asking > 0)
        parts.append(tr("%n waiting for your answer", nullptr, m_total.asking));
    if (m_total.running > 0)
        parts.append(tr("%n under way", nullptr, m_total.running));
    if (const int waiting = m_total.waiting - m_total.elsewhere; waiting > 0)
        parts.append(tr("%n waiting", nullptr, waiting));
    if (m_total.elsewhere > 0)
        parts.append(tr("%n waiting for their server", nullptr, m_total.elsewhere));
    if (m_total.paused > 0)
        parts.append(tr("%n paused", nullptr, m_total.paused));
    if (m_total.failed > 0)
        parts.append(tr("%n failed", nullptr, m_total.failed));
    if (m_total.active() == 0 && m_total.done > 0)
        parts.append(tr("%n done", nullptr, m_total.done));
    if (parts.isEmpty())
        return m_transfers.isEmpty() ? tr("No transfers") : tr("Nothing under way");
    return parts.join(tr(", "));
}

QString TransfersModel::totalAmount() const
{
    if (m_total.active() == 0 || m_total.of <= 0)
        return {};
    QString of = formatBytes(m_total.of);
    if (m_total.unmeasured > 0)
        of += u'+';
    QString text = tr("%1 of %2").arg(formatBytes(m_total.bytes), of);
    if (m_total.filesOf > 1)
        text += u" · "_s + tr("%1 of %n file(s)", nullptr, static_cast<int>(m_total.filesOf)).arg(m_total.files);
    return text;
}

/// What is done for whom, while it is being done and otherwise; empty of what is no delivery.
QString TransfersModel::errand(const TransferInfo &info)
{
    const QString kind = info.request.errand.value("kind"_L1).toString();
    const QString with = printable(info.request.errand.value("with"_L1).toString(), 200);
    const bool now = info.state == TransferState::Running;
    if (kind == u"send")
        return now ? tr("Sending to %1").arg(with) : tr("for %1", "a delivery").arg(with);
    if (kind == u"handout")
        return now ? tr("Handing out to %1").arg(with) : tr("handed out to %1").arg(with);
    if (kind == u"handin")
        return now ? tr("Handing in to %1").arg(with) : tr("handed in to %1").arg(with);
    if (kind == u"take")
        return now ? tr("Taking from %1").arg(with) : tr("from %1", "a delivery").arg(with);
    return {};
}

QString TransfersModel::status(const TransferInfo &info)
{
    const Progress &progress = info.progress;
    QStringList parts;
    const QString errand = TransfersModel::errand(info);
    const QString files = progress.itemsTotal > 1 ? tr("%1 of %n file(s)", nullptr, static_cast<int>(progress.itemsTotal)).arg(progress.itemsDone) : QString();
    switch (info.state) {
    case TransferState::Waiting:
        parts.append(info.here || info.place.isEmpty() ? tr("Waiting") : tr("Waiting for %1").arg(printable(info.place.user + u'@' + info.place.server, 200)));
        break;
    case TransferState::Paused:
        parts.append(tr("Paused"));
        break;
    case TransferState::Cancelled:
        return tr("Cancelled");
    case TransferState::Failed:
        return printable(describe(info.error), 1000);
    case TransferState::Done:
        parts.append(tr("Done"));
        if (!info.skipped.isEmpty())
            parts.append(tr("%n left out", nullptr, static_cast<int>(info.skipped.size())));
        if (!info.triedAgain.isEmpty())
            parts.append(tr("%n changed meanwhile and read again", nullptr, static_cast<int>(info.triedAgain.size())));
        // Of what took no time there is no speed to tell.
        if (info.activeMs >= 500)
            parts.append({formatDuration(info.activeMs), formatRate(info.averageRate())});
        if (!errand.isEmpty())
            parts.append(errand);
        return parts.join(u" · "_s);
    case TransferState::Running:
        if (info.questions > 0)
            parts.append(tr("Waiting for your answer"));
        else if (progress.itemsTotal < 0)
            parts.append(tr("Starting"));
        break;
    }
    if (!errand.isEmpty())
        parts.append(errand);
    if (!files.isEmpty())
        parts.append(files);
    if (!info.failed.isEmpty())
        parts.append(tr("%n failed", nullptr, static_cast<int>(info.failed.size())));
    if (info.state == TransferState::Running && progress.itemsTotal > 1 && !progress.current.isEmpty()) {
        QString current = printable(progress.current.section(u'/', -1), 200);
        if (progress.currentTotal > 0)
            current += u" (%1 %)"_s.arg(std::clamp<qint64>(progress.currentDone * 100 / progress.currentTotal, 0, 100));
        parts.append(current);
    }
    if (info.state == TransferState::Running && parts.isEmpty())
        parts.append(info.request.direction == TransferDirection::Upload ? tr("Uploading") : tr("Downloading"));
    return parts.join(u" · "_s);
}

QStringList TransfersModel::changeNotes(const TransferInfo &info)
{
    QStringList notes;
    for (const QString &name : info.triedAgain)
        notes.append(tr("%1: changed while it was read, and was read once more").arg(name));
    for (const QString &name : info.startedOver)
        notes.append(tr("%1: has changed since, and went from its beginning again").arg(name));
    return notes;
}

namespace {

QString amountOf(const TransferInfo &info)
{
    const Progress &progress = info.progress;
    if (info.isOver())
        return info.state == TransferState::Done || progress.done > 0 ? formatBytes(progress.done) : QString();
    if (progress.total < 0)
        return progress.done > 0 ? formatBytes(progress.done) : QString();
    if (progress.total == 0 && info.state != TransferState::Running)
        return {};
    return progress.done == 0 && info.state != TransferState::Running ? formatBytes(progress.total)
                                                                      : TransfersModel::tr("%1 of %2").arg(formatBytes(progress.done), formatBytes(progress.total));
}

QString rateOf(const TransferInfo &info)
{
    return info.state == TransferState::Running ? formatRate(info.progress.rate) : QString();
}

QString leftOf(const TransferInfo &info)
{
    if (!info.isOver())
        return info.state == TransferState::Running && info.progress.leftMs >= 0 && info.progress.total > info.progress.done
                ? TransfersModel::tr("%1 left").arg(formatDuration(info.progress.leftMs))
                : QString();
    return info.endedMs > 0 ? dayAndTime(info.endedMs) : QString();
}

} // namespace

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
        for (const QString &text : {amountOf(*each), leftOf(*each)}) {
            if (!text.isEmpty())
                lines.append(text);
        }
        for (const QStringList &list : {each->failed, each->skipped}) {
            for (const QString &note : list.mid(0, 10))
                lines.append(printable(note, 300));
        }
        const QStringList changes = changeNotes(*each);
        for (const QString &note : changes.mid(0, 10))
            lines.append(printable(note, 300));
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
    case AmountRole:
        return amountOf(*each);
    case RateRole:
        return rateOf(*each);
    case LeftRole:
        return leftOf(*each);
    case OverRole:
        return each->isOver();
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

Qt::ItemFlags TransfersModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    // Between rows, never onto one.
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    return index.row() < m_unfinished ? flags | Qt::ItemIsDragEnabled : flags;
}

QMimeData *TransfersModel::mimeData(const QModelIndexList &indexes) const
{
    QByteArrayList ids;
    for (const QModelIndex &index : indexes)
        ids.append(QByteArray::number(m_transfers[index.row()].id));
    auto mime = std::make_unique<QMimeData>();
    mime->setData(QString::fromLatin1(MimeType), ids.join(','));
    return mime.release();
}

QList<qint64> TransfersModel::idsIn(const QMimeData &mime)
{
    QList<qint64> ids;
    const auto parts = mime.data(QString::fromLatin1(MimeType)).split(',');
    for (const QByteArray &each : parts) {
        bool good = false;
        if (const qint64 id = each.toLongLong(&good); good)
            ids.append(id);
    }
    return ids;
}

} // namespace transom::ui
