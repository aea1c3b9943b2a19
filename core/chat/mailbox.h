#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <mutex>

namespace transom::chat {

/// The way to an object of another thread that may go away at any moment: what is posted arrives in the object's thread or,
/// once close() has returned, not at all. Any thread; close() only in the object's own.
class Mailbox
{
public:
    explicit Mailbox(QObject *owner)
        : m_owner(owner)
    {}

    void post(std::function<void()> call)
    {
        const std::lock_guard lock(m_mutex);
        if (m_owner)
            QMetaObject::invokeMethod(m_owner, std::move(call), Qt::QueuedConnection);
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_owner = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject *m_owner;
};

} // namespace transom::chat
