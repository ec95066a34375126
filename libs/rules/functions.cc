#include "rules/functions.h"

#include <algorithm>
#include <functional>

namespace leakproof::rules {
namespace {

constexpr const char* kOverflow = "the number is too large";
constexpr const char* kNoRoom = "the text is too long";

template <class T>
Type type_of() {
  return Value(T{}).type();
}

// Compares two arguments of one type.
template <class T, class Compare>
Evaluated compared(const Value* a, Scratch&) {
  return Value(Compare{}(a[0].as<T>(), a[1].as<T>()));
}

template <class T>
void add_equality(std::vector<Overload>& table) {
  const auto type = type_of<T>();
  table.push_back({"==", Form::kOperator, {type, type}, Type::kBool, compared<T, std::equal_to<T>>});
  table.push_back({"!=", Form::kOperator, {type, type}, Type::kBool, compared<T, std::not_equal_to<T>>});
}

template <class T>
void add_comparisons(std::vector<Overload>& table) {
  const auto type = type_of<T>();
  add_equality<T>(table);
  table.push_back({"<", Form::kOperator, {type, type}, Type::kBool, compared<T, std::less<T>>});
  table.push_back({"<=", Form::kOperator, {type, type}, Type::kBool, compared<T, std::less_equal<T>>});
  table.push_back({">", Form::kOperator, {type, type}, Type::kBool, compared<T, std::greater<T>>});
  table.push_back({">=", Form::kOperator, {type, type}, Type::kBool, compared<T, std::greater_equal<T>>});
}

// Whole numbers and times are 64-bit counts and share their arithmetic.
std::int64_t count_of(std::int64_t number) { return number; }
std::int64_t count_of(Duration duration) { return duration.count(); }
std::int64_t count_of(Instant instant) { return to_micros(instant); }
template <class R>
Evaluated counted(std::int64_t count) {
  if constexpr (std::is_same_v<R, Instant>)
    return Value(instant_from_micros(count));
  else
    return Value(R(count));
}

template <class A, class B, class R>
Evaluated plus(const Value* a, Scratch&) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(count_of(a[0].as<A>()), count_of(a[1].as<B>()), &sum)) return Evaluated::fault(kOverflow);
  return counted<R>(sum);
}
template <class A, class B, class R>
Evaluated minus(const Value* a, Scratch&) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(count_of(a[0].as<A>()), count_of(a[1].as<B>()), &difference)) return Evaluated::fault(kOverflow);
  return counted<R>(difference);
}
template <class A>
Evaluated negated(const Value* a, Scratch&) {
  std::int64_t negative = 0;
  if (__builtin_sub_overflow(std::int64_t{0}, count_of(a[0].as<A>()), &negative)) return Evaluated::fault(kOverflow);
  return counted<A>(negative);
}
Evaluated times(const Value* a, Scratch&) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a[0].as<std::int64_t>(), a[1].as<std::int64_t>(), &product)) return Evaluated::fault(kOverflow);
  return Value(product);
}
// The one quotient that does not fit is the smallest number by -1.
Evaluated divided(const Value* a, Scratch& scratch) {
  const auto dividend = a[0].as<std::int64_t>(), divisor = a[1].as<std::int64_t>();
  if (divisor == 0) return Evaluated::fault("division by zero");
  if (divisor == -1) return negated<std::int64_t>(a, scratch);
  return Value(dividend / divisor);
}
Evaluated remainder(const Value* a, Scratch&) {
  const auto dividend = a[0].as<std::int64_t>(), divisor = a[1].as<std::int64_t>();
  if (divisor == 0) return Evaluated::fault("division by zero");
  return Value(divisor == -1 ? std::int64_t{0} : dividend % divisor);
}
template <class Operation>
Evaluated on_doubles(const Value* a, Scratch&) {
  return Value(Operation{}(a[0].as<double>(), a[1].as<double>()));
}

template <class T>
Evaluated contained(const Value* a, Scratch&) {
  const auto& list = a[1].as<std::span<const T>>();
  return Value(std::ranges::find(list, a[0].as<T>()) != list.end());
}
template <class T>
Evaluated length(const Value* a, Scratch&) {
  return Value(static_cast<std::int64_t>(a[0].as<std::span<const T>>().size()));
}
// In code points, as CEL has it.
Evaluated text_length(const Value* a, Scratch&) {
  return Value(static_cast<std::int64_t>(std::ranges::count_if(a[0].as<std::string_view>(), [](char c) { return (c & 0xc0) != 0x80; })));
}

