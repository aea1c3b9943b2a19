#pragma once

#include "ui/models/connections_model.h"
#include "ui/shell/backend.h"

#include <QTableView>
#include <QTimer>

namespace transom::ui {

/// The connections that are open, with what can be done about each: by menu, or by the methods for the one that is chosen. GUI thread.
class ConnectionsTable : public QTableView
{
    Q_OBJECT

public:
    enum class Shows { BothSides, OnlyServed };

    ConnectionsTable(Backend &backend, Shows shows);

    bool isEmpty() const { return m_model.rowCount() == 0; }
    /// The one that is chosen, if any.
    std::optional<ConnectionsModel::Row> chosen() const;
    /// A line from the server can only be sent to somebody who has signed in here.
    static bool canMessage(const ConnectionsModel::Row &row) { return !row.isOurs && !row.user.isEmpty(); }
    void message(const ConnectionsModel::Row &row);
    void disconnectFrom(const ConnectionsModel::Row &row);

Q_SIGNALS:
    /// Rows came or went, or another one is chosen.
    void changed();

private:
    void showMenu(const QPoint &position);

    Backend &m_backend;
    ConnectionsModel m_model;
    QTimer m_tick;
};

} // namespace transom::ui
