#include "core/lab/dialect/dialect.h"
#include "core/lab/serving/received_file.h"

#include <QMessageAuthenticationCode>
#include <QTemporaryDir>
#include <QDir>
#include <QTest>
#include <QtEndian>

using namespace transom;
using namespace transom::lab;
using namespace Qt::StringLiterals;

namespace {

using Given = QHash<QString, QString>;

/// A conversation without a socket: the test is the other side, the disk and the shell.
struct Bench
{
    Bench(const char *id, Role role, const Given &given = {})
        : dialect(dialectById(QString::fromLatin1(id)))
        , conversation(dialect->conversation(role, Parameters::make(*dialect, role, given).value()))
    {
        conversation->opened();
        collect();
    }

    void collect()
    {
        for (const Action &action : conversation->take()) {
            if (const auto *send = std::get_if<SendBytes>(&action))
                sent += send->bytes;
            else if (const auto *run = std::get_if<RunCommand>(&action))
                commands += run->command;
            else if (const auto *open = std::get_if<OpenStore>(&action))
                opened += open->name + u' ' + QString::number(open->size);
            else if (const auto *write = std::get_if<WriteStore>(&action))
                stored += write->bytes;
            else if (std::get_if<FinishStore>(&action))
                ++filesFinished;
            else if (std::get_if<WaitFor>(&action))
                ++waits;
            else if (const auto *log = std::get_if<LogLine>(&action))
                logged += log->text;
            else if (const auto *tell = std::get_if<Tell>(&action))
                (tell->kind == Tell::Kind::Said ? said : tell->kind == Tell::Kind::Problem ? problems : infos) += tell->text;
            else if (const auto *end = std::get_if<Finish>(&action))
                error = end->error;
        }
    }
    /// What is on the wire: the conversation takes of it what it asks for, in pieces of at most `cut` bytes.
    void feed(const QByteArray &bytes, qsizetype cut = 65536)
    {
        wire += bytes;
        while (!wire.isEmpty() && conversation->wants() > 0) {
            const qsizetype size = std::min({conversation->wants(), cut, wire.size()});
            const QByteArray chunk = wire.first(size);
            wire.remove(0, size);
            conversation->received(chunk, u"127.0.0.1:50000"_s);
            collect();
            settleDisk();
        }
    }
    /// A disk that does what it is told.
    void settleDisk()
    {
        while (opened.size() + writesSeen() > answered) {
            ++answered;
            conversation->stored({});
            collect();
        }
    }
    qsizetype writesSeen() const { return stored.size() + filesFinished; }
    void type(const QString &line)
    {
        conversation->typed(line);
        collect();
    }
    void commandPrints(const QByteArray &output, const QByteArray &errors = {})
    {
        CommandResult result;
        result.output = output;
        result.error = errors;
        result.directory = "/tmp/somewhere";
        conversation->commandDone(result);
        collect();
    }
    void end()
    {
        conversation->ended();
        collect();
    }
    QByteArray file() const { return stored.join(); }

