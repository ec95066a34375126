// The leads that wait, pool by pool: served when somebody becomes free, hottest and then oldest first, a bounded number
// a step. It needs the draft, the configuration in force, the leads and the roster; where a lead goes is the caller's
// word. One input's lifetime.
#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/id.h"
#include "router/domain/reason_codes.h"
#include "stream/processor.h"

namespace leakproof::router {

struct ActiveConfig;
class LeadRepository;
class Roster;
struct StoredLead;

class HoldQueue {
 public:
  // Decides anew where the lead goes. False: it goes on waiting where it is.
  using Route = std::function<bool(StoredLead, Trigger)>;

  HoldQueue(stream::Draft& draft, const ActiveConfig& active, LeadRepository& leads, Roster& roster);
  // Serves those who wait in any of the pools, then sets the timers of the next moments to look again. `go_on`: behind
  // where the last step ended.
  void drain(const std::set<PoolId>& pools, bool go_on, const Route& route);
  // The timer of the pool: set for when the clock alone may make somebody free, or, with `go_on_after`, for now: there
  // is more to look at behind this key of the index.
  void look_again(const PoolId& pool, const std::optional<std::string>& go_on_after = std::nullopt);
  // The timer fired that was due then. False: it had been taken back.
  bool take_timer(const PoolId& pool, std::int64_t due_micros);
  std::set<PoolId> pools();  // all that ever held a lead

 private:
  struct Line;
  Line* first_of(std::vector<Line>& lines);

  stream::Draft& draft_;
  const ActiveConfig& active_;
  LeadRepository& leads_;
  Roster& roster_;
  std::string workspace_;
};

}  // namespace leakproof::router
