#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/tour/tour.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace transom;
using namespace Qt::StringLiterals;

/// The whole window, on real sockets, with real events; everything it keeps is in a folder of the test.
class TestWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        qputenv("TRANSOM_HOME", m_home.path().toLocal8Bit());
        ui::theme::apply(*qApp);
    }

    void aPersonGetsALineACommandAndAFileAcross()
    {
        ui::Backend backend(client::Paths::standard());
        ui::MainWindow window(backend);
        window.show();
        QCOMPARE(ui::runTour(window, backend, m_home.filePath(u"pictures"_s)), 0);
        QVERIFY(QDir(m_home.filePath(u"pictures"_s)).entryList({u"*.png"_s}).size() >= 8);
        QVERIFY(!backend.saved().entries().isEmpty());
    }

    void anAddressWhereNothingListensIsExplainedInPlace()
    {
        ui::Backend backend(client::Paths::standard());
        ui::MainWindow window(backend);
        window.show();
        auto *address = window.findChild<QLineEdit *>(u"address"_s);
        auto *connectButton = window.findChild<QPushButton *>(u"connect-button"_s);
        QTest::keyClicks(address, u"127.0.0.1:1"_s);
        QTest::mouseClick(connectButton, Qt::LeftButton);
        QVERIFY2(shows(window, u"name of your account"_s), "without a user it asks for one");
        QTest::keyClicks(window.findChild<QLineEdit *>(u"user"_s), u"alice"_s);
        QTest::keyClicks(window.findChild<QLineEdit *>(u"password"_s), u"whatever it is"_s);
        QTest::mouseClick(connectButton, Qt::LeftButton);
        QTRY_COMPARE(backend.status().state, client::ConnectionState::Failed);
        QCOMPARE(backend.status().error.code, ErrorCode::ConnectionRefused);
        QTRY_VERIFY(shows(window, backend.status().error.text));
    }

    void thePagesAreReachedByKeyAndTheWindowRemembersItsShape()
    {
        {
            ui::Backend backend(client::Paths::standard());
            ui::MainWindow window(backend);
            window.resize(1111, 777);
            window.show();
            window.activateWindow(); // shortcuts belong to the active window
            QVERIFY(QTest::qWaitForWindowActive(&window));
            QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
            QTRY_VERIFY(window.page(u"chat"_s)->isVisible());
            QTest::keyClick(&window, Qt::Key_F1);
            QTRY_VERIFY(window.page(u"help"_s)->isVisible());
            window.close();
        }
        ui::Backend backend(client::Paths::standard());
        ui::MainWindow window(backend);
        QCOMPARE(window.size(), QSize(1111, 777));
    }

    void everyButtonOfTheWindowHasAName()
    {
        ui::Backend backend(client::Paths::standard());
        ui::MainWindow window(backend);
        for (const auto *button : window.findChildren<QAbstractButton *>()) {
            const bool ofAnotherWidget = button->parent()->inherits("QTabBar") || button->parent()->inherits("QLineEdit") || button->parent()->inherits("QAbstractItemView") || button->parent()->inherits("QTabBar");
            if (isPutAway(button))
                continue; // it gets its text when it is shown
            QVERIFY2(ofAnotherWidget || !button->text().trimmed().isEmpty() || !button->accessibleName().isEmpty(),
                     qPrintable(QLatin1String(button->metaObject()->className()) + u" in "_s + QLatin1String(button->parent()->metaObject()->className())));
        }
    }

    void theChineseTranslationIsComplete()
    {
        QFile file(QStringLiteral(TRANSOM_SOURCE_DIR "/resources/translations/transom_zh_CN.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.count("<message") > 300);
        QCOMPARE(text.count("type=\"unfinished\""), 0);
    }

    void theHelpIsThereInBothLanguages()
    {
        const QDir english(u":/help/en"_s);
        const QDir chinese(u":/help/zh_CN"_s);
        QVERIFY(english.entryList().size() >= 8);
        QCOMPARE(chinese.entryList(), english.entryList());
    }

private:
    /// Hidden, itself or with what it is part of, and not merely on a page that is not in front.
    static bool isPutAway(const QWidget *widget)
    {
        for (; widget && !widget->isWindow(); widget = widget->parentWidget()) {
            if (widget->isHidden() && !qobject_cast<const QStackedWidget *>(widget->parentWidget()))
                return true;
        }
        return false;
    }

    static bool shows(const QWidget &window, const QString &text)
    {
        for (const auto *label : window.findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }

    QTemporaryDir m_home;
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
