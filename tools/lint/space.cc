#include "lint/space.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "config/score_attributes.h"
#include "rules/schema.h"

namespace leakproof::router {
namespace {

using rules::Node;
using rules::Type;

constexpr std::size_t kBoxesMax = 64;  // a rule; one of more is taken for a rule of which nothing is known
constexpr double kWholeMax =
    9007199254740992;  // 2^53: beyond it a whole number and a real one compare by what they round to

std::string_view name_of_call(const Node& node) {
  const bool call = node.kind == Node::Kind::kCall || node.kind == Node::Kind::kDispatch;
  return call && node.row_count > 0 ? node.rows[0].name : std::string_view();
}

std::optional<Scalar> scalar(const rules::Value& value, Type type) {
  if (const auto* flag = value.get_if<bool>(); flag != nullptr && type == Type::kBool) return *flag;
  if (const auto* text = value.get_if<std::string_view>(); text != nullptr && type == Type::kString)
    return std::string(*text);
  if (const auto* real = value.get_if<double>(); real != nullptr && type == Type::kDouble && std::isfinite(*real))
    return *real;
  if (const auto* whole = value.get_if<std::int64_t>()) {
    if (type == Type::kInt) return *whole;
    if (type == Type::kDouble && std::abs(static_cast<double>(*whole)) < kWholeMax) return static_cast<double>(*whole);
  }
  return std::nullopt;
}

Stretch just(const Scalar& value) { return {Edge{value, false}, Edge{value, true}}; }
// All texts that begin so.
Stretch beginning(const Scalar& value) {
  std::string next = std::get<std::string>(value);
  while (!next.empty() && static_cast<unsigned char>(next.back()) == 0xff) next.pop_back();
  if (next.empty()) return {Edge{value, false}, std::nullopt};
  next.back() = static_cast<char>(static_cast<unsigned char>(next.back()) + 1);
  return {Edge{value, false}, Edge{next, false}};
}

// What x `relation` value is true of.
std::optional<Stretch> stretch(std::string_view relation, const Scalar& value) {
  if (relation == "==" || relation == "!=") return just(value);
  if (relation == "startsWith" && std::holds_alternative<std::string>(value)) return beginning(value);
  if (std::holds_alternative<bool>(value)) return std::nullopt;
  if (relation == "<") return Stretch{std::nullopt, Edge{value, false}};
  if (relation == "<=") return Stretch{std::nullopt, Edge{value, true}};
  if (relation == ">") return Stretch{Edge{value, true}, std::nullopt};
  if (relation == ">=") return Stretch{Edge{value, false}, std::nullopt};
  return std::nullopt;
}
std::optional<std::vector<Stretch>> stretches(std::string_view relation, const rules::Value& against, Type type) {
  const rules::List one{&against, 1};
  const auto* list = relation == "in" ? against.get_if<rules::List>() : &one;
  if (list == nullptr) return std::nullopt;
  std::vector<Stretch> all;
  for (const auto& value : *list) {
    const auto known = scalar(value, type);
    const auto part = known ? stretch(relation == "in" ? "==" : relation, *known) : std::nullopt;
    if (!part) return std::nullopt;
    all.push_back(*part);
  }
  return all;
}

std::string_view turned_round(std::string_view relation) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kRelations = {
      {{"==", "=="}, {"!=", "!="}, {"<", ">"}, {"<=", ">="}, {">", "<"}, {">=", "<="}}};
  const auto found = std::ranges::find(kRelations, relation, [](const auto& pair) { return pair.first; });
  return found == kRelations.end() ? std::string_view() : found->second;
}

bool among(const std::vector<Stretch>& values, const Scalar& value) {
  return std::ranges::any_of(values, [&](const Stretch& one) {
    return (!one.from || *one.from <= Edge{value, false}) && (!one.to || Edge{value, true} <= *one.to);
  });
}

}  // namespace

