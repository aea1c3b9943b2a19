#include "ui/wire/relay_controls.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QSpinBox>

namespace transom::ui {

using namespace theme;

namespace {

constexpr auto TickEvery = std::chrono::milliseconds(250);
constexpr std::chrono::milliseconds StallTime{2'000};

double share(const QSpinBox *box)
{
    return box->value() / 100.0;
}

} // namespace

RelayControls::RelayControls(RelayStation &station, QWidget *parent)
    : QWidget(parent)
    , m_station(station)
    , m_from(new QComboBox)
    , m_hold(makeButton(tr("Hold"), QStringLiteral("pause")))
    , m_stepChunk(makeButton(tr("Step a chunk")))
    , m_stepFrame(makeButton(tr("Step a frame")))
    , m_held(makeLabel({}, Type::Caption, Role::TextMuted))
{
    m_from->setObjectName(QStringLiteral("relay-from"));
    m_from->setAccessibleName(tr("Direction"));
    m_from->addItems({tr("What the client sends"), tr("What the server sends")});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap3);
    layout->addWidget(m_from);
    layout->addWidget(makeHold());
    layout->addWidget(makeFaults());
    layout->addWidget(makeOnce());
    layout->addStretch(1);
    connect(m_from, &QComboBox::currentIndexChanged, this, &RelayControls::showFaults);
    connect(&station, &RelayStation::changed, this, &RelayControls::showHold);
    m_tick.setInterval(TickEvery);
    connect(&m_tick, &QTimer::timeout, this, &RelayControls::showHold);
    control(0, 0);
}

RelayControls::From RelayControls::from() const
{
    return m_from->currentIndex() == 1 ? From::Server : From::Client;
}

QWidget *RelayControls::makeHold()
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(Gap1);
    m_hold->setObjectName(QStringLiteral("relay-hold"));
    m_hold->setCheckable(true);
    m_hold->setToolTip(plainToolTip(tr("What comes is read and waits here until you step or release it.")));
    m_stepChunk->setObjectName(QStringLiteral("relay-step-chunk"));
    m_stepFrame->setObjectName(QStringLiteral("relay-step-frame"));
    m_held->setObjectName(QStringLiteral("relay-held"));
    m_held->setMinimumHeight(2 * m_held->fontMetrics().height() + 4);
    m_held->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    grid->addWidget(m_hold, 0, 0, 1, 2);
    grid->addWidget(m_stepChunk, 1, 0);
    grid->addWidget(m_stepFrame, 1, 1);
    grid->addWidget(m_held, 2, 0, 1, 2);
    connect(m_hold, &QPushButton::clicked, this, [this](bool on) { m_station.setHold(m_relay, m_connection, from(), on); });
    connect(m_stepChunk, &QPushButton::clicked, this, [this] { m_station.stepChunk(m_relay, m_connection, from()); });
    connect(m_stepFrame, &QPushButton::clicked, this, [this] { m_station.stepFrame(m_relay, m_connection, from()); });
    return box;
}

QSpinBox *RelayControls::spin(const char *name, int most, const QString &suffix, const QString &tip)
{
    auto *box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setRange(0, most);
    box->setSuffix(u' ' + suffix);
    box->setSpecialValueText(tr("off"));
    box->setToolTip(plainToolTip(tip));
    box->setKeyboardTracking(false);
    connect(box, &QSpinBox::valueChanged, this, &RelayControls::apply);
    return box;
}

