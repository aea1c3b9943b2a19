// What a command prints, on its way to the eye: bytes to text, text to styled runs. However the stream is cut.

#include "core/command/ansi_parser.h"
#include "core/command/text_decoder.h"

#include <QRandomGenerator>
#include <QTest>

using namespace transom::command;
using namespace Qt::StringLiterals;
using Kind = AnsiItem::Kind;

namespace {

QString decodeAtOnce(TextEncoding encoding, QByteArrayView bytes)
{
    TextDecoder decoder(encoding);
    QString text = decoder.decode(bytes);
    return text + decoder.finish();
}

QString decodeInTwo(TextEncoding encoding, QByteArrayView bytes, qsizetype cut, bool *halfPair)
{
    TextDecoder decoder(encoding);
    const QString first = decoder.decode(bytes.first(cut));
    *halfPair = !first.isEmpty() && first.back().isHighSurrogate();
    QString text = first + decoder.decode(bytes.sliced(cut));
    return text + decoder.finish();
}

QString decodeByteByByte(TextEncoding encoding, QByteArrayView bytes)
{
    TextDecoder decoder(encoding);
    QString text;
    for (const char byte : bytes)
        text += decoder.decode(QByteArrayView(&byte, 1));
    return text + decoder.finish();
}

/// Runs of text in one style joined, which is all that a cut may change.
QList<AnsiItem> joined(const QList<AnsiItem> &items)
{
    QList<AnsiItem> result;
    for (const AnsiItem &item : items) {
        if (item.kind == Kind::Text && !result.isEmpty() && result.last().kind == Kind::Text && result.last().style == item.style)
            result.last().text += item.text;
        else
            result.append(item);
    }
    return result;
}

QList<AnsiItem> parseAtOnce(const QString &text)
{
    AnsiParser parser;
    return joined(parser.parse(text));
}

AnsiItem text(const QString &characters, const AnsiStyle &style = {})
{
    return {Kind::Text, characters, style};
}

AnsiItem control(Kind kind)
{
    return {kind, {}, {}};
}

AnsiStyle styleAfter(const QString &sgr)
{
    AnsiParser parser;
    parser.parse(sgr);
    return parser.style();
}

} // namespace

namespace QTest {
template<>
char *toString(const AnsiStyle &style)
{
    const auto color = [](const AnsiColor &c) { return QStringLiteral("%1/%2/%3").arg(int(c.kind)).arg(c.index).arg(c.rgb, 6, 16); };
    return qstrdup(qPrintable(QStringLiteral("fg %1 bg %2 b%3 f%4 i%5 u%6 v%7 h%8 s%9").arg(color(style.foreground), color(style.background))
                                      .arg(style.bold).arg(style.faint).arg(style.italic).arg(style.underline).arg(style.inverse)
                                      .arg(style.hidden).arg(style.strikeout)));
}
} // namespace QTest

class TestTextStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void utf8ComesThroughWhole()
    {
        const QString all = u"plain é 你好 \U0001F600 end"_s;
        QCOMPARE(decodeAtOnce(TextEncoding::Utf8, all.toUtf8()), all);
        QCOMPARE(decodeByteByByte(TextEncoding::Utf8, all.toUtf8()), all);
    }

    void malformedUtf8IsReplacedByMaximalParts_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        // The examples of The Unicode Standard, 3.9, tables 3-8 to 3-11.
        QTest::newRow("overlong") << QByteArray("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41") << QString(QString(8, QChar(0xfffd)) + u'A');
        QTest::newRow("surrogates") << QByteArray("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41") << QString(QString(8, QChar(0xfffd)) + u'A');
        QTest::newRow("beyond") << QByteArray("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42") << u"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA\uFFFD\uFFFDB"_s;
        QTest::newRow("truncated") << QByteArray("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41") << u"\uFFFD\uFFFD\uFFFD\uFFFDA"_s;
        QTest::newRow("broken off") << QByteArray("ab\xE4\xBD") << u"ab\uFFFD"_s;
    }

    void malformedUtf8IsReplacedByMaximalParts()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        QCOMPARE(decodeAtOnce(TextEncoding::Utf8, bytes), expected);
        QCOMPARE(decodeByteByByte(TextEncoding::Utf8, bytes), expected);
    }

    void gbkAndGb18030AreRead()
    {
        QCOMPARE(decodeAtOnce(TextEncoding::Gb18030, "\xC4\xE3\xBA\xC3, \xCA\xC0\xBD\xE7!"), u"你好, 世界!"_s);
        QCOMPARE(decodeByteByByte(TextEncoding::Gb18030, "\xC4\xE3\xBA\xC3"), u"你好"_s);
        // Four bytes: beyond the Basic Multilingual Plane, so a surrogate pair.
        QCOMPARE(decodeByteByByte(TextEncoding::Gb18030, "\x94\x39\xFC\x36"), u"\U0001F600"_s);
        QCOMPARE(decodeAtOnce(TextEncoding::Gb18030, "a\xFF" "b\xC4"), u"a\uFFFDb\uFFFD"_s);
    }

    void inputIsEncodedAsTheCommandReadsIt()
    {
        QCOMPARE(encodeText(TextEncoding::Gb18030, u"你好a"), QByteArray("\xC4\xE3\xBA\xC3" "a"));
        QCOMPARE(encodeText(TextEncoding::Utf8, u"你"), QByteArray("\xE4\xBD\xA0"));
        const QString everything = u"grün 世界 \U0001F600"_s;
        QCOMPARE(decodeAtOnce(TextEncoding::Gb18030, encodeText(TextEncoding::Gb18030, everything)), everything);
        QCOMPARE(encodeText(TextEncoding::Gb18030, QString(QChar(0xd800)) + u'x'), QByteArray("?x"));
    }

    void theNamesOfEncodings()
    {
        QCOMPARE(encodingFromName(u"GBK"), TextEncoding::Gb18030);
        QCOMPARE(encodingFromName(u"gb2312"), TextEncoding::Gb18030);
        QCOMPARE(encodingFromName(u"Utf-8"), TextEncoding::Utf8);
        QVERIFY(!encodingFromName(u"ebcdic"));
        QCOMPARE(encodingFromName(encodingName(TextEncoding::Gb18030)), TextEncoding::Gb18030);
    }

    void anyBytesGiveTheSameTextHoweverTheyAreCut_data()
    {
        QTest::addColumn<TextEncoding>("encoding");
        QTest::newRow("UTF-8") << TextEncoding::Utf8;
        QTest::newRow("GB18030") << TextEncoding::Gb18030;
    }

    void anyBytesGiveTheSameTextHoweverTheyAreCut()
    {
        QFETCH(TextEncoding, encoding);
        QRandomGenerator random(20240607);
        // Bytes that make and break sequences of both encodings, more often than chance would.
        const QByteArray likely("\x30\x39\x41\x7F\x80\x81\x84\x94\xBF\xC4\xE0\xE3\xED\xF0\xF4\xFC\xFE\xFF", 18);
        for (int round = 0; round < 4000; ++round) {
            QByteArray bytes;
            for (auto left = random.bounded(1, 14); left > 0; --left)
                bytes += random.bounded(4) == 0 ? static_cast<char>(random.bounded(256)) : likely[random.bounded(int(likely.size()))];
            const QString whole = decodeAtOnce(encoding, bytes);
            QVERIFY2(whole.isValidUtf16(), bytes.toHex().constData());
            for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
                bool halfPair = false;
                QCOMPARE(decodeInTwo(encoding, bytes, cut, &halfPair), whole);
                QVERIFY(!halfPair);
            }
            QCOMPARE(decodeByteByByte(encoding, bytes), whole);
        }
    }

    void plainTextIsOneItem()
    {
        QCOMPARE(parseAtOnce(u"hello\tworld"_s), (QList{text(u"hello\tworld"_s)}));
        QVERIFY(parseAtOnce({}).isEmpty());
    }

    void coloursAndAttributesAreRead_data()
    {
        QTest::addColumn<QString>("sgr");
        QTest::addColumn<AnsiStyle>("expected");
        const auto row = [](const char *name, const QString &sgr, const auto &change) {
            AnsiStyle style;
            change(style);
            QTest::newRow(name) << sgr << style;
        };
        row("red", u"\x1b[31m"_s, [](AnsiStyle &s) { s.foreground = AnsiColor::indexed(1); });
        row("bright on dark", u"\x1b[97;40m"_s, [](AnsiStyle &s) {
            s.foreground = AnsiColor::indexed(15);
            s.background = AnsiColor::indexed(0);
        });
        row("bright background", u"\x1b[103m"_s, [](AnsiStyle &s) { s.background = AnsiColor::indexed(11); });
        row("256", u"\x1b[38;5;208;48;5;17m"_s, [](AnsiStyle &s) {
            s.foreground = AnsiColor::indexed(208);
            s.background = AnsiColor::indexed(17);
        });
        row("256 with colons", u"\x1b[38:5:208;1m"_s, [](AnsiStyle &s) {
            s.foreground = AnsiColor::indexed(208);
            s.bold = true;
        });
        row("rgb", u"\x1b[38;2;1;2;255m"_s, [](AnsiStyle &s) { s.foreground = AnsiColor::fromRgb(0x0102ff); });
        row("rgb with colons", u"\x1b[48:2:16:32:48m"_s, [](AnsiStyle &s) { s.background = AnsiColor::fromRgb(0x102030); });
        row("rgb with a colour space", u"\x1b[48:2::16:32:48m"_s, [](AnsiStyle &s) { s.background = AnsiColor::fromRgb(0x102030); });
        row("all attributes", u"\x1b[1;2;3;4;7;8;9m"_s, [](AnsiStyle &s) {
            s.bold = s.faint = s.italic = s.underline = s.inverse = s.hidden = s.strikeout = true;
        });
        row("all off again", u"\x1b[1;2;3;4;7;8;9m\x1b[22;23;24;27;28;29m"_s, [](AnsiStyle &) {});
        row("curly underline", u"\x1b[4:3m"_s, [](AnsiStyle &s) { s.underline = true; });
        row("underline off by colon", u"\x1b[4m\x1b[4:0m"_s, [](AnsiStyle &) {});
        row("colour of the line is read past", u"\x1b[58;5;9;3m"_s, [](AnsiStyle &s) { s.italic = true; });
        row("empty is reset", u"\x1b[1;31m\x1b[m"_s, [](AnsiStyle &) {});
        row("empty parameter is reset", u"\x1b[1;;3m"_s, [](AnsiStyle &s) { s.italic = true; });
        row("default colours", u"\x1b[31;42m\x1b[39;49m"_s, [](AnsiStyle &) {});
        row("out of range changes nothing", u"\x1b[38;5;256;1m"_s, [](AnsiStyle &s) { s.bold = true; });
        row("broken off changes nothing", u"\x1b[38;5m\x1b[38m\x1b[38;2;1;2m\x1b[38:2:1m"_s, [](AnsiStyle &) {});
        row("private m is not SGR", u"\x1b[>4;1m\x1b[?1m"_s, [](AnsiStyle &) {});
        row("C1 form", u"\u009b1m"_s, [](AnsiStyle &s) { s.bold = true; });
    }

    void coloursAndAttributesAreRead()
    {
        QFETCH(QString, sgr);
        QFETCH(AnsiStyle, expected);
        QCOMPARE(styleAfter(sgr), expected);
    }

    void styledTextComesInRuns()
    {
        AnsiStyle red;
        red.foreground = AnsiColor::indexed(1);
        QCOMPARE(parseAtOnce(u"a\x1b[31mb\x1b[31mc\x1b[0md"_s), (QList{text(u"a"_s), text(u"bc"_s, red), text(u"d"_s)}));
    }

    void controlsThatALineCanHonour()
    {
        QCOMPARE(parseAtOnce(u"1%\r2%\x1b[K\b\n\x1b[2K\x1b[1K\x1b[2J\x1b[1Gx"_s),
                 (QList{text(u"1%"_s), control(Kind::CarriageReturn), text(u"2%"_s), control(Kind::EraseToEnd), control(Kind::Backspace),
                        control(Kind::LineFeed), control(Kind::EraseLine), control(Kind::EraseToStart), control(Kind::ClearScreen),
                        control(Kind::CarriageReturn), text(u"x"_s)}));
        // A C0 control inside of a sequence acts, and the sequence goes on.
        AnsiStyle bold;
        bold.bold = true;
        QCOMPARE(parseAtOnce(u"\x1b[1\nmx"_s), (QList{control(Kind::LineFeed), text(u"x"_s, bold)}));
    }

    void everythingElseIsSwallowed_data()
    {
        QTest::addColumn<QString>("sequence");
        const QList<QString> sequences{u"\x1b[10;20H"_s,  u"\x1b[5A"_s,          u"\x1b[?1049h"_s,          u"\x1b]0;title\a"_s,    u"\x1b]8;;http://x\x1b\\"_s,
                                       u"\x1bPq#0;2\x1b\\"_s, u"\x1b(B"_s,       u"\x1b#8"_s,               u"\x1b="_s,             u"\x1b[c"_s,
                                       u"\x1b[6n"_s,      u"\x1b_apc\x1b\\"_s,   u"\x1b[1$r"_s,             u"\x1b[1 q"_s,          u"\x1b[12\x18"_s,
                                       u"\x1b]x\x1a"_s,   u"\u009d0;t\u009c"_s,  u"\x1b[<0;1;1M"_s,         u"\a\x0e\x0f\x7f\x01"_s, u"\x1b[1$2m"_s,
                                       u"\x1b]a\x1b[5A"_s, u"\x1b]a\x07"_s,      u"\x1bPa\x07" "b\x1b\\"_s, u"\x1b[:::::;;;;m"_s};
        QTest::addColumn<int>("n");
        for (int i = 0; i < sequences.size(); ++i)
            QTest::addRow("%d", i) << sequences[i] << i;
    }

    void everythingElseIsSwallowed()
    {
        QFETCH(QString, sequence);
        QCOMPARE(parseAtOnce(u"a"_s + sequence + u"b"_s), (QList{text(u"ab"_s)}));
    }

    void aStreamGivesTheSameItemsAtEveryCut()
    {
        const QString stream = u"\x1b[1;31mred \x1b[38;2;9;8;7mrgb\x1b[0m 你\U0001F600\r\n\x1b]0;a title; 3\x1b\\\x1b[2K50%\b\b"
                               u"\x1bPdcs\x1b\\\x1b(B\x1b[38:2::1:2:3mcolons\x1b[4:3mcurly\u009b0m\x1b[?25h\x1b[1\n2mx\x1b]8;;u\ay\x1b[Kz"_s;
        const QList<AnsiItem> whole = parseAtOnce(stream);
        QVERIFY(whole.size() >= 12);
        for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
            AnsiParser parser;
            QList<AnsiItem> items = parser.parse(QStringView(stream).first(cut));
            items += parser.parse(QStringView(stream).sliced(cut));
            QCOMPARE(joined(items), whole);
        }
    }

    void hostileStreamsStayBounded()
    {
        QRandomGenerator random(7);
        const QString likely = u"\x1b\x1b\x1b[[]P\\;:0123456789m\x07\x18\x9b\x9d\n\rKJ?>$ a你"_s;
        for (int round = 0; round < 2000; ++round) {
            QString stream;
            for (auto left = random.bounded(1, 60); left > 0; --left)
                stream += likely[random.bounded(int(likely.size()))];
            const QList<AnsiItem> whole = parseAtOnce(stream);
            AnsiParser parser;
            QList<AnsiItem> items;
            for (const QChar c : stream)
                items += parser.parse(QStringView(&c, 1));
            QCOMPARE(joined(items), whole);
        }
        // Parameters without end, numbers without end, a string without end: nothing is kept.
        AnsiParser parser;
        QVERIFY(parser.parse(u"\x1b["_s + QString(100'000, u';') + QString(100'000, u'9')).isEmpty());
        parser.parse(u"m"_s);
        QCOMPARE(parser.style(), AnsiStyle());
        QVERIFY(parser.parse(u"\x1b]"_s + QString(1'000'000, u'x')).isEmpty());
        QCOMPARE(parser.parse(u"\x1b\\done"_s), (QList{text(u"done"_s)}));
    }

    void thePaletteIsXterms()
    {
        QCOMPARE(toRgb(16), 0x000000u);
        QCOMPARE(toRgb(208), 0xff8700u);
        QCOMPARE(toRgb(231), 0xffffffu);
        QCOMPARE(toRgb(232), 0x080808u);
        QCOMPARE(toRgb(255), 0xeeeeeeu);
        QCOMPARE(toRgb(9), 0xff0000u);
    }
};

QTEST_GUILESS_MAIN(TestTextStream)
#include "tst_text_stream.moc"
