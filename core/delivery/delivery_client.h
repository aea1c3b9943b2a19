#pragma once

#include "core/protocol/delivery_messages.h"
#include "core/session/session_link.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace transom::delivery {

/// What an answer may carry; which of it depends on the question.
struct Answer
{
    QJsonObject result;
    QList<protocol::DeliverItem> items;
    QList<protocol::DeliverFile> files;
    QList<protocol::DeliverPerson> people;
};

/// Questions about deliveries, and the news of them. Lives in the thread of its link; the methods may be called from any. `done` is
/// called once in `context`'s thread, unless `context` is gone. ConnectionLost where there is no session now.
class DeliveryClient : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(Result<Answer>)>;

    explicit DeliveryClient(session::SessionLink &link);

    template<protocol::Message T>
    void ask(const T &request, QObject *context, Done done)
    {
        ask(QLatin1String(T::Service), protocol::toJson(request), context, std::move(done));
    }
    void ask(const QString &service, const QJsonObject &request, QObject *context, Done done);

    /// From now on, on every session of the link: `changed` tells what changes, and others see that one is here.
    void watch();

Q_SIGNALS:
    void changed(const transom::protocol::DeliverChanged &change);
    /// The server listens to us (again): ask for what there is. Nothing that changes afterwards is missed.
    void watching();

private:
    void openWatch();

    session::SessionLink &m_link;
    QPointer<session::Channel> m_watch;
    bool m_wanted = false;
};

} // namespace transom::delivery

Q_DECLARE_METATYPE(transom::protocol::DeliverChanged)
