#pragma once

#include "core/files/transfer_info.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSortFilterProxyModel>

namespace transom::ui {

/// The transfers: first the unfinished ones in the order in which they go, then the finished ones, newest first; and what those of
/// the list that is being worked off come to together.
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
        StatusRole,                ///< QString: what it is doing, or why it failed
        FractionRole,              ///< double, 0…1; -1: not known
        AmountRole,                ///< QString: "12.4 MB of 80 MB"; of what is over its size
        RateRole,                  ///< QString: "3.1 MB/s", while it runs
        LeftRole,                  ///< QString: "22 s left"; of what is over when that was
        OverRole,                  ///< bool: it belongs to the history
    };

    /// What is under way together. Bytes and files are those of the whole list since it was last empty: what is done goes on
    /// counting until all is, so that the sum never runs backwards.
    struct Total
    {
        int running = 0;
        int waiting = 0;
        int paused = 0;
        int failed = 0;     ///< since the list was last empty
        int done = 0;
        int asking = 0;     ///< transfers with a question
        int elsewhere = 0;  ///< of those that wait: for another server
        int unmeasured = 0; ///< of all these: how much it will be is not known yet
        qint64 bytes = 0;
        qint64 of = 0;      ///< of those whose size is known
        qint64 files = 0;
        qint64 filesOf = 0;
        double rate = 0;
        qint64 leftMs = -1;

        int active() const { return running + waiting + paused; }
        bool operator==(const Total &) const = default;
    };

    static constexpr auto MimeType = "application/x-transom-transfers";

    explicit TransfersModel(QObject *parent = nullptr);

    /// Added or changed.
    void set(const files::TransferInfo &info);
    void setOrder(const QList<qint64> &ids);
    void remove(qint64 id);
    void clear();

    const files::TransferInfo *info(const QModelIndex &index) const;
    const files::TransferInfo *infoOf(qint64 id) const;
    /// Of an index of this model or of one that stands before it.
    static const files::TransferInfo *of(QModelIndex index);
    const Total &total() const { return m_total; }
    int unfinished() const { return m_unfinished; }
    /// How many are under way, waiting, failed, in words.
    QString totalText() const;
    /// "1.2 GB of 3.4 GB · 12 of 400 files".
    QString totalAmount() const;
    static QString status(const files::TransferInfo &info);
    /// What changed under a transfer's hands, a line each: what was read once more, what could not be gone on with.
    static QStringList changeNotes(const files::TransferInfo &info);
    static QString errand(const files::TransferInfo &info);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override { return {QString::fromLatin1(MimeType)}; }
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    static QList<qint64> idsIn(const QMimeData &mime);

Q_SIGNALS:
    void totalChanged();
    /// A transfer went into the state Done.
    void transferDone(const transom::files::TransferInfo &info);

private:
    qsizetype rowOf(qint64 id) const;
    qsizetype placeFor(const files::TransferInfo &info) const;
    void insert(const files::TransferInfo &info);
    void takeOut(qsizetype row);
    void updateTotal();

    QList<files::TransferInfo> m_transfers;
    int m_unfinished = 0; ///< rows before the finished ones
    /// Finished since the list was last empty.
    struct Part
    {
        qint64 bytes = 0;
        qint64 files = 0;
    };
    QHash<qint64, Part> m_batch;
    Total m_total;
};

/// The unfinished transfers of a TransfersModel, or the finished ones.
class TransfersSection : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit TransfersSection(QObject *parent = nullptr)
        : QSortFilterProxyModel(parent)
    {}
    bool showsHistory() const { return m_history; }
    void setHistory(bool history)
    {
        m_history = history;
        invalidateFilter();
    }

private:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        return sourceModel()->index(row, 0, parent).data(TransfersModel::OverRole).toBool() == m_history;
    }

    bool m_history = false;
};

} // namespace transom::ui
