// A class of forty over TLS: handing in at once, taking what is handed out, and what goes wrong on the way.

#include "core/accounts/account_service.h"
#include "core/accounts/deliveries.h"
#include "core/accounts/groups.h"
#include "core/accounts/quota.h"
#include "core/base/sha256.h"
#include "core/chat/chat_client.h"
#include "core/client/connection.h"
#include "core/client/delivery_errands.h"
#include "core/client/delivery_send_job.h"
#include "core/client/delivery_take_job.h"
#include "core/delivery/delivery_client.h"
#include "core/files/rate_limit.h"
#include "core/protocol/file_messages.h"
#include "core/security/known_peers.h"
#include "core/server/server.h"
#include "tests/support/session_pair.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>

using namespace transom;
using namespace transom::protocol;
using namespace Qt::StringLiterals;
using delivery::Answer;

namespace {

constexpr auto Password = "correct horse battery";

bool write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

QByteArray noise(int seed, qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 2654435761U * static_cast<quint32>(seed + 1);
    for (char &byte : bytes) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

/// A whole server on loopback with a teacher and a class.
class School
{
public:
    explicit School(int students, qint64 teacherQuota = accounts::NoQuota)
    {
        auto storage = accounts::Storage::open(data.filePath(u"server.db"_s));
        // One verifier for all: deriving forty takes longer than the test.
        const auto verifier = accounts::newVerifier(security::Secret(QByteArrayView(Password)));
        (void)(*storage)->runBlocking([&](accounts::Database &database) -> Result<void> {
            (void)accounts::addUser(database, {u"teacher"_s, *verifier, AllAccess, teacherQuota, true});
            const auto group = accounts::ensureGroup(database, u"class"_s);
            for (int i = 0; i < students; ++i) {
                const auto user = accounts::addUser(database, {name(i), *verifier, Access(), 0, true});
                (void)accounts::addToGroup(database, *group, user->id);
            }
            return {};
        });
        storage->reset();
        server::ServerOptions options;
        options.dataDirectory = data.path();
        options.listen = {{u"127.0.0.1"_s, 0}};
        server = new server::Server(options);
        server->moveToThread(&thread);
        thread.start();
        QObject::connect(server, &server::Server::started, &context, [this](const QStringList &addresses, const QByteArray &key) {
            port = addresses.first().section(u':', -1).toUShort();
            keyHash = key;
        });
        server->start();
        started = test::waitUntil([this] { return port != 0; });
        (void)security::KnownPeers(trustFile()).trust(u"127.0.0.1"_s, port, keyHash);
    }
    ~School()
    {
        connections.clear();
        QMetaObject::invokeMethod(server, [this] { delete server; }, Qt::BlockingQueuedConnection);
        thread.quit();
        thread.wait();
    }
    static QString name(int i) { return u"student%1"_s.arg(i, 2, 10, QLatin1Char('0')); }
    QString trustFile() const { return data.filePath(u"known"_s); }

    client::Connection *enter(const QString &user)
    {
        client::ConnectionOptions options;
        options.trustFile = trustFile();
        options.statusEveryMs = 0;
        connections.push_back(std::make_unique<client::Connection>(options));
        client::Connection *connection = connections.back().get();
        connection->open({u"127.0.0.1"_s, port, user, false}, security::Secret(QByteArrayView(Password)));
        return test::waitUntil([connection] { return connection->status().state == client::ConnectionState::Online; }) ? connection : nullptr;
    }
    template<Message T>
    Result<Answer> ask(client::Connection &connection, const T &request)
    {
        std::optional<Result<Answer>> answer;
        connection.deliveries().ask(request, &context, [&](const Result<Answer> &got) { answer = got; });
        if (!test::waitUntil([&] { return answer.has_value(); }))
            return fail(ErrorCode::TimedOut);
        return *answer;
    }
    JobResult run(const JobPtr &job)
    {
        std::optional<JobResult> result;
        QObject::connect(job.get(), &Job::finished, &context, [&](const JobResult &done) { result = done; });
        job->start();
        if (!test::waitUntil([&] { return result.has_value(); }))
            return {{ErrorCode::TimedOut, {}}, {}};
        return *result;
    }
    FilesQuotaResult quota(client::Connection &connection)
    {
        std::optional<FilesQuotaResult> quota;
        connection.deliveries().ask(u"files.quota"_s, {}, &context, [&](const Result<Answer> &got) {
            quota = got ? fromJson<FilesQuotaResult>(got->result).value_or(FilesQuotaResult()) : FilesQuotaResult();
        });
        (void)test::waitUntil([&] { return quota.has_value(); });
        return quota.value_or(FilesQuotaResult());
    }
    QList<DeliverPerson> people(client::Connection &connection, qint64 id)
    {
        auto answer = ask(connection, DeliverShow{id});
        return answer ? answer->people : QList<DeliverPerson>();
    }

    QTemporaryDir data;
    QTemporaryDir local;
    QThread thread;
    server::Server *server = nullptr;
    QObject context;
    std::vector<std::unique_ptr<client::Connection>> connections;
    quint16 port = 0;
    QByteArray keyHash;
    bool started = false;
};

} // namespace

class TestDelivery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fortyPeopleHandInAtOnceEachInFullWithAReceiptWhileAChatGoesOn()
    {
        constexpr int Students = 40;
        constexpr qsizetype Size = 2 * 1024 * 1024 + 17;
        School school(Students);
        QVERIFY(school.started);
        client::Connection *teacher = school.enter(u"teacher"_s);
        client::Connection *talker = school.enter(u"teacher"_s);
        QVERIFY(teacher && talker);
        QList<client::Connection *> students;
        for (int i = 0; i < Students; ++i) {
            students.append(school.enter(School::name(i)));
            QVERIFY(students.last());
            QVERIFY(write(school.local.filePath(School::name(i) + u".bin"_s), noise(i, Size)));
        }
        DeliverCollect collect;
        collect.title = u"Exam"_s;
        collect.groups = {u"class"_s};
        auto opened = school.ask(*teacher, collect);
        QVERIFY2(opened, opened ? "" : qPrintable(describe(opened.error())));
        const qint64 id = opened->result.value(u"id"_s).toInteger();

