#pragma once

#include "core/base/strand.h"
#include "ui/models/wire_rows.h"
#include "ui/shell/page.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace transom::ui {

class Banner;
class EmptyState;
class FilterLine;
class FollowView;
class FramePanel;
class LadderView;
class RibbonView;

/// Every frame of this window's connection and of the server on this computer, as it passes: ladder, ribbon, bytes and fields as one
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
    /// Writes what is selected, or the ladder, beside the window's thread; by the file's ending: .txt, .svg, .png.
    void exportTo(const QString &path);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeTools();
    QWidget *makeBody();
    void updateState();
    void showNumbers();
    void askForFile(const QString &ending, const QString &kind);
    QByteArray exported(const QString &ending) const;

    WireRows *m_rows;
    Strand m_disk;
    QPushButton *m_record;
    QComboBox *m_contents;
    QPushButton *m_pause;
    QToolButton *m_clear;
    QToolButton *m_export;
    QLabel *m_numbers;
    Banner *m_banner;
    FilterLine *m_filter;
    QTabBar *m_tabs;
    LadderView *m_ladder;
    FollowView *m_follow;
    RibbonView *m_ribbon;
    FramePanel *m_panel;
    EmptyState *m_empty;
    QPushButton *m_emptyAction;
    QStackedWidget *m_stack;
};

} // namespace transom::ui
