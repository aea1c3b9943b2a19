#pragma once

#include "core/base/job.h"
#include "core/base/strand.h"
#include "core/files/rate_limit.h"
#include "core/protocol/delivery_messages.h"
#include "core/session/session_link.h"

#include <deque>

namespace transom::client {

/// Takes what was sent or handed out into a folder of this computer: each file appears only when its SHA-256 is right, one that is
/// there and the same is not fetched again, one that is there and another stays and the new one gets a number. Tells the server
/// when all of it is there. Goes on by itself after a broken connection, within a file; what a broken attempt has left of one is
/// gone on with by the next, also when the program has been started anew. Lives in the link's thread.
///
/// Result: `folder`, `files` (how many), `first` (path of the first top-level entry).
class DeliveryTakeJob : public Job
{
    Q_OBJECT

public:
    DeliveryTakeJob(session::SessionLink &link, qint64 id, QString folder);
    ~DeliveryTakeJob() override;

    /// Before start(): how fast it may be, also together with others. In the link's thread.
    void setLimit(std::shared_ptr<files::RateLimit> limit) { m_limit = std::move(limit); }

private:
    class Download;

    void doStart() override;
    void doCancel() override;
    void doSuspend() override;
    void doResume() override;
    void look();
    void prepare();
    void fill();
    void downloaded(Download *download, const Error &error);
    void answer(const QString &word, const QString &reason, const Error &result);
    void giveUp(const Error &error);
    void tell();

    session::SessionLink &m_link;
    const qint64 m_id;
    const QString m_folder;
    Strand m_strand;
    QList<protocol::DeliverFile> m_files;
    std::deque<protocol::DeliverFile> m_waiting;
    QList<Download *> m_running;
    qint64 m_total = 0;
    qint64 m_done = 0;
    qint64 m_filesDone = 0;
    std::shared_ptr<files::RateLimit> m_limit;
    bool m_listed = false; ///< what there is is known, and the folders are made
    bool m_held = false;
    bool m_over = false;
    bool m_answering = false;
};

} // namespace transom::client
