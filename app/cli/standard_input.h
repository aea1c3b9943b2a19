#pragma once

#include <QList>
#include <QObject>

#include <memory>
#include <semaphore>
#include <thread>

namespace transom::cli {

/// Standard input, whatever it is (a terminal, a pipe, a file), read by a thread of its own and delivered in the event
/// loop. At most two blocks are under way: call done() for what has been dealt with.
class StandardInput : public QObject
{
    Q_OBJECT

public:
    StandardInput();
    ~StandardInput() override;

    void start();
    void done(qint64 bytes);

Q_SIGNALS:
    void bytes(const QByteArray &bytes);
    void ended();

private:
    void work();

    std::shared_ptr<std::counting_semaphore<2>> m_room;
    std::thread m_thread;
    QList<qint64> m_blocks;   ///< sizes of those under way
    qint64 m_doneBytes = 0;   ///< of the first of them
    int m_stopPipe[2] = {-1, -1};
};

} // namespace transom::cli
