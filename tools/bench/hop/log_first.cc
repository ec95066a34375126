#include "base/system_clock.h"
#include "bench/hop/hop.h"
#include "kafka/kafka_log.h"
#include "rocks/rocks_store.h"
#include "stream/stage_runner.h"

namespace leakproof::bench {
namespace {

// One partition, always ours.
class Always final : public stream::Ownership {
 public:
  std::vector<stream::OwnershipChange> poll() override { return std::exchange(changes_, {}); }
  void released(std::int32_t) override {}

 private:
  std::vector<stream::OwnershipChange> changes_{{0, true}};
};

class Deaf final : public stream::TaskObserver, public stream::StoreRegistry {
 public:
  void on_settled(const stream::TaskSpec&, const journal::v1::Effect&, stream::Offset, Instant, bool) override {}
  void on_state_changed(const stream::TaskSpec&, stream::TaskState, const std::string&) override {}
  void publish(const stream::TaskSpec&, const stream::Store&) override {}
  void retract(const stream::TaskSpec&) override {}
};

}  // namespace

Status serve_log_first(const Serving& serving) {
  LEAKPROOF_ASSIGN(log, kafka::KafkaLog::connect(serving.kafka));
  rocks::RocksStoreFactory stores(serving.directory);
  const SystemClock clock;
  Deaf deaf;
  stream::TaskSpec spec;
  spec.stage = kStage;
  spec.journal = kOut.topic;
  spec.inputs = {{kIn.topic}};
  spec.owner_id = "bench";
  stream::StageRunner runner(
      {spec, *log, stores, [] { return std::make_unique<Hop>(); }, deaf, deaf, clock, std::make_unique<Always>()});
  runner.start();
  serving.stop.wait(false);
  runner.stop(std::chrono::seconds(5));
  return {};
}

}  // namespace leakproof::bench
