#include "core/lab/serving/handler.h"

#include "core/lab/serving/dialogue.h"
#include "core/lab/serving/process_handler.h"

#include <QThread>

namespace transom::lab {

namespace {

std::unique_ptr<Dialogue> makeDialogue(const HandlerOptions &options, Descriptor connection)
{
    NativeSocket socket(std::move(connection), {options.stream, true}, [events = options.events](const CallRecord &call) { events->write(call); });
    return std::make_unique<Dialogue>(*options.dialect, Role::Server, options.parameters, std::move(socket), options.events);
}

class LoopHandler final : public Handler
{
public:
    LoopHandler(const HandlerOptions &options, Descriptor connection)
        : m_peer(options.peer)
        , m_dialogue(makeDialogue(options, std::move(connection)))
    {
        connect(m_dialogue.get(), &Dialogue::lineWanted, this, &Handler::lineWanted);
        connect(m_dialogue.get(), &Dialogue::finished, this, [this, stream = options.stream](const Error &error) { Q_EMIT finished(stream, error); });
    }
    void start() override { m_dialogue->start(m_peer); }
    void giveLine(const QString &line) override { m_dialogue->giveLine(line); }
    void endInput() override { m_dialogue->endInput(); }
    void stop() override { m_dialogue->stop(); }

private:
    const QString m_peer;
    std::unique_ptr<Dialogue> m_dialogue;
};

class ThreadHandler final : public Handler
{
public:
    ThreadHandler(const HandlerOptions &options, Descriptor connection)
        : m_options(options)
        , m_connection(std::move(connection))
    {}
    ~ThreadHandler() override
    {
        if (m_thread.isRunning()) // it says how it has ended
            QMetaObject::invokeMethod(m_dialogue, [this] { m_dialogue->stop(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    void start() override
    {
        // Made here, used there: everything in it belongs to its thread from moveToThread() on, timers and files included.
        m_dialogue = makeDialogue(m_options, std::move(m_connection)).release();
        m_dialogue->moveToThread(&m_thread);
        connect(m_dialogue, &Dialogue::lineWanted, this, &Handler::lineWanted);
        connect(m_dialogue, &Dialogue::finished, this, [this](const Error &error) { Q_EMIT finished(m_options.stream, error); });
        connect(&m_thread, &QThread::finished, m_dialogue, &QObject::deleteLater);
        m_thread.setObjectName(QStringLiteral("lab %1").arg(m_options.stream));
        m_thread.start();
        post([peer = m_options.peer](Dialogue &dialogue) { dialogue.start(peer); });
    }
    void giveLine(const QString &line) override
    {
        post([line](Dialogue &dialogue) { dialogue.giveLine(line); });
    }
    void endInput() override
    {
        post([](Dialogue &dialogue) { dialogue.endInput(); });
    }
    void stop() override
    {
        post([](Dialogue &dialogue) { dialogue.stop(); });
    }

private:
    template<class Work>
    void post(Work work)
    {
        QMetaObject::invokeMethod(m_dialogue, [dialogue = m_dialogue, work] { work(*dialogue); }, Qt::QueuedConnection);
    }

    const HandlerOptions m_options;
    Descriptor m_connection;
    QThread m_thread;
    Dialogue *m_dialogue = nullptr; ///< deleted by its thread's end
};

} // namespace

std::unique_ptr<Handler> Handler::make(Serving::Model model, const HandlerOptions &options, Descriptor connection)
{
    switch (model) {
    case Serving::Model::Thread:
        return std::make_unique<ThreadHandler>(options, std::move(connection));
    case Serving::Model::Process:
        return std::make_unique<ProcessHandler>(options, std::move(connection));
    case Serving::Model::OneAtATime:
    case Serving::Model::Loop:
        break;
    }
    return std::make_unique<LoopHandler>(options, std::move(connection));
}

} // namespace transom::lab
