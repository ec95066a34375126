// The values of leads that no row of a decision table and no rule names: what people wrote for a place, a product, a
// language, and no cell of that column has, nor does a condition compare the field with it. Pure; docs/guide-routing.md
// has an example.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "config/decision_table.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/decision.pb.h"
#include "rules/program.h"

namespace leakproof::leadctl {

class UnknownValues {
 public:
  // `yaml` is a valid workspace with its files. `table`: the only one that is looked at; empty: all.
  UnknownValues(const std::string& yaml, const std::string& table);
  // Decisions, the newest first: of a lead the newest counts.
  void add(const lead::v1::Decision& decision);

  struct Value {
    std::string table;        // empty: of the conditions of rules and scoring rules
    std::string field, text;  // the field as rules name it
    std::int64_t leads = 0, last_micros = 0;
  };
  // Those seen last first.
  std::vector<Value> list() const;
  std::vector<std::string> tables() const;
  // Whether the rules compare some field with a text; false when only one table is looked at.
  bool looks_at_rules() const { return named_.contains(""); }

 private:
  struct Seen {
    std::int64_t leads = 0, last_micros = 0;
  };
  void note_rules(const config::v1::Workspace& workspace, bool with_their_fields);
  std::set<std::string> naming(const std::string& table, const std::string& field) const;
  void add_value(const std::string& field, const std::string& text, std::int64_t at_micros);
  bool is_named(const std::string& field, const std::string& text, const std::vector<rules::Program>& conditions) const;

  rules::Schema schema_;
  // By field, what names its values, as conditions.
  using Named = std::map<std::string, std::set<std::string>>;
  std::map<std::string, Named> named_;  // by table: DecisionTable; empty: fields that rules compare as a whole
  Named by_rules_;                      // all that rules compare
  std::set<std::string> leads_;
  std::map<std::string, std::map<std::string, Seen>> seen_;  // by field, by text
};

}  // namespace leakproof::leadctl
