#include "ui/models/conversation_model.h"
#include "ui/models/places_model.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using Role = ConversationModel::Role;

namespace {

const qint64 Noon = QDateTime(QDate(2024, 5, 6), QTime(12, 0)).toMSecsSinceEpoch();

protocol::ChatLine line(qint64 seq, const QString &from, const QString &text, qint64 time = Noon, qint64 ref = 0)
{
    return {u"#lobby"_s, seq, from, time, text, ref};
}

protocol::ChatPage page(qint64 before, qint64 from, qint64 to, bool more)
{
    protocol::ChatPage page{u"#lobby"_s, before, {}, more};
    for (qint64 seq = from; seq <= to; ++seq)
        page.lines.append(line(seq, u"bob"_s, u"line %1"_s.arg(seq)));
    return page;
}

} // namespace

class TestModelsChat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreGroupedBySpeakerAndMinuteAndDay()
    {
        ConversationModel model(u"#lobby"_s);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.addLine(line(1, u"bob"_s, u"a"_s, Noon));
        model.addLine(line(2, u"bob"_s, u"b"_s, Noon + 20'000));
        model.addLine(line(3, u"bob"_s, u"c"_s, Noon + 70'000));
        model.addLine(line(4, u"amy"_s, u"d"_s, Noon + 71'000));
        model.addLine(line(5, u"amy"_s, u"e"_s, Noon + 86'400'000));
        QList<bool> starts;
        QList<bool> days;
        for (int row = 0; row < model.rowCount(); ++row) {
            starts.append(model.index(row).data(Role::GroupStartRole).toBool());
            days.append(model.index(row).data(Role::DayRole).isValid());
        }
        QCOMPARE(starts, (QList<bool>{true, false, true, true, true}));
        QCOMPARE(days, (QList<bool>{true, false, false, false, true}));
    }

    void linesStandByTheirNumberAndOnlyOnce()
    {
        ConversationModel model(u"#lobby"_s);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(model.addLine(line(10, u"bob"_s, u"ten"_s)));
        QVERIFY(!model.addLine(line(10, u"bob"_s, u"ten"_s)));
        model.addPage(page(10, 7, 9, true));
        model.addPage(page(7, 3, 7, false));
        QCOMPARE(model.rowCount(), 8);
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.index(row).data(Role::SeqRole).toLongLong(), 3 + row);
        QVERIFY(!model.hasMore());
    }

    void aPageThatDoesNotTouchWhatIsThereReplacesIt()
    {
        ConversationModel model(u"#lobby"_s);
        model.addPage(page(0, 1, 20, false));
        model.addPage(page(0, 300, 350, true));
        QCOMPARE(model.oldestSeq(), 300);
        QVERIFY(model.hasMore());
        model.addPage(page(0, 330, 360, true));
        QCOMPARE(model.oldestSeq(), 300);
        QCOMPARE(model.rowCount(), 61);
    }

    void whatIsSaidAppearsAtOnceAndBecomesTheServersLine()
    {
        ConversationModel model(u"#lobby"_s);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setOwnName(u"alice"_s);
        model.addSending(1, u"hello"_s, Noon);
        QCOMPARE(model.index(0).data(Role::DeliveryRole).toInt(), static_cast<int>(ConversationModel::Delivery::Sending));
        QVERIFY(model.index(0).data(Role::OwnRole).toBool());
        // Somebody was quicker: theirs stands above what is still on its way.
        model.addLine(line(1, u"bob"_s, u"first"_s));
        QCOMPARE(model.index(0).data(Role::FromRole).toString(), u"bob"_s);
        model.addLine(line(2, u"alice"_s, u"hello"_s, Noon, 1));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1).data(Role::SeqRole).toLongLong(), 2);
        QCOMPARE(model.index(1).data(Role::DeliveryRole).toInt(), static_cast<int>(ConversationModel::Delivery::Sent));
    }

    void aRefusedLineStaysInItsPlaceWithTheReasonUntilItIsTakenBack()
    {
        ConversationModel model(u"#lobby"_s);
        model.setOwnName(u"alice"_s);
        model.addSending(7, u"too long"_s, Noon);
        QVERIFY(model.refuse(7, {ErrorCode::TextTooLong, u"It is too long."_s}));
        QVERIFY(!model.refuse(8, {ErrorCode::TextTooLong, {}}));
        model.addLine(line(1, u"bob"_s, u"later"_s));
        QCOMPARE(model.index(0).data(Role::ErrorRole).toString(), u"It is too long."_s);
        QCOMPARE(model.index(1).data(Role::FromRole).toString(), u"bob"_s);
        QCOMPARE(model.takeRefused(7), u"too long"_s);
        QCOMPARE(model.rowCount(), 1);
    }

    void theUnreadMarkStandsAboveTheFirstNewLineOfSomebodyElse()
    {
        ConversationModel model(u"#lobby"_s);
        model.setOwnName(u"alice"_s);
        model.addPage(page(0, 1, 5, false));
        model.addLine(line(6, u"alice"_s, u"mine"_s));
        model.addLine(line(7, u"bob"_s, u"new"_s));
        model.setReadUpTo(5);
        QCOMPARE(model.unreadMarkRow(), 6);
        QVERIFY(model.index(6).data(Role::UnreadMarkRole).toBool());
        QVERIFY(model.index(6).data(Role::GroupStartRole).toBool());
        model.addPage({u"#lobby"_s, 1, {}, false});
        model.setReadUpTo(-1);
        QCOMPARE(model.unreadMarkRow(), -1);
    }

    void theServersOwnLinesAreSystemLines()
    {
        ConversationModel model(u"#lobby"_s);
        model.addLine(line(0, {}, u"The server stops in five minutes."_s));
        QCOMPARE(model.index(0).data(Role::KindRole).toInt(), static_cast<int>(ConversationModel::Kind::System));
        QVERIFY(!model.index(0).data(Role::OwnRole).toBool());
    }

    void placesAreInSectionsWithTheLobbyFirstAndWithoutOneself()
    {
        PlacesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.reset(welcome());
        QCOMPARE(names(model), (QStringList{u"Rooms"_s, u"lobby"_s, u"art"_s, u"Direct messages"_s, u"bob"_s, u"People"_s, u"carol"_s}));
        QVERIFY(model.indexOf(u"@bob"_s).data(PlacesModel::OnlineRole).toBool());
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
        model.setPresence({u"bob"_s, {}, false});
        model.setPresence({u"dave"_s, {}, true});
        QVERIFY(!model.indexOf(u"@bob"_s).data(PlacesModel::OnlineRole).toBool());
        QCOMPARE(names(model).last(), u"dave"_s);
        model.addDirect(u"@carol"_s);
        QCOMPARE(names(model), (QStringList{u"Rooms"_s, u"lobby"_s, u"art"_s, u"Direct messages"_s, u"bob"_s, u"carol"_s, u"People"_s, u"dave"_s}));
    }

    void unreadLinesAreCountedWhereOneIsAndAddUp()
    {
        PlacesModel model;
        QSignalSpy total(&model, &PlacesModel::totalUnreadChanged);
        model.reset(welcome());
        QCOMPARE(model.unread(u"#lobby"_s), 3);
        QCOMPARE(model.unread(u"#art"_s), 0); // not joined
        QCOMPARE(model.unread(u"@bob"_s), 1);
        QCOMPARE(model.totalUnread(), 4);
        model.noteLine(u"@bob"_s, 5, false);
        QCOMPARE(model.totalUnread(), 5);
        model.markRead(u"#lobby"_s, 10);
        QCOMPARE(model.totalUnread(), 2);
        model.noteLine(u"@bob"_s, 6, true);
        QCOMPARE(model.totalUnread(), 0);
        QCOMPARE(total.last().first().toInt(), 0);
    }

private:
    static protocol::ChatWelcome welcome()
    {
        protocol::ChatWelcome welcome;
        welcome.user = u"alice"_s;
        welcome.rooms = {{u"#art"_s, 50, 0, false}, {u"#lobby"_s, 10, 7, true}};
        welcome.conversations = {{u"@bob"_s, 4, 3, false}};
        welcome.online = {u"alice"_s, u"bob"_s, u"carol"_s};
        return welcome;
    }
    static QStringList names(const PlacesModel &model)
    {
        QStringList list;
        for (int row = 0; row < model.rowCount(); ++row)
            list.append(model.index(row).data().toString());
        return list;
    }
};

QTEST_GUILESS_MAIN(TestModelsChat)
#include "tst_models_chat.moc"
