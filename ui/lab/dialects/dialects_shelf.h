#pragma once

#include "ui/lab/lab_shelf.h"

namespace transom::ui {

/// The tutorials' protocols, as server or client, with the serving models.
class DialectsShelf : public LabShelf
{
    Q_OBJECT

public:
    explicit DialectsShelf(Backend &backend);
};

} // namespace transom::ui
