#include "ingest/domain/inquiry.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/parse_number.h"
#include "text/names.h"

namespace leakproof::ingest {
namespace {

// Attributes that are a field's text as it is.
constexpr std::array kPlain = {"country",     "region",  "city",      "district",
                               "postal_code", "company", "job_title", "language"};
// Fields that stay with the contact.
constexpr std::array kPersonal = {"address", "ward", "message", "provider_id"};
// Attribution that rules may look at.
constexpr std::array kVisible = {"campaign", "form", "utm_source", "utm_medium", "utm_campaign"};

using Fields = std::map<std::string, std::vector<std::string>>;

std::string first(const Fields& fields, const std::string& name) {
  auto found = fields.find(name);
  return found == fields.end() ? "" : found->second.front();
}

template <class T>
std::optional<Value> number(const std::string& text) {
  const auto value = parse_number<T>(text);
  return value && std::isfinite(static_cast<double>(*value)) ? std::optional(Value(*value)) : std::nullopt;
}

std::optional<bool> flag(const std::string& value, const Text& text) {
  static constexpr std::array kYes = {"1",     "true", "yes",     "on",    "y",      "x",       "co",
                                      "dongy", "ja",   "checked", "agree", "iagree", "accepted"};
  static constexpr std::array kNo = {"0", "false", "no", "off", "n", "khong", "nein", "unchecked"};
  const auto folded = text.fold(value);
  if (std::find(kYes.begin(), kYes.end(), folded) != kYes.end()) return true;
  if (std::find(kNo.begin(), kNo.end(), folded) != kNo.end()) return false;
  return std::nullopt;
}

std::optional<Value> typed(const std::vector<std::string>& values, ValueType type, const Text& text) {
  const auto& value = values.front();
  switch (type) {
    case ValueType::kText:
      return Value(value);
    case ValueType::kInteger:
      return number<std::int64_t>(value);
    case ValueType::kReal:
      return number<double>(value);
    case ValueType::kList:
      return Value(values);
    case ValueType::kFlag:
      if (auto truth = flag(value, text)) return Value(*truth);
      return std::nullopt;
    case ValueType::kInstant:
      if (auto instant = text.instant(value)) return Value(*instant);
      return std::nullopt;
  }
  return std::nullopt;
}

// The first phone that can be dialled; the rest is kept as text.
std::optional<Phone> take_phone(const Fields& fields, const SourceRules& rules, const Text& text, Contact& contact) {
  std::optional<Phone> taken;
  auto found = fields.find("phone");
  if (found == fields.end()) return taken;
  for (const auto& value : found->second) {
    auto phone = text.phone(value, rules.default_region);
    if (phone && !taken) {
      contact.phone = Personal(phone->e164);
      taken = std::move(phone);
    } else if (!phone || phone->e164 != taken->e164) {
      contact.personal_fields["other_phone"] = value;
    }
  }
  return taken;
}
std::optional<Email> take_email(const Fields& fields, const Text& text, Contact& contact) {
  std::optional<Email> taken;
  auto found = fields.find("email");
  if (found == fields.end()) return taken;
  for (const auto& value : found->second) {
    auto email = text.email(value);
    if (email && !taken) {
      contact.email = Personal(email->address);
      taken = std::move(email);
    } else if (!email || email->address != taken->address) {
      contact.personal_fields["other_email"] = value;
    }
  }
  return taken;
}

std::string text_of(const Attributes& attributes, const char* name) {
  const auto found = attributes.find(name);
  const auto* text = found == attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string() : *text;
}

// The order of the parts is that of the person's language, else of their country, which a phone may say too.
void take_names(const Fields& fields, const SourceRules& rules, const Attributes& attributes, Contact& contact) {
  contact.full_name = Personal(first(fields, "full_name"));
  contact.given_name = Personal(first(fields, "given_name"));
  contact.family_name = Personal(first(fields, "family_name"));
  if (!contact.full_name.empty()) return;
  const auto language = text_of(attributes, "language"), country = text_of(attributes, "country");
  contact.full_name = Personal(text::full_name_of(contact.given_name.reveal(), contact.family_name.reveal(),
                                                  {language, country, rules.default_region}));
}

void take_custom(const Fields& fields, const SourceRules& rules, const Text& text, Inquiry& inquiry) {
  for (const auto& [name, field] : rules.custom) {
    auto found = fields.find("custom." + name);
    if (found == fields.end()) continue;
    auto value = typed(found->second, field.type, text);
    if (value && !field.personal) {
      inquiry.attributes["custom." + name] = std::move(*value);
    } else {
      inquiry.contact.personal_fields[name] =
          found->second.front();  // of another type than declared: kept for people to read
    }
  }
}

void take_attribution(const Fields& fields, const DecodedLead& lead, Inquiry& inquiry) {
  constexpr std::string_view kPrefix = "attribution.";
  for (const auto& [name, values] : fields) {
    if (name.starts_with(kPrefix)) inquiry.attribution[name.substr(kPrefix.size())] = values.front();
  }
  for (const auto& [name, value] : lead.attribution) {
    if (!value.empty()) inquiry.attribution[name] = value;
  }
  for (const char* name : kVisible) {
    auto found = inquiry.attribution.find(name);
    if (found != inquiry.attribution.end()) inquiry.attributes[name] = found->second;
  }
}

void describe_contact(const std::optional<Phone>& phone, const std::optional<Email>& email, Attributes& attributes) {
  attributes["has_phone"] = phone.has_value();
  attributes["has_email"] = email.has_value();
  if (phone) {
    attributes["phone_type"] = phone->type;
    if (!phone->region.empty()) attributes["phone_region"] = phone->region;
    if (!phone->region.empty()) attributes.try_emplace("country", phone->region);
  }
  if (email) {
    attributes["email_domain"] = email->domain;
    attributes["free_mail"] = email->free_mail;
    if (!email->company_domain.empty()) attributes["company_domain"] = email->company_domain;
  }
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

std::variant<Inquiry, Rejection> inquiry_of(const DecodedLead& lead, const SourceRules& rules, const Text& text,
                                            Instant received) {
  auto [fields, rest] = map_fields(lead.fields, rules, text);
  Inquiry inquiry;
  inquiry.person_id = lead.person_id;
  inquiry.contact.personal_fields = std::move(rest);
  auto& attributes = inquiry.attributes;
  for (const char* name : kPlain) {
    if (auto value = first(fields, name); !value.empty()) attributes[name] = std::move(value);
  }
  for (const char* name : kPersonal) {
    if (auto value = first(fields, name); !value.empty()) inquiry.contact.personal_fields[name] = std::move(value);
  }
  const auto phone = take_phone(fields, rules, text, inquiry.contact);
  const auto email = take_email(fields, text, inquiry.contact);
  describe_contact(phone, email, attributes);
  take_names(fields, rules, attributes, inquiry.contact);
  take_custom(fields, rules, text, inquiry);
  take_attribution(fields, lead, inquiry);
  attributes["source"] = rules.source_id;
  attributes["kind"] = rules.kind;
  inquiry.consent = lead.consent;
  if (auto given = first(fields, "consent"); !given.empty()) inquiry.consent = flag(given, text);
  auto submitted = lead.submitted_at ? lead.submitted_at : text.instant(first(fields, "submitted_at"));
  inquiry.submitted_at = std::min(submitted.value_or(received), received);
  if (auto rejection = lacking(fields, rules, inquiry)) return *rejection;
  return inquiry;
}

}  // namespace leakproof::ingest
