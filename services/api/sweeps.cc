// Tested by: services/api/routing_service_test.cc
#include "api/sweeps.h"

#include "api/lead_view.h"
#include "base/parse_number.h"
#include "router/domain/sweep.h"
#include "router/queries.h"

namespace leakproof::api {
namespace {

constexpr std::string_view kHeld = "stuck_in_hold";

stream::StateList list_of(const std::string& workspace, std::string_view kind) {
  return kind == kHeld ? router::Queries::held(workspace) : router::Queries::swept(workspace, kind);
}

Status tell_oldest(stream::StateReader& states, const std::string& workspace, v1::SweepView& view) {
  const auto list = list_of(workspace, view.kind());
  LEAKPROOF_ASSIGN(first, states.scan(list.stage, workspace, list.prefix, "", 1));
  if (!first.empty()) view.set_oldest_micros(parse_number<std::int64_t>(first.front().second).value_or(0));
  return {};
}

Status tell_held(stream::StateReader& states, const std::string& workspace, v1::SweepView& view) {
  LEAKPROOF_ASSIGN(counts, router::Queries(states).counts(workspace));
  view.set_kind(std::string(kHeld));
  view.set_leads(counts ? counts->held() : 0);
  return tell_oldest(states, workspace, view);
}

Status tell_kind(stream::StateReader& states, const config::v1::Workspace& workspace, v1::SweepView& view) {
  const auto& id = workspace.workspace_id();
  LEAKPROOF_ASSIGN(state, router::Queries(states).sweep(id, view.kind()));
  view.set_leads(state ? state->leads() : 0);
  for (const auto& sweep : workspace.sweeps()) {
    if (sweep.kind() != view.kind()) continue;
    auto& action = *view.add_actions();
    action.set_action(sweep.action());
    action.set_after_micros(sweep.after_micros());
    if (!state) continue;
    const auto cursor = state->actions().find(sweep.action());
    if (cursor != state->actions().end()) action.set_acted_on(cursor->second.overdue());
  }
  return tell_oldest(states, id, view);
}

}  // namespace

bool is_sweep_kind(const std::string& kind) { return kind == kHeld || router::sweep_kind_of(kind).has_value(); }

std::string sweep_kinds() {
  std::string names;
  for (const auto kind : router::kSweepKinds) names += std::string(router::name_of(kind)) + ", ";
  return names + std::string(kHeld);
}

Status tell_sweeps(stream::StateReader& states, const config::v1::Workspace& workspace,
                   v1::ListSweepsResponse& response) {
  for (const auto kind : router::kSweepKinds) {
    auto& view = *response.add_sweeps();
    view.set_kind(std::string(router::name_of(kind)));
    LEAKPROOF_TRY(tell_kind(states, workspace, view));
  }
  return tell_held(states, workspace.workspace_id(), *response.add_sweeps());
}

Status list_swept(stream::StateReader& states, const v1::ListSweptLeadsRequest& request,
                  v1::ListSweptLeadsResponse& response) {
  const auto& workspace = request.workspace_id();
  LEAKPROOF_ASSIGN(page, read_page(states, workspace, list_of(workspace, request.kind()),
                                   {request.page_size(), request.page_token()}));
  for (const auto& [key, since] : page.entries) {
    const auto id = router::Queries::lead_of(key);
    LEAKPROOF_ASSIGN(lead, router::Queries(states).lead(workspace, id));
    if (!lead) continue;  // it changed between the two reads
    auto& swept = *response.add_leads();
    swept.set_lead_id(id);
    swept.set_since_micros(parse_number<std::int64_t>(since).value_or(0));
    swept.set_status(word_of(state::v1::RoutedLead::Status_Name(lead->status())));
    swept.set_member_id(lead->member_id());
    swept.set_pool_id(lead->pool_id());
    swept.set_last_step(lead->last_step());
  }
  response.set_next_page_token(page.next_token);
  return {};
}

}  // namespace leakproof::api
