#include "ui/lab/dialects/serving_chart.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <cerrno>

namespace transom::ui {

using Kind = lab::LabEvent::Kind;
using Call = lab::CallRecord::Call;

void ServingStory::begin(int clients, const QList<int> &slow)
{
    *this = {};
    for (int number = 0; number < clients; ++number) {
        ServedClient client;
        client.number = number + 1;
        client.slow = slow.contains(number);
        m_clients.append(client);
        m_local.append(QString());
    }
}

void ServingStory::addClientEvent(const lab::LabEvent &event)
{
    const qsizetype index = static_cast<qsizetype>(event.stream) - 1;
    if (index < 0 || index >= m_clients.size() || m_complete)
        return;
    ServedClient &client = m_clients[index];
    if (event.kind == Kind::Setup) {
        client.connected = event.monotonicNs;
        m_local[index] = event.local;
        return;
    }
    if (event.kind != Kind::Call)
        return;
    const lab::CallRecord &call = event.call;
    if (call.call == Call::Socket)
        client.begun = call.monotonicNs;
    else if (call.call == Call::Receive && call.result > 0)
        client.answered = true;
    else if (call.call == Call::Close)
        client.ended = call.monotonicNs;
    const bool failed = call.result < 0 && call.error != EAGAIN && call.error != EINPROGRESS;
    if (failed || (call.call == Call::Receive && call.result == 0 && !client.answered))
        client.refused = true;
}

void ServingStory::addServerEvent(const lab::LabEvent &event)
{
    Handling &handling = m_handlings[event.stream];
    if (event.kind == Kind::Setup) {
        handling.setup = event.monotonicNs;
        handling.process = event.process;
        handling.thread = event.thread;
        m_streams.insert(event.peer, event.stream);
    } else if (event.kind == Kind::Handle) {
        handling.handle = event.monotonicNs;
    } else if (event.kind == Kind::Finish) {
        handling.finish = event.monotonicNs;
    }
}

void ServingStory::complete(const QList<lab::CrowdClient> &crowd)
{
    m_complete = true;
    for (const lab::CrowdClient &seen : crowd) {
        if (seen.number >= m_clients.size())
            continue;
        ServedClient &client = m_clients[seen.number];
        client.begun = seen.begun;
        client.connected = seen.connected;
        client.ended = seen.ended;
        client.answered = seen.answered > 0;
        client.refused = seen.error.code != ErrorCode::None;
        client.error = client.refused ? describe(seen.error) : QString();
        m_local[seen.number] = seen.local;
    }
}

QList<ServedClient> ServingStory::clients() const
{
    QList<ServedClient> clients = m_clients;
    for (qsizetype i = 0; i < clients.size(); ++i) {
        ServedClient &client = clients[i];
        const auto stream = m_local[i].isEmpty() ? m_streams.cend() : m_streams.constFind(m_local[i]);
        if (stream == m_streams.cend())
            continue;
        const Handling handling = m_handlings.value(*stream);
        client.accepted = handling.setup;
        client.handled = handling.handle;
        client.finished = handling.finish;
        client.process = handling.process;
        client.thread = handling.thread;
    }
    return clients;
}

QString ServingStory::summary() const
{
    const QList<ServedClient> all = clients();
    int served = 0;
    int refused = 0;
    qint64 first = -1;
    qint64 last = 0;
    QSet<std::pair<qint64, qint64>> handlers;
    for (const ServedClient &client : all) {
        refused += client.refused ? 1 : 0;
        if (client.process != 0)
            handlers.insert({client.process, client.thread});
        if (!client.answered)
            continue;
        ++served;
        if (client.accepted > 0) {
            const qint64 wait = std::max<qint64>(0, client.accepted - client.begun);
            first = first < 0 ? wait : std::min(first, wait);
            last = std::max(last, wait);
        }
    }
    QStringList parts{QCoreApplication::translate("Lab", "%1 of %2 answered").arg(served).arg(all.size())};
    if (refused > 0)
        parts += QCoreApplication::translate("Lab", "%1 turned away").arg(refused);
    if (first >= 0)
        parts += QCoreApplication::translate("Lab", "the first waited %1, the last %2").arg(formatRoundTrip(first), formatRoundTrip(last));
    const int number = static_cast<int>(handlers.size());
    if (number > 0)
        parts += QCoreApplication::translate("Lab", "%n handler(s)", nullptr, number);
    return parts.join(QStringLiteral(" · "));
}

} // namespace transom::ui
