// send, handout, collect, handin, deliveries, accept, decline, withdraw, receipts.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "core/base/text.h"
#include "core/client/delivery_send_job.h"
#include "core/client/delivery_take_job.h"
#include "core/delivery/delivery_client.h"
#include "core/delivery/receipt.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QSaveFile>

#include <algorithm>

namespace transom::cli {

namespace {

using namespace protocol;
using delivery::Answer;

constexpr auto Server = "transom://USER@HOST[:PORT]";

QString timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QStringList namesOf(const Invocation &invocation)
{
    QStringList names;
    for (const QString &value : const_cast<Invocation &>(invocation).parser().values(QStringLiteral("to"))) {
        for (const QString &name : value.split(u',', Qt::SkipEmptyParts))
            names.append(name.trimmed());
    }
    return names;
}

QCommandLineOption toOption(const char *what)
{
    return {QStringLiteral("to"), QLatin1String(what), QStringLiteral("NAME")};
}

void addMessageOptions(Invocation &invocation)
{
    invocation.parser().addOptions({
            {QStringLiteral("title"), QStringLiteral("What it is called; otherwise the first file's name."), QStringLiteral("TEXT")},
            {QStringLiteral("note"), QStringLiteral("A few words for the receivers."), QStringLiteral("TEXT")},
            {QStringLiteral("days"), QStringLiteral("How long it waits to be taken (7)."), QStringLiteral("N"), QStringLiteral("7")},
    });
}

/// Asks one thing; an answer that is an error ends the program with it.
template<Message T, class Then>
void ask(client::Connection &connection, QObject *context, const Invocation &invocation, const Finish &finish, const T &request, Then then)
{
    connection.deliveries().ask(request, context, [&invocation, finish, then](const Result<Answer> &answer) {
        if (!answer)
            return finish(invocation.complain(answer.error()));
        then(*answer);
    });
}

/// Runs a job to its end with its progress line and ^C; `then` gets what came of it.
void runJob(const Invocation &invocation, const JobPtr &job, QObject *context, const Finish &finish, const std::function<void(const QVariantMap &)> &then)
{
    struct Run
    {
        JobPtr job;
        ProgressLine line;
        std::unique_ptr<InterruptHandler> interrupts;
    };
    auto run = std::shared_ptr<Run>(new Run{job, ProgressLine(invocation.progress()), nullptr});
    QObject::connect(job.get(), &Job::progressChanged, context, [run](const Progress &progress) {
        run->line.show(printable(progress.current.section(u'/', -1), 40), progress);
    });
    QObject::connect(job.get(), &Job::finished, context, [run, &invocation, finish, then](const JobResult &result) {
        run->line.clear();
        run->interrupts.reset();
        for (const QString &note : result.details.value(QStringLiteral("skipped")).toStringList()) {
            std::fprintf(stderr, "skipped: %s\n", qPrintable(printable(note, 4096)));
            invocation.put({{QStringLiteral("skipped"), note}});
        }
        if (!result.ok())
            return finish(invocation.complain(result.error));
        then(result.details);
        finish(Done);
    });
    run->interrupts = std::make_unique<InterruptHandler>([run] { run->job->cancel(); });
    job->start();
}

void sayItem(const Invocation &invocation, const DeliverItem &item)
{
    QString line = QStringLiteral("%1  %2  %3").arg(item.id, 5).arg(item.kind, -8).arg(item.mine ? QStringLiteral("to ") + printable(item.to, 40) : QStringLiteral("from ") + item.from);
    line += QStringLiteral("  \"%1\"").arg(printable(item.title, 80));
    if (item.kind != u"handin")
        line += QStringLiteral("  %1").arg(formatBytes(item.bytes));
    if (item.kind == u"handin" && item.until > 0)
        line += QStringLiteral("  until %1").arg(timeText(item.until));
    if (item.state != u"open")
        line += QStringLiteral("  ") + item.state;
    if (!item.my.isEmpty() && !(item.mine && item.my == u"missing"))
        line += QStringLiteral("  ") + item.my + (item.version > 0 ? QStringLiteral(" v%1").arg(item.version) : QString()) + (item.late ? QStringLiteral(" late") : QString());
    if (item.mine)
        line += QStringLiteral("  %1 of %2").arg(item.done).arg(item.people);
    invocation.say(line);
    invocation.put(toJson(item));
}

void sayPerson(const Invocation &invocation, const DeliverPerson &person)
{
    QString line = QStringLiteral("    %1  %2").arg(person.user, -20).arg(person.state, -8);
    if (person.state == u"taking" || person.state == u"sending")
        line += QStringLiteral("  %1").arg(formatBytes(person.bytes));
    if (person.version > 0)
        line += QStringLiteral("  v%1%2  %3  %4").arg(person.version).arg(person.late ? QStringLiteral(" late") : QString(), timeText(person.changed), person.sha256);
    if (!person.reason.isEmpty())
        line += QStringLiteral("  ") + printable(person.reason);
    invocation.say(line);
    invocation.put(toJson(person));
}

/// The words, the last of which (or the first, for what names a delivery) is a server.
struct Place
{
    client::Endpoint endpoint;
    QStringList words;
};

/// "3b" is the group if there is one, "@3b" the person.
template<class Request>
void address(const QStringList &names, const QJsonObject &whom, Request &request)
{
    const auto groups = fromJson<DeliverGroups>(whom).value_or(DeliverGroups());
    for (const QString &name : names) {
        const bool isGroup = std::any_of(groups.groups.begin(), groups.groups.end(), [&](const DeliverGroup &group) { return group.name.compare(name, Qt::CaseInsensitive) == 0; });
        if (isGroup)
            request.groups.append(name);
        else
            request.people.append(name.startsWith(u'@') ? name.mid(1) : name);
    }
}

Result<Place> placeOf(const Invocation &invocation, bool serverIsLast)
{
    Place place{{}, invocation.words()};
    const QString url = serverIsLast ? place.words.takeLast() : place.words.takeFirst();
    auto endpoint = invocation.endpoint(url);
    if (!endpoint)
        return tl::make_unexpected(endpoint.error());
    place.endpoint = *endpoint;
    return place;
}

Result<qint64> numberOf(const QString &word)
{
    bool isNumber = false;
    const qint64 id = word.toLongLong(&isNumber);
    return isNumber && id > 0 ? Result<qint64>(id) : Result<qint64>(fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" is no delivery's number; \"transomctl deliveries\" lists them.").arg(printable(word, 40))));
}

