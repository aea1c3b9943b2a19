#include "ui/models/deliveries_model.h"

#include "core/base/text.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace transom::ui {

using namespace protocol;
using namespace Qt::StringLiterals;

DeliveriesModel::DeliveriesModel(Shows shows, QObject *parent)
    : QAbstractListModel(parent)
    , m_shows(shows)
{}

bool DeliveriesModel::belongs(const DeliverItem &item) const
{
    if (m_shows == Shows::FromMe)
        return item.mine;
    // What one sends to a group that one is in oneself is for both.
    return !item.mine || (item.kind != u"handin" && !item.my.isEmpty());
}

void DeliveriesModel::setItems(const QList<DeliverItem> &items)
{
    beginResetModel();
    m_items.clear();
    for (const DeliverItem &item : items) {
        if (belongs(item) && item.state != u"filling")
            m_items.append(item);
    }
    endResetModel();
}

void DeliveriesModel::put(const DeliverItem &item)
{
    if (!belongs(item) || item.kind == u"submission" || item.state == u"filling")
        return;
    const auto found = std::find_if(m_items.begin(), m_items.end(), [&](const DeliverItem &other) { return other.id == item.id; });
    if (found != m_items.end()) {
        *found = item;
        const QModelIndex at = index(static_cast<int>(found - m_items.begin()));
        Q_EMIT dataChanged(at, at);
        return;
    }
    const auto place = std::find_if(m_items.begin(), m_items.end(), [&](const DeliverItem &other) { return other.id < item.id; });
    const auto row = static_cast<int>(place - m_items.begin());
    beginInsertRows({}, row, row);
    m_items.insert(place, item);
    endInsertRows();
}

void DeliveriesModel::setProgress(qint64 id, qint64 done, qint64 total)
{
    if (total < 0)
        m_progress.remove(id);
    else
        m_progress.insert(id, total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total));
    if (const QModelIndex at = indexOf(id); at.isValid())
        Q_EMIT dataChanged(at, at);
}

const DeliverItem *DeliveriesModel::item(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_items.size() ? &m_items.at(index.row()) : nullptr;
}

QModelIndex DeliveriesModel::indexOf(qint64 id) const
{
    for (int row = 0; row < m_items.size(); ++row) {
        if (m_items.at(row).id == id)
            return index(row);
    }
    return {};
}

int DeliveriesModel::waiting() const
{
    return static_cast<int>(std::count_if(m_items.begin(), m_items.end(), [this](const DeliverItem &item) { return tone(item) == 1; }));
}

int DeliveriesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QString DeliveriesModel::deadline(qint64 untilMs)
{
    const QDateTime until = QDateTime::fromMSecsSinceEpoch(untilMs);
    return QLocale().toString(until, until.date() == QDate::currentDate() ? QStringLiteral("HH:mm") : tr("ddd d MMM HH:mm"));
}

QString DeliveriesModel::status(const DeliverItem &item)
{
    const bool isHandIn = item.kind == u"handin";
    if (item.mine) {
        if (item.state == u"expired")
            return tr("Its time is over · %1 of %2 have it").arg(item.done).arg(item.people);
        if (item.state == u"closed")
            return isHandIn ? tr("Closed · %1 of %2 handed in").arg(item.done).arg(item.people) : tr("Withdrawn · %1 of %2 have it").arg(item.done).arg(item.people);
        return isHandIn ? tr("%1 of %2 handed in").arg(item.done).arg(item.people) : tr("%1 of %2 have it").arg(item.done).arg(item.people);
    }
    if (isHandIn) {
        if (item.my == u"done")
            return item.late ? tr("Handed in, version %1, late").arg(item.version) : tr("Handed in, version %1").arg(item.version);
        if (item.state != u"open")
            return tr("Closed");
        return item.until > 0 ? tr("Hand in by %1").arg(deadline(item.until)) : tr("To be handed in");
    }
    if (item.my == u"done")
        return tr("You have it");
    if (item.my == u"declined")
        return tr("You declined it");
    if (item.state != u"open")
        return item.state == u"expired" ? tr("Its time is over") : tr("Withdrawn");
    if (item.my == u"failed")
        return tr("It did not arrive; try again");
    return item.my == u"taking" ? tr("Half way; go on taking it") : tr("Waiting for you · %1").arg(formatBytes(item.bytes));
}

int DeliveriesModel::tone(const DeliverItem &item) const
{
    if (item.mine && m_shows == Shows::FromMe) {
        if (item.failed > 0)
            return 3;
        return item.people > 0 && item.done == item.people ? 2 : item.state == u"open" ? 0 : 4;
    }
    if (item.my == u"done")
        return 2;
    if (item.state != u"open" || item.my == u"declined")
        return 4;
    return item.my == u"failed" ? 3 : 1;
}

QVariant DeliveriesModel::data(const QModelIndex &index, int role) const
{
    const DeliverItem &item = m_items.at(index.row());
    switch (role) {
    case IdRole:
        return item.id;
    case Qt::DisplayRole:
    case TitleRole:
        return item.title;
    case WhoRole:
        return m_shows == Shows::FromMe ? tr("to %1").arg(item.to) : tr("from %1").arg(item.from);
    case StatusRole:
        if (m_progress.contains(item.id))
            return item.kind == u"handin" ? tr("Handing it in") : tr("Taking it");
        return status(item);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return u"%1, %2, %3"_s.arg(item.title, data(index, WhoRole).toString(), data(index, StatusRole).toString());
    case IconRole:
        return item.kind == u"handin" ? u"upload"_s : item.kind == u"handout" ? u"users"_s : u"send"_s;
    case ToneRole:
        return tone(item);
    case FractionRole:
        if (m_progress.contains(item.id))
            return m_progress.value(item.id);
        return m_shows == Shows::FromMe && item.people > 1 ? static_cast<double>(item.done) / item.people : -1.0;
    default:
        return {};
    }
}

} // namespace transom::ui
