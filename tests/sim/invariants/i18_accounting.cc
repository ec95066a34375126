// I18: the ledger adds up: whatever was accepted is a lead, a repeat, a duplicate, in quarantine or given up, and every
// lead is in one state. What the product counts is what was handed in, and its lists of leads name those that are so,
// and no others.
#include <algorithm>
#include <set>

#include "invariants/checks.h"
#include "invariants/facts.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::sim {
namespace {

struct SourceLedger {
  std::int64_t accepted = 0, created = 0;
};

// By what stands in the log: submissions that ingest could read, and the leads they made.
std::map<std::string, SourceLedger> counted(const Story& story) {
  std::map<std::string, SourceLedger> ledger;  // by workspace
  each_fact(story, "ingest", [&](const Fact& fact) {
    const auto& effect = fact.counting.effect;
    auto& of = ledger[fact.event.workspace_id()];
    of.accepted += effect.cause().input().topic() == "lead.submissions" && fact.event.has_submission_settled();
    of.created += fact.event.has_lead_changed() && fact.event.lead_changed().change() == lead::v1::LeadChanged::CREATED;
  });
  return ledger;
}

template <class Message>
std::map<std::string, std::vector<Message>> all(const Evidence& evidence, const std::string& stage,
                                                const std::string& kind) {
  std::map<std::string, std::vector<Message>> found;  // by workspace
  const std::string part = '\0' + kind + '\0';
  for (const auto& [place, contents] : evidence.stores) {
    if (place.first != stage) continue;
    for (const auto& [key, value] : contents) {
      const auto at = key.find(part);
      Message message;
      if (key.starts_with("s") && at != std::string::npos && message.ParseFromString(value))
        found[key.substr(1, at - 1)].push_back(std::move(message));
    }
  }
  return found;
}

using Lead = state::v1::RoutedLead;

std::string joined(std::initializer_list<std::string> parts) {
  std::string key;
  for (const auto& part : parts) key += part + '\0';
  return key;
}

// In which lists a lead belongs, by docs/formats/state-router.md.
std::set<std::string> lists_of(const Lead& lead) {
  const auto& id = lead.lead().lead_id();
  switch (lead.status()) {
    case Lead::ASSIGNED:
    case Lead::ACCEPTED:
      return {joined({"owned", lead.member_id(), id})};
    case Lead::HELD:
      return {joined({"held", lead.pool_id(), lead.hold_key(), id})};
    case Lead::ESCALATED:
      return {joined({"escalated", id})};
    default:
      return {};
  }
}

// A key to be printed: its parts end in a NUL, and order is kept in bytes that are no text.
std::string shown(std::string key) {
  std::ranges::replace_if(
      key, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return key;
}

void lists(const Place& place, const Contents& contents, Breaches& breaches) {
  std::set<std::string> expected, found;  // each behind its workspace
  for (const auto& [key, value] : contents) {
    if (!key.starts_with('s')) continue;
    const auto begin = key.find('\0') + 1, end = key.find('\0', begin);
    const std::string workspace = key.substr(1, begin - 1), kind = key.substr(begin, end - begin);
    if (kind == "owned" || kind == "held" || kind == "escalated") found.insert(key.substr(1));
    Lead lead;
    if (kind != "lead" || !lead.ParseFromString(value)) continue;
    for (const auto& list : lists_of(lead)) expected.insert(workspace + list);
  }
  for (const auto& one : found) {
    if (!expected.contains(one))
      breaches.push_back({"I18", name_of(place) + ": a list names a lead that is not so: " + shown(one)});
  }
  for (const auto& one : expected) {
    if (!found.contains(one)) breaches.push_back({"I18", name_of(place) + ": a lead is in no list: " + shown(one)});
  }
}

}  // namespace

void check_i18(const Evidence& evidence, const Story& story, Breaches& breaches) {
  for (const auto& [place, contents] : evidence.stores) {
    if (place.first == "router") lists(place, contents, breaches);
  }
  auto ledgers = all<state::v1::Ledger>(evidence, "ingest", "ledger");
  auto counts = all<state::v1::RouterCounts>(evidence, "router", "counts");
  for (const auto& [workspace, ledger] : counted(story)) {
    std::int64_t accepted = 0, created = 0, others = 0;
    for (const auto& one : ledgers[workspace]) {
      accepted += one.accepted();
      created += one.created();
      others += one.updated() + one.duplicates() + one.quarantined() + one.waiting() + one.nothing() + one.discarded() +
                one.tests();
    }
    if (accepted != ledger.accepted || created != ledger.created || accepted != created + others)
      breaches.push_back({"I18", "the ledger of " + workspace + " does not add up: accepted " +
                                     std::to_string(accepted) + " of " + std::to_string(ledger.accepted) + ", leads " +
                                     std::to_string(created) + " of " + std::to_string(ledger.created)});
    const auto router = counts[workspace].empty() ? state::v1::RouterCounts() : counts[workspace].front();
    const auto placed =
        router.owned() + router.held() + router.nurtured() + router.escalated() + router.closed() + router.offered();
    if (router.leads() != ledger.created || router.decided() != ledger.created || placed != ledger.created)
      breaches.push_back({"I18", workspace + ": " + std::to_string(placed) + " leads are in some state, of " +
                                     std::to_string(ledger.created)});
  }
}

}  // namespace leakproof::sim
