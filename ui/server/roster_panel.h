#pragma once

#include "core/accounts/roster_import.h"
#include "ui/widgets/widgets.h"

class QComboBox;
class QListWidget;

namespace transom::ui {

class Backend;

/// Accounts and groups from a file: what will change is shown first, and the new passwords once.
class RosterPanel : public Card
{
    Q_OBJECT

public:
    explicit RosterPanel(Backend &backend);
    /// Asks for a file and shows the panel with it; what still has to be saved stays.
    void choose();
    /// Reads the file and shows what importing it would change.
    void preview(const QString &path);

Q_SIGNALS:
    void closed();

private:
    accounts::RosterOptions options() const;
    void plan();
    void showPlan(const accounts::RosterPlan &plan);
    void import();
    void imported(const accounts::RosterOutcome &outcome);
    void savePasswords(const QString &path);
    void forgetPasswords();
    void showParts(bool planned);
    void failed(const Error &error);

    Backend &m_backend;
    QByteArray m_file;
    QByteArray m_passwords;
    QLabel *m_summary;
    Banner *m_banner;
    QComboBox *m_access;
    QListWidget *m_changes;
    QLabel *m_format;
    QPushButton *m_choose;
    QPushButton *m_import;
    QPushButton *m_save;
    bool m_hasNew = false;
    bool m_closeAsked = false;
};

} // namespace transom::ui
