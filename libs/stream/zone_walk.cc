#include "stream/zone_walk.h"

#include <utility>
#include <vector>

#include "stream/fact.h"
#include "stream/limits.h"
#include "stream/typed_state.h"

namespace leakproof::stream {
namespace {

using state::v1::ZoneDataState;

// Of zone data that do not say which they are.
constexpr std::string_view kUnknown = "unknown";

// The first workspace behind `after` of which the stage keeps anything. Its keys end at a NUL.
std::optional<std::string> workspace_behind(const std::string& after, Draft& draft) {
  std::optional<std::string> found;
  draft.scan("", after.empty() ? "" : after + '\1', [&](std::string_view key, std::string_view) {
    found = std::string(key.substr(0, key.find('\0')));
    return false;
  });
  return found;
}

}  // namespace

ZoneWalk::ZoneWalk(std::string zone_data, Work work) : zone_data_(std::move(zone_data)), work_(std::move(work)) {}

void ZoneWalk::note(const std::string& workspace, Draft& draft) const {
  if (zone_data_ == kUnknown || draft.get(zone_data_key(workspace))) return;
  ZoneDataState state;
  state.set_zone_data(zone_data_);
  store(draft, zone_data_key(workspace), state);
}

bool ZoneWalk::step(Draft& draft) {
  for (std::size_t looked_at = 0; looked_at < limits::kWorkspacesASlice && draft.has_room(); ++looked_at) {
    auto workspace = workspace_behind(passed_, draft);
    if (!workspace) return false;
    if (!pass(*workspace, draft)) return true;
    passed_ = *std::move(workspace);
  }
  return true;
}

// Versions are years and letters: they sort as they were published.
bool ZoneWalk::is_older_than(const ZoneDataState& state) const {
  return zone_data_ == kUnknown || zone_data_ < std::max(state.zone_data(), state.to());
}

bool ZoneWalk::pass(const std::string& workspace, Draft& draft) const {
  const auto stored = find<ZoneDataState>(draft, zone_data_key(workspace));
  if (!stored && !draft.get(state_key(workspace, "config"))) return true;
  ZoneDataState state = stored.value_or(ZoneDataState());
  if (is_older_than(state)) {
    if (state.older() == zone_data_) return true;
    if (state.zone_data().empty() && state.to().empty()) return true;  // by no version that is known
    state.set_older(zone_data_);
    store(draft, zone_data_key(workspace), state);
    return true;
  }
  const bool is_under_way = !state.to().empty();
  if (state.zone_data() == zone_data_ && !is_under_way && state.older().empty()) return true;
  if (state.to() != zone_data_ || !state.older().empty()) {  // what has been looked at may be by the older version
    state.set_to(zone_data_);
    state.clear_after();
    state.clear_older();
    state.clear_leads_looked_at();
    state.clear_leads_moved();
  }
  return walk(workspace, std::move(state), draft);
}

bool ZoneWalk::walk(const std::string& workspace, ZoneDataState state, Draft& draft) const {
  LEAKPROOF_CHECK(state.to() == zone_data_ && state.older().empty());
  std::vector<std::pair<std::string, std::string>> found;
  std::size_t bytes = 0;
  bool is_cut = false;
  draft.scan(state_key(workspace, work_.kind), state.after().empty() ? "" : state.after() + '\0',
             [&](std::string_view key, std::string_view value) {
               found.emplace_back(key, value);
               bytes += value.size();
               is_cut = found.size() == limits::kLookedAtASlice || bytes >= limits::kEffectBytesMax;
               return !is_cut;
             });
  std::size_t moved = 0;
  for (const auto& [key, value] : found) {
    if (moved == limits::kMovedASlice || !draft.has_room()) break;
    moved += work_.count_again(workspace, value, draft);
    state.set_after(key);
    state.set_leads_looked_at(state.leads_looked_at() + 1);
  }
  state.set_leads_moved(state.leads_moved() + static_cast<std::int64_t>(moved));
  const bool is_over = !is_cut && (found.empty() || state.after() == found.back().first);
  if (is_over)
    finish(workspace, std::move(state), draft);
  else
    store(draft, zone_data_key(workspace), state);
  return is_over;
}

void ZoneWalk::finish(const std::string& workspace, ZoneDataState state, Draft& draft) const {
  LEAKPROOF_CHECK(!state.to().empty() && state.leads_moved() <= state.leads_looked_at());
  work_.end(workspace, draft);
  auto event = make_fact({.workspace_id = workspace}, draft.now());
  auto& applied = *event.mutable_zone_data_applied();
  applied.set_stage(work_.stage);
  applied.set_zone_data_before(state.zone_data());
  applied.set_zone_data(zone_data_);
  applied.set_leads_looked_at(state.leads_looked_at());
  applied.set_leads_moved(state.leads_moved());
  draft.emit(std::move(event));
  if (state.zone_data() != zone_data_) state.set_before(state.zone_data());
  state.set_zone_data(zone_data_);
  state.clear_to();
  state.clear_after();
  state.set_applied_micros(to_micros(draft.now()));
  store(draft, zone_data_key(workspace), state);
}

}  // namespace leakproof::stream
