#include "core/files/local_sink.h"

#include "core/files/file_names.h"
#include "core/files/path_jail.h"
#include "core/files/raw_io.h"

#include <QFile>
#include <QRandomGenerator>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr int MostNumbered = 1000;

} // namespace

LocalSink::LocalSink(QString base, QStringList below, QString name, QString conflict)
    : m_base(std::move(base))
    , m_below(std::move(below))
    , m_name(std::move(name))
    , m_conflict(std::move(conflict))
{}

LocalSink::~LocalSink()
{
    if (m_partialName.isEmpty() || (m_keep && m_written > 0 && endAt(m_file.get(), m_written)))
        return;
    ::unlinkat(m_folder.get(), m_partialName.constData(), 0);
}

Result<void> LocalSink::openFolder()
{
    if (m_folder)
        return {};
    auto jail = PathJail::open(m_base);
    if (!jail)
        return tl::make_unexpected(jail.error());
    auto folder = jail->folder(m_below);
    if (!folder)
        return tl::make_unexpected(folder.error());
    m_folder = std::move(*folder);
    return {};
}

Result<QList<FilesPrefix>> LocalSink::kept(const std::function<bool()> &stop)
{
    if (auto opened = openFolder(); !opened)
        return tl::make_unexpected(opened.error());
    // Always the same for the same name: the next download finds it, also when this program has been started anew.
    const QByteArray name = ".transom-" + Sha256::of(m_name.toUtf8()).toHex().first(24) + ".part";
    Descriptor file(::openat(m_folder.get(), name.constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    struct stat there{};
    if (!file || ::fstat(file.get(), &there) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    if (!S_ISREG(there.st_mode))
        return fail(ErrorCode::SpecialFile);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorCode::InUse);
    m_file = std::move(file);
    m_partialName = name;
    m_keep = true;
    m_written = there.st_size;
    auto prefix = Prefix::upTo(m_file.get(), there.st_size, stop);
    if (!prefix)
        return tl::make_unexpected(prefix.error());
    m_prefix = std::move(*prefix);
    return m_prefix.list();
}

Result<bool> LocalSink::begin(const FilesGetStart &entry)
{
    m_entry = entry;
    if (auto opened = openFolder(); !opened)
        return tl::make_unexpected(opened.error());
    const QByteArray name = QFile::encodeName(m_name);
    struct stat there{};
    if (::fstatat(m_folder.get(), name.constData(), &there, AT_SYMLINK_NOFOLLOW) == 0 && m_conflict != u"rename") {
        if (S_ISDIR(there.st_mode))
            return fail(ErrorCode::IsADirectory, QT_TRANSLATE_NOOP("Error", "There is already a folder of that name."));
        if (m_conflict == u"skip" || (m_conflict == u"newer" && entry.modified <= modifiedMs(there))) {
            m_keep = false; // nobody wants the rest of it any more
            return false;
        }
        if (m_conflict != u"overwrite" && m_conflict != u"newer")
            return fail(ErrorCode::AlreadyExists, QT_TRANSLATE_NOOP("Error", "There is already a file of that name."));
        m_mayReplace = true;
    }
    if (m_keep) {
        if (!m_prefix.knows(entry.offset) || entry.offset > entry.size)
            return fail(ErrorCode::BadMessage);
        m_written = entry.offset;
        m_hash = entry.offset == 0 ? Sha256() : m_prefix.stateAt(entry.offset);
        if (auto cut = endAt(m_file.get(), entry.offset); !cut)
            return tl::make_unexpected(cut.error());
        return true;
    }
    if (entry.offset != 0)
        return fail(ErrorCode::BadMessage);
    // A name of our own making: the final one may be as long as names can be.
    const QByteArray partial = ".transom-" + QByteArray::number(QRandomGenerator::system()->generate64(), 16) + ".part";
    m_file = Descriptor(::openat(m_folder.get(), partial.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!m_file)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    m_partialName = partial;
    return true;
}

QString LocalSink::pathSoFar() const
{
    struct stat there{};
    QString name = m_name;
    for (int number = 1; m_conflict == u"rename" && number <= MostNumbered; ++number) {
        if (::fstatat(m_folder.get(), QFile::encodeName(name).constData(), &there, AT_SYMLINK_NOFOLLOW) != 0)
            break;
        name = numberedName(m_name, number);
    }
    return joinPath(m_base, (m_below + QStringList(name)).join(u'/'));
}

Result<void> LocalSink::write(const QByteArray &bytes)
{
    auto written = writeBlock(bytes);
    return written ? written : tl::make_unexpected(onThisDisk(written.error(), m_keep));
}

Result<void> LocalSink::writeBlock(const QByteArray &bytes)
{
    if (m_written + bytes.size() > m_entry.size) {
        m_keep = false;
        return fail(ErrorCode::Truncated, QT_TRANSLATE_NOOP("Error", "The server sent more than it had announced; nothing was kept."));
    }
    m_hash.add(bytes);
    if (auto written = writeSparse(m_file.get(), bytes, m_written); !written)
        return written;
    const qint64 before = m_written / Prefix::Checkpoint;
    m_written += bytes.size();
    if (m_keep && m_written / Prefix::Checkpoint > before && ::fdatasync(m_file.get()) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return {};
}

Result<QString> LocalSink::finish(const protocol::FilesSum &sum)
{
    // Whatever is wrong now would be wrong again.
    m_keep = false;
    if (m_written != m_entry.size || sum.size != m_written)
        return fail(ErrorCode::Truncated);
    if (QString::fromLatin1(m_hash.finish().toHex()) != sum.sha256)
        return fail(ErrorCode::HashMismatch);
    if (auto ended = endAt(m_file.get(), m_written); !ended)
        return tl::make_unexpected(ended.error());
    if (auto set = setAttributes(m_file.get(), m_entry.modified, m_entry.mode == 0 ? 0644 : m_entry.mode & 0777); !set)
        return tl::make_unexpected(set.error());
    auto name = publish();
    if (!name)
        return tl::make_unexpected(name.error());
    m_partialName.clear();
    return joinPath(m_base, (m_below + QStringList(QFile::decodeName(*name))).join(u'/'));
}

Result<QByteArray> LocalSink::publish()
{
    QByteArray name = QFile::encodeName(m_name);
    for (int number = 1; number <= MostNumbered; ++number) {
        if (::renameat2(m_folder.get(), m_partialName.constData(), m_folder.get(), name.constData(), m_mayReplace ? 0 : RENAME_NOREPLACE) == 0)
            return name;
        if (errno != EEXIST || m_conflict != u"rename")
            return tl::make_unexpected(errorFromErrno(errno, {}));
        name = QFile::encodeName(numberedName(m_name, number));
    }
    return fail(ErrorCode::AlreadyExists);
}

} // namespace transom::files
