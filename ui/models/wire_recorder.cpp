#include "ui/models/wire_recorder.h"

#include "core/client/paths.h"

namespace transom::ui {

namespace {

/// About every second picture of a screen: live to the eye, and rarely enough to cost nothing.
constexpr auto TakeEvery = std::chrono::milliseconds(33);
constexpr qsizetype MostAtOnce = 4'000;
constexpr qsizetype LargestPayload = 256 * 1024;
constexpr qint64 RingBytes = 32 * 1024 * 1024;
constexpr qsizetype RingEvents = 50'000;

} // namespace

inspect::CaptureStore::Options WireRecorder::defaultStore()
{
    inspect::CaptureStore::Options options;
    options.directory = client::Paths::standard().state + QStringLiteral("/wire");
    return options;
}

WireRecorder::WireRecorder(QObject *parent, const inspect::CaptureStore::Options &store, const inspect::StreamCapture::Limits &limits)
    : QObject(parent)
    , m_store(store.directory.isEmpty() ? nullptr : std::make_unique<inspect::CaptureStore>(store))
    , m_capture(limits)
    , m_bell(std::make_shared<WireBell>())
{
    if (m_store) {
        m_capture.setStore(m_store.get());
        connect(m_store.get(), &inspect::CaptureStore::written, this, &WireRecorder::changed);
    }
    m_timer.setSingleShot(true);
    m_timer.setInterval(TakeEvery);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (take(MostAtOnce))
            m_timer.start();
    });
    connect(m_bell.get(), &WireBell::rung, this, [this] {
        if (!m_timer.isActive())
            m_timer.start();
    }, Qt::QueuedConnection);
}

WireRecorder::~WireRecorder()
{
    m_bell->disconnect(this);
}

std::shared_ptr<wire::Tap> WireRecorder::tap() const
{
    return m_tap;
}

void WireRecorder::setContents(Contents contents)
{
    if (m_contents == contents)
        return;
    m_contents = contents;
    if (isRecording())
        renewTap();
    Q_EMIT contentsChanged();
}

void WireRecorder::setRecording(bool on)
{
    if (on == isRecording())
        return;
    if (on) {
        showOpened(nullptr);
        renewTap();
    } else {
        takeAll();
        m_tap.reset();
        Q_EMIT tapChanged(nullptr);
    }
    Q_EMIT recordingChanged(on);
}

void WireRecorder::renewTap()
{
    inspect::CaptureRing::Options options;
    options.events = RingEvents;
    options.payloadBytes = RingBytes;
    options.payloadPrefix = m_contents == Contents::Headers ? 0 : LargestPayload;
    options.data = m_contents == Contents::All;
    options.calls = true;
    options.arrived = [bell = m_bell] { Q_EMIT bell->rung(); };
    takeAll();
    m_previous = m_tap;
    m_tap = std::make_shared<inspect::CaptureRing>(options);
    Q_EMIT tapChanged(m_tap);
}

bool WireRecorder::take(qsizetype most)
{
    bool more = false;
    bool any = false;
    // What the former ring still has came before.
    for (const auto &ring : {m_previous, m_tap}) {
        if (!ring)
            continue;
        const auto batch = ring->drain(most);
        m_capture.noteDropped(batch.dropped);
        for (const inspect::CapturedEvent &event : batch.events)
            m_capture.add(event);
        any = any || !batch.events.isEmpty();
        more = more || batch.more;
    }
    if (any)
        Q_EMIT changed();
    return more;
}

void WireRecorder::takeAll()
{
    while (take(MostAtOnce)) {
    }
}

void WireRecorder::showOpened(std::shared_ptr<const inspect::StreamCapture> capture)
{
    if (m_opened == capture)
        return;
    m_opened = std::move(capture);
    Q_EMIT cleared();
    Q_EMIT changed();
}

void WireRecorder::clear()
{
    m_opened.reset();
    takeAll();
    m_capture.clear();
    Q_EMIT cleared();
}

} // namespace transom::ui
