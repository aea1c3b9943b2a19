#pragma once

#include "ui/shell/page.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace transom::ui {

class Banner;
class Card;

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
    QWidget *makeSaved();
    QWidget *makeSignIn();
    QWidget *makeTrust();
    QWidget *makeConnections();
    void showStatus(const client::ConnectionStatus &status);
    void showServer();
    void showSaved();
    void prepareSignIn(const client::Endpoint &endpoint);
    void signIn();
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
    QVBoxLayout *m_saved = nullptr;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_password = nullptr;
    QPushButton *m_connectButton = nullptr;
    QLabel *m_trustTitle = nullptr;
    QLabel *m_trustText = nullptr;
    QLabel *m_fingerprint = nullptr;
    QPushButton *m_trustButton = nullptr;
    std::unique_ptr<transport::Discovery> m_discovery;
};

} // namespace transom::ui
