// Tested by: libs/config/decision_table_test.cc
#include "config/cell.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/parse_number.h"
#include "text/country_names.h"
#include "text/csv.h"
#include "text/fold.h"

namespace leakproof::config {
namespace {

using rules::Type;

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
  return out + "\"";
}

// What a spreadsheet writes that could not work a cell out, or that was saved with its formulas.
Status check_spreadsheet(std::string_view cell) {
  static constexpr std::array<std::string_view, 7> kErrors = {"#N/A",    "#REF!", "#NAME?", "#VALUE!",
                                                              "#DIV/0!", "#NUM!", "#NULL!"};
  if (std::ranges::find(kErrors, cell) != kErrors.end()) return refuse("the spreadsheet could not work this cell out");
  if (cell.starts_with('=')) return refuse("a formula: save its value; to compare, write the text or number alone");
  if (cell.find_first_of("\r\n") != cell.npos) return refuse("a line break inside the cell: take it out");
  return {};
}

bool is_number(std::string_view text, bool whole) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto dot = text.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.size() <= 15 && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  if (dot == text.npos) return digits(text);
  return !whole && digits(text.substr(0, dot)) && digits(text.substr(dot + 1));
}
double value_of(std::string_view number) { return parse_number<double>(number).value_or(0); }

struct Range {
  std::string_view from, to;
};
// "10..49", "10-49"; both ends empty when it is none.
Range range_of(std::string_view text) {
  for (const std::string_view between : {"..", "-"}) {
    const auto at = text.find(between, 1);
    if (text.empty() || at == text.npos) continue;
    const Range range{text::trimmed(text.substr(0, at)), text::trimmed(text.substr(at + between.size()))};
    if (is_number(range.from, false) && is_number(range.to, false)) return range;
  }
  return {};
}

Result<std::string> number_condition(std::string_view text, const TableField& field) {
  const bool whole = field.type == Type::kInt;
  const auto expected = [&] {
    return refuse("expected " + std::string(whole ? "a whole number" : "a number") +
                  " such as 250, 10..49 or >=250, found '" + std::string(text) + "'");
  };
  for (const std::string_view sign : {">=", "<=", ">", "<"}) {
    if (!text.starts_with(sign)) continue;
    const auto number = text::trimmed(text.substr(sign.size()));
    if (!is_number(number, whole)) return expected();
    return field.path + " " + std::string(sign) + " " + std::string(number);
  }
  if (is_number(text, whole)) return field.path + " == " + std::string(text);
  const Range range = range_of(text);
  if (range.from.empty() || !is_number(range.from, whole) || !is_number(range.to, whole)) return expected();
  if (value_of(range.from) > value_of(range.to))
    return refuse("the range ends before it begins: '" + std::string(text) + "'");
  return field.path + " >= " + std::string(range.from) + " && " + field.path + " <= " + std::string(range.to);
}

Result<std::string> flag_condition(std::string_view text, const TableField& field) {
  const std::string word = text::fold(text);
  if (word == "true" || word == "yes") return field.path;
  if (word == "false" || word == "no") return "!" + field.path;
  return refuse("expected yes or no, found '" + std::string(text) + "'");
}

Result<std::string> list_condition(std::string_view text, const TableField& field) {
  if (text.find('*') != text.npos) return refuse("a list is asked for whole texts: '*' cannot stand here");
  return in_quotes(text) + " in " + field.path;
}

std::string any_of(const std::vector<std::string>& parts) {
  std::string all;
  for (const auto& part : parts) all += (all.empty() ? "" : " || ") + part;
  return all;
}

// Texts that are named in full, how others begin, and the provinces among them.
class TextCondition {
 public:
  explicit TextCondition(const TableField& field)
      : field_(field), term_(field.path + (field.folds ? ".fold()" : "")), provinces_(field.place, field.provinces) {}

