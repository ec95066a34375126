#include "router/router_processor.h"

#include "router/activities.h"
#include "router/domain/hold_order.h"
#include "router/keys.h"
#include "router/stored.h"
#include "stream/delivery.h"
#include "stream/fact.h"

namespace leakproof::router {
namespace {

using lead::v1::Event;
using state::v1::PoolState;
using state::v1::RoutedLead;
using state::v1::RouterTimer;

Result<std::unique_ptr<const ActiveConfig>> compile_config(const state::v1::ConfigVersion& version) {
  LEAKPROOF_ASSIGN(active, activate(version.version(), version.workspace(), version.hash()));
  return std::make_unique<const ActiveConfig>(std::move(active));
}

Origin origin_of(const Event& event) {
  return {event.lead_id(), event.received_micros(), event.traceparent(), event.command_id()};
}

// A lead that waits moves to the place of its new score.
void move_in_hold(RoutedLead& lead) {
  if (status_of(lead) == LeadStatus::kHeld)
    lead.set_hold_key(hold_key(lead.score().total(), instant_from_micros(lead.received_micros())));
}

void on_breach(RoutingSession& session, RoutedLead lead, Trigger trigger) {
  session.changed(lead, lead::v1::AssignmentChanged::BREACHED, trigger == Trigger::kNextStepTimeout ? "next_step" : "");
  session.route(std::move(lead), trigger);
}

// A timer of a lead speaks of one ownership; a later one has its own timers.
void on_lead_timer(RoutingSession& session, const RouterTimer& timer) {
  auto lead = session.leads().find(timer.subject_id());
  if (!lead || lead->ownership_token() != timer.ownership_token()) return;
  const LeadStatus status = status_of(*lead);
  if (timer.kind() == RouterTimer::WARN && (status == LeadStatus::kAssigned || status == LeadStatus::kOffered)) {
    lead->set_warn_at_micros(0);
    session.leads().save(*lead);
    session.warn(*lead);
  } else if (timer.kind() == RouterTimer::BREACH && next(status, Move::kBreach)) {
    lead->set_breach_at_micros(0);
    on_breach(session, *std::move(lead), Trigger::kResponseTimeout);
  } else if (timer.kind() == RouterTimer::NEXT_WARN && status == LeadStatus::kAccepted) {
    lead->set_next_warn_at_micros(0);
    session.leads().save(*lead);
    session.warn(*lead);
  } else if (timer.kind() == RouterTimer::NEXT_BREACH && next(status, Move::kStall)) {
    lead->set_next_breach_at_micros(0);
    on_breach(session, *std::move(lead), Trigger::kNextStepTimeout);
  } else if (timer.kind() == RouterTimer::HOLD && next(status, Move::kDrain)) {
    lead->set_hold_until_micros(0);
    session.changed(*lead, lead::v1::AssignmentChanged::HOLD_EXPIRED, lead->hold_reason());
    session.route(*std::move(lead), Trigger::kHoldExpired);
  }
}

void on_drain_timer(RoutingSession& session, const RouterTimer& timer, std::int64_t due_micros, stream::Draft& draft) {
  const std::string key = keys::pool(timer.workspace_id(), timer.subject_id());
  auto pool = load<PoolState>(draft, key);
  if (pool.drain_micros() != due_micros) return;  // taken back
  pool.set_drain_micros(0);
  store(draft, key, pool);
  session.drain({timer.subject_id()}, true);
}

}  // namespace

RouterProcessor::RouterProcessor(std::string engine_version)
    : engine_version_(std::move(engine_version)), configs_(compile_config) {}

Result<const ActiveConfig*> RouterProcessor::active(const std::string& workspace, stream::Draft& draft) {
  const ActiveConfig* found = configs_.get(workspace, draft);
  if (found == nullptr) return config::no_configuration(workspace, "the router");
  return found;
}

Status RouterProcessor::on_record(const std::string& topic, const stream::Record&, stream::Draft&) {
  return refuse("the router reads no plain topic such as " + topic);
}

Status RouterProcessor::on_event(Event& taken, stream::Draft& draft) {
  const auto& event = draft.forward(std::move(taken));
  switch (event.body_case()) {
    case Event::kConfigApplied:
      return on_config(event, draft);
    case Event::kLeadChanged:
      on_lead_changed(event, draft);
      return {};
    case Event::kLeadScored:
      return on_scored(event, draft);
    case Event::kActivity:
      return on_activity(event, draft);
    default:
      return {};
  }
}

Status RouterProcessor::on_config(const Event& event, stream::Draft& draft) {
  auto version = config::version_of(event.config_applied());
  version.set_applied_micros(to_micros(draft.now()));
  LEAKPROOF_ASSIGN(active, configs_.put(event.workspace_id(), version, draft));
  RoutingSession session(draft, *active, engine_version_, origin_of(event));
  session.record_config(version.workspace());
  session.release_inactive();
  session.plan_sweeps();
  session.drain_all();
  session.finish();
  return {};
}

void RouterProcessor::on_lead_changed(const Event& event, stream::Draft& draft) {
  const auto& change = event.lead_changed();
  if (change.lead().is_test()) return;
  LeadRepository leads(draft, event.workspace_id());
  RoutedLead lead = leads.find(change.lead().lead_id()).value_or(RoutedLead());
  *lead.mutable_lead() = change.lead();
  if (change.change() != lead::v1::LeadChanged::CHANGE_UNSPECIFIED) {  // an inquiry, not a late enrichment
    lead.set_inquiry_pending(true);
    lead.set_claimed(false);
    lead.set_received_micros(event.received_micros());
    lead.set_traceparent(event.traceparent());
    move_in_hold(lead);
  }
  leads.save(lead);
}

Status RouterProcessor::on_scored(const Event& event, stream::Draft& draft) {
  LeadRepository leads(draft, event.workspace_id());
  auto lead = leads.find(event.lead_id());
  if (!lead) return {};  // a test lead
  *lead->mutable_score() = event.lead_scored();
  move_in_hold(*lead);
  leads.save(*lead);
  if (!lead->inquiry_pending()) return {};
  LEAKPROOF_ASSIGN(config, active(event.workspace_id(), draft));
  RoutingSession session(draft, *config, engine_version_, origin_of(event));
  const std::string claimed_by = lead->claimed() ? lead->member_id() : "";
  const bool known = !lead->last_decision_id().empty() && (!lead->claimed() || lead->lead().submissions() > 1);
  session.route(*std::move(lead), known ? Trigger::kRepeatInquiry : Trigger::kNewLead, claimed_by);
  session.finish();
  return {};
}

Status RouterProcessor::on_activity(const Event& event, stream::Draft& draft) {
  if (!concerns_router(event.activity())) return {};
  LEAKPROOF_ASSIGN(config, active(event.workspace_id(), draft));
  RoutingSession session(draft, *config, engine_version_, origin_of(event));
  if (const auto ignored = handle(event.activity(), *config, session, draft)) {
    Event answer = stream::follow(event, draft.now());
    answer.mutable_activity_ignored()->set_activity_id(event.activity().activity_id());
    answer.mutable_activity_ignored()->set_reason(*ignored);
    draft.emit(std::move(answer));
  }
  session.finish();
  return {};
}

Status RouterProcessor::on_timer(const journal::v1::Timer& fired, stream::Draft& draft) {
  RouterTimer timer;
  if (!timer.ParseFromString(fired.payload())) return refuse("timer " + fired.id() + " holds no RouterTimer");
  LEAKPROOF_ASSIGN(config, active(timer.workspace_id(), draft));
  RoutingSession session(draft, *config, engine_version_, {});
  if (timer.kind() == RouterTimer::DRAIN)
    on_drain_timer(session, timer, fired.due_micros(), draft);
  else if (timer.kind() == RouterTimer::SWEEP)
    session.sweep(timer.subject_id(), fired.due_micros());
  else if (timer.kind() == RouterTimer::AWAY)
    session.release(MemberId(timer.subject_id()));
  else
    on_lead_timer(session, timer);
  session.finish();
  return {};
}

Status RouterProcessor::on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                                  stream::Draft& draft) {
  const auto told = notification_ref_of(entry);
  if (!told) return refuse("outbox entry " + entry.id() + " tells nobody of a lead");
  Event event = stream::make_fact(
      {.workspace_id = told->workspace_id, .lead_id = told->lead_id, .traceparent = entry.traceparent()}, draft.now());
  *event.mutable_delivery() = stream::delivery_of(entry, outcome);
  draft.emit(std::move(event));
  const bool delivered = outcome.state == stream::OutboxOutcome::State::kDelivered;
  return delivered ? Status() : follow_up(*told, entry, outcome.detail, draft);
}

// Somebody was not told.
Status RouterProcessor::follow_up(const NotificationRef& told, const journal::v1::OutboxEntry& entry,
                                  const std::string& detail, stream::Draft& draft) {
  LEAKPROOF_ASSIGN(config, active(told.workspace_id, draft));
  RoutingSession session(draft, *config, engine_version_, {});
  if (const auto lead = session.leads().find(told.lead_id)) session.undelivered(*lead, entry, detail);
  return {};
}

}  // namespace leakproof::router
