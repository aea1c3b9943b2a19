#include "core/server/session_host.h"

#include "core/base/clock.h"

#include <algorithm>

namespace transom::server {

namespace {

constexpr auto MeasureEvery = std::chrono::seconds(1);
/// A list of thousands is for nobody's eyes; the window shows the newest.
constexpr qsizetype MostPublished = 1000;

} // namespace

SessionHost::SessionHost(session::ServerConfig config)
    : m_config(std::move(config))
    , m_measure(this)
{
    m_measure.setInterval(MeasureEvery);
    connect(&m_measure, &QTimer::timeout, this, &SessionHost::measure);
}

SessionHost::~SessionHost()
{
    const auto entries = std::exchange(m_entries, {});
    for (const Entry &entry : entries) {
        entry.session->disconnect(this);
        delete entry.session;
        if (entry.release)
            entry.release();
    }
}

void SessionHost::adopt(std::unique_ptr<transport::ByteStream> stream, std::function<void()> released)
{
    auto *session = new session::ServerSession(std::move(stream), m_config);
    session->setParent(this);
    const SessionId id = session->id();
    Entry &entry = m_entries[id];
    entry.session = session;
    entry.release = std::move(released);
    session->setTap(m_tap);
    connect(session, &session::Session::signedIn, this, [this, id] {
        if (auto release = std::exchange(m_entries[id].release, {}))
            release();
        publishSoon();
    });
    connect(session, &session::Session::stateChanged, this, &SessionHost::publishSoon);
    connect(session, &session::Session::closed, this, [this, id](const Error &reason) {
        const Entry gone = m_entries.take(id);
        if (gone.release)
            gone.release();
        if (!gone.session->principal().user.isEmpty())
            Q_EMIT signedOut(describeEntry(gone), reason);
        gone.session->deleteLater();
        publishSoon();
        if (m_leaving && m_entries.isEmpty())
            Q_EMIT empty();
    });
    if (!m_measure.isActive()) {
        m_measuredNs = monotonicNs();
        m_measure.start();
    }
    if (m_leaving)
        session->abort({ErrorCode::ShuttingDown, {}});
    publishSoon();
}

void SessionHost::accountChanged(const accounts::User &user)
{
    // Leaving may change the table.
    const auto entries = m_entries.values();
    for (const Entry &entry : entries) {
        if (entry.session->principal().userId != user.id)
            continue;
        if (user.enabled)
            entry.session->updatePrincipal({user.id, user.name, user.access});
        else
            entry.session->leave({ErrorCode::AccountDisabled, {}});
    }
}

void SessionHost::accountRemoved(qint64 userId)
{
    const auto entries = m_entries.values();
    for (const Entry &entry : entries) {
        if (entry.session->principal().userId == userId)
            entry.session->leave({ErrorCode::AccountDisabled, QStringLiteral(QT_TRANSLATE_NOOP("Error", "This account has been removed."))});
    }
}

void SessionHost::disconnectSession(SessionId id, const Error &reason)
{
    if (const auto found = m_entries.constFind(id); found != m_entries.constEnd())
        found->session->leave(reason);
}

void SessionHost::leaveAll(const Error &reason)
{
    m_leaving = true;
    const auto entries = m_entries.values();
    for (const Entry &entry : entries)
        entry.session->leave(reason);
    if (m_entries.isEmpty())
        Q_EMIT empty();
}

void SessionHost::setTap(const std::shared_ptr<wire::Tap> &tap)
{
    m_tap = tap;
    for (const Entry &entry : std::as_const(m_entries))
        entry.session->setTap(tap);
}

SessionInfo SessionHost::describeEntry(const Entry &entry) const
{
    SessionInfo info;
    const auto stream = entry.session->streamInfo();
    info.id = entry.session->id();
    info.peer = stream.peer;
    info.protection = stream.protection;
    info.user = entry.session->principal().user;
    info.state = entry.session->state();
    info.stats = entry.session->stats();
    info.rateIn = entry.rateIn;
    info.rateOut = entry.rateOut;
    return info;
}

void SessionHost::publishSoon()
{
    if (std::exchange(m_publishScheduled, true))
        return;
    // A hundred arrivals make a few lists, not a hundred.
    QTimer::singleShot(50, this, [this] {
        m_publishScheduled = false;
        publish();
    });
}

void SessionHost::publish()
{
    QList<SessionInfo> sessions;
    sessions.reserve(std::min(m_entries.size(), MostPublished));
    for (const Entry &entry : std::as_const(m_entries)) {
        if (sessions.size() == MostPublished)
            break;
        sessions.append(describeEntry(entry));
    }
    Q_EMIT sessionsChanged(sessions);
}

void SessionHost::measure()
{
    if (m_entries.isEmpty()) {
        m_measure.stop();
        return;
    }
    const qint64 now = monotonicNs();
    const double seconds = static_cast<double>(now - std::exchange(m_measuredNs, now)) / 1e9;
    bool changed = false;
    for (Entry &entry : m_entries) {
        const auto stats = entry.session->stats();
        const auto in = stats.bytesIn - std::exchange(entry.lastIn, stats.bytesIn);
        const auto out = stats.bytesOut - std::exchange(entry.lastOut, stats.bytesOut);
        changed = changed || in != 0 || out != 0 || entry.rateIn > 0 || entry.rateOut > 0;
        entry.rateIn = static_cast<double>(in) / seconds;
        entry.rateOut = static_cast<double>(out) / seconds;
    }
    if (changed)
        publish();
}

} // namespace transom::server
