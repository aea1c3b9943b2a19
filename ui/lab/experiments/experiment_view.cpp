#include "ui/lab/experiments/experiment_view.h"

#include "core/lab/experiment/traces.h"
#include "ui/lab/dialects/serving_chart.h"
#include "ui/lab/experiments/queue_chart.h"
#include "ui/theme/theme.h"
#include "ui/widgets/widgets.h"

#include <QCoreApplication>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr int PaperWidth = 900;
constexpr int PaperHeight = 360;

template<class Chart>
QImage onPaper(Chart &paper, int scale)
{
    paper.resize(PaperWidth, PaperHeight);
    QImage image(paper.size() * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(color(Role::SurfaceRaised));
    paper.render(&image, {}, {}, QWidget::DrawChildren);
    return image;
}

/// The chart upon a surface of its own, as ladder and calls are.
void arrange(ExperimentView &view, QWidget *first, QWidget *second)
{
    view.setAutoFillBackground(true);
    view.setBackgroundRole(QPalette::Base);
    auto *column = new QVBoxLayout(&view);
    column->setContentsMargins(Gap3, Gap3, Gap2, Gap2);
    column->setSpacing(Gap2);
    column->addWidget(first);
    if (second)
        column->addWidget(second, 1);
}

class ServingView : public ExperimentView
{
public:
    ServingView()
        : m_summary(makeLabel({}, Type::Caption, Role::TextMuted))
        , m_chart(new ServingChart)
    {
        m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_summary->setWordWrap(true);
        arrange(*this, m_summary, m_chart);
        clear();
    }
    QString title() const override { return QCoreApplication::translate("Experiment", "Clients over time"); }
    QString caption() const override { return QCoreApplication::translate("Experiment", "The clients: thin while connecting, hatched in the kernel's queue, solid while served"); }
    void show(const lab::ExperimentResult &result) override
    {
        if (!result.serving)
            return clear();
        ServingStory story;
        story.begin(static_cast<int>(result.serving->clients.size()), {});
        for (const lab::LabEvent &event : result.serving->server)
            story.addServerEvent(event);
        story.complete(result.serving->clients);
        m_chart->show(story.clients(), 0);
        m_summary->setText(story.summary());
        m_summary->show();
    }
    void clear() override
    {
        m_chart->show({}, 0);
        m_summary->hide();
    }
    QImage image(int scale) const override
    {
        if (m_chart->clients().isEmpty())
            return {};
        ServingChart paper;
        paper.show(m_chart->clients(), 0);
        return onPaper(paper, scale);
    }

private:
    QLabel *m_summary;
    ServingChart *m_chart;
};

class QueueView : public ExperimentView
{
public:
    QueueView()
        : m_chart(new QueueChart)
    {
        arrange(*this, m_chart, nullptr);
    }
    QString title() const override { return QCoreApplication::translate("Experiment", "Queues over time"); }
    QString caption() const override { return QCoreApplication::translate("Experiment", "The queues of the two kernels over time, and the window that the receiver offers"); }
    void show(const lab::ExperimentResult &result) override { m_chart->show(result.queues ? result.queues->samples : QList<lab::QueueSample>()); }
    void clear() override { m_chart->show({}); }
    QImage image(int scale) const override
    {
        if (m_chart->samples().isEmpty())
            return {};
        QueueChart paper;
        paper.show(m_chart->samples());
        return onPaper(paper, scale);
    }

private:
    QueueChart *m_chart;
};

} // namespace

ExperimentView *makeExperimentView(const QString &experiment)
{
    if (experiment == "serving"_L1)
        return new ServingView;
    if (experiment == "slow"_L1)
        return new QueueView;
    return nullptr;
}

} // namespace transom::ui
