#include "tests/support/lab_watch.h"
#include "tests/support/raw_peer.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace transom;
using namespace transom::test;

namespace {

/// The first half of what the dialect has to say, and the end.
QByteArray halfOf(const Dialect &dialect, Role speaker)
{
    const QString id = dialect.name();
    if (speaker == Role::Client) {
        if (id == u"put-struct")
            return littleEndian(100) + "{\"filename\": \"h";
        if (id == u"put-json")
            return "{\"action\": \"put\", \"file";
        return id == u"put-size" ? "1000" : "1";
    }
    if (id == u"exec-struct")
        return littleEndian(100) + "ten of it";
    if (id == u"exec-ready")
        return "Ready|100";
    return id == u"exec-length-ack" ? "100" : "1";
}

enum class Attack { Nothing, Garbage, Half, MinusOne, Header, Json, Flood, Reset, Stall };

const QList<std::pair<const char *, Attack>> Attacks{{"nothing", Attack::Nothing}, {"garbage", Attack::Garbage}, {"half of it", Attack::Half}, {"0xFFFFFFFF", Attack::MinusOne},
        {"a header of 100 MB", Attack::Header}, {"JSON without an end", Attack::Json}, {"a flood without a line", Attack::Flood}, {"a reset", Attack::Reset}, {"a stall", Attack::Stall}};

/// Goes on until the other side takes no more, `most` is there or the time is over.
void pour(RawPeer &peer, const QByteArray &head, qint64 most)
{
    const QByteArray block(256 * 1024, 'A');
    QElapsedTimer clock;
    clock.start();
    qint64 sent = peer.send(head, 200);
    for (qint64 count = 1; sent < most && count > 0 && clock.elapsed() < 500; sent += count)
        count = peer.send(block, 100);
}

void attack(RawPeer &peer, Attack how, const Dialect &dialect, Role speaker)
{
    switch (how) {
    case Attack::Nothing:
        return peer.close();
    case Attack::Garbage:
        peer.send(garbage(8192), 500);
        return peer.endWriting();
    case Attack::Half:
        peer.send(halfOf(dialect, speaker));
        return peer.endWriting();
    case Attack::MinusOne:
        peer.send(QByteArray(4, '\xff'));
        return peer.endWriting();
    case Attack::Header:
        pour(peer, littleEndian(100 * MiB), 100 * MiB);
        return peer.reset();
    case Attack::Json:
        pour(peer, "{\"action\": \"put\", \"filename\": \"", 100 * MiB);
        return peer.reset();
    case Attack::Flood:
        pour(peer, {}, 1024 * MiB);
        return peer.reset();
    case Attack::Reset:
        peer.send("x");
        return peer.reset();
    case Attack::Stall:
        peer.send("x");
        return;
    }
}

/// What the end is called. Where a reset may overtake what came before it, that is an end of its own.
QList<ErrorCode> expectedEnd(const Dialect &dialect, Role role, Attack how)
{
    const QString id = dialect.name();
    const bool resets = how == Attack::Header || how == Attack::Json || how == Attack::Flood || how == Attack::Reset;
    const auto orReset = [resets](ErrorCode code) { return resets ? QList{code, ErrorCode::ConnectionLost} : QList{code}; };
    const bool nonsense = how != Attack::Nothing && how != Attack::Half && how != Attack::Stall && how != Attack::Reset;
    if (role == Role::Server) {
        if (how == Attack::Nothing)
            return {ErrorCode::None, ErrorCode::ConnectionLost}; // a greeting that nobody has read makes the close a reset
        if (how == Attack::Half && (id == u"put-size" || id == u"put-struct"))
            return {ErrorCode::Truncated};
        if ((id == u"exec-ready" || id == u"exec-length-ack") && !resets && how != Attack::Stall)
            return how == Attack::Garbage ? QList{ErrorCode::Truncated, ErrorCode::None} : QList{ErrorCode::Truncated}; // it was a command, and its output was to be asked for; or in two chunks, and it was
        if (how == Attack::Stall) // it is sent away, unless its "x" was read before and said all
            return {id.startsWith(u"greet-") ? ErrorCode::None : id == u"put-json" || id == u"put-size" ? ErrorCode::BadMessage : ErrorCode::Cancelled, ErrorCode::Cancelled};
        if (id.startsWith(u"put-") && (nonsense || (id != u"put-struct" && how != Attack::Nothing)))
            return orReset(ErrorCode::BadMessage);
        return orReset(ErrorCode::None);
    }
    const bool oneAnswer = id.startsWith(u"greet-");
    const bool hasLength = id == u"exec-ready" || id == u"exec-length-ack" || id == u"exec-struct";
    if (how == Attack::Stall) {
        if (id == u"exec-ready" || id == u"exec-length-ack")
            return {ErrorCode::BadMessage, ErrorCode::Cancelled}; // "x" is no length
        // Where nothing is to be answered, all was sent.
        return {oneAnswer || id == u"put-size" || id == u"put-struct" ? ErrorCode::None : ErrorCode::Cancelled, ErrorCode::Cancelled};
    }
    if (hasLength && (nonsense || how == Attack::Reset)) // or "x" was there before the reset
        return orReset(ErrorCode::BadMessage);
    if (id == u"put-json" && nonsense && how != Attack::MinusOne)
        return orReset(ErrorCode::BadMessage);
    if (id == u"hmac" && nonsense && how != Attack::MinusOne)
        return orReset(ErrorCode::AuthenticationFailed);
    if (id == u"exec-reverse" && how == Attack::Nothing)
        return {ErrorCode::None, ErrorCode::ConnectionLost};
    if (id == u"exec-reverse" || ((oneAnswer || id == u"put-size" || id == u"put-struct") && how != Attack::Nothing))
        return orReset(ErrorCode::None);
    // Closing with a line unread is a reset, too.
    return how == Attack::Nothing ? QList{ErrorCode::Truncated, ErrorCode::ConnectionLost} : orReset(ErrorCode::Truncated);
}

} // namespace

