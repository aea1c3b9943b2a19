#pragma once

#include "core/base/job.h"
#include "core/protocol/delivery_messages.h"

#include <QAbstractListModel>
#include <QHash>

namespace transom::ui {

/// What is for me, or what is from me, newest first.
class DeliveriesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Shows { ForMe, FromMe };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< qint64
        TitleRole,
        WhoRole,      ///< "from teacher", "to 3b"
        StatusRole,   ///< "12 of 40 have it", "Waiting for you", "In by Fri 18:00"
        IconRole,     ///< name of an icon
        ToneRole,     ///< int, theme::Role-like: 0 plain, 1 waits for me, 2 good, 3 bad, 4 over
        FractionRole, ///< double 0…1 while something moves or is counted; -1: no bar
    };

    explicit DeliveriesModel(Shows shows, QObject *parent = nullptr);

    void setItems(const QList<protocol::DeliverItem> &items);
    void put(const protocol::DeliverItem &item);
    /// A transfer of this window; a negative total takes it away.
    void setProgress(qint64 id, qint64 done, qint64 total);

    const protocol::DeliverItem *item(const QModelIndex &index) const;
    QModelIndex indexOf(qint64 id) const;
    /// How many wait for the person: offers, and hand-ins that are open and empty.
    int waiting() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    static QString status(const protocol::DeliverItem &item);
    static QString deadline(qint64 untilMs);

private:
    bool belongs(const protocol::DeliverItem &item) const;
    int tone(const protocol::DeliverItem &item) const;

    const Shows m_shows;
    QList<protocol::DeliverItem> m_items;
    QHash<qint64, double> m_progress;
};

} // namespace transom::ui
