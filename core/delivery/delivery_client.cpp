#include "core/delivery/delivery_client.h"

#include "core/base/strand.h"

#include <memory>

namespace transom::delivery {

using namespace protocol;

namespace {

/// One question; deletes itself.
class Question : public QObject
{
public:
    Question(session::SessionLink &link, QString service, QJsonObject request, std::function<void(std::function<void()>)> guard, DeliveryClient::Done done)
        : m_link(link)
        , m_service(std::move(service))
        , m_request(std::move(request))
        , m_guard(std::move(guard))
        , m_done(std::move(done))
    {}

    void open()
    {
        session::ClientSession *session = m_link.session();
        if (!session)
            return finish(fail(ErrorCode::ConnectionLost));
        session::Channel *channel = session->open(m_service, m_request);
        if (!channel) {
            // As many channels as allowed are busy with transfers: as soon as one is free.
            connect(session, &session::ClientSession::channelFreed, this, &Question::open, Qt::SingleShotConnection);
            connect(session, &session::Session::closed, this, [this](const Error &reason) { finish(tl::make_unexpected(reason)); }, Qt::SingleShotConnection);
            return;
        }
        connect(channel, &session::Channel::message, this, [this, channel](MessageType type, const QByteArray &payload) {
            if (auto read = receive(type, payload); !read)
                channel->violated(read.error());
        });
        connect(channel, &session::Channel::closed, this, [this](const Error &error, const QJsonObject &result) {
            if (error.code != ErrorCode::None)
                return finish(tl::make_unexpected(error));
            m_answer.result = result;
            finish(std::move(m_answer));
        });
    }

private:
    template<class Page, class T>
    static Result<void> append(const QByteArray &payload, QList<T> Page::*member, QList<T> &to)
    {
        auto page = decode<Page>(payload);
        if (!page)
            return tl::make_unexpected(page.error());
        to += (*page).*member;
        return {};
    }

    Result<void> receive(MessageType type, const QByteArray &payload)
    {
        switch (type) {
        case MessageType::DeliverItems:
            return append(payload, &DeliverItems::items, m_answer.items);
        case MessageType::DeliverFiles:
            return append(payload, &DeliverFiles::files, m_answer.files);
        case MessageType::DeliverPeople:
            return append(payload, &DeliverPeople::people, m_answer.people);
        default:
            return fail(ErrorCode::WrongState);
        }
    }

    void finish(Result<Answer> answer)
    {
        if (std::exchange(m_finished, true))
            return;
        m_guard([done = m_done, answer = std::make_shared<Result<Answer>>(std::move(answer))] { done(std::move(*answer)); });
        deleteLater();
    }

    session::SessionLink &m_link;
    const QString m_service;
    const QJsonObject m_request;
    std::function<void(std::function<void()>)> m_guard;
    DeliveryClient::Done m_done;
    Answer m_answer;
    bool m_finished = false;
};

} // namespace

DeliveryClient::DeliveryClient(session::SessionLink &link)
    : m_link(link)
{
    qRegisterMetaType<DeliverChanged>();
    connect(&link, &session::SessionLink::available, this, &DeliveryClient::openWatch);
}

void DeliveryClient::ask(const QString &service, const QJsonObject &request, QObject *context, Done done)
{
    auto guard = Strand::guardFor(context);
    QMetaObject::invokeMethod(this, [this, service, request, guard = std::move(guard), done = std::move(done)] {
        auto *question = new Question(m_link, service, request, guard, done);
        question->setParent(this);
        question->open();
    });
}

void DeliveryClient::watch()
{
    QMetaObject::invokeMethod(this, [this] {
        m_wanted = true;
        openWatch();
    });
}

void DeliveryClient::openWatch()
{
    session::ClientSession *session = m_link.session();
    if (!m_wanted || !session || m_watch)
        return;
    m_watch = session->open(DeliverWatch{});
    if (!m_watch) {
        connect(session, &session::ClientSession::channelFreed, this, &DeliveryClient::openWatch, Qt::SingleShotConnection);
        return;
    }
    connect(m_watch, &session::Channel::accepted, this, [this] { Q_EMIT watching(); });
    connect(m_watch, &session::Channel::message, this, [this, channel = m_watch.data()](MessageType type, const QByteArray &payload) {
        auto change = type == MessageType::DeliverChanged ? decode<DeliverChanged>(payload) : Result<DeliverChanged>(fail(ErrorCode::WrongState));
        if (!change)
            return channel->violated(change.error());
        Q_EMIT changed(*change);
    });
    connect(m_watch, &session::Channel::closed, this, [this](const Error &error) {
        m_watch.clear();
        // We read too slowly for a moment: open it again, and look at everything anew.
        if (error.code == ErrorCode::ServerBusy)
            openWatch();
    });
}

} // namespace transom::delivery
