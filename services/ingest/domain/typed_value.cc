// Tested by: services/ingest/domain/inquiry_test.cc
#include "ingest/domain/typed_value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include "base/ascii.h"
#include "base/parse_number.h"
#include "ingest/domain/mapping.h"
#include "ingest/domain/text.h"

namespace leakproof::ingest {
namespace {

// 50000.0 of a format is the whole number that it is.
std::string without_zeros(std::string number) {
  if (number.find('.') == number.npos || number.find_first_of("eE") != number.npos) return number;
  number.erase(number.find_last_not_of('0') + 1);
  if (number.ends_with('.')) number.pop_back();
  return number;
}

std::optional<std::string> plain_number_of(const Answers& answers, const std::string& region, NumberKind kind,
                                           const Text& text) {
  const auto& written = answers.texts.front();
  const bool is_power = written.find_first_of("eE") != written.npos;
  return answers.are_numbers && !is_power ? std::optional(without_zeros(written)) : text.number(written, region, kind);
}

template <class T>
std::optional<Value> number(const Answers& answers, const std::string& region, const Text& text) {
  constexpr auto kKind = std::is_integral_v<T> ? NumberKind::kWhole : NumberKind::kReal;
  const auto plain = plain_number_of(answers, region, kKind, text);
  const auto value = plain ? parse_number<T>(*plain) : std::nullopt;
  return value && std::isfinite(static_cast<double>(*value)) ? std::optional(Value(*value)) : std::nullopt;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kAround = " \"";
  const auto begin = text.find_first_not_of(kAround);
  return begin == text.npos ? "" : std::string(text.substr(begin, text.find_last_not_of(kAround) + 1 - begin));
}

// How long the separator is that `text` begins with; 0: none. Those of Chinese, Japanese and Arabic, too.
std::size_t separator_at(std::string_view text) {
  static constexpr std::string_view kSeparators[] = {",", ";", "|",    "、",    "，",    "；",
                                                     "،", "؛", "<br>", "<br/>", "<br />"};
  const auto begin = lower_case(text.substr(0, 6));
  for (const auto separator : kSeparators) {
    if (begin.starts_with(separator)) return separator.size();
  }
  return 0;
}

// Behind the closing quote of an answer in quotes, behind the ")" of what is said in brackets; else `at`.
std::size_t behind_enclosed(std::string_view text, std::size_t at, bool begins) {
  if (text[at] != '(' && !(text[at] == '"' && begins)) return at;
  const auto end = text.find(text[at] == '(' ? ')' : '"', at + 1);
  return end == text.npos ? at : end + 1;
}

std::size_t end_of_item(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (separator_at(text.substr(at)) > 0) return at;
    const auto behind = behind_enclosed(text, at, text.find_first_not_of(' ') == at);
    at = behind > at ? behind : at + 1;
  }
  return text.size();
}

// "wms, erp": one control that holds several answers; `["wms","erp"]`: a list that a script put into a text.
void add_items(std::string_view answer, std::vector<std::string>& items) {
  if (answer.starts_with('[') && answer.ends_with(']')) answer = answer.substr(1, answer.size() - 2);
  while (!answer.empty()) {
    const auto end = end_of_item(answer);
    if (auto item = trimmed(answer.substr(0, end)); !item.empty()) items.push_back(std::move(item));
    answer.remove_prefix(end);
    answer.remove_prefix(answer.empty() ? 0 : separator_at(answer));
  }
}

// Objects that a script put into a text are no answers.
std::optional<Value> list_of(const std::vector<std::string>& answers) {
  std::vector<std::string> items;
  if (answers.size() > 1) return answers;  // the form parted them itself
  if (answers.front().starts_with('{') || answers.front().starts_with("[{")) return std::nullopt;
  add_items(answers.front(), items);
  return items;
}

template <class T>
std::optional<Value> value_of(const std::optional<T>& read) {
  return read ? std::optional(Value(*read)) : std::nullopt;
}

}  // namespace

std::optional<bool> flag(const std::string& value, const Text& text) {
  static constexpr std::array kYes = {"1",     "true", "yes",     "on",    "y",      "x",       "co",
                                      "dongy", "ja",   "checked", "agree", "iagree", "accepted"};
  static constexpr std::array kNo = {"0", "false", "no", "off", "n", "khong", "nein", "unchecked"};
  const auto folded = text.fold(value);
  if (std::find(kYes.begin(), kYes.end(), folded) != kYes.end()) return true;
  if (std::find(kNo.begin(), kNo.end(), folded) != kNo.end()) return false;
  return std::nullopt;
}

std::optional<Value> typed(const Answers& answers, ValueType type, const SourceRules& rules, const Text& text) {
  const auto& value = answers.texts.front();
  switch (type) {
    case ValueType::kText:
      return Value(joined(answers.texts));
    case ValueType::kInteger:
      return number<std::int64_t>(answers, rules.default_region, text);
    case ValueType::kReal:
      return number<double>(answers, rules.default_region, text);
    case ValueType::kList:
      return list_of(answers.texts);
    case ValueType::kFlag:
      return value_of(flag(answers.texts.back(), text));  // a box stands behind its hidden "0"
    case ValueType::kInstant:
      return value_of(text.instant(value, rules.zone));
  }
  return std::nullopt;
}

}  // namespace leakproof::ingest
