#include "ui/models/conversation_model.h"

#include "ui/models/when.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace transom::ui {

namespace {

constexpr qint64 Minute = 60'000;

QDate dayOf(qint64 timeMs)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs).date();
}

} // namespace

ConversationModel::ConversationModel(QString target, QObject *parent)
    : QAbstractListModel(parent)
    , m_target(std::move(target))
{}

void ConversationModel::setOwnName(const QString &name)
{
    if (m_own == name)
        return;
    m_own = name;
    refresh(0, m_entries.size() - 1);
    moveUnreadMark();
}

ConversationModel::Entry ConversationModel::makeEntry(const protocol::ChatLine &line)
{
    Entry entry;
    entry.id = ++m_lastId;
    entry.seq = line.seq;
    entry.time = line.time;
    entry.from = line.from;
    entry.text = line.text;
    entry.kind = line.from.isEmpty() ? Kind::System : Kind::Line;
    return entry;
}

bool ConversationModel::addLine(const protocol::ChatLine &line)
{
    if (line.seq > 0 && m_seqs.contains(line.seq))
        return false;
    // One's own line takes the place of the one that was waiting, which may not be the last any more.
    if (line.ref != 0) {
        if (const qsizetype waiting = findRef(line.ref); waiting >= 0)
            removeAt(waiting);
    }
    if (line.seq > 0)
        m_seqs.insert(line.seq);
    insert(line.seq > 0 ? placeFor(line.seq) : m_entries.size(), {makeEntry(line)});
    m_newestSeq = std::max(m_newestSeq, line.seq);
    if (m_entries.size() > MostLive + 500) {
        removeAt(0, m_entries.size() - MostLive);
        if (!std::exchange(m_hasMore, true))
            Q_EMIT hasMoreChanged();
    }
    return true;
}

void ConversationModel::addPage(const protocol::ChatPage &page)
{
    const bool isNewest = page.before == 0;
    if (isNewest && page.more && !page.lines.isEmpty()) {
        // Lines are missing between what is here and this page when the newest one below it is not its neighbour.
        const qint64 start = page.lines.first().seq;
        qsizetype older = placeFor(start);
        if (older > 0 && !m_seqs.contains(start - 1) && !m_seqs.contains(start))
            removeAt(0, older);
    }
    QList<Entry> fresh;
    qsizetype at = -1;
    const auto flush = [&] {
        if (!fresh.isEmpty())
            insert(at, std::exchange(fresh, {}));
    };
    for (const protocol::ChatLine &line : page.lines) {
        if (line.seq <= 0 || m_seqs.contains(line.seq))
            continue;
        const qsizetype place = placeFor(line.seq);
        if (place != at) {
            flush();
            at = placeFor(line.seq);
        }
        m_seqs.insert(line.seq);
        m_newestSeq = std::max(m_newestSeq, line.seq);
        fresh.append(makeEntry(line));
    }
    flush();
    const bool reachesBack = page.lines.isEmpty() || page.lines.first().seq <= oldestSeq();
    m_loaded = true;
    if (reachesBack && m_hasMore != page.more)
        m_hasMore = page.more;
    Q_EMIT hasMoreChanged();
}

void ConversationModel::addSystemLine(const QString &text, qint64 timeMs)
{
    Entry entry;
    entry.id = ++m_lastId;
    entry.time = timeMs;
    entry.text = text;
    entry.kind = Kind::System;
    insert(m_entries.size(), {entry});
}

void ConversationModel::addSending(qint64 ref, const QString &text, qint64 timeMs)
{
    Entry entry;
    entry.id = ++m_lastId;
    entry.ref = ref;
    entry.time = timeMs;
    entry.from = m_own;
    entry.text = text;
    entry.delivery = Delivery::Sending;
    insert(m_entries.size(), {entry});
}

bool ConversationModel::refuse(qint64 ref, const Error &error)
{
    const qsizetype row = findRef(ref);
    if (row < 0)
        return false;
    m_entries[row].delivery = Delivery::Refused;
    m_entries[row].error = error;
    refresh(row, row);
    return true;
}

void ConversationModel::refuseAllSending(const Error &error)
{
    for (qsizetype row = 0; row < m_entries.size(); ++row) {
        if (m_entries[row].delivery == Delivery::Sending)
            refuse(m_entries[row].ref, error);
    }
}

QString ConversationModel::takeRefused(qint64 ref)
{
    const qsizetype row = findRef(ref);
    if (row < 0 || m_entries[row].delivery != Delivery::Refused)
        return {};
    const QString text = m_entries[row].text;
    removeAt(row);
    return text;
}

void ConversationModel::setReadUpTo(qint64 seq)
{
    m_readUpTo = seq;
    moveUnreadMark();
}

