#pragma once

#include "ui/lab/lab_shelf.h"

namespace transom::ui {

/// The socket's whole vocabulary by hand, call by call.
class WorkbenchShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit WorkbenchShelf(Backend &backend);
};

} // namespace transom::ui
