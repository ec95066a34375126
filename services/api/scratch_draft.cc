// Tested by: services/api/routing_service_test.cc
#include "api/scratch_draft.h"

#include "api/limits.h"

namespace leakproof::api {

Result<std::vector<lead::v1::Event>> ScratchDraft::take_events() {
  if (!status_.ok()) return status_.error();
  const auto taken = std::exchange(events_, {});
  return std::vector<lead::v1::Event>(taken.begin(), taken.end());
}

std::optional<std::string> ScratchDraft::get(std::string_view key) {
  if (auto found = written_.find(key); found != written_.end()) return found->second;
  auto value = states_.get(stage_, workspace_, key);
  if (value.ok()) return *std::move(value);
  if (status_.ok()) status_ = value.error();
  return std::nullopt;
}

void ScratchDraft::scan(std::string_view prefix, std::string_view from, const stream::Visit& visit) {
  std::map<std::string, std::optional<std::string>> seen;
  for (std::string after;;) {
    auto batch = states_.scan(stage_, workspace_, prefix, after, kPageSizeMax);
    if (!batch.ok()) {
      if (status_.ok()) status_ = batch.error();
      return;
    }
    const bool last = batch->size() < static_cast<std::size_t>(kPageSizeMax);
    for (auto& [key, value] : *batch) seen[after = key] = std::move(value);
    if (last) break;
  }
  for (auto at = written_.lower_bound(prefix); at != written_.end() && at->first.starts_with(prefix); ++at)
    seen[at->first] = at->second;
  for (auto at = seen.lower_bound(std::string(from)); at != seen.end(); ++at) {
    if (at->second && !visit(at->first, *at->second)) return;
  }
}

std::string ScratchDraft::emit(lead::v1::Event event) {
  event.set_event_id("preview-" + stage_ + "-" + std::to_string(events_.size() + 1));
  if (event.occurred_micros() == 0) event.set_occurred_micros(to_micros(now_));
  events_.push_back(std::move(event));
  return events_.back().event_id();
}

}  // namespace leakproof::api
