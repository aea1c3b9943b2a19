#pragma once

#include "core/base/job.h"
#include "core/base/strand.h"
#include "core/files/rate_limit.h"
#include "core/protocol/delivery_messages.h"
#include "core/session/session_link.h"

#include <QPointer>
#include <QStringList>

#include <deque>

namespace transom::client {

/// Sends, hands out or hands in files and folders of this computer: looks at what there is, announces it, uploads file after file
/// with its SHA-256, and seals. Goes on by itself after a broken connection with what is missing, within a file, too; and where it is told what an
/// earlier run of the program has announced, also there, as long as the files are what they were. Lives in the link's thread.
///
/// Result: `id` (qint64), `item` and, of what was handed in, `receipt` (QJsonObject) with `files` (QJsonArray), `skipped` (notes).
class DeliverySendJob : public Job
{
    Q_OBJECT

public:
    /// Sends or hands out; `request`'s amounts are filled in.
    DeliverySendJob(session::SessionLink &link, QStringList paths, protocol::DeliverSend request);
    /// Hands in.
    DeliverySendJob(session::SessionLink &link, QStringList paths, qint64 handIn);
    ~DeliverySendJob() override;

    /// Before start(): how fast it may be, also together with others. In the link's thread.
    void setLimit(std::shared_ptr<files::RateLimit> limit) { m_limit = std::move(limit); }

    /// Before start(): `announced` of a job for the same files that has not come to its end.
    void goOnWith(qint64 id)
    {
        m_id = id;
        m_isFromBefore = id > 0;
    }

    struct Local
    {
        QString path;     ///< here
        QString relative; ///< there
        bool folder = false;
        qint64 size = 0;
        qint64 modified = 0;
        int mode = 0;
        bool begun = false; ///< the server may have some of it
    };

Q_SIGNALS:
    /// The server knows of it by that number.
    void announced(qint64 id);

private:
    class Upload;
    struct Found
    {
        QList<Local> entries;
        QStringList skipped;
        qint64 bytes = 0;
    };

    DeliverySendJob(session::SessionLink &link, QStringList paths, qint64 handIn, protocol::DeliverSend request);
    void doStart() override;
    void doCancel() override;
    void doSuspend() override;
    void doResume() override;
    static Result<Found> look(const QStringList &paths);
    void announce();
    void fill();
    void uploaded(Upload *upload, const Error &error);
    void seal();
    void fetchReceipt(const QJsonObject &sealed);
    void sessionLost(const Error &reason, bool willReturn);
    void sessionBack();
    void takeUp();
    void takenUp(const protocol::DeliverShown &shown, const QList<protocol::DeliverFile> &there, const QJsonObject &result);
    bool goOnAfter(const protocol::DeliverItem &item, const QList<protocol::DeliverFile> &there);
    void giveUp(const Error &error);
    void tell();
    template<class Then>
    void ask(const QString &service, const QJsonObject &request, Then then);

    session::SessionLink &m_link;
    const QStringList m_paths;
    const qint64 m_handIn;
    protocol::DeliverSend m_request;
    Strand m_strand;
    Found m_found;
    std::deque<Local> m_waiting;
    QList<Upload *> m_running;
    QList<protocol::DeliverFile> m_receiptFiles;
    qint64 m_id = 0;
    qint64 m_done = 0;
    qint64 m_filesDone = 0;
    std::shared_ptr<files::RateLimit> m_limit;
    int m_triesToGoOn = 0;
    bool m_held = false;
    bool m_over = false;
    bool m_sealing = false;
    bool m_isFromBefore = false; ///< the number is that of an earlier run, and nothing has been compared yet
};

} // namespace transom::client
