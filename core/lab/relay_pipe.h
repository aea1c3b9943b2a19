#pragma once

#include "core/base/descriptor.h"

#include <QByteArray>

#include <memory>

namespace transom::lab {

/// A pipe through which bytes pass from one socket to another without being copied into the program and back (splice(2)). Pipes are kept for the next user by
/// the thread that made them, and there are never more than `MostInUse` of them at work: a caller that gets none reads and writes instead. One thread.
class RelayPipe
{
public:
    /// Of the process. The kernel gives a user 64 MiB for pipes (fs.pipe-user-pages-soft), and each has two descriptors.
    static constexpr int MostInUse = 48;
    /// Asked for; a kernel that gives less is content with less at once.
    static constexpr int Capacity = 1024 * 1024;

    /// Null: none to be had.
    static std::unique_ptr<RelayPipe> borrow();
    /// For the next user, where it is empty.
    static void giveBack(std::unique_ptr<RelayPipe> pipe);
    ~RelayPipe();
    Q_DISABLE_COPY_MOVE(RelayPipe)

    qint64 size() const { return m_size; }
    qint64 capacity() const { return m_capacity; }
    /// As recv(2): the count, 0 at the end, -1 with errno. EAGAIN says that the socket has nothing or the pipe has no slot free.
    qint64 fill(int socket, qint64 most);
    /// As send(2).
    qint64 pour(int socket);
    /// What is in it, and it is empty.
    QByteArray takeAll();

private:
    RelayPipe() = default;

    Descriptor m_read;
    Descriptor m_write;
    qint64 m_capacity = 0;
    qint64 m_size = 0;
};

} // namespace transom::lab
