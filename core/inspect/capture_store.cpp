#include "core/inspect/capture_store.h"

#include <algorithm>

namespace transom::inspect {

namespace {

constexpr size_t BatchFrames = 1024;
constexpr qsizetype BatchBytes = 4 << 20;
constexpr qsizetype MostNames = 100'000;
constexpr qsizetype MostUnwritten = 4'096;

} // namespace

CaptureStore::CaptureStore(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_files(std::make_shared<CaptureFiles>(m_options.directory, m_options.files))
{}

CaptureStore::~CaptureStore() = default;

quint32 CaptureStore::serviceNumber(const QString &service)
{
    if (service.isEmpty())
        return 0;
    const auto known = m_serviceNumbers.constFind(service);
    if (known != m_serviceNumbers.constEnd())
        return *known;
    if (m_services.size() >= MostNames)
        return 0;
    m_services.append(service);
    m_serviceNumbers.insert(service, static_cast<quint32>(m_services.size() - 1));
    return static_cast<quint32>(m_services.size() - 1);
}

void CaptureStore::append(const WatchedFrame &frame, const QString &service, const QString &client, const QString &server)
{
    const bool tooSlow = m_end - m_written > m_options.waitingFrames || m_waitingBytes > m_options.waitingBytes;
    if (m_failure.code != ErrorCode::None || tooSlow || (size() > 0 && frame.number != m_end)) {
        // Nothing may be missing between frames that are there: what is older goes with it.
        m_dropped += size() + 1;
        const Error failure = m_failure;
        const quint64 dropped = m_dropped;
        clear();
        m_dropped = dropped;
        m_failure = failure;
        m_first = m_end = m_written = frame.number + 1;
        Q_EMIT shrunk();
        return;
    }
    if (size() == 0)
        m_first = m_end = m_written = frame.number;
    if (!m_ends.contains(frame.stream) && m_ends.size() < MostNames)
        m_ends.insert(frame.stream, {client, server});
    if (!m_batch) {
        m_batch = std::make_shared<FrameBatch>();
        m_batch->first = frame.number;
        m_batch->records.reserve(BatchFrames);
    }
    m_batch->records.push_back(toRecord(frame, serviceNumber(service), m_batch->contents));
    m_end = frame.number + 1;
    if (m_batch->records.size() >= BatchFrames || m_batch->contents.size() >= BatchBytes)
        post();
}

void CaptureStore::retire(quint32 stream)
{
    if (size() == 0)
        return;
    m_retired.insert(stream, m_end);
    m_unwritten.clear();
    for (Page &page : m_pages) {
        for (WatchedFrame &frame : page.frames)
            frame.retired = frame.retired || frame.number < m_retired.value(frame.stream);
    }
}

void CaptureStore::flush()
{
    if (m_batch)
        post();
}

void CaptureStore::post()
{
    const auto batch = std::exchange(m_batch, {});
    m_waiting.emplace(batch->first, batch);
    m_waitingBytes += batch->contents.size();
    const quint64 generation = m_generation;
    m_writing.run([files = m_files, batch] { return files->write(*batch); }, this,
                  [this, generation, end = batch->end()](const Result<void> &result) {
                      if (generation == m_generation)
                          batchWritten(end, result);
                  });
}

void CaptureStore::batchWritten(quint64 end, const Result<void> &result)
{
    const auto batch = m_waiting.begin(); // in order
    m_waitingBytes -= batch->second->contents.size();
    m_waiting.erase(batch);
    m_unwritten.erase(m_unwritten.begin(), m_unwritten.lower_bound(end));
    if (!result) {
        if (m_failure.code == ErrorCode::None) {
            m_failure = result.error();
            Q_EMIT failed(m_failure);
        }
        return;
    }
    m_written = end;
    takeRange();
    Q_EMIT written();
}

void CaptureStore::takeRange()
{
    const auto range = m_files->range();
    if (range.first <= m_first || range.first == range.second)
        return;
    m_dropped += range.first - m_first;
    m_first = range.first;
    for (auto page = m_pages.begin(); page != m_pages.end();)
        page = (page.key() + 1) * PageFrames <= m_first ? m_pages.erase(page) : std::next(page);
    Q_EMIT shrunk();
}

void CaptureStore::clear()
{
    ++m_generation;
    m_batch.reset();
    m_waiting.clear();
    m_unwritten.clear();
    m_waitingBytes = 0;
    m_pages.clear();
    m_ends.clear();
    m_retired.clear();
    m_first = m_end = m_written = 0;
    m_dropped = 0;
    m_failure = {};
    // What still reads or writes has the old files.
    m_files = std::make_shared<CaptureFiles>(m_options.directory, m_options.files);
}

const WatchedFrame *CaptureStore::waiting(quint64 number)
{
    if (const auto known = m_unwritten.find(number); known != m_unwritten.end())
        return &known->second;
    const FrameBatch *batch = m_batch && number >= m_batch->first ? m_batch.get() : nullptr;
    if (!batch) {
        const auto behind = m_waiting.upper_bound(number);
        if (behind == m_waiting.begin())
            return nullptr;
        batch = std::prev(behind)->second.get();
    }
    if (number >= batch->end())
        return nullptr;
    if (static_cast<qsizetype>(m_unwritten.size()) >= MostUnwritten)
        return nullptr;
    const FrameRecord &record = batch->records[number - batch->first];
    const auto contents = QByteArrayView(batch->contents).sliced(static_cast<qsizetype>(record.contentsAt), static_cast<qsizetype>(record.contentsSize()));
    WatchedFrame &frame = m_unwritten.emplace(number, fromRecord(record, number, contents)).first->second;
    frame.retired = frame.retired || number < m_retired.value(frame.stream);
    return &frame;
}

const WatchedFrame *CaptureStore::frame(quint64 number)
{
    if (number < m_first || number >= m_end)
        return nullptr;
    if (number >= m_written)
        return waiting(number);
    const auto page = m_pages.find(number / PageFrames);
    if (page != m_pages.end()) {
        page->used = ++m_clock;
        if (number >= page->first && number - page->first < static_cast<quint64>(page->frames.size()))
            return &page->frames[static_cast<qsizetype>(number - page->first)];
        if (page->frames.isEmpty())
            return nullptr; // on its way
    }
    fetch(number / PageFrames); // again, if it was read while its end was not written yet
    return nullptr;
}

QString CaptureStore::serviceOf(quint64 number)
{
    const auto page = m_pages.constFind(number / PageFrames);
    if (page == m_pages.constEnd() || number < page->first || number - page->first >= page->services.size())
        return {};
    return m_services.value(static_cast<qsizetype>(page->services[number - page->first]));
}

void CaptureStore::fetch(quint64 number)
{
    Page &page = m_pages[number];
    page.frames.clear();
    page.used = ++m_clock;
    const quint64 first = std::max(number * PageFrames, m_first);
    const quint64 count = std::min((number + 1) * PageFrames, m_written) - first;
    const auto task = [files = m_files, first, count, most = m_options.pageContents] {
        Page taken;
        taken.first = first;
        for (const FrameRecord &record : files->records(first, count))
            taken.services.push_back(record.service);
        taken.frames = files->frames(first, count, most);
        return taken;
    };
    m_reading.run(task, this, [this, number, generation = m_generation](Page &&taken) {
        if (generation != m_generation)
            return;
        if (taken.frames.isEmpty()) {
            m_pages.remove(number);
            return;
        }
        const quint64 begin = taken.first;
        const auto frames = static_cast<quint64>(taken.frames.size());
        taken.used = ++m_clock;
        for (WatchedFrame &frame : taken.frames)
            frame.retired = frame.retired || frame.number < m_retired.value(frame.stream);
        m_pages.insert(number, std::move(taken));
        evict();
        Q_EMIT pageArrived(begin, frames);
    });
}

void CaptureStore::evict()
{
    while (m_pages.size() > m_options.pages) {
        const auto oldest = std::min_element(m_pages.begin(), m_pages.end(), [](const Page &one, const Page &other) { return one.used < other.used; });
        m_pages.erase(oldest);
    }
}

void CaptureStore::read(quint64 first, quint64 count, QObject *context, std::function<void(const QList<WatchedFrame> &)> done, qint64 mostBytes)
{
    flush();
    const quint64 begin = std::max(first, m_first);
    const quint64 end = std::min(first + count, m_end);
    // Behind what is still to be written.
    m_writing.run([files = m_files, begin, end, mostBytes] { return end > begin ? files->frames(begin, end - begin, mostBytes) : QList<WatchedFrame>(); }, context, std::move(done));
}

} // namespace transom::inspect
