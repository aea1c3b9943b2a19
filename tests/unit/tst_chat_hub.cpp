#include "core/base/limits.h"
#include "core/chat/chat_hub.h"
#include "core/chat/chat_rules.h"
#include "tests/support/memory_history.h"
#include "tests/support/session_pair.h"

#include <QTest>

using namespace transom;
using namespace transom::chat;
using namespace transom::protocol;
using namespace Qt::StringLiterals;

namespace {

/// Somebody at a chat: everything the hub tells them.
struct Person
{
    ChatHub &hub;
    ChatHub::MemberId id = 0;
    QList<Error> failures;
    QList<ChatWelcome> welcomes;
    QList<ChatLine> lines;
    QList<ChatRoom> rooms;
    QList<ChatPresence> presences;
    QList<ChatPage> pages;
    QList<ChatRefused> refusals;
    QStringList order; ///< kinds of what came, in its order

    Person(ChatHub &theHub, qint64 userId, const QString &user)
        : hub(theHub)
    {
        id = hub.enter(userId, user,
                       {[this](const Error &e) { failures += e; }, [this](const ChatWelcome &w) { welcomes += w; order += u"welcome"_s; },
                        [this](const ChatLine &l) { lines += l; order += u"line"_s; }, [this](const ChatRoom &r) { rooms += r; order += u"room"_s; },
                        [this](const ChatPresence &p) { presences += p; order += u"presence"_s; },
                        [this](const ChatPage &p) { pages += p; order += u"page"_s; }, [this](const ChatRefused &r) { refusals += r; order += u"refused"_s; }});
    }
    Person(const Person &) = delete;
    Person &operator=(const Person &) = delete;
    ~Person() { leave(); }
    void leave() { hub.leave(std::exchange(id, 0)); }

    bool arrive()
    {
        return test::waitUntil([this] { return !welcomes.isEmpty(); });
    }
    bool join(const QString &room)
    {
        const auto before = rooms.size();
        hub.join(id, room);
        return test::waitUntil([&] { return rooms.size() > before; });
    }
    void say(const QString &target, const QString &text, qint64 ref = 1) { hub.say(id, {target, text, ref}); }
    QStringList texts() const
    {
        QStringList list;
        for (const ChatLine &line : lines)
            list += line.text;
        return list;
    }
    /// A round trip through the hub: whatever was to come before it has come.
    bool settle()
    {
        const auto before = pages.size();
        hub.history(id, {Lobby, 0, 1});
        return test::waitUntil([&] { return pages.size() > before; });
    }
};

} // namespace

