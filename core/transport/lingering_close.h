#pragma once

#include <QObject>

#include <chrono>

namespace transom::transport {

/// Ends a TCP connection so that the peer gets everything we sent. close(2) with unread bytes in the receive buffer
/// sends a reset, and a reset may overtake our last bytes at the peer (RFC 1122 4.2.2.13; RFC 9112 9.6): an uploading
/// client would never see the GOODBYE that tells it why. So the write side is shut down, and what the peer still sends
/// is read and dropped until it ends too, at most for `patience`. Lives in the calling thread; destroys itself.
class LingeringClose : public QObject
{
    Q_OBJECT

public:
    /// Takes over `descriptor` (a dup(2) of the socket, non-blocking), which nobody else writes to any more.
    static void start(int descriptor, std::chrono::milliseconds patience);
    ~LingeringClose() override;

private:
    LingeringClose(int descriptor, std::chrono::milliseconds patience);
    void drop();

    int m_descriptor;
};

} // namespace transom::transport
