#include "app/cli/connect.h"

#include "app/cli/session_capture.h"
#include "core/client/paths.h"
#include "core/security/fingerprint.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace transom::cli {

namespace {

/// Never closed: the signal handler may be at work in another thread at any moment.
int signalPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalPipe[1], &byte, 1);
}

QString trustHint(const client::ConnectionStatus &status)
{
    return QStringLiteral("The key of %1 is not trusted yet. Its fingerprint is\n    %2\nCompare it with what the server shows, then run:\n"
                          "    transomctl trust %1 --fingerprint %2")
            .arg(status.endpoint.address(), security::formatFingerprint(status.keyHash));
}

QString changedHint(const client::ConnectionStatus &status)
{
    return QStringLiteral("The key of %1 HAS CHANGED. Somebody may be in the middle, or the server was set up anew.\n"
                          "    trusted: %2\n    now:     %3\nAsk whoever runs the server. If the new key is right, run:\n"
                          "    transomctl trust %1 --fingerprint %3")
            .arg(status.endpoint.address(), security::formatFingerprint(status.expectedKeyHash), security::formatFingerprint(status.keyHash));
}

} // namespace

int withConnection(const Invocation &invocation, const client::Endpoint &endpoint,
                   const std::function<void(client::Connection &, QObject *, Finish)> &body, ConnectHow how)
{
    auto proof = credentials(invocation, endpoint, how.byPassword);
    if (!proof) {
        const int status = invocation.complain(proof.error());
        return how.failed != 0 ? how.failed : status;
    }

    client::ConnectionOptions options;
    options.agent = QStringLiteral("transomctl " TRANSOM_VERSION);
    options.trustFile = client::Paths::standard().trustFile();
    options.reconnect = how.reconnect;
    options.statusEveryMs = 0;
    client::Connection connection(options);

    QEventLoop loop;
    QObject context;
    int status = -1;
    bool wasOnline = false;
    const Finish finish = [&](int result) {
        if (status >= 0)
            return;
        status = result;
        connection.close();
    };
    QObject::connect(&connection, &client::Connection::statusChanged, &context, [&](const client::ConnectionStatus &now) {
        using client::ConnectionState;
        switch (now.state) {
        case ConnectionState::Online:
            if (!std::exchange(wasOnline, true))
                body(connection, &context, finish);
            return;
        case ConnectionState::NeedsTrust:
            status = invocation.complain({ErrorCode::PeerKeyUnknown, trustHint(now)});
            break;
        case ConnectionState::KeyChanged:
            status = invocation.complain({ErrorCode::PeerKeyChanged, changedHint(now)});
            break;
        case ConnectionState::Failed:
            if (status < 0)
                status = invocation.complain(now.error);
            break;
        case ConnectionState::Idle:
            break;
        default:
            return;
        }
        if (!wasOnline && how.failed != 0)
            status = how.failed;
        loop.quit();
    });
    if (auto tap = SessionCapture::tap())
        connection.setTap(std::move(tap));
    connection.open(endpoint, proof->password, proof->key);
    loop.exec();
    return std::max(status, 0);
}

Result<QString> askOnTerminal(const QString &question, bool hidden)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0)
        return fail(ErrorCode::BadArgument, QStringLiteral("There is no terminal to ask on."));
    const QByteArray prompt = question.toUtf8();
    [[maybe_unused]] auto written = ::write(terminal, prompt.constData(), static_cast<size_t>(prompt.size()));
    termios before{};
    const bool changed = hidden && ::tcgetattr(terminal, &before) == 0;
    if (changed) {
        termios quiet = before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(terminal, TCSAFLUSH, &quiet);
    }
    QByteArray line;
    char c = 0;
    while (line.size() < 1024 && ::read(terminal, &c, 1) == 1 && c != '\n')
        line += c;
    if (changed) {
        ::tcsetattr(terminal, TCSAFLUSH, &before);
        written = ::write(terminal, "\n", 1);
    }
    ::close(terminal);
    const QString answer = QString::fromUtf8(line);
    line.fill('\0');
    return answer;
}

Result<Credentials> credentials(const Invocation &invocation, const client::Endpoint &endpoint, bool byPassword)
{
    if (invocation.isSet("password-file")) {
        QFile file(invocation.value("password-file"));
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::BadArgument, QStringLiteral("The password file cannot be read: %1.").arg(file.errorString()));
        QByteArray line = file.readLine(4096);
        while (line.endsWith('\n') || line.endsWith('\r'))
            line.chop(1);
        return Credentials{security::Secret::take(line), {}};
    }
    if (qEnvironmentVariableIsSet("TRANSOM_PASSWORD"))
        return Credentials{security::Secret(qgetenv("TRANSOM_PASSWORD")), {}};
    if (!byPassword) {
        auto kept = security::KeptKeys(client::Paths::standard().keptKeysFile()).find(endpoint.host, endpoint.port, endpoint.user);
        if (!kept)
            return tl::make_unexpected(kept.error());
        if (*kept)
            return Credentials{{}, **kept};
    }
    auto answer = askOnTerminal(QStringLiteral("Password of %1: ").arg(endpoint.display()), true);
    if (!answer)
        return fail(ErrorCode::AuthenticationFailed,
                    QStringLiteral("A password is needed: use a terminal, --password-file FILE or TRANSOM_PASSWORD, or let \"transomctl login\" keep the sign-in."));
    return Credentials{security::Secret::take(*answer), {}};
}

InterruptHandler::InterruptHandler(std::function<void()> handler)
    : m_handler(std::move(handler))
{
    if (signalPipe[0] < 0 && ::pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    auto *notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        while (::read(signalPipe[0], bytes, sizeof bytes) > 0) {
        }
        m_handler();
    });
    struct sigaction action{};
    action.sa_handler = onSignal;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

InterruptHandler::~InterruptHandler()
{
    // What is left is a goodbye of a few seconds and the way out, and the exit status is settled: an interrupt that comes so late must not
    // turn what has been done into a death by a signal.
    ::signal(SIGINT, SIG_IGN);
    ::signal(SIGTERM, SIG_IGN);
}

} // namespace transom::cli
