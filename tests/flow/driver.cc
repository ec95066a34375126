#include "driver.h"

#include <utility>

#include "base/check.h"
#include "stream/append_sender.h"
#include "stream/store_layout.h"

namespace leakproof::flow {
namespace {

constexpr int kRoundsMax = 100'000;  // a stage that never comes to rest is a defect

class OnlyPartition final : public stream::Ownership {
 public:
  std::vector<stream::OwnershipChange> poll() override {
    return std::exchange(given_, true) ? std::vector<stream::OwnershipChange>()
                                       : std::vector<stream::OwnershipChange>{{0, true}};
  }
  void released(std::int32_t) override {}

 private:
  bool given_ = false;
};

}  // namespace

void Receivers::send(const journal::v1::OutboxEntry& entry, std::function<void(stream::AttemptResult)> done) {
  calls[entry.id()].push_back(entry);
  ++count;
  done({stream::AttemptResult::State::kDelivered, "", {}});
}

class Stages::Observer final : public stream::TaskObserver {
 public:
  void on_settled(const stream::TaskSpec&, const journal::v1::Effect&, stream::Offset, Instant, bool) override {}
  void on_state_changed(const stream::TaskSpec& task, stream::TaskState state, const std::string& why) override {
    if (state == stream::TaskState::kHalted) halted = task.stage + " halted: " + why;
  }
  std::string halted;
};

Stages::Stages(stream::MemoryLog& log, stream::MemoryStores& stores, const Clock& clock, Receivers& receivers)
    : log_(log),
      stores_(stores),
      clock_(clock),
      receivers_(receivers),
      append_(std::make_unique<stream::AppendSender>(log)),
      append_config_(std::make_unique<stream::ConfigAppendSender>(log)),
      observer_(std::make_unique<Observer>()),
      states_(log.partitions()) {
  for (auto& stage : kStages) runners_[stage] = made(stage);
}

Stages::~Stages() = default;

std::unique_ptr<stream::StageRunner> Stages::made(const std::string& stage) {
  stream::TaskSpec spec = spec_of(stage, "flow");
  spec.channels = {{"webhook", &receivers_},
                   {"email", &receivers_},
                   {"append", append_.get()},
                   {"append_config", append_config_.get()}};
  return std::make_unique<stream::StageRunner>(
      stream::StageRunner::Dependencies{std::move(spec), log_, stores_, [stage] { return processor_of(stage); },
                                        *observer_, states_, clock_, std::make_unique<OnlyPartition>()});
}

bool Stages::step(const std::string& stage) { return runners_.at(stage)->step(clock_.now()); }

void Stages::kill(const std::string& stage) {
  runners_.at(stage).reset();
  stores_.disk(stage, 0).crash();
  runners_.at(stage) = made(stage);
}

const std::string& Stages::halted() const { return observer_->halted; }

FlowDriver::FlowDriver(Death death) : death_(std::move(death)) {
  journal::v1::ReaderState from_the_start;
  from_the_start.set_epoch(-1);
  auto journal = stream::JournalReader::open(log_, {"nurture.journal", 0}, stream::Position(0), from_the_start, wake_);
  LEAKPROOF_CHECK(journal.ok());
  journal_ = *std::move(journal);
  stages_ = std::make_unique<Stages>(log_, stores_, clock_, receivers_);
  for (auto& stage : kStages) steps_[stage] = 0;
  settle();
}

void FlowDriver::append(const std::string& topic, const std::string& workspace, std::string value) {
  log_.push({topic, 0}, {workspace, std::move(value), {}});
  if (!held_) settle();
}

bool FlowDriver::step(const std::string& stage) {
  const bool last = ++steps_[stage] == death_.step && death_.stage == stage, watched = dies_at_call_ == stage;
  const int calls = receivers_.count;
  if (watched || (last && death_.lose)) log_.cork(stage + ".journal");
  const bool more = stages_->step(stage);
  const bool called = watched && receivers_.count > calls;
  if (called) dies_at_call_.clear();
  if (!last && !called) {
    log_.uncork(stage + ".journal");
    return more;
  }
  log_.drop(stage + ".journal");
  stages_->kill(stage);
  return true;
}

void FlowDriver::settle() {
  for (int round = 0;; ++round) {
    LEAKPROOF_CHECK(round < kRoundsMax);
    bool more = false;
    for (auto& stage : kStages) more |= step(stage);
    if (!more) return;
  }
}

Instant FlowDriver::next_due() {
  Instant next = Instant::max();
  for (auto& stage : kStages) {
    const auto first = [&](std::string_view key, std::string_view) {
      next = std::min(next, stream::due_of_timer_key(key));
      return false;
    };
    LEAKPROOF_CHECK(stores_.disk(stage, 0).scan("t", "", first).ok());
  }
  return next;
}

void FlowDriver::pass(Duration by) {
  for (const Instant end = now() + by; now() < end; settle()) {
    const Instant due = next_due();
    const Instant next = std::min(
        end, due > now() ? due : now() + std::chrono::seconds(1));  // one that is overdue is a defect, to be shown
    if (const Instant before = next - Duration(1); before > now()) {
      clock_.set(before);
      settle();
    }
    clock_.set(next);
  }
}

void FlowDriver::kill(const std::string& stage) {
  stages_->kill(stage);
  settle();
}

std::vector<lead::v1::Event> FlowDriver::new_facts() {
  std::vector<stream::JournalItem> items;
  for (std::size_t before = 1; before != items.size();) {
    before = items.size();
    LEAKPROOF_CHECK(journal_->read(256, items).ok());
  }
  const auto old = static_cast<std::ptrdiff_t>(facts_.size());
  for (auto& item : items) {
    if (item.admission != stream::Admission::kCounts) continue;
    for (auto& event : item.record->effect().events()) facts_.push_back(event);
  }
  return {facts_.begin() + old, facts_.end()};
}

}  // namespace leakproof::flow
