#include "core/protocol/chat_messages.h"
#include "core/protocol/command_messages.h"
#include "core/session/keepalive.h"
#include "tests/support/session_pair.h"

#include <QSignalSpy>
#include <QTest>
#include <QtEndian>

using namespace transom;
using namespace transom::session;
using namespace Qt::StringLiterals;
using protocol::MessageType;
using test::SessionPair;
using test::waitUntil;

namespace {

QByteArray frame(MessageType type, quint32 channel, const QByteArray &payload, quint8 flags = 0)
{
    return wire::encodeFrame({static_cast<quint8>(type), flags, ChannelId{channel}, payload});
}

QByteArray hello()
{
    return frame(MessageType::Hello, 0, protocol::encode(protocol::Hello{}));
}

/// A server's session with a bare wire at the other end: what a hostile or foolish peer would have.
class BareClient : public QObject
{
public:
    explicit BareClient(const ServiceRegistry &services)
    {
        m_authenticator.add(u"alice"_s, "password", protocol::AllAccess);
        transport::MemoryStream::Options options;
        options.channelBinding = QByteArray(32, 'c');
        auto [serverEnd, clientEnd] = transport::MemoryStream::pair(options);
        wire = std::move(clientEnd);
        ServerConfig config;
        config.authenticator = &m_authenticator;
        config.services = &services;
        server = std::make_unique<ServerSession>(std::move(serverEnd), config);
        connect(server.get(), &Session::closed, this, [this](const Error &error) {
            reason = error;
            closed = true;
        });
    }

    std::unique_ptr<transport::MemoryStream> wire;
    std::unique_ptr<ServerSession> server;
    Error reason;
    bool closed = false;

private:
    test::MemoryAuthenticator m_authenticator;
};

/// Echoes DATA, with credit given back at once, and ends when the input ends.
void addEcho(ServiceRegistry &services)
{
    services.add("command.run", [](Channel &channel, const QJsonObject &) {
        channel.accept();
        QObject::connect(&channel, &Channel::data, &channel, [&channel](const QByteArray &bytes, quint8 flags) {
            channel.sendData(bytes, flags);
            channel.consumed(bytes.size());
        });
        QObject::connect(&channel, &Channel::inputEnded, &channel, [&channel] { channel.end(QJsonObject{{u"done"_s, true}}); });
        QObject::connect(&channel, &Channel::cancelled, &channel, [&channel] { channel.fail({ErrorCode::Cancelled, {}}); });
    });
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aUserSignsInAndBothSidesKnowWhoItIs()
    {
        ServiceRegistry services;
        SessionPair pair(services, protocol::Permission::Chat);
        QCOMPARE(pair.client().principal().user, u"alice"_s);
        QCOMPARE(pair.server().principal().user, u"alice"_s);
        QCOMPARE(pair.client().principal().access, protocol::Access(protocol::Permission::Chat));
        QCOMPARE(pair.authenticator().outcomes, QList<ErrorCode>{ErrorCode::None});
    }

    void signInWorksHoweverTheBytesAreCut()
    {
        ServiceRegistry services;
        for (const qsizetype size : {1, 2, 3, 7, 11, 12, 13, 64}) {
            transport::MemoryStream::Options wire;
            wire.largestRead = size;
            SessionPair pair(services, protocol::AllAccess, SessionPair::Start::SignedIn, wire);
            QCOMPARE(pair.client().state(), State::SignedIn);
        }
    }

    void aServerWithoutBindingIsRefusedBeforeAnythingIsSent()
    {
        ServiceRegistry services;
        test::MemoryAuthenticator authenticator;
        auto [serverEnd, clientEnd] = transport::MemoryStream::pair({});
        auto *wire = clientEnd.get();
        ServerSession server(std::move(serverEnd), {u"s"_s, u"s"_s, &authenticator, &services});
        ClientConfig config;
        config.user = u"alice"_s;
        ClientSession client(std::move(clientEnd), std::move(config));
        QSignalSpy closed(&client, &Session::closed);
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::NotSecure);
        QVERIFY(wire->transcript().isEmpty());
    }

