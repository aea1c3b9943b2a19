#include "core/files/file_service.h"

#include "core/base/strand.h"
#include "core/files/file_tree.h"
#include "core/files/get_channel.h"
#include "core/files/put_channel.h"
#include "core/session/session.h"

#include <atomic>

namespace transom::files {

using namespace protocol;

namespace {

/// A page of a listing is held back while so much of it is still waiting to be sent.
constexpr qint64 ListQueue = 256 * 1024;

/// One question with one answer. Cancelling it only keeps the answer from being waited for.
class Request : public QObject
{
public:
    Request(session::Channel &channel, const FileServiceDeps &deps)
        : QObject(&channel)
        , m_channel(channel)
        , m_deps(deps)
        , m_stop(std::make_shared<std::atomic<bool>>(false))
    {
        connect(&channel, &session::Channel::cancelled, this, [this] { *m_stop = true; });
        connect(&channel, &session::Channel::data, this, [this] {
            m_channel.violated({ErrorCode::BadMessage, QStringLiteral("DATA where none belongs.")});
        });
    }
    ~Request() override { *m_stop = true; }

    /// Runs `work(home, stop) -> Result<T>` on the disk pool and ends the channel with what comes of it.
    template<class Work>
    void run(Work work, std::optional<FileAction> action = {}, const QString &subject = {})
    {
        const QString user = m_channel.session().principal().user;
        m_strand.run(
                [homes = m_deps.homes, user, work, stop = m_stop]() -> std::invoke_result_t<Work, Home &, const std::function<bool()> &> {
                    auto home = homes->of(user);
                    if (!home)
                        return tl::make_unexpected(home.error());
                    return work(**home, [stop] { return stop->load(); });
                },
                this, [this, user, action, subject](auto result) {
                    if (action)
                        m_deps.audit(*action, user, m_channel.session().streamInfo().peer, subject, result ? ErrorCode::None : result.error().code);
                    if (!result)
                        return m_channel.fail(result.error());
                    if constexpr (std::is_void_v<typename decltype(result)::value_type>)
                        m_channel.end();
                    else
                        m_channel.end(*result);
                });
    }

protected:
    session::Channel &m_channel;
    const FileServiceDeps m_deps;
    Strand m_strand;
    std::shared_ptr<std::atomic<bool>> m_stop;
};

/// A listing: the strand reads a page and waits until the one before has left.
class Listing : public Request
{
public:
    Listing(session::Channel &channel, const FileServiceDeps &deps, const QString &path)
        : Request(channel, deps)
        , m_pages(std::make_shared<Pages>())
    {
        connect(&channel, &session::Channel::drained, this, &Listing::send);
        const QString user = channel.session().principal().user;
        m_strand.run(
                [homes = m_deps.homes, user, path, stop = m_stop, pages = m_pages]() -> Result<qint64> {
                    auto home = homes->of(user);
                    if (!home)
                        return tl::make_unexpected(home.error());
                    return listFolder(**home, path, [&](QList<FileEntry> page) {
                        pages->add(std::move(page));
                        return !stop->load();
                    });
                },
                this, [this](Result<qint64> count) {
                    m_count = std::move(count);
                    m_done = true;
                    send();
                });
    }

private:
    /// All pages of a folder of 100,000 are some 20 MB; they are kept here rather than holding a thread of the pool.
    struct Pages
    {
        void add(QList<FileEntry> page)
        {
            const std::lock_guard lock(mutex);
            list.append(std::move(page));
        }
        std::mutex mutex;
        QList<QList<FileEntry>> list;
    };

    void send()
    {
        if (!m_done)
            return;
        if (!m_count)
            return m_channel.fail(m_count.error());
        if (*m_stop)
            return m_channel.fail({ErrorCode::Cancelled, {}});
        if (!std::exchange(m_accepted, true))
            m_channel.accept();
        while (m_sent < m_pages->list.size() && m_channel.queuedBytes() < ListQueue)
            m_channel.send(FilesEntries{std::exchange(m_pages->list[m_sent++], {})});
        if (m_sent < m_pages->list.size())
            return; // `drained` comes back here
        m_channel.end(QJsonObject{{QStringLiteral("count"), *m_count}});
    }

    std::shared_ptr<Pages> m_pages;
    Result<qint64> m_count = 0;
    qsizetype m_sent = 0;
    bool m_done = false;
    bool m_accepted = false;
};

} // namespace

void registerFiles(session::ServiceRegistry &services, const FileServiceDeps &deps)
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
    add(std::in_place_type<FilesList>, [deps](session::Channel &channel, const FilesList &request) { new Listing(channel, deps, request.path); });
    add(std::in_place_type<FilesStat>, [deps](session::Channel &channel, const FilesStat &request) {
        (new Request(channel, deps))->run([request](Home &home, const std::function<bool()> &stop) {
            return statPath(home, request.path, request.hash, stop);
        });
    });
    add(std::in_place_type<FilesQuota>, [deps](session::Channel &channel, const FilesQuota &) {
        const qint64 userId = channel.session().principal().userId;
        (new Request(channel, deps))->run([accounting = deps.accounting, userId](Home &home, const std::function<bool()> &) -> Result<FilesQuotaResult> {
            auto usage = accounting->usage(userId);
            if (usage)
                usage->free = freeBytes(home);
            return usage;
        });
    });
    add(std::in_place_type<FilesMkdir>, [deps](session::Channel &channel, const FilesMkdir &request) {
        (new Request(channel, deps))->run([request](Home &home, const std::function<bool()> &) {
            return makeFolder(home, request.path, request.parents);
        }, FileAction::FolderMade, request.path);
    });
    add(std::in_place_type<FilesRename>, [deps](session::Channel &channel, const FilesRename &request) {
        const qint64 userId = channel.session().principal().userId;
        (new Request(channel, deps))->run([request, accounting = deps.accounting, userId](Home &home, const std::function<bool()> &) {
            return renamePath(home, request.from, request.to, request.overwrite, *accounting, userId);
        }, FileAction::Renamed, request.from + QStringLiteral(" → ") + request.to);
    });
    add(std::in_place_type<FilesRemove>, [deps](session::Channel &channel, const FilesRemove &request) {
        const qint64 userId = channel.session().principal().userId;
        (new Request(channel, deps))->run([request, accounting = deps.accounting, userId](Home &home, const std::function<bool()> &) {
            return removePath(home, request.path, request.recursive, *accounting, userId);
        }, FileAction::Removed, request.path);
    });
    add(std::in_place_type<FilesGet>, [deps](session::Channel &channel, const FilesGet &request) { new GetChannel(channel, deps, request); });
    add(std::in_place_type<FilesPut>, [deps](session::Channel &channel, const FilesPut &request) { new PutChannel(channel, deps, request); });
}

} // namespace transom::files
