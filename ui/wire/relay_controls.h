#pragma once

#include "ui/wire/relay_station.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace transom::ui {

/// What is done to one relay, or to one of its connections: hold and step, faults by direction, and what happens once. GUI thread.
class RelayControls : public QWidget
{
    Q_OBJECT

public:
    explicit RelayControls(RelayStation &station, QWidget *parent = nullptr);

    /// Connection 0: the whole relay. Relay 0: nothing.
    void control(int relay, quint64 connection);

private:
    using From = lab::From;
    struct Key
    {
        int relay = 0;
        quint64 connection = 0;
        From from = From::Client;
        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed) { return qHashMulti(seed, key.relay, key.connection, static_cast<int>(key.from)); }
    };

    QWidget *makeHold();
    QWidget *makeFaults();
    QWidget *makeOnce();
    QSpinBox *spin(const char *name, int most, const QString &suffix, const QString &tip);
    From from() const;
    Key key() const { return {m_relay, m_connection, from()}; }
    lab::Faults shownFaults() const;
    void showFaults();
    void apply();
    void showHold();

    RelayStation &m_station;
    int m_relay = 0;
    quint64 m_connection = 0;
    QHash<Key, lab::Faults> m_faults; ///< what is in force, for showing it again
    bool m_showing = false;
    QComboBox *m_from;
    QPushButton *m_hold;
    QPushButton *m_stepChunk;
    QPushButton *m_stepFrame;
    QLabel *m_held;
    QFormLayout *m_form = nullptr;
    QSpinBox *m_delay = nullptr;
    QSpinBox *m_jitter = nullptr;
    QSpinBox *m_rate = nullptr;
    QSpinBox *m_split = nullptr;
    QSpinBox *m_merge = nullptr;
    QSpinBox *m_flip = nullptr;
    QSpinBox *m_loss = nullptr;
    QSpinBox *m_duplicate = nullptr;
    QSpinBox *m_reorder = nullptr;
    QPushButton *m_stall = nullptr;
    QPushButton *m_halfClose = nullptr;
    QPushButton *m_reset = nullptr;
    QTimer m_tick; ///< the countdown
};

} // namespace transom::ui
