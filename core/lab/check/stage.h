#pragma once

#include "core/lab/check/checked_program.h"
#include "core/lab/check/program_words.h"
#include "core/lab/check/trial.h"
#include "core/lab/experiment/bench.h"

#include <QDir>
#include <QTemporaryDir>

#include <optional>

namespace transom::lab {

struct CheckOptions
{
    const Dialect *dialect = nullptr;
    Role role = Role::Server; ///< the program's
    QHash<QString, QString> parameters; ///< of the server's end of the dialect: its texts, its key
    QString host = QStringLiteral("127.0.0.1");
    quint16 port = 0;         ///< 0: any free one where the program is told ({port}), the dialect's own otherwise
    QStringList program;      ///< with {host}, {port}, {dir} and {file}; empty: it runs already, or somebody starts it by hand
    QString directory;        ///< where it stores uploads; empty: one of ours where it can be told
    Serving::Model model = Serving::Model::OneAtATime; ///< what a server promises
    int connections = 0;      ///< after so many it stops listening, as it should; 0: never
    QStringList typed;        ///< the lines on its input, with {file}; empty: what the dialect's programs usually ask for
    QStringList only;         ///< ids of trials; empty: all
    ExperimentBench::ms patience{3000}; ///< for something that should come at once
};

/// What went against expectations. No trouble, no object.
struct Trouble
{
    QString text;
    QString hint;          ///< a better one than the trial's
    bool notTried = false; ///< the trial's question was not put
};
using Finding = std::optional<Trouble>;

/// The surroundings of one trial: the program, sockets whose calls are recorded, and where uploads go. Blocks; its record may be written from several threads.
class CheckStage
{
public:
    using ms = ExperimentBench::ms;

    CheckStage(const CheckOptions &options, std::stop_token stop);
    ~CheckStage();
    Q_DISABLE_COPY_MOVE(CheckStage)

    const CheckOptions &options() const { return m_options; }
    const Dialect &dialect() const { return *m_options.dialect; }
    const DialectTraits &traits() const { return traitsOf(dialect()); }
    const Parameters &parameters() const { return m_parameters; }
    ExperimentBench &bench() { return m_bench; }
    std::stop_token stopToken() const { return m_stop; }
    ms patience() const { return m_options.patience; }

    /// Starts a program under test; a server is waited for until it listens.
    Finding startProgram(const QByteArray &typed = {});
    CheckedProgram *program() { return m_program.get(); }
    /// Somebody takes connections at the program's port.
    bool isListening() const;
    /// A connection to a server under test.
    Result<NativeSocket> connect(ExperimentBench::ms time = ExperimentBench::Patience);
    /// Where a client under test is to connect to.
    Finding listen();
    NativeSocket &listener() { return m_listener; }
    Result<NativeSocket> accept(ms time);

    /// Where uploads go; empty: not to be known.
    QString directory() const;
    /// A file to send, for a client under test.
    QString sourcePath() const { return m_files.filePath(QStringLiteral("upload.bin")); }
    void writeSource(const QByteArray &bytes) const;

    QByteArray output() const { return m_kept ? *m_kept : m_program ? m_program->output() : m_lastOutput; }
    /// That is what it has said: afterwards it was started again only to find out more.
    void keepOutput(const QByteArray &said) { m_kept = said; }
    QList<CallRecord> takeCalls();
    void endProgram();
    /// It died of something it did not catch; or it works without a pause while it should wait.
    Finding crash();

private:
    void observe(const CallRecord &call);
    Finding waitUntilListening(bool told, bool taken);
    QStringList words() const;
    QByteArray typedByWish() const;

    const CheckOptions m_options;
    const std::stop_token m_stop;
    Parameters m_parameters;
    std::mutex m_mutex;
    QList<CallRecord> m_calls;
    ExperimentBench m_bench;
    QTemporaryDir m_files;
    std::unique_ptr<CheckedProgram> m_program;
    QByteArray m_lastOutput;
    std::optional<QByteArray> m_kept;
    NativeSocket m_listener;
    quint16 m_port = 0;
};

/// “abc” (3 bytes), or “nothing”, to stand in a sentence.
QString quotedBytes(const QByteArray &bytes);

} // namespace transom::lab
