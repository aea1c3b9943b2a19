#pragma once

#include <QHashFunctions>

#include <compare>

namespace transom {

/// An integer that cannot be mixed up with another kind of integer.
template<class Tag, class Integer>
struct StrongId
{
    Integer value{};

    constexpr auto operator<=>(const StrongId &) const = default;
    friend size_t qHash(StrongId id, size_t seed = 0) noexcept { return ::qHash(id.value, seed); }
};

/// A channel's number on one session. 0 is the session itself; the opener of a channel counts up from 1.
using ChannelId = StrongId<struct ChannelTag, quint32>;
/// A session's number within one process, never reused.
using SessionId = StrongId<struct SessionTag, quint64>;

} // namespace transom
