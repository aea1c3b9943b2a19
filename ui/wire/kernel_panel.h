#pragma once

#include "core/transport/socket_watch.h"

#include <QWidget>

#include <array>
#include <deque>

class QLabel;

namespace transom::ui {

class Backend;
class SeriesPlots;

/// What the kernel says of the connection's two sockets, as numbers and as lines of the last seconds. It is asked only while this is seen. GUI thread.
class KernelPanel : public QWidget
{
    Q_OBJECT

public:
    using Sample = transport::SocketWatch::Sample;

    explicit KernelPanel(Backend &backend, QWidget *parent = nullptr);
    ~KernelPanel() override;

    void add(const Sample &sample);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct End
    {
        QLabel *title = nullptr;
        QLabel *state = nullptr;
        SeriesPlots *plots = nullptr;
    };

    void watch(bool on);
    void forget();
    void show(const End &end, const std::deque<std::optional<transport::SocketStatistics>> &history, const QString &why);

    Backend &m_backend;
    bool m_watching = false;
    std::array<End, 2> m_ends; ///< ours, the other
    std::array<std::deque<std::optional<transport::SocketStatistics>>, 2> m_history;
};

} // namespace transom::ui
