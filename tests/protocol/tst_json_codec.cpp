#include "core/base/limits.h"
#include "core/protocol/chat_messages.h"
#include "core/protocol/command_messages.h"
#include "core/protocol/file_messages.h"
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
};

QTEST_GUILESS_MAIN(TestJsonCodec)
#include "tst_json_codec.moc"
