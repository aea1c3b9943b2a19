#include "ui/tour/tour.h"

#include "core/chat/chat_client.h"
#include "ui/models/command_runs_model.h"
#include "ui/models/folder_model.h"
#include "ui/shell/main_window.h"
#include "ui/wire/wire_page.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTemporaryDir>

#include <cstdio>
#include <functional>

namespace transom::ui {

namespace {

constexpr qint64 PatienceMs = 30'000;

/// One walk through the window. Every action is an event as the system would send it.
class Tour
{
public:
    Tour(MainWindow &window, Backend &backend, const QString &directory)
        : m_window(window)
        , m_backend(backend)
        , m_directory(directory)
    {}

    bool run()
    {
        QDir().mkpath(m_directory.path());
        return settle() && picture("1-welcome") && tryHere() && chat() && command() && files() && wire() && lab() && server() && help();
    }

private:
    bool tryHere()
    {
        return step("A server starts on this computer, with a first account, and the window connects to it", [this] {
            return click(QStringLiteral("try-here")) && until([this] { return m_backend.isOnline(); });
        }) && step("The session is trusted and encrypted", [this] {
            return m_backend.status().trusted && m_backend.status().protection == transport::Protection::Tls;
        }) && until([this] { return !m_backend.serverStatus().sessions.isEmpty(); }) && picture("2-connected");
    }

    bool chat()
    {
        const QString line = QStringLiteral("Hello, and 你好 from the tour");
        return step("A line goes to the lobby and comes back with its number", [&] {
            bool delivered = false;
            QObject context;
            QObject::connect(&m_backend.connection().chat(), &chat::ChatClient::lineReceived, &context, [&](const protocol::ChatLine &heard) {
                delivered = delivered || (heard.text == line && heard.seq > 0);
            });
            return click(QStringLiteral("rail-chat")) && until([this] { return enabled(QStringLiteral("composer")); }) && type(QStringLiteral("composer"), line, true) && until([&] { return delivered; });
        }) && settle() && picture("3-chat");
    }

    bool command()
    {
        return step("A command runs and its output appears", [this] {
            return click(QStringLiteral("rail-commands")) && until([this] { return enabled(QStringLiteral("command")); })
                    && type(QStringLiteral("command"), QStringLiteral("sh -c 'uname -sr; printf \"\\033[1;32mcolours\\033[0m and\\n\"; ls -la /usr; echo standard error >&2'"), true) && until([this] {
                           auto *runs = find<QAbstractItemView>(QStringLiteral("runs"));
                           const QModelIndex run = runs && runs->model()->rowCount() > 0 ? runs->model()->index(0, 0) : QModelIndex();
                           return run.data(CommandRunsModel::OverRole).toBool() && run.data(CommandRunsModel::ExitStatusRole).toInt() == 0;
                       });
        }) && settle(800) && picture("4-command");
    }

