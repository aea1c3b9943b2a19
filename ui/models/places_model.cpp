#include "ui/models/places_model.h"

#include "core/base/text.h"
#include "ui/models/when.h"

#include <algorithm>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

const QString FirstRoom = u"#lobby"_s;

int unreadOf(const protocol::ChatRoomInfo &info)
{
    return static_cast<int>(std::clamp<qint64>(info.lastSeq - info.readSeq, 0, 1'000'000));
}

} // namespace

PlacesModel::PlacesModel(QObject *parent)
    : QAbstractListModel(parent)
{}

void PlacesModel::reset(const protocol::ChatWelcome &welcome)
{
    m_own = welcome.user;
    QMap<QString, Place> rooms;
    for (const auto &info : welcome.rooms)
        rooms.insert(info.name, {info, {}});
    QMap<QString, Place> directs;
    for (const auto &info : welcome.conversations)
        directs.insert(info.name, {info, {}});
    // Conversations that were opened here and have no line yet are only known to this window.
    for (auto direct = m_directs.cbegin(); direct != m_directs.cend(); ++direct) {
        if (!directs.contains(direct.key()))
            directs.insert(direct.key(), *direct);
    }
    m_rooms = std::move(rooms);
    m_directs = std::move(directs);
    m_online = QSet<QString>(welcome.online.cbegin(), welcome.online.cend());
    rebuild();
}

void PlacesModel::setRoom(const protocol::ChatRoom &room)
{
    Place &place = m_rooms[room.room.name];
    const qint64 read = place.info.readSeq;
    place.info = room.room;
    place.info.joined = true;
    place.info.readSeq = std::max(read, room.room.readSeq);
    place.members = QSet<QString>(room.members.cbegin(), room.members.cend());
    rebuild();
}

void PlacesModel::setLeft(const QString &room)
{
    const auto place = m_rooms.find(room);
    if (place == m_rooms.end())
        return;
    place->info.joined = false;
    place->members.clear();
    rebuild();
}

bool PlacesModel::setPresence(const protocol::ChatPresence &presence)
{
    if (presence.room.isEmpty()) {
        const bool was = m_online.contains(presence.user);
        if (presence.present)
            m_online.insert(presence.user);
        else
            m_online.remove(presence.user);
        if (was != presence.present)
            rebuild();
        return was != presence.present;
    }
    const auto room = m_rooms.find(presence.room);
    if (room == m_rooms.end() || room->members.contains(presence.user) == presence.present)
        return false;
    if (presence.present)
        room->members.insert(presence.user);
    else
        room->members.remove(presence.user);
    refresh(presence.room);
    return true;
}

void PlacesModel::noteLine(const QString &target, qint64 seq, bool isOwn)
{
    Place &place = at(target);
    place.info.lastSeq = std::max(place.info.lastSeq, seq);
    // Who answers has read what is above.
    if (isOwn)
        place.info.readSeq = std::max(place.info.readSeq, seq);
    rebuild();
}

void PlacesModel::markRead(const QString &target, qint64 seq)
{
    Place &place = at(target);
    if (seq <= place.info.readSeq)
        return;
    place.info.readSeq = seq;
    rebuild();
}

void PlacesModel::addDirect(const QString &target)
{
    if (!target.startsWith(u'@'))
        return;
    at(target);
    rebuild();
}

void PlacesModel::clear()
{
    m_rooms.clear();
    m_directs.clear();
    m_online.clear();
    m_own.clear();
    rebuild();
}

void PlacesModel::setNobodyHere()
{
    m_online.clear();
    for (Place &room : m_rooms)
        room.members.clear();
    rebuild();
}

PlacesModel::Place &PlacesModel::at(const QString &target)
{
    Place &place = (target.startsWith(u'@') ? m_directs : m_rooms)[target];
    place.info.name = target;
    return place;
}

const PlacesModel::Place *PlacesModel::find(const QString &target) const
{
    const auto &map = target.startsWith(u'@') ? m_directs : m_rooms;
    const auto found = map.constFind(target);
    return found == map.cend() ? nullptr : &*found;
}

bool PlacesModel::contains(const QString &target) const
{
    return find(target) != nullptr;
}

QStringList PlacesModel::members(const QString &room) const
{
    const Place *place = find(room);
    QStringList list = place ? QStringList(place->members.cbegin(), place->members.cend()) : QStringList();
    std::sort(list.begin(), list.end());
    return list;
}

int PlacesModel::unread(const QString &target) const
{
    const Place *place = find(target);
    // A room that one is not in has lines that one has not asked for.
    return !place || (target.startsWith(u'#') && !place->info.joined) ? 0 : unreadOf(place->info);
}

int PlacesModel::totalUnread() const
{
    int total = 0;
    for (const auto *map : {&m_rooms, &m_directs}) {
        for (auto place = map->cbegin(); place != map->cend(); ++place)
            total += unread(place.key());
    }
    return total;
}

