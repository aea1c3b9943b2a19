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
    connect(&recorder, &WireRecorder::changed, this, &WireRows::extend);
    connect(&recorder, &WireRecorder::cleared, this, [this] {
        m_originNs = 0;
        m_notes.clear();
        m_reference = 0;
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
    m_rows.clear();
    m_next = capture().firstNumber();
    Q_EMIT rowsReset();
    extend();
}

void WireRows::extend()
{
    const auto &frames = capture();
    qsizetype gone = 0;
    while (!m_rows.empty() && m_rows.front() < frames.firstNumber()) {
        m_rows.pop_front();
        ++gone;
    }
    m_next = std::max(m_next, frames.firstNumber());
    if (m_originNs == 0 && frames.frameCount() > 0)
        m_originNs = frames.frame(frames.firstNumber())->atNs();
    const quint64 last = lastVisible();
    QElapsedTimer timer;
    timer.start();
    for (int step = 0; m_next <= last && (step % SliceStep != 0 || timer.elapsed() < SliceMs); ++step, ++m_next) {
        if (frames.frame(m_next)->retired)
            continue;
        if (m_filter.isEmpty() || m_filter.matches(*frames.frame(m_next), frames, m_originNs, isMarked(m_next)))
            m_rows.push_back(m_next);
    }
    if (m_next <= last) {
        if (!m_scan.isActive())
            m_scan.start();
    } else {
        m_scan.stop();
    }
    Q_EMIT rowsChanged(gone);
}

qsizetype WireRows::rowAfter(quint64 number) const
{
    return std::lower_bound(m_rows.begin(), m_rows.end(), number) - m_rows.begin();
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

void WireRows::select(const inspect::Selection &selection)
{
    const auto *frame = capture().frameAt(selection.stream, selection.flow, selection.range.from);
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
    if (!frame)
        return;
    const inspect::Selection selection{frame->stream, frame->flow, frame->range()};
    if (selection == m_selection && number == m_current)
        return;
    m_selection = selection;
    m_current = number;
    Q_EMIT selectionChanged();
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
    const qsizetype from = m_current == 0 ? (backwards ? size() : -1) : (backwards ? rowAfter(m_current) : rowAfter(m_current + 1) - 1);
    for (qsizetype step = 1; step <= size(); ++step) {
        const qsizetype row = ((from + (backwards ? -step : step)) % size() + size()) % size();
        if (filter->matches(at(row), capture(), m_originNs, false) || note(numberAt(row)).contains(text, Qt::CaseInsensitive)) {
            selectFrame(numberAt(row));
            return true;
        }
    }
    return false;
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
