// Tested by: libs/config/tables_test.cc
#include "config/tables.h"

#include <algorithm>
#include <map>
#include <set>

#include "config/accounts.h"
#include "config/decision_table.h"
#include "config/files.h"
#include "config/format.h"
#include "config/limits.h"
#include "config/schema.h"
#include "rules/schema.h"
#include "stream/limits.h"

namespace leakproof::config {
namespace {

// The router keeps four of a record in the effect that puts it in force, beside what it moves then; ingest three, and
// the text twice.
constexpr std::size_t kMoved = 2 << 20;
static_assert(4 * kCompiledMax + kMoved <= stream::limits::kEffectBytesMax);
static_assert(3 * kCompiledMax + 2 * kTextMax + kTextMax / 4 <= stream::limits::kEffectBytesMax);

const Node kUnset;
const Node& at(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr ? *node : kUnset;
}

class Tables {
 public:
  Tables(const Node& root, v1::Workspace& workspace, ProblemList& problems)
      : root_(root), workspace_(workspace), problems_(problems), schema_(rule_schema(workspace)) {
    for (const auto& pool : workspace.pools()) pools_.insert(pool.pool_id());
    for (const auto& journey : workspace.journeys()) {
      if (journey.trigger() == "routed") journeys_.insert(journey.journey_id());
    }
  }

  void run() {
    for (std::size_t i = 0; i < at(root_, "tables").items.size(); ++i)
      table(at(root_, "tables").items[i], "tables[" + std::to_string(i) + "]");
    accounts();
    auto written = std::move(*workspace_.mutable_rules());
    workspace_.clear_rules();
    for (int i = 0; i < written.size(); ++i) {
      const Node& item = at(root_, "rules").items[static_cast<std::size_t>(i)];
      if (item.kind == Node::Kind::kMap) rule(item, written[i], "rules[" + std::to_string(i) + "]");
    }
    for (const auto& [id, table] : tables_) {
      if (!used_.contains(id))
        problems_.add(table.path,
                      "no rule leads here: put {table: " + id + "} among the rules, where its rows shall stand");
    }
  }

 private:
  struct Table {
    std::string path;
    std::vector<TableRow> rows;
  };

  void table(const Node& from, const std::string& path) {
    const std::string &id = at(from, "id").scalar, &file = at(from, "file").scalar;
    if (id.empty() || file.empty()) return;
    if (id == kAccountsTable)
      return problems_.add(path + ".id", "'accounts' stands for the accounts themselves: use another one");
    if (!tables_.try_emplace(id, Table{path, {}}).second)
      return problems_.add(path + ".id", "'" + id + "' is taken by a table before: use another one");
    auto* known = workspace_.add_tables();
    known->set_table_id(id);
    known->set_file(file);
    const Node* text = at(root_, "files").find(file);
    if (text == nullptr) return problems_.add(path + ".file", not_among_files(file));
    auto read = read_table(text->scalar, schema_);
    for (const auto& problem : read.problems)
      problems_.add_in_file(file, problem.line, problem.column, problem.name, problem.message);
    for (const auto& row : read.rows) destination(row, file);
    if (at(from, "hit").scalar == "most_specific") order_by_specificity(read.rows);
    tables_[id].rows = std::move(read.rows);
  }

  // A rule for each pool that accounts lead to: thousands of accounts are a few rules.
  void accounts() {
    Table table{"accounts", {}};
    std::set<std::string> pools;
    for (const auto& account : workspace_.accounts()) {
      if (account.pool_id().empty() || !pools.insert(account.pool_id()).second) continue;
      TableRow& row = table.rows.emplace_back();
      row.id = account.pool_id();
      row.line = account.line();
      row.when = "lead.account_pool == \"" + account.pool_id() + "\"";
      row.pool = account.pool_id();
    }
    if (!table.rows.empty()) tables_.emplace(kAccountsTable, std::move(table));
  }

