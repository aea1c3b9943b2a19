#include "core/files/tree_listing.h"

#include "core/files/file_names.h"
#include "core/files/file_reader.h"
#include "core/files/raw_io.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr int DeepestTree = 200;
constexpr qint64 HashBlock = 1024 * 1024;
constexpr qsizetype MostEntries = 5'000'000;
/// File systems keep times in steps of up to two seconds; most do better.
constexpr qint64 TimeStepMs = 2000;

QString keyOf(const FilesRecord &record)
{
    return record.type == u"directory" ? record.path + u'/' : record.path;
}

Result<QString> hashOf(const QByteArray &path, const std::function<bool()> &stop)
{
    Descriptor file(::open(path.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!file)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    auto reader = FileReader::over(std::move(file));
    if (!reader)
        return tl::make_unexpected(reader.error());
    for (;;) {
        if (stop && stop())
            return fail(ErrorCode::Cancelled);
        auto block = (*reader)->read(HashBlock);
        if (!block)
            return tl::make_unexpected(block.error());
        if (block->isEmpty())
            return (*reader)->sum().sha256;
    }
}

Result<void> listBelow(const QString &folder, const QString &path, int depth, bool hash, const std::function<bool()> &stop, TreeListing &listing)
{
    if (depth > DeepestTree)
        return fail(ErrorCode::Unsupported, QT_TRANSLATE_NOOP("Error", "The folders are nested too deeply."));
    const auto names = QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        if (stop && stop())
            return fail(ErrorCode::Cancelled);
        const QByteArray raw = QFile::encodeName(folder + u'/' + name);
        struct stat status{};
        if (::lstat(raw.constData(), &status) != 0)
            continue; // it has gone meanwhile
        FilesRecord record;
        record.path = path + name.normalized(QString::NormalizationForm_C);
        record.type = typeName(status);
        record.size = S_ISREG(status.st_mode) ? status.st_size : 0;
        record.modified = modifiedMs(status);
        record.mode = static_cast<int>(status.st_mode & 0777);
        if (S_ISLNK(status.st_mode)) {
            QByteArray target(4096, Qt::Uninitialized);
            const ssize_t length = ::readlink(raw.constData(), target.data(), static_cast<size_t>(target.size()));
            record.target = length > 0 ? QFile::decodeName(target.first(length)) : QString();
        } else if (hash && S_ISREG(status.st_mode)) {
            auto sum = hashOf(raw, stop);
            if (!sum)
                return tl::make_unexpected(sum.error());
            record.sha256 = *sum;
        }
        listing.insert(keyOf(record), record);
        if (S_ISDIR(status.st_mode)) {
            if (auto below = listBelow(folder + u'/' + name, record.path + u'/', depth + 1, hash, stop, listing); !below)
                return below;
        }
    }
    return {};
}

bool isSame(const FilesRecord &one, const FilesRecord &other)
{
    if (one.type != other.type)
        return false;
    if (one.type == u"link")
        return one.target == other.target;
    if (one.type != u"file")
        return true;
    if (one.size != other.size)
        return false;
    if (!one.sha256.isEmpty() && !other.sha256.isEmpty())
        return one.sha256 == other.sha256;
    return std::llabs(one.modified - other.modified) < TimeStepMs;
}

} // namespace

Result<TreeListing> listLocalTree(const QString &folder, bool hash, const std::function<bool()> &stop)
{
    if (!QFileInfo(folder).isDir())
        return fail(QFileInfo::exists(folder) ? ErrorCode::NotADirectory : ErrorCode::NotFound);
    TreeListing listing;
    if (auto listed = listBelow(folder, {}, 0, hash, stop, listing); !listed)
        return tl::make_unexpected(listed.error());
    return listing;
}

RemoteTreeListing::RemoteTreeListing(session::SessionLink &link, QString folder, bool hash, Done done, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_done(std::move(done))
{
    session::ClientSession *session = link.session();
    FilesGetTree request;
    request.paths = {m_folder};
    request.hash = hash;
    m_channel = session ? session->open(request, session::Priority::Bulk) : nullptr;
    if (!m_channel) {
        QMetaObject::invokeMethod(this, [this] { end(tl::make_unexpected(Error{ErrorCode::ConnectionLost, {}})); }, Qt::QueuedConnection);
        return;
    }
    connect(m_channel, &session::Channel::data, this, &RemoteTreeListing::receive);
    connect(m_channel, &session::Channel::closed, this, [this](const Error &error) {
        m_channel = nullptr;
        if (m_error.code == ErrorCode::None)
            m_error = error.code == ErrorCode::None && !m_decoder.isBetweenRecords() ? Error{ErrorCode::Truncated, {}} : error;
        if (m_error.code != ErrorCode::None)
            end(tl::make_unexpected(m_error));
        else
            end(std::move(m_listing));
    });
}

void RemoteTreeListing::receive(const QByteArray &bytes)
{
    if (m_error.code != ErrorCode::None)
        return;
    const QString top = m_folder.section(u'/', -1, -1, QString::SectionSkipEmpty);
    m_decoder.add(bytes);
    for (;;) {
        auto record = m_decoder.next();
        if (!record || m_listing.size() > MostEntries) {
            m_error = record ? Error{ErrorCode::Unsupported, {}} : record.error();
            return m_channel->cancel();
        }
        if (!*record)
            break;
        FilesRecord head = (*record)->head;
        // The folder that was asked for is the first, and is not in itself.
        if (!top.isEmpty()) {
            if (head.path == top) {
                if (head.type != u"directory")
                    m_error = head.code == ErrorCode::None ? Error{ErrorCode::NotADirectory, {}} : receivedError(head.code, head.text, head.parts);
                continue;
            }
            head.path = head.path.mid(top.size() + 1);
        }
        if (splitRecordPath(head.path))
            m_listing.insert(keyOf(head), head);
    }
    m_channel->consumed(bytes.size());
}

void RemoteTreeListing::end(Result<TreeListing> result)
{
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result));
    deleteLater();
}

TreeDifference compareTrees(const TreeListing &first, const TreeListing &second)
{
    TreeDifference difference;
    for (auto here = first.constBegin(); here != first.constEnd(); ++here) {
        const auto there = second.constFind(here.key());
        if (there == second.constEnd())
            difference.onlyFirst.append(here.key());
        else if (!isSame(*here, *there))
            difference.different.append(here.key());
        else
            difference.same += here->type == u"directory" ? 0 : 1;
    }
    for (auto there = second.constBegin(); there != second.constEnd(); ++there) {
        if (!first.contains(there.key()))
            difference.onlySecond.append(there.key());
    }
    return difference;
}

} // namespace transom::files
