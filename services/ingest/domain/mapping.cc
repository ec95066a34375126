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

// Where a number is at home: the country that was chosen beside it, else that of the form.
std::string stated_country(const Fields& fields, const Text& text) {
  for (const char* name : {"phone_country", "country"}) {
    const auto found = fields.find(name);
    auto country = found == fields.end() ? std::string() : text.country(found->second.texts.front());
    if (!country.empty()) return country;
  }
  return {};
}

// Whether something better named is there already: a first or a family name is a name.
bool is_known(const std::string& name, const Mapped& mapped) {
  const auto has = [&](const char* other) { return mapped.fields.contains(other); };
  return mapped.fields.contains(name) || (name == "full_name" && (has("given_name") || has("family_name")));
}

}  // namespace

std::string joined(const std::vector<std::string>& answers) {
  std::string out;
  for (const auto& answer : answers) out += (out.empty() ? "" : ", ") + answer;
  return out;
}

Mapped map_fields(const std::vector<Field>& fields, const SourceRules& rules, const Text& text) {
  Mapped mapped;
  Unnamed unnamed;
  for (const auto& field : fields) {
    auto values = cleaned(field.values, text);
    if (values.empty()) continue;
    if (const auto* name = our_name(field, rules, text))
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