/// JSON and text, side by side. The paths.
Result<QStringList> saveReceipt(const QString &folder, const DeliverReceipt &receipt, const QList<DeliverFile> &files, const QString &server)
{
    QStringList paths;
    const QString base = QDir(folder).absoluteFilePath(delivery::receiptFileName(receipt));
    for (const auto &[path, bytes] : {std::pair(base + QStringLiteral(".json"), delivery::receiptJson(receipt, files, server)),
                                      std::pair(base + QStringLiteral(".txt"), delivery::receiptText(receipt, files, server).toUtf8())}) {
        QSaveFile file(path);
        if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            return fail(ErrorCode::InputOutput, QStringLiteral("The receipt could not be written to %1: %2.").arg(printable(path, 400), file.errorString()));
        paths.append(path);
    }
    return paths;
}

void sayReceipt(const Invocation &invocation, const DeliverReceipt &receipt)
{
    invocation.say(QStringLiteral("Handed in: \"%1\", version %2, %3 files, %4%5.").arg(printable(receipt.title)).arg(receipt.version).arg(receipt.files)
                           .arg(formatBytes(receipt.bytes), receipt.late ? QStringLiteral(", late") : QString()));
    invocation.say(QStringLiteral("Receipt %1: %2, SHA-256 %3").arg(receipt.submission).arg(timeText(receipt.time), receipt.sha256));
    invocation.put(toJson(receipt));
}

