#include "core/chat/chat_client.h"
#include "core/chat/chat_rules.h"
#include "tests/ui/served_pages.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/conversation_view.h"
#include "ui/models/conversation_model.h"
#include "ui/models/places_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using Delivery = ConversationModel::Delivery;

class TestChatPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        m_served = std::make_unique<test::Served>();
        m_shown = std::make_unique<Shown>(m_served->owner());
        QVERIFY(m_served->start());
        m_bob = m_served->enter(u"bob"_s, protocol::Permission::Chat);
        QVERIFY(m_bob);
    }
    void cleanupTestCase()
    {
        m_bob.reset();
        m_shown.reset();
        m_served.reset();
    }

    void aLineIsTypedAndSentWithEnterAndHeardByTheOther()
    {
        Shown &shown = *m_shown;
        QVERIFY(shown.open(u"#lobby"_s));
        QSignalSpy heard(&m_bob->connection().chat(), &chat::ChatClient::lineReceived);
        QTest::keyClicks(shown.edit, u"hello"_s);
        QTest::keyClick(shown.edit, Qt::Key_Return, Qt::ShiftModifier);
        shown.edit->insertPlainText(u"你好，世界 🌍"_s);
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QCOMPARE(shown.edit->toPlainText(), QString());
        const QString text = u"hello\n你好，世界 🌍"_s;
        QTRY_VERIFY(shown.has(text, Delivery::Sent));
        QTRY_VERIFY(!heard.isEmpty());
        const QModelIndex row = shown.rowOf(text);
        QVERIFY(row.data(ConversationModel::OwnRole).toBool());
        QVERIFY(row.data(ConversationModel::SeqRole).toLongLong() > 0);
    }

    void whatTheOtherSaysAppearsAndIsMarkedAsReadOnlyInSight()
    {
        Shown &shown = *m_shown;
        QVERIFY(shown.open(u"#lobby"_s));
        QSignalSpy badge(&shown.page, &Page::badgeChanged);
        m_bob->connection().chat().say(u"#lobby"_s, u"seen at once"_s);
        QTRY_VERIFY(shown.has(u"seen at once"_s, Delivery::Sent));
        QVERIFY(!shown.rowOf(u"seen at once"_s).data(ConversationModel::OwnRole).toBool());
        QTRY_COMPARE(shown.unread(u"#lobby"_s), 0);
        // A direct message goes to a conversation that is not in sight.
        m_bob->connection().chat().say(u"@"_s + m_served->owner().status().user, u"only for you"_s);
        QTRY_COMPARE(shown.unread(u"@bob"_s), 1);
        QTRY_VERIFY(!badge.isEmpty());
        QCOMPARE(badge.last().first().toInt(), 1);
        const QModelIndex bob = shown.placeOf(u"@bob"_s);
        QTest::mouseClick(shown.places->viewport(), Qt::LeftButton, {}, shown.places->visualRect(bob).center());
        QCOMPARE(shown.page.target(), u"@bob"_s);
        QTRY_COMPARE(shown.unread(u"@bob"_s), 0);
        QTRY_VERIFY(shown.has(u"only for you"_s, Delivery::Sent));
    }

    void aRoomIsMadeByTypingItsNameAndCanBeLeft()
    {
        Shown &shown = *m_shown;
        QVERIFY(shown.open(u"#lobby"_s));
        auto *name = shown.page.findChild<QLineEdit *>(u"room-name"_s);
        QTest::keyClicks(name, u"homework"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE(shown.page.target(), u"#homework"_s);
        QCOMPARE(name->text(), QString());
        QVERIFY(shown.placeOf(u"#homework"_s).data(PlacesModel::JoinedRole).toBool());
        auto *leave = shown.toolButton(u"Leave this room"_s);
        QVERIFY(leave && leave->isVisible());
        QTest::mouseClick(leave, Qt::LeftButton);
        QCOMPARE(shown.page.target(), u"#lobby"_s);
        QVERIFY(!shown.placeOf(u"#homework"_s).data(PlacesModel::JoinedRole).toBool());
    }

    void aRefusedLineStaysInPlaceWithItsReasonAndCanBeTriedAgain()
    {
        Shown &shown = *m_shown;
        QVERIFY(shown.open(u"#lobby"_s));
        // Nobody has this name: the server refuses.
        shown.page.openTarget(u"@nobody"_s);
        QTest::keyClicks(shown.edit, u"anybody there?"_s);
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QTRY_VERIFY(shown.has(u"anybody there?"_s, Delivery::Refused));
        QVERIFY(!shown.rowOf(u"anybody there?"_s).data(ConversationModel::ErrorRole).toString().isEmpty());
        const qint64 ref = shown.rowOf(u"anybody there?"_s).data(ConversationModel::RefRole).toLongLong();
        test::picture(shown.page, u"chat-refused"_s);
        auto *delegate = qobject_cast<ConversationDelegate *>(shown.view->itemDelegate());
        const QModelIndex row = shown.rowOf(u"anybody there?"_s);
        const QPoint retry = shown.view->visualRect(row).topLeft() + delegate->layout(row).retry.center();
        QTest::mouseClick(shown.view->viewport(), Qt::LeftButton, {}, retry);
        QTRY_VERIFY(shown.has(u"anybody there?"_s, Delivery::Refused));
        QVERIFY(shown.rowOf(u"anybody there?"_s).data(ConversationModel::RefRole).toLongLong() != ref);
        QCOMPARE(shown.view->model()->rowCount(), 1);
        // The other way out: back into the composer.
        const QModelIndex again = shown.rowOf(u"anybody there?"_s);
        QTest::mouseClick(shown.view->viewport(), Qt::LeftButton, {}, shown.view->visualRect(again).topLeft() + delegate->layout(again).edit.center());
        QCOMPARE(shown.edit->toPlainText(), u"anybody there?"_s);
    }

    void textIsSelectedWithTheMouseAndCopied()
    {
        Shown &shown = *m_shown;
        QVERIFY(shown.open(u"#lobby"_s));
        m_bob->connection().chat().say(u"#lobby"_s, u"select this text"_s);
        QTRY_VERIFY(shown.has(u"select this text"_s, Delivery::Sent));
        auto *delegate = qobject_cast<ConversationDelegate *>(shown.view->itemDelegate());
        const QModelIndex row = shown.rowOf(u"select this text"_s);
        shown.view->scrollTo(row);
        const auto &layout = delegate->layout(row);
        const QPoint start = shown.view->visualRect(row).topLeft() + QPoint(layout.bubble.left() + 1, layout.bubble.center().y());
        const QPoint end = shown.view->visualRect(row).topLeft() + QPoint(layout.bubble.right() - 1, layout.bubble.center().y());
        QTest::mousePress(shown.view->viewport(), Qt::LeftButton, {}, start);
        QTest::mouseMove(shown.view->viewport(), end);
        QMouseEvent drag(QEvent::MouseMove, end, shown.view->viewport()->mapToGlobal(end), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(shown.view->viewport(), &drag);
        QTest::mouseRelease(shown.view->viewport(), Qt::LeftButton, {}, end);
        QCOMPARE(shown.view->selectedText(), u"select this text"_s);
        QTest::keyClick(shown.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"select this text"_s);
    }

    void olderLinesComeWhenOneScrollsUpAndTheViewStaysInPlace()
    {
        auto &chat = m_bob->connection().chat();
        QSignalSpy joined(&chat, &chat::ChatClient::roomReceived);
        chat.join(u"#long"_s);
        QTRY_COMPARE(joined.size(), 1);
        QSignalSpy said(&chat, &chat::ChatClient::lineReceived);
        // In steps below the speaking rate.
        for (int i = 0; i < 150; ++i) {
            chat.say(u"#long"_s, u"line number %1"_s.arg(i));
            if (i % 15 == 14)
                QTRY_COMPARE_WITH_TIMEOUT(said.size(), i + 1, 20'000);
        }
        Shown &shown = *m_shown;
        QVERIFY(shown.open(u"#lobby"_s));
        shown.page.openTarget(u"#long"_s);
        QTRY_VERIFY(shown.has(u"line number 149"_s, Delivery::Sent));
        QVERIFY(!shown.rowOf(u"line number 0"_s).isValid());
        shown.view->goToEnd();
        QTRY_VERIFY(shown.view->isAtEnd());
        const QPersistentModelIndex first = shown.view->model()->index(0, 0);
        const int known = shown.view->model()->rowCount();
        shown.view->verticalScrollBar()->setValue(0);
        QTRY_VERIFY(shown.view->model()->rowCount() > known);
        QVERIFY2(shown.view->verticalScrollBar()->value() > 0, "the line that was on top is still where it was");
        QVERIFY(std::abs(shown.view->visualRect(first).top()) < 64);
        for (int i = 0; i < 5 && !shown.rowOf(u"line number 0"_s).isValid(); ++i) {
            const int rows = shown.view->model()->rowCount();
            shown.view->verticalScrollBar()->setValue(0);
            QTRY_VERIFY(shown.view->model()->rowCount() > rows || shown.rowOf(u"line number 0"_s).isValid());
        }
        QVERIFY(shown.rowOf(u"line number 0"_s).isValid());
    }

    void aTextBeyondTheLimitIsCountedAndNotSent()
    {
        Shown &shown = *m_shown;
        QVERIFY(shown.open(u"#lobby"_s));
        shown.edit->setPlainText(QString(limits::ChatText + 1, u'x'));
        auto *send = shown.page.findChild<QPushButton *>(u"send"_s);
        QVERIFY(!send->isEnabled());
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QCOMPARE(shown.edit->toPlainText().size(), limits::ChatText + 1);
        shown.edit->setPlainText(u"short"_s);
        QVERIFY(send->isEnabled());
    }

    void withoutTheConnectionOneReadsAndWritesAndNothingIsLost()
    {
        std::unique_ptr<Shown> hers;
        auto carol = m_served->enter(u"carol"_s, protocol::Permission::Chat, [&hers](Backend &backend) { hers = std::make_unique<Shown>(backend); });
        QVERIFY(carol);
        Shown &shown = *hers;
        QVERIFY(shown.open(u"#lobby"_s));
        QTest::keyClicks(shown.edit, u"before"_s);
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QTRY_VERIFY(shown.has(u"before"_s, Delivery::Sent));
        carol->disconnectFromServer();
        auto *send = shown.page.findChild<QPushButton *>(u"send"_s);
        QTest::keyClicks(shown.edit, u"written offline"_s);
        QTRY_VERIFY(!send->isEnabled());
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QCOMPARE(shown.edit->toPlainText(), u"written offline"_s);
        QVERIFY(shown.has(u"before"_s, Delivery::Sent));
        test::picture(shown.page, u"chat-offline"_s);
        hers.reset();
    }

    void whoMayNotChatIsToldWhoCanChangeThat()
    {
        auto dave = m_served->enter(u"dave"_s, protocol::Permission::ReadFiles);
        QVERIFY(dave);
        ChatPage page(*dave);
        test::present(page);
        QTRY_VERIFY(saysSomewhere(page, u"no permission to chat"_s));
        QVERIFY(saysSomewhere(page, u"Server page"_s));
    }

    void aLivelyRoomLooksGood()
    {
        Shown &shown = *m_shown;
        QVERIFY(shown.open(u"#lobby"_s));
        shown.page.openTarget(u"#seminar"_s);
        auto &bob = m_bob->connection().chat();
        QSignalSpy joined(&bob, &chat::ChatClient::roomReceived);
        bob.join(u"#seminar"_s);
        QTRY_COMPARE(joined.size(), 1);
        const QStringList lines{u"大家好！今天我们看一下 TCP 的“粘包”问题。"_s,
                                u"一次 send 不等于一次 recv：字节流里没有消息的边界。需要自己加上长度前缀，或者用分隔符。比如四个字节的大端整数，后面跟着正文。"_s,
                                u"Try it yourself: https://en.wikipedia.org/wiki/Nagle%27s_algorithm explains the delay"_s};
        for (const QString &line : lines)
            bob.say(u"#seminar"_s, line);
        QTRY_VERIFY(shown.has(lines.last(), Delivery::Sent));
        shown.edit->setPlainText(u"明白了，谢谢！👍"_s);
        QTest::keyClick(shown.edit, Qt::Key_Return);
        shown.edit->setPlainText(u"def recv_exactly(sock, n):\n    data = b''\n    while len(data) < n:\n        part = sock.recv(n - len(data))\n        if not part:\n            raise EOFError\n        data += part\n    return data"_s);
        QTest::keyClick(shown.edit, Qt::Key_Return);
        QTRY_COMPARE(shown.view->model()->rowCount() >= 5, true);
        bob.say(u"#seminar"_s, u"Exactly. اللغة العربية and 日本語 also work 🙂"_s);
        QTRY_VERIFY(shown.rowOf(u"Exactly. اللغة العربية and 日本語 also work 🙂"_s).isValid());
        // What the picture is for: own lines at the right, in another place than the others'.
        auto *delegate = qobject_cast<ConversationDelegate *>(shown.view->itemDelegate());
        const QRect own = delegate->layout(shown.rowOf(u"明白了，谢谢！👍"_s)).bubble;
        const QRect other = delegate->layout(shown.rowOf(lines.first())).bubble;
        test::present(shown.page);
        QTRY_COMPARE(shown.unread(u"#seminar"_s), 0);
        QVERIFY(own.left() > other.left());
        QVERIFY(own.right() > shown.view->viewport()->width() - 40);
        for (int row = 0; row < shown.view->model()->rowCount(); ++row) {
            const QModelIndex index = shown.view->model()->index(row, 0);
            QVERIFY(delegate->layout(index).bubble.right() <= shown.view->viewport()->width());
        }
        test::picture(shown.page, u"chat"_s);
    }

private:
    static bool saysSomewhere(const QWidget &widget, const QString &text)
    {
        const auto labels = widget.findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    /// A page on the screen, and its parts.
    struct Shown
    {
        explicit Shown(Backend &backend)
            : page(backend)
        {
            test::present(page);
            edit = page.findChild<QPlainTextEdit *>(u"composer"_s);
            view = page.findChild<ConversationView *>();
            places = page.findChild<QListView *>(u"places"_s);
        }
        bool open(const QString &target)
        {
            if (!page.target().isEmpty())
                page.openTarget(target);
            return QTest::qWaitFor([&] { return page.target() == target && edit->isVisible() && view->conversation() && view->conversation()->isLoaded(); }, 10'000);
        }
        QModelIndex rowOf(const QString &text) const
        {
            if (!view->model())
                return {};
            const auto found = view->model()->match(view->model()->index(0, 0), ConversationModel::TextRole, text, 1, Qt::MatchExactly);
            return found.isEmpty() ? QModelIndex() : found.first();
        }
        bool has(const QString &text, Delivery delivery) const
        {
            const QModelIndex row = rowOf(text);
            return row.isValid() && row.data(ConversationModel::DeliveryRole).toInt() == static_cast<int>(delivery);
        }
        QModelIndex placeOf(const QString &target) const
        {
            const auto found = places->model()->match(places->model()->index(0, 0), PlacesModel::TargetRole, target, 1, Qt::MatchExactly);
            return found.isEmpty() ? QModelIndex() : found.first();
        }
        int unread(const QString &target) const { return placeOf(target).data(PlacesModel::UnreadRole).toInt(); }
        QToolButton *toolButton(const QString &tip) const
        {
            const auto buttons = page.findChildren<QToolButton *>();
            for (QToolButton *button : buttons) {
                if (button->toolTip() == tip)
                    return button;
            }
            return nullptr;
        }

        ChatPage page;
        QPlainTextEdit *edit = nullptr;
        ConversationView *view = nullptr;
        QListView *places = nullptr;
    };

    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<Shown> m_shown;
    std::unique_ptr<Backend> m_bob;
};

QTEST_MAIN(TestChatPage)
#include "tst_chat_page.moc"
