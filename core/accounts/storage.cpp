#include "core/accounts/storage.h"

#include <QThread>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace transom::accounts {

namespace {

thread_local Database *t_database = nullptr;

} // namespace

struct Storage::Worker
{
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void(Database &)>> tasks;
    bool ending = false;
    Database *database = nullptr; // set before the first task can be given
    std::unique_ptr<QThread> thread;

    void work()
    {
        for (;;) {
            std::function<void(Database &)> task;
            {
                std::unique_lock lock(mutex);
                changed.wait(lock, [this] { return ending || !tasks.empty(); });
                if (tasks.empty())
                    return;
                task = std::move(tasks.front());
                tasks.pop_front();
            }
            task(*database);
        }
    }
};

Storage::Storage(std::unique_ptr<Worker> worker)
    : m_worker(std::move(worker))
{}

Result<std::unique_ptr<Storage>> Storage::open(const QString &file)
{
    auto worker = std::make_unique<Worker>();
    Result<void> opened;
    std::binary_semaphore ready(0);
    // The connection belongs to the thread that made it (QSqlDatabase), so it is opened and closed in there.
    worker->thread.reset(QThread::create([shared = worker.get(), file, &opened, &ready] {
        auto database = Database::open(file);
        if (!database) {
            opened = tl::make_unexpected(database.error());
            ready.release();
            return;
        }
        shared->database = t_database = database->get();
        ready.release();
        shared->work();
        t_database = nullptr;
    }));
    worker->thread->setObjectName(QStringLiteral("storage"));
    worker->thread->start();
    ready.acquire();
    if (!opened) {
        worker->thread->wait();
        return tl::make_unexpected(opened.error());
    }
    return std::unique_ptr<Storage>(new Storage(std::move(worker)));
}

Storage::~Storage()
{
    {
        const std::lock_guard lock(m_worker->mutex);
        m_worker->ending = true;
    }
    m_worker->changed.notify_one();
    m_worker->thread->wait();
}

void Storage::post(std::function<void(Database &)> task)
{
    {
        const std::lock_guard lock(m_worker->mutex);
        m_worker->tasks.push_back(std::move(task));
    }
    m_worker->changed.notify_one();
}

Database *Storage::databaseOfThisThread() const
{
    return t_database == m_worker->database ? t_database : nullptr;
}

} // namespace transom::accounts
