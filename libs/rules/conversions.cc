// Tested by: libs/rules/functions_test.cc
#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/parse_number.h"
#include "rules/functions.h"

namespace leakproof::rules {
namespace {

using Text = std::string_view;
constexpr const char* kNotANumber = "the text is not such a number";

Evaluated itself(const Value* a, Scratch&) { return a[0]; }
Evaluated type_of(const Value* a, Scratch&) { return Value(a[0].type()); }

Evaluated int_of_uint(const Value* a, Scratch&) {
  const auto number = a[0].as<Uint>().value;
  return number > INT64_MAX ? Evaluated::fault(kOverflow) : Evaluated(Value(static_cast<std::int64_t>(number)));
}
// The fraction is dropped. The bounds are open: a double this large may stand for a number beyond them. A NaN fails
// both comparisons.
Evaluated int_of_double(const Value* a, Scratch&) {
  const double number = a[0].as<double>();
  if (!(number > -0x1p63 && number < 0x1p63)) return Evaluated::fault(kOverflow);
  return Value(static_cast<std::int64_t>(number));
}
Evaluated int_of_time(const Value* a, Scratch&) { return Value(a[0].as<Timestamp>().seconds); }
Evaluated int_of_span(const Value* a, Scratch&) { return Value(nanoseconds_of(a[0].as<Span>())); }
Evaluated uint_of_int(const Value* a, Scratch&) {
  const auto number = a[0].as<std::int64_t>();
  return number < 0 ? Evaluated::fault(kOverflow) : Evaluated(Value(Uint{static_cast<std::uint64_t>(number)}));
}
Evaluated uint_of_double(const Value* a, Scratch&) {
  const double number = a[0].as<double>();
  if (!(number >= 0 && number < 0x1p64)) return Evaluated::fault(kOverflow);
  return Value(Uint{static_cast<std::uint64_t>(number)});
}
Evaluated double_of_int(const Value* a, Scratch&) { return Value(static_cast<double>(a[0].as<std::int64_t>())); }
Evaluated double_of_uint(const Value* a, Scratch&) { return Value(static_cast<double>(a[0].as<Uint>().value)); }

// parse_number knows no leading '+', and a uint has none.
template <class T, class As = T>
Evaluated number_of_text(Text text) {
  if (std::is_signed_v<T> && text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  const auto number = parse_number<T>(text);
  return number ? Evaluated(Value(As{*number})) : Evaluated::fault(kNotANumber);
}
Evaluated int_of_text(const Value* a, Scratch&) { return number_of_text<std::int64_t>(a[0].as<Text>()); }
Evaluated uint_of_text(const Value* a, Scratch&) { return number_of_text<std::uint64_t, Uint>(a[0].as<Text>()); }
Evaluated double_of_text(const Value* a, Scratch&) { return number_of_text<double>(a[0].as<Text>()); }
Evaluated bool_of_text(const Value* a, Scratch&) {
  static constexpr std::array<Text, 6> kTrue = {"1", "t", "T", "TRUE", "true", "True"};
  static constexpr std::array<Text, 6> kFalse = {"0", "f", "F", "FALSE", "false", "False"};
  const auto text = a[0].as<Text>();
  if (std::ranges::find(kTrue, text) != kTrue.end()) return Value(true);
  if (std::ranges::find(kFalse, text) != kFalse.end()) return Value(false);
  return Evaluated::fault("the text is neither true nor false");
}

template <class T>
Evaluated digits_of(T number, Scratch& scratch) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return made_text(Text(digits.data(), end), scratch);
}
Evaluated text_of_int(const Value* a, Scratch& scratch) { return digits_of(a[0].as<std::int64_t>(), scratch); }
Evaluated text_of_uint(const Value* a, Scratch& scratch) { return digits_of(a[0].as<Uint>().value, scratch); }
// The fewest digits that give the number back; with an exponent below 1e-4 and from 1e6, as the reference
// implementation writes them.
Evaluated text_of_double(const Value* a, Scratch& scratch) {
  const double number = a[0].as<double>();
  if (std::isnan(number)) return Value("NaN");
  if (std::isinf(number)) return Value(number > 0 ? "+Inf" : "-Inf");
  const double size = std::fabs(number);
  const bool plain = size == 0 || (size >= 1e-4 && size < 1e6);
  std::array<char, 400> digits;
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, format).ptr;
  return made_text(Text(digits.data(), end), scratch);
}
Evaluated text_of_bool(const Value* a, Scratch&) { return Value(a[0].as<bool>() ? "true" : "false"); }
Evaluated text_of_time(const Value* a, Scratch& scratch) {
  return made_text(format_timestamp(a[0].as<Timestamp>()), scratch);
}
Evaluated text_of_span(const Value* a, Scratch& scratch) { return made_text(format_seconds(a[0].as<Span>()), scratch); }

// How many bytes the character at the front takes; 0 when it is none (overlong, surrogate, beyond Unicode, cut off).
std::size_t character_size(Text text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto tail = [&](std::size_t from, std::size_t size) {
    if (text.size() < size) return false;
    return std::all_of(text.begin() + from, text.begin() + size, [](char c) { return (c & 0xc0) == 0x80; });
  };
  if (at(0) < 0x80) return 1;
  if (at(0) >= 0xc2 && at(0) < 0xe0) return tail(1, 2) ? 2 : 0;
  if (at(0) >= 0xe0 && at(0) < 0xf0)
    return tail(1, 3) && !(at(0) == 0xe0 && at(1) < 0xa0) && !(at(0) == 0xed && at(1) >= 0xa0) ? 3 : 0;
  if (at(0) >= 0xf0 && at(0) < 0xf5)
    return tail(1, 4) && !(at(0) == 0xf0 && at(1) < 0x90) && !(at(0) == 0xf4 && at(1) >= 0x90) ? 4 : 0;
  return 0;
}
Evaluated text_of_bytes(const Value* a, Scratch&) {
  const auto data = a[0].as<Bytes>().data;
  for (auto rest = data; !rest.empty();) {
    const auto size = character_size(rest);
    if (size == 0) return Evaluated::fault("the bytes are not UTF-8");
    rest.remove_prefix(size);
  }
  return Value(data);
}
Evaluated bytes_of_text(const Value* a, Scratch&) { return Value(Bytes{a[0].as<Text>()}); }

Evaluated time_of_text(const Value* a, Scratch&) {
  const auto time = parse_timestamp(a[0].as<Text>());
  return time ? Evaluated(Value(*time)) : Evaluated::fault("the text is no time such as 2026-02-17T08:00:00Z");
}
Evaluated time_of_int(const Value* a, Scratch&) {
  const auto time = timestamp_of_seconds(a[0].as<std::int64_t>());
  return time ? Evaluated(Value(*time)) : Evaluated::fault(kNoTime);
}
Evaluated span_of_text(const Value* a, Scratch&) {
  const auto span = parse_span(a[0].as<Text>());
  return span ? Evaluated(Value(*span))
              : Evaluated::fault("the text is no duration such as 5m, 1h30m or 1.5s, or is out of range");
}

}  // namespace

