#include "core/lab/experiment/distance.h"
#include "core/lab/experiment/runs.h"

#include "core/base/clock.h"

#include <QtEndian>

#include <optional>
#include <thread>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

/// One way to tell messages apart, as a tutorial shows it: what the sender puts around a message, in turns between which it waits for an answer,
/// and the receiver that reads chunk by chunk.
struct Cure
{
    QLatin1String name;
    QList<QByteArray> (*turns)(const QByteArray &message); ///< after each but a last one that needs none, an answer is awaited
    bool waits;                                            ///< for an answer to each turn
    /// Feeds a chunk of turn `turn`; the message as soon as the receiver takes it for complete.
    std::optional<QByteArray> (*feed)(QByteArray &pending, qsizetype &turn, const QByteArray &chunk);
};

QByteArray lengthOf(const QByteArray &bytes)
{
    QByteArray length(4, Qt::Uninitialized);
    qToBigEndian(static_cast<quint32>(bytes.size()), length.data());
    return length;
}

QByteArray jsonHeader(const QByteArray &message)
{
    return R"({"size":)" + QByteArray::number(message.size()) + '}';
}

std::optional<QByteArray> wholeAfter(QByteArray &pending, qsizetype header, qsizetype size)
{
    if (pending.size() < header + size)
        return {};
    const QByteArray message = pending.mid(header, size);
    pending.remove(0, header + size);
    return message;
}

std::optional<QByteArray> feedLength(QByteArray &pending, qsizetype &, const QByteArray &chunk)
{
    pending += chunk;
    return pending.size() < 4 ? std::nullopt : wholeAfter(pending, 4, qFromBigEndian<quint32>(pending.constData()));
}

std::optional<QByteArray> feedJson(QByteArray &pending, qsizetype &, const QByteArray &chunk)
{
    pending += chunk;
    if (pending.size() < 4)
        return {};
    const qsizetype header = qFromBigEndian<quint32>(pending.constData());
    if (pending.size() < 4 + header)
        return {};
    const QByteArray size = pending.mid(4, header);
    return wholeAfter(pending, 4 + header, size.mid(8, size.size() - 9).toLongLong());
}

std::optional<QByteArray> feedLine(QByteArray &pending, qsizetype &, const QByteArray &chunk)
{
    pending += chunk;
    const qsizetype end = pending.indexOf('\n');
    if (end < 0)
        return {};
    const QByteArray message = pending.first(end);
    pending.remove(0, end + 1);
    return message;
}

/// The length is whatever one recv returned: that is how the tutorials read it.
std::optional<QByteArray> feedAcknowledged(QByteArray &pending, qsizetype &turn, const QByteArray &chunk)
{
    if (turn == 0) {
        pending = chunk + '\n';
        turn = 1;
        return {};
    }
    pending += chunk;
    const qsizetype end = pending.indexOf('\n');
    const qsizetype size = pending.first(end).toLongLong();
    if (pending.size() - end - 1 < size)
        return {};
    const QByteArray message = pending.mid(end + 1, size);
    pending.clear();
    turn = 0;
    return message;
}

const std::array Cures{
    Cure{"wait"_L1, [](const QByteArray &m) { return QList{m}; }, true,
         [](QByteArray &, qsizetype &, const QByteArray &chunk) { return std::optional(chunk); }},
    Cure{"ack"_L1, [](const QByteArray &m) { return QList{QByteArray::number(m.size()), m}; }, true, feedAcknowledged},
    Cure{"length"_L1, [](const QByteArray &m) { return QList{lengthOf(m) + m}; }, false, feedLength},
    Cure{"json"_L1, [](const QByteArray &m) { return QList{lengthOf(jsonHeader(m)) + jsonHeader(m) + m}; }, false, feedJson},
    Cure{"delimiter"_L1, [](const QByteArray &m) { return QList{m + '\n'}; }, false, feedLine},
};

QByteArray messageNumber(int number)
{
    return "message " + QByteArray::number(number) + " of the conversation";
}

/// Each turn cut in two at every byte: how often does the receiver get something else than the message?
std::pair<int, int> cutsAndWrong(const Cure &cure, const QByteArray &message)
{
    int cuts = 0;
    int wrong = 0;
    const QList<QByteArray> turns = cure.turns(message);
    for (qsizetype cutTurn = 0; cutTurn < turns.size(); ++cutTurn) {
        for (qsizetype at = 1; at < turns[cutTurn].size(); ++at, ++cuts) {
            QByteArray pending;
            qsizetype turn = 0;
            std::optional<QByteArray> taken;
            for (qsizetype i = 0; i < turns.size(); ++i) {
                const QList<QByteArray> chunks = i == cutTurn ? QList{turns[i].first(at), turns[i].mid(at)} : QList{turns[i]};
                for (const QByteArray &chunk : chunks) {
                    if (const auto got = cure.feed(pending, turn, chunk); got && !taken)
                        taken = got;
                }
            }
            wrong += taken != message;
        }
    }
    return {cuts, wrong};
}