int sendOrHandOut(Invocation &invocation, const QStringList &words, bool handout)
{
    if (!invocation.parse(words, 2, -1))
        return invocation.status();
    auto place = placeOf(invocation, true);
    const QStringList names = namesOf(invocation);
    if (!place)
        return invocation.wrongUsage(place.error().text);
    if (names.isEmpty())
        return invocation.wrongUsage(QStringLiteral("Say who is to get it: --to NAME."));
    DeliverSend request;
    request.handout = handout;
    request.take = handout && invocation.isSet("take");
    request.title = invocation.isSet("title") ? invocation.value("title") : QFileInfo(QDir::cleanPath(QFileInfo(place->words.first()).absoluteFilePath())).fileName();
    request.note = invocation.value("note");
    request.days = invocation.value("days").toInt();
    if (request.days < 1)
        return invocation.wrongUsage(QStringLiteral("--days takes a number from 1."));
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        const auto send = [&invocation, &connection, context, finish, files = place->words](const DeliverSend &what) {
            runJob(invocation, makeJob<client::DeliverySendJob>(connection.link(), files, what), context, finish, [&invocation](const QVariantMap &details) {
                if (auto item = fromJson<DeliverItem>(details.value(QStringLiteral("item")).toJsonObject()))
                    sayItem(invocation, *item);
            });
        };
        if (!handout) {
            request.people = names;
            return send(request);
        }
        // "3b" is the group if there is one, "@3b" the person.
        ask(connection, context, invocation, finish, DeliverWhom{}, [request, names, send](const Answer &answer) {
            DeliverSend what = request;
            address(names, answer.result, what);
            send(what);
        });
    });
}

} // namespace

int runSend(const QStringList &words)
{
    Invocation invocation(QStringLiteral("send"), QStringLiteral("FILE… %1 --to USER [--note TEXT] [--days N]").arg(QLatin1String(Server)),
                          QStringLiteral("Sends files and folders to somebody, who takes them now or later."));
    invocation.parser().addOption(toOption("Who is to get it."));
    addMessageOptions(invocation);
    return sendOrHandOut(invocation, words, false);
}

int runHandOut(const QStringList &words)
{
    Invocation invocation(QStringLiteral("handout"), QStringLiteral("FILE… %1 --to GROUP|USER… [--take] [--note TEXT] [--days N]").arg(QLatin1String(Server)),
                          QStringLiteral("Hands files and folders out to groups and people. \"transomctl deliveries %1 ID\" tells who has it.").arg(QLatin1String(Server)));
    invocation.parser().addOption(toOption("A group, or a person (@NAME where there is a group of that name); may be said again."));
    invocation.parser().addOption({QStringLiteral("take"), QStringLiteral("The receivers' programs may take it without asking.")});
    addMessageOptions(invocation);
    return sendOrHandOut(invocation, words, true);
}

