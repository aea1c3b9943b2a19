#pragma once

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

class QThread;

namespace transom::transport {

/// The threads that do network work, each with an event loop (over epoll on Linux). Made and destroyed by one thread;
/// context(), next() and post() are for any thread in between.
class IoThreads
{
public:
    /// As many as processors, at most 4.
    static int defaultCount();

    explicit IoThreads(int count = defaultCount());
    /// Runs what has been posted, ends the loops and joins. Whatever still lives in the threads must not be used any
    /// more.
    ~IoThreads();
    Q_DISABLE_COPY_MOVE(IoThreads)

    int count() const { return static_cast<int>(m_threads.size()); }
    /// An object that lives in thread `index`: a context for QMetaObject::invokeMethod and connect.
    QObject *context(int index) const;
    /// The contexts in turn: where the next connection goes.
    QObject *next();
    /// Runs `work` in thread `index`.
    void post(int index, std::function<void()> work);

private:
    struct Entry
    {
        std::unique_ptr<QThread> thread;
        std::unique_ptr<QObject> context;
    };

    std::vector<Entry> m_threads;
    std::atomic<unsigned> m_next = 0;
};

} // namespace transom::transport
