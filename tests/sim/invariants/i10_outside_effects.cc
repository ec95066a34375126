// I10: a call that its receiver cannot recognise is made once at most; any other once at least, under one id; each has
// one outcome, and at the end none waits. No address that has opted out is written to.
#include <set>

#include "invariants/checks.h"
#include "invariants/facts.h"
#include "leakproof/lead/v1/message.pb.h"

namespace leakproof::sim {
namespace {

using lead::v1::Delivery;

struct Call {
  bool at_most_once = false;
  int added = 0, removed = 0, outcomes = 0, reached = 0;
  bool delivered = false;
};

std::map<std::string, Call> calls_of(const Evidence& evidence, const Story& story) {
  std::map<std::string, Call> calls;  // by id
  for (const auto& [place, journal] : story.journals) {
    for (const auto& counting : journal) {
      for (const auto& entry : counting.effect.outbox_added()) {
        ++calls[entry.id()].added;
        calls[entry.id()].at_most_once = entry.at_most_once();
      }
      for (const auto& id : counting.effect.outbox_removed()) ++calls[id].removed;
      for (const auto& event : counting.effect.events()) {
        if (!event.has_delivery() || !is_own(place.first, event) || event.delivery().outbox_id().empty()) continue;
        auto& call = calls[event.delivery().outbox_id()];
        ++call.outcomes;
        call.delivered |= event.delivery().state() == Delivery::DELIVERED;
      }
    }
  }
  for (const auto& called : evidence.called) ++calls[called.entry.id()].reached;
  return calls;
}

// Who has opted out, by what nurture has heard, in its order: a lead, and the address that it has then or later.
class OptedOut {
 public:
  void hear(const lead::v1::Event& event) {
    auto& lead = leads_[{event.workspace_id(), event.lead_id()}];
    if (event.has_lead_changed()) {
      lead.email = event.lead_changed().lead().contact().email();
      lead.is_out |= event.lead_changed().lead().opted_out();
    }
    lead.is_out |= event.activity().has_opt_out();
    if (lead.is_out && !lead.email.empty()) addresses_.insert({event.workspace_id(), lead.email});
  }
  bool includes(const lead::v1::EmailCall& mail) {
    return leads_[{mail.workspace_id(), mail.lead_id()}].is_out ||
           addresses_.contains({mail.workspace_id(), mail.to()});
  }

 private:
  struct Lead {
    std::string email;
    bool is_out = false;
  };
  std::map<std::pair<std::string, std::string>, Lead> leads_;  // by workspace and id
  std::set<std::pair<std::string, std::string>> addresses_;    // with their workspace
};

void opted_out(const std::vector<Counting>& journal, const Place& place, Breaches& breaches) {
  OptedOut out;
  for (const auto& [offset, appended, effect] : journal) {
    for (const auto& event : effect.events()) out.hear(event);
    for (const auto& entry : effect.outbox_added()) {
      lead::v1::EmailCall mail;
      if (entry.channel() == "email" && mail.ParseFromString(entry.payload()) && out.includes(mail))
        breaches.push_back({"I10", at(place, offset) + ": " + mail.lead_id() + " is written to, who has opted out"});
    }
  }
}

}  // namespace

void check_i10(const Evidence& evidence, const Story& story, Breaches& breaches) {
  for (const auto& [id, call] : calls_of(evidence, story)) {
    const auto breach = [&](const std::string& what) { breaches.push_back({"I10", "the call " + id + " " + what}); };
    const bool append = id.find(":handback:") != std::string::npos;  // stays in the house
    if (call.added != 1) breach("was decided " + std::to_string(call.added) + " times");
    if (call.at_most_once && call.reached > 1) breach("was made " + std::to_string(call.reached) + " times");
    if (call.delivered && call.reached == 0 && !append) breach("counts as delivered and was never made");
    if (call.outcomes > 1) breach("has " + std::to_string(call.outcomes) + " outcomes");
    if (call.removed == 0) breach("still waits");
  }
  for (const auto& [place, journal] : story.journals) {
    if (place.first == "nurture") opted_out(journal, place, breaches);
  }
}

}  // namespace leakproof::sim
