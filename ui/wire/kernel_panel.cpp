#include "ui/wire/kernel_panel.h"

#include "ui/shell/backend.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/series_plots.h"

#include <QScrollArea>

namespace transom::ui {

using namespace theme;
using transport::SocketStatistics;

namespace {

/// Half a minute of ten samples a second.
constexpr size_t MostSamples = 300;

template<class T>
std::optional<double> number(const std::optional<T> &value, double divisor = 1)
{
    return value ? std::optional(static_cast<double>(*value) / divisor) : std::nullopt;
}

std::optional<double> inFlight(const SocketStatistics &sample)
{
    return sample.sendQueue && sample.notSent ? std::optional(static_cast<double>(*sample.sendQueue - *sample.notSent)) : std::nullopt;
}

} // namespace

KernelPanel::KernelPanel(Backend &backend, QWidget *parent)
    : QWidget(parent)
    , m_backend(backend)
{
    setObjectName(QStringLiteral("kernel-panel"));
    auto *inner = new QWidget;
    auto *layout = new QVBoxLayout(inner);
    layout->setContentsMargins(Gap3, Gap3, Gap3, Gap3);
    layout->setSpacing(Gap1);
    layout->addWidget(makeLabel(tr("Reported by the kernel ten times a second, while you look. The lines are the last 30 seconds."), Type::Caption, Role::TextMuted));
    for (size_t i = 0; i < m_ends.size(); ++i) {
        End &end = m_ends[i];
        layout->addSpacing(Gap3);
        auto *row = new QHBoxLayout;
        end.title = makeLabel(i == 0 ? tr("This program's socket") : tr("The server's socket"));
        QFont strong = theme::font(Type::Body);
        strong.setWeight(QFont::DemiBold);
        end.title->setFont(strong);
        end.state = makeLabel({}, Type::Fixed, Role::TextMuted);
        end.state->setObjectName(i == 0 ? QStringLiteral("kernel-state-own") : QStringLiteral("kernel-state-other"));
        row->addWidget(end.title, 1);
        row->addWidget(end.state);
        layout->addLayout(row);
        end.plots = new SeriesPlots;
        end.plots->setObjectName(i == 0 ? QStringLiteral("kernel-own") : QStringLiteral("kernel-other"));
        layout->addWidget(end.plots);
    }
    layout->addStretch(1);
    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(inner);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(area);
    connect(&backend.connection(), &client::Connection::socketSampled, this, &KernelPanel::add);
    connect(&backend, &Backend::statusChanged, this, [this] {
        if (!m_backend.isOnline())
            forget();
        else if (m_watching)
            m_backend.connection().watchSocket(true); // of the connection there is now
    });
    forget();
}

KernelPanel::~KernelPanel()
{
    watch(false);
}

void KernelPanel::watch(bool on)
{
    if (std::exchange(m_watching, on) != on)
        m_backend.connection().watchSocket(on);
}

void KernelPanel::forget()
{
    for (auto &history : m_history)
        history.clear();
    for (const End &end : m_ends) {
        end.state->clear();
        end.plots->setUnavailable(m_backend.isOnline() ? tr("Waiting for the first numbers …") : tr("There is no connection. Connect to a server first."));
    }
}

void KernelPanel::add(const Sample &sample)
{
    if (!m_watching)
        return; // one that was under way
    m_history[0].push_back(sample.own);
    m_history[1].push_back(sample.other);
    for (size_t i = 0; i < m_ends.size(); ++i) {
        if (m_history[i].size() > MostSamples)
            m_history[i].pop_front();
        show(m_ends[i], m_history[i], tr("Not available here: this socket is on another computer, and only the kernel there knows it."));
    }
}

void KernelPanel::show(const End &end, const std::deque<std::optional<SocketStatistics>> &history, const QString &why)
{
    const auto &last = history.back();
    if (!last) {
        end.state->clear();
        return end.plots->setUnavailable(why);
    }
    end.state->setText(last->state ? transport::socketStateName(*last->state) : tr("not available here"));
    QList<NumberSeries> series{
        {tr("Round trip"), tr("rtt: the smoothed time from a segment to its acknowledgement."), tr("ms"), {}},
        {tr("Congestion window"), tr("cwnd: so many segments may be under way before an acknowledgement must come."), tr("segments"), {}},
        {tr("Sent again"), tr("retransmits: segments that had to be sent a second time, since the connection began."), tr("segments"), {}},
        {tr("Not sent yet"), tr("Bytes that send has handed over and that still wait in this kernel (SIOCOUTQNSD)."), tr("bytes"), {}},
        {tr("Not acknowledged"), tr("Bytes that are under way: sent, and no acknowledgement has come yet (SIOCOUTQ without what is not sent)."), tr("bytes"), {}},
        {tr("Receive queue"), tr("Bytes that have arrived and wait for recv (SIOCINQ)."), tr("bytes"), {}},
    };
    for (const auto &each : history) {
        const SocketStatistics sample = each.value_or(SocketStatistics{});
        const std::optional<double> values[] = {number(sample.rttUs, 1000), number(sample.congestionWindow), number(sample.retransmits), number(sample.notSent), inFlight(sample), number(sample.receiveQueue)};
        for (qsizetype i = 0; i < series.size(); ++i)
            series[i].values.append(values[i]);
    }
    end.plots->setSeries(series);
}

void KernelPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    forget();
    watch(true);
}

void KernelPanel::hideEvent(QHideEvent *event)
{
    watch(false);
    QWidget::hideEvent(event);
}

} // namespace transom::ui