struct Cost
{
    qint64 timeNs = 0;
    qint64 extra = 0; ///< bytes in both directions beyond the messages
};

/// The server's side: reads messages, answers each turn where the cure wants that.
void receiveMessages(const ExperimentBench &bench, const Cure &cure, NativeSocket &socket, int messages, qint64 &answered)
{
    QByteArray pending;
    qsizetype turn = 0;
    for (int got = 0; got < messages;) {
        const NativeSocket::Received part = bench.receive(socket, 1024);
        if (!part.outcome.isOk() || part.bytes.isEmpty())
            return;
        const qsizetype before = turn;
        auto message = cure.feed(pending, turn, part.bytes);
        const bool turnOver = message || turn != before;
        if (turnOver && cure.waits) {
            if (!bench.sendAll(socket, "ok"))
                return;
            answered += 2;
        }
        for (; message; message = cure.waits ? std::nullopt : cure.feed(pending, turn, {}))
            ++got;
    }
    // The message that says "all there": the clock stops when it has come.
    bench.sendAll(socket, "end");
}

Result<Cost> measure(ExperimentBench &bench, const Cure &cure, int messages)
{
    auto listener = bench.listener();
    if (!listener)
        return tl::unexpected(listener.error());
    Distance between(listener->localAddress().port(), false);
    if (auto started = between.start(); !started)
        return tl::unexpected(started.error());
    Faults faults;
    faults.delay = bench.time(u"rtt_ms"_s) / 2;
    between.relay().setFaults(Relay::AllStreams, From::Client, faults);
    between.relay().setFaults(Relay::AllStreams, From::Server, faults);
    between.relay().settle();
    const quint64 stream = bench.nextStream();
    auto client = bench.connect(SocketAddress(QHostAddress(QHostAddress::LocalHost), between.port()), stream);
    if (!client)
        return tl::unexpected(client.error());
    auto server = bench.accept(*listener, stream);
    if (!server)
        return tl::unexpected(server.error());

    // The end behind the last answer would wait, which no cure is to blame for.
    for (const NativeSocket *socket : {&*client, &*server})
        ExperimentBench::sendAtOnce(*socket);

    Cost cost;
    qint64 answered = 0;
    Result<void> failure;
    {
        const std::jthread receiver([&] { receiveMessages(bench, cure, *server, messages, answered); });
        const qint64 began = monotonicNs();
        for (int i = 0; i < messages && failure; ++i) {
            const QByteArray message = messageNumber(i);
            for (const QByteArray &turn : cure.turns(message)) {
                failure = bench.sendAll(*client, turn);
                cost.extra += turn.size();
                if (auto ok = failure && cure.waits ? bench.receiveExactly(*client, 2) : QByteArray(); !ok)
                    failure = tl::unexpected(ok.error());
            }
            cost.extra -= message.size();
        }
        if (auto end = failure ? bench.receiveExactly(*client, 3) : QByteArray(); !end)
            failure = tl::unexpected(end.error());
        cost.timeNs = monotonicNs() - began;
        client->endWriting();
    }
    cost.extra += answered;
    if (!failure)
        return tl::unexpected(failure.error());
    return cost;
}

} // namespace

QStringList cureNames()
{
    QStringList names;
    for (const char *what : {"time_", "extra_", "cuts_", "wrong_"}) {
        for (const Cure &cure : Cures)
            names.append(QLatin1String(what) + cure.name);
    }
    return names;
}

Result<ExperimentResult> runCures(ExperimentBench &bench)
{
    const int messages = bench.number(u"messages"_s);
    ExperimentResult result;
    QHash<QString, qint64> times;
    for (const Cure &cure : Cures) {
        const auto cost = measure(bench, cure, messages);
        if (!cost)
            return tl::unexpected(cost.error());
        const auto [cuts, wrong] = cutsAndWrong(cure, messageNumber(0));
        times.insert(cure.name, cost->timeNs);
        result.measured.insert("time_"_L1 + cure.name, Measured::nanoseconds(cost->timeNs));
        result.measured.insert("extra_"_L1 + cure.name, Measured::bytes(cost->extra));
        result.measured.insert("cuts_"_L1 + cure.name, Measured::count(cuts));
        result.measured.insert("wrong_"_L1 + cure.name, Measured::count(wrong));
    }
    const double ratio = static_cast<double>(times.value(u"ack"_s)) / static_cast<double>(std::max<qint64>(times.value(u"length"_s), 1));
    result.outcome = ratio < 1.5 ? u"same"_s : ratio < 5 ? u"some"_s : u"tenfold"_s;
    return result;
}

} // namespace transom::lab
