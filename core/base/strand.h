#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <utility>

namespace transom {

/// Runs tasks one after the other, in order, on the process's disk pool: the only place where Transom reads, writes or
/// hashes files. Strands run beside each other; tasks of one strand never overlap, so state that only its tasks touch
/// needs no lock. Any thread may post. Destroying a strand lets the tasks already posted run to their end; what they
/// capture must be owned by them (a shared_ptr), not by the object that is going away.
class Strand
{
public:
    Strand();
    ~Strand();
    Strand(const Strand &) = delete;
    Strand &operator=(const Strand &) = delete;

    void post(std::function<void()> task);

    /// Runs `task` on the pool and then `done` with its result in `context`'s thread; if `context` is gone by then,
    /// `done` is not called.
    template<class Task, class Done>
    void run(Task task, QObject *context, Done done)
    {
        post([task = std::move(task), guard = guardFor(context), done = std::move(done)]() mutable {
            if constexpr (std::is_void_v<std::invoke_result_t<Task>>) {
                task();
                guard([done = std::move(done)]() mutable { done(); });
            } else {
                auto result = std::make_shared<std::invoke_result_t<Task>>(task());
                guard([done = std::move(done), result]() mutable { done(std::move(*result)); });
            }
        });
    }

    /// Tasks posted and not yet finished. Any thread.
    int pending() const;
    /// Waits until no strand has anything left to do: for whoever is about to destroy what tasks still use. Not from a task.
    static void waitForAll();

    /// For other executors: takes a call from any thread, once, and makes it in `context`'s thread unless `context` is gone.
    static std::function<void(std::function<void()>)> guardFor(QObject *context);

private:
    struct Queue;
    std::shared_ptr<Queue> m_queue;
};

} // namespace transom
