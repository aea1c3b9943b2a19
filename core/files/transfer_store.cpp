#include "core/files/transfer_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>
#include <cmath>

namespace transom::files {

using namespace Qt::StringLiterals;

namespace {

constexpr int Format = 1;
constexpr qsizetype MostSources = 100'000;
constexpr qsizetype LongestPath = 16 * 1024;
constexpr qsizetype LongestText = 4096;
constexpr qsizetype MostNotes = 1000;
constexpr qint64 LargestNumber = qint64(1) << 53; // what JSON keeps exactly

const QStringList StateNames{u"waiting"_s, u"running"_s, u"paused"_s, u"done"_s, u"failed"_s, u"cancelled"_s};
const QStringList PriorityNames{u"low"_s, u"normal"_s, u"high"_s};

/// Reads the fields of an object and remembers whether one of them was not what it should be.
class Reader
{
public:
    explicit Reader(QJsonObject object)
        : m_object(std::move(object))
    {}

    bool good() const { return m_good; }
    QString text(QLatin1String key, qsizetype most, bool required = false)
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined() && !required)
            return {};
        const QString text = value.toString();
        return check(value.isString() && text.size() <= most && !text.contains(QChar(0)) && !(required && text.isEmpty())) ? text : QString();
    }
    qint64 number(QLatin1String key, qint64 least, qint64 most, qint64 otherwise)
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined())
            return otherwise;
        const double number = value.toDouble(std::nan(""));
        return check(std::isfinite(number) && number == std::floor(number) && number >= static_cast<double>(least) && number <= static_cast<double>(most))
                ? static_cast<qint64>(number)
                : otherwise;
    }
    bool flag(QLatin1String key)
    {
        const QJsonValue value = m_object.value(key);
        return check(value.isUndefined() || value.isBool()) && value.toBool();
    }
    int choice(QLatin1String key, const QStringList &names)
    {
        const auto index = names.indexOf(text(key, LongestText, true));
        return check(index >= 0) ? static_cast<int>(index) : 0;
    }
    QStringList texts(QLatin1String key, qsizetype most, qsizetype longest)
    {
        QStringList list;
        const QJsonValue value = m_object.value(key);
        const QJsonArray array = value.toArray();
        if (!check((value.isUndefined() || value.isArray()) && array.size() <= most))
            return {};
        for (const QJsonValue each : array) {
            const QString text = each.toString();
            if (!check(each.isString() && !text.isEmpty() && text.size() <= longest && !text.contains(QChar(0))))
                return {};
            list.append(text);
        }
        return list;
    }
    QJsonArray objects(QLatin1String key, qsizetype most)
    {
        const QJsonValue value = m_object.value(key);
        return check((value.isUndefined() || value.isArray()) && value.toArray().size() <= most) ? value.toArray() : QJsonArray();
    }
    QJsonObject object(QLatin1String key)
    {
        const QJsonValue value = m_object.value(key);
        return check(value.isUndefined() || value.isObject()) ? value.toObject() : QJsonObject();
    }
    bool check(bool condition)
    {
        m_good = m_good && condition;
        return condition;
    }

private:
    QJsonObject m_object;
    bool m_good = true;
};

// What the other side has said is written as far as it can be read again: one bad word must not cost the whole list.

/// See TransferMemory::names.
bool isNotedName(const QString &path)
{
    return path.startsWith(u'/') && path.size() <= LongestPath && !path.contains(QChar(0));
}

bool isKeepable(const QString &text, qsizetype most)
{
    return text.size() <= most && !text.contains(QChar(0));
}

QString keepable(const QString &text, qsizetype most)
{
    return isKeepable(text, most) ? text : QString();
}

qint64 keepable(qint64 number, qint64 least)
{
    return std::clamp(number, least, LargestNumber);
}

/// The whole list is for the run it happened in; the first of them tell what it was.
QJsonArray keepable(const QStringList &notes)
{
    QJsonArray kept;
    for (const QString &note : notes.first(std::min<qsizetype>(notes.size(), 20))) {
        if (const QString text = QString(note).remove(QChar(0)).left(LongestPath + LongestText); !text.isEmpty())
            kept.append(text);
    }
    return kept;
}

