#include "config/decision_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <sstream>

#include "config/cell.h"
#include "config/schema.h"
#include "rules/rule_index.h"
#include "rules/schema.h"
#include "text/fold.h"

namespace leakproof::config {
namespace {

using ::testing::HasSubstr;

v1::Workspace fields() {
  v1::Workspace workspace;
  workspace.set_folding(2);
  const auto add = [&](const char* name, const char* type) {
    auto* field = workspace.add_fields();
    field->set_name(name);
    field->set_type(type);
  };
  add("product", "text");
  add("company_size", "integer");
  add("budget", "real");
  add("demo", "flag");
  add("tags", "list");
  add("born", "instant");
  return workspace;
}
const rules::Schema& schema() {
  static const rules::Schema made = routing_schema(fields());
  return made;
}

std::string of_cell(const std::string& cell, const TableField& field) {
  const auto condition = condition_of(cell, field);
  return condition.ok() ? condition->when : "refused: " + condition.error().message();
}

TEST(Cell, SaysWhatItMeansInTheRuleLanguage) {
  const TableField text{"t", rules::Type::kString, false}, name{"n", rules::Type::kString, true},
      whole{"i", rules::Type::kInt, false}, real{"r", rules::Type::kDouble, false},
      flag{"f", rules::Type::kBool, false}, list{"l", rules::Type::kList, false};
  const std::tuple<const char*, TableField, const char*> cases[] = {
      {"", text, ""},
      {" * ", text, ""},
      {"VN", text, R"(t == "VN")"},
      {"a\"b\\", text, R"(t == "a\"b\\")"},
      {"VN | TH", text, R"(t in ["VN", "TH"])"},
      {"70*", name, R"(n.fold().startsWith("70"))"},
      {"Hà Nội|SW 1*|HP", name, R"((n.fold() in ["hanoi", "hp"] || n.fold().startsWith("sw1")))"},
      {"!VN|TH", text, R"(!(t in ["VN", "TH"]))"},
      {"(none)", text, "!has(t)"},
      {"!(none)", text, "!(!has(t))"},
      {"(none)|VN", text, R"((!has(t) || t == "VN"))"},
      {"50-249", text, R"(t == "50-249")"},
      {"250", whole, "i == 250"},
      {"10..49", whole, "i >= 10 && i <= 49"},
      {"10-49", whole, "i >= 10 && i <= 49"},
      {"-5 .. -1", whole, "i >= -5 && i <= -1"},
      {">= 250|1", whole, "(i >= 250 || i == 1)"},
      {"!<10", whole, "!(i < 10)"},
      {"0.5..1.5", real, "r >= 0.5 && r <= 1.5"},
      {"Yes", flag, "f"},
      {"FALSE", flag, "!f"},
      {"a|b", list, R"(("a" in l || "b" in l))"},
      {"a||b", text, "refused: nothing stands on one side of '|', or behind '!'"},
      {"!", text, "refused: nothing stands on one side of '|', or behind '!'"},
      {"a|!b", text, "refused: a '!' stands in front of the whole cell: !a|b is neither a nor b"},
      {"*a", text, "refused: a '*' stands at the end only, as in 70*"},
      {"--", name, "refused: no letter or digit is left of '--'"},
      {"10..49", text, "refused: '10..49' compares numbers, and t is a text"},
      {">=5", text, "refused: '>=5' compares numbers, and t is a text"},
      {"1.5", whole, "refused: expected a whole number such as 250, 10..49 or >=250, found '1.5'"},
      {"1,5", real, "refused: expected a number such as 250, 10..49 or >=250, found '1,5'"},
      {"many", whole, "refused: expected a whole number such as 250, 10..49 or >=250, found 'many'"},
      {"9999999999999999", whole,
       "refused: expected a whole number such as 250, 10..49 or >=250, found '9999999999999999'"},
      {"49..10", whole, "refused: the range ends before it begins: '49..10'"},
      {"maybe", flag, "refused: expected yes or no, found 'maybe'"},
      {"a*", list, "refused: a list is asked for whole texts: '*' cannot stand here"},
      {"=VN", text, "refused: a formula: save its value; to compare, write the text or number alone"},
      {"#REF!", whole, "refused: the spreadsheet could not work this cell out"},
      {"a\nb", text, "refused: a line break inside the cell: take it out"},
  };
  for (const auto& [cell, field, expected] : cases) EXPECT_EQ(of_cell(cell, field), expected) << cell;
}

std::string problems_of(const std::string& csv) {
  std::string all;
  for (const auto& one : read_table(csv, schema()).problems)
    all += std::to_string(one.line) + ":" + std::to_string(one.column) + " " + one.name + ": " + one.message + "\n";
  return all;
}

TEST(DecisionTable, ARowIsARule) {
  const auto table = read_table(
      "\xEF\xBB\xBFid;Country;Province;Company size;Product;# who asked;pool;journey\r\n"
      "north;VN;Hà Nội;>=250;ERP|CRM;An;vip;\r\n\r\n"
      "rest;VN;;;;;;cold\r\n",
      schema());
  ASSERT_TRUE(table.problems.empty()) << table.problems.front().message;
  ASSERT_EQ(table.rows.size(), 2u);
  const auto& north = table.rows[0];
  EXPECT_EQ(
      north.when,
      R"(lead.country == "VN" && (lead.region.fold() == "hanoi" || lead.province_now == "Hà Nội") && lead.custom.company_size >= 250 && )"
      R"(lead.custom.product.fold() in ["erp", "crm"])");
  EXPECT_EQ(north.id + " " + north.pool + " " + std::to_string(north.line) + " " + std::to_string(north.pool_column),
            "north vip 2 7");
  EXPECT_EQ(table.rows[1].when + " " + table.rows[1].journey + " " + std::to_string(table.rows[1].line),
            R"(lead.country == "VN" cold 4)");
}

TEST(DecisionTable, ACellThatNamesAProvinceAsksForIt) {
  struct Case {
    const char *header, *cells, *when;  // of the first row
  };
  const Case cases[] = {
      {"province", "Bavaria", R"(lead.region.fold() == "bavaria")"},
      {"province", "TP. Hồ Chí Minh", R"((lead.region.fold() == "tphochiminh" || lead.province_now == "Hồ Chí Minh"))"},
      {"region", "Hồ Chí Minh\nBình Dương",
       R"((lead.region.fold() == "hochiminh" || lead.province in ["Bà Rịa - Vũng Tàu", "Hồ Chí Minh"]))"},
      {"region", "Bình Dương", R"((lead.region.fold() == "binhduong" || lead.province == "Bình Dương"))"},
      {"city", "Hồ Chí Minh", R"((lead.city.fold() == "hochiminh" || lead.province == "Hồ Chí Minh"))"},
      {"city", "Thái Nguyên",
       R"((lead.city.fold() == "thainguyen" || !has(lead.region) && lead.province == "Thái Nguyên"))"},
      {"city", "Vũng Tàu", R"(lead.city.fold() == "vungtau")"},
      {"region", "!Hà Nội",
       R"((has(lead.region) || has(lead.province)) && !(has(lead.region) && lead.region.fold() == "hanoi" || )"
       R"(has(lead.province) && lead.province_now == "Hà Nội"))"},
      {"lead.province", "TP. Đà Nẵng|Tỉnh Lào Cai", R"(lead.province_now in ["Lào Cai", "Đà Nẵng"])"},
      {"lead.province", "!Huế", R"(!(lead.province_now == "Huế"))"},
      {"country", "Việt Nam", R"(lead.country == "VN")"},
      {"country", "Germany|Deutschland|DEU|at", R"(lead.country in ["DE", "AT"])"},
      {"country", "!UK", R"(!(lead.country == "GB"))"},
      {"country", "Vietnam|Atlantis", R"((lead.country == "VN" || lead.country.fold() == "atlantis"))"},
      {"country", "Atlantis", R"(lead.country.fold() == "atlantis")"},
      {"country", "V*", R"(lead.country.fold().startsWith("v"))"},
      {"district", "Łódź", R"(lead.district.fold() == "lodz")"},
      {"region", "Hà*", R"(lead.region.fold().startsWith("ha"))"},
      {"region", "CT", R"(lead.region.fold() == "ct")"},
      {"district", "Hà Nội", R"(lead.district.fold() == "hanoi")"},
  };
  for (const auto& c : cases) {
    std::string csv = std::string(c.header) + ",pool\n";
    std::istringstream rows(c.cells);
    for (std::string row; std::getline(rows, row);) csv += row + ",p\n";
    const auto table = read_table(csv, schema());
    ASSERT_TRUE(table.problems.empty()) << table.problems.front().message;
    EXPECT_EQ(table.rows.front().when, c.when);
  }
}

TEST(DecisionTable, TellsWhatItsCellsNameOfEachField) {
  const auto table = read_table("country,tags,company_size,pool\n!VN|Thailand,,,p\n*,vip,>5,p\nVN,vip,,p\n", schema());
  const std::map<std::string, std::set<std::string>> named = {
      {"lead.country", {R"(lead.country in ["VN", "TH"])", R"(lead.country == "VN")"}},
      {"lead.custom.tags", {R"("vip" in lead.custom.tags)"}}};
  EXPECT_EQ(table.named, named);
}

TEST(DecisionTable, ARowWithoutAnIdIsNamedByItsLineAndOneWithoutConditionsTakesAll) {
  const auto table = read_table("pool,country\ndesk\n", schema());
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].id + " " + table.rows[0].when, "row-2 true");
}

