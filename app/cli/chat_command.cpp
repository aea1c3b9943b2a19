// chat: lines in, lines out.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "app/cli/standard_input.h"
#include "core/base/text.h"
#include "core/chat/chat_client.h"

#include <QDateTime>
#include <QSet>

namespace transom::cli {

namespace {

using namespace protocol;

/// Said and not answered yet; the rest of the input waits in its pipe.
constexpr int MostUnanswered = 100;

struct Talk
{
    std::unique_ptr<StandardInput> input;
    std::unique_ptr<InterruptHandler> interrupts;
    QByteArray text;          ///< read and not said yet
    qint64 owed = 0;          ///< bytes that standard input is to hear about when they have been said
    QSet<qint64> unanswered;  ///< said, neither delivered nor refused
    bool joined = false;
    bool inputEnded = false;
    bool ended = false;
};

void show(const Invocation &invocation, const ChatLine &line)
{
    // Escape sequences of others must not reach this terminal.
    const QString time = QDateTime::fromMSecsSinceEpoch(line.time).toString(QStringLiteral("HH:mm"));
    const auto rows = line.text.split(u'\n');
    for (const QString &row : rows)
        invocation.say(QStringLiteral("%1 %2: %3").arg(time, line.from.isEmpty() ? QStringLiteral("*") : printable(line.from), printable(row, 100'000)));
    QJsonObject json = toJson(line);
    json.remove(QStringLiteral("ref"));
    invocation.put(json);
}

} // namespace

int runChat(const QStringList &words)
{
    Invocation invocation(QStringLiteral("chat"), QStringLiteral("transom://USER@HOST[:PORT] [--room ROOM | --to USER] [--history N] [--who]"),
                          QStringLiteral("Sends each line of standard input and prints what others say. Ends with the input."));
    invocation.parser().addOptions({
            {QStringLiteral("room"), QStringLiteral("Talk in ROOM (lobby)."), QStringLiteral("ROOM"), QStringLiteral("lobby")},
            {QStringLiteral("to"), QStringLiteral("Talk to USER alone."), QStringLiteral("USER")},
            {QStringLiteral("history"), QStringLiteral("First print the last N lines."), QStringLiteral("N"), QStringLiteral("0")},
            {QStringLiteral("who"), QStringLiteral("Print who is here, and end.")},
    });
    if (!invocation.parse(words, 1, 1))
        return invocation.status();
    auto endpoint = invocation.endpoint(invocation.words().first());
    if (!endpoint)
        return invocation.wrongUsage(endpoint.error().text);
    const QString room = invocation.value("room").startsWith(u'#') ? invocation.value("room") : u'#' + invocation.value("room");
    const QString target = invocation.isSet("to") ? u'@' + invocation.value("to") : room;
    const int history = invocation.value("history").toInt();

    return withConnection(invocation, *endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        auto talk = std::make_shared<Talk>();
        auto *chat = &connection.chat();
        const auto end = [talk, finish](int status) {
            talk->ended = true;
            talk->input.reset();
            talk->interrupts.reset();
            finish(status);
        };
        // Says what has been read, as fast as it is answered, and ends when all has been.
        const auto goOn = [talk, chat, target, end] {
            while (!talk->ended && talk->unanswered.size() < MostUnanswered) {
                const qsizetype newline = talk->text.indexOf('\n');
                if (newline < 0 && (!talk->inputEnded || talk->text.isEmpty()))
                    break;
                const QByteArray line = newline < 0 ? talk->text : talk->text.first(newline);
                talk->text.remove(0, newline < 0 ? talk->text.size() : newline + 1);
                if (!line.trimmed().isEmpty())
                    talk->unanswered.insert(chat->say(target, QString::fromUtf8(line)));
            }
            if (talk->ended)
                return;
            if (talk->owed > 0 && talk->unanswered.size() < MostUnanswered)
                talk->input->done(std::exchange(talk->owed, 0));
            if (talk->inputEnded && talk->text.isEmpty() && talk->unanswered.isEmpty())
                end(Done);
        };
        const auto listen = [talk, context, goOn] {
            talk->input = std::make_unique<StandardInput>();
            QObject::connect(talk->input.get(), &StandardInput::bytes, context, [talk, goOn](const QByteArray &bytes) {
                talk->text += bytes;
                talk->owed += bytes.size();
                goOn();
            });
            QObject::connect(talk->input.get(), &StandardInput::ended, context, [talk, goOn] {
                talk->inputEnded = true;
                goOn();
            });
            talk->input->start();
        };

        QObject::connect(chat, &chat::ChatClient::unavailable, context, [&invocation, talk, end](const Error &error) {
            if (!talk->ended)
                end(invocation.complain(error));
        });
        QObject::connect(chat, &chat::ChatClient::welcomed, context, [&invocation, chat, target, room, history, listen, end, talk](const ChatWelcome &welcome) {
            if (invocation.isSet("who")) {
                for (const QString &user : welcome.online) {
                    invocation.say(printable(user));
                    invocation.put({{QStringLiteral("online"), user}});
                }
                return end(Done);
            }
            if (target != room) {
                talk->joined = true;
                if (history > 0)
                    chat->requestHistory(target, 0, history);
                else
                    listen();
            } else if (room != u"#lobby") {
                chat->join(room); // the lobby is joined in any case
            }
        });
        QObject::connect(chat, &chat::ChatClient::roomReceived, context, [&invocation, chat, target, room, history, listen, talk](const ChatRoom &entered) {
            if (target != room || talk->joined || entered.room.name.compare(room, Qt::CaseInsensitive) != 0)
                return;
            talk->joined = true;
            invocation.put({{QStringLiteral("joined"), entered.room.name}});
            if (history > 0)
                chat->requestHistory(target, 0, history);
            else
                listen();
        });
        QObject::connect(chat, &chat::ChatClient::pageReceived, context, [&invocation, listen, talk](const ChatPage &page) {
            for (const ChatLine &line : page.lines)
                show(invocation, line);
            if (!talk->input)
                listen();
        });
        QObject::connect(chat, &chat::ChatClient::lineReceived, context, [&invocation, target, talk, goOn](const ChatLine &line) {
            const bool own = line.ref != 0 && talk->unanswered.remove(line.ref);
            if (!own && line.target.compare(target, Qt::CaseInsensitive) == 0)
                show(invocation, line);
            if (own)
                goOn();
        });
        QObject::connect(chat, &chat::ChatClient::refused, context, [&invocation, talk, end](const ChatRefused &refusal) {
            if (!talk->ended)
                end(invocation.complain({refusal.code, refusal.text}));
        });
        talk->interrupts = std::make_unique<InterruptHandler>([talk, end] {
            if (!talk->ended)
                end(Done);
        });
    });
}

} // namespace transom::cli
