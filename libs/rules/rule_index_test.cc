#include "rules/rule_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "rules/schema.h"

namespace leakproof::rules {
namespace {

using Places = std::vector<std::size_t>;

// Few names and few values, so that rules share conditions and many of them hold.
struct World {
  World() {
    for (const auto* path : {"l.a", "l.b"}) slots.push_back(schema.add(path, Type::kString));
    for (const auto* path : {"l.i", "l.j"}) slots.push_back(schema.add(path, Type::kInt));
    slots.push_back(schema.add("l.d", Type::kDouble));
    slots.push_back(schema.add("l.p", Type::kBool));
    slots.push_back(schema.add("l.t", Type::kList, Type::kString));
  }
  std::size_t below(std::size_t end) { return random() % end; }
  template <class T>
  T any(std::initializer_list<T> of) {
    return of.begin()[below(of.size())];
  }
  std::string text() { return any<std::string>({"'x'", "'xy'", "'xyz'", "''", "'ö'", "'zy'"}); }
  std::string number() { return any<std::string>({"0", "1", "2", "-1", "9007199254740992", "9007199254740993"}); }
  std::string atom() {
    const auto s = any<std::string>({"l.a", "l.b"}), n = any<std::string>({"l.i", "l.j", "l.d"});
    const auto relation = any<std::string>({" == ", " != ", " < ", " <= ", " > ", " >= "});
    switch (below(14)) {
      case 0:
        return s + relation + text();
      case 1:
        return n + relation + number();
      case 2:
        return number() + relation + n;
      case 3:
        return s + " in [" + text() + ", " + text() + "]";
      case 4:
        return text() + " in l.t";
      case 5:
        return s + ".startsWith(" + text() + ")";
      case 6:
        return s + ".endsWith(" + text() + ")";
      case 7:
        return "has(" + any<std::string>({"l.a", "l.i", "l.t", "l.p"}) + ")";
      case 8:
        return any<std::string>({"l.p", "!l.p"});
      case 9:
        return s + ".lowerAscii() == " + text();
      case 10:
        return "l.t.exists(e, e == " + text() + ")";
      case 11:
        return "l.i / l.j > " + number();
      case 12:
        return any<std::string>({"true", "false", "l.a == l.b", "l.i % l.j == 0"});
      default:
        return "size(l.t) " + relation + number();
    }
  }
  std::string rule(int depth = 3) {
    switch (depth == 0 ? 0 : below(6)) {
      case 1:
      case 2:
        return "(" + rule(depth - 1) + " && " + rule(depth - 1) + ")";
      case 3:
        return "(" + rule(depth - 1) + " || " + rule(depth - 1) + ")";
      case 4:
        return "!(" + rule(depth - 1) + ")";
      default:
        return atom();
    }
  }
  // A rule that compiles.
  Program program() {
    for (;;) {
      const auto compiled = Program::compile(rule(), schema, Type::kBool);
      if (const auto* program = std::get_if<Program>(&compiled)) return *program;
    }
  }
  Record lead() {
    static constexpr std::string_view kTexts[] = {"x", "xy", "xyz", "", "ö", "zy", "XY"};
    static constexpr std::int64_t kInts[] = {0, 1, 2, -1, 9007199254740992, 9007199254740993};
    static constexpr double kDoubles[] = {0.0, -0.0, 1.0, 1.5, 9007199254740992.0, 1e300};
    static const Value kTags[] = {"x", "xy", "ö"};
    Record record(schema);
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (below(5) == 0) continue;
      if (i < 2) record.set(slots[i], kTexts[below(std::size(kTexts))]);
      if (i == 2 || i == 3) record.set(slots[i], kInts[below(std::size(kInts))]);
      if (i == 4) record.set(slots[i], kDoubles[below(std::size(kDoubles))]);
      if (i == 5) record.set(slots[i], below(2) == 0);
      if (i == 6) record.set(slots[i], List{kTags, below(4)});
    }
    return record;
  }

  std::mt19937 random{1};
  Schema schema;
  std::vector<Slot> slots;
};

Places naive(const std::vector<Program>& rules, const Record& record) {
  Places places;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].evaluate(record, Instant()).is_true()) places.push_back(i);
  }
  return places;
}

