#include "tests/ui/file_dialog_hands.h"
#include "tests/ui/served_pages.h"
#include "ui/models/users_model.h"
#include "ui/server/account_editor.h"
#include "ui/server/roster_panel.h"
#include "ui/server/server_page.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTableView>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

/// Accounts from a file, with the file dialog and all.
class TestServerPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        m_served = std::make_unique<test::Served>();
        m_page = std::make_unique<ServerPage>(m_served->owner());
        QVERIFY(m_served->start());
        test::present(*m_page);
        m_panel = m_page->findChild<RosterPanel *>(u"roster-panel"_s);
        QVERIFY(m_panel && !m_panel->isVisible());
        m_accounts = m_page->findChild<QTableView *>(u"accounts"_s);
        QTRY_COMPARE(m_accounts->model()->rowCount(), 1);
    }
    void cleanupTestCase()
    {
        m_page.reset();
        m_served.reset();
    }

    void aRosterIsShownBeforeItIsImportedAndItsPasswordsAreSavedOnce()
    {
        // As the help says: account, name, groups.
        open(u"roster-open"_s, write(u"class.csv"_s, "account,name,groups\namy,Amy Pond,3B\nchen,陈晓明,3B;robotics\n"));
        auto *changes = m_panel->findChild<QListWidget *>(u"roster-changes"_s);
        QTRY_COMPARE(texts(*changes), (QStringList{u"new group 3B"_s, u"new group robotics"_s, u"new account Amy Pond (amy) · joins 3B"_s, u"new account 陈晓明 (chen) · joins 3B · joins robotics"_s}));
        QVERIFY(label(u"roster-summary"_s).startsWith(u"2 new, 0 changed"_s));
        QCOMPARE(m_accounts->model()->rowCount(), 1); // only shown so far
        test::picture(*m_page, u"roster-preview"_s);
        press(u"roster-import"_s);
        QTRY_VERIFY_WITH_TIMEOUT(button(u"roster-save"_s)->isVisible(), 30'000);
        QVERIFY(label(u"roster-summary"_s).startsWith(u"2 added"_s));
        QTRY_COMPARE(m_accounts->model()->rowCount(), 3);
        QVERIFY(!button(u"roster-import"_s)->isVisible());
        // What nobody could get back is not lost by one press, nor by another file.
        press(u"roster-close"_s);
        QVERIFY(m_panel->isVisible());
        QVERIFY(label(u"banner-text"_s).contains(u"not saved"_s));
        press(u"roster-open"_s);
        QVERIFY(button(u"roster-save"_s)->isVisible());
        test::picture(*m_page, u"roster-imported"_s);
        const QString sheet = m_served->folder() + u"/passwords.csv"_s;
        open(u"roster-save"_s, sheet);
        QTRY_VERIFY(label(u"banner-text"_s).contains(u"delete the file"_s));
        const QString saved = QString::fromUtf8(read(sheet));
        QVERIFY2(saved.contains(u"chen,陈晓明"_s), qPrintable(saved));
        QCOMPARE(QFile::permissions(sheet) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        press(u"roster-close"_s);
        QVERIFY(!m_panel->isVisible());
        // The passwords are right: one of them opens the door.
        const QString password = saved.section(u"chen,"_s, 1).section(u'\n', 0, 0).trimmed().section(u',', -1);
        Backend chen(m_served->pathsFor(u"chen"_s));
        client::Endpoint endpoint = m_served->owner().status().endpoint;
        endpoint.user = u"chen"_s;
        QVERIFY(security::KnownPeers(chen.paths().trustFile()).trust(endpoint.host, endpoint.port, m_served->owner().serverStatus().keyHash));
        chen.connectTo(endpoint, security::Secret::fromText(password));
        QTRY_VERIFY_WITH_TIMEOUT(chen.isOnline(), 20'000);
    }

    void aFileWithAFaultSaysWhichLineAndWhatIsExpectedAndChangesNothing()
    {
        const int before = m_accounts->model()->rowCount();
        open(u"roster-open"_s, write(u"bad.csv"_s, "account,name\ngood,Good\nbad name!,Bad\n"));
        QTRY_VERIFY(label(u"banner-text"_s).contains(u"Line 3"_s));
        QVERIFY(!button(u"roster-import"_s)->isVisible());
        test::picture(*m_page, u"roster-fault"_s);
        // Another one, from where one is. Who is not in it any more leaves the group, and keeps the account.
        open(u"roster-choose"_s, write(u"later.csv"_s, "account,name,groups\namy,Amy Williams,3B\n"));
        auto *changes = m_panel->findChild<QListWidget *>(u"roster-changes"_s);
        QTRY_COMPARE(texts(*changes), (QStringList{u"amy · is called Amy Williams"_s, u"chen · leaves 3B"_s}));
        QVERIFY(!m_panel->findChild<QComboBox *>()->isVisible()); // nobody is new
        press(u"roster-import"_s);
        QTRY_VERIFY(label(u"roster-summary"_s).startsWith(u"0 added"_s));
        QVERIFY(!button(u"roster-save"_s)->isVisible());
        open(u"roster-choose"_s, m_served->folder() + u"/later.csv"_s);
        QTRY_VERIFY(label(u"roster-summary"_s).contains(u"already so"_s));
        QVERIFY(!button(u"roster-import"_s)->isVisible());
        QCOMPARE(m_accounts->model()->rowCount(), before);
    }

    void onePanelIsOpenAtATime()
    {
        QVERIFY(m_panel->isVisible());
        const QModelIndex row = m_accounts->model()->index(0, 0);
        QTest::mouseClick(m_accounts->viewport(), Qt::LeftButton, {}, m_accounts->visualRect(row).center());
        auto *editor = m_page->findChild<AccountEditor *>();
        QTRY_VERIFY(editor->isVisible());
        QVERIFY(!m_panel->isVisible());
        test::picture(*m_page, u"account-editor"_s);
    }

private:
    QString write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_served->folder() + u'/' + name);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QAbstractButton *button(const QString &name) const { return m_page->findChild<QAbstractButton *>(name); }
    QString label(const QString &name) const
    {
        const auto *found = m_panel->findChild<QLabel *>(name);
        return found && found->isVisible() ? found->text() : QString();
    }
    static QStringList texts(const QListWidget &list)
    {
        QStringList all;
        for (int row = 0; row < list.count(); ++row)
            all.append(list.item(row)->text());
        return all;
    }
    void press(const QString &name)
    {
        QVERIFY2(button(name) && button(name)->isVisible() && button(name)->isEnabled(), qPrintable(name));
        QTest::mouseClick(button(name), Qt::LeftButton);
    }
    /// Presses a button that asks for a file, and gives it one.
    void open(const QString &name, const QString &path)
    {
        QVERIFY(!path.isEmpty());
        QVERIFY(test::answerFileDialog(path, [&] { press(name); }));
    }

    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<ServerPage> m_page;
    RosterPanel *m_panel = nullptr;
    QTableView *m_accounts = nullptr;
};

QTEST_MAIN(TestServerPage)
#include "tst_server_page.moc"
