#include "core/base/limits.h"
#include "core/protocol/chat_messages.h"
#include "core/protocol/command_messages.h"
#include "core/protocol/file_messages.h"
#include "core/protocol/json_flat.h"
#include "core/protocol/session_messages.h"

#include <QRandomGenerator>
#include <QTest>

using namespace transom;
using namespace transom::protocol;
using namespace Qt::StringLiterals;

namespace {

template<Message T>
ErrorCode codeOf(const QByteArray &payload)
{
    auto decoded = decode<T>(payload);
    return decoded ? ErrorCode::None : decoded.error().code;
}

template<Message T>
QString textOf(const QByteArray &payload)
{
    auto decoded = decode<T>(payload);
    return decoded ? QString() : decoded.error().text;
}

/// Wrong, or not of the plainest form.
constexpr const char *NotPlain[] = {
        "",
        "{",
        "{}",
        "[]",
        "{\"path\":\"a\"}",
        "{\"path\":\"a\",\"type\":1}",
        "{\"path\":\"a\",\"type\":\"b\",}",
        "{\"path\":\"a\",\"type\":\"b\"}x",
        "{\"path\":\"a\",\"path\":\"b\",\"type\":\"c\"}",
        "{\"path\":\"a\",\"type\":\"b\",\"size\":1.5}",
        "{\"path\":\"a\",\"type\":\"b\",\"size\":01}",
        "{\"path\":\"a\",\"type\":\"b\",\"size\":99999999999999999999}",
        "{\"path\":\"a\",\"type\":\"b\",\"mode\":4294967296}",
        "{\"path\":\"a\",\"type\":\"b\",\"size\":-}",
        "{\"path\":\"a\",\"type\":\"b\",\"contents\":maybe}",
        "{\"path\":\"a\",\"type\":\"b",
        "{\"path\":\"\\u0061\",\"type\":\"b\"}",
};

} // namespace

class TestJsonCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMessageComesBackAsItWas()
    {
        ChatLine line;
        line.target = u"#lobby"_s;
        line.seq = 4611686018427387905; // beyond what a double holds
        line.from = u"王小明"_s;
        line.time = 1'800'000'000'000;
        line.text = u"two\nlines, \"quotes\", \\ and 𝄞"_s;
        QCOMPARE(*decode<ChatLine>(encode(line)), line);

        CommandRun run;
        run.argv = {u"ls"_s, u"-l"_s, QString()};
        run.terminal = Terminal{50, 132, u"xterm"_s};
        const auto back = decode<CommandRun>(encode(run));
        QCOMPARE(back->argv, run.argv);
        QCOMPARE(back->terminal, run.terminal);
        QCOMPARE(decode<CommandRun>(encode(CommandRun{}))->terminal, std::nullopt);
    }

    void optionalFieldsAreLeftOutAndKeepTheirDefaults()
    {
        QCOMPARE(encode(FilesRemove{u"/a"_s, false}), QByteArray(R"({"path":"/a"})"));
        QCOMPARE(decode<FilesRemove>(R"({"path":"/a"})")->recursive, false);
        QCOMPARE(decode<FilesPut>(R"({"path":"/a","size":1})")->conflict, u"fail"_s);
    }

    void fieldsFromTheFutureAreIgnored()
    {
        QCOMPARE(decode<FilesRemove>(R"({"path":"/a","colour":{"x":[1,2]}})")->path, u"/a"_s);
    }

    void whatIsMissingOrWrongIsNamed()
    {
        QVERIFY(textOf<ChatSay>(R"({"text":"x","ref":1})").contains(u"target"));
        QVERIFY(textOf<ChatSay>(R"({"target":5,"text":"x","ref":1})").contains(u"target"));
        QVERIFY(textOf<FilesEntries>(R"({"entries":[{"type":"file"}]})").contains(u"name"));
    }

    void wrongTypesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("text for a number") << QByteArray(R"({"path":"/a","size":"1"})");
        QTest::newRow("fraction") << QByteArray(R"({"path":"/a","size":1.5})");
        QTest::newRow("beyond 64 bits") << QByteArray(R"({"path":"/a","size":1e300})");
        QTest::newRow("null") << QByteArray(R"({"path":"/a","size":null})");
        QTest::newRow("list") << QByteArray(R"({"path":"/a","size":[1]})");
        QTest::newRow("object for text") << QByteArray(R"({"path":{},"size":1})");
        QTest::newRow("mode beyond 32 bits") << QByteArray(R"({"path":"/a","size":1,"mode":4294967296})");
    }
    void wrongTypesAreRefused()
    {
        QFETCH(QByteArray, json);
        QCOMPARE(codeOf<FilesPut>(json), ErrorCode::BadMessage);
    }

    void textThatIsNoJsonObjectIsRefused()
    {
        for (const char *text : {"{", "[]", "1", "\"x\"", "{\"a\":}", "{} {}", "\xff\xfe", "{\"path\":\"\xc3\x28\"}"})
            QCOMPARE(codeOf<FilesRemove>(text), ErrorCode::BadMessage);
        QCOMPARE(codeOf<FilesQuota>(""), ErrorCode::None); // an empty payload is an empty object
    }

    void nestingIsLimitedAndBracketsInStringsDoNotCount()
    {
        const auto nested = [](int depth) {
            return "{\"path\":\"/\",\"x\":" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']') + "}";
        };
        QCOMPARE(codeOf<FilesRemove>(nested(limits::JsonDepth)), ErrorCode::None);
        QCOMPARE(codeOf<FilesRemove>(nested(limits::JsonDepth + 1)), ErrorCode::BadMessage);
        QCOMPARE(codeOf<FilesRemove>(nested(30'000)), ErrorCode::BadMessage);
        QCOMPARE(codeOf<FilesRemove>("{\"path\":\"" + QByteArray(100, '[') + "\\\"" + QByteArray(100, '{') + "\"}"), ErrorCode::None);
    }

    void unknownErrorCodesBecomeInternalAndKnownOnesStay()
    {
        QCOMPARE(decode<End>(R"({"code":405})")->code, ErrorCode::OutsideHome);
        QCOMPARE(decode<End>(R"({"code":31337})")->code, ErrorCode::Internal);
        QCOMPARE(decode<End>(R"({"code":-1})")->code, ErrorCode::Internal);
    }

    void mutilatedMessagesAreRefusedOrReadNeverMore()
    {
        QRandomGenerator random(7);
        const QByteArray whole = encode(ChatPage{u"#lobby"_s, 5, {{u"#lobby"_s, 4, u"bob"_s, 1, u"hi"_s, 0}}, true});
        for (int round = 0; round < 5000; ++round) {
            QByteArray bytes = whole;
            bytes[random.bounded(static_cast<int>(bytes.size()))] = static_cast<char>(random.bounded(256));
            bytes.truncate(random.bounded(static_cast<int>(bytes.size()) + 1));
            const auto once = decode<ChatPage>(bytes);
            if (once)
                QCOMPARE(decode<ChatPage>(encode(*once))->lines, once->lines);
            else
                QCOMPARE(once.error().code, ErrorCode::BadMessage);
        }
    }

    void whatIsWrittenFlatIsTheSameMessage()
    {
        FilesRecord record;
        for (const QString &path : {u"a/b.txt"_s, u"作业/第一 章.txt"_s, u"\"quoted\" \\ and \n line \u0001 𝄞"_s, QString(), u"half \xD834 of a pair"_s, u"\xDD1E"_s, u"\xFEFF" u"begins with a BOM"_s}) {
            record.path = path;
            record.type = u"file"_s;
            record.size = 4611686018427387905;
            record.modified = -1;
            record.mode = 0755;
            record.contents = true;
            record.code = ErrorCode::NotFound;
            record.parts = {u"one"_s, u"\"two\""_s};
            const auto back = decode<FilesRecord>(encodeFlat(record));
            QVERIFY2(back, qPrintable(back ? QString() : back.error().text));
            QCOMPARE(toJson(*back), toJson(record));
            QCOMPARE(back->path, path);
            QCOMPARE(decode<FilesRecord>(encode(record))->path, path);
        }
        QCOMPARE(decode<FilesRecord>(encodeFlat(FilesRecord{}))->path, QString());
    }

    void whatIsReadFlatIsWhatTheStrictReaderReads()
    {
        FilesRecord record;
        record.path = u"作业/a b.txt"_s;
        record.type = u"file"_s;
        record.size = 4096;
        record.modified = 1'800'000'000'123;
        record.mode = 0644;
        record.sha256 = QString(64, u'e');
        record.contents = true;
        const QByteArray whole = encodeFlat(record);
        QVERIFY(decodeFlat<FilesRecord>(whole));
        QCOMPARE(toJson(*decodeFlat<FilesRecord>(whole)), toJson(record));
        QVERIFY(decodeFlat<FilesRecord>(" { \"type\" : \"file\" ,\n\"path\":\"x\" } "));

        for (const char *text : NotPlain)
            QVERIFY2(!decodeFlat<FilesRecord>(text), text);

        // Bytes of a string that a decoder may have an opinion of its own about: a BOM is a part of a name like any other.
        for (const char *bytes : {"\xef\xbb\xbf" "a", "a\xef\xbb\xbf", "\xef\xbb\xbf", "\xef\xbf\xbe", "\xef\xbf\xbf", "\xf0\x9d\x84\x9e", "\xc0\xaf", "\xed\xa0\xb4", "\xe4\xbd", "a\xff", "\x7f", "\xc2\x80"}) {
            const QByteArray text = QByteArray("{\"path\":\"") + bytes + "\",\"type\":\"file\"}";
            const auto flat = decodeFlat<FilesRecord>(text);
            const auto strict = decode<FilesRecord>(text);
            QVERIFY2(!flat || strict, text.toHex(' ').constData());
            if (flat)
                QCOMPARE(flat->path, strict->path);
            if (strict)
                QCOMPARE(strict->path.toUtf8(), QByteArray(bytes));
        }

        // Mutilated: whatever this reader takes, the strict one takes too, for the same.
        QRandomGenerator random(7);
        int taken = 0;
        for (int round = 0; round < 40'000; ++round) {
            QByteArray text = whole;
            for (int changes = random.bounded(1, 4); changes > 0; --changes) {
                const int at = static_cast<int>(random.bounded(text.size()));
                switch (random.bounded(3)) {
                case 0:
                    text[at] = static_cast<char>(random.bounded(256));
                    break;
                case 1:
                    text.remove(at, random.bounded(1, 4));
                    break;
                default:
                    text.insert(at, "{}[],:\"\\0-.e t"[random.bounded(15)]);
                }
                if (text.isEmpty())
                    break;
            }
            const auto flat = decodeFlat<FilesRecord>(text);
            if (!flat)
                continue;
            ++taken;
            const auto strict = decode<FilesRecord>(text);
            QVERIFY2(strict, text.constData());
            QCOMPARE(toJson(*strict), toJson(*flat));
        }
        QVERIFY(taken > 1000);
    }
};

QTEST_GUILESS_MAIN(TestJsonCodec)
#include "tst_json_codec.moc"
