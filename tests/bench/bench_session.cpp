// What one open session feels like. Prints milliseconds, one a line. The password comes from TRANSOM_PASSWORD, the pinned key
// from the trust file.
//
//   bench_session command URL COUNT         `true`, run COUNT times, one after the other
//   bench_session ping URL COUNT IDLE       COUNT round trips on a session while IDLE others are signed in and silent
//   bench_session recording URL COUNT FILE  FILE goes up COUNT times without and with its headers recorded, in turn: "0 MILLISECONDS" and "1 MILLISECONDS"
//   bench_session chat URL COUNT FILE       COUNT lines, from being said to coming back, while FILE goes up on the same session

#include "core/base/clock.h"
#include "core/chat/chat_client.h"
#include "core/client/connection.h"
#include "core/client/paths.h"
#include "core/command/command_job.h"
#include "core/files/upload_job.h"
#include "core/inspect/stream_capture.h"
#include "core/transport/descriptor_limit.h"
#include "core/transport/io_threads.h"
#include "core/transport/socket_stream.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>
#include <vector>

using namespace transom;

namespace {

void stop(const QString &why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why));
    QCoreApplication::exit(1);
}

/// Does something again and again, each time when the one before has come to its end, and then ends the program.
class Repetition : public QObject
{
public:
    Repetition(client::Connection &connection, int count)
        : m_connection(connection)
        , m_left(count)
    {}
    virtual void begin() { next(); }

protected:
    virtual void act() = 0;

    void next()
    {
        if (m_left-- == 0)
            return QCoreApplication::exit(0);
        m_startedNs = monotonicNs();
        act();
    }
    /// What comes now counts, not what led up to it.
    void restart() { m_startedNs = monotonicNs(); }
    void done()
    {
        std::printf("%.4f\n", static_cast<double>(monotonicNs() - m_startedNs) / 1e6);
        next();
    }

    client::Connection &m_connection;

private:
    int m_left;
    qint64 m_startedNs = 0;
};

class Commands : public Repetition
{
public:
    using Repetition::Repetition;

private:
    void act() override
    {
        protocol::CommandRun request;
        request.argv = {QStringLiteral("true")};
        m_job = makeJob<command::CommandJob>(m_connection.link(), request);
        connect(m_job.get(), &Job::finished, this, [this](const JobResult &result) {
            if (!result.ok() || result.details.value(QStringLiteral("exitStatus")).toInt() != 0)
                return stop(describe(result.error));
            done();
        }, Qt::QueuedConnection);
        m_job->start();
    }

    JobHandle<command::CommandJob> m_job;
};

/// Idle sessions live in a thread of their own, whose loop does not look at each of them at every turn.
class Pings : public Repetition
{
public:
    Pings(client::Connection &connection, int count, client::Endpoint endpoint, int idle)
        : Repetition(connection, count)
        , m_endpoint(std::move(endpoint))
        , m_idle(idle)
    {}
    ~Pings() override
    {
        m_threads.post(0, [this] { m_sessions.clear(); });
    }

    void begin() override
    {
        m_key = m_connection.link().session()->key(); // one PBKDF2 is enough
        m_keyHash = m_connection.status().keyHash;
        if (m_idle == 0)
            return open();
        for (int i = 0; i < Together && i < m_idle; ++i)
            m_threads.post(0, [this] { addOne(); });
    }

private:
    static constexpr int Together = 8;

    void addOne()
    {
        if (static_cast<int>(m_sessions.size()) >= m_idle)
            return;
        session::ClientConfig config;
        config.agent = QStringLiteral("bench");
        config.user = m_endpoint.user;
        config.key = m_key;
        config.checkPeerKey = [this](const QByteArray &hash) -> Result<void> {
            return hash == m_keyHash ? Result<void>() : fail(ErrorCode::PeerKeyChanged);
        };
        auto session = std::make_unique<session::ClientSession>(transport::connectToHostByTls(m_endpoint.host, m_endpoint.port), std::move(config));
        connect(session.get(), &session::Session::signedIn, session.get(), [this] {
            if (++m_open == m_idle)
                QMetaObject::invokeMethod(this, &Pings::open);
            else
                addOne();
        });
        connect(session.get(), &session::Session::closed, session.get(), [](const Error &reason) {
            QMetaObject::invokeMethod(qApp, [reason] { stop(QStringLiteral("an idle session ended: %1").arg(describe(reason))); });
        });
        m_sessions.push_back(std::move(session));
    }

    void open() { next(); }
    /// PING is for now and then. What no service answers comes back from the session itself, and as often as one likes.
    void act() override
    {
        session::Channel *channel = m_connection.link().session()->open(QStringLiteral("bench.echo"), {});
        connect(channel, &session::Channel::closed, this, &Pings::done);
    }

    client::Endpoint m_endpoint;
    const int m_idle;
    security::SaltedKey m_key;
    QByteArray m_keyHash;
    int m_open = 0;       ///< in the idle sessions' thread
    std::vector<std::unique_ptr<session::ClientSession>> m_sessions; ///< in their thread
    transport::IoThreads m_threads{1};
};

