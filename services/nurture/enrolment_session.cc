// Tested by: services/nurture/nurture_processor_test.cc
#include "nurture/enrolment_session.h"

#include <algorithm>

#include "calendar/zone_clock.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "nurture/keys.h"
#include "nurture/message.h"
#include "nurture/silence.h"
#include "stream/clocks.h"
#include "stream/fact.h"
#include "stream/typed_state.h"

namespace leakproof::nurture {
namespace {

using Changed = lead::v1::EnrolmentChanged;

}  // namespace

EnrolmentSession::EnrolmentSession(const std::string& workspace, const std::string& lead, std::string command_id,
                                   const CompiledJourneys& compiled, const std::string& zone_data, stream::Draft& draft)
    : workspace_(workspace),
      lead_id_(lead),
      command_id_(std::move(command_id)),
      compiled_(compiled),
      zone_data_(zone_data),
      draft_(draft),
      addresses_(workspace, draft) {
  if (auto stored = stream::find<state::v1::NurtureLead>(draft_, lead_key(workspace_, lead_id_))) {
    known_ = true;
    lead_ = *std::move(stored);
  }
  enrolment_ = stream::load<state::v1::Enrolment>(draft_, enrolment_key(workspace_, lead_id_));
}

void EnrolmentSession::save() {
  if (enrolment_.active()) note_silence();
  stream::store(draft_, lead_key(workspace_, lead_id_), lead_);
  if (!enrolment_.lead_id().empty()) stream::store(draft_, enrolment_key(workspace_, lead_id_), enrolment_);
}

void EnrolmentSession::note_silence() {
  const Journey* journey = compiled_.find(enrolment_.journey_id());
  if (journey == nullptr) return;
  const Facts facts(compiled_, lead_);
  const auto input = input_of(*journey, facts);
  const auto to_come = messages_to_come(*journey, cursor_of(enrolment_), input);
  if (to_come.none_may_go) return set_silent(workspace_, name_of(*to_come.none_may_go), lead_, draft_);
  // Behind the last message that did not go, the lead rests for the same reason.
  if (to_come.any || input.no_send.empty()) set_silent(workspace_, "", lead_, draft_);
}

void EnrolmentSession::wait_for_sales() {
  if (!enrolment_.active()) set_silent(workspace_, "", lead_, draft_);
}

bool EnrolmentSession::is_out_of(const std::string& journey_id) const {
  const Journey* journey = compiled_.find(journey_id);
  if (journey == nullptr || journey->steps.empty()) return nurture::is_out_of(lead_, kAllChannels);
  const Facts facts(compiled_, lead_);
  const auto early = exits_early(*journey, {journey->steps.front().step_id, {}}, input_of(*journey, facts));
  return early && early->reason == name_of(NoSend::kOptedOut);
}

void EnrolmentSession::enrol(const std::string& journey_id, bool resume) {
  if (enrolment_.active() && enrolment_.journey_id() == journey_id) return;
  leave({"rerouted", false});
  const bool goes_on = resume && enrolment_.journey_id() == journey_id && enrolment_.exit_reason() == "assigned";
  const Journey* journey = compiled_.find(journey_id);
  if (!goes_on) {
    enrolment_.set_lead_id(lead_id_);
    enrolment_.set_journey_id(journey_id);
    enrolment_.set_config_version(compiled_.version);
    enrolment_.set_enrolled_micros(to_micros(draft_.now()));
    enrolment_.clear_steps_done();
    forget_due();
    enrolment_.set_step_id(journey == nullptr || journey->steps.empty() ? "" : journey->steps.front().step_id);
  }
  enrolment_.set_active(true);
  enrolment_.clear_exit_reason();
  if (journey == nullptr) return leave({"no_journey", true});
  emit_changed(Changed::ENROLLED, enrolment_.step_id(), goes_on ? "resumed" : "");
  const Instant due = instant_from_micros(enrolment_.due_micros());
  if (goes_on && due > draft_.now() && !nurture::is_out_of(lead_, kAllChannels)) return wait_until(due);
  go_on();
}

void EnrolmentSession::reject(const std::string& journey_id, const std::string& reason) {
  auto event = fact();
  auto& changed = *event.mutable_enrolment_changed();
  changed.set_state(Changed::EXITED);
  changed.set_journey_id(journey_id);
  changed.set_reason(reason);
  draft_.emit(std::move(event));
  if (reason == name_of(NoSend::kOptedOut)) set_silent(workspace_, reason, lead_, draft_);
}

void EnrolmentSession::leave(const ExitJourney& how) {
  // Whoever opted out leaves the journey and stays with nurture.
  const bool stays = how.reason == name_of(NoSend::kOptedOut) && !how.hand_back;
  set_silent(workspace_, stays ? how.reason : "", lead_, draft_);
  if (!enrolment_.active()) return;
  stop_waiting();
  enrolment_.set_active(false);
  enrolment_.set_exit_reason(how.reason);
  auto& done = *lead_.mutable_journeys_done();
  if (how.reason != "assigned" && std::ranges::find(done, enrolment_.journey_id()) == done.end()) {
    *done.Add() = enrolment_.journey_id();
  }
  const auto event_id = emit_changed(Changed::EXITED, enrolment_.step_id(), how.reason);
  if (how.hand_back) hand_back(event_id, how.reason);
}

// The due time stays: a wait that was broken off may go on. Of a message that is being sent now the outcome is told
// when it is known.
void EnrolmentSession::stop_waiting() {
  if (!enrolment_.waiting_outbox_id().empty()) draft_.withdraw(enrolment_.waiting_outbox_id());
  if (enrolment_.due_micros() != 0) draft_.clear_timer(timer_id(), instant_from_micros(enrolment_.due_micros()));
  enrolment_.clear_waiting_outbox_id();
}

void EnrolmentSession::take(const lead::v1::Lead& lead) {
  // Two words may come in the same microsecond.
  const bool said_no = !lead.marketing_consent() &&
                       (lead_.lead().marketing_consent() || lead.consent_micros() > lead_.lead().consent_micros());
  *lead_.mutable_lead() = lead;
  for (const auto& channel : lead.opted_out_of()) opt_out_of(channel, lead_);
  if (lead.opted_out() && lead.opted_out_of().empty()) opt_out_of(kAllChannels, lead_);
  auto concerned = addresses_.spread_opt_outs(lead_);
  if (said_no) concerned.merge(addresses_.withdraw_consent(lead));
  reconsider();
  reconsider_others(concerned);
}

void EnrolmentSession::opt_out(const std::string& channel) {
  opt_out_of(channel, lead_);
  const auto concerned = addresses_.spread_opt_outs(lead_);
  reconsider();
  reconsider_others(concerned);
}

void EnrolmentSession::reconsider_others(const AddressBook::Leads& leads) {
  for (const auto& id : leads) {
    if (id == lead_id_) continue;
    EnrolmentSession other(workspace_, id, command_id_, compiled_, zone_data_, draft_);
    if (!other.known()) continue;
    other.reconsider();
    other.save();
  }
}

JourneyInput EnrolmentSession::input_of(const Journey& journey, const Facts& facts) const {
  return nurture::input_of(compiled_, journey, lead_, facts, addresses_, draft_.now());
}

void EnrolmentSession::reconsider() {
  if (!enrolment_.active()) return;
  // A journey that is gone is met when the lead is to go on, not in a flood when the configuration changes.
  const Journey* journey = compiled_.find(enrolment_.journey_id());
  if (journey == nullptr) return nurture::is_out_of(lead_, kAllChannels) ? leave({"opted_out", false}) : void();
  const Facts facts(compiled_, lead_);
  const auto input = input_of(*journey, facts);
  if (const auto early = exits_early(*journey, cursor_of(enrolment_), input)) return leave(*early);
  withdraw_what_may_not_go(input);
  if (enrolment_.waiting_outbox_id().empty() && enrolment_.due_micros() == 0) go_on();
}

// The id of a call names its channel, whatever became of the step.
void EnrolmentSession::withdraw_what_may_not_go(const JourneyInput& input) {
  for (const auto& [channel, why] : input.no_send) {
    if (!enrolment_.waiting_outbox_id().starts_with(workspace_ + ":" + channel.value() + ":")) continue;
    if (!draft_.withdraw(enrolment_.waiting_outbox_id())) return;  // what became of it is told when it is known
    lead::v1::Delivery delivery;
    delivery.set_outbox_id(enrolment_.waiting_outbox_id());
    delivery.set_channel(channel.value());
    delivery.set_state(lead::v1::Delivery::SUPPRESSED);
    delivery.set_detail(std::string(name_of(why)));
    emit_delivery(std::move(delivery));
    enrolment_.clear_waiting_outbox_id();
  }
}

void EnrolmentSession::on_due(std::int64_t serial) {
  if (!enrolment_.active() || enrolment_.serial() != serial || enrolment_.due_micros() == 0) return;
  forget_due();
  go_on();
}

void EnrolmentSession::on_outcome(const std::string& outbox_id) {
  if (!enrolment_.active() || enrolment_.waiting_outbox_id() != outbox_id) return;
  enrolment_.clear_waiting_outbox_id();
  go_on();
}

void EnrolmentSession::go_on() {
  if (!draft_.has_room()) return wait_until(draft_.now());  // one of many in one effect of the router
  const Journey* journey = compiled_.find(enrolment_.journey_id());
  if (journey == nullptr) return leave({"no_journey", true});
  const Facts facts(compiled_, lead_);
  JourneyCursor cursor = cursor_of(enrolment_);
  forget_due();
  const Advance advance = nurture::advance(*journey, cursor, input_of(*journey, facts));
  set_cursor(cursor, enrolment_);
  for (const auto& step : advance.taken) {
    emit_changed(Changed::STEP, step.step_id, step.suppressed);
    if (!step.suppressed.empty()) suppress(step);
  }
  if (const auto* wait = std::get_if<WaitUntil>(&advance.then))
    return wait->quiet_hours ? wait_for_morning(draft_.now()) : wait_until(wait->until);
  if (const auto* message = std::get_if<SendMessage>(&advance.then)) return send(message->step_id);
  leave(std::get<ExitJourney>(advance.then));
}

void EnrolmentSession::suppress(const StepTaken& step) {
  lead::v1::Delivery delivery;
  delivery.set_channel(std::string(compiled_.message(enrolment_.journey_id(), step.step_id).channel.name));
  delivery.set_state(lead::v1::Delivery::SUPPRESSED);
  delivery.set_detail(step.suppressed);
  emit_delivery(std::move(delivery));
}

std::string EnrolmentSession::timer_id() const {
  return "step:" + workspace_ + ":" + lead_id_ + ":" + std::to_string(enrolment_.serial());
}

void EnrolmentSession::wait_until(Instant due) {
  enrolment_.set_serial(enrolment_.serial() + 1);
  enrolment_.set_due_micros(to_micros(due));
  state::v1::StepDue payload;
  payload.set_workspace_id(workspace_);
  payload.set_lead_id(lead_id_);
  payload.set_serial(enrolment_.serial());
  draft_.set_timer(timer_id(), due, payload.SerializeAsString());
}

void EnrolmentSession::forget_due() {
  enrolment_.clear_due_micros();
  enrolment_.clear_ready_micros();
  enrolment_.clear_clocks();
}

// A message that is ready waits for the end of quiet hours; which clocks say so is kept with it.
void EnrolmentSession::wait_for_morning(Instant ready) {
  calendar::ZoneTrace clocks;
  const Instant due = send_from(compiled_, lead_, ready);
  enrolment_.set_ready_micros(to_micros(ready));
  *enrolment_.mutable_clocks() = stream::encode({zone_data_, clocks.used()});
  wait_until(due);
}

bool EnrolmentSession::count_again() {
  if (!enrolment_.active() || enrolment_.ready_micros() == 0) return false;
  const Instant ready = instant_from_micros(enrolment_.ready_micros());
  const Instant due = instant_from_micros(enrolment_.due_micros());
  const calendar::Clocks before = stream::decode(enrolment_.clocks());
  {
    calendar::ZoneTrace then(before.zones);
    if (send_from(compiled_, lead_, ready) != due) return false;  // of other hours, or another place
  }
  if (send_from(compiled_, lead_, ready) == due) return false;
  draft_.clear_timer(timer_id(), due);
  wait_for_morning(ready);
  auto event = fact();
  auto& moved = *event.mutable_due_moved();
  moved.set_zone_data_before(before.zone_data);
  moved.set_zone_data(zone_data_);
  auto& time = *moved.add_times();
  time.set_timer("message");
  time.set_from_micros(to_micros(due));
  time.set_to_micros(enrolment_.due_micros());
  draft_.emit(std::move(event));
  return true;
}

void EnrolmentSession::send(const std::string& step_id) {
  const auto [channel, text] = compiled_.message(enrolment_.journey_id(), step_id);
  const std::string name(channel.name);
  enrolment_.set_serial(enrolment_.serial() + 1);
  journal::v1::OutboxEntry entry;
  entry.set_id(workspace_ + ":" + name + ":" + lead_id_ + ":" + std::to_string(enrolment_.serial()));
  entry.set_channel(name);
  entry.set_at_most_once(!channel.tells_repeats);
  entry.set_traceparent(lead_.traceparent());
  entry.set_payload(channel.encode(render(channel, text, compiled_.workspace, lead_.lead(), entry.id())));
  enrolment_.set_waiting_outbox_id(entry.id());
  state::v1::SentStep sent;
  sent.set_journey_id(enrolment_.journey_id());
  sent.set_step_id(step_id);
  sent.set_lead_id(lead_id_);
  sent.set_outbox_id(entry.id());
  addresses_.note_sent(channel.name, (lead_.lead().contact().*channel.address)(), std::move(sent));
  draft_.enqueue(std::move(entry));
}

void EnrolmentSession::hand_back(const std::string& exit_event_id, const std::string& reason) {
  lead::v1::Activity activity;
  activity.set_activity_id("hb_" + exit_event_id);
  activity.set_workspace_id(workspace_);
  activity.set_lead_id(lead_id_);
  activity.set_actor("nurture");
  activity.set_occurred_micros(to_micros(draft_.now()));
  activity.set_received_micros(to_micros(draft_.now()));
  activity.set_traceparent(lead_.traceparent());
  auto& back = *activity.mutable_hand_back();
  back.set_journey_id(enrolment_.journey_id());
  back.set_reason(reason);
  *back.mutable_steps_done() = enrolment_.steps_done();
  journal::v1::OutboxEntry entry;
  entry.set_id(workspace_ + ":handback:" + exit_event_id);
  entry.set_channel(kHandBackChannel);
  entry.set_payload(activity.SerializeAsString());
  entry.set_traceparent(lead_.traceparent());
  draft_.enqueue(std::move(entry));
}

lead::v1::Event EnrolmentSession::fact() const {
  return stream::make_fact({workspace_, lead_id_, lead_.received_micros(), lead_.traceparent(), command_id_},
                           draft_.now());
}

std::string EnrolmentSession::emit_changed(Changed::State state, const std::string& step_id,
                                           const std::string& reason) {
  auto event = fact();
  auto& changed = *event.mutable_enrolment_changed();
  changed.set_state(state);
  changed.set_journey_id(enrolment_.journey_id());
  changed.set_step_id(step_id);
  changed.set_reason(reason);
  return draft_.emit(std::move(event));
}

void EnrolmentSession::on_delivery(lead::v1::Delivery delivery, const std::string& address) {
  const std::string channel = delivery.channel();
  if (delivery.state() == lead::v1::Delivery::FAILED) addresses_.note_not_sent(channel, address, delivery.outbox_id());
  AddressBook::Leads concerned;
  if (delivery.recipient_gone()) concerned = addresses_.note_gone(channel, address, delivery.detail());
  emit_delivery(std::move(delivery));
  reconsider_others(concerned);
}

void EnrolmentSession::emit_delivery(lead::v1::Delivery delivery) {
  auto event = fact();
  *event.mutable_delivery() = std::move(delivery);
  draft_.emit(std::move(event));
}

}  // namespace leakproof::nurture
