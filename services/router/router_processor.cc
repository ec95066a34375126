#include "router/router_processor.h"

#include "base/check.h"
#include "config/config_cache.h"
#include "router/activities.h"
#include "router/config/routing_codec.h"
#include "router/notify/notification_outbox.h"
#include "router/routing_session.h"
#include "router/state/keys.h"
#include "router/state/router_timer.h"
#include "router/state/stored.h"
#include "router/sweeper.h"
#include "stream/append_sender.h"
#include "stream/delivery.h"
#include "stream/fact.h"

namespace leakproof::router {
namespace {

using lead::v1::Event;
using state::v1::RouterTimer;

Result<std::unique_ptr<const ActiveConfig>> compile_config(const state::v1::ConfigVersion& version) {
  LEAKPROOF_ASSIGN(active, activate(version.version(), version.workspace(), version.hash()));
  return std::make_unique<const ActiveConfig>(std::move(active));
}

Origin origin_of(const Event& event) {
  return {event.lead_id(), event.received_micros(), event.traceparent(), event.command_id()};
}

void route_inquiry(StoredLead lead, RoutingSession& session) {
  const RoutedLead& routed = lead.routed;
  const MemberId claimed_by = routed.claimed ? routed.member : MemberId();
  const bool known = !routed.last_decision.empty() && (!routed.claimed || lead.message.lead().submissions() > 1);
  session.route(std::move(lead), known ? Trigger::kRepeatInquiry : Trigger::kNewLead, claimed_by);
}

void route_what_waits(const std::string& lead_id, RoutingSession& session) {
  auto lead = session.leads().find(lead_id);
  if (lead && lead->routed.inquiry_pending) route_inquiry(*std::move(lead), session);
}

// A timer of a lead speaks of one ownership; a later one has its own timers.
void on_lead_timer(RoutingSession& session, const RouterTimer& timer, const LeadTimerRow& row) {
  auto lead = session.leads().find(timer.subject_id());
  if (!lead || lead->routed.ownership_token != timer.ownership_token()) return;
  if (!next(lead->routed.status, row.concerns)) return;
  timer_fired(lead->routed, row.timer);
  if (row.trigger) {
    session.notifier().state(*lead, timeout_of(lead->routed, *row.trigger));
    session.route(*std::move(lead), *row.trigger);
  } else {
    session.leads().save(*lead);
    session.notifier().warn(*lead);
  }
}

}  // namespace

RouterProcessor::RouterProcessor(std::string engine_version, std::string zone_data)
    : engine_{std::move(engine_version), zone_data},
      configs_(compile_config),
      zone_walk_(std::move(zone_data),
                 {"router", "lead",
                  [this](auto& workspace, auto& lead, auto& draft) { return count_again(workspace, lead, draft); },
                  [this](auto& workspace, auto& draft) { look_for_the_free(workspace, draft); }}) {}
RouterProcessor::~RouterProcessor() = default;
void RouterProcessor::invalidate_caches() {
  configs_.invalidate();
  zone_walk_.forget();
}

Result<bool> RouterProcessor::on_take_over(stream::Draft& draft) { return zone_walk_.step(draft); }

bool RouterProcessor::count_again(const std::string& workspace, const std::string& stored, stream::Draft& draft) {
  state::v1::RoutedLead lead;
  LEAKPROOF_CHECK(lead.ParseFromString(stored));
  if (!lead.has_clocks()) return false;
  RoutingSession session(draft, *configs_.get(workspace, draft), engine_, {});
  return session.count_again(StoredLead(std::move(lead)));
}

// By the clocks of now other people may be on shift, and the next shift may begin at another time.
void RouterProcessor::look_for_the_free(const std::string& workspace, stream::Draft& draft) {
  RoutingSession session(draft, *configs_.get(workspace, draft), engine_, {});
  session.drain_all();
  session.finish();
}

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
  zone_walk_.note(event.workspace_id(), draft);
  RoutingSession session(draft, *active, engine_, origin_of(event));
  session.record_config(version.workspace());
  session.release_leavers();
  Sweeper(draft, *active, session).plan();
  session.drain_all();
  session.finish();
  return {};
}

