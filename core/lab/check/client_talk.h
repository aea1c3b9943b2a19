#pragma once

#include "core/lab/check/oracle.h"
#include "core/lab/check/stage.h"

#include <deque>

namespace transom::lab {

/// What our server does to its answers.
struct ServerManner
{
    enum class Bad : quint8 { None, Close, CutAnswer, Reset, Garbage, NegativeLength };

    Bad bad = Bad::None;
    bool eachByte = false;
    bool merged = false;      ///< what follows without a read in between goes out as one send
    bool bigEndian = false;   ///< the length, where it is binary
    qsizetype cutAt = 0;      ///< of what has a length; 0: whole
    bool farewell = false;    ///< it is our server that says bye
    ExperimentBench::ms delay{};
    QByteArray output = "hello\n"; ///< of whatever command comes: nothing is run
    QByteArray contents = "the contents of a small file\n"; ///< of the file that it is to send
};

/// One connection of a client under test: the dialect's own server conversation talks with it, and its answers leave as the manner has it.
class ClientTalk
{
public:
    ClientTalk(CheckStage &stage, ServerManner manner);

    /// Until the conversation is over, or nothing happens any more. `done`: it may end earlier.
    Finding run(NativeSocket socket);
    bool heardSomething() const { return m_heard > 0; }
    /// All that was said to it.
    const QByteArray &said() const { return m_all; }
    const QByteArray &stored() const { return m_stored; }
    bool hasStored() const { return m_hasStored; }
    bool wasBad() const { return m_wasBad; }
    int answers() const { return m_answers; }
    /// The first that it said.
    const QByteArray &first() const { return m_first; }
    /// What our server had against what it said; empty: nothing.
    const QString &problem() const { return m_problem; }
    /// It ran on, and said nothing more although our server waited for it.
    bool isStalled() const { return m_stalled; }
    /// The last that was said to it announced something that our server holds back until it gets a word.
    bool hasAnnounced() const { return m_announced; }

private:
    void perform();
    Finding flush();
    void leave();
    bool sendCut(const QByteArray &bytes);
    bool isHead(const QByteArray &bytes) const;

    CheckStage &m_stage;
    const ServerManner m_manner;
    const bool m_datagram;
    std::unique_ptr<Conversation> m_conversation;
    NativeSocket m_socket;
    NativeSocket *m_out = nullptr;
    SocketAddress m_peer;
    std::deque<QByteArray> m_outgoing;
    std::deque<QString> m_lines;
    QByteArray m_all;
    QByteArray m_stored;
    QByteArray m_first;
    QString m_problem;
    bool m_stalled = false;
    bool m_announced = false;
    bool m_hasStored = false;
    bool m_wasBad = false;
    bool m_over = false;
    qint64 m_heard = 0;
    int m_answers = 0;
};

/// The other end of exec-reverse: a client that obeys is told what to do, and answers.
Finding commandClient(CheckStage &stage, NativeSocket socket, const QByteArray &command);

} // namespace transom::lab
