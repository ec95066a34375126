// Tested by: libs/rules/rule_index_test.cc
#include "rules/posting.h"

#include <algorithm>
#include <bit>

namespace leakproof::rules {
namespace {
constexpr std::size_t kBlockMax = 1024;  // bounds; a block that outgrows it is cut in two
constexpr std::size_t kFew = 64;         // rules that are always a list
}  // namespace

void Bits::set(RuleNumber rule) {
  if (rule / 64 >= words_.size()) words_.resize(rule / 64 + 1);
  words_[rule / 64] |= std::uint64_t{1} << rule % 64;
}
void Bits::clear(RuleNumber rule) {
  if (rule / 64 < words_.size()) words_[rule / 64] &= ~(std::uint64_t{1} << rule % 64);
}
void Bits::add(const Bits& others) {
  if (words_.size() < others.words_.size()) words_.resize(others.words_.size());
  for (std::size_t i = 0; i < others.words_.size(); ++i) words_[i] |= others.words_[i];
}
void Bits::keep_only(const Bits& others) {
  words_.resize(std::min(words_.size(), others.words_.size()));
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= others.words_[i];
}
bool Bits::none() const {
  return std::ranges::all_of(words_, [](std::uint64_t word) { return word == 0; });
}
bool Bits::at_most(std::size_t rules) const {
  std::size_t seen = 0;
  for (const auto word : words_) {
    seen += static_cast<std::size_t>(std::popcount(word));
    if (seen > rules) return false;
  }
  return true;
}

void Posting::add(RuleNumber rule) {
  if (auto* bits = std::get_if<Bits>(&rules_)) return bits->set(rule);
  auto& list = std::get<std::vector<RuleNumber>>(rules_);
  if (!list.empty() && list.back() == rule) return;
  list.push_back(rule);
  if (list.size() <= kFew || list.size() * 32 <= rule) return;
  Bits bits;
  add_to(bits);
  rules_ = std::move(bits);
}
void Posting::remove(RuleNumber rule) {
  if (auto* bits = std::get_if<Bits>(&rules_)) return bits->clear(rule);
  std::erase(std::get<std::vector<RuleNumber>>(rules_), rule);
}
bool Posting::empty() const {
  const auto* bits = std::get_if<Bits>(&rules_);
  return bits != nullptr ? bits->none() : std::get<std::vector<RuleNumber>>(rules_).empty();
}
void Posting::add_to(Bits& bits) const {
  if (const auto* own = std::get_if<Bits>(&rules_)) return bits.add(*own);
  for (const auto rule : std::get<std::vector<RuleNumber>>(rules_)) bits.set(rule);
}

bool Bounds::satisfied(const Bound& bound, std::string_view value) const {
  const int order = value.compare(bound.threshold);
  return order == 0 ? bound.inclusive : (order > 0) == above_;
}
bool Bounds::sooner(const Bound& a, const Bound& b) const {
  const int order = a.threshold.compare(b.threshold);
  if (order != 0) return (order < 0) == above_;
  return a.inclusive != b.inclusive ? a.inclusive : a.rule < b.rule;
}
// The last block that begins at or before `bound`, or the first.
std::size_t Bounds::block_of(const Bound& bound) const {
  const auto later =
      std::ranges::partition_point(blocks_, [&](const Block& block) { return !sooner(bound, block.bounds.front()); });
  return later == blocks_.begin() ? 0 : static_cast<std::size_t>(later - blocks_.begin() - 1);
}

void Bounds::add(std::string threshold, bool inclusive, RuleNumber rule) {
  if (blocks_.empty()) blocks_.emplace_back();
  Bound bound{std::move(threshold), rule, inclusive};
  const auto at = blocks_[0].bounds.empty() ? 0 : block_of(bound);
  auto& bounds = blocks_[at].bounds;
  const auto place = std::ranges::partition_point(bounds, [&](const Bound& other) { return sooner(other, bound); });
  bounds.insert(place, std::move(bound));
  for (auto i = at + 1; i < blocks_.size(); ++i) blocks_[i].before.set(rule);
  if (bounds.size() > kBlockMax) split(at);
}
void Bounds::split(std::size_t block) {
  Block later{.bounds = {}, .before = blocks_[block].before};
  auto& bounds = blocks_[block].bounds;
  const auto middle = bounds.begin() + static_cast<std::ptrdiff_t>(bounds.size() / 2);
  for (auto i = bounds.begin(); i != middle; ++i) later.before.set(i->rule);
  later.bounds.assign(std::make_move_iterator(middle), std::make_move_iterator(bounds.end()));
  bounds.erase(middle, bounds.end());
  bounds.shrink_to_fit();
  blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(block) + 1, std::move(later));
}
void Bounds::remove(const std::string& threshold, bool inclusive, RuleNumber rule) {
  if (blocks_.empty()) return;
  const Bound bound{threshold, rule, inclusive};
  const auto at = block_of(bound);
  auto& bounds = blocks_[at].bounds;
  const auto place = std::ranges::partition_point(bounds, [&](const Bound& other) { return sooner(other, bound); });
  if (place == bounds.end() || sooner(bound, *place)) return;
  bounds.erase(place);
  for (auto i = at + 1; i < blocks_.size(); ++i) blocks_[i].before.clear(rule);
  if (bounds.empty()) blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(at));
}

void Bounds::add_to(std::string_view value, Bits& bits) const {
  const auto end =
      std::ranges::partition_point(blocks_, [&](const Block& block) { return satisfied(block.bounds.front(), value); });
  if (end == blocks_.begin()) return;
  const Block& last = *std::prev(end);
  bits.add(last.before);
  for (const auto& bound : last.bounds) {
    if (!satisfied(bound, value)) return;
    bits.set(bound.rule);
  }
}

}  // namespace leakproof::rules
