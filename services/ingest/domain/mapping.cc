#include "ingest/domain/mapping.h"

#include <algorithm>
#include <iterator>

#include "ingest/domain/recognition.h"

namespace leakproof::ingest {
namespace {

const std::string* our_name(const Field& field, const SourceRules& rules, const Text& text) {
  std::vector<std::string> folded;
  for (const auto& name : field.names) folded.push_back(text.fold(name));
  for (const auto& name : folded) {
    if (const auto found = rules.aliases.find(name); found != rules.aliases.end()) return &found->second;
  }
  for (std::size_t i = 0; i < folded.size(); ++i) {
    if (is_login(field.names[i])) continue;
    const auto found = rules.aliases.find(std::string(without_decoration(folded[i])));
    if (found != rules.aliases.end()) return &found->second;
  }
  return nullptr;
}

// The answers of a list, where they came as one text of a line each.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find_first_of("\r\n", begin), text.size());
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

bool has_lines_of_a_list(const Field& field, const std::string* our_name, const SourceRules& rules) {
  if (our_name == nullptr || field.values.size() != 1 || field.values[0].find('\n') == std::string::npos) return false;
  const auto* custom = custom_field(*our_name, rules);
  return custom != nullptr && custom->type == ValueType::kList;
}

std::vector<std::string> cleaned(const std::vector<std::string>& values, const Text& text) {
  std::vector<std::string> out;
  for (const auto& value : values) {
    if (auto clean = text.clean(value); !clean.empty()) out.push_back(std::move(clean));
  }
  return out;
}

// Some builders send an empty label in front of a key.
std::string own_name(const Field& field) {
  const auto named =
      std::find_if(field.names.begin(), field.names.end(), [](const std::string& name) { return !name.empty(); });
  return named == field.names.end() ? "unnamed" : *named;
}

void add(Answers& to, const Field& field, std::vector<std::string> values) {
  if (to.are_corrected && !field.is_correction) return;
  to.are_corrected |= field.is_correction;
  to.are_numbers |= field.is_number;
  std::move(values.begin(), values.end(), std::back_inserter(to.texts));
}

using Unnamed = std::vector<std::pair<const Field*, std::vector<std::string>>>;

// Whether something better named is there already: a first or a family name is a name.
bool is_known(const std::string& name, const Mapped& mapped) {
  const auto has = [&](const char* other) { return mapped.fields.contains(other); };
  return mapped.fields.contains(name) || (name == "full_name" && (has("given_name") || has("family_name")));
}

}  // namespace

const CustomField* custom_field(const std::string& our_name, const SourceRules& rules) {
  if (!our_name.starts_with(kCustomPrefix)) return nullptr;
  const auto found = rules.custom.find(our_name.substr(kCustomPrefix.size()));
  return found == rules.custom.end() ? nullptr : &found->second;
}

std::string stated_country(const Fields& fields, const Text& text) {
  for (const char* name : {"phone_country", "country"}) {
    const auto found = fields.find(name);
    if (found == fields.end()) continue;
    auto country = text.country(found->second.texts.front());
    if (country.empty()) country = text.country("+" + found->second.texts.front());
    if (!country.empty()) return country;
  }
  return {};
}

std::string joined(const std::vector<std::string>& answers) {
  std::string out;
  for (const auto& answer : answers) out += (out.empty() ? "" : ", ") + answer;
  return out;
}

Mapped map_fields(const std::vector<Field>& fields, const SourceRules& rules, const Text& text) {
  Mapped mapped;
  Unnamed unnamed;
  for (const auto& field : fields) {
    const auto* name = our_name(field, rules, text);
    auto values = cleaned(has_lines_of_a_list(field, name, rules) ? lines_of(field.values[0]) : field.values, text);
    if (values.empty()) continue;
    if (name != nullptr)
      add(mapped.fields[*name], field, std::move(values));
    else
      unnamed.emplace_back(&field, std::move(values));
  }
  const PhoneRegions regions{stated_country(mapped.fields, text), rules.default_region};
  for (auto* recognised : {asked_for, guessed}) {
    std::erase_if(unnamed, [&](auto& one) {
      const char* name = recognised(*one.first, one.second, regions, text);
      if (name == nullptr || is_known(name, mapped)) return false;
      auto& answers = mapped.fields[name];
      add(answers, *one.first, std::move(one.second));
      answers.are_guessed = recognised == guessed;
      return true;
    });
  }
  for (auto& [field, values] : unnamed) {
    auto& kept = mapped.rest[own_name(*field)];
    kept += (kept.empty() ? "" : ", ") + joined(values);
  }
  return mapped;
}

}  // namespace leakproof::ingest
