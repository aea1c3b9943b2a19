#pragma once

#include "core/lab/dialect/dialect.h"

#include <memory>

namespace transom::lab {

/// What a right program of this dialect would say: the dialect's own conversation, without a socket, a disk or a shell. Commands are answered from
/// a small table of those that a check sends.
class Oracle
{
public:
    Oracle(const Dialect &dialect, Role role, const Parameters &parameters);

    void open();
    void hear(const QByteArray &bytes);
    /// What it has said since it was last asked.
    QByteArray take() { return std::exchange(m_said, {}); }
    bool isFinished() const { return m_conversation->isFinished(); }

    /// The standard output of a command that a check sends; nothing for any other.
    static QByteArray outputOf(const QByteArray &command);
    static const QByteArray HelloCommand;
    static const QByteArray LargeCommand;
    static const QByteArray QuietCommand;
    static const QByteArray ForeignCommand; ///< prints what is not ASCII
    static const QByteArray MixedCommand;   ///< says something on both outputs
    static const QByteArray FailingCommand; ///< only on its standard error

private:
    void perform();

    std::unique_ptr<Conversation> m_conversation;
    QByteArray m_said;
};

} // namespace transom::lab
