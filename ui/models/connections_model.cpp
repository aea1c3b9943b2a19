#include "ui/models/connections_model.h"

#include "core/base/clock.h"
#include "core/base/text.h"

#include <algorithm>

namespace transom::ui {

QString sessionStateText(session::State state)
{
    switch (state) {
    case session::State::Opening:
        return ConnectionsModel::tr("Securing");
    case session::State::Greeting:
    case session::State::SigningIn:
        return ConnectionsModel::tr("Signing in");
    case session::State::SignedIn:
        return ConnectionsModel::tr("Signed in");
    case session::State::Leaving:
    case session::State::Closed:
        return ConnectionsModel::tr("Leaving");
    }
    return {};
}

void ConnectionsModel::setConnection(const client::ConnectionStatus &status)
{
    m_own.clear();
    if (status.state == client::ConnectionState::Online) {
        Row row;
        row.isOurs = true;
        row.peer = status.peerAddress;
        row.user = status.user;
        row.state = tr("Signed in");
        row.bytesIn = status.bytesIn;
        row.bytesOut = status.bytesOut;
        const qint64 now = monotonicNs();
        const quint64 bytes = status.bytesIn + status.bytesOut;
        if (m_lastNs != 0 && bytes >= m_lastBytes)
            row.rate = static_cast<double>(bytes - m_lastBytes) * 1e9 / static_cast<double>(std::max<qint64>(now - m_lastNs, 1'000'000));
        m_lastBytes = bytes;
        m_lastNs = now;
        row.roundTripNs = status.roundTripNs;
        row.openedMs = status.openedMs;
        m_own.append(row);
    } else {
        m_lastNs = 0;
    }
    replace();
}

void ConnectionsModel::setSessions(const QList<server::SessionInfo> &sessions)
{
    m_served.clear();
    for (const auto &session : sessions) {
        Row row;
        row.id = session.id;
        row.peer = session.peer;
        row.user = session.user;
        row.state = sessionStateText(session.state);
        row.bytesIn = session.stats.bytesIn;
        row.bytesOut = session.stats.bytesOut;
        row.rate = session.rateIn + session.rateOut;
        row.roundTripNs = session.stats.roundTripNs;
        row.openedMs = session.stats.openedMs;
        m_served.append(row);
    }
    replace();
}

void ConnectionsModel::replace()
{
    const QList<Row> rows = m_own + m_served;
    const auto same = [](const Row &one, const Row &other) { return one.isOurs == other.isOurs && one.id == other.id; };
    // Row by row, so that what is chosen stays with its session and never passes to another. Both lists are in order.
    for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i) {
        if (std::any_of(rows.begin(), rows.end(), [&](const Row &row) { return same(row, m_rows.at(i)); }))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.removeAt(i);
        endRemoveRows();
    }
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        if (i < m_rows.size() && same(rows.at(i), m_rows.at(i)))
            continue;
        beginInsertRows({}, i, i);
        m_rows.insert(i, rows.at(i));
        endInsertRows();
    }
    m_rows = rows;
    if (!rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(rows.size()) - 1, Columns - 1));
}

void ConnectionsModel::tick()
{
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, Age), index(static_cast<int>(m_rows.size()) - 1, Age));
}

int ConnectionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ConnectionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant ConnectionsModel::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows.at(index.row());
    if (role == Qt::DisplayRole)
        return text(row, index.column());
    // Names come from the other side, and a tooltip would take them for markup.
    if (role == Qt::ToolTipRole)
        return QStringLiteral("<span>%1</span>").arg(text(row, index.column()).toHtmlEscaped());
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((index.column() >= In ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

QString ConnectionsModel::text(const Row &row, int column) const
{
    switch (column) {
    case Direction:
        return row.isOurs ? tr("To") : tr("From");
    case Peer:
        return row.peer;
    case User:
        return row.user.isEmpty() ? QStringLiteral("–") : row.user;
    case State:
        return row.state;
    case In:
        return formatBytes(static_cast<qint64>(row.bytesIn));
    case Out:
        return formatBytes(static_cast<qint64>(row.bytesOut));
    case Rate:
        return formatRate(row.rate);
    case RoundTrip:
        return row.roundTripNs < 0 ? QStringLiteral("–") : formatRoundTrip(row.roundTripNs);
    case Age:
        return formatDuration(wallClockMs() - row.openedMs);
    default:
        return {};
    }
}

QVariant ConnectionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section >= In ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QStringList titles{tr("Direction"), tr("Peer"), tr("User"), tr("State"), tr("In"), tr("Out"), tr("Rate"), tr("Round trip"), tr("Age")};
    return titles.value(section);
}

} // namespace transom::ui
