// Strong types for ids and numbers: a LeadId is not a MemberId and a Position is not a count, and only explicit code
// crosses over.
#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace leakproof {

template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string value) : value_(std::move(value)) {}
  const std::string& value() const { return value_; }
  bool empty() const { return value_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string value_;
};

template <class Tag, class Rep = std::int64_t>
class Number {
 public:
  constexpr Number() = default;
  constexpr explicit Number(Rep value) : value_(value) {}
  constexpr Rep value() const { return value_; }
  auto operator<=>(const Number&) const = default;

 private:
  Rep value_{};
};

using LeadId = Id<struct LeadTag>;
using MemberId = Id<struct MemberTag>;
using PoolId = Id<struct PoolTag>;
using RuleId = Id<struct RuleTag>;
using JourneyId = Id<struct JourneyTag>;
using DecisionId = Id<struct DecisionTag>;

}  // namespace leakproof

template <class Tag>
struct std::hash<leakproof::Id<Tag>> {
  std::size_t operator()(const leakproof::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.value()); }
};
