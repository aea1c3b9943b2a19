#include "core/client/delivery_errands.h"

#include "core/client/delivery_send_job.h"
#include "core/client/delivery_take_job.h"

namespace transom::client {

using namespace protocol;
using namespace Qt::StringLiterals;
using files::TransferDirection;
using files::TransferRequest;

namespace {

TransferRequest errand(TransferDirection direction, const QStringList &sources, const QString &target, const QString &kind, const QString &with)
{
    TransferRequest request;
    request.direction = direction;
    request.sources = sources;
    request.target = target;
    request.errand = {{u"kind"_s, kind}, {u"with"_s, with}};
    return request;
}

} // namespace

TransferRequest sendErrand(const QStringList &paths, const DeliverSend &request)
{
    TransferRequest made = errand(TransferDirection::Upload, paths, u"/"_s, request.handout ? u"handout"_s : u"send"_s, (request.groups + request.people).join(u", "_s));
    made.errand.insert(u"title"_s, request.title);
    made.errand.insert(u"request"_s, toJson(request));
    return made;
}

TransferRequest handInErrand(const QStringList &paths, const DeliverItem &item)
{
    TransferRequest made = errand(TransferDirection::Upload, paths, u"/"_s, u"handin"_s, item.from);
    made.errand.insert(u"title"_s, item.title);
    made.errand.insert(u"id"_s, item.id);
    return made;
}

TransferRequest takeErrand(const DeliverItem &item, const QString &folder)
{
    TransferRequest made = errand(TransferDirection::Download, {item.title.isEmpty() ? item.from : item.title}, folder, u"take"_s, item.from);
    made.errand.insert(u"title"_s, item.title.isEmpty() ? item.from : item.title);
    made.errand.insert(u"id"_s, item.id);
    made.expected = item.bytes;
    return made;
}

qint64 deliveryOf(const TransferRequest &request)
{
    return request.errand.value("id"_L1).toInteger();
}

JobPtr errandJob(session::SessionLink &link, const TransferRequest &request, const std::shared_ptr<files::RateLimit> &limit,
                 const files::TransferQueue::Keep &keep)
{
    const QString kind = request.errand.value("kind"_L1).toString();
    const qint64 id = deliveryOf(request);
    if (kind == u"take") {
        auto job = id > 0 ? makeJob<DeliveryTakeJob>(link, id, request.target) : nullptr;
        if (job)
            job->setLimit(limit);
        return job;
    }
    JobHandle<DeliverySendJob> job;
    if (kind == u"handin") {
        job = id > 0 ? makeJob<DeliverySendJob>(link, request.sources, id) : nullptr;
    } else if (auto what = fromJson<DeliverSend>(request.errand.value("request"_L1).toObject()); what && (kind == u"send" || kind == u"handout")) {
        job = makeJob<DeliverySendJob>(link, request.sources, *what);
    }
    if (!job)
        return nullptr;
    job->setLimit(limit);
    job->goOnWith(request.errand.value(files::TransferQueue::Begun).toInteger());
    QObject::connect(job.get(), &DeliverySendJob::announced, job.get(), [keep](qint64 announced) { keep(announced); });
    return job;
}

} // namespace transom::client
