#pragma once

#include "ui/files/folder_source.h"

namespace transom::ui {

/// How much folders hold, counted by looking into each of them; a few at a time, and only as long as somebody wants to know.
class FolderMeasure : public QObject
{
    Q_OBJECT

public:
    struct Sum
    {
        qint64 files = 0;
        qint64 folders = 0;
        qint64 bytes = 0;
        int closed = 0; ///< folders that could not be looked into
    };

    explicit FolderMeasure(FolderSource &source, QObject *parent = nullptr);
    ~FolderMeasure() override;

    void start(const QStringList &folders);
    void stop();
    bool isRunning() const { return m_running > 0 || !m_waiting.isEmpty(); }
    const Sum &sum() const { return m_sum; }

Q_SIGNALS:
    /// At most ten times a second.
    void counted();
    /// Not after stop().
    void finished();

private:
    void next();

    FolderSource &m_source;
    QStringList m_waiting;
    QList<FolderSource::Stop> m_stops;
    Sum m_sum;
    int m_running = 0;
    int m_round = 0; ///< answers to earlier rounds are dropped
    QTimer m_tell;
};

} // namespace transom::ui
