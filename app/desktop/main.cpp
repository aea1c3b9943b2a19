#include "core/base/memory.h"
#include "core/transport/descriptor_limit.h"
#include "resources/resources.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/tour/tour.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLoggingCategory>
#include <QTranslator>

#include <csignal>

int main(int argc, char **argv)
{
    using namespace transom;
    tuneAllocator();
    leaveCryptoToTheSystem();
    std::signal(SIGPIPE, SIG_IGN);
    transport::raiseDescriptorLimit();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("transom"));
    QApplication::setApplicationVersion(QStringLiteral(TRANSOM_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.transom.Transom"));
    QLoggingCategory::setFilterRules(QStringLiteral("qt.network.ssl*=false"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Chat, run commands and move files between computers, with every byte in view."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({QStringLiteral("tour"), QStringLiteral("Drive the window through its main job on real sockets, save pictures in DIR, and end."), QStringLiteral("DIR")});
    parser.addPositionalArgument(QStringLiteral("URL"), QStringLiteral("A server to connect to: transom://USER@HOST[:PORT]"), QStringLiteral("[URL]"));
    parser.process(application);

    initTransomResources();
    QTranslator translator;
    // English is a translation, too: it has the plurals.
    if (translator.load(QLocale(), QStringLiteral("transom"), QStringLiteral("_"), QStringLiteral(":/translations"))
        || translator.load(QStringLiteral(":/translations/transom_en.qm")))
        QCoreApplication::installTranslator(&translator);
    ui::theme::apply(application);

    ui::Backend backend(client::Paths::standard());
    ui::MainWindow window(backend);
    window.show();
    if (parser.isSet(QStringLiteral("tour")))
        return ui::runTour(window, backend, parser.value(QStringLiteral("tour")));
    if (const QStringList urls = parser.positionalArguments(); !urls.isEmpty()) {
        if (auto endpoint = client::Endpoint::parse(urls.first()))
            Q_EMIT backend.signInNeeded(*endpoint);
    }
    return QApplication::exec();
}
