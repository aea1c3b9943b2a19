#include "ui/shell/session_bar.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/security/fingerprint.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QMenu>

namespace transom::ui {

using namespace theme;
using client::ConnectionState;

SessionBar::SessionBar(Backend &backend)
    : m_backend(backend)
    , m_dot(new QLabel)
    , m_who(new ElidedLabel)
    , m_security(new QLabel)
    , m_securityText(makeLabel({}, Type::Body, Role::TextMuted))
    , m_roundTrip(makeLabel({}, Type::Body, Role::TextMuted))
    , m_now(makeButton(tr("Try now"), QStringLiteral("refresh")))
    , m_menu(makeToolButton(QStringLiteral("chevron-down"), tr("Switch server")))
{
    setProperty("bar", true);
    setFixedHeight(48);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Gap4, 0, Gap3, 0);
    layout->setSpacing(Gap2);
    QFont strong = theme::font(Type::Body);
    strong.setWeight(QFont::DemiBold);
    m_who->setFont(strong);
    m_securityText->setWordWrap(false);
    m_roundTrip->setWordWrap(false);
    m_roundTrip->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_roundTrip->setMinimumWidth(m_roundTrip->fontMetrics().horizontalAdvance(QStringLiteral("0000.0 ms")));
    m_roundTrip->setToolTip(tr("Round trip: how long a frame takes there and back"));
    layout->addWidget(m_dot);
    layout->addWidget(m_who, 1);
    layout->addWidget(m_now);
    layout->addSpacing(Gap3);
    layout->addWidget(m_security);
    layout->addWidget(m_securityText);
    layout->addSpacing(Gap3);
    layout->addWidget(m_roundTrip);
    layout->addWidget(m_menu);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setMenu(new QMenu(m_menu));
    connect(m_menu->menu(), &QMenu::aboutToShow, this, &SessionBar::fillMenu);
    connect(m_now, &QPushButton::clicked, this, [this] { m_backend.connection().retryNow(); });
    connect(&m_backend, &Backend::statusChanged, this, &SessionBar::show);
    connect(&m_tick, &QTimer::timeout, this, &SessionBar::countDown);
    show(m_backend.status());
}

void SessionBar::show(const client::ConnectionStatus &status)
{
    const bool online = status.state == ConnectionState::Online;
    const bool waiting = status.state == ConnectionState::Waiting;
    const bool busy = status.state == ConnectionState::Connecting || status.state == ConnectionState::SigningIn;
    const Role role = online ? Role::Good : waiting || busy ? Role::Warn : status.state == ConnectionState::KeyChanged || status.state == ConnectionState::Failed ? Role::Bad : Role::TextMuted;
    const char *icon = online ? "ok" : waiting || busy ? "clock" : role == Role::Bad ? "error" : "disconnect";
    m_dot->setPixmap(pixmap(QLatin1String(icon), 18, role));
    const QString where = status.serverName.isEmpty() || !online ? status.endpoint.address() : QStringLiteral("%1 (%2)").arg(status.serverName, status.endpoint.address());
    switch (status.state) {
    case ConnectionState::Idle:
        m_who->setFullText(tr("Not connected"));
        break;
    case ConnectionState::Connecting:
        m_who->setFullText(tr("Connecting to %1 …").arg(where));
        break;
    case ConnectionState::SigningIn:
        m_who->setFullText(tr("Signing in at %1 …").arg(where));
        break;
    case ConnectionState::NeedsTrust:
        m_who->setFullText(tr("%1: compare its fingerprint").arg(where));
        break;
    case ConnectionState::KeyChanged:
        m_who->setFullText(tr("%1: its key has changed").arg(where));
        break;
    case ConnectionState::Online:
        m_who->setFullText(tr("%1 at %2").arg(status.user, where));
        break;
    case ConnectionState::Waiting:
        break; // countDown()
    case ConnectionState::Failed:
        m_who->setFullText(tr("%1: not connected").arg(where));
        break;
    }
    m_now->setVisible(waiting);
    if (waiting) {
        countDown();
        m_tick.start(500);
    } else {
        m_tick.stop();
    }
    const bool secure = status.protection == transport::Protection::Tls;
    m_security->setVisible(online);
    m_securityText->setVisible(online);
    m_security->setPixmap(pixmap(secure ? QStringLiteral("shield") : QStringLiteral("unlocked"), 20, secure ? Role::Good : Role::Warn));
    m_securityText->setText(secure ? (status.trusted ? tr("Trusted, encrypted") : tr("Encrypted")) : tr("Not encrypted"));
    const QString key = status.keyHash.isEmpty() ? QString() : tr("Key of the server: %1").arg(security::formatFingerprint(status.keyHash));
    m_securityText->setToolTip(secure ? tr("TLS 1.3. %1").arg(key) : tr("Everybody on the way can read this connection."));
    m_security->setToolTip(m_securityText->toolTip());
    m_roundTrip->setVisible(online);
    m_roundTrip->setText(status.roundTripNs < 0 ? QString() : formatRoundTrip(status.roundTripNs));
}

void SessionBar::countDown()
{
    const auto &status = m_backend.status();
    const qint64 left = std::max<qint64>(status.retryAtMs - monotonicMs(), 0);
    m_who->setFullText(tr("%1: connection lost, trying again in %2 s").arg(status.endpoint.address()).arg((left + 999) / 1000));
}

void SessionBar::fillMenu()
{
    QMenu *menu = m_menu->menu();
    menu->clear();
    const auto &entries = m_backend.saved().entries();
    for (const auto &entry : entries.first(std::min<qsizetype>(entries.size(), 8))) {
        menu->addAction(theme::icon(QStringLiteral("computer")), entry.label.isEmpty() ? entry.endpoint.display() : entry.label, this,
                        [this, endpoint = entry.endpoint] { Q_EMIT m_backend.signInNeeded(endpoint); });
    }
    if (!entries.isEmpty())
        menu->addSeparator();
    menu->addAction(theme::icon(QStringLiteral("plus")), tr("Another server …"), this, &SessionBar::connectWanted);
    const auto state = m_backend.status().state;
    auto *other = menu->addAction(theme::icon(QStringLiteral("user")), tr("Sign in as someone else …"), this, [this] {
        client::Endpoint endpoint = m_backend.status().endpoint;
        endpoint.user.clear();
        Q_EMIT m_backend.signInNeeded(endpoint);
    });
    other->setObjectName(QStringLiteral("sign-in-as-other"));
    other->setEnabled(!m_backend.status().endpoint.host.isEmpty());
    auto *leave = menu->addAction(theme::icon(QStringLiteral("disconnect")), tr("Disconnect"), this, [this] { m_backend.disconnectFromServer(); });
    leave->setEnabled(state != ConnectionState::Idle && state != ConnectionState::Failed);
    if (m_backend.signIns().isKept(m_backend.status().endpoint) && leave->isEnabled()) {
        auto *forget = menu->addAction(theme::icon(QStringLiteral("lock")), tr("Disconnect and forget the sign-in"), this, [this] {
            m_backend.signIns().forget(m_backend.status().endpoint);
            m_backend.disconnectFromServer();
        });
        forget->setObjectName(QStringLiteral("disconnect-and-forget"));
    }
}

} // namespace transom::ui
