#pragma once

#include "core/lab/serving/lab_client.h"
#include "core/lab/serving/lab_log.h"
#include "core/lab/serving/lab_server.h"

#include <QObject>

#include <memory>
#include <utility>

namespace transom::ui {

/// A server or a client of a dialect, from its start on; what it has told is kept by whoever listens. GUI thread.
class DialectRun : public QObject
{
    Q_OBJECT

public:
    struct Wanted
    {
        const lab::Dialect *dialect = nullptr;
        lab::Role role = lab::Role::Server;
        QString host = QStringLiteral("127.0.0.1");
        quint16 port = 0;
        QString unixPath;
        QHash<QString, QString> given; ///< parameters
        lab::Serving serving;
        bool forAnybody = false;       ///< commands beyond loopback

        bool isServer() const { return role == lab::Role::Server; }
    };

    DialectRun(int id, const Wanted &wanted, QObject *parent = nullptr);
    ~DialectRun() override;

    /// Errors: BadArgument, and of a server those of LabServer::start(). What becomes of a client comes as events.
    Result<void> start();
    void stop();
    void say(const QString &line);
    /// Ends one connection of a server.
    void sendAway(quint64 stream);
    /// Takes over what has happened, and tells it; true: there was something.
    bool drain(qsizetype most = 2'000);
    /// Events that were forgotten before somebody came for them, since this was asked last.
    quint64 takeForgotten() { return std::exchange(m_forgotten, 0); }

    int id() const { return m_id; }
    const Wanted &wanted() const { return m_wanted; }
    bool isServer() const { return m_wanted.isServer(); }
    bool isRunning() const { return m_running; }
    /// Where it listens, or what it talks to.
    const QString &address() const { return m_address; }
    quint16 port() const { return m_port; }
    const Error &error() const { return m_error; }
    QString title() const;
    /// Of the last drain().
    const QList<lab::LabEvent> &news() const { return m_news; }
    /// Somebody waits for a line, and how many lines wait to be asked for.
    int linesWanted() const { return m_linesWanted; }
    int linesKept() const { return m_linesKept; }

Q_SIGNALS:
    void happened(const QList<transom::lab::LabEvent> &events);
    void stateChanged();

private:
    void see(const lab::LabEvent &event);

    const int m_id;
    const Wanted m_wanted;
    lab::LabLog m_log;
    std::unique_ptr<lab::LabServer> m_server;
    std::unique_ptr<lab::LabClient> m_client;
    QList<lab::LabEvent> m_news;
    quint64 m_forgotten = 0;
    QString m_address;
    quint16 m_port = 0;
    Error m_error;
    bool m_running = false;
    int m_linesWanted = 0;
    int m_linesKept = 0;
};

} // namespace transom::ui