Evaluated joined(const Value* a, Scratch& scratch) {
  const auto first = a[0].as<std::string_view>(), second = a[1].as<std::string_view>();
  char* out = scratch.take(first.size() + second.size());
  if (out == nullptr) return Evaluated::fault(kNoRoom);
  std::ranges::copy(second, std::ranges::copy(first, out).out);
  return Value(std::string_view(out, first.size() + second.size()));
}
Evaluated lowered(const Value* a, Scratch& scratch) {
  const auto text = a[0].as<std::string_view>();
  char* out = scratch.take(text.size());
  if (out == nullptr) return Evaluated::fault(kNoRoom);
  std::ranges::transform(text, out, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return Value(std::string_view(out, text.size()));
}

Evaluated double_of(const Value* a, Scratch&) { return Value(static_cast<double>(a[0].as<std::int64_t>())); }
Evaluated int_of(const Value* a, Scratch&) {
  const double number = a[0].as<double>();
  // 2^63 is the first double above the range; a NaN fails both comparisons.
  if (!(number >= -0x1p63 && number < 0x1p63)) return Evaluated::fault(kOverflow);
  return Value(static_cast<std::int64_t>(number));
}

void add_arithmetic(std::vector<Overload>& table) {
  using Int = std::int64_t;
  constexpr auto kOperator = Form::kOperator;
  constexpr auto kInt = Type::kInt, kDouble = Type::kDouble, kTime = Type::kTimestamp, kSpan = Type::kDuration;
  table.insert(table.end(),
               {{"+", kOperator, {kInt, kInt}, kInt, plus<Int, Int, Int>},
                {"-", kOperator, {kInt, kInt}, kInt, minus<Int, Int, Int>},
                {"*", kOperator, {kInt, kInt}, kInt, times},
                {"/", kOperator, {kInt, kInt}, kInt, divided},
                {"%", kOperator, {kInt, kInt}, kInt, remainder},
                {"negate", kOperator, {kInt}, kInt, negated<Int>},
                {"+", kOperator, {kDouble, kDouble}, kDouble, on_doubles<std::plus<double>>},
                {"-", kOperator, {kDouble, kDouble}, kDouble, on_doubles<std::minus<double>>},
                {"*", kOperator, {kDouble, kDouble}, kDouble, on_doubles<std::multiplies<double>>},
                {"/", kOperator, {kDouble, kDouble}, kDouble, on_doubles<std::divides<double>>},
                {"negate", kOperator, {kDouble}, kDouble, [](const Value* a, Scratch&) -> Evaluated { return Value(-a[0].as<double>()); }},
                {"+", kOperator, {kTime, kSpan}, kTime, plus<Instant, Duration, Instant>},
                {"+", kOperator, {kSpan, kTime}, kTime, plus<Duration, Instant, Instant>},
                {"+", kOperator, {kSpan, kSpan}, kSpan, plus<Duration, Duration, Duration>},
                {"-", kOperator, {kTime, kTime}, kSpan, minus<Instant, Instant, Duration>},
                {"-", kOperator, {kTime, kSpan}, kTime, minus<Instant, Duration, Instant>},
                {"-", kOperator, {kSpan, kSpan}, kSpan, minus<Duration, Duration, Duration>},
                {"negate", kOperator, {kSpan}, kSpan, negated<Duration>},
                {"double", Form::kFunction, {kInt}, kDouble, double_of},
                {"int", Form::kFunction, {kDouble}, kInt, int_of}});
}

void add_texts_and_lists(std::vector<Overload>& table) {
  using Text = std::string_view;
  constexpr auto kText = Type::kString, kInt = Type::kInt, kBool = Type::kBool;
  table.insert(table.end(),
               {{"+", Form::kOperator, {kText, kText}, kText, joined},
                {"startsWith",
                 Form::kMethod,
                 {kText, kText},
                 kBool,
                 [](const Value* a, Scratch&) -> Evaluated { return Value(a[0].as<Text>().starts_with(a[1].as<Text>())); }},
                {"endsWith",
                 Form::kMethod,
                 {kText, kText},
                 kBool,
                 [](const Value* a, Scratch&) -> Evaluated { return Value(a[0].as<Text>().ends_with(a[1].as<Text>())); }},
                {"contains",
                 Form::kMethod,
                 {kText, kText},
                 kBool,
                 [](const Value* a, Scratch&) -> Evaluated { return Value(a[0].as<Text>().find(a[1].as<Text>()) != Text::npos); }},
                {"lowerAscii", Form::kMethod, {kText}, kText, lowered},
                {"in", Form::kOperator, {kText, Type::kStringList}, kBool, contained<Text>},
                {"in", Form::kOperator, {kInt, Type::kIntList}, kBool, contained<std::int64_t>},
                {"in", Form::kOperator, {Type::kDouble, Type::kDoubleList}, kBool, contained<double>}});
  for (const auto form : {Form::kFunction, Form::kMethod}) {
    table.insert(table.end(), {{"size", form, {kText}, kInt, text_length},
                               {"size", form, {Type::kStringList}, kInt, length<Text>},
                               {"size", form, {Type::kIntList}, kInt, length<std::int64_t>},
                               {"size", form, {Type::kDoubleList}, kInt, length<double>}});
  }
}

std::vector<Overload> all_overloads() {
  std::vector<Overload> table;
  add_equality<bool>(table);
  add_comparisons<std::int64_t>(table);
  add_comparisons<double>(table);
  add_comparisons<std::string_view>(table);
  add_comparisons<Instant>(table);
  add_comparisons<Duration>(table);
  table.push_back(
      {"!", Form::kOperator, {Type::kBool}, Type::kBool, [](const Value* a, Scratch&) -> Evaluated { return Value(!a[0].as<bool>()); }});
  add_arithmetic(table);
  add_texts_and_lists(table);
  return table;
}

}  // namespace

const std::vector<Overload>& overloads() {
  static const std::vector<Overload> table = all_overloads();
  return table;
}

}  // namespace leakproof::rules
