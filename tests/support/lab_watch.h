#pragma once

#include "tests/support/lab_events.h"

#include <QFile>
#include <QRandomGenerator>
#include <QtEndian>

/// For tests of lab servers and clients whose peers mean harm.
namespace transom::test {

inline constexpr qint64 MiB = 1024 * 1024;

/// What happens, and nothing of the bytes: a test of memory must not keep them.
class Watch
{
public:
    LabSink sink()
    {
        return [this](const LabEvent &event) {
            const std::lock_guard lock(m_mutex);
            ++m_counts[static_cast<int>(event.kind)];
            if (event.kind == Kind::Call && event.call.call == CallRecord::Call::Send)
                m_sent += event.call.bytes.size();
            m_longest = std::max(m_longest, event.text.size());
            if (event.kind == Kind::Finish || event.kind == Kind::Ended)
                m_errors[event.kind == Kind::Ended ? 0 : event.stream] = event.error;
            if (event.kind == Kind::Problem && m_problems.size() < 20)
                m_problems += event.text;
            m_changed.notify_all();
        };
    }
    bool wait(Kind kind, int count = 1, std::chrono::milliseconds time = 30s)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, time, [&] { return m_counts[static_cast<int>(kind)] >= count; });
    }
    bool waitForEnd(quint64 stream)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 30s, [&] { return m_errors.contains(stream); });
    }
    /// How a connection has ended; 0: all of it.
    ErrorCode codeOf(quint64 stream) const
    {
        const std::lock_guard lock(m_mutex);
        return m_errors.value(stream).code;
    }
    QStringList problems() const
    {
        const std::lock_guard lock(m_mutex);
        return m_problems;
    }
    /// Whose bytes have been told.
    qint64 bytesSent() const
    {
        const std::lock_guard lock(m_mutex);
        return m_sent;
    }
    qsizetype longestText() const
    {
        const std::lock_guard lock(m_mutex);
        return m_longest;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    QHash<int, int> m_counts;
    QHash<quint64, Error> m_errors;
    QStringList m_problems;
    qint64 m_sent = 0;
    qsizetype m_longest = 0;
};

/// How much more memory than at its beginning the process has had at once, since then.
class Peak
{
public:
    Peak()
    {
        QFile file(u"/proc/self/clear_refs"_s);
        if (file.open(QIODevice::WriteOnly))
            file.write("5"); // proc(5): begins the peak anew
        m_before = line("VmRSS:");
    }
    qint64 grown() const
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        return 0; // it keeps what was freed: its memory says nothing of ours
#else
        return line("VmHWM:") - m_before;
#endif
    }

private:
    static qint64 line(const char *name)
    {
        QFile file(u"/proc/self/status"_s);
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QByteArrayList lines = file.readAll().split('\n');
        for (const QByteArray &one : lines) {
            if (one.startsWith(name))
                return one.mid(static_cast<qsizetype>(qstrlen(name))).trimmed().split(' ').first().toLongLong() * 1024;
        }
        return 0;
    }
    qint64 m_before = 0;
};

inline QByteArray littleEndian(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

/// No command and no text in any encoding; none of them means anything to a shell, which is where some dialects take it.
inline QByteArray garbage(qsizetype size)
{
    QRandomGenerator random(20);
    QByteArray bytes(size, '\0');
    for (char &byte : bytes)
        byte = static_cast<char>(random.bounded(0x80, 0x100));
    return bytes;
}

} // namespace transom::test