int runCollect(const QStringList &words)
{
    Invocation invocation(QStringLiteral("collect"), QStringLiteral("%1 --title TEXT --to GROUP|USER… [--deadline TIME] [--grace MINUTES] [--refuse-late] [--most SIZE] [--keep N]").arg(QLatin1String(Server)),
                          QStringLiteral("Opens a hand-in. What people hand in is put into /Hand-ins/TITLE/USER/vN of your home."));
    invocation.parser().addOption(toOption("A group, or a person (@NAME where there is a group of that name); may be said again."));
    invocation.parser().addOptions({
            {QStringLiteral("title"), QStringLiteral("What it is called."), QStringLiteral("TEXT")},
            {QStringLiteral("note"), QStringLiteral("What is to be done."), QStringLiteral("TEXT")},
            {QStringLiteral("deadline"), QStringLiteral("\"2026-05-31 18:00\", in this computer's time."), QStringLiteral("TIME")},
            {QStringLiteral("grace"), QStringLiteral("Minutes after the deadline that do not count as late (0)."), QStringLiteral("MINUTES"), QStringLiteral("0")},
            {QStringLiteral("refuse-late"), QStringLiteral("Take nothing late; otherwise it is marked.")},
            {QStringLiteral("most"), QStringLiteral("How much one may hand in, e.g. 50M."), QStringLiteral("SIZE")},
            {QStringLiteral("keep"), QStringLiteral("How many versions of each person are kept (0: all)."), QStringLiteral("N"), QStringLiteral("0")},
    });
    if (!invocation.parse(words, 1, 1))
        return invocation.status();
    auto place = placeOf(invocation, true);
    if (!place)
        return invocation.wrongUsage(place.error().text);
    const QStringList names = namesOf(invocation);
    DeliverCollect request;
    request.title = invocation.value("title");
    request.note = invocation.value("note");
    request.grace = invocation.value("grace").toLongLong() * 60'000;
    request.refuseLate = invocation.isSet("refuse-late");
    request.keep = invocation.value("keep").toInt();
    if (request.title.isEmpty() || names.isEmpty())
        return invocation.wrongUsage(QStringLiteral("Say what it is called and who is asked: --title TEXT --to NAME."));
    if (invocation.isSet("deadline")) {
        const QDateTime until = QDateTime::fromString(invocation.value("deadline").replace(u'T', u' '), QStringLiteral("yyyy-MM-dd HH:mm"));
        if (!until.isValid())
            return invocation.wrongUsage(QStringLiteral("--deadline takes a time such as \"2026-05-31 18:00\"."));
        request.until = until.toMSecsSinceEpoch();
    }
    if (invocation.isSet("most")) {
        request.most = parseBytes(invocation.value("most"));
        if (request.most <= 0)
            return invocation.wrongUsage(QStringLiteral("--most takes a size such as 50M."));
    }
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        ask(connection, context, invocation, finish, DeliverWhom{}, [&, context, finish](const Answer &whom) {
            address(names, whom.result, request);
            ask(connection, context, invocation, finish, request, [&invocation, &connection, context, finish](const Answer &answer) {
                ask(connection, context, invocation, finish, DeliverShow{answer.result.value(QLatin1String("id")).toInteger()}, [&invocation, finish](const Answer &shown) {
                    if (auto what = fromJson<DeliverShown>(shown.result))
                        sayItem(invocation, what->item);
                    finish(Done);
                });
            });
        });
    });
}

