// What a TransferQueue asks the server about downloads that wait: how much they will be.

#include "core/files/transfer_queue.h"

#include <algorithm>

namespace transom::files {

using namespace protocol;

namespace {

/// Questions under way: enough that two hundred are answered at once, few enough that what people do is not behind them.
constexpr int SurveysAtOnce = 4;
/// Of a request's paths together: what is longer does not fit into one question, and stays unknown until it begins.
constexpr qsizetype LongestQuestion = 16 * 1024;

bool fitsOneQuestion(const QStringList &paths)
{
    qsizetype length = 0;
    return std::all_of(paths.cbegin(), paths.cend(), [&length](const QString &path) { return (length += path.size() + 3) <= LongestQuestion; });
}

} // namespace

void TransferQueue::surveyMore()
{
    session::ClientSession *session = m_link.session();
    if (!session)
        return;
    for (const TransferId id : std::as_const(m_order)) {
        if (m_surveys >= SurveysAtOnce)
            return;
        Entry &entry = m_entries[id];
        const TransferInfo &info = entry.info;
        const bool unknown = info.request.direction == TransferDirection::Download && !info.isErrand() && info.progress.total < 0;
        if (entry.surveyed || !unknown || entry.job || !info.here || !fitsOneQuestion(info.request.sources))
            continue;
        session::Channel *channel = session->open(FilesGetTree{info.request.sources, 0, false, true});
        if (!channel)
            return; // all are busy: when something has ended
        entry.surveyed = true;
        ++m_surveys;
        connect(channel, &session::Channel::accepted, this, [this, id, channel](const QJsonObject &result) {
            if (auto amount = fromJson<FilesTreeTotal>(result))
                surveyed(id, *amount);
            channel->cancel(); // the names are for whoever fetches them
        });
        connect(channel, &session::Channel::closed, this, [this, id](const Error &error) {
            --m_surveys;
            Entry *asked = find(id);
            if (!isRetryable(error.code))
                return surveyMore();
            // The connection went: again when it is back.
            if (asked)
                asked->surveyed = false;
        });
    }
}

void TransferQueue::surveyed(TransferId id, const FilesTreeTotal &amount)
{
    Entry *entry = find(id);
    if (!entry || entry->job || entry->info.isOver() || entry->info.progress.total >= 0 || amount.bytes < 0 || amount.files < 0)
        return;
    entry->info.progress.total = amount.bytes;
    entry->info.progress.itemsTotal = amount.files;
    Q_EMIT transferChanged(entry->info);
}

} // namespace transom::files