qint64 PlacesModel::readSeq(const QString &target) const
{
    const Place *place = find(target);
    return place ? place->info.readSeq : 0;
}

qint64 PlacesModel::lastSeq(const QString &target) const
{
    const Place *place = find(target);
    return place ? place->info.lastSeq : 0;
}

QModelIndex PlacesModel::indexOf(const QString &target) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].key == target && m_rows[row].kind != Kind::Section)
            return index(row);
    }
    return {};
}

QList<PlacesModel::Row> PlacesModel::wanted() const
{
    const QCollator collator = nameCollator();
    const auto byName = [&collator](const QString &a, const QString &b) {
        if ((a == FirstRoom) != (b == FirstRoom))
            return a == FirstRoom;
        const int order = collator.compare(a, b);
        return order != 0 ? order < 0 : a < b;
    };
    QList<Row> rows;
    const auto section = [&](Kind kind, const QString &name, QStringList keys) {
        if (keys.isEmpty())
            return;
        std::sort(keys.begin(), keys.end(), byName);
        rows.append({Kind::Section, name});
        for (const QString &key : std::as_const(keys))
            rows.append({kind, key});
    };
    section(Kind::Room, u"rooms"_s, m_rooms.keys());
    section(Kind::Direct, u"direct"_s, m_directs.keys());
    QStringList people;
    for (const QString &user : m_online) {
        // Who is already among the direct messages is not listed twice, nor is oneself.
        if (user != m_own && !m_directs.contains(u'@' + user))
            people.append(u'@' + user);
    }
    section(Kind::Person, u"people"_s, people);
    return rows;
}

void PlacesModel::rebuild()
{
    const QList<Row> rows = wanted();
    for (qsizetype row = m_rows.size() - 1; row >= 0; --row) {
        if (!rows.contains(m_rows[row])) {
            beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
            m_rows.remove(row);
            endRemoveRows();
        }
    }
    for (qsizetype row = 0; row < rows.size(); ++row) {
        if (row < m_rows.size() && m_rows[row] == rows[row])
            continue;
        // What stays keeps its order, so what differs here is new.
        beginInsertRows({}, static_cast<int>(row), static_cast<int>(row));
        m_rows.insert(row, rows[row]);
        endInsertRows();
    }
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
    const int total = totalUnread();
    if (std::exchange(m_totalUnread, total) != total)
        Q_EMIT totalUnreadChanged(total);
}

void PlacesModel::refresh(const QString &target)
{
    const QModelIndex index = indexOf(target);
    if (index.isValid())
        Q_EMIT dataChanged(index, index);
}

int PlacesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PlacesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[index.row()];
    const Place *place = row.kind == Kind::Section ? nullptr : find(row.key);
    const bool isPerson = row.kind == Kind::Direct || row.kind == Kind::Person;
    const QString user = isPerson ? row.key.mid(1) : QString();
    switch (role) {
    case Qt::DisplayRole:
        if (row.kind == Kind::Section)
            return row.key == u"rooms"_s ? tr("Rooms") : row.key == u"direct"_s ? tr("Direct messages") : tr("People");
        return printable(row.key.mid(1), 100);
    case Qt::ToolTipRole:
        if (row.kind == Kind::Section)
            return {};
        if (isPerson)
            return isOnline(user) ? tr("%1 is here").arg(printable(user, 100)) : tr("%1 is not here now").arg(printable(user, 100));
        return place && place->info.joined ? tr("%1, %n here", nullptr, static_cast<int>(place->members.size())).arg(printable(row.key, 100))
                                           : tr("%1: click to join").arg(printable(row.key, 100));
    case Qt::AccessibleTextRole: {
        QStringList parts{data(index, Qt::DisplayRole).toString()};
        if (isPerson)
            parts.append(isOnline(user) ? tr("here") : tr("not here"));
        if (const int count = unread(row.key); row.kind != Kind::Section && count > 0)
            parts.append(tr("%n unread", nullptr, count));
        return parts.join(u", "_s);
    }
    case KindRole:
        return static_cast<int>(row.kind);
    case TargetRole:
        return row.kind == Kind::Section ? QString() : row.key;
    case OnlineRole:
        return isPerson && isOnline(user);
    case UnreadRole:
        return row.kind == Kind::Section ? 0 : unread(row.key);
    case JoinedRole:
        return place && place->info.joined;
    case MembersRole:
        return place ? static_cast<int>(place->members.size()) : 0;
    default:
        return {};
    }
}

Qt::ItemFlags PlacesModel::flags(const QModelIndex &index) const
{
    if (index.isValid() && m_rows[index.row()].kind == Kind::Section)
        return Qt::NoItemFlags;
    return QAbstractListModel::flags(index);
}

} // namespace transom::ui