        // A line every so often, from one session to the other, for as long as the handing in takes.
        int said = 0;
        int heard = 0;
        QObject chat;
        connect(&talker->chat(), &chat::ChatClient::lineReceived, &chat, [&](const ChatLine &line) { heard += line.text.startsWith(u"line "_s); });
        teacher->chat().join(u"#lobby"_s);
        talker->chat().join(u"#lobby"_s);
        QTimer talk;
        connect(&talk, &QTimer::timeout, &chat, [&] {
            if (said == heard)
                teacher->chat().say(u"#lobby"_s, u"line %1"_s.arg(++said));
        });
        talk.start(20);
        QTRY_VERIFY(heard > 0);
        const int heardBefore = heard;

        std::vector<std::pair<JobPtr, std::optional<JobResult>>> jobs(Students);
        int running = Students;
        for (int i = 0; i < Students; ++i) {
            auto &[job, result] = jobs[static_cast<size_t>(i)];
            job = makeJob<client::DeliverySendJob>(students[i]->link(), QStringList{school.local.filePath(School::name(i) + u".bin"_s)}, id);
            connect(job.get(), &Job::finished, &chat, [&result = result, &running](const JobResult &done) {
                result = done;
                --running;
            });
        }
        for (auto &[job, result] : jobs)
            job->start();
        QTRY_COMPARE_WITH_TIMEOUT(running, 0, 60'000);
        QVERIFY2(heard > heardBefore, "the chat stood still");
        talk.stop();

        for (int i = 0; i < Students; ++i) {
            const auto &result = *jobs[static_cast<size_t>(i)].second;
            QVERIFY2(result.ok(), qPrintable(describe(result.error)));
            const auto receipt = fromJson<DeliverReceipt>(result.details.value(u"receipt"_s).toJsonObject());
            QVERIFY(receipt);
            QCOMPARE(receipt->from, School::name(i));
            QCOMPARE(receipt->version, 1);
            QCOMPARE(receipt->bytes, static_cast<qint64>(Size));
            const QByteArray content = noise(i, Size);
            const QString listing = QString::fromLatin1(Sha256::of(content).toHex()) + u"  "_s + School::name(i) + u".bin\n"_s;
            QCOMPARE(receipt->sha256, QString::fromLatin1(Sha256::of(listing.toUtf8()).toHex()));
            QCOMPARE(read(school.data.filePath(u"homes/teacher/Hand-ins/Exam/%1/v1/%1.bin"_s.arg(School::name(i)))), content);
        }
        const auto people = school.people(*teacher, id);
        QCOMPARE(people.size(), Students);
        for (const DeliverPerson &person : people)
            QCOMPARE(person.state, u"done"_s);
        QCOMPARE(QDir(school.data.filePath(u"homes/teacher/Hand-ins/Exam"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), Students);
        QCOMPARE(school.quota(*teacher).used, Students * static_cast<qint64>(Size));
        QCOMPARE(school.quota(*teacher).reserved, 0);
        QVERIFY(QDir(school.data.filePath(u"spool"_s)).isEmpty());
    }

    void aReceiverThatVanishesHalfWayTakesTheRestLater()
    {
        School school(1);
        client::Connection *teacher = school.enter(u"teacher"_s);
        client::Connection *student = school.enter(School::name(0));
        QVERIFY(teacher && student);
        QVERIFY(QDir().mkpath(school.local.filePath(u"unit"_s)));
        for (int i = 0; i < 8; ++i)
            QVERIFY(write(school.local.filePath(u"unit/%1"_s.arg(i)), noise(i, 3'000'000)));
        DeliverSend request;
        request.groups = {u"class"_s};
        request.handout = true;
        request.title = u"Unit"_s;
        const JobResult sent = school.run(makeJob<client::DeliverySendJob>(teacher->link(), QStringList{school.local.filePath(u"unit"_s)}, request));
        QVERIFY2(sent.ok(), qPrintable(describe(sent.error)));
        const qint64 id = sent.details.value(u"id"_s).toLongLong();
        const QString folder = school.local.filePath(u"taken"_s);

        auto job = makeJob<client::DeliveryTakeJob>(student->link(), id, folder);
        connect(job.get(), &Job::progressChanged, &school.context, [&](const Progress &progress) {
            if (progress.done > 4'000'000)
                student->close();
        });
        const JobResult broken = school.run(job);
        QVERIFY(!broken.ok());
        const auto names = QDir(folder).entryList(QDir::Files | QDir::Hidden);
        for (const QString &name : names)
            QVERIFY2(!name.endsWith(u".part"_s), qPrintable(name));
        QTRY_COMPARE(school.people(*teacher, id).value(0).state, u"taking"_s);

        client::Connection *again = school.enter(School::name(0));
        QVERIFY(again);
        const JobResult taken = school.run(makeJob<client::DeliveryTakeJob>(again->link(), id, folder));
        QVERIFY2(taken.ok(), qPrintable(describe(taken.error)));
        QCOMPARE(QDir(folder + u"/unit"_s).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 8);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(read(folder + u"/unit/%1"_s.arg(i)), noise(i, 3'000'000));
        QTRY_COMPARE(school.people(*teacher, id).value(0).state, u"done"_s);
        QCOMPARE(school.quota(*teacher).used, 0);
    }

    void aSenderWhoseConnectionBreaksGoesOnWithWhatIsMissing()
    {
        School school(1);
        client::Connection *teacher = school.enter(u"teacher"_s);
        QVERIFY(teacher);
        QVERIFY(QDir().mkpath(school.local.filePath(u"unit"_s)));
        for (int i = 0; i < 12; ++i)
            QVERIFY(write(school.local.filePath(u"unit/%1"_s.arg(i)), noise(i, 2'000'000)));
        DeliverSend request;
        request.people = {School::name(0)};
        request.title = u"Unit"_s;
        auto job = makeJob<client::DeliverySendJob>(teacher->link(), QStringList{school.local.filePath(u"unit"_s)}, request);
        bool cut = false;
        connect(job.get(), &Job::progressChanged, &school.context, [&](const Progress &progress) {
            if (progress.itemsDone >= 3 && !std::exchange(cut, true))
                teacher->link().session()->abort({ErrorCode::ConnectionLost, {}});
        });
        const JobResult sent = school.run(job);
        QVERIFY(cut);
        QVERIFY2(sent.ok(), qPrintable(describe(sent.error)));
        auto shown = school.ask(*teacher, DeliverShow{sent.details.value(u"id"_s).toLongLong()});
        QVERIFY(shown);
        QCOMPARE(shown->files.size(), 13);
        for (const DeliverFile &file : std::as_const(shown->files)) {
            if (!file.folder)
                QCOMPARE(file.sha256, QString::fromLatin1(Sha256::of(noise(file.path.section(u'/', 1).toInt(), 2'000'000)).toHex()));
        }
        QCOMPARE(school.quota(*teacher).used, 24'000'000);
        QCOMPARE(school.quota(*teacher).reserved, 0);
    }

    void aBrokenConnectionCostsNeitherSideWhatHasArrivedOfAFile()
    {
        constexpr qint64 Size = 24'000'000;
        constexpr qint64 Half = Size / 2;
        School school(1);
        client::Connection *teacher = school.enter(u"teacher"_s);
        client::Connection *watcher = school.enter(u"teacher"_s);
        client::Connection *student = school.enter(School::name(0));
        QVERIFY(teacher && watcher && student);
        const QByteArray content = noise(3, Size);
        QVERIFY(write(school.local.filePath(u"film.bin"_s), content));
        // What the latest session of somebody has moved.
        const auto moved = [&](const QString &user, const QString &what) {
            std::optional<qint64> bytes;
            watcher->deliveries().ask(u"admin.sessions"_s, {}, &school.context, [&](const Result<Answer> &got) {
                bytes = -1;
                qint64 newest = -1;
                const auto sessions = got ? got->result.value(u"sessions"_s).toArray() : QJsonArray();
                for (const QJsonValue each : sessions) {
                    const QJsonObject session = each.toObject();
                    if (session.value(u"user"_s).toString() == user && session.value(u"id"_s).toInteger() > newest) {
                        newest = session.value(u"id"_s).toInteger();
                        bytes = session.value(what).toInteger();
                    }
                }
            });
            return test::waitUntil([&] { return bytes.has_value(); }) ? *bytes : -1;
        };
        const auto runCut = [&](client::Connection &connection, const auto &job) {
            // Slow enough to be cut half way.
            job->setLimit(std::make_shared<files::RateLimit>(30'000'000));
            bool cut = false;
            connect(job.get(), &Job::progressChanged, &school.context, [&](const Progress &progress) {
                if (progress.done >= Half && !std::exchange(cut, true))
                    connection.link().session()->abort({ErrorCode::ConnectionLost, {}});
            });
            JobResult result = school.run(job);
            if (!cut)
                result.error = {ErrorCode::Internal, u"it was over before it was cut"_s};
            return result;
        };

        DeliverSend request;
        request.people = {School::name(0)};
        const JobResult sent = runCut(*teacher, makeJob<client::DeliverySendJob>(teacher->link(), QStringList{school.local.filePath(u"film.bin"_s)}, request));
        QVERIFY2(sent.ok(), qPrintable(describe(sent.error)));
        const qint64 sentAgain = moved(u"teacher"_s, u"bytesIn"_s);
        QVERIFY2(sentAgain > 0 && sentAgain < Size - Half + Half / 2, qPrintable(QString::number(sentAgain)));
        const qint64 id = sent.details.value(u"id"_s).toLongLong();
        auto shown = school.ask(*teacher, DeliverShow{id});
        QVERIFY(shown);
        QCOMPARE(shown->files.value(0).sha256, QString::fromLatin1(Sha256::of(content).toHex()));
        QCOMPARE(school.quota(*teacher).used, Size);

        const QString folder = school.local.filePath(u"taken"_s);
        const JobResult taken = runCut(*student, makeJob<client::DeliveryTakeJob>(student->link(), id, folder));
        QVERIFY2(taken.ok(), qPrintable(describe(taken.error)));
        const qint64 cameAgain = moved(School::name(0), u"bytesOut"_s);
        QVERIFY2(cameAgain > 0 && cameAgain < Size - Half + Half / 2, qPrintable(QString::number(cameAgain)));
        QCOMPARE(read(folder + u"/film.bin"_s), content);
        QCOMPARE(QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{u"film.bin"_s});
        QTRY_COMPARE(school.people(*teacher, id).value(0).state, u"done"_s);
    }

    void aProgramThatIsStartedAnewGoesOnWithinTheFile_data()
    {
        QTest::addColumn<bool>("handIn");
        QTest::addColumn<bool>("changed");
        QTest::newRow("sending") << false << false;
        QTest::newRow("handing in") << true << false;
        QTest::newRow("sending what has changed since") << false << true;
    }
    void aProgramThatIsStartedAnewGoesOnWithinTheFile()
    {
        QFETCH(bool, handIn);
        QFETCH(bool, changed);
        constexpr qint64 Size = 24'000'000;
        School school(1);
        client::Connection *teacher = school.enter(u"teacher"_s);
        QVERIFY(teacher);
        const QString film = school.local.filePath(u"film.bin"_s);
        QByteArray content = noise(3, Size);
        QVERIFY(write(film, content));
        QVERIFY(write(school.local.filePath(u"note.txt"_s), "short"));
        files::TransferRequest request;
        const QStringList paths{school.local.filePath(u"note.txt"_s), film};
        if (handIn) {
            DeliverCollect collect;
            collect.title = u"Films"_s;
            collect.people = {School::name(0)};
            auto opened = school.ask(*teacher, collect);
            QVERIFY(opened);
            DeliverItem item;
            item.id = opened->result.value(u"id"_s).toInteger();
            item.title = collect.title;
            request = client::handInErrand(paths, item);
        } else {
            DeliverSend send;
            send.people = {School::name(0)};
            request = client::sendErrand(paths, send);
        }
        const QString sender = handIn ? School::name(0) : u"teacher"_s;
        const QString list = school.local.filePath(u"transfers.json"_s);
        const QString killed = school.local.filePath(u"killed.json"_s);
        {
            client::Connection *first = school.enter(sender);
            QVERIFY(first);
            files::TransferQueue &queue = first->transfers();
            qint64 done = 0;
            connect(&queue, &files::TransferQueue::transferChanged, &school.context, [&](const files::TransferInfo &info) { done = info.progress.done; });
            queue.keepIn(list);
            queue.setSettings({3, 10'000'000, 0});
            queue.add(request);
            QTRY_VERIFY(done > Size / 2);
            static const QRegularExpression begun(u"\"begun\":\\s*[1-9]"_s);
            QTRY_VERIFY(QString::fromUtf8(read(list)).contains(begun));
            QVERIFY(QFile::copy(list, killed));
            // Killed: what it had still to say, and to write, is lost.
            first->link().session()->abort({ErrorCode::ConnectionLost, {}});
            school.connections.pop_back();
        }
        if (changed) {
            content = noise(4, Size);
            QVERIFY(write(film, content));
        }
        client::Connection *second = school.enter(sender);
        QVERIFY(second);
        files::TransferQueue &queue = second->transfers();
        std::optional<JobResult> result;
        connect(&queue, &files::TransferQueue::errandEnded, &school.context, [&](const files::TransferInfo &, const JobResult &ended) { result = ended; });
        queue.keepIn(killed);
        queue.setSettings({});
        QTRY_VERIFY(result.has_value());
        QVERIFY2(result->ok(), qPrintable(describe(result->error)));
        const auto moved = static_cast<qint64>(second->link().session()->stats().bytesOut);
        if (changed)
            QVERIFY2(moved > Size, qPrintable(QString::number(moved)));
        else
            QVERIFY2(moved < Size - Size / 3, qPrintable(QString::number(moved)));
        auto shown = school.ask(*second, DeliverShow{result->details.value(u"id"_s).toLongLong()});
        QVERIFY(shown);
        QCOMPARE(shown->files.size(), 2);
        for (const DeliverFile &file : std::as_const(shown->files))
            QCOMPARE(file.sha256, QString::fromLatin1(Sha256::of(file.path == u"note.txt" ? QByteArray("short") : content).toHex()));
        // One delivery, and nothing reserved for another.
        QTRY_COMPARE(school.quota(*teacher).reserved, 0);
        QCOMPARE(school.quota(*teacher).used, Size + 5);
        if (handIn)
            QCOMPARE(read(school.data.filePath(u"homes/teacher/Hand-ins/Films/%1/v1/film.bin"_s.arg(School::name(0)))), content);
    }

    void aBeginningThatIsNotTheFilesOwnIsNotGoneOnWith()
    {
        constexpr qint64 Size = 3'000'000;
        School school(1);
        client::Connection *teacher = school.enter(u"teacher"_s);
        client::Connection *student = school.enter(School::name(0));
        QVERIFY(teacher && student);
        QVERIFY(write(school.local.filePath(u"film.bin"_s), noise(3, Size)));
        DeliverSend request;
        request.people = {School::name(0)};
        const JobResult sent = school.run(makeJob<client::DeliverySendJob>(teacher->link(), QStringList{school.local.filePath(u"film.bin"_s)}, request));
        QVERIFY2(sent.ok(), qPrintable(describe(sent.error)));
        // Another film of the same name was broken off here before.
        const QString folder = school.local.filePath(u"taken"_s);
        QVERIFY(QDir().mkpath(folder));
        const QString partial = folder + u"/.transom-"_s + QString::fromLatin1(Sha256::of("film.bin").toHex().first(24)) + u".part"_s;
        QVERIFY(write(partial, noise(4, Size / 2)));
        const JobResult taken = school.run(makeJob<client::DeliveryTakeJob>(student->link(), sent.details.value(u"id"_s).toLongLong(), folder));
        QVERIFY2(taken.ok(), qPrintable(describe(taken.error)));
        QCOMPARE(read(folder + u"/film.bin"_s), noise(3, Size));
        QVERIFY(!QFile::exists(partial));
    }

    void namesThatLeadElsewhereAreRefused_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {"../up", "a/../../up", "..", ".", "", "/", "a\\b", "con", "a/nul.txt", "trailing.", "trailing ", "tab\there", ".partial/x"})
            QTest::newRow(path) << QString::fromLatin1(path);
        QTest::newRow("too long") << QString(300, u'x');
    }
    void namesThatLeadElsewhereAreRefused()
    {
        QFETCH(QString, path);
        if (!m_school)
            m_school = std::make_unique<School>(1);
        School &school = *m_school;
        client::Connection *teacher = school.connections.empty() ? school.enter(u"teacher"_s) : school.connections.front().get();
        QVERIFY(teacher);
        DeliverSend request;
        request.people = {School::name(0)};
        request.files = 1;
        auto begun = school.ask(*teacher, request);
        QVERIFY(begun);
        auto put = school.ask(*teacher, DeliverPut{begun->result.value(u"id"_s).toInteger(), path, true, 0, 0, 0});
        QVERIFY(!put);
        QVERIFY2(put.error().code == ErrorCode::BadName || put.error().code == ErrorCode::OutsideHome, qPrintable(describe(put.error())));
    }

