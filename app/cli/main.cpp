#include "app/cli/commands.h"
#include "app/cli/invocation.h"
#include "core/base/memory.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <csignal>
#include <cstdio>

namespace {

struct Command
{
    const char *name;
    const char *summary;
    int (*run)(const QStringList &words);
};

using namespace transom::cli;

constexpr Command Commands[] = {
        {"trust", "Pin a server's key", runTrust},
        {"login", "Keep a sign-in, so that no command asks for the password", runLogin},
        {"logout", "Forget a sign-in that was kept", runLogout},
        {"ls", "List a folder on the server", runLs},
        {"put", "Upload files and folders", runPut},
        {"get", "Download files and folders", runGet},
        {"sync", "Make one folder like another, here or on the server", runSync},
        {"verify", "Compare a folder here with one on the server by hash", runVerify},
        {"mkdir", "Make a folder", runMkdir},
        {"rm", "Remove a file or folder", runRm},
        {"bin", "List, restore or empty the recycle bin on the server", runBin},
        {"mv", "Rename or move a file or folder", runMv},
        {"stat", "Tell what a path is", runStat},
        {"quota", "Tell how much of the quota is used", runQuota},
        {"send", "Send files to somebody, who takes them now or later", runSend},
        {"handout", "Hand files out to a group", runHandOut},
        {"collect", "Open a hand-in", runCollect},
        {"handin", "Hand files in, with a receipt", runHandIn},
        {"deliveries", "List what is for you and from you, and who has it", runDeliveries},
        {"accept", "Take what was sent or handed out", runAccept},
        {"decline", "Decline what was sent or handed out", runDecline},
        {"withdraw", "Withdraw what you have sent, or close a hand-in", runWithdraw},
        {"receipts", "Show receipts of what was handed in", runReceipts},
        {"exec", "Run a command on the server", runExec},
        {"chat", "Chat: lines in, lines out", runChat},
        {"ping", "Measure round trips on an open session", runPing},
        {"discover", "Search for servers nearby", runDiscover},
        {"relay", "Stand between any client and any server, and show what passes", runRelay},
        {"lab", "Speak the tutorials' protocols, as server or client, call by call", runLab},
        {"capture", "Write a command's session to a file; show or replay such a file", runCapture},
};

int usage(FILE *stream, int status)
{
    std::fputs("Usage: transomctl COMMAND [OPTION…] …\n\nCommands:\n", stream);
    for (const Command &command : Commands)
        std::fprintf(stream, "  %-10s %s\n", command.name, command.summary);
    std::fputs("\nServers are written transom://USER@HOST[:PORT]/PATH. Passwords come from a prompt, --password-file FILE or\n"
               "TRANSOM_PASSWORD, or are not needed after \"transomctl login\". \"transomctl COMMAND --help\" tells more.\n",
               stream);
    return status;
}

} // namespace

int transom::cli::runCommand(const QStringList &words)
{
    for (const Command &command : Commands) {
        if (words.first() == QLatin1String(command.name))
            return command.run(words);
    }
    std::fprintf(stderr, "transomctl: there is no command \"%s\".\n", qPrintable(words.first()));
    return usage(stderr, WrongUsage);
}

int main(int argc, char **argv)
{
    transom::tuneAllocator();
    transom::leaveCryptoToTheSystem();
    // A reader of our output that has gone is an error of write(), not a death.
    std::signal(SIGPIPE, SIG_IGN);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("transomctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TRANSOM_VERSION));
    QLoggingCategory::setFilterRules(QStringLiteral("qt.network.ssl*=false"));

    const QStringList words = QCoreApplication::arguments().mid(1);
    if (words.isEmpty())
        return usage(stderr, WrongUsage);
    if (words.first() == u"--help" || words.first() == u"-h")
        return usage(stdout, Done);
    if (words.first() == u"--version") {
        std::puts("transomctl " TRANSOM_VERSION);
        return Done;
    }
    if (words.first() == u"lab-worker") // for `lab serve --model process` only
        return runLabWorker();
    return runCommand(words);
}
