// What operators see of the stages: metrics and one log line a change of state, taken from what is committed.
// Thread-safe: every stage's thread calls it.
#pragma once
#include <compare>
#include <map>
#include <set>
#include <string>

#include "base/mutex.h"
#include "observe/log_limit.h"
#include "observe/metrics.h"
#include "stream/task.h"

namespace leakproof::app {

// Who takes no calls now, and what was answered last. No personal data.
struct ReceiverDown {
  std::string stage;
  std::string receiver;  // its channel and who it is
  std::string last_answer;
  auto operator<=>(const ReceiverDown&) const = default;
};

class StageMetrics final : public stream::TaskObserver {
 public:
  explicit StageMetrics(observe::Metrics& metrics);
  void on_settled(const stream::TaskSpec& task, const journal::v1::Effect& effect, stream::Offset at, Instant now,
                  bool live) override;
  void on_state_changed(const stream::TaskSpec& task, stream::TaskState state, const std::string& why) override;
  void on_input_lag(const stream::TaskSpec& task, Duration lag) override;
  void on_oldest_call_age(const stream::TaskSpec& task, Duration oldest) override;
  void on_receiver_state_changed(const stream::TaskSpec& task, const stream::ReceiverStateChange& change) override;

  // For an operator who asks, by stage: the largest lag of any partition here, and the dead letters so far.
  std::map<std::string, Duration> input_lags();
  std::map<std::string, std::int64_t> dead_letters();
  // Each once a stage, however many partitions wait for it.
  std::set<ReceiverDown> receivers_down();

 private:
  using ByPartition = std::map<std::int32_t, observe::Gauge*>;
  struct Stage {
    observe::Counter* effects;
    observe::Counter* dead_letters;
    observe::Gauge* working;
    observe::Gauge* last_settled;
    observe::Histogram* hop;
    ByPartition input_lag{}, oldest_calls{};  // under mutex_ of the metrics
  };
  Stage& stage(const std::string& name);
  void show(ByPartition Stage::*gauges, const stream::TaskSpec& task, const char* suffix, const char* help,
            Duration value);
  void count_nurture(const lead::v1::Event& event);
  void count_zone_data(const std::string& stage, const lead::v1::Event& event);
  // How many receivers of each of the stage's channels are down, under mutex_.
  void show_receivers_down(const std::string& stage) LEAKPROOF_REQUIRES(mutex_);
  observe::Counter& deliveries(const std::string& stage, const std::string& channel, lead::v1::Delivery::State state);
  void count_handed_over(const std::string& stage, const journal::v1::OutboxEntry& call);
  void count_event(const std::string& stage, const lead::v1::Event& event, Instant now);
  void tell_quarantined(const lead::v1::Event& event, Instant now);
  void tell_config(const lead::v1::Event& event);
  void count_decision(const lead::v1::Decision& decision, const lead::v1::Event& event, Instant now);

  observe::Metrics& metrics_;
  observe::Histogram& owner_seconds_;
  observe::LogLimit quarantine_lines_;
  Mutex mutex_;
  std::map<std::string, Stage> stages_ LEAKPROOF_GUARDED_BY(mutex_);
  std::map<std::string, observe::Gauge*> states_ LEAKPROOF_GUARDED_BY(mutex_);
  std::set<std::string> told_misplaced_ LEAKPROOF_GUARDED_BY(mutex_);
  struct Down {
    std::string stage;
    std::int32_t partition;
    std::string receiver;  // its channel and who it is
    auto operator<=>(const Down&) const = default;
  };
  std::map<Down, std::string> down_ LEAKPROOF_GUARDED_BY(mutex_);                    // and the last answer
  std::map<std::string, observe::Gauge*> down_gauges_ LEAKPROOF_GUARDED_BY(mutex_);  // by stage and channel
};

}  // namespace leakproof::app
