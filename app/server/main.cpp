#include "app/server/reconcile_command.h"
#include "app/server/roster_command.h"
#include "app/server/serve.h"
#include "app/server/user_command.h"
#include "core/base/memory.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <csignal>

int main(int argc, char **argv)
{
    transom::tuneAllocator();
    transom::leaveCryptoToTheSystem();
    std::signal(SIGPIPE, SIG_IGN);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("transomd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TRANSOM_VERSION));
    QLoggingCategory::setFilterRules(QStringLiteral("qt.network.ssl*=false"));

    const QStringList words = QCoreApplication::arguments();
    if (words.size() > 1 && words.at(1) == u"user")
        return transom::daemon::runUserCommand(words.mid(1));
    if (words.value(1) == u"reconcile")
        return transom::daemon::runReconcileCommand(words.mid(1));
    if (words.size() > 1 && words.at(1) == u"roster")
        return transom::daemon::runRosterCommand(words.mid(1));
    if (words.size() > 1 && words.at(1) == u"group")
        return transom::daemon::runGroupCommand(words.mid(1));
    return transom::daemon::runServer(words);
}
