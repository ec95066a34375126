#include "promises.h"

#include "ingest/keys.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/audit_verify.h"
#include "router/keys.h"
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

// The chain is whole, and every decision made again gives the same bytes.
void audit(FlowDriver& driver, const std::string& workspace, Broken& broken) {
  router::AuditVerifier verifier;
  const auto visit = [&](std::string_view, std::string_view record) {
    const auto difference = verifier.add(record);
    if (difference) broken.push_back("the audit of " + workspace + " does not hold: " + *difference);
    return !difference;
  };
  LEAKPROOF_CHECK(driver.stores().disk("router", 0).scan(stream::value_key(router::keys::audits(workspace)), "", visit).ok());
}

// What was sent is a lead, a repeat, a duplicate, in quarantine … and every lead is in exactly one state, with an end.
void conservation(FlowDriver& driver, const std::string& workspace, int sent, Broken& broken) {
  std::int64_t accepted = 0, created = 0, elsewhere = 0;
  for (auto& books : all<state::v1::Ledger>(driver, "ingest", stream::state_key(workspace, "ledger"))) {
    accepted += books.accepted(), created += books.created();
    elsewhere +=
        books.updated() + books.duplicates() + books.quarantined() + books.waiting() + books.nothing() + books.discarded() + books.tests();
  }
  if (accepted != sent)
    broken.push_back(workspace + ": " + std::to_string(sent) + " were sent, the books have " + std::to_string(accepted));
  if (accepted != created + elsewhere) broken.push_back(workspace + ": the books of ingest do not add up");
  state::v1::RouterCounts counts;
  for (auto& each : all<state::v1::RouterCounts>(driver, "router", stream::state_key(workspace, "counts"))) counts = each;
  const auto placed = counts.owned() + counts.held() + counts.nurtured() + counts.escalated() + counts.closed();
  if (counts.leads() != created) broken.push_back(workspace + ": leads were lost between ingest and router");
  if (counts.leads() != placed || counts.leads() != counts.decided()) broken.push_back(workspace + ": a lead is in no state");
  for (auto& lead : all<state::v1::RoutedLead>(driver, "router", stream::state_key(workspace, "lead"))) {
    if (lead.status() == state::v1::RoutedLead::HELD && lead.hold_until_micros() == 0) broken.push_back(workspace + ": a hold has no end");
  }
}

// An e-mail is sent once at most; nothing waits in an outbox when all is quiet.
void outboxes(FlowDriver& driver, Broken& broken) {
  for (auto& [id, calls] : driver.receivers().calls) {
    if (calls.front().channel() == "email" && calls.size() > 1) broken.push_back(id + " was sent twice");
  }
}

// A store is a cache of its journal: made anew from the log it is the same, key by key. Its own position moves on with each owner.
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
    was.erase(stream::kPositionKey), is.erase(stream::kPositionKey);
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
    conservation(driver, workspace, count, broken);
  }
  outboxes(driver, broken);
  rebuild(driver, broken);
  return broken;
}

}  // namespace leakproof::flow
