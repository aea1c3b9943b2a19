#include "core/base/limits.h"
#include "core/protocol/access.h"
#include "core/protocol/chat_messages.h"
#include "core/protocol/command_messages.h"
#include "core/protocol/delivery_messages.h"
#include "core/protocol/file_messages.h"
#include "core/protocol/session_messages.h"

#include <QFile>
#include <QMetaEnum>
#include <QRegularExpression>
#include <QTest>

using namespace transom;
using namespace transom::protocol;
using namespace Qt::StringLiterals;


namespace {

using Table = QList<QStringList>;

QString specification()
{
    QFile file(QStringLiteral(TRANSOM_SOURCE_DIR "/core/protocol/PROTOCOL.md"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The cells of the first Markdown table after `heading`, whose first cells are `columns`; without the lines of its head.
Table tableAfter(const QString &heading, const QStringList &columns)
{
    const QString text = specification();
    const qsizetype start = text.indexOf(u'\n' + heading + u'\n');
    if (start < 0)
        return {};
    Table table;
    bool inside = false;
    for (const QString &line : text.mid(start).split(u'\n')) {
        QStringList cells;
        if (line.startsWith(u'|')) {
            cells = line.split(u'|');
            cells.removeFirst();
            cells.removeLast();
            for (QString &cell : cells)
                cell = cell.trimmed();
        }
        if (!inside)
            inside = cells == columns;
        else if (cells.isEmpty())
            break;
        else if (!cells.first().startsWith(u"---"_s))
            table.append(cells);
    }
    return table;
}

QString yesNo(bool value)
{
    return value ? u"yes"_s : u"no"_s;
}

/// "target, seq, [ref]", as the specification writes the fields of a message.
template<Message T>
QString fieldList()
{
    QStringList names;
    std::apply([&](const auto &...field) { ((names += field.isRequired ? QString(QLatin1String(field.name)) : u'[' + QLatin1String(field.name) + u']'), ...); },
               T::fields());
    return names.join(u", "_s);
}

void compare(const Table &actual, const Table &expected)
{
    for (qsizetype i = 0; i < std::min(actual.size(), expected.size()); ++i)
        QCOMPARE(actual[i], expected[i]);
    QCOMPARE(actual.size(), expected.size());
}

QString inSeconds(std::chrono::milliseconds duration)
{
    return u"%1 seconds"_s.arg(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

} // namespace

class TestMessageTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMessagesOfTheSpecificationAreThoseOfTheTable()
    {
        const auto senderName = [](Sender sender) { return sender == Sender::Client ? u"C"_s : sender == Sender::Server ? u"S"_s : u"E"_s; };
        const auto phaseName = [](Phase phase) {
            return phase == Phase::Greeting ? u"greeting"_s : phase == Phase::SigningIn ? u"signing in"_s : phase == Phase::SignedIn ? u"signed in"_s : u"any"_s;
        };
        const auto payloadName = [](Payload payload) {
            switch (payload) {
            case Payload::Json: return u"JSON"_s;
            case Payload::Raw: return u"Raw"_s;
            case Payload::Opaque8: return u"Opaque8"_s;
            case Payload::Count32: return u"Count32"_s;
            case Payload::None: return u"None"_s;
            }
            return QString();
        };
        Table expected;
        for (const MessageRow &row : messageTable()) {
            expected += QStringList{u"0x%1"_s.arg(static_cast<int>(row.type), 2, 16, QLatin1Char('0')), QLatin1String(row.name), senderName(row.sender),
                                    row.scope == Scope::Session ? u"session"_s : u"channel"_s, phaseName(row.phase), payloadName(row.payload),
                                    QString::number(row.largest), yesNo(row.countsAsCredit), yesNo(row.secret)};
        }
        compare(tableAfter(u"## 5. Messages"_s, {u"type"_s, u"name"_s, u"sender"_s, u"scope"_s, u"when"_s, u"payload"_s, u"largest"_s, u"credit"_s, u"secret"_s}), expected);
    }

    void theEnumAndTheTableHoldTheSameMessages()
    {
        const QMetaEnum types = QMetaEnum::fromType<MessageType>();
        QCOMPARE(static_cast<size_t>(types.keyCount()), messageTable().size());
        for (int i = 0; i < types.keyCount(); ++i) {
            const MessageRow *row = findMessage(static_cast<quint8>(types.value(i)));
            QVERIFY2(row, types.key(i));
            QString name = QLatin1String(row->name);
            QCOMPARE(name.remove(u'_').toLower(), QString::fromLatin1(types.key(i)).toLower());
        }
        for (int type = 0; type < 256; ++type)
            QCOMPARE(findMessage(static_cast<quint8>(type)) != nullptr, types.valueToKey(type) != nullptr);
    }

    void theLimitsOfTheSpecificationAreThoseOfTheProgram()
    {
        using namespace transom::limits;
        const auto bytes = [](qint64 number) { return u"%1 bytes"_s.arg(number); };
        const auto number = [](qint64 value) { return QString::number(value); };
        compare(tableAfter(u"### Limits"_s, {u"limit"_s, u"value"_s}),
                {{u"default port"_s, number(DefaultPort)},
                 {u"payload before sign-in"_s, bytes(HandshakePayload)},
                 {u"frames a peer may send before sign-in"_s, number(HandshakeFrames)},
                 {u"bytes a peer may send before sign-in"_s, number(HandshakeBytes)},
                 {u"JSON payload"_s, bytes(JsonPayload)},
                 {u"JSON nesting"_s, u"%1 levels"_s.arg(JsonDepth)},
                 {u"DATA payload"_s, bytes(DataPayload)},
                 {u"initial credit of a channel"_s, bytes(InitialCredit)},
                 {u"largest credit window"_s, bytes(LargestCredit)},
                 {u"channels at once"_s, number(limits::Channels)},
                 {u"channels opened and cancelled without work"_s, u"%1 a second"_s.arg(IdleOpensPerSecond)},
                 {u"PING frames"_s, u"%1 in 10 seconds"_s.arg(PingsPer10Seconds)},
                 {u"TLS handshake"_s, inSeconds(TlsTimeout)},
                 {u"sign-in"_s, inSeconds(SignInTimeout)},
                 {u"sign-in attempts on a connection"_s, number(SignInTries)},
                 {u"silence before a PING"_s, inSeconds(PingAfter)},
                 {u"silence before the peer is given up"_s, inSeconds(DeadAfter)},
                 {u"time to drain after GOODBYE"_s, inSeconds(GoodbyeTimeout)},
                 {u"chat text"_s, bytes(ChatText)},
                 {u"history lines in one answer"_s, number(limits::ChatPage)},
                 {u"bytes of a file name"_s, number(NameBytes)},
                 {u"bytes of a path"_s, number(PathBytes)}});
    }

    void theLimitsThatSidesAnnounceAreTheirs()
    {
        const Limits announced;
        QCOMPARE(announced.data, static_cast<qint64>(limits::DataPayload));
        QCOMPARE(announced.json, static_cast<qint64>(limits::JsonPayload));
        QCOMPARE(announced.channels, static_cast<qint64>(limits::Channels));
        QCOMPARE(announced.credit, static_cast<qint64>(limits::InitialCredit));
    }

    void theServicesOfTheSpecificationAreThoseOfTheTable()
    {
        Table expected;
        for (const ServiceRow &row : serviceTable()) {
            expected += QStringList{QLatin1String(row.name), accessToNames(row.access).join(u' '), QLatin1String(row.summary)};
            QCOMPARE(findService(QLatin1String(row.name)), &row);
        }
        compare(tableAfter(u"## 7. Services"_s, {u"service"_s, u"needs"_s, u"what it does"_s}), expected);
        QCOMPARE(findService(u"files"_s), nullptr);
    }

    void everyMessageOfAServiceBelongsToOneThatThereIs()
    {
        for (const MessageRow &row : messageTable()) {
            const auto service = QLatin1String(row.service);
            const bool known = service.isEmpty() || std::any_of(serviceTable().begin(), serviceTable().end(), [&](const ServiceRow &candidate) {
                const auto name = QLatin1String(candidate.name);
                return name == service || name.startsWith(QString(service) + u'.');
            });
            QVERIFY2(known, row.name);
        }
    }

    void theCodesOfTheSpecificationAreThoseOfTheProgram()
    {
        const QMetaEnum codes = QMetaEnum::fromType<ErrorCode>();
        const Table table = tableAfter(u"## 8. Codes"_s, {u"code"_s, u"name"_s, u"retry"_s, u"meaning"_s});
        QCOMPARE(table.size(), codes.keyCount());
        for (int i = 0; i < codes.keyCount(); ++i) {
            const auto code = static_cast<ErrorCode>(codes.value(i));
            const QStringList &row = table[i];
            QCOMPARE(row.mid(0, 3), (QStringList{QString::number(codes.value(i)), QLatin1String(codes.key(i)), yesNo(isRetryable(code))}));
            QVERIFY(!row[3].isEmpty());
            // Where a person is told something more general, the page says what it is for a program.
            const bool isProtocolCode = codes.value(i) == 0 || (codes.value(i) >= 100 && codes.value(i) < 200);
            if (!isProtocolCode)
                QCOMPARE(row[3], describe(code));
            QCOMPARE(errorCodeFromNumber(codes.value(i)), code);
        }
        QCOMPARE(errorCodeFromNumber(99), ErrorCode::Internal);
        QCOMPARE(errorCodeFromNumber(-1), ErrorCode::Internal);
        QCOMPARE(errorCodeFromNumber(65536 + 400), ErrorCode::Internal);
    }

    void thePermissionsOfTheSpecificationAreThoseOfTheProgram()
    {
        const auto match = QRegularExpression(u"`access` is a list of: ([^.]*)\\."_s).match(specification());
        QVERIFY(match.hasMatch());
        QCOMPARE(match.captured(1).remove(u'`').simplified(), accessToNames(AllAccess).join(u", "_s));
    }

    void theFieldsOfTheSpecificationAreThoseOfTheMessages()
    {
        QMap<QString, QString> chat;
        for (const QStringList &row : tableAfter(u"### chat"_s, {u"message"_s, u"fields"_s, u"meaning"_s}))
            chat.insert(row[0], row[1]);
        QMap<QString, QString> expected;
        const auto addMessages = [&]<class... T>(std::type_identity<std::tuple<T...>>) { (expected.insert(QLatin1String(rowOf(T::Type).name), fieldList<T>()), ...); };
        addMessages(std::type_identity<std::tuple<ChatSay, ChatLine, ChatJoin, ChatLeave, ChatRoom, ChatPresence, ChatHistory, protocol::ChatPage, ChatRead, ChatRefused>>());
        QCOMPARE(chat, expected);

        QMap<QString, QString> files;
        for (const QStringList &row : tableAfter(u"### files"_s, {u"service"_s, u"request"_s, u"what follows"_s}))
            files.insert(row[0], row[1]);
        expected.clear();
        const auto addRequests = [&]<class... T>(std::type_identity<std::tuple<T...>>) { (expected.insert(QLatin1String(T::Service), fieldList<T>()), ...); };
        addRequests(std::type_identity<std::tuple<FilesList, FilesStat, FilesQuota, FilesGet, FilesPut, FilesGetTree, FilesPutTree, FilesMkdir, FilesRename, FilesRemove,
                                                  FilesBinList, FilesBinRestore, FilesBinPurge>>());
        QCOMPARE(files, expected);

        QMap<QString, QString> deliver;
        for (const QStringList &row : tableAfter(u"### deliver"_s, {u"service"_s, u"request"_s, u"what follows"_s}))
            deliver.insert(row[0], row[1]);
        expected.clear();
        addRequests(std::type_identity<std::tuple<DeliverWatch, DeliverList, DeliverShow, DeliverWhom, DeliverSend, DeliverCollect, DeliverHandIn, DeliverPut,
                                                  DeliverSeal, DeliverGet, DeliverAnswer, DeliverClose>>());
        QCOMPARE(deliver, expected);

        QStringList hello;
        for (const QStringList &row : tableAfter(u"## 3. The life of a session"_s, {u"HELLO field"_s, u"kind"_s, u"who"_s, u"meaning"_s}))
            hello += row[0];
        QString fields = fieldList<Hello>();
        QCOMPARE(hello.join(u", "_s), fields.remove(u'[').remove(u']'));
    }
};

QTEST_GUILESS_MAIN(TestMessageTable)
#include "tst_message_table.moc"
