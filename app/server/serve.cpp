#include "app/server/serve.h"

#include "app/server/service_manager.h"
#include "core/base/text.h"
#include "core/client/paths.h"
#include "core/command/command_service.h"
#include "core/security/fingerprint.h"
#include "core/server/server.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/signalfd.h>
#include <unistd.h>

namespace transom::daemon {

namespace {

int wrongUsage(const QString &why)
{
    std::fprintf(stderr, "transomd: %s\nMore: transomd --help\n", qPrintable(why));
    return 2;
}

/// SIGTERM and SIGINT as something to read in the event loop. Blocked in this thread before any other is made, so in all.
int openSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

Result<server::ServerOptions> optionsFrom(const QCommandLineParser &parser)
{
    server::ServerOptions options;
    options.agent = QStringLiteral("transomd " TRANSOM_VERSION);
    options.dataDirectory = parser.isSet(QStringLiteral("data")) ? QDir(parser.value(QStringLiteral("data"))).absolutePath()
                                                                 : client::Paths::standard().serverData();
    options.name = parser.value(QStringLiteral("name"));
    options.discoverable = !parser.isSet(QStringLiteral("no-discovery"));
    options.commandTimeLimit = parser.value(QStringLiteral("command-time-limit")).toInt();
    if (parser.isSet(QStringLiteral("bin-days"))) {
        bool good = false;
        options.binDays = parser.value(QStringLiteral("bin-days")).toInt(&good);
        if (!good || options.binDays < 0)
            return fail(ErrorCode::BadArgument, QStringLiteral("--bin-days takes a number of days; 0 keeps things until the room is needed."));
    }
    if (parser.isSet(QStringLiteral("keep-free"))) {
        auto floor = files::FreeFloor::parse(parser.value(QStringLiteral("keep-free")));
        if (!floor)
            return tl::make_unexpected(floor.error());
        options.freeFloor = *floor;
    }
    options.ioThreads = parser.value(QStringLiteral("io-threads")).toInt();
    if (parser.isSet(QStringLiteral("share"))) {
        const QFileInfo folder(parser.value(QStringLiteral("share")));
        if (!folder.isDir())
            return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" is no folder to share.").arg(printable(folder.filePath())));
        options.sharedDirectory = folder.canonicalFilePath();
    }
    const QStringList listen = parser.values(QStringLiteral("listen"));
    for (const QString &text : listen) {
        auto address = server::ListenAddress::parse(text);
        if (!address)
            return tl::make_unexpected(address.error());
        options.listen.append(*address);
    }
    return options;
}

} // namespace

int runServer(const QStringList &words)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The headless Transom server. Runs in the foreground; ends on SIGTERM.\n"
                                                    "Accounts: transomd user add NAME, transomd user --help.\nCount what is in the homes anew: transomd reconcile."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
            {QStringLiteral("listen"), QStringLiteral("Listen here; may be repeated: 127.0.0.1:7160, [::]:7160, :7160 (everywhere), unix:/path. "
                                                      "Without it: loopback, and everywhere once there is an account."), QStringLiteral("ADDR:PORT")},
            {QStringLiteral("data"), QStringLiteral("Keep accounts, key and homes in DIR."), QStringLiteral("DIR")},
            {QStringLiteral("share"), QStringLiteral("Let every account work in DIR instead of a home of its own."), QStringLiteral("DIR")},
            {QStringLiteral("name"), QStringLiteral("The server's name for people (the computer's name)."), QStringLiteral("NAME")},
            {QStringLiteral("no-discovery"), QStringLiteral("Do not answer searches on the network.")},
            {QStringLiteral("command-time-limit"), QStringLiteral("End commands after S seconds."), QStringLiteral("S")},
            {QStringLiteral("bin-days"), QStringLiteral("Keep what users remove for D days in their recycle bins (30); 0: until they empty them or the room is needed."), QStringLiteral("D")},
            {QStringLiteral("keep-free"), QStringLiteral("Refuse uploads that would leave less than SIZE (2G), or less than so much of the disk (5%), free. Without it: 1% of the disk or 512 MB, whichever is less."), QStringLiteral("SIZE")},
            {QStringLiteral("io-threads"), QStringLiteral("Threads for the network (as many as processors, at most 4)."), QStringLiteral("N")},
    });
    parser.process(words);
    if (!parser.positionalArguments().isEmpty())
        return wrongUsage(QStringLiteral("\"%1\" is not understood.").arg(printable(parser.positionalArguments().first())));
    auto options = optionsFrom(parser);
    if (!options)
        return wrongUsage(options.error().text);

    // Daemons that commands leave behind come to us instead of to init, and end with their session.
    command::adoptOrphansOfCommands();
    const int signals = openSignals();
    server::Server server(*options);
    int status = 0;
    QObject::connect(&server, &server::Server::started, qApp, [](const QStringList &addresses, const QByteArray &keyHash) {
        for (const QString &address : addresses)
            std::printf("listening %s fingerprint %s\n", qPrintable(address), qPrintable(security::formatFingerprint(keyHash)));
        std::fflush(stdout);
        notifyServiceManager("READY=1");
    });
    QObject::connect(&server, &server::Server::listening, qApp, [&server](const QString &address) {
        std::printf("listening %s fingerprint %s\n", qPrintable(address), qPrintable(security::formatFingerprint(server.keyHash())));
        std::fflush(stdout);
    });
    QObject::connect(&server, &server::Server::listenFailed, qApp, [](const QString &address, const Error &error) {
        std::fprintf(stderr, "transomd: %s: %s\n", qPrintable(address), qPrintable(describe(error)));
    });
    QObject::connect(&server, &server::Server::failed, qApp, [&status](const Error &error) {
        std::fprintf(stderr, "transomd: %s\n", qPrintable(describe(error)));
        status = 1;
        QCoreApplication::quit();
    });
    QObject::connect(&server, &server::Server::stopped, qApp, [] { QCoreApplication::quit(); });

    QSocketNotifier notifier(signals, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, qApp, [&server, signals] {
        signalfd_siginfo info;
        while (::read(signals, &info, sizeof info) > 0) {
        }
        notifyServiceManager("STOPPING=1");
        server.stop();
    });
    // From within the event loop: what fails at once must find it running to end it.
    QMetaObject::invokeMethod(&server, &server::Server::start, Qt::QueuedConnection);
    QCoreApplication::exec();
    return status;
}

} // namespace transom::daemon
