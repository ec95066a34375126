#include "api/config_service.h"

#include <algorithm>
#include <iterator>

#include "api/called_urls.h"
#include "api/command.h"
#include "api/faults.h"
#include "api/limits.h"
#include "api/states.h"
#include "base/parse_number.h"
#include "base/signal.h"
#include "calendar/zone_clock.h"
#include "config/compile.h"
#include "config/config_cache.h"
#include "ingest/queries.h"
#include "leakproof/state/v1/state.pb.h"
#include "nurture/queries.h"
#include "router/queries.h"
#include "stream/topics.h"

namespace leakproof::api {
namespace {

using Stored = Result<std::optional<state::v1::ConfigVersion>>;

// 0 = in force.
Stored read_version(stream::StateReader& states, const std::string& workspace, std::int64_t version) {
  const ingest::Queries ingest(states);
  return version == 0 ? ingest.config_in_force(workspace) : ingest.config(workspace, version);
}

v1::ConfigView view_of(const state::v1::ConfigVersion& stored) {
  v1::ConfigView view;
  view.set_version(stored.version());
  view.set_author(stored.author());
  view.set_message(stored.message());
  view.set_applied_micros(stored.applied_micros());
  view.set_hash(stored.hash());
  return view;
}

// "yaml:12:7 rules[3].when", a violation a problem.
grpc::Status refused(const std::vector<config::Problem>& problems) {
  std::vector<net::FieldFault> faults;
  for (const auto& problem : problems) {
    faults.push_back({"yaml:" + std::to_string(problem.line) + ":" + std::to_string(problem.column) +
                          (problem.path.empty() ? "" : " ") + problem.path,
                      problem.message});
  }
  return invalid(std::move(faults));
}

grpc::Status conflict(std::int64_t in_force, const std::string& message) {
  return refusal(grpc::StatusCode::ABORTED, "VERSION_CONFLICT", message,
                 {{"version_in_force", std::to_string(in_force)}});
}

using ZoneData = Result<std::optional<state::v1::ZoneDataState>>;

// Nothing of a stage that has not looked yet.
Status add(const std::string& stage, const ZoneData& found, v1::GetProgressResponse& to) {
  LEAKPROOF_TRY(found);
  auto& view = *to.add_stage_zone_data();
  view.set_stage(stage);
  if (!*found) return {};
  const auto& state = **found;
  view.set_zone_data(state.zone_data());
  view.set_to(state.to());
  view.set_leads_looked_at(state.leads_looked_at());
  view.set_leads_moved(state.leads_moved());
  view.set_before(state.before());
  view.set_applied_micros(state.applied_micros());
  view.set_older(state.older());
  return {};
}

Status add_zone_data(stream::StateReader& states, const std::string& workspace, v1::GetProgressResponse& to) {
  to.set_zone_data(calendar::zone_data_version());
  to.set_zone_data_installed(calendar::zone_data_on_disk());
  LEAKPROOF_TRY(add("router", router::Queries(states).zone_data(workspace), to));
  return add("nurture", nurture::Queries(states).zone_data(workspace), to);
}

using Stages = google::protobuf::RepeatedPtrField<v1::StageVersion>;
using stream::topics::kStages;

void add(const char* stage, std::int64_t version, Stages& to) {
  auto& told = *to.Add();
  told.set_stage(stage);
  told.set_version(version);
}

Result<std::int64_t> version_at(const char* stage, stream::StateReader& states, const std::string& workspace) {
  LEAKPROOF_ASSIGN(
      stored, stream::read_state<state::v1::ConfigVersion>(states, stage, workspace, config::config_key(workspace)));
  return stored ? stored->version() : 0;
}

// Those that can be asked.
void add_versions(stream::StateReader& states, const std::string& workspace, Stages& to) {
  for (const char* stage : kStages) {
    if (const auto version = version_at(stage, states, workspace); version.ok()) add(stage, *version, to);
  }
}

void check_command(const lead::v1::ConfigCommand& command, Checks& checks) {
  checks.id("request_id", command.request_id());
  checks.that(command.expected_version() >= -1, "expected_version",
              "must be the version in force, 0 for the first, or -1 for whatever it is");
}

}  // namespace

grpc::Status ConfigService::Validate(grpc::ServerContext*, const v1::ValidateRequest* request,
                                     v1::ValidateResponse* response) {
  for (const auto& problem : config::compile_workspace(request->yaml()).problems) {
    auto& told = *response->add_problems();
    told.set_line(problem.line);
    told.set_column(problem.column);
    told.set_path(problem.path);
    told.set_message(problem.message);
    told.set_file(problem.file);
  }
  return grpc::Status::OK;
}

grpc::Status ConfigService::Apply(grpc::ServerContext* context, const v1::ApplyRequest* request,
                                  v1::ApplyResponse* response) {
  lead::v1::ConfigCommand command;
  command.set_request_id(request->request_id());
  command.set_workspace_id(request->workspace_id());
  command.set_expected_version(request->expected_version());
  command.set_yaml(request->yaml());
  command.set_author(request->author());
  command.set_message(request->message());
  return apply(*context, command, *response);
}

grpc::Status ConfigService::Rollback(grpc::ServerContext* context, const v1::RollbackRequest* request,
                                     v1::RollbackResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.that(request->to_version() >= 1, "to_version", "must be a version that was in force");
  if (!checks.ok()) return std::move(checks).status();
  const auto earlier = read_version(ports_.states, request->workspace_id(), request->to_version());
  if (!earlier.ok()) return failed(earlier.error());
  if (!*earlier) return not_found("version", std::to_string(request->to_version()));
  lead::v1::ConfigCommand command;
  command.set_request_id(request->request_id());
  command.set_workspace_id(request->workspace_id());
  command.set_expected_version(request->expected_version());
  command.set_yaml((*earlier)->yaml());
  command.set_author(request->author());
  command.set_message("rolled back to version " + std::to_string(request->to_version()));
  v1::ApplyResponse applied;
  const auto status = apply(*context, command, applied);
  response->set_version(applied.version());
  *response->mutable_stages() = applied.stages();
  return status;
}

grpc::Status ConfigService::apply(grpc::ServerContext& context, const lead::v1::ConfigCommand& command,
                                  v1::ApplyResponse& response) {
  Checks checks(ports_, context, command.workspace_id());
  check_command(command, checks);
  const auto compiled = config::compile_workspace(command.yaml());
  if (checks.ok() && !compiled.ok()) return refused(compiled.problems);
  if (auto faults = uncallable(compiled.workspace, ports_.outbound); checks.ok() && !faults.empty())
    return invalid(std::move(faults));
  checks.that(!compiled.ok() || compiled.workspace.workspace_id() == command.workspace_id(), "workspace_id",
              "must be the workspace that the text names");
  if (!checks.ok()) return std::move(checks).status();

  const Deadline deadline(context);
  auto stamped = command;
  stamped.set_received_micros(to_micros(ports_.clock.now()));
  Command sent(ports_, "ingest", command.request_id(),
               [workspace = command.workspace_id()](const lead::v1::Event& event) {
                 return event.workspace_id() == workspace && (event.has_config_applied() || event.has_config_refused());
               });
  sent.append(stream::topics::kWorkspaceConfig, command.workspace_id(), stamped.SerializeAsString());
  if (auto status = sent.accepted(deadline); !status.ok()) return status;
  const auto fact = sent.reply(deadline);
  if (!fact)
    return deadline.is_cancelled()
               ? cancelled()
               : too_late("the configuration is handed in and will be settled: get the version in force");
  if (fact->has_config_applied()) {
    response.set_version(fact->config_applied().version());
    await_every_stage(deadline, command.workspace_id(), response);
    return grpc::Status::OK;
  }
  const auto& refusal = fact->config_refused();
  const bool other = command.expected_version() != -1 && command.expected_version() != refusal.version_in_force();
  return other ? conflict(refusal.version_in_force(), refusal.reason()) : invalid({{"yaml", refusal.reason()}});
}

grpc::Status ConfigService::GetProgress(grpc::ServerContext* context, const v1::GetProgressRequest* request,
                                        v1::GetProgressResponse* response) {
  const auto& workspace = request->workspace_id();
  Checks checks(ports_, *context, *request);
  if (!checks.ok()) return std::move(checks).status();
  for (const char* stage : kStages) {
    const auto version = version_at(stage, ports_.states, workspace);
    if (!version.ok()) return failed(version.error());
    add(stage, *version, *response->mutable_stages());
  }
  if (const auto told = add_zone_data(ports_.states, workspace, *response); !told.ok()) return failed(told.error());
  const auto release = router::Queries(ports_.states).release(workspace);
  if (!release.ok()) return failed(release.error());
  if (!*release) return grpc::Status::OK;
  response->set_leads_moved((*release)->moved());
  response->set_leads_left((*release)->left());
  return grpc::Status::OK;
}

void ConfigService::await_every_stage(const Deadline& deadline, const std::string& workspace,
                                      v1::ApplyResponse& response) {
  Signal never_rung;  // the stages may be in other processes, which can only be asked
  deadline.poll_until([&](Duration slice) {
    auto& stages = *response.mutable_stages();
    stages.Clear();
    add_versions(ports_.states, workspace, stages);
    const bool all =
        stages.size() == static_cast<int>(std::size(kStages)) &&
        std::ranges::all_of(stages, [&](const auto& each) { return each.version() >= response.version(); });
    if (!all) never_rung.wait_for(std::min(slice, kStageCheck));
    return all;
  });
}

grpc::Status ConfigService::Get(grpc::ServerContext* context, const v1::GetRequest* request,
                                v1::GetResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.that(request->version() >= 0, "version", "must not be negative");
  if (!checks.ok()) return std::move(checks).status();
  const auto stored = read_version(ports_.states, request->workspace_id(), request->version());
  if (!stored.ok()) return failed(stored.error());
  if (!*stored && request->version() == 0) return not_found("workspace", request->workspace_id());
  if (!*stored) return not_found("version", std::to_string(request->version()));
  auto& view = *response->mutable_config();
  view = view_of(**stored);
  view.set_yaml((*stored)->yaml());
  view.set_workspace((*stored)->workspace());
  return grpc::Status::OK;
}

grpc::Status ConfigService::List(grpc::ServerContext* context, const v1::ListRequest* request,
                                 v1::ListResponse* response) {
  Checks checks(ports_, *context, *request);
  checks.page(request->page_size(), "");
  const auto& token = request->page_token();
  auto version = parse_number<std::int64_t>(token).value_or(0);  // the next to show; versions are dense
  checks.that(token.empty() || version > 0, "page_token", "must be a next_page_token");
  if (!checks.ok()) return std::move(checks).status();
  const int size = request->page_size() == 0 ? kPageSizeDefault : request->page_size();
  for (auto stored = read_version(ports_.states, request->workspace_id(), version);;
       stored = read_version(ports_.states, request->workspace_id(), version)) {
    if (!stored.ok()) return failed(stored.error());
    if (!*stored && response->configs_size() > 0) return grpc::Status::OK;
    if (!*stored && !token.empty()) return invalid({{"page_token", "must be a next_page_token"}});
    if (!*stored) return not_found("workspace", request->workspace_id());
    *response->add_configs() = view_of(**stored);
    version = (*stored)->version() - 1;
    if (version == 0) return grpc::Status::OK;
    if (response->configs_size() == size) break;
  }
  response->set_next_page_token(std::to_string(version));
  return grpc::Status::OK;
}

}  // namespace leakproof::api
