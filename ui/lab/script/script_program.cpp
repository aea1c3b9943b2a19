#include "ui/lab/script/script_program.h"

#include <QFileInfo>

namespace transom::ui {

using lab::ScriptEvent;

ScriptProgram::ScriptProgram(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_output(nullptr, 20'000)
{}

ScriptProgram::~ScriptProgram()
{
    release();
}

QString ScriptProgram::name() const
{
    return QFileInfo(m_path).fileName();
}

void ScriptProgram::release()
{
    if (m_queue)
        m_queue->close(); // the run's thread may wait for room
    m_run.reset();
    m_queue.reset();
}

void ScriptProgram::start(const QStringList &arguments)
{
    release();
    m_output.clear();
    m_ended = false;
    m_ending = {};
    for (QStringDecoder &decoder : m_decoders)
        decoder = QStringDecoder(QStringDecoder::Utf8);
    lab::ScriptOptions options;
    options.script = m_path;
    options.arguments = arguments;
    m_queue = std::make_unique<lab::ScriptQueue>();
    m_run = std::make_unique<lab::ScriptRun>(options, m_queue->sink());
    m_run->start();
    Q_EMIT stateChanged();
}

void ScriptProgram::stop()
{
    if (m_run)
        m_run->stop();
}

bool ScriptProgram::type(const QString &line)
{
    if (!m_run || !m_run->write(line.toUtf8() + '\n'))
        return false;
    m_output.append(line + QLatin1Char('\n'), false);
    return true;
}

void ScriptProgram::endInput()
{
    if (m_run)
        m_run->endInput();
}

QList<ScriptEvent> ScriptProgram::take()
{
    const QList<ScriptEvent> events = m_queue ? m_queue->take() : QList<ScriptEvent>();
    for (const ScriptEvent &event : events) {
        if (event.kind == ScriptEvent::Kind::Output) {
            m_output.append(QString(m_decoders[event.standardError ? 1 : 0](event.bytes)), event.standardError);
        } else if (event.kind == ScriptEvent::Kind::Ended) {
            m_ending = event;
            m_ended = true;
            release();
            Q_EMIT stateChanged();
        }
    }
    return events;
}

} // namespace transom::ui
