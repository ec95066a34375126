#include "ingest/domain/inquiry.h"

#include <algorithm>
#include <array>

#include "ingest/domain/contact_reading.h"
#include "ingest/domain/no_answer.h"
#include "text/provinces.h"

namespace leakproof::ingest {
namespace {

// Attributes that are a field's text as it is.
constexpr std::array kPlain = {"region", "city", "district", "postal_code", "company", "job_title", "language"};
// Fields that stay with the contact.
constexpr std::array kPersonal = {"address", "ward", "message", "provider_id", "phone_country"};
// Attribution that rules may look at.
constexpr std::array kVisible = {"campaign", "form", "utm_source", "utm_medium", "utm_campaign"};

std::string first(const Fields& fields, const std::string& name) {
  auto found = fields.find(name);
  return found == fields.end() ? "" : found->second.texts.front();
}

void take_plain(const Fields& fields, Inquiry& inquiry) {
  for (const char* name : kPlain) {
    if (auto value = first(fields, name); !is_no_answer(value)) inquiry.attributes[name] = std::move(value);
  }
  for (const char* name : kPersonal) {
    if (const auto found = fields.find(name); found != fields.end())
      inquiry.contact.personal_fields[name] = joined(found->second.texts);
  }
}

// The country by its code; a text that names none is kept, so that it can be seen and listed.
std::string take_country(const std::string& stated, const Text& text, Inquiry& inquiry) {
  if (stated.empty()) return {};
  auto country = text.country(stated);
  if (country.empty()) inquiry.unread.insert("country");
  inquiry.attributes["country"] = country.empty() ? stated : country;
  return country;
}

std::string answered(const Fields& fields, const std::string& name) {
  auto answer = first(fields, name);
  return is_no_answer(answer) ? std::string() : answer;
}

// Where the person is, and where a number of theirs is at home: what was chosen beside it goes first.
struct Countries {
  std::string of_person;
  PhoneRegions of_phone;
};
Countries take_countries(const Fields& fields, const std::string& workspace, const std::string& known, const Text& text,
                         Inquiry& inquiry) {
  const auto stated = answered(fields, "country"), chosen = answered(fields, "phone_country");
  const auto code = calling_code_of(chosen);
  const auto beside = code.empty() ? text.country(chosen) : text.country("+" + code);
  const bool is_bare_code = !code.empty() && chosen.find_first_not_of("+0123456789- ") == chosen.npos;
  const bool may_be_theirs = !beside.empty() && !is_bare_code;
  const auto country = take_country(stated.empty() && !may_be_theirs && !is_bare_code ? chosen : stated, text, inquiry);
  if (may_be_theirs) inquiry.country_of_phone = beside;
  const auto own = !beside.empty() ? beside : country.empty() ? known : country;
  PhoneRegions regions{own, workspace};
  if (!chosen.empty() && code.empty() && beside.empty()) regions.unread = chosen;
  if (chosen.empty() && country.empty()) regions.unread = stated;
  const auto guessed = known.empty() ? inquiry.country_of_phone : known;
  return {country.empty() ? guessed : country, regions};
}

// The province by its name, and by that of the one it belongs to today, from whichever field of the place names one:
// forms ask for a province under "city".
void take_province(const std::string& country, const Text& text, Attributes& attributes) {
  for (const char* name : {"region", "city"}) {
    const auto found = attributes.find(name);
    if (found == attributes.end()) continue;
    auto province = text.province(std::get<std::string>(found->second), country);
    if (province.empty()) continue;
    if (const auto now = text::province_now(province); !now.empty()) attributes["province_now"] = std::string(now);
    attributes["province"] = std::move(province);
    return;
  }
}

bool is_one_value(ValueType type) { return type != ValueType::kText && type != ValueType::kList; }

void take_custom(const Fields& fields, const SourceRules& rules, const Text& text, Inquiry& inquiry) {
  for (const auto& [name, field] : rules.custom) {
    auto found = fields.find("custom." + name);
    if (found == fields.end()) continue;
    const auto& answers = found->second;
    auto value = typed(answers, field.type, rules, text);
    const bool whole = value && !(is_one_value(field.type) && answers.texts.size() > 1);
    if (field.personal || !whole) inquiry.contact.personal_fields[name] = joined(answers.texts);
    if (field.personal) continue;
    if (value)
      inquiry.attributes["custom." + name] = std::move(*value);
    else
      inquiry.unread.insert("custom." + name);
  }
}

void take_attribution(const Fields& fields, const DecodedLead& lead, Inquiry& inquiry) {
  constexpr std::string_view kPrefix = "attribution.";
  for (const auto& [name, values] : fields) {
    if (name.starts_with(kPrefix)) inquiry.attribution[name.substr(kPrefix.size())] = values.texts.front();
  }
  for (const auto& [name, value] : lead.attribution) {
    if (!value.empty()) inquiry.attribution[name] = value;
  }
  for (const char* name : kVisible) {
    auto found = inquiry.attribution.find(name);
    if (found != inquiry.attribution.end()) inquiry.attributes[name] = found->second;
  }
}

// An answer to the question for consent: a flag, or a refusal in words.
std::optional<bool> consent_of(const std::string& answer, const Text& text) {
  static constexpr std::array<std::string_view, 16> kRefusals = {
      "khongdongy", "toikhong", "khongcamon", "tuchoi", "nein",        "nothank", "idonot", "idont",
      "donot",      "dont",     "disagree",   "optout", "unsubscribe", "declin",  "refuse", "nogracias"};
  if (const auto said = flag(answer, text)) return said;
  const auto folded = text.fold(answer);
  const bool refuses = std::ranges::any_of(kRefusals, [&](auto word) { return folded.starts_with(word); });
  return refuses ? std::optional(false) : std::nullopt;
}

// Of two words in one submission the no counts. What cannot be read gives nothing and takes nothing back.
void take_consent(const Fields& fields, const DecodedLead& lead, const Text& text, Inquiry& inquiry) {
  inquiry.consent = lead.consent;
  const auto found = fields.find("consent");
  if (found == fields.end()) return;
  const auto& given = found->second.texts.back();  // a box stands behind its hidden "0"
  const auto said = consent_of(given, text);
  if (said) {
    inquiry.consent = *said && lead.consent.value_or(true);
    return;
  }
  inquiry.unread.insert("consent");
  inquiry.contact.personal_fields["consent"] = given;
}

// What is no time stays as text: when the person clicked is then not known, and the receipt stands for it.
void take_time(const Fields& fields, const DecodedLead& lead, const SourceRules& rules, const Text& text,
               Instant received, Inquiry& inquiry) {
  const auto given = first(fields, "submitted_at");
  const auto submitted = lead.submitted_at || given.empty() ? lead.submitted_at : text.instant(given, rules.zone);
  inquiry.submitted_at = std::min(submitted.value_or(received), received);
  if (submitted || given.empty()) return;
  inquiry.unread.insert("submitted_at");
  inquiry.contact.personal_fields["submitted_at"] = given;
}

std::string text_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  return list == nullptr ? "" : joined(*list);
}

void keep_long_name(Personal<std::string>& name, const char* called, Contact& contact) {
  if (name.reveal().size() <= kNameBytesMax) return;
  contact.personal_fields[called] = name.reveal();
  name = Personal(std::string());
}

void keep_long_texts(Inquiry& inquiry) {
  auto& contact = inquiry.contact;
  std::erase_if(inquiry.attributes, [&](const auto& attribute) {
    auto text = text_of(attribute.second);
    if (text.size() <= kAttributeBytesMax) return false;
    contact.personal_fields[attribute.first] = std::move(text);
    return true;
  });
  std::size_t left = kAttributionBytesMax;
  std::erase_if(inquiry.attribution, [&](const auto& each) {
    const auto size = each.first.size() + each.second.size();
    const bool fits = size <= left && each.second.size() <= kAttributeBytesMax;
    if (fits)
      left -= size;
    else
      contact.personal_fields[each.first] = each.second;
    return !fits;
  });
  keep_long_name(contact.full_name, "full_name", contact);
  keep_long_name(contact.given_name, "given_name", contact);
  keep_long_name(contact.family_name, "family_name", contact);
}

bool present(const std::string& name, const Fields& fields, const Contact& contact) {
  if (name == "phone") return !contact.phone.empty();
  if (name == "email") return !contact.email.empty();
  if (name == "full_name") return !contact.full_name.empty();
  return fields.contains(name) || fields.contains("custom." + name) || fields.contains("attribution." + name);
}

// A chat platform's person can be answered there, so it counts as a contact.
std::optional<Rejection> lacking(const Fields& fields, const SourceRules& rules, const Inquiry& inquiry) {
  const auto& contact = inquiry.contact;
  if (contact.phone.empty() && contact.email.empty() && inquiry.person_id.empty()) {
    if (fields.contains("phone")) return Rejection{Reason::kInvalidPhone, "phone"};
    if (fields.contains("email")) return Rejection{Reason::kInvalidEmail, "email"};
    return Rejection{Reason::kNoContact, "phone, email"};
  }
  std::string missing;
  for (const auto& name : rules.required) {
    if (!present(name, fields, contact)) missing += (missing.empty() ? "" : ", ") + name;
  }
  if (missing.empty()) return std::nullopt;
  return Rejection{Reason::kMissingField, missing};
}

}  // namespace

