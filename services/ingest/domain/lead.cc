#include "ingest/domain/lead.h"

#include <algorithm>
#include <utility>

namespace leakproof::ingest {
namespace {

void take(std::string& ours, std::string theirs) {
  if (!theirs.empty()) ours = std::move(theirs);
}

// Keeps ours; another one stands beside it, by `name`.
void keep(Personal<std::string>& ours, Personal<std::string> theirs, const char* name, Contact& contact) {
  if (theirs.empty() || theirs.is_same_as(ours)) return;
  if (ours.empty()) {
    ours = std::move(theirs);
  } else {
    contact.personal_fields[name] = theirs.reveal();
  }
}

// A new name replaces all of the old one: a given name of one inquiry never stands beside a full name of another.
void take_names(Contact& ours, Contact& theirs) {
  if (theirs.full_name.empty()) return;
  ours.full_name = std::move(theirs.full_name);
  ours.given_name = std::move(theirs.given_name);
  ours.family_name = std::move(theirs.family_name);
}

// What describes the phone or the e-mail follows the one that is kept.
void drop_descriptions_of_others(const Lead& lead, Inquiry& inquiry) {
  if (!lead.contact.phone.empty() && !inquiry.contact.phone.is_same_as(lead.contact.phone)) {
    for (const char* name : {"has_phone", "phone_region", "phone_type"}) inquiry.attributes.erase(name);
  }
  if (!lead.contact.email.empty() && !inquiry.contact.email.is_same_as(lead.contact.email)) {
    for (const char* name : {"has_email", "email_domain", "free_mail", "company_domain"})
      inquiry.attributes.erase(name);
  }
}

void settle(Lead& lead, std::optional<bool> consent, Touchpoint touch, Instant now) {
  if (consent) {
    lead.marketing_consent = *consent;
    lead.consent_said = now;
  }
  lead.last_touch = std::move(touch);
  lead.updated = now;
  ++lead.submissions;
  lead.attributes["submissions"] = std::int64_t{lead.submissions};
  lead.attributes["consent"] = lead.marketing_consent;
  lead.attributes["is_test"] = false;
}

}  // namespace

Lead new_lead(LeadId id, Inquiry inquiry, Touchpoint touch, Instant now) {
  Lead lead;
  lead.id = std::move(id);
  lead.contact = std::move(inquiry.contact);
  lead.attributes = std::move(inquiry.attributes);
  lead.first_touch = touch;
  lead.created = now;
  settle(lead, inquiry.consent, std::move(touch), now);
  return lead;
}

void repeat(Lead& lead, Inquiry inquiry, Touchpoint touch, Instant now) {
  drop_descriptions_of_others(lead, inquiry);
  auto& contact = lead.contact;
  take_names(contact, inquiry.contact);
  keep(contact.phone, std::move(inquiry.contact.phone), "other_phone", contact);
  keep(contact.email, std::move(inquiry.contact.email), "other_email", contact);
  for (auto& [name, value] : inquiry.contact.personal_fields) take(contact.personal_fields[name], std::move(value));
  for (auto& [name, value] : inquiry.attributes) lead.attributes[name] = std::move(value);
  settle(lead, inquiry.consent, std::move(touch), now);
}

void opt_out(Lead& lead, const std::string& channel) {
  const bool is_out_of_all = lead.opted_out && lead.opted_out_of.empty();
  const bool said_before = std::ranges::find(lead.opted_out_of, channel) != lead.opted_out_of.end();
  lead.opted_out = true;
  if (!is_out_of_all && !said_before) lead.opted_out_of.push_back(channel);
}

Identity identify(const Matches& matches) {
  Identity identity;
  const Match* oldest = nullptr;
  for (const auto* match : {&matches.by_person, &matches.by_phone, &matches.by_email}) {
    if (!*match) continue;
    if (oldest != nullptr && oldest->lead != (*match)->lead) identity.conflict = true;
    if (oldest == nullptr || (*match)->created < oldest->created) oldest = &**match;
  }
  if (oldest != nullptr) identity.lead = oldest->lead;
  return identity;
}

}  // namespace leakproof::ingest