    const Dialect *dialect;
    std::unique_ptr<Conversation> conversation;
    QByteArray wire;
    QByteArrayList sent;
    QByteArrayList commands;
    QByteArrayList stored;
    QStringList opened;
    QStringList said;
    QStringList problems;
    QStringList infos;
    QStringList logged;
    qsizetype filesFinished = 0;
    qsizetype answered = 0;
    int waits = 0;
    Error error;
};

QByteArray littleEndian(qint32 value)
{
    QByteArray bytes(4, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

QByteArray headed(const QByteArray &header)
{
    return littleEndian(static_cast<qint32>(header.size())) + header;
}

} // namespace

class TestLabDialects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void theTableIsWholeAndItsDefaultsAreValid()
    {
        QStringList ids;
        for (const Dialect &dialect : dialects()) {
            ids += dialect.name();
            QVERIFY(dialect.port > 0 && !dialect.titleText().isEmpty());
            for (const Role role : {Role::Server, Role::Client}) {
                Given given;
                for (const ParameterUse &use : dialect.parameters) {
                    QVERIFY2(!use.info().titleText().isEmpty(), use.id);
                    if (use.isFor(role) && use.info().kind == ParameterKind::File)
                        given.insert(u"file"_s, u"/tmp/file"_s);
                }
                const auto parameters = Parameters::make(dialect, role, given);
                QVERIFY2(parameters.has_value(), dialect.id);
                QVERIFY(dialect.conversation(role, *parameters));
            }
        }
        QCOMPARE(ids, QStringList({u"upper"_s, u"echo"_s, u"prefix-echo"_s, u"greet-first"_s, u"greet-after"_s, u"hao"_s, u"time"_s, u"chat-turns"_s, u"exec-raw"_s, u"exec-welcome"_s,
                                   u"exec-ready"_s, u"exec-length-ack"_s, u"exec-struct"_s, u"exec-reverse"_s, u"put-json"_s, u"put-size"_s, u"put-struct"_s, u"hmac"_s, u"udp-ok"_s,
                                   u"udp-greet"_s, u"udp-chat"_s, u"udp-exec"_s}));
    }

    void parametersAreChecked_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<QString>("value");
        QTest::newRow("no encoding") << u"upper"_s << u"encoding"_s << u"latin-9"_s;
        QTest::newRow("no bytes") << u"upper"_s << u"chunk"_s << u"0"_s;
        QTest::newRow("too many bytes") << u"upper"_s << u"chunk"_s << u"1G"_s;
        QTest::newRow("negative") << u"exec-raw"_s << u"timeout"_s << u"-1"_s;
        QTest::newRow("unknown here") << u"upper"_s << u"key"_s << u"k"_s;
        QTest::newRow("empty key") << u"hmac"_s << u"key"_s << QString();
        QTest::newRow("client's") << u"time"_s << u"interval"_s << u"1"_s;
    }
    void parametersAreChecked()
    {
        QFETCH(QString, id);
        QFETCH(QString, parameter);
        QFETCH(QString, value);
        const auto result = Parameters::make(*dialectById(id), Role::Server, {{parameter, value}});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::BadArgument);
        QVERIFY(!result.error().text.isEmpty());
    }

    void servingModelsAreReadAndWritten()
    {
        for (const QString &text : {u"one"_s, u"one:3"_s, u"thread"_s, u"process:2"_s, u"loop"_s})
            QCOMPARE(Serving::fromText(text).value().text(), text);
        for (const QString &text : {u"two"_s, u"one:0"_s, u"one:x"_s, u""_s, u"one:"_s})
            QVERIFY(!Serving::fromText(text));
    }

    void gbkGoesBothWaysAndWhatItLacksBecomesAQuestionMark()
    {
        QCOMPARE(encode(Encoding::Gbk, u"收到:a"), QByteArray("\xca\xd5\xb5\xbd:a"));
        QCOMPARE(decode(Encoding::Gbk, "\xca\xd5\xb5\xbd:a"), u"收到:a"_s);
        QCOMPARE(encode(Encoding::Gbk, u"a😀b"), QByteArray("a?b"));
        QCOMPARE(decode(Encoding::Gbk, "a\xca"), u"a\ufffd"_s);
        QCOMPARE(fromSystem(Encoding::Utf8, "\xff\x00z"_qba), "\xff\x00z"_qba);
    }

    // Plain -----------------------------------------------------------------------------------------------------------
    void upperTouchesAsciiLettersOnly()
    {
        Bench bench("upper", Role::Server);
        bench.feed("aZ9\xc3\xa4");
        QCOMPARE(bench.sent, QByteArrayList{"AZ9\xc3\xa4"});
    }

    void eachChunkIsAnsweredHoweverTheStreamIsCut()
    {
        Bench whole("prefix-echo", Role::Server);
        whole.feed("abc");
        QCOMPARE(whole.sent, QByteArrayList{u"收到:abc"_s.toUtf8()});
        Bench single("prefix-echo", Role::Server);
        single.feed("abc", 1);
        QCOMPARE(single.sent.size(), 3);
        Bench gbk("prefix-echo", Role::Server, {{u"encoding"_s, u"GBK"_s}});
        gbk.feed("x");
        QCOMPARE(gbk.sent, QByteArrayList{"\xca\xd5\xb5\xbd:x"});
    }

    void aClientAsksForALineAndShowsOneChunk()
    {
        Bench bench("echo", Role::Client);
        QVERIFY(bench.conversation->wantsLine());
        QCOMPARE(bench.conversation->wants(), 0);
        bench.type(u"hello"_s);
        QCOMPARE(bench.sent, QByteArrayList{"hello"});
        QVERIFY(!bench.conversation->wantsLine());
        bench.feed("hel");
        QCOMPARE(bench.said, QStringList{u"hel"_s});
        QVERIFY(bench.conversation->wantsLine());
        bench.feed("lo"); // stays in the kernel until the next answer is read
        QCOMPARE(bench.said.size(), 1);
        bench.type(QString());
        QCOMPARE(bench.sent.size(), 1);
    }

    void anEmptyLineEndsPrefixEcho()
    {
        Bench bench("prefix-echo", Role::Client);
        bench.type(QString());
        QVERIFY(bench.conversation->isFinished());
    }

    void greetings()
    {
        Bench first("greet-first", Role::Server);
        QCOMPARE(first.sent, QByteArrayList{"welcome to my service~"});
        first.feed("hi");
        QVERIFY(first.conversation->isFinished());
        Bench after("greet-after", Role::Server, {{u"text"_s, u"ciao"_s}});
        QVERIFY(after.sent.isEmpty());
        after.feed("hi");
        QCOMPARE(after.sent, QByteArrayList{"ciao"});
        QVERIFY(after.conversation->isFinished());
        Bench client("greet-first", Role::Client);
        QVERIFY(!client.conversation->wantsLine());
        client.feed("welcome");
        client.type(u"hi"_s);
        QCOMPARE(client.sent, QByteArrayList{"hi"});
        QVERIFY(client.conversation->isFinished());
    }

    void haoAddsItsWord()
    {
        Bench bench("hao", Role::Server);
        bench.feed("ni");
        QCOMPARE(bench.sent, QByteArrayList{u"ni好"_s.toUtf8()});
    }

    void timeAnswersTimestampsAndNothingElse()
    {
        Bench bench("time", Role::Server);
        bench.feed("86400");
        QCOMPARE(bench.sent.takeFirst(), QDateTime::fromSecsSinceEpoch(86400).toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1());
        for (const QByteArray &wrong : {"soon"_qba, "12.5"_qba, "99999999999999999999"_qba, "999999999999"_qba, "\xff\xfe"_qba}) {
            bench.feed(wrong);
            QVERIFY2(bench.sent.takeFirst().startsWith("error"), wrong.constData());
            QVERIFY(!bench.conversation->isFinished());
        }
        QCOMPARE(bench.problems.size(), 5);
    }

    void theTimeClientSendsNowAndThen()
    {
        Bench bench("time", Role::Client, {{u"count"_s, u"2"_s}});
        QCOMPARE(bench.sent.size(), 1);
        bench.feed("2024-01-01 00:00:00");
        QCOMPARE(bench.waits, 1);
        bench.conversation->ticked();
        bench.collect();
        QCOMPARE(bench.sent.size(), 2);
        bench.feed("x");
        QVERIFY(bench.conversation->isFinished());
    }

    void chatTakesTurnsAndByeEndsIt()
    {
        Bench server("chat-turns", Role::Server, {{u"nick"_s, u"sam"_s}});
        Bench client("chat-turns", Role::Client, {{u"nick"_s, u"ann"_s}});
        client.type(u"hello"_s);
        QCOMPARE(client.sent.last(), "ann:hello"_qba);
        QVERIFY(!client.conversation->wantsLine());
        server.feed(client.sent.last());
        QVERIFY(server.conversation->wantsLine());
        server.type(u"hi"_s);
        client.feed(server.sent.last());
        client.type(u"bye"_s);
        server.feed(client.sent.last());
        QCOMPARE(server.sent.last(), "sam:bye"_qba);
        QVERIFY(server.conversation->isFinished());
        client.feed(server.sent.last());
        QCOMPARE(client.sent.size(), 2); // its bye has been said
        QVERIFY(client.conversation->isFinished());
    }

    void theClientAnswersTheServersBye()
    {
        Bench client("chat-turns", Role::Client);
        client.type(u"hello"_s);
        client.feed("sam:bye");
        QCOMPARE(client.sent.last(), "client:bye"_qba);
        QVERIFY(client.conversation->isFinished());
    }

    // Commands --------------------------------------------------------------------------------------------------------
    void execRawSendsStandardOutputOnly()
    {
        Bench bench("exec-raw", Role::Server);
        bench.feed("ls");
        QCOMPARE(bench.commands, QByteArrayList{"ls"});
        QCOMPARE(bench.conversation->wants(), 0);
        bench.commandPrints("files\n", "warnings\n");
        QCOMPARE(bench.sent, QByteArrayList{"files\n"});
        bench.feed("true");
        bench.commandPrints({}, "only errors");
        QCOMPARE(bench.sent.size(), 1);
    }

    void execRawSpeaksGbk()
    {
        Bench bench("exec-raw", Role::Server, {{u"encoding"_s, u"GBK"_s}});
        bench.feed("echo \xba\xc3");
        QCOMPARE(bench.commands, QByteArrayList{u"echo 好"_s.toUtf8()});
        bench.commandPrints(u"好\n"_s.toUtf8());
        QCOMPARE(bench.sent, QByteArrayList{"\xba\xc3\n"});
    }

    void execWelcomeChoosesWhatItSends()
    {
        Bench bench("exec-welcome", Role::Server);
        QVERIFY(bench.sent.takeFirst().endsWith('\n'));
        bench.feed("a");
        bench.commandPrints("out", {});
        bench.feed("b");
        bench.commandPrints({}, {});
        bench.feed("c");
        bench.commandPrints("out", "err");
        QCOMPARE(bench.sent, QByteArrayList({"out", "current directory is /tmp/somewhere", "err"}));
    }

    void execReadyWaitsForStart()
    {
        Bench bench("exec-ready", Role::Server);
        bench.feed("ls");
        bench.commandPrints("0123456789", "e");
        QCOMPARE(bench.sent, QByteArrayList{"Ready|10"});
        bench.feed("nonsense");
        QCOMPARE(bench.sent.size(), 1);
        QCOMPARE(bench.problems.size(), 1);
        bench.feed("start");
        QCOMPARE(bench.sent.last(), "0123456789"_qba);
        bench.feed("false");
        bench.commandPrints({}, "bad");
        QCOMPARE(bench.sent.last(), "Ready|3"_qba);
    }

    void execLengthAckCountsBothAndQEnds()
    {
        Bench bench("exec-length-ack", Role::Server);
        bench.feed("ls");
        bench.commandPrints("out", "er");
        bench.feed("ok");
        bench.feed("q");
        QCOMPARE(bench.sent, QByteArrayList({"5", "out", "er", "q"}));
        QVERIFY(bench.conversation->isFinished());
    }

    void execStructPrefixesFourBytesLittleEndFirst()
    {
        Bench bench("exec-struct", Role::Server);
        bench.feed("ls");
        bench.commandPrints("out", "er");
        QCOMPARE(bench.sent, QByteArrayList({"\x05\0\0\0"_qba, "out", "er"}));
        bench.feed("q");
        QCOMPARE(bench.sent.size(), 3);
        QVERIFY(bench.conversation->isFinished());
    }

    void clientsWithALengthReadExactlyThatMuch_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("answered");
        QTest::addColumn<int>("cut");
        for (const int cut : {65536, 1}) {
            const QByteArray name = QByteArray::number(cut);
            QTest::addRow("struct %s", name.constData()) << u"exec-struct"_s << littleEndian(5) << QByteArray() << cut;
        }
        QTest::newRow("ready") << u"exec-ready"_s << "Ready|5"_qba << "start"_qba << 65536;
        QTest::newRow("ack") << u"exec-length-ack"_s << "5"_qba << "ok"_qba << 65536;
    }
    void clientsWithALengthReadExactlyThatMuch()
    {
        QFETCH(QString, id);
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, answered);
        QFETCH(int, cut);
        Bench bench(id.toLatin1().constData(), Role::Client);
        bench.type(u"ls"_s);
        bench.feed(head, cut);
        QCOMPARE(bench.sent, answered.isEmpty() ? QByteArrayList{"ls"} : QByteArrayList({"ls", answered}));
        bench.feed("ab", cut);
        QVERIFY(!bench.conversation->wantsLine());
        bench.feed("cdefgh", 1);
        QCOMPARE(bench.said, QStringList{u"abcde"_s});
        QCOMPARE(bench.wire, "fgh"_qba);
        QVERIFY(bench.conversation->wantsLine());
    }

    void clientsRefuseLengthsThatAreNone_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("negative") << u"exec-struct"_s << littleEndian(-1);
        QTest::newRow("other byte order") << u"exec-struct"_s << "\0\0\0\x05"_qba;
        QTest::newRow("no Ready") << u"exec-ready"_s << "hello"_qba;
        QTest::newRow("negative Ready") << u"exec-ready"_s << "Ready|-5"_qba;
        QTest::newRow("huge Ready") << u"exec-ready"_s << "Ready|99999999999999999999999"_qba;
        QTest::newRow("stuck") << u"exec-ready"_s << "Ready|5abcde"_qba;
        QTest::newRow("no digits") << u"exec-length-ack"_s << "five"_qba;
        QTest::newRow("too much") << u"exec-length-ack"_s << "999999999999"_qba;
    }
    void clientsRefuseLengthsThatAreNone()
    {
        QFETCH(QString, id);
        QFETCH(QByteArray, head);
        Bench bench(id.toLatin1().constData(), Role::Client);
        bench.type(u"ls"_s);
        bench.feed(head);
        QVERIFY(bench.conversation->isFinished());
        QCOMPARE(bench.error.code, ErrorCode::BadMessage);
        QCOMPARE(bench.problems.size(), 1);
    }

    void aLengthThatIsNotKeptIsATruncation()
    {
        Bench bench("exec-struct", Role::Client);
        bench.type(u"ls"_s);
        bench.feed(littleEndian(10) + "abc");
        bench.end();
        QCOMPARE(bench.error.code, ErrorCode::Truncated);
        QCOMPARE(bench.said, QStringList{u"abc"_s});
    }

    void inReverseTheListenerCommands()
    {
        Bench server("exec-reverse", Role::Server);
        Bench client("exec-reverse", Role::Client);
        QCOMPARE(client.sent, QByteArrayList{"1234"});
        QVERIFY(!server.conversation->wantsLine());
        server.feed("1234");
        server.type(u"ls"_s);
        client.feed(server.sent.last());
        client.commandPrints("out", "err");
        QCOMPARE(client.sent, QByteArrayList({"1234", "stdout:out"}));
        QCOMPARE(client.waits, 1); // whoever reads once for each send is to have the chance
        client.conversation->ticked();
        client.collect();
        QCOMPARE(client.sent, QByteArrayList({"1234", "stdout:out", "stderr:err"}));
        server.feed("stdout:out");
        QVERIFY(!server.conversation->wantsLine());
        QCOMPARE(server.waits, 1);
        server.feed("stderr:err");
        QVERIFY(server.conversation->wantsLine());
        QCOMPARE(server.said.size(), 3);
    }

    // Uploads ---------------------------------------------------------------------------------------------------------
    void uploadsAreStoredExactlyHoweverTheyAreCut_data()
    {
        QTest::addColumn<int>("cut");
        for (const int cut : {65536, 100, 7, 1})
            QTest::addRow("%d", cut) << cut;
    }
    void uploadsAreStoredExactlyHoweverTheyAreCut()
    {
        QFETCH(int, cut);
        QByteArray data;
        for (int i = 0; i < 5000; ++i)
            data += static_cast<char>(i * 7);
        Bench json("put-json", Role::Server);
        json.feed(R"({"action":"put","filename":"a.bin","filesize":5000})");
        QCOMPARE(json.opened, QStringList{u"a.bin 5000"_s});
        QCOMPARE(json.sent.last(), R"({"status": 200})"_qba);
        json.feed(data, cut);
        QCOMPARE(json.file(), data);
        QCOMPARE(json.filesFinished, 1);
        json.end();
        QCOMPARE(json.error.code, ErrorCode::None);

        Bench size("put-size", Role::Server);
        size.feed("5000");
        QCOMPARE(size.sent.last(), u"已收到"_s.toUtf8());
        size.feed(data + "more", cut);
        QCOMPARE(size.file(), data);
        QCOMPARE(size.wire, "more"_qba);
        QVERIFY(size.conversation->isFinished());

        Bench header("put-struct", Role::Server);
        const QByteArray one = headed(R"({"filepath":"/x/a.bin","filename":"a.bin","filesize":5000})") + data;
        header.feed(one + one, cut);
        QCOMPARE(header.file(), data + data);
        QCOMPARE(header.filesFinished, 2);
        QVERIFY(header.sent.isEmpty());
    }

    void anEmptyFileIsAFile()
    {
        Bench bench("put-size", Role::Server);
        bench.feed("0");
        QCOMPARE(bench.filesFinished, 1);
        QVERIFY(bench.conversation->isFinished());
    }

    void uploadsThatMakeNoSenseAreRefused_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QByteArray>("request");
        const auto json = [](const char *name, const QByteArray &request) { QTest::addRow("json %s", name) << u"put-json"_s << request; };
        json("garbage", "\xff\xfe\xfd");
        json("no object", "[1]");
        json("negative", R"({"action":"put","filename":"a","filesize":-1})");
        json("text", R"({"action":"put","filename":"a","filesize":"12"})");
        json("fraction", R"({"action":"put","filename":"a","filesize":1.5})");
        json("absurd", R"({"action":"put","filename":"a","filesize":1e300})");
        json("no size", R"({"action":"put","filename":"a"})");
        json("no name", R"({"action":"put","filesize":1})");
        json("other action", R"({"action":"get","filename":"a","filesize":1})");
        json("stuck together", R"({"action":"put","filename":"a","filesize":3}abc)");
        for (const char *request : {"-5", "abc", "12abc", "99999999999999999999", "5000000000", "1.5"})
            QTest::addRow("size %s", request) << u"put-size"_s << QByteArray(request);
        QTest::newRow("struct negative") << u"put-struct"_s << littleEndian(-4);
        QTest::newRow("struct huge") << u"put-struct"_s << littleEndian(0x7fffffff);
        QTest::newRow("struct other byte order") << u"put-struct"_s << "\0\0\0\x10"_qba;
        QTest::newRow("struct no JSON") << u"put-struct"_s << headed("nonsense");
        QTest::newRow("struct negative size") << u"put-struct"_s << headed(R"({"filename":"a","filesize":-1})");
    }
    void uploadsThatMakeNoSenseAreRefused()
    {
        QFETCH(QString, id);
        QFETCH(QByteArray, request);
        Bench bench(id.toLatin1().constData(), Role::Server);
        const qsizetype greeted = bench.sent.size();
        bench.feed(request);
        QVERIFY(bench.conversation->isFinished());
        QVERIFY(bench.error.code != ErrorCode::None);
        QVERIFY(bench.opened.isEmpty());
        QCOMPARE(bench.problems.size(), 1);
        QCOMPARE(bench.sent.size() - greeted, id == u"put-struct" ? 0 : 1);
    }

    void anUploadThatStopsEarlyIsATruncation()
    {
        for (const char *id : {"put-json", "put-size", "put-struct"}) {
            Bench bench(id, Role::Server);
            const QByteArray request = R"({"action":"put","filename":"a","filesize":10})";
            bench.feed(qstrcmp(id, "put-size") == 0 ? "10"_qba : qstrcmp(id, "put-struct") == 0 ? headed(request) : request);
            bench.feed("abc");
            bench.end();
            QCOMPARE(bench.error.code, ErrorCode::Truncated);
            QCOMPARE(bench.filesFinished, 0);
        }
        Bench header("put-struct", Role::Server);
        header.feed("\x05\0"_qba);
        header.end();
        QCOMPARE(header.error.code, ErrorCode::Truncated);
    }

    void whatTheDiskRefusesIsSaid()
    {
        Bench bench("put-json", Role::Server);
        bench.conversation->received(R"({"action":"put","filename":"a","filesize":1})", {});
        bench.conversation->stored(fail(ErrorCode::AlreadyExists));
        bench.collect();
        QVERIFY(bench.sent.last().contains("400"));
        QCOMPARE(bench.error.code, ErrorCode::AlreadyExists);
    }

    void namesThatLeaveTheFolderAreRefused_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("stored");
        for (const QString &name : {u"../x"_s, u"/etc/passwd"_s, u"a/../../x"_s, u"..\\x"_s, u"C:\\x"_s, u"\\\\host\\x"_s, u".."_s, u"."_s, u""_s, u"a/"_s, u"nul"_s, u"COM1.txt"_s, u"a\nb"_s, QString(u'a') + QChar(0) + u'b', u".hidden"_s, u"x."_s, QString(300, u'x')})
            QTest::addRow("%s", name.toUtf8().toPercentEncoding().left(20).constData()) << name << QString();
        QTest::newRow("plain") << u"a.txt"_s << u"a.txt"_s;
        QTest::newRow("folder") << u"pictures/a.jpg"_s << u"a.jpg"_s;
        QTest::newRow("Windows folder") << u"pictures\\a.jpg"_s << u"a.jpg"_s;
        QTest::newRow("Chinese") << u"图片.jpg"_s << u"图片.jpg"_s;
    }
    void namesThatLeaveTheFolderAreRefused()
    {
        QFETCH(QString, given);
        QFETCH(QString, stored);
        QCOMPARE(storedName(given).value_or(QString()), stored);
    }

    void aReceivedFileIsThereOnlyWhenItIsWhole()
    {
        const QTemporaryDir folder;
        const auto names = [&folder] { return QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); };
        {
            auto file = ReceivedFile::create(folder.path(), u"a"_s, 4).value();
            QVERIFY(file->write("ab"));
            QVERIFY(!names().contains(u"a"_s));
            QCOMPARE(file->finish().error().code, ErrorCode::Truncated);
        }
        QVERIFY(names().isEmpty());
        {
            auto file = ReceivedFile::create(folder.path(), u"a"_s, 2).value();
            auto rival = ReceivedFile::create(folder.path(), u"a"_s, 2).value();
            QVERIFY(file->write("ab") && file->finish());
            QVERIFY(rival->write("cd"));
            QCOMPARE(rival->finish().error().code, ErrorCode::AlreadyExists);
        }
        QCOMPARE(names(), QStringList{u"a"_s});
        QCOMPARE(ReceivedFile::create(folder.path(), u"a"_s, 2).error().code, ErrorCode::AlreadyExists);
    }

    // HMAC ------------------------------------------------------------------------------------------------------------
    void hmacAcceptsTheRightDigestHoweverItIsCut()
    {
        for (const int cut : {65536, 5}) {
            Bench bench("hmac", Role::Server, {{u"key"_s, u"k"_s}});
            const int number = bench.sent.first().toInt();
            QVERIFY(number >= 0 && number <= 99);
            bench.feed(QByteArray(16, 'x'), cut);
            QCOMPARE(bench.sent.last(), u"验证失败"_s.toUtf8());
            bench.feed(QMessageAuthenticationCode::hash(bench.sent.first(), "k", QCryptographicHash::Md5), cut);
            QCOMPARE(bench.sent.last(), u"验证成功"_s.toUtf8());
            QVERIFY(bench.conversation->isFinished());
            QCOMPARE(bench.logged, QStringList{u"accepted after 2 answers"_s});
        }
    }

    void hmacEndsWithQAndLogsThoseThatLeave()
    {
        Bench quits("hmac", Role::Server);
        quits.feed("q");
        QVERIFY(quits.conversation->isFinished());
        Bench leaves("hmac", Role::Server);
        leaves.feed("short");
        leaves.end();
        QCOMPARE(leaves.logged.size(), 1);
        QCOMPARE(leaves.problems.size(), 1);
    }

    void theHmacClientIsJudged()
    {
        Bench bench("hmac", Role::Client, {{u"key"_s, u"k"_s}});
        bench.feed("42");
        QCOMPARE(bench.sent, QByteArrayList{QMessageAuthenticationCode::hash("42", "k", QCryptographicHash::Md5)});
        bench.feed(u"验证失败"_s.toUtf8());
        QCOMPARE(bench.sent.last(), "q"_qba);
        QCOMPARE(bench.error.code, ErrorCode::AuthenticationFailed);
    }

    // Datagrams -------------------------------------------------------------------------------------------------------
    void datagramsAreAnswered()
    {
        Bench ok("udp-ok", Role::Server);
        ok.feed("x");
        QCOMPARE(ok.sent, QByteArrayList{"ok"});
        Bench greet("udp-greet", Role::Server);
        greet.feed("x");
        QCOMPARE(greet.sent, QByteArrayList{u"你好,我是服务器~"_s.toUtf8()});
        QVERIFY(greet.infos.first().contains(u"127.0.0.1:50000"_s));
        Bench exec("udp-exec", Role::Server);
        exec.feed("ls");
        exec.commandPrints("o", "e");
        QCOMPARE(exec.sent, QByteArrayList({"stdout:o", "stderr:e"}));
    }

    void aDatagramThatIsNotAnsweredIsMissed()
    {
        Bench bench("udp-ok", Role::Client);
        bench.type(u"x"_s);
        QCOMPARE(bench.waits, 1);
        bench.conversation->ticked();
        bench.collect();
        QCOMPARE(bench.problems.size(), 1);
        QVERIFY(bench.conversation->wantsLine());
        bench.conversation->inputEnded();
        bench.collect();
        QCOMPARE(bench.error.code, ErrorCode::TimedOut);
    }

    void byDatagramsAPlainByeEnds()
    {
        Bench server("udp-chat", Role::Server);
        Bench client("udp-chat", Role::Client);
        client.type(u"hi"_s);
        QCOMPARE(client.sent.last(), u"来自用户1的消息:hi"_s.toUtf8());
        server.feed(client.sent.last());
        QVERIFY(server.conversation->wantsLine());
        server.type(u"yes"_s);
        client.feed(server.sent.last());
        client.type(u"bye"_s);
        QCOMPARE(client.sent.last(), "bye"_qba);
        server.feed("bye");
        QVERIFY(server.conversation->isFinished() && client.conversation->isFinished());
    }

    void garbageBreaksNoConversation()
    {
        quint32 random = 1;
        for (const Dialect &dialect : dialects()) {
            for (const Role role : {Role::Server, Role::Client}) {
                for (int round = 0; round < 50; ++round) {
                    Bench bench(dialect.id, role, dialect.name().startsWith(u"put-"_s) && role == Role::Client ? Given{{u"file"_s, u"x"_s}} : Given());
                    for (int i = 0; i < 20 && !bench.conversation->isFinished(); ++i) {
                        QByteArray bytes;
                        for (random = random * 1103515245 + 12345; bytes.size() < static_cast<qsizetype>(random >> 16) % 40 + 1;) {
                            random = random * 1103515245 + 12345;
                            bytes += static_cast<char>(random >> 16);
                        }
                        if (bench.conversation->wantsLine())
                            bench.type(u"line"_s);
                        bench.feed(bytes);
                        if (!bench.commands.isEmpty() && bench.conversation->wants() == 0)
                            bench.commandPrints("out");
                    }
                    if (!bench.conversation->isFinished())
                        bench.end();
                    QVERIFY(bench.conversation->wants() == 0 || !bench.conversation->isFinished());
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestLabDialects)
#include "tst_lab_dialects.moc"
