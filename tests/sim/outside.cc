#include "outside.h"

namespace leakproof::sim {
namespace {

using namespace std::chrono_literals;
using stream::AttemptResult;

constexpr Duration kPatience = 30s;  // of a caller

}  // namespace

class Outside::Line final : public stream::OutboxSender {
 public:
  Line(Outside& outside, int machine, std::string stage, Life& life)
      : outside_(outside), machine_(machine), stage_(std::move(stage)), life_(life) {}
  void send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) override {
    if (!life_.goes_on()) return;
    const bool usual = outside_.manners_.empty();
    const Manner manner = usual ? Manner::kSlow : outside_.manners_.front();
    if (!usual) outside_.manners_.pop_front();
    if (manner == Manner::kFails || manner == Manner::kGivesUp) {
      ++outside_.counts_.of(Act::kCallFails);
      return done(
          {manner == Manner::kFails ? AttemptResult::State::kTryAgain : AttemptResult::State::kFailed, "refused", {}});
    }
    outside_.take(entry, stage_, machine_);
    if (!life_.goes_on_behind_call()) return;
    if (usual) return done({AttemptResult::State::kDelivered, "", {}});
    ++outside_.counts_.of(manner == Manner::kSlow ? Act::kCallSlow : Act::kCallUnanswered);
    // As the product's own callers: a mail whose fate is not known counts as failed, a webhook is called again.
    const auto unanswered = entry.at_most_once() ? AttemptResult::State::kFailed : AttemptResult::State::kTryAgain;
    const AttemptResult answer{manner == Manner::kSlow ? AttemptResult::State::kDelivered : unanswered, "", {}};
    outside_.agenda_.in(kPatience, [answer, done = std::move(done)] { done(answer); });
  }

 private:
  Outside& outside_;
  const int machine_;
  const std::string stage_;
  Life& life_;
};

std::unique_ptr<stream::OutboxSender> Outside::line(int machine, std::string stage, Life& life) {
  return std::make_unique<Line>(*this, machine, std::move(stage), life);
}

void Outside::take(const journal::v1::OutboxEntry& entry, const std::string& stage, int machine) {
  evidence_.called.push_back({entry, stage, machine, agenda_.now()});
  trace_.mix_bytes(entry.id());
  trace_.say([&] {
    return stage + " on machine " + std::to_string(machine) + " calls " + entry.channel() + " " + entry.id();
  });
}

}  // namespace leakproof::sim
