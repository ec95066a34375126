// The log, record by record, as JSON lines: the published topics from a server, or any topic from a data directory.
#include <google/protobuf/util/json_util.h>

#include <map>
#include <ostream>
#include <set>

#include "base/encoding.h"
#include "base/time_text.h"
#include "embedded/log_view.h"
#include "leadctl/commands.h"
#include "leakproof/api/v1/event_service.grpc.pb.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/decision.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "stream/topics.h"

namespace leakproof::leadctl {
namespace {

struct JournalOptions {
  std::string topic = stream::topics::kLeadEvents;
  std::string position;
  bool follow = false;
  std::string data;  // empty: from the server
  bool bytes = false;
};

using Names = std::set<std::string>;
const Names kPublished(std::begin(stream::topics::kPublished), std::end(stream::topics::kPublished));
// What a data directory keeps: the published topics are views of the journals.
const Names kKept = [] {
  Names names(std::begin(stream::topics::kInputs), std::end(stream::topics::kInputs));
  for (const auto* stage : stream::topics::kStages) names.insert(stream::topics::journal_of(stage));
  return names;
}();

std::unique_ptr<google::protobuf::Message> message_of(const std::string& topic) {
  if (topic == stream::topics::kRoutingDecisions) return std::make_unique<lead::v1::AuditRecord>();
  if (topic == stream::topics::kDeadLetters) return std::make_unique<lead::v1::DeadLetter>();
  if (topic == stream::topics::kLeadSubmissions) return std::make_unique<lead::v1::Submission>();
  if (topic == stream::topics::kSalesActivities) return std::make_unique<lead::v1::Activity>();
  if (topic == stream::topics::kWorkspaceConfig) return std::make_unique<lead::v1::ConfigCommand>();
  if (stream::topics::is_journal(topic)) return std::make_unique<journal::v1::Record>();
  return std::make_unique<lead::v1::Event>();
}

// {`where`,"value":the message}
void print_record(Session& session, const std::string& topic, const std::string& where, const std::string& value) {
  const auto message = message_of(topic);
  if (!message->ParseFromString(value))
    return session.fail(ExitCode::kInternal,
                        "a record of " + topic + " is not what its schema says: is leadctl older than the server?");
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  if (google::protobuf::util::MessageToJsonString(*message, &text, options).ok())
    session.out << "{" << where << R"(,"value":)" << text << "}\n";
}

void dump(Session& session, const JournalOptions& options) {
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
  while (stream->Read(&record)) {
    print_record(session, options.topic,
                 R"("position":")" + record.position() + R"(","event_id":")" + record.event_id() + '"', record.value());
  }
  if (const auto status = stream->Finish(); !status.ok()) session.report(status);
}

// Of every workspace: an effect of a stage may concern several.
void dump_directory(Session& session, const JournalOptions& options) {
  const auto view = embedded::LogView::open(std::filesystem::path(options.data) / "log");
  if (!view.ok()) return session.fail(ExitCode::kInput, view.error().message());
  for (std::int32_t partition = 0; partition < view->partitions(); ++partition) {
    const auto read = view->read({options.topic, partition}, [&](const stream::Record& record) {
      const std::string where = R"("partition":)" + std::to_string(partition) + R"(,"offset":)" +
                                std::to_string(record.offset.value()) + R"(,"appended":")" +
                                format_instant(record.appended) + '"';
      if (options.bytes)
        session.out << "{" << where << R"(,"bytes":")" << base64_encode(record.value) << "\"}\n";
      else
        print_record(session, options.topic, where, record.value);
    });
    if (!read.ok()) return session.fail(ExitCode::kInternal, read.error().message());
  }
}

}  // namespace

void add_journal_commands(CLI::App& app, Session& session) {
  auto options = std::make_shared<JournalOptions>();
  auto* journal = app.add_subcommand("journal", "What the log holds")->require_subcommand(1);
  auto* command = journal->add_subcommand(
      "dump", "A topic as JSON lines: a published one from the server, or any of the log in a data directory");
  command->footer(
      "Examples:\n  leadctl journal dump --topic routing.decisions\n  leadctl journal dump --topic lead.events "
      "--follow\n"
      "  leadctl journal dump --data ./data --topic router.journal    # no server is asked; it may run or not\n\n"
      "From the server: lead.events, lead.scores, routing.decisions, nurture.touches, dead.letters.\n"
      "From a data directory: lead.submissions, sales.activities, workspace.config and ingest., scoring., router., "
      "nurture.journal, of "
      "every\n"
      "workspace; they hold contact data.");
  command->add_option("--topic", options->topic)->capture_default_str();
  command->add_option("--data", options->data, "Data directory of a standalone on the embedded log");
  command->add_option("--position", options->position, "Go on behind this record");
  command->add_flag("--follow", options->follow, "Wait for more");
  command
      ->add_flag("--bytes", options->bytes,
                 "With --data: each value as it was written, in base64, for programs that check it")
      ->needs("--data");
  command->callback([&session, options] {
    const auto& known = options->data.empty() ? kPublished : kKept;
    if (!known.contains(options->topic))
      return session.fail(ExitCode::kUsage, "--topic " + options->topic + " is not there: see --help");
    options->data.empty() ? dump(session, *options) : dump_directory(session, *options);
  });
}

}  // namespace leakproof::leadctl
