// I1: whatever was handed in is settled, once as a lead; each lead is made once, a person is one lead, and each inquiry
// of it is decided once; nothing is there that nobody has sent.
#include <set>

#include "invariants/checks.h"
#include "invariants/facts.h"

namespace leakproof::sim {
namespace {

using lead::v1::Decision;
using lead::v1::LeadChanged;
using lead::v1::SubmissionSettled;

void submissions(const Evidence& evidence, const Story& story, Breaches& breaches) {
  std::map<std::string, int> settled, leads;  // by receipt
  each_fact(story, "ingest", [&](const Fact& fact) {
    if (!fact.event.has_submission_settled()) return;
    const auto& how = fact.event.submission_settled();
    ++settled[how.receipt_id()];
    leads[how.receipt_id()] +=
        how.state() == SubmissionSettled::CREATED_LEAD || how.state() == SubmissionSettled::UPDATED_LEAD;
  });
  for (const auto& sent : evidence.sent) {
    if (sent.topic != "lead.submissions" || !sent.readable) continue;
    if (settled[sent.id] == 0) breaches.push_back({"I1", "the submission " + sent.id + " is lost"});
    settled[sent.id] = -1;
  }
  for (const auto& [receipt, times] : settled) {
    if (times > 0) breaches.push_back({"I1", "nobody has sent the submission " + receipt});
    if (leads[receipt] > 1) breaches.push_back({"I1", "the submission " + receipt + " became a lead twice"});
  }
}

void inquiries(const Story& story, Breaches& breaches) {
  using Lead = std::pair<std::string, std::string>;
  std::map<Lead, int> open;
  std::set<Lead> created;
  each_fact(story, "ingest", [&](const Fact& fact) {
    if (!fact.event.has_lead_changed()) return;
    const auto change = fact.event.lead_changed().change();
    const Lead lead{fact.event.workspace_id(), fact.event.lead_id()};
    open[lead] += change != LeadChanged::CHANGE_UNSPECIFIED;
    if (change == LeadChanged::CREATED && !created.insert(lead).second)
      breaches.push_back({"I1", "lead " + lead.second + " was made twice"});
  });
  each_fact(story, "router", [&](const Fact& fact) {
    if (!fact.event.has_audit() || !fact.event.audit().has_decision()) return;
    const auto trigger = fact.event.audit().decision().trigger();
    open[{fact.event.workspace_id(), fact.event.lead_id()}] -=
        trigger == Decision::NEW_LEAD || trigger == Decision::REPEAT_INQUIRY;
  });
  for (const auto& [lead, difference] : open) {
    if (difference != 0)
      breaches.push_back(
          {"I1", "lead " + lead.second + ": inquiries − decisions on them = " + std::to_string(difference)});
  }
}

// Who can be recognised by a phone number or an e-mail address is not made a lead again.
void persons(const Story& story, Breaches& breaches) {
  std::map<std::pair<std::string, std::string>, std::string> known;  // workspace, phone or e-mail → lead
  each_fact(story, "ingest", [&](const Fact& fact) {
    if (!fact.event.has_lead_changed()) return;
    const auto& lead = fact.event.lead_changed().lead();
    for (const auto& address : {lead.contact().phone(), lead.contact().email()}) {
      if (address.empty()) continue;
      const auto [owner, fresh] = known.try_emplace({fact.event.workspace_id(), address}, lead.lead_id());
      if (!fresh && owner->second != lead.lead_id() && fact.event.lead_changed().change() == LeadChanged::CREATED)
        breaches.push_back({"I1", at(fact) + ": " + address + " is the lead " + owner->second + " already"});
    }
  });
}

}  // namespace

void check_i01(const Evidence& evidence, const Story& story, Breaches& breaches) {
  submissions(evidence, story, breaches);
  persons(story, breaches);
  inquiries(story, breaches);
}

}  // namespace leakproof::sim
