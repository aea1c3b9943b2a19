// Files through pipes, against a server that says what a test makes it say.

#include "core/base/descriptor.h"
#include "core/base/strand.h"
#include "core/files/stream_jobs.h"
#include "tests/support/session_pair.h"

#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <optional>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using protocol::FilesGetStart;
using protocol::FilesPut;
using protocol::FilesSum;
using session::Channel;
using test::SessionPair;

namespace {

JobResult ran(const JobPtr &job, const std::function<void()> &meanwhile = {})
{
    QObject context;
    std::optional<JobResult> result;
    QObject::connect(job.get(), &Job::finished, &context, [&](const JobResult &done) { result = done; });
    job->start();
    if (meanwhile)
        meanwhile();
    if (!test::waitUntil([&] { return result.has_value(); }))
        return {{ErrorCode::TimedOut, u"the job never ended"_s}, {}};
    return *result;
}

struct Ends
{
    Ends()
    {
        int both[2];
        if (::pipe2(both, O_CLOEXEC) == 0) {
            out = Descriptor(both[0]);
            in = Descriptor(both[1]);
        }
    }
    QByteArray read() const
    {
        QByteArray bytes(100'000, Qt::Uninitialized);
        bytes.resize(std::max<ssize_t>(0, ::read(out.get(), bytes.data(), static_cast<size_t>(bytes.size()))));
        return bytes;
    }

    Descriptor out;
    Descriptor in;
};

} // namespace

class TestStreamJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }
    void cleanup() { Strand::waitForAll(); }

    void whatTheServerSaysOfAFileIsChecked_data()
    {
        QTest::addColumn<qint64>("announced");
        QTest::addColumn<QString>("sha256");
        QTest::addColumn<ErrorCode>("code");
        const QString right = QString::fromLatin1(Sha256::of("hello").toHex());
        QTest::newRow("right") << qint64(5) << right << ErrorCode::None;
        QTest::newRow("another hash") << qint64(5) << QString::fromLatin1(Sha256::of("hullo").toHex()) << ErrorCode::HashMismatch;
        QTest::newRow("no hash") << qint64(5) << QString() << ErrorCode::HashMismatch;
        QTest::newRow("more than announced") << qint64(4) << right << ErrorCode::Truncated;
        QTest::newRow("less than announced") << qint64(6) << right << ErrorCode::Truncated;
    }
    void whatTheServerSaysOfAFileIsChecked()
    {
        QFETCH(qint64, announced);
        QFETCH(QString, sha256);
        session::ServiceRegistry registry;
        registry.add("files.get", [&](Channel &channel, const QJsonObject &) {
            connect(&channel, &Channel::cancelled, &channel, [&channel] { channel.fail({ErrorCode::Cancelled, {}}); });
            channel.accept(FilesGetStart{u"/a"_s, announced, 0, 0, 0});
            channel.sendData("hello");
            channel.end(FilesSum{5, sha256});
        });
        SessionPair pair(registry);
        Ends ends;
        const JobResult result = ran(makeJob<StreamDownload>(pair.link(), QStringList{u"/a"_s}, std::make_shared<Pipe>(ends.in.get()), 0));
        QTEST(result.error.code, "code");
        if (result.ok())
            QCOMPARE(ends.read(), QByteArray("hello"));
        else if (result.error.code == ErrorCode::HashMismatch)
            QVERIFY(result.error.text.contains(u"/a"_s));
    }

    void whenNobodyReadsAnyMoreTheJobEndsAndSaysWhy()
    {
        session::ServiceRegistry registry;
        registry.add("files.get", [](Channel &channel, const QJsonObject &) {
            connect(&channel, &Channel::cancelled, &channel, [&channel] { channel.fail({ErrorCode::Cancelled, {}}); });
            channel.accept(FilesGetStart{u"/a"_s, 1'000'000, 0, 0, 0});
            channel.sendData(QByteArray(1000, 'x'));
        });
        SessionPair pair(registry);
        Ends ends;
        ends.out = Descriptor();
        const JobResult result = ran(makeJob<StreamDownload>(pair.link(), QStringList{u"/a"_s, u"/b"_s}, std::make_shared<Pipe>(ends.in.get()), 0));
        QCOMPARE(result.error.code, ErrorCode::Cancelled);
        QVERIFY(result.details.value(u"brokenPipe"_s).toBool());
    }

    void aPipeThatIsFullHoldsTheServerBackAndCanBeCancelled()
    {
        session::ServiceRegistry registry;
        registry.add("files.get", [](Channel &channel, const QJsonObject &) {
            connect(&channel, &Channel::cancelled, &channel, [&channel] { channel.fail({ErrorCode::Cancelled, {}}); });
            channel.accept(FilesGetStart{u"/a"_s, 1'000'000'000, 0, 0, 0});
            const auto send = [&channel] {
                while (channel.sendable() > 0)
                    channel.sendData(QByteArray(channel.sendable(), 'x'));
            };
            connect(&channel, &Channel::writable, &channel, send);
            send();
        });
        SessionPair pair(registry);
        Ends ends;
        const auto job = makeJob<StreamDownload>(pair.link(), QStringList{u"/a"_s}, std::make_shared<Pipe>(ends.in.get()), 0);
        const JobResult result = ran(job, [&] {
            // Nobody reads: no more comes than fits into the pipe, and it stays so until the job is cancelled.
            QVERIFY(test::waitUntil([&] {
                int waiting = 0;
                return ::fcntl(ends.in.get(), F_GETPIPE_SZ) > 0 && ::ioctl(ends.out.get(), FIONREAD, &waiting) == 0 && waiting > 4096;
            }));
            job->cancel();
        });
        QCOMPARE(result.error.code, ErrorCode::Cancelled);
        QVERIFY(!result.details.value(u"brokenPipe"_s).toBool());
    }

    void anUploadOfUnknownLengthTellsItAtTheEnd()
    {
        session::ServiceRegistry registry;
        qint64 announced = 0;
        QByteArray got;
        QJsonObject sum;
        registry.add("files.put", [&](Channel &channel, const QJsonObject &request) {
            announced = request.value(u"size"_s).toInteger();
            connect(&channel, &Channel::data, &channel, [&](const QByteArray &bytes) {
                got += bytes;
                channel.consumed(bytes.size());
            });
            connect(&channel, &Channel::inputEnded, &channel, [&](const Error &, const QJsonObject &said) {
                sum = said;
                channel.end(protocol::FilesPutResult{u"/a"_s, said.value(u"sha256"_s).toString(), false});
            });
            channel.accept(protocol::FilesPutStart{u"/a"_s, {}});
        });
        SessionPair pair(registry);
        Ends ends;
        const JobResult result = ran(makeJob<StreamUpload>(pair.link(), std::make_shared<Pipe>(ends.out.get()), u"/a"_s, u"fail"_s, 0), [&] {
            QCOMPARE(::write(ends.in.get(), "hello", 5), 5);
            ends.in = Descriptor();
        });
        QVERIFY(result.ok());
        QCOMPARE(announced, -1);
        QCOMPARE(got, QByteArray("hello"));
        QCOMPARE(sum.value(u"size"_s).toInteger(), 5);
        QCOMPARE(sum.value(u"sha256"_s).toString(), QString::fromLatin1(Sha256::of("hello").toHex()));
        QCOMPARE(result.details.value(u"bytes"_s).toLongLong(), 5);
    }

    void aSilentPipeCanBeCancelled()
    {
        session::ServiceRegistry registry;
        bool asked = false;
        registry.add("files.put", [&](Channel &channel, const QJsonObject &) {
            connect(&channel, &Channel::cancelled, &channel, [&channel] { channel.fail({ErrorCode::Cancelled, {}}); });
            channel.accept(protocol::FilesPutStart{u"/a"_s, {}});
            asked = true;
        });
        SessionPair pair(registry);
        Ends ends;
        const auto job = makeJob<StreamUpload>(pair.link(), std::make_shared<Pipe>(ends.out.get()), u"/a"_s, u"fail"_s, 0);
        QCOMPARE(ran(job, [&] {
                     QVERIFY(test::waitUntil([&] { return asked; }));
                     job->cancel();
                 }).error.code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestStreamJobs)
#include "tst_stream_jobs.moc"
