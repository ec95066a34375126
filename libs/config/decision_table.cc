#include "config/decision_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>

#include "config/cell.h"
#include "config/format.h"
#include "config/limits.h"
#include "rules/program.h"
#include "text/csv.h"
#include "text/fold.h"

namespace leakproof::config {
namespace {

// From the whole to its parts.
constexpr std::array<std::string_view, 5> kPlaces = {"lead.country", "lead.region", "lead.city", "lead.district",
                                                     "lead.postal_code"};

int depth_of(std::string_view path) {
  if (path.starts_with("lead.province")) path = "lead.region";
  const auto place = std::ranges::find(kPlaces, path);
  return place == kPlaces.end() ? 0 : static_cast<int>(place - kPlaces.begin()) + 1;
}

// Names, as opposed to codes, are written in many ways.
bool is_name(std::string_view path) {
  static constexpr std::array<std::string_view, 3> kOthers = {"lead.company", "lead.job_title", "lead.language"};
  return depth_of(path) > 0 || std::ranges::find(kOthers, path) != kOthers.end() || path.starts_with("lead.custom.");
}

// The fields a header may name, by folded name: "Postal code", "lead.postal_code", "product" of lead.custom.product.
std::map<std::string, rules::Slot> names_of(const rules::Schema& schema) {
  std::map<std::string, rules::Slot> names;
  for (std::uint32_t i = 0; i < schema.size(); ++i) {
    const std::string& path = schema.path(rules::Slot(i));
    names.emplace(text::fold(path), rules::Slot(i));
    for (const std::string_view prefix : {"lead.", "lead.custom."}) {
      if (path.starts_with(prefix))
        names.emplace(text::fold(path.substr(prefix.size())), rules::Slot(i));  // our own come first
    }
  }
  if (const auto region = schema.find("lead.region")) {
    names["province"] = *region;  // which asks for lead.province, too
    names.emplace("state", *region);
  }
  return names;
}

struct Column {
  enum class Kind { kCondition, kPool, kJourney, kId, kFrom, kUntil, kNote };
  Kind kind = Kind::kNote;
  std::string name;
  TableField field;
};

class Reader {
 public:
  explicit Reader(const rules::Schema& schema) : schema_(schema), names_(names_of(schema)) {}

  DecisionTable read(std::string_view csv) {
    auto parsed = text::parse_csv(csv);
    if (const auto* problem = std::get_if<text::CsvProblem>(&parsed)) {
      add(static_cast<int>(problem->line), problem->column - 1, "", problem->message);
      return std::move(table_);
    }
    const auto& rows = std::get<std::vector<text::CsvRow>>(parsed);
    if (rows.size() < 2) add(1, 0, "", "no rows: the first line names the columns, each other one is a rule");
    if (rows.size() > kTableRowsMax + 1)
      add(1, 0, "", "more than " + std::to_string(kTableRowsMax) + " rows: split the table");
    if (!rows.empty()) read_header(rows.front());
    if (!table_.problems.empty()) return std::move(table_);
    find_provinces(rows);
    for (auto row = rows.begin() + 1; row != rows.end() && table_.problems.size() < kProblemsMax; ++row) read_row(*row);
    return std::move(table_);
  }

 private:
  void add(int line, std::size_t cell, const std::string& name, std::string message) {
    table_.problems.push_back({line, static_cast<int>(cell) + 1, name, std::move(message)});
  }

  void read_header(const text::CsvRow& header) {
    std::map<std::string, std::size_t> seen;
    bool leads = false;
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
      Column& column = columns_.emplace_back(column_of(header, i));
      leads |= column.kind == Column::Kind::kPool || column.kind == Column::Kind::kJourney;
      if (column.kind == Column::Kind::kNote) continue;
      const auto [first, fresh] =
          seen.emplace(column.field.path + text::fold(column.field.path.empty() ? column.name : ""), i);
      if (!fresh)
        add(static_cast<int>(header.line), i, column.name,
            "is there twice, in column " + std::to_string(first->second + 1) + ", too");
    }
    if (!leads) add(static_cast<int>(header.line), 0, "", "no column says where a row leads: add 'pool' or 'journey'");
  }

  Column column_of(const text::CsvRow& header, std::size_t i) {
    static const std::map<std::string, Column::Kind> kOwn = {{"pool", Column::Kind::kPool},
                                                             {"journey", Column::Kind::kJourney},
                                                             {"id", Column::Kind::kId},
                                                             {"from", Column::Kind::kFrom},
                                                             {"until", Column::Kind::kUntil}};
    Column column;
    column.name = header.cells[i];
    if (column.name.starts_with('#')) return column;
    const std::string folded = text::fold(column.name);
    if (const auto own = kOwn.find(folded); own != kOwn.end()) {
      column.kind = own->second;
      return column;
    }
    const auto line = static_cast<int>(header.line);
    const auto known = names_.find(folded);
    if (known == names_.end()) {
      std::vector<std::string> names = {"pool", "journey", "id", "from", "until"};
      for (const auto& [name, slot] : names_) names.push_back(name);
      add(line, i, column.name,
          folded.empty() ? "a column without a name"
                         : "no such field" + did_you_mean(folded, names) + "; a column that starts with # is a note");
      return column;
    }
    const auto slot = known->second;
    column.kind = Column::Kind::kCondition;
    column.field = {schema_.path(slot), schema_.type(slot)};
    column.field.folds = column.field.type == rules::Type::kString && is_name(column.field.path);
    column.field.place = place_kind_of(column.field.path);
    if (!is_comparable(column.field.type)) add(line, i, column.name, "a table does not compare times: write a rule");
    return column;
  }

