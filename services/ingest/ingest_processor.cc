#include "ingest/ingest_processor.h"

#include "base/check.h"
#include "config/accept.h"
#include "config/compile.h"
#include "crypto/digest.h"
#include "ingest/keys.h"
#include "ingest/limits.h"
#include "ingest/sources/source_kinds.h"
#include "ingest/submission_handler.h"
#include "stream/topics.h"

namespace leakproof::ingest {
namespace {

lead::v1::Event fact_of(const lead::v1::Activity& activity, Instant now) {
  lead::v1::Event event;
  event.set_workspace_id(activity.workspace_id());
  event.set_lead_id(activity.lead_id());
  event.set_occurred_micros(to_micros(now));
  event.set_received_micros(activity.received_micros());
  event.set_traceparent(activity.traceparent());
  event.set_command_id(activity.activity_id());
  return event;
}

bool is_about_a_lead(const lead::v1::Activity& activity) {
  return activity.has_touch() || activity.has_feedback() || activity.has_claim() || activity.has_opt_out() ||
         activity.has_hand_back() || activity.has_transfer();
}

lead::v1::Event fact_of(const lead::v1::ConfigCommand& command, Instant now) {
  lead::v1::Event event;
  event.set_workspace_id(command.workspace_id());
  event.set_occurred_micros(to_micros(now));
  event.set_received_micros(command.received_micros());
  event.set_command_id(command.request_id());
  return event;
}

state::v1::ConfigVersion version_of(const lead::v1::ConfigCommand& command, const config::Outcome& outcome,
                                    Instant now) {
  state::v1::ConfigVersion version;
  version.set_version(outcome.version);
  version.set_workspace(config::canonical_bytes(outcome.workspace));
  version.set_hash(std::string(bytes_of(sha256(version.workspace()))));
  version.set_yaml(command.yaml());
  version.set_author(command.author());
  version.set_message(command.message());
  version.set_applied_micros(to_micros(now));
  version.set_request_id(command.request_id());
  return version;
}

void apply(lead::v1::Event& event, const state::v1::ConfigVersion& version) {
  event.mutable_config_applied()->set_version(version.version());
  event.mutable_config_applied()->set_workspace(version.workspace());
  event.mutable_config_applied()->set_hash(version.hash());
}

}  // namespace

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

Status IngestProcessor::on_submission(const stream::Record& record, stream::Draft& draft) {
  lead::v1::Submission submission;
  if (!submission.ParseFromString(record.value)) return refuse("the value is not a Submission");
  if (submission.workspace_id().empty()) return refuse("the submission names no workspace");
  if (submission.receipt_id().empty()) return refuse("the submission has no receipt id");
  if (find_source_kind(submission.kind()) == nullptr) return refuse("the submission is of an unknown kind");
  SubmissionHandler(submission, config(submission.workspace_id(), draft), text_, draft).accept();
  return {};
}

Status IngestProcessor::on_activity(const stream::Record& record, stream::Draft& draft) {
  lead::v1::Activity activity;
  if (!activity.ParseFromString(record.value)) return refuse("the value is not an Activity");
  if (activity.workspace_id().empty()) return refuse("the activity names no workspace");
  if (activity.activity_id().empty()) return refuse("the activity has no id");
  if (activity.kind_case() == lead::v1::Activity::KIND_NOT_SET) return refuse("the activity is of an unknown kind");
  const auto key = activity_key(activity.workspace_id(), activity.activity_id());
  auto event = fact_of(activity, draft.now());
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
  auto stored = read_value<state::v1::IngestLead>(draft.get(key));
  if (!stored) return "unknown_lead";
  if (activity.has_opt_out()) {
    stored->mutable_lead()->set_opted_out(true);
    draft.put(key, stored->SerializeAsString());
  }
  return {};
}

std::string IngestProcessor::apply_fix(const lead::v1::Activity& activity, stream::Draft& draft) {
  const auto& fix = activity.quarantine_fix();
  const auto kept =
      read_value<state::v1::Quarantined>(draft.get(quarantine_key(activity.workspace_id(), fix.receipt_id())));
  if (!kept) return "unknown_receipt";
  SubmissionHandler handler(kept->submission(), config(activity.workspace_id(), draft), text_, draft);
  if (fix.discard()) {
    handler.discard();
  } else {
    handler.retry(kept->item(), {fix.fields().begin(), fix.fields().end()});
  }
  return {};
}

Status IngestProcessor::on_config(const stream::Record& record, stream::Draft& draft) {
  lead::v1::ConfigCommand command;
  if (!command.ParseFromString(record.value)) return refuse("the value is not a ConfigCommand");
  if (command.workspace_id().empty()) return refuse("the configuration names no workspace");
  const auto& workspace = command.workspace_id();
  const auto current =
      read_value<state::v1::ConfigVersion>(draft.get(config_key(workspace))).value_or(state::v1::ConfigVersion());
  const auto outcome = config::accept(command, {current.version(), current.request_id()});
  auto event = fact_of(command, draft.now());
  if (outcome.state == config::Outcome::State::kRefused) {
    event.mutable_config_refused()->set_reason(outcome.reason);
    event.mutable_config_refused()->set_version_in_force(current.version());
  } else if (outcome.state == config::Outcome::State::kRepeated) {
    apply(event, current);
  } else {
    const auto version = version_of(command, outcome, draft.now());
    draft.put(config_key(workspace), version.SerializeAsString());
    draft.put(config_version_key(workspace, version.version()), version.SerializeAsString());
    configs_.erase(workspace);
    apply(event, version);
  }
  draft.emit(std::move(event));
  return {};
}

Status IngestProcessor::on_timer(const journal::v1::Timer& timer, stream::Draft& draft) {
  draft.erase(timer.payload());
  return {};
}

Status IngestProcessor::on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                                  stream::Draft& draft) {
  lead::v1::FetchLead fetch;
  if (entry.channel() != "fetch" || !fetch.ParseFromString(entry.payload()))
    return refuse("ingest makes no call like this");
  if (outcome.state == stream::OutboxOutcome::State::kDelivered) return {};  // the lead comes as a submission
  const auto receipt = read_value<state::v1::Receipt>(draft.get(receipt_key(fetch.workspace_id(), fetch.receipt_id())));
  if (!receipt || receipt->settled().state() != lead::v1::SubmissionSettled::WAITING) return {};
  lead::v1::Submission announced;
  announced.set_receipt_id(fetch.receipt_id());
  announced.set_workspace_id(fetch.workspace_id());
  announced.set_source_id(fetch.source_id());
  announced.set_kind(std::string(kFetchedLead.name));
  announced.set_provider_id(fetch.provider_id());
  announced.set_received_micros(fetch.received_micros());
  announced.set_traceparent(entry.traceparent());
  SubmissionHandler(announced, config(fetch.workspace_id(), draft), text_, draft).fetch_failed(outcome.detail);
  return {};
}

const IngestConfig* IngestProcessor::config(const std::string& workspace, stream::Draft& draft) {
  auto found = configs_.find(workspace);
  if (found != configs_.end()) return found->second.get();
  const auto stored = read_value<state::v1::ConfigVersion>(draft.get(config_key(workspace)));
  if (!stored) return nullptr;
  auto made = std::make_unique<IngestConfig>();
  LEAKPROOF_CHECK(made->workspace.ParseFromString(stored->workspace()));
  for (const auto& source : made->workspace.sources())
    made->rules[source.source_id()] = rules_of(made->workspace, source, text_);
  return configs_.emplace(workspace, std::move(made)).first->second.get();
}

}  // namespace leakproof::ingest
