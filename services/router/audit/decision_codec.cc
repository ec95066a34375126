#include "router/audit/decision_codec.h"

#include <algorithm>
#include <array>
#include <utility>

#include "router/domain/explain.h"
#include "router/domain/routing.h"
namespace leakproof::router {
namespace {

using lead::v1::CandidateTrace;
using lead::v1::Decision;

std::optional<Instant> instant_or_none(std::int64_t micros) {
  return micros == 0 ? std::nullopt : std::optional(instant_from_micros(micros));
}

constexpr std::array<std::pair<PreviousOwner, std::string_view>, 4> kPreviousOwners = {
    {{PreviousOwner::kUnknown, ""},
     {PreviousOwner::kAssigned, "assigned"},
     {PreviousOwner::kAccepted, "accepted"},
     {PreviousOwner::kGone, "gone"}}};
std::string_view name_of(PreviousOwner state) {
  return std::ranges::find(kPreviousOwners, state, &std::pair<PreviousOwner, std::string_view>::first)->second;
}
PreviousOwner previous_owner_of(std::string_view name) {
  const auto found = std::ranges::find(kPreviousOwners, name, &std::pair<PreviousOwner, std::string_view>::second);
  return found == kPreviousOwners.end() ? PreviousOwner::kUnknown : found->first;
}

void encode_zones(const std::vector<calendar::ZoneStretch>& from, Decision& to) {
  for (const auto& one : from) {
    auto& zone = *to.add_zones();
    zone.set_zone(one.zone);
    zone.set_from_seconds(one.from);
    zone.set_until_seconds(one.until);
    zone.set_offset_seconds(one.offset);
  }
}

void encode_situation(const RoutingInput& from, Decision& to) {
  to.set_trigger(static_cast<Decision::Trigger>(from.trigger));
  to.set_now_micros(to_micros(from.now));
  to.set_previous_owner_id(from.previous_owner.value());
  to.set_previous_owner_on_leave(from.previous_owner_on_leave);
  to.set_previous_owner_online(from.previous_owner_online);
  to.set_previous_owner_state(std::string(name_of(from.previous_owner_state)));
  to.set_owner_pool_id(from.owner_pool.value());
  to.set_was_won(from.was_won);
  to.set_attempt(from.attempt);
  for (const auto& member : from.tried) to.add_tried(member.value());
  to.set_pinned_pool_id(from.pinned_pool.value());
  to.set_claimed_by(from.claimed_by.value());
  to.set_handed_back_by(from.handed_back_by.value());
  to.set_last_owner_id(from.last_owner.value());
  if (from.transfer) {
    auto& transfer = *to.mutable_transfer();
    transfer.set_by_member_id(from.transfer->by.value());
    transfer.set_to_member_id(from.transfer->to.value());
    transfer.set_reason(from.transfer->why);
    transfer.set_by_team_lead(from.transfer->by_team_lead);
  }
  if (from.sweep) {
    to.mutable_sweep()->set_kind(from.sweep->kind);
    to.mutable_sweep()->set_journey_id(from.sweep->journey.value());
  }
  if (from.hand_back) {
    auto& back = *to.mutable_hand_back();
    back.set_journey_id(from.hand_back->journey.value());
    back.set_reason(from.hand_back->reason);
    back.mutable_steps_done()->Assign(from.hand_back->steps_done.begin(), from.hand_back->steps_done.end());
  }
}

void encode_candidate(const Candidate& from, CandidateTrace& to) {
  to.set_member_id(from.member.value());
  to.set_reason(std::string(name_of(from.reason)));
  to.set_credit(from.seen.credit);
  to.set_weight(from.weight);
  to.set_online(from.seen.online);
  to.set_on_leave(from.seen.on_leave);
  to.set_on_shift(from.on_shift);
  to.set_open(from.seen.load.open);
  to.set_hour_count(from.seen.load.hour);
  to.set_day_count(from.seen.load.day);
  to.set_week_count(from.seen.load.week);
  to.set_month_count(from.seen.load.month);
  to.set_leave_credit(from.seen.leave_credit);
  to.set_tier(from.tier);
  to.set_skill(from.skill);
  to.set_lacking(from.lacking);
}

void encode_load(const Load& from, lead::v1::Load& to) {
  to.set_open(from.open);
  to.set_hour_count(from.hour);
  to.set_day_count(from.day);
  to.set_week_count(from.week);
  to.set_month_count(from.month);
}

void encode_looked_at(const RoutingDecision& from, Decision& to) {
  to.set_account_id(from.account);
  for (const auto& trace : from.walk.trace) {
    auto& rule = *to.add_rules();
    rule.set_rule_id(trace.rule.value());
    rule.set_matched(trace.matched);
    rule.set_failing(trace.failing);
  }
  to.set_rules_truncated(from.walk.truncated);
  if (from.pool) {
    to.mutable_pool()->set_pool_id(from.pool->value());
    to.mutable_pool()->set_picks(from.picks);
    to.mutable_pool()->set_credits(static_cast<lead::v1::PoolSnapshot::Credits>(from.credits));
    if (!from.load.empty()) encode_load(from.load, *to.mutable_pool()->mutable_load());
  }
  for (const auto& candidate : from.candidates) encode_candidate(candidate, *to.add_candidates());
}

void encode_chosen(const RoutingDecision& from, Decision& to) {
  to.set_outcome(static_cast<Decision::Outcome>(from.outcome));
  to.set_reason(std::string(name_of(from.reason)));
  auto& chosen = *to.mutable_chosen();
  chosen.set_rule_id(from.chosen.rule.value());
  chosen.set_pool_id(from.chosen.pool.value());
  chosen.set_member_id(from.chosen.member.value());
  chosen.set_journey_id(from.chosen.journey.value());
  for (const auto& member : from.offered) to.add_offered(member.value());
  to.set_overridden(std::string(name_of(from.overridden)));
  to.set_ownership_token(from.ownership_token);
  to.set_warn_at_micros(micros_or_zero(from.warn_at));
  to.set_breach_at_micros(micros_or_zero(from.breach_at));
  to.set_hold_until_micros(micros_or_zero(from.hold_until));
}

Reason decode_reason(const std::string& name) { return reason_of(name).value_or(Reason::kNone); }

// A value that this version does not know is shown as the nearest one it does, never a defect: decisions are read for
// ever.
template <class Rows>
auto nearest(int value, const Rows& rows) {
  const int last = static_cast<int>(rows.back().value);
  return rows[static_cast<std::size_t>(std::clamp(value, 1, last) - 1)].value;
}

// Of a candidate, and of a pool; the same fields.
template <class Message>
Load load_of(const Message& from) {
  return {from.open(), from.hour_count(), from.day_count(), from.week_count(), from.month_count()};
}

Credits credits_of(const Decision& from) {
  return from.pool().credits() == lead::v1::PoolSnapshot::CREDITS_UNSPECIFIED ? Credits::kLegacyWeights
                                                                              : Credits::kShares;
}

MemberSnapshot decode_seen(const CandidateTrace& from) {
  return {from.online(), from.on_leave(), load_of(from), from.credit(), from.leave_credit()};
}

}  // namespace

LeadRecord::LeadRecord(const Routing& routing, const Attributes& lead, const Attributes& score)
    : record_(routing.schema) {
  config::fill_record(routing.schema, lead, record_, lists_);
  config::fill_record(routing.schema, score, record_, lists_, config::kScorePrefix);
  routing.accounts.name_in(record_);
}

Decision encode(const Stamp& stamp, const RoutingInput& input, const RoutingDecision& decided, const Attributes& lead,
                const Attributes& score) {
  Decision decision;
  decision.set_decision_id(stamp.decision_id);
  decision.set_lead_id(stamp.lead_id);
  decision.set_predecessor_id(stamp.predecessor_id);
  decision.set_cause(stamp.cause);
  decision.set_config_version(stamp.config_version);
  decision.set_config_hash(stamp.config_hash);
  decision.set_engine_version(stamp.engine_version);
  *decision.mutable_lead() = lead;
  *decision.mutable_score() = score;
  encode_situation(input, decision);
  encode_looked_at(decided, decision);
  encode_chosen(decided, decision);
  decision.set_zone_data(stamp.zone_data);
  if (!stamp.zone_data.empty()) encode_zones(decided.zones, decision);
  return decision;
}

Stamp decode_stamp(const Decision& from) {
  return {from.decision_id(),    from.lead_id(),     from.predecessor_id(), from.cause(),
          from.config_version(), from.config_hash(), from.engine_version(), from.zone_data()};
}

RoutingInput decode_input(const Decision& from) {
  RoutingInput to;
  to.trigger = nearest(from.trigger(), kTriggers);
  to.now = instant_from_micros(from.now_micros());
  to.previous_owner = MemberId(from.previous_owner_id());
  to.previous_owner_on_leave = from.previous_owner_on_leave();
  to.previous_owner_online = from.previous_owner_online();
  to.previous_owner_state = previous_owner_of(from.previous_owner_state());
  to.owner_pool = PoolId(from.owner_pool_id());
  to.was_won = from.was_won();
  for (const auto& one : from.zones())
    to.zones.push_back({one.zone(), one.from_seconds(), one.until_seconds(), one.offset_seconds()});
  to.attempt = from.attempt();
  for (const auto& member : from.tried()) to.tried.emplace_back(member);
  to.pinned_pool = PoolId(from.pinned_pool_id());
  to.claimed_by = MemberId(from.claimed_by());
  to.handed_back_by = JourneyId(from.handed_back_by());
  to.last_owner = MemberId(from.last_owner_id());
  if (from.has_transfer()) {
    const auto& transfer = from.transfer();
    to.transfer = {MemberId(transfer.by_member_id()), MemberId(transfer.to_member_id()), transfer.reason(),
                   transfer.by_team_lead()};
  }
  if (from.has_hand_back()) {
    const auto& back = from.hand_back();
    to.hand_back = {JourneyId(back.journey_id()), back.reason(), {back.steps_done().begin(), back.steps_done().end()}};
  }
  if (from.has_sweep()) to.sweep = {from.sweep().kind(), JourneyId(from.sweep().journey_id())};
  if (const auto grade = from.score().find("grade"); grade != from.score().end()) to.grade = grade->second.text();
  to.ownership_token = from.ownership_token() - (moves(nearest(from.outcome(), kOutcomes)) ? 1 : 0);
  return to;
}

PoolSnapshot decode_pool_seen(const Decision& from) {
  PoolSnapshot to{
      .picks = from.pool().picks(), .members = {}, .load = load_of(from.pool().load()), .credits = credits_of(from)};
  for (const auto& candidate : from.candidates()) to.members.push_back(decode_seen(candidate));
  return to;
}

RoutingDecision decode_decision(const Decision& from) {
  RoutingDecision to;
  to.outcome = nearest(from.outcome(), kOutcomes);
  to.reason = decode_reason(from.reason());
  const auto& chosen = from.chosen();
  to.chosen = {RuleId(chosen.rule_id()), PoolId(chosen.pool_id()), MemberId(chosen.member_id()),
               JourneyId(chosen.journey_id())};
  for (const auto& member : from.offered()) to.offered.emplace_back(member);
  to.overridden = decode_reason(from.overridden());
  to.ownership_token = from.ownership_token();
  to.warn_at = instant_or_none(from.warn_at_micros());
  to.breach_at = instant_or_none(from.breach_at_micros());
  to.hold_until = instant_or_none(from.hold_until_micros());
  to.account = from.account_id();
  for (const auto& rule : from.rules())
    to.walk.trace.push_back({RuleId(rule.rule_id()), rule.matched(), rule.failing()});
  to.walk.truncated = from.rules_truncated();
  for (const auto& one : from.zones())
    to.zones.push_back({one.zone(), one.from_seconds(), one.until_seconds(), one.offset_seconds()});
  to.zone_data = from.zone_data();
  if (from.has_pool()) to.pool = PoolId(from.pool().pool_id());
  to.picks = from.pool().picks();
  to.load = load_of(from.pool().load());
  to.credits = credits_of(from);
  for (const auto& candidate : from.candidates()) {
    to.candidates.push_back({MemberId(candidate.member_id()), decode_reason(candidate.reason()), candidate.weight(),
                             candidate.on_shift(), decode_seen(candidate), candidate.tier(), candidate.skill(),
                             candidate.lacking()});
  }
  return to;
}

namespace {

void name_all(std::vector<MemberId>& members, const MemberNames& names) {
  for (auto& member : members) member = names.of(member);
}

RoutingInput with_names(RoutingInput input, const MemberNames& names) {
  for (MemberId* member : {&input.previous_owner, &input.claimed_by, &input.last_owner}) *member = names.of(*member);
  name_all(input.tried, names);
  if (input.transfer) {
    input.transfer->by = names.of(input.transfer->by);
    input.transfer->to = names.of(input.transfer->to);
  }
  return input;
}

RoutingDecision with_names(RoutingDecision decision, const MemberNames& names) {
  decision.chosen.member = names.of(decision.chosen.member);
  name_all(decision.offered, names);
  for (auto& candidate : decision.candidates) candidate.member = names.of(candidate.member);
  return decision;
}

}  // namespace

MemberNames::MemberNames(const config::v1::Workspace& workspace) {
  std::map<std::string, int> how_often;
  for (const auto& member : workspace.members()) ++how_often[member.name()];
  for (const auto& member : workspace.members()) {
    const bool tells = !member.name().empty() && how_often[member.name()] == 1;
    names_[MemberId(member.member_id())] =
        MemberId(tells || member.name().empty() ? (tells ? member.name() : member.member_id())
                                                : member.name() + " (" + member.member_id() + ")");
  }
}

MemberId MemberNames::of(const MemberId& member) const {
  const auto found = names_.find(member);
  return found == names_.end() ? member : found->second;
}

std::vector<std::string> explain_decision(const Decision& decision, const Messages& texts, const MemberNames& names) {
  auto lines = explain(with_names(decode_input(decision), names), with_names(decode_decision(decision), names), texts);
  const auto unread = decision.lead().find("unread_value");
  if (unread == decision.lead().end()) return lines;
  std::string fields;
  for (const auto& field : unread->second.list().items()) fields += (fields.empty() ? "" : ", ") + field;
  lines.insert(lines.begin() + (lines.empty() ? 0 : 1), texts.format("explain.unread_value", {fields}));
  return lines;
}

std::string summarize_decision(const Decision& decision, const Messages& texts, const MemberNames& names) {
  return summary(with_names(decode_input(decision), names), with_names(decode_decision(decision), names), texts);
}

std::string why_not(const Decision& decision, const std::string& member_id, const Messages& texts,
                    const MemberNames& names) {
  return why_not(with_names(decode_input(decision), names), with_names(decode_decision(decision), names),
                 names.of(MemberId(member_id)), texts);
}

}  // namespace leakproof::router
