#pragma once

#include "ui/lab/experiments/call_feed.h"
#include "ui/models/wire_rows.h"

#include <QWidget>

class QComboBox;
class QImage;
class QLabel;
class QStackedWidget;
class QTabBar;
class QSortFilterProxyModel;
class QTableView;

namespace transom::ui {

class CallsModel;
class EmptyState;
class LadderView;
class RibbonView;

/// The calls of one run as the Wire page would show them: byte ribbon, ladder, and each call in words. It has a recording of its own; when the window
/// records, the run is among the streams of the Wire page, too. GUI thread.
class RunPicture : public QWidget
{
    Q_OBJECT

public:
    explicit RunPicture(WireRecorder &window, QWidget *parent = nullptr);
    ~RunPicture() override;

    /// Whether the bytes are messages with a framing of their own; otherwise each send is one.
    void setGuessing(bool guess) { m_guess = guess; }
    /// Nothing is there yet; `title` and `text` say what to do.
    void clear(const QString &title, const QString &text);
    /// May come in several parts.
    void add(const QList<lab::CallRecord> &calls);
    /// The run is over. `dropped`: calls that there was no room for.
    void finish(quint64 dropped);
    bool isEmpty() const;

    const CallsModel &calls() const { return *m_calls; }
    WireRows &rows() { return *m_rows; }
    RibbonView &ribbon() { return *m_ribbon; }
    /// Another tab after the calls; `first`: before the ladder.
    void addTab(const QString &title, QWidget *widget, bool first = false);
    void showTab(QWidget *widget);
    /// Pixels of an image for each of the screen.
    static constexpr int ImageScale = 2;
    /// For a hand-out; null where there is nothing to see.
    QImage ribbonImage() const;
    QImage ladderImage() const;

private:
    void showStreams();
    void showBeginning();
    void showParts();
    void chooseStream(int index);

    WireRecorder &m_window;
    bool m_guess = false;
    WireRecorder *m_recorder; ///< of this run alone
    WireRows *m_rows;
    WireSources *m_sources;
    std::unique_ptr<CallFeed> m_feed;
    std::unique_ptr<CallFeed> m_published;
    CallsModel *m_calls;
    QComboBox *m_streams;
    RibbonView *m_ribbon;
    LadderView *m_ladder;
    QSortFilterProxyModel *m_shown; ///< the calls of one connection, or all
    QTableView *m_table;
    QLabel *m_note;
    QTabBar *m_tabs;
    QStackedWidget *m_views;
    EmptyState *m_empty;
    QStackedWidget *m_ladderStack;
    bool m_moved = false; ///< bytes
};

} // namespace transom::ui
