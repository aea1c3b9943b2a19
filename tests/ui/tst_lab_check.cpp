#include "tests/ui/file_dialog_hands.h"
#include "tests/ui/served_pages.h"
#include "ui/lab/check/check_shelf.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTcpServer>
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
        test::dress();
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
        auto *list = m_shelf->findChild<QListWidget *>(u"check-trials"_s);
        QTRY_VERIFY_WITH_TIMEOUT(list->count() > 0 && button(u"check-run"_s)->isEnabled(), 120'000);
        test::picture(*m_shelf, u"check-failed"_s); // before words are compared: it is wanted in other languages, too
        QVERIFY(summary->text().contains(u"passed"_s));
        QVERIFY2(summary->text().contains(u"2 failed"_s), qPrintable(summary->text()));
        // The first failure is shown by itself.
        QCOMPARE(list->currentItem()->text(), u"Half a character – failed"_s);
        QVERIFY(m_shelf->findChild<QLabel *>(u"check-hint"_s)->isVisible());
        QVERIFY(m_shelf->findChild<QLabel *>(u"check-hint"_s)->text().contains(u"a character cut in two"_s));
        QVERIFY(m_shelf->findChild<QPlainTextEdit *>(u"check-output"_s)->toPlainText().contains(u"UnicodeDecodeError"_s));
        QVERIFY(m_shelf->findChild<QPlainTextEdit *>(u"check-calls"_s)->toPlainText().contains(u"send("_s));
        // A click on another shows that one.
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QCOMPARE(m_shelf->findChild<QLabel *>(u"check-verdict"_s)->text(), u"passed"_s);
        QVERIFY(!m_shelf->findChild<QLabel *>(u"check-hint"_s)->isVisible());
        test::picture(*m_shelf, u"check-passed"_s);
    }

    void onlyTheSettingsOfTheDialectAreThere()
    {
        const auto shown = [this] {
            QStringList names;
            for (const char *name : {"check-text", "check-key", "check-nick", "check-name", "check-encoding", "check-folder", "check-model", "check-stop-after", "check-typed"}) {
                if (m_shelf->findChild<QWidget *>(QLatin1String(name))->isVisible())
                    names.append(QLatin1String(name).mid(6));
            }
            return names.join(u' ');
        };
        auto *role = m_shelf->findChild<QComboBox *>(u"check-role"_s);
        m_shelf->open(u"upper"_s);
        QCOMPARE(shown(), u"encoding model stop-after"_s);
        m_shelf->open(u"greet-after"_s);
        QCOMPARE(shown(), u"text encoding model stop-after"_s);
        QCOMPARE(line(u"check-text"_s)->text(), u"hello~"_s);
        test::picture(*m_shelf, u"check-settings"_s);
        QCOMPARE(line(u"check-text"_s)->accessibleName(), u"Greeting"_s);
        m_shelf->open(u"hmac"_s);
        QCOMPARE(shown(), u"key model stop-after"_s);
        QCOMPARE(line(u"check-key"_s)->text(), u"secret"_s);
        m_shelf->open(u"put-size"_s);
        QCOMPARE(shown(), u"text name folder model"_s);
        m_shelf->open(u"udp-ok"_s); // datagrams keep nobody waiting
        QCOMPARE(shown(), u"text encoding"_s);
        m_shelf->open(u"chat-turns"_s);
        QCOMPARE(shown(), u"nick encoding typed"_s); // this server reads what somebody types
        auto *how = m_shelf->findChild<QComboBox *>(u"check-how"_s);
        how->setCurrentIndex(1); // where somebody starts it, nobody can type for him
        QCOMPARE(shown(), u"nick encoding"_s);
        how->setCurrentIndex(0);
        m_shelf->open(u"hao"_s); // from an event loop
        QCOMPARE(m_shelf->findChild<QComboBox *>(u"check-model"_s)->currentIndex(), 1);
        role->setCurrentIndex(1);
        QCOMPARE(shown(), u"text encoding typed"_s);
        typed()->setPlainText(u"first\nsecond\n"_s);
        test::picture(*m_shelf, u"check-typed"_s);
        // What was typed is there when one comes back.
        m_shelf->open(u"greet-after"_s);
        line(u"check-text"_s)->setText(u"good day"_s);
        m_shelf->open(u"upper"_s);
        m_shelf->open(u"greet-after"_s);
        QCOMPARE(line(u"check-text"_s)->text(), u"good day"_s);
        QCOMPARE(typed()->toPlainText(), QString());
        m_shelf->open(u"hao"_s);
        QCOMPARE(typed()->toPlainText(), u"first\nsecond\n"_s);
    }

    void theMenuOfTrialsStaysOpenWhileBoxesAreTicked()
    {
        m_shelf->open(u"exec-struct"_s);
        press(u"check-choice"_s);
        auto *menu = button(u"check-choice"_s)->findChild<QMenu *>();
        QTRY_VERIFY(menu->isVisible());
        test::picture(*menu, u"check-choice"_s);
        auto *box = menu->findChild<QCheckBox *>(u"check-choice-crowd"_s);
        QVERIFY(box && box->isVisible() && box->isChecked());
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        QVERIFY(!box->isChecked());
        QVERIFY(menu->isVisible());
        menu->close();
        const QString text = button(u"check-choice"_s)->text();
        QVERIFY2(text.contains(u" of "_s), qPrintable(text));
        // Another dialect has other trials.
        m_shelf->open(u"upper"_s);
        QVERIFY(button(u"check-choice"_s)->text().startsWith(u"All"_s));
        QVERIFY(!menu->findChild<QCheckBox *>(u"check-choice-byte-order"_s));
    }

    void theKeyThatIsTypedIsTheOneThatIsTried()
    {
        const QString path = write(u"guard.py"_s, "import hmac, random, socket, sys\n"
                                                  "with socket.create_server(('127.0.0.1', int(sys.argv[1]))) as listener:\n"
                                                  "    while True:\n"
                                                  "        connection = listener.accept()[0]\n"
                                                  "        with connection:\n"
                                                  "            number = str(random.randrange(100)).encode()\n"
                                                  "            connection.sendall(number)\n"
                                                  "            good = hmac.new(b'open sesame', number, 'md5').digest()\n"
                                                  "            connection.sendall('验证成功'.encode() if hmac.compare_digest(good, connection.recv(16)) else '验证失败'.encode())\n");
        m_shelf->open(u"hmac"_s);
        m_shelf->setProgram(path);
        chooseOnly({u"plain"_s});
        QCOMPARE(tried(), u"0 passed, 1 failed, 0 not tried"_s);
        QTest::mouseClick(line(u"check-key"_s), Qt::LeftButton);
        line(u"check-key"_s)->selectAll();
        QTest::keyClicks(line(u"check-key"_s), u"open sesame"_s);
        QCOMPARE(tried(), u"1 passed, 0 failed, 0 not tried"_s);
        // A key has to be one: the banner says so in the form's words, and nothing is tried.
        line(u"check-key"_s)->clear();
        press(u"check-run"_s);
        QTRY_VERIFY(says(u"“Key” is missing"_s));
    }

    void aPrefixOfOnesOwnIsNoMistake()
    {
        const QString path = write(u"prefix.py"_s, "import socket, sys\n"
                                                   "with socket.create_server(('127.0.0.1', int(sys.argv[1]))) as listener:\n"
                                                   "    while True:\n"
                                                   "        with listener.accept()[0] as connection:\n"
                                                   "            while data := connection.recv(1024):\n"
                                                   "                connection.sendall(b'I heard: ' + data)\n");
        m_shelf->open(u"prefix-echo"_s);
        m_shelf->setProgram(path);
        chooseOnly({u"plain"_s});
        QCOMPARE(tried(), u"0 passed, 1 failed, 0 not tried"_s); // "收到:" is what the dialect has by itself
        line(u"check-text"_s)->setText(u"I heard: "_s);
        QCOMPARE(tried(), u"1 passed, 0 failed, 0 not tried"_s);
    }

    void aClientShowsWhatItsServerWasToldToSay()
    {
        const QString path = write(u"client.py"_s, "import socket, sys\n"
                                                   "with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as connection:\n"
                                                   "    connection.sendall(sys.stdin.readline().strip().encode())\n"
                                                   "    print(connection.recv(1024).decode())\n");
        m_shelf->open(u"greet-after"_s);
        m_shelf->findChild<QComboBox *>(u"check-role"_s)->setCurrentIndex(1);
        m_shelf->setProgram(path);
        chooseOnly({u"plain"_s});
        QCOMPARE(tried(), u"1 passed, 0 failed, 0 not tried"_s);
        line(u"check-text"_s)->setText(u"good day"_s);
        QCOMPARE(tried(), u"1 passed, 0 failed, 0 not tried"_s);
        QVERIFY(m_shelf->findChild<QPlainTextEdit *>(u"check-output"_s)->toPlainText().contains(u"good day"_s));
    }

    void whatTheProgramPromisesIsWhatItIsMeasuredBy()
    {
        m_shelf->open(u"upper"_s);
        m_shelf->setProgram(program(u"good_upper.py"_s)); // serves one at a time
        chooseOnly({u"waiting"_s});
        auto *model = m_shelf->findChild<QComboBox *>(u"check-model"_s);
        QCOMPARE(tried(), u"1 passed, 0 failed, 0 not tried"_s);
        model->setCurrentIndex(1);
        QCOMPARE(tried(), u"0 passed, 1 failed, 0 not tried"_s);
        test::picture(*m_shelf, u"check-model"_s);
    }

    void aServerThatStopsWhereItIsMeantToHasServedItsCrowd()
    {
        const QString path = write(u"three.py"_s, "import socket, sys\n"
                                                  "listener = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
                                                  "for _ in range(3):\n"
                                                  "    with listener.accept()[0] as connection:\n"
                                                  "        while data := connection.recv(1024):\n"
                                                  "            connection.sendall(data)\n"
                                                  "listener.close()\n");
        m_shelf->open(u"echo"_s);
        m_shelf->setProgram(path);
        chooseOnly({u"crowd"_s});
        QCOMPARE(tried(), u"0 passed, 1 failed, 0 not tried"_s);
        auto *stopAfter = m_shelf->findChild<QSpinBox *>(u"check-stop-after"_s);
        QTest::mouseClick(stopAfter, Qt::LeftButton);
        stopAfter->selectAll();
        QTest::keyClicks(stopAfter, u"3"_s);
        QCOMPARE(tried(), u"1 passed, 0 failed, 0 not tried"_s);
        test::picture(*m_shelf, u"check-stop-after"_s);
    }

    void aProgramThatAsksForMoreIsToldWhatToRead()
    {
        const QString path = write(u"menu.py"_s, "import socket, sys\n"
                                                 "if input('1: leave, 2: talk ') != '2':\n"
                                                 "    sys.exit()\n"
                                                 "with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as connection:\n"
                                                 "    connection.sendall(input('message ').encode())\n"
                                                 "    print(connection.recv(1024).decode())\n");
        m_shelf->open(u"upper"_s);
        m_shelf->findChild<QComboBox *>(u"check-role"_s)->setCurrentIndex(1);
        m_shelf->setProgram(path);
        chooseOnly({u"plain"_s});
        QCOMPARE(tried(), u"0 passed, 1 failed, 0 not tried"_s);
        QTest::mouseClick(typed()->viewport(), Qt::LeftButton);
        QTest::keyClicks(typed(), u"2"_s);
        QTest::keyClick(typed(), Qt::Key_Return);
        QTest::keyClicks(typed(), u"good day"_s);
        QCOMPARE(tried(), u"1 passed, 0 failed, 0 not tried"_s);
        QVERIFY(m_shelf->findChild<QPlainTextEdit *>(u"check-output"_s)->toPlainText().contains(u"GOOD DAY"_s));
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

    void aClassIsToldAPortOnlyWhereItsProgramsLookForOne()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const QByteArray own = QByteArray::number(taken.serverPort());
        taken.close();
        const QByteArray upper = "with socket.create_server(('127.0.0.1', PORT)) as listener:\n"
                                 "    while True:\n"
                                 "        with listener.accept()[0] as connection:\n"
                                 "            while data := connection.recv(1024):\n"
                                 "                connection.sendall(data.upper())\n";
        QVERIFY(QDir(m_files.path()).mkpath(u"ports"_s));
        QVERIFY(!write(u"ports/amy.py"_s, "import socket\n" + QByteArray(upper).replace("PORT", own)).isEmpty());
        QVERIFY(!write(u"ports/bob.py"_s, "import socket, sys\n" + QByteArray(upper).replace("PORT", "int(sys.argv[1])")).isEmpty());
        m_shelf->open(u"upper"_s);
        chooseOnly({u"plain"_s});
        QVERIFY(test::answerFileDialog(m_files.filePath(u"ports"_s), [this] { press(u"check-class-choose"_s); }));
        auto *table = m_shelf->findChild<QTableWidget *>(u"check-class"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table->rowCount() == 2 && table->item(1, 0) && button(u"check-class-choose"_s)->isEnabled(), 60'000);
        QCOMPARE(table->item(0, 0)->text(), u"passed"_s);
        QCOMPARE(table->item(1, 0)->text(), u"passed"_s);
    }

private:
    static QString program(const QString &name) { return QStringLiteral(TRANSOM_SOURCE_DIR "/tests/interop/lab_programs/") + name; }
    QPlainTextEdit *typed() const { return m_shelf->findChild<QPlainTextEdit *>(u"check-typed"_s); }
    QLineEdit *line(const QString &name) const { return m_shelf->findChild<QLineEdit *>(name); }
    QString write(const QString &name, const QByteArray &text) const
    {
        QFile file(m_files.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }
    bool says(const QString &text) const
    {
        const auto labels = m_shelf->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }
    /// By the boxes of the menu.
    void chooseOnly(const QStringList &ids) const
    {
        for (auto *box : m_shelf->findChildren<QCheckBox *>()) {
            const QString id = box->property("trial").toString();
            if (!id.isEmpty() && box->isChecked() != ids.contains(id))
                box->click();
        }
        QVERIFY(button(u"check-choice"_s)->text().startsWith(QString::number(ids.size()) + u" of "_s));
    }
    /// Runs the trials and waits for what they say in the end.
    QString tried() const
    {
        auto *summary = m_shelf->findChild<QLabel *>(u"check-summary"_s);
        press(u"check-run"_s);
        return QTest::qWaitFor([&] { return button(u"check-run"_s)->isEnabled() && summary->text().contains(u"passed"_s); }, 60'000) ? summary->text() : u"(no end)"_s;
    }
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
