#include "ui/lab/dialects/run_view.h"

#include "core/base/text.h"
#include "ui/lab/dialects/event_log.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>

#include <cerrno>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using Kind = lab::LabEvent::Kind;
using Call = lab::CallRecord::Call;

namespace {

constexpr int SpeakerWidth = 132;
constexpr qsizetype MostAtOnce = 30; ///< events shown a tick
constexpr qsizetype MostShownBytes = 1024; ///< of one send; a file's contents are not a conversation

QWidget *titled(const QString &title, QWidget *widget)
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap1);
    auto *label = makeLabel(title, Type::Caption, Role::TextMuted);
    label->setBuddy(widget);
    column->addWidget(label);
    column->addWidget(widget, 1);
    widget->setAccessibleName(title);
    return box;
}

bool hasFailed(const lab::CallRecord &call)
{
    return call.result < 0 && call.error != EAGAIN && call.error != EINPROGRESS;
}

} // namespace

RunView::RunView(DialectRun &run, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_icon(new QLabel)
    , m_state(new ElidedLabel)
    , m_wire(makeButton(tr("Show on the wire"), u"wire"_s))
    , m_sendAway(makeToolButton(u"disconnect"_s, tr("Send a client away …")))
    , m_stop(makeButton({}, u"stop"_s))
    , m_banner(new Banner)
    , m_conversation(new EventLog(SpeakerWidth))
    , m_calls(new EventLog(0))
    , m_line(new QLineEdit)
    , m_send(makeButton(tr("Send line"), u"send"_s))
    , m_hint(makeLabel({}, Type::Caption, Role::TextMuted))
{
    m_wire->setObjectName(u"run-wire"_s);
    m_sendAway->setObjectName(u"run-send-away"_s);
    m_stop->setObjectName(u"run-stop"_s);
    m_conversation->setObjectName(u"run-conversation"_s);
    m_calls->setObjectName(u"run-calls"_s);
    m_line->setObjectName(u"run-line"_s);
    m_send->setObjectName(u"run-send"_s);
    m_hint->setObjectName(u"run-hint"_s);
    m_conversation->setPlaceholderText(tr("Nothing has been said yet."));
    m_line->setMaxLength(4096);
    m_line->setAccessibleName(tr("A line to send"));
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto *head = new QHBoxLayout;
    head->setSpacing(Gap2);
    head->addWidget(m_icon);
    head->addWidget(m_state, 1);
    head->addWidget(m_sendAway);
    head->addWidget(m_wire);
    head->addWidget(m_stop);
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(Gap2);
    split->addWidget(titled(tr("Who said what"), m_conversation));
    split->addWidget(titled(tr("Call by call"), m_calls));
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto *typing = new QHBoxLayout;
    typing->setSpacing(Gap2);
    typing->addWidget(m_line, 1);
    typing->addWidget(m_send);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Gap2, 0, 0);
    column->setSpacing(Gap2);
    column->addLayout(head);
    column->addWidget(m_banner);
    column->addWidget(split, 1);
    column->addLayout(typing);
    column->addWidget(m_hint);

    connect(m_wire, &QPushButton::clicked, this, &RunView::wireWanted);
    connect(m_sendAway, &QToolButton::clicked, this, &RunView::chooseWhoGoes);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_run.isRunning() ? m_run.stop() : Q_EMIT removeWanted(); });
    connect(m_send, &QPushButton::clicked, this, &RunView::sendLine);
    connect(m_line, &QLineEdit::returnPressed, this, &RunView::sendLine);
    connect(m_banner, &Banner::actionTriggered, this, &RunView::serverWanted);
    connect(&run, &DialectRun::happened, this, &RunView::see);
    connect(&run, &DialectRun::stateChanged, this, &RunView::showState);
    showState();
}

void RunView::sendLine()
{
    if (!m_run.isRunning())
        return;
    m_run.say(m_line->text());
    m_line->clear();
    m_line->setFocus();
}

QString RunView::speakerOf(const lab::LabEvent &event) const
{
    if (!m_run.isServer())
        return tr("Server");
    return event.stream > 1 || m_clients > 1 ? tr("Client %1").arg(event.stream) : tr("Client");
}