void ConversationModel::moveUnreadMark()
{
    int row = -1;
    if (m_readUpTo >= 0) {
        const auto found = std::find_if(m_entries.cbegin(), m_entries.cend(),
                                        [this](const Entry &entry) { return entry.seq > m_readUpTo && entry.from != m_own; });
        if (found != m_entries.cend())
            row = static_cast<int>(found - m_entries.cbegin());
    }
    const int old = std::exchange(m_unreadRow, row);
    if (old == row)
        return;
    // Rows may have moved since: the old number is only a hint, and repainting one too many is harmless.
    for (const int each : {old, row}) {
        if (each >= 0 && each < m_entries.size())
            refresh(each, each);
    }
}

qint64 ConversationModel::oldestSeq() const
{
    const auto found = std::find_if(m_entries.cbegin(), m_entries.cend(), [](const Entry &entry) { return entry.seq > 0; });
    return found == m_entries.cend() ? 0 : found->seq;
}

/// After the last line with a smaller number and what the server or nobody said since, but above what is still on its way.
qsizetype ConversationModel::placeFor(qint64 seq) const
{
    qsizetype place = m_entries.size();
    for (qsizetype row = m_entries.size() - 1; row >= 0; --row) {
        const Entry &entry = m_entries[row];
        if (entry.seq > 0 && entry.seq < seq)
            break;
        if (entry.seq > seq || (entry.delivery == Delivery::Sending && place == row + 1))
            place = row;
    }
    return place;
}

qsizetype ConversationModel::findRef(qint64 ref) const
{
    for (qsizetype row = m_entries.size() - 1; row >= 0; --row) {
        if (m_entries[row].ref == ref && m_entries[row].delivery != Delivery::Sent)
            return row;
    }
    return -1;
}

void ConversationModel::insert(qsizetype at, const QList<Entry> &entries)
{
    const int first = static_cast<int>(at);
    beginInsertRows({}, first, first + static_cast<int>(entries.size()) - 1);
    m_entries.reserve(m_entries.size() + entries.size());
    for (qsizetype i = 0; i < entries.size(); ++i)
        m_entries.insert(at + i, entries[i]);
    if (m_unreadRow >= first)
        m_unreadRow += static_cast<int>(entries.size());
    endInsertRows();
    refresh(at + entries.size(), at + entries.size());
    moveUnreadMark();
}

void ConversationModel::removeAt(qsizetype at, qsizetype count)
{
    beginRemoveRows({}, static_cast<int>(at), static_cast<int>(at + count - 1));
    for (qsizetype row = at; row < at + count; ++row)
        m_seqs.remove(m_entries[row].seq);
    m_entries.remove(at, count);
    if (m_unreadRow >= at + count)
        m_unreadRow -= static_cast<int>(count);
    else if (m_unreadRow >= at)
        m_unreadRow = -1;
    endRemoveRows();
    refresh(at, at);
    moveUnreadMark();
}

void ConversationModel::refresh(qsizetype from, qsizetype to)
{
    to = std::min(to, m_entries.size() - 1);
    if (from >= 0 && from <= to)
        Q_EMIT dataChanged(index(static_cast<int>(from)), index(static_cast<int>(to)));
}

bool ConversationModel::startsDay(qsizetype row) const
{
    return row == 0 || dayOf(m_entries[row - 1].time) != dayOf(m_entries[row].time);
}

bool ConversationModel::startsGroup(qsizetype row) const
{
    if (row == 0 || row == m_unreadRow || startsDay(row))
        return true;
    const Entry &above = m_entries[row - 1];
    const Entry &entry = m_entries[row];
    return above.kind != entry.kind || above.from != entry.from || above.time / Minute != entry.time / Minute
           || above.delivery == Delivery::Refused;
}

int ConversationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant ConversationModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const qsizetype row = index.row();
    const Entry &entry = m_entries[row];
    switch (role) {
    case Qt::DisplayRole:
    case TextRole:
        return entry.text;
    case Qt::AccessibleTextRole: {
        const QString time = clockTime(entry.time);
        if (entry.delivery == Delivery::Refused)
            return tr("Not sent: %1. %2").arg(entry.text, describe(entry.error));
        return entry.kind == Kind::System ? tr("%1, %2").arg(entry.text, time) : tr("%1 at %2: %3").arg(entry.from, time, entry.text);
    }
    case FromRole:
        return entry.from;
    case TimeRole:
        return entry.time;
    case SeqRole:
        return entry.seq;
    case RefRole:
        return entry.ref;
    case KindRole:
        return static_cast<int>(entry.kind);
    case DeliveryRole:
        return static_cast<int>(entry.delivery);
    case ErrorRole:
        return entry.delivery == Delivery::Refused ? describe(entry.error) : QString();
    case OwnRole:
        return entry.kind == Kind::Line && (entry.from == m_own || entry.delivery != Delivery::Sent);
    case GroupStartRole:
        return startsGroup(row);
    case DayRole:
        return startsDay(row) ? QVariant(dayOf(entry.time)) : QVariant();
    case UnreadMarkRole:
        return row == m_unreadRow;
    case IdRole:
        return entry.id;
    default:
        return {};
    }
}

} // namespace transom::ui
