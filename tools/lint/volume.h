// Whether caps carry the leads of a period that was: each lead goes to the pool that the rules looked at lead it to
// now, as if it came for the first time. A pool is held to its own members' caps on the days and hours on which they
// work, as if no other pool had them; then all pools together. What a lead costs that goes to a second member comes on
// top. One thread; 16 bytes a lead.
#pragma once
#include <set>

#include "leakproof/lead/v1/decision.pb.h"
#include "lint/lint.h"

namespace leakproof::router {

inline constexpr std::chrono::days kVolumePeriod{30};

class Volume {
 public:
  // `routing` outlives it.
  explicit Volume(const Routing& routing) : routing_(routing) {}
  // Those that are of no new lead are passed over.
  void add(const lead::v1::Decision& past);
  bool empty() const { return arrivals_.empty(); }
  // What the last 30 days of it show.
  void look_at(LintReport& report) const;

 private:
  struct Arrival {
    Instant at;
    const Pool* pool;
  };
  struct Sum {
    std::int64_t leads = 0;
    std::map<std::int64_t, int> by_day;  // local to the pool
  };
  void look_at_pool(const Pool& pool, const Sum& sum, LintReport& report) const;
  void look_at_all(const std::map<const Pool*, Sum>& sums, LintReport& report) const;

  const Routing& routing_;
  std::vector<Arrival> arrivals_;
  Instant last_{};
};

}  // namespace leakproof::router
