// Submissions that could not become leads: listed, mended, tried again, given up.
#include <cstdlib>

#include "leadctl/commands.h"
#include "leadctl/named_values.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

using api::v1::LeadService;

// QuarantineChoice of those that wait; empty = whatever it is.
struct QuarantineChoice {
  std::string source;
  std::string reason;

  bool has(const api::v1::QuarantinedView& item) const {
    return (source.empty() || source == item.source_id()) && (reason.empty() || reason == item.reason());
  }
};

// False when the server could not be asked.
bool find_quarantined(Session& session, const QuarantineChoice& which, api::v1::ListQuarantinedResponse& found) {
  api::v1::ListQuarantinedRequest request;
  request.set_workspace_id(session.workspace);
  do {
    api::v1::ListQuarantinedResponse page;
    if (!session.call(
            [&](auto* context) { return session.stub<LeadService>()->ListQuarantined(context, request, &page); }))
      return false;
    request.set_page_token(page.next_page_token());
    for (auto& item : page.items()) {
      if (which.has(item)) *found.add_items() = item;
    }
  } while (!request.page_token().empty());
  return true;
}

void list_quarantined(Session& session, const QuarantineChoice& which) {
  api::v1::ListQuarantinedResponse all;
  if (!find_quarantined(session, which, all)) return;
  Table table({"RECEIPT", "AT", "SOURCE", "REASON", "DETAIL"});
  for (const auto& item : all.items())
    table.add({item.receipt_id(), when(item.at_micros()), item.source_id(), item.reason(), item.detail()});
  session.print(all, table);
}

struct Repair {
  std::string receipt;  // empty: all of `which`
  QuarantineChoice which;
  bool all = false;
  std::vector<std::string> fields;
  bool discard = false;
};

void mend_one(Session& session, const Repair& repair) {
  api::v1::RecordActivityRequest request;
  api::v1::RecordActivityResponse response;
  request.set_request_id(fresh_request_id(session, "quarantine"));
  request.set_wait_for(api::v1::DECIDED);
  auto& activity = *request.mutable_activity();
  activity.set_workspace_id(session.workspace);
  const char* user = std::getenv("USER");
  activity.set_actor(user != nullptr ? user : "leadctl");
  auto& fix = *activity.mutable_quarantine_fix();
  fix.set_receipt_id(repair.receipt);
  fix.set_discard(repair.discard);
  const auto fields = named_values(repair.fields);
  if (!fields.ok()) return session.fail(ExitCode::kUsage, fields.error().message());
  fix.mutable_fields()->insert(fields->begin(), fields->end());
  if (!session.call(
          [&](auto* context) { return session.stub<LeadService>()->RecordActivity(context, request, &response); }))
    return;
  if (!response.ignored_reason().empty())
    return session.fail(ExitCode::kNegative, repair.receipt + ": " + response.ignored_reason());
  if (session.json)
    session.print_json(fix);
  else
    session.err << repair.receipt
                << (repair.discard ? ": given up\n"
                                   : ": tried again; leadctl quarantine list shows whether it went through\n");
}

void mend(Session& session, const Repair& repair) {
  const bool some = !repair.which.source.empty() || !repair.which.reason.empty();
  const bool any = repair.all || some;
  if (repair.all && some) return session.fail(ExitCode::kUsage, "either --all or --source, --reason");
  if (!repair.receipt.empty() && any)
    return session.fail(ExitCode::kUsage, "either a RECEIPT or --source, --reason, --all");
  if (!repair.receipt.empty()) return mend_one(session, repair);
  if (!any) return session.fail(ExitCode::kUsage, "which? Name a RECEIPT, or --source, --reason, or --all");
  api::v1::ListQuarantinedResponse found;
  if (!find_quarantined(session, repair.which, found)) return;
  int mended = 0;
  for (auto& item : found.items()) {
    // Who replays many means what a configuration has mended; a robot is let through by its reason or receipt only.
    if (!repair.discard && repair.which.reason.empty() && item.reason() == "honeypot") continue;
    ++mended;
    Repair one = repair;
    one.receipt = item.receipt_id();
    mend_one(session, one);
  }
  session.err << mended << " of them\n";
  if (mended == 0 && some) session.exit_code = ExitCode::kNegative;  // a name that is mistyped finds nothing
}

void add_which(CLI::App& command, QuarantineChoice& which) {
  command.add_option("--source", which.source, "only those of this source");
  command.add_option("--reason", which.reason, "only those with this reason");
}

void add_repair(CLI::App& quarantine, Session& session, const char* name, const char* help, const char* example,
                bool with_fields, bool discard) {
  auto repair = std::make_shared<Repair>();
  repair->discard = discard;
  auto* command = quarantine.add_subcommand(name, help);
  command->footer(std::string("Example:\n  leadctl quarantine ") + example);
  auto* receipt = command->add_option("RECEIPT", repair->receipt);
  if (with_fields) {
    receipt->required();
    command->add_option("fields", repair->fields, "name=value ..., over what was sent")->required();
  } else {
    add_which(*command, repair->which);
    command->add_flag("--all", repair->all, "everything that waits");
  }
  command->callback([&session, repair] { mend(session, *repair); });
}

}  // namespace

void add_quarantine_commands(CLI::App& app, Session& session) {
  auto* quarantine = app.add_subcommand("quarantine", "Submissions that could not become leads")->require_subcommand(1);
  auto which = std::make_shared<QuarantineChoice>();
  auto* listing = quarantine->add_subcommand("list", "What waits for a person, and why");
  add_which(*listing, *which);
  listing->callback([&session, which] { list_quarantined(session, *which); });
  add_repair(*quarantine, session, "fix", "Set fields over what was sent, then try again",
             "fix rc_0123456789abcdef01234567 phone=0901234567", true, false);
  add_repair(*quarantine, session, "replay", "Try again as it is, after a fix of the configuration",
             "replay --source site", false, false);
  add_repair(*quarantine, session, "discard", "Give it up, under your name", "discard rc_0123456789abcdef01234567",
             false, true);
}

}  // namespace leakproof::leadctl
