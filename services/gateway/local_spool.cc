// Tested by: tests/e2e/spool_test.py
#include "gateway/local_spool.h"

namespace leakproof::gateway {
namespace {
constexpr Duration kLookEvery = std::chrono::milliseconds(250);  // for forms that have waited too long
}

Result<std::unique_ptr<LocalSpool>> LocalSpool::open(const app::Settings& settings, stream::Log& log,
                                                     const Clock& clock, observe::Metrics& metrics) {
  if (settings.kafka_brokers.empty()) return std::unique_ptr<LocalSpool>();
  auto local = std::make_unique<LocalSpool>();
  LEAKPROOF_ASSIGN(queue, embedded::EmbeddedLog::open(settings.data / "spool", 1, clock));
  local->queue_ = std::move(queue);
  auto trim = [&log_on_disk = *local->queue_](stream::Position before) {
    return log_on_disk.trim(ingest::Spool::kQueue, before);
  };
  LEAKPROOF_ASSIGN(spool, ingest::Spool::open({*local->queue_, std::move(trim)}, log, clock, metrics));
  local->spool_ = std::move(spool);
  local->stepping_ = std::make_unique<app::PollingThread>(local->spool_->wake(), kLookEvery,
                                                          [&s = *local->spool_] { return s.step(); });
  return local;
}

LocalSpool::~LocalSpool() {
  stepping_.reset();
  if (spool_) spool_->close();
}

}  // namespace leakproof::gateway
