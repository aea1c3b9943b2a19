#include "core/command/command_job.h"

#include "core/session/channel.h"
#include "core/session/session_link.h"
#include "core/wire/frame.h"

#include <QCoreApplication>
#include <QThread>

#include <algorithm>
#include <utility>

namespace transom::command {

using session::Channel;

CommandJob::CommandJob(session::SessionLink &link, protocol::CommandRun request)
    : m_link(link)
    , m_request(std::move(request))
{
    static const bool registered = [] {
        qRegisterMetaType<protocol::CommandStarted>();
        return true;
    }();
    Q_UNUSED(registered);
    if (thread() != link.thread())
        moveToThread(link.thread());
}

CommandJob::~CommandJob()
{
    if (m_channel) {
        m_channel->disconnect(this);
        m_channel->cancel();
    }
}

void CommandJob::writeInput(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    QMetaObject::invokeMethod(this, [this, bytes] {
        if (m_inputClosed || m_cancelled || state() == JobState::Finished)
            return;
        m_input.push_back(bytes);
        pushInput();
    });
}

void CommandJob::closeInput()
{
    QMetaObject::invokeMethod(this, [this] {
        m_inputClosed = true;
        pushInput();
    });
}

void CommandJob::sendSignal(const QString &name)
{
    QMetaObject::invokeMethod(this, [this, name] {
        if (m_channel)
            m_channel->send(protocol::CommandSignal{name});
    });
}

void CommandJob::resizeTerminal(int rows, int columns)
{
    if (rows < 1 || columns < 1)
        return;
    QMetaObject::invokeMethod(this, [this, rows, columns] {
        if (!m_request.terminal)
            return;
        if (m_channel) {
            m_channel->send(protocol::CommandResize{rows, columns});
        } else {
            m_request.terminal->rows = rows;
            m_request.terminal->columns = columns;
        }
    });
}

void CommandJob::consumed(qint64 bytes)
{
    QMetaObject::invokeMethod(this, [this, bytes] {
        const qint64 due = std::clamp<qint64>(bytes, 0, m_unconsumed);
        m_unconsumed -= due;
        if (state() == JobState::Suspended)
            m_heldCredit += due;
        else if (m_channel)
            m_channel->consumed(due);
    });
}

void CommandJob::doStart()
{
    auto *session = m_link.session();
    if (!session)
        return finish(Error{ErrorCode::ConnectionLost, QCoreApplication::translate("Command", "There is no connection to the server.")});
    m_channel = session->open(m_request);
    if (!m_channel)
        return finish(Error{ErrorCode::ServerBusy,
                       QCoreApplication::translate("Command", "Too much is going on in this connection at once. Wait until something has finished.")});
    connect(m_channel, &Channel::accepted, this, &CommandJob::handleAccepted);
    connect(m_channel, &Channel::closed, this, &CommandJob::handleClosed);
    connect(m_channel, &Channel::writable, this, &CommandJob::pushInput);
    connect(m_channel, &Channel::data, this, [this](const QByteArray &bytes, quint8 flags) {
        m_received += bytes.size();
        m_unconsumed += bytes.size();
        report(m_received, -1);
        Q_EMIT output(bytes, (flags & wire::flag::StandardError) != 0);
    });
    pushInput();
}

void CommandJob::doCancel()
{
    m_cancelled = true;
    m_input.clear();
    if (m_channel)
        m_channel->cancel();
    else
        finish(Error{ErrorCode::Cancelled, {}});
}

void CommandJob::doResume()
{
    if (m_channel)
        m_channel->consumed(m_heldCredit);
    m_heldCredit = 0;
}

void CommandJob::handleAccepted(const QJsonObject &result)
{
    const auto message = protocol::fromJson<protocol::CommandStarted>(result);
    if (!message) {
        m_channel->violated(message.error());
        return;
    }
    Q_EMIT started(*message);
}

void CommandJob::handleClosed(const Error &error, const QJsonObject &result)
{
    m_channel.clear();
    m_input.clear();
    if (error.code != ErrorCode::None)
        return finish(error);
    const auto ended = protocol::fromJson<protocol::CommandEnded>(result);
    if (!ended) // an orderly parting while the command ran, or an END without its result
        return finish(Error{ErrorCode::ConnectionLost,
                       QCoreApplication::translate("Command", "The connection ended before the command did. The server ends the command then.")});
    JobResult done;
    done.details = {{QStringLiteral("exitStatus"), ended->exitStatus},
                    {QStringLiteral("signal"), ended->signal},
                    {QStringLiteral("durationMs"), ended->durationMs}};
    finish(done);
}

void CommandJob::pushInput()
{
    if (!m_channel || m_cancelled)
        return;
    qint64 handedOver = 0;
    while (!m_input.empty()) {
        const qint64 room = std::min(m_channel->sendable(), m_channel->preferredDataSize());
        if (room <= 0)
            break;
        QByteArray &front = m_input.front();
        if (front.size() <= room) {
            handedOver += front.size();
            m_channel->sendData(std::exchange(front, {}));
            m_input.pop_front();
        } else {
            handedOver += room;
            m_channel->sendData(front.first(room));
            front.remove(0, room);
        }
    }
    if (m_input.empty() && m_inputClosed && !std::exchange(m_inputEnded, true))
        m_channel->end();
    if (handedOver > 0)
        Q_EMIT inputWritten(handedOver);
}

} // namespace transom::command
