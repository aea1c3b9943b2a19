#pragma once

#include "ui/models/wire_text.h"
#include "ui/theme/theme.h"

#include <QBrush>

class QPainter;
class QRectF;

/// How the wire's things are drawn, the same in every view. GUI thread.
namespace transom::ui {

/// Readable as text on every surface.
QColor kindColor(WireKind kind);
theme::Role partRole(inspect::Part part);
QString partName(inspect::Part part);
/// A piece of a frame: length solid, header hatched, body light, delimiter dotted, what is not there crossed; never colour alone.
void drawPart(QPainter &painter, const QRectF &rect, inspect::Part part);
/// A surface with some of a colour in it.
QColor tinted(const QColor &color, double share);
/// Two short zigzags: what is left out.
void drawBreak(QPainter &painter, double x, double top, double bottom);

} // namespace transom::ui
