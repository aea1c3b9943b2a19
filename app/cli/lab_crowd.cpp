#include "app/cli/lab_crowd.h"

#include "app/cli/connect.h"
#include "core/base/text.h"
#include "core/lab/serving/crowd.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QHostAddress>

#include <algorithm>
#include <thread>

namespace transom::cli {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lab)
};

qint64 milliseconds(qint64 from, qint64 to)
{
    return from > 0 && to > 0 ? (to - from) / 1'000'000 : -1;
}

QString stretch(const QString &word, qint64 ms)
{
    return ms < 0 ? QString() : QStringLiteral("  %1 %2 ms").arg(word).arg(ms);
}

bool readOptions(const Invocation &invocation, lab::CrowdOptions &options)
{
    const auto number = [&invocation](const char *option, int standard, int most) {
        bool ok = false;
        const int value = invocation.isSet(option) ? invocation.value(option).toInt(&ok) : standard;
        return (ok || !invocation.isSet(option)) && value >= 0 && value <= most ? value : -1;
    };
    options.clients = number("clients", 10, 1000);
    const int pause = number("pause", 1000, 600'000);
    const int stagger = number("stagger", 0, 60'000);
    const int slow = number("slow", 1, 1000);
    if (options.clients < 1 || pause < 0 || stagger < 0 || slow < 0)
        return false;
    options.pause = std::chrono::milliseconds(pause);
    options.stagger = std::chrono::milliseconds(stagger);
    for (int i = 0; i < std::min(slow, options.clients); ++i)
        options.slow.append(i);
    if (invocation.isSet("text"))
        options.message = invocation.value("text").toUtf8();
    return !options.message.isEmpty();
}

/// What the times say about the server, where a slow one was among them; empty: nothing.
QString verdict(const QList<lab::CrowdClient> &crowd)
{
    qint64 slow = 0; // when the first of the slow ones had its answer
    for (const lab::CrowdClient &client : crowd) {
        if (client.slow && client.answered > 0 && (slow == 0 || client.answered < slow))
            slow = client.answered;
    }
    int others = 0;
    int waited = 0;
    for (const lab::CrowdClient &client : crowd) {
        if (client.slow || client.answered == 0 || slow == 0)
            continue;
        ++others;
        waited += client.answered >= slow;
    }
    if (others == 0)
        return {};
    if (waited == 0)
        return Text::tr("Nobody waited for a slow one: the server serves several at once, with threads, processes or an event loop.");
    if (waited == others)
        return Text::tr("All others waited until a slow one had gone: the server serves one at a time.");
    return Text::tr("%1 of %2 others waited for a slow one: the server serves some at once, but not all.").arg(waited).arg(others);
}

} // namespace

int runLabCrowd(const Invocation &invocation, const QString &host, quint16 port)
{
    lab::CrowdOptions options;
    options.unixPath = invocation.value("unix");
    options.port = port;
    if (options.unixPath.isEmpty() && !options.address.setAddress(host == u"localhost" ? QStringLiteral("127.0.0.1") : host))
        return invocation.wrongUsage(Text::tr("A crowd goes to an address, for instance 127.0.0.1:9000."));
    if (!readOptions(invocation, options))
        return invocation.wrongUsage(Text::tr("--clients takes 1 to 1000, --slow how many of them are slow, --pause and --stagger milliseconds, and --text what each says."));
    QEventLoop loop;
    std::atomic<bool> cancel = false;
    const InterruptHandler interrupts([&cancel] { cancel = true; });
    Result<QList<lab::CrowdClient>> crowd;
    std::thread thread([&] {
        crowd = lab::runCrowd(options, {}, &cancel);
        QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
    });
    loop.exec();
    thread.join();
    if (!crowd)
        return invocation.complain(crowd.error());
    Error first;
    for (const lab::CrowdClient &client : *crowd) {
        const QString error = client.error.code == ErrorCode::None ? QString() : QStringLiteral("  ! ") + describe(client.error);
        if (first.code == ErrorCode::None)
            first = client.error;
        invocation.say(QStringLiteral("#%1%2%3%4%5").arg(client.number + 1).arg(client.slow ? Text::tr(" (slow)") : QString(),
                                                        stretch(Text::tr("connected after"), milliseconds(client.begun, client.connected)),
                                                        stretch(Text::tr("answered after"), milliseconds(client.begun, client.answered)), error));
        invocation.put({{QStringLiteral("event"), QStringLiteral("client")}, {QStringLiteral("number"), client.number + 1}, {QStringLiteral("slow"), client.slow}, {QStringLiteral("begun"), client.begun},
                        {QStringLiteral("connected"), client.connected}, {QStringLiteral("sent"), client.sent}, {QStringLiteral("answered"), client.answered}, {QStringLiteral("ended"), client.ended},
                        {QStringLiteral("local"), client.local}, {QStringLiteral("answer"), QLatin1String(client.answer.toHex())}, {QStringLiteral("error"), static_cast<int>(client.error.code)}});
    }
    if (const QString said = verdict(*crowd); !said.isEmpty() && !cancel)
        invocation.say(said);
    return cancel ? Interrupted : exitStatusFor(first);
}

} // namespace transom::cli
