// The leads the router knows, with everything that follows from them kept in step in one place: who owns which, who
// waits where, who is escalated, in which class that sweeps look for, each member's and each pool's open work, each
// pool's held leads, how long they wait, and the ledger counts. One input's lifetime.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leakproof/state/v1/state.pb.h"
#include "router/state/routed_lead_codec.h"
#include "stream/processor.h"

namespace leakproof::router {

class LeadRepository {
 public:
  LeadRepository(stream::Draft& draft, std::string workspace) : draft_(draft), workspace_(std::move(workspace)) {}
  std::optional<StoredLead> find(const std::string& lead_id);
  // Stores the lead (by its id) and moves indices and counts from what is stored to it. Afterwards its message says
  // what is stored.
  void save(StoredLead& lead);
  // Ids of leads in the pool's hold behind index key `after` (empty = from the first), in the order they are to be
  // served.
  struct Waiting {
    std::string index_key;
    std::string lead_id;
    std::string order;  // sorts as the leads of all pools together are to be served
  };
  std::vector<Waiting> held(const std::string& pool_id, const std::string& after, std::size_t max);
  std::vector<std::string> owned_by(const MemberId& member);

 private:
  void move_ownership(const RoutedLead& before, const RoutedLead& after);
  void move_hold(const RoutedLead& before, const RoutedLead& after);
  void move_waiting(const RoutedLead& before, const RoutedLead& after);
  void move_escalated(const RoutedLead& before, const RoutedLead& after);
  void move_pool_load(const RoutedLead& before, const RoutedLead& after);
  void count(const RoutedLead* before, const RoutedLead& after);
  void add_open(const MemberId& member, int by);
  void add_open(const PoolId& pool, int by);
  void add_held(const PoolId& pool, int by);

  stream::Draft& draft_;
  std::string workspace_;
};

}  // namespace leakproof::router
