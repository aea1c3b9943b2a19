#pragma once

#include "core/base/strand.h"
#include "core/protocol/access.h"
#include "core/protocol/delivery_messages.h"
#include "ui/widgets/widgets.h"

#include <QHash>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QFormLayout;
class QLineEdit;
class QListWidget;
class QSpinBox;

namespace transom::ui {

class DropArea;

/// What is to be sent, handed out or collected, and to or from whom: filled in in place, beside the list.
class DeliveryComposer : public QWidget
{
    Q_OBJECT

public:
    enum class What { Send, HandOut, Collect };

    DeliveryComposer();
    void begin(What what);
    void setWhom(const QList<protocol::DeliverPerson> &people, const QList<protocol::DeliverGroup> &groups, const QString &self);
    void addPaths(const QStringList &paths);
    void setBusy(bool busy);
    void showError(const Error &error) { m_banner->showError(error); }

Q_SIGNALS:
    void sendWanted(const QStringList &paths, const transom::protocol::DeliverSend &request);
    void collectWanted(const transom::protocol::DeliverCollect &request);
    void closed();

private:
    struct Fact
    {
        bool isFolder = false;
        qint64 size = -1;
    };

    QWidget *makeLeft();
    QWidget *makeRight();
    void filter(const QString &text);
    void takeOff(int row);
    void showFiles();
    QString usualTitle() const;
    void check();
    void accept();
    QStringList checked(bool groups) const;

    What m_what = What::Send;
    QStringList m_paths;
    QHash<QString, Fact> m_facts; ///< by path, as they become known
    Strand m_disk;
    QLabel *m_heading = nullptr;
    Banner *m_banner = nullptr;
    QLineEdit *m_filter = nullptr;
    QListWidget *m_whom = nullptr;
    QLabel *m_nobody = nullptr;
    QLabel *m_count = nullptr;
    DropArea *m_drop = nullptr;
    QListWidget *m_files = nullptr;
    QLineEdit *m_title = nullptr;
    QLineEdit *m_note = nullptr;
    QCheckBox *m_take = nullptr;
    QFormLayout *m_form = nullptr;
    QCheckBox *m_hasDeadline = nullptr;
    QDateTimeEdit *m_deadline = nullptr;
    QSpinBox *m_grace = nullptr;
    QComboBox *m_late = nullptr;
    QLineEdit *m_most = nullptr;
    QPushButton *m_go = nullptr;
    bool m_busy = false;
};

} // namespace transom::ui
