#include "nurture/domain/journey_engine.h"

#include <algorithm>

namespace leakproof::nurture {
namespace {

class Walk {
 public:
  Walk(const Journey& journey, JourneyCursor& cursor, const JourneyInput& input)
      : journey_(journey), cursor_(cursor), input_(input) {}

  Advance run() {
    while (!then_) step();
    return {std::move(taken_), std::move(*then_)};
  }

 private:
  void step() {
    if (cursor_.step_id.empty()) return exit("completed", true);
    step_ = std::ranges::find(journey_.steps, cursor_.step_id, &Step::step_id);
    if (step_ == journey_.steps.end()) return exit("step_removed", true);
    // Branches lead forward in a checked journey; any other ends here.
    if (taken_.size() == journey_.steps.size()) return exit("loop", true);
    std::visit([this](const auto& what) { take(what); }, step_->what);
  }
  void take(const Wait& wait) {
    done();
    then_ = WaitUntil{input_.now + wait.length};
  }
  void take(const Send& send) {
    if (is_done()) return done();
    if (const auto why = input_.no_send.find(send.channel); why != input_.no_send.end()) return suppress(why->second);
    if (const auto why = input_.withheld.find(step_->step_id); why != input_.withheld.end())
      return suppress(why->second);
    if (input_.send_from > input_.now) {
      then_ = WaitUntil{input_.send_from, true};  // and asks again then
      return;
    }
    then_ = SendMessage{step_->step_id};
    done();
  }
  void take(const Branch& branch) {
    const bool met = branch.when.evaluate(input_.facts, input_.now).is_true();
    const std::string to = met ? branch.then_id : branch.else_id;
    done();
    if (!to.empty()) cursor_.step_id = to;
  }
  void take(const Exit& how) {
    done();
    exit(how.reason, how.hand_back);
  }
  bool is_done() const { return std::ranges::find(cursor_.steps_done, step_->step_id) != cursor_.steps_done.end(); }
  void suppress(NoSend why) { done(std::string(name_of(why))); }
  // Notes the step and goes behind it.
  void done(std::string suppressed = {}) {
    taken_.push_back({step_->step_id, std::move(suppressed)});
    if (!is_done()) cursor_.steps_done.push_back(step_->step_id);
    cursor_.step_id = step_ + 1 == journey_.steps.end() ? std::string() : (step_ + 1)->step_id;
  }
  void exit(std::string reason, bool hand_back) { then_ = ExitJourney{std::move(reason), hand_back}; }

  const Journey& journey_;
  JourneyCursor& cursor_;
  const JourneyInput& input_;
  std::vector<Step>::const_iterator step_;
  std::vector<StepTaken> taken_;
  std::optional<std::variant<WaitUntil, SendMessage, ExitJourney>> then_;
};

bool holds(const std::optional<rules::Program>& condition, const JourneyInput& input) {
  return condition && condition->evaluate(input.facts, input.now).is_true();
}

}  // namespace

MessagesToCome messages_to_come(const Journey& journey, const JourneyCursor& cursor, const JourneyInput& input) {
  MessagesToCome to_come;
  for (auto step = std::ranges::find(journey.steps, cursor.step_id, &Step::step_id); step != journey.steps.end();
       ++step) {
    const auto* send = std::get_if<Send>(&step->what);
    if (send == nullptr || std::ranges::find(cursor.steps_done, step->step_id) != cursor.steps_done.end()) continue;
    const auto why = input.no_send.find(send->channel);
    if (why == input.no_send.end()) return {true, std::nullopt};
    if (!to_come.any) to_come = {true, why->second};
  }
  return to_come;
}

std::optional<ExitJourney> exits_early(const Journey& journey, const JourneyCursor& cursor, const JourneyInput& input) {
  if (input.opted_out) return ExitJourney{"opted_out", false};
  if (holds(journey.exit_when, input)) return ExitJourney{"exit_when", false};
  if (holds(journey.goal, input)) return ExitJourney{"goal", true};
  const auto why = messages_to_come(journey, cursor, input).none_may_go;
  if (why == NoSend::kOptedOut) return ExitJourney{"opted_out", false};
  if (why && journey.gives_back_mute) return ExitJourney{std::string(name_of(*why)), true};
  return std::nullopt;
}

Advance advance(const Journey& journey, JourneyCursor& cursor, const JourneyInput& input) {
  if (auto early = exits_early(journey, cursor, input)) return {{}, std::move(*early)};
  return Walk(journey, cursor, input).run();
}

}  // namespace leakproof::nurture
