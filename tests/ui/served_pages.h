#pragma once

#include "core/accounts/account_service.h"
#include "core/security/known_peers.h"
#include "ui/shell/backend.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QLocale>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QWidget>

#include <functional>
#include <memory>

namespace transom::test {

/// A server in this process on a port of its own, with its owner connected over TLS; further people can be let in. Everything is kept in
/// a temporary folder.
class Served
{
public:
    Served()
        : m_owner(std::make_unique<ui::Backend>(pathsFor(QStringLiteral("owner"))))
    {}

    /// Pages are made before, as the window does: they live from what the connection says.
    bool start()
    {
        m_owner->tryHere();
        return QTest::qWaitFor([this] { return m_owner->isOnline(); }, 20'000);
    }
    ui::Backend &owner() { return *m_owner; }
    QString homeOfOwner() const { return m_owner->paths().serverData() + QStringLiteral("/homes/") + m_owner->status().user; }
    QString folder() const { return m_folder.path(); }

    /// Makes an account and connects as it, `before` with the backend before it does; nullptr if that fails.
    std::unique_ptr<ui::Backend> enter(const QString &name, protocol::Access access, const std::function<void(ui::Backend &)> &before = {})
    {
        const security::Secret password = security::Secret::fromText(QStringLiteral("correct horse battery"));
        bool made = false;
        m_owner->server()->accounts().add({name, password, access, accounts::NoQuota}, m_owner.get(), [&made](const Result<accounts::User> &user) { made = user.has_value(); });
        if (!QTest::qWaitFor([&made] { return made; }, 10'000))
            return nullptr;
        auto backend = std::make_unique<ui::Backend>(pathsFor(name));
        client::Endpoint endpoint = m_owner->status().endpoint;
        endpoint.user = name;
        (void)security::KnownPeers(backend->paths().trustFile()).trust(endpoint.host, endpoint.port, m_owner->serverStatus().keyHash);
        if (before)
            before(*backend);
        backend->connectTo(endpoint, password);
        return QTest::qWaitFor([&backend] { return backend->isOnline(); }, 20'000) ? std::move(backend) : nullptr;
    }

    /// Where somebody keeps what is theirs, made if it is not there.
    client::Paths pathsFor(const QString &who) const
    {
        client::Paths paths;
        for (QString *each : {&paths.config, &paths.data, &paths.state}) {
            *each = m_folder.filePath(who);
            QDir().mkpath(*each);
        }
        return paths;
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<ui::Backend> m_owner;
};

/// The colours and the language that TRANSOM_THEME and LANG ask for, as the program has them; whether that is Chinese. Tests that compare texts are run in English.
inline bool dress()
{
    ui::theme::apply(*qApp);
    const bool chinese = qEnvironmentVariable("LANG").startsWith(u"zh");
    if (chinese)
        QLocale::setDefault(QLocale(QLocale::Chinese, QLocale::China));
    auto *translator = new QTranslator(qApp);
    if (translator->load(chinese ? QStringLiteral(":/translations/transom_zh_CN.qm") : QStringLiteral(":/translations/transom_en.qm")))
        QCoreApplication::installTranslator(translator);
    return chinese;
}

/// Shows a page as the window would, in a size that pictures are looked at in.
inline void present(QWidget &page)
{
    page.setWindowFlag(Qt::Window);
    page.resize(1132, 752);
    page.show();
    page.activateWindow();
    (void)QTest::qWaitForWindowActive(&page);
}

/// Saved where TRANSOM_PICTURES says; nothing happens without it.
inline void picture(QWidget &page, const QString &name)
{
    const QString folder = qEnvironmentVariable("TRANSOM_PICTURES");
    if (folder.isEmpty())
        return;
    QTest::qWait(200);
    QDir().mkpath(folder);
    page.grab().save(folder + u'/' + name + QStringLiteral(".png"));
}

} // namespace transom::test
