#include "router/backtest/replay.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "router/domain/hold_order.h"
#include "router/domain/limits.h"

namespace leakproof::router {
namespace {

bool has_owner(Outcome outcome) {
  return outcome == Outcome::kAssigned || outcome == Outcome::kClaimed || outcome == Outcome::kTransferred;
}
bool among(const std::vector<MemberId>& members, const MemberId& member) {
  return std::ranges::find(members, member) != members.end();
}

// Why the lead goes elsewhere now, when it does.
std::string_view why(const Verdict& then, const Verdict& now) {
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
  const Situation then = decode_situation(past);
  const Verdict verdict = decode_verdict(past);
  last_ = then.now;
  look_around(then, verdict);
  end_holds(then.now);
  Lead& lead = leads_[past.lead_id()];
  if (then.trigger == Trigger::kNewLead || then.trigger == Trigger::kRepeatEnquiry) lead.enquired = then.now;
  if (then.trigger == Trigger::kHoldExpired) end_hold(lead, then.now);
  serve_holds(then.now);
  if (closed_since(past.lead_id(), then)) lead.last_owner = std::exchange(lead.owner, {});
  const bool first = history_.leads().find(past.lead_id()) == history_.leads().end();
  if (happens(lead, then)) {
    const Verdict now = decide(past, situation_of(lead, then));
    if (first) because_.emplace(past.lead_id(), why(verdict, now));
  }
  note_history(past.lead_id(), then, verdict);
}

// History's owner was through with it when it came up again: so is the candidate's.
bool Replay::closed_since(const std::string& lead_id, const Situation& then) const {
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
void Replay::look_around(const Situation& past, const Verdict& verdict) {
  for (const auto& one : verdict.candidates) see(one.member, one.seen.online, one.seen.on_leave, one.seen.load.open);
  if (verdict.pool && (turns_ == Turns::kOfHistory || !simulation_.knows_turns(*verdict.pool))) take_turns_on(verdict);
  if (!past.previous_owner.empty() && past.previous_owner_on_leave) {
    const Work& work = work_[past.previous_owner];
    simulation_.see(past.previous_owner, {true, true, work.open - work.given});
  }
}

void Replay::take_turns_on(const Verdict& verdict) {
  PoolSeen seen{.picks = verdict.picks, .members = {}, .load = {}, .credits = verdict.credits};
  std::vector<MemberId> members;
  for (const auto& one : verdict.candidates) seen.members.push_back(one.seen), members.push_back(one.member);
  simulation_.take_turns_on(*verdict.pool, seen, members);
}

void Replay::note_history(const std::string& lead_id, const Situation& past, const Verdict& verdict) {
  history_.add(lead_id, past, verdict);
  if (!moves(verdict.outcome)) return;
  if (!past.previous_owner.empty()) --work_[past.previous_owner].given;
  if (!has_owner(verdict.outcome)) return;
  ++work_[verdict.chosen.member].given;
  leads_[lead_id].owners_then.push_back(verdict.chosen.member);
}

// He has as much of it left as the others have, on the whole, of what they were given.
void Replay::see_newcomer(const MemberId& member) {
  if (work_.contains(member)) return;
  int open = 0, given = 0;
  for (const auto& [id, work] : work_) open += work.open, given += std::max(work.given, 0);
  const int got = ++newcomers_[member];
  const double left = given == 0 ? 1 : std::min(1.0, static_cast<double>(open) / given);
  simulation_.see(member, {true, false, static_cast<int>(std::lround(left * got)) - got});
}

bool Replay::happens(const Lead& lead, const Situation& past) const {
  switch (past.trigger) {
    case Trigger::kNewLead:
    case Trigger::kRepeatEnquiry:
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

Situation Replay::situation_of(const Lead& lead, const Situation& past) const {
  Situation now;
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

Verdict Replay::decide(const lead::v1::Decision& past, const Situation& at) {
  Situation situation = at;
  Lead& lead = leads_[past.lead_id()];
  if (at.trigger == Trigger::kRepeatEnquiry && !lead.owner.empty()) lead.last_owner = lead.owner;
  const LeadRecord seen(routing_, past.lead(), past.score());
  situation.record = &seen.record();
  ++decisions_;
  Verdict verdict = simulation_.decide(situation);
  apply(past, situation, verdict);
  return verdict;
}

void Replay::apply(const lead::v1::Decision& past, const Situation& situation, const Verdict& verdict) {
  candidate_.add(past.lead_id(), situation, verdict);
  if (!moves(verdict.outcome)) return;
  Lead& lead = leads_[past.lead_id()];
  if (!lead.owner.empty()) simulation_.give_back(lead.owner, lead.pool);
  enter(lead, situation, verdict);
  if (has_owner(verdict.outcome)) lead.owners.push_back(lead.owner), see_newcomer(lead.owner);
  if (verdict.outcome == Outcome::kHeld && routing_.pool(lead.pool) != nullptr)
    enter_hold(lead, past, situation, verdict);
  else
    leave_hold(lead);
}

void Replay::enter(Lead& lead, const Situation& situation, const Verdict& verdict) {
  const bool claimed = verdict.outcome == Outcome::kClaimed;
  lead.outcome = verdict.outcome;
  lead.owner = has_owner(verdict.outcome) ? verdict.chosen.member : MemberId();
  lead.pool = claimed ? lead.pool : verdict.chosen.pool;
  lead.journey = verdict.chosen.journey;
  lead.offered = verdict.offered;
  lead.tried = situation.tried;
  lead.tried.insert(lead.tried.end(), lead.offered.begin(), lead.offered.end());
  if (!lead.owner.empty() && !among(lead.tried, lead.owner)) lead.tried.push_back(lead.owner);
  const bool taken = situation.trigger == Trigger::kOfferTaken;
  lead.attempt =
      situation.attempt + ((has_owner(verdict.outcome) && !taken) || verdict.outcome == Outcome::kOffered ? 1 : 0);
  lead.token = verdict.ownership_token;
}

void Replay::enter_hold(Lead& lead, const lead::v1::Decision& past, const Situation& situation,
                        const Verdict& verdict) {
  auto waiting = std::make_unique<Waiting>(routing_, past, situation.grade, *verdict.hold_until);
  leave_hold(lead);
  lead.hold_key = hold_key(score_of(past), lead.enquired) + past.lead_id();
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
  Situation then;
  then.trigger = trigger;
  then.now = now;
  then.grade = waiting.grade;
  Situation situation = situation_of(leads_[waiting.past.lead_id()], then);
  situation.record = &waiting.seen.record();
  ++decisions_;
  const Verdict verdict = simulation_.decide(situation);
  if (trigger == Trigger::kHoldDrained && verdict.outcome == Outcome::kHeld) return false;
  const lead::v1::Decision past = waiting.past;  // it leaves with its place in the hold
  apply(past, situation, verdict);
  return true;
}

std::string_view Replay::because(const std::string& lead_id) const {
  const auto found = because_.find(lead_id);
  return found == because_.end() ? "timing" : found->second;
}

bool Replay::same(const std::string& lead_id) const {
  const auto then = history_.leads().find(lead_id), now = candidate_.leads().find(lead_id);
  if (then == history_.leads().end() || now == candidate_.leads().end()) return true;
  const Chosen &was = then->second.first, &is = now->second.first;
  if (!was.member.empty() || !is.member.empty()) return was.member == is.member;
  return was.journey == is.journey && was.pool == is.pool && then->second.outcome == now->second.outcome;
}

void Replay::finish() {
  end_holds(last_ + Duration(1));
  double late = 0, given = 0;
  for (const auto& [id, member] : history_.members()) late += member.late, given += member.leads;
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
