#pragma once

#include <QtGlobal>

#include <chrono>

/// The protocol's numbers, in one place. Sizes are bytes. PROTOCOL.md states them; a test compares.
namespace transom::limits {

using namespace std::chrono_literals;

inline constexpr quint16 DefaultPort = 7160;

inline constexpr quint32 HandshakePayload = 4 * 1024;      ///< one frame before sign-in
inline constexpr int HandshakeFrames = 8;                  ///< frames a peer may send before sign-in
inline constexpr qint64 HandshakeBytes = 16 * 1024;        ///< bytes a peer may send before sign-in
inline constexpr quint32 JsonPayload = 64 * 1024;
inline constexpr int JsonDepth = 16;
inline constexpr quint32 DataPayload = 256 * 1024;
inline constexpr quint32 SmallDataPayload = 64 * 1024;     ///< what a sender starts with, before the rate is known

inline constexpr quint32 InitialCredit = 256 * 1024;       ///< per channel and direction, before any CREDIT
inline constexpr quint32 LargestCredit = 16 * 1024 * 1024; ///< what a channel's window may grow to
inline constexpr qint64 SessionCredit = 32 * 1024 * 1024;  ///< what all grown windows of a session may add up to
inline constexpr int Channels = 64;                        ///< open at once on one session
inline constexpr int IdleOpensPerSecond = 100;             ///< channels opened and cancelled without work, per second
inline constexpr int PingsPer10Seconds = 10;
inline constexpr qint64 SendQueue = 128 * 1024;            ///< bulk bytes kept in user space ahead of the socket

inline constexpr auto TlsTimeout = 5s;
inline constexpr auto SignInTimeout = 15s;
inline constexpr auto PingAfter = 15s;
inline constexpr auto DeadAfter = 45s;
inline constexpr auto GoodbyeTimeout = 3s;                 ///< to drain what is queued after GOODBYE
inline constexpr int SignInTries = 3;
inline constexpr int UnauthenticatedPerSource = 16;        ///< per IPv4 address or IPv6 /64
inline constexpr int Unauthenticated = 128;

inline constexpr int ScramIterations = 600'000;
inline constexpr int ScramLargestIterations = 10'000'000;

inline constexpr int ChatText = 32 * 1024;                 ///< UTF-8 bytes of one message
inline constexpr int ChatPage = 200;                       ///< lines of history in one answer
inline constexpr int NameBytes = 255;                      ///< UTF-8 bytes of one path component
inline constexpr int PathBytes = 4096;

} // namespace transom::limits
