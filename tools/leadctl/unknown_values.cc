#include "leadctl/unknown_values.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "config/compile.h"
#include "config/record.h"
#include "config/schema.h"
#include "config/yaml_tree.h"
#include "lint/compared_texts.h"
#include "text/provinces.h"

namespace leakproof::leadctl {
namespace {

constexpr std::string_view kLead = "lead.";

std::vector<rules::Program> compiled(const std::set<std::string>& conditions, const rules::Schema& schema) {
  std::vector<rules::Program> programs;
  for (const auto& condition : conditions) {
    auto program = rules::Program::compile(condition, schema, rules::Type::kBool);
    if (auto* whole = std::get_if<rules::Program>(&program)) programs.push_back(std::move(*whole));
  }
  return programs;
}

// What no person wrote: its values are those of the configuration and of the program.
bool is_ours(const std::string& field) {
  static constexpr std::string_view kOurs[] = {"lead.source", "lead.kind", "lead.phone_validity", "lead.unread_value"};
  return !field.starts_with(kLead) || std::ranges::find(kOurs, field) != std::end(kOurs);
}

// The comparison alone, as a condition.
std::string condition_of(const router::ComparedText& compared, const rules::Schema& schema) {
  const auto text = nlohmann::json(compared.relation == "matches" ? compared.pattern : compared.text).dump();
  if (schema.type(*schema.find(compared.path)) == rules::Type::kList) return text + " in " + compared.path;
  const auto field = compared.function.empty() ? compared.path : compared.path + "." + compared.function + "()";
  return compared.relation == "==" ? field + " == " + text : field + "." + compared.relation + "(" + text + ")";
}

std::string scalar_at(const config::Node& map, std::string_view key) {
  const auto* node = map.find(key);
  return node == nullptr ? "" : node->scalar;
}

}  // namespace

UnknownValues::UnknownValues(const std::string& yaml, const std::string& table) {
  const auto workspace = config::compile_workspace(yaml).workspace;
  schema_ = config::rule_schema(workspace);
  note_rules(workspace, table.empty());
  const auto parsed = config::parse_yaml(yaml);
  const auto* root = std::get_if<config::Node>(&parsed);
  const auto *tables = root == nullptr ? nullptr : root->find("tables"),
             *files = root == nullptr ? nullptr : root->find("files");
  if (tables == nullptr || files == nullptr) return;
  for (const auto& one : tables->items) {
    const auto id = scalar_at(one, "id");
    if (table.empty() || id == table)
      named_[id] = config::read_table(scalar_at(*files, scalar_at(one, "file")), schema_).named;
  }
}

// Rows of tables and of accounts have a colon in their names.
void UnknownValues::note_rules(const config::v1::Workspace& workspace, bool with_their_fields) {
  std::vector<std::string> conditions;
  for (const auto& rule : workspace.rules()) {
    if (rule.rule_id().find(':') == std::string::npos) conditions.push_back(rule.when());
  }
  for (const auto& fit : workspace.scoring().fit()) conditions.push_back(fit.when());
  for (const auto& when : conditions) {
    const auto compiled = rules::Program::compile(when, schema_, rules::Type::kBool);
    const auto* program = std::get_if<rules::Program>(&compiled);
    if (program == nullptr) continue;
    for (const auto& compared : router::compared_texts(*program, schema_)) {
      if (compared.text.empty() || is_ours(compared.path)) continue;
      by_rules_[compared.path].insert(condition_of(compared, schema_));
      if (with_their_fields && compared.is_whole) named_[""][compared.path];
    }
  }
}

std::vector<std::string> UnknownValues::tables() const {
  std::vector<std::string> ids;
  for (const auto& [id, fields] : named_) {
    if (!id.empty()) ids.push_back(id);
  }
  return ids;
}

void UnknownValues::add(const lead::v1::Decision& decision) {
  if (!leads_.insert(decision.lead_id()).second) return;
  for (const auto& [name, value] : decision.lead()) {
    const auto field = std::string(kLead) + name;
    add_value(field, value.text(), decision.now_micros());
    for (const auto& item : value.list().items()) add_value(field, item, decision.now_micros());
  }
}

void UnknownValues::add_value(const std::string& field, const std::string& text, std::int64_t at_micros) {
  const bool is_asked = std::ranges::any_of(named_, [&](const auto& table) { return table.second.contains(field); });
  if (text.empty() || !is_asked) return;
  auto& seen = seen_[field][text];
  ++seen.leads;
  seen.last_micros = std::max(seen.last_micros, at_micros);
}

// A lead that has nothing but this, and the province that the text names.
bool UnknownValues::is_named(const std::string& field, const std::string& text,
                             const std::vector<rules::Program>& conditions) const {
  lead::v1::Lead lead;
  auto& value = (*lead.mutable_attributes())[field.substr(kLead.size())];
  if (schema_.type(*schema_.find(field)) == rules::Type::kList)
    value.mutable_list()->add_items(text);
  else
    value.set_text(text);
  const auto province = text::find_province(text, "VN");
  const bool is_place = field == "lead.region" || field == "lead.city";
  if (is_place && !province.empty()) {
    (*lead.mutable_attributes())["province"].set_text(std::string(province));
    (*lead.mutable_attributes())["province_now"].set_text(std::string(text::province_now(province)));
  }
  rules::Record record(schema_);
  config::ListStorage lists;
  config::fill_record(schema_, lead.attributes(), record, lists);
  return std::ranges::any_of(
      conditions, [&](const rules::Program& condition) { return condition.evaluate(record, Instant()).is_true(); });
}

// All that names values of the field: for a table its own rows, and the rules beside it; for the rules everything.
std::set<std::string> UnknownValues::naming(const std::string& table, const std::string& field) const {
  std::set<std::string> conditions;
  const auto add = [&](const Named& named) {
    if (const auto found = named.find(field); found != named.end())
      conditions.insert(found->second.begin(), found->second.end());
  };
  add(by_rules_);
  for (const auto& [id, named] : named_) {
    if (table.empty() || id == table) add(named);
  }
  return conditions;
}

std::vector<UnknownValues::Value> UnknownValues::list() const {
  std::vector<Value> values;
  for (const auto& [table, fields] : named_) {
    for (const auto& [field, conditions] : fields) {
      const auto texts = seen_.find(field);
      if (texts == seen_.end()) continue;
      const auto programs = compiled(naming(table, field), schema_);
      for (const auto& [text, seen] : texts->second) {
        if (!is_named(field, text, programs)) values.push_back({table, field, text, seen.leads, seen.last_micros});
      }
    }
  }
  std::ranges::stable_sort(values, std::ranges::greater(), &Value::last_micros);
  return values;
}

}  // namespace leakproof::leadctl