void RouterProcessor::on_lead_changed(const Event& event, stream::Draft& draft) {
  const auto& change = event.lead_changed();
  if (change.lead().is_test()) return;
  LeadRepository leads(draft, event.workspace_id());
  StoredLead lead = leads.find(change.lead().lead_id()).value_or(StoredLead());
  *lead.message.mutable_lead() = change.lead();
  if (change.change() != lead::v1::LeadChanged::CHANGE_UNSPECIFIED) {  // an inquiry, not a late enrichment
    inquired(lead.routed, instant_from_micros(event.received_micros()));
    lead.message.set_traceparent(event.traceparent());
  }
  leads.save(lead);
}

Status RouterProcessor::on_scored(const Event& event, stream::Draft& draft) {
  LeadRepository leads(draft, event.workspace_id());
  auto lead = leads.find(event.lead_id());
  if (!lead) return {};  // a test lead
  *lead->message.mutable_score() = event.lead_scored();
  rescored(lead->routed, event.lead_scored().total(), event.lead_scored().grade());
  leads.save(*lead);
  const RoutedLead& routed = lead->routed;
  if (!routed.inquiry_pending) return {};
  LEAKPROOF_ASSIGN(config, active(event.workspace_id(), draft));
  if (!draft.has_room()) {  // one of many in one submission
    const auto rest = timer(event.workspace_id(), RouterTimer::ROUTE, event.lead_id());
    draft.set_timer(rest.id(), draft.now(), rest.payload());
    return {};
  }
  RoutingSession session(draft, *config, engine_, origin_of(event));
  route_inquiry(*std::move(lead), session);
  session.finish();
  return {};
}

Status RouterProcessor::on_activity(const Event& event, stream::Draft& draft) {
  if (!concerns_router(event.activity())) return {};
  LEAKPROOF_ASSIGN(config, active(event.workspace_id(), draft));
  RoutingSession session(draft, *config, engine_, origin_of(event));
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
  RoutingSession session(draft, *config, engine_, {});
  if (timer.kind() == RouterTimer::DRAIN)
    session.drain_in_time(PoolId(timer.subject_id()), fired.due_micros());
  else if (timer.kind() == RouterTimer::SWEEP)
    Sweeper(draft, *config, session).sweep(timer.subject_id(), fired.due_micros());
  else if (timer.kind() == RouterTimer::AWAY)
    session.release(MemberId(timer.subject_id()));
  else if (timer.kind() == RouterTimer::RELEASE)
    session.release_leavers_in_time(fired.due_micros());
  else if (timer.kind() == RouterTimer::ROUTE)
    route_what_waits(timer.subject_id(), session);
  else if (const auto of_lead = lead_timer_of(timer.kind()))
    on_lead_timer(session, timer, row_of(*of_lead));
  session.finish();
  return {};
}

Status RouterProcessor::on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                                  stream::Draft& draft) {
  const bool delivered = outcome.state == stream::OutboxOutcome::State::kDelivered;
  if (entry.channel() == stream::kAppendChannel && delivered) return {};  // the fact comes by itself
  const auto told = notification_ref_of(entry);
  if (!told) return refuse("outbox entry " + entry.id() + " tells nobody of a lead");
  Event event = stream::make_fact(
      {.workspace_id = told->workspace_id, .lead_id = told->lead_id, .traceparent = entry.traceparent()}, draft.now());
  *event.mutable_delivery() = stream::delivery_of(entry, outcome);
  draft.emit(std::move(event));
  return delivered ? Status() : follow_up(*told, entry, outcome.detail, draft);
}

// Somebody was not told.
Status RouterProcessor::follow_up(const channels::LeadRef& told, const journal::v1::OutboxEntry& entry,
                                  const std::string& detail, stream::Draft& draft) {
  LEAKPROOF_ASSIGN(config, active(told.workspace_id, draft));
  RoutingSession session(draft, *config, engine_, {});
  auto lead = session.leads().find(told.lead_id);
  if (lead && session.notifier().undelivered(*lead, entry, detail)) session.leads().save(*lead);
  return {};
}

}  // namespace leakproof::router
