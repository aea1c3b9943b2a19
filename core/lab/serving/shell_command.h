#pragma once

#include "core/base/descriptor.h"
#include "core/lab/dialect/conversation.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <sys/types.h>

namespace transom::lab {

/// One command of a tutorial's server: /bin/sh -c, a session of its own, standard output and error apart, within a time and an amount of
/// output. Whatever is left of its process group is killed at its end, and when this is destroyed.
class ShellCommand : public QObject
{
    Q_OBJECT

public:
    struct Limits
    {
        std::chrono::milliseconds time{30'000};
        qint64 output = 8 * 1024 * 1024; ///< bytes of both together
    };

    explicit ShellCommand(QObject *parent = nullptr);
    ~ShellCommand() override;

    /// `done` follows in any case, and never from within this call.
    void start(const QByteArray &command, const QByteArray &directory, const Limits &limits);

Q_SIGNALS:
    /// Exactly once.
    void done(const transom::lab::CommandResult &result);

private:
    struct Pipe
    {
        Descriptor descriptor;
        std::unique_ptr<QSocketNotifier> notifier;
        QByteArray bytes;
    };

    bool launch(const QByteArray &command);
    void watch(Pipe &pipe);
    void read(Pipe &pipe);
    void end();
    void look();
    void finish(int status);
    void closePipe(Pipe &pipe);

    pid_t m_pid = 0;
    Pipe m_output;
    Pipe m_error;
    Limits m_limits;
    CommandResult m_result;
    QTimer m_deadline;
    QTimer m_poll;    ///< for its exit
    int m_pollsAfterExit = 0;
};

} // namespace transom::lab
