// Tested by: libs/rules/rule_index_test.cc
#include "rules/atoms.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

namespace leakproof::rules {
namespace {

// Big-endian, so that texts are ordered as the numbers are.
void append_bits(std::uint64_t bits, std::string& key) {
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>(bits >> shift & 0xff);
}
constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
void append_number(double number, std::string& key) {
  const auto bits = std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);
  append_bits(bits & kSign ? ~bits : bits | kSign, key);
}
void append_time(const Nanoseconds& time, std::string& key) {
  append_bits(static_cast<std::uint64_t>(time.seconds) ^ kSign, key);
  append_bits(static_cast<std::uint64_t>(time.nanos), key);
}

std::string_view operator_of(const Node& node) {
  const bool call = node.kind == Node::Kind::kCall || node.kind == Node::Kind::kDispatch;
  return call ? node.rows[0].name : std::string_view();
}
bool constant(const Node& node) { return node.kind == Node::Kind::kConstant; }

std::optional<Atom> atom_of(const Node& term, Relation relation, const Value& value, bool inclusive = false) {
  Atom atom{.term = &term, .relation = relation, .inclusive = inclusive};
  if (constant(term) || !append_key(value, atom.key)) return std::nullopt;
  return atom;
}
Clause one(std::optional<Atom> atom) { return atom ? Clause{*std::move(atom)} : Clause(); }

// A whole number beyond 2^53 shares its key with its neighbours: then the bound itself counts as reached.
bool shares_key(const Value& value) {
  if (const auto* number = value.get_if<std::int64_t>()) return std::fabs(static_cast<double>(*number)) >= 0x1p53;
  const auto* number = value.get_if<Uint>();
  return (number != nullptr && number->value >= std::uint64_t{1} << 53) ||
         (value.type() == Type::kDouble && std::fabs(value.as<double>()) >= 0x1p53);
}
Clause bound(const Node& node, std::string_view name) {
  const auto arguments = node.arguments();
  const bool turned = constant(arguments[0]);
  const Value& value = arguments[turned ? 0 : 1].constant();
  const bool above = (name[0] == '>') != turned;
  return one(atom_of(arguments[turned ? 1 : 0], above ? Relation::kAbove : Relation::kBelow, value,
                     name.size() == 2 || shares_key(value)));
}
Clause membership(const Node& node) {
  const Node &element = node.arguments()[0], &range = node.arguments()[1];
  if (constant(element)) return one(atom_of(range, Relation::kHolds, element.constant()));
  const auto* list = range.constant().get_if<List>();
  if (!constant(range) || list == nullptr) return {};
  Clause clause;
  for (const auto& value : *list) {
    auto atom = atom_of(element, Relation::kEquals, value);
    if (!atom) return {};
    clause.push_back(*std::move(atom));
  }
  return clause;
}
Clause affix(const Node& node, Relation relation) {
  const Node &term = node.arguments()[0], &part = node.arguments()[1];
  const auto* text = part.constant().get_if<std::string_view>();
  if (constant(term) || !constant(part) || text == nullptr) return {};
  const auto size = std::min(text->size(), kAffixMax);
  return {{.term = &term,
           .relation = relation,
           .key = std::string(text->substr(relation == Relation::kStarts ? 0 : text->size() - size, size))}};
}
Clause negation(const Node& negated) {
  if (negated.kind == Node::Kind::kHas) return {{.term = &negated, .relation = Relation::kAbsent}};
  return one(atom_of(negated, Relation::kEquals, false));
}

// What a call says about one term; empty when that is nothing an index can use.
Clause of_call(const Node& node) {
  const auto name = operator_of(node);
  if (name == "!") return negation(node.arguments()[0]);
  if (node.argument_count != 2) return {};
  const Node &a = node.arguments()[0], &b = node.arguments()[1];
  if (name == "in") return membership(node);
  if (name == "startsWith") return affix(node, Relation::kStarts);
  if (name == "endsWith") return affix(node, Relation::kEnds);
  if (constant(a) == constant(b)) return {};
  if (name == "==")
    return one(constant(b) ? atom_of(a, Relation::kEquals, b.constant()) : atom_of(b, Relation::kEquals, a.constant()));
  return name == "<" || name == "<=" || name == ">" || name == ">=" ? bound(node, name) : Clause();
}
Clause leaf(const Node& node) {
  if (node.kind == Node::Kind::kHas) return {{.term = &node, .relation = Relation::kPresent}};
  Clause clause = of_call(node);
  return clause.empty() ? one(atom_of(node, Relation::kEquals, true)) : clause;
}

bool reads_fields(const Clause& clause) {
  return std::ranges::all_of(clause, [](const Atom& atom) { return atom.term->kind == Node::Kind::kField; });
}
// Of what one side of || needs, the clause that is cheapest to look up; nullopt when it needs nothing.
std::optional<Clause> cheapest(const Node& side) {
  auto clauses = clauses_of(side);
  if (clauses.empty()) return std::nullopt;
  const auto found = std::ranges::find_if(clauses, reads_fields);
  return std::move(found == clauses.end() ? clauses.front() : *found);
}
std::vector<Clause> of_or(const Node& node) {
  Clause any;
  for (const auto& side : node.arguments()) {
    auto clause = cheapest(side);
    if (!clause) return {};
    std::ranges::move(*clause, std::back_inserter(any));
  }
  return {std::move(any)};
}

}  // namespace

std::vector<Clause> clauses_of(const Node& root) {
  if (root.kind == Node::Kind::kOr) return of_or(root);
  if (constant(root))
    return root.constant().type() == Type::kBool && root.constant().as<bool>() ? std::vector<Clause>()
                                                                               : std::vector<Clause>(1);
  if (root.kind != Node::Kind::kAnd) return {leaf(root)};
  std::vector<Clause> all;
  for (const auto& part : root.arguments()) std::ranges::move(clauses_of(part), std::back_inserter(all));
  return all;
}

std::string name_of_term(const Node& term, const Code& code) {
  const bool field = term.kind == Node::Kind::kField || term.kind == Node::Kind::kHas;
  return field ? std::to_string(term.slot.value()) : code.text.substr(term.begin, term.end - term.begin);
}

bool append_key(const Value& value, std::string& key) {
  struct Append {
    std::string& key;
    bool operator()(std::monostate) const {
      key += 'n';
      return true;
    }
    bool operator()(bool is) const {
      key += 'b';
      key += static_cast<char>(is);
      return true;
    }
    bool operator()(std::int64_t number) const { return (*this)(static_cast<double>(number)); }
    bool operator()(Uint number) const { return (*this)(static_cast<double>(number.value)); }
    bool operator()(double number) const {
      if (std::isnan(number)) return false;
      key += 'd';
      append_number(number, key);
      return true;
    }
    bool operator()(std::string_view text) const {
      key += 's';
      key += text;
      return true;
    }
    bool operator()(Bytes bytes) const {
      key += 'y';
      key += bytes.data;
      return true;
    }
    bool operator()(const Timestamp& time) const {
      key += 't';
      append_time(time, key);
      return true;
    }
    bool operator()(const Span& span) const {
      key += 'p';
      append_time(span, key);
      return true;
    }
    bool operator()(const List&) const { return false; }
    bool operator()(const Map&) const { return false; }
    bool operator()(Type type) const {
      key += 'T';
      key += static_cast<char>(type);
      return true;
    }
  };
  return value.visit(Append{key});
}

}  // namespace leakproof::rules
