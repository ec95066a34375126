#include "backtest/replay.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "router/domain/hold_order.h"
#include "router/domain/limits.h"
#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

bool has_owner(Outcome outcome) {
  return outcome == Outcome::kAssigned || outcome == Outcome::kClaimed || outcome == Outcome::kTransferred;
}
bool among(const std::vector<MemberId>& members, const MemberId& member) {
  return std::ranges::find(members, member) != members.end();
}

// Why the lead goes elsewhere now, when it does.
std::string_view why(const RoutingDecision& then, const RoutingDecision& now) {
  if (then.chosen.rule != now.chosen.rule) return "another_rule";
  if (then.chosen.pool != now.chosen.pool || then.chosen.journey != now.chosen.journey) return "another_pool";
  if (then.outcome != Outcome::kAssigned) return "timing";
  const auto owner = std::ranges::find(now.candidates, then.chosen.member, &Candidate::member);
  if (owner == now.candidates.end()) return now.candidates.empty() ? name_of(now.reason) : "not_in_pool";
  return owner->reason == Reason::kNone ? "turn" : name_of(owner->reason);
}

double score_of(const lead::v1::Decision& past) {
  const auto total = past.score().find("total");
  return total == past.score().end() ? 0 : total->second.real();
}

}  // namespace

void Replay::add(const lead::v1::Decision& past) {
  const RoutingInput then = decode_input(past);
  const RoutingDecision decision = decode_decision(past);
  last_ = then.now;
  look_around(then, decision);
  end_holds(then.now);
  Lead& lead = leads_[past.lead_id()];
  if (then.trigger == Trigger::kNewLead || then.trigger == Trigger::kRepeatInquiry) lead.inquired = then.now;
  if (then.trigger == Trigger::kHoldExpired) end_hold(lead, then.now);
  serve_holds(then.now);
  if (closed_since(past.lead_id(), then)) lead.last_owner = std::exchange(lead.owner, {});
  const bool first = history_.leads().find(past.lead_id()) == history_.leads().end();
  if (happens(lead, then)) {
    const RoutingDecision now = decide(past, input_of(lead, then));
    if (first) because_.emplace(past.lead_id(), why(decision, now));
  }
  note_history(past.lead_id(), then, decision);
}

// History's owner was through with it when it came up again: so is the candidate's.
bool Replay::closed_since(const std::string& lead_id, const RoutingInput& then) const {
  const auto before = history_.leads().find(lead_id);
  return then.previous_owner.empty() && before != history_.leads().end() && has_owner(before->second.outcome);
}

void Replay::see(const MemberId& member, bool online, bool on_leave, int open) {
  Work& work = work_[member];
  work.open = open;
  newcomers_.erase(member);
  simulation_.see(member, {online, on_leave, open - work.given});
}

// What the decision shows of members.
void Replay::look_around(const RoutingInput& past, const RoutingDecision& decision) {
  for (const auto& one : decision.candidates) see(one.member, one.seen.online, one.seen.on_leave, one.seen.load.open);
  if (decision.pool && (turns_ == Turns::kOfHistory || !simulation_.knows_turns(*decision.pool)))
    take_turns_on(decision);
  if (!past.previous_owner.empty() && past.previous_owner_on_leave) {
    const Work& work = work_[past.previous_owner];
    simulation_.see(past.previous_owner, {true, true, work.open - work.given});
  }
}

void Replay::take_turns_on(const RoutingDecision& decision) {
  PoolSnapshot seen{.picks = decision.picks, .members = {}, .load = {}, .credits = decision.credits};
  std::vector<MemberId> members;
  for (const auto& one : decision.candidates) {
    seen.members.push_back(one.seen);
    members.push_back(one.member);
  }
  simulation_.take_turns_on(*decision.pool, seen, members);
}

void Replay::note_history(const std::string& lead_id, const RoutingInput& past, const RoutingDecision& decision) {
  history_.add(lead_id, past, decision);
  if (!moves(decision.outcome)) return;
  if (!past.previous_owner.empty()) --work_[past.previous_owner].given;
  if (!has_owner(decision.outcome)) return;
  ++work_[decision.chosen.member].given;
  leads_[lead_id].owners_then.push_back(decision.chosen.member);
}

// The member has as much of it left as the others have, on the whole, of what they were given.
void Replay::see_newcomer(const MemberId& member) {
  if (work_.contains(member)) return;
  int open = 0, given = 0;
  for (const auto& [id, work] : work_) {
    open += work.open;
    given += std::max(work.given, 0);
  }
  const int got = ++newcomers_[member];
  const double left = given == 0 ? 1 : std::min(1.0, static_cast<double>(open) / given);
  simulation_.see(member, {true, false, static_cast<int>(std::lround(left * got)) - got});
}

