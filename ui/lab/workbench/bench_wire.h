#pragma once

#include "core/lab/workbench/workbench.h"

#include <QHash>
#include <QWidget>

namespace transom::ui {

class WireSources;

/// Puts what the workbench's sockets move into the recording, as streams of the Wire page. GUI thread.
class BenchWire : public QObject
{
    Q_OBJECT

public:
    /// `inside`: a widget of the window whose Wire page is meant, and the owner.
    BenchWire(lab::Workbench &bench, QWidget &inside);

private:
    void add(const lab::CallRecord &record);
    void end(quint64 stream);
    WireSources *sources() const;

    lab::Workbench &m_bench;
    QWidget &m_inside;
    QHash<quint64, quint32> m_streams; ///< the recording's, by the workbench's
};

} // namespace transom::ui