void expect_same(const RuleIndex& index, const std::vector<Program>& rules, const Record& record) {
  const Places expected = naive(rules, record);
  ASSERT_EQ(index.all_matches(record, Instant()), expected);
  const auto first = index.first_match(record, Instant());
  ASSERT_EQ(first.has_value(), !expected.empty());
  if (first) {
    ASSERT_EQ(*first, expected.front());
  }
}

// A million pairs of a rule and a lead, each against evaluating the rule; between the leads rules come, go and change
// places.
TEST(RuleIndex, IsWhatEvaluatingEveryRuleIs) {
  World world;
  std::size_t pairs = 0, holding = 0;
  for (int set = 0; set < 50; ++set) {
    std::vector<Program> rules;
    RuleIndex index;
    for (int step = 0; step < 10; ++step) {
      for (auto i = world.below(60); i > 0 && !rules.empty(); --i)
        rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(world.below(rules.size())));
      while (rules.size() < 200)
        rules.insert(rules.begin() + static_cast<std::ptrdiff_t>(world.below(rules.size() + 1)), world.program());
      index.update(rules);
      for (int lead = 0; lead < 10; ++lead, pairs += rules.size()) {
        const Record record = world.lead();
        ASSERT_NO_FATAL_FAILURE(expect_same(index, rules, record)) << "set " << set << " step " << step;
        holding += naive(rules, record).size();
      }
    }
  }
  EXPECT_GE(pairs, 1'000'000u);
  EXPECT_GE(holding, pairs / 10) << "the rules hold now and then";
}

TEST(RuleIndex, AnUpdateTouchesOnlyWhatChanged) {
  Schema schema;
  const Slot a = schema.add("a", Type::kInt);
  const auto rule = [&](int n) {
    return std::get<Program>(Program::compile("a == " + std::to_string(n), schema, Type::kBool));
  };
  std::vector<Program> rules;
  for (int i = 0; i < 100; ++i) rules.push_back(rule(i));
  RuleIndex index;
  EXPECT_EQ(index.update(rules), (RuleIndex::Changes{.added = 100, .removed = 0}));
  rules[50] = rule(1000);
  EXPECT_EQ(index.update(rules), (RuleIndex::Changes{.added = 1, .removed = 1}));
  std::ranges::reverse(rules);
  EXPECT_EQ(index.update(rules), RuleIndex::Changes{});
  Record record(schema);
  record.set(a, 1000);
  EXPECT_EQ(index.first_match(record, Instant()), 49u);
}

TEST(RuleIndex, ThePassedOverRuleIsNotTheFirst) {
  Schema schema;
  const auto yes = std::get<Program>(Program::compile("true", schema, Type::kBool));
  RuleIndex index;
  index.update(std::vector{yes, yes, yes});
  const auto later = [](std::size_t place) { return place > 0; };
  EXPECT_EQ(index.first_match(Record(schema), Instant(), later), 1u);
}

// Thresholds in many blocks, taken out again in another order.
TEST(Bounds, AreTheRulesTheValueSatisfies) {
  Bounds bounds(true);
  const auto key = [](int n) {
    std::string text;
    append_key(Value(n), text);
    return text;
  };
  const auto count = [&](int n) {
    Bits bits;
    bounds.add_to(key(n), bits);
    int found = 0;
    bits.each([&](RuleNumber) {
      ++found;
      return false;
    });
    return found;
  };
  for (int i = 0; i < 5000; ++i) bounds.add(key(i * 7919 % 5000), true, static_cast<RuleNumber>(i * 7919 % 5000));
  EXPECT_EQ(count(-1), 0);
  EXPECT_EQ(count(0), 1);
  EXPECT_EQ(count(3333), 3334);
  for (int i = 0; i < 5000; i += 2) bounds.remove(key(i), true, static_cast<RuleNumber>(i));
  EXPECT_EQ(count(3333), 1667);
  for (int i = 1; i < 5000; i += 2) bounds.remove(key(i), true, static_cast<RuleNumber>(i));
  EXPECT_TRUE(bounds.empty());
}

}  // namespace
}  // namespace leakproof::rules