QJsonObject jsonOf(const StoredTransfer &stored)
{
    const TransferInfo &info = stored.info;
    const TransferRequest &request = info.request;
    QJsonObject object{
            {u"direction"_s, request.direction == TransferDirection::Upload ? u"upload"_s : u"download"_s},
            {u"sources"_s, QJsonArray::fromStringList(request.sources)},
            {u"target"_s, request.target},
            {u"conflict"_s, request.conflict},
            {u"priority"_s, PriorityNames[static_cast<int>(request.priority)]},
            {u"limit"_s, request.limit},
            {u"resume"_s, request.resume},
            {u"expected"_s, request.expected},
            {u"name"_s, info.name},
            {u"state"_s, StateNames[static_cast<int>(info.state)]},
            {u"server"_s, info.place.server},
            {u"user"_s, info.place.user},
            {u"bytes"_s, keepable(info.progress.done, 0)},
            {u"size"_s, keepable(info.progress.total, -1)},
            {u"files"_s, keepable(info.progress.itemsDone, 0)},
            {u"filesTotal"_s, keepable(info.progress.itemsTotal, -1)},
            {u"added"_s, info.addedMs},
            {u"active"_s, info.activeMs},
            {u"begun"_s, stored.begun},
    };
    if (!request.errand.isEmpty())
        object.insert(u"errand"_s, request.errand);
    if (!stored.done.isEmpty())
        object.insert(u"done"_s, QJsonArray::fromStringList(stored.done));
    if (!stored.names.isEmpty()) {
        QJsonObject names;
        for (auto name = stored.names.cbegin(); name != stored.names.cend(); ++name) {
            if (isNotedName(name.value()))
                names.insert(name.key(), name.value());
        }
        object.insert(u"names"_s, names);
    }
    if (stored.since > 0 && stored.since <= LargestNumber)
        object.insert(u"since"_s, stored.since);
    if (info.isOver()) {
        object.insert(u"ended"_s, info.endedMs);
        object.insert(u"path"_s, keepable(info.path, LongestPath));
        object.insert(u"sha256"_s, keepable(info.sha256, 64));
        object.insert(u"error"_s, static_cast<int>(info.error.code));
        object.insert(u"errorText"_s, QString(info.error.text).remove(QChar(0)).left(LongestText));
        object.insert(u"failedFiles"_s, keepable(info.failed));
        object.insert(u"leftOut"_s, keepable(info.skipped));
        object.insert(u"startedOver"_s, keepable(info.startedOver));
        object.insert(u"triedAgain"_s, keepable(info.triedAgain));
    }
    return object;
}

Result<StoredTransfer> transferOf(const QJsonObject &object)
{
    Reader reader(object);
    StoredTransfer stored;
    TransferInfo &info = stored.info;
    TransferRequest &request = info.request;
    request.direction = static_cast<TransferDirection>(reader.choice("direction"_L1, {u"upload"_s, u"download"_s}));
    request.sources = reader.texts("sources"_L1, MostSources, LongestPath);
    request.target = reader.text("target"_L1, LongestPath, true);
    request.conflict = QueuePolicies[reader.choice("conflict"_L1, QueuePolicies)];
    request.priority = static_cast<TransferPriority>(reader.choice("priority"_L1, PriorityNames));
    request.limit = reader.number("limit"_L1, 0, LargestNumber, 0);
    request.resume = reader.flag("resume"_L1);
    request.expected = reader.number("expected"_L1, -1, LargestNumber, -1);
    request.errand = reader.object("errand"_L1);
    // Both sides name files from the root, and nothing here is to be found by ways around. What is taken from people has no path there.
    const bool hasPaths = request.errand.isEmpty() || request.direction == TransferDirection::Upload;
    reader.check(!request.sources.isEmpty() && request.target.startsWith(u'/'));
    for (const QString &source : std::as_const(request.sources))
        reader.check(!hasPaths || source.startsWith(u'/'));
    info.name = reader.text("name"_L1, LongestPath);
    info.state = static_cast<TransferState>(reader.choice("state"_L1, StateNames));
    info.place = {reader.text("server"_L1, LongestText), reader.text("user"_L1, LongestText)};
    info.progress.done = reader.number("bytes"_L1, 0, LargestNumber, 0);
    info.progress.total = reader.number("size"_L1, -1, LargestNumber, -1);
    info.progress.itemsDone = reader.number("files"_L1, 0, LargestNumber, 0);
    info.progress.itemsTotal = reader.number("filesTotal"_L1, -1, LargestNumber, -1);
    info.addedMs = reader.number("added"_L1, 0, LargestNumber, 0);
    info.activeMs = reader.number("active"_L1, 0, LargestNumber, 0);
    info.endedMs = reader.number("ended"_L1, 0, LargestNumber, 0);
    info.path = reader.text("path"_L1, LongestPath);
    info.sha256 = reader.text("sha256"_L1, 64);
    info.error.code = errorCodeFromNumber(reader.number("error"_L1, 0, 0xffff, 0));
    info.error.text = reader.text("errorText"_L1, LongestText);
    info.failed = reader.texts("failedFiles"_L1, MostNotes, LongestPath + LongestText);
    info.skipped = reader.texts("leftOut"_L1, MostNotes, LongestPath + LongestText);
    info.startedOver = reader.texts("startedOver"_L1, MostNotes, LongestPath + LongestText);
    info.triedAgain = reader.texts("triedAgain"_L1, MostNotes, LongestPath + LongestText);
    stored.begun = reader.flag("begun"_L1);
    stored.done = reader.texts("done"_L1, TransferStore::MostDone, LongestPath);
    stored.since = reader.number("since"_L1, 0, LargestNumber, 0);
    const QJsonObject names = reader.object("names"_L1);
    for (auto name = names.begin(); name != names.end(); ++name) {
        const QString path = name.value().toString();
        reader.check(isNotedName(path));
        stored.names.insert(name.key(), path);
    }
    if (!reader.good() || stored.names.size() > TransferStore::MostDone)
        return fail(ErrorCode::BadMessage);
    return stored;
}

