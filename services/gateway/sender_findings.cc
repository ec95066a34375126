#include "gateway/sender_findings.h"

#include "base/time_text.h"
#include "process/self_check.h"

namespace leakproof::gateway {
namespace {

using api::v1::Finding;

constexpr Duration kQuiet = std::chrono::hours(24);

}  // namespace

std::vector<Finding> secret_findings(const std::vector<SecretProblem>& problems) {
  std::vector<Finding> findings;
  for (const auto& one : problems)
    findings.push_back(process::finding(Finding::BAD, "secrets",
                                        one.of + " " + one.id + ": its secret '" + one.secret + "' " + one.why +
                                            ": put it into the workspace's folder of the secrets"));
  return findings;
}

std::vector<Finding> source_findings(const std::map<std::string, ingest::SenderRecord>& sources, Instant now) {
  std::vector<Finding> findings;
  for (const auto& [source, record] : sources) {
    if (record.refused_since_taken > 0)
      findings.push_back(process::finding(
          Finding::BAD, "sources",
          "source " + source + ": refused " + std::to_string(record.refused_since_taken) +
              " times in a row, the last one at " + format_instant(*record.refused) + ", reason " + record.reason));
    else if (record.taken && now - *record.taken > kQuiet)
      findings.push_back(process::finding(
          Finding::NOTE, "sources", "source " + source + ": nothing has come since " + format_instant(*record.taken)));
  }
  return findings;
}

}  // namespace leakproof::gateway