Space::Space(const rules::Schema& schema, const GradeBounds& bounds)
    : schema_(schema), total_(schema.find("score.total")), grade_(schema.find("score.grade")) {
  const Edge hot{bounds.hot_at, false}, warm{std::min(bounds.warm_at, bounds.hot_at), false};
  grades_ = {{"hot", {hot, std::nullopt}}, {"warm", {warm, hot}}, {"cold", {std::nullopt, warm}}};
  dimensions_.emplace_back(Type::kInt, true);
}

// Every lead has a score when rules are asked.
bool Space::always_set(rules::Slot slot) const {
  const auto& scores = config::kScoreAttributes;
  return std::ranges::find(scores, schema_.path(slot), &config::ScoreAttribute::path) != std::end(scores);
}

std::uint32_t Space::dimension_of(rules::Slot slot) {
  const auto [place, fresh] = by_slot_.emplace(slot, static_cast<std::uint32_t>(dimensions_.size()));
  if (fresh) dimensions_.emplace_back(schema_.type(slot), always_set(slot));
  return place->second;
}

std::optional<Space::Term> Space::term(const Node& node) const {
  const bool folded = name_of_call(node) == "fold" && node.argument_count == 1;
  const Node& field = folded ? node.arguments()[0] : node;
  if (field.kind != Node::Kind::kField) return std::nullopt;
  return Term{field.slot, folded};
}

std::optional<Space::Atom> Space::atom(const Node& node) {
  if (node.kind == Node::Kind::kField && schema_.type(node.slot) == Type::kBool)
    return Atom{dimension_of(node.slot), {just(true)}};
  const auto name = name_of_call(node);
  const auto arguments = node.arguments();
  if (name.empty() || arguments.size() != 2) return std::nullopt;
  if (arguments[1].kind == Node::Kind::kConstant) return comparison(name, arguments[0], arguments[1]);
  if (arguments[0].kind == Node::Kind::kConstant) return comparison(turned_round(name), arguments[1], arguments[0]);
  return std::nullopt;
}

std::optional<Space::Atom> Space::comparison(std::string_view name, const Node& left, const Node& right) {
  const auto asked = term(left);
  if (!asked || (asked->folded && always_set(asked->slot))) return std::nullopt;
  auto values = stretches(name, right.constant(), schema_.type(asked->slot));
  if (!values) return std::nullopt;
  const bool negated = name == "!=";
  if (asked->slot == grade_ && total_) {
    Atom points = atom_of_grades(*values);
    points.negated = negated;
    return points;
  }
  const auto dimension = dimension_of(asked->slot);
  if (!dimensions_[dimension].compares_folded(asked->folded)) return std::nullopt;
  return Atom{dimension, std::move(*values), negated};
}

// A grade follows from the points.
Space::Atom Space::atom_of_grades(const std::vector<Stretch>& names) {
  grades_asked_ = true;
  Atom points{dimension_of(*total_), {}};
  for (const auto& [name, stretch] : grades_) {
    if (among(names, name)) points.values.push_back(stretch);
  }
  return points;
}

void Space::note(const Rule& rule) {
  if (!rule.to.journey.empty() && std::ranges::find(journeys_, rule.to.journey) == journeys_.end())
    journeys_.push_back(rule.to.journey);
  note(rule.when.code().root);
}
void Space::note(const Node& node) {
  if (const auto known = atom(node)) {
    dimensions_[known->dimension].cut(known->values);
  } else if (node.kind == Node::Kind::kHas && !always_set(node.slot)) {
    dimension_of(node.slot);
  } else {
    for (const auto& argument : node.arguments()) note(argument);
  }
}

void Space::finish() {
  if (grades_asked_) {
    for (const auto& [name, stretch] : grades_) dimensions_[dimension_of(*total_)].cut({stretch});
  }
  for (auto& dimension : dimensions_) dimension.finish();
}

Cells Space::all(std::uint32_t dimension) const {
  if (dimension == 0) return {{0, static_cast<std::uint32_t>(journeys_.size()) + 1}};
  return dimensions_[dimension].all();
}

