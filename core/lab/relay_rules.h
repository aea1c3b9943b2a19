#pragma once

#include "core/lab/relay_faults.h"

#include <deque>
#include <optional>

namespace transom::lab {

/// The faults of one direction with the moments from which they hold. Pure; times are nanoseconds of monotonicNs().
class RelayRules
{
public:
    static constexpr size_t MostRules = 64;

    /// On top of those that are there: what it names replaces theirs, from its own moment on. Above MostRules the oldest goes.
    void add(const Faults &faults, qint64 now);
    void clear() { m_rules.clear(); }
    /// This kind alone, of all rules.
    void remove(FaultKind kind);
    bool isEmpty() const { return m_rules.empty(); }

    /// What holds for the byte at `offset` now. A stall, a reset or a half-close is given once.
    Faults take(qint64 offset, qint64 now);
    /// The same, and the rules that gave it are gone.
    Faults takeAway(qint64 offset, qint64 now);
    /// The first offset inside (begin, end) at which something begins.
    std::optional<qint64> cut(qint64 begin, qint64 end) const;
    /// A stall, a reset or a half-close whose time has come, without any byte; once.
    Faults takeTimed(qint64 now);
    /// When that will be the next time.
    std::optional<qint64> nextTimed() const;

private:
    struct Rule
    {
        Faults faults;
        qint64 since = 0;
        bool isTimed() const { return faults.after.count() > 0 && faults.fromByte == 0 && (faults.stall.count() > 0 || faults.reset || faults.halfClose); }
    };

    static Faults takeOnce(Rule &rule);
    static void lay(const Faults &taken, Faults &all);
    void dropEmpty();

    std::deque<Rule> m_rules;
};

} // namespace transom::lab
