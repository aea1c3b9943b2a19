#include "ui/wire/wire_look.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

namespace transom::ui {

using namespace theme;
using inspect::Part;

QColor kindColor(WireKind kind)
{
    // The terminal's colours are chosen to be read on light and on dark.
    enum Ansi { Red = 1, Green, Amber, Blue, Magenta, Cyan, Grey };
    switch (kind) {
    case WireKind::Session:
        return ansiColor(Grey, mode());
    case WireKind::Channel:
        return ansiColor(Blue, mode());
    case WireKind::Chat:
        return ansiColor(Green, mode());
    case WireKind::Command:
        return ansiColor(Amber, mode());
    case WireKind::Files:
    case WireKind::Data:
        return ansiColor(Magenta, mode());
    case WireKind::Deliver:
        return ansiColor(Cyan, mode());
    case WireKind::Error:
        return color(Role::Bad);
    case WireKind::Other:
        break;
    }
    return color(Role::Text);
}

Role partRole(Part part)
{
    switch (part) {
    case Part::Length:
        return Role::WireLength;
    case Part::Header:
        return Role::WireHeader;
    case Part::Body:
        return Role::WireBody;
    case Part::Delimiter:
        return Role::WireDelimiter;
    case Part::Incomplete:
        break;
    }
    return Role::WireIncomplete;
}

QString partName(Part part)
{
    switch (part) {
    case Part::Length:
        return QCoreApplication::translate("Wire", "Length");
    case Part::Header:
        return QCoreApplication::translate("Wire", "Rest of the header");
    case Part::Body:
        return QCoreApplication::translate("Wire", "Payload");
    case Part::Delimiter:
        return QCoreApplication::translate("Wire", "Delimiter");
    case Part::Incomplete:
        break;
    }
    return QCoreApplication::translate("Wire", "Not kept");
}

QColor tinted(const QColor &over, double share)
{
    const QColor under = color(Role::SurfaceRaised);
    const auto mix = [share](float a, float b) { return static_cast<float>(a * share + b * (1 - share)); };
    return QColor::fromRgbF(mix(over.redF(), under.redF()), mix(over.greenF(), under.greenF()), mix(over.blueF(), under.blueF()));
}

void drawPart(QPainter &painter, const QRectF &rect, Part part)
{
    const QColor own = color(partRole(part));
    switch (part) {
    case Part::Length:
        painter.fillRect(rect, own);
        return;
    case Part::Header:
        painter.fillRect(rect, tinted(own, 0.3));
        painter.fillRect(rect, QBrush(own, Qt::BDiagPattern));
        return;
    case Part::Body:
        painter.fillRect(rect, tinted(own, 0.18));
        return;
    case Part::Delimiter:
        painter.fillRect(rect, tinted(own, 0.3));
        painter.fillRect(rect, QBrush(own, Qt::Dense4Pattern));
        return;
    case Part::Incomplete:
        painter.fillRect(rect, tinted(own, 0.08));
        painter.fillRect(rect, QBrush(tinted(own, 0.5), Qt::DiagCrossPattern));
        return;
    }
}

void drawBreak(QPainter &painter, double x, double top, double bottom)
{
    const double middle = (top + bottom) / 2;
    QPainterPath path;
    path.moveTo(x, top);
    path.lineTo(x, middle - 5);
    path.lineTo(x - 5, middle - 2);
    path.lineTo(x + 5, middle + 2);
    path.lineTo(x, middle + 5);
    path.lineTo(x, bottom);
    painter.drawPath(path);
}

} // namespace transom::ui
