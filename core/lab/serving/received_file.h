#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace transom::lab {

/// The part of a peer's name that may name a file here: behind its last slash or backslash. Errors: OutsideHome (it tries to leave the folder: it is absolute, or
/// has a component ".."), BadName.
Result<QString> storedName(const QString &name);

/// A file that comes in. It is there under a hidden name of its own until it is whole; one that is let go of before leaves nothing. Blocks: for a strand.
class ReceivedFile
{
public:
    /// Errors: those of storedName(), AlreadyExists, DiskFull, LocalAccessDenied, NotFound (the folder), InputOutput.
    static Result<std::unique_ptr<ReceivedFile>> create(const QString &folder, const QString &name, qint64 size);
    ~ReceivedFile();
    Q_DISABLE_COPY_MOVE(ReceivedFile)

    Result<void> write(const QByteArray &bytes);
    /// On disk and under its name. Error besides: Truncated (it is not whole).
    Result<void> finish();

private:
    ReceivedFile() = default;

    Descriptor m_folder;
    Descriptor m_file;
    QByteArray m_name;
    QByteArray m_partial; ///< empty: no longer there
    qint64 m_size = 0;
    qint64 m_written = 0;
};

} // namespace transom::lab