  void destination(const TableRow& row, const std::string& file) {
    if (problems_.full()) return;
    const auto wrong = [&](const char* key, const std::string& message) {
      problems_.add_in_file(file, row.line, row.pool_column, key, message);
    };
    if (!row.pool.empty() && !pools_.contains(row.pool)) {
      const bool person =
          std::ranges::any_of(workspace_.members(), [&](const auto& member) { return member.member_id() == row.pool; });
      wrong("pool", person ? "'" + row.pool +
                                 "' is a member: rows lead to pools, so that the table stays when people come and go"
                           : "no pool '" + row.pool + "'" + did_you_mean(row.pool, {pools_.begin(), pools_.end()}));
    }
    const auto from = moment_of(row.from, workspace_.default_zone());
    const auto until = moment_of(row.until, workspace_.default_zone());
    if (from && until && *until <= *from)
      problems_.add_in_file(file, row.line, row.until_column, "until", "must be after from");
    if (!row.journey.empty() && !journeys_.contains(row.journey))
      wrong("journey", "no journey '" + row.journey + "' with trigger routed" +
                           did_you_mean(row.journey, {journeys_.begin(), journeys_.end()}));
  }

  // One that the author wrote: a rule, or where a table's rules stand.
  void rule(const Node& item, v1::Rule& written, const std::string& path) {
    const Node* place = item.find("table");
    for (const char* key : {"from", "until"}) {
      if (place != nullptr && item.find(key) != nullptr)
        problems_.add(path + "." + key, "a table stands alone: give its rows columns from and until");
    }
    for (const char* key : {"id", "when", "to"}) {
      if (place == nullptr && item.find(key) == nullptr)
        problems_.add_at(item.mark, path + "." + key, std::string("'") + key + "' is missing here: add it");
      if (place != nullptr && item.find(key) != nullptr)
        problems_.add(path + "." + key, "a table stands alone: take this out");
    }
    if (place == nullptr) {
      if (never_in_force(written)) problems_.add(path + ".until", "must be after from");
      *workspace_.add_rules() = std::move(written);
      return;
    }
    const std::string& id = place->scalar;
    const auto table = tables_.find(id);
    if (table == tables_.end() && id == kAccountsTable)
      return problems_.add(path + ".table", "no account has a pool: nothing stands here");
    if (table == tables_.end()) {
      std::vector<std::string> known;
      for (const auto& [name, rows] : tables_) known.push_back(name);
      return problems_.add(path + ".table", "no table '" + id + "'" + did_you_mean(id, known));
    }
    if (!used_.insert(id).second)
      return problems_.add(path + ".table", "'" + id + "' stands among the rules already: keep one");
    for (const auto& row : table->second.rows) add(id, row);
  }
  void add(const std::string& table, const TableRow& row) {
    auto* rule = workspace_.add_rules();
    rule->set_rule_id(table + ":" + row.id);
    rule->set_when(row.when);
    rule->set_pool_id(row.pool);
    rule->set_journey_id(row.journey);
    rule->set_line(row.line);
    if (const auto from = moment_of(row.from, workspace_.default_zone())) rule->set_from_micros(to_micros(*from));
    if (const auto until = moment_of(row.until, workspace_.default_zone())) rule->set_until_micros(to_micros(*until));
  }
  static bool never_in_force(const v1::Rule& rule) {
    return rule.until_micros() != 0 && rule.until_micros() <= rule.from_micros();
  }

  const Node& root_;
  v1::Workspace& workspace_;
  ProblemList& problems_;
  const rules::Schema schema_;
  std::map<std::string, Table> tables_;
  std::set<std::string> used_, pools_, journeys_;
};

}  // namespace

void add_tables(const Node& root, v1::Workspace& workspace, ProblemList& problems) {
  Tables(root, workspace, problems).run();
  const std::size_t bytes = workspace.ByteSizeLong();
  if (bytes > kCompiledMax)
    problems.add("", "the rules take " + std::to_string(bytes) + " bytes when tables are written out, more than " +
                         std::to_string(kCompiledMax) + ": fewer rows, or fewer cells in them");
}

}  // namespace leakproof::config
