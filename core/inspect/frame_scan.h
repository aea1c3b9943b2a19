#pragma once

#include "core/inspect/capture_store.h"
#include "core/inspect/frame_filter.h"

#include <QSet>

#include <atomic>

namespace transom::inspect {

/// Goes through a store's frames beside the thread that asks, in slices, and tells which of them pass a filter. A slice follows when the one before
/// has been taken, so that neither results nor work pile up. In the thread of its owner.
class FrameScan : public QObject
{
    Q_OBJECT

public:
    static constexpr quint64 SliceFrames = 16 * 1024;

    struct Query
    {
        FrameFilter filter;
        quint64 first = 0;
        quint64 end = 0;
        qint64 originNs = 0;    ///< as FrameFilter::matches() takes it
        QSet<quint64> marked;
        bool backwards = false; ///< slices from the end on
        QHash<quint32, quint64> retired = {}; ///< start() takes it from the store
    };
    struct Found
    {
        quint64 first = 0;          ///< of the slice
        std::vector<bool> passes;   ///< one for each number from `first` on
        std::vector<qint64> timesNs; ///< atNs() of those that pass
    };

    explicit FrameScan(const CaptureStore &store, QObject *parent = nullptr);
    ~FrameScan() override;

    /// Ends what is under way; nothing more is told of it.
    void start(const Query &query);
    void cancel();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void found(const transom::inspect::FrameScan::Found &found);
    /// After the last slice. Not after cancel().
    void finished();

private:
    void next();

    const CaptureStore &m_store;
    Strand m_work;
    Query m_query;
    quint64 m_at = 0;
    std::shared_ptr<std::atomic<bool>> m_cancelled;
    bool m_running = false;
};

} // namespace transom::inspect
