#include "core/lab/relay_rules.h"

#include <algorithm>
#include <utility>

namespace transom::lab {

namespace {

qint64 ns(std::chrono::milliseconds time)
{
    return std::max<qint64>(std::chrono::nanoseconds(time).count(), 0);
}

} // namespace

Faults Faults::over(const Faults &others) const
{
    Faults all = *this;
    const auto take = [&](auto field) {
        if (all.*field == Faults().*field)
            all.*field = others.*field;
    };
    for (const auto field : {&Faults::delay, &Faults::jitter, &Faults::splitGap, &Faults::merge, &Faults::stall})
        take(field);
    for (const auto field : {&Faults::reset, &Faults::halfClose})
        take(field);
    for (const auto field : {&Faults::flip, &Faults::loss, &Faults::duplicate, &Faults::reorder})
        take(field);
    take(&Faults::rate);
    take(&Faults::split);
    return all;
}

Faults Faults::without(FaultKind kind) const
{
    Faults rest = *this;
    switch (kind) {
    case FaultKind::Delay:
        rest.delay = rest.jitter = ms(0);
        break;
    case FaultKind::Rate:
        rest.rate = 0;
        break;
    case FaultKind::Split:
        rest.split = 0;
        rest.splitGap = ms(0);
        break;
    case FaultKind::Merge:
        rest.merge = ms(0);
        break;
    case FaultKind::Stall:
        rest.stall = ms(0);
        break;
    case FaultKind::Reset:
        rest.reset = false;
        break;
    case FaultKind::HalfClose:
        rest.halfClose = false;
        break;
    case FaultKind::Flip:
        rest.flip = 0;
        break;
    case FaultKind::Loss:
        rest.loss = 0;
        break;
    case FaultKind::Duplicate:
        rest.duplicate = 0;
        break;
    case FaultKind::Reorder:
        rest.reorder = 0;
        break;
    case FaultKind::Hold:
    case FaultKind::None:
        break;
    }
    return rest;
}

bool Faults::isNothing() const
{
    Faults bare = *this;
    bare.fromByte = 0;
    bare.after = ms(0);
    bare.once = false;
    return bare == Faults();
}

void RelayRules::add(const Faults &faults, qint64 now)
{
    if (faults.isNothing())
        return;
    m_rules.push_back({faults, now + ns(faults.after)});
    if (m_rules.size() > MostRules)
        m_rules.pop_front();
}

void RelayRules::remove(FaultKind kind)
{
    for (Rule &rule : m_rules)
        rule.faults = rule.faults.without(kind);
    dropEmpty();
}

void RelayRules::dropEmpty()
{
    std::erase_if(m_rules, [](const Rule &rule) { return rule.faults.isNothing(); });
}

Faults RelayRules::takeOnce(Rule &rule)
{
    const Faults all = rule.faults;
    rule.faults.stall = Faults::ms(0);
    // What resets or ends has nothing left to do it to; the rest of the rule stays true.
    rule.faults.reset = rule.faults.halfClose = false;
    return all;
}

/// The bytes before the one where it begins end the direction: a half-close keeps that number.
void RelayRules::lay(const Faults &taken, Faults &all)
{
    const qint64 begin = taken.halfClose ? taken.fromByte : all.fromByte;
    all = taken.over(all);
    all.fromByte = begin;
    all.after = {};
}

Faults RelayRules::take(qint64 offset, qint64 now)
{
    Faults all;
    bool once = false;
    for (Rule &rule : m_rules) {
        if (rule.faults.fromByte > offset || rule.since > now)
            continue;
        const Faults taken = takeOnce(rule);
        once = once || taken != rule.faults;
        lay(taken, all);
    }
    if (once)
        dropEmpty();
    return all;
}

Faults RelayRules::takeAway(qint64 offset, qint64 now)
{
    Faults all;
    std::erase_if(m_rules, [&](const Rule &rule) {
        const bool holds = rule.faults.fromByte <= offset && rule.since <= now;
        if (holds)
            lay(rule.faults, all);
        return holds;
    });
    return all;
}

std::optional<qint64> RelayRules::cut(qint64 begin, qint64 end) const
{
    std::optional<qint64> first;
    for (const Rule &rule : m_rules) {
        const qint64 at = rule.faults.fromByte;
        if (at > begin && at < end && (!first || at < *first))
            first = at;
    }
    return first;
}

Faults RelayRules::takeTimed(qint64 now)
{
    Faults all;
    for (Rule &rule : m_rules) {
        if (!rule.isTimed() || rule.since > now)
            continue;
        Faults taken;
        taken.stall = std::exchange(rule.faults.stall, Faults::ms(0));
        taken.reset = std::exchange(rule.faults.reset, false);
        taken.halfClose = std::exchange(rule.faults.halfClose, false);
        all = taken.over(all);
    }
    if (!all.isNothing())
        dropEmpty();
    return all;
}

std::optional<qint64> RelayRules::nextTimed() const
{
    std::optional<qint64> next;
    for (const Rule &rule : m_rules) {
        if (rule.isTimed() && (!next || rule.since < *next))
            next = rule.since;
    }
    return next;
}

} // namespace transom::lab
