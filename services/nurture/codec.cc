// Tested by: services/nurture/nurture_processor_test.cc
#include "nurture/codec.h"

#include <algorithm>

#include "calendar/local_interval.h"
#include "config/schema.h"
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

Result<Step> to_step(const config::v1::Step& step, const rules::Schema& schema) {
  switch (step.kind_case()) {
    case config::v1::Step::kWait:
      return Step{step.step_id(), Wait{Duration(step.wait().for_micros())}};
    case config::v1::Step::kSend:
      for (const auto* text : {&step.send().subject(), &step.send().text()}) {
        if (!is_template(*text)) return refuse("step " + step.step_id() + ": the message is no template");
      }
      return Step{step.step_id(), Send{}};
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

google::protobuf::Map<std::string, lead::v1::Value> values_of(const lead::v1::LeadScored& score) {
  google::protobuf::Map<std::string, lead::v1::Value> values;
  if (score.stage().empty()) return values;  // not scored yet: conditions over it do not hold
  values["total"].set_real(score.total());
  values["fit"].set_real(score.fit());
  values["engagement"].set_real(score.engagement());
  values["grade"].set_text(score.grade());
  values["stage"].set_text(score.stage());
  return values;
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

const config::v1::Send* CompiledJourneys::message(std::string_view journey_id, std::string_view step_id) const {
  for (const auto& journey : workspace.journeys()) {
    if (journey.journey_id() != journey_id) continue;
    for (const auto& step : journey.steps()) {
      if (step.step_id() == step_id && step.has_send()) return &step.send();
    }
  }
  return nullptr;
}

Result<std::unique_ptr<const CompiledJourneys>> compile_journeys(config::v1::Workspace workspace,
                                                                 std::int64_t version) {
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
  compiled->version = version;
  return std::unique_ptr<const CompiledJourneys>(std::move(compiled));
}

Facts::Facts(const CompiledJourneys& compiled, const state::v1::NurtureLead& lead)
    : score_(values_of(lead.score())), record_(compiled.schema) {
  config::fill_record(compiled.schema, lead.lead().attributes(), record_, lists_);
  config::fill_record(compiled.schema, score_, record_, lists_, "score.");
}

JourneyInput input_of(const CompiledJourneys& compiled, const state::v1::NurtureLead& lead, const Facts& facts,
                      Instant now) {
  JourneyInput input{facts.record(), now, lead.opted_out(), {}, now};
  if (!lead.lead().marketing_consent()) input.no_send = "no_consent";
  if (compiled.workspace.messaging().email_from().empty()) input.no_send = "no_sender";
  if (lead.lead().contact().email().empty()) input.no_send = "no_address";
  if (compiled.quiet) {
    input.send_from =
        send_from(*compiled.quiet, text_of(lead.lead(), "country"), text_of(lead.lead(), "phone_region"), now);
  }
  return input;
}

JourneyCursor place_of(const state::v1::Enrolment& enrolment) {
  return {enrolment.step_id(), {enrolment.steps_done().begin(), enrolment.steps_done().end()}};
}

void store(const JourneyCursor& cursor, state::v1::Enrolment& enrolment) {
  enrolment.set_step_id(cursor.step_id);
  enrolment.mutable_steps_done()->Assign(cursor.steps_done.begin(), cursor.steps_done.end());
}

}  // namespace leakproof::nurture
