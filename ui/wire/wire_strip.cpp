#include "ui/wire/wire_strip.h"

#include "core/base/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/wire_look.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolTip>

#include <cmath>

namespace transom::ui {

using namespace theme;
using inspect::Flow;
using inspect::WatchedFrame;

namespace {

constexpr int Height = 40;
constexpr int Left = 156;
constexpr double Apart = 2;

} // namespace

WireStrip::WireStrip(WireRecorder &recorder, QWidget *parent)
    : QFrame(parent)
    , m_recorder(recorder)
    , m_record(makeButton({}))
    , m_font(theme::font(Type::Caption))
{
    setProperty("drawer", true);
    setObjectName(QStringLiteral("wire-strip"));
    setAccessibleName(tr("Frames as they pass"));
    setFixedHeight(Height);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    m_font.setPointSizeF(m_font.pointSizeF() * 0.9);
    m_record->setObjectName(QStringLiteral("strip-record"));
    m_record->setFlat(true);
    m_record->setFont(theme::font(Type::Caption));
    m_record->setFixedHeight(30);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Gap3, 2, Gap3, 2);
    layout->addWidget(m_record, 0, Qt::AlignLeft | Qt::AlignVCenter);
    connect(m_record, &QPushButton::clicked, this, [this] { m_recorder.setRecording(!m_recorder.isRecording()); });
    connect(&recorder, &WireRecorder::recordingChanged, this, &WireStrip::showState);
    connect(&recorder, &WireRecorder::changed, this, qOverload<>(&QWidget::update));
    connect(&recorder, &WireRecorder::cleared, this, qOverload<>(&QWidget::update));
    showState();
}

void WireStrip::showState()
{
    const bool on = m_recorder.isRecording();
    m_record->setText(on ? tr("Recording") : tr("Record the wire"));
    m_record->setIcon(theme::icon(QStringLiteral("record"), on ? Role::Bad : Role::TextMuted));
    m_record->setToolTip(on ? tr("Stop recording") : tr("Show the frames of this connection as they pass. Passwords are never recorded."));
    update();
}

quint32 WireStrip::session() const
{
    // The connection of this window: the newest stream whose client is here.
    quint32 newest = 0;
    for (const quint32 id : m_recorder.capture().streamIds()) {
        const auto *stream = m_recorder.capture().stream(id);
        if (stream->clientIsOurs && (!stream->flows[0].frames.empty() || !stream->flows[1].frames.empty()))
            newest = id;
    }
    return newest;
}

double WireStrip::lengthOf(const WatchedFrame &frame, const QFontMetrics &metrics) const
{
    // As long as its name for what people send, short for what machines say; more for more bytes, by powers of ten.
    const double bytes = 6 + 5 * std::log10(static_cast<double>(std::max<qint64>(frame.size(), 12)) / 12 + 1);
    const WireKind kind = wireKind(frame);
    const bool named = kind != WireKind::Data && kind != WireKind::Channel && kind != WireKind::Session;
    return named ? std::max(bytes, metrics.horizontalAdvance(wireTitle(frame)) + 14.0) : bytes + 8;
}

void WireStrip::recall()
{
    m_places.clear();
    const auto &capture = m_recorder.capture();
    const quint32 stream = session();
    const QFontMetrics metrics(m_font);
    double right = width() - Gap3;
    int looked = 0;
    for (quint64 number = capture.lastNumber(); number >= capture.firstNumber() && right > Left && looked < 2'000; --number, ++looked) {
        const WatchedFrame *frame = capture.frame(number);
        if (!frame || frame->retired || (stream != 0 && frame->stream != stream))
            continue;
        const double length = lengthOf(*frame, metrics);
        const bool toServer = frame->flow == Flow::ToServer;
        const double top = toServer ? 4 : Height / 2.0 + 1;
        m_places.append({number, QRectF(right - length, top, length, Height / 2.0 - 5)});
        right -= length + Apart;
    }
}

void WireStrip::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    recall();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(QRect(Left, 0, width() - Left, height()));
    painter.setFont(m_font);
    painter.setPen(QPen(color(Role::Line), 1));
    painter.drawLine(QPointF(Left, Height / 2.0), QPointF(width() - Gap3, Height / 2.0));
    if (m_places.isEmpty() && m_recorder.isRecording()) {
        painter.setPen(color(Role::TextMuted));
        painter.drawText(QRect(Left, 0, width() - Left - Gap3, Height / 2), Qt::AlignRight | Qt::AlignVCenter, tr("Frames appear here as they pass."));
    }
    for (const Place &place : std::as_const(m_places)) {
        const WatchedFrame *frame = m_recorder.capture().frame(place.number);
        if (!frame)
            continue;
        const QColor own = kindColor(wireKind(*frame));
        const QRectF &r = place.rect;
        const bool toServer = frame->flow == Flow::ToServer;
        const double tip = std::min(5.0, r.width() / 2);
        const QPolygonF shape = toServer ? QPolygonF({r.topLeft(), {r.right() - tip, r.top()}, {r.right(), r.center().y()}, {r.right() - tip, r.bottom()}, r.bottomLeft()})
                                         : QPolygonF({{r.left() + tip, r.top()}, r.topRight(), r.bottomRight(), {r.left() + tip, r.bottom()}, {r.left(), r.center().y()}});
        painter.setPen(QPen(own, place.number == m_hovered ? 2 : 1));
        painter.setBrush(tinted(own, place.number == m_hovered ? 0.4 : frame->isError() ? 0.6 : 0.18));
        painter.drawPolygon(shape);
        if (r.width() > painter.fontMetrics().horizontalAdvance(wireTitle(*frame)) + 10) {
            painter.setPen(color(Role::Text));
            painter.drawText(toServer ? r.adjusted(0, 0, -3, 0) : r.adjusted(3, 0, 0, 0), Qt::AlignCenter, wireTitle(*frame));
        }
    }
    if (hasFocus()) {
        painter.setClipping(false);
        painter.setPen(color(Role::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

quint64 WireStrip::frameAt(const QPoint &point) const
{
    for (const Place &place : m_places) {
        if (place.rect.left() - Apart <= point.x() && point.x() <= place.rect.right() && point.x() > Left)
            return place.number;
    }
    return 0;
}

void WireStrip::mouseMoveEvent(QMouseEvent *event)
{
    const quint64 number = frameAt(event->pos());
    if (std::exchange(m_hovered, number) != number)
        update();
    setCursor(number != 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void WireStrip::leaveEvent(QEvent *event)
{
    m_hovered = 0;
    update();
    QFrame::leaveEvent(event);
}

void WireStrip::mouseReleaseEvent(QMouseEvent *event)
{
    if (const quint64 number = frameAt(event->pos()))
        Q_EMIT frameWanted(number);
}

void WireStrip::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Space) && !m_places.isEmpty())
        Q_EMIT frameWanted(m_places.first().number);
    else
        QFrame::keyPressEvent(event);
}

bool WireStrip::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QFrame::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (const WatchedFrame *frame = m_recorder.capture().frame(frameAt(help->pos())))
        QToolTip::showText(help->globalPos(), plainToolTip(QStringLiteral("%1, %2, %3\n%4").arg(wireTitle(*frame), wireFlow(frame->flow), formatBytes(frame->size()), wireSummary(*frame, m_recorder.capture()))), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace transom::ui
