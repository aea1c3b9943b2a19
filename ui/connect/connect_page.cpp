#include "ui/connect/connect_page.h"

#include "core/base/text.h"
#include "core/security/fingerprint.h"
#include "ui/connect/saved_list.h"
#include "ui/connect/sign_in_form.h"
#include "ui/theme/icons.h"
#include "ui/widgets/connections_table.h"
#include "ui/widgets/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>

namespace transom::ui {

using namespace theme;
using client::ConnectionState;

namespace {

constexpr auto SearchFor = std::chrono::seconds(4);

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

/// A row that is pressed: icon, name, a second line.
QPushButton *makeRow(const QString &icon, const QString &name, const QString &detail)
{
    auto *row = makeButton(detail.isEmpty() ? name : QStringLiteral("%1   %2").arg(name, detail), icon);
    row->setProperty("row", true);
    return row;
}

} // namespace

ConnectPage::ConnectPage(Backend &backend)
    : Page(backend, tr("Connect"), QStringLiteral("connect"))
    , m_banner(new Banner)
    , m_steps(new QStackedWidget)
    , m_signIn(new SignInForm(backend, *m_banner))
    , m_saved(new SavedList(backend))
{
    m_banner->setObjectName(QStringLiteral("connect-banner"));
    auto *cards = new QWidget;
    auto *cardsLayout = new QVBoxLayout(cards);
    cardsLayout->setContentsMargins(0, 0, 0, 0);
    cardsLayout->setSpacing(Gap4);
    m_doors = makeDoors();
    cardsLayout->addWidget(m_doors);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(Gap4);
    auto *left = new QVBoxLayout;
    left->setSpacing(Gap4);
    left->addWidget(makeHere());
    left->addWidget(makeNearby());
    left->addStretch();
    auto *right = new QVBoxLayout;
    right->setSpacing(Gap4);
    right->addWidget(m_signIn);
    right->addWidget(m_saved);
    right->addStretch();
    columns->addLayout(left, 1);
    columns->addLayout(right, 1);
    cardsLayout->addLayout(columns);
    m_steps->addWidget(cards);
    m_steps->addWidget(makeTrust());

    auto *inner = new QWidget;
    auto *layout = new QVBoxLayout(inner);
    layout->setContentsMargins(Gap6, Gap4, Gap6, Gap6);
    layout->setSpacing(Gap4);
    layout->addWidget(m_banner);
    layout->addWidget(m_steps);
    layout->addWidget(makeConnections(), 1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setWidget(inner);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    connect(&backend, &Backend::statusChanged, this, &ConnectPage::showStatus);
    connect(&backend, &Backend::serverChanged, this, &ConnectPage::showServer);
    connect(&backend, &Backend::ownerCreated, this, &ConnectPage::showServer);
    connect(&backend, &Backend::signInNeeded, m_signIn, &SignInForm::choose);
    connect(m_saved, &SavedList::chosen, m_signIn, &SignInForm::choose);
    connect(m_banner, &Banner::actionTriggered, m_signIn, &SignInForm::submit);
    connect(&backend, &Backend::serverTroubled, this, [this](const Error &error) { m_banner->showError(error); });
    m_doors->setVisible(backend.saved().entries().isEmpty());
    showServer();
}

QWidget *ConnectPage::makeDoors()
{
    auto *doors = new QWidget;
    auto *layout = new QHBoxLayout(doors);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap4);
    const auto add = [&](const QString &name, const QString &icon, const QString &title, const QString &text, const QString &action, auto handler) {
        auto *card = new Card;
        auto *picture = new QLabel;
        picture->setPixmap(pixmap(icon, 36, Role::Accent));
        card->content()->addWidget(picture);
        card->content()->addWidget(makeLabel(title, Type::Heading));
        card->content()->addWidget(makeLabel(text, Type::Body, Role::TextMuted), 1);
        auto *button = makeButton(action, {}, true);
        button->setObjectName(name);
        card->content()->addWidget(button, 0, Qt::AlignLeft);
        connect(button, &QPushButton::clicked, this, handler);
        layout->addWidget(card, 1);
    };
    add(QStringLiteral("door-send"), QStringLiteral("upload"), tr("Send a file"),
        tr("Try it on this computer first: a server starts here, you are connected to it, and you drop a file."), tr("Try it here"), [this] {
            this->backend().tryHere();
            Q_EMIT pageWanted(QStringLiteral("files"));
        });
    add(QStringLiteral("door-learn"), QStringLiteral("lab"), tr("Learn sockets"),
        tr("Experiments on real sockets: say what will happen, run it, and see why two sends arrive in one recv."), tr("Open the lab"),
        [this] { Q_EMIT pageWanted(QStringLiteral("lab/experiments/sticky")); });
    add(QStringLiteral("door-serve"), QStringLiteral("server"), tr("Run a server"),
        tr("Accounts, home folders and quotas for a class or a team, on this computer."), tr("Set it up"), [this] {
            this->backend().startServer();
            Q_EMIT pageWanted(QStringLiteral("server"));
        });
    return doors;
}

QWidget *ConnectPage::makeHere()
{
    auto *card = new Card;
    card->content()->addWidget(makeLabel(tr("This computer"), Type::Heading));
    m_hereText = makeLabel({}, Type::Body, Role::TextMuted);
    card->content()->addWidget(m_hereText);
    m_tryButton = makeButton(tr("Try it on this computer"), QStringLiteral("play"), true);
    m_tryButton->setObjectName(QStringLiteral("try-here"));
    connect(m_tryButton, &QPushButton::clicked, this, [this] { backend().tryHere(); });
    card->content()->addWidget(m_tryButton, 0, Qt::AlignLeft);

    m_ownerCard = new Card;
    m_ownerText = makeLabel({});
    m_ownerText->setTextFormat(Qt::RichText);
    m_ownerCard->content()->addWidget(m_ownerText);
    auto *buttons = new QHBoxLayout;
    auto *copy = makeButton(tr("Copy password"), QStringLiteral("copy"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(backend().ownerPassword()); });
    auto *done = makeButton(tr("I have noted it"), QStringLiteral("ok"));
    connect(done, &QPushButton::clicked, this, [this] { backend().forgetOwnerPassword(); });
    buttons->addWidget(copy);
    buttons->addWidget(done);
    buttons->addStretch();
    m_ownerCard->content()->addLayout(buttons);
    card->content()->addWidget(m_ownerCard);
    return card;
}

QWidget *ConnectPage::makeNearby()
{
    auto *card = new Card;
    auto *header = new QHBoxLayout;
    header->addWidget(makeLabel(tr("Nearby"), Type::Heading), 1);
    m_searchButton = makeButton(tr("Search"), QStringLiteral("search"));
    m_searchButton->setObjectName(QStringLiteral("search-nearby"));
    connect(m_searchButton, &QPushButton::clicked, this, &ConnectPage::search);
    header->addWidget(m_searchButton);
    card->content()->addLayout(header);
    m_nearbyHint = makeLabel(tr("Search for servers on your networks. They answer only if they listen beyond their own computer."), Type::Body, Role::TextMuted);
    card->content()->addWidget(m_nearbyHint);
    m_nearby = new QVBoxLayout;
    m_nearby->setSpacing(Gap1);
    card->content()->addLayout(m_nearby);
    return card;
}

QWidget *ConnectPage::makeTrust()
{
    auto *card = new Card;
    card->content()->setSpacing(Gap3);
    m_trustTitle = makeLabel({}, Type::Title);
    m_trustText = makeLabel({});
    m_fingerprint = makeLabel({}, Type::Fixed);
    m_fingerprint->setObjectName(QStringLiteral("fingerprint"));
    m_fingerprint->setAccessibleName(tr("Fingerprint"));
    QFont big = theme::font(Type::Fixed);
    big.setPointSizeF(big.pointSizeF() * 1.3);
    m_fingerprint->setFont(big);
    card->content()->addWidget(m_trustTitle);
    card->content()->addWidget(m_trustText);
    card->content()->addWidget(m_fingerprint);
    auto *buttons = new QHBoxLayout;
    m_trustButton = makeButton(tr("I have compared it: trust this key"), QStringLiteral("shield"), true);
    m_trustButton->setObjectName(QStringLiteral("trust-button"));
    connect(m_trustButton, &QPushButton::clicked, this, [this] { backend().connection().trustPeer(); });
    auto *no = makeButton(tr("Do not connect"), QStringLiteral("close"));
    no->setObjectName(QStringLiteral("do-not-trust"));
    connect(no, &QPushButton::clicked, this, [this] { backend().disconnectFromServer(); });
    buttons->addWidget(m_trustButton);
    buttons->addWidget(no);
    buttons->addStretch();
    card->content()->addLayout(buttons);
    card->content()->addStretch();
    return card;
}

QWidget *ConnectPage::makeConnections()
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, Gap2, 0, 0);
    layout->setSpacing(Gap2);
    layout->addWidget(makeLabel(tr("Connections"), Type::Heading));
    auto *none = makeLabel(tr("None is open now. Connections that you make, and those to a server on this computer, appear here as they happen."), Type::Body, Role::TextMuted);
    layout->addWidget(none);
    auto *table = new ConnectionsTable(backend(), ConnectionsTable::Shows::BothSides);
    table->setObjectName(QStringLiteral("connections"));
    table->setMinimumHeight(160);
    layout->addWidget(table, 1);
    const auto update = [table, none] {
        none->setVisible(table->isEmpty());
        table->setVisible(!table->isEmpty());
    };
    connect(table, &ConnectionsTable::changed, this, update);
    update();
    layout->addStretch(0);
    return box;
}

