#include "process/self_check.h"

#include <algorithm>

#include "base/time_text.h"

namespace leakproof::process {
namespace {

using api::v1::Finding;

constexpr Duration kBehind = std::chrono::seconds(30);        // as the alert LeakproofStageBehind
constexpr std::uint64_t kFreeLow = std::uint64_t{1} << 30;    // a day of a busy company
constexpr std::uint64_t kFreeNone = std::uint64_t{64} << 20;  // RocksDB wants room for its next files

// "ingest 3, router 1" of those that are over `least`.
template <class Value, class Show>
std::string list_of(const std::map<std::string, Value>& by_stage, Value least, Show show) {
  std::string list;
  for (const auto& [stage, value] : by_stage) {
    if (value > least) list += (list.empty() ? "" : ", ") + stage + " " + show(value);
  }
  return list;
}

}  // namespace

Finding finding(Finding::Weight weight, const std::string& subject, const std::string& text) {
  Finding made;
  made.set_weight(weight);
  made.set_subject(subject);
  made.set_text(text);
  return made;
}

DiskSpace disk_space(const std::filesystem::path& directory) {
  std::error_code unknown;
  const auto space = std::filesystem::space(directory, unknown);
  return unknown ? DiskSpace{} : DiskSpace{space.available, space.capacity};
}

Finding readiness_finding(const Status& ready) {
  if (ready.ok()) return finding(Finding::GOOD, "readiness", "every stage here works");
  return finding(Finding::BAD, "readiness",
                 "not ready: " + ready.error().message() + "; docs/runbooks/stage-behind.md");
}

Finding lag_finding(const std::map<std::string, Duration>& by_stage) {
  const auto behind = list_of(
      by_stage, kBehind, [](Duration lag) { return format_duration(std::chrono::floor<std::chrono::seconds>(lag)); });
  if (behind.empty()) return finding(Finding::GOOD, "lag", "no stage of this process is behind its inputs");
  return finding(Finding::BAD, "lag", "behind their inputs: " + behind + "; docs/runbooks/stage-behind.md");
}

Findings unserved_findings(const std::map<std::string, std::set<std::int32_t>>& by_stage) {
  Findings found;
  for (const auto& [stage, partitions] : by_stage) {
    std::string list;
    for (const auto partition : partitions) list += (list.empty() ? "" : ", ") + std::to_string(partition);
    if (!list.empty())
      found.push_back(finding(Finding::BAD, "owners",
                              "nobody serves " + stage + " " + list + ": what is for it waits; start leakproof-" +
                                  stage + "; docs/runbooks/stage-behind.md"));
  }
  return found;
}

Finding dead_letters_finding(const std::map<std::string, std::int64_t>& by_stage) {
  const auto some = list_of(by_stage, std::int64_t{0}, [](std::int64_t count) { return std::to_string(count); });
  if (some.empty()) return finding(Finding::GOOD, "dead_letters", "no dead letters since this process began");
  return finding(Finding::BAD, "dead_letters",
                 "dead letters since this process began: " + some + "; docs/runbooks/dead-letter.md");
}

Finding disk_finding(const DiskSpace& disk) {
  if (disk.whole == 0) return finding(Finding::NOTE, "disk", "the data directory does not say how much room it has");
  const auto text = std::to_string(disk.free >> 20) + " MiB of " + std::to_string(disk.whole >> 20) +
                    " MiB are free where the data is";
  if (disk.free < kFreeNone) return finding(Finding::BAD, "disk", text + ": nothing can be written; make room");
  if (disk.free < kFreeLow) return finding(Finding::NOTE, "disk", text + ": make room");
  return finding(Finding::GOOD, "disk", text);
}

Findings certificate_findings(const std::vector<CertificateProblem>& problems) {
  Findings found;
  for (const auto& problem : problems)
    found.push_back(finding(problem.over ? Finding::BAD : Finding::NOTE, "certificates", problem.text));
  return found;
}

Findings receiver_findings(const std::set<app::ReceiverDown>& receivers) {
  Findings found;
  for (const auto& one : receivers)
    found.push_back(finding(Finding::BAD, "receivers",
                            one.receiver + " takes nothing from the " + one.stage + " stage: " + one.last_answer +
                                "; what is for it waits and is tried again; docs/runbooks/notifications.md"));
  return found;
}

Findings topic_findings(const std::vector<std::string>& problems) {
  Findings found;
  for (const auto& problem : problems) found.push_back(finding(Finding::BAD, "topics", problem));
  return found;
}

}  // namespace leakproof::process
