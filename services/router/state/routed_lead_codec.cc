#include "router/state/routed_lead_codec.h"

#include <algorithm>

#include "base/check.h"
#include "router/state/router_timer.h"
#include "stream/clocks.h"

namespace leakproof::router {
namespace {

using Message = state::v1::RoutedLead;

std::optional<Instant> instant(std::int64_t micros) {
  return micros == 0 ? std::nullopt : std::optional(instant_from_micros(micros));
}
std::int64_t micros(const std::optional<Instant>& at) { return at ? to_micros(*at) : 0; }

// Moments that are no timers.
struct MomentRow {
  std::optional<Instant> RoutedLead::*field;
  std::int64_t (Message::*get)() const;
  void (Message::*set)(std::int64_t);
};
constexpr std::array kMoments = {
    MomentRow{&RoutedLead::decided_at, &Message::decided_micros, &Message::set_decided_micros},
    MomentRow{&RoutedLead::assigned_at, &Message::assigned_micros, &Message::set_assigned_micros},
    MomentRow{&RoutedLead::accepted_at, &Message::accepted_micros, &Message::set_accepted_micros},
    MomentRow{&RoutedLead::received_at, &Message::received_micros, &Message::set_received_micros},
    MomentRow{&RoutedLead::held_since, &Message::held_since_micros, &Message::set_held_since_micros},
    MomentRow{&RoutedLead::last_step_at, &Message::last_step_micros, &Message::set_last_step_micros},
    MomentRow{&RoutedLead::returned_at, &Message::returned_micros, &Message::set_returned_micros},
    MomentRow{&RoutedLead::unreachable_at, &Message::unreachable_micros, &Message::set_unreachable_micros},
};

// Texts that are kept as they are.
struct TextRow {
  std::string RoutedLead::*field;
  const std::string& (Message::*get)() const;
  std::string* (Message::*mutate)();
};
constexpr std::array kTexts = {
    TextRow{&RoutedLead::hold_key, &Message::hold_key, &Message::mutable_hold_key},
    TextRow{&RoutedLead::closed_reason, &Message::closed_reason, &Message::mutable_closed_reason},
    TextRow{&RoutedLead::closed_detail, &Message::closed_detail, &Message::mutable_closed_detail},
};

Message::Status encode(LeadStatus status) {
  switch (status) {
    case LeadStatus::kUnrouted:
      return Message::STATUS_UNSPECIFIED;
    case LeadStatus::kAssigned:
      return Message::ASSIGNED;
    case LeadStatus::kAccepted:
      return Message::ACCEPTED;
    case LeadStatus::kHeld:
      return Message::HELD;
    case LeadStatus::kWithNurture:
      return Message::WITH_NURTURE;
    case LeadStatus::kEscalated:
      return Message::ESCALATED;
    case LeadStatus::kClosed:
      return Message::CLOSED;
    case LeadStatus::kOffered:
      return Message::OFFERED;
  }
  LEAKPROOF_CHECK(false);
  return {};
}

std::optional<Step> step_named(const std::string& name) {
  if (name.empty()) return std::nullopt;
  const auto found = std::ranges::find(kSteps, name, [](Step step) { return name_of(step); });
  LEAKPROOF_CHECK(found != kSteps.end());
  return *found;
}

Reason reason_named(const std::string& name) {
  const auto reason = reason_of(name);
  LEAKPROOF_CHECK(reason.has_value());
  return *reason;
}

std::vector<MemberId> members(const google::protobuf::RepeatedPtrField<std::string>& from) {
  std::vector<MemberId> to;
  to.reserve(static_cast<std::size_t>(from.size()));
  for (const auto& id : from) to.emplace_back(id);
  return to;
}

void encode_members(const std::vector<MemberId>& from, google::protobuf::RepeatedPtrField<std::string>& to) {
  to.Clear();
  for (const auto& id : from) *to.Add() = id.value();
}

}  // namespace

LeadStatus decode(Message::Status status) {
  switch (status) {
    case Message::STATUS_UNSPECIFIED:
      return LeadStatus::kUnrouted;
    case Message::ASSIGNED:
      return LeadStatus::kAssigned;
    case Message::ACCEPTED:
      return LeadStatus::kAccepted;
    case Message::HELD:
      return LeadStatus::kHeld;
    case Message::WITH_NURTURE:
      return LeadStatus::kWithNurture;
    case Message::ESCALATED:
      return LeadStatus::kEscalated;
    case Message::CLOSED:
      return LeadStatus::kClosed;
    case Message::OFFERED:
      return LeadStatus::kOffered;
    case state::v1::RoutedLead_Status_RoutedLead_Status_INT_MIN_SENTINEL_DO_NOT_USE_:
    case state::v1::RoutedLead_Status_RoutedLead_Status_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  LEAKPROOF_CHECK(false);
  return {};
}

RoutedLead decode(const Message& from) {
  RoutedLead to;
  to.id = LeadId(from.lead().lead_id());
  to.status = decode(from.status());
  to.member = MemberId(from.member_id());
  to.pool = PoolId(from.pool_id());
  to.journey = JourneyId(from.journey_id());
  to.counted_pool = PoolId(from.counted_pool_id());
  to.ownership_token = from.ownership_token();
  to.last_decision = DecisionId(from.last_decision_id());
  to.attempt = from.attempt();
  to.tried = members(from.tried());
  to.offered = members(from.offered());
  to.last_owner = MemberId(from.last_owner_id());
  to.claimed = from.claimed();
  to.inquiry_pending = from.inquiry_pending();
  to.score = from.score().total();
  to.grade = from.score().grade();
  to.hold_reason = reason_named(from.hold_reason());
  to.last_step = step_named(from.last_step());
  to.value = {from.value_minor(), from.currency()};
  to.untold_decision = DecisionId(from.untold_decision_id());
  to.untold_channels = from.untold_channels();
  to.clocks = stream::decode(from.clocks());
  for (const auto& row : kLeadTimers) to.*row.due = instant((from.*stored(row.timer).get)());
  for (const auto& row : kMoments) to.*row.field = instant((from.*row.get)());
  for (const auto& row : kTexts) to.*row.field = (from.*row.get)();
  return to;
}

void encode(const RoutedLead& from, Message& to) {
  to.set_status(encode(from.status));
  to.set_member_id(from.member.value());
  to.set_pool_id(from.pool.value());
  to.set_journey_id(from.journey.value());
  to.set_counted_pool_id(from.counted_pool.value());
  to.set_ownership_token(from.ownership_token);
  to.set_last_decision_id(from.last_decision.value());
  to.set_attempt(from.attempt);
  encode_members(from.tried, *to.mutable_tried());
  encode_members(from.offered, *to.mutable_offered());
  to.set_last_owner_id(from.last_owner.value());
  to.set_claimed(from.claimed);
  to.set_inquiry_pending(from.inquiry_pending);
  to.set_hold_reason(std::string(name_of(from.hold_reason)));
  to.set_last_step(from.last_step ? std::string(name_of(*from.last_step)) : "");
  to.set_value_minor(from.value.minor);
  to.set_currency(from.value.currency);
  to.set_untold_decision_id(from.untold_decision.value());
  to.set_untold_channels(from.untold_channels);
  if (from.clocks.zones.empty())
    to.clear_clocks();
  else
    *to.mutable_clocks() = stream::encode(from.clocks);
  for (const auto& row : kLeadTimers) (to.*stored(row.timer).set)(micros(from.*row.due));
  for (const auto& row : kMoments) (to.*row.set)(micros(from.*row.field));
  for (const auto& row : kTexts) *(to.*row.mutate)() = from.*row.field;
}

}  // namespace leakproof::router
