#include "ui/files/folder_measure.h"

namespace transom::ui {

namespace {

constexpr int Together = 3;
constexpr int TellEveryMs = 100;

} // namespace

FolderMeasure::FolderMeasure(FolderSource &source, QObject *parent)
    : QObject(parent)
    , m_source(source)
{
    m_tell.setInterval(TellEveryMs);
    connect(&m_tell, &QTimer::timeout, this, &FolderMeasure::counted);
}

FolderMeasure::~FolderMeasure()
{
    stop();
}

void FolderMeasure::start(const QStringList &folders)
{
    stop();
    m_sum = {};
    m_waiting = folders;
    m_tell.start();
    next();
}

void FolderMeasure::stop()
{
    ++m_round;
    for (const auto &each : std::as_const(m_stops))
        each();
    m_stops.clear();
    m_waiting.clear();
    m_running = 0;
    m_tell.stop();
}

void FolderMeasure::next()
{
    while (m_running < Together && !m_waiting.isEmpty()) {
        // Depth first: the list of what waits stays short.
        const QString path = m_waiting.takeLast();
        ++m_running;
        m_stops.append(m_source.list(path, this, [this, path, round = m_round](const QList<FolderEntry> &entries) {
            if (round != m_round)
                return;
            for (const FolderEntry &entry : entries) {
                if (entry.kind == FolderEntry::Kind::Folder) {
                    ++m_sum.folders;
                    // A link may lead round in a circle; what it leads to is not in here.
                    if (!entry.link)
                        m_waiting.append(joinPath(path, entry.name));
                } else {
                    ++m_sum.files;
                    m_sum.bytes += entry.link ? 0 : entry.size;
                }
            }
        }, [this, round = m_round](const Result<void> &done) {
            if (round != m_round)
                return;
            --m_running;
            if (!done)
                ++m_sum.closed;
            if (m_running == 0)
                m_stops.clear();
            next();
            if (isRunning())
                return;
            m_tell.stop();
            Q_EMIT counted();
            Q_EMIT finished();
        }));
    }
}

} // namespace transom::ui