TEST(DecisionTable, NamesRowAndColumnOfEveryProblem) {
  EXPECT_EQ(problems_of(""), "1:1 : no rows: the first line names the columns, each other one is a rule\n");
  EXPECT_EQ(problems_of("country,pool\n"),
            "1:1 : no rows: the first line names the columns, each other one is a rule\n");
  EXPECT_EQ(problems_of("country,pool\n\"VN,p\n"), "2:1 : a quote is never closed\n");
  EXPECT_EQ(problems_of("country,pool\nVN,p,x\n"), "2:3 : 3 cells, the header has 2\n");
  EXPECT_EQ(problems_of("country\nVN\n"), "1:1 : no column says where a row leads: add 'pool' or 'journey'\n");
  EXPECT_EQ(problems_of("contry,pool\nVN,p\n"),
            "1:1 contry: no such field; did you mean 'country'?; a column that starts with # is a note\n");
  EXPECT_EQ(problems_of("country,,pool\nVN,,p\n"), "1:2 : a column without a name\n");
  EXPECT_THAT(problems_of("country,lead.country,pool\nVN,,p\n"),
              HasSubstr("1:2 lead.country: is there twice, in column 1, too\n"));
  EXPECT_EQ(problems_of("born,pool\n1,p\n"), "1:1 born: a table does not compare times: write a rule\n");
  EXPECT_EQ(
      problems_of("country,pool,journey\nVN,,\nTH,p,j\n"),
      "2:1 : the row leads nowhere: name a pool or a journey\n3:1 : the row leads to a pool and a journey: keep one\n");
  EXPECT_EQ(problems_of("id,company_size,pool\nx,few,p\nx,1,p\nÄ,1,p\n"),
            "2:2 company_size: expected a whole number such as 250, 10..49 or >=250, found 'few'\n3:1 id: 'x' is there "
            "twice\n"
            "4:1 id: expected an id: letters, digits, - _ and ., at most 64, beginning with a letter or digit\n");
  EXPECT_THAT(problems_of("country,pool\n" + std::string(20'000, 'x') + ",p\n"), HasSubstr("2:1 : "));
}

std::vector<int> lines_by_specificity(const std::string& csv) {
  auto rows = read_table(csv, schema()).rows;
  order_by_specificity(rows);
  std::vector<int> lines;
  for (const auto& row : rows) lines.push_back(row.line);
  return lines;
}

TEST(DecisionTable, TheMostSpecificRowGoesFirst) {
  EXPECT_THAT(lines_by_specificity("country,region,district,postal_code,product,pool\n"
                                   ",,,,,p\n"             // 2: takes all
                                   "VN,,,,ERP,p\n"        // 3: two cells, country
                                   "VN,Hà Nội,,,,p\n"     // 4: two cells, region
                                   "VN,,Ba Đình,,,p\n"    // 5: two cells, district
                                   "VN,,,70*,,p\n"        // 6: two cells, postal code
                                   "VN,,,700*,,p\n"       // 7: the longer beginning
                                   "VN,,,700000,,p\n"     // 8: the whole
                                   "VN,Huế,,,,p\n"        // 9: as 4, and behind it
                                   "VN,Hà Nội,,,ERP,p\n"  // 10: three cells
                                   ),
              ::testing::ElementsAre(10, 8, 7, 6, 5, 4, 9, 3, 2));
}

// Whatever a file holds: an answer, and never more problems than are told.
TEST(DecisionTable, AnythingIsAnswered) {
  static constexpr const char* kPieces[] = {"country", "pool",   "company size",
                                            "tags",    "demo",   ",",
                                            ";",       "\n",     "\r\n",
                                            "\"",      "!",      "|",
                                            "*",       "..",     ">=",
                                            "-",       "7",      "(none)",
                                            "yes",     "Hà Nội", "\xe9",
                                            "=",       "#REF!",  " ",
                                            "\t",      "id",     "99999999999999999999"};
  std::mt19937 engine(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string csv = engine() % 2 ? "country,company size,demo,tags,pool\n" : "";
    for (unsigned k = engine() % 40; k > 0; --k) csv += kPieces[engine() % std::size(kPieces)];
    const auto table = read_table(csv, schema());
    for (const auto& row : table.rows)
      EXPECT_TRUE(!table.problems.empty() || std::holds_alternative<rules::Program>(
                                                 rules::Program::compile(row.when, schema(), rules::Type::kBool)));
  }
}

// A lead as a person would describe it, and cells as a person would read them: no expressions, no index.
struct Plain {
  std::optional<std::string> country, district, product, source;
  std::optional<std::int64_t> size;
  std::optional<double> budget;
  std::optional<bool> demo;
};

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}
  int below(int bound) { return static_cast<int>(engine_() % static_cast<unsigned>(bound)); }
  template <class List>
  auto one_of(const List& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(std::size(list))))];
  }

 private:
  std::mt19937 engine_;
};

