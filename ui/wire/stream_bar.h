#pragma once

#include "ui/models/wire_rows.h"
#include "ui/wire/wire_sources.h"

#include <QWidget>

class QComboBox;
class QToolButton;

namespace transom::ui {

class ElidedLabel;
class FramingMenu;

/// Which of the watched streams is looked at, and by what framing its bytes are cut. GUI thread.
class StreamBar : public QWidget
{
    Q_OBJECT

public:
    StreamBar(WireRows &rows, WireSources &sources, QWidget *parent = nullptr);

    /// Which stream: for another row, so that this one is there only where a framing can be chosen.
    QWidget *chooser() const;
    /// "2 · Relay 127.0.0.1:53422 → 127.0.0.1:9000"
    static QString nameOf(const inspect::WatchedStream &stream);

private:
    void showStreams();
    void showFraming();
    quint32 shownStream() const;

    WireRows &m_rows;
    WireSources &m_sources;
    QComboBox *m_streams;
    QToolButton *m_framing;
    FramingMenu *m_menu;
    ElidedLabel *m_reason;
    QString m_signature;
};

} // namespace transom::ui
