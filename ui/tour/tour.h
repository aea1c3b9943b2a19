#pragma once

#include <QString>

namespace transom::ui {

class Backend;
class MainWindow;

/// Drives the window as a person would, with clicks and keys, through its main job: a server on this computer, a chat line, a
/// command, a file there and back. Real sockets, real files. Saves a picture of each step in `directory` and prints what it does.
/// 0 when all of it came about, 1 otherwise.
int runTour(MainWindow &window, Backend &backend, const QString &directory);

} // namespace transom::ui
