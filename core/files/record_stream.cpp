#include "core/files/record_stream.h"

#include "core/protocol/json_flat.h"

#include <QtEndian>

namespace transom::files {

using namespace protocol;

namespace {

Result<FilesRecord> decodeHead(QByteArrayView text)
{
    if (auto head = decodeFlat<FilesRecord>(text))
        return std::move(*head);
    return decode<FilesRecord>(text);
}

} // namespace

QByteArray encodeRecord(const FilesRecord &record)
{
    const QByteArray head = encodeFlat(record);
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(static_cast<quint32>(head.size()), bytes.data());
    return bytes + head;
}

Result<std::optional<RecordDecoder::Record>> RecordDecoder::next()
{
    // What has been dealt with is thrown away now and then, not at every record.
    if (m_at > 0 && (m_at == m_bytes.size() || m_at > LargestRecord)) {
        m_bytes.remove(0, m_at);
        m_at = 0;
    }
    if (!m_haveHead) {
        if (m_bytes.size() - m_at < 4)
            return std::nullopt;
        const quint32 length = qFromBigEndian<quint32>(m_bytes.constData() + m_at);
        if (length > LongestRecordHead)
            return fail(ErrorCode::BadMessage, QStringLiteral("The head of a record is longer than it may be."));
        if (m_bytes.size() - m_at - 4 < static_cast<qsizetype>(length))
            return std::nullopt;
        auto head = decodeHead(QByteArrayView(m_bytes).sliced(m_at + 4, length));
        if (!head)
            return tl::make_unexpected(head.error());
        if (head->size < 0 || (head->contents && (head->size > LargestRecord || head->type != u"file")))
            return fail(ErrorCode::BadMessage, QStringLiteral("The contents of a record are larger than they may be."));
        m_at += 4 + static_cast<qsizetype>(length);
        m_head = std::move(*head);
        m_haveHead = true;
    }
    const qsizetype size = m_head.contents ? static_cast<qsizetype>(m_head.size) : 0;
    if (m_bytes.size() - m_at < size)
        return std::nullopt;
    Record record{std::exchange(m_head, {}), m_bytes.sliced(m_at, size)};
    m_at += size;
    m_haveHead = false;
    return record;
}

} // namespace transom::files
