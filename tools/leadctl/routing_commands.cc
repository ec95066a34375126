// Decisions: listed, explained, and taken over by a person.
#include <ostream>

#include "leadctl/commands.h"
#include "leadctl/language_option.h"
#include "leadctl/subject.h"
#include "leakproof/api/v1/routing_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

using api::v1::RoutingService;

std::vector<std::string> row_of(const lead::v1::AuditRecord& record) {
  const auto seq = std::to_string(record.chain_seq());
  if (record.has_config())
    return {seq, "", "configuration " + std::to_string(record.config().version()), "", "", "", ""};
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

struct Filter {
  std::string lead, member, pool, since, until;
  int limit = 50;
  bool oldest_first = false, csv = false;
  std::int64_t since_micros = 0, until_micros = 0;  // 0 = unbounded
};

// False when a time is none; then the session is told.
bool read_times(Session& session, Filter& filter) {
  for (auto [text, micros] : {std::pair{&filter.since, &filter.since_micros}, {&filter.until, &filter.until_micros}}) {
    if (text->empty()) continue;
    const auto instant = read_time(session, *text);
    if (!instant) return false;
    *micros = to_micros(*instant);
  }
  return true;
}

bool is_narrowed(const Filter& filter) {
  return !filter.member.empty() || !filter.pool.empty() || filter.since_micros || filter.until_micros;
}

bool passes(const Filter& filter, const lead::v1::AuditRecord& record) {
  if (!record.has_decision()) return !is_narrowed(filter);
  const auto& decision = record.decision();
  return (filter.member.empty() || decision.chosen().member_id() == filter.member) &&
         (filter.pool.empty() || decision.chosen().pool_id() == filter.pool) &&
         (filter.since_micros == 0 || decision.now_micros() >= filter.since_micros) &&
         (filter.until_micros == 0 || decision.now_micros() < filter.until_micros);
}

// Whether what comes behind this record, in the order asked for, is out of the time asked for.
bool is_beyond(const Filter& filter, const lead::v1::AuditRecord& record) {
  if (!record.has_decision()) return false;
  const auto now = record.decision().now_micros();
  return filter.oldest_first ? filter.until_micros != 0 && now >= filter.until_micros
                             : filter.since_micros != 0 && now < filter.since_micros;
}

// Calls each(record) for every audit record that passes, page by page; false when a call failed.
template <class Each>
bool for_each_record(Session& session, const Filter& filter, Each each) {
  api::v1::ListDecisionsRequest request;
  request.set_workspace_id(session.workspace);
  request.set_lead_id(filter.lead);
  request.set_newest_first(!filter.oldest_first);
  int seen = 0;
  do {
    api::v1::ListDecisionsResponse page;
    if (!session.call(
            [&](auto* context) { return session.stub<RoutingService>()->ListDecisions(context, request, &page); }))
      return false;
    for (const auto& bytes : page.records()) {
      lead::v1::AuditRecord record;
      if (!record.ParseFromString(bytes)) continue;
      if (is_beyond(filter, record)) return true;
      if (!passes(filter, record)) continue;
      each(record);
      if (++seen == filter.limit) return true;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

void print_csv_row(Session& session, const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& cell : cells) line += (line.empty() ? "" : ",") + csv_cell(cell);
  session.out << line << '\n';
}

void decisions(Session& session, Filter filter) {
  if (!read_times(session, filter)) return;
  if (!filter.lead.empty()) {
    const auto lead = lead_of(session, filter.lead);
    if (!lead) return;
    filter.lead = *lead;
  }
  const std::vector<std::string> columns = {"SEQ", "AT", "DECISION", "LEAD", "OUTCOME", "TO", "REASON"};
  Table table(columns);
  if (filter.csv) print_csv_row(session, columns);
  bool any = false;
  const bool whole = for_each_record(session, filter, [&](const lead::v1::AuditRecord& record) {
    any = true;
    if (session.json)
      session.print_json(record);
    else if (filter.csv)
      print_csv_row(session, row_of(record));
    else
      table.add(row_of(record));
  });
  if (whole && !session.json && !filter.csv) table.print(session.out);
  if (whole && !any && is_narrowed(filter)) session.fail(ExitCode::kNegative, "no decision is like that");
}

void explain(Session& session, const std::string& subject, const std::string& member, const std::string& language) {
  api::v1::ExplainRequest request;
  api::v1::ExplainResponse response;
  request.set_workspace_id(session.workspace);
  if (kind_of_subject(subject) == SubjectKind::kDecision) {
    request.set_decision_id(subject);
  } else {
    const auto lead = lead_of(session, subject);
    if (!lead) return;
    request.set_lead_id(*lead);
  }
  request.set_member_id(member);
  request.set_language(language);
  if (!session.call(
          [&](auto* context) { return session.stub<RoutingService>()->Explain(context, request, &response); }))
    return;
  if (session.json) return session.print_json(response);
  session.out << response.text() << (response.text().ends_with('\n') ? "" : "\n");
}

void claim(Session& session, const std::string& subject, const std::string& member) {
  const auto lead = lead_of(session, subject);
  if (!lead) return;
  api::v1::ClaimLeadRequest request;
  api::v1::ClaimLeadResponse response;
  request.set_workspace_id(session.workspace);
  request.set_request_id(fresh_request_id(session, "claim"));
  request.set_lead_id(*lead);
  request.set_member_id(member);
  if (!session.call(
          [&](auto* context) { return session.stub<RoutingService>()->ClaimLead(context, request, &response); }))
    return;
  Table table({"LEAD", "OWNER", "DECISION", "TOKEN"});
  table.add({*lead, member, response.decision_id(), std::to_string(response.ownership_token())});
  session.print(response, table);
}

struct Names {
  std::string subject, member, language = "en";
};

void add_decisions(CLI::App& app, Session& session) {
  auto filter = std::make_shared<Filter>();
  auto* list = app.add_subcommand("decisions", "The audit trail, newest first");
  list->footer(
      "Examples:\n  leadctl decisions\n  leadctl decisions --lead 0901234567 --output json\n"
      "  leadctl decisions --pool vn_sales --since 2026-02-01T00:00:00+07:00 --limit 0 --csv > february.csv");
  list->add_option("--lead", filter->lead, "Only this lead's: its id, phone or e-mail");
  list->add_option("--member", filter->member, "Only those that chose this member");
  list->add_option("--pool", filter->pool, "Only those that chose this pool");
  list->add_option("--since", filter->since, "Only from this time on, RFC 3339");
  list->add_option("--until", filter->until, "Only before this time");
  list->add_option("--limit", filter->limit, "Stop after so many; 0 = all")
      ->check(CLI::Range(0, INT32_MAX))
      ->capture_default_str();
  list->add_flag("--oldest-first", filter->oldest_first, "In the order of the chain");
  list->add_flag("--csv", filter->csv, "As a spreadsheet");
  list->callback([&session, filter] { decisions(session, *filter); });
}

}  // namespace

void add_routing_commands(CLI::App& app, Session& session) {
  auto names = std::make_shared<Names>();
  add_decisions(app, session);

  auto* why = app.add_subcommand("explain", "Why a lead went where it went, in plain words");
  why->footer("Examples:\n  leadctl explain ld_0123456789abcdef0123\n  leadctl explain <decision id> --lang vi");
  why->add_option("LEAD_OR_DECISION", names->subject,
                  "A lead (its last decision) by id, phone or e-mail, or a decision")
      ->required();
  add_language(*why, names->language);
  why->callback([&session, names] { explain(session, names->subject, "", names->language); });

  auto* why_not = app.add_subcommand("why-not", "Why a member did not get a lead");
  why_not->footer("Example:\n  leadctl why-not lan ld_0123456789abcdef0123 --lang vi");
  why_not->add_option("MEMBER", names->member)->required();
  why_not->add_option("LEAD", names->subject, "A lead, by id, phone or e-mail, or a decision")->required();
  add_language(*why_not, names->language);
  why_not->callback([&session, names] { explain(session, names->subject, names->member, names->language); });

  auto* take = app.add_subcommand("claim", "A person takes a lead, whoever has it");
  take->footer("Example:\n  leadctl claim ld_0123456789abcdef0123 lan");
  take->add_option("LEAD", names->subject)->required();
  take->add_option("MEMBER", names->member)->required();
  take->callback([&session, names] { claim(session, names->subject, names->member); });
}

}  // namespace leakproof::leadctl
