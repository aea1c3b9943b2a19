#include "core/lab/check/server_talk.h"

#include "core/lab/check/answer_hints.h"
#include "core/lab/check/store_folder.h"

#include "core/base/text.h"
#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QtEndian>

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace transom::lab {

namespace {

constexpr qsizetype MostPending = 4 * 1024 * 1024; ///< bytes that nobody has looked at yet: some programs never stop talking

QByteArray lengthBytes(qint32 length, bool bigEndian)
{
    QByteArray bytes(4, '\0');
    if (bigEndian)
        qToBigEndian(length, bytes.data());
    else
        qToLittleEndian(length, bytes.data());
    return bytes;
}

Trouble withFormHint(Trouble trouble, const QString &what)
{
    if (trouble.hint.isEmpty() && what == u"chat")
        trouble.hint = QCoreApplication::translate("Lab", "Every message is NICK:text in this dialect, the first one too.");
    if (trouble.hint.isEmpty() && what == u"bye")
        trouble.hint = QCoreApplication::translate("Lab", "“client:bye” says goodbye: take the text behind the colon, answer with your own NICK:bye, and close.");
    return trouble;
}

/// A name of its own for each: programs may refuse one that is taken.
Manner withName(Manner manner)
{
    static std::atomic<int> counter = 0;
    if (manner.name.isEmpty())
        manner.name = "transom-check-" + QByteArray::number(++counter) + ".txt";
    return manner;
}

} // namespace

ServerTalk::ServerTalk(CheckStage &stage, Manner manner)
    : m_stage(stage)
    , m_manner(withName(std::move(manner)))
    , m_steps(QString::fromLatin1(stage.traits().steps).split(u' '))
    , m_oracle(stage.dialect(), Role::Server, stage.parameters())
{}

Finding ServerTalk::open()
{
    auto socket = m_stage.connect(std::max(patience(), ExperimentBench::Patience));
    if (!socket)
        return refused(socket.error());
    m_socket = std::move(*socket);
    const int on = 1;
    if (!m_stage.dialect().datagram)
        ::setsockopt(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // each send a segment: the cuts are the point
    if (m_manner.slowReader) {
        const int small = 32 * 1024; // smaller ones make the kernels wait for their timers
        ::setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    }
    m_oracle.open();
    return {};
}

Finding ServerTalk::run()
{
    if (Finding trouble = open())
        return trouble;
    while (!isThrough()) {
        if (Finding trouble = step())
            return trouble;
    }
    return {};
}

Finding ServerTalk::runUntil(QLatin1String word)
{
    while (!isThrough() && !m_steps[m_next].startsWith(word)) {
        if (Finding trouble = step())
            return trouble;
    }
    return {};
}

Finding ServerTalk::step()
{
    const QString word = m_steps[m_next++];
    if (word.startsWith("say:"_L1))
        return say(word.sliced(4));
    if (!m_merging.isEmpty()) {
        if (Finding trouble = send(std::exchange(m_merging, {})))
            return trouble;
    }
    if (word == u"hear")
        return hear();
    if (word == u"greet" || word == u"json200")
        return hearWords(word == u"json200");
    if (word.startsWith("match:"_L1))
        return hearMatch(word.sliced(6));
    if (word == u"digits")
        return hearDigits();
    if (word == u"end")
        return hearEnd();
    return stored();
}

QByteArray ServerTalk::bytesOf(const QString &what) const
{
    const QByteArray size = m_manner.size.isEmpty() ? QByteArray::number(m_manner.body.size()) : m_manner.size;
    if (what == u"text")
        return m_manner.text;
    if (what == u"command")
        return m_manner.command;
    if (what == u"time")
        return "1700000000";
    if (what == u"chat")
        return "client:" + m_manner.text;
    if (what == u"chatbye")
        return "client:bye";
    if (what == u"hail")
        return "1234";
    if (what == u"size")
        return size;
    if (what == u"body")
        return m_manner.body;
    if (what == u"digest")
        return digest(m_challenge);
    if (what == u"json" || what == u"header") {
        bool number = false;
        size.toLongLong(&number);
        const QByteArray written = number ? size : '"' + size + '"';
        const QByteArray rest = R"("filename": ")" + m_manner.name + R"(", "filesize": )" + written + '}';
        if (what == u"json")
            return R"({"action": "put", )" + rest;
        const QByteArray header = R"({"filepath": "transom-check", )" + rest;
        return lengthBytes(static_cast<qint32>(header.size()), m_manner.bigEndian) + header;
    }
    return what.toUtf8(); // "start", "ok", "q": as they are
}

QByteArray ServerTalk::digest(const QByteArray &challenge) const
{
    const auto parameters = Parameters::make(m_stage.dialect(), Role::Client, {{u"key"_s, m_stage.parameters().text("key")}});
    if (!parameters)
        return {};
    Oracle client(m_stage.dialect(), Role::Client, *parameters);
    client.open();
    client.hear(challenge);
    return client.take();
}

Finding ServerTalk::say(const QString &what)
{
    const QByteArray bytes = bytesOf(what);
    if (what == u"digest") {
        m_oracle.hear(digest(m_oracle.take())); // its own number, answered rightly
    } else {
        m_oracle.hear(bytes);
    }
    const bool cuttable = what == u"header" || what == u"body" || what == u"digest" || (what == u"text" && (m_stage.traits().flags & DialectTraits::Joins) != 0);
    if (m_manner.merged) {
        m_merging += bytes;
        if (what == u"text") {
            m_merging += bytes;
            m_oracle.hear(bytes);
        }
        return {};
    }
    Finding trouble = send(bytes, cuttable);
    const bool last = std::none_of(m_steps.begin() + m_next, m_steps.end(), [](const QString &word) { return word.startsWith("say:"_L1); });
    if (!trouble && last && m_manner.halfClose)
        m_socket.endWriting();
    return trouble;
}

/// Reads what is there; false: nothing came in that time.
bool ServerTalk::take(ExperimentBench::ms time)
{
    if (m_ended || m_pending.size() >= MostPending || m_stage.bench().isStopped())
        return false;
    const NativeSocket::Received part = m_stage.bench().receive(m_socket, m_manner.slowReader ? 2000 : 65536, time);
    if (!part.outcome.isOk()) {
        if (part.outcome.error != EAGAIN)
            m_ended = m_reset = true;
        return false;
    }
    if (part.bytes.isEmpty() && !m_stage.dialect().datagram) {
        m_ended = true;
        return false;
    }
    m_pending += part.bytes;
    return true;
}

Finding ServerTalk::send(const QByteArray &bytes, bool cuttable)
{
    QList<QByteArray> pieces{bytes};
    // A single q says goodbye in `hmac` and `exec-*`: a digest that happens to begin with it is not cut there.
    const qsizetype least = bytes.startsWith('q') ? 2 : 1;
    const qsizetype at = std::max(m_manner.at, least);
    if (cuttable && m_manner.cut == Manner::Cut::At && m_manner.at > 0 && at < bytes.size()) {
        pieces = {bytes.first(at), bytes.sliced(at)};
    } else if (cuttable && m_manner.cut == Manner::Cut::EachByte && bytes.size() >= least) {
        pieces = {bytes.first(least)};
        for (qsizetype i = least; i < bytes.size(); ++i)
            pieces.append(bytes.mid(i, 1));
    }
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        if (i > 0)
            m_stage.bench().pause(m_manner.pause);
        qsizetype done = 0;
        auto until = std::chrono::steady_clock::now() + 2 * patience();
        do {
            const NativeSocket::Outcome sent = m_socket.send(QByteArrayView(pieces[i]).sliced(done));
            if (sent.isOk()) {
                done += static_cast<qsizetype>(sent.result);
                until = std::chrono::steady_clock::now() + 2 * patience();
            } else if (!sent.wouldBlock()) {
                return Trouble{QCoreApplication::translate("Lab", "The program no longer took what was sent: %1.").arg(describeErrno(sent.error)), hintFromOutput(m_stage.output(), Role::Server), false};
            } else {
                // What is answered meanwhile has to be read, or both sides wait for each other.
                pollfd watched{m_socket.get(), static_cast<short>(m_pending.size() < MostPending ? POLLIN | POLLOUT : POLLOUT), 0};
                ::poll(&watched, 1, 50);
                if ((watched.revents & POLLIN) != 0)
                    take(0ms);
                if (m_stage.bench().isStopped() || std::chrono::steady_clock::now() >= until)
                    return Trouble{QCoreApplication::translate("Lab", "The program took %1 of %2 bytes and then no more.").arg(done).arg(pieces[i].size()), {}, false};
            }
        } while (done < pieces[i].size());
    }
    return {};
}

QByteArray ServerTalk::readQuietly(ExperimentBench::ms first, ExperimentBench::ms between)
{
    if (m_pending.isEmpty())
        take(first);
    while (take(between)) {
    }
    return std::exchange(m_pending, {});
}

/// Without what a server of this dialect puts around each chunk, whose cuts are nobody's.
QByteArray ServerTalk::stripped(const QByteArray &bytes) const
{
    const QByteArray id(m_stage.dialect().id);
    if (id != "prefix-echo" && id != "hao")
        return bytes;
    QByteArray rest = bytes;
    return rest.replace(m_stage.parameters().encoded("text"), QByteArray());
}

/// Nobody took the connection.
Trouble ServerTalk::refused(const Error &error) const
{
    if (!m_stage.program() || m_stage.isListening())
        return Trouble{describe(error), m_stage.program() ? hintFromOutput(m_stage.output(), Role::Server) : QString(), false};
    const bool gone = m_stage.program()->waitForEnd(100ms, m_stage.stopToken());
    const QString hint = hintFromOutput(m_stage.output(), Role::Server);
    return Trouble{gone ? QCoreApplication::translate("Lab", "The program has ended: nobody takes the connection.") : QCoreApplication::translate("Lab", "The program goes on, but it does not listen any more."),
                   !hint.isEmpty() ? hint : QCoreApplication::translate("Lab", "A server goes on when a client has gone: accept stands in a while True, and all the work for one client inside it."), false};
}

Trouble ServerTalk::silence(const QString &wanted, const QByteArray &came) const
{
    Trouble trouble;
    if (m_stage.dialect().datagram && m_reset && came.isEmpty()) // a message of ICMP: there is nobody at that port
        trouble = {QCoreApplication::translate("Lab", "%1 was expected, but the program does not listen any more.").arg(wanted), QCoreApplication::translate("Lab", "A server goes on when it has answered: recvfrom and sendto stand in a while True."), false};
    else if (came.isEmpty() && !m_ended)
        trouble.text = QCoreApplication::translate("Lab", "%1 was expected, but nothing came for %2 s.").arg(wanted).arg(static_cast<double>(patience().count()) / 1000);
    else if (m_reset)
        trouble.text = QCoreApplication::translate("Lab", "%1 was expected; %2 came, then the program reset the connection.").arg(wanted, quotedBytes(came));
    else if (m_ended)
        trouble.text = QCoreApplication::translate("Lab", "%1 was expected; %2 came, then the program closed the connection.").arg(wanted, quotedBytes(came));
    else
        trouble.text = QCoreApplication::translate("Lab", "%1 was expected, but %2 came.").arg(wanted, quotedBytes(came));
    if (m_ended || (m_stage.program() && !m_stage.program()->isRunning())) {
        if (m_stage.program())
            m_stage.program()->waitForEnd(100ms, m_stage.stopToken());
        if (const QString hint = hintFromOutput(m_stage.output(), Role::Server); !hint.isEmpty())
            trouble.hint = hint;
    }
    return trouble;
}

Finding ServerTalk::expectBytes(const QByteArray &expected)
{
    const QByteArray wanted = stripped(expected);
    if (m_manner.slowReader)
        m_stage.bench().pause(500ms);
    while (stripped(m_pending).size() < wanted.size() && take(patience())) {
        if (m_manner.slowReader && m_pending.size() < 100'000)
            m_stage.bench().pause(1ms);
    }
    // More than was expected is as wrong as less; a marker may still be under way.
    while (m_pending.size() < wanted.size() + 65536 && take(60ms)) {
    }
    const QByteArray came = std::exchange(m_pending, {});
    const bool marked = wanted.size() == expected.size() || came.size() > stripped(came).size();
    if (stripped(came) == wanted && marked)
        return {};
    Trouble trouble = silence(quotedBytes(expected), came);
    const bool whole = m_manner.cut == Manner::Cut::Whole; // otherwise the cuts are the cause
    const QString refusal = whole && (m_stage.traits().flags & DialectTraits::Secret) != 0 ? u"验证失败"_s : QString();
    // Where nothing came, an exception has said why; a socket that is gone and a datagram without bytes are no wrong answers either.
    const bool explained = came.isEmpty() && (!lastException(m_stage.output()).isEmpty() || (m_stage.dialect().datagram && (m_reset || m_manner.text.isEmpty())));
    if (const QString hint = hintFromAnswer(m_stage.traits(), {expected, came, isThrough() ? QString() : m_steps[m_next], refusal}); !hint.isEmpty() && !explained)
        trouble.hint = hint;
    return trouble;
}

Trouble ServerTalk::silentStart() const
{
    QString hint = hintFromOutput(m_stage.output(), Role::Server);
    if (hint.isEmpty())
        hint = QCoreApplication::translate("Lab", "The server speaks first in this dialect: send right after accept, before the first recv. Does accept stand in a loop?");
    return {QCoreApplication::translate("Lab", "The program took the connection and said nothing for %1 s.").arg(static_cast<double>(patience().count()) / 1000), hint, false};
}

Finding ServerTalk::hear()
{
    return expectBytes(m_oracle.take());
}

Finding ServerTalk::hearWords(bool json)
{
    const QByteArray ours = m_oracle.take();
    const QByteArray came = readQuietly(patience(), 60ms);
    if (came.isEmpty() && m_next == 1 && !m_ended)
        return silentStart();
    if (came.isEmpty()) {
        Trouble trouble = silence(json ? quotedBytes(ours) : QCoreApplication::translate("Lab", "A message in any words (ours: %1)").arg(quotedBytes(ours)), came);
        if (trouble.hint.isEmpty() && !m_ended && (m_stage.traits().flags & DialectTraits::Stores) != 0)
            trouble.hint = QCoreApplication::translate("Lab", "The client waits for an answer to its request, and sends the file only then: answer before you read on.");
        return trouble;
    }
    if (json && QJsonDocument::fromJson(came).object().value(u"status").toInt() != 200)
        return silence(quotedBytes(ours), came);
    return {};
}

Finding ServerTalk::hearMatch(const QString &what)
{
    m_oracle.take();
    const QByteArray came = readQuietly(patience(), 60ms);
    const QString wanted = what == u"chat" ? QCoreApplication::translate("Lab", "A message of the form nick:text") : what == u"bye" ? QCoreApplication::translate("Lab", "A last message of the form nick:bye") : QCoreApplication::translate("Lab", "A message");
    if (came.isEmpty())
        return withFormHint(silence(wanted, came), what);
    static const QRegularExpression chat(u"^[^:]*:.+"_s);
    static const QRegularExpression bye(u"^[^:]*:\\s*bye\\s*$"_s);
    if ((what == u"chat" && !chat.match(QString::fromUtf8(came)).hasMatch()) || (what == u"bye" && !bye.match(QString::fromUtf8(came)).hasMatch()))
        return withFormHint(silence(wanted, came), what);
    return {};
}

Finding ServerTalk::hearDigits()
{
    // The oracle's own number stays: its digest is computed from it.
    const QByteArray came = readQuietly(patience(), 60ms);
    if (came.isEmpty() && m_next == 1 && !m_ended)
        return silentStart();
    bool ok = false;
    came.toLongLong(&ok);
    m_challenge = came;
    return ok ? Finding() : silence(QCoreApplication::translate("Lab", "A number in decimal digits"), came);
}

Finding ServerTalk::hearEnd()
{
    m_oracle.take();
    const QByteArray came = readQuietly(patience(), patience());
    if (m_ended && !m_reset && came.isEmpty())
        return {};
    if (!came.isEmpty())
        return Trouble{QCoreApplication::translate("Lab", "The program should have closed the connection, but %1 came.").arg(quotedBytes(came)), {}, false};
    if (m_reset)
        return {}; // a close while our last words were still unread: they were the last
    return Trouble{QCoreApplication::translate("Lab", "The program should have closed the connection, and did not."), {}, false};
}

Finding ServerTalk::stored()
{
    const QString folder = m_stage.directory();
    if (folder.isEmpty())
        return {}; // nobody told where to look
    const bool named = (m_stage.traits().flags & DialectTraits::Named) != 0;
    const auto until = std::chrono::steady_clock::now() + patience();
    QString seen;
    bool partial = false;
    do {
        const QStringList files = storedFiles(m_stage);
        for (const QString &name : files) {
            QFile file(QDir(folder).filePath(name));
            const QFileInfo info(file);
            if (named && info.fileName() != QString::fromUtf8(m_manner.name).section(u'/', -1))
                continue;
            if (info.size() == m_manner.body.size() && file.open(QIODevice::ReadOnly) && file.read(info.size() + 1) == m_manner.body) {
                m_storeFolder = info.absolutePath();
                file.remove(); // ours; the next upload may be called the same
                return {};
            }
            partial = info.size() < m_manner.body.size();
            seen = QCoreApplication::translate("Lab", "“%1” has %2 of %3 bytes.").arg(printable(name)).arg(info.size()).arg(m_manner.body.size());
            if (info.size() == m_manner.body.size())
                seen = QCoreApplication::translate("Lab", "“%1” has as many bytes, but they are others.").arg(printable(name));
        }
        m_stage.bench().pause(20ms);
        take(0ms);
    } while (!m_stage.bench().isStopped() && std::chrono::steady_clock::now() < until);
    QString hint = hintFromOutput(m_stage.output(), Role::Server);
    if (hint.isEmpty() && partial && m_manner.cut == Manner::Cut::Whole && m_stage.program() && m_stage.program()->isRunning())
        hint = QCoreApplication::translate("Lab", "Does it still wait for bytes that will not come, or has it not closed the file? Count what has come, stop at the announced size, and write in a “with open(…)”.");
    return Trouble{seen.isEmpty() ? QCoreApplication::translate("Lab", "The file is not there: %1 bytes were sent, and none of the files in the folder holds them.").arg(m_manner.body.size()) : QCoreApplication::translate("Lab", "The file is not as it was sent: %1").arg(seen),
                   hint, false};
}

} // namespace transom::lab
