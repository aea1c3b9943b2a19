#pragma once

#include "ui/lab/dialects/dialect_run.h"

#include <QMap>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace transom::ui {

class Banner;
class ElidedLabel;
class EventLog;

/// One server or client: who said what, what happened call by call, and a line to type. GUI thread.
class RunView : public QWidget
{
    Q_OBJECT

public:
    explicit RunView(DialectRun &run, QWidget *parent = nullptr);

    DialectRun &run() const { return m_run; }
    EventLog *conversation() const { return m_conversation; }
    EventLog *calls() const { return m_calls; }

Q_SIGNALS:
    void wireWanted();
    void removeWanted();
    /// Nobody was there: a server of this dialect could be.
    void serverWanted();

private:
    void see(const QList<lab::LabEvent> &events);
    void converse(const lab::LabEvent &event);
    void listCall(const lab::LabEvent &event);
    QString speakerOf(const lab::LabEvent &event) const;
    void showState();
    void sendLine();
    void keepAccount(const lab::LabEvent &event);
    void chooseWhoGoes();

    DialectRun &m_run;
    quint64 m_clients = 0; ///< that have connected so far
    QHash<quint64, QString> m_peers; ///< of those that are connected now, by stream
    QMap<quint64, bool> m_here;      ///< streams of a server that are connected now; true: nothing has come for a while
    QLabel *m_icon;
    ElidedLabel *m_state;
    QPushButton *m_wire;
    QToolButton *m_sendAway;
    QPushButton *m_stop;
    Banner *m_banner;
    EventLog *m_conversation;
    EventLog *m_calls;
    QLineEdit *m_line;
    QPushButton *m_send;
    QLabel *m_hint;
    bool m_moved = false;
};

} // namespace transom::ui
