#include "core/inspect/framing.h"
#include "core/inspect/framing_guess.h"
#include "core/protocol/session_messages.h"

#include <QTest>

#include <random>

using namespace transom;
using namespace transom::inspect;
using namespace Qt::StringLiterals;

namespace {

constexpr auto C = From::Client;
constexpr auto S = From::Server;

using Turns = QList<SpokenChunk>;

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

QList<DecodedFrame> decode(const QString &framing, const Turns &chunks, bool finish = false)
{
    FramingDecoder decoder(*Framings::fromText(framing));
    QList<DecodedFrame> frames;
    for (const SpokenChunk &chunk : chunks)
        frames += decoder.feed(chunk.from, chunk.bytes);
    if (finish)
        frames += decoder.finish(C) + decoder.finish(S);
    return frames;
}

/// "C 0+7 length:4 body:3 'abc'": what a test compares.
QString shown(const DecodedFrame &frame)
{
    static const char *const kinds[] = {"length", "header", "body", "delimiter", "incomplete", "undecoded"};
    QString text = u"%1 %2+%3"_s.arg(frame.from == C ? u"C"_s : u"S"_s).arg(frame.offset).arg(frame.length);
    qint64 at = frame.offset;
    for (const FramePart &part : frame.parts) {
        text += u" %1:%2"_s.arg(QLatin1String(kinds[static_cast<int>(part.kind)])).arg(part.length);
        if (part.offset != at)
            text += u"(gap)"_s;
        at += part.length;
    }
    if (!frame.complete && frame.problem.isEmpty())
        text += u" needs %1%2"_s.arg(frame.needs).arg(frame.needsExactly ? u""_s : u"+"_s);
    if (!frame.problem.isEmpty())
        text += u" problem"_s;
    return text;
}

QStringList shown(const QList<DecodedFrame> &frames)
{
    QStringList texts;
    for (const DecodedFrame &frame : frames)
        texts += shown(frame);
    return texts;
}

QByteArray hello()
{
    const QByteArray json = R"({"limits":{"channels":64,"credit":262144,"data":262144,"json":65536},"protocol":"transom","versions":[1]})";
    return wire::encodeFrame({1, 0, {}, json});
}

struct Conversation
{
    const char *framing;
    Turns turns;
    qsizetype frames;
};

QList<Conversation> conversations()
{
    const QByteArray open = wire::encodeFrame({0x10, 0, ChannelId{1}, R"({"request":{},"service":"files.quota"})"});
    return {
        {"transom", {{C, hello() + open + wire::encodeFrame({0x16, 0, ChannelId{1}, {}})}, {S, hello() + wire::encodeFrame({0x77, 0, ChannelId{3}, "unknown"})}}, 5},
        {"length4", {{C, hex("0000000368656c") + hex("00000000") + hex("00000001ff")}, {S, hex("000000026f6b")}}, 4},
        {"length4le", {{C, hex("0300000068656c0100000078")}}, 2},
        {"length4+", {{C, hex("0000000768656c") + hex("00000004")}}, 2},
        {"length4le+", {{S, hex("0700000068656c")}}, 1},
        {"length2", {{C, hex("000368656c000178")}}, 2},
        {"length2le+", {{C, hex("050068656c030078")}}, 2},
        {"length8", {{C, hex("000000000000000368656c")}}, 1},
        {"length8le+", {{C, hex("0b0000000000000068656c")}}, 1},
        {"json4le", {{C, hex("1e000000") + R"({"filename":"a","filesize":5} )" + "12345"}}, 1},
        {"json2", {{C, hex("000e") + R"({"filesize":0})" + hex("0002") + "{}"}}, 2},
        {"newline", {{C, "one\n\ntwo\r\n"}, {S, "yes\n"}}, 4},
        {"crlf", {{C, "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n"}}, 3},
        {"delimiter=616162", {{C, "xaaaabaab-aab"}}, 3},
        {"fixed=3", {{C, "abcdef"}, {S, "xyz"}}, 3},
        {"ascii", {{C, "ls"}, {S, "12"}, {C, "ok"}, {S, "123456789012"}, {C, "pwd"}, {S, "1"}, {C, "ok"}, {S, "/"}, {C, "q"}, {S, "q"}, {C, "x"}}, 9},
        {"ascii", {{C, "5"}, {S, "\xe5\xb7\xb2"}, {C, "12345"}, {S, "bye"}, {C, "0"}, {S, "ok"}, {C, "1"}, {S, "."}}, 6},
        {"ready", {{C, "ls"}, {S, "Ready|5"}, {C, "start"}, {S, "12345"}, {C, "x"}, {S, "Ready|0"}, {C, "start"}, {S, "Read"}, {C, "!"}}, 8},
    };
}

/// Each turn cut at `cut` of all bytes.
Turns cutAt(const Turns &turns, qsizetype cut)
{
    Turns cutTurns;
    for (const SpokenChunk &turn : turns) {
        if (cut > 0 && cut < turn.bytes.size())
            cutTurns << SpokenChunk{turn.from, turn.bytes.first(cut)} << SpokenChunk{turn.from, turn.bytes.sliced(cut)};
        else
            cutTurns << turn;
        cut -= turn.bytes.size();
    }
    return cutTurns;
}

QByteArray integer(const Framing &framing, quint64 value)
{
    QByteArray bytes;
    for (int i = 0; i < framing.width; ++i) {
        const int shift = 8 * (framing.littleEndian ? i : framing.width - 1 - i);
        bytes += static_cast<char>(value >> shift);
    }
    return bytes;
}

/// What one side says by this rule, message by message: bodies that are empty, that look like the rule's own marks, and larger ones. Where the rule needs the
/// other side's word, it is there.
QList<Turns> messagesOf(const Framing &rule)
{
    const QByteArrayList bodies{"a", "", "two\r", QByteArray("\0\0\0\1", 4), "12", "Ready|3", "aabab", "{}", QByteArray(70, 'z'), "last"};
    QList<Turns> messages;
    for (QByteArray body : bodies) {
        const QByteArray header = R"({"filesize":)" + QByteArray::number(body.size()) + R"(,"name":"{"})";
        switch (rule.kind) {
        case Framing::Kind::None:
            messages += {{C, body + "."}};
            break;
        case Framing::Kind::Transom:
            messages += {{C, wire::encodeFrame({0x77, 0, ChannelId{1}, body})}};
            break;
        case Framing::Kind::LengthPrefix:
            messages += {{C, integer(rule, static_cast<quint64>(body.size() + (rule.includesPrefix ? rule.width : 0))) + body}};
            break;
        case Framing::Kind::JsonHeader:
            messages += {{C, integer(rule, static_cast<quint64>(header.size())) + header + body}};
            break;
        case Framing::Kind::Delimiter:
            messages += {{C, body.replace(rule.delimiter, "") + rule.delimiter}};
            break;
        case Framing::Kind::Fixed:
            messages += {{C, (body + QByteArray(rule.size, '-')).first(rule.size)}};
            break;
        case Framing::Kind::AsciiLength:
        case Framing::Kind::ReadyLength: {
            const QByteArray number = (rule.kind == Framing::Kind::ReadyLength ? "Ready|" : "") + QByteArray::number(body.size());
            messages += Turns{{C, number}, {S, "ok"}};
            if (!body.isEmpty())
                messages.last() += {{C, body}, {S, "thanks"}};
            break;
        }
        }
    }
    return messages;
}

} // namespace

class TestFraming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesAreTheSameHoweverTheBytesAreCut_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < conversations().size(); ++i)
            QTest::addRow("%d %s", i, conversations()[i].framing) << i;
    }
    void framesAreTheSameHoweverTheBytesAreCut()
    {
        QFETCH(int, index);
        const Conversation said = conversations()[index];
        const QString framing = QString::fromLatin1(said.framing);
        const auto whole = decode(framing, said.turns, true);
        QCOMPARE(std::count_if(whole.begin(), whole.end(), [](const DecodedFrame &frame) { return frame.complete; }), said.frames);
        qsizetype total = 0;
        Turns single;
        for (const SpokenChunk &turn : said.turns) {
            total += turn.bytes.size();
            for (const char c : turn.bytes)
                single << SpokenChunk{turn.from, QByteArray(1, c)};
        }
        QCOMPARE(decode(framing, single, true), whole);
        for (qsizetype cut = 1; cut < total; ++cut)
            QCOMPARE(decode(framing, cutAt(said.turns, cut), true), whole);
        for (const DecodedFrame &frame : whole) {
            qint64 at = frame.offset;
            for (const FramePart &part : frame.parts) {
                QCOMPARE(part.offset, at);
                at += part.length;
            }
            QCOMPARE(at, frame.offset + frame.length);
        }
    }

    /// Messages as they are written by hand, each with the number of bytes that it has: what must be found again.
    void everyMessageIsFoundHoweverItIsCutOrMergedWithItsNeighbour_data()
    {
        QTest::addColumn<QString>("framing");
        for (const int bits : {16, 32, 64}) {
            for (const QString &order : {u"be"_s, u"le"_s}) {
                for (const QString &own : {u""_s, u"+"_s})
                    QTest::newRow(qPrintable(u"u%1%2%3"_s.arg(bits).arg(order, own))) << u"u%1%2%3"_s.arg(bits).arg(order, own);
                QTest::newRow(qPrintable(u"json-header:u%1%2"_s.arg(bits).arg(order))) << u"json-header:u%1%2"_s.arg(bits).arg(order);
            }
        }
        for (const char *framing : {"none", "transom", "newline", "crlf", "delim:00", "delim:616162", "fixed:1", "fixed:2", "fixed:7", "ascii-ack", "ready"})
            QTest::newRow(framing) << QString::fromLatin1(framing);
    }
    void everyMessageIsFoundHoweverItIsCutOrMergedWithItsNeighbour()
    {
        QFETCH(QString, framing);
        const Framing rule = *Framing::fromText(framing);
        const QList<Turns> messages = messagesOf(rule);
        Turns apart;
        QList<std::pair<qint64, qint64>> expected; // offset and length, of what the client says
        qint64 offset = 0;
        for (const Turns &message : messages) {
            qint64 size = 0;
            for (const SpokenChunk &chunk : message)
                size += chunk.from == C ? chunk.bytes.size() : 0;
            if (rule.kind != Framing::Kind::None)
                expected.append({offset, size});
            offset += size;
            apart += message;
        }
        const auto whole = decode(framing, apart, true);
        QList<std::pair<qint64, qint64>> found;
        for (const DecodedFrame &frame : whole) {
            QVERIFY2(frame.complete && frame.problem.isEmpty(), qPrintable(shown(frame)));
            if (frame.from == C)
                found.append({frame.offset, frame.length});
        }
        QCOMPARE(found, expected);

        // Each chunk cut at each byte, with all others whole.
        for (qsizetype i = 0; i < apart.size(); ++i) {
            for (qsizetype at = 1; at < apart[i].bytes.size(); ++at) {
                Turns cut = apart;
                cut[i].bytes.truncate(at);
                cut.insert(i + 1, {apart[i].from, apart[i].bytes.sliced(at)});
                QCOMPARE(decode(framing, cut, true), whole);
            }
        }
        // Any two neighbours in one read, and that read cut at each byte, too.
        for (qsizetype i = 0; i + 1 < apart.size(); ++i) {
            if (apart[i].from != apart[i + 1].from)
                continue;
            Turns merged = apart;
            merged[i].bytes += merged.takeAt(i + 1).bytes;
            QCOMPARE(decode(framing, merged, true), whole);
            for (qsizetype at = 1; at < merged[i].bytes.size(); ++at) {
                Turns cut = merged;
                cut[i].bytes.truncate(at);
                cut.insert(i + 1, {merged[i].from, merged[i].bytes.sliced(at)});
                QCOMPARE(decode(framing, cut, true), whole);
            }
        }
    }

    void framesHaveTheirPartsInTheRightPlaces()
    {
        QCOMPARE(shown(decode(u"length4"_s, {{C, hex("0000000368656c00000000")}})), (QStringList{u"C 0+7 length:4 body:3"_s, u"C 7+4 length:4"_s}));
        QCOMPARE(shown(decode(u"crlf"_s, {{S, "ab\r\n"}})), QStringList{u"S 0+4 body:2 delimiter:2"_s});
        QCOMPARE(shown(decode(u"json4le"_s, {{C, hex("0e000000") + R"({"filesize":3})" + "abc"}})), QStringList{u"C 0+21 length:4 header:14 body:3"_s});
        QCOMPARE(shown(decode(u"ready"_s, {{S, "Ready|2"}, {C, "start"}, {S, "ok"}})), (QStringList{u"C 0+5 body:5"_s, u"S 0+9 header:6 length:1 body:2"_s}));
        const auto frames = decode(u"transom"_s, {{C, hello()}});
        QCOMPARE(shown(frames), QStringList{u"C 0+117 length:4 header:1 header:1 header:2 header:4 body:105"_s});
        QVERIFY(frames[0].title.startsWith(u"HELLO "));
        QCOMPARE(frames[0].parts[0].value, u"105"_s);
    }

    void anIncompleteFrameSaysHowMuchItNeeds()
    {
        const auto needs = [](const QString &framing, const QByteArray &bytes) {
            FramingDecoder decoder(*Framings::fromText(framing));
            decoder.feed(C, bytes);
            const auto frame = decoder.underWay(C);
            return frame ? shown(*frame) : u"nothing"_s;
        };
        QCOMPARE(needs(u"length4"_s, hex("0000")), u"C 0+2 incomplete:2 needs 2+"_s);
        QCOMPARE(needs(u"length4"_s, hex("00000005ffff")), u"C 0+6 length:4 incomplete:2 needs 3"_s);
        QCOMPARE(needs(u"length4"_s, hex("00000002ffff")), u"nothing"_s);
        QCOMPARE(needs(u"crlf"_s, "abc\r"), u"C 0+4 incomplete:4 needs 1+"_s);
        QCOMPARE(needs(u"fixed=10"_s, "abc"), u"C 0+3 incomplete:3 needs 7"_s);
        QCOMPARE(needs(u"transom"_s, hello().first(20)), u"C 0+20 length:4 header:1 header:1 header:2 header:4 incomplete:8 needs 97"_s);
        QCOMPARE(needs(u"json4le"_s, hex("0e000000") + "{"), u"C 0+5 length:4 incomplete:1 needs 13+"_s);
        QCOMPARE(needs(u"ascii"_s, "12"), u"C 0+2 incomplete:2 needs 0+"_s);
        QCOMPARE(needs(u"none"_s, "12"), u"nothing"_s);
    }

    void noSizeIsTrusted_data()
    {
        QTest::addColumn<QString>("framing");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("negative as struct.pack('i') makes it") << u"length4le"_s << hex("ffffffff00");
        QTest::newRow("8 bytes") << u"length8"_s << hex("ffffffffffffffff00");
        QTest::newRow("8 bytes, the highest positive") << u"length8le"_s << hex("ffffffffffffff7f00");
        QTest::newRow("less than itself") << u"length4+"_s << hex("0000000300");
        QTest::newRow("json header") << u"json4le"_s << hex("ffffff7f7b7d");
        QTest::newRow("no json") << u"json4le"_s << hex("020000005b5d00");
        QTest::newRow("negative size in json") << u"json2"_s << hex("000f") + R"({"filesize":-1})";
        QTest::newRow("broken size in json") << u"json2"_s << hex("0010") + R"({"filesize":1.5})";
        QTest::newRow("absurd size in json") << u"json2"_s << hex("0012") + R"({"filesize":1e300})";
        QTest::newRow("text as size in json") << u"json2"_s << hex("0010") + R"({"filesize":"9"})";
        QTest::newRow("transom, reserved") << u"transom"_s << hex("000000000100000100000000");
        QTest::newRow("transom, too large") << u"transom"_s << hex("7fffffff0100000000000000");
        QTest::newRow("ready") << u"ready"_s << QByteArray("Ready|9999999999999999x");
    }
    void noSizeIsTrusted()
    {
        QFETCH(QString, framing);
        QFETCH(QByteArray, bytes);
        FramingDecoder decoder(*Framings::fromText(framing));
        const auto frames = decoder.feed(C, bytes);
        QCOMPARE(frames.size(), 1);
        QVERIFY(!frames[0].problem.isEmpty());
        QVERIFY(!frames[0].complete);
        // Given up for good.
        QVERIFY(decoder.feed(C, hex("00000001ff") + "\n\n").isEmpty());
        QVERIFY(!decoder.underWay(C));
        QVERIFY(decoder.finish(C).isEmpty());
        // The other direction goes on.
        QVERIFY(decoder.feed(S, "abc").isEmpty());
    }

    void anyBytesAtAllGiveRangesThatCoverThem()
    {
        std::mt19937 random(7);
        for (const Conversation &said : conversations()) {
            for (int round = 0; round < 200; ++round) {
                Turns turns = said.turns;
                for (int hit = 0; hit < 3; ++hit) {
                    SpokenChunk &turn = turns[static_cast<qsizetype>(random() % static_cast<size_t>(turns.size()))];
                    const auto at = static_cast<qsizetype>(random() % static_cast<size_t>(turn.bytes.size()));
                    if (random() % 3 == 0)
                        turn.bytes.insert(at, static_cast<char>(random()));
                    else
                        turn.bytes[at] = static_cast<char>(random());
                }
                const auto whole = decode(QString::fromLatin1(said.framing), turns, true);
                qint64 ends[2] = {0, 0};
                for (const DecodedFrame &frame : whole) {
                    qint64 &end = ends[static_cast<size_t>(frame.from)];
                    QCOMPARE(frame.offset, end);
                    QVERIFY(frame.length >= 0 && frame.needs >= 0);
                    end = frame.offset + frame.length;
                }
                Turns single;
                for (const SpokenChunk &turn : turns) {
                    for (const char c : turn.bytes)
                        single << SpokenChunk{turn.from, QByteArray(1, c)};
                }
                QCOMPARE(decode(QString::fromLatin1(said.framing), single, true), whole);
            }
        }
    }

    void signInIsMarkedAsSecretAndItsTextIsNotKept()
    {
        const auto frames = decode(u"transom"_s, {{C, wire::encodeFrame({0x04, 0, {}, R"({"message":"c=biws,r=abc,p=hunter2"})"})}});
        QVERIFY(frames[0].secret);
        QVERIFY(!frames[0].title.contains(u"hunter2"));
    }

    void textsOfFramingsAreReadAsTheyAreWritten()
    {
        for (const QString &text : {u"none"_s, u"transom"_s, u"u16be"_s, u"u32le"_s, u"u64be+"_s, u"u32le+"_s, u"json-header:u32le"_s, u"json-header:u64be"_s, u"ascii-ack"_s, u"ready"_s,
                                    u"newline"_s, u"crlf"_s, u"delim:00ff"_s, u"fixed:17"_s}) {
            const auto framing = Framing::fromText(text);
            QVERIFY2(framing, qPrintable(text));
            QCOMPARE(framing->text(), text);
        }
        for (const auto &[text, now] : {std::pair(u"length2"_s, u"u16be"_s), std::pair(u"length4le+"_s, u"u32le+"_s), std::pair(u"length8be"_s, u"u64be"_s), std::pair(u"u32"_s, u"u32be"_s),
                                        std::pair(u"json-header"_s, u"json-header:u32le"_s), std::pair(u"json4le"_s, u"json-header:u32le"_s), std::pair(u"json2"_s, u"json-header:u16be"_s),
                                        std::pair(u"ascii"_s, u"ascii-ack"_s), std::pair(u"delimiter=0A"_s, u"newline"_s), std::pair(u"fixed=3"_s, u"fixed:3"_s)})
            QCOMPARE(Framing::fromText(text).value_or(Framing()).text(), now);
        for (const QString &text : {u""_s, u"nonsense"_s, u"length"_s, u"length3"_s, u"length4x"_s, u"json4+"_s, u"u"_s, u"u8"_s, u"u32xe"_s, u"u32le++"_s, u"json-header:"_s, u"json-header:u32le+"_s,
                                    u"fixed:0"_s, u"fixed=-1"_s, u"fixed:99999999999999999999"_s, u"delim:"_s, u"delim:0"_s, u"delim:zz"_s, u"delimiter="_s + QString(130, u'0')})
            QVERIFY2(!Framing::fromText(text), qPrintable(text));
        QCOMPARE(Framings::fromText(u"none/u32le"_s)->text(), u"none/u32le"_s);
        QVERIFY(!Framings::fromText(u"none/none/none"_s));
    }

    void guessesNameTheFramingAndTheEvidence_data()
    {
        QTest::addColumn<QString>("expected");
        QTest::addColumn<int>("index");
        QTest::newRow("transom") << u"transom"_s << 0;
        QTest::newRow("tls") << u"none"_s << 1;
        QTest::newRow("ready") << u"ready"_s << 2;
        QTest::newRow("ascii") << u"ascii-ack"_s << 3;
        QTest::newRow("json") << u"json-header:u32le/none"_s << 4;
        QTest::newRow("struct only from the server") << u"none/u32le"_s << 5;
        QTest::newRow("length4 both") << u"u32be"_s << 6;
        QTest::newRow("http") << u"crlf"_s << 7;
        QTest::newRow("lines") << u"newline"_s << 8;
        QTest::newRow("hmac is no length") << u"none"_s << 9;
        QTest::newRow("upper") << u"none"_s << 10;
        QTest::newRow("fixed") << u"fixed:16/none"_s << 11;
        QTest::newRow("length8 with itself") << u"u64be+"_s << 12;
        QTest::newRow("nothing") << u"none"_s << 13;
        QTest::newRow("ssh") << u"none"_s << 14;
    }
    void guessesNameTheFramingAndTheEvidence()
    {
        const QList<Turns> said{
                {{C, hello()}},
                {{C, hex("160301020001")}},
                {{C, "ls"}, {S, "Ready|5"}},
                {{C, "ls"}, {S, "5"}, {C, "ok"}, {S, "a.txt"}},
                {{C, hex("1d000000") + R"({"filename":"a","filesize":5})" + "123"}},
                {{C, "ls"}, {S, hex("05000000") + "a.txt"}},
                {{C, hex("00000002") + "hi"}, {S, hex("00000003") + "you"}},
                {{C, "GET / HTTP/1.1\r\n\r\n"}, {S, "HTTP/1.0 200 OK\r\n\r\n"}},
                {{C, "hello\n"}},
                {{S, "42"}, {C, hex("00112233445566778899aabbccddeeff")}, {S, "\xe9\xaa\x8c\xe8\xaf\x81\xe6\x88\x90\xe5\x8a\x9f"}},
                {{C, "hello"}, {S, "HELLO"}},
                {{C, QByteArray(16, 'a')}, {C, QByteArray(16, 'b')}, {C, QByteArray(16, 'c')}, {C, QByteArray(16, 'd')}},
                {{C, hex("000000000000000a6869")}},
                {},
                {{S, "SSH-2.0-OpenSSH_9.2\r\n"}},
        };
        QFETCH(QString, expected);
        QFETCH(int, index);
        const FramingGuess guess = guessFraming(said[index]);
        QCOMPARE(guess.framings.text(), expected);
        QVERIFY(!guess.reason.isEmpty());
    }

    void aGuessAboutAnyBytesIsPrintable()
    {
        std::mt19937 random(9);
        for (int round = 0; round < 2000; ++round) {
            Turns turns;
            for (int i = 0; i < 3; ++i) {
                QByteArray bytes;
                for (size_t n = random() % 40; n > 0; --n)
                    bytes += static_cast<char>(random() % 3 ? random() % 16 : random());
                turns << SpokenChunk{random() % 2 ? C : S, bytes};
            }
            for (const QChar c : guessFraming(turns).reason)
                QVERIFY(c.unicode() >= 0x20);
        }
    }
};

QTEST_GUILESS_MAIN(TestFraming)
#include "tst_framing.moc"
