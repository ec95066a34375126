#include <cstdio>
#include <thread>

#include "base/signal.h"
#include "base/system_clock.h"
#include "bench/hop/hop.h"
#include "bench/samples.h"
#include "kafka/kafka_log.h"
#include "leakproof/lead/v1/submission.pb.h"

namespace leakproof::bench {
namespace {

using namespace std::chrono_literals;

stream::NewRecord submission(const std::string& run, int number, Instant now) {
  lead::v1::Submission made;
  made.set_workspace_id("bench");
  made.set_source_id("api");
  made.set_kind("json");
  made.set_receipt_id(run + "-" + std::to_string(number));
  made.set_content_type("application/json");
  made.set_body(
      R"({"fields":{"full_name":"Somebody","phone":"0981234567","email":"lead@example.com","product":"solar","message":"Call me."}})");
  made.set_received_micros(to_micros(now));
  return {"person-" + std::to_string(number % 1000), made.SerializeAsString(), {}};
}

// Reads the journal's end and notes when each lead of this run arrived.
class Watch {
 public:
  static Result<std::unique_ptr<Watch>> start(stream::Log& log, std::string run) {
    LEAKPROOF_ASSIGN(end, log.end(kOut));
    auto watch = std::make_unique<Watch>();
    watch->run_ = std::move(run);
    LEAKPROOF_ASSIGN(reader, log.reader(kOut, end, watch->wake_));
    watch->reader_ = std::move(reader);
    return watch;
  }
  // Until so many have come, or nothing came for half a minute.
  Status read(std::size_t count) {
    for (Instant heard = clock_.now(); delays_.size() < count;) {
      std::vector<stream::Record> records;
      LEAKPROOF_TRY(reader_->read(256, records));
      if (!records.empty()) heard = clock_.now();
      if (clock_.now() - heard > 30s)
        return retry(std::to_string(delays_.size()) + " of " + std::to_string(count) + " leads arrived");
      for (auto& record : records) note(record.value);
      if (records.empty()) wake_.wait_for(1s);
    }
    return {};
  }
  double milliseconds(double quantile) { return bench::milliseconds(delays_, quantile); }

 private:
  void note(const std::string& value) {
    journal::v1::Record record;
    if (!record.ParseFromString(value) || record.effect().events().empty()) return;
    const auto& event = record.effect().events(0);
    if (event.command_id().starts_with(run_ + "-"))
      delays_.push_back(clock_.now() - instant_from_micros(event.received_micros()));
  }

  const SystemClock clock_;
  std::string run_;
  Signal wake_;
  std::unique_ptr<stream::Reader> reader_;
  std::vector<Duration> delays_;
};

void send(stream::Log& log, const std::string& run, double rate, int count) {
  const SystemClock clock;
  const Instant start = clock.now();
  Signal pace;
  for (int i = 0; i < count; ++i) {
    const auto due = start + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(i / rate));
    wait_until(due, clock, pace);
    log.inputs().append(kIn, submission(run, i, clock.now()), [](auto) {});
  }
}

}  // namespace

Status load(const kafka::KafkaOptions& kafka, double rate, double seconds) {
  LEAKPROOF_ASSIGN(log, kafka::KafkaLog::connect(kafka));
  const std::string run = "run-" + std::to_string(to_micros(SystemClock().now()));
  LEAKPROOF_ASSIGN(watch, Watch::start(*log, run));
  const int count = std::max(1, static_cast<int>(rate * seconds));
  std::thread sender([&] { send(*log, run, rate, count); });
  const Status read = watch->read(static_cast<std::size_t>(count));
  sender.join();
  LEAKPROOF_TRY(read);
  std::printf(R"({"leads": %d, "p50": %.3f, "p99": %.3f})"
              "\n",
              count, watch->milliseconds(.5), watch->milliseconds(.99));
  return {};
}

}  // namespace leakproof::bench
