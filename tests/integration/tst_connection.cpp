// A client's connection to a real server, over its life.

#include "core/accounts/account_service.h"
#include "core/accounts/storage.h"
#include "core/client/connection.h"
#include "core/security/known_peers.h"
#include "core/server/server.h"
#include "tests/support/session_pair.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace transom;
using namespace Qt::StringLiterals;
using client::ConnectionState;

class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        auto storage = accounts::Storage::open(m_data.filePath(u"server.db"_s));
        QVERIFY(storage);
        const auto verifier = accounts::newVerifier(security::Secret("correct horse battery"));
        QVERIFY(verifier);
        QVERIFY((*storage)->runBlocking([&](accounts::Database &database) -> Result<void> {
            auto added = accounts::addUser(database, {u"alice"_s, *verifier, protocol::AllAccess, accounts::NoQuota, true});
            return added ? Result<void>() : tl::make_unexpected(added.error());
        }));
        storage->reset();
        server::ServerOptions options;
        options.dataDirectory = m_data.path();
        options.listen = {{u"127.0.0.1"_s, 0}};
        m_server = new server::Server(options);
        m_server->moveToThread(&m_thread);
        m_thread.start();
        connect(m_server, &server::Server::started, this, [this](const QStringList &addresses, const QByteArray &key) {
            m_port = addresses.first().section(u':', -1).toUShort();
            QVERIFY(security::KnownPeers(m_data.filePath(u"known"_s)).trust(u"127.0.0.1"_s, m_port, key));
        });
        m_server->start();
        QVERIFY(test::waitUntil([this] { return m_port != 0; }));
    }

    void cleanupTestCase()
    {
        QMetaObject::invokeMethod(m_server, [this] { delete m_server; }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    void whoeverComesBackWithAnotherPasswordIsNotLetInByTheFirst()
    {
        client::Connection connection(options());
        QCOMPARE(end(connection, "correct horse battery"), ConnectionState::Online);
        connection.close();
        QVERIFY(test::waitUntil([&] { return connection.status().state == ConnectionState::Idle; }));
        QCOMPARE(end(connection, "wrong horse battery"), ConnectionState::Failed);
        QCOMPARE(connection.status().error.code, ErrorCode::AuthenticationFailed);
    }

    void aKeyThatWasKeptSignsInWithoutAPassword()
    {
        security::SaltedKey key;
        {
            client::Connection connection(options());
            QCOMPARE(end(connection, "correct horse battery"), ConnectionState::Online);
            key = connection.link().session()->key();
            QVERIFY(!key.isEmpty());
        }
        client::Connection connection(options());
        QCOMPARE(end(connection, {}, key), ConnectionState::Online);
        connection.close();
        QVERIFY(test::waitUntil([&] { return connection.status().state == ConnectionState::Idle; }));

        auto old = key;
        old.salt = QByteArray(16, 'x');
        QCOMPARE(end(connection, {}, old), ConnectionState::Failed);
        QCOMPARE(connection.status().error.code, ErrorCode::AuthenticationFailed);
        QVERIFY(connection.status().error.text.contains(u"another password"));
        // With the password beside it, an old key does no harm.
        QCOMPARE(end(connection, "correct horse battery", old), ConnectionState::Online);
    }

private:
    client::ConnectionOptions options() const
    {
        client::ConnectionOptions options;
        options.trustFile = m_data.filePath(u"known"_s);
        options.statusEveryMs = 0;
        return options;
    }
    /// Where it gets to.
    ConnectionState end(client::Connection &connection, QByteArrayView password, const security::SaltedKey &key = {})
    {
        connection.open({u"127.0.0.1"_s, m_port, u"alice"_s, false}, security::Secret(password), key);
        const auto state = [&] { return connection.status().state; };
        (void)test::waitUntil([&] { return state() == ConnectionState::Online || state() == ConnectionState::Failed; });
        return state();
    }

    QTemporaryDir m_data;
    QThread m_thread;
    server::Server *m_server = nullptr;
    quint16 m_port = 0;
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
