// Which leads are in which class that sweeps look for, and since when: indices by age, a count a class, and how far
// each rule of the configuration has come. A lead enters and leaves with what happens to it; nothing is ever searched.
// One input's lifetime.
//
// Cost: two writes where a lead enters or leaves a class, none where it stays. A look reads the rule's due leads and
// one behind them, however many there are.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "leakproof/state/v1/state.pb.h"
#include "router/domain/sweep.h"
#include "router/state/routed_lead_codec.h"
#include "stream/processor.h"

namespace leakproof::router {

class SweepIndex {
 public:
  SweepIndex(stream::Draft& draft, std::string workspace) : draft_(draft), workspace_(std::move(workspace)) {}

  // `before` is as it is stored (empty for a new lead). Writes into the message of `after` which classes it is in.
  void move(const state::v1::RoutedLead& before, StoredLead& after);

  // What a rule finds now: each lead once for as long as it stays in the class, oldest first, kLeadsAStep at most.
  // `due` is that of the timer that fired; nullopt when another is in force.
  struct Found {
    std::string key, lead_id;
    std::int64_t since_micros;
  };
  struct Look {
    std::vector<Found> found;
    Instant next;  // when the rule is to look again
  };
  std::optional<Look> look(const SweepRule& rule, std::int64_t due_micros);
  // The rule acts on this lead now, and has come up to it.
  void pass(const SweepRule& rule, const Found& found);
  void look_again(const SweepRule& rule, Instant at);

  // The rules of a new configuration look at once; what rules of before have come to is kept by kind and action.
  void plan(const std::vector<SweepRule>& rules);

 private:
  void enter(SweepKind kind, const std::string& lead_id, state::v1::SweepMark& mark, state::v1::SweepState& state);
  void leave(SweepKind kind, const std::string& lead_id, const state::v1::SweepMark& mark,
             state::v1::SweepState& state);
  void set_timer(SweepKind kind, const std::string& action, Instant at, state::v1::SweepCursor& cursor);
  void clear_timer(SweepKind kind, const std::string& action, const state::v1::SweepCursor& cursor);

  stream::Draft& draft_;
  std::string workspace_;
};

}  // namespace leakproof::router
