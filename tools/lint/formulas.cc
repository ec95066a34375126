// Tested by: tools/lint/lint_test.cc
#include "lint/formulas.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "rules/atoms.h"
#include "rules/schema.h"

namespace leakproof::router {
namespace {

using rules::Node;
using rules::Type;
using rules::Value;

std::string_view operator_of(const Node& node) { return node.row_count > 0 ? node.rows[0].name : std::string_view(); }

// kDyn where the overloads that may be taken differ.
Type result_of(const Node& node) {
  const std::span<const rules::Overload> rows(node.rows, node.row_count);
  const bool one = std::ranges::all_of(rows, [&](const auto& row) { return row.result == rows[0].result; });
  return one && !rows.empty() ? rows[0].result : Type::kDyn;
}

// The solver's own spelling: a byte beyond plain ASCII stands as \u{41}.
std::string escaped(std::string_view bytes) {
  std::string text;
  for (const unsigned char byte : bytes) {
    char code[12];
    std::snprintf(code, sizeof code, "\\u{%x}", byte);
    text += byte < 0x20 || byte >= 0x7f || byte == '\\' ? std::string(code) : std::string(1, static_cast<char>(byte));
  }
  return text;
}
std::string unescaped(const std::string& text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = text.compare(at, 3, "\\u{") == 0 ? text.find('}', at) : std::string::npos;
    if (end == std::string::npos) {
      bytes += text[at];
    } else {
      bytes += static_cast<char>(std::stoul(text.substr(at + 3, end - at - 3), nullptr, 16));
      at = end;
    }
  }
  return bytes;
}

// "3", "-7/2": what a model says of a number.
double number_of(const z3::expr& value) {
  const z3::expr numerator = value.numerator(), denominator = value.denominator();
  return std::strtod(numerator.get_decimal_string(0).c_str(), nullptr) /
         std::strtod(denominator.get_decimal_string(0).c_str(), nullptr);
}

// Not of an int and a double: they compare as doubles, where whole numbers beyond 2^53 run together.
bool same_kind(const z3::expr& a, const z3::expr& b) { return a.get_sort().sort_kind() == b.get_sort().sort_kind(); }

}  // namespace

z3::expr Formulas::truth(const rules::Program& rule) {
  code_ = &rule.code();
  const Term whole = condition(code_->root);
  return whole.ok && whole.value;
}

std::optional<z3::sort> Formulas::sort_of(Type type) {
  switch (type) {
    case Type::kBool:
      return context_.bool_sort();
    case Type::kInt:
      return context_.int_sort();
    case Type::kDouble:
      return context_.real_sort();
    case Type::kString:
      return context_.string_sort();
    default:
      return std::nullopt;
  }
}

z3::expr Formulas::text(std::string_view bytes) { return context_.string_val(escaped(bytes)); }

z3::expr Formulas::is_set(rules::Slot slot) { return constant("set " + schema_.path(slot), context_.bool_sort()); }
std::optional<z3::expr> Formulas::value(rules::Slot slot) {
  const auto sort = sort_of(schema_.type(slot));
  if (!sort) return std::nullopt;
  return constant("value " + schema_.path(slot), *sort);
}

// A yes or no, whatever it takes to know it.
Formulas::Term Formulas::condition(const Node& node) {
  const auto known = term(node);
  return known && known->value.is_bool() ? *known : *open(node, Type::kBool);
}

// Anything of its type, or nothing; the same wherever the same is written.
Formulas::Operand Formulas::open(const Node& node, Type type) {
  const auto sort = sort_of(type);
  if (!sort) return std::nullopt;
  const std::string name = rules::name_of_term(node, *code_);
  return Term{constant("yields " + name, context_.bool_sort()), constant("yield " + name, *sort)};
}

Formulas::Operand Formulas::literal(const Value& value) {
  const z3::expr ok = context_.bool_val(true);
  if (const auto* flag = value.get_if<bool>()) return Term{ok, context_.bool_val(*flag)};
  if (const auto* whole = value.get_if<std::int64_t>()) return Term{ok, context_.int_val(*whole)};
  if (const auto* bytes = value.get_if<std::string_view>()) return Term{ok, text(*bytes)};
  if (const auto* real = value.get_if<double>(); real != nullptr && std::isfinite(*real)) {
    char digits[1400];  // every double ends within 1,074 places
    std::snprintf(digits, sizeof digits, "%.1074f", *real);
    return Term{ok, context_.real_val(digits)};
  }
  return std::nullopt;
}

