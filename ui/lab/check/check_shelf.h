#pragma once

#include "ui/lab/lab_shelf.h"

namespace transom::ui {

/// Plays hostile peers against a program and says what it did not stand.
class CheckShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit CheckShelf(Backend &backend);
};

} // namespace transom::ui
