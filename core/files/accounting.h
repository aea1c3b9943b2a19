#pragma once

#include "core/base/error.h"
#include "core/protocol/file_messages.h"

#include <atomic>

namespace transom::files {

/// Who may store how much, whoever keeps the books. Bytes. Called on the disk pool; may block; several threads at once.
class Accounting
{
public:
    virtual ~Accounting() = default;

    /// QuotaExceeded, and nothing is taken, where `bytes` more do not fit.
    virtual Result<void> reserve(qint64 userId, qint64 bytes) = 0;
    virtual void release(qint64 userId, qint64 bytes) = 0;
    /// The reservation becomes use: what was really added is `usedDelta`.
    virtual void commit(qint64 userId, qint64 reserved, qint64 usedDelta) = 0;
    virtual void adjust(qint64 userId, qint64 delta) = 0;
    virtual Result<protocol::FilesQuotaResult> usage(qint64 userId) = 0;
};

/// A reservation that gives back what was not used.
class Reservation
{
public:
    static Result<Reservation> take(Accounting &accounting, qint64 userId, qint64 bytes)
    {
        if (auto reserved = accounting.reserve(userId, bytes); !reserved)
            return tl::make_unexpected(reserved.error());
        return Reservation(accounting, userId, bytes);
    }
    ~Reservation()
    {
        if (m_accounting)
            m_accounting->release(m_userId, m_bytes);
    }
    Reservation(Reservation &&other) noexcept
        : m_accounting(std::exchange(other.m_accounting, nullptr))
        , m_userId(other.m_userId)
        , m_bytes(other.m_bytes)
    {}
    Reservation(const Reservation &) = delete;
    Reservation &operator=(const Reservation &) = delete;
    Reservation &operator=(Reservation &&) = delete;

    void commit(qint64 usedDelta)
    {
        if (Accounting *accounting = std::exchange(m_accounting, nullptr))
            accounting->commit(m_userId, m_bytes, usedDelta);
    }

private:
    Reservation(Accounting &accounting, qint64 userId, qint64 bytes)
        : m_accounting(&accounting)
        , m_userId(userId)
        , m_bytes(bytes)
    {}

    Accounting *m_accounting;
    qint64 m_userId;
    qint64 m_bytes;
};

} // namespace transom::files
