#pragma once

#include "core/base/error.h"
#include "core/inspect/capture_ring.h"
#include "core/inspect/framing.h"

#include <QHash>
#include <QIODevice>
#include <QList>

#include <optional>

/// pcapng (IETF draft-ietf-opsawg-pcapng) with link type 101, raw IP: what Wireshark and tshark open. There were no packets to capture: streams are
/// written as packets that would have carried them. Handshake, acknowledgements, close, addresses and checksums are synthetic and say so; payloads,
/// their cuts and their times are those that were seen.
namespace transom::inspect {

/// Writes conversations. One thread; `device` is open for writing, outlives it, and is where errors show.
class PcapngWriter
{
public:
    struct Conversation
    {
        bool udp = false;
        QString client;  ///< "127.0.0.1:53422": its port is kept, the rest becomes a name
        QString server;  ///< "127.0.0.1:9000"
    };

    /// Writes the headers. `source` says what has seen the bytes: "transomctl relay".
    PcapngWriter(QIODevice &device, const QString &source);

    /// Times are nanoseconds since 1970. A number for the other calls. The handshake is written.
    /// `data` here and below: a second comment of the packet, for programs; see capture_file.h.
    quint64 open(const Conversation &conversation, qint64 timeNs, const QString &note = {}, const QByteArray &data = {});
    /// `bytes` are the first of `length` that `from` sent in one piece.
    void data(quint64 conversation, From from, qint64 timeNs, QByteArrayView bytes, qint64 length, const QString &note = {}, const QByteArray &data = {});
    void data(quint64 conversation, From from, qint64 timeNs, QByteArrayView bytes, const QString &note = {}) { data(conversation, from, timeNs, bytes, bytes.size(), note); }
    /// `from` has ended its direction. Nothing for UDP.
    void end(quint64 conversation, From from, qint64 timeNs, const QString &note = {});
    void reset(quint64 conversation, From from, qint64 timeNs, const QString &note = {});
    /// A remark at a moment, as the comment of an empty packet (TCP), or of the next one (UDP).
    void note(quint64 conversation, From from, qint64 timeNs, const QString &text, const QByteArray &data = {});

private:
    struct State
    {
        bool udp = false;
        quint32 addresses[2] = {0, 0}; ///< by From
        quint16 ports[2] = {0, 0};
        quint32 next[2] = {0, 0};      ///< sequence numbers
        quint32 acknowledged[2] = {0, 0}; ///< of what that side sent
        bool ended[2] = {false, false};
        QString pendingNote;
    };

    void writeHeaders(const QString &source);
    void writeName(quint32 address, const QString &name);
    void writeBlock(quint32 type, const QByteArray &body);
    void packet(State &state, From from, qint64 timeNs, quint8 flags, QByteArrayView payload, qint64 length, const QString &note, const QByteArray &data = {});
    QByteArray tcpHeader(const State &state, From from, quint8 flags) const;

    QIODevice &m_device;
    QHash<quint64, State> m_conversations;
    QHash<QString, quint32> m_addresses; ///< by the host's text
    quint64 m_last = 0;
    quint64 m_packets = 0;
};

/// Writes what a session's tap has seen: frames, as the bytes they have on the wire (with secrets as zeros, and cut where the ring has cut them).
class SessionPcapng
{
public:
    /// `isClient`: the tapped side is the client, so that what it sent is from the client.
    SessionPcapng(PcapngWriter &writer, bool isClient, const QString &client, const QString &server);
    void add(const CapturedEvent &event);
    /// All sessions seen end.
    void finish();

private:
    PcapngWriter &m_writer;
    const bool m_isClient;
    const PcapngWriter::Conversation m_names;
    QHash<SessionId, quint64> m_conversations;
    qint64 m_lastNs = 0;
};

/// A packet read back.
struct PcapngPacket
{
    qint64 timeNs = 0;     ///< since 1970
    quint64 conversation = 0; ///< counts from 1, by addresses and ports
    From from = From::Client; ///< who sent first is the client
    bool udp = false;
    quint8 tcpFlags = 0;
    quint32 sequence = 0;  ///< TCP
    QString client;        ///< "10.0.0.1:53422"
    QString server;
    QByteArray payload;
    qint64 length = 0;     ///< of the payload on the wire
    QStringList comments;
};

/// Reads pcapng, and pcap as it was before, with TCP or UDP over IPv4 or IPv6, raw or on Ethernet, loopback or "Linux cooked", packet by packet: what
/// PcapngWriter wrote, and what others did if it is of that kind. Other packets and blocks, and fragments, are skipped. Trusts no length: a block has at
/// most 16 MiB.
class PcapngReader
{
public:
    explicit PcapngReader(QIODevice &device);
    /// Packets that were skipped.
    quint64 skipped() const { return m_skipped; }
    /// The next packet; nothing at the end. BadMessage for what is no pcapng or breaks off.
    Result<std::optional<PcapngPacket>> next();

private:
    struct Interface
    {
        quint16 linkType = 0;
        qint64 ticksPerSecond = 1'000'000;
    };
    struct Block
    {
        quint32 type = 0;
        QByteArray body;
    };

    Result<std::optional<Block>> readBlock();
    /// Classic pcap.
    Result<void> readPcapHeader(QByteArrayView magic);
    Result<std::optional<PcapngPacket>> nextOfPcap();
    quint32 u32(QByteArrayView bytes) const;
    quint16 u16(QByteArrayView bytes) const;
    void readInterface(const QByteArray &body);
    std::optional<PcapngPacket> readPacket(const QByteArray &body);
    bool readIp(QByteArrayView ip, PcapngPacket &packet);
    bool readTransport(QByteArrayView segment, qsizetype length, quint8 protocol, QByteArrayView source, QByteArrayView destination, PcapngPacket &packet);

    QIODevice &m_device;
    bool m_bigEndian = false;
    bool m_started = false;
    bool m_isPcap = false;
    qint64 m_fraction = 1'000; ///< nanoseconds of a pcap's second unit
    quint64 m_skipped = 0;
    QList<Interface> m_interfaces;
    QHash<QByteArray, std::pair<quint64, From>> m_conversations; ///< by source and destination
    QHash<quint64, std::pair<QString, QString>> m_names;
    quint64 m_last = 0;
};

} // namespace transom::inspect
