#pragma once

#include "ui/shell/backend.h"
#include "ui/widgets/widgets.h"

#include <QFrame>
#include <QTimer>

namespace transom::ui {

/// Always in sight: which server, as whom, whether it is trusted and encrypted, how far away.
class SessionBar : public QFrame
{
    Q_OBJECT

public:
    explicit SessionBar(Backend &backend);

Q_SIGNALS:
    void connectWanted();

private:
    void show(const client::ConnectionStatus &status);
    void fillMenu();
    void countDown();

    Backend &m_backend;
    QLabel *m_dot;
    ElidedLabel *m_who;
    QLabel *m_security;
    QLabel *m_securityText;
    QLabel *m_roundTrip;
    QPushButton *m_now;
    QToolButton *m_menu;
    QTimer m_tick;
};

} // namespace transom::ui