constexpr const char* kTexts[] = {"VN", "Hà Nội", "ha noi", "HA-NOI", "700 000", "70", "Ba Đình", "x"};

// A cell with its meaning: true, false, or nothing when it asks for what the lead does not say.
struct PlainCell {
  std::string text;
  std::function<std::optional<bool>(const Plain&)> holds;
};

PlainCell text_cell(Chance& chance, std::optional<std::string> Plain::*field, bool folds) {
  const auto spelt = [folds](const std::string& text) {
    return folds ? text::fold(text, text::FoldVersion::kLetters) : text;
  };
  const bool negated = chance.below(4) == 0;
  std::string text = negated ? "!" : "";
  std::vector<std::string> whole, beginnings;
  bool none = false;
  for (int i = 0, count = 1 + chance.below(3); i < count; ++i) {
    const std::string word = chance.one_of(kTexts);
    const int kind = chance.below(6);
    text += i == 0 ? "" : " | ";
    if (kind == 0) {
      none = true;
      text += "(none)";
    } else if (kind == 1) {
      beginnings.push_back(spelt(word));
      text += word + "*";
    } else {
      whole.push_back(spelt(word));
      text += word;
    }
  }
  return {text, [=](const Plain& lead) -> std::optional<bool> {
            const auto& value = lead.*field;
            if (!value)
              return none                                  ? std::optional(!negated)
                     : whole.empty() && beginnings.empty() ? std::optional(negated)
                                                           : std::nullopt;
            const std::string is = spelt(*value);
            const bool found =
                std::ranges::find(whole, is) != whole.end() ||
                std::ranges::any_of(beginnings, [&](const auto& begins) { return is.starts_with(begins); });
            return found != negated;
          }};
}
template <class Number>
PlainCell number_cell(Chance& chance, std::optional<Number> Plain::*field) {
  const int a = chance.below(20), b = a + chance.below(20);
  const auto asked = [field](std::string text, auto compare) {
    return PlainCell{std::move(text), [field, compare](const Plain& lead) -> std::optional<bool> {
                       return lead.*field ? std::optional(compare(*(lead.*field))) : std::nullopt;
                     }};
  };
  switch (chance.below(5)) {
    case 0:
      return asked(std::to_string(a), [a](Number n) { return n == a; });
    case 1:
      return asked(std::to_string(a) + (chance.below(2) ? ".." : "-") + std::to_string(b),
                   [a, b](Number n) { return n >= a && n <= b; });
    case 2:
      return asked(">=" + std::to_string(a), [a](Number n) { return n >= a; });
    case 3:
      return asked("!<" + std::to_string(a), [a](Number n) { return n >= a; });
    default:
      return asked(std::to_string(a) + "|>" + std::to_string(b), [a, b](Number n) { return n == a || n > b; });
  }
}
PlainCell flag_cell(Chance& chance) {
  const bool wanted = chance.below(2) == 0;
  return {wanted ? "yes" : "no", [wanted](const Plain& lead) -> std::optional<bool> {
            return lead.demo ? std::optional(*lead.demo == wanted) : std::nullopt;
          }};
}

