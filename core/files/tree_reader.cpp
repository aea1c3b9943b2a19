#include "core/files/tree_reader.h"

#include "core/base/sha256.h"
#include "core/files/file_reader.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr qint64 HashBlock = 1024 * 1024;

} // namespace

TreeReader::TreeReader(std::shared_ptr<Home> home, const FilesGetTree &request, std::function<bool()> stop)
    : m_home(std::move(home))
    , m_contentsUpTo(std::min(request.contentsUpTo, LargestRecord))
    , m_hash(request.hash)
    , m_stop(std::move(stop))
    , m_walk(*m_home, request.paths, request.recursive)
{}

Result<QByteArray> TreeReader::read(qint64 most)
{
    while (!m_atEnd && m_buffer.size() < most) {
        if (m_stop && m_stop())
            return fail(ErrorCode::Cancelled);
        auto found = m_walk.next();
        if (found)
            add(*found);
        else
            m_atEnd = true;
    }
    const QByteArray block = m_buffer.first(std::min<qsizetype>(m_buffer.size(), most));
    m_buffer.remove(0, block.size());
    return block;
}

/// A file that changes or goes while it is read is told of, and the rest goes on.
void TreeReader::add(TreeWalk::Found &found)
{
    FilesRecord &record = found.record;
    m_total.files += record.type == u"directory" ? 0 : 1;
    m_total.bytes += record.size;
    QByteArray contents;
    if (record.type == u"file" && record.code == ErrorCode::None && (record.size <= m_contentsUpTo || m_hash)) {
        auto reader = FileReader::over(Descriptor(::openat(found.folder, found.name.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)));
        Result<void> read = reader ? Result<void>() : tl::make_unexpected(reader.error());
        if (reader) {
            record.size = (*reader)->entry().size;
            record.modified = (*reader)->entry().modified;
            record.contents = record.size <= m_contentsUpTo;
        }
        for (bool more = true; read && more;) {
            if (m_stop && m_stop())
                return;
            auto block = (*reader)->read(HashBlock);
            if (!block)
                read = tl::make_unexpected(block.error());
            else if (record.contents)
                contents += *block;
            more = block && !block->isEmpty();
        }
        if (read) {
            record.sha256 = (*reader)->sum().sha256;
        } else {
            record.contents = false;
            record.code = read.error().code;
            contents.clear();
        }
    }
    m_buffer += encodeRecord(record);
    m_buffer += contents;
}

} // namespace transom::files
