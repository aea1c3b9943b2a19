#pragma once

#include "core/base/descriptor.h"
#include "core/lab/relay_connection.h"
#include "core/lab/relay_pipe.h"

#include <QHostAddress>
#include <QSocketNotifier>

#include <chrono>

namespace transom::lab {

/// One TCP connection through a relay: the client's, accepted, and one to the target. Native sockets, because QTcpSocket reads ahead and
/// would hide the cuts. With RelayOptions::splice large chunks that are only to be passed on go through a pipe and are never copied into the program, but for the bytes that events hold;
/// whatever is to be done to a direction's bytes brings them into its lane first. It deletes itself after its last event.
class RelayStream final : public RelayConnection
{
    Q_OBJECT

public:
    struct Target
    {
        QString host;
        quint16 port = 0;
        std::chrono::milliseconds patience{10'000};
    };

    /// Takes over `client`.
    RelayStream(std::shared_ptr<RelayShared> shared, Descriptor client, const QString &clientText, const Target &target);
    ~RelayStream() override;

    void start();
    void reset() override;
    void halfClose(From from) override;

private:
    struct Leg
    {
        Descriptor socket;
        std::unique_ptr<QSocketNotifier> readable;
        std::unique_ptr<QSocketNotifier> writable;
        bool readEnded = false;
        bool writeEnded = false;
        // Of what this side sends:
        std::unique_ptr<RelayPipe> pipe; ///< while there are bytes in it, its lane is empty
        bool busy = false;               ///< its last reads were large
    };

    Leg &leg(From from) { return m_legs[static_cast<size_t>(from)]; }
    void resolved(const QList<QHostAddress> &addresses);
    void tryNext();
    void connectDone();
    void connectFailed(const Error &error);
    void established();
    /// An errno as a sentence.
    Error socketFailure(int number, const QString &where) const;
    void watch(From from);

    void read(From from);
    bool readOnce(From from);
    void pump(From from) override;
    bool readPassing(From from);
    qint64 peek(From from, qint64 most, QByteArray &bytes);
    void readFailed(From from, int number);
    void endRead(From from);
    bool pour(From from);
    void collect(From from) override;
    qint64 passing(From from) const override;
    bool sendSome(From from, RelayLane::Out &out);
    void passEnd(From from, RelayLane::End end);
    void resumeReading(From from);
    void broken(From from, int number);
    void abortLeg(From from);
    void finishIfDone();
    void finish();

    Leg m_legs[2];
    const QString m_clientText;
    const Target m_target;
    QList<QHostAddress> m_addresses;
    QHostAddress m_trying;
    Error m_lastError;
    QTimer m_patience;
    QByteArray m_spare; ///< a read buffer to use again
    qint64 m_arrived[2] = {0, 0};
    bool m_resetting = false;
    bool m_finished = false;
};

} // namespace transom::lab
