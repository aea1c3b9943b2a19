#pragma once

#include "ui/shell/backend.h"
#include "ui/widgets/widgets.h"

class QCheckBox;
class QLineEdit;
class QStackedWidget;

namespace transom::ui {

/// Server, user and password, and whether the sign-in stays on this computer. Where it does, no password is asked for. GUI thread.
class SignInForm : public Card
{
    Q_OBJECT

public:
    /// `banner` is where it says what is wrong or wanted.
    SignInForm(Backend &backend, Banner &banner);

    /// A server has been chosen, in a list or a menu: connects where a sign-in is kept and nothing else would end by it, asks for what is missing otherwise.
    void choose(const client::Endpoint &endpoint);
    /// As Enter does.
    void submit();
    /// What the form is filled in with; BadArgument where that is no server, or nobody.
    Result<client::Endpoint> endpoint() const;

private:
    QWidget *makeStay();
    void fillIn(const client::Endpoint &endpoint);
    void showStatus(const client::ConnectionStatus &status);
    /// What is kept of whom the form is filled in with.
    void look();
    bool event(QEvent *event) override;
    void showKept();
    void askForPassword(const client::Endpoint &endpoint, SignIns::Why why, const Error &error);
    void say(const QString &what, const Error &error);

    Backend &m_backend;
    Banner &m_banner;
    QLineEdit *m_address;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QStackedWidget *m_stayOrKept;
    QCheckBox *m_stay = nullptr;
    QLabel *m_stayHint = nullptr;
    QPushButton *m_connect;
    bool m_online = false;
};

} // namespace transom::ui
