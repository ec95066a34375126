#include "promises.h"

#include "leakproof/state/v1/state.pb.h"
#include "router/audit/audit_keys.h"
#include "router/audit/audit_verify.h"
#include "router/audit/decision_codec.h"
#include "router/state/keys.h"
#include "stream/state_key.h"
#include "stream/store_layout.h"

namespace leakproof::flow {
namespace {

using Broken = std::vector<std::string>;

// Every value of a kind in a stage's store.
template <class Message>
std::vector<Message> all(FlowDriver& driver, const std::string& stage, const std::string& prefix) {
  std::vector<Message> messages;
  const auto visit = [&](std::string_view, std::string_view value) {
    return messages.emplace_back().ParseFromArray(value.data(), static_cast<int>(value.size()));
  };
  LEAKPROOF_CHECK(driver.stores().disk(stage, 0).scan(stream::value_key(prefix), "", visit).ok());
  return messages;
}

// The chain, as the world is told it, is whole; every decision made again gives the same bytes; and the router has
// stored the same.
void audit(FlowDriver& driver, const std::string& workspace, Broken& broken) {
  router::AuditVerifier verifier;
  for (auto& fact : driver.facts()) {
    if (!fact.has_audit() || fact.workspace_id() != workspace) continue;
    if (auto difference = verifier.add(router::canonical_bytes(fact.audit()))) {
      return broken.push_back("the audit of " + workspace + " does not hold: " + *difference);
    }
  }
  const auto stored = all<lead::v1::AuditRecord>(driver, "router", router::keys::audits(workspace)).size();
  if (stored != static_cast<std::size_t>(verifier.records()))
    broken.push_back("audit records of " + workspace + " were told twice or never");
}

// Every submission that was sent is in one place of the ledger: a lead, a repeat, a duplicate, in quarantine …
std::int64_t leads_of(FlowDriver& driver, const std::string& workspace, int sent, Broken& broken) {
  std::int64_t accepted = 0, created = 0, others = 0;
  for (auto& books : all<state::v1::Ledger>(driver, "ingest", stream::state_key(workspace, "ledger"))) {
    accepted += books.accepted();
    created += books.created();
    others += books.updated() + books.duplicates() + books.quarantined() + books.nothing() + books.discarded() +
              books.tests();
  }
  if (accepted != sent) broken.push_back(workspace + ": not every submission is in the ledger");
  if (accepted != created + others) broken.push_back(workspace + ": the ledger of ingest does not add up");
  return created;
}

// Every lead is at every stage, decided, and in exactly one state; a hold has an end; members have what they own and no
// more.
void leads(FlowDriver& driver, const std::string& workspace, std::int64_t created, Broken& broken) {
  using Lead = state::v1::RoutedLead;
  std::map<int, std::int64_t> in;  // leads by status
  for (auto& lead : all<Lead>(driver, "router", stream::state_key(workspace, "lead"))) {
    ++in[lead.status()];
    if (lead.status() == Lead::HELD && lead.hold_until_micros() == 0)
      broken.push_back(workspace + ": a hold has no end");
  }
  const auto counts = all<state::v1::RouterCounts>(driver, "router", stream::state_key(workspace, "counts"));
  const auto count = counts.empty() ? state::v1::RouterCounts() : counts.front();
  const bool same = count.leads() == created && count.decided() == created &&
                    count.owned() == in[Lead::ASSIGNED] + in[Lead::ACCEPTED] && count.held() == in[Lead::HELD] &&
                    count.nurtured() == in[Lead::WITH_NURTURE] && count.escalated() == in[Lead::ESCALATED] &&
                    count.closed() == in[Lead::CLOSED] && count.offered() == in[Lead::OFFERED];
  const auto placed =
      count.owned() + count.held() + count.nurtured() + count.escalated() + count.closed() + count.offered();
  if (!same || placed != created)
    broken.push_back(workspace + ": a lead is in no state, or the router's counts are wrong");
  std::int64_t open = 0;
  for (auto& member : all<state::v1::MemberState>(driver, "router", router::keys::members(workspace)))
    open += member.open();
  if (open != count.owned()) broken.push_back(workspace + ": what members have open is not what is owned");
  const auto scored = all<state::v1::ScoreState>(driver, "scoring", stream::state_key(workspace, "score")).size();
  const auto warmed = all<state::v1::NurtureLead>(driver, "nurture", stream::state_key(workspace, "lead")).size();
  if (scored != static_cast<std::size_t>(created) || warmed != scored)
    broken.push_back(workspace + ": a lead was lost between stages");
}

// An e-mail is sent once at most; nothing waits in an outbox when all is quiet.
void outboxes(FlowDriver& driver, Broken& broken) {
  for (auto& [id, calls] : driver.receivers().calls) {
    if (calls.front().channel() == "email" && calls.size() > 1) broken.push_back(id + " was sent twice");
  }
  for (auto& stage : kStages) {
    for (auto& [key, value] : driver.stores().disk(stage, 0).content()) {
      if (key.starts_with("o") || key.starts_with("a")) broken.push_back("a call waits in the outbox of " + stage);
    }
  }
}

// A store is a cache of its journal: made anew from the log it is the same, key by key. Its own position moves on with
// each owner.
void rebuild(FlowDriver& driver, Broken& broken) {
  driver.stop();
  stream::MemoryStores again;
  Receivers receivers;
  {
    Stages stages(driver.log(), again, driver.clock(), receivers);
    for (bool more = true; std::exchange(more, false);) {
      for (auto& stage : kStages) more |= stages.step(stage);
    }
    if (!stages.halted().empty()) broken.push_back("on a rebuild " + stages.halted());
  }
  for (auto& stage : kStages) {
    auto was = driver.stores().disk(stage, 0).content(), is = again.disk(stage, 0).content();
    was.erase(stream::kPositionKey);
    is.erase(stream::kPositionKey);
    if (was != is) broken.push_back("the store of " + stage + " differs from its journal");
  }
  if (!receivers.calls.empty()) broken.push_back("a rebuild made a call to the outside");
}

}  // namespace

Broken broken_promises(FlowDriver& driver, const std::map<std::string, int>& sent) {
  Broken broken;
  if (!driver.halted().empty()) broken.push_back(driver.halted());
  for (auto& [workspace, count] : sent) {
    audit(driver, workspace, broken);
    leads(driver, workspace, leads_of(driver, workspace, count, broken), broken);
  }
  outboxes(driver, broken);
  rebuild(driver, broken);
  return broken;
}

}  // namespace leakproof::flow
