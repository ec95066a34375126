// A Draft over plain maps, for tests of processors: feed one input, look at what it wrote. State, timers and outbox
// live on between inputs.
#pragma once
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "stream/processor.h"

namespace leakproof::stream {

class DraftFake final : public Draft {
 public:
  explicit DraftFake(Instant now, std::int32_t partition = 0) : now_(now), partition_(partition) {}

  // For the test
  void set_now(Instant now) { now_ = now; }
  void set_cause(std::string cause) { cause_ = std::move(cause); }
  // Events emitted and passed on since the last call, in order.
  std::vector<lead::v1::Event> take_events() {
    const auto taken = std::exchange(events, {});
    return {taken.begin(), taken.end()};
  }
  // The timers due by `now`, in order, removed as the runtime removes them when they fire.
  std::vector<journal::v1::Timer> take_due() {
    std::vector<journal::v1::Timer> due;
    while (!timers.empty() && timers.begin()->first.first <= now_) {
      due.push_back(std::move(timers.begin()->second));
      timers.erase(timers.begin());
    }
    return due;
  }
  mutable int room = 1'000'000;  // how often the draft still says that it has room
  std::map<std::string, std::string, std::less<>> state;
  std::map<std::pair<Instant, std::string>, journal::v1::Timer> timers;
  std::map<std::string, journal::v1::OutboxEntry> outbox;
  std::set<std::string> under_way;  // calls that cannot be taken back any more
  std::deque<lead::v1::Event> events;

  Instant now() const override { return now_; }
  std::int32_t partition() const override { return partition_; }
  std::optional<std::string> get(std::string_view key) override {
    auto found = state.find(key);
    return found == state.end() ? std::optional<std::string>() : std::optional(found->second);
  }
  void scan(std::string_view prefix, std::string_view from, const Visit& visit) override {
    for (auto at = state.lower_bound(std::max(prefix, from)); at != state.end() && at->first.starts_with(prefix);
         ++at) {
      if (!visit(at->first, at->second)) break;
    }
  }
  void put(std::string key, std::string value) override { state[std::move(key)] = std::move(value); }
  void erase(std::string key) override { state.erase(key); }
  std::string emit(lead::v1::Event event) override {
    LEAKPROOF_CHECK(!event.workspace_id().empty());
    event.set_event_id("fake-" + std::to_string(++count_));
    events.push_back(std::move(event));
    return events.back().event_id();
  }
  const lead::v1::Event& forward(lead::v1::Event&& event) override { return events.emplace_back(std::move(event)); }
  void set_timer(std::string id, Instant due, std::string payload) override {
    journal::v1::Timer timer;
    timer.set_id(id);
    timer.set_due_micros(to_micros(due));
    timer.set_payload(std::move(payload));
    timers[{due, std::move(id)}] = std::move(timer);
  }
  void clear_timer(std::string id, Instant due) override { timers.erase({due, std::move(id)}); }
  void enqueue(journal::v1::OutboxEntry entry) override { outbox[entry.id()] = std::move(entry); }
  bool withdraw(const std::string& outbox_id) override {
    if (under_way.contains(outbox_id)) return false;
    outbox.erase(outbox_id);
    return true;
  }
  bool has_room() const override { return room-- > 0; }
  std::string cause() const override { return cause_; }

 private:
  Instant now_;
  std::int32_t partition_;
  std::string cause_ = "test";
  int count_ = 0;
};

}  // namespace leakproof::stream
