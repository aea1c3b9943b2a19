#pragma once

#include "ui/models/command_run.h"

#include <QAbstractListModel>

#include <memory>
#include <vector>

namespace transom::ui {

/// The runs of a connection, newest first. Owns them. Keeps at most `MostRuns`, dropping the oldest that are over.
class CommandRunsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        CommandRole = Qt::UserRole + 1, ///< QString
        StateRole,                      ///< int, CommandRun::State
        StateTextRole,                  ///< QString
        DurationRole,                   ///< qint64, milliseconds
        DurationTextRole,               ///< QString
        StartedRole,                    ///< qint64, milliseconds since 1970
        ExitStatusRole,                 ///< int
        OverRole,                       ///< bool
    };
    static constexpr int MostRuns = 50;

    explicit CommandRunsModel(QObject *parent = nullptr);

    CommandRun *add(std::unique_ptr<CommandRun> run);
    CommandRun *run(const QModelIndex &index) const;
    QModelIndex indexOf(const CommandRun *run) const;
    /// Only a run that is over.
    void remove(const QModelIndex &index);
    void removeFinished();
    int runningCount() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void runningCountChanged(int count);

private:
    void tick();
    void noteRunning();

    std::vector<std::unique_ptr<CommandRun>> m_runs;
    QTimer m_tick;   ///< durations of what is running
    int m_running = 0;
};

} // namespace transom::ui
