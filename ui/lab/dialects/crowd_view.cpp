#include "ui/lab/dialects/crowd_view.h"

#include "core/base/clock.h"
#include "ui/widgets/widgets.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QSpinBox>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;

namespace {

constexpr int MostClients = 30;
constexpr std::chrono::milliseconds SlowPause{1000};

QByteArray messageFor(const lab::Dialect &dialect)
{
    if (dialect.serverExecutes)
        return "echo hello";
    return qstrcmp(dialect.id, "time") == 0 ? "1700000000" : "hello";
}

QString modelText(lab::Serving::Model model)
{
    switch (model) {
    case lab::Serving::Model::OneAtATime: return QCoreApplication::translate("Lab", "The server serves one at a time.");
    case lab::Serving::Model::Thread: return QCoreApplication::translate("Lab", "The server has a thread for each connection.");
    case lab::Serving::Model::Process: return QCoreApplication::translate("Lab", "The server has a process for each connection.");
    case lab::Serving::Model::Loop: return QCoreApplication::translate("Lab", "The server serves all from one event loop.");
    }
    return {};
}

} // namespace

CrowdView::CrowdView(QWidget *parent)
    : QWidget(parent)
    , m_clients(new QSpinBox)
    , m_slow(new QCheckBox(tr("the first is slow")))
    , m_go(makeButton(tr("Connect them"), u"users"_s, true))
    , m_about(makeLabel(tr("Several clients connect at the same moment; each says one thing, reads one answer and leaves. Give the server some work time, change how it serves, and compare."), Type::Caption, Role::TextMuted))
    , m_summary(makeLabel(QString()))
    , m_banner(new Banner)
    , m_chart(new ServingChart)
{
    m_clients->setObjectName(u"crowd-clients"_s);
    m_slow->setObjectName(u"crowd-slow"_s);
    m_go->setObjectName(u"crowd-go"_s);
    m_chart->setObjectName(u"crowd-chart"_s);
    m_summary->setObjectName(u"crowd-summary"_s);
    m_clients->setRange(2, MostClients);
    m_clients->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_clients->setValue(10);
    m_clients->setSuffix(u' ' + tr("clients"));
    m_clients->setAccessibleName(tr("How many clients"));
    m_slow->setToolTip(plainToolTip(tr("It connects, and says nothing for a second: who waits for it?")));
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *row = new QHBoxLayout;
    row->setSpacing(Gap3);
    row->addWidget(m_clients);
    row->addWidget(m_slow);
    row->addStretch(1);
    row->addWidget(m_go);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Gap2, 0, 0);
    column->setSpacing(Gap2);
    column->addWidget(m_about);
    column->addLayout(row);
    column->addWidget(m_banner);
    column->addWidget(m_summary);
    column->addWidget(m_chart, 1);
    connect(m_go, &QPushButton::clicked, this, [this] {
        if (m_running) {
            m_cancel = true;
            return;
        }
        m_banner->hide();
        Q_EMIT serverWanted();
    });
}

CrowdView::~CrowdView()
{
    m_cancel = true;
    if (m_thread.joinable())
        m_thread.join();
}

bool CrowdView::fits(const lab::Dialect &dialect)
{
    const QByteArray id(dialect.id);
    return !dialect.datagram && !dialect.serverAsks && !id.startsWith("put-");
}

void CrowdView::showProblem(const Error &error)
{
    m_banner->showError(error);
}

void CrowdView::start(DialectRun &server)
{
    if (m_running)
        return;
    if (m_thread.joinable())
        m_thread.join(); // it has told its result
    if (m_server)
        disconnect(m_server, nullptr, this, nullptr);
    m_server = &server;
    connect(&server, &DialectRun::happened, this, [this](const QList<lab::LabEvent> &events) {
        for (const lab::LabEvent &event : events)
            m_story.addServerEvent(event);
        showChart(m_running);
    });
    lab::CrowdOptions options;
    if (server.wanted().unixPath.isEmpty()) {
        const QHostAddress at(server.wanted().host);
        options.address = at == QHostAddress(QHostAddress::AnyIPv4) ? QHostAddress(QHostAddress::LocalHost) : at == QHostAddress(QHostAddress::AnyIPv6) ? QHostAddress(QHostAddress::LocalHostIPv6) : at;
    }
    options.port = server.port();
    options.unixPath = server.wanted().unixPath;
    options.clients = m_clients->value();
    options.message = messageFor(*server.wanted().dialect);
    options.pause = SlowPause;
    if (m_slow->isChecked())
        options.slow = {0};
    m_story.begin(options.clients, options.slow);
    m_log = std::make_shared<lab::LabLog>();
    m_done = std::make_shared<Done>();
    m_cancel = false;
    m_running = true;
    m_about->setText(modelText(server.wanted().serving.model));
    m_thread = std::thread([this, options, log = m_log, done = m_done] {
        auto crowd = lab::runCrowd(options, log->sink(), &m_cancel);
        const std::lock_guard lock(done->mutex);
        done->crowd = std::move(crowd);
    });
    showChart(true);
}

QList<lab::LabEvent> CrowdView::drain()
{
    if (!m_running)
        return {};
    std::optional<Result<QList<lab::CrowdClient>>> crowd;
    {
        // Before the log is emptied: what is in it then is all.
        const std::lock_guard lock(m_done->mutex);
        crowd = m_done->crowd;
    }
    const QList<lab::LabEvent> events = m_log->drain(20'000).events;
    for (const lab::LabEvent &event : events)
        m_story.addClientEvent(event);
    if (crowd) {
        m_running = false;
        if (*crowd)
            m_story.complete(**crowd);
        else
            m_banner->showError(crowd->error());
    }
    showChart(m_running);
    return events;
}

void CrowdView::showChart(bool running)
{
    m_go->setText(running ? tr("Stop them") : tr("Connect them"));
    m_clients->setEnabled(!running);
    m_slow->setEnabled(!running);
    m_chart->show(m_story.clients(), running ? monotonicNs() : 0);
    m_summary->setText(m_story.summary());
}

} // namespace transom::ui
