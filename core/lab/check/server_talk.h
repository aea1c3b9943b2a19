#pragma once

#include "core/lab/check/oracle.h"
#include "core/lab/check/stage.h"

namespace transom::lab {

/// How our client sends and reads, and what it has to say.
struct Manner
{
    enum class Cut : quint8 { Whole, At, EachByte };

    Cut cut = Cut::Whole;
    qsizetype at = 0;               ///< the first piece's bytes
    ExperimentBench::ms pause{15};  ///< between pieces
    bool merged = false;
    bool halfClose = false;
    bool slowReader = false;
    bool bigEndian = false;
    QByteArray text = "hello, world";
    QByteArray command = Oracle::HelloCommand;
    QByteArray body = "the contents of a small file\n";
    QByteArray name; ///< empty: one of its own
    QByteArray size; ///< instead of the true one
    ExperimentBench::ms patience{}; ///< 0: the stage's
};

/// One client of ours on a server under test, step by step as the dialect's table has it. The dialect's own server, fed with the same bytes, says what
/// is to be expected.
class ServerTalk
{
public:
    ServerTalk(CheckStage &stage, Manner manner);

    Finding open();
    /// All of the friendly conversation.
    Finding run();
    /// Up to the first step whose word begins with `word`; false in `reached` is trouble of its own.
    Finding runUntil(QLatin1String word);
    /// The next step, whatever it is.
    Finding step();
    bool isThrough() const { return m_next >= m_steps.size(); }

    NativeSocket &socket() { return m_socket; }
    QByteArray bytesOf(const QString &what) const;
    Finding send(const QByteArray &bytes, bool cuttable = false);
    /// The last number that the server has sent, answered.
    QByteArray digest(const QByteArray &challenge) const;
    const QByteArray &challenge() const { return m_challenge; }
    /// What comes until it is quiet.
    QByteArray readQuietly(ExperimentBench::ms first, ExperimentBench::ms between);
    bool hasEnded() const { return m_ended; }
    Finding expectBytes(const QByteArray &expected);
    void close() { m_socket.close(); }
    /// Where the upload was found; the stage's folder until then.
    QString storeFolder() const { return m_storeFolder.isEmpty() ? m_stage.directory() : m_storeFolder; }

private:
    Finding say(const QString &what);
    Finding hear();
    Finding hearWords(bool json);
    Finding hearMatch(const QString &what);
    Finding hearDigits();
    Finding hearEnd();
    Finding stored();
    bool take(ExperimentBench::ms time);
    QByteArray stripped(const QByteArray &bytes) const;
    Trouble silence(const QString &wanted, const QByteArray &came) const;
    Trouble refused(const Error &error) const;
    Trouble silentStart() const;
    ExperimentBench::ms patience() const { return m_manner.patience.count() > 0 ? m_manner.patience : m_stage.patience(); }

    CheckStage &m_stage;
    const Manner m_manner;
    const QStringList m_steps;
    qsizetype m_next = 0;
    NativeSocket m_socket;
    Oracle m_oracle;
    QByteArray m_pending;   ///< read and not yet looked at
    QByteArray m_merging;
    QByteArray m_challenge;
    QString m_storeFolder;
    bool m_ended = false;
    bool m_reset = false;
};

} // namespace transom::lab
