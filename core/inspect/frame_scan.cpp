#include "core/inspect/frame_scan.h"

#include <algorithm>

namespace transom::inspect {

namespace {

/// What a filter wants to know around a frame, as it is kept on the disk.
class StoredSurroundings : public FrameSurroundings
{
public:
    StoredSurroundings(QStringList services, QHash<quint32, std::pair<QString, QString>> ends)
        : m_services(std::move(services))
        , m_ends(std::move(ends))
    {}

    QString serviceOf(const WatchedFrame &) const override { return m_services.value(m_service); }
    std::pair<QString, QString> endsOf(quint32 stream) const override { return m_ends.value(stream); }
    void setService(quint32 number) { m_service = static_cast<qsizetype>(number); }

private:
    const QStringList m_services;
    const QHash<quint32, std::pair<QString, QString>> m_ends;
    qsizetype m_service = 0;
};

FrameScan::Found scan(const CaptureFiles &files, const FrameScan::Query &query, StoredSurroundings &around, quint64 first, quint64 count, const std::atomic<bool> &cancelled)
{
    FrameScan::Found found;
    found.first = first;
    const auto records = files.records(first, count);
    found.passes.reserve(records.size());
    const bool needsContents = query.filter.needsContents();
    for (const FrameRecord &record : records) {
        if (cancelled)
            break;
        const bool retired = (record.bits & FrameRecord::Retired) != 0 || first + found.passes.size() < query.retired.value(record.stream);
        bool passes = query.filter.isEmpty() && !retired;
        if (!passes && !retired) {
            const quint64 number = first + found.passes.size();
            // What another framing made of a frame, and why one was refused, lie with the contents.
            const bool fetch = record.contentsSize() > 0 && (needsContents || record.extraSize > 0);
            const WatchedFrame frame = fromRecord(record, number, fetch ? files.contents(number, record) : QByteArray());
            around.setService(record.service);
            passes = query.filter.matches(frame, around, query.originNs, query.marked.contains(number));
        }
        found.passes.push_back(passes);
        if (passes)
            found.timesNs.push_back(record.sentNs >= 0 ? record.sentNs : record.receivedNs);
    }
    return found;
}

} // namespace

FrameScan::FrameScan(const CaptureStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{}

FrameScan::~FrameScan()
{
    cancel();
}

void FrameScan::start(const Query &query)
{
    cancel();
    m_query = query;
    m_query.retired = m_store.retired();
    m_at = query.backwards ? query.end : query.first;
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    m_running = true;
    next();
}

void FrameScan::cancel()
{
    if (m_cancelled)
        *m_cancelled = true;
    m_running = false;
}

void FrameScan::next()
{
    quint64 first = m_at;
    quint64 count = 0;
    if (m_query.backwards) {
        count = std::min(SliceFrames, m_at - std::min(m_query.first, m_at));
        first = m_at - count;
    } else {
        count = std::min(SliceFrames, m_query.end - std::min(m_at, m_query.end));
    }
    auto around = std::make_shared<StoredSurroundings>(m_store.services(), m_store.ends());
    m_work.run([files = m_store.files(), query = m_query, around, first, count, cancelled = m_cancelled] { return scan(*files, query, *around, first, count, *cancelled); }, this,
               [this, count, cancelled = m_cancelled](const Found &slice) {
                   if (*cancelled)
                       return;
                   // Fewer than asked for: they have gone, and others with them.
                   const bool isShort = slice.passes.size() < count;
                   m_at = m_query.backwards ? slice.first : slice.first + slice.passes.size();
                   const bool over = isShort || (m_query.backwards ? m_at <= m_query.first : m_at >= m_query.end);
                   if (over)
                       m_running = false;
                   Q_EMIT found(slice);
                   if (*cancelled)
                       return; // by whoever heard of it
                   if (over)
                       Q_EMIT finished();
                   else
                       next();
               });
}

} // namespace transom::inspect
