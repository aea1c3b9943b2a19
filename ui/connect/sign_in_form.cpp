#include "ui/connect/sign_in_form.h"

#include "ui/theme/icons.h"

#include <QAction>
#include <QCheckBox>
#include <QEvent>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStackedWidget>
#include <QUrl>

namespace transom::ui {

using namespace theme;
using client::ConnectionState;

namespace {

/// Whether there is a session that another one would end.
bool holdsSession(ConnectionState state)
{
    return state == ConnectionState::Online || state == ConnectionState::Waiting;
}

} // namespace

SignInForm::SignInForm(Backend &backend, Banner &banner)
    : m_backend(backend)
    , m_banner(banner)
    , m_address(new QLineEdit)
    , m_user(new QLineEdit)
    , m_password(new QLineEdit)
    , m_stayOrKept(new QStackedWidget)
    , m_connect(makeButton(tr("Connect"), QStringLiteral("connect"), true))
{
    content()->addWidget(makeLabel(tr("Sign in to a server"), Type::Heading));
    auto *form = new QFormLayout;
    form->setSpacing(Gap2);
    form->setLabelAlignment(Qt::AlignLeft);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_address->setObjectName(QStringLiteral("address"));
    m_address->setPlaceholderText(tr("lab-pc, 192.168.1.20 or [fe80::1]:7160"));
    m_user->setObjectName(QStringLiteral("user"));
    m_password->setObjectName(QStringLiteral("password"));
    m_password->setEchoMode(QLineEdit::Password);
    auto *eye = m_password->addAction(theme::icon(QStringLiteral("eye"), Role::TextMuted), QLineEdit::TrailingPosition);
    eye->setToolTip(tr("Show the password"));
    connect(eye, &QAction::triggered, this, [this, eye] {
        const bool hidden = m_password->echoMode() == QLineEdit::Password;
        m_password->setEchoMode(hidden ? QLineEdit::Normal : QLineEdit::Password);
        eye->setIcon(theme::icon(hidden ? QStringLiteral("eye-off") : QStringLiteral("eye"), Role::TextMuted));
    });
    form->addRow(tr("Server"), m_address);
    form->addRow(tr("User"), m_user);
    form->addRow(tr("Password"), m_password);
    form->addRow(QString(), makeStay());
    centreLabels(*form);
    content()->addLayout(form);
    m_connect->setObjectName(QStringLiteral("connect-button"));
    content()->addWidget(m_connect, 0, Qt::AlignLeft);
    connect(m_connect, &QPushButton::clicked, this, &SignInForm::submit);
    for (QLineEdit *field : {m_address, m_user, m_password})
        connect(field, &QLineEdit::returnPressed, this, &SignInForm::submit);
    for (QLineEdit *field : {m_address, m_user})
        connect(field, &QLineEdit::textChanged, this, &SignInForm::look);

    SignIns &signIns = m_backend.signIns();
    connect(&m_backend, &Backend::statusChanged, this, &SignInForm::showStatus);
    connect(&signIns, &SignIns::changed, this, &SignInForm::showKept);
    connect(&signIns, &SignIns::passwordNeeded, this, &SignInForm::askForPassword);
    connect(&signIns, &SignIns::keepFailed, this, [this](const client::Endpoint &endpoint, const Error &error) {
        say(tr("You are connected, but the sign-in of %1 is not kept.").arg(endpoint.display()), error);
    });
    connect(&signIns, &SignIns::forgetFailed, this, [this](const client::Endpoint &endpoint, const Error &error) {
        say(tr("The sign-in of %1 could not be forgotten.").arg(endpoint.display()), error);
    });
    showKept();
}

/// A box to tick, or, where that has been done before, the way back; in one place, so that nothing moves.
QWidget *SignInForm::makeStay()
{
    auto *stay = new QWidget;
    auto *rows = new QVBoxLayout(stay);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(Gap1);
    m_stay = new QCheckBox(tr("Stay signed in on this computer"));
    m_stay->setObjectName(QStringLiteral("stay-signed-in"));
    m_stayHint = makeLabel({}, Type::Caption, Role::TextMuted);
    m_stayHint->setObjectName(QStringLiteral("stay-hint"));
    rows->addWidget(m_stay);
    rows->addWidget(m_stayHint);
    rows->addStretch();

    auto *kept = new QWidget;
    auto *columns = new QHBoxLayout(kept);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(Gap2);
    auto *picture = new QLabel;
    picture->setPixmap(pixmap(QStringLiteral("ok"), 18, Role::Good));
    auto *forget = makeButton(tr("Forget the sign-in"), QStringLiteral("lock"));
    forget->setObjectName(QStringLiteral("forget-sign-in"));
    connect(forget, &QPushButton::clicked, this, [this] {
        if (const auto here = endpoint()) {
            m_backend.signIns().forget(*here);
            m_password->setFocus(); // the button goes away
        }
    });
    columns->addWidget(picture, 0, Qt::AlignVCenter);
    columns->addWidget(makeLabel(tr("The sign-in is kept on this computer.")), 1);
    columns->addWidget(forget, 0, Qt::AlignVCenter);
    m_stayOrKept->addWidget(stay);
    m_stayOrKept->addWidget(kept);
    return m_stayOrKept;
}

Result<client::Endpoint> SignInForm::endpoint() const
{
    const QString text = m_address->text().trimmed();
    auto endpoint = client::Endpoint::parse(text.contains(QStringLiteral("://")) || text.contains(u'@') || m_user->text().isEmpty()
                                                    ? text
                                                    : QString::fromUtf8(QUrl::toPercentEncoding(m_user->text())) + u'@' + text);
    if (!endpoint)
        return fail(ErrorCode::BadArgument, tr("Enter the server's name or address, with its port if it is not 7160."));
    if (endpoint->user.isEmpty())
        endpoint->user = m_user->text();
    if (endpoint->user.isEmpty())
        return fail(ErrorCode::BadArgument, tr("Enter the name of your account on that server."));
    return endpoint;
}

void SignInForm::fillIn(const client::Endpoint &endpoint)
{
    // A socket and a connection that is not encrypted are told from others by the scheme alone.
    if (endpoint.plaintext || endpoint.isLocalSocket()) {
        client::Endpoint place = endpoint;
        place.user.clear();
        m_address->setText(place.toUrl(QString()).toString());
    } else {
        m_address->setText(endpoint.port == limits::DefaultPort && !endpoint.host.contains(u':') ? endpoint.host : endpoint.address());
    }
    if (!endpoint.user.isEmpty())
        m_user->setText(endpoint.user);
}

void SignInForm::choose(const client::Endpoint &endpoint)
{
    fillIn(endpoint);
    if (endpoint.user.isEmpty()) {
        m_user->setFocus();
        m_user->selectAll();
        return m_banner.showText(Banner::Kind::Info, tr("Enter the name of your account at %1, and its password.").arg(endpoint.address()));
    }
    m_password->setFocus();
    const client::ConnectionStatus &now = m_backend.status();
    if (!holdsSession(now.state))
        return m_backend.signIns().openKept(endpoint);
    // One press must not end what is running.
    m_banner.showText(Banner::Kind::Info, !m_backend.signIns().isKept(endpoint) ? tr("Enter the password of %1.").arg(endpoint.display())
                              : now.endpoint == endpoint ? tr("You are connected as %1 already.").arg(endpoint.display())
                                                         : tr("Press Enter to connect as %1. The connection to %2 ends then.").arg(endpoint.display(), now.endpoint.address()));
}

void SignInForm::submit()
{
    const auto to = endpoint();
    if (!to)
        return m_banner.showText(Banner::Kind::Error, to.error().text);
    m_banner.hide();
    SignIns &signIns = m_backend.signIns();
    if (m_password->text().isEmpty())
        signIns.openKept(*to);
    else
        signIns.open(*to, security::Secret::fromText(m_password->text()), m_stay->isChecked() || signIns.isKept(*to));
}

void SignInForm::showStatus(const client::ConnectionStatus &status)
{
    m_connect->setEnabled(status.state != ConnectionState::Connecting && status.state != ConnectionState::SigningIn);
    const bool wasOnline = std::exchange(m_online, status.state == ConnectionState::Online);
    if (m_online && !wasOnline) {
        m_password->clear();
        m_stay->setChecked(false); // it was for this sign-in, not for the next
    }
}

void SignInForm::look()
{
    if (const auto here = endpoint())
        m_backend.signIns().look({*here});
    showKept();
}

bool SignInForm::event(QEvent *event)
{
    if (event->type() == QEvent::WindowActivate)
        look(); // transomctl may have been used meanwhile
    return Card::event(event);
}

void SignInForm::showKept()
{
    const auto here = endpoint();
    const SignIns &signIns = m_backend.signIns();
    const bool kept = here && signIns.isKept(*here);
    const bool can = !here || SignIns::canKeep(*here);
    m_stayOrKept->setCurrentIndex(kept ? 1 : 0);
    m_password->setPlaceholderText(kept ? tr("Not needed: signed in on this computer") : QString());
    m_stay->setEnabled(can);
    m_stayHint->setText(can ? tr("Whoever can read your files on this computer can then sign in as you. The password itself is not kept.")
                            : tr("A sign-in can be kept for a server that has a name or an address, not for a socket on this computer."));
    m_stay->setAccessibleDescription(m_stayHint->text());
}

void SignInForm::askForPassword(const client::Endpoint &endpoint, SignIns::Why why, const Error &error)
{
    fillIn(endpoint);
    m_password->clear();
    m_password->setFocus();
    switch (why) {
    case SignIns::Why::NotKept:
        return m_banner.showText(Banner::Kind::Info, tr("Enter the password of %1.").arg(endpoint.display()));
    case SignIns::Why::PasswordChanged:
        m_stay->setChecked(true); // as it was wanted before
        if (error.code != ErrorCode::None)
            return say(tr("The password of %1 has been changed: enter the new one. The old sign-in could not be forgotten.").arg(endpoint.display()), error);
        return m_banner.showText(Banner::Kind::Warning, tr("The password of %1 has been changed since you signed in on this computer. Enter the new one: the old sign-in is forgotten.").arg(endpoint.display()));
    case SignIns::Why::Unusable:
        return say(tr("The sign-ins kept on this computer are not used now. Enter the password of %1.").arg(endpoint.display()), error);
    }
}

void SignInForm::say(const QString &what, const Error &error)
{
    m_banner.showText(Banner::Kind::Warning, tr("%1 %2 The file is in %3.").arg(what, describe(error), QFileInfo(m_backend.signIns().file()).absolutePath()));
}

} // namespace transom::ui
