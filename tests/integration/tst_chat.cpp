#include "core/base/limits.h"
#include "core/chat/chat_client.h"
#include "core/chat/chat_hub.h"
#include "core/chat/chat_service.h"
#include "tests/support/memory_history.h"
#include "tests/support/session_pair.h"

#include <QTest>
#include <QThread>

using namespace transom;
using namespace transom::chat;
using namespace transom::protocol;
using namespace Qt::StringLiterals;
using test::SessionPair;
using test::waitUntil;

namespace {

/// A server's chat, with its hub in a thread of its own as in the real one.
struct Server
{
    test::MemoryHistory history; // used in the hub's thread only, once that runs
    ChatHub hub{history};
    QThread thread;
    session::ServiceRegistry services;

    Server()
    {
        registerChat(services, hub);
        hub.moveToThread(&thread);
    }
    void start() { thread.start(); }
    ~Server()
    {
        thread.quit();
        thread.wait();
    }
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;
};

/// One client and all that its signals said.
struct Client : QObject
{
    session::SessionLink link;
    std::unique_ptr<SessionPair> pair;
    ChatClient chat{link};
    QList<ChatWelcome> welcomes;
    QList<ChatLine> lines;
    QList<ChatRoom> rooms;
    QList<ChatPresence> presences;
    QList<ChatPage> pages;
    QList<ChatRefused> refusals;
    QList<ErrorCode> absences;
    int arrivals = 0;

    Client()
    {
        connect(&chat, &ChatClient::welcomed, this, [this](const ChatWelcome &w) { welcomes += w; });
        connect(&chat, &ChatClient::lineReceived, this, [this](const ChatLine &l) { lines += l; });
        connect(&chat, &ChatClient::roomReceived, this, [this](const ChatRoom &r) { rooms += r; });
        connect(&chat, &ChatClient::presenceChanged, this, [this](const ChatPresence &p) { presences += p; });
        connect(&chat, &ChatClient::pageReceived, this, [this](const ChatPage &p) { pages += p; });
        connect(&chat, &ChatClient::refused, this, [this](const ChatRefused &r) { refusals += r; });
        connect(&chat, &ChatClient::unavailable, this, [this](const Error &e) { absences += e.code; });
    }
    Client(Server &server, const QString &user, Access access = AllAccess)
        : Client()
    {
        signIn(server, user, access);
    }

    void signIn(Server &server, const QString &user, Access access = AllAccess)
    {
        pair = std::make_unique<SessionPair>(server.services, access, SessionPair::Start::SignedIn, transport::MemoryStream::Options{}, user);
        link.set(&pair->client());
    }
    void cut(bool willReturn)
    {
        pair->clientStream().cut();
        link.clear({ErrorCode::ConnectionLost, {}}, willReturn);
        pair.reset();
    }
    /// Waits until the lobby has been entered once more.
    bool arrive()
    {
        ++arrivals;
        return waitUntil([&] {
            return std::count_if(rooms.cbegin(), rooms.cend(), [](const ChatRoom &room) { return room.room.name == Lobby; }) >= arrivals;
        });
    }
    QList<bool> presencesOf(const QString &user) const
    {
        QList<bool> list;
        for (const ChatPresence &presence : presences) {
            if (presence.user == user && presence.room.isEmpty())
                list += presence.present;
        }
        return list;
    }
    QStringList texts() const
    {
        QStringList list;
        for (const ChatLine &line : lines)
            list += line.text;
        return list;
    }
    QList<qint64> pagedSeqs() const
    {
        QList<qint64> seqs;
        for (const ChatPage &page : pages) {
            for (const ChatLine &line : page.lines)
                seqs += line.seq;
        }
        std::sort(seqs.begin(), seqs.end());
        return seqs;
    }
};

QList<qint64> numbers(qint64 first, qint64 last)
{
    QList<qint64> list;
    for (qint64 i = first; i <= last; ++i)
        list += i;
    return list;
}

QList<ChatLine> linesOf(const QString &from, int count)
{
    QList<ChatLine> lines;
    for (int i = 1; i <= count; ++i)
        lines += ChatLine{{}, i, from, 1000 + i, u"line %1"_s.arg(i), 0};
    return lines;
}

/// A chat channel without the client's manners.
struct RawChannel : QObject
{
    session::Channel *channel;
    int lines = 0;
    QList<ErrorCode> refusals;
    Error end;
    bool accepted = false;
    bool closed = false;

