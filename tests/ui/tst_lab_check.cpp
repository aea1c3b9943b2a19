#include "tests/ui/file_dialog_hands.h"
#include "tests/ui/served_pages.h"
#include "ui/lab/check/check_shelf.h"

#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QUrl>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

/// The shelf with real programs, by real clicks.
class TestLabCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QVERIFY(m_files.isValid());
    }
    void init()
    {
        m_backend = std::make_unique<Backend>(m_served.pathsFor(u"learner"_s));
        m_shelf = std::make_unique<CheckShelf>(*m_backend);
        test::present(*m_shelf);
    }
    void cleanup()
    {
        m_shelf.reset();
        m_backend.reset();
    }

    void anEmptyShelfSaysWhatToDo()
    {
        QVERIFY(!button(u"check-run"_s)->isEnabled());
        bool said = false;
        for (const auto *label : m_shelf->findChildren<QLabel *>())
            said = said || (label->isVisible() && label->text().contains(u"drop its file here"_s));
        QVERIFY(said);
        test::picture(*m_shelf, u"check-empty"_s);
    }

    void aDroppedProgramIsTriedAndItsMistakeNamed()
    {
        m_shelf->open(u"upper"_s);
        drop(program(u"decoding_upper.py"_s));
        QVERIFY(m_shelf->findChild<QLineEdit *>(u"check-program"_s)->text().endsWith(u"decoding_upper.py"_s));
        press(u"check-run"_s);
        QVERIFY(button(u"check-stop"_s)->isVisible());
        QVERIFY(!button(u"check-run"_s)->isEnabled());
        auto *summary = m_shelf->findChild<QLabel *>(u"check-summary"_s);
        QTRY_VERIFY_WITH_TIMEOUT(summary->text().contains(u"passed"_s) && button(u"check-run"_s)->isEnabled(), 120'000);
        QVERIFY2(summary->text().contains(u"2 failed"_s), qPrintable(summary->text()));
        auto *list = m_shelf->findChild<QListWidget *>(u"check-trials"_s);
        // The first failure is shown by itself.
        QCOMPARE(list->currentItem()->text(), u"Half a character – failed"_s);
        QVERIFY(m_shelf->findChild<QLabel *>(u"check-hint"_s)->isVisible());
        QVERIFY(m_shelf->findChild<QLabel *>(u"check-hint"_s)->text().contains(u"a character cut in two"_s));
        QVERIFY(m_shelf->findChild<QPlainTextEdit *>(u"check-output"_s)->toPlainText().contains(u"UnicodeDecodeError"_s));
        QVERIFY(m_shelf->findChild<QPlainTextEdit *>(u"check-calls"_s)->toPlainText().contains(u"send("_s));
        test::picture(*m_shelf, u"check-failed"_s);
        // A click on another shows that one.
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QCOMPARE(m_shelf->findChild<QLabel *>(u"check-verdict"_s)->text(), u"passed"_s);
        QVERIFY(!m_shelf->findChild<QLabel *>(u"check-hint"_s)->isVisible());
        test::picture(*m_shelf, u"check-passed"_s);
    }

    void aRunCanBeStopped()
    {
        m_shelf->open(u"upper"_s);
        m_shelf->setProgram(program(u"good_upper.py"_s));
        press(u"check-run"_s);
        auto *list = m_shelf->findChild<QListWidget *>(u"check-trials"_s);
        QTRY_VERIFY_WITH_TIMEOUT(list->count() > 0 && list->item(0)->text().contains(u"passed"_s), 30'000);
        press(u"check-stop"_s);
        QTRY_VERIFY_WITH_TIMEOUT(m_shelf->findChild<QLabel *>(u"check-summary"_s)->text().startsWith(u"Stopped after"_s), 30'000);
        QVERIFY(button(u"check-run"_s)->isEnabled());
    }

    void aClassGetsATableAndTheTableAFile()
    {
        const QString folder = m_files.filePath(u"class"_s);
        QVERIFY(QDir().mkpath(folder + u"/amy"_s) && QDir().mkpath(folder + u"/bob"_s));
        QVERIFY(QFile::copy(program(u"exec_client.py"_s), folder + u"/amy/client.py"_s));
        m_shelf->open(u"exec-struct"_s);
        m_shelf->findChild<QComboBox *>(u"check-role"_s)->setCurrentIndex(1);
        for (auto *line : m_shelf->findChildren<QLineEdit *>()) {
            if (line->text() == u"{port}"_s)
                line->setText(u"{port} one-recv"_s);
        }
        QVERIFY(test::answerFileDialog(folder, [this] { press(u"check-class-choose"_s); }));
        auto *table = m_shelf->findChild<QTableWidget *>(u"check-class"_s);
        QTRY_COMPARE_WITH_TIMEOUT(table->rowCount(), 2, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(table->item(1, 0) && button(u"check-class-choose"_s)->isEnabled(), 200'000);
        QCOMPARE(table->item(0, 0)->text(), u"passed"_s);
        QCOMPARE(table->item(0, 1)->text(), u"failed"_s);
        QCOMPARE(table->item(1, 0)->text(), u"nothing to start"_s);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualItemRect(table->item(0, 1)).center());
        QTRY_VERIFY(m_shelf->findChild<QLabel *>(u"check-hint"_s)->text().contains(u"One recv was taken for one message"_s));
        test::picture(*m_shelf, u"check-class"_s);
        const QString saved = m_files.filePath(u"class.csv"_s);
        QVERIFY(test::answerFileDialog(saved, [this] { press(u"check-export"_s); }));
        QTRY_VERIFY(QFile::exists(saved));
        QFile file(saved);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(text.startsWith("name,plain,split,") && text.contains("\namy,passed,failed,"), text.constData());
    }

private:
    static QString program(const QString &name) { return QStringLiteral(TRANSOM_SOURCE_DIR "/tests/interop/lab_programs/") + name; }
    QPushButton *button(const QString &name) const { return m_shelf->findChild<QPushButton *>(name); }
    void press(const QString &name) const { QTest::mouseClick(button(name), Qt::LeftButton); }
    void drop(const QString &path) const
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(50, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_shelf.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_shelf.get(), &drop);
    }

    QTemporaryDir m_files;
    test::Served m_served;
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<CheckShelf> m_shelf;
};

QTEST_MAIN(TestLabCheck)
#include "tst_lab_check.moc"