void ConnectPage::showStatus(const client::ConnectionStatus &status)
{
    const bool asks = status.state == ConnectionState::NeedsTrust || status.state == ConnectionState::KeyChanged;
    m_steps->setCurrentIndex(asks ? 1 : 0);
    const QString address = status.endpoint.address();
    if (status.state == ConnectionState::NeedsTrust) {
        m_trustTitle->setText(tr("Is this really %1?").arg(address));
        m_trustText->setText(tr("You have not been connected to this server before. Ask whoever runs it for its fingerprint (it is on the Server page, and "
                                "transomd prints it) and compare all 13 groups. If they are the same, nobody is in between."));
        m_fingerprint->setText(security::formatFingerprint(status.keyHash));
        m_trustButton->show();
    } else if (status.state == ConnectionState::KeyChanged) {
        m_trustTitle->setText(tr("Stop: the key of %1 has changed").arg(address));
        m_trustText->setText(tr("This is not the key that you trusted before. Either the server was set up anew, or somebody is in between and would read "
                                "everything. Ask whoever runs the server. If the new key is right, remove the old line of this server from "
                                "the file known_servers, or run: transomctl trust %1").arg(address));
        m_fingerprint->setText(tr("trusted: %1\nnow:     %2").arg(security::formatFingerprint(status.expectedKeyHash), security::formatFingerprint(status.keyHash)));
        m_trustButton->hide();
    }
    // A sign-in that was kept and is of an old password: the form asks for the new one.
    const bool asksAgain = status.error.code == ErrorCode::AuthenticationFailed && backend().signIns().isByKept();
    if (status.state == ConnectionState::Failed && !asksAgain)
        m_banner->showError(status.error, tr("Try again"));
    else if (status.state == ConnectionState::Online || status.state == ConnectionState::Connecting)
        m_banner->hide();
    if (status.state == ConnectionState::Online)
        m_doors->hide();
}

