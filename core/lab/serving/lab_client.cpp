#include "core/lab/serving/lab_client.h"

#include "core/lab/serving/client_loop.h"

namespace transom::lab {

LabClient::LabClient(const ConnectOptions &options, LabSink sink)
    : m_loop(new ClientLoop(options, std::move(sink)))
{
    m_thread.setObjectName(QStringLiteral("lab client"));
    m_loop->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_loop, &QObject::deleteLater);
    m_thread.start();
}

LabClient::~LabClient()
{
    stop();
    m_thread.quit();
    m_thread.wait();
}

void LabClient::start()
{
    QMetaObject::invokeMethod(m_loop, [loop = m_loop] { loop->start(); }, Qt::QueuedConnection);
}

void LabClient::stop()
{
    QMetaObject::invokeMethod(m_loop, [loop = m_loop] { loop->stop(); }, Qt::BlockingQueuedConnection);
}

void LabClient::say(const QString &line)
{
    QMetaObject::invokeMethod(m_loop, [loop = m_loop, line] { loop->say(line); }, Qt::QueuedConnection);
}

void LabClient::endInput()
{
    QMetaObject::invokeMethod(m_loop, [loop = m_loop] { loop->endInput(); }, Qt::QueuedConnection);
}

} // namespace transom::lab
