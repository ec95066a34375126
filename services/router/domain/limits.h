// Bounds of one decision and of one step of work, in one place.
#pragma once
#include <chrono>
#include <cstddef>

#include "base/time.h"

namespace leakproof::router {
inline constexpr std::size_t kRulesKept = 32;     // of a decision: the last ones looked at
inline constexpr std::size_t kRulesIndexed = 32;  // so many rules, and more, are asked through an index
inline constexpr Duration kHoldMaxDefault = std::chrono::hours(24);
inline constexpr int kLeadsAStep =
    64;  // moved by one input or timer (a drain, a member's leave); the rest follows at once
inline constexpr int kHoursKept = 24;  // counts of caps: a clock may be set back by a day
inline constexpr int kDaysKept = 1;
inline constexpr int kWeeksKept = 1;
inline constexpr int kMonthsKept = 1;
inline constexpr int kLeadsLookedAt = 256;      // in holds, by one step of a drain
inline constexpr std::size_t kOfferedMax = 64;  // members of an offer to many: the first of those eligible
inline constexpr std::size_t kNotificationBytesMax = 20 * 1024;
inline constexpr std::size_t kTextBytesMax = 4000;      // of a notification in words: bots take 4096 characters
inline constexpr std::size_t kTextValueBytesMax = 300;  // of one value in it
}  // namespace leakproof::router