    void aKeyThatIsNotTrustedIsRefusedBeforeAnythingIsSent()
    {
        ServiceRegistry services;
        test::MemoryAuthenticator authenticator;
        transport::MemoryStream::Options options;
        options.channelBinding = QByteArray(32, 'c');
        options.keyHash = QByteArray(32, 'k');
        auto [serverEnd, clientEnd] = transport::MemoryStream::pair(options);
        auto *wire = clientEnd.get();
        ServerSession server(std::move(serverEnd), {u"s"_s, u"s"_s, &authenticator, &services});
        ClientConfig config;
        config.user = u"alice"_s;
        QByteArray seen;
        config.checkPeerKey = [&](const QByteArray &hash) -> Result<void> {
            seen = hash;
            return fail(ErrorCode::PeerKeyChanged);
        };
        ClientSession client(std::move(clientEnd), std::move(config));
        QSignalSpy closed(&client, &Session::closed);
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::PeerKeyChanged);
        QCOMPARE(seen, options.keyHash);
        QVERIFY(wire->transcript().isEmpty());
    }

    void wrongPasswordsAndUnknownUsersLookTheSame_data()
    {
        QTest::addColumn<QString>("user");
        QTest::newRow("wrong password") << u"alice"_s;
        QTest::newRow("unknown user") << u"mallory"_s;
    }
    void wrongPasswordsAndUnknownUsersLookTheSame()
    {
        QFETCH(QString, user);
        ServiceRegistry services;
        test::MemoryAuthenticator authenticator;
        authenticator.add(u"alice"_s, "correct horse", protocol::AllAccess);
        transport::MemoryStream::Options options;
        options.channelBinding = QByteArray(32, 'c');
        auto [serverEnd, clientEnd] = transport::MemoryStream::pair(options);
        ServerSession server(std::move(serverEnd), {u"s"_s, u"s"_s, &authenticator, &services});
        ClientConfig config;
        config.user = user;
        config.password = security::Secret(QByteArray("wrong horse"));
        ClientSession client(std::move(clientEnd), std::move(config));
        QSignalSpy closed(&client, &Session::closed);
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::AuthenticationFailed);
        QCOMPARE(authenticator.outcomes, QList<ErrorCode>{ErrorCode::AuthenticationFailed});
    }

    void aDisabledAccountIsToldSoOnlyAfterTheRightPassword()
    {
        ServiceRegistry services;
        test::MemoryAuthenticator authenticator;
        authenticator.add(u"alice"_s, "correct horse", protocol::AllAccess, false);
        transport::MemoryStream::Options options;
        options.channelBinding = QByteArray(32, 'c');
        auto [serverEnd, clientEnd] = transport::MemoryStream::pair(options);
        ServerSession server(std::move(serverEnd), {u"s"_s, u"s"_s, &authenticator, &services});
        ClientConfig config;
        config.user = u"alice"_s;
        config.password = security::Secret(QByteArray("correct horse"));
        ClientSession client(std::move(clientEnd), std::move(config));
        QSignalSpy closed(&client, &Session::closed);
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::AccountDisabled);
    }

    void whatBreaksTheProtocolEndsTheSessionWithItsReason_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: here\r\n\r\n") << ErrorCode::NotTransom;
        QTest::newRow("SSH") << QByteArray("SSH-2.0-OpenSSH_9.2p1\r\n") << ErrorCode::NotTransom;
        QTest::newRow("huge frame") << QByteArray::fromHex("7fffffff01000000""00000000") << ErrorCode::FrameTooLarge;
        QTest::newRow("largest unsigned length") << QByteArray::fromHex("ffffffff01000000""00000000") << ErrorCode::FrameTooLarge;
        QTest::newRow("above the handshake's limit") << QByteArray::fromHex("0000100101000000""00000000") << ErrorCode::FrameTooLarge;
        QTest::newRow("reserved not zero") << QByteArray::fromHex("0000000001000001""00000000") << ErrorCode::BadFrame;
        QTest::newRow("HELLO on a channel") << QByteArray::fromHex("0000000001000000""00000001") << ErrorCode::BadFrame;
        QTest::newRow("OPEN before sign-in") << frame(MessageType::Open, 1, "{}") << ErrorCode::WrongState;
        QTest::newRow("PING before sign-in") << frame(MessageType::Ping, 0, QByteArray(8, 'p')) << ErrorCode::WrongState;
        QTest::newRow("a server's message") << frame(MessageType::AuthChallenge, 0, "{}") << ErrorCode::WrongDirection;
        QTest::newRow("unknown type before sign-in") << QByteArray::fromHex("00000000ee000000""00000000") << ErrorCode::UnknownMessage;
        QTest::newRow("no JSON") << frame(MessageType::Hello, 0, "hello") << ErrorCode::BadMessage;
        QTest::newRow("JSON list") << frame(MessageType::Hello, 0, "[1]") << ErrorCode::BadMessage;
        QTest::newRow("JSON too deep") << frame(MessageType::Hello, 0, QByteArray(40, '[') + QByteArray(40, ']')) << ErrorCode::BadMessage;
        QTest::newRow("fields missing") << frame(MessageType::Hello, 0, "{}") << ErrorCode::BadMessage;
        QTest::newRow("no version in common")
                << frame(MessageType::Hello, 0, R"({"protocol":"transom","versions":[99],"limits":{"data":1,"json":1,"channels":1,"credit":1}})")
                << ErrorCode::VersionMismatch;
        QTest::newRow("another protocol's hello")
                << frame(MessageType::Hello, 0, R"({"protocol":"other","versions":[1],"limits":{"data":1,"json":1,"channels":1,"credit":1}})")
                << ErrorCode::NotTransom;
        QTest::newRow("HELLO twice") << hello() + hello() << ErrorCode::WrongState;
        QTest::newRow("AUTH_RESPONSE first") << hello() + frame(MessageType::AuthResponse, 0, R"({"message":"c=biws"})") << ErrorCode::WrongState;
        QTest::newRow("another mechanism")
                << hello() + frame(MessageType::AuthStart, 0, R"({"mechanism":"PLAIN","message":"x"})") << ErrorCode::Unsupported;
        QTest::newRow("unbound SCRAM on a bound stream")
                << hello() + frame(MessageType::AuthStart, 0, R"({"mechanism":"SCRAM-SHA-256","message":"n,,n=alice,r=abc"})") << ErrorCode::Unsupported;
    }
    void whatBreaksTheProtocolEndsTheSessionWithItsReason()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorCode, code);
        ServiceRegistry services;
        BareClient client(services);
        client.wire->write(bytes);
        QVERIFY(waitUntil([&] { return client.closed; }));
        QCOMPARE(client.reason.code, code);
        QVERIFY(!describe(client.reason).isEmpty());
    }

    void aPeerIsToldWhyItIsLeft()
    {
        ServiceRegistry services;
        SessionPair pair(services);
        QSignalSpy closed(&pair.client(), &Session::closed);
        pair.server().leave({ErrorCode::ShuttingDown, u"Back at noon."_s, 5000});
        QVERIFY(closed.wait(20'000));
        const auto reason = closed[0][0].value<Error>();
        QCOMPARE(reason, (Error{ErrorCode::ShuttingDown, u"Back at noon."_s, 5000}));
    }

    void aCutWireIsALossAndEndsEveryChannelOnce()
    {
        ServiceRegistry services;
        addEcho(services);
        SessionPair pair(services);
        Channel *channel = pair.client().open(protocol::CommandRun{});
        QVERIFY(channel);
        QSignalSpy channelClosed(channel, &Channel::closed);
        QSignalSpy accepted(channel, &Channel::accepted);
        QVERIFY(accepted.wait(20'000));
        QSignalSpy sessionClosed(&pair.client(), &Session::closed);
        pair.clientStream().cut();
        QCOMPARE(channelClosed.size(), 1);
        QCOMPARE(channelClosed[0][0].value<Error>().code, ErrorCode::ConnectionLost);
        QCOMPARE(sessionClosed[0][0].value<Error>().code, ErrorCode::ConnectionLost);
    }

    void dataGoesThereAndBackInOrderUnderCredit()
    {
        ServiceRegistry services;
        addEcho(services);
        transport::MemoryStream::Options wire;
        wire.largestRead = 4093;
        SessionPair pair(services, protocol::AllAccess, SessionPair::Start::SignedIn, wire);
        Channel *channel = pair.client().open(protocol::CommandRun{});
        QByteArray sent(5'000'000, Qt::Uninitialized);
        for (qsizetype i = 0; i < sent.size(); ++i)
            sent[i] = static_cast<char>(i * 31 + i / 257);
        QByteArray back;
        qsizetype at = 0;
        const auto feed = [&] {
            while (at < sent.size() && channel->sendable() > 0) {
                const auto length = std::min<qsizetype>(channel->sendable(), sent.size() - at);
                channel->sendData(sent.mid(at, length));
                at += length;
            }
            if (at == sent.size())
                channel->end();
        };
        connect(channel, &Channel::writable, channel, feed);
        connect(channel, &Channel::data, channel, [&](const QByteArray &bytes) {
            back += bytes;
            channel->consumed(bytes.size());
        });
        QSignalSpy closed(channel, &Channel::closed);
        feed();
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::None);
        QCOMPARE(closed[0][1].toJsonObject(), (QJsonObject{{u"done"_s, true}}));
        QVERIFY(back == sent);
    }

    void aReceiverOfMuchFindsOutHowFarTheSenderIs()
    {
        // Its window grows with the distance, and nobody else asks for it.
        ServiceRegistry services;
        addEcho(services);
        SessionPair pair(services);
        Channel *channel = pair.client().open(protocol::CommandRun{});
        QSignalSpy pongs(&pair.server(), &Session::pong);
        channel->sendData(QByteArray(1000, 'x'));
        QSignalSpy echoed(channel, &Channel::data);
        QVERIFY(echoed.wait());
        QCOMPARE(pair.server().stats().roundTripNs, -1); // not for a little
        channel->sendData(QByteArray(limits::InitialCredit - 1000, 'x'));
        QVERIFY(pongs.wait());
        QVERIFY(pair.server().stats().roundTripNs > 0);
    }

    void aReaderThatDoesNotConsumeStopsTheSender()
    {
        ServiceRegistry services;
        addEcho(services);
        SessionPair pair(services);
        Channel *channel = pair.client().open(protocol::CommandRun{});
        qint64 received = 0;
        connect(channel, &Channel::data, channel, [&](const QByteArray &bytes) { received += bytes.size(); });
        qint64 sent = 0;
        const auto feed = [&] {
            while (channel->sendable() > 0) {
                const qint64 length = std::min<qint64>(channel->sendable(), 10'000);
                channel->sendData(QByteArray(length, 'x'));
                sent += length;
            }
        };
        connect(channel, &Channel::writable, channel, feed);
        feed();
        // The echo comes back until our credit is used up and not a byte further, however much waits over there.
        QVERIFY(waitUntil([&] { return received == limits::InitialCredit; }));
        QSignalSpy pong(&pair.client(), &Session::pong);
        pair.client().ping();
        QVERIFY(pong.wait(20'000));
        QCOMPARE(received, limits::InitialCredit);
        channel->consumed(received);
        QVERIFY(waitUntil([&] { return received > limits::InitialCredit; }));
    }

    void sendingMoreThanTheCreditEndsTheSession()
    {
        ServiceRegistry services;
        services.add("command.run", [](Channel &channel, const QJsonObject &) { channel.accept(); });
        SessionPair pair(services);
        QSignalSpy closed(&pair.server(), &Session::closed);
        QVERIFY(pair.client().open(protocol::CommandRun{}));
        // Past the channel's own arithmetic, straight onto the wire.
        for (int i = 0; i < 2; ++i)
            pair.clientStream().write(frame(MessageType::Data, 1, QByteArray(limits::DataPayload, 'x')));
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::CreditExceeded);
    }

    void servicesAreRefusedForTheirReasons()
    {
        ServiceRegistry services;
        addEcho(services);
        SessionPair pair(services, protocol::Permission::Chat);
        const auto refusal = [&](const QString &service) {
            Channel *channel = pair.client().open(service, {});
            QSignalSpy closed(channel, &Channel::closed);
            return closed.wait(20'000) ? closed[0][0].value<Error>().code : ErrorCode::Internal;
        };
        QCOMPARE(refusal(u"command.run"_s), ErrorCode::PermissionDenied);
        QCOMPARE(refusal(u"no.such"_s), ErrorCode::UnknownService);
        QCOMPARE(refusal(u"chat"_s), ErrorCode::UnknownService); // known, not offered here
        QCOMPARE(pair.client().state(), State::SignedIn);
    }

    void cancelledChannelsEndWhenTheirCleanUpHasEnded()
    {
        ServiceRegistry services;
        Channel *atServer = nullptr;
        services.add("command.run", [&](Channel &channel, const QJsonObject &) {
            atServer = &channel;
            channel.accept();
        });
        SessionPair pair(services);
        Channel *channel = pair.client().open(protocol::CommandRun{});
        QSignalSpy closed(channel, &Channel::closed);
        QVERIFY(waitUntil([&] { return atServer != nullptr; }));
        QSignalSpy cancelled(atServer, &Channel::cancelled);
        channel->cancel();
        QVERIFY(cancelled.wait(20'000));
        QCOMPARE(closed.size(), 0);
        QCOMPARE(pair.server().stats().channels, 1);
        atServer->fail({ErrorCode::Cancelled, {}});
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::Cancelled);
        QCOMPARE(pair.server().stats().channels, 0);
    }

    void channelsOpenedAndCancelledInAHurryEndTheSession()
    {
        ServiceRegistry services;
        services.add("command.run", [](Channel &channel, const QJsonObject &) {
            QObject::connect(&channel, &Channel::cancelled, &channel, [&channel] { channel.fail({ErrorCode::Cancelled, {}}); });
        });
        SessionPair pair(services);
        QSignalSpy closed(&pair.server(), &Session::closed);
        for (int i = 0; i < 1000 && closed.isEmpty(); ++i) {
            if (Channel *channel = pair.client().open(protocol::CommandRun{}))
                channel->cancel();
            QCoreApplication::processEvents();
        }
        QVERIFY(waitUntil([&] { return !closed.isEmpty(); }));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::Flooding);
    }

    void noMoreChannelsAreOpenedThanAllowed()
    {
        ServiceRegistry services;
        services.add("command.run", [](Channel &channel, const QJsonObject &) { channel.accept(); });
        SessionPair pair(services);
        for (int i = 0; i < limits::Channels; ++i)
            QVERIFY(pair.client().open(protocol::CommandRun{}));
        QVERIFY(!pair.client().open(protocol::CommandRun{}));
        QCOMPARE(pair.client().freeChannels(), 0);
    }

    void pingsComeBackAndTooManyEndTheSession()
    {
        ServiceRegistry services;
        SessionPair pair(services);
        QSignalSpy pong(&pair.client(), &Session::pong);
        pair.client().ping();
        QVERIFY(pong.wait(20'000));
        QVERIFY(pair.client().stats().roundTripNs > 0);
        QSignalSpy closed(&pair.server(), &Session::closed);
        for (int i = 0; i < 20; ++i)
            pair.client().ping();
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::Flooding);
    }

    void unknownMessagesAreSkippedUnlessTheyAreCritical()
    {
        ServiceRegistry services;
        SessionPair pair(services);
        pair.clientStream().write(wire::encodeFrame({0xee, 0, ChannelId{0}, "from the future"}));
        QSignalSpy pong(&pair.client(), &Session::pong);
        pair.client().ping();
        QVERIFY(pong.wait(20'000));
        QSignalSpy closed(&pair.server(), &Session::closed);
        pair.clientStream().write(wire::encodeFrame({0xee, wire::flag::Critical, ChannelId{0}, "from the future"}));
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::UnknownMessage);
    }

    void permissionsCanChangeWhileTheSessionLasts()
    {
        ServiceRegistry services;
        addEcho(services);
        SessionPair pair(services);
        QSignalSpy changed(&pair.client(), &Session::principalChanged);
        Principal principal = pair.server().principal();
        principal.access = protocol::Permission::Chat;
        pair.server().updatePrincipal(principal);
        QVERIFY(changed.wait(20'000));
        QCOMPARE(pair.client().principal().access, protocol::Access(protocol::Permission::Chat));
        Channel *channel = pair.client().open(protocol::CommandRun{});
        QSignalSpy closed(channel, &Channel::closed);
        QVERIFY(closed.wait(20'000));
        QCOMPARE(closed[0][0].value<Error>().code, ErrorCode::PermissionDenied);
    }

    void aChatLineOvertakesABulkTransfer()
    {
        ServiceRegistry services;
        services.add("files.put", [](Channel &channel, const QJsonObject &) { channel.accept(); });
        services.add("chat", [](Channel &channel, const QJsonObject &) { channel.accept(); });
        SessionPair pair(services);
        Channel *bulk = pair.client().open(u"files.put"_s, {}, Priority::Bulk);
        Channel *chat = pair.client().open(u"chat"_s, {});
        pair.clientStream().hold();
        const qsizetype before = pair.clientStream().transcript().size();
        bulk->sendData(QByteArray(limits::InitialCredit, 'b'));
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents();
        chat->send(protocol::ChatSay{u"#lobby"_s, u"hello"_s, 1});
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents();
        // The wire takes nothing, and still the line has been handed to it: only one bulk frame can be before it.
        const QByteArray written = pair.clientStream().transcript().mid(before);
        const qsizetype line = written.indexOf("hello");
        QVERIFY(line > 0);
        QVERIFY(line <= limits::DataPayload + 2 * limits::SendQueue);
    }

    void tapsNeverSeeSecrets()
    {
        struct Listener : wire::Tap
        {
            void frame(SessionId, wire::Direction, const wire::Frame &frame) override { frames.append(frame); }
            void refused(SessionId, const Error &) override {}
            QList<wire::Frame> frames;
        };
        ServiceRegistry services;
        auto listener = std::make_shared<Listener>();
        SessionPair pair(services, protocol::AllAccess, SessionPair::Start::Manually);
        pair.client().setTap(listener);
        QVERIFY(waitUntil([&] { return pair.client().state() == State::SignedIn; }));
        int secrets = 0;
        for (const auto &frame : std::as_const(listener->frames)) {
            if (protocol::findMessage(frame.type)->secret) {
                ++secrets;
                QVERIFY(!frame.payload.isEmpty());
                QCOMPARE(frame.payload.count('\0'), frame.payload.size());
            }
        }
        QCOMPARE(secrets, 3);
    }

    void keepalivePingsAfterSilenceAndGivesUpAfterMore()
    {
        Keepalive keepalive;
        keepalive.started(1000);
        QCOMPARE(keepalive.check(1000 + 14'999), Keepalive::Verdict::Fine);
        QCOMPARE(keepalive.check(1000 + 15'000), Keepalive::Verdict::SendPing);
        keepalive.pinged(16'000);
        QCOMPARE(keepalive.check(17'000), Keepalive::Verdict::Fine);
        QCOMPARE(keepalive.check(31'000), Keepalive::Verdict::SendPing);
        QCOMPARE(keepalive.check(46'000), Keepalive::Verdict::Dead);
        keepalive.heard(45'000);
        QCOMPARE(keepalive.check(46'000), Keepalive::Verdict::Fine);
    }

    void windowsGrowOnlyWhileTheyAreWhatSlowsTheSender()
    {
        ReceiveWindow quick(limits::InitialCredit);
        qint64 now = 1'000'000'000;
        for (int i = 0; i < 200; ++i) {
            QVERIFY(quick.received(limits::InitialCredit / 2));
            (void)quick.consumed(limits::InitialCredit / 2, now += 100'000, 1'000'000, limits::SessionCredit);
        }
        QCOMPARE(quick.size(), limits::LargestCredit);

        ReceiveWindow slow(limits::InitialCredit);
        for (int i = 0; i < 200; ++i) {
            QVERIFY(slow.received(limits::InitialCredit / 2));
            (void)slow.consumed(limits::InitialCredit / 2, now += 100'000'000, 1'000'000, limits::SessionCredit);
        }
        QCOMPARE(slow.size(), limits::InitialCredit);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
