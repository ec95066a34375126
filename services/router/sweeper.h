// Acts on leads that stay as they are for too long, as the sweeps of the configuration say. It needs the draft, the
// configuration in force and the session that moves leads; nothing knows of it but the processor. One input's lifetime.
#pragma once
#include <cstdint>
#include <string>

#include "router/state/sweep_index.h"

namespace leakproof::router {

struct ActiveConfig;
class RoutingSession;

class Sweeper {
 public:
  Sweeper(stream::Draft& draft, const ActiveConfig& active, RoutingSession& session);
  // The rules of a new configuration look at once.
  void plan();
  // Acts on the leads that a rule finds now, a bounded number. `subject` and `due_micros` are those of the timer that
  // fired.
  void sweep(const std::string& subject, std::int64_t due_micros);

 private:
  void act(const SweepRule& rule, StoredLead lead, std::int64_t since_micros);
  // Whom a sweep that escalates tells: the member it names, or who is next in line.
  MemberId told_by(const SweepRule& rule, const StoredLead& lead);
  void tell(const SweepRule& rule, StoredLead& lead, std::int64_t since_micros);
  void send_elsewhere(const SweepRule& rule, StoredLead lead);

  stream::Draft& draft_;
  const ActiveConfig& active_;
  RoutingSession& session_;
  SweepIndex index_;
};

}  // namespace leakproof::router
