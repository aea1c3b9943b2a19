#include "ui/lab/dialects/dialect_run.h"

#include <algorithm>

namespace transom::ui {

using namespace Qt::StringLiterals;
using Kind = lab::LabEvent::Kind;

DialectRun::DialectRun(int id, const Wanted &wanted, QObject *parent)
    : QObject(parent)
    , m_id(id)
    , m_wanted(wanted)
    , m_address(!wanted.unixPath.isEmpty() ? wanted.unixPath : wanted.host.contains(u':') ? u"[%1]:%2"_s.arg(wanted.host).arg(wanted.port) : u"%1:%2"_s.arg(wanted.host).arg(wanted.port))
    , m_port(wanted.port)
{}

DialectRun::~DialectRun() = default;

Result<void> DialectRun::start()
{
    auto parameters = lab::Parameters::make(*m_wanted.dialect, m_wanted.role, m_wanted.given);
    if (!parameters)
        return tl::make_unexpected(parameters.error());
    if (isServer()) {
        lab::ServeOptions options;
        options.dialect = m_wanted.dialect;
        options.parameters = *parameters;
        if (m_wanted.unixPath.isEmpty() && !options.address.setAddress(m_wanted.host))
            return fail(ErrorCode::BadArgument, tr("%1 is not an address of this computer. Enter one like 127.0.0.1.").arg(m_wanted.host));
        options.port = m_wanted.port;
        options.unixPath = m_wanted.unixPath;
        options.serving = m_wanted.serving;
        options.backlog = 64; // room for a crowd; the kernel tries again after a second where it is full
        options.executeForAnybody = m_wanted.forAnybody;
        auto server = std::make_unique<lab::LabServer>(options, m_log.sink());
        if (auto started = server->start(); !started)
            return started;
        m_server = std::move(server);
        m_address = m_server->address();
        m_port = m_server->port();
    } else {
        lab::ConnectOptions options;
        options.dialect = m_wanted.dialect;
        options.parameters = *parameters;
        options.host = m_wanted.host;
        options.port = m_wanted.port;
        options.unixPath = m_wanted.unixPath;
        options.executeForAnybody = m_wanted.forAnybody;
        m_client = std::make_unique<lab::LabClient>(options, m_log.sink());
        m_client->start();
    }
    m_running = true;
    return {};
}

void DialectRun::stop()
{
    if (!m_running)
        return;
    if (m_server)
        m_server->stop();
    if (m_client)
        m_client->stop();
    while (drain()) {
    }
    if (std::exchange(m_running, false)) // its last word was lost
        Q_EMIT stateChanged();
}

void DialectRun::say(const QString &line)
{
    if (m_linesWanted > 0)
        --m_linesWanted;
    else
        ++m_linesKept;
    if (m_server)
        m_server->say(line);
    if (m_client)
        m_client->say(line);
    Q_EMIT stateChanged();
}

void DialectRun::sendAway(quint64 stream)
{
    if (m_server)
        m_server->drop(stream);
}

bool DialectRun::drain(qsizetype most)
{
    const auto batch = m_log.drain(most);
    m_news = batch.events;
    m_forgotten += batch.dropped;
    if (m_news.isEmpty())
        return false;
    const bool was = m_running;
    const int wanted = m_linesWanted;
    const int kept = m_linesKept;
    for (const lab::LabEvent &event : std::as_const(m_news))
        see(event);
    Q_EMIT happened(m_news);
    if (was != m_running || wanted != m_linesWanted || kept != m_linesKept)
        Q_EMIT stateChanged();
    return true;
}

void DialectRun::see(const lab::LabEvent &event)
{
    switch (event.kind) {
    case Kind::LineWanted:
        if (m_linesKept > 0)
            --m_linesKept;
        else
            ++m_linesWanted;
        return;
    case Kind::Finish:
        m_linesWanted = std::max(0, m_linesWanted - 1); // whoever waited has gone; one too few only makes the field say less
        return;
    case Kind::Ended:
        m_error = event.error;
        m_running = false;
        m_linesWanted = 0;
        return;
    default:
        return;
    }
}

QString DialectRun::title() const
{
    return isServer() ? tr("%1 server").arg(m_wanted.dialect->name()) : tr("%1 client").arg(m_wanted.dialect->name());
}

} // namespace transom::ui
