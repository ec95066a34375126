// Tested by: services/router/domain/availability_test.cc
#include "router/domain/load.h"

#include <array>

#include "router/domain/reason_codes.h"

namespace leakproof::router {

std::optional<Cap> reached(const Load& caps, const Load& load) {
  const auto full = [](int count, int cap) { return cap > 0 && count >= cap; };
  if (full(load.open, caps.open)) return Cap::kOpen;
  if (full(load.hour, caps.hour)) return Cap::kHour;
  if (full(load.day, caps.day)) return Cap::kDay;
  if (full(load.week, caps.week)) return Cap::kWeek;
  if (full(load.month, caps.month)) return Cap::kMonth;
  return std::nullopt;
}

Reason member_at(Cap cap) {
  static constexpr std::array kByCap = {Reason::kAtCapOpen, Reason::kAtCapHour, Reason::kAtCapDay, Reason::kAtCapWeek,
                                        Reason::kAtCapMonth};
  return kByCap[static_cast<std::size_t>(cap)];
}

Reason pool_at(Cap cap) {
  static constexpr std::array kByCap = {Reason::kPoolAtCapOpen, Reason::kPoolAtCapHour, Reason::kPoolAtCapDay,
                                        Reason::kPoolAtCapWeek, Reason::kPoolAtCapMonth};
  return kByCap[static_cast<std::size_t>(cap)];
}

}  // namespace leakproof::router
