#include "app/cli/session_capture.h"

#include "core/base/text.h"
#include "core/inspect/capture_file.h"

#include <QFile>

namespace transom::cli {

namespace {

std::weak_ptr<inspect::CaptureRing> current;

constexpr auto TakeEvery = std::chrono::milliseconds(5);
constexpr qsizetype MostAtOnce = 2'000;

} // namespace

/// Used by tasks of the strand, one after the other.
struct SessionCapture::File
{
    explicit File(const QString &path)
        : file(path)
    {}

    void add(const QList<inspect::CapturedEvent> &events)
    {
        for (const inspect::CapturedEvent &event : events) {
            const quint64 number = capture.add(event);
            if (number == 0)
                continue;
            const inspect::WatchedFrame &frame = *capture.frame(number);
            writer->add(frame, *capture.stream(frame.stream));
            ++frames;
        }
    }

    QFile file;
    // Only streams and the last frames are looked at again.
    inspect::StreamCapture capture{{.frames = 1'000, .payloadBytes = 8 << 20}};
    std::unique_ptr<inspect::CaptureFileWriter> writer;
    quint64 frames = 0;
};

SessionCapture::SessionCapture(const QString &path, bool bodies)
    : m_file(std::make_shared<File>(path))
{
    inspect::CaptureRing::Options options;
    options.events = 100'000;
    options.payloadPrefix = 256 * 1024;
    options.payloadBytes = 128 << 20;
    options.data = bodies;
    options.calls = true;
    m_ring = std::make_shared<inspect::CaptureRing>(options);
    connect(&m_timer, &QTimer::timeout, this, &SessionCapture::take);
}

SessionCapture::~SessionCapture() = default;

std::shared_ptr<wire::Tap> SessionCapture::tap()
{
    return current.lock();
}

Result<void> SessionCapture::open()
{
    // What was said in confidence is in it.
    if (!m_file->file.open(QIODevice::WriteOnly | QIODevice::Truncate, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return fail(ErrorCode::InputOutput, QStringLiteral("%1 cannot be written: %2. Choose another file with --out.").arg(printable(m_file->file.fileName()), m_file->file.errorString()));
    m_file->writer = std::make_unique<inspect::CaptureFileWriter>(m_file->file, QStringLiteral("transomctl capture"));
    current = m_ring;
    m_timer.start(TakeEvery);
    return {};
}

void SessionCapture::take()
{
    for (bool more = true; more;) {
        const auto batch = m_ring->drain(MostAtOnce);
        more = batch.more;
        if (!batch.events.isEmpty())
            m_disk.post([file = m_file, events = batch.events] { file->add(events); });
        while (m_disk.pending() > 8) // not faster than the disk
            Strand::waitForAll();
    }
}

Result<SessionCapture::Summary> SessionCapture::finish()
{
    m_timer.stop();
    current.reset();
    take();
    Strand::waitForAll();
    for (const quint32 id : m_file->capture.streamIds())
        m_file->writer->finish(*m_file->capture.stream(id));
    if (m_file->file.error() != QFileDevice::NoError || !m_file->file.flush())
        return fail(ErrorCode::DiskFull, QStringLiteral("The capture is not complete: the disk is full or reports an error."));
    return Summary{m_file->frames, m_ring->droppedInAll()};
}

} // namespace transom::cli
