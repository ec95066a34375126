// Sets of rules for the index: which rules have a condition that a value satisfies. Internal to rules; one writer or
// many readers.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace leakproof::rules {

using RuleNumber = std::uint32_t;  // dense: numbers of rules that went are given out again

// A bit for each rule.
class Bits {
 public:
  void set(RuleNumber rule);
  void clear(RuleNumber rule);
  bool test(RuleNumber rule) const { return rule / 64 < words_.size() && (words_[rule / 64] >> rule % 64 & 1) != 0; }
  void add(const Bits& others);
  void keep_only(const Bits& others);
  bool none() const;
  bool at_most(std::size_t rules) const;
  // Calls `visit(rule)` in order of the numbers, until one call returns true.
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (auto word = words_[i]; word != 0; word &= word - 1) {
        if (visit(static_cast<RuleNumber>(i * 64 + static_cast<std::size_t>(__builtin_ctzll(word))))) return;
      }
    }
  }

 private:
  std::vector<std::uint64_t> words_;
};

// The rules of one key: a list while they are few, bits once those are smaller.
class Posting {
 public:
  // Once more for the rule added last is nothing.
  void add(RuleNumber rule);
  void remove(RuleNumber rule);
  bool empty() const;
  void add_to(Bits& bits) const;

 private:
  std::variant<std::vector<RuleNumber>, Bits> rules_;
};

// Bounds (x > 5, x >= 7, …) of one direction, sorted such that those a value satisfies come first. Blocks of them know
// the rules of all blocks before, so that a look-up reads one set and a part of one block.
class Bounds {
 public:
  explicit Bounds(bool above) : above_(above) {}
  void add(std::string threshold, bool inclusive, RuleNumber rule);
  void remove(const std::string& threshold, bool inclusive, RuleNumber rule);
  bool empty() const { return blocks_.empty(); }
  void add_to(std::string_view value, Bits& bits) const;

 private:
  struct Bound {
    std::string threshold;
    RuleNumber rule;
    bool inclusive;
  };
  struct Block {
    std::vector<Bound> bounds;
    Bits before;
  };
  bool satisfied(const Bound& bound, std::string_view value) const;
  bool sooner(const Bound& a, const Bound& b) const;
  std::size_t block_of(const Bound& bound) const;
  void split(std::size_t block);

  bool above_;
  std::vector<Block> blocks_;  // none is empty
};

}  // namespace leakproof::rules
