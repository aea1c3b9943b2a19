#include "core/base/job.h"
#include "core/base/sha256.h"
#include "core/base/strand.h"
#include "core/base/text.h"

#include <QMetaEnum>
#include <QSignalSpy>
#include <QTest>
#include <QTranslator>
#include <QThread>

#include <atomic>

using namespace transom;
using namespace Qt::StringLiterals;

namespace {

/// Counts to a total when told to.
class CountingJob : public Job
{
public:
    explicit CountingJob(qint64 total)
        : m_total(total)
    {}

    void step(qint64 to)
    {
        report(to, m_total);
        if (to == m_total)
            finish(JobResult{{}, {{u"counted"_s, to}}});
    }
    void finishTwice()
    {
        finish(JobResult{});
        finish(Error{ErrorCode::Internal, {}});
    }

protected:
    void doStart() override { report(0, m_total); }
    void doCancel() override { finish(Error{ErrorCode::Cancelled, {}}); }

private:
    qint64 m_total;
};

} // namespace

class TestBase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printableShowsTextAndEscapesTheRest_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("shown");
        QTest::newRow("ascii") << QByteArray("hello") << u"hello"_s;
        QTest::newRow("chinese") << QByteArray("你好") << u"你好"_s;
        QTest::newRow("line break") << QByteArray("a\r\nb") << u"a\\x0d\\x0ab"_s;
        QTest::newRow("escape sequence") << QByteArray("\x1b[31m") << u"\\x1b[31m"_s;
        QTest::newRow("nul") << QByteArray("a\0b", 3) << u"a\\x00b"_s;
        QTest::newRow("broken utf-8") << QByteArray("\xe4\xbd") << u"\\xe4\\xbd"_s;
        QTest::newRow("overlong") << QByteArray("\xc0\xaf") << u"\\xc0\\xaf"_s;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << u"\\xed\\xa0\\x80"_s;
        QTest::newRow("right-to-left override") << QByteArray("a\xe2\x80\xae"
                                                              "b")
                                                << u"a\\xe2\\x80\\xaeb"_s;
    }
    void printableShowsTextAndEscapesTheRest()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, shown);
        QCOMPARE(printable(bytes), shown);
    }

    void printableIsCutWithAnEllipsis()
    {
        QCOMPARE(printable(QByteArray(500, 'x'), 5), u"xxxxx…"_s);
        QCOMPARE(printable(u"xxxxxxx"_s, 5), u"xxxxx…"_s);
        QCOMPARE(printable(u"a\u202eb\n"_s), u"a\\u{202e}b\\u{0a}"_s);
    }

    void sizesAreReadAndShownForPeople()
    {
        QCOMPARE(parseBytes(u"10G"_s), 10'000'000'000);
        QCOMPARE(parseBytes(u"1.5 MiB"_s), 1'572'864);
        QCOMPARE(parseBytes(u"1000"_s), 1000);
        QCOMPARE(parseBytes(u"1kB"_s), 1000);
        for (const auto &bad : {u""_s, u"x"_s, u"-1"_s, u"10Q"_s, u"1 iB"_s, u"99999999999T"_s, u"1KK"_s})
            QCOMPARE(parseBytes(bad), -1);
        QCOMPARE(formatBytes(0), u"0 B"_s);
        QCOMPARE(formatBytes(999), u"999 B"_s);
        QCOMPARE(formatBytes(12'400'000), u"12.4 MB"_s);
        QCOMPARE(formatBytes(999'960), u"1.0 MB"_s);
        QCOMPARE(formatBytes(123'456'789), u"123 MB"_s);
        QCOMPARE(formatDuration(8'000), u"8 s"_s);
        QCOMPARE(formatDuration(59'600), u"1 min"_s);
        QCOMPARE(formatDuration(4'800'000), u"1 h 20 min"_s);
    }

    void everyErrorCodeHasASentence()
    {
        const QMetaEnum codes = QMetaEnum::fromType<ErrorCode>();
        for (int i = 0; i < codes.keyCount(); ++i) {
            const auto code = static_cast<ErrorCode>(codes.value(i));
            QCOMPARE(errorCodeFromNumber(codes.value(i)), code);
            if (code != ErrorCode::None)
                QVERIFY2(describe(code).endsWith(u'.'), codes.key(i));
        }
        QCOMPARE(errorCodeFromNumber(12345), ErrorCode::Internal);
        QCOMPARE(errorCodeFromNumber(1LL << 40), ErrorCode::Internal);
    }

    void sha256IsThatOfTheStandard()
    {
        QCOMPARE(Sha256::of("abc").toHex(), QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        Sha256 hash;
        hash.add("a");
        hash.add("bc");
        QCOMPARE(hash.finish(), Sha256::of("abc"));
        QCOMPARE(hash.finish(), Sha256::of(""));
    }

    void aJobEndsOnceWithItsResult()
    {
        CountingJob job(10);
        QSignalSpy finished(&job, &Job::finished);
        QSignalSpy progress(&job, &Job::progressChanged);
        job.start();
        QCOMPARE(job.state(), JobState::Running);
        job.step(5);
        job.step(10);
        QCOMPARE(job.state(), JobState::Finished);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].value<JobResult>().details.value(u"counted"_s).toLongLong(), 10);
        QCOMPARE(progress.last()[0].value<Progress>().done, 10);
        job.cancel();
        QCOMPARE(finished.size(), 1);
    }

    void aSecondResultIsIgnored()
    {
        CountingJob job(1);
        QSignalSpy finished(&job, &Job::finished);
        job.start();
        job.finishTwice();
        QCOMPARE(finished.size(), 1);
        QVERIFY(finished[0][0].value<JobResult>().ok());
    }

    void aJobThatHasNotStartedCanBeCancelled()
    {
        CountingJob job(1);
        QSignalSpy finished(&job, &Job::finished);
        job.cancel();
        QCOMPARE(finished[0][0].value<JobResult>().error.code, ErrorCode::Cancelled);
        job.start();
        QCOMPARE(job.state(), JobState::Finished);
    }

    void progressIsPublishedAtMostThirtyTimesASecond()
    {
        CountingJob job(1'000'000);
        QSignalSpy progress(&job, &Job::progressChanged);
        job.start();
        const QDeadlineTimer until(300);
        for (qint64 i = 1; !until.hasExpired(); ++i)
            job.step(i % 999'999);
        QVERIFY2(progress.size() <= 11, qPrintable(QString::number(progress.size())));
        QVERIFY(progress.size() >= 1);
    }

    void aJobIsDeletedInItsOwnThread()
    {
        QThread thread;
        thread.start();
        std::atomic<QThread *> deletedIn = nullptr;
        auto job = makeJob<CountingJob>(1);
        job->moveToThread(&thread);
        connect(job.get(), &QObject::destroyed, job.get(), [&] { deletedIn = QThread::currentThread(); }, Qt::DirectConnection);
        job.reset();
        QTRY_COMPARE(deletedIn.load(), &thread);
        thread.quit();
        thread.wait();
    }

    void tasksOfAStrandRunInOrderAndNeverTogether()
    {
        Strand strand;
        std::atomic<int> inside = 0;
        std::atomic<bool> overlapped = false;
        QList<int> order;
        for (int i = 0; i < 1000; ++i) {
            strand.post([&, i] {
                if (inside++ != 0)
                    overlapped = true;
                order.append(i);
                --inside;
            });
        }
        QTRY_COMPARE(strand.pending(), 0);
        QVERIFY(!overlapped);
        QCOMPARE(order.size(), 1000);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(order[i], i);
    }

    void resultsComeBackInTheContextsThread()
    {
        Strand strand;
        QThread *workedIn = nullptr;
        QThread *answeredIn = nullptr;
        int answer = 0;
        strand.run([&] {
            workedIn = QThread::currentThread();
            return 42;
        }, this, [&](int value) {
            answeredIn = QThread::currentThread();
            answer = value;
        });
        QTRY_COMPARE(answer, 42);
        QVERIFY(workedIn != QThread::currentThread());
        QCOMPARE(answeredIn, QThread::currentThread());
    }

    void aContextThatIsGoneIsNotCalled()
    {
        Strand strand;
        bool called = false;
        std::atomic<bool> worked = false;
        {
            QObject context;
            strand.run([&] { worked = true; }, &context, [&] { called = true; });
        }
        QTRY_VERIFY(worked && strand.pending() == 0);
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }

    void anErrorWithNumbersIsSaidInTheReadersLanguage()
    {
        struct Chinese : QTranslator
        {
            bool isEmpty() const override { return false; }
            QString translate(const char *context, const char *source, const char *, int) const override
            {
                return QByteArrayView(context) == "Error" && QByteArrayView(source) == "At most %1, and this is %2." ? u"这是 %2，最多 %1。"_s : QString();
            }
        } chinese;
        const Error error = sentence(ErrorCode::QuotaExceeded, "At most %1, and this is %2.", {u"5 %2"_s, u"7 %1"_s});
        QCOMPARE(error.text, u"At most 5 %2, and this is 7 %1."_s);
        const Error received = receivedError(error.code, wireText(error), error.parts);
        QCOMPARE(received, error);
        QCOMPARE(describe(received), error.text);
        QCoreApplication::installTranslator(&chinese);
        QCOMPARE(describe(received), u"这是 7 %1，最多 5 %2。"_s);
        QCOMPARE(wireText(error), u"At most 5 %2, and this is 7 %1."_s);
        QCoreApplication::removeTranslator(&chinese);
    }

    void whatAPeerSaysOfAnErrorIsMadeFitToBeShown()
    {
        const Error escaped = receivedError(ErrorCode::BadName, u"a\x1b[2Jb"_s, {u"%1 is\nbad"_s, u"\x1b]0;x"_s});
        QVERIFY(!describe(escaped).contains(QChar(0x1b)));
        QVERIFY(!describe(escaped).contains(u'\n'));
        QVERIFY(!escaped.text.contains(QChar(0x1b)));
        // Too many, or too long: the English text is all there is.
        QVERIFY(receivedError(ErrorCode::BadName, u"t"_s, QStringList(11, u"x"_s)).parts.isEmpty());
        QVERIFY(receivedError(ErrorCode::BadName, u"t"_s, {QString(501, u'x'), u"y"_s}).parts.isEmpty());
        QVERIFY(receivedError(ErrorCode::BadName, u"t"_s, {u"only a sentence"_s}).parts.isEmpty());
        QVERIFY(receivedError(ErrorCode::BadName, u"t"_s, {u"%1"_s, QString(5000, u'x')}).parts.at(1).size() < 400);
        // A placeholder that nothing stands for stays as it is.
        QCOMPARE(describe(receivedError(ErrorCode::BadName, {}, {u"%1 %2 %0 %"_s, u"x"_s})), u"x %2 %0 %"_s);
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"