  Status add(std::string_view text) {
    const bool begins = text.ends_with('*');
    if (begins) text.remove_suffix(1);
    if (text.find('*') != text.npos) return refuse("a '*' stands at the end only, as in 70*");
    const bool compares = text.starts_with('<') || text.starts_with('>');
    if (compares || (text.find("..") != text.npos && !range_of(text).from.empty()))
      return refuse("'" + std::string(text) + "' compares numbers, and " + field_.path + " is a text");
    const std::string spelt = field_.folds ? text::fold(text, text::FoldVersion::kLetters) : std::string(text);
    if (spelt.empty()) return refuse("no letter or digit is left of '" + std::string(text) + "'");
    if (!begins && field_.place == PlaceKind::kCountry && add_country(text)) return {};
    if (!begins) LEAKPROOF_TRY(provinces_.add(text));
    if (begins || field_.place != PlaceKind::kProvince) (begins ? beginnings_ : whole_).push_back(in_quotes(spelt));
    note_length(begins ? static_cast<int>(std::min<std::size_t>(spelt.size(), kWholeText - 1)) : kWholeText);
    return {};
  }
  std::vector<std::string> parts() const {
    auto parts = texts();
    std::ranges::copy(provinces_.parts(), std::back_inserter(parts));
    return parts;
  }
  // That none of them holds, nor one of `others`. What a lead was written with, or its province, may be missing: then
  // the other decides.
  std::string none(std::vector<std::string> others) const {
    const auto provinces = provinces_.parts();
    const bool both = !provinces.empty() && field_.place != PlaceKind::kProvince;
    for (const auto& part : texts()) others.push_back(both ? "has(" + field_.path + ") && " + part : part);
    for (const auto& part : provinces) others.push_back(both ? "has(lead.province) && " + part : part);
    return (both ? "(has(" + field_.path + ") || has(lead.province)) && " : "") + "!(" + any_of(others) + ")";
  }
  int shortest() const { return shortest_; }

 private:
  // Leads hold the code of a country, whatever was sent.
  bool add_country(std::string_view text) {
    const auto code = text::country_code(text);
    if (code.empty()) return false;
    if (std::ranges::find(codes_, in_quotes(code)) == codes_.end()) codes_.push_back(in_quotes(code));
    note_length(kWholeText);
    return true;
  }
  void note_length(int length) { shortest_ = shortest_ == 0 ? length : std::min(shortest_, length); }
  static void add_one_of(const std::string& term, const std::vector<std::string>& texts,
                         std::vector<std::string>& parts) {
    std::string list;
    for (const auto& text : texts) list += (list.empty() ? "" : ", ") + text;
    if (!texts.empty()) parts.push_back(term + (texts.size() == 1 ? " == " + list : " in [" + list + "]"));
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> parts;
    add_one_of(field_.path, codes_, parts);
    add_one_of(term_, whole_, parts);
    for (const auto& text : beginnings_) parts.push_back(term_ + ".startsWith(" + text + ")");
    return parts;
  }

  const TableField& field_;
  const std::string term_;
  ProvinceCondition provinces_;
  std::vector<std::string> codes_, whole_, beginnings_;  // in quotes
  int shortest_ = 0;
};

Result<std::string> plain_condition(std::string_view text, const TableField& field) {
  if (field.type == Type::kBool) return flag_condition(text, field);
  if (field.type == Type::kList) return list_condition(text, field);
  return number_condition(text, field);
}

}  // namespace

std::vector<std::string_view> alternatives_of(std::string_view cell) {
  std::vector<std::string_view> all;
  for (;;) {
    const auto bar = cell.find('|');
    all.push_back(text::trimmed(cell.substr(0, bar)));
    if (bar == cell.npos) return all;
    cell.remove_prefix(bar + 1);
  }
}

bool is_comparable(Type type) {
  return type == Type::kString || type == Type::kInt || type == Type::kDouble || type == Type::kBool ||
         type == Type::kList;
}

Result<CellCondition> condition_of(std::string_view cell, const TableField& field) {
  cell = text::trimmed(cell);
  LEAKPROOF_TRY(check_spreadsheet(cell));
  if (cell.empty() || cell == "*") return CellCondition();
  const bool negated = cell.starts_with('!');
  if (negated) cell.remove_prefix(1);
  std::vector<std::string> parts;
  TextCondition texts(field);
  for (const auto one : alternatives_of(cell)) {
    if (one.empty()) return refuse("nothing stands on one side of '|', or behind '!'");
    if (one.starts_with('!')) return refuse("a '!' stands in front of the whole cell: !a|b is neither a nor b");
    if (one == "(none)") {
      parts.push_back("!has(" + field.path + ")");
    } else if (field.type == Type::kString) {
      LEAKPROOF_TRY(texts.add(one));
    } else {
      LEAKPROOF_ASSIGN(condition, plain_condition(one, field));
      parts.push_back(std::move(condition));
    }
  }
  if (negated) return CellCondition{texts.none(std::move(parts)), 0};
  std::ranges::copy(texts.parts(), std::back_inserter(parts));
  return CellCondition{parts.size() == 1 ? parts.front() : "(" + any_of(parts) + ")", texts.shortest()};
}

}  // namespace leakproof::config