void RunView::see(const QList<lab::LabEvent> &events)
{
    // What comes faster than anybody can read is counted, so that the window is there for whoever wants to stop it.
    const qsizetype left = std::max<qsizetype>(0, events.size() - MostAtOnce);
    const quint64 number = static_cast<quint64>(left) + m_run.takeForgotten();
    for (EventLog *log : {m_conversation, m_calls})
        log->beginLines();
    if (number > 0) {
        EventLog::Line line;
        line.wallMs = events.at(left).wallMs;
        line.icon = u"info"_s;
        line.role = Role::TextMuted;
        line.text = tr("%n event(s) left out: they came faster than they can be shown", nullptr, static_cast<int>(std::min<quint64>(number, INT_MAX)));
        for (EventLog *log : {m_conversation, m_calls})
            log->add(line);
    }
    for (qsizetype i = 0; i < events.size(); ++i) {
        keepAccount(events[i]);
        m_moved = m_moved || (events[i].kind == Kind::Call && events[i].call.movedBytes());
        if (i < left)
            continue;
        converse(events[i]);
        listCall(events[i]);
    }
    for (EventLog *log : {m_conversation, m_calls})
        log->endLines();
    showState();
}

void RunView::keepAccount(const lab::LabEvent &event)
{
    if (m_run.wanted().dialect->datagram)
        return;
    const bool came = event.kind == Kind::Call && event.call.call == Call::Receive && event.call.movedBytes();
    if (event.kind == Kind::Setup) {
        ++m_clients;
        m_peers.insert(event.stream, event.peer);
        m_here.insert(event.stream, false);
    } else if (event.kind == Kind::Finish) {
        m_here.remove(event.stream);
        m_peers.remove(event.stream);
    } else if ((came || event.kind == Kind::Silent) && m_here.contains(event.stream)) {
        m_here.insert(event.stream, !came);
    }
}

/// Whoever says nothing keeps a server that serves one at a time from everybody else.
void RunView::chooseWhoGoes()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"run-send-away-menu"_s);
    for (auto it = m_here.cbegin(); it != m_here.cend(); ++it) {
        const QString who = tr("Client %1, %2", "its number and its address").arg(it.key()).arg(m_peers.value(it.key()));
        const auto *entry = menu->addAction(it.value() ? tr("%1 – silent", "a client").arg(who) : who);
        connect(entry, &QAction::triggered, this, [this, stream = it.key()] { m_run.sendAway(stream); });
    }
    menu->popup(m_sendAway->mapToGlobal(QPoint(0, m_sendAway->height() + Gap1)));
}

void RunView::converse(const lab::LabEvent &event)
{
    EventLog::Line line;
    line.wallMs = event.wallMs;
    const auto quiet = [&](const QString &icon, const QString &text) {
        line.icon = icon;
        line.role = Role::TextMuted;
        line.text = text;
        m_conversation->add(line);
    };
    switch (event.kind) {
    case Kind::Said:
        line.icon = u"back"_s;
        line.role = Role::Good;
        line.speaker = speakerOf(event);
        line.text = event.text.isEmpty() ? tr("(nothing)") : shownWords(event.text);
        line.fixed = true;
        return m_conversation->add(line);
    case Kind::Call:
        if (event.call.call != Call::Send || event.call.result < 0)
            return;
        line.icon = u"forward"_s;
        line.role = Role::Accent;
        line.speaker = m_run.isServer() ? tr("This server") : tr("This client");
        if (event.call.bytes.size() > MostShownBytes) {
            line.text = tr("%n byte(s)", nullptr, static_cast<int>(event.call.bytes.size()));
        } else {
            const auto encoding = lab::encodingFromName(m_run.wanted().given.value(u"encoding"_s, u"UTF-8"_s)).value_or(lab::Encoding::Utf8);
            line.text = shownWords(lab::decode(encoding, event.call.bytes));
            line.fixed = true;
        }
        return m_conversation->add(line);
    case Kind::Problem:
        line.icon = u"warning"_s;
        line.role = Role::Warn;
        line.speaker = tr("Problem");
        line.text = shownWords(event.text);
        return m_conversation->add(line);
    case Kind::Silent:
        return quiet(u"clock"_s, m_run.isServer() && m_clients > 1 ? tr("%1: %2", "a client, and what it does not do").arg(speakerOf(event), shownWords(event.text)) : shownWords(event.text));
    case Kind::Told:
        return quiet(u"info"_s, shownWords(event.text));
    case Kind::Setup:
        return quiet(u"link"_s, m_run.wanted().dialect->datagram ? tr("ready for datagrams at %1").arg(event.local) : tr("connected with %1").arg(event.peer));
    case Kind::Finish:
        if (event.error.code == ErrorCode::None || event.error.code == ErrorCode::Cancelled)
            return quiet(u"disconnect"_s, tr("the connection has ended"));
        line.icon = u"error"_s;
        line.role = Role::Bad;
        line.speaker = tr("Problem");
        line.text = describe(event.error);
        return m_conversation->add(line);
    case Kind::Logged:
    case Kind::NotListening:
        return quiet(u"info"_s, lab::describeEvent(event));
    default:
        return;
    }
}

