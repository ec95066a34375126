#include "ingest/domain/lead.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ingest/domain/contact_reading.h"

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
    keep_for_people(contact.personal_fields, name, theirs.reveal());
  }
}

// Numbers and addresses of people, and how they wrote them.
bool adds_up(const std::string& name) {
  static constexpr std::array kNames = {"other_phone", "other_email", "phone_text", "email_text"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
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
    for (const char* name : {"has_phone", "phone_region", "phone_type", "phone_validity"})
      inquiry.attributes.erase(name);
  }
  if (!lead.contact.email.empty() && !inquiry.contact.email.is_same_as(lead.contact.email)) {
    for (const char* name : {"has_email", "email_domain", "free_mail", "company_domain"})
      inquiry.attributes.erase(name);
  }
}

// A country that nobody stated is that of the phone which the lead has. A guess never replaces anything.
void guess_country(Lead& lead, const Inquiry& inquiry) {
  const bool kept = inquiry.contact.phone.is_same_as(lead.contact.phone);
  if (kept && !inquiry.country_of_phone.empty()) lead.attributes.try_emplace("country", inquiry.country_of_phone);
}

bool is_country_code(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text != nullptr && text->size() == 2 && std::ranges::all_of(*text, is_capital);
}

// A country that nobody can read never replaces one that is known: it is kept for people.
void keep_known_country(const Attributes& known, Inquiry& inquiry) {
  const auto ours = known.find("country");
  const auto theirs = inquiry.attributes.find("country");
  if (ours == known.end() || theirs == inquiry.attributes.end()) return;
  if (!inquiry.unread.contains("country") || !is_country_code(ours->second)) return;
  inquiry.contact.personal_fields["country"] = std::get<std::string>(theirs->second);
  inquiry.attributes.erase(theirs);
}

// What this inquiry says in place of what the lead had.
void drop_outdated(Attributes& attributes, const Inquiry& inquiry) {
  const auto& now = inquiry.attributes;
  if (now.contains("region") || now.contains("city")) {
    attributes.erase("province");
    attributes.erase("province_now");
  }
  if (now.contains("phone_type")) attributes.erase("phone_validity");  // the same number, read better
}

bool is_read(const std::string& field, const Inquiry& inquiry) {
  if (field == "phone") return !inquiry.contact.phone.empty();
  if (field == "email") return !inquiry.contact.email.empty();
  if (field == "consent") return inquiry.consent.has_value();
  return inquiry.attributes.contains(field) && !inquiry.unread.contains(field);
}

// Fields with a value that could not be read, until a later inquiry brings one that can.
void mark_unread(Lead& lead, const Inquiry& inquiry) {
  auto fields = inquiry.unread;
  if (const auto before = lead.attributes.find("unread_value"); before != lead.attributes.end()) {
    for (const auto& field : std::get<std::vector<std::string>>(before->second)) {
      if (!is_read(field, inquiry)) fields.insert(field);
    }
    lead.attributes.erase(before);
  }
  if (!fields.empty()) lead.attributes["unread_value"] = std::vector<std::string>(fields.begin(), fields.end());
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

// What is new since `before` is as old as the submission that is taken in.
void note_ages(Lead& lead, const std::map<std::string, std::string>& before) {
  for (const auto& [name, value] : lead.contact.personal_fields) {
    const auto known = before.find(name);
    if (known == before.end() || known->second != value) lead.field_ages[name] = lead.submissions;
  }
}

std::size_t size_of(const std::pair<const std::string, std::string>& field) {
  return field.first.size() + field.second.size();
}

void drop_what_gives_way(Lead& lead) {
  auto& fields = lead.contact.personal_fields;
  std::size_t bytes = 0;
  for (const auto& field : fields) bytes += size_of(field);
  const auto age_of = [&](const auto& field) {
    const auto found = lead.field_ages.find(field.first);
    return found == lead.field_ages.end() ? 0 : found->second;
  };
  const auto goes_first = [&](const auto& a, const auto& b) {
    return age_of(a) != age_of(b) ? age_of(a) < age_of(b) : size_of(a) > size_of(b);
  };
  while (fields.size() > kPersonalFieldsMax || bytes > kPersonalBytesMax) {
    const auto victim = std::min_element(fields.begin(), fields.end(), goes_first);
    bytes -= size_of(*victim);
    lead.field_ages.erase(victim->first);
    fields.erase(victim);
    ++lead.dropped_fields;
  }
}

}  // namespace

Lead new_lead(LeadId id, const Inquiry& inquiry, Touchpoint touch, Instant now) {
  Lead lead;
  lead.id = std::move(id);
  lead.contact = inquiry.contact;
  lead.attributes = inquiry.attributes;
  guess_country(lead, inquiry);
  mark_unread(lead, inquiry);
  lead.first_touch = touch;
  lead.created = now;
  settle(lead, inquiry.consent, std::move(touch), now);
  note_ages(lead, {});
  drop_what_gives_way(lead);
  return lead;
}

void repeat(Lead& lead, Inquiry inquiry, Touchpoint touch, Instant now) {
  drop_descriptions_of_others(lead, inquiry);
  drop_outdated(lead.attributes, inquiry);
  keep_known_country(lead.attributes, inquiry);
  mark_unread(lead, inquiry);
  auto& contact = lead.contact;
  auto before = contact.personal_fields;
  for (const auto& [name, value] : inquiry.contact.personal_fields) before.erase(name);  // given again is given now
  keep(contact.phone, inquiry.contact.phone, "other_phone", contact);
  keep(contact.email, inquiry.contact.email, "other_email", contact);
  take_names(contact, inquiry.contact);
  for (auto& [name, value] : inquiry.contact.personal_fields) {
    if (adds_up(name))
      keep_for_people(contact.personal_fields, name, value);
    else
      take(contact.personal_fields[name], std::move(value));
  }
  for (auto& [name, value] : inquiry.attributes) lead.attributes[name] = std::move(value);
  guess_country(lead, inquiry);
  settle(lead, inquiry.consent, std::move(touch), now);
  note_ages(lead, before);
  drop_what_gives_way(lead);
}

void opt_out(Lead& lead, const std::string& channel) {
  const bool is_out_of_all = lead.opted_out && lead.opted_out_of.empty();
  const bool said_before = std::ranges::find(lead.opted_out_of, channel) != lead.opted_out_of.end();
  lead.opted_out = true;
  if (!is_out_of_all && !said_before) lead.opted_out_of.push_back(channel);
}

Identity identify(const std::vector<Match>& matches) {
  Identity identity;
  const auto oldest = std::min_element(
      matches.begin(), matches.end(), [](const Match& one, const Match& other) { return one.created < other.created; });
  if (oldest == matches.end()) return identity;
  identity.lead = oldest->lead;
  identity.conflict =
      std::any_of(matches.begin(), matches.end(), [&](const Match& match) { return match.lead != oldest->lead; });
  return identity;
}

}  // namespace leakproof::ingest
