// Members: who is here, who is away, who carries how much.
#include "base/time_text.h"
#include "leadctl/commands.h"
#include "leakproof/api/v1/roster_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

using api::v1::RosterService;

struct Absence {
  std::string member, from, until;
  bool cancel = false;
};

void list(Session& session) {
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
    session.err << member << (online ? " is online\n" : " is offline\n");
  }
}

template <class Request>
void fill(const Session& session, const Absence& absence, Instant from, Instant until, Request& request) {
  request.set_workspace_id(session.workspace);
  request.set_request_id(fresh_request_id(session, absence.member));
  request.set_member_id(absence.member);
  request.set_from_micros(to_micros(from));
  request.set_until_micros(to_micros(until));
}

void time_off(Session& session, const Absence& absence) {
  const auto from = parse_instant(absence.from);
  const auto until = parse_instant(absence.until);
  if (!from.ok()) return session.fail(ExitCode::kUsage, "FROM: " + from.error().message());
  if (!until.ok()) return session.fail(ExitCode::kUsage, "UNTIL: " + until.error().message());
  const bool done = session.call([&](auto* context) {
    const auto stub = session.stub<RosterService>();
    if (absence.cancel) {
      api::v1::CancelTimeOffRequest request;
      api::v1::CancelTimeOffResponse response;
      fill(session, absence, *from, *until, request);
      return stub->CancelTimeOff(context, request, &response);
    }
    api::v1::AddTimeOffRequest request;
    api::v1::AddTimeOffResponse response;
    fill(session, absence, *from, *until, request);
    return stub->AddTimeOff(context, request, &response);
  });
  if (done) session.err << absence.member << (absence.cancel ? ": time off taken back\n" : ": time off noted\n");
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
    list(session);
  });
  add_presence(*member, session, "online", "Sign members in", true);
  add_presence(*member, session, "offline", "Sign members out", false);
  auto absence = std::make_shared<Absence>();
  auto* off = member->add_subcommand("time-off", "Note an absence; untouched leads go to others");
  off->footer("Example:\n  leadctl member time-off lan 2026-02-16T00:00:00+07:00 2026-02-21T00:00:00+07:00");
  off->add_option("MEMBER", absence->member)->required();
  off->add_option("FROM", absence->from, "RFC 3339")->required();
  off->add_option("UNTIL", absence->until, "RFC 3339, exclusive")->required();
  off->add_flag("--cancel", absence->cancel, "Take the same absence back");
  off->callback([&session, absence] { time_off(session, *absence); });
  auto* pool = app.add_subcommand("pool", "Teams, and who waits for them")->require_subcommand(1);
  pool->add_subcommand("list", "Every pool: who is free in it, how many leads wait")->callback([&session] {
    list_pools(session);
  });
}

}  // namespace leakproof::leadctl
