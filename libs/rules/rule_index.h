// RuleIndex: many ordered rules over one schema, answered without evaluating them all. The distinct conditions of the
// rules are kept once: equalities in hash tables, bounds in sorted blocks, both with the set of rules that have them. A
// look-up intersects sets of bits into the few rules that may hold and evaluates those, in order: the answer is what
// evaluating every rule in order would give.
//   RuleIndex index; index.update(programs); if (const auto first = index.first_match(record, now)) ...
//   programs[*first]
// One thread updates while nobody reads; any number may read at once.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/atoms.h"
#include "rules/posting.h"
#include "rules/program.h"

namespace leakproof::rules {

class RuleIndex {
 public:
  struct Changes {
    std::size_t added = 0, removed = 0;
    bool operator==(const Changes&) const = default;
  };
  // From now on the rules are these, in this order. All are of one schema, the same each time. Work is done for rules
  // whose text was not there before or is not any more; the order costs a few words a rule. Once as many rules went as
  // there are, everything is made anew: what only they needed goes, too.
  Changes update(std::span<const Program> rules);
  std::size_t size() const { return order_.size(); }

  // The place of the first rule that is true. `admits(place)` may pass over a rule before it is evaluated.
  std::optional<std::size_t> first_match(const Record& record, Instant now,
                                         const std::function<bool(std::size_t)>& admits = {}) const;
  // The places of all rules that are true, in order.
  std::vector<std::size_t> all_matches(const Record& record, Instant now) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Postings = std::unordered_map<std::string, Posting, Hash, std::equal_to<>>;
  using BoundsByKind = std::map<char, Bounds>;  // by the first character of a key: only values of one kind are ordered
  // An expression that conditions are about, with the rule that has it in its code.
  struct Term {
    Program owner;
    const Node* node;
  };
  // What the rules of a column ask of one term.
  struct Conditions {
    explicit Conditions(std::size_t about) : term(about) {}
    std::size_t term;
    Postings equals, holds, starts, ends;
    BoundsByKind above, below;
    Posting present, absent;
  };
  // At most one clause a rule, over the same terms for all its rules.
  struct Column {
    std::vector<Conditions> conditions;
    Bits without;  // rules that have no clause here
    bool has_bounds() const;
  };
  using ColumnKey =
      std::pair<std::vector<std::size_t>, std::size_t>;  // terms; how many clauses over them the rule has before

  void put(RuleNumber number, const Program& rule);
  void take_out(RuleNumber number);
  RuleNumber free_number();
  void set_order(std::vector<RuleNumber> order);
  // Calls `visit(column, clause)` for each clause of the rule that has a column, made when `make` says so.
  void each_clause(const Program& rule, bool make, const std::function<void(Column&, const Clause&)>& visit);
  std::optional<std::size_t> term_of(const Program& rule, const Node& node, bool make);
  Column* column_of(ColumnKey key, bool make);
  void change(Column& column, const Program& rule, const Clause& clause, RuleNumber number, bool add);

  void find_candidates(const Record& record, Instant now, Bits& candidates) const;
  void add_satisfied(const Conditions& conditions, const Record& record, Instant now, Bits& bits) const;
  template <class Visit>
  void each_candidate(const Record& record, Instant now, Visit visit) const;

  std::vector<std::optional<Program>> rules_;  // by number
  std::vector<RuleNumber> order_;              // by place
  std::vector<std::uint32_t> places_;          // by number
  std::vector<RuleNumber> free_;
  std::size_t replaced_ = 0;  // rules taken out since everything was made
  bool in_order_ = true;      // whether a lesser number is a lesser place
  Bits live_;
  std::vector<Term> terms_;
  std::unordered_map<std::string, std::size_t> term_numbers_;
  std::size_t other_terms_ = 0;  // those that are no fields
  std::vector<std::unique_ptr<Column>> columns_;
  std::map<ColumnKey, Column*> column_of_key_;
};

}  // namespace leakproof::rules
