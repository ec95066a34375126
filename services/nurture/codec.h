// Protos ↔ the domain of nurture. Total, but for compiling: configuration that was checked compiles, and anything else
// is refused.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/record.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "nurture/domain/journey.h"
#include "nurture/domain/journey_engine.h"
#include "nurture/domain/quiet_hours.h"
#include "rules/schema.h"

namespace leakproof::nurture {

struct CompiledJourneys {
  config::v1::Workspace workspace;  // texts of messages, sender
  std::int64_t version = 0;
  rules::Schema schema;  // what the records of conditions are of
  std::vector<Journey> journeys;
  std::optional<QuietHours> quiet;

  const Journey* find(std::string_view journey_id) const;
  // The first with this trigger.
  const Journey* triggered_by(Trigger trigger) const;
  // Null when the journey has no such message.
  const config::v1::Send* message(std::string_view journey_id, std::string_view step_id) const;
};
Result<std::unique_ptr<const CompiledJourneys>> compile_journeys(config::v1::Workspace workspace, std::int64_t version);

// lead.* and score.* of one lead as conditions see them. `lead` and `compiled` outlive it.
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

// Consent, address and quiet hours as of now, for the next message.
JourneyInput input_of(const CompiledJourneys& compiled, const state::v1::NurtureLead& lead, const Facts& facts,
                      Instant now);

JourneyCursor place_of(const state::v1::Enrolment& enrolment);
void store(const JourneyCursor& cursor, state::v1::Enrolment& enrolment);

}  // namespace leakproof::nurture