struct PlainRow {
  std::vector<PlainCell> cells;
  bool holds(const Plain& lead) const {
    return std::ranges::all_of(cells,
                               [&](const auto& cell) { return !cell.holds || cell.holds(lead).value_or(false); });
  }
};
PlainRow random_row(Chance& chance) {
  PlainRow row;
  const auto maybe = [&](auto make) {
    row.cells.push_back(chance.below(2) == 0 ? PlainCell{chance.below(2) ? "" : "*", {}} : make());
  };
  maybe([&] { return text_cell(chance, &Plain::country, true); });
  maybe([&] { return text_cell(chance, &Plain::district, true); });
  maybe([&] { return text_cell(chance, &Plain::product, true); });
  maybe([&] { return text_cell(chance, &Plain::source, false); });
  maybe([&] { return number_cell(chance, &Plain::size); });
  maybe([&] { return number_cell(chance, &Plain::budget); });
  maybe([&] { return flag_cell(chance); });
  return row;
}
std::string csv_of(const std::vector<PlainRow>& rows, char separator) {
  std::string csv = "country;district;product;source;company size;budget;demo;pool\r\n";
  for (const auto& row : rows) {
    for (const auto& cell : row.cells) csv += "\"" + cell.text + "\";";
    csv += "p\r\n";
  }
  std::ranges::replace(csv, ';', separator);
  return csv;
}
Plain random_lead(Chance& chance) {
  Plain lead;
  for (auto field : {&Plain::country, &Plain::district, &Plain::product, &Plain::source}) {
    if (chance.below(4) != 0) lead.*field = chance.one_of(kTexts);
  }
  if (chance.below(4) != 0) lead.size = chance.below(45);
  if (chance.below(4) != 0) lead.budget = chance.below(90) / 2.0;
  if (chance.below(4) != 0) lead.demo = chance.below(2) == 0;
  return lead;
}
rules::Record record_of(const Plain& lead) {
  rules::Record record(schema());
  const auto set = [&](const char* path, const auto& value) {
    if (value) record.set(*schema().find(path), rules::Value(*value));
  };
  const auto text = [](const std::optional<std::string>& value) {
    return value ? std::optional<std::string_view>(*value) : std::nullopt;
  };
  set("lead.country", text(lead.country));
  set("lead.district", text(lead.district));
  set("lead.custom.product", text(lead.product));
  set("lead.source", text(lead.source));
  set("lead.custom.company_size", lead.size);
  set("lead.custom.budget", lead.budget);
  set("lead.custom.demo", lead.demo);
  return record;
}

