#pragma once

#include "ui/lab/lab_shelf.h"

namespace transom::ui {

/// Experiments on real sockets: predict, run, see, explain, vary, and try it with a script of one's own.
class ExperimentsShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit ExperimentsShelf(Backend &backend);
};

} // namespace transom::ui
