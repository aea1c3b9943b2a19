#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"

#include <QList>
#include <QString>

namespace transom::delivery {

/// Where files wait at the server for whoever is to have them: numbered files in numbered folders. The names that people gave
/// them are in the books only, so that no name of a peer ever reaches the disk here. Blocks; any thread.
class Spool
{
public:
    /// Makes the folder, mode 0700.
    static Result<Spool> open(const QString &path);

    /// A new, empty file for writing, held so that no other writes to it; one that is there gives way.
    Result<Descriptor> create(qint64 delivery, int number) const;
    /// The same with what is in it already, at its beginning, for reading and writing. InUse while another writes to it.
    Result<Descriptor> goOn(qint64 delivery, int number) const;
    Result<Descriptor> read(qint64 delivery, int number) const;
    /// The folder of a delivery, for taking files out of it by their numbers.
    Result<Descriptor> folder(qint64 delivery) const;
    static QByteArray fileName(int number) { return QByteArray::number(number); }
    void remove(qint64 delivery) const;
    /// Removes what is not in the list.
    void sweep(const QList<qint64> &needed) const;
    /// Everything that was written is on the disk.
    Result<void> sync() const;
    /// DiskFull where `bytes` more would leave the server too little to go on.
    Result<void> checkRoom(qint64 bytes) const;

private:
    explicit Spool(Descriptor root)
        : m_root(std::move(root))
    {}

    Result<Descriptor> writable(qint64 delivery, int number, int flags) const;

    Descriptor m_root;
};

/// All of it, or an error; interrupted and short writes are continued.
Result<void> writeWhole(int descriptor, const QByteArray &bytes);
Result<void> seekTo(int descriptor, qint64 offset);
/// At most `most` bytes, fewer only at the end of the file.
Result<QByteArray> readSome(int descriptor, qint64 most);

} // namespace transom::delivery
