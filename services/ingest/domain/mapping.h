// Mapping: the many names of a field → ours. What nobody named is kept under its own name, never dropped.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/domain/decoded_lead.h"
#include "ingest/domain/text.h"

namespace leakproof::ingest {

enum class ValueType { kText, kInteger, kReal, kFlag, kInstant, kList };

// A custom attribute of the workspace, `custom.<name>` to the rules.
struct CustomField {
  ValueType type = ValueType::kText;
  bool personal = false;  // kept with the contact, unseen by rules
};

// Before the names of custom attributes, among our names.
inline constexpr std::string_view kCustomPrefix = "custom.";

// Folded name → our name. Ours: the lead's fields (full_name, phone, city ...), "consent", "submitted_at",
// "custom.<name>", "attribution.<name>".
using Aliases = std::map<std::string, std::string>;

// What the configuration says about the submissions of one source.
struct SourceRules {
  std::string source_id;
  std::string kind;
  std::string default_region;
  std::string zone;  // of times that name none
  Aliases aliases;   // the source's own, the workspace's, the built-in: the first that names a key wins
  std::map<std::string, CustomField> custom;  // by name without "custom."
  std::vector<std::string> required;          // our names; empty: phone or e-mail
  std::string honeypot;                       // a field that people leave empty; empty: none
};

// What was answered under one name of ours: cleaned, none empty.
struct Answers {
  std::vector<std::string> texts;
  bool are_numbers = false;    // as Field.is_number
  bool are_corrected = false;  // a person's word, which stands alone
  bool are_guessed = false;    // a contact by the look of its value alone: it joins nobody
};
using Fields = std::map<std::string, Answers>;  // by our name

struct Mapped {
  Fields fields;
  std::map<std::string, std::string> rest;  // by the form's name
};

// The names that forms commonly use, in several languages. Already folded.
const Aliases& built_in_aliases();

// Puts `values` under each field's name of ours. A phone, an e-mail or a name that no alias knows is taken by what the
// field asks for, else a phone or an e-mail by its look, when nothing else is one. Lines are white space, but for a
// list that came as one text: there they part its answers.
Mapped map_fields(const std::vector<Field>& fields, const SourceRules& rules, const Text& text);

// The custom attribute of that name of ours; null when it is none.
const CustomField* custom_field(const std::string& our_name, const SourceRules& rules);

// Where a number is at home: the country that was chosen beside it, else that of the form; empty when neither is read.
std::string stated_country(const Fields& fields, const Text& text);

// "a, b", as people read several answers to one question.
std::string joined(const std::vector<std::string>& answers);

}  // namespace leakproof::ingest