QJsonArray jsonOf(const QList<StoredTransfer> &list)
{
    QJsonArray array;
    for (const StoredTransfer &each : list)
        array.append(jsonOf(each));
    return array;
}

} // namespace

TransferStore::TransferStore(QString file)
    : m_file(std::move(file))
    , m_lock(m_file + u".lock"_s)
{
    m_lock.setStaleLockTime(0); // held as long as its program lives, however long that is
}

QJsonObject TransferStore::toJson(const StoredQueue &queue)
{
    return {{u"format"_s, Format},
            {u"settings"_s, QJsonObject{{u"parallel"_s, queue.settings.parallel},
                                        {u"uploadLimit"_s, queue.settings.uploadLimit},
                                        {u"downloadLimit"_s, queue.settings.downloadLimit}}},
            {u"queue"_s, jsonOf(queue.queue)},
            {u"history"_s, jsonOf(queue.history)}};
}

Result<StoredQueue> TransferStore::fromJson(const QJsonObject &object)
{
    Reader reader(object);
    Reader settings(object["settings"_L1].toObject());
    StoredQueue queue;
    reader.check(reader.number("format"_L1, Format, Format, 0) == Format);
    queue.settings.parallel = static_cast<int>(settings.number("parallel"_L1, 1, TransferSettings::MostParallel, queue.settings.parallel));
    queue.settings.uploadLimit = settings.number("uploadLimit"_L1, 0, LargestNumber, 0);
    queue.settings.downloadLimit = settings.number("downloadLimit"_L1, 0, LargestNumber, 0);
    for (const bool over : {false, true}) {
        const auto array = reader.objects(over ? "history"_L1 : "queue"_L1, over ? MostHistory : MostQueued);
        for (const QJsonValue value : array) {
            auto transfer = transferOf(value.toObject());
            if (!reader.check(transfer && transfer->info.isOver() == over))
                return fail(ErrorCode::BadMessage);
            (over ? queue.history : queue.queue).append(std::move(*transfer));
        }
    }
    if (!reader.good() || !settings.good())
        return fail(ErrorCode::BadMessage);
    return queue;
}

Result<StoredQueue> TransferStore::read() const
{
    const QFileInfo info(m_file);
    if (!info.exists() && !info.isSymLink())
        return StoredQueue{};
    // A pipe of that name would hold the strand for ever.
    if (!info.isFile() || info.size() > LargestFile)
        return fail(ErrorCode::BadMessage);
    QFile in(m_file);
    if (!in.open(QIODevice::ReadOnly))
        return fail(ErrorCode::LocalAccessDenied);
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(in.read(LargestFile + 1), &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return fail(ErrorCode::BadMessage);
    return fromJson(document.object());
}

TransferStore::Loaded TransferStore::load()
{
    m_mine = m_lock.tryLock(0);
    if (!m_mine) {
        return {{}, {ErrorCode::InUse, QString::fromUtf8(QT_TRANSLATE_NOOP("Error", "Another window of Transom keeps the list of transfers. What you add in this one is "
                                                                                     "forgotten when it closes."))}};
    }
    auto queue = read();
    if (queue)
        return {*queue, {}};
    if (queue.error().code == ErrorCode::LocalAccessDenied) {
        m_mine = false;
        return {{}, {ErrorCode::LocalAccessDenied, QString::fromUtf8(QT_TRANSLATE_NOOP("Error", "The list of transfers could not be read, so it begins empty and is not kept. Check who "
                                                                                                 "owns the file transfers.json."))}};
    }
    QFile::remove(badFile());
    QFile::rename(m_file, badFile());
    return {{}, {ErrorCode::BadMessage, QString::fromUtf8(QT_TRANSLATE_NOOP("Error", "The list of transfers was damaged, so it begins empty. The damaged file was kept beside "
                                                                                      "it as transfers.json.bad."))}};
}

Result<void> TransferStore::save(const StoredQueue &queue)
{
    if (!m_mine)
        return {};
    QSaveFile out(m_file);
    const QByteArray json = QJsonDocument(toJson(queue)).toJson(QJsonDocument::Compact);
    if (!out.open(QIODevice::WriteOnly) || !out.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || out.write(json) != json.size() || !out.commit())
        return fail(ErrorCode::InputOutput, QT_TRANSLATE_NOOP("Error", "The list of transfers could not be saved. Make room on the disk; until then it is forgotten when the "
                                                                        "window closes."));
    return {};
}

} // namespace transom::files
