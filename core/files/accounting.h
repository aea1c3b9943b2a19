#pragma once

#include "core/base/error.h"
#include "core/base/space.h"
#include "core/protocol/file_messages.h"

#include <algorithm>
#include <atomic>

namespace transom::files {

/// Who may store how much, whoever keeps the books. Called on the disk pool; may block; several threads at once.
class Accounting
{
public:
    virtual ~Accounting() = default;

    /// QuotaExceeded, and nothing is taken, where so much more does not fit.
    virtual Result<void> reserve(qint64 userId, Space space) = 0;
    virtual void release(qint64 userId, Space space) = 0;
    /// The reservation becomes use: what was really added is `usedDelta`.
    virtual void commit(qint64 userId, Space reserved, Space usedDelta) = 0;
    virtual void adjust(qint64 userId, Space delta) = 0;
    virtual Result<protocol::FilesQuotaResult> usage(qint64 userId) = 0;
};

/// A reservation that gives back what was not used.
class Reservation
{
public:
    static Result<Reservation> take(Accounting &accounting, qint64 userId, Space space)
    {
        if (auto reserved = accounting.reserve(userId, space); !reserved)
            return tl::make_unexpected(reserved.error());
        return Reservation(accounting, userId, space);
    }
    ~Reservation()
    {
        if (m_accounting)
            m_accounting->release(m_userId, m_space);
    }
    Reservation(Reservation &&other) noexcept
        : m_accounting(std::exchange(other.m_accounting, nullptr))
        , m_userId(other.m_userId)
        , m_space(other.m_space)
    {}
    Reservation(const Reservation &) = delete;
    Reservation &operator=(const Reservation &) = delete;
    Reservation &operator=(Reservation &&) = delete;

    void commit(Space usedDelta)
    {
        if (Accounting *accounting = std::exchange(m_accounting, nullptr))
            accounting->commit(m_userId, m_space, usedDelta);
    }

    /// More of the same account.
    void add(Reservation &&more)
    {
        if (std::exchange(more.m_accounting, nullptr))
            m_space += std::exchange(more.m_space, {});
    }

    /// So much of it becomes use now; the rest stays reserved.
    void commitPart(Space reserved, Space usedDelta)
    {
        reserved = {std::min(reserved.bytes, m_space.bytes), std::min(reserved.files, m_space.files)};
        m_space -= reserved;
        if (m_accounting && !(reserved.isNothing() && usedDelta.isNothing()))
            m_accounting->commit(m_userId, reserved, usedDelta);
    }

private:
    Reservation(Accounting &accounting, qint64 userId, Space space)
        : m_accounting(&accounting)
        , m_userId(userId)
        , m_space(space)
    {}

    Accounting *m_accounting;
    qint64 m_userId;
    Space m_space;
};

} // namespace transom::files
