#pragma once

#include "core/lab/probe/script_queue.h"
#include "core/lab/probe/script_run.h"
#include "ui/models/output_document.h"

#include <QObject>
#include <QStringDecoder>

#include <memory>

namespace transom::ui {

/// One Python file, and its run. GUI thread; whoever owns it calls take() on a timer.
class ScriptProgram : public QObject
{
    Q_OBJECT

public:
    explicit ScriptProgram(QString path, QObject *parent = nullptr);
    ~ScriptProgram() override;

    const QString &path() const { return m_path; }
    QString name() const;
    OutputDocument &output() { return m_output; }
    bool isRunning() const { return m_run != nullptr; }
    /// Of the last run.
    bool hasEnded() const { return m_ended; }
    const lab::ScriptEvent &ending() const { return m_ending; }

    void start(const QStringList &arguments);
    void stop();
    /// A line that was typed: it is shown, too.
    bool type(const QString &line);
    void endInput();
    /// What the program has done since; its output is put where it belongs.
    QList<lab::ScriptEvent> take();

Q_SIGNALS:
    void stateChanged();

private:
    void release();

    const QString m_path;
    OutputDocument m_output;
    std::unique_ptr<lab::ScriptQueue> m_queue;
    std::unique_ptr<lab::ScriptRun> m_run;
    QStringDecoder m_decoders[2];
    lab::ScriptEvent m_ending;
    bool m_ended = false;
};

} // namespace transom::ui
