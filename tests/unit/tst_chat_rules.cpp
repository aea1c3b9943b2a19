#include "core/base/limits.h"
#include "core/chat/chat_rules.h"
#include "core/protocol/chat_messages.h"

#include <QTest>

using namespace transom;
using namespace transom::chat;
using namespace Qt::StringLiterals;

namespace {

ErrorCode codeOf(const QString &text)
{
    const auto accepted = acceptableText(text);
    return accepted ? ErrorCode::None : accepted.error().code;
}

} // namespace

class TestChatRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordinaryTextOfAnyLanguageStaysAsItIs()
    {
        for (const QString &text : {u"hello"_s, u"你好，世界 🪟"_s, u"a\n\n  b\tc"_s, u"שלום"_s, u"e\u0301"_s, u"\U0001F468\u200D\U0001F469"_s})
            QCOMPARE(acceptableText(text).value_or(QString()), text);
    }

    void lineEndsBecomeOneKindAndBlankEndsGo()
    {
        QCOMPARE(*acceptableText(u"a\r\nb\rc\n \n\n"_s), u"a\nb\nc"_s);
        QCOMPARE(*acceptableText(u"  indented"_s), u"  indented"_s);
    }

    void nothingAndControlCharactersAreRefused()
    {
        for (const QString &text : {QString(), u" \n\t "_s, u"a\u0000b"_s, u"\u001b[2J"_s, u"a\u007f"_s, u"a\u0085b"_s, u"\u009b31m"_s})
            QCOMPARE(codeOf(text), ErrorCode::BadArgument);
        QCOMPARE(codeOf(u"a"_s + QChar(0xd800)), ErrorCode::BadArgument);
        QCOMPARE(codeOf(QChar(0xdc00) + u"a"_s), ErrorCode::BadArgument);
    }

    void theLimitCountsBytesOfUtf8()
    {
        QCOMPARE(codeOf(QString(limits::ChatText, u'x')), ErrorCode::None);
        QCOMPARE(codeOf(QString(limits::ChatText + 1, u'x')), ErrorCode::TextTooLong);
        QCOMPARE(codeOf(QString(limits::ChatText / 3, u'字')), ErrorCode::None);
        QCOMPARE(codeOf(QString(limits::ChatText / 3 + 1, u'字')), ErrorCode::TextTooLong);
    }

    void whateverIsAcceptedFitsIntoTheMessagesThatCarryIt()
    {
        const QString name(64, QChar(0x4e00));
        for (const QChar c : {u'"', u'\\', u'x', u'\t', u'字'}) {
            // The longest of its kind that is accepted.
            int length = limits::ChatText;
            while (codeOf(QString(length, c) + u'.') != ErrorCode::None)
                length -= 100;
            QVERIFY(length > 10'000);
            const protocol::ChatLine line{u'@' + name, std::numeric_limits<qint64>::max(), name, std::numeric_limits<qint64>::max(),
                                          QString(length, c) + u'.', std::numeric_limits<qint64>::max()};
            QVERIFY(protocol::encode(line).size() <= static_cast<qsizetype>(limits::JsonPayload));
            QVERIFY(protocol::encode(protocol::ChatPage{line.target, line.seq, {line}, true}).size() <= static_cast<qsizetype>(limits::JsonPayload));
        }
    }

    void aPaceAllowsABurstAndThenItsRate()
    {
        Pace pace(20, 60);
        int allowed = 0;
        while (pace.allows(1000))
            ++allowed;
        QCOMPARE(allowed, 60);
        QCOMPARE(pace.waitMs(1000), 50);
        QVERIFY(!pace.allows(1049));
        QVERIFY(pace.allows(1050));
        QVERIFY(!pace.allows(1050));
        for (int second = 1; second <= 3; ++second) {
            allowed = 0;
            while (pace.allows(1050 + second * 1000))
                ++allowed;
            QCOMPARE(allowed, 20);
        }
        allowed = 0;
        while (pace.allows(10'000'000))
            ++allowed;
        QCOMPARE(allowed, 60); // rest does not save up more than a burst
        QVERIFY(!pace.allows(9'000'000)); // a clock that goes back gives nothing
    }

    void namesThatLookTheSameToTheServerFoldToTheSame()
    {
        QCOMPARE(foldedTarget(u"#Lobby"_s), u"#lobby"_s);
        QCOMPARE(foldedTarget(u"#ＬＯＢＢＹ"_s), u"#lobby"_s);
        QVERIFY(foldedTarget(u"#a"_s) != foldedTarget(u"#b"_s));
    }
};

QTEST_GUILESS_MAIN(TestChatRules)
#include "tst_chat_rules.moc"
