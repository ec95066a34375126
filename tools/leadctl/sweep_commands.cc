// Sweeps: the leads that nothing moves, by class and age.
#include "base/time_text.h"
#include "leadctl/commands.h"
#include "leadctl/pages.h"
#include "leakproof/api/v1/routing_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

using api::v1::RoutingService;

struct Asked {
  std::string kind;
  int limit = 100;
};

std::string plan_of(const api::v1::SweepView& sweep) {
  std::string plan;
  for (const auto& action : sweep.actions()) {
    plan += (plan.empty() ? "" : ", ") + action.action() + " after " + format_duration(Duration(action.after_micros()));
    if (action.acted_on() > 0) plan += " (" + std::to_string(action.acted_on()) + ")";
  }
  return plan.empty() && sweep.kind() == "stuck_in_hold" ? "hold_max and overflow of its pool"
         : plan.empty()                                  ? "-"
                                                         : plan;
}

void list_kinds(Session& session) {
  api::v1::ListSweepsRequest request;
  api::v1::ListSweepsResponse response;
  request.set_workspace_id(session.workspace);
  if (!session.call(
          [&](auto* context) { return session.stub<RoutingService>()->ListSweeps(context, request, &response); }))
    return;
  Table table({"LEADS THAT ARE", "HOW MANY", "OLDEST SINCE", "WHAT IS DONE (TO SO MANY OF THEM)"});
  for (const auto& sweep : response.sweeps())
    table.add({sweep.kind(), std::to_string(sweep.leads()), when(sweep.oldest_micros()), plan_of(sweep)});
  session.print(response, table);
}

void list_leads(Session& session, const Asked& asked) {
  api::v1::ListSweptLeadsRequest request;
  api::v1::ListSweptLeadsResponse all;
  request.set_workspace_id(session.workspace);
  request.set_kind(asked.kind);
  const auto ask = [&](const auto& next, auto& page) {
    return session.call(
        [&](auto* context) { return session.stub<RoutingService>()->ListSweptLeads(context, next, &page); });
  };
  if (!read_leads(request, asked.limit, all, ask)) return;
  Table table({"LEAD", "SINCE", "AGE", "STATUS", "OWNER", "POOL", "LAST STEP"});
  for (const auto& lead : all.leads()) {
    const auto age = std::chrono::floor<std::chrono::minutes>(Duration(all.as_of_micros() - lead.since_micros()));
    table.add({lead.lead_id(), when(lead.since_micros()), format_duration(age), lead.status(), lead.member_id(),
               lead.pool_id(), lead.last_step()});
  }
  session.print(all, table);
}

}  // namespace

void add_sweep_commands(CLI::App& app, Session& session) {
  auto* sweep = app.add_subcommand("sweep", "Leads that nothing moves")->require_subcommand(1);
  auto asked = std::make_shared<Asked>();
  auto* list = sweep->add_subcommand("list", "How many there are of each class; with a class, which: oldest first");
  list->footer("Examples:\n  leadctl sweep list\n  leadctl sweep list no_follow_up --limit 20");
  list->add_option("CLASS", asked->kind,
                   "unowned, no_follow_up, returned, unreachable, duplicate, stuck_in_hold, too_old")
      ->check(CLI::IsMember(
          {"unowned", "no_follow_up", "returned", "unreachable", "duplicate", "stuck_in_hold", "too_old"}));
  list->add_option("--limit", asked->limit, "So many leads; 0: all")
      ->check(CLI::Range(0, INT32_MAX))
      ->capture_default_str();
  list->callback([&session, asked] { asked->kind.empty() ? list_kinds(session) : list_leads(session, *asked); });
}

}  // namespace leakproof::leadctl
