#include "nurture/nurture_processor.h"

#include <algorithm>

#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/message.pb.h"
#include "nurture/keys.h"

namespace leakproof::nurture {
namespace {

using lead::v1::Decision;
using lead::v1::Delivery;
using lead::v1::Event;

// By the router: it knows whose word counts. A stage moves by anybody's.
bool closes(const Event& event) { return event.assignment_changed().state() == lead::v1::AssignmentChanged::CLOSED; }

// Facts that nurture acts on; all others are only passed on.
bool concerns(const Event& event) {
  if (event.has_lead_changed()) return !event.lead_changed().lead().is_test();
  if (event.has_activity()) return event.activity().has_opt_out();
  return event.has_lead_scored() || closes(event) || (event.has_audit() && event.audit().has_decision());
}

void on_lead_changed(const Event& event, EnrolmentSession& work) {
  auto& lead = work.lead();
  *lead.mutable_lead() = event.lead_changed().lead();
  lead.set_opted_out(lead.lead().opted_out());
  lead.set_traceparent(event.traceparent()), lead.set_received_micros(event.received_micros());
  lead.clear_journeys_done();
  work.reconsider();
}

void on_closed(const std::string& reason, const CompiledJourneys& compiled, EnrolmentSession& work) {
  work.leave({"closed", false});
  const Journey* journey = reason == "lost" ? compiled.triggered_by(Trigger::kLost) : nullptr;
  if (journey != nullptr) work.enrol(journey->journey_id, false);
}

bool starts_anew(Decision::Trigger trigger) {
  return trigger == Decision::NEW_LEAD || trigger == Decision::REPEAT_INQUIRY || trigger == Decision::RECYCLED;
}

void on_decision(const Decision& decision, EnrolmentSession& work) {
  switch (decision.outcome()) {
    case Decision::ASSIGNED:
    case Decision::OFFERED:
    case Decision::CLAIMED:
    case Decision::TRANSFERRED:
    case Decision::KEPT:
      return work.leave({"assigned", false});
    case Decision::NURTURED:
      break;
    default:
      return;
  }
  const auto& journey_id = decision.chosen().journey_id();
  const auto& done = work.lead().journeys_done();
  // What came out of a journey does not go round in it: the lead rests until it or a member does something.
  if (decision.trigger() == Decision::HANDED_BACK && std::find(done.begin(), done.end(), journey_id) != done.end()) {
    return work.reject(journey_id, "already_done");
  }
  if (work.lead().opted_out()) return work.reject(journey_id, "opted_out");
  work.enrol(journey_id, !starts_anew(decision.trigger()));
}

Delivery delivery_of(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome) {
  Delivery delivery;
  delivery.set_outbox_id(entry.id()), delivery.set_channel(entry.channel());
  delivery.set_detail(outcome.detail), delivery.set_attempts(outcome.attempts);
  switch (outcome.state) {
    case stream::OutboxOutcome::State::kDelivered:
      delivery.set_state(Delivery::DELIVERED);
      break;
    case stream::OutboxOutcome::State::kFailed:
      delivery.set_state(Delivery::FAILED);
      break;
    case stream::OutboxOutcome::State::kUnknown:
      delivery.set_state(Delivery::UNKNOWN);
      break;
  }
  return delivery;
}

struct Addressee {
  std::string workspace, lead, command;
};
Result<Addressee> addressee_of(const journal::v1::OutboxEntry& entry) {
  lead::v1::EmailCall call;
  lead::v1::Activity activity;
  if (entry.channel() == "email" && call.ParseFromString(entry.payload()))
    return Addressee{call.workspace_id(), call.lead_id(), ""};
  if (entry.channel() == "append" && activity.ParseFromString(entry.payload())) {
    return Addressee{activity.workspace_id(), activity.lead_id(), activity.activity_id()};
  }
  return refuse("not a call of nurture: " + entry.id());
}

}  // namespace

Status NurtureProcessor::on_record(const std::string& topic, const stream::Record&, stream::Draft&) {
  return refuse("nurture reads the router's journal only, not " + topic);
}

Status NurtureProcessor::on_event(Event& taken, stream::Draft& draft) {
  const auto& event = draft.forward(std::move(taken));
  if (event.has_config_applied()) return on_config(event, draft);
  return event.lead_id().empty() || !concerns(event) ? Status() : on_lead_fact(event, draft);
}

Status NurtureProcessor::on_config(const Event& event, stream::Draft& draft) {
  const auto& applied = event.config_applied();
  config::v1::Workspace workspace;
  if (!workspace.ParseFromString(applied.workspace())) return refuse("the configuration is no workspace");
  LEAKPROOF_ASSIGN(compiled, compile_journeys(std::move(workspace), applied.version()));
  state::v1::ConfigVersion version;
  version.set_version(applied.version()), version.set_workspace(applied.workspace()), version.set_hash(applied.hash());
  draft.put(config_key(event.workspace_id()), version.SerializeAsString());
  journeys_[event.workspace_id()] = std::move(compiled);
  return {};
}

Result<const CompiledJourneys*> NurtureProcessor::journeys_of(const std::string& workspace, stream::Draft& draft) {
  auto& journeys = journeys_[workspace];
  if (journeys == nullptr) {
    state::v1::ConfigVersion version;
    LEAKPROOF_CHECK(version.ParseFromString(draft.get(config_key(workspace)).value_or("")));
    config::v1::Workspace configuration;
    LEAKPROOF_CHECK(configuration.ParseFromString(version.workspace()));
    LEAKPROOF_ASSIGN(compiled, compile_journeys(std::move(configuration), version.version()));
    journeys = std::move(compiled);
  }
  return journeys.get();
}

Status NurtureProcessor::on_lead_fact(const Event& event, stream::Draft& draft) {
  LEAKPROOF_ASSIGN(compiled, journeys_of(event.workspace_id(), draft));
  EnrolmentSession work(event.workspace_id(), event.lead_id(), event.command_id(), *compiled, draft);
  if (!work.known() && !event.has_lead_changed()) return {};
  if (event.has_lead_changed()) {
    on_lead_changed(event, work);
  } else if (event.has_lead_scored()) {
    *work.lead().mutable_score() = event.lead_scored();
    work.reconsider();
  } else if (event.has_activity()) {
    work.lead().set_opted_out(true);
    work.reconsider();
  } else if (closes(event)) {
    on_closed(event.assignment_changed().reason(), *compiled, work);
  } else {
    on_decision(event.audit().decision(), work);
  }
  work.save();
  return {};
}

Status NurtureProcessor::on_timer(const journal::v1::Timer& timer, stream::Draft& draft) {
  state::v1::StepDue due;
  if (!due.ParseFromString(timer.payload()) || due.lead_id().empty())
    return refuse("not a timer of nurture: " + timer.id());
  LEAKPROOF_ASSIGN(compiled, journeys_of(due.workspace_id(), draft));
  EnrolmentSession work(due.workspace_id(), due.lead_id(), "", *compiled, draft);
  if (!work.known()) return {};
  work.on_due(due.serial());
  work.save();
  return {};
}

Status NurtureProcessor::on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                                   stream::Draft& draft) {
  LEAKPROOF_ASSIGN(to, addressee_of(entry));
  LEAKPROOF_ASSIGN(compiled, journeys_of(to.workspace, draft));
  EnrolmentSession work(to.workspace, to.lead, to.command, *compiled, draft);
  work.tell_delivery(delivery_of(entry, outcome));
  if (!work.known()) return {};
  work.on_outcome(entry.id());
  work.save();
  return {};
}

}  // namespace leakproof::nurture
