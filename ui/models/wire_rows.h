#pragma once

#include "core/inspect/frame_scan.h"
#include "core/inspect/row_map.h"
#include "ui/models/wire_recorder.h"

#include <QMap>
#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace transom::ui {

/// The frames one looks at: those that pass the filter, up to the moment at which the view was paused; with marks, notes, what is
/// selected and what the pointer is over. All views of the Wire page share one. GUI thread.
class WireRows : public QObject
{
    Q_OBJECT

public:
    explicit WireRows(WireRecorder &recorder, QObject *parent = nullptr);

    const inspect::StreamCapture &capture() const { return m_recorder.capture(); }

    qsizetype size() const { return m_rows.size(); }
    quint64 numberAt(qsizetype row) const { return m_rows.numberAt(row); }
    /// Good until the event loop turns. Of a row whose frame is on the disk and not at hand: a stand-in without contents, and rowsChanged() follows.
    const inspect::WatchedFrame &at(qsizetype row) const;
    /// Whether at(row) is the frame itself; if not, it is asked for.
    bool isAtHand(qsizetype row) const { return capture().frame(numberAt(row)) != nullptr; }
    /// at(row).atNs(), also of rows that have just been added and are not at hand; -1: not known.
    qint64 timeNs(qsizetype row) const;
    /// -1 if the frame is not among the rows.
    qsizetype rowOf(quint64 number) const;
    /// Where a row's number would be.
    qsizetype rowAfter(quint64 number) const;

    /// False if it is none; `error` says why, and the filter before it stays.
    bool setFilter(const QString &text);
    const QString &filterText() const { return m_filterText; }
    const Error &error() const { return m_error; }
    bool isFiltering() const { return m_scan.isActive() || m_rows.next() <= lastVisible(); }

    /// The rows of one stream alone, whatever the filter says; 0: of all.
    void setStream(quint32 stream);
    quint32 stream() const { return m_stream; }
    /// The frames of a stream are others now.
    void cutAnew(quint32 stream);

    void setPaused(bool paused);
    bool isPaused() const { return m_pausedAt.has_value(); }
    /// Frames that came since.
    quint64 waiting() const;

    /// The time that all others are counted from: that of the first frame recorded.
    qint64 originNs() const { return m_originNs; }

    void setMarked(quint64 number, bool marked);
    bool isMarked(quint64 number) const { return m_notes.contains(number); }
    /// Notes mark, too; an empty one keeps the mark.
    void setNote(quint64 number, const QString &note);
    const QMap<quint64, QString> &notes() const { return m_notes; }
    /// Instead of all that there were.
    void setNotes(const QMap<quint64, QString> &notes);
    bool isShowingOpened() const { return m_recorder.isShowingOpened(); }
    QString note(quint64 number) const { return m_notes.value(number); }
    /// The mark that differences are counted from: the last one set.
    quint64 reference() const { return m_reference; }

    /// Bytes of one stream; the frame that holds the first is the current one.
    void select(const inspect::Selection &selection);
    void selectFrame(quint64 number);
    const inspect::Selection &selection() const { return m_selection; }
    quint64 currentFrame() const { return m_current; }
    void hover(const inspect::Selection &selection);
    const inspect::Selection &hovered() const { return m_hovered; }
    quint64 hoveredFrame() const { return m_hoveredFrame; }
    /// What is looked into: the frame under the pointer, wherever that is, otherwise the current one.
    quint64 shownFrame() const { return m_hoveredFrame != 0 ? m_hoveredFrame : m_current; }

    /// Selects the next (or previous) row that holds the text, going round; false if none does. Those on the disk take a while: then it is true, and
    /// what is found is selected later.
    bool findNext(const QString &text, bool backwards);
    /// The next (or previous) marked row.
    bool nextMark(bool backwards);

Q_SIGNALS:
    /// `gone` rows went from the beginning; others may have come at the end.
    void rowsChanged(qsizetype gone);
    void rowsReset();
    void selectionChanged();
    void hoverChanged();
    void marksChanged();
    void filterChanged();
    void streamChanged();
    void pausedChanged(bool paused);

private:
    void restart();
    void extend();
    void extendFromStore();
    void addStored(const inspect::FrameScan::Found &found);
    bool search();
    void foundStored(const inspect::FrameScan::Found &found);
    void selectArrived(quint64 first, quint64 count);
    quint64 lastVisible() const;

    WireRecorder &m_recorder;
    inspect::FrameFilter m_filter;
    QString m_filterText;
    quint32 m_stream = 0;
    Error m_error;
    inspect::RowMap m_rows;
    std::vector<qint64> m_freshNs;  ///< times of the rows that were added last
    qsizetype m_freshRow = 0;       ///< the first of these
    QTimer m_scan;                  ///< goes through what is in memory
    std::unique_ptr<inspect::FrameScan> m_archive; ///< and what is on the disk
    std::unique_ptr<inspect::FrameScan> m_search;
    struct Searched
    {
        inspect::FrameFilter filter;
        QString text;
        bool backwards = false;
        std::deque<std::pair<quint64, quint64>> ranges; ///< of numbers, still to be looked through
    };
    Searched m_searched;
    quint64 m_wanted = 0;           ///< is selected when its page has come
    mutable inspect::WatchedFrame m_standIn;
    std::optional<quint64> m_pausedAt;
    qint64 m_originNs = 0;
    QMap<quint64, QString> m_notes;
    quint64 m_reference = 0;
    inspect::Selection m_selection;
    quint64 m_current = 0;
    inspect::Selection m_hovered;
    quint64 m_hoveredFrame = 0;
};

} // namespace transom::ui
