#include "api/roster_service.h"

#include <algorithm>
#include <vector>

#include "api/access.h"
#include "api/activity.h"
#include "api/faults.h"
#include "api/scratch_draft.h"
#include "api/workspaces.h"
#include "router/config/routing_codec.h"
#include "router/state/roster.h"

namespace leakproof::api {
namespace {

v1::MemberView view_of(const config::v1::Member& member, const router::Routing& routing, router::Roster& roster,
                       stream::Draft& draft, const std::string& workspace) {
  const MemberId id(member.member_id());
  const auto seen = roster.snapshot(id);
  const auto* known = routing.member(id);
  v1::MemberView view;
  view.set_member_id(member.member_id());
  view.set_name(member.name());
  view.set_online(seen.online);
  view.set_on_shift(known != nullptr && known->schedule.is_open(draft.now()));
  view.set_on_leave(seen.on_leave);
  view.set_open(seen.load.open);
  view.set_hour_count(seen.load.hour);
  view.set_day_count(seen.load.day);
  view.set_week_count(seen.load.week);
  view.set_month_count(seen.load.month);
  view.set_assigned_total(router::member_state(draft, workspace, id).assigned_total());
  for (const auto* pool : roster.pools_of(id)) view.add_pool_ids(pool->id.value());
  view.set_not_eligible_reason(std::string(router::name_of(router::availability(known, seen, draft.now()))));
  return view;
}

v1::PoolView view_of(const router::Pool& pool, const router::Routing& routing, router::Roster& roster,
                     stream::Draft& draft, const std::string& workspace) {
  const auto state = router::pool_state(draft, workspace, pool.id);
  v1::PoolView view;
  view.set_pool_id(pool.id.value());
  view.set_held(state.held());
  view.set_open(state.open());
  view.set_assigned_total(state.picks());
  for (const auto& seat : pool.members) {
    view.add_member_ids(seat.id.value());
    const auto reason = router::availability(routing.member(seat.id), roster.snapshot(seat.id), draft.now());
    view.set_free(view.free() + (reason == router::Reason::kNone ? 1 : 0));
  }
  return view;
}

lead::v1::Activity activity_of(const std::string& request_id, const std::string& workspace) {
  lead::v1::Activity activity;
  activity.set_activity_id(request_id);
  activity.set_workspace_id(workspace);
  return activity;
}

// The requests to add and to cancel have the same fields.
template <class Request>
lead::v1::Activity time_off_of(const Request& request, bool cancel) {
  auto activity = activity_of(request.request_id(), request.workspace_id());
  activity.mutable_time_off()->set_member_id(request.member_id());
  activity.mutable_time_off()->set_from_micros(request.from_micros());
  activity.mutable_time_off()->set_until_micros(request.until_micros());
  activity.mutable_time_off()->set_cancel(cancel);
  activity.mutable_time_off()->set_absence_id(request.absence_id());
  return activity;
}

// Those that are not over, by beginning.
void add_absences(const std::string& member, stream::Draft& draft, const std::string& workspace,
                  v1::ListTimeOffResponse& response) {
  const auto state = router::member_state(draft, workspace, MemberId(member));
  std::vector<state::v1::Leave> leaves(state.time_off().begin(), state.time_off().end());
  std::erase_if(leaves, [&](const auto& leave) { return leave.until_micros() <= to_micros(draft.now()); });
  std::ranges::sort(leaves, {}, &state::v1::Leave::from_micros);
  for (const auto& leave : leaves) {
    auto& view = *response.add_absences();
    view.set_absence_id(leave.absence_id());
    view.set_member_id(member);
    view.set_from_micros(leave.from_micros());
    view.set_until_micros(leave.until_micros());
  }
}

}  // namespace

grpc::Status RosterService::ListMembers(grpc::ServerContext* context, const v1::ListMembersRequest* request,
                                        v1::ListMembersResponse* response) {
  Checks checks(ports_, *context, *request);
  if (!checks.ok()) return std::move(checks).status();
  const auto& workspace = request->workspace_id();
  const auto [entry, missing] = find_workspace(ports_, workspace);
  if (!entry) return missing;
  const auto routing = router::compile_routing(entry->workspace);
  if (!routing.ok()) return failed(fatal(routing.error().message()));
  ScratchDraft draft(ports_.states, "router", workspace, ports_.clock.now());
  router::Roster roster(draft, workspace, *routing);
  for (const auto& member : entry->workspace.members())
    *response->add_members() = view_of(member, *routing, roster, draft, workspace);
  return draft.status().ok() ? grpc::Status::OK : failed(draft.status().error());
}

grpc::Status RosterService::ListPools(grpc::ServerContext* context, const v1::ListPoolsRequest* request,
                                      v1::ListPoolsResponse* response) {
  Checks checks(ports_, *context, *request);
  if (!checks.ok()) return std::move(checks).status();
  const auto& workspace = request->workspace_id();
  const auto [entry, missing] = find_workspace(ports_, workspace);
  if (!entry) return missing;
  const auto routing = router::compile_routing(entry->workspace);
  if (!routing.ok()) return failed(fatal(routing.error().message()));
  ScratchDraft draft(ports_.states, "router", workspace, ports_.clock.now());
  router::Roster roster(draft, workspace, *routing);
  for (const auto& pool : entry->workspace.pools())
    *response->add_pools() = view_of(*routing->pool(PoolId(pool.pool_id())), *routing, roster, draft, workspace);
  return draft.status().ok() ? grpc::Status::OK : failed(draft.status().error());
}

// Whoever changes an absence that is not there has mistaken its id: a second one must not come of it.
grpc::Status RosterService::find_absence(const std::string& workspace, const std::string& member_id,
                                         const std::string& absence_id) {
  ScratchDraft draft(ports_.states, "router", workspace, ports_.clock.now());
  v1::ListTimeOffResponse noted;
  add_absences(member_id, draft, workspace, noted);
  if (!draft.status().ok()) return failed(draft.status().error());
  const bool found = std::ranges::any_of(
      noted.absences(), [&](const v1::TimeOffView& absence) { return absence.absence_id() == absence_id; });
  return found ? grpc::Status::OK : status_of_ignored("unknown_absence");
}

grpc::Status RosterService::record(grpc::ServerContext& context, const std::string& member_id,
                                   lead::v1::Activity activity, const std::string& absence_id) {
  if (auto status = access(ports_, context, activity.workspace_id()); !status.ok()) return status;
  if (auto status = check_activity(activity, activity); !status.ok()) return status;
  const auto holds_member = [&](const config::Directory::Entry& entry) {
    const auto& members = entry.workspace.members();
    return std::any_of(members.begin(), members.end(), [&](const auto& one) { return one.member_id() == member_id; });
  };
  const auto [entry, missing] = find_workspace(ports_, activity.workspace_id(), holds_member);
  if (!entry) return missing;
  if (!holds_member(*entry)) return not_found("member", member_id);
  if (!absence_id.empty()) {
    if (auto status = find_absence(activity.workspace_id(), member_id, absence_id); !status.ok()) return status;
  }
  activity.set_actor(member_id);
  return record_activity(ports_, context, std::move(activity), v1::DECIDED).status;
}

grpc::Status RosterService::SetPresence(grpc::ServerContext* context, const v1::SetPresenceRequest* request,
                                        v1::SetPresenceResponse*) {
  auto activity = activity_of(request->request_id(), request->workspace_id());
  activity.mutable_presence()->set_member_id(request->member_id());
  activity.mutable_presence()->set_online(request->online());
  return record(*context, request->member_id(), std::move(activity));
}

grpc::Status RosterService::AddTimeOff(grpc::ServerContext* context, const v1::AddTimeOffRequest* request,
                                       v1::AddTimeOffResponse* response) {
  auto activity = time_off_of(*request, false);
  if (request->absence_id().empty()) activity.mutable_time_off()->set_absence_id("ab_" + request->request_id());
  response->set_absence_id(activity.time_off().absence_id());
  return record(*context, request->member_id(), std::move(activity), request->absence_id());
}

grpc::Status RosterService::ListTimeOff(grpc::ServerContext* context, const v1::ListTimeOffRequest* request,
                                        v1::ListTimeOffResponse* response) {
  Checks checks(ports_, *context, *request);
  if (!checks.ok()) return std::move(checks).status();
  const auto& workspace = request->workspace_id();
  const auto [entry, missing] = find_workspace(ports_, workspace);
  if (!entry) return missing;
  ScratchDraft draft(ports_.states, "router", workspace, ports_.clock.now());
  bool known = false;
  for (const auto& member : entry->workspace.members()) {
    if (!request->member_id().empty() && request->member_id() != member.member_id()) continue;
    known = true;
    add_absences(member.member_id(), draft, workspace, *response);
  }
  if (!known && !request->member_id().empty()) return not_found("member", request->member_id());
  return draft.status().ok() ? grpc::Status::OK : failed(draft.status().error());
}

grpc::Status RosterService::CancelTimeOff(grpc::ServerContext* context, const v1::CancelTimeOffRequest* request,
                                          v1::CancelTimeOffResponse*) {
  return record(*context, request->member_id(), time_off_of(*request, true));
}

}  // namespace leakproof::api