Formulas::Operand Formulas::term(const Node& node) {
  using Kind = Node::Kind;
  switch (node.kind) {
    case Kind::kConstant:
      return literal(node.constant());
    case Kind::kField:
      named_.emplace(node.slot.value(), node.slot);
      if (auto known = value(node.slot)) return Term{is_set(node.slot), *known};
      return std::nullopt;
    case Kind::kHas:
      named_.emplace(node.slot.value(), node.slot);
      return Term{context_.bool_val(true), is_set(node.slot)};
    case Kind::kAnd:
    case Kind::kOr: {  // one side that decides is enough, whatever becomes of the other
      const bool decides = node.kind == Kind::kOr;
      Term whole{context_.bool_val(true), context_.bool_val(!decides)};
      z3::expr decided = context_.bool_val(false);
      for (const auto& argument : node.arguments()) {
        const Term one = condition(argument);
        whole.ok = whole.ok && one.ok;
        whole.value = decides ? whole.value || (one.ok && one.value) : whole.value && (!one.ok || one.value);
        decided = decided || (one.ok && (decides ? one.value : !one.value));
      }
      return Term{whole.ok || decided, z3::ite(decided, context_.bool_val(decides), whole.value)};
    }
    case Kind::kConditional: {
      const auto arguments = node.arguments();
      const Term asked = condition(arguments[0]);
      const auto yes = term(arguments[1]), no = term(arguments[2]);
      if (!yes || !no || !z3::eq(yes->value.get_sort(), no->value.get_sort())) return std::nullopt;
      return Term{asked.ok && z3::ite(asked.value, yes->ok, no->ok), z3::ite(asked.value, yes->value, no->value)};
    }
    case Kind::kCall:
    case Kind::kDispatch:
      if (auto known = call(node)) return known;
      return open(node, result_of(node));
    default:
      return std::nullopt;
  }
}

Formulas::Operand Formulas::call(const Node& node) {
  const auto name = operator_of(node);
  const auto arguments = node.arguments();
  if (name == "!" && arguments.size() == 1) {
    const Term one = condition(arguments[0]);
    return Term{one.ok, !one.value};
  }
  if (arguments.size() != 2) return std::nullopt;
  if (name == "in") return one_of(node);
  if (name == "+" || name == "-") return arithmetic(name, node);
  return compare(name, term(arguments[0]), term(arguments[1]));
}

Formulas::Operand Formulas::compare(std::string_view name, const Operand& a, const Operand& b) {
  if (!a || !b || !same_kind(a->value, b->value)) return std::nullopt;
  const z3::expr ok = a->ok && b->ok;
  const bool numbers = a->value.is_arith();
  const z3::expr &x = a->value, &y = b->value;
  if (name == "==") return Term{ok, x == y};
  if (name == "!=") return Term{ok, x != y};
  if (numbers && name == "<") return Term{ok, x < y};
  if (numbers && name == "<=") return Term{ok, x <= y};
  if (numbers && name == ">") return Term{ok, x > y};
  if (numbers && name == ">=") return Term{ok, x >= y};
  if (!x.get_sort().is_seq()) return std::nullopt;
  if (name == "startsWith") return Term{ok, z3::prefixof(y, x)};
  if (name == "endsWith") return Term{ok, z3::suffixof(y, x)};
  if (name == "contains") return Term{ok, x.contains(y)};
  return std::nullopt;
}

// x in [a list that stands there].
Formulas::Operand Formulas::one_of(const Node& node) {
  const Node& range = node.arguments()[1];
  const auto* list = range.kind == Node::Kind::kConstant ? range.constant().get_if<rules::List>() : nullptr;
  const auto element = term(node.arguments()[0]);
  if (list == nullptr || !element) return std::nullopt;
  z3::expr any = context_.bool_val(false);
  for (const auto& value : *list) {
    const auto one = compare("==", element, literal(value));
    if (!one) return std::nullopt;
    any = any || one->value;
  }
  return Term{element->ok, any};
}

// Of whole numbers only: doubles round.
Formulas::Operand Formulas::arithmetic(std::string_view name, const Node& node) {
  const auto a = term(node.arguments()[0]), b = term(node.arguments()[1]);
  if (!a || !b || !a->value.is_int() || !b->value.is_int()) return std::nullopt;
  const z3::expr value = name == "+" ? a->value + b->value : a->value - b->value;
  const z3::expr fits = value >= context_.int_val(INT64_MIN) && value <= context_.int_val(INT64_MAX);
  return Term{a->ok && b->ok && fits, value};
}

Witness Formulas::witness(const z3::model& model) {
  Witness lead(schema_);
  for (const auto& [number, slot] : named_) {
    const auto known = value(slot);
    if (!known || !model.eval(is_set(slot), true).is_true()) continue;
    const z3::expr seen = model.eval(*known, true);
    if (seen.is_bool())
      lead.set(schema_, slot, Value(seen.is_true()));
    else if (seen.is_string_value())
      lead.set(schema_, slot, Value(std::string_view(unescaped(seen.get_escaped_string()))));
    else if (std::int64_t whole = 0; seen.is_int() && seen.is_numeral_i64(whole))
      lead.set(schema_, slot, Value(whole));
    else if (seen.is_real())
      lead.set(schema_, slot, Value(number_of(seen)));
  }
  return lead;
}

}  // namespace leakproof::router
