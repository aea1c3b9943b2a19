#include "core/files/local_sink.h"

#include "core/files/file_names.h"
#include "core/files/path_jail.h"
#include "core/files/raw_io.h"

#include <QFile>
#include <QRandomGenerator>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files {

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
    if (!m_partialName.isEmpty())
        ::unlinkat(m_folder.get(), m_partialName.constData(), 0);
}

Result<bool> LocalSink::begin(const protocol::FileEntry &entry)
{
    m_entry = entry;
    auto jail = PathJail::open(m_base);
    if (!jail)
        return tl::make_unexpected(jail.error());
    auto folder = jail->folder(m_below);
    if (!folder)
        return tl::make_unexpected(folder.error());
    m_folder = std::move(*folder);
    const QByteArray name = QFile::encodeName(m_name);
    struct stat there{};
    if (::fstatat(m_folder.get(), name.constData(), &there, AT_SYMLINK_NOFOLLOW) == 0 && m_conflict != u"rename") {
        if (S_ISDIR(there.st_mode))
            return fail(ErrorCode::IsADirectory, QT_TRANSLATE_NOOP("Error", "There is already a folder of that name."));
        if (m_conflict == u"skip" || (m_conflict == u"newer" && entry.modified <= modifiedMs(there)))
            return false;
        if (m_conflict != u"overwrite" && m_conflict != u"newer")
            return fail(ErrorCode::AlreadyExists, QT_TRANSLATE_NOOP("Error", "There is already a file of that name."));
        m_mayReplace = true;
    }
    // A name of our own making: the final one may be as long as names can be.
    const QByteArray partial = ".transom-" + QByteArray::number(QRandomGenerator::system()->generate64(), 16) + ".part";
    m_file = Descriptor(::openat(m_folder.get(), partial.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!m_file)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    m_partialName = partial;
    return true;
}

Result<void> LocalSink::write(const QByteArray &bytes)
{
    m_written += bytes.size();
    if (m_written > m_entry.size)
        return fail(ErrorCode::Truncated, QT_TRANSLATE_NOOP("Error", "The server sent more than it had announced; nothing was kept."));
    m_hash.add(bytes);
    return writeAll(m_file.get(), bytes);
}

Result<QString> LocalSink::finish(const protocol::FilesSum &sum)
{
    if (m_written != m_entry.size || sum.size != m_written)
        return fail(ErrorCode::Truncated);
    if (QString::fromLatin1(m_hash.finish().toHex()) != sum.sha256)
        return fail(ErrorCode::HashMismatch);
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
