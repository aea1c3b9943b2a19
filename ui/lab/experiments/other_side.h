#pragma once

#include "ui/lab/experiments/experiment_run.h"

#include <QTimer>

namespace transom::ui {

/// The part that Transom plays while somebody tries a lesson's program: once, on loopback, on the port that the program has. A client waits for
/// the program to listen. All work is in a thread of its own. GUI thread.
class OtherSide : public QObject
{
    Q_OBJECT

public:
    enum class Part { None, Client, Server };

    explicit OtherSide(QObject *parent = nullptr);

    /// What a lesson's program needs opposite it.
    static Part partOf(const QString &experiment);
    static bool usesDatagrams(const QString &experiment);
    /// A port of loopback that nobody had a moment ago. 0: the system has none.
    static quint16 freePort(bool datagrams);

    void start(const QString &experiment, quint16 port);
    void stop() { m_work.stop(); }
    bool isRunning() const { return m_work.isRunning(); }

Q_SIGNALS:
    void runningChanged(bool running);
    /// Some more calls, soon after they were made.
    void called(const QList<transom::lab::CallRecord> &calls);
    /// Error None: it came to its end; Cancelled: it was stopped.
    void finished(const transom::Error &error, quint64 dropped);

private:
    void drain();

    LabWork m_work;
    QTimer m_drain;
};

} // namespace transom::ui
