// Tested by: services/ingest/domain/inquiry_test.cc
#include "ingest/domain/contact_reading.h"

#include <algorithm>
#include <array>

#include "ingest/domain/no_answer.h"
#include "text/names.h"

namespace leakproof::ingest {
namespace {

constexpr std::size_t kKeptBytesMax = 2000;  // of what repeats add up to; the oldest goes first

const std::vector<std::string>& texts_of(const Fields& fields, const std::string& name) {
  static const std::vector<std::string> kNone;
  const auto found = fields.find(name);
  return found == fields.end() ? kNone : found->second.texts;
}

bool is_doubtful(const Phone& phone) { return !phone.other.empty() || phone.of_unread_country || phone.is_guessed; }

// One number, written as numbers are, that everybody reads in the same way.
bool is_plain(const std::string& value, const std::vector<Phone>& read, const PhoneRegions& regions, const Text& text) {
  if (read.size() != 1 || !read[0].known_range || is_doubtful(read[0]) || !read[0].extension.empty()) return false;
  const auto in = [&](const std::string& region) {
    const auto alone = text.phone(value, region);
    return alone && alone->e164 == read[0].e164;
  };
  return regions.own.empty() ? in(regions.workspace) || in(regions.own) : in(regions.own) || in(regions.workspace);
}

// Costs nothing for what no number is written like, such as an address.
bool is_number_alone(const std::string& value, const PhoneRegions& regions, const Text& text) {
  return text.phone(value, regions.own) || text.phone(value, regions.workspace);
}

void describe(const Phone& phone, Inquiry& inquiry) {
  auto& attributes = inquiry.attributes;
  attributes["phone_type"] = phone.type;
  if (!phone.region.empty()) attributes["phone_region"] = phone.region;
  if (is_doubtful(phone)) attributes["phone_validity"] = std::string(phone.is_guessed ? "guessed" : "ambiguous");
  if (!phone.known_range) attributes["phone_validity"] = std::string("possible");
  if (!is_doubtful(phone) && inquiry.country_of_phone.empty()) inquiry.country_of_phone = phone.region;
}

void take_phone(const Phone& phone, Inquiry& inquiry) {
  auto& contact = inquiry.contact;
  auto& personal = contact.personal_fields;
  if (contact.phone.empty()) {
    contact.phone = Personal(phone.e164);
    if (!phone.extension.empty()) personal["phone_extension"] = phone.extension;
    describe(phone, inquiry);
  } else if (contact.phone.reveal() != phone.e164) {
    keep_for_people(personal, "other_phone", phone.e164);
  }
  if (!phone.other.empty()) keep_for_people(personal, "other_phone", phone.other);
  inquiry.phone_keys.insert(inquiry.phone_keys.end(), phone.keys.begin(), phone.keys.end());
  if (is_doubtful(phone)) inquiry.doubtful_phones.push_back(phone.e164);
  if (!phone.other.empty()) inquiry.doubtful_phones.push_back(phone.other);
}

// A number and the calling code that was chosen beside it.
std::vector<Phone> with_chosen_code(const Fields& fields, const std::string& value, const PhoneRegions& regions,
                                    const Text& text) {
  const auto& chosen = texts_of(fields, "phone_country");
  const auto code = chosen.empty() ? std::string() : calling_code_of(chosen.front());
  if (code.empty() || value.starts_with('+')) return text.phones(value, regions);
  auto phones = text.phones("+" + code + " " + value, regions);
  return phones.empty() || !phones.front().known_range ? text.phones(value, regions) : phones;
}

// A number without a country's code of somebody whose country could not be read may be anybody's: only the same digits
// with the same statement are the same number.
void put_in_doubt(std::vector<Phone>& phones, const std::string& value, const PhoneRegions& regions, const Text& text) {
  if (regions.unread.empty() || phones.empty()) return;
  const auto sure = text.phones(value, {});
  for (auto& phone : phones) {
    const auto is_same = [&](const Phone& one) { return one.e164 == phone.e164; };
    if (std::any_of(sure.begin(), sure.end(), is_same)) continue;
    phone.of_unread_country = true;
    phone.keys = {phone.e164 + "|" + text.fold(regions.unread)};
  }
}

std::vector<Phone> read_phones(const Fields& fields, const std::string& value, const PhoneRegions& regions,
                               const Text& text) {
  auto phones = with_chosen_code(fields, value, regions, text);
  put_in_doubt(phones, value, regions, text);
  const auto answers = fields.find("phone");
  for (auto& phone : phones) {
    phone.is_guessed = answers != fields.end() && answers->second.are_guessed;
    if (phone.is_guessed) phone.keys.clear();
  }
  return phones;
}

void take_phones(const Fields& fields, const PhoneRegions& regions, const Text& text, Inquiry& inquiry) {
  for (const auto& value : texts_of(fields, "phone")) {
    const auto phones = read_phones(fields, value, regions, text);
    if (phones.empty()) inquiry.unread.insert("phone");
    if (!is_plain(value, phones, regions, text)) keep_for_people(inquiry.contact.personal_fields, "phone_text", value);
    for (const auto& phone : phones) take_phone(phone, inquiry);
  }
}

void take_email(const Email& email, bool is_guessed, Inquiry& inquiry) {
  auto& contact = inquiry.contact;
  (is_guessed ? inquiry.doubtful_emails : inquiry.email_keys).push_back(email.address);
  if (!contact.email.empty()) {
    if (contact.email.reveal() != email.address) keep_for_people(contact.personal_fields, "other_email", email.address);
    return;
  }
  contact.email = Personal(email.address);
  inquiry.attributes["email_domain"] = email.domain;
  inquiry.attributes["free_mail"] = email.free_mail;
  if (!email.company_domain.empty()) inquiry.attributes["company_domain"] = email.company_domain;
}

void take_emails(const Fields& fields, const Text& text, Inquiry& inquiry) {
  const auto answers = fields.find("email");
  const bool is_guessed = answers != fields.end() && answers->second.are_guessed;
  for (const auto& value : texts_of(fields, "email")) {
    const auto emails = text.emails(value);
    if (emails.empty()) inquiry.unread.insert("email");
    const auto alone = text.email(value);
    if (emails.size() != 1 || !alone || alone->address != emails[0].address)
      keep_for_people(inquiry.contact.personal_fields, "email_text", value);
    for (const auto& email : emails) take_email(email, is_guessed, inquiry);
  }
}

// An address that was written where a number was asked for, and a number in the place of an address: people fill in one
// field of the two.
void take_misplaced(const Fields& fields, const PhoneRegions& regions, const Text& text, Inquiry& inquiry) {
  for (const auto& value : texts_of(fields, "phone")) {
    const auto emails = text.emails(value);
    for (const auto& email : emails) take_email(email, false, inquiry);
    if (!emails.empty()) inquiry.unread.erase("phone");
  }
  for (const auto& value : texts_of(fields, "email")) {
    if (!is_number_alone(value, regions, text)) continue;
    auto phones = text.phones(value, regions);
    if (!is_plain(value, phones, regions, text)) continue;
    put_in_doubt(phones, value, regions, text);
    take_phone(phones[0], inquiry);
    inquiry.unread.erase("email");
  }
}

// A number in the place of a name is kept for people.
std::string name_of(const Fields& fields, const std::string& name, Inquiry& inquiry) {
  for (const auto& value : texts_of(fields, name)) {
    auto written = without_no_answers(value);
    if (written.empty()) continue;
    if (!is_number_for_name(written)) return written;
    keep_for_people(inquiry.contact.personal_fields, name, written);
  }
  return {};
}

std::string text_of(const Attributes& attributes, const char* name) {
  const auto found = attributes.find(name);
  const auto* text = found == attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string() : *text;
}

// The order of the parts is that of the person's language, else of their country, which a phone may say too.
void take_names(const Fields& fields, const SourceRules& rules, Inquiry& inquiry) {
  auto& contact = inquiry.contact;
  contact.full_name = Personal(name_of(fields, "full_name", inquiry));
  contact.given_name = Personal(name_of(fields, "given_name", inquiry));
  contact.family_name = Personal(name_of(fields, "family_name", inquiry));
  if (!contact.full_name.empty()) return;
  const auto language = text_of(inquiry.attributes, "language"), stated = text_of(inquiry.attributes, "country");
  const auto& country = stated.empty() ? inquiry.country_of_phone : stated;
  contact.full_name = Personal(text::full_name_of(contact.given_name.reveal(), contact.family_name.reveal(),
                                                  {language, country, rules.default_region}));
}

}  // namespace

std::string calling_code_of(std::string_view chosen) {
  constexpr std::string_view kDigits = "0123456789";
  const auto plus = chosen.find('+');
  const bool is_marked = plus != chosen.npos || chosen.starts_with("00");
  if (is_marked) chosen.remove_prefix(plus == chosen.npos ? 2 : plus + 1);
  if (!is_marked && chosen.find_first_not_of(kDigits) != chosen.npos) return {};
  std::string digits(chosen.substr(0, chosen.find_first_not_of("0123456789- ")));
  std::erase_if(digits, [](char c) { return c == '-' || c == ' '; });
  return digits.size() <= (is_marked ? 7 : 4) && !digits.starts_with('0') ? digits : "";
}

void keep_for_people(std::map<std::string, std::string>& personal, const std::string& name, const std::string& text) {
  auto& kept = personal[name];
  if (kept.find(text) != kept.npos) return;
  kept += (kept.empty() ? "" : ", ") + text;
  while (kept.size() > kKeptBytesMax && kept.find(", ") != kept.npos) kept.erase(0, kept.find(", ") + 2);
}

void take_contact(const Fields& fields, const SourceRules& rules, const PhoneRegions& regions, const Text& text,
                  Inquiry& inquiry) {
  take_phones(fields, regions, text, inquiry);
  take_emails(fields, text, inquiry);
  take_misplaced(fields, regions, text, inquiry);
  inquiry.attributes["has_phone"] = !inquiry.contact.phone.empty();
  inquiry.attributes["has_email"] = !inquiry.contact.email.empty();
  take_names(fields, rules, inquiry);
}

}  // namespace leakproof::ingest
