#include "rules/rule_index.h"

#include <algorithm>

#include "rules/evaluation.h"
#include "rules/limits.h"

namespace leakproof::rules {
namespace {

bool reads_field(const Node& node) { return node.kind == Node::Kind::kField || node.kind == Node::Kind::kHas; }

template <class Map>
void change_bound(Map& kinds, const Atom& atom, RuleNumber rule, bool add, bool above) {
  const auto kind = kinds.try_emplace(atom.key[0], above).first;
  if (add) return kind->second.add(atom.key, atom.inclusive, rule);
  kind->second.remove(atom.key, atom.inclusive, rule);
}
template <class Map>
void change_key(Map& postings, const std::string& key, RuleNumber rule, bool add) {
  if (add) return postings[key].add(rule);
  const auto posting = postings.find(key);
  if (posting == postings.end()) return;
  posting->second.remove(rule);
  if (posting->second.empty()) postings.erase(posting);
}
template <class Map>
void add_key(const Map& postings, std::string_view key, Bits& bits) {
  const auto posting = postings.find(key);
  if (posting != postings.end()) posting->second.add_to(bits);
}
template <class Map>
void add_element(const Map& postings, const Value& element, Bits& bits) {
  thread_local std::string key;
  key.clear();
  if (append_key(element, key)) add_key(postings, key, bits);
}
template <class Map>
void add_affixes(const Map& starts, const Map& ends, std::string_view text, Bits& bits) {
  for (std::size_t size = 0; size <= std::min(text.size(), kAffixMax); ++size) {
    if (!starts.empty()) add_key(starts, text.substr(0, size), bits);
    if (!ends.empty()) add_key(ends, text.substr(text.size() - size), bits);
  }
}

}  // namespace

RuleIndex::Changes RuleIndex::update(std::span<const Program> rules) {
  std::unordered_map<std::string_view, std::vector<RuleNumber>> known;
  for (auto number = order_.rbegin(); number != order_.rend(); ++number)
    known[rules_[*number]->text()].push_back(*number);
  std::vector<std::optional<RuleNumber>> kept;
  for (const auto& rule : rules) {
    const auto same = known.find(rule.text());
    const bool there = same != known.end() && !same->second.empty();
    kept.push_back(there ? std::optional(same->second.back()) : std::nullopt);
    if (there) same->second.pop_back();
  }
  Changes changes;
  std::vector<RuleNumber> gone;
  for (const auto& [text, numbers] : known) gone.insert(gone.end(), numbers.begin(), numbers.end());
  for (const auto number : gone) {
    take_out(number);
    ++changes.removed;
  }
  rules_.reserve(rules.size());
  std::ranges::sort(free_, std::greater<>());  // the least is given out first: a first update's numbers are in order
  std::vector<RuleNumber> order;
  order.reserve(rules.size());
  for (std::size_t place = 0; place < rules.size(); ++place) {
    order.push_back(kept[place] ? *kept[place] : free_number());
    if (!kept[place]) {
      put(order.back(), rules[place]);
      ++changes.added;
    }
  }
  set_order(std::move(order));
  replaced_ += changes.removed;
  if (replaced_ > rules.size()) {
    *this = RuleIndex();
    update(rules);
  }
  return changes;
}

RuleNumber RuleIndex::free_number() {
  if (free_.empty()) {
    rules_.emplace_back();
    return static_cast<RuleNumber>(rules_.size() - 1);
  }
  const auto number = free_.back();
  free_.pop_back();
  return number;
}

void RuleIndex::set_order(std::vector<RuleNumber> order) {
  order_ = std::move(order);
  places_.resize(rules_.size());
  for (std::size_t place = 0; place < order_.size(); ++place)
    places_[order_[place]] = static_cast<std::uint32_t>(place);
  in_order_ = std::ranges::is_sorted(order_);
}

void RuleIndex::put(RuleNumber number, const Program& rule) {
  rules_[number] = rule;
  live_.set(number);
  for (auto& column : columns_) column->without.set(number);
  each_clause(rule, true, [&](Column& column, const Clause& clause) {
    column.without.clear(number);
    change(column, rule, clause, number, true);
  });
}

void RuleIndex::take_out(RuleNumber number) {
  each_clause(*rules_[number], false,
              [&](Column& column, const Clause& clause) { change(column, *rules_[number], clause, number, false); });
  live_.clear(number);
  rules_[number].reset();
  free_.push_back(number);
}

void RuleIndex::each_clause(const Program& rule, bool make, const std::function<void(Column&, const Clause&)>& visit) {
  std::map<std::vector<std::size_t>, std::size_t> before;
  for (const auto& clause : clauses_of(rule.code().root)) {
    std::vector<std::size_t> terms;
    for (const auto& atom : clause) {
      const auto term = term_of(rule, *atom.term, make);
      if (!term) break;
      terms.push_back(*term);
    }
    if (terms.size() != clause.size()) continue;  // too many terms: the rule's evaluation will tell
    std::ranges::sort(terms);
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    const auto ordinal = before[terms]++;
    if (auto* column = column_of({std::move(terms), ordinal}, make)) visit(*column, clause);
  }
}

std::optional<std::size_t> RuleIndex::term_of(const Program& rule, const Node& node, bool make) {
  const auto name = name_of_term(node, rule.code());
  const auto known = term_numbers_.find(name);
  if (known != term_numbers_.end()) return known->second;
  if (!make || (!reads_field(node) && other_terms_ == kIndexTermsMax)) return std::nullopt;
  other_terms_ += !reads_field(node);
  terms_.push_back({rule, &node});
  return term_numbers_.emplace(name, terms_.size() - 1).first->second;
}

RuleIndex::Column* RuleIndex::column_of(ColumnKey key, bool make) {
  const auto known = column_of_key_.find(key);
  if (known != column_of_key_.end()) return known->second;
  if (!make || columns_.size() == kIndexColumnsMax) return nullptr;
  auto column = std::make_unique<Column>();
  for (const auto term : key.first) column->conditions.emplace_back(term);
  column->without = live_;
  columns_.push_back(std::move(column));
  return column_of_key_.emplace(std::move(key), columns_.back().get()).first->second;
}

void RuleIndex::change(Column& column, const Program& rule, const Clause& clause, RuleNumber number, bool add) {
  for (const auto& atom : clause) {
    const auto term = *term_of(rule, *atom.term, false);
    auto& conditions = *std::ranges::find(column.conditions, term, &Conditions::term);
    switch (atom.relation) {
      case Relation::kEquals:
        change_key(conditions.equals, atom.key, number, add);
        break;
      case Relation::kHolds:
        change_key(conditions.holds, atom.key, number, add);
        break;
      case Relation::kStarts:
        change_key(conditions.starts, atom.key, number, add);
        break;
      case Relation::kEnds:
        change_key(conditions.ends, atom.key, number, add);
        break;
      case Relation::kAbove:
        change_bound(conditions.above, atom, number, add, true);
        break;
      case Relation::kBelow:
        change_bound(conditions.below, atom, number, add, false);
        break;
      case Relation::kPresent:
        add ? conditions.present.add(number) : conditions.present.remove(number);
        break;
      case Relation::kAbsent:
        add ? conditions.absent.add(number) : conditions.absent.remove(number);
        break;
    }
  }
}

void RuleIndex::add_satisfied(const Conditions& conditions, const Record& record, Instant now, Bits& bits) const {
  const Node& node = *terms_[conditions.term].node;
  const auto& field = reads_field(node) ? record.get(node.slot) : std::nullopt;
  const Evaluated outcome = !reads_field(node) ? evaluated(node, record, now)
                            : field            ? Evaluated(*field)
                                               : Evaluated::fault("");
  if (!outcome.ok()) return conditions.absent.add_to(bits);
  conditions.present.add_to(bits);
  const Value& value = outcome.value();
  if (const auto* list = value.get_if<List>(); list != nullptr && !conditions.holds.empty())
    for (const auto& element : *list) add_element(conditions.holds, element, bits);
  if (const auto* map = value.get_if<Map>(); map != nullptr && !conditions.holds.empty())
    for (const auto& entry : *map) add_element(conditions.holds, entry.key, bits);
  thread_local std::string key;
  key.clear();
  if (!append_key(value, key)) return;
  add_key(conditions.equals, key, bits);
  if (key[0] == 's' && !(conditions.starts.empty() && conditions.ends.empty()))
    add_affixes(conditions.starts, conditions.ends, value.as<std::string_view>(), bits);
  for (const auto* kinds : {&conditions.above, &conditions.below}) {
    const auto bounds = kinds->find(key[0]);
    if (bounds != kinds->end()) bounds->second.add_to(key, bits);
  }
}

bool RuleIndex::Column::has_bounds() const {
  return std::ranges::any_of(conditions, [](const auto& one) { return !one.above.empty() || !one.below.empty(); });
}

// In every column: the rules without a clause there and those whose clause holds. Bounds come last: many hold at once,
// and mostly few rules are left by then, which are evaluated sooner than made fewer.
void RuleIndex::find_candidates(const Record& record, Instant now, Bits& candidates) const {
  thread_local Bits satisfied;
  candidates = live_;
  for (const bool bounds : {false, true}) {
    for (const auto& column : columns_) {
      if (column->has_bounds() != bounds) continue;
      if (candidates.at_most(kIndexCandidatesFew)) return;
      satisfied = column->without;
      for (const auto& conditions : column->conditions) add_satisfied(conditions, record, now, satisfied);
      candidates.keep_only(satisfied);
    }
  }
}

template <class Visit>
void RuleIndex::each_candidate(const Record& record, Instant now, Visit visit) const {
  thread_local Bits candidates;
  find_candidates(record, now, candidates);
  if (in_order_) return candidates.each([&](RuleNumber number) { return visit(number); });
  thread_local std::vector<RuleNumber> heap;
  heap.clear();
  candidates.each([&](RuleNumber number) {
    heap.push_back(number);
    return false;
  });
  const auto later = [&](RuleNumber a, RuleNumber b) { return places_[a] > places_[b]; };
  std::ranges::make_heap(heap, later);
  while (!heap.empty()) {
    std::ranges::pop_heap(heap, later);
    const auto number = heap.back();
    heap.pop_back();
    if (visit(number)) return;
  }
}

std::optional<std::size_t> RuleIndex::first_match(const Record& record, Instant now,
                                                  const std::function<bool(std::size_t)>& admits) const {
  std::optional<std::size_t> first;
  each_candidate(record, now, [&](RuleNumber number) {
    const std::size_t place = places_[number];
    if (admits && !admits(place)) return false;
    if (rules_[number]->evaluate(record, now).is_true()) first = place;
    return first.has_value();
  });
  return first;
}

std::vector<std::size_t> RuleIndex::all_matches(const Record& record, Instant now) const {
  std::vector<std::size_t> places;
  each_candidate(record, now, [&](RuleNumber number) {
    if (rules_[number]->evaluate(record, now).is_true()) places.push_back(places_[number]);
    return false;
  });
  return places;
}

}  // namespace leakproof::rules
