#pragma once

#include "core/protocol/chat_messages.h"

#include <QAbstractListModel>
#include <QHash>
#include <QMap>
#include <QSet>

namespace transom::ui {

/// What can be talked in and to, in sections: rooms, direct messages, people who are here. Keeps the count of unread lines of each.
class PlacesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole + 1, ///< int, Kind
        TargetRole,                  ///< QString, "#lobby" or "@bob"; of a section empty
        OnlineRole,                  ///< bool, of a person
        UnreadRole,                  ///< int
        JoinedRole,                  ///< bool, of a room
        MembersRole,                 ///< int, of a room this user is in
    };
    enum class Kind { Section, Room, Direct, Person };
    Q_ENUM(Kind)

    explicit PlacesModel(QObject *parent = nullptr);

    void reset(const protocol::ChatWelcome &welcome);
    void setRoom(const protocol::ChatRoom &room);
    void setLeft(const QString &room);
    /// True if it changed anything.
    bool setPresence(const protocol::ChatPresence &presence);
    /// A line with this number exists; a target that was not known appears. Own lines count as read.
    void noteLine(const QString &target, qint64 seq, bool isOwn);
    void markRead(const QString &target, qint64 seq);
    /// Adds a direct conversation that has no lines yet.
    void addDirect(const QString &target);
    void clear();
    /// Without a connection nobody is known to be here.
    void setNobodyHere();

    bool contains(const QString &target) const;
    bool isOnline(const QString &user) const { return m_online.contains(user); }
    bool isJoined(const QString &room) const { return m_rooms.value(room).info.joined; }
    QStringList members(const QString &room) const;
    int unread(const QString &target) const;
    int totalUnread() const;
    qint64 readSeq(const QString &target) const;
    qint64 lastSeq(const QString &target) const;
    const QString &ownName() const { return m_own; }
    QModelIndex indexOf(const QString &target) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void totalUnreadChanged(int unread);

private:
    struct Place
    {
        protocol::ChatRoomInfo info;
        QSet<QString> members;
    };
    struct Row
    {
        Kind kind = Kind::Section;
        QString key; ///< the target, or the section's name
        bool operator==(const Row &) const = default;
    };

    /// Brings the rows to what they should be by single insertions and removals, so that selections stay.
    void rebuild();
    void refresh(const QString &target);
    QList<Row> wanted() const;
    const Place *find(const QString &target) const;
    Place &at(const QString &target);

    QString m_own;
    QMap<QString, Place> m_rooms;
    QMap<QString, Place> m_directs;
    QSet<QString> m_online;
    QList<Row> m_rows;
    int m_totalUnread = 0;
};

} // namespace transom::ui
