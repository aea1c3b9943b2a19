#include "tests/ui/file_dialog_hands.h"
#include "tests/ui/served_pages.h"
#include "ui/delivery/deliveries_page.h"
#include "ui/delivery/delivery_composer.h"
#include "ui/delivery/drop_area.h"
#include "ui/models/delivery_people_model.h"
#include "ui/files/transfers_drawer.h"

#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QUrl>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using protocol::Permission;

/// A teacher's page and a student's, with a real server between them.
class TestDeliveriesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        m_served = std::make_unique<test::Served>();
        m_teacher = std::make_unique<DeliveriesPage>(m_served->owner());
        QVERIFY(m_served->start());
        m_backend = m_served->enter(u"amy"_s, {}, [this](Backend &backend) { m_student = std::make_unique<DeliveriesPage>(backend); });
        QVERIFY(m_backend);
        m_student->setFolder(m_served->folder() + u"/downloads"_s);
        test::present(*m_teacher);
        QVERIFY(QFile(file()).exists() || write(file(), QByteArray("Read this.\n").repeated(20'000)));
    }
    void cleanupTestCase()
    {
        m_student.reset();
        m_teacher.reset();
        m_backend.reset();
        m_served.reset();
    }

    void whoMayOnlyReceiveSeesNothingToSendWith()
    {
        test::present(*m_student);
        QTRY_VERIFY(labels(*m_student).contains(u"Nothing for you yet"_s));
        for (const auto &name : {u"deliver-send"_s, u"deliver-handout"_s, u"deliver-collect"_s})
            QVERIFY(!m_student->findChild<QPushButton *>(name)->isVisible());
        test::picture(*m_student, u"deliveries-empty"_s);
    }

    void whatIsHandedOutIsTakenAndTheTeacherSeesIt()
    {
        press(*m_teacher, u"deliver-handout"_s);
        drop(m_teacher->findChild<DeliveryComposer *>()->findChild<DropArea *>(), file());
        choose(u"amy"_s);
        test::picture(*m_teacher, u"deliveries-composer"_s);
        press(*m_teacher, u"composer-go"_s);
        auto *list = m_student->findChild<QListView *>(u"deliveries"_s);
        QTRY_VERIFY(list->model() && list->model()->rowCount() == 1);
        QTRY_VERIFY(m_student->findChild<QPushButton *>(u"delivery-take"_s)->isVisible());
        test::picture(*m_student, u"deliveries-offer"_s);
        auto *people = m_teacher->findChild<QTableView *>(u"delivery-people"_s);
        QTRY_COMPARE(people->model()->rowCount(), 1);
        QTRY_COMPARE(stateOf(*people), u"Has seen it"_s);
        const qint64 id = list->model()->index(0, 0).data(DeliveriesModel::IdRole).toLongLong();
        m_student->findChild<QPushButton *>(u"delivery-take"_s)->setFocus();
        m_student->take(id, m_served->folder() + u"/taken"_s);
        QCOMPARE(m_student->window()->focusWidget(), list); // not the button that stops it
        QTRY_COMPARE(stateOf(*people), u"Has it, verified"_s);
        QTRY_COMPARE(m_teacher->findChild<QLabel *>(u"delivery-count"_s)->text(), u"1 of 1"_s);
        QCOMPARE(read(m_served->folder() + u"/taken/letter.txt"_s), read(file()));
        QTRY_COMPARE(m_student->findChild<QLabel *>(u"delivery-state"_s)->text(), u"You have it"_s);
        test::picture(*m_student, u"deliveries-taken"_s);
        // Both see it among their transfers.
        for (Backend *backend : {m_backend.get(), &m_served->owner()}) {
            TransfersDrawer drawer(*backend);
            test::present(drawer);
            drawer.setOpen(true);
            drawer.setHistory(true);
            QTRY_COMPARE(drawer.model().rowCount(), 1);
            const files::TransferInfo &info = *drawer.model().info(drawer.model().index(0));
            QCOMPARE(info.state, files::TransferState::Done);
            QCOMPARE(info.name, u"letter.txt"_s);
            QCOMPARE(info.progress.done, QFileInfo(file()).size());
            const bool takes = backend == m_backend.get();
            const QString status = drawer.model().index(0).data(TransfersModel::StatusRole).toString();
            QVERIFY2(status.contains(takes ? u"from "_s + m_served->owner().status().user : u"handed out to amy"_s), qPrintable(status));
            QCOMPARE(info.request.target, takes ? m_served->folder() + u"/taken"_s : u"/"_s);
            test::picture(drawer, takes ? u"drawer-taken"_s : u"drawer-handed-out"_s);
        }
    }

    void whatIsHandedInByDroppingItGivesAReceipt()
    {
        press(*m_teacher, u"deliver-collect"_s);
        choose(u"amy"_s);
        auto *title = m_teacher->findChild<QLineEdit *>(u"composer-title"_s);
        title->setFocus();
        QTest::keyClicks(title, u"Homework 3"_s);
        QTest::mouseClick(m_teacher->findChild<QWidget *>(u"composer-has-deadline"_s), Qt::LeftButton, {}, {10, 10});
        test::picture(*m_teacher, u"deliveries-collect"_s);
        press(*m_teacher, u"composer-go"_s);
        auto *list = m_student->findChild<QListView *>(u"deliveries"_s);
        QTRY_COMPARE(list->model()->rowCount(), 2);
        const QModelIndex handIn = list->model()->index(0, 0);
        QCOMPARE(handIn.data(DeliveriesModel::TitleRole).toString(), u"Homework 3"_s);
        list->scrollTo(handIn);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(handIn).center());
        auto *area = m_student->findChild<DropArea *>(u"handin-drop"_s);
        QTRY_VERIFY(area->isVisible());
        test::picture(*m_student, u"deliveries-handin"_s);
        drop(area, file());
        auto *receipt = m_student->findChild<QLabel *>(u"receipt"_s);
        QTRY_VERIFY(receipt->isVisible() && receipt->text().contains(u"SHA-256"_s));
        QTRY_VERIFY(QFile::exists(m_served->folder() + u"/downloads/Transom receipts/Homework 3 - v1.txt"_s));
        test::picture(*m_student, u"deliveries-receipt"_s);
        QTRY_COMPARE(stateOf(*m_teacher->findChild<QTableView *>(u"delivery-people"_s)), u"Handed in, version 1"_s);
        QCOMPARE(read(m_served->homeOfOwner() + u"/Hand-ins/Homework 3/amy/v1/letter.txt"_s), read(file()));
        test::picture(*m_teacher, u"deliveries-collected"_s);
    }

    void anOfferThatIsDeclinedOrWithdrawnSaysSo()
    {
        for (const bool declines : {true, false}) {
            press(*m_teacher, u"deliver-send"_s);
            auto *search = m_teacher->findChild<QLineEdit *>(u"whom-filter"_s);
            QCOMPARE(m_teacher->window()->focusWidget(), search);
            drop(m_teacher->findChild<DeliveryComposer *>()->findChild<DropArea *>(), file());
            choose(u"amy"_s);
            m_teacher->findChild<QPushButton *>(u"composer-go"_s)->setFocus();
            press(*m_teacher, u"composer-go"_s);
            QCOMPARE(m_teacher->window()->focusWidget(), search);
            auto *list = m_student->findChild<QListView *>(u"deliveries"_s);
            QTRY_COMPARE(list->model()->index(0, 0).data(DeliveriesModel::TitleRole).toString(), u"letter.txt"_s);
            QTRY_VERIFY(list->model()->index(0, 0).data(DeliveriesModel::StatusRole).toString().startsWith(u"Waiting for you"_s));
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
            auto *people = m_teacher->findChild<QTableView *>(u"delivery-people"_s);
            QTRY_COMPARE(stateOf(*people), u"Has seen it"_s);
            if (declines) {
                press(*m_student, u"delivery-decline"_s);
                QTRY_COMPARE(stateOf(*people), u"Declined"_s);
            } else {
                press(*m_teacher, u"delivery-close"_s);
                QVERIFY(labels(*m_teacher).filter(u"Press again"_s).size() == 1); // it cannot be taken back
                QVERIFY(m_student->findChild<QPushButton *>(u"delivery-take"_s)->isVisible());
                press(*m_teacher, u"delivery-close"_s);
                QTRY_COMPARE(m_student->findChild<QLabel *>(u"delivery-state"_s)->text(), u"Withdrawn"_s);
                QVERIFY(!m_student->findChild<QPushButton *>(u"delivery-take"_s)->isVisible());
            }
        }
    }

    void theListOfFilesIsShortenedByButtonAndByKeyAndNamesWhatIsSent()
    {
        press(*m_teacher, u"deliver-handout"_s);
        auto *composer = m_teacher->findChild<DeliveryComposer *>();
        const QString other = m_served->folder() + u"/Makefile"_s;
        const QString third = m_served->folder() + u"/third.txt"_s;
        QVERIFY(write(other, "all:\n") && write(third, "3"));
        for (const QString &path : {file(), other, third})
            drop(composer->findChild<DropArea *>(), path);
        auto *files = composer->findChild<QListWidget *>(u"composer-files"_s);
        QCOMPARE(files->count(), 3);
        QTRY_COMPARE(composer->findChild<QLineEdit *>(u"composer-title"_s)->placeholderText().section(u' ', 0, 0), u"letter.txt"_s);
        m_teacher->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_teacher.get()));
        files->setCurrentRow(0);
        files->setFocus();
        QTest::keyClick(files, Qt::Key_Delete);
        QTRY_COMPARE(files->count(), 2);
        QCOMPARE(files->item(0)->text(), u"Makefile"_s);
        auto *off = files->itemWidget(files->item(0))->findChild<QToolButton *>();
        QTest::mouseClick(off, Qt::LeftButton);
        QTRY_COMPARE(files->count(), 1);
        QCOMPARE(files->item(0)->text(), u"third.txt"_s);
        // Whom nobody is called is said.
        QTRY_VERIFY(m_teacher->findChild<QListWidget *>(u"whom"_s)->count() > 0);
        auto *filter = composer->findChild<QLineEdit *>(u"whom-filter"_s);
        filter->setFocus();
        QTest::keyClicks(filter, u"zzz"_s);
        QVERIFY(composer->findChild<QLabel *>(u"whom-none"_s)->isVisible());
        QTest::mouseClick(composer->findChild<QToolButton *>(u"composer-close"_s), Qt::LeftButton);
    }

    void whatSomebodyWasAboutToSendIsThereAgainAfterTheConnectionWasLost()
    {
        press(*m_teacher, u"deliver-handout"_s);
        auto *composer = m_teacher->findChild<DeliveryComposer *>();
        drop(composer->findChild<DropArea *>(), file());
        choose(u"amy"_s);
        auto &owner = m_served->owner();
        const client::Endpoint endpoint = owner.status().endpoint;
        owner.disconnectFromServer();
        QTRY_VERIFY(!composer->isVisible());
        owner.connectTo(endpoint, security::Secret::fromText(owner.ownerPassword()));
        QTRY_VERIFY_WITH_TIMEOUT(m_served->owner().isOnline(), 20'000);
        QTRY_VERIFY(composer->isVisible());
        QTRY_VERIFY(composer->findChild<QPushButton *>(u"composer-go"_s)->isEnabled());
        QTest::mouseClick(composer->findChild<QToolButton *>(u"composer-close"_s), Qt::LeftButton);
    }

    void whatWasDeclinedCanBeTakenAfterAllWhileOthersWait()
    {
        auto ben = m_served->enter(u"ben"_s, {});
        QVERIFY(ben);
        press(*m_teacher, u"deliver-handout"_s);
        drop(m_teacher->findChild<DeliveryComposer *>()->findChild<DropArea *>(), file());
        choose(u"amy"_s);
        choose(u"ben"_s);
        press(*m_teacher, u"composer-go"_s);
        auto *list = m_student->findChild<QListView *>(u"deliveries"_s);
        QTRY_VERIFY(list->model()->index(0, 0).data(DeliveriesModel::StatusRole).toString().startsWith(u"Waiting for you"_s));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
        press(*m_student, u"delivery-decline"_s);
        auto *state = m_student->findChild<QLabel *>(u"delivery-state"_s);
        QTRY_COMPARE(state->text(), u"You declined it"_s);
        const QString folder = m_served->folder() + u"/second thoughts"_s;
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(test::answerFileDialog(folder, [this] { press(*m_student, u"delivery-take"_s); }));
        QTRY_COMPARE(state->text(), u"You have it"_s);
        QCOMPARE(read(folder + u"/letter.txt"_s), read(file()));
        test::picture(*m_student, u"deliveries-after-all"_s);
    }

private:
    QString file() const { return m_served->folder() + u"/letter.txt"_s; }
    static bool write(const QString &path, const QByteArray &content)
    {
        QFile out(path);
        return out.open(QIODevice::WriteOnly) && out.write(content) == content.size();
    }
    static QByteArray read(const QString &path)
    {
        QFile in(path);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("(none)");
    }
    static QStringList labels(const QWidget &page)
    {
        QStringList texts;
        for (const QLabel *label : page.findChildren<QLabel *>()) {
            if (label->isVisible())
                texts.append(label->text());
        }
        return texts;
    }
    static QString stateOf(const QTableView &people) { return people.model()->index(0, DeliveryPeopleModel::State).data().toString(); }
    static void press(QWidget &page, const QString &name)
    {
        auto *button = page.findChild<QPushButton *>(name);
        QVERIFY(button);
        QTRY_VERIFY2(button->isVisible() && button->isEnabled(), qPrintable(name));
        QTest::mouseClick(button, Qt::LeftButton);
    }
    static void drop(QWidget *area, const QString &path)
    {
        QVERIFY(area);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(area->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(area, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(area->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(area, &event);
    }
    void choose(const QString &name)
    {
        auto *whom = m_teacher->findChild<QListWidget *>(u"whom"_s);
        QTRY_VERIFY(whom->count() > 0);
        for (int row = 0; row < whom->count(); ++row) {
            if (whom->item(row)->text().startsWith(name)) {
                whom->setCurrentRow(row);
                whom->setFocus();
                QTest::keyClick(whom, Qt::Key_Space);
            }
        }
    }

    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<DeliveriesPage> m_teacher;
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<DeliveriesPage> m_student;
};

QTEST_MAIN(TestDeliveriesPage)
#include "tst_deliveries_page.moc"