QWidget *RelayControls::makeFaults()
{
    auto *box = new QWidget;
    m_form = new QFormLayout(box);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setVerticalSpacing(Gap1);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_delay = spin("relay-delay", 60'000, tr("ms"), tr("Everything leaves so much later, in its order."));
    m_jitter = spin("relay-jitter", 60'000, tr("ms"), tr("And up to so much more, at random. Datagrams may overtake each other by it."));
    m_rate = spin("relay-rate", 1'000'000, tr("kB/s"), tr("So much passes in a second, and no more."));
    m_split = spin("relay-split", 65'536, tr("bytes"), tr("At most so many bytes in one send: the receiver's recv gets less than a message."));
    m_merge = spin("relay-merge", 60'000, tr("ms"), tr("What comes within so long leaves in one send: the receiver's recv gets several messages."));
    m_flip = spin("relay-flip", 100, tr("%"), tr("So often one bit of what passes is inverted."));
    m_loss = spin("relay-loss", 100, tr("%"), tr("So many datagrams are lost."));
    m_duplicate = spin("relay-duplicate", 100, tr("%"), tr("So many datagrams come twice."));
    m_reorder = spin("relay-reorder", 100, tr("%"), tr("So many datagrams come after the one that follows them."));
    m_form->addRow(tr("Delay"), m_delay);
    m_form->addRow(tr("Jitter"), m_jitter);
    m_form->addRow(tr("Bandwidth"), m_rate);
    m_form->addRow(tr("Split at"), m_split);
    m_form->addRow(tr("Merge for"), m_merge);
    m_form->addRow(tr("Flip a bit"), m_flip);
    m_form->addRow(tr("Lose"), m_loss);
    m_form->addRow(tr("Double"), m_duplicate);
    m_form->addRow(tr("Reorder"), m_reorder);
    centreLabels(*m_form);
    return box;
}

QWidget *RelayControls::makeOnce()
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(Gap1);
    m_stall = makeButton(tr("Stall %1 s").arg(StallTime.count() / 1000));
    m_stall->setObjectName(QStringLiteral("relay-stall"));
    m_halfClose = makeButton(tr("Half-close"));
    m_halfClose->setObjectName(QStringLiteral("relay-half-close"));
    m_halfClose->setToolTip(plainToolTip(tr("The receiver is told that nothing more comes (FIN); the other direction goes on.")));
    m_reset = makeButton(tr("Reset"));
    m_reset->setObjectName(QStringLiteral("relay-reset"));
    m_reset->setToolTip(plainToolTip(tr("Both ends get a reset (RST): what was under way is lost.")));
    grid->addWidget(m_stall, 0, 0);
    grid->addWidget(m_halfClose, 0, 1);
    grid->addWidget(m_reset, 1, 0, 1, 2);
    connect(m_stall, &QPushButton::clicked, this, [this] {
        lab::Faults stalled = shownFaults();
        stalled.stall = StallTime;
        m_station.setFaults(m_relay, m_connection, from(), stalled);
    });
    connect(m_halfClose, &QPushButton::clicked, this, [this] { m_station.halfClose(m_relay, m_connection, from()); });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_station.reset(m_relay, m_connection); });
    return box;
}

void RelayControls::control(int relay, quint64 connection)
{
    if (relay != 0 && relay == m_relay && connection == m_connection)
        return showHold(); // and leave alone what is being typed
    m_relay = relay;
    m_connection = connection;
    const RelayStation::Entry *entry = m_station.relay(relay);
    setEnabled(entry && entry->isRunning());
    const bool udp = entry && entry->wanted.udp;
    for (QSpinBox *each : {m_split, m_merge}) {
        m_form->labelForField(each)->setVisible(!udp);
        each->setVisible(!udp);
    }
    for (QSpinBox *each : {m_loss, m_duplicate, m_reorder}) {
        m_form->labelForField(each)->setVisible(udp);
        each->setVisible(udp);
    }
    m_halfClose->setVisible(!udp);
    m_stepChunk->setText(udp ? tr("Step a datagram") : tr("Step a chunk"));
    m_stepFrame->setVisible(!udp);
    showFaults();
}

lab::Faults RelayControls::shownFaults() const
{
    lab::Faults faults;
    faults.delay = std::chrono::milliseconds(m_delay->value());
    faults.jitter = std::chrono::milliseconds(m_jitter->value());
    faults.rate = static_cast<qint64>(m_rate->value()) * 1000;
    faults.flip = share(m_flip);
    if (m_loss->isVisibleTo(this)) {
        faults.loss = share(m_loss);
        faults.duplicate = share(m_duplicate);
        faults.reorder = share(m_reorder);
    } else {
        faults.split = m_split->value();
        faults.merge = std::chrono::milliseconds(m_merge->value());
    }
    return faults;
}

void RelayControls::apply()
{
    if (m_showing || m_relay == 0)
        return;
    const lab::Faults faults = shownFaults();
    m_faults.insert(key(), faults);
    m_station.setFaults(m_relay, m_connection, from(), faults);
}

void RelayControls::showFaults()
{
    // What was set for the whole relay holds for a connection that has nothing of its own.
    const lab::Faults faults = m_faults.value(key(), m_faults.value({m_relay, 0, from()}));
    const auto percent = [](double share) { return static_cast<int>(share * 100 + 0.5); };
    m_showing = true;
    m_delay->setValue(static_cast<int>(faults.delay.count()));
    m_jitter->setValue(static_cast<int>(faults.jitter.count()));
    m_rate->setValue(static_cast<int>(faults.rate / 1000));
    m_split->setValue(static_cast<int>(faults.split));
    m_merge->setValue(static_cast<int>(faults.merge.count()));
    m_flip->setValue(percent(faults.flip));
    m_loss->setValue(percent(faults.loss));
    m_duplicate->setValue(percent(faults.duplicate));
    m_reorder->setValue(percent(faults.reorder));
    m_showing = false;
    showHold();
}

void RelayControls::showHold()
{
    const RelayStation::Entry *entry = m_station.relay(m_relay);
    setEnabled(entry && entry->isRunning());
    const bool held = m_station.isHeld(m_relay, m_connection, from());
    m_hold->setChecked(held);
    m_hold->setText(held ? tr("Release") : tr("Hold"));
    m_hold->setIcon(theme::icon(held ? QStringLiteral("play") : QStringLiteral("pause")));
    m_stepChunk->setEnabled(held);
    const bool frames = m_station.stepsFrames(m_relay, m_connection, from());
    m_stepFrame->setEnabled(held && frames);
    m_stepFrame->setToolTip(frames ? QString() : plainToolTip(tr("With this framing a frame ends when the other side has had its turn, so it cannot be stepped while this side is held. Step chunks.")));
    qint64 waiting = 0;
    std::optional<qint64> patience;
    qint64 since = 0;
    for (const auto &each : entry ? entry->connections : QList<RelayStation::Connection>()) {
        if (!each.open || (m_connection != 0 && each.number != m_connection) || !each.of(from()).hold)
            continue;
        waiting += each.waiting(from());
        since = since == 0 ? each.of(from()).holdSinceNs : std::min(since, each.of(from()).holdSinceNs);
        if (const auto left = m_station.patienceMs(m_relay, each, from(), monotonicNs()))
            patience = std::min(patience.value_or(*left), *left);
    }
    QString text;
    if (held && since != 0) {
        text = tr("%1 waiting, held for %2 s").arg(formatBytes(waiting)).arg((monotonicNs() - since) / 1'000'000'000);
        if (patience)
            text += u'\n' + (*patience > 0 ? tr("The receiver gives up in about %1 s.").arg((*patience + 999) / 1000) : tr("The receiver should have given up by now."));
    } else if (held) {
        text = tr("The next connection will be held.");
    }
    m_held->setText(text);
    if (held && !m_tick.isActive())
        m_tick.start();
    else if (!held)
        m_tick.stop();
}

} // namespace transom::ui
