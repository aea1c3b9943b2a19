#include "ui/lab/check/check_runner.h"

namespace transom::ui {

CheckRunner::~CheckRunner()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void CheckRunner::tell(std::function<void()> what)
{
    QMetaObject::invokeMethod(this, std::move(what), Qt::QueuedConnection);
}

void CheckRunner::work(std::function<void(const std::stop_token &)> task)
{
    if (m_running)
        return;
    if (m_thread.joinable())
        m_thread.join(); // it has said that it is through
    m_running = true;
    m_thread = std::jthread([this, task = std::move(task)](const std::stop_token &stop) {
        task(stop);
        tell([this] {
            m_running = false;
            Q_EMIT finished();
        });
    });
}

void CheckRunner::start(const lab::CheckOptions &options)
{
    work([this, options](const std::stop_token &stop) {
        const lab::ProgramCheck check(options);
        if (const auto good = check.verify(); !good)
            return tell([this, error = good.error()] { Q_EMIT failed(error); });
        tell([this, columns = check.trials()] { Q_EMIT began(columns); });
        check.run(
                stop, [this](const lab::TrialInfo &trial) { tell([this, &trial] { Q_EMIT trialBegan(&trial); }); },
                [this](const lab::TrialResult &result) { tell([this, result] { Q_EMIT trialEnded(result); }); });
    });
}

void CheckRunner::startClass(const lab::CheckOptions &options, const QString &folder)
{
    work([this, options, folder](const std::stop_token &stop) {
        if (const auto good = lab::ProgramCheck(options).verify(); !good)
            return tell([this, error = good.error()] { Q_EMIT failed(error); });
        const auto students = lab::findStudents(folder, options.role);
        if (!students)
            return tell([this, error = students.error()] { Q_EMIT failed(error); });
        QStringList names;
        for (const lab::Student &student : *students)
            names.append(student.name);
        tell([this, columns = lab::ProgramCheck(options).trials()] { Q_EMIT began(columns); });
        tell([this, names] { Q_EMIT studentsFound(names); });
        for (int i = 0; i < students->size() && !stop.stop_requested(); ++i) {
            const lab::Student &student = students->at(i);
            lab::ClassTable::Row row{student.name, {}};
            if (!student.program.isEmpty())
                row.results = lab::ProgramCheck(lab::optionsFor(options, student)).run(stop, {}, {});
            tell([this, i, row] { Q_EMIT studentEnded(i, row); });
        }
    });
}

void CheckRunner::stop()
{
    m_thread.request_stop();
}

} // namespace transom::ui
