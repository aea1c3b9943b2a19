#include "core/lab/check/oracle.h"

namespace transom::lab {

const QByteArray Oracle::HelloCommand("echo hello");
const QByteArray Oracle::LargeCommand("head -c 1000000 /dev/zero | tr '\\0' a");
const QByteArray Oracle::QuietCommand("true");
const QByteArray Oracle::ForeignCommand("echo 早安，世界");
const QByteArray Oracle::MixedCommand("echo hello; echo oops >&2");
const QByteArray Oracle::FailingCommand("echo oops >&2");

Oracle::Oracle(const Dialect &dialect, Role role, const Parameters &parameters)
    : m_conversation(dialect.conversation(role, parameters))
{}

QByteArray Oracle::outputOf(const QByteArray &command)
{
    const QByteArray wanted = command.trimmed();
    if (wanted == HelloCommand)
        return "hello\n";
    if (wanted == LargeCommand)
        return QByteArray(1'000'000, 'a');
    if (wanted == MixedCommand)
        return "hello\n";
    if (wanted == ForeignCommand)
        return "早安，世界\n";
    return {};
}

void Oracle::open()
{
    m_conversation->opened();
    perform();
}

void Oracle::hear(const QByteArray &bytes)
{
    // In the pieces that it asks for, as a socket would hand them out.
    for (qsizetype at = 0; at < bytes.size() || bytes.isEmpty();) {
        const qsizetype wants = m_conversation->wants();
        if (wants <= 0)
            return;
        const QByteArray piece = bytes.mid(at, wants);
        m_conversation->received(piece, QStringLiteral("check"));
        perform();
        at += piece.size();
        if (bytes.isEmpty())
            return;
    }
}

void Oracle::perform()
{
    for (Actions actions = m_conversation->take(); !actions.empty(); actions = m_conversation->take()) {
        for (const Action &action : actions) {
            if (const auto *send = std::get_if<SendBytes>(&action)) {
                m_said += send->bytes;
                m_conversation->sent();
            } else if (const auto *run = std::get_if<RunCommand>(&action)) {
                CommandResult result;
                result.output = outputOf(run->command);
                if (run->command == MixedCommand || run->command == FailingCommand)
                    result.error = "oops\n";
                result.status = 0;
                m_conversation->commandDone(result);
            } else if (const auto *wait = std::get_if<WaitFor>(&action); wait && wait->time < std::chrono::milliseconds(100)) {
                m_conversation->ticked(); // a breath between two sends: there is no time here
            } else if (std::holds_alternative<OpenStore>(action) || std::holds_alternative<WriteStore>(action) || std::holds_alternative<FinishStore>(action)) {
                m_conversation->stored({});
            }
        }
    }
}

} // namespace transom::lab
