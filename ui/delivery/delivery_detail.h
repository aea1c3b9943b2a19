#pragma once

#include "core/protocol/delivery_messages.h"
#include "ui/models/delivery_people_model.h"
#include "ui/widgets/widgets.h"

class QProgressBar;
class QTableView;

namespace transom::ui {

class DropArea;

/// One delivery that is for me: take it, decline it, or hand in.
class ForMeDetail : public QWidget
{
    Q_OBJECT

public:
    ForMeDetail();
    void show(const protocol::DeliverItem &item, bool busy);
    void setProgress(qint64 done, qint64 total, const QString &text);
    /// `isReceipt`: fixed-width, to be compared.
    void showReceipt(const QString &text, bool isReceipt);
    Banner &banner() { return *m_banner; }

Q_SIGNALS:
    void takeWanted();
    void declineWanted();
    void cancelWanted();
    void openFolderWanted();
    void handInWanted(const QStringList &paths);

private:
    Banner *m_banner;
    QLabel *m_title;
    QLabel *m_who;
    QLabel *m_note;
    QLabel *m_state;
    QLabel *m_receipt;
    QProgressBar *m_bar;
    QLabel *m_progress;
    DropArea *m_drop;
    QPushButton *m_take;
    QPushButton *m_decline;
    QPushButton *m_cancel;
    QPushButton *m_folder;
};

/// One delivery that is from me: how many have it, and person by person.
class FromMeDetail : public QWidget
{
    Q_OBJECT

public:
    FromMeDetail();
    void show(const protocol::DeliverItem &item, const QList<protocol::DeliverPerson> &people);
    void put(const protocol::DeliverItem &item, const QList<protocol::DeliverPerson> &people);
    Banner &banner() { return *m_banner; }

Q_SIGNALS:
    void closeWanted();

private:
    void showItem(const protocol::DeliverItem &item);

    DeliveryPeopleModel m_people;
    Banner *m_banner;
    QLabel *m_title;
    QLabel *m_who;
    QLabel *m_count;
    QLabel *m_rest;
    QTableView *m_table;
    QPushButton *m_close;
    bool m_closeAsked = false;
};

} // namespace transom::ui
