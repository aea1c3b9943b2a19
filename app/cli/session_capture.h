#pragma once

#include "core/base/strand.h"
#include "core/inspect/capture_ring.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace transom::cli {

/// What `transomctl capture` does around another command: every session that the command opens is tapped, and written to a file. There is one at most.
/// Made and destroyed in the thread of the event loop.
class SessionCapture : public QObject
{
    Q_OBJECT

public:
    /// `bodies`: what is in files and what commands write, too.
    SessionCapture(const QString &path, bool bodies);
    ~SessionCapture() override;

    /// Of the capture that is under way; null: there is none.
    static std::shared_ptr<wire::Tap> tap();

    Result<void> open();
    struct Summary
    {
        quint64 frames = 0;
        quint64 dropped = 0;
    };
    /// Everything is written, and on the disk as far as the system says.
    Result<Summary> finish();

private:
    struct File;

    void take();

    std::shared_ptr<inspect::CaptureRing> m_ring;
    std::shared_ptr<File> m_file;
    Strand m_disk;
    QTimer m_timer;
};

} // namespace transom::cli
