#pragma once

#include "core/base/strand.h"
#include "core/files/file_service.h"
#include "core/files/raw_io.h"
#include "core/session/session.h"

#include <atomic>
#include <mutex>

/// How services "files.*" answer: one question and one answer, or pages of a list.
namespace transom::files {

/// A page of a listing is held back while so much of it is still waiting to be sent.
inline constexpr qint64 ListQueue = 256 * 1024;

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
    /// `action` given: it changes something, and is written down.
    template<class Work>
    void run(Work work, std::optional<FileAction> action = {}, const QString &subject = {})
    {
        const QString user = m_channel.session().principal().user;
        const qint64 userId = m_channel.session().principal().userId;
        m_strand.run(
                [homes = m_deps.homes, user, userId, changes = action.has_value(), work, stop = m_stop]() -> std::invoke_result_t<Work, Home &, const std::function<bool()> &> {
                    auto home = changes ? homes->toChange(user, userId) : homes->of(user);
                    if (!home)
                        return tl::make_unexpected(home.error());
                    return work(**home, [stop] { return stop->load(); });
                },
                this, [this, user, action, subject](auto result) {
                    if (action)
                        m_deps.audit(*action, user, m_channel.session().streamInfo().peer, subject, result ? ErrorCode::None : result.error().code);
                    if (!result)
                        return m_channel.fail(onServersDisk(result.error(), false));
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

/// A listing of `Message`s, each a page: the strand reads them all, and they leave as fast as the other side takes them.
template<class Message>
class Listing : public Request
{
public:
    using Page = std::remove_cvref_t<decltype(Message::entries)>;
    using More = std::function<bool(Page)>;

    /// `read(home, more) -> Result<qint64>` calls `more` with each page and tells how many there were in all.
    template<class Read>
    Listing(session::Channel &channel, const FileServiceDeps &deps, Read read)
        : Request(channel, deps)
        , m_pages(std::make_shared<Pages>())
    {
        connect(&channel, &session::Channel::drained, this, [this] { send(); });
        const QString user = channel.session().principal().user;
        m_strand.run(
                [homes = m_deps.homes, user, read, stop = m_stop, pages = m_pages]() -> Result<qint64> {
                    auto home = homes->of(user);
                    if (!home)
                        return tl::make_unexpected(home.error());
                    return read(**home, [&](Page page) {
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
        void add(Page page)
        {
            const std::lock_guard lock(mutex);
            list.append(std::move(page));
        }
        std::mutex mutex;
        QList<Page> list;
    };

    void send()
    {
        if (!m_done)
            return;
        if (!m_count)
            return m_channel.fail(onServersDisk(m_count.error(), false));
        if (*m_stop)
            return m_channel.fail({ErrorCode::Cancelled, {}});
        if (!std::exchange(m_accepted, true))
            m_channel.accept();
        while (m_sent < m_pages->list.size() && m_channel.queuedBytes() < ListQueue)
            m_channel.send(Message{std::exchange(m_pages->list[m_sent++], {})});
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

/// Offers "files.bin.*".
void registerBin(session::ServiceRegistry &services, const FileServiceDeps &deps);

/// Offers one service. A request that cannot be read ends the channel, not the session: it may come from a later version.
template<class T, class Handler>
void addFileService(session::ServiceRegistry &services, Handler handler)
{
    services.add(T::Service, [handler](session::Channel &channel, const QJsonObject &request) {
        auto message = protocol::fromJson<T>(request);
        if (!message)
            return channel.fail({ErrorCode::BadArgument, message.error().text});
        handler(channel, *message);
    });
}

} // namespace transom::files
