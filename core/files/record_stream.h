#pragma once

#include "core/protocol/file_messages.h"

#include <QByteArray>
#include <QByteArrayView>

namespace transom::files {

/// Longest head of a record: a path and a link's target, each at its longest and escaped, and the rest.
inline constexpr qsizetype LongestRecordHead = 64 * 1024;
/// Contents travel in a record up to that size; what is larger is a transfer of its own.
inline constexpr qint64 LargestRecord = 1024 * 1024;
/// What this side puts into records: above that a transfer of its own costs nothing worth saving.
inline constexpr qint64 SmallFile = 256 * 1024;

/// The head of a record, with its length in front. Contents follow where it says so.
QByteArray encodeRecord(const protocol::FilesRecord &record);

/// Takes the DATA of files.get-tree and files.put-tree apart, however they are cut. Pure; one thread at a time.
class RecordDecoder
{
public:
    struct Record
    {
        protocol::FilesRecord head;
        QByteArray contents;
    };

    void add(QByteArrayView bytes) { m_bytes.append(bytes); }
    /// A whole record, if there is one; an error for good where the stream is none.
    Result<std::optional<Record>> next();
    /// Whether the stream may end here.
    bool isBetweenRecords() const { return m_at == m_bytes.size() && !m_haveHead; }

private:
    QByteArray m_bytes;
    qsizetype m_at = 0;
    protocol::FilesRecord m_head;
    bool m_haveHead = false;
};

} // namespace transom::files
