// Nurture: the leads that are its own and that it may send nothing.
#include "leadctl/commands.h"
#include "leadctl/pages.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

using api::v1::LeadService;

struct SilentLeadsOptions {
  std::string reason;
  int limit = 100;
};

// What a person can do about each reason.
struct Remedy {
  const char *reason, *text;
};
constexpr Remedy kRemedies[] = {
    {"opted_out", "nothing by journeys, ever: give it to a member, or close it"},
    {"no_consent", "ask by phone, or in a form with consent_field; sales may write by hand"},
    {"no_address", "call, or hand the lead in again with its e-mail address"},
    {"bad_address", "the server says that nobody has the address: call, and hand in the right one"},
    {"no_sender", "write who mails are from: messaging: {from: …} in the configuration"},
};

// What may be asked for: a reason, or all of them.
std::vector<std::string> choices() {
  std::vector<std::string> names;
  for (const auto& each : kRemedies) names.emplace_back(each.reason);
  names.emplace_back("all");
  return names;
}

std::string remedy_of(const std::string& reason) {
  for (const auto& each : kRemedies) {
    if (reason == each.reason) return each.text;
  }
  return "-";
}

// False when the server could not be asked.
bool read(Session& session, const SilentLeadsOptions& asked, api::v1::ListSilentLeadsResponse& all) {
  api::v1::ListSilentLeadsRequest request;
  request.set_workspace_id(session.workspace);
  request.set_reason(asked.reason);
  return read_leads(request, asked.limit, all, [&](const auto& next, auto& page) {
    return session.call(
        [&](auto* context) { return session.stub<LeadService>()->ListSilentLeads(context, next, &page); });
  });
}

void count(Session& session) {
  api::v1::ListSilentLeadsResponse found;
  if (!read(session, {"", 1}, found)) return;
  found.clear_leads();
  Table table({"NOTHING IS SENT FOR", "LEADS", "WHAT HELPS"});
  for (const auto& each : found.counts())
    table.add({each.reason(), std::to_string(each.leads()), remedy_of(each.reason())});
  session.print(found, table);
}

void list_silent_leads(Session& session, const SilentLeadsOptions& asked) {
  api::v1::ListSilentLeadsResponse found;
  if (!read(session, asked, found)) return;
  Table table({"LEAD", "SINCE", "REASON", "JOURNEY"});
  for (const auto& lead : found.leads())
    table.add({lead.lead_id(), when(lead.since_micros()), lead.reason(), lead.journey_id()});
  session.print(found, table);
}

}  // namespace

void add_nurture_commands(CLI::App& app, Session& session) {
  auto* nurture = app.add_subcommand("nurture", "Leads in journeys")->require_subcommand(1);
  auto asked = std::make_shared<SilentLeadsOptions>();
  auto* silent = nurture->add_subcommand(
      "silent",
      "Leads that rest in nurture and may be sent nothing: how many, why; with a reason, which: oldest first");
  silent->footer(
      "Messages need consent and an address. Whoever lacks them stays with nurture where the journey says\n"
      "cannot_send: go_on (unset for journeys of recycled and lost leads), and nobody writes to them.\n"
      "Examples:\n  leadctl nurture silent\n  leadctl nurture silent no_consent --limit 20\n"
      "  leadctl nurture silent --output json");
  silent->add_option("REASON", asked->reason, "opted_out, no_consent, no_address, bad_address, no_sender, or all")
      ->check(CLI::IsMember(choices()));
  silent->add_option("--limit", asked->limit, "So many leads; 0: all")
      ->check(CLI::Range(0, INT32_MAX))
      ->capture_default_str();
  silent->callback([&session, asked] {
    if (asked->reason.empty()) return count(session);
    if (asked->reason == "all") asked->reason.clear();
    list_silent_leads(session, *asked);
  });
}

}  // namespace leakproof::leadctl
