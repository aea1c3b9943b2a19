#include "core/protocol/chat_messages.h"
#include "core/protocol/command_messages.h"
#include "core/protocol/delivery_messages.h"
#include "core/protocol/file_messages.h"
#include "core/protocol/session_messages.h"
#include "core/wire/frame_decoder.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <functional>

using namespace transom;
using namespace transom::protocol;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentsOf(const QString &name)
{
    QFile file(QStringLiteral(TRANSOM_SOURCE_DIR "/core/protocol/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonArray vectors(const QString &file, const QString &list)
{
    return QJsonDocument::fromJson(contentsOf(u"vectors/"_s + file)).object().value(list).toArray();
}

QByteArray bytesOf(const QJsonValue &hex)
{
    return QByteArray::fromHex(hex.toString().toLatin1());
}

Phase phaseOf(const QJsonValue &name)
{
    if (name == u"greeting"_s)
        return Phase::Greeting;
    return name == u"signing in"_s ? Phase::SigningIn : Phase::SignedIn;
}

struct Decoded
{
    QList<wire::Frame> frames;
    ErrorCode error = ErrorCode::None;
    bool operator==(const Decoded &) const = default;
};

Decoded decodeStream(QByteArrayView bytes, bool fromServer, Phase phase, qsizetype pieceSize)
{
    wire::FrameDecoder decoder([=](const wire::FrameHeader &header) { return checkHeader(header, fromServer, phase); });
    Decoded decoded;
    while (!bytes.isEmpty() && decoded.error == ErrorCode::None) {
        QByteArrayView piece = bytes.first(std::min(pieceSize, bytes.size()));
        bytes = bytes.sliced(piece.size());
        for (bool more = true; more;) {
            auto step = decoder.next(piece);
            more = false;
            if (auto *frame = std::get_if<wire::Frame>(&step)) {
                decoded.frames.append(*frame);
                more = true;
            } else if (auto *error = std::get_if<Error>(&step)) {
                decoded.error = error->code;
            }
        }
    }
    return decoded;
}

/// How a message is read into fields and written from them, by its name in the vectors.
struct Codec
{
    std::function<Result<QJsonObject>(const QByteArray &)> read;
    std::function<Result<QByteArray>(const QJsonObject &)> write;
};

template<Message T>
Codec codecOf()
{
    return {[](const QByteArray &payload) -> Result<QJsonObject> { return decode<T>(payload).map([](const T &message) { return toJson(message); }); },
            [](const QJsonObject &fields) -> Result<QByteArray> { return fromJson<T>(fields).map([](const T &message) { return encode(message); }); }};
}

const QHash<QString, Codec> &codecs()
{
    static const QHash<QString, Codec> all = [] {
        QHash<QString, Codec> table;
        const auto frames = [&]<class... T>(std::type_identity<std::tuple<T...>>) {
            (table.insert(QLatin1String(rowOf(T::Type).name), codecOf<T>()), ...);
        };
        frames(std::type_identity<std::tuple<Hello, AuthStart, AuthChallenge, AuthResponse, AuthDone, AuthFailed, Account, Goodbye, Open, Accept, Reject, End>>());
        frames(std::type_identity<std::tuple<ChatSay, ChatLine, ChatJoin, ChatLeave, ChatRoom, ChatPresence, ChatHistory, ChatPage, ChatRead, ChatRefused,
                                             CommandSignal, CommandResize, FilesEntries, FilesBinEntries, FilesResume, FilesResults, DeliverItems, DeliverFiles, DeliverPeople, DeliverChanged>>());
        const auto requests = [&]<class... T>(std::type_identity<std::tuple<T...>>) { (table.insert(QLatin1String(T::Service), codecOf<T>()), ...); };
        requests(std::type_identity<std::tuple<CommandRun, FilesList, FilesStat, FilesQuota, FilesGet, FilesPut, FilesGetTree, FilesPutTree, FilesMkdir, FilesRename, FilesRemove,
                                               FilesBinList, FilesBinRestore, FilesBinPurge>>());
        requests(std::type_identity<std::tuple<DeliverWatch, DeliverList, DeliverShow, DeliverWhom, DeliverSend, DeliverCollect, DeliverHandIn, DeliverPut,
                                               DeliverSeal, DeliverGet, DeliverAnswer, DeliverClose>>());
        table.insert(u"deliver.show ended"_s, codecOf<DeliverShown>());
        table.insert(u"deliver.send ended"_s, codecOf<DeliverBegun>());
        table.insert(u"deliver.get accepted"_s, codecOf<DeliverFile>());
        table.insert(u"deliver.put accepted"_s, codecOf<DeliverPutStart>());
        table.insert(u"deliver.put ended"_s, codecOf<DeliverSum>());
        table.insert(u"deliver.whom ended"_s, codecOf<DeliverGroups>());
        table.insert(u"chat accepted"_s, codecOf<ChatWelcome>());
        table.insert(u"command.run accepted"_s, codecOf<CommandStarted>());
        table.insert(u"command.run ended"_s, codecOf<CommandEnded>());
        table.insert(u"files.quota ended"_s, codecOf<FilesQuotaResult>());
        table.insert(u"files.remove ended"_s, codecOf<FilesRemoveResult>());
        table.insert(u"files.bin.restore ended"_s, codecOf<FilesBinRestoreResult>());
        table.insert(u"files.bin.purge ended"_s, codecOf<FilesBinPurgeResult>());
        table.insert(u"files.get accepted"_s, codecOf<FilesGetStart>());
        table.insert(u"files.put accepted"_s, codecOf<FilesPutStart>());
        table.insert(u"files.get-tree ended"_s, codecOf<FilesTreeTotal>());
        table.insert(u"files.record"_s, codecOf<FilesRecord>());
        table.insert(u"files.get ended"_s, codecOf<FilesSum>());
        table.insert(u"files.put ended"_s, codecOf<FilesPutResult>());
        table.insert(u"files.stat ended"_s, codecOf<FileEntry>());
        return table;
    }();
    return all;
}

void rowsOf(const QJsonArray &list)
{
    QTest::addColumn<QJsonObject>("vector");
    int number = 0;
    for (const QJsonValue value : list) {
        const QJsonObject vector = value.toObject();
        QTest::addRow("%d %s %s", ++number, qPrintable(vector.value("message"_L1).toString()), qPrintable(vector.value("name"_L1).toString())) << vector;
    }
}

} // namespace

class TestVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFilesHoldVectors()
    {
        QVERIFY(vectors(u"frames.json"_s, u"good"_s).size() >= 17);
        QVERIFY(vectors(u"frames.json"_s, u"bad"_s).size() >= 32);
        QVERIFY(vectors(u"messages.json"_s, u"good"_s).size() >= 78);
        QVERIFY(vectors(u"messages.json"_s, u"bad"_s).size() >= 33);
    }

    void goodBytesGiveTheirFramesHoweverTheyArrive_data() { rowsOf(vectors(u"frames.json"_s, u"good"_s)); }
    void goodBytesGiveTheirFramesHoweverTheyArrive()
    {
        QFETCH(QJsonObject, vector);
        const QByteArray bytes = bytesOf(vector.value("hex"_L1));
        Decoded expected;
        QByteArray encoded;
        for (const QJsonValue value : vector.value("frames"_L1).toArray()) {
            const wire::Frame frame{static_cast<quint8>(value["type"_L1].toInt()), static_cast<quint8>(value["flags"_L1].toInt()),
                                    ChannelId{static_cast<quint32>(value["channel"_L1].toInteger())}, bytesOf(value["payload"_L1])};
            expected.frames.append(frame);
            encoded += wire::encodeFrame(frame);
        }
        QCOMPARE(encoded.toHex(), bytes.toHex());
        const bool fromServer = vector.value("from"_L1) == u"server"_s;
        for (const qsizetype pieces : {bytes.size(), qsizetype(1), qsizetype(5), qsizetype(12), qsizetype(13)})
            QCOMPARE(decodeStream(bytes, fromServer, phaseOf(vector.value("phase"_L1)), pieces), expected);
    }

    void badBytesGiveTheirCodeHoweverTheyArrive_data() { rowsOf(vectors(u"frames.json"_s, u"bad"_s)); }
    void badBytesGiveTheirCodeHoweverTheyArrive()
    {
        QFETCH(QJsonObject, vector);
        const QByteArray bytes = bytesOf(vector.value("hex"_L1));
        const bool fromServer = vector.value("from"_L1) == u"server"_s;
        for (const qsizetype pieces : {bytes.size(), qsizetype(1), qsizetype(12)}) {
            const Decoded decoded = decodeStream(bytes, fromServer, phaseOf(vector.value("phase"_L1)), pieces);
            QCOMPARE(static_cast<int>(decoded.error), vector.value("code"_L1).toInt());
        }
        // The header is enough.
        const wire::FrameHeader first = wire::decodeHeader(bytes);
        if (bytes.size() == wire::HeaderSize + static_cast<qsizetype>(first.length)) {
            const Decoded decoded = decodeStream(QByteArrayView(bytes).first(wire::HeaderSize), fromServer, phaseOf(vector.value("phase"_L1)), 12);
            QCOMPARE(static_cast<int>(decoded.error), vector.value("code"_L1).toInt());
        }
    }

    void goodPayloadsGiveTheirFieldsAndTheOtherWayRound_data() { rowsOf(vectors(u"messages.json"_s, u"good"_s)); }
    void goodPayloadsGiveTheirFieldsAndTheOtherWayRound()
    {
        QFETCH(QJsonObject, vector);
        QVERIFY(codecs().contains(vector.value("message"_L1).toString()));
        const Codec codec = codecs().value(vector.value("message"_L1).toString());
        const QByteArray payload = bytesOf(vector.value("hex"_L1));
        const QJsonObject fields = vector.value("fields"_L1).toObject();
        const auto read = codec.read(payload);
        QVERIFY2(read, read ? "" : qPrintable(read.error().text));
        QCOMPARE(*read, fields);
        const auto written = codec.write(fields);
        QVERIFY(written);
        if (vector.value("canonical"_L1).toBool(true))
            QCOMPARE(*written, payload);
        else
            QVERIFY(*written != payload);
    }

    void badPayloadsAreRefused_data() { rowsOf(vectors(u"messages.json"_s, u"bad"_s)); }
    void badPayloadsAreRefused()
    {
        QFETCH(QJsonObject, vector);
        QVERIFY(codecs().contains(vector.value("message"_L1).toString()));
        const auto read = codecs().value(vector.value("message"_L1).toString()).read(bytesOf(vector.value("hex"_L1)));
        QVERIFY(!read);
        QCOMPARE(static_cast<int>(read.error().code), vector.value("code"_L1).toInt());
        QVERIFY(!read.error().text.isEmpty());
    }

    void everyJsonMessageOfTheTableHasAVector()
    {
        QSet<QString> seen;
        for (const QJsonValue value : vectors(u"messages.json"_s, u"good"_s))
            seen.insert(value["message"_L1].toString());
        for (const MessageRow &row : messageTable()) {
            if (row.payload == Payload::Json)
                QVERIFY2(seen.contains(QLatin1String(row.name)), row.name);
        }
        for (const QString &name : codecs().keys())
            QVERIFY2(seen.contains(name), qPrintable(name));
    }

    void theSessionInTheSpecificationIsASession()
    {
        const QString text = QString::fromUtf8(contentsOf(u"PROTOCOL.md"_s));
        const qsizetype section = text.indexOf(u"## 10. "_s);
        QVERIFY(section > 0);
        const qsizetype begin = text.indexOf(u"```\n"_s, section) + 4;
        const QStringList lines = text.mid(begin, text.indexOf(u"```"_s, begin) - begin).split(u'\n', Qt::SkipEmptyParts);
        QVERIFY(lines.size() >= 10);
        Phase phase = Phase::Greeting;
        bool isOver = false;
        for (const QString &line : lines) {
            QVERIFY2(!isOver, qPrintable(line));
            const QStringList words = line.simplified().split(u' ');
            QVERIFY2(words.size() >= 8, qPrintable(line));
            const bool fromServer = words[0] == u"S";
            const QByteArray header = QByteArray::fromHex(words.mid(2, 5).join(QString()).toLatin1());
            QCOMPARE(header.size(), wire::HeaderSize);
            const QByteArray payload = words.mid(7).join(u' ').toUtf8();
            const auto decoded = decodeStream(header + payload, fromServer, phase, 1);
            QCOMPARE(decoded.error, ErrorCode::None);
            QCOMPARE(decoded.frames.size(), 1);
            const auto &frame = decoded.frames.first();
            QCOMPARE(frame.payload, payload);
            const MessageRow *row = findMessage(frame.type);
            QVERIFY(row);
            QCOMPARE(words[1], QLatin1String(row->name));
            QVERIFY2(codecs().value(words[1]).read(payload), qPrintable(line));
            if (row->type == MessageType::Hello && fromServer)
                phase = Phase::SigningIn;
            else if (row->type == MessageType::AuthDone)
                phase = Phase::SignedIn;
            isOver = row->type == MessageType::Goodbye;
        }
        QVERIFY(isOver);
    }
};

QTEST_GUILESS_MAIN(TestVectors)
#include "tst_vectors.moc"
