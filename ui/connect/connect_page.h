#pragma once

#include "ui/shell/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace transom::ui {

class Banner;
class Card;
class SavedList;
class SignInForm;

/// Where everything begins: three doors on the first run, this computer, servers nearby and saved ones, signing in and trusting a
/// key, and below all connections that are open.
class ConnectPage : public Page
{
    Q_OBJECT

public:
    explicit ConnectPage(Backend &backend);

private:
    QWidget *makeDoors();
    QWidget *makeHere();
    QWidget *makeNearby();
    QWidget *makeTrust();
    QWidget *makeConnections();
    void showStatus(const client::ConnectionStatus &status);
    void showServer();
    void search();

    Banner *m_banner = nullptr;
    QStackedWidget *m_steps = nullptr;   ///< cards, or the question about a key
    QWidget *m_doors = nullptr;
    QLabel *m_hereText = nullptr;
    QPushButton *m_tryButton = nullptr;
    Card *m_ownerCard = nullptr;
    QLabel *m_ownerText = nullptr;
    QVBoxLayout *m_nearby = nullptr;
    QLabel *m_nearbyHint = nullptr;
    QPushButton *m_searchButton = nullptr;
    SignInForm *m_signIn = nullptr;
    SavedList *m_saved = nullptr;
    QLabel *m_trustTitle = nullptr;
    QLabel *m_trustText = nullptr;
    QLabel *m_fingerprint = nullptr;
    QPushButton *m_trustButton = nullptr;
    std::unique_ptr<transport::Discovery> m_discovery;
};

} // namespace transom::ui