int runHandIn(const QStringList &words)
{
    Invocation invocation(QStringLiteral("handin"), QStringLiteral("FILE… %1 --to TITLE|ID [--receipts DIR]").arg(QLatin1String(Server)),
                          QStringLiteral("Hands files and folders in, all together as a new version. The receipt is saved as JSON and text."));
    invocation.parser().addOption(toOption("The hand-in's title or number."));
    invocation.parser().addOption({QStringLiteral("receipts"), QStringLiteral("Where the receipt is saved (the current folder)."), QStringLiteral("DIR"), QStringLiteral(".")});
    if (!invocation.parse(words, 2, -1))
        return invocation.status();
    auto place = placeOf(invocation, true);
    if (!place)
        return invocation.wrongUsage(place.error().text);
    const QString to = invocation.value("to");
    if (to.isEmpty())
        return invocation.wrongUsage(QStringLiteral("Say where it is handed in: --to TITLE."));
    const QString folder = invocation.value("receipts");
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        ask(connection, context, invocation, finish, DeliverList{}, [&, context, finish](const Answer &answer) {
            QList<DeliverItem> matching;
            for (const DeliverItem &item : answer.items) {
                if (item.kind == u"handin" && !(item.mine && item.my.isEmpty()) && (QString::number(item.id) == to || item.title == to))
                    matching.append(item);
            }
            // Titles come again from year to year: the one that is open is meant.
            if (matching.size() > 1)
                matching.removeIf([](const DeliverItem &item) { return item.state != u"open"; });
            if (matching.size() != 1) {
                return finish(invocation.complain({ErrorCode::NotFound, matching.isEmpty() ? QStringLiteral("There is no hand-in \"%1\" for you; \"transomctl deliveries\" lists them.").arg(printable(to, 80))
                                                                                           : QStringLiteral("Several hand-ins are called \"%1\"; say the number.").arg(printable(to, 80))}));
            }
            runJob(invocation, makeJob<client::DeliverySendJob>(connection.link(), place->words, matching.first().id), context, finish,
                   [&invocation, folder, server = place->endpoint.address()](const QVariantMap &details) {
                       auto receipt = fromJson<DeliverReceipt>(details.value(QStringLiteral("receipt")).toJsonObject());
                       auto files = fromJson<DeliverFiles>(QJsonObject{{QStringLiteral("files"), details.value(QStringLiteral("files")).toJsonArray()}});
                       if (!receipt || !files)
                           return;
                       sayReceipt(invocation, *receipt);
                       // Handed in it is, whatever becomes of the copy here; "receipts" fetches it again.
                       if (auto saved = saveReceipt(folder, *receipt, files->files, server))
                           invocation.say(QStringLiteral("Saved as %1").arg(saved->join(QStringLiteral(" and "))));
                       else
                           std::fprintf(stderr, "transomctl handin: %s\n", qPrintable(saved.error().text));
                   });
        });
    });
}

int runDeliveries(const QStringList &words)
{
    Invocation invocation(QStringLiteral("deliveries"), QStringLiteral("%1 [ID]").arg(QLatin1String(Server)),
                          QStringLiteral("Lists what is for you and what is from you; with a number, what is in it and who has it."));
    if (!invocation.parse(words, 1, 2))
        return invocation.status();
    auto place = placeOf(invocation, false);
    if (!place)
        return invocation.wrongUsage(place.error().text);
    if (place->words.isEmpty()) {
        return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
            ask(connection, context, invocation, finish, DeliverList{}, [&invocation, finish](const Answer &answer) {
                for (const DeliverItem &item : answer.items)
                    sayItem(invocation, item);
                finish(Done);
            });
        });
    }
    auto id = numberOf(place->words.first());
    if (!id)
        return invocation.wrongUsage(id.error().text);
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        ask(connection, context, invocation, finish, DeliverShow{*id}, [&invocation, finish](const Answer &answer) {
            if (auto shown = fromJson<DeliverShown>(answer.result))
                sayItem(invocation, shown->item);
            for (const DeliverFile &file : answer.files) {
                invocation.say(QStringLiteral("    %1%2  %3  %4").arg(printable(file.path, 4096), file.folder ? QStringLiteral("/") : QString(), formatBytes(file.size), file.sha256));
                invocation.put(toJson(file));
            }
            for (const DeliverPerson &person : answer.people)
                sayPerson(invocation, person);
            finish(Done);
        });
    });
}

int runAccept(const QStringList &words)
{
    Invocation invocation(QStringLiteral("accept"), QStringLiteral("%1 ID DIR").arg(QLatin1String(Server)),
                          QStringLiteral("Takes what was sent or handed out into the folder DIR. Each file's SHA-256 is checked."));
    if (!invocation.parse(words, 3, 3))
        return invocation.status();
    auto place = placeOf(invocation, false);
    auto id = place ? numberOf(place->words.first()) : Result<qint64>(0);
    if (!place || !id)
        return invocation.wrongUsage((place ? id.error() : place.error()).text);
    const QString folder = QDir::cleanPath(QFileInfo(place->words.at(1)).absoluteFilePath());
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        runJob(invocation, makeJob<client::DeliveryTakeJob>(connection.link(), *id, folder), context, finish, [&invocation](const QVariantMap &details) {
            const qint64 count = details.value(QStringLiteral("files")).toLongLong();
            invocation.say(count == 1 ? QStringLiteral("1 file, SHA-256 verified.") : QStringLiteral("%1 files, SHA-256 verified.").arg(count));
            invocation.put({{QStringLiteral("files"), count}, {QStringLiteral("folder"), details.value(QStringLiteral("folder")).toString()}});
        });
    });
}

