#include "core/lab/workbench/bench_data.h"
#include "core/lab/workbench/bench_lines.h"
#include "core/lab/workbench/bench_socket.h"

#include <QTest>

using namespace transom;
using namespace transom::lab;
using namespace Qt::StringLiterals;
using Kind = BenchCall::Kind;

/// Calls as lines of Python and C, and what is typed as bytes.
class TestBenchLines : public QObject
{
    Q_OBJECT

    static BenchCall sending(Kind kind, const QByteArray &bytes)
    {
        BenchCall call;
        call.kind = kind;
        call.socket = 1;
        call.bytes = bytes;
        return call;
    }

private Q_SLOTS:
    void aCallIsALineInBothLanguages()
    {
        QCOMPARE(pythonLine(sending(Kind::SendAll, "hello"), 0), u"s1.sendall(b\"hello\")"_s);
        QCOMPARE(cLine(sending(Kind::Send, "hello"), 0), u"send(s1, \"hello\", 5, 0);"_s);
        BenchCall call;
        QCOMPARE(pythonLine(call, 1), u"s1 = socket.socket(socket.AF_INET, socket.SOCK_STREAM)"_s);
        QCOMPARE(cLine(call, 1), u"int s1 = socket(AF_INET, SOCK_STREAM, 0);"_s);
        call.socket = 1;
        call.kind = Kind::Accept;
        QCOMPARE(pythonLine(call, 3), u"s3, address = s1.accept()"_s);
        QCOMPARE(cLine(call, 3), u"int s3 = accept(s1, NULL, NULL);"_s);
        call.kind = Kind::Connect;
        call.address = SocketAddress(QHostAddress(QHostAddress::LocalHost), 9000);
        QCOMPARE(pythonLine(call, 0), u"s1.connect_ex((\"127.0.0.1\", 9000))"_s);
        QVERIFY(cLine(call, 0).contains(u"htons(9000)"_s));
        call.addressOf = 2;
        QCOMPARE(pythonLine(call, 0, {true, true}), u"s1.connect_ex(s2.getsockname())"_s);
        call.kind = Kind::Shutdown;
        QCOMPARE(pythonLine(call, 0), u"s1.shutdown(socket.SHUT_WR)"_s);
        call.kind = Kind::SetOption;
        call.option = BenchOption::Linger;
        call.value = 5;
        QCOMPARE(pythonLine(call, 0), u"s1.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(\"ii\", 1, 5))"_s);
        QCOMPARE(cLine(call, 0), u"setsockopt(s1, SOL_SOCKET, SO_LINGER, &(struct linger){1, 5}, sizeof(struct linger));"_s);
    }

    void bytesAreEscapedAsEachLanguageNeeds()
    {
        const QByteArray bytes("a\"\\\n\t?\x01" "1\xe4\x00" "9", 11);
        QCOMPARE(pythonBytes(bytes), u"b\"a\\\"\\\\\\n\\t?\\x011\\xe4\\x009\""_s);
        QCOMPARE(cBytes(bytes), u"\"a\\\"\\\\\\n\\t\\?\\0011\\344\\0009\""_s);
        QCOMPARE(pythonBytes(QByteArray(1000, 'x')), u"b\"x\" * 1000"_s);
        QCOMPARE(cLine(sending(Kind::Send, QByteArray(1000, 'x')), 0), u"send(s1, memset(malloc(1000), 120, 1000), 1000, 0);"_s);
        // What looks like a place for an argument is none.
        QCOMPARE(cLine(sending(Kind::Send, "%1 %2"), 0), u"send(s1, \"%1 %2\", 5, 0);"_s);
        QVERIFY(pythonLine(sending(Kind::Send, "0123456789" + QByteArray(200, 'y')), 0).size() < 100);
    }

