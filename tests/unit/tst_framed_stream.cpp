#include "core/inspect/framed_stream.h"

#include <QTest>
#include <QtEndian>

using namespace transom;
using namespace transom::inspect;
using namespace Qt::StringLiterals;

namespace {

QByteArray message(const QByteArray &text)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(static_cast<quint32>(text.size()), bytes.data());
    return bytes + text;
}

Framings lengths()
{
    return *Framings::fromText(u"length4"_s);
}

} // namespace

/// Bytes of a stream that nobody has cut become frames, and other frames when another framing is chosen.
class TestFramedStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_capture = std::make_unique<StreamCapture>();
        m_id = m_capture->addStream({});
        m_stream = std::make_unique<FramedStream>(*m_capture, m_id, false);
    }

    void twoMessagesInOneReadAreTwoFrames()
    {
        m_stream->choose(lengths());
        m_stream->read(From::Client, message("one") + message("twelve"), 10, 1);
        QCOMPARE(shown(), (QStringList{u"0+7"_s, u"7+10"_s}));
        QCOMPARE(frame(1).decoded->fields.first().part, Part::Length);
        QCOMPARE(frame(1).decoded->headerSize, 4);
    }

    void aFrameThatIsNotWholeSaysHowManyBytesItNeedsUntilTheyCome()
    {
        m_stream->choose(lengths());
        const QByteArray bytes = message("a long message");
        m_stream->read(From::Server, bytes.first(2), 10, 1);
        QCOMPARE(frame(0).decoded->missing, 2); // of the length, at least
        m_stream->read(From::Server, bytes.mid(2, 5), 20, 1);
        QCOMPARE(frame(0).decoded->missing, bytes.size() - 7);
        QVERIFY(frame(0).decoded->summary.contains(QString::number(bytes.size() - 7)));
        m_stream->read(From::Server, bytes.mid(7), 30, 1);
        QCOMPARE(shown(), QStringList{u"0+18"_s});
        QCOMPARE(frame(0).decoded->missing, 0);
        QCOMPARE(frame(0).payload, bytes);
        QCOMPARE(frame(0).sentNs, 10); // it began then
    }

    void whatIsReceivedIsKnownOfWholeFramesOnly()
    {
        m_stream->choose(lengths());
        m_stream->read(From::Client, message("one") + message("two"), 10, 1);
        m_stream->delivered(From::Client, 9, 50);
        QCOMPARE(frame(0).receivedNs, 50);
        QCOMPARE(frame(1).receivedNs, -1);
        m_stream->delivered(From::Client, 14, 70);
        QCOMPARE(frame(1).receivedNs, 70);
    }

    void anotherChoiceCutsWhatHasComeAnew()
    {
        m_stream->choose(*Framings::fromText(u"newline"_s));
        m_stream->read(From::Client, "one\ntwo\n", 10, 1);
        m_stream->delivered(From::Client, 8, 40);
        QCOMPARE(shown(), (QStringList{u"0+4"_s, u"4+4"_s}));
        Framing fixed;
        fixed.kind = Framing::Kind::Fixed;
        fixed.size = 2;
        m_stream->choose(Framings{fixed, fixed});
        QVERIFY(m_stream->takeCutAnew());
        QVERIFY(!m_stream->takeCutAnew());
        QCOMPARE(shown(), (QStringList{u"0+2"_s, u"2+2"_s, u"4+2"_s, u"6+2"_s}));
        QCOMPARE(frame(3).receivedNs, 40);
        // Those of before are no rows any more, and what comes next is cut by the new rule.
        int rows = 0;
        for (quint64 number = m_capture->firstNumber(); number <= m_capture->lastNumber(); ++number)
            rows += m_capture->frame(number)->retired ? 0 : 1;
        QCOMPARE(rows, 4);
        m_stream->read(From::Client, "xy", 60, 1);
        QCOMPARE(shown().last(), u"8+2"_s);
    }

    void aFramingThatIsGuessedComesWithItsReason()
    {
        for (int i = 0; i < 6; ++i)
            m_stream->read(From::Client, message("message number " + QByteArray::number(i)), i, 1);
        QCOMPARE(m_stream->framings().fromClient.kind, Framing::Kind::LengthPrefix);
        QVERIFY(!m_stream->reason().isEmpty());
        QCOMPARE(shown().size(), 6);
    }

    void withoutAFramingWhatOneCallTookIsShownAsItIs()
    {
        m_stream->choose(Framings{});
        m_stream->read(From::Client, "abc", 1, 1);
        m_stream->read(From::Client, "defgh", 2, 1);
        QCOMPARE(shown(), (QStringList{u"0+3"_s, u"3+5"_s}));
        m_stream->delivered(From::Client, 8, 9);
        QCOMPARE(frame(1).receivedNs, 9);
    }

    void whatDoesNotFitIsSaidAndNothingIsLookedForBehindIt()
    {
        Framing small = lengths().fromClient;
        small.largest = 1000;
        m_stream->choose(Framings{small, small});
        m_stream->read(From::Client, message("fine") + "\xff\xff\xff\xffgarbage", 1, 1);
        QVERIFY(m_stream->problem().contains(u'8'));
        QVERIFY(frame(1).isError());
        m_stream->read(From::Client, message("more"), 2, 1);
        QCOMPARE(shown().size(), 2);
    }

    void aLostDatagramIsNotTakenForDelivered()
    {
        FramedStream datagrams(*m_capture, m_id, true);
        datagrams.read(From::Client, "one", 1, 1);
        datagrams.read(From::Client, "three", 2, 1);
        datagrams.delivered(From::Client, 8, 9);
        QCOMPARE(frame(0).receivedNs, -1);
        QCOMPARE(frame(1).receivedNs, 9);
    }

    void aVeryLongFrameKeepsItsBeginningAndTheNextOneItsOwnBytes()
    {
        m_stream->choose(lengths());
        const QByteArray large = message(QByteArray(3'000'000, 'x'));
        for (qsizetype at = 0; at < large.size(); at += 65'536)
            m_stream->read(From::Client, large.mid(at, 65'536), at, 1);
        m_stream->read(From::Client, message("after"), 1, 1);
        QCOMPARE(shown().size(), 2);
        QVERIFY(frame(0).payload.size() <= 256 * 1024 && frame(0).payload.size() > 100'000);
        QCOMPARE(frame(1).payload, message("after"));
        QVERIFY(!m_stream->keepsAll());
    }

private:
    const WatchedFrame &frame(size_t index) const
    {
        const auto *stream = m_capture->stream(m_id);
        const auto &frames = stream->flow(Flow::ToServer).frames.empty() ? stream->flow(Flow::ToClient).frames : stream->flow(Flow::ToServer).frames;
        return *m_capture->frame(frames.at(index));
    }
    QStringList shown() const
    {
        QStringList all;
        for (const auto &flow : m_capture->stream(m_id)->flows) {
            for (const quint64 number : flow.frames)
                all += u"%1+%2"_s.arg(m_capture->frame(number)->offset).arg(m_capture->frame(number)->size());
        }
        return all;
    }

    std::unique_ptr<StreamCapture> m_capture;
    quint32 m_id = 0;
    std::unique_ptr<FramedStream> m_stream;
};

QTEST_GUILESS_MAIN(TestFramedStream)
#include "tst_framed_stream.moc"
