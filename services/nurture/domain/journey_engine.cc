#include "nurture/domain/journey_engine.h"

#include <algorithm>

namespace leakproof::nurture {
namespace {

class Walk {
 public:
  Walk(const Journey& journey, JourneyCursor& cursor, const JourneyInput& input)
      : journey_(journey), place_(cursor), situation_(input) {}

  Advance run() {
    while (!then_) step();
    return {std::move(taken_), std::move(*then_)};
  }

 private:
  void step() {
    if (place_.step_id.empty()) return leave("completed", true);
    step_ = std::find_if(journey_.steps.begin(), journey_.steps.end(),
                         [&](const Step& one) { return one.step_id == place_.step_id; });
    if (step_ == journey_.steps.end()) return leave("step_removed", true);
    // Branches lead forward in a checked journey; any other ends here.
    if (taken_.size() == journey_.steps.size()) return leave("loop", true);
    std::visit([this](const auto& what) { take(what); }, step_->what);
  }
  void take(const Wait& wait) {
    done();
    then_ = WaitUntil{situation_.now + wait.length};
  }
  void take(const Send&) {
    const auto& before = place_.steps_done;
    if (std::find(before.begin(), before.end(), step_->step_id) != before.end()) return done();
    if (!situation_.no_send.empty()) return done(situation_.no_send);
    if (situation_.send_from > situation_.now) {
      then_ = WaitUntil{situation_.send_from};  // and asks again then
      return;
    }
    then_ = SendMessage{step_->step_id};
    done();
  }
  void take(const Branch& branch) {
    const bool met = branch.when.evaluate(situation_.facts, situation_.now).is_true();
    const std::string to = met ? branch.then_id : branch.else_id;
    done();
    if (!to.empty()) place_.step_id = to;
  }
  void take(const Exit& exit) {
    done();
    leave(exit.reason, exit.hand_back);
  }
  // Notes the step and goes behind it.
  void done(std::string suppressed = {}) {
    taken_.push_back({step_->step_id, std::move(suppressed)});
    auto& before = place_.steps_done;
    if (std::find(before.begin(), before.end(), step_->step_id) == before.end()) before.push_back(step_->step_id);
    place_.step_id = step_ + 1 == journey_.steps.end() ? std::string() : (step_ + 1)->step_id;
  }
  void leave(std::string reason, bool hand_back) { then_ = ExitJourney{std::move(reason), hand_back}; }

  const Journey& journey_;
  JourneyCursor& place_;
  const JourneyInput& situation_;
  std::vector<Step>::const_iterator step_;
  std::vector<Taken> taken_;
  std::optional<std::variant<WaitUntil, SendMessage, ExitJourney>> then_;
};

bool holds(const std::optional<rules::Program>& condition, const JourneyInput& input) {
  return condition && condition->evaluate(input.facts, input.now).is_true();
}

}  // namespace

std::optional<ExitJourney> leaves_early(const Journey& journey, const JourneyInput& input) {
  if (input.opted_out) return ExitJourney{"opted_out", false};
  if (holds(journey.exit_when, input)) return ExitJourney{"exit_when", false};
  if (holds(journey.goal, input)) return ExitJourney{"goal", true};
  return std::nullopt;
}

Advance advance(const Journey& journey, JourneyCursor& cursor, const JourneyInput& input) {
  if (auto early = leaves_early(journey, input)) return {{}, std::move(*early)};
  return Walk(journey, cursor, input).run();
}

}  // namespace leakproof::nurture
