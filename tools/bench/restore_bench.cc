// Measures a cold restore: puts what a store holds into a changelog on a Kafka cluster, restores it into an empty store
// as a stage does, and hands the same records to RocksDB as a ready-made file. Prints one line of JSON: records, bytes,
// seconds each. For ./dev bench recovery.
#include <chrono>
#include <cstdio>
#include <latch>

#include "base/signal.h"
#include "kafka/kafka_log.h"
#include "kafka/topic_admin.h"
#include "rocks/ready_file.h"
#include "rocks/rocks_store.h"
#include "stream/changelog.h"
#include "stream/store_layout.h"
#include "stream/topics.h"

namespace leakproof::bench {
namespace {

using Changes = std::vector<stream::Change>;
using Seconds = std::chrono::duration<double>;

template <class Work>
Result<double> timed(Work work) {
  const auto began = std::chrono::steady_clock::now();
  LEAKPROOF_TRY(work());
  return Seconds(std::chrono::steady_clock::now() - began).count();
}

// In the order of the keys, which is that of a scan; the position goes last, as in a changelog.
Result<Changes> content_of(const std::string& directory, const std::string& stage) {
  rocks::RocksStoreFactory stores(directory);
  LEAKPROOF_ASSIGN(store, stores.open(stage, 0));
  Changes changes;
  LEAKPROOF_TRY(store->scan("", "", [&](std::string_view key, std::string_view value) {
    if (key != stream::kPositionKey) changes.push_back({std::string(key), std::string(value)});
    return true;
  }));
  LEAKPROOF_ASSIGN(position, store->get(stream::kPositionKey));
  if (!position || changes.empty()) return refuse("the store of " + stage + " in " + directory + " is empty");
  changes.push_back({stream::kPositionKey, std::move(position)});
  return changes;
}

Status publish(kafka::KafkaLog& log, const stream::TopicPartition& to, const Changes& changes) {
  constexpr std::size_t kAtOnce = 1000;
  std::atomic<int> failed = 0;
  for (std::size_t at = 0; at < changes.size();) {
    const std::size_t until = std::min(changes.size(), at + kAtOnce);
    std::latch written(static_cast<std::ptrdiff_t>(until - at));
    for (; at < until; ++at) {
      log.inputs().append(to, stream::changelog_record(changes[at]), [&](Result<stream::Offset> result) {
        failed += !result.ok();
        written.count_down();
      });
    }
    written.wait();
  }
  return failed == 0 ? Status() : fatal("the changelog was not written");
}

Status restore(kafka::KafkaLog& log, const std::string& directory, const std::string& stage, std::size_t records) {
  rocks::RocksStoreFactory stores(directory);
  LEAKPROOF_ASSIGN(store, stores.open(stage, 0));
  Signal wake;
  LEAKPROOF_ASSIGN(restore, stream::Restore::begin(log, stage, 0, *store, wake));
  while (!restore->done()) {
    LEAKPROOF_ASSIGN(more, restore->step());
    if (!more && !restore->done()) wake.wait_for(std::chrono::milliseconds(100));
  }
  if (restore->records() != records)
    return fatal("restored " + std::to_string(restore->records()) + " of " + std::to_string(records));
  return store->flush();
}

Status measure(const kafka::KafkaOptions& options, const std::string& from, const std::string& stage,
               const std::string& scratch) {
  LEAKPROOF_ASSIGN(admin, kafka::TopicAdmin::connect(options));
  LEAKPROOF_TRY(admin.create_missing(kafka::topics(), 1, 1));
  LEAKPROOF_ASSIGN(log, kafka::KafkaLog::connect(options));
  LEAKPROOF_ASSIGN(changes, content_of(from, stage));
  std::size_t bytes = 0;
  for (auto& change : changes) bytes += change.key.size() + change.value->size();
  LEAKPROOF_TRY(publish(*log, {stream::topics::changelog_of(stage), 0}, changes));
  LEAKPROOF_ASSIGN(restored, timed([&] { return restore(*log, scratch + "/restored", stage, changes.size()); }));
  LEAKPROOF_ASSIGN(ingested, timed([&] { return rocks::ingest_ready_file(scratch + "/ingested", changes); }));
  std::printf(R"({"stage":"%s","records":%zu,"bytes":%zu,"restore":%.4f,"ingest":%.4f})"
              "\n",
              stage.c_str(), changes.size(), bytes, restored, ingested);
  return {};
}

}  // namespace
}  // namespace leakproof::bench

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: restore_bench BROKERS PREFIX DATA/state STAGE SCRATCH\n");
    return 64;
  }
  leakproof::kafka::KafkaOptions options;
  options.brokers = argv[1];
  options.topic_prefix = argv[2];
  const auto done = leakproof::bench::measure(options, argv[3], argv[4], argv[5]);
  if (!done.ok()) std::fprintf(stderr, "restore_bench: %s\n", done.error().message().c_str());
  return done.ok() ? 0 : 1;
}
