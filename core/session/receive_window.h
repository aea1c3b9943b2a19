#pragma once

#include <QtGlobal>

namespace transom::session {

/// The receiving half of a channel's flow control. Pure arithmetic, so that it is tested without a session.
///
/// The window starts at limits::InitialCredit and doubles up to limits::LargestCredit while a whole window is used up
/// within a few round trips, that is, while the window and not the reader is what slows the sender.
class ReceiveWindow
{
public:
    explicit ReceiveWindow(qint64 initial);

    /// Bytes that cost credit have arrived. False: the peer sent more than it was allowed to.
    [[nodiscard]] bool received(qint64 bytes);
    /// Bytes have been dealt with. Returns the credit to grant now, 0 while less than half a window is due.
    /// `mayGrow`: how many bytes the window may grow by, given what the other channels of the session hold.
    [[nodiscard]] qint64 consumed(qint64 bytes, qint64 nowNs, qint64 roundTripNs, qint64 mayGrow);

    qint64 size() const { return m_size; }

private:
    qint64 m_size;
    qint64 m_open;          ///< what the peer may still send
    qint64 m_due = 0;       ///< consumed, not yet granted
    qint64 m_grantedAtNs = 0;
};

} // namespace transom::session
