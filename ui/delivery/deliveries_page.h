#pragma once

#include "core/base/job.h"
#include "core/delivery/delivery_client.h"
#include "core/files/transfer_queue.h"
#include "ui/models/deliveries_model.h"
#include "ui/shell/page.h"

#include <QHash>
#include <QSettings>

class QCheckBox;
class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace transom::ui {

class Banner;
class DeliveryComposer;
class EmptyState;
class ForMeDetail;
class FromMeDetail;

/// Sending to people, handing out, handing in: what is for me and what is from me.
class DeliveriesPage : public Page
{
    Q_OBJECT

public:
    explicit DeliveriesPage(Backend &backend);

    /// Without asking where to: what the button does once a folder is chosen.
    void take(qint64 id, const QString &folder);
    void handIn(qint64 id, const QStringList &paths);
    /// Where receipts and what is taken without asking are kept.
    void setFolder(const QString &folder);

private:
    struct Running
    {
        files::TransferId transfer = 0;
        Progress progress;
    };
    struct Past
    {
        QString folder;
        QString receipt;
        bool isReceipt = false; ///< otherwise a sentence
    };

    QWidget *makeHeader();
    QWidget *makeLists();
    void statusChanged();
    void load();
    void loadWhom();
    void changed(const protocol::DeliverChanged &change);
    qsizetype beginAsking();
    QList<protocol::DeliverChanged> newsSince(qsizetype begun);
    void compose(int what);
    void send(const QStringList &paths, const protocol::DeliverSend &request);
    void collect(const protocol::DeliverCollect &request);
    void run(const files::TransferRequest &request);
    void transferChanged(const files::TransferInfo &info);
    void over(qint64 id);
    void ended(const files::TransferInfo &info, const JobResult &result);
    files::TransferQueue &transfers() { return backend().connection().transfers(); }
    QString saveReceipt(const JobResult &result);
    void showTab();
    void showSelected();
    void showPeople(qint64 id);
    void decline(qint64 id);
    void close(qint64 id);
    void autoTake(const protocol::DeliverItem &item);
    const protocol::DeliverItem *selected() const;
    DeliveriesModel &model() const { return *m_models[m_fromMe ? 1 : 0]; }

    QSettings m_settings;
    QString m_folder;
    DeliveriesModel *m_models[2];
    QTabBar *m_tabs;
    QListView *m_list;
    QStackedWidget *m_stack;   ///< unavailable, composer, lists
    QStackedWidget *m_right;   ///< empty, for me, from me
    EmptyState *m_unavailable;
    EmptyState *m_empty;
    Banner *m_banner;
    DeliveryComposer *m_composer;
    ForMeDetail *m_forMe;
    FromMeDetail *m_from;
    QPushButton *m_send;
    QPushButton *m_handOut;
    QPushButton *m_collect;
    QCheckBox *m_auto;
    QHash<qint64, Running> m_running; ///< by the delivery; 0: what is being sent
    QHash<qint64, Past> m_past;
    QList<protocol::DeliverChanged> m_news; ///< while answers are awaited
    int m_asking = 0;
    qint64 m_wanted = 0; ///< just sent: to be shown as soon as the list has it
    bool m_fromMe = false;
    bool m_online = false;
    bool m_composing = false; ///< when the connection went away
};

} // namespace transom::ui
