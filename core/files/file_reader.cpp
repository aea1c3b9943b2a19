#include "core/files/file_reader.h"

#include "core/files/raw_io.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files {

namespace {

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
    ::posix_fadvise(descriptor.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    std::shared_ptr<FileReader> reader(new FileReader(std::move(descriptor)));
    reader->m_entry = {{}, QStringLiteral("file"), status.st_size, modifiedMs(status), static_cast<int>(status.st_mode & 0777), {}};
    reader->m_modifiedNs = modifiedNs(status);
    return reader;
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
