#pragma once

#include "core/protocol/file_messages.h"
#include "core/session/session_link.h"

#include <QObject>
#include <QPointer>

namespace transom::files {

/// One question to the service "files.*" and its answer. Made in any thread and connected there; start() moves it to the link's
/// thread, where it deletes itself after `finished`.
class FileRequest : public QObject
{
    Q_OBJECT

public:
    template<protocol::Message T>
    FileRequest(session::SessionLink &link, const T &request)
        : FileRequest(link, QLatin1String(T::Service), protocol::toJson(request))
    {}
    FileRequest(session::SessionLink &link, QString service, QJsonObject request);

    void start();
    /// The link's thread only.
    void cancel();

Q_SIGNALS:
    void page(const QList<transom::protocol::FileEntry> &entries);
    void binPage(const QList<transom::protocol::FilesBinEntry> &entries);
    /// Once. `result` is what END carried.
    void finished(const transom::Error &error, const QJsonObject &result);

private:
    void open();
    Result<void> takePage(protocol::MessageType type, const QByteArray &payload);
    void finish(const Error &error, const QJsonObject &result);

    session::SessionLink &m_link;
    const QString m_service;
    const QJsonObject m_request;
    QPointer<session::Channel> m_channel;
    bool m_finished = false;
};

} // namespace transom::files
