#pragma once

#include "core/files/transfer_queue.h"

#include <QAbstractListModel>

namespace transom::ui {

/// The transfers of a connection, newest first, and what they come to together.
class TransfersModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< qint64
        NameRole,                  ///< QString, fit to show
        StateRole,                 ///< int, files::TransferState
        DirectionRole,             ///< int, files::TransferDirection
        DoneRole,                  ///< qint64, bytes
        TotalRole,                 ///< qint64, bytes; -1: not known
        StatusRole,                ///< QString: "12.4 MB of 80 MB, 3.1 MB/s, 22 s left", or why it failed
        FractionRole,              ///< double, 0…1; -1: not known
    };

    /// What is under way together.
    struct Total
    {
        int running = 0;
        int waiting = 0;
        int paused = 0;
        int failed = 0;
        int done = 0;
        qint64 bytes = 0;
        qint64 of = 0;      ///< -1: not known
        double rate = 0;
        qint64 leftMs = -1;

        int active() const { return running + waiting + paused; }
        bool operator==(const Total &) const = default;
    };

    explicit TransfersModel(QObject *parent = nullptr);

    /// Added or changed.
    void set(const files::TransferInfo &info);
    void remove(qint64 id);
    void clear();

    const files::TransferInfo *info(const QModelIndex &index) const;
    const Total &total() const { return m_total; }
    /// One line for all of it.
    QString totalText() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void totalChanged();
    /// A transfer went into the state Done.
    void transferDone(const transom::files::TransferInfo &info);

private:
    void updateTotal();
    static QString status(const files::TransferInfo &info);

    QList<files::TransferInfo> m_transfers;
    Total m_total;
};

} // namespace transom::ui
