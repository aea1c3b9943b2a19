#include "core/files/file_reader.h"

#include "core/files/prefix.h"
#include "core/files/raw_io.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::files {

namespace {

/// Nothing is gained by reading ahead of it.
constexpr qint64 ReadInOneGo = 128 * 1024;

qint64 modifiedNs(const struct stat &status)
{
    return static_cast<qint64>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
}

} // namespace

Result<std::shared_ptr<FileReader>> FileReader::over(Descriptor descriptor)
{
    struct stat status{};
    if (::fstat(descriptor.get(), &status) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    if (S_ISDIR(status.st_mode))
        return fail(ErrorCode::IsADirectory);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::SpecialFile);
    if (status.st_size > ReadInOneGo)
        ::posix_fadvise(descriptor.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    std::shared_ptr<FileReader> reader(new FileReader(std::move(descriptor)));
    reader->m_entry = {{}, QStringLiteral("file"), status.st_size, modifiedMs(status), static_cast<int>(status.st_mode & 0777), {}};
    reader->m_modifiedNs = modifiedNs(status);
    return reader;
}

Result<qint64> FileReader::startAfter(const QList<protocol::FilesPrefix> &prefixes, const std::function<bool()> &stop)
{
    if (prefixes.isEmpty())
        return 0;
    auto own = Prefix::at(m_file.get(), m_entry.size, prefixes, stop);
    if (!own)
        return tl::make_unexpected(own.error());
    m_read = own->longestOf(prefixes);
    if (m_read > 0)
        m_hash = own->stateAt(m_read);
    if (::lseek(m_file.get(), m_read, SEEK_SET) < 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return m_read;
}

Result<QByteArray> FileReader::read(qint64 most)
{
    const qint64 wanted = std::min(most, m_entry.size - m_read);
    if (wanted == 0) {
        if (auto same = checkUnchanged(); !same)
            return tl::make_unexpected(same.error());
        return QByteArray();
    }
    auto block = readBlock(m_file.get(), wanted);
    if (!block)
        return block;
    if (block->size() < wanted)
        return fail(ErrorCode::FileChanged);
    m_hash.add(*block);
    m_read += block->size();
    return block;
}

Result<void> FileReader::checkUnchanged() const
{
    struct stat status{};
    if (::fstat(m_file.get(), &status) != 0 || status.st_size != m_entry.size || modifiedNs(status) != m_modifiedNs)
        return fail(ErrorCode::FileChanged);
    return {};
}

protocol::FilesSum FileReader::sum()
{
    return {m_read, QString::fromLatin1(m_hash.finish().toHex())};
}

} // namespace transom::files