Space::Region Space::boxes_of(const Rule& rule) {
  Region region;
  region.boxes = where(rule.when.code().root, true, region.exact);
  if (rule.to.journey.empty()) return region;
  const auto place = static_cast<std::uint32_t>(std::ranges::find(journeys_, rule.to.journey) - journeys_.begin()) + 1;
  for (auto& box : region.boxes) box = both(box, {{0, without(all(0), {{place, place + 1}})}});
  return region;
}

Boxes Space::where_of(const Atom& atom, bool truth) const {
  const Dimension& dimension = dimensions_[atom.dimension];
  const Cells within = dimension.within(atom.values);
  Boxes boxes;
  add(boxes, {{atom.dimension, truth != atom.negated ? within : without(dimension.set(), within)}});
  return boxes;
}

Boxes Space::where_each(std::span<const Node> nodes, bool truth, bool& exact) {
  Boxes all{Box()};
  for (const auto& node : nodes) {
    Boxes next;
    const Boxes here = where(node, truth, exact);
    for (const auto& a : all) {
      for (const auto& b : here) add(next, both(a, b));
    }
    if (next.size() > kBoxesMax) {
      exact = false;
      return Boxes{Box()};
    }
    all = std::move(next);
  }
  return all;
}
Boxes Space::where_any(std::span<const Node> nodes, bool truth, bool& exact) {
  Boxes all;
  for (const auto& node : nodes) {
    for (auto& box : where(node, truth, exact)) add(all, std::move(box));
    if (all.size() > kBoxesMax) {
      exact = false;
      return Boxes{Box()};
    }
  }
  return all;
}

Boxes Space::where(const Node& node, bool truth, bool& exact) {
  using Kind = Node::Kind;
  if (const auto known = atom(node)) return where_of(*known, truth);
  const auto arguments = node.arguments();
  if (node.kind == Kind::kConstant && node.constant().type() == Type::kBool)
    return node.constant().as<bool>() == truth ? Boxes{Box()} : Boxes();
  if (node.kind == Kind::kHas) {
    if (always_set(node.slot)) return truth ? Boxes{Box()} : Boxes();
    const auto number = dimension_of(node.slot);
    Boxes boxes;
    add(boxes, {{number, truth ? dimensions_[number].set() : dimensions_[number].not_set()}});
    return boxes;
  }
  if (node.kind == Kind::kAnd || node.kind == Kind::kOr)
    return (node.kind == Kind::kAnd) == truth ? where_each(arguments, truth, exact)
                                              : where_any(arguments, truth, exact);
  if (name_of_call(node) == "!" && arguments.size() == 1) return where(arguments[0], !truth, exact);
  if (node.kind == Kind::kConditional) {
    Boxes all;
    for (const bool condition : {true, false}) {
      for (const auto& a : where(arguments[0], condition, exact)) {
        for (const auto& b : where(arguments[condition ? 1 : 2], truth, exact)) add(all, both(a, b));
      }
    }
    return all;
  }
  exact = false;
  return {Box()};
}

std::optional<Witness> Space::witness(const Box& box) const {
  Witness lead(schema_);
  std::map<std::uint32_t, Cells> named(box.begin(), box.end());
  if (named.contains(0) && !named[0].empty() && named[0].front().from > 0)
    lead.handed_back_by = journeys_[named[0].front().from - 1];
  for (const auto& [slot, number] : by_slot_) {
    const Dimension& dimension = dimensions_[number];
    if (!named.contains(number) && !dimension.always_set()) continue;
    std::optional<Scalar> value;
    if (!dimension.pick(named.contains(number) ? named[number] : dimension.all(), value)) return std::nullopt;
    if (!value) continue;
    std::visit([&, at = slot](const auto& plain) { lead.set(schema_, at, plain); }, *value);
    if (grades_asked_ && slot == total_) {
      const auto grade = std::ranges::find_if(grades_, [&](const auto& one) { return among({one.second}, *value); });
      lead.set(schema_, *grade_, grade->first);
    }
  }
  return lead;
}

}  // namespace leakproof::router
