#include "core/delivery/delivery_service.h"

#include "core/base/strand.h"
#include "core/delivery/put_channel.h"
#include "core/session/block_feeder.h"
#include "core/session/session.h"

#include <atomic>

namespace transom::delivery {

using namespace protocol;

namespace {

/// Of a page of a list, so that the next entry still fits into a message whatever the names are.
constexpr qsizetype PageBytes = 24 * 1024;
/// A reader who is so far behind is let go rather than remembered for.
constexpr qint64 MostQueued = 1024 * 1024;

/// A file of the spool.
struct SpoolSource : session::BlockSource
{
    explicit SpoolSource(Descriptor opened)
        : file(std::move(opened))
    {}
    Result<QByteArray> read(qint64 most) override { return readSome(file.get(), most); }

    const Descriptor file;
};

/// One question with one answer, in its session's thread; a child of the channel.
class Asked : public QObject
{
public:
    Asked(session::Channel &on, const DeliveryDeps &with)
        : QObject(&on)
        , channel(on)
        , deps(with)
        , userId(on.session().principal().userId)
        , user(on.session().principal().user)
    {
        connect(&channel, &session::Channel::cancelled, this, [this] { channel.fail({ErrorCode::Cancelled, {}}); });
        connect(&channel, &session::Channel::data, this, [this] { channel.violated({ErrorCode::BadMessage, QStringLiteral("DATA where none belongs.")}); });
    }

    /// Runs `work() -> Result<T>` on the disk pool, then `done(T)` here; an error ends the channel.
    template<class Work, class Done>
    void run(Work work, Done done, std::optional<DeliveryAction> action = {}, const QString &subject = {})
    {
        m_strand.run(work, this, [this, done, action, subject](auto result) {
            if (action)
                deps.audit(*action, user, channel.session().streamInfo().peer, subject, result ? ErrorCode::None : result.error().code);
            if (channel.isClosed())
                return;
            if (!result)
                return channel.fail(result.error());
            if constexpr (std::is_void_v<typename decltype(result)::value_type>)
                done();
            else
                done(*result);
        });
    }
    /// The list as messages, cut into pages.
    template<class T, class Page>
    void sendPages(const QList<T> &list, QList<T> Page::*member)
    {
        Page page;
        qsizetype bytes = 0;
        for (const T &entry : list) {
            (page.*member).append(entry);
            bytes += encode(entry).size();
            if (bytes > PageBytes) {
                channel.send(page);
                (page.*member).clear();
                bytes = 0;
            }
        }
        if (!(page.*member).isEmpty())
            channel.send(page);
    }

    session::Channel &channel;
    const DeliveryDeps deps;
    const qint64 userId;
    const QString user;

private:
    Strand m_strand;
};

/// The way to a channel of another thread that may go away at any moment.
struct Mailbox
{
    std::mutex mutex;
    QObject *owner = nullptr;
};

class WatchChannel : public QObject
{
public:
    WatchChannel(session::Channel &channel, const DeliveryDeps &deps)
        : QObject(&channel)
        , m_channel(channel)
        , m_hub(*deps.hub)
        , m_mailbox(std::make_shared<Mailbox>())
    {
        m_mailbox->owner = this;
        connect(&channel, &session::Channel::inputEnded, this, [this] { m_channel.end(); });
        connect(&channel, &session::Channel::cancelled, this, [this] { m_channel.fail({ErrorCode::Cancelled, {}}); });
        const auto &principal = channel.session().principal();
        channel.accept();
        m_watcher = m_hub.watch(principal.userId, principal.user, [mailbox = m_mailbox, this](const DeliverChanged &message) {
            const std::lock_guard lock(mailbox->mutex);
            if (mailbox->owner)
                QMetaObject::invokeMethod(mailbox->owner, [this, message] { pass(message); }, Qt::QueuedConnection);
        });
    }
    ~WatchChannel() override
    {
        m_hub.unwatch(m_watcher);
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->owner = nullptr;
    }

private:
    void pass(const DeliverChanged &message)
    {
        if (m_channel.isClosed())
            return;
        if (m_channel.queuedBytes() > MostQueued)
            return m_channel.fail({ErrorCode::ServerBusy, {}});
        m_channel.send(message);
    }

