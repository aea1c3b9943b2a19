#pragma once

#include "core/client/connection.h"
#include "core/server/server.h"

#include <QAbstractTableModel>

namespace transom::ui {

/// The connections that are open now, on both sides: ours to a server, and those to the server of this window.
class ConnectionsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Direction, Peer, User, State, In, Out, Rate, RoundTrip, Age, Columns };

    struct Row
    {
        bool isOurs = false;
        SessionId id;       ///< of the server's sessions
        QString peer;
        QString user;
        QString state;
        quint64 bytesIn = 0;
        quint64 bytesOut = 0;
        double rate = 0;    ///< both ways together, bytes per second
        qint64 roundTripNs = -1;
        qint64 openedMs = 0;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setConnection(const client::ConnectionStatus &status);
    void setSessions(const QList<server::SessionInfo> &sessions);
    /// Ages grow without anything else changing.
    void tick();
    const Row &row(int index) const { return m_rows.at(index); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void replace();
    QString text(const Row &row, int column) const;

    QList<Row> m_own;
    QList<Row> m_served;
    QList<Row> m_rows;
    quint64 m_lastBytes = 0;
    qint64 m_lastNs = 0;
};

/// The word for a session's state.
QString sessionStateText(session::State state);

} // namespace transom::ui