class TestChatHub : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLobbyIsThereFromTheBeginning()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        QVERIFY(alice.arrive());
        QCOMPARE(alice.welcomes.first().user, u"alice"_s);
        QCOMPARE(alice.welcomes.first().rooms, (QList<ChatRoomInfo>{{Lobby, 0, 0, false}}));
        QCOMPARE(alice.welcomes.first().online, QStringList{u"alice"_s});
    }

    void everybodyInARoomHearsTheSameInTheSameOrder()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        Person alice2(hub, 1, u"alice"_s);
        Person bob(hub, 2, u"bob"_s);
        for (Person *person : {&alice, &alice2, &bob})
            QVERIFY(person->arrive() && person->join(Lobby));
        for (int i = 1; i <= 20; ++i) {
            alice.say(Lobby, u"a%1"_s.arg(i), i);
            bob.say(Lobby, u"b%1"_s.arg(i), 1000 + i);
        }
        QVERIFY(test::waitUntil([&] { return alice.lines.size() == 40 && alice2.lines.size() == 40 && bob.lines.size() == 40; }));
        QCOMPARE(alice.texts(), bob.texts());
        QCOMPARE(alice2.texts(), bob.texts());
        for (int i = 0; i < 40; ++i) {
            QCOMPARE(alice.lines[i].seq, i + 1);
            QCOMPARE(alice.lines[i].target, Lobby);
            const bool byAlice = alice.lines[i].from == u"alice";
            QCOMPARE(alice.lines[i].ref != 0, byAlice);
            QCOMPARE(bob.lines[i].ref != 0, !byAlice);
            QCOMPARE(alice2.lines[i].ref, 0); // only the session that said it knows its ref
        }
        QVERIFY(alice.lines.first().time > 1'500'000'000'000);
    }

    void whoIsNotInARoomNeitherHearsNorSpeaksThere()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        Person bob(hub, 2, u"bob"_s);
        QVERIFY(alice.arrive() && bob.arrive() && alice.join(u"#Secret-Plans"_s));
        QCOMPARE(alice.rooms.first().room.name, u"#secret-plans"_s);
        bob.say(u"#secret-plans"_s, u"let me in"_s, 5);
        QVERIFY(test::waitUntil([&] { return !bob.refusals.isEmpty(); }));
        QCOMPARE(bob.refusals.first().code, ErrorCode::NoSuchRoom);
        QCOMPARE(bob.refusals.first().ref, 5);
        alice.say(u"#SECRET-PLANS"_s, u"alone"_s);
        QVERIFY(alice.settle() && bob.settle());
        QCOMPARE(alice.texts(), QStringList{u"alone"_s});
        QVERIFY(bob.lines.isEmpty());
        // And after leaving it.
        hub.part(alice.id, u"#secret-plans"_s);
        alice.say(u"#secret-plans"_s, u"gone"_s, 9);
        QVERIFY(test::waitUntil([&] { return !alice.refusals.isEmpty(); }));
        QCOMPARE(alice.refusals.first().ref, 9);
    }

    void whatIsSaidRightAfterJoiningIsHeard()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        hub.join(alice.id, u"#New"_s);
        alice.say(u"#new"_s, u"one"_s);
        alice.say(u"#NEW"_s, u"two"_s);
        hub.join(alice.id, u"#bad name"_s);
        alice.say(u"#bad name"_s, u"three"_s, 3);
        QVERIFY(test::waitUntil([&] { return alice.lines.size() == 2 && alice.refusals.size() == 2; }));
        QCOMPARE(alice.texts(), (QStringList{u"one"_s, u"two"_s}));
    }

    void aDirectMessageReachesBothSidesUnderEachOthersName()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        Person bob(hub, 2, u"bob"_s);
        Person bob2(hub, 2, u"bob"_s);
        Person carol(hub, 3, u"carol"_s);
        for (Person *person : {&alice, &bob, &bob2, &carol})
            QVERIFY(person->arrive() && person->join(Lobby));
        alice.say(u"@BOB"_s, u"psst"_s, 3);
        QVERIFY(test::waitUntil([&] { return alice.lines.size() == 1 && bob.lines.size() == 1 && bob2.lines.size() == 1; }));
        QCOMPARE(alice.lines.first().target, u"@bob"_s);
        QCOMPARE(alice.lines.first().ref, 3);
        QCOMPARE(bob.lines.first().target, u"@alice"_s);
        QCOMPARE(bob2.lines.first().target, u"@alice"_s);
        QCOMPARE(bob.lines.first().ref, 0);
        QVERIFY(carol.settle());
        QVERIFY(carol.lines.isEmpty());

        hub.history(bob.id, {u"@Alice"_s, 0, 10});
        QVERIFY(test::waitUntil([&] { return !bob.pages.isEmpty(); }));
        QCOMPARE(bob.pages.first().target, u"@alice"_s);
        QCOMPARE(bob.pages.first().lines.first().target, u"@alice"_s);
        QCOMPARE(bob.pages.first().lines.first().text, u"psst"_s);
        hub.history(carol.id, {u"@alice"_s, 0, 10}); // her own conversation with alice, which is empty
        QVERIFY(test::waitUntil([&] { return !carol.pages.isEmpty() && carol.pages.last().target == u"@alice"; }));
        QVERIFY(carol.pages.last().lines.isEmpty());
    }

    void whatIsSaidToSomebodyWhoIsAwayIsThereWhenTheyCome()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        QVERIFY(alice.arrive());
        alice.say(u"@bob"_s, u"call me"_s);
        QVERIFY(test::waitUntil([&] { return alice.lines.size() == 1; }));
        Person bob(hub, 2, u"bob"_s);
        QVERIFY(bob.arrive());
        QCOMPARE(bob.welcomes.first().conversations, (QList<ChatRoomInfo>{{u"@alice"_s, 1, 0, false}}));
        hub.read(bob.id, {u"@alice"_s, 1});
        QVERIFY(bob.settle());
        Person bob2(hub, 2, u"bob"_s);
        QVERIFY(bob2.arrive());
        QCOMPARE(bob2.welcomes.first().conversations, (QList<ChatRoomInfo>{{u"@alice"_s, 1, 1, false}}));
    }

    void targetsThatAreNoneAreRefused_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("nobody") << u"@mallory"_s << ErrorCode::NoSuchUser;
        QTest::newRow("neither") << u"lobby"_s << ErrorCode::BadArgument;
        QTest::newRow("empty") << QString() << ErrorCode::BadArgument;
        QTest::newRow("bad room") << u"#a b"_s << ErrorCode::BadName;
        QTest::newRow("endless") << u"@"_s + QString(60'000, u'x') << ErrorCode::BadName;
    }
    void targetsThatAreNoneAreRefused()
    {
        QFETCH(QString, target);
        QFETCH(ErrorCode, code);
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        QVERIFY(alice.arrive());
        alice.say(target, u"anybody?"_s, 77);
        QVERIFY(test::waitUntil([&] { return !alice.refusals.isEmpty(); }));
        QCOMPARE(alice.refusals.first().code, code);
        QCOMPARE(alice.refusals.first().ref, 77);
        QVERIFY(!alice.refusals.first().text.isEmpty());
        QVERIFY(encode(alice.refusals.first()).size() < 4096);
    }

    void presenceIsAboutPeopleNotAboutSessions()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        QVERIFY(alice.arrive() && alice.join(Lobby));
        Person bob(hub, 2, u"bob"_s);
        Person bob2(hub, 2, u"bob"_s);
        QVERIFY(bob.arrive() && bob2.arrive() && bob.join(Lobby) && bob2.join(Lobby));
        QCOMPARE(bob2.rooms.first().members, (QStringList{u"alice"_s, u"bob"_s}));
        QVERIFY(alice.settle());
        const auto told = [&] {
            QStringList list;
            for (const ChatPresence &p : std::exchange(alice.presences, {})) {
                if (p.user != u"alice")
                    list += p.user + (p.present ? u" in "_s : u" out "_s) + p.room;
            }
            return list;
        };
        QCOMPARE(told(), (QStringList{u"bob in "_s, u"bob in #lobby"_s}));
        bob.leave();
        QVERIFY(alice.settle());
        QCOMPARE(told(), QStringList());
        bob2.leave();
        QVERIFY(alice.settle());
        QCOMPARE(told(), (QStringList{u"bob out #lobby"_s, u"bob out "_s}));
    }

    void nothingComesBeforeTheWelcome()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        QVERIFY(alice.arrive() && alice.join(Lobby));
        Person bob(hub, 2, u"bob"_s);
        hub.notify({}, u"soon"_s);
        alice.say(u"@bob"_s, u"hi"_s);
        QVERIFY(bob.arrive());
        QVERIFY(bob.settle());
        QCOMPARE(bob.order.first(), u"welcome"_s);
        // Heard, or counted in the welcome, but never both and never neither.
        const auto &talks = bob.welcomes.first().conversations;
        QCOMPARE(bob.texts().count(u"hi"_s) + (talks.isEmpty() ? 0 : talks.first().lastSeq), 1);
    }

    void historyComesInPagesThatFitIntoAMessage()
    {
        test::MemoryHistory history;
        for (int i = 1; i <= 30; ++i)
            history.lines[Lobby].append({{}, i, u"bob"_s, 1, QString(10'000, u'x') + QString::number(i), 99});
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        QVERIFY(alice.arrive());
        QList<qint64> seqs;
        for (qint64 before = 0;;) {
            const auto count = alice.pages.size();
            hub.history(alice.id, {Lobby, before, 200});
            QVERIFY(test::waitUntil([&] { return alice.pages.size() > count; }));
            const ChatPage &page = alice.pages.last();
            QVERIFY(encode(page).size() <= static_cast<qsizetype>(limits::JsonPayload));
            QVERIFY(!page.lines.isEmpty());
            QCOMPARE(page.before, before);
            for (qsizetype i = page.lines.size() - 1; i >= 0; --i) {
                seqs += page.lines[i].seq;
                QCOMPARE(page.lines[i].ref, 0);
            }
            before = page.lines.first().seq;
            if (!page.more)
                break;
        }
        QCOMPARE(seqs.size(), 30);
        QCOMPARE(seqs.first(), 30);
        QCOMPARE(seqs.last(), 1);
    }

    void theLongestLineStillFitsIntoAPage()
    {
        test::MemoryHistory history;
        int length = limits::ChatText;
        while (!acceptableText(QString(length, u'"')))
            --length;
        history.lines[Lobby].append({{}, 1, u"bob"_s, 1, QString(length, u'"'), 0});
        history.lines[Lobby].append({{}, 2, u"bob"_s, 1, QString(length, u'"'), 0});
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        QVERIFY(alice.arrive());
        hub.history(alice.id, {Lobby, 0, 200});
        QVERIFY(test::waitUntil([&] { return !alice.pages.isEmpty(); }));
        QCOMPARE(alice.pages.first().lines.size(), 1);
        QVERIFY(alice.pages.first().more);
        QVERIFY(encode(alice.pages.first()).size() <= static_cast<qsizetype>(limits::JsonPayload));
    }

    void aServerWithThousandsOfRoomsAndManyPeopleWelcomesInOneMessageAndTellsTheRestAfterwards()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        std::vector<std::unique_ptr<Person>> crowd;
        for (int i = 0; i < 1000; ++i)
            crowd.push_back(std::make_unique<Person>(hub, 100 + i, u"somebody-in-a-crowd-with-quite-a-long-name-which-fills-messages-%1"_s.arg(i)));
        for (auto &person : crowd)
            QVERIFY(person->arrive());
        for (auto &person : crowd)
            hub.join(person->id, Lobby);
        for (int i = 0; i < 3000; ++i)
            history.lines[u"#a-room-with-a-name-%1"_s.arg(i)] = {};
        Person alice(hub, 1, u"alice"_s);
        QVERIFY(alice.arrive());
        const ChatWelcome &welcome = alice.welcomes.first();
        QVERIFY(encode(Accept{toJson(welcome)}).size() <= static_cast<qsizetype>(limits::JsonPayload));
        QCOMPARE(welcome.rooms.first().name, Lobby);
        QVERIFY(welcome.rooms.size() > 100);
        QVERIFY(test::waitUntil([&] { return welcome.online.size() + alice.presences.size() == 1001; }));
        alice.presences.clear();
        QVERIFY(alice.join(Lobby));
        QVERIFY(encode(alice.rooms.first()).size() <= static_cast<qsizetype>(limits::JsonPayload));
        QVERIFY(alice.settle());
        QSet<QString> members(alice.rooms.first().members.cbegin(), alice.rooms.first().members.cend());
        for (const ChatPresence &presence : std::as_const(alice.presences)) {
            QCOMPARE(presence.room, Lobby);
            members.insert(presence.user);
        }
        QCOMPARE(members.size(), 1001);
    }

    void theServersOwnLineReachesOneUserOrEverybodyAndIsNotKept()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        Person bob(hub, 2, u"bob"_s);
        QVERIFY(alice.arrive() && bob.arrive());
        hub.notify(u"bob"_s, u"to bob"_s);
        hub.notify({}, u"to all"_s);
        QVERIFY(alice.settle() && bob.settle());
        QCOMPARE(alice.texts(), QStringList{u"to all"_s});
        QCOMPARE(bob.texts(), (QStringList{u"to bob"_s, u"to all"_s}));
        QCOMPARE(bob.lines.first().from, QString());
        QCOMPARE(bob.lines.first().seq, 0);
        QVERIFY(history.lines.value(Lobby).isEmpty());
    }

    void aStoreThatFailsIsSaidAndNothingIsDelivered()
    {
        test::MemoryHistory history;
        ChatHub hub(history);
        Person alice(hub, 1, u"alice"_s);
        QVERIFY(alice.arrive() && alice.join(Lobby));
        history.broken = {ErrorCode::Internal, u"The store is broken."_s};
        alice.say(Lobby, u"lost"_s, 4);
        QVERIFY(test::waitUntil([&] { return !alice.refusals.isEmpty(); }));
        QCOMPARE(toJson(alice.refusals.first()), toJson(ChatRefused{4, Lobby, ErrorCode::Internal, u"The store is broken."_s}));
        QVERIFY(alice.lines.isEmpty());
        Person bob(hub, 2, u"bob"_s);
        QVERIFY(test::waitUntil([&] { return !bob.failures.isEmpty(); }));
        QCOMPARE(bob.failures.first().code, ErrorCode::Internal);
        QVERIFY(bob.welcomes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestChatHub)
#include "tst_chat_hub.moc"