bool is_test(const DecodedLead& lead) {
  if (lead.is_test || lead.provider_id == "444444444444") return true;
  for (const auto& field : lead.fields) {
    for (const auto& value : field.values) {
      if (value.starts_with("<test lead: dummy data") || value == "test@fb.com" || value == "test@meta.com")
        return true;
    }
  }
  return false;
}

bool is_trapped(const DecodedLead& lead, const SourceRules& rules, const Text& text) {
  if (rules.honeypot.empty()) return false;
  return std::any_of(lead.fields.begin(), lead.fields.end(), [&](const Field& field) {
    if (std::find(field.names.begin(), field.names.end(), rules.honeypot) == field.names.end()) return false;
    return std::any_of(field.values.begin(), field.values.end(),
                       [&](const std::string& value) { return value != "false" && !text.clean(value).empty(); });
  });
}

std::variant<Inquiry, Rejection> inquiry_of(const DecodedLead& lead, const SourceRules& rules, const Text& text,
                                            Instant received, const std::string& known_country) {
  auto [fields, rest] = map_fields(lead.fields, rules, text);
  Inquiry inquiry;
  inquiry.person_id = lead.person_id;
  inquiry.contact.personal_fields = std::move(rest);
  take_plain(fields, inquiry);
  const auto [country, regions] = take_countries(fields, rules.default_region, known_country, text, inquiry);
  take_province(country.empty() ? rules.default_region : country, text, inquiry.attributes);
  take_contact(fields, rules, regions, text, inquiry);
  take_custom(fields, rules, text, inquiry);
  take_attribution(fields, lead, inquiry);
  inquiry.attributes["source"] = rules.source_id;
  inquiry.attributes["kind"] = rules.kind;
  take_consent(fields, lead, text, inquiry);
  take_time(fields, lead, rules, text, received, inquiry);
  keep_long_texts(inquiry);
  if (auto rejection = lacking(fields, rules, inquiry)) return *rejection;
  return inquiry;
}

}  // namespace leakproof::ingest
