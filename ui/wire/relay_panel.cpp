#include "ui/wire/relay_panel.h"

#include "core/base/text.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/relay_controls.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QTreeWidget>

namespace transom::ui {

using namespace theme;

namespace {

enum Data { RelayRole = Qt::UserRole + 1, ConnectionRole };

} // namespace

RelayPanel::RelayPanel(RelayStation &station, QWidget *parent)
    : QWidget(parent)
    , m_station(station)
    , m_banner(new Banner)
    , m_list(new QTreeWidget)
    , m_controls(new RelayControls(station))
{
    setObjectName(QStringLiteral("relay-panel"));
    auto *title = makeLabel(tr("Relay"));
    QFont strong = theme::font(Type::Body);
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    auto *close = makeToolButton(QStringLiteral("close"), tr("Hide the relay"));
    connect(close, &QToolButton::clicked, this, &RelayPanel::closed);
    auto *head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(close);
    m_list->setObjectName(QStringLiteral("relay-list"));
    m_list->setAccessibleName(tr("Relays and their connections"));
    m_list->setProperty("plain", true);
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(Gap3);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->setMinimumHeight(4 * RowHeight);
    m_list->setMaximumHeight(6 * RowHeight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_stop = makeButton(tr("Stop relay"), QStringLiteral("stop"));
    m_stop->setObjectName(QStringLiteral("relay-stop"));
    auto *inside = new QWidget;
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(Gap4, Gap2, Gap3, Gap3);
    column->setSpacing(Gap2);
    column->addLayout(head);
    column->addWidget(makeForm());
    column->addWidget(m_banner);
    column->addWidget(m_list);
    column->addWidget(m_stop);
    column->addSpacing(Gap1);
    column->addWidget(m_controls, 1);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    connect(&station, &RelayStation::changed, this, &RelayPanel::showRelays);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &RelayPanel::choose);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        const RelayStation::Entry *entry = m_station.relay(chosenRelay());
        if (entry && entry->isRunning())
            m_station.stop(entry->id);
        else if (entry)
            m_station.remove(entry->id);
    });
    showRelays();
}

QWidget *RelayPanel::makeForm()
{
    auto *box = new QWidget;
    auto *form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(Gap1);
    const auto port = [](const char *name, int least) {
        auto *spin = new QSpinBox;
        spin->setObjectName(QLatin1String(name));
        spin->setRange(least, 65535);
        spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
        spin->setFixedWidth(76);
        return spin;
    };
    m_kind = new QComboBox;
    m_kind->setObjectName(QStringLiteral("relay-kind"));
    m_kind->addItems({QStringLiteral("TCP"), QStringLiteral("UDP")});
    m_kind->setAccessibleName(tr("Protocol"));
    m_listenHost = new QLineEdit(QStringLiteral("127.0.0.1"));
    m_listenHost->setObjectName(QStringLiteral("relay-listen-host"));
    m_listenHost->setAccessibleName(tr("Address to listen on"));
    m_listenPort = port("relay-listen-port", 0);
    m_listenPort->setSpecialValueText(tr("any"));
    m_listenPort->setAccessibleName(tr("Port to listen on"));
    m_targetHost = new QLineEdit(QStringLiteral("127.0.0.1"));
    m_targetHost->setObjectName(QStringLiteral("relay-target-host"));
    m_targetHost->setAccessibleName(tr("Computer to forward to"));
    m_targetPort = port("relay-target-port", 1);
    m_targetPort->setValue(7160);
    m_targetPort->setAccessibleName(tr("Port to forward to"));
    const auto pair = [](QWidget *one, QWidget *other) {
        auto *row = new QHBoxLayout;
        row->setSpacing(Gap1);
        row->addWidget(one, 1);
        row->addWidget(other);
        return row;
    };
    m_start = makeButton(tr("Start relay"), QStringLiteral("play"), true);
    m_start->setObjectName(QStringLiteral("relay-start"));
    form->addRow(tr("Listen"), pair(m_listenHost, m_listenPort));
    form->addRow(tr("Forward to"), pair(m_targetHost, m_targetPort));
    form->addRow(m_kind, m_start);
    centreLabels(*form);
    connect(m_start, &QPushButton::clicked, this, &RelayPanel::startRelay);
    connect(m_targetHost, &QLineEdit::returnPressed, this, &RelayPanel::startRelay);
    return box;
}

void RelayPanel::suggestTarget(const QString &host, quint16 port)
{
    if (!m_targetHost->isModified() && !host.isEmpty() && port != 0) {
        m_targetHost->setText(host);
        m_targetPort->setValue(port);
    }
}

void RelayPanel::focusTarget()
{
    m_targetHost->setFocus();
    m_targetHost->selectAll();
}

