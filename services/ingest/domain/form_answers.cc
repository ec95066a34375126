// Tested by: services/ingest/domain/inquiry_test.cc
#include "ingest/domain/form_answers.h"

#include <algorithm>

#include "ingest/domain/inquiry.h"

namespace leakproof::ingest {
namespace {

constexpr std::string_view kCustom = "custom.";

bool is_list(const std::string& name, const SourceRules& rules) {
  if (!name.starts_with(kCustom)) return false;
  const auto custom = rules.custom.find(name.substr(kCustom.size()));
  return custom != rules.custom.end() && custom->second.type == ValueType::kList;
}

bool is_asked_as_list(const Field& field, const SourceRules& rules, const Text& text) {
  const auto fields = map_fields({field}, rules, text).fields;
  return fields.size() == 1 && is_list(fields.begin()->first, rules);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find_first_of("\r\n", begin), text.size());
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

}  // namespace

bool is_caught(const DecodedLead& lead, const SourceRules& rules, const Text& text) {
  if (rules.honeypot.empty()) return false;
  auto ticked = lead;
  for (auto& field : ticked.fields) std::erase(field.values, "false");
  return is_trapped(ticked, rules, text);
}

DecodedLead with_lines_apart(const DecodedLead& lead, const SourceRules& rules, const Text& text) {
  auto apart = lead;
  for (auto& field : apart.fields) {
    if (field.values.size() != 1 || field.values[0].find('\n') == std::string::npos) continue;
    if (is_asked_as_list(field, rules, text)) field.values = lines_of(field.values[0]);
  }
  return apart;
}

}  // namespace leakproof::ingest
