// Inputs that a stage could not take in: listed, and handed in again.
#include <functional>

#include "leadctl/commands.h"
#include "leakproof/api/v1/event_service.grpc.pb.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "stream/topics.h"

namespace leakproof::leadctl {
namespace {

// Every one that the log still keeps, the oldest first. False when the server could not be asked.
bool each(Session& session, const std::function<void(const std::string& bytes, const lead::v1::DeadLetter&)>& visit) {
  api::v1::SubscribeRequest request;
  request.set_workspace_id(session.workspace);
  request.set_topic(stream::topics::kDeadLetters);
  request.set_until_now(true);
  grpc::ClientContext context;
  session.authorize(context);
  const auto stub = session.stub<api::v1::EventService>();
  const auto stream = stub->Subscribe(&context, request);
  api::v1::SubscribeResponse record;
  while (stream->Read(&record)) {
    lead::v1::DeadLetter letter;
    if (letter.ParseFromString(record.value())) visit(record.value(), letter);
  }
  const auto status = stream->Finish();
  if (!status.ok()) session.report(status);
  return status.ok();
}

void list_dead_letters(Session& session) {
  Table table({"AT", "STAGE", "TOPIC", "OFFSET", "REASON"});
  api::v1::SubscribeResponse none;
  const bool asked = each(session, [&](const std::string&, const lead::v1::DeadLetter& letter) {
    if (session.json) return session.print_json(letter);
    table.add(
        {when(letter.at_micros()), letter.stage(), letter.topic(), std::to_string(letter.offset()), letter.reason()});
  });
  if (asked && !session.json) session.print(none, table);
}

struct DeadLetterChoice {
  std::string topic;
  std::int64_t offset = -1;
  bool all = false;
};

void replay(Session& session, const DeadLetterChoice& which) {
  if (which.all == !which.topic.empty())
    return session.fail(ExitCode::kUsage, "which? --all, or --topic and --offset as leadctl dead-letter list says");
  std::vector<std::string> chosen;
  const bool asked = each(session, [&](const std::string& bytes, const lead::v1::DeadLetter& letter) {
    const bool is_input =
        letter.topic() == stream::topics::kLeadSubmissions || letter.topic() == stream::topics::kSalesActivities;
    const bool is_meant = which.all || (letter.topic() == which.topic && letter.offset() == which.offset);
    if (is_input && is_meant && !letter.value().empty()) chosen.push_back(bytes);
  });
  if (!asked) return;
  for (const auto& bytes : chosen) {
    api::v1::ReplayDeadLetterRequest request;
    api::v1::ReplayDeadLetterResponse response;
    request.set_workspace_id(session.workspace);
    request.set_dead_letter(bytes);
    if (!session.call([&](auto* context) {
          return session.stub<api::v1::LeadService>()->ReplayDeadLetter(context, request, &response);
        }))
      return;
  }
  if (session.json)
    session.out << "{\"handed_in\":" << chosen.size() << "}\n";
  else
    session.err << chosen.size()
                << " handed in again; leadctl ledger and leadctl dead-letter list show what became of them\n";
  if (chosen.empty()) session.exit_code = ExitCode::kNegative;
}

}  // namespace

void add_dead_letter_commands(CLI::App& app, Session& session) {
  auto* family = app.add_subcommand("dead-letter", "Inputs that a stage could not take in")->require_subcommand(1);
  family->add_subcommand("list", "What the log keeps of them, the oldest first")->callback([&session] {
    list_dead_letters(session);
  });
  auto which = std::make_shared<DeadLetterChoice>();
  auto* command =
      family->add_subcommand("replay", "Hand submissions and activities in again, once the cause is mended");
  command->footer("Example:\n  leadctl dead-letter replay --topic lead.submissions --offset 1834");
  auto* topic = command->add_option("--topic", which->topic, "lead.submissions or sales.activities");
  command->add_option("--offset", which->offset, "As the list says")->needs(topic);
  command->add_flag("--all", which->all, "All that the log keeps; one that went through before is a duplicate");
  command->callback([&session, which] { replay(session, *which); });
}

}  // namespace leakproof::leadctl
