#pragma once

#include "core/files/transfer_info.h"

#include <QHash>
#include <QJsonObject>
#include <QLockFile>

namespace transom::files {

/// A transfer as it is kept from one run of the program to the next.
struct StoredTransfer
{
    TransferInfo info;
    bool begun = false;  ///< some of it may be on the other side
    QStringList done;    ///< sources that are there for certain, as far as they were written down
    QHash<QString, QString> names{}; ///< see TransferMemory::names
    qint64 since = 0;
};

struct StoredQueue
{
    TransferSettings settings;
    QList<StoredTransfer> queue;   ///< unfinished ones in their order
    QList<StoredTransfer> history; ///< finished ones, oldest first
};

/// The file in which the list of transfers outlives the program: JSON, replaced as a whole or not at all, readable by its owner
/// only. One program at a time keeps it. Blocks; used by one strand.
class TransferStore
{
public:
    static constexpr qsizetype MostHistory = 500;
    static constexpr qsizetype MostQueued = 10'000;
    static constexpr qsizetype MostDone = 20'000;     ///< of StoredTransfer::done
    static constexpr qint64 LargestFile = 64 * 1024 * 1024;

    explicit TransferStore(QString file);

    struct Loaded
    {
        StoredQueue queue;
        Error trouble; ///< what a person should know: the file was damaged and has been put aside, another program keeps it
    };
    /// Once, first. What cannot be understood is never guessed at: the file is put aside under the name badFile() and the list
    /// begins empty.
    Loaded load();
    Result<void> save(const StoredQueue &queue);
    QString badFile() const { return m_file + QStringLiteral(".bad"); }

    static QJsonObject toJson(const StoredQueue &queue);
    /// Every value is checked: paths that are none, numbers out of range and policies that do not exist are a BadMessage.
    static Result<StoredQueue> fromJson(const QJsonObject &object);

private:
    Result<StoredQueue> read() const;

    const QString m_file;
    QLockFile m_lock;
    bool m_mine = false;
};

} // namespace transom::files
