// What members say of a lead: one command a move of the table in services/router/domain/lead_lifecycle.h.
#include <array>
#include <ostream>

#include "leadctl/commands.h"
#include "leadctl/money.h"
#include "leadctl/subject.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"
#include "leakproof/api/v1/routing_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

using lead::v1::Feedback;

struct Word {
  const char* name;
  const char* help;
  Feedback::Outcome outcome;
  enum Needs { kNothing, kReason, kValue, kMaybeValue } needs;
};
constexpr std::array kWords = {
    Word{"accept", "The member takes the lead on", Feedback::ACCEPTED, Word::kNothing},
    Word{"decline", "The member does not want it: somebody else gets it", Feedback::DECLINED, Word::kReason},
    Word{"contacted", "The member has spoken with the lead", Feedback::CONTACTED, Word::kNothing},
    Word{"unreachable", "The member tried, and nobody answered", Feedback::UNREACHABLE, Word::kNothing},
    Word{"meeting", "A meeting is made", Feedback::MEETING, Word::kNothing},
    Word{"proposal", "A proposal is made", Feedback::PROPOSAL, Word::kValue},
    Word{"won", "The deal is made", Feedback::WON, Word::kMaybeValue},
    Word{"lost", "The deal is lost", Feedback::LOST, Word::kReason},
    Word{"return", "Not ready yet: back to nurture", Feedback::RECYCLED, Word::kReason},
    Word{"disqualify", "No lead for us", Feedback::DISQUALIFIED, Word::kReason},
};

struct Said {
  std::string lead, member, reason, value, currency;
  std::int64_t token = 0;
  std::string to_member, to_pool;
};

void tell(Session& session, const Word& word, const Said& said) {
  api::v1::RecordActivityRequest request;
  api::v1::RecordActivityResponse response;
  const auto lead = lead_of(session, said.lead);
  if (!lead) return;
  request.set_request_id(fresh_request_id(session, word.name));
  request.set_wait_for(api::v1::DECIDED);
  auto& activity = *request.mutable_activity();
  activity.set_workspace_id(session.workspace);
  activity.set_lead_id(*lead);
  activity.set_actor(said.member);
  auto& feedback = *activity.mutable_feedback();
  feedback.set_outcome(word.outcome);
  feedback.set_member_id(said.member);
  feedback.set_ownership_token(said.token);
  feedback.set_reason(said.reason);
  if (!said.value.empty()) {
    const auto units = minor_units(said.value, said.currency);
    if (!units) return session.fail(ExitCode::kUsage, "'" + said.value + "' is no amount of " + said.currency);
    feedback.set_value_minor(*units);
    feedback.set_currency(said.currency);
  }
  using Service = api::v1::LeadService;
  if (!session.call(
          [&](auto* context) { return session.stub<Service>()->RecordActivity(context, request, &response); }))
    return;
  Table table({"LEAD", "SAID", "BY"});
  table.add({*lead, word.name, said.member});
  session.print(response, table);
}

void add_word(CLI::App& lead, Session& session, const Word& word) {
  auto said = std::make_shared<Said>();
  auto* command = lead.add_subcommand(word.name, word.help);
  const std::string value =
      word.needs == Word::kValue || word.needs == Word::kMaybeValue ? " --value 25000000 --currency VND" : "";
  command->footer(std::string("Example:\n  leadctl lead ") + word.name + " ld_0123456789abcdef0123 lan" + value +
                  (word.needs == Word::kReason ? " --reason 'no budget'" : ""));
  command->add_option("LEAD", said->lead)->required();
  command->add_option("MEMBER", said->member, "Who says it")->required();
  auto* reason = command->add_option("--reason", said->reason, "Why");
  command->add_option("--token", said->token, "Of the assignment that is spoken of; 0: the live one");
  if (word.needs == Word::kReason) reason->required();
  if (!value.empty()) {
    auto* amount = command->add_option("--value", said->value, "What it is worth");
    auto* currency = command->add_option("--currency", said->currency, "ISO 4217, such as VND");
    amount->needs(currency);
    currency->needs(amount);
    if (word.needs == Word::kValue) amount->required();
  }
  command->callback([&session, said, &word] { tell(session, word, *said); });
}

void transfer(Session& session, const Said& said) {
  api::v1::TransferLeadRequest request;
  api::v1::TransferLeadResponse response;
  const auto lead = lead_of(session, said.lead);
  if (!lead) return;
  request.set_workspace_id(session.workspace);
  request.set_request_id(fresh_request_id(session, "transfer"));
  request.set_lead_id(*lead);
  auto& transfer = *request.mutable_transfer();
  transfer.set_by_member_id(said.member);
  transfer.set_to_member_id(said.to_member);
  transfer.set_to_pool_id(said.to_pool);
  transfer.set_reason(said.reason);
  transfer.set_ownership_token(said.token);
  using Service = api::v1::RoutingService;
  if (!session.call([&](auto* context) { return session.stub<Service>()->TransferLead(context, request, &response); }))
    return;
  const auto& decision = response.decision();
  Table table({"LEAD", "OUTCOME", "OWNER", "POOL", "SET ASIDE", "DECISION", "TOKEN"});
  table.add({*lead, lead::v1::Decision::Outcome_Name(decision.outcome()), decision.chosen().member_id(),
             decision.chosen().pool_id(), decision.overridden().empty() ? "nothing" : decision.overridden(),
             decision.decision_id(), std::to_string(decision.ownership_token())});
  session.print(response, table);
}

void add_transfer(CLI::App& lead, Session& session) {
  auto said = std::make_shared<Said>();
  auto* command = lead.add_subcommand("transfer", "Its owner, or who leads its pool, gives a lead to somebody else");
  command->footer(
      "Examples:\n  leadctl lead transfer ld_0123456789abcdef0123 --by lan --to minh --reason 'speaks German'\n"
      "  leadctl lead transfer ld_0123456789abcdef0123 --by chi --to-pool vip --reason 'large account'");
  command->add_option("LEAD", said->lead)->required();
  command->add_option("--by", said->member, "Who gives it: caps and presence do not bind who leads the pool")
      ->required();
  auto* to = command->add_option_group("to")->require_option(1);
  to->set_help_flag();
  to->add_option("--to", said->to_member, "A member");
  to->add_option("--to-pool", said->to_pool, "A pool: whose turn it is there");
  command->add_option("--reason", said->reason, "Why; kept in the audit for ever, so no contact data")->required();
  command->add_option("--token", said->token, "Of the assignment that is spoken of; 0: the live one");
  command->callback([&session, said] { transfer(session, *said); });
}

}  // namespace

void add_feedback_commands(CLI::App& app, Session& session) {
  auto& lead = *app.get_subcommand("lead");
  for (const auto& word : kWords) add_word(lead, session, word);
  add_transfer(lead, session);
}

}  // namespace leakproof::leadctl
