#include "ui/models/wire_rows.h"

#include <QElapsedTimer>

#include <algorithm>

namespace transom::ui {

namespace {

/// The window stays alive while a filter goes through hundreds of thousands of frames.
constexpr qint64 SliceMs = 8;
constexpr int SliceStep = 64;
constexpr qsizetype MostMarks = 10'000;

} // namespace

WireRows::WireRows(WireRecorder &recorder, QObject *parent)
    : QObject(parent)
    , m_recorder(recorder)
{
    m_scan.setInterval(0);
    connect(&m_scan, &QTimer::timeout, this, &WireRows::extend);
    m_rows.clear(capture().firstNumber());
    if (auto *store = recorder.store()) {
        m_archive = std::make_unique<inspect::FrameScan>(*store);
        m_search = std::make_unique<inspect::FrameScan>(*store);
        connect(m_archive.get(), &inspect::FrameScan::found, this, &WireRows::addStored);
        connect(m_archive.get(), &inspect::FrameScan::finished, this, &WireRows::extend);
        connect(m_search.get(), &inspect::FrameScan::found, this, &WireRows::foundStored);
        connect(m_search.get(), &inspect::FrameScan::finished, this, &WireRows::search);
        connect(store, &inspect::CaptureStore::pageArrived, this, &WireRows::selectArrived);
        // What has gone is not asked for any more; what was under way may not follow what is there.
        connect(store, &inspect::CaptureStore::shrunk, this, [this] {
            if (m_archive->isRunning())
                m_archive->cancel();
            extend();
        });
    }
    connect(&recorder, &WireRecorder::changed, this, &WireRows::extend);
    connect(&recorder, &WireRecorder::cleared, this, [this] {
        m_originNs = 0;
        m_notes.clear();
        m_reference = m_wanted = 0;
        if (m_search)
            m_search->cancel();
        if (m_pausedAt)
            m_pausedAt = capture().lastNumber();
        restart(); // before anybody asks for a row that has gone
        select({});
        hover({});
        Q_EMIT marksChanged();
    });
    extend();
}

quint64 WireRows::lastVisible() const
{
    return m_pausedAt ? std::min(*m_pausedAt, capture().lastNumber()) : capture().lastNumber();
}

quint64 WireRows::waiting() const
{
    return m_pausedAt && capture().lastNumber() > *m_pausedAt ? capture().lastNumber() - *m_pausedAt : 0;
}

void WireRows::restart()
{
    if (m_archive)
        m_archive->cancel();
    m_rows.clear(capture().firstNumber());
    m_freshNs.clear();
    Q_EMIT rowsReset();
    extend();
}

const inspect::WatchedFrame &WireRows::at(qsizetype row) const
{
    const quint64 number = numberAt(row);
    if (const inspect::WatchedFrame *frame = capture().frame(number))
        return *frame;
    static const auto waiting = std::make_shared<const inspect::ForeignFrame>(inspect::ForeignFrame{QStringLiteral("…"), {}, 0, 0, 0, {}});
    m_standIn.number = number;
    m_standIn.sentNs = timeNs(row);
    m_standIn.decoded = waiting;
    return m_standIn;
}

qint64 WireRows::timeNs(qsizetype row) const
{
    if (row >= m_freshRow && row - m_freshRow < static_cast<qsizetype>(m_freshNs.size()))
        return m_freshNs[static_cast<size_t>(row - m_freshRow)];
    const inspect::WatchedFrame *frame = capture().frame(numberAt(row));
    return frame ? frame->atNs() : -1;
}

void WireRows::extend()
{
    const auto &frames = capture();
    if (frames.firstNumber() > m_rows.next()) { // what was next has gone before it was looked at
        m_rows.clear(frames.firstNumber());
        Q_EMIT rowsReset();
    }
    const qsizetype gone = m_rows.dropBefore(frames.firstNumber());
    m_freshNs.clear();
    if (m_originNs == 0 && frames.frameCount() > 0) {
        const inspect::WatchedFrame *first = frames.frame(frames.firstNumber());
        m_originNs = first ? first->atNs() : 0;
    }
    const quint64 last = lastVisible();
    QElapsedTimer timer;
    timer.start();
    // Those on the disk come first, and from there.
    for (int step = 0; m_rows.next() >= frames.firstInMemory() && m_rows.next() <= last && (step % SliceStep != 0 || timer.elapsed() < SliceMs); ++step) {
        const inspect::WatchedFrame &frame = *frames.frame(m_rows.next());
        m_rows.append(!frame.retired && (m_filter.isEmpty() || m_filter.matches(frame, frames, m_originNs, isMarked(frame.number))));
    }
    if (m_rows.next() < frames.firstInMemory() && m_rows.next() <= last) {
        m_scan.stop();
        extendFromStore();
    } else if (m_rows.next() <= last) {
        if (!m_scan.isActive())
            m_scan.start();
    } else {
        m_scan.stop();
    }
    Q_EMIT rowsChanged(gone);
}

void WireRows::extendFromStore()
{
    inspect::CaptureStore *store = m_recorder.store();
    if (!store || m_archive->isRunning())
        return;
    store->flush();
    const quint64 end = std::min({store->writtenEnd(), capture().firstInMemory(), lastVisible() + 1});
    if (end <= m_rows.next())
        return; // on its way to the disk; the recorder tells when it is there
    const auto keys = m_notes.keys();
    m_archive->start({m_filter, m_rows.next(), end, m_originNs, {keys.begin(), keys.end()}, false});
}

void WireRows::addStored(const inspect::FrameScan::Found &found)
{
    if (found.first != m_rows.next())
        return;
    const qsizetype gone = m_rows.dropBefore(capture().firstNumber());
    m_freshRow = m_rows.size();
    for (const bool passes : found.passes)
        m_rows.append(passes);
    m_freshNs = found.timesNs;
    Q_EMIT rowsChanged(gone);
}

qsizetype WireRows::rowAfter(quint64 number) const
{
    return m_rows.rowAfter(number);
}

qsizetype WireRows::rowOf(quint64 number) const
{
    const qsizetype row = rowAfter(number);
    return row < size() && numberAt(row) == number ? row : -1;
}

bool WireRows::setFilter(const QString &text)
{
    auto filter = inspect::FrameFilter::parse(text);
    m_error = filter ? Error{} : filter.error();
    if (filter && text != m_filterText) {
        m_filter = m_stream != 0 ? filter->onlyOf(m_stream) : *filter;
        m_filterText = text;
        restart();
    }
    Q_EMIT filterChanged();
    return filter.has_value();
}

void WireRows::setStream(quint32 stream)
{
    if (stream == m_stream)
        return;
    m_stream = stream;
    const auto filter = inspect::FrameFilter::parse(m_filterText); // it was one before
    m_filter = !filter ? inspect::FrameFilter() : stream != 0 ? filter->onlyOf(stream) : *filter;
    if (m_selection.stream != stream && stream != 0)
        select({});
    restart();
    Q_EMIT streamChanged();
}

void WireRows::cutAnew(quint32 stream)
{
    if (m_selection.stream == stream)
        select({});
    hover({});
    restart();
}

void WireRows::setPaused(bool paused)
{
    if (paused == isPaused())
        return;
    m_pausedAt = paused ? std::optional(capture().lastNumber()) : std::nullopt;
    Q_EMIT pausedChanged(paused);
    extend();
}

void WireRows::setMarked(quint64 number, bool marked)
{
    if (!capture().frame(number) || (marked && m_notes.size() >= MostMarks))
        return;
    if (marked) {
        m_notes.insert(number, m_notes.value(number));
        m_reference = number;
    } else {
        m_notes.remove(number);
        if (m_reference == number)
            m_reference = m_notes.isEmpty() ? 0 : m_notes.lastKey();
    }
    Q_EMIT marksChanged();
}

void WireRows::setNote(quint64 number, const QString &note)
{
    if (!capture().frame(number) || m_notes.value(number) == note)
        return;
    if (!isMarked(number))
        setMarked(number, true);
    if (isMarked(number))
        m_notes[number] = note;
    Q_EMIT marksChanged();
}

void WireRows::setNotes(const QMap<quint64, QString> &notes)
{
    m_notes.clear();
    for (auto note = notes.begin(); note != notes.end() && m_notes.size() < MostMarks; ++note) {
        if (note.key() >= capture().firstNumber() && note.key() <= capture().lastNumber())
            m_notes.insert(note.key(), note.value());
    }
    m_reference = m_notes.isEmpty() ? 0 : m_notes.lastKey();
    Q_EMIT marksChanged();
}

void WireRows::select(const inspect::Selection &selection)
{
    const auto *frame = capture().frameAt(selection.stream, selection.flow, selection.range.from);
    if (const auto *here = capture().frame(m_current); !frame && here && here->stream == selection.stream && here->flow == selection.flow
        && here->range().contains(selection.range.from))
        frame = here; // bytes within a frame that is on the disk
    m_wanted = 0;
    const quint64 current = frame ? frame->number : 0;
    if (selection == m_selection && current == m_current)
        return;
    m_selection = selection;
    m_current = current;
    Q_EMIT selectionChanged();
}

void WireRows::selectFrame(quint64 number)
{
    const auto *frame = capture().frame(number);
    m_wanted = !frame && number >= capture().firstNumber() && number < capture().firstInMemory() ? number : 0;
    if (!frame)
        return;
    const inspect::Selection selection{frame->stream, frame->flow, frame->range()};
    if (selection == m_selection && number == m_current)
        return;
    m_selection = selection;
    m_current = number;
    Q_EMIT selectionChanged();
}

void WireRows::selectArrived(quint64 first, quint64 count)
{
    if (m_wanted != 0 && m_wanted - first < count)
        selectFrame(m_wanted);
    if (m_originNs == 0 && capture().frameCount() > 0)
        extend();
    else
        Q_EMIT rowsChanged(0);
}

void WireRows::hover(const inspect::Selection &selection)
{
    if (selection == m_hovered)
        return;
    m_hovered = selection;
    const auto *frame = selection.stream == 0 ? nullptr : capture().frameAt(selection.stream, selection.flow, selection.range.from);
    m_hoveredFrame = frame ? frame->number : 0;
    Q_EMIT hoverChanged();
}

bool WireRows::findNext(const QString &text, bool backwards)
{
    if (text.isEmpty() || size() == 0)
        return false;
    // Looked for as it stands: what would be a term of a filter is text here.
    const auto filter = inspect::FrameFilter::parse(QStringLiteral("text:\"%1\"").arg(QString(text).remove(u'"')));
    if (!filter)
        return false;
    m_searched = {*filter, text, backwards, {}};
    const quint64 first = capture().firstNumber();
    const quint64 memory = std::max(first, capture().firstInMemory());
    const quint64 end = m_rows.next();
    const quint64 from = m_current == 0 ? (backwards ? end : first) : backwards ? m_current : m_current + 1;
    // From where one is to the end, then from the beginning; what is on the disk apart from what is in memory.
    const std::pair<quint64, quint64> halves[2] = {{from, end}, {first, from}};
    for (const auto &[begin, behind] : {halves[backwards ? 1 : 0], halves[backwards ? 0 : 1]}) {
        const std::pair<quint64, quint64> stored{begin, std::min(behind, memory)};
        const std::pair<quint64, quint64> here{std::max(begin, memory), behind};
        for (const auto &range : {backwards ? here : stored, backwards ? stored : here}) {
            if (range.first < range.second)
                m_searched.ranges.push_back(range);
        }
    }
    return search();
}

bool WireRows::search()
{
    if (m_search)
        m_search->cancel();
    while (!m_searched.ranges.empty()) {
        const auto [first, end] = m_searched.ranges.front();
        m_searched.ranges.pop_front();
        if (first < capture().firstInMemory() && m_search) {
            const auto keys = m_notes.keys();
            m_search->start({m_searched.filter, first, std::min(end, m_recorder.store()->writtenEnd()), m_originNs, {keys.begin(), keys.end()}, m_searched.backwards});
            return true; // goes on when that has been looked through
        }
        const qsizetype begin = rowAfter(first);
        const qsizetype behind = rowAfter(end);
        for (qsizetype step = 0; step < behind - begin; ++step) {
            const qsizetype row = m_searched.backwards ? behind - 1 - step : begin + step;
            if (m_searched.filter.matches(at(row), capture(), m_originNs, false) || note(numberAt(row)).contains(m_searched.text, Qt::CaseInsensitive)) {
                selectFrame(numberAt(row));
                return true;
            }
        }
    }
    return false;
}

void WireRows::foundStored(const inspect::FrameScan::Found &found)
{
    const auto count = static_cast<qsizetype>(found.passes.size());
    for (qsizetype step = 0; step < count; ++step) {
        const qsizetype index = m_searched.backwards ? count - 1 - step : step;
        const quint64 number = found.first + static_cast<quint64>(index);
        if (!m_rows.isRow(number) || !(found.passes[static_cast<size_t>(index)] || note(number).contains(m_searched.text, Qt::CaseInsensitive)))
            continue;
        m_search->cancel();
        selectFrame(number);
        return;
    }
}

bool WireRows::nextMark(bool backwards)
{
    const auto keys = m_notes.keys();
    QList<quint64> shown;
    std::copy_if(keys.begin(), keys.end(), std::back_inserter(shown), [this](quint64 number) { return rowOf(number) >= 0; });
    if (shown.isEmpty())
        return false;
    const auto next = std::upper_bound(shown.begin(), shown.end(), m_current);
    const auto before = std::lower_bound(shown.begin(), shown.end(), m_current);
    selectFrame(backwards ? (before == shown.begin() ? shown.last() : *std::prev(before)) : (next == shown.end() ? shown.first() : *next));
    return true;
}

} // namespace transom::ui