void ConnectPage::showServer()
{
    const auto &server = backend().serverStatus();
    m_hereText->setText(server.isRunning()
                                ? tr("A server is running here: %1.").arg(server.addresses.join(QStringLiteral(", ")))
                                : tr("Start a server that only this computer can reach, make an account, and connect to it: one press."));
    m_tryButton->setEnabled(server.state == server::Server::State::Stopped || server.isRunning());
    m_tryButton->setVisible(!backend().isOnline());
    const bool owner = !backend().ownerPassword().isEmpty();
    m_ownerCard->setVisible(owner);
    if (owner)
        m_ownerText->setText(tr("Your account on this computer is <b>%1</b>, its password <b>%2</b>. It is shown only now: note it.")
                                     .arg(backend().ownerName().toHtmlEscaped(), backend().ownerPassword().toHtmlEscaped()));
}

void ConnectPage::search()
{
    clear(m_nearby);
    m_searchButton->setEnabled(false);
    m_nearbyHint->setText(tr("Searching …"));
    if (!m_discovery) {
        m_discovery = std::make_unique<transport::Discovery>();
        connect(m_discovery.get(), &transport::Discovery::found, this, [this](const transport::FoundServer &server) {
            client::Endpoint endpoint;
            endpoint.host = server.address.toString();
            endpoint.port = server.port;
            auto *row = makeRow(QStringLiteral("computer"), printable(server.name, 40), endpoint.address());
            row->setToolTip(tr("It says that its fingerprint is %1").arg(security::formatFingerprint(server.keyHash)));
            connect(row, &QPushButton::clicked, this, [this, endpoint] { m_signIn->choose(endpoint); });
            m_nearby->addWidget(row);
            m_nearbyHint->setText(tr("Names are what servers call themselves. Who they are, their fingerprint tells."));
        });
        connect(m_discovery.get(), &transport::Discovery::finished, this, [this] {
            m_searchButton->setEnabled(true);
            if (m_nearby->count() == 0)
                m_nearbyHint->setText(tr("No server has answered. Servers answer only if they listen beyond their own computer and a firewall lets UDP port 7160 through. You can still type an address."));
        });
    }
    m_discovery->search(SearchFor);
}

} // namespace transom::ui
