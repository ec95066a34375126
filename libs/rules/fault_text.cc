#include "rules/fault_text.h"

#include <algorithm>

#include "rules/edits.h"
#include "rules/functions.h"

namespace leakproof::rules {
namespace {

std::string in_quotes(std::string_view word) { return "'" + std::string(word) + "'"; }

std::string_view name_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kAnd:
      return "&&";
    case Node::Kind::kOr:
      return "||";
    case Node::Kind::kConditional:
      return "?";
    case Node::Kind::kMatches:
      return "matches";
    case Node::Kind::kAll:
      return "all";
    case Node::Kind::kExists:
      return "exists";
    case Node::Kind::kExistsOne:
      return "exists_one";
    case Node::Kind::kFilter:
      return "filter";
    case Node::Kind::kTransform:
      return "map";
    default:
      return node.rows->name == "negate" ? "-" : node.rows->name == "[]" ? "[ ]" : node.rows->name;
  }
}

std::string unpacked(std::uint64_t types) {
  std::string text;
  for (; types != 0; types >>= 8)
    text += (text.empty() ? "" : " and ") + std::string(name_of(static_cast<Type>((types & 255) - 1)));
  return text.empty() ? "nothing" : text;
}

std::string no_overload(const Node& node, const Value& seen) {
  const auto* types = seen.get_if<Uint>();
  if (types == nullptr) return kNoOverload;
  return in_quotes(name_of(node)) + " does not take " + unpacked(types->value);
}

std::string no_key(const Node& node, const Map& map) {
  const Value& key = node.kind == Node::Kind::kMember ? node.constant() : node.arguments()[1].constant();
  const auto* wanted = key.get_if<std::string_view>();
  if (wanted == nullptr) return kNoKey;
  constexpr std::size_t kConsidered = 1000;
  Nearest nearest(*wanted);
  for (std::size_t i = 0; i < std::min(map.size(), kConsidered); ++i) {
    if (const auto* other = map[i].key.get_if<std::string_view>()) nearest.consider(*other);
  }
  return "no such key " + in_quotes(*wanted) +
         (nearest.best().empty() ? "" : ", did you mean " + in_quotes(nearest.best()) + "?");
}

}  // namespace

Value packed_types(std::span<const Value> operands) {
  std::uint64_t types = 0;
  for (auto i = operands.size(); i-- > 0;) types = types << 8 | (static_cast<std::uint64_t>(operands[i].type()) + 1);
  return Uint{types};
}

std::string fault_text(const Evaluated& fault) {
  const Node* node = fault.node();
  if (node != nullptr && fault.reason() == std::string_view(kNoOverload)) return no_overload(*node, fault.seen());
  const auto* map = fault.seen().get_if<Map>();
  return node != nullptr && map != nullptr && fault.reason() == std::string_view(kNoKey) ? no_key(*node, *map)
                                                                                         : fault.reason();
}

}  // namespace leakproof::rules