    void whatIsTypedBecomesBytes()
    {
        const auto bytes = [](BenchInput input, const QString &text, Encoding encoding = Encoding::Utf8) { return benchBytes(input, text, encoding, 1000).value_or("failed"); };
        QCOMPARE(bytes(BenchInput::Text, u"a\\n\\x00\\\\b"_s), QByteArray("a\n\0\\b", 5));
        QCOMPARE(bytes(BenchInput::Text, u"你好"_s), "\xe4\xbd\xa0\xe5\xa5\xbd"_ba);
        QCOMPARE(bytes(BenchInput::Text, u"你好"_s, Encoding::Gbk), "\xc4\xe3\xba\xc3"_ba);
        QCOMPARE(bytes(BenchInput::Hex, u"68 65 6c6C6f"_s), "hello"_ba);
        QCOMPARE(bytes(BenchInput::Letter, u"3"_s), "xxx"_ba);
        QVERIFY(!benchBytes(BenchInput::Text, u"a\\q"_s, Encoding::Utf8, 1000));
        QVERIFY(!benchBytes(BenchInput::Text, u"a\\x1"_s, Encoding::Utf8, 1000));
        QVERIFY(!benchBytes(BenchInput::Hex, u"6"_s, Encoding::Utf8, 1000));
        QVERIFY(!benchBytes(BenchInput::Hex, u"6g"_s, Encoding::Utf8, 1000));
        QVERIFY(!benchBytes(BenchInput::Letter, u"1001"_s, Encoding::Utf8, 1000));
        QVERIFY(!benchBytes(BenchInput::File, u"/does/not/exist"_s, Encoding::Utf8, 1000));
    }

    void addressesAreReadAsPeopleWriteThem()
    {
        const auto text = [](BenchFamily family, const QString &typed) {
            const auto address = benchAddress(family, typed);
            return address ? address->text() : u"refused"_s;
        };
        QCOMPARE(text(BenchFamily::IPv4, u"127.0.0.1:9000"_s), u"127.0.0.1:9000"_s);
        QCOMPARE(text(BenchFamily::IPv4, u" localhost:1 "_s), u"127.0.0.1:1"_s);
        QCOMPARE(text(BenchFamily::IPv4, u"9000"_s), u"127.0.0.1:9000"_s);
        QCOMPARE(text(BenchFamily::IPv4, u":9000"_s), u"0.0.0.0:9000"_s);
        QCOMPARE(text(BenchFamily::IPv6, u"[::1]:9000"_s), u"[::1]:9000"_s);
        QCOMPARE(text(BenchFamily::Unix, u"@name"_s), u"@name"_s);
        for (const QString &bad : {u"127.0.0.1"_s, u"127.0.0.1:70000"_s, u"example:9000"_s, u""_s})
            QCOMPARE(text(BenchFamily::IPv4, bad), u"refused"_s);
        QCOMPARE(text(BenchFamily::Unix, QString(200, u'x')), u"refused"_s);
    }

    void aCallThatWaitedComesAfterWhatItWaitedFor()
    {
        QList<BenchEntry> log(3);
        log[0].call.kind = Kind::Receive;
        log[0].call.socket = 3;
        log[0].beganNs = 1;
        log[0].endedNs = 100;
        log[1].call = sending(Kind::SendAll, "x");
        log[1].beganNs = 90;
        log[1].endedNs = 110;
        log[2].call.kind = Kind::Accept;
        log[2].call.socket = 1;
        log[2].running = true;
        for (BenchEntry &entry : log)
            entry.outcome.result = 1;
        for (const QString &program : {pythonProgram(log), cProgram(log)}) {
            const qsizetype sent = program.indexOf(u"\"x\""_s);
            QVERIFY(sent > 0 && sent < program.lastIndexOf(u"recv"_s));
            QVERIFY(program.lastIndexOf(u"recv"_s) < program.lastIndexOf(u"accept"_s));
        }
    }
};

QTEST_GUILESS_MAIN(TestBenchLines)
#include "tst_bench_lines.moc"