void RunView::listCall(const lab::LabEvent &event)
{
    if (event.kind == Kind::Said || event.kind == Kind::LineWanted)
        return;
    EventLog::Line line;
    line.wallMs = event.wallMs;
    line.text = lab::describeEvent(event);
    if (event.kind == Kind::Problem || (event.kind == Kind::Call && hasFailed(event.call))) {
        line.icon = u"warning"_s;
        line.role = Role::Warn;
        line.text = event.kind == Kind::Problem ? tr("problem: %1").arg(shownWords(line.text)) : line.text;
    } else if (event.kind != Kind::Call) {
        line.role = Role::TextMuted;
    }
    m_calls->add(line);
}

void RunView::showState()
{
    const bool running = m_run.isRunning();
    const Error &error = m_run.error();
    const bool failed = error.code != ErrorCode::None && error.code != ErrorCode::Cancelled;
    const bool asks = m_run.wanted().dialect->asks(m_run.wanted().role);
    m_icon->setPixmap(theme::pixmap(running ? u"play"_s : failed ? u"error"_s : u"stop"_s, 16, running ? Role::Good : failed ? Role::Bad : Role::TextMuted));
    m_state->setFullText(running ? (m_run.isServer() ? tr("Listening at %1").arg(m_run.address()) : tr("Talking to %1").arg(m_run.address())) : failed ? tr("Ended with a problem") : tr("Ended"));
    m_stop->setText(running ? tr("Stop") : tr("Close"));
    m_stop->setIcon(theme::icon(running ? u"stop"_s : u"close"_s));
    const bool streams = m_run.isServer() && !m_run.wanted().dialect->datagram;
    m_sendAway->setVisible(streams && running);
    m_sendAway->setEnabled(!m_here.isEmpty());
    m_sendAway->setToolTip(plainToolTip(m_here.isEmpty() ? tr("No client is connected.") : tr("Send a client away: its connection ends")));
    m_wire->setEnabled(m_moved);
    m_wire->setToolTip(plainToolTip(m_moved ? tr("Every send and recv of its newest connection, on the Wire page") : tr("Nothing has been sent or received yet.")));
    if (failed && !m_banner->isVisibleTo(this)) {
        const bool nobody = !m_run.isServer() && error.code == ErrorCode::ConnectionRefused;
        m_banner->showError(error, nobody ? tr("Start a server there") : QString());
    }
    for (QWidget *each : std::initializer_list<QWidget *>{m_line, m_send}) {
        each->setVisible(asks);
        each->setEnabled(running);
    }
    m_hint->setVisible(asks && running);
    if (m_run.linesKept() > 0)
        m_hint->setText(tr("%n line(s) kept until they are asked for", nullptr, m_run.linesKept()));
    else
        m_hint->setText(m_run.linesWanted() > 0 ? tr("Your turn: a line is waited for.") : tr("Nobody waits for a line now; what you type is kept until it is asked for."));
    m_line->setPlaceholderText(m_run.linesWanted() > 0 ? tr("Type a line") : QString());
}

} // namespace transom::ui
