// Tested by: services/ingest/domain/inquiry_test.cc
#include "ingest/domain/no_answer.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"

namespace leakproof::ingest {
namespace {

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& all, std::string_view text) {
  return std::ranges::find(all, text) != all.end();
}

bool is_within(std::string_view text, std::string_view begin, std::string_view end) {
  return text.size() > begin.size() + end.size() && text.starts_with(begin) && text.ends_with(end);
}

// What a program was to fill in.
bool is_placeholder(std::string_view text) {
  return is_within(text, "{", "}") || is_within(text, "${", "}") || is_within(text, "%", "%");
}

bool is_dashes(std::string_view text) {
  while (!text.empty()) {
    const bool is_long = text.starts_with("–") || text.starts_with("—");
    if (!is_long && std::string_view("-._/ ").find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(is_long ? std::string_view("–").size() : 1);
  }
  return true;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (auto at = text.find_first_not_of(' '); at != text.npos; at = text.find_first_not_of(' ', at)) {
    words.push_back(text.substr(at, text.find(' ', at) - at));
    at += words.back().size();
  }
  return words;
}

// One part of a name that a program put together. Nobody is called so.
bool is_no_part(std::string_view word) {
  return lower_case(word) == "undefined" || word == "null" || word == "NaN" || is_placeholder(word);
}

// By itself it may be somebody's name.
bool is_no_part_among_such(std::string_view word) {
  const auto lower = lower_case(word);
  return lower == "null" || lower == "none" || is_no_answer(word) || is_no_part(word);
}

}  // namespace

bool is_no_answer(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kNothing = {"null", "NULL", "(null)", "NaN",
                                                               "nan",  "none", "nil",    "[object Object]"};
  static constexpr std::array<std::string_view, 5> kInAnyCase = {"undefined", "false", "n/a", "n.a.", "n.a"};
  return is_dashes(text) || is_one_of(kNothing, text) || is_one_of(kInAnyCase, lower_case(text)) ||
         is_placeholder(text);
}

std::string without_no_answers(std::string_view name) {
  if (is_no_answer(name)) return {};
  const auto words = words_of(name);
  if (words.size() > 1 && std::ranges::all_of(words, is_no_part_among_such)) return {};
  if (words.size() > 2 && words[0] == "[object" && words[1] == "Object]") return {};
  if (std::ranges::none_of(words, is_no_part)) return std::string(name);
  std::string kept;
  for (const auto word : words) {
    if (!is_no_part(word)) kept += (kept.empty() ? "" : " ") + std::string(word);
  }
  return kept;
}

bool is_number_for_name(std::string_view text) {
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits >= 6 && text.find_first_not_of("+0123456789 ()-./") == text.npos;
}

}  // namespace leakproof::ingest
