#pragma once

#include "core/protocol/chat_messages.h"

#include <QAbstractListModel>
#include <QSet>

namespace transom::ui {

/// One room's or person's conversation, oldest line first. A row is a line, with what stands above it (a day, the mark of
/// the unread, the speaker's name) as roles of it, so that rows and lines stay the same thing for keyboard and screen reader.
///
/// What was said here appears at once as Sending, and becomes Sent or Refused. Lines are told apart by their number; a page that
/// does not touch what is there (after a long absence) replaces it: the rest comes back by scrolling up.
class ConversationModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        TextRole = Qt::UserRole + 1, ///< QString
        FromRole,                    ///< QString, empty for the server itself
        TimeRole,                    ///< qint64, milliseconds since 1970
        SeqRole,                     ///< qint64, 0 for what has no number (yet)
        RefRole,                     ///< qint64
        KindRole,                    ///< int, Kind
        DeliveryRole,                ///< int, Delivery
        ErrorRole,                   ///< QString: why it was refused
        OwnRole,                     ///< bool
        GroupStartRole,              ///< bool: another speaker or minute than the row before
        DayRole,                     ///< QDate where a new day begins with this row, else invalid
        UnreadMarkRole,              ///< bool: everything from here on is new
        IdRole,                      ///< qint64, never reused while the model lives: for caches
    };
    enum class Kind { Line, System };
    Q_ENUM(Kind)
    enum class Delivery { Sent, Sending, Refused };
    Q_ENUM(Delivery)

    static constexpr int MostLive = 5000; ///< rows kept while lines arrive at the end

    explicit ConversationModel(QString target, QObject *parent = nullptr);

    const QString &target() const { return m_target; }
    void setOwnName(const QString &name);

    /// True when it is a line that was not there before.
    bool addLine(const protocol::ChatLine &line);
    void addPage(const protocol::ChatPage &page);
    void addSystemLine(const QString &text, qint64 timeMs);
    void addSending(qint64 ref, const QString &text, qint64 timeMs);
    /// False when no such line is waiting here.
    bool refuse(qint64 ref, const Error &error);
    /// What is still waiting will not be answered any more.
    void refuseAllSending(const Error &error);
    /// Takes a refused line away and returns its text.
    QString takeRefused(qint64 ref);

    /// The mark goes above the first line of somebody else with a larger number. -1: no mark.
    void setReadUpTo(qint64 seq);
    int unreadMarkRow() const { return m_unreadRow; }

    qint64 oldestSeq() const;
    qint64 newestSeq() const { return m_newestSeq; }
    /// Older lines may be had from the server.
    bool hasMore() const { return m_hasMore; }
    bool isLoaded() const { return m_loaded; } ///< a page has come

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void hasMoreChanged();

private:
    struct Entry
    {
        qint64 id = 0;
        qint64 seq = 0;
        qint64 ref = 0;
        qint64 time = 0;
        QString from;
        QString text;
        Kind kind = Kind::Line;
        Delivery delivery = Delivery::Sent;
        Error error;
    };

    void insert(qsizetype at, const QList<Entry> &entries);
    void removeAt(qsizetype at, qsizetype count = 1);
    void refresh(qsizetype from, qsizetype to);
    qsizetype placeFor(qint64 seq) const;
    qsizetype findRef(qint64 ref) const;
    bool startsGroup(qsizetype row) const;
    bool startsDay(qsizetype row) const;
    void moveUnreadMark();
    Entry makeEntry(const protocol::ChatLine &line);

    const QString m_target;
    QString m_own;
    QList<Entry> m_entries;
    QSet<qint64> m_seqs;
    qint64 m_lastId = 0;
    qint64 m_newestSeq = 0;
    qint64 m_readUpTo = -1;
    int m_unreadRow = -1;
    bool m_hasMore = true;
    bool m_loaded = false;
};

} // namespace transom::ui
