#pragma once

#include "core/base/strand.h"
#include "core/files/rate_limit.h"
#include "core/session/block_feeder.h"
#include "core/files/record_stream.h"
#include "core/session/session_link.h"

#include <QPointer>

#include <memory>
#include <vector>

namespace transom::files {

/// Sends folders, links and many small files through one files.put-tree. In the link's thread.
class TreeUpload : public QObject
{
    Q_OBJECT

public:
    struct Entry
    {
        QString local;                ///< of a file; it is read when its turn comes
        protocol::FilesRecord record; ///< the size as it was found
    };

    TreeUpload(session::SessionLink &link, std::vector<Entry> entries, const QString &conflict, bool again, std::shared_ptr<RateLimit> limit, QObject *parent);
    ~TreeUpload() override;

    /// Before start(), where things are kept beside what is there and there may be another attempt: `began` is told before anything is sent. `since`: what it
    /// told of the first attempt, or 0.
    void keepBeside(qint64 since);

    void start();
    void pause();
    void proceed();
    void cancel();

    const Entry &entry(qsizetype index) const { return m_entries->at(static_cast<size_t>(index)); }

Q_SIGNALS:
    /// What came of an entry, each once, in no order. None: it is there; `path` where it has another name than it was to have.
    void settled(qsizetype index, const transom::Error &error, const QString &path, bool skipped);
    void began(qint64 since);
    /// All entries are settled.
    void ended(const transom::Error &error);

private:
    class Source;

    void accepted(const QJsonObject &result);
    void receive(protocol::MessageType type, const QByteArray &payload);
    void settle(qsizetype index, const Error &error, const QString &path = {}, bool skipped = false);
    void settleUnread();
    void end(const Error &error);

    session::SessionLink &m_link;
    std::shared_ptr<const std::vector<Entry>> m_entries;
    protocol::FilesPutTree m_request;
    std::shared_ptr<RateLimit> m_limit;
    std::shared_ptr<Source> m_source;
    QPointer<session::Channel> m_channel;
    session::BlockFeeder *m_feeder = nullptr;
    std::vector<bool> m_settled;
    qint64 m_done = 0; ///< records that the server has dealt with
    Error m_error;
    bool m_paused = false;
    bool m_ready = true; ///< nothing is to be found out any more before bytes may go
};

} // namespace transom::files
