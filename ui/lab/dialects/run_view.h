#pragma once

#include "ui/lab/dialects/dialect_run.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

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

    DialectRun &m_run;
    quint64 m_clients = 0; ///< that have connected so far
    QLabel *m_icon;
    ElidedLabel *m_state;
    QPushButton *m_wire;
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
