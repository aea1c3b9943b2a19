#pragma once

#include "core/lab/serving/lab_log.h"
#include "ui/lab/dialects/dialect_run.h"
#include "ui/lab/dialects/serving_chart.h"

#include <QPointer>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

class QCheckBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace transom::ui {

class Banner;

/// N clients at once on a server of ours, and what its serving model does to them. GUI thread.
class CrowdView : public QWidget
{
    Q_OBJECT

public:
    explicit CrowdView(QWidget *parent = nullptr);
    ~CrowdView() override;

    /// Whether a client that says one thing and reads one chunk gets an answer from a server of that dialect.
    static bool fits(const lab::Dialect &dialect);

    void start(DialectRun &server);
    bool isRunning() const { return m_running; }
    /// Takes over what has happened; what the clients did comes back, for the Wire page.
    QList<lab::LabEvent> drain();
    void showProblem(const Error &error);
    ServingChart *chart() const { return m_chart; }

Q_SIGNALS:
    /// The button was pressed: start() follows where a server can be had.
    void serverWanted();

private:
    struct Done
    {
        std::mutex mutex;
        std::optional<Result<QList<lab::CrowdClient>>> crowd;
    };

    void showChart(bool running);

    QSpinBox *m_clients;
    QCheckBox *m_slow;
    QPushButton *m_go;
    QLabel *m_about;
    QLabel *m_summary;
    Banner *m_banner;
    ServingChart *m_chart;
    QPointer<DialectRun> m_server;
    ServingStory m_story;
    std::shared_ptr<lab::LabLog> m_log;
    std::shared_ptr<Done> m_done;
    std::atomic<bool> m_cancel = false;
    std::thread m_thread;
    bool m_running = false;
};

} // namespace transom::ui
