#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

namespace transom::ui {

class BytesView;
class LadderView;
class RibbonView;
class WireRows;

/// What can be taken out of the Wire page. Capture is saved by WirePage::saveTo(), not by wireExport().
enum class Export { ByEnding, Selection, Ladder, Ribbon, Pcapng, Capture };

struct WireViews
{
    const WireRows &rows;
    const LadderView &ladder;
    RibbonView &ribbon;
    const BytesView &bytes;
};

/// By the ending: .txt the selection, .svg and .png the ladder, .pcapng everything.
Export exportFor(const QString &path);

/// Takes now what it needs of the views, and gives what makes the file's contents of it, for any thread; nothing where there is nothing to save.
/// `ending`: "svg" or "png" of a picture. GUI thread.
std::function<QByteArray()> wireExport(Export what, const QString &ending, const WireViews &views);

} // namespace transom::ui
