#include "ui/lab/workbench/socket_card.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "ui/widgets/widgets.h"

#include <QKeyEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

void setRole(QLabel &label, Role role)
{
    QPalette palette = label.palette();
    palette.setColor(QPalette::WindowText, color(role));
    label.setPalette(palette);
}

QString endsText(const lab::BenchSocket &socket)
{
    const QString local = socket.isBound() ? socket.local.text() : QString();
    const QString peer = socket.peer.text();
    if (socket.partner != 0)
        return SocketCard::tr("%1 → %2 (s%3)").arg(local.isEmpty() ? socket.name() : local, peer.isEmpty() ? SocketCard::tr("no name") : peer).arg(socket.partner);
    if (!socket.peer.isNull() && !peer.isEmpty())
        return u"%1 → %2"_s.arg(local.isEmpty() ? socket.name() : local, peer);
    return local.isEmpty() ? SocketCard::tr("no address yet") : local;
}

QString queuesText(const lab::BenchSocket &socket)
{
    QStringList parts;
    if (socket.waiting)
        parts.append(SocketCard::tr("%n wait(s) to be accepted", nullptr, static_cast<int>(*socket.waiting)));
    if (socket.inQueue)
        parts.append(SocketCard::tr("in %1").arg(formatBytes(*socket.inQueue)));
    if (socket.outQueue)
        parts.append(SocketCard::tr("out %1").arg(formatBytes(*socket.outQueue)));
    if (socket.rttUs)
        parts.append(SocketCard::tr("rtt %1").arg(formatRoundTrip(static_cast<qint64>(*socket.rttUs) * 1000)));
    if (socket.isOpen() && !socket.blocking)
        parts.append(SocketCard::tr("does not block"));
    return parts.join(u"  ·  "_s);
}

} // namespace

SocketCard::SocketCard(int socket)
    : m_socket(socket)
    , m_name(makeLabel(u"s%1"_s.arg(socket), Type::Heading))
    , m_type(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_state(makeLabel({}, Type::Caption))
    , m_ends(new ElidedLabel)
    , m_queues(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_waits(new QWidget)
    , m_waitsText(makeLabel({}, Type::Caption, Role::Warn))
    , m_remove(makeToolButton(u"close"_s, tr("Take it off the workbench")))
{
    setObjectName(u"bench-socket-%1"_s.arg(socket));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    m_ends->setFont(theme::font(Type::Fixed));
    for (QLabel *each : {m_name, m_type, m_state})
        each->setWordWrap(false);
    m_waitsText->setObjectName(u"bench-waits-%1"_s.arg(socket));
    m_state->setObjectName(u"bench-state-%1"_s.arg(socket));
    m_remove->setObjectName(u"bench-remove-%1"_s.arg(socket));
    auto *interrupt = makeButton(tr("Interrupt"), u"stop"_s);
    interrupt->setObjectName(u"bench-interrupt-%1"_s.arg(socket));
    interrupt->setToolTip(tr("Sends its thread a signal: the call returns EINTR."));
    auto *waits = new QHBoxLayout(m_waits);
    waits->setContentsMargins(0, Gap1, 0, 0);
    waits->addWidget(m_waitsText, 1);
    waits->addWidget(interrupt);
    auto *head = new QHBoxLayout;
    head->setSpacing(Gap2);
    head->addWidget(m_name);
    head->addWidget(m_type, 1);
    head->addWidget(m_state);
    head->addWidget(m_remove);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Gap3, Gap2, Gap3, Gap2);
    column->setSpacing(Gap1);
    column->addLayout(head);
    column->addWidget(m_ends);
    column->addWidget(m_queues);
    column->addWidget(m_waits);
    connect(interrupt, &QPushButton::clicked, this, [this] { Q_EMIT interruptWanted(m_waiting); });
    connect(m_remove, &QToolButton::clicked, this, &SocketCard::removeWanted);
}

void SocketCard::show(const lab::Workbench &bench, bool chosen)
{
    const lab::BenchSocket *socket = bench.socket(m_socket);
    if (!socket)
        return;
    m_chosen = chosen;
    m_type->setText(socket->typeText());
    const QString state = socket->stateText();
    m_state->setText(state);
    setRole(*m_state, !socket->isOpen() ? Role::TextMuted : socket->peerEnded() || socket->writeEnded ? Role::Warn : socket->connected || socket->listening ? Role::Good : Role::Text);
    setRole(*m_name, socket->isOpen() ? Role::Text : Role::TextMuted);
    m_ends->setFullText(printable(endsText(*socket), 300));
    m_queues->setText(queuesText(*socket));
    m_queues->setVisible(!m_queues->text().isEmpty());
    m_remove->setVisible(!socket->isOpen() && socket->running.isEmpty());
    const lab::BenchEntry *waiting = socket->running.isEmpty() ? nullptr : bench.entry(socket->running.last());
    m_waiting = waiting ? waiting->number : 0;
    m_waits->setVisible(waiting);
    if (waiting) {
        const double seconds = static_cast<double>(monotonicNs() - waiting->beganNs) / 1e9;
        m_waitsText->setText(tr("%1 blocked since %2 s").arg(lab::benchCallName(waiting->call.kind), locale().toString(seconds, 'f', 1)));
    }
    setAccessibleName(u"%1, %2, %3, %4"_s.arg(m_name->text(), m_type->text(), state, endsText(*socket)));
    update();
}

void SocketCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(color(Role::SurfaceRaised));
    painter.setPen(QPen(color(m_chosen || hasFocus() ? Role::Accent : Role::Line), m_chosen ? 2 : 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

void SocketCard::mousePressEvent(QMouseEvent *event)
{
    QFrame::mousePressEvent(event);
    Q_EMIT pressed();
}

void SocketCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT pressed();
    else
        QFrame::keyPressEvent(event);
}

} // namespace transom::ui
