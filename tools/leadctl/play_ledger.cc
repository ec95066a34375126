#include "leadctl/play_ledger.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/time_text.h"
#include "leadctl/table.h"

namespace leakproof::leadctl {
namespace {

// 408, 409 (the same key is being stored just now) and 429 leave the outcome open.
const char* class_of(int status) {
  if (status >= 200 && status < 400) return "ok";
  return status >= 400 && status < 500 && status != 408 && status != 409 && status != 429 ? "fail" : "info";
}

// The door's own word on the receipt, when it gives one.
std::string receipt_in(const std::string& body) {
  const auto answer = nlohmann::json::parse(body, nullptr, false);
  if (!answer.is_object()) return "";
  for (const char* name : {"receipt_id", "receipt"}) {
    if (answer.contains(name) && answer[name].is_string()) return answer[name];
  }
  return "";
}

std::string percentile(std::vector<std::int64_t> sorted, double share) {
  if (sorted.empty()) return "-";
  const auto at = std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())));
  const auto tenths = sorted[at] / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " ms";
}

}  // namespace

Ledger::Ledger(const std::string& path) : path_(path) {
  if (!path.empty()) file_.open(path, std::ios::app);
}

void Ledger::record(const Shot& shot, Instant sent, Instant answered, const Result<net::HttpAnswer>& answer) {
  const int status = answer.ok() ? answer->status : 0;
  const std::string told = answer.ok() ? receipt_in(answer->body) : "";
  const std::string outcome = class_of(status);
  MutexLock lock(mutex_);
  auto& sums = sums_[shot.kind];
  ++sums.sent;
  ++(outcome == "ok" ? sums.ok : outcome == "fail" ? sums.fail : sums.info);
  sums.surprises += outcome != "info" && (outcome == "fail") != (shot.expect == Expect::kBad);
  if (answer.ok()) micros_.push_back((answered - sent).count());
  if (path_.empty()) return;
  const nlohmann::ordered_json line{{"id", shot.id},
                                    {"receipt", told.empty() ? shot.receipt : told},
                                    {"sent_at", format_instant(sent)},
                                    {"kind", shot.kind},
                                    {"expect", name_of(shot.expect)},
                                    {"status", status},
                                    {"class", outcome}};
  file_ << line.dump() << std::endl;
}

void Ledger::print(std::ostream& out) const {
  MutexLock lock(mutex_);
  Table table({"KIND", "SENT", "TAKEN", "REFUSED", "NO ANSWER", "NOT AS EXPECTED"});
  Sums all;
  const auto add = [&](const std::string& kind, const Sums& sums) {
    table.add({kind, std::to_string(sums.sent), std::to_string(sums.ok), std::to_string(sums.fail),
               std::to_string(sums.info), std::to_string(sums.surprises)});
  };
  for (const auto& [kind, sums] : sums_) {
    add(kind, sums);
    all.sent += sums.sent;
    all.ok += sums.ok;
    all.fail += sums.fail;
    all.info += sums.info;
    all.surprises += sums.surprises;
  }
  add("all", all);
  table.print(out);
  auto sorted = micros_;
  std::sort(sorted.begin(), sorted.end());
  out << "answered in p50 " << percentile(sorted, 0.5) << ", p99 " << percentile(sorted, 0.99) << '\n';
}

int Ledger::surprises() const {
  MutexLock lock(mutex_);
  int count = 0;
  for (const auto& [kind, sums] : sums_) count += sums.surprises;
  return count;
}

}  // namespace leakproof::leadctl