// The rules of a random table find the row that a person finds by going through it cell by cell, one by one and through
// the index.
TEST(DecisionTable, FindsWhatReadingRowByRowFinds) {
  int matched = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    Chance chance(seed);
    std::vector<PlainRow> rows;
    for (int i = 0, count = 1 + chance.below(80); i < count; ++i) rows.push_back(random_row(chance));
    const auto table = read_table(csv_of(rows, chance.below(2) ? ';' : ','), schema());
    ASSERT_TRUE(table.problems.empty()) << seed << ": " << table.problems.front().message;
    std::vector<rules::Program> programs;
    for (const auto& row : table.rows)
      programs.push_back(std::get<rules::Program>(rules::Program::compile(row.when, schema(), rules::Type::kBool)));
    rules::RuleIndex index;
    index.update(programs);
    for (int k = 0; k < 200; ++k) {
      const Plain lead = random_lead(chance);
      const auto record = record_of(lead);
      const auto expected = std::ranges::find_if(rows, [&](const auto& row) { return row.holds(lead); });
      const auto place = static_cast<std::size_t>(expected - rows.begin());
      const auto found =
          std::ranges::find_if(programs, [&](const auto& one) { return one.evaluate(record, Instant{}).is_true(); });
      ASSERT_EQ(static_cast<std::size_t>(found - programs.begin()), place) << "seed " << seed;
      ASSERT_EQ(index.first_match(record, Instant{}).value_or(rows.size()), place) << "seed " << seed;
      matched += expected != rows.end();
    }
  }
  EXPECT_GT(matched, 3000);
}

}  // namespace
}  // namespace leakproof::config
