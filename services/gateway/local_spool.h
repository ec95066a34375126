// The spool of forms (ingest/http/spool.h) on a queue in the data directory, with the thread that hands them over.
#pragma once
#include <memory>

#include "app/polling_thread.h"
#include "app/settings.h"
#include "embedded/embedded_log.h"
#include "ingest/http/spool.h"

namespace leakproof::gateway {

class LocalSpool {
 public:
  // Null on the embedded log: it stands on the same disk, so a spool could not help it. All but `settings` outlive the
  // callbacks of `log`.
  static Result<std::unique_ptr<LocalSpool>> open(const app::Settings& settings, stream::Log& log, const Clock& clock,
                                                  observe::Metrics& metrics);
  ~LocalSpool();
  const std::shared_ptr<ingest::Spool>& spool() const { return spool_; }

 private:
  std::unique_ptr<embedded::EmbeddedLog> queue_;
  std::shared_ptr<ingest::Spool> spool_;
  std::unique_ptr<app::PollingThread> stepping_;
};

}  // namespace leakproof::gateway