    explicit RawChannel(SessionPair &pair)
        : channel(pair.client().open(u"chat"_s, {}))
    {
        connect(channel, &session::Channel::accepted, this, [this] { accepted = true; });
        connect(channel, &session::Channel::message, this, [this](MessageType type, const QByteArray &payload) {
            if (type == MessageType::ChatLine)
                ++lines;
            else if (type == MessageType::ChatRefused)
                refusals += decode<ChatRefused>(payload)->code;
        });
        connect(channel, &session::Channel::closed, this, [this](const Error &error) {
            end = error;
            closed = true;
        });
    }
};

} // namespace

class TestChat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineReachesEverybodyInTheLobby()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        Client alice2(server, u"alice"_s);
        Client bob(server, u"bob"_s);
        QVERIFY(alice.arrive() && alice2.arrive() && bob.arrive());
        const QString text = u"两行\n\tand an emoji 🪟, \"quoted\" \\"_s;
        const qint64 ref = alice.chat.say(Lobby, text);
        QVERIFY(waitUntil([&] { return alice.lines.size() == 1 && alice2.lines.size() == 1 && bob.lines.size() == 1; }));
        QCOMPARE(alice.lines.first().ref, ref);
        QCOMPARE(alice2.lines.first().ref, 0);
        QCOMPARE(bob.lines.first().text, text);
        QCOMPARE(bob.lines.first().from, u"alice"_s);
        QCOMPARE(bob.lines.first().seq, 1);
    }

    void thePersonalIsHeardByTwoAndRoomsByThoseWhoAreIn()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        Client bob(server, u"bob"_s);
        Client carol(server, u"carol"_s);
        QVERIFY(alice.arrive() && bob.arrive() && carol.arrive());
        for (Client *client : {&alice, &bob})
            client->chat.join(u"#Plans"_s);
        QVERIFY(waitUntil([&] { return alice.rooms.size() == 2 && bob.rooms.size() == 2; }));
        alice.chat.say(u"#plans"_s, u"for the room"_s);
        alice.chat.say(u"@bob"_s, u"for bob"_s);
        alice.chat.say(Lobby, u"for all"_s);
        QVERIFY(waitUntil([&] { return bob.lines.size() == 3 && carol.lines.size() == 1; }));
        // Each target has an order of its own.
        QHash<QString, QString> heard;
        for (const ChatLine &line : std::as_const(bob.lines))
            heard.insert(line.target, line.text);
        QCOMPARE(heard, (QHash<QString, QString>{{u"#plans"_s, u"for the room"_s}, {u"@alice"_s, u"for bob"_s}, {Lobby, u"for all"_s}}));
        QCOMPARE(carol.texts(), QStringList{u"for all"_s});
    }

    void whatIsSaidWithoutAConnectionIsRefusedAtOnce()
    {
        Client nobody;
        const qint64 ref = nobody.chat.say(Lobby, u"hello?"_s);
        QVERIFY(waitUntil([&] { return nobody.refusals.size() == 1; }));
        QCOMPARE(nobody.refusals.first().ref, ref);
        QCOMPARE(nobody.refusals.first().code, ErrorCode::ConnectionLost);
        QCOMPARE(nobody.refusals.first().target, Lobby);
        QVERIFY(!nobody.refusals.first().text.isEmpty());
    }

    void whatWasUnderWayWhenTheConnectionWentIsRefused()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        QVERIFY(alice.arrive());
        alice.pair->clientStream().hold();
        const qint64 first = alice.chat.say(Lobby, u"one"_s);
        const qint64 second = alice.chat.say(Lobby, u"two"_s);
        QCoreApplication::processEvents();
        alice.cut(true);
        QVERIFY(waitUntil([&] { return alice.refusals.size() == 2; }));
        QCOMPARE(alice.refusals[0].ref, first);
        QCOMPARE(alice.refusals[1].ref, second);
        QCOMPARE(alice.refusals[1].code, ErrorCode::ConnectionLost);
    }

    void anAccountWithoutThePermissionGetsNoChatAndIsTold()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s, Permission::ReadFiles);
        QVERIFY(waitUntil([&] { return !alice.absences.isEmpty(); }));
        QCOMPARE(alice.absences.first(), ErrorCode::PermissionDenied);
        RawChannel raw(*alice.pair); // and the server does not rely on the client
        QVERIFY(waitUntil([&] { return raw.closed; }));
        QCOMPARE(raw.end.code, ErrorCode::PermissionDenied);
    }

    void takingThePermissionAwayEndsTheChatAndGivingItBackOpensItAgain()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        Client bob(server, u"bob"_s);
        QVERIFY(alice.arrive() && bob.arrive());
        auto principal = alice.pair->server().principal();
        principal.access.setFlag(Permission::Chat, false);
        alice.pair->server().updatePrincipal(principal);
        QVERIFY(waitUntil([&] { return alice.absences.contains(ErrorCode::PermissionDenied); }));
        QVERIFY(waitUntil([&] { return bob.presencesOf(u"alice"_s).contains(false); }));
        bob.chat.say(Lobby, u"alice must not hear this"_s);
        QVERIFY(waitUntil([&] { return bob.lines.size() == 1; }));
        principal.access.setFlag(Permission::Chat, true);
        alice.pair->server().updatePrincipal(principal);
        QVERIFY(alice.arrive());
        QVERIFY(alice.lines.isEmpty());
        bob.chat.say(Lobby, u"welcome back"_s);
        QVERIFY(waitUntil([&] { return alice.lines.size() == 1; }));
        QCOMPARE(alice.texts(), QStringList{u"welcome back"_s});
    }

    void afterAReconnectTheRoomsAreJoinedAgainAndAllThatWasMissedComes()
    {
        Server server;
        server.history.lines[Lobby] = linesOf(u"bob"_s, 3);
        server.history.lines[u"#plans"_s] = linesOf(u"bob"_s, 2);
        server.start();
        Client alice(server, u"alice"_s);
        QVERIFY(alice.arrive());
        alice.chat.join(u"#Plans"_s);
        QVERIFY(waitUntil([&] { return alice.rooms.size() == 2; }));
        QVERIFY(alice.pages.isEmpty()); // a first visit fetches nothing by itself
        alice.cut(true);
        QVERIFY(waitUntil([&] { return alice.absences.contains(ErrorCode::ConnectionLost); }));

        QMetaObject::invokeMethod(&server.hub, [&] {
            for (int i = 4; i <= 453; ++i)
                server.history.lines[Lobby] += ChatLine{{}, i, u"bob"_s, 1, u"missed %1"_s.arg(i), 0};
            server.history.lines[u"@alice|bob"_s] = linesOf(u"bob"_s, 2);
        }, Qt::BlockingQueuedConnection);
        alice.signIn(server, u"alice"_s);
        QVERIFY(waitUntil([&] { return alice.rooms.size() == 4 && alice.pagedSeqs().size() == 452; }));
        QStringList back{alice.rooms[2].room.name, alice.rooms[3].room.name};
        back.sort();
        QCOMPARE(back, (QStringList{u"#lobby"_s, u"#plans"_s}));
        QList<qint64> expected = numbers(1, 2) + numbers(4, 453);
        QCOMPARE(alice.pagedSeqs(), expected);
        // And no more of the same when it happens again.
        alice.cut(true);
        alice.signIn(server, u"alice"_s);
        QVERIFY(waitUntil([&] { return alice.rooms.size() == 6; }));
        alice.chat.say(Lobby, u"settled"_s);
        QVERIFY(waitUntil([&] { return !alice.lines.isEmpty(); }));
        QCOMPARE(alice.pagedSeqs(), expected);
    }

    void aConnectionThatWasGivenUpLeavesNothingForTheNext()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        QVERIFY(alice.arrive());
        alice.chat.join(u"#plans"_s);
        QVERIFY(waitUntil([&] { return alice.rooms.size() == 2; }));
        alice.cut(false);
        Server other;
        other.history.lines[Lobby] = linesOf(u"bob"_s, 50);
        other.start();
        alice.signIn(other, u"alice"_s);
        QVERIFY(alice.arrive());
        alice.chat.say(Lobby, u"settled"_s);
        QVERIFY(waitUntil([&] { return !alice.lines.isEmpty(); }));
        QCOMPARE(alice.rooms.size(), 3);
        QCOMPARE(alice.rooms.last().room.name, Lobby);
        QVERIFY(alice.pages.isEmpty());
        alice.cut(false); // `other` goes first
    }

    void aRoomLeftIsNotJoinedAgainHoweverItWasWritten()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        QVERIFY(alice.arrive());
        alice.chat.join(u"#Plans"_s);
        QVERIFY(waitUntil([&] { return alice.rooms.size() == 2; }));
        alice.chat.join(u"#bad name"_s);
        QVERIFY(waitUntil([&] { return alice.refusals.size() == 1; }));
        QCOMPARE(alice.refusals.first().code, ErrorCode::BadName);
        alice.chat.leave(u"#plans"_s);
        alice.cut(true);
        alice.signIn(server, u"alice"_s);
        QVERIFY(alice.arrive());
        alice.chat.say(Lobby, u"settled"_s);
        QVERIFY(waitUntil([&] { return !alice.lines.isEmpty(); }));
        QCOMPARE(alice.rooms.size(), 3);
        QCOMPARE(alice.rooms.last().room.name, Lobby);
        QCOMPARE(alice.refusals.size(), 1);
    }

    void theClientPacesLinesSoThatTheServerRefusesNone()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        QVERIFY(alice.arrive());
        QStringList expected;
        for (int i = 0; i < 80; ++i) {
            expected += u"line %1"_s.arg(i);
            alice.chat.say(Lobby, expected.last());
        }
        QVERIFY(waitUntil([&] { return alice.lines.size() == 80; }));
        QCOMPARE(alice.texts(), expected);
        QVERIFY(alice.refusals.isEmpty());
    }

    void aClientWithoutMannersIsRefusedWhatIsTooFast()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        QVERIFY(alice.arrive());
        RawChannel raw(*alice.pair);
        raw.channel->send(ChatJoin{Lobby});
        for (int i = 0; i < 200; ++i)
            raw.channel->send(ChatSay{Lobby, u"spam"_s, i + 1});
        QVERIFY(waitUntil([&] { return raw.lines + raw.refusals.size() == 200; }));
        QVERIFY2(raw.lines >= 60 && raw.lines < 120, qPrintable(QString::number(raw.lines)));
        for (const ErrorCode code : std::as_const(raw.refusals))
            QCOMPARE(code, ErrorCode::Flooding);
        QVERIFY(!raw.closed);
    }

    void theServerChecksTextsItself()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        QVERIFY(alice.arrive());
        RawChannel raw(*alice.pair);
        raw.channel->send(ChatJoin{Lobby});
        for (const QString &text : {u"  "_s, u"a\u001b[2J"_s, QString(limits::ChatText + 1, u'x'), QString(limits::ChatText - 200, u'"')})
            raw.channel->send(ChatSay{Lobby, text, 1});
        raw.channel->send(ChatSay{Lobby, QString(limits::ChatText, u'x'), 1});
        QVERIFY(waitUntil([&] { return raw.refusals.size() == 4 && raw.lines == 1; }));
        QCOMPARE(raw.refusals, (QList<ErrorCode>{ErrorCode::BadArgument, ErrorCode::BadArgument, ErrorCode::TextTooLong, ErrorCode::TextTooLong}));
    }

    void aReaderWhoFallsBehindIsLetGoToldAndComesBackWithAllOfIt()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        Client bob(server, u"bob"_s);
        QVERIFY(alice.arrive() && bob.arrive());
        // Her credit does not reach the server: 256 KiB may be sent, another 1 MiB waits, and then it is enough.
        alice.pair->clientStream().hold();
        const QString text(limits::ChatText - 16, u'x');
        int said = 0;
        QVERIFY(waitUntil([&] {
            if (said == bob.lines.size() && said < 60)
                bob.chat.say(Lobby, text + QString::number(++said));
            return bob.presencesOf(u"alice"_s).contains(false);
        }));
        QVERIFY2(said >= 36 && said <= 45, qPrintable(QString::number(said)));
        QVERIFY(waitUntil([&] { return bob.lines.size() == said; })); // nobody else noticed
        QVERIFY(bob.refusals.isEmpty());
        bob.chat.say(Lobby, u"while she is away"_s);
        QVERIFY(waitUntil([&] { return bob.lines.size() == said + 1; }));

        alice.pair->clientStream().release();
        QVERIFY(waitUntil([&] { return alice.absences.contains(ErrorCode::ServerBusy); }));
        QVERIFY(waitUntil([&] { return alice.welcomes.size() == 2; }));
        const auto all = [&] {
            QSet<qint64> seqs;
            for (const ChatLine &line : std::as_const(alice.lines))
                seqs.insert(line.seq);
            for (const qint64 seq : alice.pagedSeqs())
                seqs.insert(seq);
            return seqs.size();
        };
        QVERIFY(waitUntil([&] { return all() == said + 1; }));
    }

    void theClientsEndEndsTheChannelAndItsPresence()
    {
        Server server;
        server.start();
        Client bob(server, u"bob"_s);
        QVERIFY(bob.arrive());
        test::SessionPair pair(server.services);
        RawChannel raw(pair);
        QVERIFY(waitUntil([&] { return raw.accepted && bob.presencesOf(u"alice"_s) == QList<bool>{true}; }));
        raw.channel->end();
        QVERIFY(waitUntil([&] { return raw.closed; }));
        QCOMPARE(raw.end.code, ErrorCode::None);
        const QList<bool> cameAndWent{true, false};
        QVERIFY(waitUntil([&] { return bob.presencesOf(u"alice"_s) == cameAndWent; }));
    }

    void cancellingBeforeTheWelcomeLeavesNobodyBehind()
    {
        Server server;
        server.start();
        Client bob(server, u"bob"_s);
        QVERIFY(bob.arrive());
        test::SessionPair pair(server.services);
        RawChannel raw(pair);
        raw.channel->cancel();
        QVERIFY(waitUntil([&] { return raw.closed; }));
        const QList<bool> cameAndWent{true, false};
        QVERIFY(waitUntil([&] { return bob.presencesOf(u"alice"_s) == cameAndWent; }));
    }

    void rawBytesOnAChatChannelEndTheSession()
    {
        Server server;
        server.start();
        test::SessionPair pair(server.services);
        RawChannel raw(pair);
        raw.channel->sendData("what is this");
        QVERIFY(waitUntil([&] { return raw.closed; }));
        QCOMPARE(raw.end.code, ErrorCode::BadMessage);
        QVERIFY(waitUntil([&] { return pair.server().state() == session::State::Closed; }));
    }

    void theServersOwnLineComesFromNobody()
    {
        Server server;
        server.start();
        Client alice(server, u"alice"_s);
        QVERIFY(alice.arrive());
        server.hub.notify(u"alice"_s, u"The server stops in five minutes."_s);
        QVERIFY(waitUntil([&] { return alice.lines.size() == 1; }));
        QCOMPARE(alice.lines.first().from, QString());
        QCOMPARE(alice.lines.first().target, Lobby);
    }
};

QTEST_GUILESS_MAIN(TestChat)
#include "tst_chat.moc"
