// Protos ↔ the domain of nurture. Every function is total but the one that compiles: a configuration that was checked
// compiles, and anything else is refused.
#pragma once
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "channels/table/channel.h"
#include "config/record.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "nurture/address_book.h"
#include "nurture/domain/journey.h"
#include "nurture/domain/journey_engine.h"
#include "nurture/domain/quiet_hours.h"
#include "rules/schema.h"

namespace leakproof::nurture {

// The message of a step.
struct StepMessage {
  const channels::ChannelRow& channel;
  const config::v1::Send& text;
};

struct CompiledJourneys {
  config::v1::Workspace workspace;  // holds the texts of messages and who they come from
  std::int64_t version = 0;
  rules::Schema schema;  // of the records that conditions are evaluated over
  std::vector<Journey> journeys;
  std::optional<QuietHours> quiet;

  const Journey* find(std::string_view journey_id) const;
  // The first with this trigger.
  const Journey* triggered_by(Trigger trigger) const;
  // A CHECK when the journey has no such step, or when it sends nothing.
  StepMessage message(std::string_view journey_id, std::string_view step_id) const;
};
Result<std::unique_ptr<const CompiledJourneys>> compile_journeys(const state::v1::ConfigVersion& version);

// The attributes lead.* and score.* of one lead, as conditions see them. `lead` and `compiled` outlive it.
class Facts {
 public:
  Facts(const CompiledJourneys& compiled, const state::v1::NurtureLead& lead);
  Facts(const Facts&) = delete;
  const rules::Record& record() const { return record_; }

 private:
  google::protobuf::Map<std::string, lead::v1::Value> score_;
  config::ListStorage lists_;
  rules::Record record_;
};

// What the engine goes by in this journey: the facts of the lead, and for its messages consent, opt-outs, address, what
// the address got before, and quiet hours as of now.
JourneyInput input_of(const CompiledJourneys& compiled, const Journey& journey, const state::v1::NurtureLead& lead,
                      const Facts& facts, const AddressBook& addresses, Instant now);

// The first moment from `ready` on at which the lead may be written to.
Instant send_from(const CompiledJourneys& compiled, const state::v1::NurtureLead& lead, Instant ready);

JourneyCursor cursor_of(const state::v1::Enrolment& enrolment);
void set_cursor(const JourneyCursor& cursor, state::v1::Enrolment& enrolment);

}  // namespace leakproof::nurture
