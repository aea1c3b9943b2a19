#pragma once

#include "ui/shell/backend.h"
#include "ui/widgets/widgets.h"

class QMenu;

namespace transom::ui {

/// The servers a person has used, newest first, each with a menu of what can be forgotten of it. GUI thread.
class SavedList : public Card
{
    Q_OBJECT

public:
    explicit SavedList(Backend &backend);

Q_SIGNALS:
    void chosen(const transom::client::Endpoint &endpoint);

private:
    void look();
    void showEntries();
    QWidget *makeEntry(const client::SavedServers::Entry &entry);
    QMenu *makeMenu(const client::Endpoint &endpoint, bool kept);
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

    Backend &m_backend;
    QVBoxLayout *m_rows;
    bool m_online = false;
};

} // namespace transom::ui
