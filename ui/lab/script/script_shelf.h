#pragma once

#include "ui/lab/lab_shelf.h"

namespace transom::ui {

/// Runs a Python program and shows each of its socket calls.
class ScriptShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit ScriptShelf(Backend &backend);
};

} // namespace transom::ui
