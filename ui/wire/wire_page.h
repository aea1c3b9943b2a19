#pragma once

#include "core/base/strand.h"
#include "ui/models/wire_rows.h"
#include "ui/shell/page.h"
#include "ui/wire/relay_station.h"
#include "ui/wire/wire_export.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace transom::ui {

class Banner;
class EmptyState;
class FilterLine;
class FollowView;
class FramePanel;
class KernelPanel;
class LadderView;
class RelayPanel;
class RibbonView;
class StreamBar;

/// Every frame of this window's connection, of the server on this computer and of what relays pass on: ladder, ribbon, bytes and fields as one
/// instrument with one selection. Records only when asked to.
class WirePage : public Page
{
    Q_OBJECT

public:
    explicit WirePage(Backend &backend);
    ~WirePage() override;

    WireRows &rows() { return *m_rows; }
    /// A frame's number.
    void open(const QString &subject) override;
    WireSources &sources() { return *m_sources; }
    RelayStation &relays() { return *m_station; }
    /// Writes a file beside the window's thread.
    void exportTo(const QString &path, Export what = Export::ByEnding);
    /// The whole recording, with notes and marks.
    void saveTo(const QString &path);
    /// Shows what a capture file holds instead of what is recorded.
    void openFile(const QString &path);
    /// Two messages in one recv, on sockets of this computer.
    void runDemo();
    void showRelay(bool on);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeTools();
    QWidget *makeBody();
    void updateState();
    void showNumbers();
    void connectStreams();
    void askToOpen();
    void closeOpened();
    void replay();
    void askForFile(Export what, const QString &ending, const QString &kind);

    WireRows *m_rows;
    WireSources *m_sources;
    RelayStation *m_station;
    Strand m_disk;
    QString m_opened;                   ///< the name of the file that is shown
    QMap<quint64, QString> m_liveNotes; ///< of the recording, meanwhile
    QPushButton *m_record;
    QComboBox *m_contents;
    QPushButton *m_pause;
    QToolButton *m_clear;
    QToolButton *m_export;
    QPushButton *m_relay;
    QToolButton *m_more;
    QLabel *m_numbers;
    Banner *m_banner;
    StreamBar *m_streams;
    RelayPanel *m_relayPanel;
    FilterLine *m_filter;
    QTabBar *m_tabs;
    QTabBar *m_sides;
    QSplitter *m_across;
    LadderView *m_ladder;
    FollowView *m_follow;
    RibbonView *m_ribbon;
    FramePanel *m_panel;
    KernelPanel *m_kernel;
    EmptyState *m_empty;
    QPushButton *m_emptyAction;
    QStackedWidget *m_stack;
};

} // namespace transom::ui