/// Lines with a pause between them, as somebody types them, while the upload is under way.
class Lines : public Repetition
{
public:
    Lines(client::Connection &connection, int count, QString file)
        : Repetition(connection, count)
        , m_file(std::move(file))
    {
        connect(&connection.chat(), &chat::ChatClient::welcomed, this, [this] {
            if (!std::exchange(m_welcomed, true))
                upload();
        });
        connect(&connection.chat(), &chat::ChatClient::lineReceived, this, [this](const protocol::ChatLine &line) {
            if (line.ref == m_ref)
                done();
        });
        connect(&connection.chat(), &chat::ChatClient::refused, this, [](const protocol::ChatRefused &refusal) {
            stop(describe(Error{refusal.code, refusal.text}));
        });
    }
    void begin() override {}

private:
    void upload()
    {
        files::TransferOptions options;
        options.conflict = QStringLiteral("overwrite");
        m_job = makeJob<files::UploadJob>(m_connection.link(), QStringList{m_file}, QStringLiteral("/"), options);
        connect(m_job.get(), &Job::finished, this, [](const JobResult &result) {
            stop(result.ok() ? QStringLiteral("the upload was over before the last line: use a larger file") : describe(result.error));
        }, Qt::QueuedConnection);
        connect(m_job.get(), &Job::progressChanged, this, [this](const Progress &progress) {
            if (progress.done > 0 && !std::exchange(m_begun, true))
                next();
        }, Qt::QueuedConnection);
        m_job->start();
    }
    void act() override
    {
        QTimer::singleShot(60, this, [this] {
            restart();
            m_ref = m_connection.chat().say(QStringLiteral("#lobby"), QStringLiteral("Is the line free?"));
        });
    }

    const QString m_file;
    JobHandle<files::UploadJob> m_job;
    bool m_welcomed = false;
    bool m_begun = false;
    qint64 m_ref = -1;
};

/// The same upload with and without a tap, whose ring is emptied as the window does.
class Recordings : public Repetition
{
public:
    Recordings(client::Connection &connection, int count, QString file)
        : Repetition(connection, 2 * count)
        , m_file(std::move(file))
    {
        connect(&m_timer, &QTimer::timeout, this, [this] { take(); });
        m_timer.start(33);
    }

private:
    void take()
    {
        while (m_ring) {
            const auto batch = m_ring->drain(4'000);
            for (const inspect::CapturedEvent &event : batch.events)
                m_capture.add(event);
            if (!batch.more)
                return;
        }
    }
    void act() override
    {
        take();
        m_ring = m_recorded ? std::make_shared<inspect::CaptureRing>(inspect::CaptureRing::Options{.events = 50'000, .payloadPrefix = 0, .payloadBytes = 32 << 20, .calls = true, .data = false}) : nullptr;
        m_connection.setTap(m_ring);
        QMetaObject::invokeMethod(this, [this] { upload(); }, Qt::QueuedConnection);
    }
    void upload()
    {
        restart();
        files::TransferOptions options;
        options.conflict = QStringLiteral("overwrite");
        m_job = makeJob<files::UploadJob>(m_connection.link(), QStringList{m_file}, QStringLiteral("/"), options);
        connect(m_job.get(), &Job::finished, this, [this](const JobResult &result) {
            if (!result.ok())
                return stop(describe(result.error));
            std::printf("%d ", m_recorded ? 1 : 0);
            m_recorded = !m_recorded;
            done();
        }, Qt::QueuedConnection);
        m_job->start();
    }

    const QString m_file;
    JobHandle<files::UploadJob> m_job;
    std::shared_ptr<inspect::CaptureRing> m_ring;
    inspect::StreamCapture m_capture;
    QTimer m_timer;
    bool m_recorded = false;
};

int usage()
{
    std::fprintf(stderr, "usage: bench_session command URL COUNT | ping URL COUNT IDLE | chat URL COUNT FILE | recording URL COUNT FILE\n");
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    transport::raiseDescriptorLimit();
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const auto endpoint = client::Endpoint::parse(words.value(2));
    if (words.size() < 4 || !endpoint)
        return usage();
    client::ConnectionOptions options;
    options.agent = QStringLiteral("bench");
    options.trustFile = client::Paths::standard().trustFile();
    options.reconnect = false;
    options.statusEveryMs = 0;
    client::Connection connection(options);

    std::unique_ptr<Repetition> repetition;
    const int count = words[3].toInt();
    if (words[1] == u"command")
        repetition = std::make_unique<Commands>(connection, count);
    else if (words[1] == u"ping" && words.size() == 5)
        repetition = std::make_unique<Pings>(connection, count, *endpoint, words[4].toInt());
    else if (words[1] == u"recording" && words.size() == 5)
        repetition = std::make_unique<Recordings>(connection, count, words[4]);
    else if (words[1] == u"chat" && words.size() == 5)
        repetition = std::make_unique<Lines>(connection, count, words[4]);
    else
        return usage();

    bool begun = false;
    QObject::connect(&connection, &client::Connection::statusChanged, repetition.get(), [&](const client::ConnectionStatus &now) {
        if (now.state == client::ConnectionState::Online && !std::exchange(begun, true))
            repetition->begin();
        else if (now.state == client::ConnectionState::Failed || now.state == client::ConnectionState::NeedsTrust)
            stop(QStringLiteral("no connection: %1").arg(describe(now.error)));
    });
    connection.open(*endpoint, security::Secret(qgetenv("TRANSOM_PASSWORD")));
    return QCoreApplication::exec();
}
