// Tested by: services/ingest/domain/inquiry_test.cc
#include "ingest/domain/typed_value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

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

// "wms, erp": one control that holds several answers; `["wms","erp"]`: a list that a script put into a text.
void add_items(std::string_view answer, std::vector<std::string>& items) {
  if (answer.starts_with('[') && answer.ends_with(']')) answer = answer.substr(1, answer.size() - 2);
  for (;;) {
    const auto end = answer.find_first_of(",;|");
    if (auto item = trimmed(answer.substr(0, end)); !item.empty()) items.push_back(std::move(item));
    if (end == answer.npos) return;
    answer.remove_prefix(end + 1);
  }
}

Value list_of(const std::vector<std::string>& answers) {
  std::vector<std::string> items;
  if (answers.size() > 1) return answers;  // the form parted them itself
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
