// Chat end to end: several people on one hub, each with a session of their own.

#include "core/base/limits.h"
#include "core/chat/chat_client.h"
#include "core/chat/chat_hub.h"
#include "core/chat/chat_service.h"
#include "tests/support/memory_history.h"
#include "tests/support/session_pair.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace transom;
using namespace transom::chat;
using namespace Qt::StringLiterals;
using protocol::ChatHistory;
using protocol::ChatJoin;
using protocol::ChatLine;
using protocol::ChatPage;
using protocol::ChatPresence;
using protocol::ChatRefused;
using protocol::ChatRoom;
using protocol::ChatSay;
using protocol::ChatWelcome;
using protocol::MessageType;
using protocol::Permission;
using session::Channel;
using test::SessionPair;

namespace {

/// One server's chat.
class World
{
public:
    World() { registerChat(registry, hub); }

    test::MemoryHistory history{{u"alice"_s, u"bob"_s, u"Carol"_s, u"dave"_s}};
    ChatHub hub{history};
    session::ServiceRegistry registry;
};

/// Someone with a client, and everything that client has heard.
class Person
{
public:
    Person(World &world, const QString &name, protocol::Access access = protocol::AllAccess)
        : m_world(world)
        , m_name(name)
        , m_access(access)
    {
        QObject::connect(&client, &ChatClient::welcomed, &m_context, [this](const ChatWelcome &message) { welcomes.append(message); });
        QObject::connect(&client, &ChatClient::lineReceived, &m_context, [this](const ChatLine &line) { lines.append(line); });
        QObject::connect(&client, &ChatClient::roomReceived, &m_context, [this](const ChatRoom &room) { rooms.append(room); });
        QObject::connect(&client, &ChatClient::presenceChanged, &m_context, [this](const ChatPresence &presence) { presences.append(presence); });
        QObject::connect(&client, &ChatClient::pageReceived, &m_context, [this](const ChatPage &page) { pages.append(page); });
        QObject::connect(&client, &ChatClient::refused, &m_context, [this](const ChatRefused &refusal) { refusals.append(refusal); });
        QObject::connect(&client, &ChatClient::unavailable, &m_context, [this](const Error &reason) { failures.append(reason); });
        connect();
    }

    /// A new connection, as after a lost one.
    void connect()
    {
        pair.emplace(m_world.registry, m_access, SessionPair::Start::SignedIn, transport::MemoryStream::Options{}, m_name);
        QObject::connect(&pair->client(), &session::Session::closed, &m_context, [this](const Error &reason) { link.clear(reason, true); });
        link.set(&pair->client());
    }
    /// In the lobby, where everybody is taken.
    bool isIn() const { return test::waitUntil([this] { return !rooms.isEmpty(); }); }

    QStringList texts(const QString &target = Lobby) const
    {
        QStringList list;
        for (const ChatLine &line : lines) {
            if (line.target == target)
                list.append(line.text);
        }
        return list;
    }
    bool sees(const QString &user, const QString &room, bool present) const
    {
        return std::any_of(presences.cbegin(), presences.cend(), [&](const ChatPresence &presence) {
            return presence.user == user && presence.room == room && presence.present == present;
        });
    }

    session::SessionLink link;
    std::optional<SessionPair> pair;
    ChatClient client{link};
    QList<ChatWelcome> welcomes;
    QList<ChatLine> lines;
    QList<ChatRoom> rooms;
    QList<ChatPresence> presences;
    QList<ChatPage> pages;
    QList<ChatRefused> refusals;
    QList<Error> failures;

private:
    World &m_world;
    const QString m_name;
    const protocol::Access m_access;
    QObject m_context;
};

/// Someone who speaks messages rather than through a client.
class Raw
{
public:
    Raw(World &world, const QString &name)
        : pair(world.registry, protocol::AllAccess, SessionPair::Start::SignedIn, transport::MemoryStream::Options{}, name)
        , channel(pair.client().open(u"chat"_s, {}))
    {
        QObject::connect(channel, &Channel::accepted, &m_context, [this] { isOpen = true; });
        QObject::connect(channel, &Channel::message, &m_context, [this](MessageType type, const QByteArray &payload) {
            if (type == MessageType::ChatRefused)
                refusals.append(protocol::decode<ChatRefused>(payload).value());
            else if (type == MessageType::ChatLine)
                lines.append(protocol::decode<ChatLine>(payload).value());
            else if (type == MessageType::ChatRoom)
                ++joined;
            else if (type == MessageType::ChatPage)
                pages.append(protocol::decode<ChatPage>(payload).value());
        });
        QObject::connect(channel, &Channel::closed, &m_context, [this](const Error &error) { end = error; });
    }

