#include "ui/connect/saved_list.h"

#include "ui/theme/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>

#include <algorithm>

namespace transom::ui {

using namespace theme;

namespace {

constexpr qsizetype MostShown = 8;

} // namespace

SavedList::SavedList(Backend &backend)
    : m_backend(backend)
    , m_rows(new QVBoxLayout)
{
    content()->addWidget(makeLabel(tr("Saved"), Type::Heading));
    m_rows->setSpacing(Gap1);
    content()->addLayout(m_rows);
    // Later, where a row may be what is being pressed: it is replaced.
    connect(&backend.signIns(), &SignIns::changed, this, &SavedList::showEntries, Qt::QueuedConnection);
    connect(&backend, &Backend::statusChanged, this, [this](const client::ConnectionStatus &status) {
        const bool wasOnline = std::exchange(m_online, status.state == client::ConnectionState::Online);
        if (!m_online || wasOnline)
            return;
        showEntries();
        look();
    });
    showEntries();
    look();
}

/// Another program may have kept or forgotten something: transomctl, while the person was in a terminal.
void SavedList::look()
{
    QList<client::Endpoint> endpoints;
    for (const auto &entry : m_backend.saved().entries())
        endpoints.append(entry.endpoint);
    if (!m_backend.status().endpoint.host.isEmpty())
        endpoints.append(m_backend.status().endpoint);
    if (!endpoints.isEmpty())
        m_backend.signIns().look(endpoints);
}

bool SavedList::event(QEvent *event)
{
    if (event->type() == QEvent::WindowActivate)
        look();
    return Card::event(event);
}

void SavedList::showEvent(QShowEvent *event)
{
    Card::showEvent(event);
    look();
}

void SavedList::showEntries()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto &entries = m_backend.saved().entries();
    if (entries.isEmpty())
        m_rows->addWidget(makeLabel(tr("Servers that you have been connected to appear here. Passwords are never kept."), Type::Body, Role::TextMuted));
    for (const auto &entry : entries.first(std::min(entries.size(), MostShown)))
        m_rows->addWidget(makeEntry(entry));
}

QWidget *SavedList::makeEntry(const client::SavedServers::Entry &entry)
{
    const client::Endpoint endpoint = entry.endpoint;
    const bool kept = m_backend.signIns().isKept(endpoint);
    auto *holder = new QWidget;
    auto *line = new QHBoxLayout(holder);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Gap1);
    const QString name = entry.label.isEmpty() ? endpoint.display() : entry.label;
    auto *row = makeButton(name, QStringLiteral("computer"));
    row->setProperty("row", true);
    row->setObjectName(QStringLiteral("saved-server"));
    connect(row, &QPushButton::clicked, this, [this, endpoint] { Q_EMIT chosen(endpoint); });
    line->addWidget(row, 1);
    if (kept) {
        auto *picture = new QLabel;
        picture->setPixmap(pixmap(QStringLiteral("ok"), 18, Role::Good));
        auto *words = makeLabel(tr("stays signed in"), Type::Caption, Role::TextMuted);
        words->setWordWrap(false);
        words->setObjectName(QStringLiteral("saved-kept"));
        line->addSpacing(Gap1);
        line->addWidget(picture);
        line->addWidget(words);
        row->setToolTip(plainToolTip(tr("Connects without asking for the password")));
        row->setAccessibleDescription(tr("Connects without asking for the password"));
    }
    auto *more = makeToolButton(QStringLiteral("more"), tr("What to forget of %1").arg(name));
    more->setObjectName(QStringLiteral("saved-more"));
    more->setPopupMode(QToolButton::InstantPopup);
    QMenu *menu = makeMenu(endpoint, kept);
    menu->setParent(more, menu->windowFlags());
    more->setMenu(menu);
    line->addWidget(more);
    holder->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(holder, &QWidget::customContextMenuRequested, menu, [holder, menu](const QPoint &position) { menu->popup(holder->mapToGlobal(position)); });
    return holder;
}

QMenu *SavedList::makeMenu(const client::Endpoint &endpoint, bool kept)
{
    auto *menu = new QMenu(this);
    if (kept) {
        auto *forget = menu->addAction(theme::icon(QStringLiteral("lock")), tr("Forget the sign-in"), this, [this, endpoint] { m_backend.signIns().forget(endpoint); });
        forget->setObjectName(QStringLiteral("forget-kept"));
    }
    // With the server its sign-in: nothing is left that no list shows.
    auto *forget = menu->addAction(theme::icon(QStringLiteral("trash")), kept ? tr("Forget this server and the sign-in") : tr("Forget this server"), this, [this, endpoint, kept] {
        (void)m_backend.saved().forget(endpoint);
        if (kept)
            m_backend.signIns().forget(endpoint);
        QMetaObject::invokeMethod(this, &SavedList::showEntries, Qt::QueuedConnection); // its own row goes away
    });
    forget->setObjectName(QStringLiteral("forget-server"));
    return menu;
}

} // namespace transom::ui
