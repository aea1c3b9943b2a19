#pragma once

#include "core/base/strand.h"
#include "core/files/local_tree_writer.h"
#include "core/files/paced_credit.h"
#include "core/session/session_link.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace transom::files {

/// Fetches files and folders through one files.get-tree; what is large is only told of. In the link's thread.
class TreeDownload : public QObject
{
    Q_OBJECT

public:
    TreeDownload(session::SessionLink &link, protocol::FilesGetTree request, LocalTreeWriter writer, std::shared_ptr<RateLimit> limit, QObject *parent);
    ~TreeDownload() override;

    void start();
    void pause() { m_credit.pause(); }
    void proceed() { m_credit.proceed(); }
    void cancel();

Q_SIGNALS:
    void begun(const transom::protocol::FilesTreeTotal &total);
    void arrived(const transom::files::LocalTreeWriter::Outcome &outcome);
    /// Once.
    void ended(const transom::Error &error);

private:
    void receive(const QByteArray &bytes);
    void finish(const Error &error);
    void end(const Error &error);

    session::SessionLink &m_link;
    const protocol::FilesGetTree m_request;
    PacedCredit m_credit;
    Strand m_strand;
    std::shared_ptr<LocalTreeWriter> m_writer; ///< touched by the strand's tasks only
    QPointer<session::Channel> m_channel;
    Error m_error;
    bool m_ended = false;
};

} // namespace transom::files
