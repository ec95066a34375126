#include "nurture/nurture_processor.h"

#include <algorithm>

#include "base/check.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "nurture/enrolment_session.h"
#include "stream/delivery.h"

namespace leakproof::nurture {
namespace {

using lead::v1::Decision;
using lead::v1::Event;

// By the router: it knows whose word counts. A stage moves by anybody's.
bool closes(const Event& event) { return event.assignment_changed().state() == lead::v1::AssignmentChanged::CLOSED; }

// Facts that nurture acts on; all others are only passed on.
bool concerns(const Event& event) {
  if (event.has_lead_changed()) return !event.lead_changed().lead().is_test();
  if (event.has_activity()) return event.activity().has_opt_out();
  return event.has_lead_scored() || closes(event) || (event.has_audit() && event.audit().has_decision());
}

void on_lead_changed(const Event& event, EnrolmentSession& session) {
  auto& lead = session.lead();
  lead.set_traceparent(event.traceparent());
  lead.set_received_micros(event.received_micros());
  lead.clear_journeys_done();
  session.take(event.lead_changed().lead());
}

void on_closed(const std::string& reason, const CompiledJourneys& compiled, EnrolmentSession& session) {
  session.leave({"closed", false});
  const Journey* journey = reason == "lost" ? compiled.triggered_by(Trigger::kLost) : nullptr;
  if (journey != nullptr) session.enrol(journey->journey_id, false);
}

bool starts_anew(Decision::Trigger trigger) {
  return trigger == Decision::NEW_LEAD || trigger == Decision::REPEAT_INQUIRY || trigger == Decision::RECYCLED;
}

void on_decision(const Decision& decision, EnrolmentSession& session) {
  switch (decision.outcome()) {
    case Decision::ASSIGNED:
    case Decision::OFFERED:
    case Decision::CLAIMED:
    case Decision::TRANSFERRED:
    case Decision::KEPT:
      return session.leave({"assigned", false});
    case Decision::HELD:
    case Decision::ESCALATED:
      return session.wait_for_sales();
    case Decision::NURTURED:
      break;
    default:
      return;
  }
  const auto& journey_id = decision.chosen().journey_id();
  const auto& done = session.lead().journeys_done();
  // What came out of a journey does not go round in it: the lead rests until it or a member does something.
  if (decision.trigger() == Decision::HANDED_BACK && std::ranges::find(done, journey_id) != done.end()) {
    return session.reject(journey_id, "already_done");
  }
  if (session.is_out_of(journey_id)) return session.reject(journey_id, "opted_out");
  session.enrol(journey_id, !starts_anew(decision.trigger()));
}

struct Addressee {
  std::string workspace, lead, command, address;
};
Result<Addressee> addressee_of(const journal::v1::OutboxEntry& entry) {
  lead::v1::Activity activity;
  if (entry.channel() == kHandBackChannel && activity.ParseFromString(entry.payload()))
    return Addressee{activity.workspace_id(), activity.lead_id(), activity.activity_id(), ""};
  if (const auto lead = channels::lead_of(entry.channel(), entry.payload()))
    return Addressee{lead->workspace_id, lead->lead_id, "", lead->to};
  return refuse("not a call of nurture: " + entry.id());
}

}  // namespace

NurtureProcessor::NurtureProcessor(std::string zone_data)
    : zone_data_(zone_data),
      zone_walk_(std::move(zone_data),
                 {"nurture", "enrolment",
                  [this](auto& workspace, auto& stored, auto& draft) { return count_again(workspace, stored, draft); },
                  [](auto&, auto&) {}}) {}

void NurtureProcessor::invalidate_caches() {
  journeys_.invalidate();
  zone_walk_.forget();
}

Result<bool> NurtureProcessor::on_take_over(stream::Draft& draft) { return zone_walk_.step(draft); }

bool NurtureProcessor::count_again(const std::string& workspace, const std::string& stored, stream::Draft& draft) {
  state::v1::Enrolment enrolment;
  LEAKPROOF_CHECK(enrolment.ParseFromString(stored));
  if (enrolment.ready_micros() == 0) return false;
  EnrolmentSession session(workspace, enrolment.lead_id(), "", *journeys_.get(workspace, draft), zone_data_, draft);
  if (!session.count_again()) return false;
  session.save();
  return true;
}

Status NurtureProcessor::on_record(const std::string& topic, const stream::Record&, stream::Draft&) {
  return refuse("nurture reads the router's journal only, not " + topic);
}

Status NurtureProcessor::on_event(Event& taken, stream::Draft& draft) {
  const auto& event = draft.forward(std::move(taken));
  if (event.has_config_applied()) return on_config(event, draft);
  return event.lead_id().empty() || !concerns(event) ? Status() : on_lead_fact(event, draft);
}

Status NurtureProcessor::on_config(const Event& event, stream::Draft& draft) {
  LEAKPROOF_TRY(journeys_.put(event.workspace_id(), config::version_of(event.config_applied()), draft));
  zone_walk_.note(event.workspace_id(), draft);
  return {};
}

Result<const CompiledJourneys*> NurtureProcessor::journeys_of(const std::string& workspace, stream::Draft& draft) {
  const CompiledJourneys* found = journeys_.get(workspace, draft);
  if (found == nullptr) return config::no_configuration(workspace, "nurture");
  return found;
}

Status NurtureProcessor::on_lead_fact(const Event& event, stream::Draft& draft) {
  LEAKPROOF_ASSIGN(compiled, journeys_of(event.workspace_id(), draft));
  EnrolmentSession session(event.workspace_id(), event.lead_id(), event.command_id(), *compiled, zone_data_, draft);
  if (!session.known() && !event.has_lead_changed()) return {};
  if (event.has_lead_changed()) {
    on_lead_changed(event, session);
  } else if (event.has_lead_scored()) {
    *session.lead().mutable_score() = event.lead_scored();
    session.reconsider();
  } else if (event.has_activity()) {
    session.opt_out(event.activity().opt_out().channel());
  } else if (closes(event)) {
    on_closed(event.assignment_changed().reason(), *compiled, session);
  } else {
    on_decision(event.audit().decision(), session);
  }
  session.save();
  return {};
}

Status NurtureProcessor::on_timer(const journal::v1::Timer& timer, stream::Draft& draft) {
  state::v1::StepDue due;
  if (!due.ParseFromString(timer.payload()) || due.lead_id().empty())
    return refuse("not a timer of nurture: " + timer.id());
  LEAKPROOF_ASSIGN(compiled, journeys_of(due.workspace_id(), draft));
  EnrolmentSession session(due.workspace_id(), due.lead_id(), "", *compiled, zone_data_, draft);
  if (!session.known()) return {};
  session.on_due(due.serial());
  session.save();
  return {};
}

Status NurtureProcessor::on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                                   stream::Draft& draft) {
  LEAKPROOF_ASSIGN(to, addressee_of(entry));
  LEAKPROOF_ASSIGN(compiled, journeys_of(to.workspace, draft));
  EnrolmentSession session(to.workspace, to.lead, to.command, *compiled, zone_data_, draft);
  session.on_delivery(stream::delivery_of(entry, outcome), to.address);
  if (!session.known()) return {};
  session.on_outcome(entry.id());
  session.save();
  return {};
}

}  // namespace leakproof::nurture