/// Every dialect, as server and as client, with a peer that means harm.
class TestLabHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void aServerOutlivesWhateverConnects_data() { rows(false, true); }
    void aServerOutlivesWhateverConnects()
    {
        QFETCH(QString, id);
        QFETCH(int, how);
        const Dialect &dialect = *dialectById(id);
        const auto kind = static_cast<Attack>(how);
        Watch watch;
        const Peak peak;
        LabServer server(serving(qPrintable(id), u"thread"_s, given(dialect, Role::Server)), watch.sink());
        QVERIFY(server.start());
        if (dialect.serverAsks) {
            for (int i = 0; i < 20'000; ++i)
                server.say(u"ok"_s);
        }
        RawPeer peer = RawPeer::connected(server.port());
        QVERIFY(peer.isValid());
        attack(peer, kind, dialect, Role::Client);
        QVERIFY(watch.wait(Kind::Setup));
        if (kind == Attack::Stall) {
            // It is waited for, as long as it likes; nobody else has to, and it can be sent away.
            QVERIFY(RawPeer::connected(server.port()).isValid());
            QVERIFY(watch.wait(Kind::Setup, 2));
            server.drop(1);
        }
        QVERIFY(watch.waitForEnd(1));
        const ErrorCode code = watch.codeOf(1);
        QVERIFY2(expectedEnd(dialect, Role::Server, kind).contains(code), qPrintable(QString::number(static_cast<int>(code)) + u' ' + watch.problems().value(0).left(200)));
        // Whoever comes next is served.
        const RawPeer next = RawPeer::connected(server.port());
        QVERIFY(next.isValid());
        QVERIFY(watch.wait(Kind::Setup, 2));
        QElapsedTimer clock;
        clock.start();
        server.stop();
        QVERIFY2(clock.elapsed() < 3'000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(watch.wait(Kind::Ended, 1, 0ms));
        QVERIFY2(peak.grown() < 64 * MiB, qPrintable(QString::number(peak.grown() / MiB)));
        QVERIFY(watch.longestText() < 64 * 1024);
    }

    void aClientOutlivesWhateverAnswers_data() { rows(false, false); }
    void aClientOutlivesWhateverAnswers()
    {
        QFETCH(QString, id);
        QFETCH(int, how);
        const Dialect &dialect = *dialectById(id);
        const auto kind = static_cast<Attack>(how);
        const RawPeer listener = RawPeer::bound(false);
        Watch watch;
        const Peak peak;
        LabClient client(connecting(qPrintable(id), listener.port(), given(dialect, Role::Client)), watch.sink());
        for (int i = 0; dialect.clientAsks && i < 1'000; ++i)
            client.say(u"hello"_s);
        client.start();
        RawPeer peer = listener.accepted();
        QVERIFY(peer.isValid());
        attack(peer, kind, dialect, Role::Server);
        QElapsedTimer clock;
        clock.start();
        if (kind == Attack::Stall) {
            watch.wait(Kind::Ended, 1, 300ms);
            client.stop();
        }
        QVERIFY(watch.wait(Kind::Ended));
        QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY2(peak.grown() < 64 * MiB, qPrintable(QString::number(peak.grown() / MiB)));
        QVERIFY(watch.longestText() < 64 * 1024);
        const ErrorCode code = watch.codeOf(0);
        QVERIFY2(expectedEnd(dialect, Role::Client, kind).contains(code), qPrintable(QString::number(static_cast<int>(code)) + u' ' + watch.problems().value(0).left(200)));
    }

private:
    static void rows(bool datagrams, bool servers)
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("how");
        for (const Dialect &dialect : dialects()) {
            if (dialect.datagram != datagrams)
                continue;
            for (const auto &[name, how] : Attacks)
                QTest::addRow("%s %s, %s", dialect.id, servers ? "server" : "client", name) << dialect.name() << static_cast<int>(how);
        }
    }
    QHash<QString, QString> given(const Dialect &dialect, Role role)
    {
        QHash<QString, QString> values;
        for (const ParameterUse &use : dialect.parameters) {
            if (!use.isFor(role))
                continue;
            const QString id = QLatin1String(use.id);
            if (id == u"dir")
                values.insert(id, m_folder.path());
            else if (id == u"key")
                values.insert(id, u"key"_s);
            else if (id == u"chunk" && dialect.executes(role))
                values.insert(id, u"65536"_s); // a flood is fewer commands then
            else if (id == u"file") {
                QFile file(m_folder.filePath(u"source.bin"_s));
                if (file.open(QIODevice::WriteOnly))
                    file.write(QByteArray(300'000, 's'));
                values.insert(id, file.fileName());
            }
        }
        return values;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestLabHostile)
#include "tst_lab_hostile.moc"
