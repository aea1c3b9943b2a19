#include "core/server/admin_service.h"

#include "core/session/session.h"

#include <QJsonArray>
#include <QMetaEnum>

namespace transom::server {

namespace {

/// A list that stays below the size of one message.
constexpr qsizetype MostListed = 200;

QJsonObject toJson(const SessionInfo &session)
{
    static const QMetaEnum states = QMetaEnum::fromType<session::State>();
    return {{QStringLiteral("id"), static_cast<qint64>(session.id.value)},
            {QStringLiteral("user"), session.user},
            {QStringLiteral("peer"), session.peer},
            {QStringLiteral("state"), QLatin1String(states.valueToKey(static_cast<int>(session.state)))},
            {QStringLiteral("opened"), session.stats.openedMs},
            {QStringLiteral("bytesIn"), static_cast<qint64>(session.stats.bytesIn)},
            {QStringLiteral("bytesOut"), static_cast<qint64>(session.stats.bytesOut)}};
}

} // namespace

void registerAdmin(session::ServiceRegistry &services, AdminHooks hooks)
{
    services.add("admin.sessions", [hooks](session::Channel &channel, const QJsonObject &) {
        hooks.sessions(&channel, [&channel](const QList<SessionInfo> &sessions) {
            QJsonArray list;
            for (const SessionInfo &session : sessions) {
                if (list.size() == MostListed)
                    break;
                list.append(toJson(session));
            }
            channel.end(QJsonObject{{QStringLiteral("sessions"), list}, {QStringLiteral("total"), sessions.size()}});
        });
    });
    services.add("admin.disconnect", [hooks](session::Channel &channel, const QJsonObject &request) {
        const qint64 id = request.value(QLatin1String("id")).toInteger(-1);
        if (id <= 0)
            return channel.fail({ErrorCode::BadArgument, QStringLiteral("The field \"id\" is no session's number.")});
        hooks.disconnect(SessionId{static_cast<quint64>(id)}, channel.session().principal().user);
        channel.end();
    });
}

} // namespace transom::server