bool Replay::happens(const Lead& lead, const RoutingInput& past) const {
  switch (past.trigger) {
    case Trigger::kNewLead:
    case Trigger::kRepeatInquiry:
      return true;
    case Trigger::kHandedBack:
      return lead.outcome == Outcome::kNurtured;
    case Trigger::kClaim:
      return routing_.member(past.claimed_by) != nullptr;
    case Trigger::kOfferTaken:
      return lead.outcome == Outcome::kOffered && among(lead.offered, past.claimed_by);
    case Trigger::kTransfer:
      return lead.owner == past.previous_owner &&
             (past.transfer->to.empty() || routing_.member(past.transfer->to) != nullptr);
    case Trigger::kSwept:
      return lead.owner == past.previous_owner;
    case Trigger::kResponseTimeout:
    case Trigger::kDeclined:
    case Trigger::kMemberAway:
    case Trigger::kNextStepTimeout:
    case Trigger::kRecycled:
      return past.previous_owner.empty() ? lead.outcome == Outcome::kOffered : lead.owner == past.previous_owner;
    case Trigger::kHoldDrained:
    case Trigger::kHoldExpired:
      break;  // the candidate has holds of its own
  }
  return false;
}

RoutingInput Replay::input_of(const Lead& lead, const RoutingInput& past) const {
  RoutingInput now;
  now.trigger = past.trigger;
  now.now = past.now;
  now.grade = past.grade;
  now.previous_owner = lead.owner;
  now.previous_owner_on_leave = simulation_.on_leave(lead.owner);
  now.claimed_by =
      past.trigger == Trigger::kClaim || past.trigger == Trigger::kOfferTaken || past.claimed_by == lead.owner
          ? past.claimed_by
          : MemberId();
  now.ownership_token = lead.token;
  if (routing_.any_sticky) now.last_owner = lead.last_owner;
  if (past.trigger == Trigger::kHandedBack) now.handed_back_by = lead.journey;
  if (starts_over(past.trigger)) return now;
  now.transfer = past.transfer;
  now.sweep = past.sweep;
  now.attempt = past.transfer ? 0 : lead.attempt;
  now.tried = lead.tried;
  now.pinned_pool = past.transfer && past.transfer->to.empty() ? past.pinned_pool : lead.pool;
  return now;
}

RoutingDecision Replay::decide(const lead::v1::Decision& past, const RoutingInput& at) {
  RoutingInput input = at;
  Lead& lead = leads_[past.lead_id()];
  if (at.trigger == Trigger::kRepeatInquiry && !lead.owner.empty()) lead.last_owner = lead.owner;
  const LeadRecord seen(routing_, past.lead(), past.score());
  input.record = &seen.record();
  ++decisions_;
  RoutingDecision decision = simulation_.decide(input);
  apply(past, input, decision);
  return decision;
}

void Replay::apply(const lead::v1::Decision& past, const RoutingInput& input, const RoutingDecision& decision) {
  candidate_.add(past.lead_id(), input, decision);
  if (!moves(decision.outcome)) return;
  Lead& lead = leads_[past.lead_id()];
  if (!lead.owner.empty()) simulation_.give_back(lead.owner, lead.pool);
  enter(lead, input, decision);
  if (has_owner(decision.outcome)) {
    lead.owners.push_back(lead.owner);
    see_newcomer(lead.owner);
  }
  if (decision.outcome == Outcome::kHeld && routing_.pool(lead.pool) != nullptr)
    enter_hold(lead, past, input, decision);
  else
    leave_hold(lead);
}

void Replay::enter(Lead& lead, const RoutingInput& input, const RoutingDecision& decision) {
  const bool claimed = decision.outcome == Outcome::kClaimed;
  lead.outcome = decision.outcome;
  lead.owner = has_owner(decision.outcome) ? decision.chosen.member : MemberId();
  lead.pool = claimed ? lead.pool : decision.chosen.pool;
  lead.journey = decision.chosen.journey;
  lead.offered = decision.offered;
  lead.tried = input.tried;
  lead.tried.insert(lead.tried.end(), lead.offered.begin(), lead.offered.end());
  if (!lead.owner.empty() && !among(lead.tried, lead.owner)) lead.tried.push_back(lead.owner);
  const bool taken = input.trigger == Trigger::kOfferTaken;
  lead.attempt =
      input.attempt + ((has_owner(decision.outcome) && !taken) || decision.outcome == Outcome::kOffered ? 1 : 0);
  lead.token = decision.ownership_token;
}

