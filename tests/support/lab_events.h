#pragma once

#include "core/lab/serving/lab_client.h"
#include "core/lab/serving/lab_server.h"

#include <condition_variable>
#include <mutex>

/// Lab servers and clients with everything that happens to them, for tests.
namespace transom::test {

using namespace transom::lab;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = LabEvent::Kind;

/// Events from the lab's threads, for a test that waits for them.
class Events
{
public:
    LabSink sink()
    {
        return [this](const LabEvent &event) {
            const std::lock_guard lock(m_mutex);
            m_events.append(event);
            m_changed.notify_all();
        };
    }
    /// Waits for the `count`th event of a kind.
    std::optional<LabEvent> wait(Kind kind, int count = 1, const std::function<bool(const LabEvent &)> &matching = {})
    {
        std::unique_lock lock(m_mutex);
        std::optional<LabEvent> result;
        m_changed.wait_for(lock, 30s, [&] {
            int left = count;
            for (const LabEvent &event : m_events) {
                if (event.kind == kind && (!matching || matching(event)) && --left == 0)
                    result = event;
            }
            return result.has_value();
        });
        return result;
    }
    QList<LabEvent> all() const
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    QList<LabEvent> of(Kind kind) const
    {
        QList<LabEvent> found;
        for (const LabEvent &event : all()) {
            if (event.kind == kind)
                found += event;
        }
        return found;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    QList<LabEvent> m_events;
};

inline ServeOptions serving(const char *id, const QString &model = u"one"_s, const QHash<QString, QString> &given = {})
{
    ServeOptions options;
    options.dialect = dialectById(QString::fromLatin1(id));
    options.parameters = Parameters::make(*options.dialect, Role::Server, given).value();
    options.serving = Serving::fromText(model).value();
    return options;
}

inline ConnectOptions connecting(const char *id, quint16 port, const QHash<QString, QString> &given = {})
{
    ConnectOptions options;
    options.dialect = dialectById(QString::fromLatin1(id));
    options.parameters = Parameters::make(*options.dialect, Role::Client, given).value();
    options.port = port;
    return options;
}

} // namespace transom::test
