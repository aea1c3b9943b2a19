#include "core/server/account_authenticator.h"

namespace transom::server {

void AccountAuthenticator::lookUp(const QString &user, QObject *context, std::function<void(Result<session::Credentials>)> done)
{
    m_accounts.lookUp(user, context, [done = std::move(done)](Result<accounts::SignInCredentials> found) {
        if (!found)
            return done(tl::make_unexpected(found.error()));
        session::Credentials credentials;
        credentials.verifier = found->verifier;
        credentials.principal = {found->user.id, found->user.name, found->user.access};
        credentials.known = found->known;
        credentials.enabled = found->user.enabled;
        credentials.waitMs = found->waitMs;
        done(credentials);
    });
}

void AccountAuthenticator::attempted(const QString &user, const QString &peer, ErrorCode outcome)
{
    m_accounts.attempted(user, peer, outcome);
}

} // namespace transom::server