  // A row may name a province of before beside the one that it went into.
  void find_provinces(std::span<const text::CsvRow> rows) {
    for (const auto& row : rows.subspan(1)) {
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        auto& field = columns_[i].field;
        if (field.place == PlaceKind::kNone || field.place == PlaceKind::kCountry) continue;
        for (const auto one : alternatives_of(row.cells[i])) {
          if (const auto province = province_in(one); !province.empty()) field.provinces.insert(province);
        }
      }
    }
  }

  void read_row(const text::CsvRow& from) {
    const std::size_t before = table_.problems.size();
    TableRow row;
    row.id = "row-" + std::to_string(from.line);
    row.line = static_cast<int>(from.line);
    for (std::size_t i = 0; i < from.cells.size(); ++i) read_cell(text::trimmed(from.cells[i]), i, row);
    if (row.when.empty()) row.when = "true";
    if (row.pool.empty() == row.journey.empty())
      add(row.line, 0, "",
          row.pool.empty() ? "the row leads nowhere: name a pool or a journey"
                           : "the row leads to a pool and a journey: keep one");
    if (!ids_.insert(row.id).second) add(row.line, 0, "id", "'" + row.id + "' is there twice");
    check_condition(row, before);
    table_.rows.push_back(std::move(row));
  }
  void read_cell(std::string_view cell, std::size_t i, TableRow& row) {
    switch (columns_[i].kind) {
      case Column::Kind::kCondition:
        return read_condition(cell, i, row);
      case Column::Kind::kPool:
      case Column::Kind::kJourney:
        if (!cell.empty()) row.pool_column = static_cast<int>(i) + 1;
        (columns_[i].kind == Column::Kind::kPool ? row.pool : row.journey) = cell;
        return;
      case Column::Kind::kId:
        if (const auto problem = format_problem("id", cell)) return add(row.line, i, "id", *problem);
        row.id = cell;
        return;
      case Column::Kind::kFrom:
      case Column::Kind::kUntil:
        return read_moment(cell, i, columns_[i].kind == Column::Kind::kFrom ? row.from : row.until, row);
      case Column::Kind::kNote:
        return;
    }
  }
  void read_moment(std::string_view cell, std::size_t i, std::string& moment, TableRow& row) {
    if (cell.empty()) return;
    if (const auto problem = format_problem("moment", cell)) return add(row.line, i, columns_[i].name, *problem);
    moment = cell;
    row.until_column = static_cast<int>(i) + 1;
  }
  void read_condition(std::string_view cell, std::size_t i, TableRow& row) {
    const Column& column = columns_[i];
    auto condition = condition_of(cell, column.field);
    if (!condition.ok()) return add(row.line, i, column.name, condition.error().message());
    if (condition->when.empty()) return;
    note_named(cell, column.field, *condition);
    row.when += (row.when.empty() ? "" : " && ") + condition->when;
    row.prefix += condition->prefix;
    row.depth = std::max(row.depth, depth_of(column.field.path));
    ++row.cells;
  }
  void note_named(std::string_view cell, const TableField& field, const CellCondition& condition) {
    if (field.type != rules::Type::kString && field.type != rules::Type::kList) return;
    const bool negated = cell.starts_with('!');
    const auto named = negated ? condition_of(cell.substr(1), field) : Result<CellCondition>(condition);
    if (named.ok() && !named->when.empty()) table_.named[field.path].insert(named->when);
  }
  // A row of cells that are right each by itself may still be too long.
  void check_condition(const TableRow& row, std::size_t problems_before) {
    if (table_.problems.size() != problems_before) return;
    const auto compiled = rules::Program::compile(row.when, schema_, rules::Type::kBool);
    if (const auto* error = std::get_if<rules::CompileError>(&compiled)) add(row.line, 0, "", error->message);
  }

  const rules::Schema& schema_;
  const std::map<std::string, rules::Slot> names_;
  std::vector<Column> columns_;
  std::set<std::string> ids_;
  DecisionTable table_;
};

}  // namespace

DecisionTable read_table(std::string_view csv, const rules::Schema& schema) { return Reader(schema).read(csv); }

void order_by_specificity(std::vector<TableRow>& rows) {
  const auto specific = [](const TableRow& row) { return std::tuple(row.cells, row.depth, row.prefix); };
  std::ranges::stable_sort(rows, std::greater(), specific);
}

}  // namespace leakproof::config
