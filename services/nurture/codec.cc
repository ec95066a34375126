// Tested by: services/nurture/nurture_processor_test.cc
#include "nurture/codec.h"

#include <algorithm>

#include "base/check.h"
#include "calendar/local_interval.h"
#include "config/config_cache.h"
#include "config/schema.h"
#include "config/score_attributes.h"
#include "nurture/message.h"

namespace leakproof::nurture {
namespace {

using rules::Program;

Result<Program> compile(const std::string& text, const rules::Schema& schema) {
  auto compiled = Program::compile(text, schema, rules::Type::kBool);
  if (const auto* error = std::get_if<rules::CompileError>(&compiled)) return refuse(text + ": " + error->message);
  return std::get<Program>(std::move(compiled));
}

Trigger trigger_of(const std::string& word) {
  if (word == "recycled") return Trigger::kRecycled;
  return word == "lost" ? Trigger::kLost : Trigger::kRouted;
}

// A lead that nobody had yet is not kept in silence; one that a member returned or lost rests as that member meant.
bool gives_back_mute(const config::v1::Journey& journey, Trigger trigger) {
  return journey.cannot_send().empty() ? trigger == Trigger::kRouted : journey.cannot_send() == "hand_back";
}

Result<Step> to_send(const config::v1::Step& step) {
  for (const auto* text : {&step.send().subject(), &step.send().text()}) {
    if (!is_template(*text)) return refuse("step " + step.step_id() + ": the message is no template");
  }
  const auto* channel = channels::find_channel(step.send().channel());
  if (channel == nullptr || !channels::reaches_leads(*channel))
    return refuse("step " + step.step_id() + ": no journey can send by '" + step.send().channel() + "'");
  return Step{step.step_id(), Send{ChannelId(step.send().channel())}};
}

Result<Step> to_step(const config::v1::Step& step, const rules::Schema& schema) {
  switch (step.kind_case()) {
    case config::v1::Step::kWait:
      return Step{step.step_id(), Wait{Duration(step.wait().for_micros())}};
    case config::v1::Step::kSend:
      return to_send(step);
    case config::v1::Step::kBranch: {
      LEAKPROOF_ASSIGN(when, compile(step.branch().when(), schema));
      return Step{step.step_id(), Branch{std::move(when), step.branch().then_step_id(), step.branch().else_step_id()}};
    }
    case config::v1::Step::kExit:
      return Step{step.step_id(), Exit{step.exit().reason(), step.exit().hand_back()}};
    case config::v1::Step::KIND_NOT_SET:
      break;
  }
  return refuse("step " + step.step_id() + " does nothing");
}

Result<Journey> to_journey(const config::v1::Journey& written, const rules::Schema& schema) {
  Journey journey;
  journey.journey_id = written.journey_id();
  journey.trigger = trigger_of(written.trigger());
  journey.gives_back_mute = gives_back_mute(written, journey.trigger);
  if (!written.goal().empty()) {
    LEAKPROOF_ASSIGN(goal, compile(written.goal(), schema));
    journey.goal = std::move(goal);
  }
  if (!written.exit_when().empty()) {
    LEAKPROOF_ASSIGN(exit_when, compile(written.exit_when(), schema));
    journey.exit_when = std::move(exit_when);
  }
  for (const auto& step : written.steps()) {
    LEAKPROOF_ASSIGN(made, to_step(step, schema));
    journey.steps.push_back(std::move(made));
  }
  return journey;
}

Result<std::optional<QuietHours>> quiet_of(const config::v1::Workspace& workspace) {
  if (!workspace.messaging().has_quiet_hours()) return std::optional<QuietHours>();
  const auto& written = workspace.messaging().quiet_hours();
  LEAKPROOF_ASSIGN(window, calendar::parse_local_interval(written.from() + "-" + written.until()));
  return std::optional(QuietHours{window, written.zone().empty() ? workspace.default_zone() : written.zone()});
}

// Nothing of a lead that was not scored yet: conditions over its score do not hold.
google::protobuf::Map<std::string, lead::v1::Value> values_of(const lead::v1::LeadScored& score) {
  return score.stage().empty() ? google::protobuf::Map<std::string, lead::v1::Value>()
                               : config::score_attributes(score);
}

Recipient to_domain(const state::v1::Recipient& stored) {
  Recipient recipient{
      stored.opted_out(), instant_from_micros(stored.consent_withdrawn_micros()), !stored.gone().empty(), {}};
  for (const auto& sent : stored.sent()) recipient.sent.push_back({sent.journey_id(), sent.step_id(), sent.lead_id()});
  return recipient;
}

const std::string& address_of(const lead::v1::Lead& lead, const channels::ChannelRow& channel) {
  return (lead.contact().*channel.address)();
}

LeadWord word_of(const state::v1::NurtureLead& lead, const channels::ChannelRow& channel) {
  return {!address_of(lead.lead(), channel).empty(), is_out_of(lead, channel.name), lead.lead().marketing_consent(),
          instant_from_micros(lead.lead().consent_micros())};
}

bool has_sender(const channels::ChannelRow& channel, const config::v1::Messaging& messaging) {
  return channel.sender == nullptr || !(messaging.*channel.sender)().empty();
}

// Of one channel: why nothing may go by it, and which of the journey's messages are withheld.
void add_channel(const channels::ChannelRow& channel, const CompiledJourneys& compiled, const Journey& journey,
                 const state::v1::NurtureLead& lead, const AddressBook& addresses, JourneyInput& input) {
  const ChannelId id{std::string(channel.name)};
  const auto recipient = to_domain(addresses.recipient(channel.name, address_of(lead.lead(), channel)));
  const auto why = why_not(word_of(lead, channel), recipient, has_sender(channel, compiled.workspace.messaging()));
  if (why) input.no_send[id] = *why;
  for (const auto& step : journey.steps) {
    const auto* send = std::get_if<Send>(&step.what);
    if (send == nullptr || send->channel != id) continue;
    if (sent_for_another(recipient, journey.journey_id, step.step_id, lead.lead().lead_id())) {
      input.withheld[step.step_id] = NoSend::kAlreadySent;
    } else if (hole_in(compiled.message(journey.journey_id, step.step_id).text, compiled.workspace, lead.lead())) {
      input.withheld[step.step_id] = NoSend::kMissingValue;
    }
  }
}

std::string text_of(const lead::v1::Lead& lead, const char* path) {
  const auto found = lead.attributes().find(path);
  return found == lead.attributes().end() ? std::string() : found->second.text();
}

}  // namespace

const Journey* CompiledJourneys::find(std::string_view journey_id) const {
  const auto found =
      std::find_if(journeys.begin(), journeys.end(), [&](const Journey& one) { return one.journey_id == journey_id; });
  return found == journeys.end() ? nullptr : &*found;
}

const Journey* CompiledJourneys::triggered_by(Trigger trigger) const {
  const auto found =
      std::find_if(journeys.begin(), journeys.end(), [&](const Journey& one) { return one.trigger == trigger; });
  return found == journeys.end() ? nullptr : &*found;
}

StepMessage CompiledJourneys::message(std::string_view journey_id, std::string_view step_id) const {
  const auto journey = std::ranges::find(workspace.journeys(), journey_id, &config::v1::Journey::journey_id);
  LEAKPROOF_CHECK(journey != workspace.journeys().end());
  const auto step = std::ranges::find(journey->steps(), step_id, &config::v1::Step::step_id);
  LEAKPROOF_CHECK(step != journey->steps().end() && step->has_send());
  const auto* channel = channels::find_channel(step->send().channel());
  LEAKPROOF_CHECK(channel != nullptr);
  return {*channel, step->send()};
}

Result<std::unique_ptr<const CompiledJourneys>> compile_journeys(const state::v1::ConfigVersion& version) {
  LEAKPROOF_ASSIGN(workspace, config::workspace_of(version));
  auto compiled = std::make_unique<CompiledJourneys>();
  compiled->schema = config::routing_schema(workspace);
  for (const auto& journey : workspace.journeys()) {
    auto made = to_journey(journey, compiled->schema);
    if (!made.ok()) return made.error().in("journey " + journey.journey_id());
    compiled->journeys.push_back(*std::move(made));
  }
  LEAKPROOF_ASSIGN(quiet, quiet_of(workspace));
  compiled->quiet = std::move(quiet);
  compiled->workspace = std::move(workspace);
  compiled->version = version.version();
  return std::unique_ptr<const CompiledJourneys>(std::move(compiled));
}

Facts::Facts(const CompiledJourneys& compiled, const state::v1::NurtureLead& lead)
    : score_(values_of(lead.score())), record_(compiled.schema) {
  config::fill_record(compiled.schema, lead.lead().attributes(), record_, lists_);
  config::fill_record(compiled.schema, score_, record_, lists_, config::kScorePrefix);
}

JourneyInput input_of(const CompiledJourneys& compiled, const Journey& journey, const state::v1::NurtureLead& lead,
                      const Facts& facts, const AddressBook& addresses, Instant now) {
  JourneyInput input{facts.record(), now, is_out_of(lead, kAllChannels), {}, {}, now};
  for (const auto& channel : channels::kChannels) {
    if (channels::reaches_leads(channel)) add_channel(channel, compiled, journey, lead, addresses, input);
  }
  input.send_from = send_from(compiled, lead, now);
  return input;
}

Instant send_from(const CompiledJourneys& compiled, const state::v1::NurtureLead& lead, Instant ready) {
  if (!compiled.quiet) return ready;
  return send_from(*compiled.quiet, text_of(lead.lead(), "country"), text_of(lead.lead(), "phone_region"), ready);
}

JourneyCursor cursor_of(const state::v1::Enrolment& enrolment) {
  return {enrolment.step_id(), {enrolment.steps_done().begin(), enrolment.steps_done().end()}};
}

void set_cursor(const JourneyCursor& cursor, state::v1::Enrolment& enrolment) {
  enrolment.set_step_id(cursor.step_id);
  enrolment.mutable_steps_done()->Assign(cursor.steps_done.begin(), cursor.steps_done.end());
}

}  // namespace leakproof::nurture