    void whatDoesNotFitTheQuotaOrIsNotOnesOwnIsRefusedAndLeavesNothing()
    {
        School school(2, 1'000'000);
        client::Connection *teacher = school.enter(u"teacher"_s);
        client::Connection *one = school.enter(School::name(0));
        client::Connection *other = school.enter(School::name(1));
        QVERIFY(teacher && one && other);
        QVERIFY(write(school.local.filePath(u"large"_s), noise(1, 700'000)));
        DeliverCollect collect;
        collect.title = u"Two of these are too much"_s;
        collect.groups = {u"class"_s};
        const qint64 id = school.ask(*teacher, collect)->result.value(u"id"_s).toInteger();
        const QStringList paths{school.local.filePath(u"large"_s)};
        QVERIFY(school.run(makeJob<client::DeliverySendJob>(one->link(), paths, id)).ok());
        QCOMPARE(school.run(makeJob<client::DeliverySendJob>(other->link(), paths, id)).error.code, ErrorCode::QuotaExceeded);
        QCOMPARE(school.quota(*teacher).used, 700'000);
        QCOMPARE(school.quota(*teacher).reserved, 0);
        // Students may not send, nor see or close what is not theirs.
        DeliverSend request;
        request.people = {u"teacher"_s};
        request.files = 1;
        QCOMPARE(school.ask(*one, request).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(school.ask(*one, collect).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(school.ask(*one, DeliverClose{id}).error().code, ErrorCode::NotFound);
        QVERIFY(school.people(*one, id).isEmpty());
        const auto people = school.people(*teacher, id);
        const qint64 submission = people.value(0).submission;
        QVERIFY(submission > 0);
        QVERIFY(school.ask(*one, DeliverShow{submission}));
        QCOMPARE(school.ask(*other, DeliverShow{submission}).error().code, ErrorCode::NotFound);
    }

    void cleanupTestCase() { m_school.reset(); }

private:
    std::unique_ptr<School> m_school;
};

QTEST_GUILESS_MAIN(TestDelivery)
#include "tst_delivery.moc"