void add_conversions(Overloads& table) {
  const auto add = [&](std::string_view name, Type from, Type to, Function function) {
    table.push_back({name, Form::kFunction, {from}, to, function});
  };
  for (const auto type : {Type::kBool, Type::kInt, Type::kUint, Type::kDouble, Type::kString, Type::kBytes,
                          Type::kTimestamp, Type::kDuration}) {
    add(name_of(type), type, type, itself);
  }
  add("int", Type::kUint, Type::kInt, int_of_uint);
  add("int", Type::kDouble, Type::kInt, int_of_double);
  add("int", Type::kString, Type::kInt, int_of_text);
  add("int", Type::kTimestamp, Type::kInt, int_of_time);
  add("int", Type::kDuration, Type::kInt, int_of_span);
  add("uint", Type::kInt, Type::kUint, uint_of_int);
  add("uint", Type::kDouble, Type::kUint, uint_of_double);
  add("uint", Type::kString, Type::kUint, uint_of_text);
  add("double", Type::kInt, Type::kDouble, double_of_int);
  add("double", Type::kUint, Type::kDouble, double_of_uint);
  add("double", Type::kString, Type::kDouble, double_of_text);
  add("bool", Type::kString, Type::kBool, bool_of_text);
  add("string", Type::kBool, Type::kString, text_of_bool);
  add("string", Type::kInt, Type::kString, text_of_int);
  add("string", Type::kUint, Type::kString, text_of_uint);
  add("string", Type::kDouble, Type::kString, text_of_double);
  add("string", Type::kBytes, Type::kString, text_of_bytes);
  add("string", Type::kTimestamp, Type::kString, text_of_time);
  add("string", Type::kDuration, Type::kString, text_of_span);
  add("bytes", Type::kString, Type::kBytes, bytes_of_text);
  add("timestamp", Type::kString, Type::kTimestamp, time_of_text);
  add("timestamp", Type::kInt, Type::kTimestamp, time_of_int);
  add("duration", Type::kString, Type::kDuration, span_of_text);
  add("type", Type::kDyn, Type::kType, type_of);
  add("dyn", Type::kDyn, Type::kDyn, itself);
}

}  // namespace leakproof::rules