void RelayPanel::startRelay()
{
    const QString target = m_targetHost->text().trimmed();
    if (target.isEmpty())
        return m_banner->showText(Banner::Kind::Warning, tr("Say where to forward to: a name or an address."));
    RelayStation::Wanted wanted;
    wanted.udp = m_kind->currentIndex() == 1;
    wanted.listenHost = m_listenHost->text().trimmed();
    wanted.listenPort = static_cast<quint16>(m_listenPort->value());
    wanted.targetHost = target;
    wanted.targetPort = static_cast<quint16>(m_targetPort->value());
    m_shownConnection = 0;
    m_banner->hide();
    m_shown = m_station.start(wanted);
    showRelays();
}

void RelayPanel::showRelay(QTreeWidgetItem *item, const RelayStation::Entry &entry)
{
    const QString where = QStringLiteral("%1:%2").arg(entry.wanted.targetHost).arg(entry.wanted.targetPort);
    const QString name = QStringLiteral("%1  %2 → %3").arg(entry.wanted.udp ? QStringLiteral("UDP") : QStringLiteral("TCP"), entry.isRunning() ? entry.listening : entry.wanted.listenHost, printable(where, 80));
    item->setText(0, name);
    item->setToolTip(0, plainToolTip(name));
    item->setText(1, entry.isRunning() ? tr("listening") : entry.error.code != ErrorCode::None ? tr("failed") : tr("stopped"));
    item->setForeground(1, color(entry.isRunning() ? Role::Good : entry.error.code != ErrorCode::None ? Role::Bad : Role::TextMuted));
    while (item->childCount() > entry.connections.size())
        delete item->takeChild(item->childCount() - 1);
    for (qsizetype i = 0; i < entry.connections.size(); ++i) {
        const RelayStation::Connection &connection = entry.connections[i];
        QTreeWidgetItem *child = i < item->childCount() ? item->child(static_cast<int>(i)) : new QTreeWidgetItem(item);
        child->setData(0, RelayRole, entry.id);
        child->setData(0, ConnectionRole, connection.number);
        child->setText(0, QStringLiteral("#%1  %2").arg(connection.number).arg(printable(connection.client, 60)));
        child->setText(1, connection.open ? QStringLiteral("↑ %1  ↓ %2").arg(formatBytes(connection.of(lab::From::Client).read), formatBytes(connection.of(lab::From::Server).read)) : tr("over"));
        child->setToolTip(0, plainToolTip(connection.news));
        child->setForeground(0, color(connection.open ? Role::Text : Role::TextMuted));
    }
    item->setExpanded(true);
}

void RelayPanel::showRelays()
{
    const QSignalBlocker quiet(m_list);
    const auto &relays = m_station.relays();
    while (m_list->topLevelItemCount() > relays.size())
        delete m_list->takeTopLevelItem(m_list->topLevelItemCount() - 1);
    int at = 0;
    QTreeWidgetItem *current = nullptr;
    for (const RelayStation::Entry &entry : relays) {
        QTreeWidgetItem *item = at < m_list->topLevelItemCount() ? m_list->topLevelItem(at) : new QTreeWidgetItem(m_list);
        ++at;
        item->setData(0, RelayRole, entry.id);
        item->setData(0, ConnectionRole, 0);
        showRelay(item, entry);
        if (entry.id != m_shown)
            continue;
        current = item;
        for (int i = 0; i < item->childCount(); ++i) {
            if (m_shownConnection != 0 && item->child(i)->data(0, ConnectionRole).toULongLong() == m_shownConnection)
                current = item->child(i);
        }
    }
    m_list->setVisible(!relays.isEmpty());
    if (!current && !relays.isEmpty()) {
        current = m_list->topLevelItem(m_list->topLevelItemCount() - 1);
        m_shown = current->data(0, RelayRole).toInt();
        m_shownConnection = 0;
    }
    m_list->setCurrentItem(current);
    const RelayStation::Entry *entry = m_station.relay(chosenRelay());
    if (entry && entry->error.code != ErrorCode::None)
        m_banner->showError(entry->error);
    else if (entry && entry->isRunning() && entry->connections.isEmpty())
        m_banner->showText(Banner::Kind::Info, tr("Now connect the client to %1 instead of to %2:%3.").arg(entry->listening, printable(entry->wanted.targetHost, 60)).arg(entry->wanted.targetPort));
    else
        m_banner->hide();
    m_stop->setVisible(entry);
    m_stop->setText(entry && !entry->isRunning() ? tr("Remove from the list") : tr("Stop relay"));
    m_controls->setVisible(entry);
    m_controls->control(chosenRelay(), m_shownConnection);
}

int RelayPanel::chosenRelay() const
{
    return m_shown;
}

void RelayPanel::choose()
{
    const QTreeWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    m_shown = item->data(0, RelayRole).toInt();
    m_shownConnection = item->data(0, ConnectionRole).toULongLong();
    m_controls->control(m_shown, m_shownConnection);
    const RelayStation::Entry *entry = m_station.relay(m_shown);
    const RelayStation::Connection *connection = entry ? entry->connection(m_shownConnection) : nullptr;
    Q_EMIT streamWanted(connection ? connection->stream : 0);
    QMetaObject::invokeMethod(this, &RelayPanel::showRelays, Qt::QueuedConnection);
}

} // namespace transom::ui