void Replay::enter_hold(Lead& lead, const lead::v1::Decision& past, const RoutingInput& input,
                        const RoutingDecision& decision) {
  auto waiting = std::make_unique<Waiting>(routing_, past, input.grade, *decision.hold_until);
  leave_hold(lead);
  lead.hold_key = hold_key(score_of(past), lead.inquired) + past.lead_id();
  lead.held_in = lead.pool;
  hold_ends_.emplace(waiting->until, lead.pool, lead.hold_key);
  holds_[lead.pool][lead.hold_key] = std::move(waiting);
}

void Replay::leave_hold(Lead& lead) {
  if (lead.hold_key.empty()) return;
  const auto found = holds_[lead.held_in].find(lead.hold_key);
  hold_ends_.erase({found->second->until, lead.held_in, lead.hold_key});
  holds_[lead.held_in].erase(found);
  lead.hold_key.clear();
}

// Of the holds that end at one moment history tells the order.
void Replay::end_holds(Instant before) {
  while (!hold_ends_.empty() && std::get<Instant>(*hold_ends_.begin()) < before) {
    const auto [until, pool, key] = *hold_ends_.begin();
    serve(*holds_[pool].at(key), Trigger::kHoldExpired, until);
  }
}
void Replay::end_hold(const Lead& lead, Instant now) {
  if (lead.hold_key.empty()) return;
  const Waiting& waiting = *holds_[lead.held_in].at(lead.hold_key);
  if (waiting.until <= now) serve(waiting, Trigger::kHoldExpired, now);
}

void Replay::serve_holds(Instant now) {
  for (auto& [id, hold] : holds_) {
    const Pool& pool = *routing_.pool(id);
    auto free = hold.empty() ? std::vector<MemberId>() : simulation_.free_in(pool, now);
    int looked_at = 0;
    for (auto next = hold.begin(); next != hold.end() && !free.empty() && looked_at < kLeadsLookedAt; ++looked_at) {
      const Waiting& waiting = *(next++)->second;
      const auto& tried = leads_[waiting.past.lead_id()].tried;
      if (std::ranges::all_of(free, [&](const MemberId& member) { return among(tried, member); })) continue;
      if (serve(waiting, Trigger::kHoldDrained, now)) free = simulation_.free_in(pool, now);
    }
  }
}

// False: it waits on.
bool Replay::serve(const Waiting& waiting, Trigger trigger, Instant now) {
  RoutingInput then;
  then.trigger = trigger;
  then.now = now;
  then.grade = waiting.grade;
  RoutingInput input = input_of(leads_[waiting.past.lead_id()], then);
  input.record = &waiting.seen.record();
  ++decisions_;
  const RoutingDecision decision = simulation_.decide(input);
  if (trigger == Trigger::kHoldDrained && decision.outcome == Outcome::kHeld) return false;
  const lead::v1::Decision past = waiting.past;  // it leaves with its place in the hold
  apply(past, input, decision);
  return true;
}

std::string_view Replay::because(const std::string& lead_id) const {
  const auto found = because_.find(lead_id);
  return found == because_.end() ? "timing" : found->second;
}

bool Replay::same(const std::string& lead_id) const {
  const auto then = history_.leads().find(lead_id), now = candidate_.leads().find(lead_id);
  if (then == history_.leads().end() || now == candidate_.leads().end()) return true;
  const Choice &was = then->second.first, &is = now->second.first;
  if (!was.member.empty() || !is.member.empty()) return was.member == is.member;
  return was.journey == is.journey && was.pool == is.pool && then->second.outcome == now->second.outcome;
}

void Replay::finish() {
  end_holds(last_ + Duration(1));
  double late = 0, given = 0;
  for (const auto& [id, member] : history_.members()) {
    late += member.late;
    given += member.leads;
  }
  for (const auto& [lead_id, lead] : leads_) {
    for (const auto& owner : lead.owners) {
      if (among(lead.owners_then, owner)) continue;
      const auto known = history_.members().find(owner);
      const bool tells = known != history_.members().end() && known->second.leads > 0;
      candidate_.add_late(owner, tells ? known->second.late / known->second.leads : given == 0 ? 0 : late / given);
    }
  }
}

}  // namespace leakproof::router