    SessionPair pair;
    Channel *channel;
    bool isOpen = false;
    int joined = 0;
    QList<ChatRefused> refusals;
    QList<ChatLine> lines;
    QList<ChatPage> pages;
    std::optional<Error> end;

private:
    QObject m_context;
};

} // namespace

class TestChat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoeverComesIsWelcomedIntoTheLobby()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        QCOMPARE(alice.welcomes.size(), 1);
        QCOMPARE(alice.welcomes.first().user, u"alice"_s);
        QCOMPARE(alice.welcomes.first().rooms.first().name, Lobby);
        QCOMPARE(alice.welcomes.first().online, QStringList{u"alice"_s});
        QCOMPARE(alice.rooms.first().members, QStringList{u"alice"_s});
    }

    void everyoneHearsTheSameLinesInTheSameOrder()
    {
        World world;
        Person alice(world, u"alice"_s);
        Person bob(world, u"bob"_s);
        Person carol(world, u"Carol"_s);
        QVERIFY(alice.isIn() && bob.isIn() && carol.isIn());
        for (int i = 0; i < 40; ++i) {
            alice.client.say(Lobby, u"a%1"_s.arg(i));
            bob.client.say(Lobby, u"b%1"_s.arg(i));
            carol.client.say(u"#LOBBY"_s, u"c%1"_s.arg(i));
        }
        QTRY_VERIFY(alice.lines.size() == 120 && bob.lines.size() == 120 && carol.lines.size() == 120);
        QCOMPARE(bob.texts(), alice.texts());
        QCOMPARE(carol.texts(), alice.texts());
        QStringList ofAlice = alice.texts().filter(u"a"_s);
        QStringList expected;
        for (int i = 0; i < 40; ++i)
            expected.append(u"a%1"_s.arg(i));
        QCOMPARE(ofAlice, expected);
        for (qsizetype i = 0; i < 120; ++i)
            QCOMPARE(alice.lines[i].seq, i + 1);
        QVERIFY(alice.refusals.isEmpty() && bob.refusals.isEmpty() && carol.refusals.isEmpty());
    }

    void onlyTheSpeakersOwnSessionGetsTheReference()
    {
        World world;
        Person here(world, u"alice"_s);
        Person elsewhere(world, u"alice"_s); // the same person at another desk
        Person bob(world, u"bob"_s);
        QVERIFY(here.isIn() && elsewhere.isIn() && bob.isIn());
        const qint64 ref = here.client.say(Lobby, u"hello"_s);
        QTRY_VERIFY(here.lines.size() == 1 && elsewhere.lines.size() == 1 && bob.lines.size() == 1);
        QCOMPARE(here.lines.first().ref, ref);
        QCOMPARE(elsewhere.lines.first().ref, 0);
        QCOMPARE(bob.lines.first().ref, 0);
        QCOMPARE(bob.lines.first().from, u"alice"_s);
    }

    void whatIsSaidToOnePersonIsHeardByThatPersonAndTheSpeakerAlone()
    {
        World world;
        Person alice(world, u"alice"_s);
        Person carol(world, u"Carol"_s);
        Person carolToo(world, u"Carol"_s);
        Person bob(world, u"bob"_s);
        QVERIFY(alice.isIn() && carol.isIn() && carolToo.isIn() && bob.isIn());
        const qint64 ref = alice.client.say(u"@carol"_s, u"psst"_s);
        QTRY_VERIFY(alice.lines.size() == 1 && carol.lines.size() == 1 && carolToo.lines.size() == 1);
        QCOMPARE(alice.lines.first().target, u"@Carol"_s);
        QCOMPARE(alice.lines.first().ref, ref);
        QCOMPARE(carol.lines.first().target, u"@alice"_s);
        QCOMPARE(carol.lines.first().from, u"alice"_s);
        carol.client.say(u"@alice"_s, u"what?"_s);
        QTRY_COMPARE(alice.texts(u"@Carol"_s), (QStringList{u"psst"_s, u"what?"_s}));
        alice.client.say(Lobby, u"end"_s);
        QTRY_COMPARE(bob.texts(), QStringList{u"end"_s});
        QCOMPARE(bob.lines.size(), 1);
        QCOMPARE(alice.lines[1].seq, 2);
        // Nor can anybody else read it later.
        bob.client.requestHistory(u"@carol"_s, 0);
        QTRY_COMPARE(bob.pages.size(), 1);
        QVERIFY(bob.pages.first().lines.isEmpty());
    }

    void whatIsSaidToSomeoneWhoIsAwayIsThereLater()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        alice.client.say(u"@bob"_s, u"for later"_s);
        QTRY_COMPARE(alice.lines.size(), 1);
        Person bob(world, u"bob"_s);
        QVERIFY(bob.isIn());
        QCOMPARE(bob.welcomes.first().conversations.size(), 1);
        QCOMPARE(bob.welcomes.first().conversations.first().name, u"@alice"_s);
        QCOMPARE(bob.welcomes.first().conversations.first().lastSeq, 1);
        bob.client.requestHistory(u"@alice"_s, 0);
        QTRY_VERIFY(!bob.pages.isEmpty());
        QCOMPARE(bob.pages.last().lines.first().text, u"for later"_s);
    }

    void comingAndGoingIsToldOncePerPerson()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        {
            Person bob(world, u"bob"_s);
            QVERIFY(bob.isIn());
            QTRY_VERIFY(alice.sees(u"bob"_s, {}, true) && alice.sees(u"bob"_s, Lobby, true));
            {
                Person bobToo(world, u"bob"_s);
                QVERIFY(bobToo.isIn());
            }
            // The second desk has come and gone unheard.
            alice.client.say(Lobby, u"mark"_s);
            QTRY_COMPARE(bob.lines.size(), 1);
            QCOMPARE(alice.presences.size(), 2);
            QCOMPARE(bob.welcomes.first().online, (QStringList{u"alice"_s, u"bob"_s}));
        }
        QTRY_VERIFY(alice.sees(u"bob"_s, Lobby, false) && alice.sees(u"bob"_s, {}, false));
        QCOMPARE(alice.presences.size(), 4);
    }

    void aRoomIsMadeByJoiningAndLeftByLeaving()
    {
        World world;
        Person alice(world, u"alice"_s);
        Person bob(world, u"bob"_s);
        QVERIFY(alice.isIn() && bob.isIn());
        alice.client.join(u"#Den"_s);
        QTRY_COMPARE(alice.rooms.size(), 2);
        QCOMPARE(alice.rooms.last().room.name, u"#den"_s);
        bob.client.join(u"#den"_s);
        QTRY_COMPARE(bob.rooms.size(), 2);
        QCOMPARE(bob.rooms.last().members, (QStringList{u"alice"_s, u"bob"_s}));
        QTRY_VERIFY(alice.sees(u"bob"_s, u"#den"_s, true));
        alice.client.say(u"#den"_s, u"in here"_s);
        QTRY_COMPARE(bob.texts(u"#den"_s), QStringList{u"in here"_s});
        bob.client.leave(u"#den"_s);
        QTRY_VERIFY(alice.sees(u"bob"_s, u"#den"_s, false));
        alice.client.say(u"#den"_s, u"alone"_s);
        alice.client.say(Lobby, u"together"_s);
        QTRY_COMPARE(bob.texts(), QStringList{u"together"_s});
        QCOMPARE(bob.texts(u"#den"_s), QStringList{u"in here"_s});
    }

    void historyComesPageByPageOldestFirst()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        for (int i = 1; i <= 45; ++i)
            alice.client.say(Lobby, QString::number(i));
        QTRY_COMPARE(alice.lines.size(), 45);
        Person bob(world, u"bob"_s);
        QVERIFY(bob.isIn());
        QCOMPARE(bob.rooms.first().room.lastSeq, 45);
        qint64 before = 0;
        QStringList all;
        QList<qsizetype> sizes;
        do {
            bob.pages.clear();
            bob.client.requestHistory(Lobby, before, 20);
            QTRY_COMPARE(bob.pages.size(), 1);
            QCOMPARE(bob.pages.first().before, before);
            QStringList texts;
            for (const ChatLine &line : bob.pages.first().lines)
                texts.append(line.text);
            sizes.append(texts.size());
            all = texts + all;
            before = bob.pages.first().lines.first().seq;
        } while (bob.pages.first().more);
        QCOMPARE(sizes, (QList<qsizetype>{20, 20, 5}));
        QCOMPARE(all, alice.texts());
    }

    void aPageOfLongLinesIsCutToOneMessage()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        for (int i = 0; i < 5; ++i)
            alice.client.say(Lobby, QString(30'000, QChar(u'a' + i)));
        QTRY_COMPARE(alice.lines.size(), 5);
        alice.client.requestHistory(Lobby, 0, 50);
        QTRY_COMPARE(alice.pages.size(), 1);
        QVERIFY(alice.pages.first().more);
        QCOMPARE(alice.pages.first().lines.last().seq, 5);
        QVERIFY(alice.pages.first().lines.size() < 5);
    }

    void whatHasBeenReadIsRemembered()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        for (int i = 0; i < 3; ++i)
            alice.client.say(Lobby, u"x"_s);
        QTRY_COMPARE(alice.lines.size(), 3);
        alice.client.markRead(Lobby, 2);
        alice.client.say(Lobby, u"after the mark"_s);
        QTRY_COMPARE(alice.lines.size(), 4);
        Person again(world, u"alice"_s);
        QVERIFY(again.isIn());
        QCOMPARE(again.rooms.first().room.readSeq, 2);
        QCOMPARE(again.rooms.first().room.lastSeq, 4);
    }

    // What is refused -------------------------------------------------------------------------------------------------
    void whatCannotBeSaidIsRefusedWithItsReference_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("too long") << Lobby << QString(limits::ChatText + 1, u'x') << ErrorCode::TextTooLong;
        QTest::newRow("too long in bytes") << Lobby << QString(limits::ChatText / 2, QChar(0x8cc7)) << ErrorCode::TextTooLong;
        QTest::newRow("escape") << Lobby << u"a\x1b[31mred"_s << ErrorCode::BadArgument;
        QTest::newRow("bell") << Lobby << u"\a"_s << ErrorCode::BadArgument;
        QTest::newRow("C1") << Lobby << u"a\u009b31m"_s << ErrorCode::BadArgument;
        QTest::newRow("NUL") << Lobby << u"a"_s + QChar(0) + u"b"_s << ErrorCode::BadArgument;
        QTest::newRow("nothing") << Lobby << QString() << ErrorCode::BadArgument;
        QTest::newRow("blank") << Lobby << u" \n\t "_s << ErrorCode::BadArgument;
        QTest::newRow("a room one is not in") << u"#elsewhere"_s << u"x"_s << ErrorCode::NoSuchRoom;
        QTest::newRow("nobody") << u"@nobody"_s << u"x"_s << ErrorCode::NoSuchUser;
        QTest::newRow("no target") << QString() << u"x"_s << ErrorCode::BadArgument;
        QTest::newRow("neither") << u"bob"_s << u"x"_s << ErrorCode::BadArgument;
        QTest::newRow("a bad room") << u"#a b"_s << u"x"_s << ErrorCode::BadName;
        QTest::newRow("a long target") << u"#"_s + QString(20'000, u'x') << u"x"_s << ErrorCode::BadName;
    }
    void whatCannotBeSaidIsRefusedWithItsReference()
    {
        QFETCH(QString, target);
        QFETCH(QString, text);
        QFETCH(ErrorCode, code);
        World world;
        // Raw: the client's own checks must not be what keeps it out.
        Raw alice(world, u"alice"_s);
        alice.channel->send(ChatJoin{Lobby});
        QTRY_COMPARE(alice.joined, 1);
        alice.channel->send(ChatSay{target, text, 77});
        QTRY_COMPARE(alice.refusals.size(), 1);
        QCOMPARE(alice.refusals.first().ref, 77);
        QCOMPARE(alice.refusals.first().code, code);
        QVERIFY(alice.lines.isEmpty());
        QVERIFY(world.history.lines(Lobby).isEmpty());
        alice.channel->send(ChatSay{Lobby, u"still here"_s, 78});
        QTRY_COMPARE(alice.lines.size(), 1);
    }

    void theClientRefusesWhatTheServerWould()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        const qint64 ref = alice.client.say(Lobby, QString(limits::ChatText + 1, u'x'));
        QTRY_COMPARE(alice.refusals.size(), 1);
        QCOMPARE(alice.refusals.first().ref, ref);
        QCOMPARE(alice.refusals.first().code, ErrorCode::TextTooLong);
    }

    void theLongestTextGoesThrough()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        const QString text(limits::ChatText, u'x');
        alice.client.say(Lobby, text);
        QTRY_COMPARE(alice.lines.size(), 1);
        QCOMPARE(alice.lines.first().text, text);
    }

    void aLineThatCannotBeStoredIsNotDelivered()
    {
        World world;
        Person alice(world, u"alice"_s);
        Person bob(world, u"bob"_s);
        QVERIFY(alice.isIn() && bob.isIn());
        world.history.appendFails = {ErrorCode::DiskFull, {}};
        const qint64 ref = alice.client.say(Lobby, u"lost"_s);
        QTRY_COMPARE(alice.refusals.size(), 1);
        QCOMPARE(alice.refusals.first().ref, ref);
        QCOMPARE(alice.refusals.first().code, ErrorCode::DiskFull);
        world.history.appendFails = {};
        alice.client.say(Lobby, u"kept"_s);
        QTRY_COMPARE(bob.texts(), QStringList{u"kept"_s});
    }

    void floodingIsRefusedAndTheOthersAreSpared()
    {
        World world;
        Raw mallory(world, u"dave"_s);
        Person bob(world, u"bob"_s);
        QVERIFY(bob.isIn());
        mallory.channel->send(ChatJoin{Lobby});
        QTRY_COMPARE(mallory.joined, 1);
        for (int i = 0; i < 500; ++i)
            mallory.channel->send(ChatSay{Lobby, u"flood"_s, i + 1});
        QTRY_COMPARE(mallory.lines.size() + mallory.refusals.size(), 500);
        // 60 at once, 20 a second after that; a slow machine may take a few seconds for it.
        QVERIFY2(mallory.lines.size() >= 60 && mallory.lines.size() < 250, qPrintable(QString::number(mallory.lines.size())));
        for (const ChatRefused &refusal : mallory.refusals)
            QCOMPARE(refusal.code, ErrorCode::Flooding);
        QTRY_COMPARE(bob.lines.size(), mallory.lines.size());
        bob.client.say(Lobby, u"calm"_s);
        QTRY_COMPARE(bob.texts().last(), u"calm"_s);
    }

    void aClientItselfKeepsToThePace()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        for (int i = 0; i < 80; ++i)
            alice.client.say(Lobby, QString::number(i));
        QTRY_COMPARE_WITH_TIMEOUT(alice.lines.size(), 80, 20'000);
        QVERIFY(alice.refusals.isEmpty());
    }

    void aReaderWhoIsTooSlowIsLetGoAndTheOthersGoOn()
    {
        World world;
        Raw slow(world, u"dave"_s);
        Person alice(world, u"alice"_s);
        Person bob(world, u"bob"_s);
        QVERIFY(alice.isIn() && bob.isIn());
        slow.channel->send(ChatJoin{Lobby});
        QTRY_COMPARE(slow.joined, 1);
        QTRY_VERIFY(alice.sees(u"dave"_s, Lobby, true));
        slow.pair.clientStream().hold(); // credit no longer comes back
        for (int i = 0; i < 50; ++i)
            alice.client.say(Lobby, QString(32'000, u'x'));
        QTRY_COMPARE_WITH_TIMEOUT(bob.lines.size(), 50, 20'000);
        QTRY_VERIFY(bob.sees(u"dave"_s, {}, false));
        alice.client.say(Lobby, u"on we go"_s);
        QTRY_COMPARE(bob.texts().last(), u"on we go"_s);
        slow.pair.clientStream().release();
        QTRY_VERIFY(slow.end.has_value());
        QCOMPARE(slow.end->code, ErrorCode::ServerBusy);
        QVERIFY(slow.lines.size() < 50);
    }

    void whatIsAskedBeforeTheWelcomeIsAnsweredAfterIt()
    {
        World world;
        Raw alice(world, u"alice"_s);
        alice.channel->send(ChatJoin{Lobby});
        alice.channel->send(ChatSay{Lobby, u"early"_s, 5});
        alice.channel->send(ChatHistory{Lobby, 0, 10});
        QTRY_COMPARE(alice.pages.size(), 1);
        QVERIFY(alice.isOpen);
        QCOMPARE(alice.joined, 1);
        QCOMPARE(alice.lines.size(), 1);
        QCOMPARE(alice.lines.first().ref, 5);
    }

    void dataOnAChannelOfChatBreaksTheProtocol()
    {
        World world;
        Raw alice(world, u"alice"_s);
        QSignalSpy closed(&alice.pair.server(), &session::Session::closed);
        alice.channel->sendData("x");
        QTRY_COMPARE(closed.size(), 1);
    }

    void withoutPermissionThereIsNoChat()
    {
        World world;
        Person alice(world, u"alice"_s, protocol::Access(Permission::ReadFiles));
        QTRY_COMPARE(alice.failures.size(), 1);
        QCOMPARE(alice.failures.first().code, ErrorCode::PermissionDenied);
        const qint64 ref = alice.client.say(Lobby, u"x"_s);
        QTRY_COMPARE(alice.refusals.size(), 1);
        QCOMPARE(alice.refusals.first().ref, ref);

        // The server does not rely on the client's word.
        Channel *channel = alice.pair->client().open(u"chat"_s, {});
        QSignalSpy closed(channel, &Channel::closed);
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(closed.first().first().value<Error>().code, ErrorCode::PermissionDenied);
    }

    // Lost connections ------------------------------------------------------------------------------------------------
    void afterAReconnectWhatWasMissedIsFetched()
    {
        World world;
        Person alice(world, u"alice"_s);
        Person bob(world, u"bob"_s);
        QVERIFY(alice.isIn() && bob.isIn());
        bob.client.join(u"#den"_s);
        alice.client.join(u"#den"_s);
        QTRY_VERIFY(bob.rooms.size() == 2 && alice.rooms.size() == 2);
        alice.client.say(Lobby, u"before"_s);
        alice.client.say(u"#den"_s, u"den before"_s);
        QTRY_COMPARE(bob.lines.size(), 2);

        bob.pair->clientStream().cut();
        QTRY_VERIFY(alice.sees(u"bob"_s, {}, false));
        QCOMPARE(bob.failures.last().code, ErrorCode::ConnectionLost);
        for (int i = 0; i < 5; ++i)
            alice.client.say(Lobby, u"missed %1"_s.arg(i));
        alice.client.say(u"#den"_s, u"den missed"_s);
        alice.client.say(u"@bob"_s, u"bob missed"_s);
        QTRY_COMPARE(alice.lines.size(), 9);

        bob.connect();
        QTRY_COMPARE(bob.pages.size(), 3);
        QMap<QString, QStringList> fetched;
        for (const ChatPage &page : bob.pages) {
            for (const ChatLine &line : page.lines)
                fetched[page.target].append(line.text);
        }
        QCOMPARE(fetched.value(Lobby), (QStringList{u"missed 0"_s, u"missed 1"_s, u"missed 2"_s, u"missed 3"_s, u"missed 4"_s}));
        QCOMPARE(fetched.value(u"#den"_s), QStringList{u"den missed"_s});
        QCOMPARE(fetched.value(u"@alice"_s), QStringList{u"bob missed"_s});
        // Back in both rooms.
        alice.client.say(u"#den"_s, u"den after"_s);
        QTRY_COMPARE(bob.texts(u"#den"_s), (QStringList{u"den before"_s, u"den after"_s}));
    }

    void whatWasUnderWayWhenTheConnectionWasLostIsRefused()
    {
        World world;
        Person alice(world, u"alice"_s);
        QVERIFY(alice.isIn());
        alice.pair->serverStream().hold();
        const qint64 ref = alice.client.say(Lobby, u"did it arrive?"_s);
        QTRY_COMPARE(world.history.lines(Lobby).size(), 1);
        alice.pair->clientStream().cut();
        QTRY_COMPARE(alice.refusals.size(), 1);
        QCOMPARE(alice.refusals.first().ref, ref);
        QCOMPARE(alice.refusals.first().code, ErrorCode::ConnectionLost);
        const qint64 late = alice.client.say(Lobby, u"too late"_s);
        QTRY_COMPARE(alice.refusals.size(), 2);
        QCOMPARE(alice.refusals.last().ref, late);
        QCOMPARE(world.history.lines(Lobby).size(), 1);
    }

    void theServersOwnWordReachesWhomItIsFor()
    {
        World world;
        Person alice(world, u"alice"_s);
        Person bob(world, u"bob"_s);
        QVERIFY(alice.isIn() && bob.isIn());
        world.hub.notify(u"bob"_s, u"only you"_s);
        world.hub.notify({}, u"closing soon"_s);
        QTRY_COMPARE(bob.texts(), (QStringList{u"only you"_s, u"closing soon"_s}));
        QTRY_COMPARE(alice.texts(), QStringList{u"closing soon"_s});
        QCOMPARE(alice.lines.first().seq, 0);
        QVERIFY(world.history.lines(Lobby).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestChat)
#include "tst_chat.moc"
