#include "core/security/kept_keys.h"
#include "tests/ui/served_pages.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/widgets.h"

#include <QCheckBox>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include <sys/stat.h>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using client::ConnectionState;

namespace {

const QString First = u"correct horse battery"_s;
const QString Second = u"another horse battery"_s;

} // namespace

/// The Connect page of the whole window, with a sign-in that stays on this computer: real events, a real server over TLS, and the file that transomctl uses.
class TestSignIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        m_served = std::make_unique<test::Served>();
        QVERIFY(m_served->start());
        QVERIFY(addAccount(u"alice"_s));
        QVERIFY(addAccount(u"bob"_s));
        m_paths = m_served->pathsFor(u"alice"_s);
        m_alice = m_served->owner().status().endpoint;
        m_alice.user = u"alice"_s;
        m_bob = m_alice;
        m_bob.user = u"bob"_s;
        QVERIFY(security::KnownPeers(m_paths.trustFile()).trust(m_alice.host, m_alice.port, m_served->owner().serverStatus().keyHash));
    }
    void cleanupTestCase() { m_served.reset(); }
    void cleanup() { closeWindow(); }

    void theBoxIsNotTickedAndWithoutItNothingIsKept()
    {
        openWindow();
        QVERIFY(!stay()->isChecked());
        QVERIFY(hint().contains(u"can then sign in as you"_s));
        QVERIFY(hint().contains(u"password itself is not kept"_s));
        test::picture(*m_window, u"connect-first"_s);
        fillIn(m_alice, First);
        QTest::keyClick(field(u"password"_s), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Online, 20'000);
        Strand::waitForAll();
        QVERIFY(!QFile::exists(m_paths.keptKeysFile()));
        QVERIFY(field(u"password"_s)->text().isEmpty());
    }

    void aWrongPasswordIsNotKept()
    {
        openWindow();
        fillIn(m_alice, u"wrong horse battery"_s);
        tick();
        QTest::keyClick(field(u"password"_s), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Failed, 20'000);
        Strand::waitForAll();
        QVERIFY(!QFile::exists(m_paths.keptKeysFile()));
        QVERIFY(stay()->isChecked()); // for the next try
    }

    void tickedItIsKeptForItsOwnerAloneAndHoldsNoPassword()
    {
        openWindow();
        fillIn(m_alice, First);
        tick();
        test::picture(*m_window, u"connect-ticked"_s);
        QTest::mouseClick(button(u"connect-button"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Online, 20'000);
        QTRY_VERIFY(m_backend->signIns().isKept(m_alice));
        QVERIFY(kept(m_alice));
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(m_paths.keptKeysFile()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t{0600});
        QFile file(m_paths.keptKeysFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(!content.contains(First.toUtf8()) && !content.contains(First.toUtf8().toBase64()));
        QVERIFY(!stay()->isChecked());
        QTRY_VERIFY(find<QLabel>(u"saved-kept"_s));
        test::picture(*m_window, u"connect-kept-online"_s);
    }

    void theNextWindowWaitsAndOnePressOnTheSavedServerConnects()
    {
        openWindow();
        QTRY_VERIFY(find<QLabel>(u"saved-kept"_s));
        Strand::waitForAll();
        QCoreApplication::processEvents();
        QCOMPARE(state(), ConnectionState::Idle); // not by itself
        test::picture(*m_window, u"connect-saved"_s);
        QTest::mouseClick(saved(m_alice), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Online, 20'000);
        QVERIFY(m_backend->signIns().isByKept());
        QCOMPARE(m_backend->status().user, u"alice"_s);
    }

    void whoTypesTheServerIsToldThatNoPasswordIsNeededAndEnterConnects()
    {
        openWindow();
        fillIn(m_alice, {});
        QTRY_VERIFY(field(u"password"_s)->placeholderText().startsWith(u"Not needed"_s));
        QVERIFY(!stay()->isVisible() && button(u"forget-sign-in"_s)->isVisible());
        test::picture(*m_window, u"connect-not-needed"_s);
        // Another user of the same server is somebody else.
        QTest::keyClicks(field(u"user"_s), u"x"_s);
        QTRY_VERIFY(field(u"password"_s)->placeholderText().isEmpty());
        QVERIFY(stay()->isVisible());
        QTest::keyClick(field(u"user"_s), Qt::Key_Backspace);
        QTRY_VERIFY(!field(u"password"_s)->placeholderText().isEmpty());
        QTest::keyClick(field(u"user"_s), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Online, 20'000);
        QVERIFY(m_backend->signIns().isByKept());
    }

    void withNeitherASignInNorAPasswordItIsAskedForInPlace()
    {
        openWindow();
        fillIn(m_bob, {});
        QTest::mouseClick(button(u"connect-button"_s), Qt::LeftButton);
        QTRY_VERIFY(banner().contains(u"Enter the password of bob@"_s));
        QCOMPARE(state(), ConnectionState::Idle); // nothing was sent that would count as a wrong one
        QVERIFY(field(u"password"_s)->hasFocus());
    }

    void oneWhoIsConnectedIsNotTakenAwayByOnePress()
    {
        openWindow();
        fillIn(m_bob, First);
        tick();
        QTest::keyClick(field(u"password"_s), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Online, 20'000);
        QTRY_VERIFY(m_backend->signIns().isKept(m_bob) && m_backend->signIns().isKept(m_alice));
        QCoreApplication::processEvents();
        QTest::mouseClick(saved(m_alice), Qt::LeftButton);
        QTRY_VERIFY(banner().contains(u"Press Enter to connect as alice@"_s));
        test::picture(*m_window, u"connect-switch"_s);
        Strand::waitForAll();
        QCoreApplication::processEvents();
        QCOMPARE(state(), ConnectionState::Online);
        QCOMPARE(m_backend->status().user, u"bob"_s);
        QTest::keyClick(field(u"password"_s), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(state() == ConnectionState::Online && m_backend->status().user == u"alice"_s, 20'000);
    }

    void aSignInIsForgottenInTheMenuOfItsServer()
    {
        openWindow();
        QTRY_VERIFY(m_backend->signIns().isKept(m_bob));
        QCoreApplication::processEvents();
        QVERIFY(kept(m_bob));
        pressInMenu(*more(m_bob), u"forget-kept"_s);
        QTRY_VERIFY(!m_backend->signIns().isKept(m_bob));
        QVERIFY(!kept(m_bob));
        QVERIFY(kept(m_alice)); // only the one
        QTRY_VERIFY(saved(m_bob)); // the server itself stays
        QTest::mouseClick(saved(m_bob), Qt::LeftButton);
        QTRY_VERIFY(banner().contains(u"Enter the password of bob@"_s));
        QCOMPARE(state(), ConnectionState::Idle);
    }

    void aServerThatIsForgottenTakesItsSignInAlong()
    {
        QVERIFY(keepAsTransomctlDoes(m_bob));
        openWindow();
        QTRY_VERIFY(m_backend->signIns().isKept(m_bob));
        QCoreApplication::processEvents();
        pressInMenu(*more(m_bob), u"forget-server"_s);
        QTRY_VERIFY(!saved(m_bob));
        QTRY_VERIFY(!kept(m_bob));
        QVERIFY(saved(m_alice) && kept(m_alice));
    }

    void whatTransomctlKeepsOrForgetsIsSeenWhenTheWindowIsComeBackTo()
    {
        openWindow();
        fillIn(m_bob, {});
        QTRY_VERIFY(stay()->isVisible());
        QVERIFY(keepAsTransomctlDoes(m_bob));
        comeBack();
        QTRY_VERIFY(field(u"password"_s)->placeholderText().startsWith(u"Not needed"_s));
        QVERIFY(*security::KeptKeys(m_paths.keptKeysFile()).forget(m_bob.host, m_bob.port, m_bob.user));
        comeBack();
        QTRY_VERIFY(field(u"password"_s)->placeholderText().isEmpty());
    }

    void disconnectingCanForgetTheSignIn()
    {
        openWindow();
        QTRY_VERIFY(find<QLabel>(u"saved-kept"_s));
        QTest::mouseClick(saved(m_alice), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Online, 20'000);
        QTRY_VERIFY(m_backend->signIns().isKept(m_alice));
        QToolButton *bar = nullptr;
        for (auto *each : m_window->findChildren<QToolButton *>()) {
            if (each->toolTip() == u"Switch server"_s)
                bar = each;
        }
        QVERIFY(bar);
        pressInMenu(*bar, u"disconnect-and-forget"_s);
        QTRY_COMPARE(state(), ConnectionState::Idle);
        QTRY_VERIFY(!kept(m_alice));
        QTRY_VERIFY(!find<QLabel>(u"saved-kept"_s));
    }

    void aChangedPasswordIsAskedForInPlaceAndTheOldSignInIsDropped()
    {
        QVERIFY(keepAsTransomctlDoes(m_alice));
        QVERIFY(changePassword(u"alice"_s, Second));
        openWindow();
        QTRY_VERIFY(find<QLabel>(u"saved-kept"_s));
        QTest::mouseClick(saved(m_alice), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Failed, 20'000);
        QTRY_VERIFY2(banner().contains(u"has been changed since you signed in"_s), qPrintable(banner() + m_backend->status().error.text));
        QCOMPARE(state(), ConnectionState::Failed);
        QVERIFY(!kept(m_alice));
        QVERIFY(field(u"password"_s)->hasFocus());
        QVERIFY(field(u"password"_s)->placeholderText().isEmpty());
        QVERIFY(stay()->isVisible() && stay()->isChecked()); // as it was wanted before
        QTRY_VERIFY(!find<QLabel>(u"saved-kept"_s));
        test::picture(*m_window, u"connect-changed"_s);
        QTest::keyClicks(field(u"password"_s), Second);
        QTest::keyClick(field(u"password"_s), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Online, 20'000);
        QTRY_VERIFY(kept(m_alice));
    }

    void aFileThatOthersMayReadIsNotUsedAndSaidSo()
    {
        openWindow();
        QTRY_VERIFY(find<QLabel>(u"saved-kept"_s));
        QCOMPARE(::chmod(QFile::encodeName(m_paths.keptKeysFile()).constData(), 0644), 0);
        QTest::mouseClick(saved(m_alice), Qt::LeftButton);
        QTRY_VERIFY(banner().contains(u"chmod 600"_s));
        QVERIFY(banner().contains(u"Enter the password of alice@"_s));
        QVERIFY(banner().contains(m_paths.config)); // where it is
        QCOMPARE(state(), ConnectionState::Idle);
        test::picture(*m_window, u"connect-readable"_s);
        // The password is right all the same; but nothing is added to such a file, which would make it look safe again.
        QTRY_VERIFY(stay()->isVisible());
        tick();
        QTest::keyClicks(field(u"password"_s), Second);
        QTest::keyClick(field(u"password"_s), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::Online, 20'000);
        QTRY_VERIFY(banner().contains(u"is not kept"_s));
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(m_paths.keptKeysFile()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t{0644});
        QCOMPARE(::chmod(QFile::encodeName(m_paths.keptKeysFile()).constData(), 0600), 0);
        comeBack();
        QTRY_VERIFY(m_backend->signIns().isKept(m_alice));
    }

    void aKeyOfAServerThatShowsAnotherIdentityIsNotUsedAndStays()
    {
        const security::KnownPeers peers(m_paths.trustFile());
        QVERIFY(peers.trust(m_alice.host, m_alice.port, QByteArray(32, 'x')));
        openWindow();
        QTRY_VERIFY(find<QLabel>(u"saved-kept"_s));
        QTest::mouseClick(saved(m_alice), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(state(), ConnectionState::KeyChanged, 20'000);
        QVERIFY(kept(m_alice));
        QVERIFY(peers.trust(m_alice.host, m_alice.port, m_served->owner().serverStatus().keyHash));
    }

    void aSocketOfThisComputerHasNoSignInThatCouldBeKept()
    {
        openWindow();
        QTest::keyClicks(field(u"address"_s), u"unix:///run/transom.socket"_s);
        QTest::keyClicks(field(u"user"_s), u"alice"_s);
        QVERIFY(!stay()->isEnabled());
        QVERIFY(hint().contains(u"socket"_s));
    }

private:
    bool addAccount(const QString &name)
    {
        bool made = false;
        m_served->owner().server()->accounts().add({name, security::Secret::fromText(First), protocol::AllAccess, accounts::NoQuota}, this,
                                                   [&made](const Result<accounts::User> &user) { made = user.has_value(); });
        return QTest::qWaitFor([&made] { return made; }, 10'000);
    }
    bool changePassword(const QString &name, const QString &password)
    {
        bool changed = false;
        accounts::AccountChange change;
        change.password = security::Secret::fromText(password);
        m_served->owner().server()->accounts().change(name, change, this, [&changed](const Result<accounts::User> &user) { changed = user.has_value(); });
        return QTest::qWaitFor([&changed] { return changed; }, 10'000);
    }
    /// As `transomctl login` does: signs in by the password, and keeps what has come of it.
    bool keepAsTransomctlDoes(const client::Endpoint &endpoint)
    {
        client::ConnectionOptions options;
        options.trustFile = m_paths.trustFile();
        client::Connection connection(options);
        connection.open(endpoint, security::Secret::fromText(First));
        return QTest::qWaitFor([&] { return connection.link().session() != nullptr; }, 20'000)
            && security::KeptKeys(m_paths.keptKeysFile()).keep(endpoint.host, endpoint.port, endpoint.user, connection.link().session()->key()).has_value();
    }
    bool kept(const client::Endpoint &endpoint) const
    {
        const auto key = security::KeptKeys(m_paths.keptKeysFile()).find(endpoint.host, endpoint.port, endpoint.user);
        return key && *key;
    }

    void openWindow()
    {
        m_backend = std::make_unique<Backend>(m_paths);
        m_window = std::make_unique<MainWindow>(*m_backend);
        m_window->resize(1280, 800);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void closeWindow()
    {
        m_window.reset();
        m_backend.reset();
        Strand::waitForAll();
    }
    /// From another window, as from a terminal.
    void comeBack()
    {
        QWidget terminal;
        terminal.show();
        terminal.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&terminal));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    template<class T>
    T *find(const QString &name) const
    {
        T *found = m_window->findChild<T *>(name);
        return found && found->isVisible() ? found : nullptr;
    }
    QLineEdit *field(const QString &name) const { return m_window->findChild<QLineEdit *>(name); }
    QPushButton *button(const QString &name) const { return m_window->findChild<QPushButton *>(name); }
    QCheckBox *stay() const { return m_window->findChild<QCheckBox *>(u"stay-signed-in"_s); }
    QString hint() const { return m_window->findChild<QLabel *>(u"stay-hint"_s)->text(); }
    QString banner() const
    {
        const auto *banner = find<Banner>(u"connect-banner"_s);
        return banner ? banner->text() : QString();
    }
    ConnectionState state() const { return m_backend->status().state; }
    QPushButton *saved(const client::Endpoint &endpoint) const
    {
        for (auto *row : m_window->findChildren<QPushButton *>(u"saved-server"_s)) {
            if (row->text() == endpoint.display())
                return row;
        }
        return nullptr;
    }
    QToolButton *more(const client::Endpoint &endpoint) const { return saved(endpoint)->parentWidget()->findChild<QToolButton *>(u"saved-more"_s); }
    void fillIn(const client::Endpoint &endpoint, const QString &password)
    {
        QTest::keyClicks(field(u"address"_s), endpoint.address());
        QTest::keyClicks(field(u"user"_s), endpoint.user);
        QTest::keyClicks(field(u"password"_s), password);
    }
    void tick() { QTest::mouseClick(stay(), Qt::LeftButton, {}, QPoint(8, stay()->height() / 2)); }
    /// Opens the menu of a button and presses what is called so in it.
    void pressInMenu(QToolButton &opener, const QString &name)
    {
        bool pressed = false;
        QTimer::singleShot(0, this, [&] {
            // The menu runs its own loop by now.
            QMenu *menu = opener.menu();
            QVERIFY(QTest::qWaitFor([menu] { return menu->isVisible(); }));
            auto *action = menu->findChild<QAction *>(name);
            if (action)
                test::picture(*menu, u"menu-"_s + name);
            pressed = action != nullptr;
            if (action)
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            else
                menu->close();
        });
        QTest::mouseClick(&opener, Qt::LeftButton);
        QVERIFY(pressed);
    }

    std::unique_ptr<test::Served> m_served;
    client::Paths m_paths;
    client::Endpoint m_alice;
    client::Endpoint m_bob;
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestSignIn)
#include "tst_sign_in.moc"
