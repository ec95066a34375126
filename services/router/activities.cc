#include "router/activities.h"

#include <algorithm>

namespace leakproof::router {
namespace {

using lead::v1::Activity;
using lead::v1::Feedback;
using state::v1::RoutedLead;
using state::v1::RouterTimer;
using Ignored = std::optional<std::string>;

std::optional<Move> move_of(Feedback::Outcome outcome) {
  switch (outcome) {
    case Feedback::ACCEPTED:
      return Move::kAccept;
    case Feedback::DECLINED:
      return Move::kDecline;
    case Feedback::CONTACTED:
    case Feedback::MEETING:
    case Feedback::PROPOSAL:
    case Feedback::UNREACHABLE:
      return Move::kProgress;
    case Feedback::WON:
    case Feedback::LOST:
    case Feedback::DISQUALIFIED:
      return Move::kClose;
    case Feedback::RECYCLED:
      return Move::kRecycle;
    default:
      return std::nullopt;
  }
}

// What it says of the work itself, whatever it moves.
void note(const Feedback& feedback, Instant now, RoutedLead& lead) {
  if (feedback.value_minor() > 0) lead.set_value_minor(feedback.value_minor()), lead.set_currency(feedback.currency());
  if (move_of(feedback.outcome()) != Move::kProgress) return;
  const bool unreachable = feedback.outcome() == Feedback::UNREACHABLE;
  std::string step = Feedback::Outcome_Name(feedback.outcome());
  std::ranges::transform(step, step.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  lead.set_last_step(step);
  lead.set_last_step_micros(to_micros(now));
  lead.set_unreachable_micros(!unreachable                     ? 0
                              : lead.unreachable_micros() != 0 ? lead.unreachable_micros()
                                                               : to_micros(now));
}

std::string closed_reason(const Feedback& feedback) {
  if (feedback.outcome() == Feedback::WON) return "won";
  return feedback.outcome() == Feedback::LOST ? "lost" : "disqualified";
}

// Whose word it is: of the assignment that lives, by its owner. A system that speaks for him names nobody.
Ignored refused(const Feedback& feedback, const RoutedLead& lead) {
  if (feedback.ownership_token() != 0 && feedback.ownership_token() != lead.ownership_token()) return "stale_token";
  if (is_owned(lead) && !feedback.member_id().empty() && feedback.member_id() != lead.member_id()) return "not_owner";
  return std::nullopt;
}

// One of those it is offered to: the first who takes it has it, if his caps and those of the pool allow another.
Ignored on_offered(const std::string& member_id, Move move, const std::string& reason, RoutedLead lead,
                   const ActiveConfig& active, RoutingSession& session) {
  if (std::ranges::find(lead.offered(), member_id) == lead.offered().end()) return "not_offered";
  if (move == Move::kDecline) {
    session.decline_offer(std::move(lead), member_id, reason);
    return std::nullopt;
  }
  const MemberId id(member_id);
  const Member* member = active.routing.member(id);
  if (member == nullptr || member->inactive) return "inactive";
  if (const auto full = reached(member->caps, session.roster().seen(id).load))
    return std::string(name_of(member_at(*full)));
  const Pool* pool =
      active.routing.pool(PoolId(lead.pool_id()));  // offers are counted when they are taken: others may have filled it
  const auto pool_full = pool == nullptr ? std::nullopt : reached(pool->caps, session.roster().load_of(*pool));
  if (pool_full) return std::string(name_of(pool_at(*pool_full)));
  session.route(std::move(lead), Trigger::kOfferTaken, member_id);
  return std::nullopt;
}

Ignored on_feedback(const Feedback& feedback, RoutedLead lead, const ActiveConfig& active, RoutingSession& session,
                    Instant now) {
  if (auto reason = refused(feedback, lead)) return reason;
  const auto move = move_of(feedback.outcome());
  if (!move) return "invalid";
  const auto to = next(status_of(lead), *move);
  if (!to) return "illegal_move";
  note(feedback, now, lead);
  const bool answers = *move == Move::kAccept || *move == Move::kProgress || *move == Move::kDecline;
  if (status_of(lead) == LeadStatus::kOffered && answers)
    return on_offered(feedback.member_id(), *move, feedback.reason(), std::move(lead), active, session);
  if (*move == Move::kDecline) {
    session.changed(lead, lead::v1::AssignmentChanged::DECLINED, feedback.reason());
    session.route(std::move(lead), Trigger::kDeclined);
  } else if (*move == Move::kRecycle) {
    session.route(std::move(lead), Trigger::kRecycled);
  } else if (*move == Move::kClose) {
    session.close(std::move(lead), closed_reason(feedback), feedback.reason());
  } else if (status_of(lead) != to->status) {
    session.accept(std::move(lead));
  } else {
    session.await_next_step(std::move(lead));
  }
  return std::nullopt;
}

Ignored on_claim(const std::string& member_id, RoutedLead lead, const ActiveConfig& active, RoutingSession& session) {
  const Member* member = active.routing.member(MemberId(member_id));
  if (member == nullptr) return "unknown_member";
  if (member->inactive) return "inactive";
  const bool pending = lead.inquiry_pending();
  const std::string lead_id = lead.lead().lead_id();
  session.route(std::move(lead), Trigger::kClaim, member_id);
  if (!pending) return std::nullopt;
  RoutedLead claimed = *session.leads().find(lead_id);
  claimed.set_inquiry_pending(true);  // the machine still comes to decide, and is superseded
  session.leads().save(claimed);
  return std::nullopt;
}

// Its owner may give it to who can have it now, or to a pool; who leads its pool to anybody who works here.
Ignored on_transfer(const lead::v1::Transfer& said, RoutedLead lead, const ActiveConfig& active,
                    RoutingSession& session, Instant now) {
  if (said.ownership_token() != 0 && said.ownership_token() != lead.ownership_token()) return "stale_token";
  if (!next(status_of(lead), Move::kTransfer)) return "illegal_move";
  const MemberId by(said.by_member_id()), to(said.to_member_id());
  const Pool* pool = active.routing.pool(PoolId(lead.pool_id()));
  const bool by_team_lead = pool != nullptr && pool->led_by(by),
             by_owner = is_owned(lead) && lead.member_id() == by.value();
  if (!by_team_lead && !by_owner) return "not_owner";
  if (to.empty() == said.to_pool_id().empty()) return "invalid";
  if (to.empty()) {
    if (active.routing.pool(PoolId(said.to_pool_id())) == nullptr) return "unknown_pool";
    if (!is_owned(lead) && said.to_pool_id() == lead.pool_id()) return "illegal_move";
  } else {
    const Member* member = active.routing.member(to);
    if (member == nullptr) return "unknown_member";
    if (member->inactive) return "inactive";
    if (is_owned(lead) && lead.member_id() == to.value()) return "illegal_move";
    const Reason against = availability(member, session.roster().seen(to), now);
    if (!by_team_lead && against != Reason::kNone) return std::string(name_of(against));
  }
  session.transfer(std::move(lead), {by, to, said.reason(), by_team_lead}, said.to_pool_id());
  return std::nullopt;
}

Ignored on_hand_back(RoutedLead lead, RoutingSession& session) {
  if (is_owned(lead) && lead.claimed()) {
    const std::string owner = lead.member_id();
    session.route(std::move(lead), Trigger::kHandedBack, owner);
    return std::nullopt;
  }
  if (!next(status_of(lead), Move::kHandBack)) return "illegal_move";
  session.route(std::move(lead), Trigger::kHandedBack);
  return std::nullopt;
}

Ignored on_presence(const lead::v1::PresenceChange& change, const ActiveConfig& active, RoutingSession& session) {
  const MemberId member(change.member_id());
  if (active.routing.member(member) == nullptr) return "unknown_member";
  session.roster().set_presence(change);
  session.drain_pools_of(member);  // offline: the moment to look again is another
  return std::nullopt;
}

Ignored on_time_off(const lead::v1::TimeOff& time_off, const ActiveConfig& active, RoutingSession& session,
                    stream::Draft& draft) {
  const MemberId member(time_off.member_id());
  if (active.routing.member(member) == nullptr) return "unknown_member";
  if (time_off.from_micros() >= time_off.until_micros()) return "invalid";
  session.roster().set_time_off(time_off);
  session.release(member);
  session.drain_pools_of(member);
  const Instant from = instant_from_micros(time_off.from_micros());
  if (!time_off.cancel() && from > draft.now()) {
    const auto begins = timer(active.workspace.workspace_id(), RouterTimer::AWAY, member.value());
    draft.set_timer(begins.id(), from, begins.payload());
  }
  return std::nullopt;
}

}  // namespace

bool concerns_router(const Activity& activity) {
  switch (activity.kind_case()) {
    case Activity::kFeedback:
    case Activity::kClaim:
    case Activity::kTransfer:
    case Activity::kHandBack:
    case Activity::kPresence:
    case Activity::kTimeOff:
      return true;
    default:
      return false;
  }
}

std::optional<std::string> handle(const Activity& activity, const ActiveConfig& active, RoutingSession& session,
                                  stream::Draft& draft) {
  if (activity.has_presence()) return on_presence(activity.presence(), active, session);
  if (activity.has_time_off()) return on_time_off(activity.time_off(), active, session, draft);
  auto lead = session.leads().find(activity.lead_id());
  if (!lead) return "unknown_lead";
  if (activity.has_feedback()) return on_feedback(activity.feedback(), *std::move(lead), active, session, draft.now());
  if (activity.has_transfer()) return on_transfer(activity.transfer(), *std::move(lead), active, session, draft.now());
  if (activity.has_claim()) return on_claim(activity.claim().member_id(), *std::move(lead), active, session);
  return on_hand_back(*std::move(lead), session);
}

}  // namespace leakproof::router
