#include "core/lab/serving/lab_server.h"

#include "core/lab/serving/server_loop.h"

namespace transom::lab {

LabServer::LabServer(const ServeOptions &options, LabSink sink)
    : m_loop(new ServerLoop(options, std::move(sink)))
{
    m_thread.setObjectName(QStringLiteral("lab server"));
    m_loop->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_loop, &QObject::deleteLater);
    m_thread.start();
}

LabServer::~LabServer()
{
    stop();
    m_thread.quit();
    m_thread.wait();
}

Result<void> LabServer::start()
{
    Result<void> result;
    QMetaObject::invokeMethod(m_loop, [this, &result] {
        result = m_loop->start();
        m_address = m_loop->address();
        m_port = m_loop->port();
    }, Qt::BlockingQueuedConnection);
    return result;
}

void LabServer::stop()
{
    QMetaObject::invokeMethod(m_loop, [this] { m_loop->stop(); }, Qt::BlockingQueuedConnection);
}

void LabServer::say(const QString &line, quint64 stream)
{
    QMetaObject::invokeMethod(m_loop, [loop = m_loop, line, stream] { loop->say(line, stream); }, Qt::QueuedConnection);
}

void LabServer::endInput()
{
    QMetaObject::invokeMethod(m_loop, [loop = m_loop] { loop->endInput(); }, Qt::QueuedConnection);
}

void LabServer::drop(quint64 stream)
{
    QMetaObject::invokeMethod(m_loop, [loop = m_loop, stream] { loop->drop(stream); }, Qt::QueuedConnection);
}

} // namespace transom::lab
