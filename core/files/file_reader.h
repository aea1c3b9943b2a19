#pragma once

#include "core/base/sha256.h"
#include "core/session/block_source.h"
#include "core/base/descriptor.h"
#include "core/protocol/file_messages.h"

#include <functional>
#include <memory>

namespace transom::files {

/// Reads an ordinary file once from its beginning, or from where it was left, to its end, block by block, with its SHA-256, and notices if it changes
/// meanwhile. Blocks; used by one strand.
class FileReader : public session::BlockSource
{
public:
    /// Takes an open descriptor of an ordinary file.
    static Result<std::shared_ptr<FileReader>> over(Descriptor descriptor);

    /// Size, time and mode as they were when it was opened; the name is left empty.
    const protocol::FileEntry &entry() const { return m_entry; }
    /// Before the first read(): goes on after the longest of these beginnings that is the file's own, which is hashed for that. How many bytes are
    /// left out; 0 where none fits.
    Result<qint64> startAfter(const QList<protocol::FilesPrefix> &prefixes, const std::function<bool()> &stop = {});
    /// The next block; empty at the end. FileChanged where the file is no longer what it was.
    Result<QByteArray> read(qint64 most) override;
    /// After the end.
    protocol::FilesSum sum();

private:
    explicit FileReader(Descriptor descriptor)
        : m_file(std::move(descriptor))
    {}
    Result<void> checkUnchanged() const;

    Descriptor m_file;
    protocol::FileEntry m_entry;
    qint64 m_modifiedNs = 0;
    qint64 m_read = 0;
    Sha256 m_hash;
};

} // namespace transom::files
