#pragma once

#include "core/lab/workbench/workbench.h"

#include <QFrame>
#include <QLabel>

class QToolButton;

namespace transom::ui {

class ElidedLabel;

/// A socket of the workbench: its name, its kind, from where to where, and what the kernel says of it now. Is pressed to choose it.
class SocketCard : public QFrame
{
    Q_OBJECT

public:
    explicit SocketCard(int socket);
    void show(const lab::Workbench &bench, bool chosen);
    int socket() const { return m_socket; }

Q_SIGNALS:
    void pressed();
    void interruptWanted(quint64 entry);
    void removeWanted();

private:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

    const int m_socket;
    bool m_chosen = false;
    quint64 m_waiting = 0;
    QLabel *m_name;
    QLabel *m_type;
    QLabel *m_state;
    ElidedLabel *m_ends;
    QLabel *m_queues;
    QWidget *m_waits;
    QLabel *m_waitsText;
    QToolButton *m_remove;
};

} // namespace transom::ui
