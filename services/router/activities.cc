#include "router/activities.h"

#include <algorithm>

#include "router/config/routing_codec.h"
#include "router/routing_session.h"
#include "router/state/router_timer.h"
#include "stream/append_sender.h"

namespace leakproof::router {
namespace {

using lead::v1::Activity;
using lead::v1::Feedback;
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

std::optional<Step> step_of(Feedback::Outcome outcome) {
  switch (outcome) {
    case Feedback::CONTACTED:
      return Step::kContacted;
    case Feedback::MEETING:
      return Step::kMeeting;
    case Feedback::PROPOSAL:
      return Step::kProposal;
    case Feedback::UNREACHABLE:
      return Step::kUnreachable;
    default:
      return std::nullopt;
  }
}

std::string closed_reason(const Feedback& feedback) {
  if (feedback.outcome() == Feedback::WON) return std::string(kClosedAsWon);
  return feedback.outcome() == Feedback::LOST ? "lost" : "disqualified";
}

// Whose word it is: of the assignment that lives, by its owner. A system that speaks for the owner names nobody.
Ignored refused(const Feedback& feedback, const RoutedLead& lead) {
  if (feedback.ownership_token() != 0 && feedback.ownership_token() != lead.ownership_token) return "stale_token";
  const bool named = !feedback.member_id().empty();
  if (lead.is_owned() && named && feedback.member_id() != lead.member.value()) return "not_owner";
  return std::nullopt;
}

// The first who takes an offer has it, if their caps and those of the pool allow another.
Ignored on_taken(const MemberId& id, StoredLead lead, const ActiveConfig& active, RoutingSession& session) {
  const Member* member = active.routing.member(id);
  if (member == nullptr || member->inactive) return "inactive";
  if (const auto full = reached(member->caps, session.roster().snapshot(id).load))
    return std::string(name_of(member_at(*full)));
  // Offers are counted when they are taken: others may have filled the pool.
  const Pool* pool = active.routing.pool(lead.routed.pool);
  const auto pool_full = pool == nullptr ? std::nullopt : reached(pool->caps, session.roster().load_of(*pool));
  if (pool_full) return std::string(name_of(pool_at(*pool_full)));
  session.route(std::move(lead), Trigger::kOfferTaken, id);
  return std::nullopt;
}

// The answer of one of those it is offered to. It goes on when the last of them declines who is there to answer.
Ignored on_offered(const MemberId& member, Move move, const std::string& reason, StoredLead lead,
                   const ActiveConfig& active, RoutingSession& session) {
  if (std::ranges::find(lead.routed.offered, member) == lead.routed.offered.end()) return "not_offered";
  if (move != Move::kDecline) return on_taken(member, std::move(lead), active, session);
  session.carry_out(lead, offer_declined(lead.routed, member, reason));
  const auto is_away = [&](const MemberId& id) { return session.roster().snapshot(id).on_leave; };
  if (std::ranges::all_of(lead.routed.offered, is_away)) session.route(std::move(lead), Trigger::kDeclined);
  return std::nullopt;
}

Ignored on_feedback(const Feedback& feedback, StoredLead lead, const ActiveConfig& active, RoutingSession& session,
                    Instant now) {
  RoutedLead& routed = lead.routed;
  if (auto reason = refused(feedback, routed)) return reason;
  const auto move = move_of(feedback.outcome());
  if (!move) return "invalid";
  const auto to = next(routed.status, *move);
  if (!to) return "illegal_move";
  note(routed, step_of(feedback.outcome()), {feedback.value_minor(), feedback.currency()}, now);
  const bool answers = *move == Move::kAccept || *move == Move::kProgress || *move == Move::kDecline;
  if (routed.status == LeadStatus::kOffered && answers)
    return on_offered(MemberId(feedback.member_id()), *move, feedback.reason(), std::move(lead), active, session);
  if (*move == Move::kDecline) {
    session.notifier().state(lead, fact_of(routed, Assignment::kDeclined, feedback.reason()));
    session.route(std::move(lead), Trigger::kDeclined);
  } else if (*move == Move::kRecycle) {
    session.route(std::move(lead), Trigger::kRecycled);
  } else {
    const Transition transition = *move == Move::kClose ? closed(routed, closed_reason(feedback), feedback.reason())
                                  : routed.status != to->status ? accepted(routed, active.routing, now)
                                                                : progressed(routed, active.routing, now);
    session.carry_out(lead, transition);
  }
  return std::nullopt;
}

Ignored on_claim(const MemberId& id, StoredLead lead, const ActiveConfig& active, RoutingSession& session) {
  const Member* member = active.routing.member(id);
  if (member == nullptr) return "unknown_member";
  if (member->inactive) return "inactive";
  if (!next(lead.routed.status, Move::kClaim)) return "illegal_move";
  const bool pending = lead.routed.inquiry_pending;
  const std::string lead_id = lead.id();
  session.route(std::move(lead), Trigger::kClaim, id);
  if (!pending) return std::nullopt;
  StoredLead claimed = *session.leads().find(lead_id);
  claimed.routed.inquiry_pending = true;  // the machine still comes to decide, and is superseded
  session.leads().save(claimed);
  return std::nullopt;
}

// What speaks against giving it to this member; the team lead may go beyond presence and caps.
Ignored unfit(const MemberId& to, const RoutedLead& lead, bool by_team_lead, const ActiveConfig& active,
              RoutingSession& session, Instant now) {
  const Member* member = active.routing.member(to);
  if (member == nullptr) return "unknown_member";
  if (member->inactive) return "inactive";
  if (lead.is_owned() && lead.member == to) return "illegal_move";
  const Reason against = availability(member, session.roster().snapshot(to), now);
  if (!by_team_lead && against != Reason::kNone) return std::string(name_of(against));
  return std::nullopt;
}

// A person gives it to a member, or to a pool. Whoever had it is not asked again, unless the person names them; how
// many had it counts anew.
void transfer(StoredLead lead, const Transfer& transfer, const PoolId& to_pool, RoutingSession& session) {
  RoutingInput input = session.input_of(lead.routed, Trigger::kTransfer);
  input.attempt = 0;
  input.transfer = transfer;
  if (!to_pool.empty()) input.pinned_pool = to_pool;
  session.route(std::move(lead), std::move(input));
}

// Its owner may give it to who can have it now, or to a pool; who leads its pool to anybody who works here.
Ignored on_transfer(const lead::v1::Transfer& said, StoredLead lead, const ActiveConfig& active,
                    RoutingSession& session, Instant now) {
  const RoutedLead& routed = lead.routed;
  if (said.ownership_token() != 0 && said.ownership_token() != routed.ownership_token) return "stale_token";
  if (!next(routed.status, Move::kTransfer)) return "illegal_move";
  const MemberId by(said.by_member_id()), to(said.to_member_id());
  const PoolId to_pool(said.to_pool_id());
  const Pool* pool = active.routing.pool(routed.pool);
  const bool by_team_lead = pool != nullptr && pool->led_by(by);
  const bool by_owner = routed.is_owned() && routed.member == by;
  if (!by_team_lead && !by_owner) return "not_owner";
  if (to.empty() == to_pool.empty()) return "invalid";
  if (!to.empty()) {
    if (auto against = unfit(to, routed, by_team_lead, active, session, now)) return against;
  } else {
    if (active.routing.pool(to_pool) == nullptr) return "unknown_pool";
    if (!routed.is_owned() && to_pool == routed.pool) return "illegal_move";
  }
  transfer(std::move(lead), {by, to, said.reason(), by_team_lead}, to_pool, session);
  return std::nullopt;
}

Ignored on_hand_back(const lead::v1::HandBack& back, StoredLead lead, RoutingSession& session) {
  const bool claimed = lead.routed.is_owned() && lead.routed.claimed;
  if (!claimed && !next(lead.routed.status, Move::kHandBack)) return "illegal_move";
  RoutingInput input = session.input_of(lead.routed, Trigger::kHandedBack, claimed ? lead.routed.member : MemberId());
  input.hand_back =
      HandBack{JourneyId(back.journey_id()), back.reason(), {back.steps_done().begin(), back.steps_done().end()}};
  *lead.message.mutable_hand_back() = back;  // for whoever gets it, now or when a hold is drained
  session.route(std::move(lead), std::move(input));
  return std::nullopt;
}

// Tells scoring, by way of the pipeline's beginning, what counts of a word: the stage moves by that. The ids are of
// the activity and the moment: an activity that ingest takes again, since it has forgotten the first, is another word.
void uphold(const Activity& activity, stream::Draft& draft) {
  const auto id = activity.activity_id() + ":" + std::to_string(to_micros(draft.now()));
  Activity upheld;
  upheld.set_activity_id("sw_" + id);
  upheld.set_workspace_id(activity.workspace_id());
  upheld.set_lead_id(activity.lead_id());
  upheld.set_actor("router");
  upheld.set_occurred_micros(to_micros(draft.now()));
  upheld.set_received_micros(to_micros(draft.now()));
  upheld.set_traceparent(activity.traceparent());
  auto& word = *upheld.mutable_stage_word();
  word.set_outcome(activity.feedback().outcome());
  word.set_member_id(activity.feedback().member_id());
  word.set_handed_back(activity.has_hand_back());
  journal::v1::OutboxEntry entry;
  entry.set_id(activity.workspace_id() + ":stage:" + id);
  entry.set_channel(stream::kAppendChannel);
  entry.set_payload(upheld.SerializeAsString());
  entry.set_traceparent(activity.traceparent());
  draft.enqueue(std::move(entry));
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
  const bool is_named = time_off.cancel() && !time_off.absence_id().empty();
  if (!is_named && time_off.from_micros() >= time_off.until_micros()) return "invalid";
  if (!session.roster().set_time_off(time_off)) return "unknown_absence";
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
  if (activity.has_feedback()) {
    auto ignored = on_feedback(activity.feedback(), *std::move(lead), active, session, draft.now());
    if (!ignored) uphold(activity, draft);
    return ignored;
  }
  if (activity.has_transfer()) return on_transfer(activity.transfer(), *std::move(lead), active, session, draft.now());
  if (activity.has_claim()) return on_claim(MemberId(activity.claim().member_id()), *std::move(lead), active, session);
  auto ignored = on_hand_back(activity.hand_back(), *std::move(lead), session);
  if (!ignored) uphold(activity, draft);
  return ignored;
}

}  // namespace leakproof::router
