#include "core/base/strand.h"

#include <QThread>
#include <QThreadPool>

#include <atomic>
#include <deque>
#include <mutex>

namespace transom {

namespace {

// Of our own rather than QThreadPool::globalInstance(): a full pool of somebody else's work must not stop the disk.
QThreadPool &diskPool()
{
    static QThreadPool *pool = [] {
        auto *made = new QThreadPool; // never destroyed: tasks may outlive main's static objects
        made->setMaxThreadCount(std::max(4, QThread::idealThreadCount() * 2));
        made->setObjectName(QStringLiteral("disk"));
        return made;
    }();
    return *pool;
}

/// Lives in the context's thread for as long as the context does; receives the results.
class Receiver : public QObject
{};

} // namespace

struct Strand::Queue : std::enable_shared_from_this<Strand::Queue>
{
    std::mutex mutex;
    std::deque<std::function<void()>> tasks;
    std::atomic<int> pending = 0;
    bool running = false;

    void work()
    {
        for (;;) {
            std::function<void()> task;
            {
                const std::lock_guard lock(mutex);
                if (tasks.empty()) {
                    running = false;
                    return;
                }
                task = std::move(tasks.front());
                tasks.pop_front();
            }
            task();
            --pending;
        }
    }
};

Strand::Strand()
    : m_queue(std::make_shared<Queue>())
{}

Strand::~Strand() = default;

void Strand::post(std::function<void()> task)
{
    ++m_queue->pending;
    {
        const std::lock_guard lock(m_queue->mutex);
        m_queue->tasks.push_back(std::move(task));
        if (std::exchange(m_queue->running, true))
            return;
    }
    diskPool().start([queue = m_queue] { queue->work(); });
}

void Strand::waitForAll()
{
    diskPool().waitForDone();
}

int Strand::pending() const
{
    return m_queue->pending;
}

std::function<void(std::function<void()>)> Strand::guardFor(QObject *context)
{
    // A QPointer may be read only in the object's own thread, so the pool posts to a receiver that lives in the context's
    // thread and is deleted either by the call that reaches it or, where that never comes, with the context.
    struct State
    {
        std::mutex mutex;
        QObject *receiver = nullptr;
        bool posted = false;
    };
    auto state = std::make_shared<State>();
    auto *receiver = new Receiver;
    receiver->moveToThread(context->thread());
    state->receiver = receiver;
    QObject::connect(context, &QObject::destroyed, receiver, [state] {
        const std::lock_guard lock(state->mutex);
        QObject *gone = std::exchange(state->receiver, nullptr);
        if (gone && !state->posted)
            gone->deleteLater();
    }, Qt::DirectConnection);
    return [state, receiver](std::function<void()> call) {
        const std::lock_guard lock(state->mutex);
        if (!state->receiver)
            return;
        state->posted = true;
        QMetaObject::invokeMethod(receiver, [state, receiver, call = std::move(call)] {
            // In the context's thread, where it is destroyed too: nothing changes between the check and the call.
            const bool alive = [&] {
                const std::lock_guard held(state->mutex);
                return state->receiver != nullptr;
            }();
            if (alive)
                call();
            delete receiver;
        }, Qt::QueuedConnection);
    };
}

} // namespace transom