    session::Channel &m_channel;
    DeliveryHub &m_hub;
    std::shared_ptr<Mailbox> m_mailbox;
    DeliveryHub::WatcherId m_watcher = 0;
};

struct Shown
{
    DeliverShown shown;
    QList<DeliverFile> files;
    QList<DeliverPerson> people;
};

Result<Shown> show(const DeliveryDeps &deps, qint64 userId, qint64 id)
{
    Shown shown;
    auto item = deps.ledger->item(userId, id);
    if (!item)
        return tl::make_unexpected(item.error());
    auto files = deps.ledger->files(userId, id);
    auto people = deps.ledger->people(userId, id, {});
    auto receipt = deps.ledger->receipt(userId, id);
    if (!files || !people || !receipt)
        return fail(ErrorCode::Internal);
    shown.shown = {*item, *receipt};
    shown.files = *files;
    shown.people = *people;
    deps.hub->addProgress(id, shown.people);
    return shown;
}

bool maySend(Access access, const DeliverSend &request)
{
    const bool toMany = request.handout || !request.groups.isEmpty() || request.people.size() > 1 || request.take;
    return access.testFlag(toMany ? Permission::Distribute : Permission::WriteFiles) || access.testFlag(Permission::Distribute);
}

void startGet(Asked *asked, const DeliverGet &request)
{
    struct Source
    {
        DeliverFile file;
        std::shared_ptr<SpoolSource> bytes;
    };
    asked->run(
            [deps = asked->deps, userId = asked->userId, request]() -> Result<Source> {
                auto file = deps.ledger->takeFile(userId, request.id, request.number);
                if (!file)
                    return tl::make_unexpected(file.error());
                auto descriptor = deps.spool->read(request.id, request.number);
                if (!descriptor)
                    return tl::make_unexpected(descriptor.error());
                if (!request.prefixes.isEmpty()) {
                    auto offset = deps.longestPrefix(descriptor->get(), file->size, request.prefixes);
                    if (!offset)
                        return tl::make_unexpected(offset.error());
                    if (auto there = seekTo(descriptor->get(), *offset); !there)
                        return tl::make_unexpected(there.error());
                    file->offset = *offset;
                }
                return Source{*file, std::make_shared<SpoolSource>(std::move(*descriptor))};
            },
            [asked, request](const Source &source) {
                asked->channel.accept(source.file);
                auto *feeder = new session::BlockFeeder(asked->channel, source.bytes, asked);
                QObject::connect(feeder, &session::BlockFeeder::sent, asked, [asked, request](qint64 bytes) { asked->deps.hub->progress(request.id, asked->user, bytes); });
                QObject::connect(feeder, &session::BlockFeeder::failed, asked, [asked](const Error &error) { asked->channel.fail(error); });
                QObject::connect(feeder, &session::BlockFeeder::finished, asked, [asked, file = source.file] { asked->channel.end(DeliverSum{file.size, file.sha256}); });
                feeder->resume();
            });
}

void startSeal(Asked *asked, qint64 id)
{
    asked->run(
            [deps = asked->deps, userId = asked->userId, user = asked->user, id]() -> Result<DeliverShown> {
                auto sealed = deps.ledger->seal(userId, id);
                if (!sealed)
                    return tl::make_unexpected(sealed.error());
                auto item = deps.ledger->item(userId, id);
                auto receipt = deps.ledger->receipt(userId, id);
                if (!item || !receipt)
                    return fail(ErrorCode::Internal);
                if (item->kind == u"submission") {
                    deps.hub->clearProgress(item->parent, user);
                    deps.hub->changed(item->parent, user);
                } else {
                    deps.hub->changed(id);
                }
                return DeliverShown{*item, *receipt};
            },
            [asked](const DeliverShown &shown) {
                const DeliverItem &item = shown.item;
                asked->deps.audit(item.kind == u"submission" ? DeliveryAction::HandedIn : item.kind == u"handout" ? DeliveryAction::HandedOut : DeliveryAction::Sent,
                                  asked->user, asked->channel.session().streamInfo().peer,
                                  item.kind == u"submission" ? item.title : QStringLiteral("%1 → %2").arg(item.title, item.to), ErrorCode::None);
                asked->channel.end(shown);
            });
}

void startAnswer(Asked *asked, const DeliverAnswer &request)
{
    std::optional<DeliveryAction> action;
    if (request.answer == u"done")
        action = DeliveryAction::Taken;
    else if (request.answer == u"declined")
        action = DeliveryAction::Declined;
    asked->run(
            [deps = asked->deps, userId = asked->userId, user = asked->user, request]() -> Result<DeliverItem> {
                auto over = deps.ledger->answer(userId, request);
                if (!over)
                    return tl::make_unexpected(over.error());
                if (*over)
                    deps.spool->remove(request.id);
                deps.hub->clearProgress(request.id, user);
                deps.hub->changed(request.id, user);
                return deps.ledger->item(userId, request.id);
            },
            [asked](const DeliverItem &item) { asked->channel.end(item); }, action, QString::number(request.id));
}

} // namespace

void registerDelivery(session::ServiceRegistry &services, const DeliveryDeps &deps)
{
    // A request that cannot be read ends the channel, not the session: it may come from a later version.
    const auto add = [&]<class T>(std::in_place_type_t<T>, auto handler) {
        services.add(T::Service, [handler](session::Channel &channel, const QJsonObject &request) {
            auto message = fromJson<T>(request);
            if (!message)
                return channel.fail({ErrorCode::BadArgument, message.error().text});
            handler(channel, *message);
        });
    };
    add(std::in_place_type<DeliverWatch>, [deps](session::Channel &channel, const DeliverWatch &) { new WatchChannel(channel, deps); });
    add(std::in_place_type<DeliverList>, [deps](session::Channel &channel, const DeliverList &) {
        auto *asked = new Asked(channel, deps);
        asked->run([ledger = deps.ledger, userId = asked->userId] { return ledger->items(userId); }, [asked](const QList<DeliverItem> &items) {
            asked->channel.accept();
            asked->sendPages(items, &DeliverItems::items);
            asked->channel.end(QJsonObject{{QStringLiteral("count"), items.size()}});
        });
    });
    add(std::in_place_type<DeliverShow>, [deps](session::Channel &channel, const DeliverShow &request) {
        auto *asked = new Asked(channel, deps);
        asked->run([deps, userId = asked->userId, id = request.id] { return show(deps, userId, id); }, [asked](const Shown &shown) {
            asked->channel.accept();
            asked->sendPages(shown.files, &DeliverFiles::files);
            asked->sendPages(shown.people, &DeliverPeople::people);
            asked->channel.end(shown.shown);
        });
    });
    add(std::in_place_type<DeliverWhom>, [deps](session::Channel &channel, const DeliverWhom &) {
        const Access access = channel.session().principal().access;
        if (!access.testFlag(Permission::WriteFiles) && !access.testFlag(Permission::Distribute))
            return channel.fail({ErrorCode::PermissionDenied, {}});
        auto *asked = new Asked(channel, deps);
        using Answer = std::pair<QList<DeliverPerson>, DeliverGroups>;
        asked->run(
                [deps, seesGroups = access.testFlag(Permission::Distribute)]() -> Result<Answer> {
                    auto people = deps.ledger->whom();
                    auto groups = seesGroups ? deps.ledger->groups() : Result<DeliverGroups>();
                    if (!people || !groups)
                        return fail(ErrorCode::Internal);
                    for (DeliverPerson &person : *people) {
                        if (deps.hub->isHere(person.user))
                            person.state = QStringLiteral("here");
                    }
                    return Answer(*people, *groups);
                },
                [asked](const Answer &answer) {
                    asked->channel.accept();
                    asked->sendPages(answer.first, &DeliverPeople::people);
                    asked->channel.end(answer.second);
                });
    });
    add(std::in_place_type<DeliverSend>, [deps](session::Channel &channel, const DeliverSend &request) {
        if (!maySend(channel.session().principal().access, request))
            return channel.fail({ErrorCode::PermissionDenied, {}});
        auto *asked = new Asked(channel, deps);
        asked->run([deps, userId = asked->userId, request]() -> Result<qint64> {
            if (auto room = deps.spool->checkRoom(request.bytes); !room)
                return tl::make_unexpected(room.error());
            return deps.ledger->send(userId, request);
        }, [asked](qint64 id) { asked->channel.end(DeliverBegun{id}); });
    });
    add(std::in_place_type<DeliverCollect>, [deps](session::Channel &channel, const DeliverCollect &request) {
        auto *asked = new Asked(channel, deps);
        asked->run(
                [deps, userId = asked->userId, user = asked->user, request]() -> Result<qint64> {
                    auto id = deps.ledger->collect(userId, user, request);
                    if (id)
                        deps.hub->changed(*id);
                    return id;
                },
                [asked](qint64 id) { asked->channel.end(DeliverBegun{id}); }, DeliveryAction::Collecting, request.title);
    });
    add(std::in_place_type<DeliverHandIn>, [deps](session::Channel &channel, const DeliverHandIn &request) {
        auto *asked = new Asked(channel, deps);
        asked->run([deps, userId = asked->userId, user = asked->user, request]() -> Result<qint64> {
            if (auto room = deps.spool->checkRoom(request.bytes); !room)
                return tl::make_unexpected(room.error());
            deps.hub->clearProgress(request.id, user);
            return deps.ledger->handIn(userId, request);
        }, [asked](qint64 id) { asked->channel.end(DeliverBegun{id}); });
    });
    add(std::in_place_type<DeliverPut>, [deps](session::Channel &channel, const DeliverPut &request) { new PutChannel(channel, deps, request); });
    add(std::in_place_type<DeliverSeal>, [deps](session::Channel &channel, const DeliverSeal &request) { startSeal(new Asked(channel, deps), request.id); });
    add(std::in_place_type<DeliverGet>, [deps](session::Channel &channel, const DeliverGet &request) { startGet(new Asked(channel, deps), request); });
    add(std::in_place_type<DeliverAnswer>, [deps](session::Channel &channel, const DeliverAnswer &request) { startAnswer(new Asked(channel, deps), request); });
    add(std::in_place_type<DeliverClose>, [deps](session::Channel &channel, const DeliverClose &request) {
        auto *asked = new Asked(channel, deps);
        asked->run(
                [deps, userId = asked->userId, id = request.id]() -> Result<void> {
                    auto over = deps.ledger->close(userId, id);
                    if (!over)
                        return tl::make_unexpected(over.error());
                    if (*over)
                        deps.spool->remove(id);
                    deps.hub->changed(id);
                    return {};
                },
                [asked] { asked->channel.end(); }, DeliveryAction::Closed, QString::number(request.id));
    });
}

} // namespace transom::delivery
