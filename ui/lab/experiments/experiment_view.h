#pragma once

#include "core/lab/experiment/experiment.h"

#include <QImage>
#include <QWidget>

namespace transom::ui {

/// What a run shows beside its calls: a tab of its own, the first to be looked at. GUI thread.
class ExperimentView : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual QString title() const = 0;
    /// Below the picture on paper.
    virtual QString caption() const = 0;
    virtual void show(const lab::ExperimentResult &result) = 0;
    /// Nothing has run yet.
    virtual void clear() = 0;
    /// A page wide, with `scale` pixels for each of the page; null where there is nothing to see.
    virtual QImage image(int scale) const = 0;
};

/// nullptr: this experiment shows calls only.
ExperimentView *makeExperimentView(const QString &experiment);

} // namespace transom::ui
