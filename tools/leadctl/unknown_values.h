// The values of leads that no row of a decision table names: what people wrote for a place, a product, a language, and
// no cell of that column has. Pure; docs/guide-routing.md has an example.
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
    std::string table, field, text;  // the field as rules name it
    std::int64_t leads = 0, last_micros = 0;
  };
  // Those seen last first.
  std::vector<Value> list() const;
  std::vector<std::string> tables() const;

 private:
  struct Seen {
    std::int64_t leads = 0, last_micros = 0;
  };
  void add_value(const std::string& field, const std::string& text, std::int64_t at_micros);
  bool is_named(const std::string& field, const std::string& text, const std::vector<rules::Program>& conditions) const;

  rules::Schema schema_;
  std::map<std::string, std::map<std::string, std::set<std::string>>> named_;  // by table, by field: DecisionTable
  std::set<std::string> leads_;
  std::map<std::string, std::map<std::string, Seen>> seen_;  // by field, by text
};

}  // namespace leakproof::leadctl
