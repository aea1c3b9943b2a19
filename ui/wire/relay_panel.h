#pragma once

#include "ui/wire/relay_station.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTreeWidget;
class QTreeWidgetItem;

namespace transom::ui {

class Banner;
class RelayControls;

/// "Listen here, forward there": starts and stops relays, lists them with their connections, and holds what is done to them. GUI thread.
class RelayPanel : public QWidget
{
    Q_OBJECT

public:
    explicit RelayPanel(RelayStation &station, QWidget *parent = nullptr);

    /// Where a relay would most likely go, until somebody has typed another place.
    void suggestTarget(const QString &host, quint16 port);
    void focusTarget();

Q_SIGNALS:
    void closed();
    /// A connection was clicked: its stream.
    void streamWanted(quint32 stream);

private:
    QWidget *makeForm();
    void startRelay();
    void showRelays();
    void showRelay(QTreeWidgetItem *item, const RelayStation::Entry &entry);
    void choose();
    int chosenRelay() const;

    RelayStation &m_station;
    Banner *m_banner;
    QComboBox *m_kind;
    QLineEdit *m_listenHost;
    QSpinBox *m_listenPort;
    QLineEdit *m_targetHost;
    QSpinBox *m_targetPort;
    QPushButton *m_start;
    QTreeWidget *m_list;
    QPushButton *m_stop;
    RelayControls *m_controls;
    int m_shown = 0;
    quint64 m_shownConnection = 0;
};

} // namespace transom::ui
