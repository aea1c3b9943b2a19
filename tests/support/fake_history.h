#pragma once

#include "core/chat/chat_rules.h"
#include "core/chat/history_store.h"

#include <QHash>
#include <QPointer>
#include <QStringList>

namespace transom::test {

/// What a chat remembers, in memory. Answers in a later turn of the event loop, as a database would.
class FakeHistory : public chat::HistoryStore
{
public:
    QStringList users{QStringLiteral("alice"), QStringLiteral("bob"), QStringLiteral("carol")};
    Error broken; ///< every answer, while its code is not None
    QHash<QString, QList<protocol::ChatLine>> lines;
    QHash<QString, qint64> marks; ///< "1 #lobby"

    void overview(qint64 userId, const QString &user, QObject *context, Done<chat::Overview> done) override
    {
        answer(context, std::move(done), [this, userId, user]() -> Result<chat::Overview> {
            chat::Overview overview;
            QStringList keys = lines.keys();
            keys.sort();
            for (const QString &key : std::as_const(keys)) {
                if (key.startsWith(u'#'))
                    overview.rooms.append(info(userId, key, key));
                for (const QString &other : std::as_const(users)) {
                    if (key == conversationKey(user, other))
                        overview.conversations.append(info(userId, key, u'@' + other));
                }
            }
            return overview;
        });
    }
    void openRoom(qint64 userId, const QString &room, QObject *context, Done<protocol::ChatRoomInfo> done) override
    {
        answer(context, std::move(done), [this, userId, room]() -> Result<protocol::ChatRoomInfo> {
            auto name = foldRoom(room);
            if (!name)
                return tl::make_unexpected(name.error());
            lines[*name];
            return info(userId, *name, *name);
        });
    }
    void findUser(const QString &name, QObject *context, Done<QString> done) override
    {
        answer(context, std::move(done), [this, name]() -> Result<QString> {
            for (const QString &user : std::as_const(users)) {
                if (chat::foldedTarget(user) == chat::foldedTarget(name))
                    return user;
            }
            return fail(ErrorCode::NoSuchUser);
        });
    }
    void append(const QString &key, const protocol::ChatLine &line, QObject *context, Done<qint64> done) override
    {
        answer(context, std::move(done), [this, key, line]() -> Result<qint64> {
            if (key.startsWith(u'#') && !lines.contains(key))
                return fail(ErrorCode::NoSuchRoom);
            auto kept = line;
            kept.seq = lines[key].size() + 1;
            lines[key].append(kept);
            return kept.seq;
        });
    }
    void page(const QString &key, qint64 before, int limit, QObject *context, Done<chat::Page> done) override
    {
        answer(context, std::move(done), [this, key, before, limit]() -> Result<chat::Page> {
            const auto all = lines.value(key);
            const qsizetype end = before > 0 ? std::min<qsizetype>(before - 1, all.size()) : all.size();
            const qsizetype begin = std::max<qsizetype>(end - limit, 0);
            return chat::Page{all.mid(begin, end - begin), begin > 0};
        });
    }
    void markRead(qint64 userId, const QString &key, qint64 seq) override { marks[mark(userId, key)] = seq; }

    QString conversationKey(const QString &one, const QString &other) const override
    {
        return u'@' + std::min(one, other) + u'|' + std::max(one, other);
    }
    Result<QString> foldRoom(const QString &room) const override
    {
        if (!room.startsWith(u'#') || room.size() < 2 || room.contains(u' '))
            return fail(ErrorCode::BadName);
        return chat::foldedTarget(room);
    }

private:
    static QString mark(qint64 userId, const QString &key) { return QString::number(userId) + u' ' + key; }

    protocol::ChatRoomInfo info(qint64 userId, const QString &key, const QString &name) const
    {
        return {name, lines.value(key).size(), marks.value(mark(userId, key)), false};
    }

    template<class T, class Work>
    void answer(QObject *context, Done<T> done, Work work)
    {
        QMetaObject::invokeMethod(context, [this, done = std::move(done), work = std::move(work)] {
            if (broken.code != ErrorCode::None)
                done(tl::make_unexpected(broken));
            else
                done(work());
        }, Qt::QueuedConnection);
    }
};

} // namespace transom::test
