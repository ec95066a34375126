// Leads: handed in, looked up, followed, counted.
#include <algorithm>
#include <map>
#include <ostream>

#include "leadctl/commands.h"
#include "leadctl/event_words.h"
#include "leadctl/language_option.h"
#include "leadctl/money.h"
#include "leadctl/named_values.h"
#include "leadctl/subject.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::leadctl {
namespace {

using api::v1::LeadService;

constexpr const char* kLeadHelp = "A lead: its id, phone, e-mail or receipt";

std::string number(double value) {
  std::string text = std::to_string(value);
  return text.substr(0, text.find('.') + 2);
}

// "closed (won)": what became of it, where it came to an end.
std::string status_of(const api::v1::LeadView& view) {
  return view.status() + (view.closed_reason().empty() ? "" : " (" + view.closed_reason() + ")");
}

std::string event_name(const lead::v1::Event& event) {
  const auto* field =
      event.GetReflection()->GetOneofFieldDescriptor(event, lead::v1::Event::descriptor()->FindOneofByName("body"));
  return field == nullptr ? "unknown" : field->name();
}

Table table_of(const google::protobuf::RepeatedPtrField<api::v1::LeadView>& leads) {
  Table table(
      {"LEAD", "NAME", "PHONE", "E-MAIL", "STATUS", "OWNER", "POINTS", "GRADE", "BREACH AT", "LAST STEP", "VALUE"});
  for (const auto& view : leads) {
    const auto& contact = view.lead().contact();
    table.add({view.lead().lead_id(), contact.full_name(), contact.phone(), contact.email(), status_of(view),
               view.member_id(), number(view.score().total()), view.score().grade(), when(view.breach_at_micros()),
               view.last_step(), amount_of(view.value_minor(), view.currency())});
  }
  return table;
}

struct Submission {
  std::string source = "api";
  std::string id;
  bool wait = false;
  std::vector<std::string> fields;
};

void submit(Session& session, const Submission& options) {
  api::v1::SubmitLeadRequest request;
  api::v1::SubmitLeadResponse response;
  request.set_workspace_id(session.workspace);
  request.set_request_id(options.id.empty() ? fresh_request_id(session, "submit") : options.id);
  request.set_source_id(options.source);
  request.set_wait_for(options.wait ? api::v1::DECIDED : api::v1::ACCEPTED);
  const auto fields = named_values(options.fields);
  if (!fields.ok()) return session.fail(ExitCode::kUsage, fields.error().message());
  request.mutable_fields()->insert(fields->begin(), fields->end());
  if (!session.call(
          [&](auto* context) { return session.stub<LeadService>()->SubmitLead(context, request, &response); }))
    return;
  Table table({"RECEIPT", "LEAD", "OUTCOME", "MEMBER", "REASON", "DECISION"});
  table.add({response.receipt_id(), response.lead_id(), response.duplicate() ? "duplicate" : response.outcome(),
             response.member_id(), response.reason(), response.decision_id()});
  session.print(response, table);
  for (const auto& note : response.notes()) session.err << note.field() << ' ' << note.detail() << '\n';
  if (response.outcome() == "quarantined")
    session.fail(ExitCode::kNegative, "it waits in quarantine (" + response.reason() + "): leadctl quarantine list");
}

void add_submit(CLI::App& app, Session& session) {
  auto options = std::make_shared<Submission>();
  auto* command = app.add_subcommand("submit", "Hand one lead in");
  command->footer(
      "Examples:\n  leadctl submit full_name='Lan Nguyen' phone=0901234567\n  leadctl submit --wait --id order-17 "
      "email=an@example.com "
      "custom.budget=20000");
  command->add_option("--source", options->source, "Source of kind json")->capture_default_str();
  command->add_option("--id", options->id, "Idempotency key: the same one hands in nothing new");
  command->add_flag("--wait", options->wait, "Wait for the decision");
  command->add_option("fields", options->fields, "name=value ...")->required();
  command->callback([&session, options] { submit(session, *options); });
}

void get_lead(Session& session, const std::string& subject) {
  api::v1::GetLeadRequest request;
  api::v1::GetLeadResponse response;
  const auto id = lead_of(session, subject);
  if (!id) return;
  request.set_workspace_id(session.workspace);
  request.set_lead_id(*id);
  if (!session.call([&](auto* context) { return session.stub<LeadService>()->GetLead(context, request, &response); }))
    return;
  google::protobuf::RepeatedPtrField<api::v1::LeadView> leads;
  *leads.Add() = response.lead();
  session.print(response, table_of(leads));
}

// The name of the key that a text is by its look.
const char* key_of(const std::string& text) {
  switch (kind_of_subject(text)) {
    case SubjectKind::kEmail:
      return "email";
    case SubjectKind::kReceipt:
      return "receipt";
    default:
      return "phone";
  }
}

void look_up(Session& session, const std::map<std::string, std::string>& by) {
  api::v1::LookupLeadsRequest request;
  api::v1::LookupLeadsResponse response;
  request.set_workspace_id(session.workspace);
  if (by.contains("phone")) request.set_phone(by.at("phone"));
  if (by.contains("email")) request.set_email(by.at("email"));
  if (by.contains("receipt")) request.set_receipt_id(by.at("receipt"));
  if (by.contains("provider-id")) {
    request.mutable_provider()->set_provider_id(by.at("provider-id"));
    request.mutable_provider()->set_source_id(by.at("source"));
  }
  if (!session.call(
          [&](auto* context) { return session.stub<LeadService>()->LookupLeads(context, request, &response); }))
    return;
  if (response.leads().empty()) session.exit_code = ExitCode::kNegative;
  session.print(response, table_of(response.leads()));
}

struct Timeline {
  std::string lead, language = "en";
};

// As it happened: facts of different stages reach the log in another order.
void print_timeline(Session& session, api::v1::GetTimelineResponse& all, messages::Language language) {
  const auto stored = stored_config(session, 0);
  config::v1::Workspace workspace;
  if (!stored || !workspace.ParseFromString(stored->workspace())) return;
  const Surroundings around{router::MemberNames(workspace), ignored_activities(all.events())};
  std::ranges::stable_sort(*all.mutable_events(), {}, &lead::v1::Event::occurred_micros);
  Table table({"AT", "EVENT", "WHAT"});
  for (const auto& event : all.events())
    table.add({when(event.occurred_micros()), event_name(event), words_of(event, language, around)});
  session.print(all, table);
}

void timeline(Session& session, const Timeline& options) {
  api::v1::GetTimelineRequest request;
  const auto lead = lead_of(session, options.lead);
  if (!lead) return;
  request.set_workspace_id(session.workspace);
  request.set_lead_id(*lead);
  api::v1::GetTimelineResponse all;
  do {
    api::v1::GetTimelineResponse page;
    if (!session.call([&](auto* context) { return session.stub<LeadService>()->GetTimeline(context, request, &page); }))
      return;
    request.set_page_token(page.next_page_token());
    all.mutable_events()->MergeFrom(page.events());
  } while (!request.page_token().empty());
  if (all.events().empty())
    session.fail(ExitCode::kNegative, "no lead '" + options.lead + "', or nothing happened to it yet");
  print_timeline(session, all, *messages::language_of(options.language));
}

void add_timeline(CLI::App& app, Session& session) {
  auto options = std::make_shared<Timeline>();
  auto* history = app.add_subcommand("timeline", "Everything that happened to a lead, oldest first, in plain words");
  history->footer(
      "Examples:\n  leadctl timeline ld_0123456789abcdef0123\n  leadctl timeline ld_0123456789abcdef0123 --lang vi");
  history->add_option("LEAD", options->lead, kLeadHelp)->required();
  add_language(*history, options->language);
  history->callback([&session, options] { timeline(session, *options); });
}

void add_lookup(CLI::App& app, Session& session) {
  auto* lookup = app.add_subcommand(
      "lookup", "Leads by exact phone, e-mail, receipt or the platform's id; exit 1 when there is none");
  lookup->footer(
      "Examples:\n  leadctl lookup 0901234567\n  leadctl lookup an@example.com\n"
      "  leadctl lookup --source facebook --provider-id 2837465019283746");
  auto by = std::make_shared<std::map<std::string, std::string>>();
  auto* keys = lookup->add_option_group("key")->require_option(1);
  keys->set_help_flag();
  keys->add_option_function<std::string>(
      "KEY", [by](const std::string& text) { (*by)[key_of(text)] = text; }, "A phone, an e-mail address or a receipt");
  const auto exact = [by](CLI::App& to, const std::string& name, const std::string& what) {
    return to.add_option_function<std::string>(
        "--" + name, [by, name](const std::string& value) { (*by)[name] = value; }, what);
  };
  for (const char* name : {"phone", "email", "receipt"}) exact(*keys, name, "Exact");
  auto* source = exact(*lookup, "source", "Source of the --provider-id");
  exact(*keys, "provider-id", "The id that the platform gave it")->needs(source);
  lookup->callback([&session, by] { look_up(session, *by); });
}

void add_lead(CLI::App& app, Session& session) {
  auto* lead = app.add_subcommand("lead", "Look leads up, and say what became of them")->require_subcommand(1);
  auto id = std::make_shared<std::string>();
  auto* get = lead->add_subcommand("get", "One lead with its score and owner");
  get->footer("Example:\n  leadctl lead get ld_0123456789abcdef0123");
  get->add_option("LEAD", *id, kLeadHelp)->required();
  get->callback([&session, id] { get_lead(session, *id); });
  add_timeline(*lead, session);
  add_lookup(*lead, session);
}

void show_ledger(Session& session) {
  api::v1::GetLedgerRequest request;
  api::v1::GetLedgerResponse ledger;
  request.set_workspace_id(session.workspace);
  if (!session.call([&](auto* context) { return session.stub<LeadService>()->GetLedger(context, request, &ledger); }))
    return;
  if (!ledger.balanced()) session.exit_code = ExitCode::kNegative;
  if (session.json) return session.print_json(ledger);
  session.out << "submissions " << ledger.accepted() << " = created " << ledger.created() << " + updated "
              << ledger.updated() << " + duplicates " << ledger.duplicates() << " + quarantined "
              << ledger.quarantined() << " + waiting " << ledger.waiting() << " + nothing " << ledger.nothing()
              << " + discarded " << ledger.discarded() << " + tests " << ledger.tests() << '\n'
              << "leads " << ledger.leads() << " = owned " << ledger.owned() << " + held " << ledger.held()
              << " + nurtured " << ledger.nurtured() << " + escalated " << ledger.escalated() << " + closed "
              << ledger.closed() << " + offered " << ledger.offered() << " (decided " << ledger.decided() << ")\n"
              << "dead letters " << ledger.dead_letters()
              << (ledger.dead_letters() > 0 ? ": inputs that no stage could take in, leadctl dead-letter list\n" : "\n")
              << (ledger.balanced()
                      ? "balanced\n"
                      : "NOT balanced: something is on its way, or lost; ask again, then leadctl doctor\n");
  if (ledger.unread_values().empty()) return;
  session.out << "values that nobody could read, kept as text, so that rules miss them:\n";
  Table table({"SOURCE", "FIELD", "LEADS"});
  for (const auto& unread : ledger.unread_values())
    table.add({unread.source_id(), unread.field(), std::to_string(unread.leads())});
  table.print(session.out);
}

}  // namespace

void add_lead_commands(CLI::App& app, Session& session) {
  add_submit(app, session);
  add_lead(app, session);
  add_lookup(app, session);
  add_timeline(app, session);
  auto* command = app.add_subcommand(
      "ledger", "Does the ledger add up, and which values could nobody read? Exit 1 when it does not");
  command->footer("Example:\n  leadctl ledger --workspace demo");
  command->callback([&session] { show_ledger(session); });
}

}  // namespace leakproof::leadctl