    bool files()
    {
        QFile file(m_files.filePath(QStringLiteral("letter.txt")));
        if (!m_files.isValid() || !file.open(QIODevice::WriteOnly))
            return false;
        file.write(QByteArray("A file on its way there and back.\n").repeated(50'000));
        file.close();
        return step("A file goes to the server", [this] {
            return click(QStringLiteral("rail-files")) && type(QStringLiteral("local-path"), m_files.path(), true) && choose(QStringLiteral("local-table"), QStringLiteral("letter.txt"))
                    && until([this] { return enabled(QStringLiteral("upload")); }) && click(QStringLiteral("upload"))
                    && until([this] { return rowOf(QStringLiteral("remote-table"), QStringLiteral("letter.txt")).isValid(); });
        }) && picture("5-files") && step("and comes back the same", [this] {
            const QString back = m_files.filePath(QStringLiteral("back"));
            QDir().mkpath(back);
            return type(QStringLiteral("local-path"), back, true)
                    && until([this] { return !rowOf(QStringLiteral("local-table"), QStringLiteral("letter.txt")).isValid(); }) && choose(QStringLiteral("remote-table"), QStringLiteral("letter.txt"))
                    && until([this] { return enabled(QStringLiteral("download")); }) && click(QStringLiteral("download")) && until([this, back] {
                           QFile sent(m_files.filePath(QStringLiteral("letter.txt")));
                           QFile got(back + QStringLiteral("/letter.txt"));
                           return sent.open(QIODevice::ReadOnly) && got.open(QIODevice::ReadOnly) && got.readAll() == sent.readAll();
                       });
        }) && settle() && picture("6-files-back");
    }

    bool wire()
    {
        return step("Two sends arrive in one recv, and the Wire page shows it", [this] {
            return click(QStringLiteral("rail-wire")) && click(QStringLiteral("wire-empty-demo")) && until([this] {
                       auto *page = find<WirePage>(QStringLiteral("wire"));
                       return page && page->rows().size() > 0;
                   });
        }) && settle(800) && picture("7-wire");
    }

    bool lab()
    {
        return step("An experiment is predicted, run and explained", [this] {
            return click(QStringLiteral("rail-lab")) && click(QStringLiteral("option-two")) && click(QStringLiteral("experiment-run"))
                    && until([this] { return find<QWidget>(QStringLiteral("verdict")) != nullptr; });
        }) && settle(800) && picture("8-lab");
    }

    bool server()
    {
        return step("The server shows its account and its key", [this] {
            return click(QStringLiteral("rail-server")) && until([this] { return !m_backend.serverStatus().users.isEmpty(); }) && click(QStringLiteral("account-add"));
        }) && settle() && picture("9-server");
    }

    bool help()
    {
        return step("The help is there", [this] { return click(QStringLiteral("rail-help")); }) && settle() && picture("10-help");
    }

    // The person's hands and eyes ------------------------------------------------------------------------------------

    template<class T>
    T *find(const QString &name)
    {
        for (T *widget : m_window.findChildren<T *>(name)) {
            if (widget->isVisible())
                return widget;
        }
        return nullptr;
    }

    bool enabled(const QString &name)
    {
        auto *widget = find<QWidget>(name);
        return widget && widget->isEnabled();
    }

    bool click(const QString &name)
    {
        QWidget *widget = nullptr;
        if (!until([&] { return (widget = find<QWidget>(name)) && widget->isEnabled(); }))
            return false;
        press(widget, widget->rect().center());
        return true;
    }

    void press(QWidget *widget, QPoint at)
    {
        for (const auto type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
            QMouseEvent event(type, at, widget->mapToGlobal(at), Qt::LeftButton, type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier);
            QApplication::sendEvent(widget, &event);
        }
    }

    bool type(const QString &name, const QString &text, bool enter)
    {
        QWidget *widget = find<QWidget>(name);
        if (!widget)
            return false;
        widget->setFocus();
        const auto key = [widget](int code, Qt::KeyboardModifiers modifiers, const QString &typed) {
            QKeyEvent down(QEvent::KeyPress, code, modifiers, typed);
            QApplication::sendEvent(widget, &down);
            QKeyEvent up(QEvent::KeyRelease, code, modifiers, typed);
            QApplication::sendEvent(widget, &up);
        };
        key(Qt::Key_A, Qt::ControlModifier, {});
        for (const QChar c : text)
            key(0, Qt::NoModifier, c);
        if (enter)
            key(Qt::Key_Return, Qt::NoModifier, QStringLiteral("\r"));
        return true;
    }

    QModelIndex rowOf(const QString &table, const QString &text)
    {
        auto *view = find<QAbstractItemView>(table);
        if (!view || !view->model())
            return {};
        const auto found = view->model()->match(view->model()->index(0, 0), FolderModel::NameRole, text, 1, Qt::MatchExactly);
        return found.isEmpty() ? QModelIndex() : found.first();
    }

    bool choose(const QString &table, const QString &text)
    {
        if (!until([&] { return rowOf(table, text).isValid(); }))
            return false;
        auto *view = find<QAbstractItemView>(table);
        const QModelIndex index = rowOf(table, text);
        view->scrollTo(index);
        press(view->viewport(), view->visualRect(index).center());
        return true;
    }

    bool until(const std::function<bool()> &condition)
    {
        QElapsedTimer timer;
        timer.start();
        while (!condition()) {
            if (timer.elapsed() > PatienceMs)
                return false;
            QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
        }
        return true;
    }

    /// Lets what is under way be drawn: for pictures, not for truth.
    bool settle(qint64 milliseconds = 300)
    {
        QElapsedTimer timer;
        timer.start();
        return until([&] { return timer.elapsed() > milliseconds; });
    }

    bool step(const char *what, const std::function<bool()> &act)
    {
        const bool done = act();
        std::printf("%s %s\n", done ? "ok  " : "FAIL", what);
        std::fflush(stdout);
        if (!done)
            picture("failed");
        return done;
    }

    bool picture(const char *name)
    {
        settle(150);
        return m_window.grab().save(m_directory.filePath(QString::fromLatin1(name) + QStringLiteral(".png")));
    }

    MainWindow &m_window;
    Backend &m_backend;
    const QDir m_directory;
    QTemporaryDir m_files;
};

} // namespace

int runTour(MainWindow &window, Backend &backend, const QString &directory)
{
    return Tour(window, backend, directory).run() ? 0 : 1;
}

} // namespace transom::ui
