#include "core/transport/io_threads.h"

#include <QThread>

#ifdef Q_OS_LINUX
#include "core/transport/epoll_dispatcher.h"
#endif

#include <algorithm>

namespace transom::transport {

int IoThreads::defaultCount()
{
    return std::clamp(QThread::idealThreadCount(), 1, 4);
}

IoThreads::IoThreads(int count)
{
    for (int i = 0; i < std::max(count, 1); ++i) {
        Entry entry{std::make_unique<QThread>(), std::make_unique<QObject>()};
        entry.thread->setObjectName(QStringLiteral("io-%1").arg(i));
#ifdef Q_OS_LINUX
        entry.thread->setEventDispatcher(new EpollDispatcher); // the thread owns it
#endif
        entry.context->moveToThread(entry.thread.get());
        entry.thread->start();
        m_threads.push_back(std::move(entry));
    }
}

IoThreads::~IoThreads()
{
    // Work posted before runs first.
    for (Entry &entry : m_threads)
        QMetaObject::invokeMethod(entry.context.get(), [] {}, Qt::BlockingQueuedConnection);
    // Called rather than posted: a thread that has found a posted one may be through, its dispatcher deleted, before whoever posted it has woken that.
    for (Entry &entry : m_threads)
        entry.thread->quit();
    for (Entry &entry : m_threads)
        entry.thread->wait();
}

QObject *IoThreads::context(int index) const
{
    return m_threads.at(static_cast<size_t>(index)).context.get();
}

QObject *IoThreads::next()
{
    return context(static_cast<int>(m_next.fetch_add(1, std::memory_order_relaxed) % m_threads.size()));
}

void IoThreads::post(int index, std::function<void()> work)
{
    QMetaObject::invokeMethod(context(index), std::move(work), Qt::QueuedConnection);
}

} // namespace transom::transport
