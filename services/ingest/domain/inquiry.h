// Inquiry: one submission in our words: contact (personal) and attributes (all that rules may look at), kept apart from
// here on.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/personal.h"
#include "base/time.h"
#include "ingest/domain/decoded_lead.h"
#include "ingest/domain/mapping.h"
#include "ingest/domain/reason.h"
#include "ingest/domain/text.h"
#include "ingest/domain/typed_value.h"

namespace leakproof::ingest {

using Attributes = std::map<std::string, Value>;  // by path below `lead.`

// What rules look at are short texts; longer ones are kept with the contact, for people to read.
constexpr std::size_t kAttributeBytesMax = 4 * 1024;
constexpr std::size_t kNameBytesMax = 1024;
constexpr std::size_t kAttributionBytesMax = 32 * 1024;  // all of it

struct Contact {
  Personal<std::string> full_name;
  Personal<std::string> given_name;
  Personal<std::string> family_name;
  Personal<std::string> phone;  // E.164
  Personal<std::string> email;
  std::map<std::string, std::string> personal_fields;
};

struct Inquiry {
  Contact contact;
  Attributes attributes;
  Attribution attribution;
  std::optional<bool> consent;  // to marketing; nothing: not asked
  Instant submitted_at;         // by the platform's word, never after `received`
  std::string person_id;
  // Who shares one of these is the same person. A number that reads two ways is known by its digits only.
  std::vector<std::string> phone_keys;
  std::vector<std::string> email_keys;
  std::vector<std::string> doubtful_phones;  // E.164 of both readings: to be found by, not to be joined by
  std::vector<std::string> doubtful_emails;  // taken for the person's by their look alone: the same
  // A guess, for who stated none: chosen beside the number, else by its code; empty when it is in doubt.
  std::string country_of_phone;
  std::set<std::string> unread;  // our names of the fields with a value that could not be read
};

// A platform's test button or testing tool, by the patterns that they are known to send.
bool is_test(const DecodedLead& lead);

// Whether the field that people leave empty holds something: a robot, or a browser that fills in fields by their names.
// A box that scripts send as false because nobody ticked it holds nothing.
bool is_trapped(const DecodedLead& lead, const SourceRules& rules, const Text& text);

// An Inquiry, or why it cannot be one. A bad phone beside a good e-mail (and the reverse) is kept as text and does not
// reject. `known_country` is that of the lead which the inquiry belongs to by another key: a number without a country
// code is at home there, unless this inquiry states another country.
std::variant<Inquiry, Rejection> inquiry_of(const DecodedLead& lead, const SourceRules& rules, const Text& text,
                                            Instant received, const std::string& known_country = {});

}  // namespace leakproof::ingest
