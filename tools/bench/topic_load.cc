// Feeds lead.submissions of a running pipeline on Kafka as a Poisson process, or all at once, and reads the router's
// journal by the reader's rule: how long after the intended send each decision counts, for everybody who reads the log.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>

#include "base/signal.h"
#include "base/system_clock.h"
#include "bench/samples.h"
#include "ingest/ids.h"
#include "kafka/kafka_log.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "stream/journal_reader.h"
#include "stream/topics.h"

namespace leakproof::bench {
namespace {

using namespace std::chrono_literals;

struct Order {
  int workspaces = 1;  // w0, w1, …
  double rate = 0;     // a second; 0 = all at once
  int count = 0;
  std::string run;  // in every id, so that no lead is known
};

std::string workspace_of(const Order& order, int number) { return "w" + std::to_string(number % order.workspaces); }
std::string id_of(const Order& order, int number) { return order.run + "-" + std::to_string(number); }

stream::NewRecord submission(const Order& order, int number, Instant intended) {
  char body[256];
  std::snprintf(
      body, sizeof body,
      R"({"fields":{"full_name":"Lead %d","email":"%s@example.com","product":"solar","province":"Hà Nội","message":"Call me."}})",
      number, id_of(order, number).c_str());
  lead::v1::Submission made;
  made.set_workspace_id(workspace_of(order, number));
  made.set_source_id("api");
  made.set_kind("json");
  made.set_receipt_id(ingest::receipt_id(made.workspace_id(), "api", id_of(order, number)));
  made.set_provider_id(id_of(order, number));
  made.set_content_type("application/json");
  made.set_body(body);
  made.set_received_micros(to_micros(intended));
  return {made.workspace_id(), made.SerializeAsString(), {}};
}

// When each lead is meant to be sent: drawn before anything runs, so that whoever is late shows it.
std::vector<Instant> schedule(const Order& order, Instant begin) {
  std::mt19937_64 random(static_cast<std::uint64_t>(order.count));
  std::exponential_distribution<double> gap(order.rate > 0 ? order.rate : 1);
  std::vector<Instant> at;
  double seconds = 0;
  for (int i = 0; i < order.count; ++i) {
    if (order.rate > 0) seconds += gap(random);
    at.push_back(begin + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
  }
  return at;
}

void send(stream::Log& log, const Order& order, const std::vector<Instant>& at) {
  const SystemClock clock;
  Signal pace;
  for (int i = 0; i < order.count; ++i) {
    const Instant due = at[static_cast<std::size_t>(i)];
    wait_until(due, clock, pace);
    const auto to = stream::partition_of(workspace_of(order, i), log.partitions());
    log.inputs().append({stream::topics::kLeadSubmissions, to}, submission(order, i, due), [](auto) {});
  }
}

// The first decision of each lead of the order.
class Watch {
 public:
  explicit Watch(std::map<std::string, Instant> sent) : sent_(std::move(sent)) {}

  Status join(stream::Log& log) {
    for (std::int32_t partition = 0; partition < log.partitions(); ++partition) {
      const stream::TopicPartition journal{stream::topics::journal_of("router"), partition};
      LEAKPROOF_ASSIGN(end, log.end(journal));
      LEAKPROOF_ASSIGN(reader, stream::JournalReader::join(log, journal, end, wake_));
      readers_.push_back(std::move(reader));
    }
    return {};
  }
  // Until all have come, or none for half a minute.
  Status read() {
    for (Instant heard = clock_.now(); !sent_.empty();) {
      const auto before = sent_.size();
      for (auto& reader : readers_) LEAKPROOF_TRY(read(*reader));
      if (sent_.size() < before) heard = clock_.now();
      if (clock_.now() - heard > 30s) return retry(std::to_string(sent_.size()) + " leads have no decision");
      if (sent_.size() == before) wake_.wait_for(1s);
    }
    return {};
  }
  double milliseconds(double quantile) { return bench::milliseconds(delays_, quantile); }

 private:
  Status read(stream::JournalReader& reader) {
    std::vector<stream::JournalItem> items;
    LEAKPROOF_TRY(reader.read(1000, items));
    const Instant now = clock_.now();
    for (auto& item : items) {
      if (item.admission != stream::Admission::kCounts) continue;
      for (const auto& event : item.record->effect().events()) {
        const auto sent = event.audit().has_decision() ? sent_.find(event.audit().decision().lead_id()) : sent_.end();
        if (sent == sent_.end()) continue;
        delays_.push_back(now - sent->second);
        sent_.erase(sent);
      }
    }
    return {};
  }

  const SystemClock clock_;
  Signal wake_;
  std::map<std::string, Instant> sent_;  // by lead
  std::vector<std::unique_ptr<stream::JournalReader>> readers_;
  std::vector<Duration> delays_;
};

Status load(const kafka::KafkaOptions& kafka, const Order& order) {
  LEAKPROOF_ASSIGN(log, kafka::KafkaLog::connect(kafka));
  const Instant begin = SystemClock().now() + 1s;  // the readers join meanwhile
  const auto at = schedule(order, begin);
  std::map<std::string, Instant> leads;
  for (int i = 0; i < order.count; ++i)
    leads[ingest::lead_id(ingest::receipt_id(workspace_of(order, i), "api", id_of(order, i)))] =
        at[static_cast<std::size_t>(i)];
  Watch watch(std::move(leads));
  LEAKPROOF_TRY(watch.join(*log));
  std::thread sender([&] { send(*log, order, at); });
  const Status read = watch.read();
  sender.join();
  LEAKPROOF_TRY(read);
  const double seconds = std::chrono::duration<double>(SystemClock().now() - begin).count();
  std::printf(R"({"leads": %d, "seconds": %.3f, "p50": %.3f, "p99": %.3f, "p99.9": %.3f, "max": %.3f})"
              "\n",
              order.count, seconds, watch.milliseconds(.5), watch.milliseconds(.99), watch.milliseconds(.999),
              watch.milliseconds(1));
  return {};
}

int run(int argc, char** argv) {
  if (argc != 6) {
    std::fputs("usage: topic_load BROKERS PREFIX WORKSPACES RATE COUNT\nRATE 0 sends all at once.\n", stderr);
    return 64;
  }
  kafka::KafkaOptions options;
  options.brokers = argv[1];
  options.topic_prefix = argv[2];
  Order order{std::atoi(argv[3]), std::atof(argv[4]), std::atoi(argv[5]), ""};
  order.run = "run-" + std::to_string(to_micros(SystemClock().now()));
  const Status done = load(options, order);
  if (!done.ok()) std::fprintf(stderr, "topic_load: %s\n", done.error().message().c_str());
  return done.ok() ? 0 : 1;
}

}  // namespace
}  // namespace leakproof::bench

int main(int argc, char** argv) { return leakproof::bench::run(argc, argv); }
