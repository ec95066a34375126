// Decisions: listed, explained, and taken over by a person.
#include <ostream>

#include "leadctl/commands.h"
#include "leadctl/language_option.h"
#include "leakproof/api/v1/routing_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

using api::v1::RoutingService;

std::vector<std::string> row_of(const lead::v1::AuditRecord& record) {
  const auto seq = std::to_string(record.chain_seq());
  if (record.has_config())
    return {seq, "-", "configuration " + std::to_string(record.config().version()), "", "", "", ""};
  const auto& decision = record.decision();
  return {seq,
          when(decision.now_micros()),
          decision.decision_id(),
          decision.lead_id(),
          lead::v1::Decision::Outcome_Name(decision.outcome()),
          decision.chosen().member_id().empty() ? decision.chosen().pool_id() + decision.chosen().journey_id()
                                                : decision.chosen().member_id(),
          decision.reason().empty() ? decision.chosen().rule_id() : decision.reason()};
}

// Calls each(record) for every audit record, page by page; false when a call failed.
template <class Each>
bool for_each_record(Session& session, const std::string& lead, int limit, Each each) {
  api::v1::ListDecisionsRequest request;
  request.set_workspace_id(session.workspace);
  request.set_lead_id(lead);
  int seen = 0;
  do {
    api::v1::ListDecisionsResponse page;
    if (!session.call(
            [&](auto* context) { return session.stub<RoutingService>()->ListDecisions(context, request, &page); }))
      return false;
    for (const auto& bytes : page.records()) {
      lead::v1::AuditRecord record;
      if (record.ParseFromString(bytes)) each(record);
      if (++seen == limit) return true;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

void decisions(Session& session, const std::string& lead, int limit) {
  Table table({"SEQ", "AT", "DECISION", "LEAD", "OUTCOME", "TO", "REASON"});
  const bool whole = for_each_record(session, lead, limit, [&](const lead::v1::AuditRecord& record) {
    if (session.json)
      session.print_json(record);
    else
      table.add(row_of(record));
  });
  if (whole && !session.json) table.print(session.out);
}

void explain(Session& session, const std::string& subject, const std::string& member, const std::string& language) {
  api::v1::ExplainRequest request;
  api::v1::ExplainResponse response;
  request.set_workspace_id(session.workspace);
  if (subject.starts_with("ld_"))
    request.set_lead_id(subject);
  else
    request.set_decision_id(subject);
  request.set_member_id(member);
  request.set_language(language);
  if (!session.call(
          [&](auto* context) { return session.stub<RoutingService>()->Explain(context, request, &response); }))
    return;
  if (session.json) return session.print_json(response);
  session.out << response.text() << (response.text().ends_with('\n') ? "" : "\n");
}

void claim(Session& session, const std::string& lead, const std::string& member) {
  api::v1::ClaimLeadRequest request;
  api::v1::ClaimLeadResponse response;
  request.set_workspace_id(session.workspace);
  request.set_request_id(fresh_request_id(session, "claim"));
  request.set_lead_id(lead);
  request.set_member_id(member);
  if (!session.call(
          [&](auto* context) { return session.stub<RoutingService>()->ClaimLead(context, request, &response); }))
    return;
  Table table({"LEAD", "OWNER", "DECISION", "TOKEN"});
  table.add({lead, member, response.decision_id(), std::to_string(response.ownership_token())});
  session.print(response, table);
}

struct Names {
  std::string subject, member, language = "en";
  int limit = 0;
};

}  // namespace

void add_routing_commands(CLI::App& app, Session& session) {
  auto names = std::make_shared<Names>();
  auto* list = app.add_subcommand("decisions", "The audit trail, oldest first");
  list->footer("Examples:\n  leadctl decisions\n  leadctl decisions --lead ld_0123456789abcdef0123 --output json");
  list->add_option("--lead", names->subject, "Only this lead's");
  list->add_option("--limit", names->limit, "Stop after so many; 0 = all");
  list->callback([&session, names] { decisions(session, names->subject, names->limit); });

  auto* why = app.add_subcommand("explain", "Why a lead went where it went, in plain words");
  why->footer("Examples:\n  leadctl explain ld_0123456789abcdef0123\n  leadctl explain <decision id> --lang vi");
  why->add_option("LEAD_OR_DECISION", names->subject, "A lead (its last decision), or a decision")->required();
  add_language(*why, names->language);
  why->callback([&session, names] { explain(session, names->subject, "", names->language); });

  auto* why_not = app.add_subcommand("why-not", "Why a member did not get a lead");
  why_not->footer("Example:\n  leadctl why-not lan ld_0123456789abcdef0123 --lang vi");
  why_not->add_option("MEMBER", names->member)->required();
  why_not->add_option("LEAD", names->subject, "A lead, or a decision")->required();
  add_language(*why_not, names->language);
  why_not->callback([&session, names] { explain(session, names->subject, names->member, names->language); });

  auto* take = app.add_subcommand("claim", "A person takes a lead, whoever has it");
  take->footer("Example:\n  leadctl claim ld_0123456789abcdef0123 lan");
  take->add_option("LEAD", names->subject)->required();
  take->add_option("MEMBER", names->member)->required();
  take->callback([&session, names] { claim(session, names->subject, names->member); });
}

}  // namespace leakproof::leadctl
