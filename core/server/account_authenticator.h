#pragma once

#include "core/accounts/account_service.h"
#include "core/session/authenticator.h"

namespace transom::server {

/// The accounts in the form in which sessions ask for them. Any thread.
class AccountAuthenticator : public session::Authenticator
{
public:
    explicit AccountAuthenticator(accounts::AccountService &accounts)
        : m_accounts(accounts)
    {}

    void lookUp(const QString &user, QObject *context, std::function<void(Result<session::Credentials>)> done) override;
    void attempted(const QString &user, const QString &peer, ErrorCode outcome) override;

private:
    accounts::AccountService &m_accounts;
};

} // namespace transom::server
