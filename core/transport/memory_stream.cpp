#include "core/transport/memory_stream.h"

#include <QPointer>

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
        m_peer->end({});
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
    if (m_closing)
        return 0;
    if (m_options.largestRead > 0)
        most = std::min<qint64>(most, m_options.largestRead);
    const qint64 length = std::min<qint64>(most, m_arrived.size());
    std::memcpy(into, m_arrived.constData(), static_cast<size_t>(length));
    m_arrived.remove(0, length);
    if (length > 0 && m_peer)
        m_peer->schedulePush();
    endIfRead();
    return length;
}

void MemoryStream::write(QByteArrayView bytes)
{
    if (!m_open || m_closing)
        return;
    m_queue.append(bytes);
    if (m_flipFrom > 0 && bytes.size() >= m_flipFrom) {
        char &damaged = m_queue[m_queue.size() - bytes.size() / 2];
        damaged = static_cast<char>(static_cast<unsigned char>(damaged) ^ 1u);
        m_flipFrom = 0;
        m_flipped = true;
    }
    if (m_transcript.size() < MostTranscript)
        m_transcript.append(bytes);
    schedulePush();
}

void MemoryStream::schedulePush()
{
    if (std::exchange(m_pushScheduled, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_pushScheduled = false;
            push();
        },
        Qt::QueuedConnection);
}

void MemoryStream::push()
{
    if (m_held || !m_open)
        return;
    if (m_peer && m_peer->m_open && !m_queue.isEmpty()) {
        qint64 length = std::min<qint64>(m_queue.size(), m_options.pipe - m_peer->m_arrived.size());
        if (m_options.largestDelivery > 0)
            length = std::min<qint64>(length, m_options.largestDelivery);
        if (length > 0) {
            m_peer->arrive(QByteArrayView(m_queue).first(length));
            m_queue.remove(0, length);
            if (!m_queue.isEmpty())
                schedulePush();
            const QPointer<MemoryStream> alive(this);
            Q_EMIT drained();
            if (!alive)
                return;
        }
    }
    if (m_closing && (m_queue.isEmpty() || !m_peer || m_peer->m_closing)) {
        if (m_peer)
            m_peer->end({});
        finish({});
    }
}

void MemoryStream::arrive(QByteArrayView bytes)
{
    if (m_closing) // as a socket that is being closed: read and thrown away
        return;
    m_arrived.append(bytes);
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_open && !m_arrived.isEmpty())
                Q_EMIT readyRead();
        },
        Qt::QueuedConnection);
}

void MemoryStream::end(const Error &error)
{
    if (!m_end)
        m_end = error;
    m_queue.clear();
    QMetaObject::invokeMethod(this, &MemoryStream::endIfRead, Qt::QueuedConnection);
}

void MemoryStream::endIfRead()
{
    if (m_end && m_open && (m_arrived.isEmpty() || m_closing))
        QMetaObject::invokeMethod(
            this, [this] { finish(*m_end); }, Qt::QueuedConnection);
}

void MemoryStream::close()
{
    if (std::exchange(m_closing, true))
        return;
    m_arrived.clear();
    if (m_peer)
        m_peer->schedulePush();
    schedulePush();
}

void MemoryStream::abort()
{
    m_closing = true;
    m_queue.clear();
    if (m_peer)
        m_peer->end({ErrorCode::ConnectionLost, {}});
    end({});
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
    const QPointer<MemoryStream> alive(this);
    if (m_peer)
        m_peer->finish({ErrorCode::ConnectionLost, {}});
    if (alive)
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
