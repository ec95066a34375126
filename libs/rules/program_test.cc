#include "rules/program.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>

#include "rules/schema.h"

// Counts every allocation of this test program; a sanitizer needs its own allocator, so there nothing is counted.
static std::atomic<int> allocations = 0;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
constexpr bool kCountsAllocations = true;
#else
constexpr bool kCountsAllocations = false;
#endif

namespace leakproof::rules {
namespace {

// A lead of which lead.owner and lead.visits are not set.
struct Fixture {
  Fixture() : record(filled()) {}
  Record filled() {
    const Slot country = schema.add("lead.country", Type::kString),
               budget = schema.add("lead.custom.budget", Type::kDouble);
    const Slot total = schema.add("score.total", Type::kInt),
               tagged = schema.add("lead.tags", Type::kList, Type::kString);
    const Slot created = schema.add("lead.created", Type::kTimestamp), hot = schema.add("lead.hot", Type::kBool);
    schema.add("lead.owner", Type::kString);
    schema.add("lead.visits", Type::kInt);
    Record lead(schema);
    lead.set(country, "DE");
    lead.set(budget, 5000.0);
    lead.set(total, 42);
    lead.set(tagged, List{tags.data(), tags.size()});
    lead.set(created, now - std::chrono::minutes(10));
    lead.set(hot, true);
    return lead;
  }
  Program program(std::string_view text, Type type = Type::kBool) {
    auto compiled = Program::compile(text, schema, type);
    if (const auto* error = std::get_if<CompileError>(&compiled)) ADD_FAILURE() << text << ": " << error->message;
    return std::get<Program>(std::move(compiled));
  }
  std::string outcome(std::string_view text) {
    const auto evaluated = program(text).evaluate(record, now);
    return evaluated.ok() ? evaluated.value().text() : evaluated.reason();
  }

  const Instant now = instant_from_micros(1'790'000'000'000'000);
  const std::vector<Value> tags = {"vip", "fair"};
  Schema schema;
  Record record;
};

struct Case {
  const char* text;
  const char* outcome;
};

TEST(Program, Outcomes) {
  Fixture fixture;
  const std::vector<Case> cases = {
      {"lead.country == 'DE' && score.total >= 40 && lead.custom.budget > 1000", "true"},
      {"'vip' in lead.tags", "true"},
      {"lead.tags.size() == 2", "true"},
      {"now - lead.created > duration('5m')", "true"},
      {"lead.hot ? score.total > 50 : true", "false"},
      {"has(lead.country) && !has(lead.owner)", "true"},

      // A field that is not set is a fault, which the other side of && and || may absorb, on either side.
      {"lead.owner == 'an'", "a field is not set"},
      {"lead.owner != 'an'", "a field is not set"},
      {"!(lead.owner == 'an')", "a field is not set"},
      {"lead.owner == 'an' || lead.hot", "true"},
      {"lead.hot || lead.owner == 'an'", "true"},
      {"lead.owner == 'an' && false", "false"},
      {"false && lead.owner == 'an'", "false"},
      {"lead.owner == 'an' && lead.hot", "a field is not set"},
      {"lead.owner == 'an' || false", "a field is not set"},
      {"1 / 0 > 1 && lead.owner == 'an'", "division by zero"},
      {"has(lead.owner) ? lead.owner == 'an' : lead.hot", "true"},
      {"lead.owner == 'an' ? true : true", "a field is not set"},
      {"lead.owner.matches('x')", "a field is not set"},
  };
  for (const auto& c : cases) EXPECT_EQ(fixture.outcome(c.text), c.outcome) << c.text;
}

TEST(Program, ExplainsTheFirstFailure) {
  Fixture fixture;
  const std::vector<Case> cases = {
      {"lead.country == 'DE'", ""},
      {"lead.country == \"VN\"", "lead.country == \"VN\" (is \"DE\")"},
      {"lead.hot && lead.country == 'VN' && score.total > 50", "lead.country == 'VN' (is \"DE\")"},
      {"lead.hot && (score.total > 40 && score.total > 50)", "score.total > 50 (is 42)"},
      {"lead.hot && lead.visits > 5 && lead.country == 'DE'", "lead.visits > 5 (is not set)"},
      {"lead.hot && (lead.country == 'VN' || score.total > 50)",
       "(lead.country == 'VN' || score.total > 50) (lead.country is \"DE\", score.total is 42)"},
      {"!('vip' in lead.tags)", "!('vip' in lead.tags) (is [\"vip\", \"fair\"])"},
      {"score.total / 0 > 1", "score.total / 0 > 1 (is 42): division by zero"},
      {"lead.country.startsWith( 'V' ) ", "lead.country.startsWith( 'V' ) (is \"DE\")"},
      {"has(lead.owner)", "has(lead.owner) (is not set)"},
      {"false", "false"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(fixture.program(c.text).explain_failure(fixture.record, fixture.now), c.outcome) << c.text;
}

TEST(Program, CopiesShareTheCodeAndOutliveTheText) {
  Fixture fixture;
  std::string text = "lead.country in ['VN', 'DE'] && lead.country.lowerAscii() == 'd' + 'e'";
  const std::string original = text;
  const Program copy = Program(fixture.program(text));
  text.assign(text.size(), 'x');
  EXPECT_EQ(copy.text(), original);
  EXPECT_TRUE(copy.evaluate(fixture.record, fixture.now).is_true());
}

TEST(Program, ThreadsEvaluateOneProgramAtOnce) {
  Fixture fixture;
  const Program program = fixture.program("lead.country.lowerAscii() == 'de' && lead.country.matches('^D')");
  std::vector<std::thread> threads;
  std::atomic<int> matched = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) matched += program.evaluate(fixture.record, fixture.now).is_true();
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(matched, 4000);
}

TEST(Program, EvaluatingAllocatesNothing) {
  Fixture fixture;
  const Program program = fixture.program(
      "lead.country.lowerAscii() + 'x' == 'dex' && lead.country.matches('^D') && 'vip' in lead.tags && now - "
      "lead.created > duration('5m')"
      " && (lead.owner == 'an' || lead.hot)");
  EXPECT_TRUE(program.evaluate(fixture.record, fixture.now).is_true());  // RE2 builds its automaton on first use
  if (!kCountsAllocations) GTEST_SKIP() << "allocations are not counted under a sanitizer";
  const int before = allocations;
  for (int i = 0; i < 100; ++i) program.evaluate(fixture.record, fixture.now);
  EXPECT_EQ(allocations, before);
}

TEST(Program, OtherTypesThanBool) {
  Fixture fixture;
  EXPECT_EQ(
      fixture.program("score.total * 2", Type::kInt).evaluate(fixture.record, fixture.now).value().as<std::int64_t>(),
      84);
  EXPECT_EQ(fixture.program("lead.country + '!'", Type::kString)
                .evaluate(fixture.record, fixture.now)
                .value()
                .as<std::string_view>(),
            "DE!");
  EXPECT_FALSE(fixture.program("score.total", Type::kInt).evaluate(fixture.record, fixture.now).is_true());
}

}  // namespace
}  // namespace leakproof::rules
