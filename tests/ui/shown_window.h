#pragma once

#include "tests/ui/served_pages.h"
#include "ui/shell/main_window.h"

namespace transom::test {

/// The program's window in the size that pictures are looked at in, active; nullptr where it does not become so.
inline std::unique_ptr<ui::MainWindow> showWindow(ui::Backend &backend)
{
    auto window = std::make_unique<ui::MainWindow>(backend);
    window->resize(1280, 800);
    window->show();
    window->activateWindow();
    return QTest::qWaitForWindowActive(window.get()) ? std::move(window) : nullptr;
}

} // namespace transom::test
