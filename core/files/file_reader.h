#pragma once

#include "core/base/sha256.h"
#include "core/base/descriptor.h"
#include "core/protocol/file_messages.h"

#include <memory>

namespace transom::files {

/// Reads an ordinary file once from its beginning to its end, block by block, with its SHA-256, and notices if it changes
/// meanwhile. Blocks; used by one strand.
class FileReader
{
public:
    /// Takes an open descriptor of an ordinary file.
    static Result<std::shared_ptr<FileReader>> over(Descriptor descriptor);

    /// Size, time and mode as they were when it was opened; the name is left empty.
    const protocol::FileEntry &entry() const { return m_entry; }
    /// The next block; empty at the end. FileChanged where the file is no longer what it was.
    Result<QByteArray> read(qint64 most);
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
