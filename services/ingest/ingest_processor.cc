#include "ingest/ingest_processor.h"

#include "base/check.h"
#include "config/accept.h"
#include "config/compile.h"
#include "crypto/digest.h"
#include "ingest/keys.h"
#include "ingest/limits.h"
#include "ingest/scheduled_configs.h"
#include "ingest/sources/source_kinds.h"
#include "ingest/submission_handler.h"
#include "stream/append_sender.h"
#include "stream/fact.h"
#include "stream/hand_over.h"
#include "stream/topics.h"
#include "stream/typed_state.h"

namespace leakproof::ingest {
namespace {

stream::FactOrigin origin_of(const lead::v1::Activity& activity) {
  return {activity.workspace_id(), activity.lead_id(), activity.received_micros(), activity.traceparent(),
          activity.activity_id()};
}

// A NUL ends a part of a key: with one inside, two keys could be the same bytes.
Status check_id(const std::string& id, const std::string& what) {
  if (id.empty()) return refuse(what + " is missing");
  if (id.size() > kIdBytesMax) return refuse(what + " is of more than 1,024 bytes");
  if (id.find('\0') != id.npos) return refuse(what + " holds a NUL character");
  return {};
}

bool is_about_a_lead(const lead::v1::Activity& activity) {
  return activity.has_touch() || activity.has_feedback() || activity.has_claim() || activity.has_opt_out() ||
         activity.has_hand_back() || activity.has_transfer() || activity.has_stage_word();
}

stream::FactOrigin origin_of(const lead::v1::ConfigCommand& command) {
  return {.workspace_id = command.workspace_id(),
          .received_micros = command.received_micros(),
          .command_id = command.request_id()};
}

state::v1::ConfigVersion version_of(const lead::v1::ConfigCommand& command, const config::Outcome& outcome,
                                    Instant now) {
  state::v1::ConfigVersion version;
  version.set_version(outcome.version);
  version.set_workspace(config::canonical_bytes(outcome.workspace));
  version.set_hash(std::string(crypto::bytes_of(crypto::sha256(version.workspace()))));
  version.set_yaml(command.yaml());
  version.set_author(command.author());
  version.set_message(command.message());
  version.set_applied_micros(to_micros(now));
  version.set_request_id(command.request_id());
  return version;
}

Result<std::unique_ptr<const IngestConfig>> compile_config(const state::v1::ConfigVersion& version, const Text& text) {
  auto made = std::make_unique<IngestConfig>();
  LEAKPROOF_ASSIGN(workspace, config::workspace_of(version));
  made->workspace = std::move(workspace);
  for (const auto& source : made->workspace.sources())
    made->rules[source.source_id()] = rules_of(made->workspace, source, text);
  return std::unique_ptr<const IngestConfig>(std::move(made));
}

state::v1::ConfigVersion version_in_force(const std::string& workspace, stream::Draft& draft) {
  return stream::load<state::v1::ConfigVersion>(draft, config_key(workspace));
}

void refuse_config(const config::Outcome& outcome, lead::v1::ConfigRefused& refused) {
  refused.set_reason(outcome.reason);
  refused.set_version_in_force(outcome.version);
  refused.set_version_conflict(outcome.version_conflict);
}

void apply(lead::v1::Event& event, const state::v1::ConfigVersion& version) {
  event.mutable_config_applied()->set_version(version.version());
  event.mutable_config_applied()->set_workspace(version.workspace());
  event.mutable_config_applied()->set_hash(version.hash());
}

// The command comes back as an input: only one that the log does not take is heard of here.
Status on_config_appended(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                          stream::Draft& draft) {
  lead::v1::ConfigCommand command;
  if (!command.ParseFromString(entry.payload())) return refuse("the call to hand in a configuration is damaged");
  if (outcome.state != stream::OutboxOutcome::State::kDelivered)
    ScheduledConfigs(command.workspace_id(), draft).on_not_handed_in(command.scheduled_id(), outcome.detail);
  return {};
}

}  // namespace

IngestProcessor::IngestProcessor(const Text& text, std::int32_t partitions)
    : text_(text),
      partitions_(partitions),
      configs_([&text](const auto& version) { return compile_config(version, text); }) {}

const config::v1::Source* IngestConfig::source(const std::string& source_id) const {
  for (const auto& source : workspace.sources()) {
    if (source.source_id() == source_id) return &source;
  }
  return nullptr;
}

Status IngestProcessor::on_record(const std::string& topic, const stream::Record& record, stream::Draft& draft) {
  if (topic == stream::topics::kLeadSubmissions) return on_submission(record, draft);
  if (topic == stream::topics::kSalesActivities) return on_activity(record, draft);
  if (topic == stream::topics::kWorkspaceConfig) return on_config(record, draft);
  return refuse("ingest does not read " + topic);
}

Status IngestProcessor::on_event(lead::v1::Event&, stream::Draft&) { return refuse("ingest has no stage before it"); }

bool IngestProcessor::is_handed_over(const char* topic, const stream::Record& record, const std::string& workspace,
                                     const std::string& sender, stream::Draft& draft) const {
  return partitions_ > 0 && stream::is_handed_over({topic, record, workspace, sender}, partitions_, draft);
}

Status IngestProcessor::on_submission(const stream::Record& record, stream::Draft& draft) {
  lead::v1::Submission submission;
  if (!submission.ParseFromString(record.value)) return refuse("the value is not a Submission");
  LEAKPROOF_TRY(check_id(submission.workspace_id(), "the workspace of the submission"));
  LEAKPROOF_TRY(check_id(submission.receipt_id(), "the receipt id of the submission"));
  if (is_handed_over(stream::topics::kLeadSubmissions, record, submission.workspace_id(),
                     "source '" + submission.source_id() + "'", draft))
    return {};
  if (find_source_kind(submission.kind()) == nullptr) return refuse("the submission is of an unknown kind");
  SubmissionHandler(submission, configs_.get(submission.workspace_id(), draft), text_, draft).accept();
  return {};
}

Status IngestProcessor::on_activity(const stream::Record& record, stream::Draft& draft) {
  lead::v1::Activity activity;
  if (!activity.ParseFromString(record.value)) return refuse("the value is not an Activity");
  LEAKPROOF_TRY(check_id(activity.workspace_id(), "the workspace of the activity"));
  LEAKPROOF_TRY(check_id(activity.activity_id(), "the id of the activity"));
  if (!activity.lead_id().empty()) LEAKPROOF_TRY(check_id(activity.lead_id(), "the lead of the activity"));
  if (activity.kind_case() == lead::v1::Activity::KIND_NOT_SET) return refuse("the activity is of an unknown kind");
  if (is_handed_over(stream::topics::kSalesActivities, record, activity.workspace_id(), "a sender of activities",
                     draft))
    return {};
  const auto key = activity_key(activity.workspace_id(), activity.activity_id());
  auto event = stream::make_fact(origin_of(activity), draft.now());
  const auto ignored = draft.get(key) ? std::string("duplicate") : effect_of(activity, draft);
  if (!draft.get(key)) {
    draft.put(key, "");
    draft.set_timer("activity:" + activity.workspace_id() + ":" + activity.activity_id(), draft.now() + kActivityMemory,
                    key);
  }
  if (ignored.empty()) {
    *event.mutable_activity() = std::move(activity);
  } else {
    event.mutable_activity_ignored()->set_activity_id(activity.activity_id());
    event.mutable_activity_ignored()->set_reason(ignored);
  }
  draft.emit(std::move(event));
  return {};
}

// Why it has no effect; empty when it has.
std::string IngestProcessor::effect_of(const lead::v1::Activity& activity, stream::Draft& draft) {
  if (activity.has_quarantine_fix()) return apply_fix(activity, draft);
  if (!is_about_a_lead(activity)) return {};
  const auto key = lead_key(activity.workspace_id(), activity.lead_id());
  auto stored = stream::find<state::v1::IngestLead>(draft, key);
  if (!stored) return "unknown_lead";
  if (activity.has_opt_out()) {
    Lead lead = from_proto(stored->lead());
    opt_out(lead, activity.opt_out().channel());
    *stored->mutable_lead() = to_proto(lead);
    draft.put(key, stored->SerializeAsString());
  }
  return {};
}

std::string IngestProcessor::apply_fix(const lead::v1::Activity& activity, stream::Draft& draft) {
  const auto& fix = activity.quarantine_fix();
  const auto kept =
      stream::find<state::v1::Quarantined>(draft, quarantine_key(activity.workspace_id(), fix.receipt_id()));
  if (!kept) return "unknown_receipt";
  auto submission = kept->submission();
  if (const auto& id = kept->envelope_receipt_id(); !id.empty()) {
    const auto envelope = stream::find<state::v1::Envelope>(draft, envelope_key(activity.workspace_id(), id));
    if (envelope) submission = envelope->submission();
  }
  SubmissionHandler handler(submission, configs_.get(activity.workspace_id(), draft), text_, draft);
  if (fix.discard()) {
    handler.discard(fix.receipt_id());
  } else {
    handler.retry(fix.receipt_id(), kept->item(), {fix.fields().begin(), fix.fields().end()});
  }
  return {};
}

Status IngestProcessor::on_config(const stream::Record& record, stream::Draft& draft) {
  lead::v1::ConfigCommand command;
  if (!command.ParseFromString(record.value)) return refuse("the value is not a ConfigCommand");
  LEAKPROOF_TRY(check_id(command.workspace_id(), "the workspace of the configuration"));
  const auto& workspace = command.workspace_id();
  if (is_handed_over(stream::topics::kWorkspaceConfig, record, workspace, "a sender of configurations", draft))
    return {};
  const auto current = version_in_force(workspace, draft);
  auto event = stream::make_fact(origin_of(command), draft.now());
  ScheduledConfigs scheduled(workspace, draft);
  if (!config::is_for_now(command)) {
    command.cancels().empty() ? scheduled.schedule(command, current.version(), event)
                              : scheduled.cancel(command, event);
    draft.emit(std::move(event));
    return {};
  }
  const auto outcome = config::accept(command, {current.version(), current.request_id()});
  if (outcome.state == config::Outcome::State::kRefused) {
    refuse_config(outcome, *event.mutable_config_refused());
    if (scheduled.on_refused(command, event.config_refused())) return {};
  } else if (outcome.state == config::Outcome::State::kRepeated) {
    if (!command.scheduled_id().empty()) return {};  // nobody waits for an answer
    apply(event, current);
  } else {
    const auto version = version_of(command, outcome, draft.now());
    LEAKPROOF_TRY(configs_.put(workspace, version, draft));
    stream::store(draft, config_version_key(workspace, version.version()), version);
    scheduled.on_applied(command.scheduled_id());
    apply(event, version);
  }
  draft.emit(std::move(event));
  return {};
}

Status IngestProcessor::on_timer(const journal::v1::Timer& timer, stream::Draft& draft) {
  if (timer.id().starts_with(kEnvelopeTimer)) return go_on(timer, draft);
  if (timer.id().starts_with(kScheduledConfigTimer)) return come_due(timer, draft);
  draft.erase(timer.payload());
  return {};
}

Status IngestProcessor::go_on(const journal::v1::Timer& timer, stream::Draft& draft) {
  state::v1::EnvelopeRest rest;
  if (!rest.ParseFromString(timer.payload())) return refuse("timer " + timer.id() + " holds no EnvelopeRest");
  const auto envelope = stream::find<state::v1::Envelope>(draft, envelope_key(rest.workspace_id(), rest.receipt_id()));
  if (!envelope) return refuse("the leads of " + rest.receipt_id() + " that were to come are not there");
  SubmissionHandler(envelope->submission(), configs_.get(rest.workspace_id(), draft), text_, draft).go_on(rest.item());
  return {};
}

Status IngestProcessor::come_due(const journal::v1::Timer& timer, stream::Draft& draft) {
  state::v1::ScheduledConfigDue due;
  if (!due.ParseFromString(timer.payload())) return refuse("timer " + timer.id() + " holds no ScheduledConfigDue");
  ScheduledConfigs(due.workspace_id(), draft)
      .come_due(due.scheduled_id(), version_in_force(due.workspace_id(), draft).version());
  return {};
}

Status IngestProcessor::on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                                  stream::Draft& draft) {
  if (entry.channel() == stream::kHandOverChannel) return stream::on_handed_over(entry, outcome, draft);
  if (entry.channel() == stream::kAppendConfigChannel) return on_config_appended(entry, outcome, draft);
  lead::v1::FetchLead fetch;
  if (entry.channel() != "fetch" || !fetch.ParseFromString(entry.payload()))
    return refuse("ingest makes no call like this");
  if (outcome.state == stream::OutboxOutcome::State::kDelivered) return {};  // the lead comes as a submission
  const auto receipt = stream::find<state::v1::Receipt>(draft, receipt_key(fetch.workspace_id(), fetch.receipt_id()));
  if (!receipt || receipt->settled().state() != lead::v1::SubmissionSettled::WAITING) return {};
  lead::v1::Submission announced;
  announced.set_receipt_id(fetch.receipt_id());
  announced.set_workspace_id(fetch.workspace_id());
  announced.set_source_id(fetch.source_id());
  announced.set_kind(std::string(kFetchedLead.name));
  announced.set_provider_id(fetch.provider_id());
  announced.set_received_micros(fetch.received_micros());
  announced.set_traceparent(entry.traceparent());
  SubmissionHandler(announced, configs_.get(fetch.workspace_id(), draft), text_, draft).fetch_failed(outcome.detail);
  return {};
}

}  // namespace leakproof::ingest
