#include "core/transport/memory_stream.h"

#include <algorithm>
#include <cstring>

namespace transom::transport {

namespace {

constexpr qsizetype MostTranscript = 4 * 1024 * 1024;

} // namespace

MemoryStream::MemoryStream(Options options, bool isClient)
    : m_options(std::move(options))
    , m_isClient(isClient)
{}

MemoryStream::~MemoryStream()
{
    if (m_peer) {
        m_peer->m_peer = nullptr;
        auto *peer = m_peer;
        QMetaObject::invokeMethod(peer, [peer] { peer->finish({}); }, Qt::QueuedConnection);
    }
}

std::pair<std::unique_ptr<MemoryStream>, std::unique_ptr<MemoryStream>> MemoryStream::pair(const Options &options)
{
    std::unique_ptr<MemoryStream> server(new MemoryStream(options, false));
    std::unique_ptr<MemoryStream> client(new MemoryStream(options, true));
    server->m_peer = client.get();
    client->m_peer = server.get();
    return {std::move(server), std::move(client)};
}

StreamInfo MemoryStream::info() const
{
    const auto protection = m_options.channelBinding.isEmpty() ? Protection::Plaintext : Protection::Tls;
    return {QStringLiteral("memory"), QStringLiteral("memory"), protection, {}};
}

qint64 MemoryStream::read(char *into, qint64 most)
{
    if (m_options.largestRead > 0)
        most = std::min<qint64>(most, m_options.largestRead);
    const qint64 length = std::min<qint64>(most, m_arrived.size());
    std::memcpy(into, m_arrived.constData(), static_cast<size_t>(length));
    m_arrived.remove(0, length);
    if (length > 0 && m_peer)
        m_peer->schedulePush();
    return length;
}

void MemoryStream::write(QByteArrayView bytes)
{
    if (!m_open || m_closing)
        return;
    m_queue.append(bytes);
    if (m_transcript.size() < MostTranscript)
        m_transcript.append(bytes);
    schedulePush();
}

void MemoryStream::schedulePush()
{
    if (std::exchange(m_pushScheduled, true))
        return;
    QMetaObject::invokeMethod(this, [this] {
        m_pushScheduled = false;
        push();
    }, Qt::QueuedConnection);
}

void MemoryStream::push()
{
    if (m_held || !m_open)
        return;
    if (m_peer && m_peer->m_open && !m_queue.isEmpty()) {
        const qint64 room = m_options.pipe - m_peer->m_arrived.size();
        const qint64 length = std::min<qint64>(room, m_queue.size());
        if (length > 0) {
            m_peer->m_arrived.append(m_queue.constData(), length);
            m_queue.remove(0, length);
            MemoryStream *peer = m_peer;
            QMetaObject::invokeMethod(peer, [peer] {
                if (peer->m_open)
                    Q_EMIT peer->readyRead();
            }, Qt::QueuedConnection);
            Q_EMIT drained();
        }
    }
    if (m_closing && (m_queue.isEmpty() || !m_peer)) {
        MemoryStream *peer = m_peer;
        finish({});
        if (peer)
            QMetaObject::invokeMethod(peer, [peer] { peer->finish({}); }, Qt::QueuedConnection);
    }
}

void MemoryStream::close()
{
    m_closing = true;
    schedulePush();
}

void MemoryStream::abort()
{
    MemoryStream *peer = m_peer;
    QMetaObject::invokeMethod(this, [this] { finish({}); }, Qt::QueuedConnection);
    if (peer)
        QMetaObject::invokeMethod(peer, [peer] { peer->finish({ErrorCode::ConnectionLost, {}}); }, Qt::QueuedConnection);
    m_queue.clear();
}

void MemoryStream::hold()
{
    m_held = true;
}

void MemoryStream::release()
{
    m_held = false;
    schedulePush();
}

void MemoryStream::cut()
{
    MemoryStream *peer = m_peer;
    if (peer)
        peer->finish({ErrorCode::ConnectionLost, {}});
    finish({ErrorCode::ConnectionLost, {}});
}

void MemoryStream::finish(const Error &error)
{
    if (!std::exchange(m_open, false))
        return;
    m_queue.clear();
    Q_EMIT closed(error);
}

} // namespace transom::transport
