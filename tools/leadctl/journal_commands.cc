// The published topics, record by record, as JSON lines.
#include <google/protobuf/util/json_util.h>

#include <map>
#include <ostream>

#include "leadctl/commands.h"
#include "leakproof/api/v1/event_service.grpc.pb.h"
#include "leakproof/lead/v1/decision.pb.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::leadctl {
namespace {

struct Options {
  std::string topic = "lead.events";
  std::string position;
  bool follow = false;
};

std::unique_ptr<google::protobuf::Message> message_of(const std::string& topic) {
  if (topic == "routing.decisions") return std::make_unique<lead::v1::AuditRecord>();
  if (topic == "dead.letters") return std::make_unique<lead::v1::DeadLetter>();
  return std::make_unique<lead::v1::Event>();
}

void print_record(Session& session, const std::string& topic, const api::v1::SubscribeResponse& record) {
  const auto message = message_of(topic);
  if (!message->ParseFromString(record.value()))
    return session.fail(ExitCode::kInternal, "a record of " + topic + " is not what its schema says: is leadctl older than the server?");
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  if (google::protobuf::util::MessageToJsonString(*message, &text, options).ok()) {
    session.out << R"({"position":")" << record.position() << R"(","event_id":")" << record.event_id() << R"(","value":)" << text << "}\n";
  }
}

void dump(Session& session, const Options& options) {
  api::v1::SubscribeRequest request;
  request.set_workspace_id(session.workspace);
  request.set_topic(options.topic);
  request.set_position(options.position);
  request.set_until_now(!options.follow);
  grpc::ClientContext context;  // without a deadline: following has no end
  session.authorize(context);
  const auto stub = session.stub<api::v1::EventService>();
  const auto stream = stub->Subscribe(&context, request);
  api::v1::SubscribeResponse record;
  while (stream->Read(&record)) print_record(session, options.topic, record);
  if (const auto status = stream->Finish(); !status.ok()) session.report(status);
}

}  // namespace

void add_journal_commands(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  auto* journal = app.add_subcommand("journal", "What the log holds")->require_subcommand(1);
  auto* command = journal->add_subcommand("dump", "A published topic as JSON lines");
  command->footer("Examples:\n  leadctl journal dump --topic routing.decisions\n  leadctl journal dump --topic lead.events --follow");
  command->add_option("--topic", options->topic)
      ->check(CLI::IsMember({"lead.events", "lead.scores", "routing.decisions", "nurture.touches", "dead.letters"}))
      ->capture_default_str();
  command->add_option("--position", options->position, "Go on behind this record");
  command->add_flag("--follow", options->follow, "Wait for more");
  command->callback([&session, options] { dump(session, *options); });
}

}  // namespace leakproof::leadctl
