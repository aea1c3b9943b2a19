#pragma once

#include "core/accounts/database.h"
#include "core/base/strand.h"

#include <functional>
#include <memory>
#include <semaphore>
#include <type_traits>

namespace transom::accounts {

/// The server's state on disk, and the one thread that touches it. Tasks run one after the other in the order they were
/// given; each gets the Database and nothing else may. Any thread may give tasks. Destroying it runs what was given and
/// closes the database.
class Storage
{
public:
    /// Opens or makes the SQLite database `file` (mode 0600) and brings its tables up to date. Blocks. Errors: a file that is
    /// damaged, is no database of Transom's, was made by a newer version, or cannot be opened.
    static Result<std::unique_ptr<Storage>> open(const QString &file);
    ~Storage();
    Storage(const Storage &) = delete;
    Storage &operator=(const Storage &) = delete;

    /// Runs `task(Database &)` on the storage thread and then `done(result)` in `context`'s thread, unless `context` is gone
    /// by then. What the task captures must be copyable.
    template<class Task, class Done>
    void run(QObject *context, Task task, Done done)
    {
        post([task = std::move(task), guard = Strand::guardFor(context), done = std::move(done)](Database &database) mutable {
            auto result = std::make_shared<std::invoke_result_t<Task, Database &>>(task(database));
            guard([done = std::move(done), result]() mutable { done(std::move(*result)); });
        });
    }

    /// Nobody waits for it.
    void post(std::function<void(Database &)> task);

    /// Waits for the result: for command-line tools, start-up and tests. Within a task it runs at once.
    template<class Task>
    auto runBlocking(Task task) -> std::invoke_result_t<Task, Database &>
    {
        if (Database *own = databaseOfThisThread())
            return task(*own);
        std::optional<std::invoke_result_t<Task, Database &>> result;
        std::binary_semaphore ready(0);
        post([&](Database &database) {
            result.emplace(task(database));
            ready.release();
        });
        ready.acquire();
        return std::move(*result);
    }

private:
    struct Worker;
    explicit Storage(std::unique_ptr<Worker> worker);
    Database *databaseOfThisThread() const;

    std::unique_ptr<Worker> m_worker;
};

} // namespace transom::accounts
