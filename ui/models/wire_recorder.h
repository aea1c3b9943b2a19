#pragma once

#include "core/inspect/capture_store.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace transom::ui {

/// Rings in the sessions' threads and is heard in the window's.
class WireBell : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void rung();
};

/// Records what crosses the wire, and only while somebody has asked for it: without that there is no tap, and no session pays for one.
/// Taps put events into a ring; a timer that runs only while there are any takes them over into the capture. GUI thread.
class WireRecorder : public QObject
{
    Q_OBJECT

public:
    enum class Contents {
        Headers,  ///< the 12 bytes of each frame
        Messages, ///< and the messages, but neither files nor what commands write
        All,
    };
    Q_ENUM(Contents)

    /// What has no place in memory is kept in files without a name in `directory`; empty: it goes.
    explicit WireRecorder(QObject *parent = nullptr, const inspect::CaptureStore::Options &store = defaultStore(), const inspect::StreamCapture::Limits &limits = {});
    /// In the user's state folder.
    static inspect::CaptureStore::Options defaultStore();
    ~WireRecorder() override;

    bool isRecording() const { return m_tap != nullptr; }
    Contents contents() const { return m_contents; }
    /// May be changed while it records; what is there stays as it is.
    void setContents(Contents contents);
    void setRecording(bool on);
    void clear();

    /// What sessions are to call; null while nothing is recorded.
    std::shared_ptr<wire::Tap> tap() const;
    const inspect::StreamCapture &capture() const { return m_opened ? *m_opened : m_capture; }
    /// Shows a capture that was read from a file instead of what is recorded; clear(), recording and null end that.
    void showOpened(std::shared_ptr<const inspect::StreamCapture> capture);
    bool isShowingOpened() const { return m_opened != nullptr; }
    /// For streams that come from elsewhere: a relay, the lab. Call announce() after what was added.
    inspect::StreamCapture &sources() { return m_capture; }
    void announce() { Q_EMIT changed(); }
    /// Where frames are that have no place in memory; null: nowhere.
    inspect::CaptureStore *store() const { return m_store.get(); }
    /// Everything that has arrived is taken over now.
    void takeAll();

Q_SIGNALS:
    void recordingChanged(bool on);
    void contentsChanged();
    void tapChanged(const std::shared_ptr<transom::wire::Tap> &tap);
    /// There are more frames, or one has got its second time, or the oldest have gone.
    void changed();
    void cleared();

private:
    void renewTap();
    bool take(qsizetype most);

    std::unique_ptr<inspect::CaptureStore> m_store;
    inspect::StreamCapture m_capture;
    std::shared_ptr<const inspect::StreamCapture> m_opened;
    std::shared_ptr<inspect::CaptureRing> m_tap;
    std::shared_ptr<inspect::CaptureRing> m_previous; ///< of other contents; until it is empty
    std::shared_ptr<WireBell> m_bell;
    QTimer m_timer;
    Contents m_contents = Contents::Messages;
};

} // namespace transom::ui
