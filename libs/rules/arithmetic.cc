// Tested by: libs/rules/functions_test.cc
#include <functional>
#include <type_traits>

#include "rules/functions.h"

namespace leakproof::rules {
namespace {

template <class T>
constexpr Type kTypeOf = std::is_same_v<T, double> ? Type::kDouble
                         : std::is_same_v<T, Uint> ? Type::kUint
                                                   : Type::kInt;

std::int64_t plain(std::int64_t number) { return number; }
std::uint64_t plain(Uint number) { return number.value; }

template <class T, class Operation>
Evaluated checked(const Value* a, Scratch&) {
  decltype(plain(T())) result = 0;
  if (Operation{}(plain(a[0].as<T>()), plain(a[1].as<T>()), &result)) return Evaluated::fault(kOverflow);
  return Value(T{result});
}
struct Plus {
  template <class T>
  bool operator()(T a, T b, T* sum) const {
    return __builtin_add_overflow(a, b, sum);
  }
};
struct Minus {
  template <class T>
  bool operator()(T a, T b, T* difference) const {
    return __builtin_sub_overflow(a, b, difference);
  }
};
struct Times {
  template <class T>
  bool operator()(T a, T b, T* product) const {
    return __builtin_mul_overflow(a, b, product);
  }
};

Evaluated negated(const Value* a, Scratch&) {
  std::int64_t negative = 0;
  if (__builtin_sub_overflow(std::int64_t{0}, a[0].as<std::int64_t>(), &negative)) return Evaluated::fault(kOverflow);
  return Value(negative);
}
// The one quotient that does not fit is the smallest int by -1; its remainder faults with it.
Evaluated divided_int(const Value* a, Scratch& scratch) {
  const auto dividend = a[0].as<std::int64_t>(), divisor = a[1].as<std::int64_t>();
  if (divisor == 0) return Evaluated::fault("division by zero");
  if (divisor == -1) return negated(a, scratch);
  return Value(dividend / divisor);
}
Evaluated remainder_int(const Value* a, Scratch&) {
  const auto dividend = a[0].as<std::int64_t>(), divisor = a[1].as<std::int64_t>();
  if (divisor == 0) return Evaluated::fault("modulus by zero");
  if (divisor == -1) return dividend == INT64_MIN ? Evaluated::fault(kOverflow) : Evaluated(Value(0));
  return Value(dividend % divisor);
}
Evaluated divided_uint(const Value* a, Scratch&) {
  const auto divisor = a[1].as<Uint>().value;
  if (divisor == 0) return Evaluated::fault("division by zero");
  return Value(Uint{a[0].as<Uint>().value / divisor});
}
Evaluated remainder_uint(const Value* a, Scratch&) {
  const auto divisor = a[1].as<Uint>().value;
  if (divisor == 0) return Evaluated::fault("modulus by zero");
  return Value(Uint{a[0].as<Uint>().value % divisor});
}
template <class Operation>
Evaluated on_doubles(const Value* a, Scratch&) {
  return Value(Operation{}(a[0].as<double>(), a[1].as<double>()));
}
Evaluated negated_double(const Value* a, Scratch&) { return Value(-a[0].as<double>()); }

template <class T>
void add_whole_numbers(Overloads& table, Function divided, Function remainder) {
  constexpr auto kOf = kTypeOf<T>;
  table.insert(table.end(), {{"+", Form::kOperator, {kOf, kOf}, kOf, checked<T, Plus>},
                             {"-", Form::kOperator, {kOf, kOf}, kOf, checked<T, Minus>},
                             {"*", Form::kOperator, {kOf, kOf}, kOf, checked<T, Times>},
                             {"/", Form::kOperator, {kOf, kOf}, kOf, divided},
                             {"%", Form::kOperator, {kOf, kOf}, kOf, remainder}});
}

}  // namespace

void add_arithmetic(Overloads& table) {
  constexpr auto kReal = Type::kDouble;
  add_whole_numbers<std::int64_t>(table, divided_int, remainder_int);
  add_whole_numbers<Uint>(table, divided_uint, remainder_uint);
  table.insert(table.end(), {{"negate", Form::kOperator, {Type::kInt}, Type::kInt, negated},
                             {"negate", Form::kOperator, {kReal}, kReal, negated_double},
                             {"+", Form::kOperator, {kReal, kReal}, kReal, on_doubles<std::plus<double>>},
                             {"-", Form::kOperator, {kReal, kReal}, kReal, on_doubles<std::minus<double>>},
                             {"*", Form::kOperator, {kReal, kReal}, kReal, on_doubles<std::multiplies<double>>},
                             {"/", Form::kOperator, {kReal, kReal}, kReal, on_doubles<std::divides<double>>}});
}

}  // namespace leakproof::rules
