// Writes a backlog: COUNT submissions of as many people, as the JSON door writes them, to the embedded log of a data
// directory whose process is not running. For measurements.
#include <cstdio>
#include <cstdlib>
#include <latch>

#include "base/system_clock.h"
#include "embedded/embedded_log.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "stream/topics.h"

namespace leakproof::bench {
namespace {

constexpr const char* kWorkspace = "demo";

stream::NewRecord submission(int number, Instant now) {
  char body[256];
  std::snprintf(
      body, sizeof body,
      R"({"fields":{"full_name":"Lead %d","phone":"098%07d","email":"lead%d@example.com","product":"solar","province":"Hà Nội","message":"Call me."}})",
      number, number, number);
  lead::v1::Submission made;
  made.set_workspace_id(kWorkspace);
  made.set_source_id("api");
  made.set_kind("json");
  made.set_receipt_id("backlog-" + std::to_string(number));
  made.set_provider_id("backlog-" + std::to_string(number));
  made.set_content_type("application/json");
  made.set_body(body);
  made.set_received_micros(to_micros(now));
  return {kWorkspace, made.SerializeAsString(), {}};
}

int fill(const char* directory, int count) {
  const SystemClock clock;
  auto log = embedded::EmbeddedLog::open(directory, 1, clock, {});
  if (!log.ok()) {
    std::fprintf(stderr, "fill: %s\n", log.error().message().c_str());
    return 1;
  }
  constexpr int kAtOnce = 1000;
  std::atomic<int> failed = 0;
  for (int number = 0; number < count;) {
    const int until = std::min(count, number + kAtOnce);
    std::latch written(until - number);
    for (; number < until; ++number) {
      (*log)->inputs().append({stream::topics::kLeadSubmissions, 0}, submission(number, clock.now()),
                              [&](Result<stream::Offset> result) {
                                failed += !result.ok();
                                written.count_down();
                              });
    }
    written.wait();
  }
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace leakproof::bench

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: backlog_fill DATA/log COUNT\n");
    return 64;
  }
  return leakproof::bench::fill(argv[1], std::atoi(argv[2]));
}
