#pragma once

#include "core/base/job.h"
#include "core/base/sha256.h"
#include "core/base/strand.h"
#include "core/files/paced_credit.h"
#include "core/files/pipe.h"
#include "core/protocol/file_messages.h"
#include "core/session/session_link.h"

#include <QPointer>
#include <QStringList>

namespace transom::session {
class BlockFeeder;
class Channel;
}

namespace transom::files {

/// Stores what comes out of a pipe as one file on the server; nobody knows before its end how long it will be. In the link's thread.
///
/// Details of the result as of a TransferJob's, as far as they make sense of one file: "files", "bytes", "skipped", "path", "sha256".
class StreamUpload : public Job
{
    Q_OBJECT

public:
    StreamUpload(session::SessionLink &link, std::shared_ptr<Pipe> input, QString remotePath, QString conflict, qint64 limit);

private:
    struct Hashed;

    void doStart() override;
    void doCancel() override;
    void doSuspend() override;
    void doResume() override;
    void ended(const Error &error, const QJsonObject &result);

    session::SessionLink &m_link;
    std::shared_ptr<Pipe> m_input;
    std::shared_ptr<Hashed> m_source;
    const QString m_remotePath;
    const QString m_conflict;
    std::shared_ptr<RateLimit> m_limit;
    QPointer<session::Channel> m_channel;
    session::BlockFeeder *m_feeder = nullptr;
    Error m_error;
    qint64 m_sent = 0;
};

/// Writes files of the server into a pipe, one after the other. What has been written cannot be taken back: whether it was right is
/// known, and said, when all of a file has come. In the link's thread.
///
/// Details: "files", "bytes", "sha256" (of a single file), "brokenPipe" (true: nobody reads any more; the error is Cancelled).
class StreamDownload : public Job
{
    Q_OBJECT

public:
    StreamDownload(session::SessionLink &link, QStringList remotePaths, std::shared_ptr<Pipe> output, qint64 limit);

private:
    void doStart() override;
    void doCancel() override;
    void doSuspend() override { m_credit.pause(); }
    void doResume() override { m_credit.proceed(); }
    void next();
    void receive(const QByteArray &bytes);
    void stop(const Error &error);
    void ended(const Error &error, const QJsonObject &result);
    void end(const Error &error);

    session::SessionLink &m_link;
    QStringList m_paths;
    std::shared_ptr<Pipe> m_output;
    PacedCredit m_credit;
    Strand m_strand;
    QPointer<session::Channel> m_channel;
    std::shared_ptr<Sha256> m_hash;  ///< touched by the strand's tasks only
    QString m_path;
    QString m_sha256;
    Error m_error;
    qint64 m_size = 0;               ///< of the file under way
    qint64 m_received = 0;
    qint64 m_done = 0;
    qint64 m_total = 0;
    int m_files = 0;
};

} // namespace transom::files
