// Members: who is here, who is away, who carries how much.
#include <algorithm>

#include "base/time_text.h"
#include "calendar/local_day.h"
#include "leadctl/commands.h"
#include "leakproof/api/v1/roster_service.grpc.pb.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/activity.pb.h"

namespace leakproof::leadctl {
namespace {

using api::v1::RosterService;

struct Absence {
  std::string member, from, until, id;
  bool cancel = false;
};

void list_members(Session& session) {
  api::v1::ListMembersRequest request;
  api::v1::ListMembersResponse response;
  request.set_workspace_id(session.workspace);
  if (!session.call(
          [&](auto* context) { return session.stub<RosterService>()->ListMembers(context, request, &response); }))
    return;
  Table table({"MEMBER", "NAME", "ONLINE", "ON SHIFT", "ON LEAVE", "OPEN", "HOUR", "DAY", "TOTAL", "NOT ELIGIBLE FOR"});
  const auto yes = [](bool value) { return value ? "yes" : "no"; };
  for (const auto& member : response.members()) {
    table.add({member.member_id(), member.name(), yes(member.online()), yes(member.on_shift()), yes(member.on_leave()),
               std::to_string(member.open()), std::to_string(member.hour_count()), std::to_string(member.day_count()),
               std::to_string(member.assigned_total()), member.not_eligible_reason()});
  }
  session.print(response, table);
}

void list_pools(Session& session) {
  api::v1::ListPoolsRequest request;
  api::v1::ListPoolsResponse response;
  request.set_workspace_id(session.workspace);
  if (!session.call(
          [&](auto* context) { return session.stub<RosterService>()->ListPools(context, request, &response); }))
    return;
  Table table({"POOL", "MEMBERS", "FREE NOW", "WAITING", "OPEN", "TOTAL"});
  for (const auto& pool : response.pools()) {
    table.add({pool.pool_id(), std::to_string(pool.member_ids_size()), std::to_string(pool.free()),
               std::to_string(pool.held()), std::to_string(pool.open()), std::to_string(pool.assigned_total())});
  }
  session.print(response, table);
}

void set_presence(Session& session, const std::vector<std::string>& members, bool online) {
  for (const auto& member : members) {
    api::v1::SetPresenceRequest request;
    api::v1::SetPresenceResponse response;
    request.set_workspace_id(session.workspace);
    request.set_request_id(fresh_request_id(session, member));
    request.set_member_id(member);
    request.set_online(online);
    if (!session.call(
            [&](auto* context) { return session.stub<RosterService>()->SetPresence(context, request, &response); }))
      return;
    lead::v1::PresenceChange done;
    done.set_member_id(member);
    done.set_online(online);
    if (session.json)
      session.print_json(done);
    else
      session.err << member << (online ? " is online\n" : " is offline\n");
  }
}

void list_absences(Session& session, const std::string& member) {
  api::v1::ListTimeOffRequest request;
  api::v1::ListTimeOffResponse response;
  request.set_workspace_id(session.workspace);
  request.set_member_id(member);
  if (!session.call(
          [&](auto* context) { return session.stub<RosterService>()->ListTimeOff(context, request, &response); }))
    return;
  Table table({"ABSENCE", "MEMBER", "FROM", "UNTIL"});
  for (const auto& absence : response.absences())
    table.add({absence.absence_id(), absence.member_id(), when(absence.from_micros()), when(absence.until_micros())});
  session.print(response, table);
}

// Of the member's clock: their own zone, their schedule's or the workspace's. Nothing when it cannot be known.
std::optional<std::string> zone_of(Session& session, const std::string& member_id) {
  const auto stored = stored_config(session, 0);
  config::v1::Workspace workspace;
  if (!stored || !workspace.ParseFromString(stored->workspace())) return std::nullopt;
  const auto member = std::ranges::find(workspace.members(), member_id, &config::v1::Member::member_id);
  if (member == workspace.members().end()) return workspace.default_zone();
  if (!member->zone().empty()) return member->zone();
  const auto schedule =
      std::ranges::find(workspace.schedules(), member->schedule_id(), &config::v1::Schedule::schedule_id);
  return schedule == workspace.schedules().end() ? workspace.default_zone() : schedule->zone();
}

// A time, or a date: its beginning, or with `to_its_end` its end.
std::optional<Instant> moment(Session& session, const Absence& absence, const std::string& text, const char* name,
                              bool to_its_end) {
  if (const auto instant = parse_instant(text); instant.ok()) return *instant;
  const auto date = parse_date(text);
  if (!date.ok()) {
    session.fail(ExitCode::kUsage, std::string(name) + ": '" + text +
                                       "' is neither a date such as 2026-02-16 nor a time such as "
                                       "2026-02-16T08:00:00+07:00");
    return std::nullopt;
  }
  const auto zone = zone_of(session, absence.member);
  if (!zone) return std::nullopt;
  return calendar::local_midnight(*zone, *date + std::chrono::days(to_its_end ? 1 : 0));
}

// Nothing when the session is told what is wrong.
template <class Request>
std::optional<Request> request_of(Session& session, const Absence& absence) {
  Request request;
  request.set_workspace_id(session.workspace);
  request.set_request_id(fresh_request_id(session, absence.member));
  request.set_member_id(absence.member);
  request.set_absence_id(absence.id);
  if (absence.cancel && !absence.id.empty()) return request;
  if (absence.from.empty() || absence.until.empty()) {
    session.fail(ExitCode::kUsage, "FROM and UNTIL are needed: dates or times");
    return std::nullopt;
  }
  const auto from = moment(session, absence, absence.from, "FROM", false);
  const auto until = from ? moment(session, absence, absence.until, "UNTIL", true) : std::nullopt;
  if (!until) return std::nullopt;
  request.set_from_micros(to_micros(*from));
  request.set_until_micros(to_micros(*until));
  return request;
}

// What was done to an absence: as data, or in words.
template <class Request>
void tell(Session& session, const Request& request, const std::string& id, bool cancelled, const std::string& words) {
  if (!session.json) {
    session.err << request.member_id() << ": " << words << '\n';
    return;
  }
  lead::v1::TimeOff done;
  done.set_member_id(request.member_id());
  done.set_from_micros(request.from_micros());
  done.set_until_micros(request.until_micros());
  done.set_absence_id(id);
  done.set_cancel(cancelled);
  session.print_json(done);
}

void cancel_time_off(Session& session, const Absence& absence) {
  const auto request = request_of<api::v1::CancelTimeOffRequest>(session, absence);
  api::v1::CancelTimeOffResponse response;
  if (request && session.call([&](auto* context) {
        return session.stub<RosterService>()->CancelTimeOff(context, *request, &response);
      }))
    tell(session, *request, absence.id, true, "time off taken back");
}

void add_time_off(Session& session, const Absence& absence) {
  const auto request = request_of<api::v1::AddTimeOffRequest>(session, absence);
  api::v1::AddTimeOffResponse response;
  if (!request || !session.call([&](auto* context) {
        return session.stub<RosterService>()->AddTimeOff(context, *request, &response);
      }))
    return;
  tell(session, *request, response.absence_id(), false,
       std::string("time off ") + (absence.id.empty() ? "noted" : "changed") + " as " + response.absence_id());
}

void add_presence(CLI::App& member, Session& session, const char* name, const char* help, bool online) {
  auto members = std::make_shared<std::vector<std::string>>();
  auto* command = member.add_subcommand(name, help);
  command->footer(std::string("Example:\n  leadctl member ") + name + " lan minh");
  command->add_option("MEMBER", *members, "One or more")->required();
  command->callback([&session, members, online] { set_presence(session, *members, online); });
}

}  // namespace

void add_member_commands(CLI::App& app, Session& session) {
  auto* member = app.add_subcommand("member", "Who is here, who is away, who carries how much")->require_subcommand(1);
  member->add_subcommand("list", "Every member, and why nobody could be given a lead now")->callback([&session] {
    list_members(session);
  });
  add_presence(*member, session, "online", "Sign members in", true);
  add_presence(*member, session, "offline", "Sign members out", false);
  auto absence = std::make_shared<Absence>();
  auto* off = member->add_subcommand("time-off", "Note an absence; untouched leads go to others");
  off->footer(
      "Examples:\n  leadctl member time-off lan 2026-02-16 2026-02-20\n"
      "  leadctl member time-off lan 2026-02-16T13:00:00+07:00 2026-02-16T17:00:00+07:00\n"
      "  leadctl member time-off lan --cancel --id ab_lan-1f2e3d4c");
  off->add_option("MEMBER", absence->member)->required();
  off->add_option("FROM", absence->from, "The first day, on the member's clock; or a time, RFC 3339");
  off->add_option("UNTIL", absence->until, "The last day; or a time, exclusive");
  off->add_option("--id", absence->id, "An absence that is listed: it is changed, or with --cancel taken back");
  off->add_flag("--cancel", absence->cancel, "Take the absence with these times, or with --id, back");
  off->callback(
      [&session, absence] { absence->cancel ? cancel_time_off(session, *absence) : add_time_off(session, *absence); });
  auto* absences = member->add_subcommand("absences", "Absences that are not over");
  absences->footer("Example:\n  leadctl member absences lan");
  absences->add_option("MEMBER", absence->member, "Unset: of everybody");
  absences->callback([&session, absence] { list_absences(session, absence->member); });
  auto* pool = app.add_subcommand("pool", "Teams, and who waits for them")->require_subcommand(1);
  pool->add_subcommand("list", "Every pool: who is free in it, how many leads wait")->callback([&session] {
    list_pools(session);
  });
}

}  // namespace leakproof::leadctl
