// The leads the router knows, with everything that follows from them kept in step in one place: who owns which, who
// waits where, who is escalated, in which class that sweeps look for, each member's and each pool's open work, each
// pool's held leads, how long they wait, and the ledger counts. One input's lifetime.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leakproof/state/v1/state.pb.h"
#include "router/domain/lead_lifecycle.h"
#include "stream/processor.h"

namespace leakproof::router {

class LeadRepository {
 public:
  LeadRepository(stream::Draft& draft, std::string workspace) : draft_(draft), workspace_(std::move(workspace)) {}
  std::optional<state::v1::RoutedLead> find(const std::string& lead_id);
  // Stores the lead (by its id) and moves indices and counts from what is stored to it.
  void save(state::v1::RoutedLead lead);
  // Ids of leads in the pool's hold behind index key `after` (empty = from the first), in the order they are to be
  // served.
  struct Waiting {
    std::string index_key;
    std::string lead_id;
    std::string order;  // sorts as the leads of all pools together are to be served
  };
  std::vector<Waiting> held(const std::string& pool_id, const std::string& after, std::size_t max);
  std::vector<std::string> owned_by(const std::string& member_id);

 private:
  void move_ownership(const state::v1::RoutedLead& before, const state::v1::RoutedLead& after);
  void move_hold(const state::v1::RoutedLead& before, const state::v1::RoutedLead& after);
  void move_waiting(const state::v1::RoutedLead& before, const state::v1::RoutedLead& after);
  void move_pool_load(const state::v1::RoutedLead& before, const state::v1::RoutedLead& after);
  void count(const state::v1::RoutedLead* before, const state::v1::RoutedLead& after);
  void add_open(const std::string& member_id, int by);
  void add_held(const std::string& pool_id, int by);

  stream::Draft& draft_;
  std::string workspace_;
};

inline LeadStatus status_of(const state::v1::RoutedLead& lead) { return static_cast<LeadStatus>(lead.status()); }
inline bool is_owned(const state::v1::RoutedLead& lead) { return owned(status_of(lead)); }

}  // namespace leakproof::router
