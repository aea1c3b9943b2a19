#include "ui/lab/experiments/experiment_run.h"

#include "core/base/strand.h"
#include "core/lab/experiment/bench.h"

namespace transom::ui {

LabWork::LabWork(QObject *parent)
    : QObject(parent)
    , m_calls(std::make_shared<CallCollector>())
{}

LabWork::~LabWork() = default; // the thread is asked to stop and joined

bool LabWork::start(Work work, std::function<void()> done)
{
    if (m_running)
        return false;
    m_calls = std::make_shared<CallCollector>();
    m_running = true;
    const auto back = Strand::guardFor(this);
    // The thread before has said its last word already; it is joined here.
    m_thread = std::jthread([this, back, work = std::move(work), done = std::move(done), observer = m_calls->observer()](const std::stop_token &stop) {
        work(observer, stop);
        back([this, done] {
            m_running = false;
            done();
            Q_EMIT runningChanged(m_running);
        });
    });
    Q_EMIT runningChanged(true);
    return true;
}

void LabWork::stop()
{
    m_thread.request_stop();
}

ExperimentRun::ExperimentRun(QObject *parent)
    : QObject(parent)
    , m_result(std::make_shared<Result<lab::ExperimentResult>>(tl::unexpected(Error{ErrorCode::Cancelled, {}})))
{
    connect(&m_work, &LabWork::runningChanged, this, &ExperimentRun::runningChanged);
}

bool ExperimentRun::start(const lab::Experiment &experiment, const QHash<QString, QString> &knobs)
{
    const auto result = std::make_shared<Result<lab::ExperimentResult>>(tl::unexpected(Error{ErrorCode::Internal, {}}));
    return m_work.start(
            [result, knobs, run = experiment.run](const lab::CallObserver &calls, const std::stop_token &stop) {
                lab::ExperimentBench bench(knobs, calls, stop);
                *result = run(bench);
                // Half a run has measured nothing.
                if (stop.stop_requested())
                    *result = tl::unexpected(Error{ErrorCode::Cancelled, {}});
            },
            [this, result] {
                m_result = result;
                Q_EMIT finished();
            });
}

} // namespace transom::ui