int runDecline(const QStringList &words)
{
    Invocation invocation(QStringLiteral("decline"), QStringLiteral("%1 ID [--reason TEXT]").arg(QLatin1String(Server)), QStringLiteral("Declines what was sent or handed out."));
    invocation.parser().addOption({QStringLiteral("reason"), QStringLiteral("What the sender is told."), QStringLiteral("TEXT")});
    if (!invocation.parse(words, 2, 2))
        return invocation.status();
    auto place = placeOf(invocation, false);
    auto id = place ? numberOf(place->words.first()) : Result<qint64>(0);
    if (!place || !id)
        return invocation.wrongUsage((place ? id.error() : place.error()).text);
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        ask(connection, context, invocation, finish, DeliverAnswer{*id, QStringLiteral("declined"), invocation.value("reason"), {}}, [&invocation, finish](const Answer &answer) {
            if (auto item = fromJson<DeliverItem>(answer.result))
                sayItem(invocation, *item);
            finish(Done);
        });
    });
}

int runWithdraw(const QStringList &words)
{
    Invocation invocation(QStringLiteral("withdraw"), QStringLiteral("%1 ID").arg(QLatin1String(Server)), QStringLiteral("Withdraws what you have sent or handed out, or closes a hand-in."));
    if (!invocation.parse(words, 2, 2))
        return invocation.status();
    auto place = placeOf(invocation, false);
    auto id = place ? numberOf(place->words.first()) : Result<qint64>(0);
    if (!place || !id)
        return invocation.wrongUsage((place ? id.error() : place.error()).text);
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        ask(connection, context, invocation, finish, DeliverClose{*id}, [finish](const Answer &) { finish(Done); });
    });
}

int runReceipts(const QStringList &words)
{
    Invocation invocation(QStringLiteral("receipts"), QStringLiteral("%1 RECEIPT… [--save DIR]").arg(QLatin1String(Server)),
                          QStringLiteral("Shows receipts by their numbers, as the server has them: yours, or those of a hand-in of yours."));
    invocation.parser().addOption({QStringLiteral("save"), QStringLiteral("Save each as JSON and text in this folder."), QStringLiteral("DIR")});
    if (!invocation.parse(words, 2, -1))
        return invocation.status();
    auto place = placeOf(invocation, false);
    if (!place)
        return invocation.wrongUsage(place.error().text);
    QList<qint64> ids;
    for (const QString &word : std::as_const(place->words)) {
        auto id = numberOf(word);
        if (!id)
            return invocation.wrongUsage(id.error().text);
        ids.append(*id);
    }
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        auto left = std::make_shared<qsizetype>(ids.size());
        for (const qint64 id : ids) {
            ask(connection, context, invocation, finish, DeliverShow{id}, [&, finish, left, server = place->endpoint.address()](const Answer &answer) {
                auto shown = fromJson<DeliverShown>(answer.result);
                if (!shown || !shown->receipt)
                    return finish(invocation.complain({ErrorCode::NotFound, QStringLiteral("This is no receipt's number.")}));
                invocation.say(delivery::receiptText(*shown->receipt, answer.files, server));
                invocation.put(toJson(*shown->receipt));
                if (invocation.isSet("save")) {
                    if (auto saved = saveReceipt(invocation.value("save"), *shown->receipt, answer.files, server); !saved)
                        return finish(invocation.complain(saved.error()));
                }
                if (--*left == 0)
                    finish(Done);
            });
        }
    });
}

} // namespace transom::cli
