#include "ui/wire/wire_export.h"

#include "core/inspect/pcapng.h"
#include "ui/wire/bytes_view.h"
#include "ui/wire/ladder_view.h"
#include "ui/wire/ribbon_view.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QHash>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>

namespace transom::ui {

using namespace Qt::StringLiterals;
using inspect::Flow;
using inspect::From;
using inspect::WatchedFrame;

namespace {

constexpr int Scale = 2;

QByteArray pngOf(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    return buffer.open(QIODevice::WriteOnly) && image.save(&buffer, "PNG") ? bytes : QByteArray();
}

std::function<QByteArray()> exportLadder(const QString &ending, const WireViews &views)
{
    // Around what is selected, otherwise the newest.
    const qsizetype current = views.rows.rowOf(views.rows.currentFrame());
    const qsizetype half = (ending == u"png" ? LadderView::MostExported / 2 : LadderView::MostExported) / 2;
    const qsizetype first = std::max<qsizetype>(0, (current < 0 ? views.rows.size() : current + half) - 2 * half);
    if (ending == u"png") {
        const QImage image = views.ladder.toImage(first, views.rows.size());
        return image.isNull() ? std::function<QByteArray()>() : [image] { return pngOf(image); };
    }
    const QByteArray svg = views.ladder.toSvg(first, views.rows.size());
    return svg.isEmpty() ? std::function<QByteArray()>() : [svg] { return svg; };
}

std::function<QByteArray()> exportRibbon(const QString &ending, const WireViews &views)
{
    if (views.rows.capture().frameCount() == 0)
        return {};
    if (ending == u"png") {
        QImage image(views.ribbon.size() * Scale, QImage::Format_RGB32);
        image.setDevicePixelRatio(Scale);
        views.ribbon.render(&image);
        return [image] { return pngOf(image); };
    }
    QByteArray svg;
    QBuffer buffer(&svg);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(views.ribbon.size());
    generator.setViewBox(views.ribbon.rect());
    generator.setTitle(QCoreApplication::translate("Wire", "Bytes on the wire"));
    QPainter painter(&generator);
    views.ribbon.render(&painter);
    painter.end();
    return [svg] { return svg; };
}

std::function<QByteArray()> exportSelection(const WireViews &views)
{
    const auto *frame = views.rows.capture().frame(views.rows.currentFrame());
    if (!frame)
        return {};
    const auto range = views.rows.selection().range;
    const QByteArray bytes = views.bytes.selectedBytes();
    const QString text = u"%1, %2\n%3\n%4 %5–%6\n\n%7\n\n%8\n"_s
                                 .arg(wireTitle(*frame), wireFlow(frame->flow), wireSummary(*frame, views.rows.capture()), QCoreApplication::translate("Wire", "Bytes"))
                                 .arg(range.from)
                                 .arg(range.to - 1)
                                 .arg(formatWireBytes(bytes, ByteFormat::Hex), formatWireBytes(bytes, ByteFormat::Text));
    return [text] { return text.toUtf8(); };
}

/// What is written of one frame; contents are shared with the capture, not copied.
struct Packet
{
    quint32 stream = 0;
    From from = From::Client;
    qint64 timeNs = 0; ///< since 1970
    QByteArray bytes;
    qint64 length = 0;
    QString title;
    QString note;
};

QByteArray pcapngOf(const QList<Packet> &packets, const QHash<quint32, inspect::PcapngWriter::Conversation> &names)
{
    QByteArray out;
    QBuffer buffer(&out);
    if (!buffer.open(QIODevice::WriteOnly))
        return {};
    inspect::PcapngWriter writer(buffer, u"transom"_s);
    QHash<quint32, quint64> open;
    for (const Packet &packet : packets) {
        if (!open.contains(packet.stream))
            open.insert(packet.stream, writer.open(names.value(packet.stream), packet.timeNs));
        const quint64 conversation = open.value(packet.stream);
        if (packet.length > 0)
            writer.data(conversation, packet.from, packet.timeNs, packet.bytes, packet.length, packet.note);
        else if (packet.title == u"FIN")
            writer.end(conversation, packet.from, packet.timeNs, packet.note);
        else
            writer.note(conversation, packet.from, packet.timeNs, packet.title + u' ' + packet.note);
    }
    return out;
}

std::function<QByteArray()> exportPcapng(const WireViews &views)
{
    const auto &capture = views.rows.capture();
    QList<Packet> packets;
    QHash<quint32, inspect::PcapngWriter::Conversation> names;
    qint64 originWall = 0;
    qint64 originNs = 0;
    for (qsizetype row = 0; row < views.rows.size(); ++row) {
        const WatchedFrame &frame = views.rows.at(row);
        if (originNs == 0) {
            originWall = frame.wallMs * 1'000'000;
            originNs = frame.atNs();
        }
        if (const auto *stream = capture.stream(frame.stream); stream && !names.contains(frame.stream))
            names.insert(frame.stream, {false, stream->client, stream->server});
        Packet packet;
        packet.stream = frame.stream;
        packet.from = frame.flow == Flow::ToServer ? From::Client : From::Server;
        packet.timeNs = originWall + frame.atNs() - originNs;
        packet.bytes = wireBytes(frame);
        packet.length = frame.size() - (frame.decoded ? frame.decoded->missing : 0);
        packet.title = wireTitle(frame);
        packet.note = frame.isError() ? wireSummary(frame, capture) : views.rows.note(frame.number);
        packets.append(packet);
    }
    if (packets.isEmpty())
        return {};
    std::stable_sort(packets.begin(), packets.end(), [](const Packet &one, const Packet &other) { return one.timeNs < other.timeNs; });
    return [packets, names] { return pcapngOf(packets, names); };
}

} // namespace

Export exportFor(const QString &path)
{
    const QString ending = path.section(u'.', -1).toLower();
    return ending == u"pcapng" ? Export::Pcapng : ending == u"svg" || ending == u"png" ? Export::Ladder : Export::Selection;
}

std::function<QByteArray()> wireExport(Export what, const QString &ending, const WireViews &views)
{
    switch (what) {
    case Export::Ladder:
        return exportLadder(ending, views);
    case Export::Ribbon:
        return exportRibbon(ending, views);
    case Export::Pcapng:
        return exportPcapng(views);
    case Export::Capture:
        return {};
    case Export::Selection:
    case Export::ByEnding:
        break;
    }
    return exportSelection(views);
}

} // namespace transom::ui
