// Tested by: libs/rules/functions_test.cc
#include <re2/re2.h>

#include <algorithm>
#include <cstring>

#include "rules/functions.h"
#include "text/fold.h"

namespace leakproof::rules {
namespace {

using Text = std::string_view;

Evaluated joined(Text first, Text second, Scratch& scratch, char*& out) {
  out = scratch.take(first.size() + second.size());
  if (out == nullptr) return Evaluated::fault(kNoRoom);
  std::ranges::copy(second, std::ranges::copy(first, out).out);
  return Value(Text(out, first.size() + second.size()));
}
Evaluated joined_texts(const Value* a, Scratch& scratch) {
  char* out = nullptr;
  return joined(a[0].as<Text>(), a[1].as<Text>(), scratch, out);
}
Evaluated joined_bytes(const Value* a, Scratch& scratch) {
  char* out = nullptr;
  const Evaluated all = joined(a[0].as<Bytes>().data, a[1].as<Bytes>().data, scratch, out);
  return all.ok() ? Evaluated(Value(Bytes{all.value().as<Text>()})) : all;
}

template <char First, char Last>
Evaluated shifted(const Value* a, Scratch& scratch) {
  const auto text = a[0].as<Text>();
  char* out = scratch.take(text.size());
  if (out == nullptr) return Evaluated::fault(kNoRoom);
  std::ranges::transform(text, out, [](char c) { return c >= First && c <= Last ? static_cast<char>(c ^ 0x20) : c; });
  return Value(Text(out, text.size()));
}

// The white space of Unicode, in UTF-8.
constexpr std::array<Text, 25> kSpaces = {"\t",     "\n",     "\v",     "\f",     "\r",     " ",      "\u0085",
                                          "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004",
                                          "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u2028",
                                          "\u2029", "\u202f", "\u205f", "\u3000"};
Evaluated trimmed(const Value* a, Scratch&) {
  auto text = a[0].as<Text>();
  const auto cut = [&](auto at_end, auto remove) {
    for (;;) {
      const auto space = std::ranges::find_if(kSpaces, at_end);
      if (space == kSpaces.end()) return;
      remove(space->size());
    }
  };
  cut([&](Text space) { return text.starts_with(space); }, [&](std::size_t size) { text.remove_prefix(size); });
  cut([&](Text space) { return text.ends_with(space); }, [&](std::size_t size) { text.remove_suffix(size); });
  return Value(text);
}

template <text::FoldVersion version>
Evaluated folded(const Value* a, Scratch& scratch) {
  return made_text(text::fold(a[0].as<Text>(), version), scratch);
}

Evaluated starts(const Value* a, Scratch&) { return Value(a[0].as<Text>().starts_with(a[1].as<Text>())); }
Evaluated ends(const Value* a, Scratch&) { return Value(a[0].as<Text>().ends_with(a[1].as<Text>())); }
// memmem is linear in both, find() is not.
Evaluated holds(const Value* a, Scratch&) {
  const auto text = a[0].as<Text>(), part = a[1].as<Text>();
  return Value(part.empty() || memmem(text.data(), text.size(), part.data(), part.size()) != nullptr);
}
// A pattern that only the evaluation knows; a literal is compiled once, by the checker.
Evaluated matched(const Value* a, Scratch&) {
  const auto text = a[0].as<Text>(), pattern = a[1].as<Text>();
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternMemoryMax);
  const RE2 compiled(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (!compiled.ok()) return Evaluated::fault("the regular expression is not valid");
  return Value(RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled));
}

// In code points.
Evaluated text_length(const Value* a, Scratch&) {
  return Value(
      static_cast<std::int64_t>(std::ranges::count_if(a[0].as<Text>(), [](char c) { return (c & 0xc0) != 0x80; })));
}
Evaluated bytes_length(const Value* a, Scratch&) {
  return Value(static_cast<std::int64_t>(a[0].as<Bytes>().data.size()));
}

}  // namespace

void add_texts(Overloads& table) {
  constexpr auto kText = Type::kString, kBytes = Type::kBytes, kBool = Type::kBool;
  table.insert(table.end(), {{"+", Form::kOperator, {kText, kText}, kText, joined_texts},
                             {"+", Form::kOperator, {kBytes, kBytes}, kBytes, joined_bytes},
                             {"startsWith", Form::kMethod, {kText, kText}, kBool, starts},
                             {"endsWith", Form::kMethod, {kText, kText}, kBool, ends},
                             {"contains", Form::kMethod, {kText, kText}, kBool, holds},
                             {"matches", Form::kMethod, {kText, kText}, kBool, matched},
                             {"matches", Form::kFunction, {kText, kText}, kBool, matched},
                             {"lowerAscii", Form::kMethod, {kText}, kText, shifted<'A', 'Z'>},
                             {"upperAscii", Form::kMethod, {kText}, kText, shifted<'a', 'z'>},
                             {"trim", Form::kMethod, {kText}, kText, trimmed},
                             {"fold", Form::kMethod, {kText}, kText, folded<text::FoldVersion::kLetters>},
                             {kFirstFold, Form::kMethod, {kText}, kText, folded<text::FoldVersion::kFirst>}});
  for (const auto form : {Form::kFunction, Form::kMethod}) {
    table.push_back({"size", form, {kText}, Type::kInt, text_length});
    table.push_back({"size", form, {kBytes}, Type::kInt, bytes_length});
  }
}

}  // namespace leakproof::rules
