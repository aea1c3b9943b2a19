#pragma once

#include "app/cli/invocation.h"
#include "app/cli/standard_input.h"
#include "core/lab/relay.h"

#include <QHash>
#include <QTimer>

#include <functional>

namespace transom::cli {

/// Lines on standard input that steer a running relay, and what it holds back, with the time that the other side will still wait.
class RelayConsole : public QObject
{
    Q_OBJECT

public:
    RelayConsole(const Invocation &invocation, lab::Relay &relay, bool udp);

    /// Whether standard input is a terminal that this program may read: not one that another program has in front.
    static bool hasTerminal();
    void start();

    /// Called for "framing": frames are shown by it, too.
    std::function<void(quint64 stream, const inspect::Framings &framings)> framingChosen;

Q_SIGNALS:
    /// "quit". The end of standard input is not one: a script's last line stays in force.
    void quit();

private:
    void take(const QByteArray &bytes);
    void obey(const QString &line);
    void status() const;
    void watch();

    const Invocation &m_invocation;
    lab::Relay &m_relay;
    const bool m_udp;
    StandardInput m_input;
    QByteArray m_line;
    QTimer m_watch;
    struct Told
    {
        qint64 held = 0;
        qint64 secondsLeft = -1;
    };
    QHash<std::pair<quint64, int>, Told> m_told;
};

} // namespace transom::cli
