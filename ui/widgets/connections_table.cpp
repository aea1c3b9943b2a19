#include "ui/widgets/connections_table.h"

#include "ui/theme/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QInputDialog>
#include <QItemSelectionModel>
#include <QMenu>

#include <array>

namespace transom::ui {

using namespace theme;

ConnectionsTable::ConnectionsTable(Backend &backend, Shows shows)
    : m_backend(backend)
{
    setModel(&m_model);
    setAccessibleName(tr("Connections"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(RowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    const std::array<int, ConnectionsModel::Columns> widths{84, 210, 120, 110, 90, 90, 110, 100, 100};
    for (int i = 0; i < ConnectionsModel::Columns; ++i)
        setColumnWidth(i, widths.at(static_cast<size_t>(i)));
    horizontalHeader()->setSectionResizeMode(ConnectionsModel::Peer, QHeaderView::Stretch);
    setColumnHidden(ConnectionsModel::Direction, shows == Shows::OnlyServed);
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(this, &QTableView::customContextMenuRequested, this, &ConnectionsTable::showMenu);

    if (shows == Shows::BothSides)
        connect(&backend, &Backend::statusChanged, &m_model, &ConnectionsModel::setConnection);
    connect(&backend, &Backend::serverChanged, &m_model, [this] { m_model.setSessions(m_backend.serverStatus().sessions); });
    if (shows == Shows::BothSides)
        m_model.setConnection(backend.status());
    m_model.setSessions(backend.serverStatus().sessions);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &ConnectionsTable::changed);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &ConnectionsTable::changed);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &ConnectionsTable::changed);
    connect(&m_tick, &QTimer::timeout, &m_model, &ConnectionsModel::tick);
    m_tick.start(1000);
}

std::optional<ConnectionsModel::Row> ConnectionsTable::chosen() const
{
    const QModelIndexList rows = selectionModel()->selectedRows(ConnectionsModel::Peer);
    return rows.isEmpty() ? std::nullopt : std::optional(m_model.row(rows.first().row()));
}

void ConnectionsTable::message(const ConnectionsModel::Row &row)
{
    bool accepted = false;
    const QString text = QInputDialog::getText(this, tr("Message to %1").arg(row.user), tr("It appears in their chat as a line from the server."), QLineEdit::Normal, {}, &accepted);
    if (accepted && !text.trimmed().isEmpty() && m_backend.server())
        m_backend.server()->notify(row.user, text);
}

void ConnectionsTable::disconnectFrom(const ConnectionsModel::Row &row)
{
    if (row.isOurs)
        m_backend.disconnectFromServer();
    else if (m_backend.server())
        m_backend.server()->disconnectSession(row.id, tr("Ended by whoever runs the server."));
}

void ConnectionsTable::showMenu(const QPoint &position)
{
    const QModelIndex index = indexAt(position);
    if (!index.isValid())
        return;
    const ConnectionsModel::Row row = m_model.row(index.row());
    QMenu menu;
    menu.addAction(theme::icon(QStringLiteral("copy")), tr("Copy address"), this, [row] { QGuiApplication::clipboard()->setText(row.peer); });
    if (!row.isOurs)
        menu.addAction(theme::icon(QStringLiteral("chat")), tr("Send a message …"), this, [this, row] { message(row); })->setEnabled(canMessage(row));
    menu.addAction(theme::icon(QStringLiteral("disconnect")), row.isOurs || row.user.isEmpty() ? tr("Disconnect") : tr("Disconnect %1").arg(row.user), this, [this, row] { disconnectFrom(row); });
    menu.exec(viewport()->mapToGlobal(position));
}

} // namespace transom::ui
