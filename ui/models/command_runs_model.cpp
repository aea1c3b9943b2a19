#include "ui/models/command_runs_model.h"

#include "core/base/text.h"

#include <algorithm>

namespace transom::ui {

CommandRunsModel::CommandRunsModel(QObject *parent)
    : QAbstractListModel(parent)
{
    m_tick.setInterval(500);
    connect(&m_tick, &QTimer::timeout, this, &CommandRunsModel::tick);
}

CommandRun *CommandRunsModel::add(std::unique_ptr<CommandRun> run)
{
    CommandRun *added = run.get();
    beginInsertRows({}, 0, 0);
    m_runs.insert(m_runs.begin(), std::move(run));
    endInsertRows();
    connect(added, &CommandRun::changed, this, [this, added] {
        const QModelIndex index = indexOf(added);
        if (index.isValid())
            Q_EMIT dataChanged(index, index);
        noteRunning();
    });
    while (m_runs.size() > MostRuns) {
        const auto oldest = std::find_if(m_runs.rbegin(), m_runs.rend(), [](const auto &each) { return each->isOver(); });
        if (oldest == m_runs.rend())
            break;
        remove(indexOf(oldest->get()));
    }
    noteRunning();
    return added;
}

CommandRun *CommandRunsModel::run(const QModelIndex &index) const
{
    return index.isValid() ? m_runs[static_cast<size_t>(index.row())].get() : nullptr;
}

QModelIndex CommandRunsModel::indexOf(const CommandRun *run) const
{
    const auto found = std::find_if(m_runs.cbegin(), m_runs.cend(), [run](const auto &each) { return each.get() == run; });
    return found == m_runs.cend() ? QModelIndex() : index(static_cast<int>(found - m_runs.cbegin()));
}

void CommandRunsModel::remove(const QModelIndex &index)
{
    if (!index.isValid() || !run(index)->isOver())
        return;
    beginRemoveRows({}, index.row(), index.row());
    // Later: the view's selection still looks at it while the row goes.
    m_runs[static_cast<size_t>(index.row())].release()->deleteLater();
    m_runs.erase(m_runs.begin() + index.row());
    endRemoveRows();
}

void CommandRunsModel::removeFinished()
{
    for (int row = rowCount() - 1; row >= 0; --row)
        remove(index(row));
}

int CommandRunsModel::runningCount() const
{
    return static_cast<int>(std::count_if(m_runs.cbegin(), m_runs.cend(), [](const auto &run) { return !run->isOver(); }));
}

int CommandRunsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

QVariant CommandRunsModel::data(const QModelIndex &index, int role) const
{
    const CommandRun *each = run(index);
    if (!each)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case CommandRole:
        return printable(each->request().line, 2000);
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(printable(each->request().line, 200), each->stateText(), each->durationText());
    case StateRole:
        return static_cast<int>(each->state());
    case StateTextRole:
        return each->stateText();
    case DurationRole:
        return each->durationMs();
    case DurationTextRole:
        return each->durationText();
    case StartedRole:
        return each->startedMs();
    case ExitStatusRole:
        return each->exitStatus();
    case OverRole:
        return each->isOver();
    default:
        return {};
    }
}

void CommandRunsModel::tick()
{
    for (int row = 0; row < rowCount(); ++row) {
        if (!m_runs[static_cast<size_t>(row)]->isOver())
            Q_EMIT dataChanged(index(row), index(row), {DurationRole, DurationTextRole});
    }
}

void CommandRunsModel::noteRunning()
{
    const int running = runningCount();
    if (running == m_running)
        return;
    m_running = running;
    if (running > 0)
        m_tick.start();
    else
        m_tick.stop();
    Q_EMIT runningCountChanged(running);
}

} // namespace transom::ui
